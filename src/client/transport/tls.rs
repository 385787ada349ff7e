//! TLS by rustls: the platform's roots, and those of a CA file in addition.

use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use rustls::client::ResolvesClientCert;
use rustls::crypto::{CryptoProvider, KeyProvider};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{ClientConfig, ClientConnection, Error as TlsError, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::fault::{Phase, WireFault};
use super::root_places::{RootPlaces, RootsState};
use super::session::Session;
use super::socket::{Watched, shortage};
use crate::client::call_control::CallControl;
use crate::client::local_error::LocalError;
use crate::client::per_process::PerProcess;

/// The TLS settings that all connections of a client share.
pub struct Tls {
    extra_roots: Arc<[CertificateDer<'static>]>,
    /// Looked for at the first handshake.
    /// Not a once_cell: a thread that waits for one panics while its thread-locals are destroyed.
    places: Mutex<Option<Arc<RootPlaces>>>,
}

impl Tls {
    pub fn new(extra_roots: Arc<[CertificateDer<'static>]>) -> Tls {
        Tls {
            extra_roots,
            places: Mutex::new(None),
        }
    }

    /// Makes a session over a connection, the server's certificate checked for the host.
    pub fn handshake(
        &self,
        host: &str,
        stream: &TcpStream,
        control: &CallControl,
        since: Instant,
    ) -> std::result::Result<Box<Session>, WireFault> {
        let bare = host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(bare)
            .map_err(|_| WireFault::Tls(TlsError::UnsupportedNameType))?;
        let session = ClientConnection::new(self.config()?, name).map_err(WireFault::Tls)?;
        let mut session = Box::new(Session::new(session));
        let mut socket = Watched::connecting(stream, control, Phase::Tls, since);
        ASKED.set(false);
        session.handshake(&mut socket).map_err(fault)?;
        Ok(session)
    }
}

/// A configuration that all clients of this process share that have the same roots. So they
/// are read once, which takes milliseconds, and sessions are resumed by any client.
struct Shared {
    extra_roots: Arc<[CertificateDer<'static>]>,
    places: Arc<RootPlaces>,
    /// Of the places, when they were read.
    state: RootsState,
    config: Arc<ClientConfig>,
}

/// Settings of which configurations are held at once.
const MOST_SHARED: usize = 8;

static SHARED: PerProcess<Mutex<VecDeque<Shared>>> = PerProcess::unset();

impl Tls {
    fn config(&self) -> std::result::Result<Arc<ClientConfig>, WireFault> {
        let places = self.places();
        let state = places.state();
        let shared = SHARED.get(Mutex::default, |_| {});
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let same = shared
            .iter()
            .position(|s| s.extra_roots == self.extra_roots && s.places == places);
        if let Some(found) = same.and_then(|index| shared.get(index))
            && found.state == state
        {
            return Ok(found.config.clone());
        }
        let config = make(self.extra_roots.to_vec()).map_err(without_roots)?;
        let newest = Shared {
            extra_roots: self.extra_roots.clone(),
            places,
            state,
            config: config.clone(),
        };
        match same {
            Some(index) => shared[index] = newest,
            None => shared.push_back(newest),
        }
        if shared.len() > MOST_SHARED {
            shared.pop_front();
        }
        Ok(config)
    }

    fn places(&self) -> Arc<RootPlaces> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places
            .get_or_insert_with(|| Arc::new(RootPlaces::find()))
            .clone()
    }
}

/// Nothing of a configuration comes from a server. Files that cannot be opened
/// because no descriptor is left look like files that are not there.
fn without_roots(error: TlsError) -> WireFault {
    match shortage() {
        Some(source) => LocalError::system("open the system's CA certificates", source).into(),
        None => WireFault::Roots(error),
    }
}

/// `complete_io` wraps a protocol error in one of the system.
fn fault(error: std::io::Error) -> WireFault {
    match error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<TlsError>())
    {
        // After its request, an alert is the server's verdict on our having none.
        Some(tls @ TlsError::AlertReceived(_)) if ASKED.get() => {
            WireFault::ClientCertificate(tls.clone())
        }
        Some(tls) => WireFault::Tls(tls.clone()),
        None => WireFault::from_io(error, Phase::Tls),
    }
}

/// One configuration for all connections, so that sessions are resumed.
fn make(
    extra_roots: Vec<CertificateDer<'static>>,
) -> std::result::Result<Arc<ClientConfig>, TlsError> {
    let provider = Arc::new(CryptoProvider {
        key_provider: &NoClientKeys,
        ..rustls::crypto::ring::default_provider()
    });
    let verifier = Verifier::new_with_extra_roots(extra_roots, provider.clone())?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // The name of rustls for any verifier but its own.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_client_cert_resolver(Arc::new(NoCertificate));
    Ok(Arc::new(config))
}

thread_local! {
    /// The server of this thread's handshake requested a client certificate.
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Notes the server's request: its alert does not say what it wanted.
#[derive(Debug)]
struct NoCertificate;

impl ResolvesClientCert for NoCertificate {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        ASKED.set(true);
        None
    }

    fn has_certs(&self) -> bool {
        false
    }
}

/// COS knows no client certificates: without their keys the code that would sign
/// with one stays out of the library.
#[derive(Debug)]
struct NoClientKeys;

impl KeyProvider for NoClientKeys {
    fn load_private_key(
        &self,
        _key: PrivateKeyDer<'static>,
    ) -> std::result::Result<Arc<dyn SigningKey>, TlsError> {
        Err(TlsError::General("no client certificates".into()))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("extra_roots", &self.extra_roots.len())
            .finish_non_exhaustive()
    }
}
