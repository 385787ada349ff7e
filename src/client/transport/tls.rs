//! TLS by rustls: the platform's roots, and those of a CA file in addition.

use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustls::client::ResolvesClientCert;
use rustls::crypto::{CryptoProvider, KeyProvider};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{ClientConfig, ClientConnection, Error as TlsError, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::fault::{Phase, WireFault};
use super::root_places::{RootPlaces, RootsState};
use super::session::Session;
use super::socket::shortage;
use super::watched::Watched;
use crate::client::call_control::CallControl;
use crate::client::local_error::LocalError;
use crate::client::per_process::PerProcess;

/// The TLS settings that all connections of a client share.
pub struct Tls {
    extra_roots: Arc<[CertificateDer<'static>]>,
    /// Looked for at the first handshake.
    /// Not a once_cell: a thread that waits for one panics while its thread-locals are destroyed.
    places: Mutex<Option<Arc<RootPlaces>>>,
    /// What the last handshake used: held also when the process shares others.
    last: Mutex<Option<Arc<Shared>>>,
}

impl Tls {
    pub fn new(extra_roots: Arc<[CertificateDer<'static>]>) -> Tls {
        Tls {
            extra_roots,
            places: Mutex::new(None),
            last: Mutex::new(None),
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
    /// Of the files in the folders, then.
    files: RootsState,
    /// When the files were looked at last.
    looked: Mutex<Instant>,
    /// The files were found changed.
    is_stale: AtomicBool,
    config: Arc<ClientConfig>,
}

/// Settings of which configurations are held at once.
const MOST_SHARED: usize = 8;
/// Files in the folders are looked at no more often: there are hundreds.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

static SHARED: PerProcess<Mutex<VecDeque<Arc<Shared>>>> = PerProcess::unset();

impl Shared {
    fn read(
        extra_roots: &Arc<[CertificateDer<'static>]>,
        places: &Arc<RootPlaces>,
        state: RootsState,
    ) -> std::result::Result<Shared, TlsError> {
        Ok(Shared {
            extra_roots: extra_roots.clone(),
            places: places.clone(),
            state,
            files: places.state_of_files(),
            looked: Mutex::new(Instant::now()),
            is_stale: AtomicBool::new(false),
            config: make(extra_roots.to_vec())?,
        })
    }

    /// Whether the roots are those of the places in this state.
    fn is_current(&self, state: &RootsState) -> bool {
        if self.is_stale.load(Ordering::Relaxed) || self.state != *state {
            return false;
        }
        let mut looked = lock(&self.looked);
        if looked.elapsed() < LOOK_AGAIN {
            return true;
        }
        *looked = Instant::now();
        drop(looked);
        let is_same = self.places.state_of_files() == self.files;
        self.is_stale.store(!is_same, Ordering::Relaxed);
        is_same
    }
}

impl Tls {
    fn config(&self) -> std::result::Result<Arc<ClientConfig>, WireFault> {
        let places = self.places();
        let state = places.state();
        let last = lock(&self.last).clone();
        if let Some(last) = last.filter(|last| last.is_current(&state)) {
            return Ok(last.config.clone());
        }
        let shared = self.shared(&places, state)?;
        let config = shared.config.clone();
        *lock(&self.last) = Some(shared);
        Ok(config)
    }

    /// The process's configuration of these roots, read again if they have changed.
    fn shared(
        &self,
        places: &Arc<RootPlaces>,
        state: RootsState,
    ) -> std::result::Result<Arc<Shared>, WireFault> {
        let mut shared = lock(SHARED.get(Mutex::default, |_| {}));
        let same = shared
            .iter()
            .position(|s| s.extra_roots == self.extra_roots && s.places == *places);
        if let Some(found) = same.and_then(|index| shared.get(index))
            && found.is_current(&state)
        {
            return Ok(found.clone());
        }
        let read = Shared::read(&self.extra_roots, places, state).map_err(without_roots)?;
        let newest = Arc::new(read);
        match same {
            Some(index) => shared[index] = newest.clone(),
            None => shared.push_back(newest.clone()),
        }
        if shared.len() > MOST_SHARED {
            shared.pop_front();
        }
        Ok(newest)
    }

    fn places(&self) -> Arc<RootPlaces> {
        lock(&self.places)
            .get_or_insert_with(|| Arc::new(RootPlaces::find()))
            .clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    /// A certificate that signs itself.
    const ROOT: &str = "MIIBbzCCARWgAwIBAgIUXDEByLgB+dBzRcosaNzOudkKmwswCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBdDAgFw0y\
         NjExMjgyMDA5MDFaGA8yMTI2MTEwNDIwMDkwMVowDDEKMAgGA1UEAwwBdDBZMBMGByqGSM49AgEGCCqGSM49AwEH\
         A0IABAiBhE7+AxcUCBSe9LSSGCsamP8LSjhIzUGa4RPL8iRMa4bpk6dMZBTwIj7QR/GiGtib7YGNytAr0S/8MQcz\
         hDWjUzBRMB0GA1UdDgQWBBTueocRe1NtE08Gvou8gF1DWGDhazAfBgNVHSMEGDAWgBTueocRe1NtE08Gvou8gF1D\
         WGDhazAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIA3rnIpHZE6rZFSB2segJc7hYyvMzh4Nht5X\
         iqT/NklLAiEA3aaa+m+Pt9RMx/BnB4+2z/GVFkrUutmBIFURlyEAJQ4=";

    /// A client whose setting is that of no other number.
    fn client(number: usize) -> Tls {
        let root = STANDARD.decode(ROOT).expect("base64");
        Tls::new(vec![CertificateDer::from(root); number].into())
    }

    fn is_same(one: &Tls, other: &Tls) -> bool {
        let config = |tls: &Tls| tls.config().expect("roots");
        Arc::ptr_eq(&config(one), &config(other))
    }

    /// One test, for what it looks at is the process's.
    #[test]
    fn roots_are_shared_by_clients_of_one_setting_and_read_when_they_change() {
        let first = client(1);
        assert!(is_same(&first, &client(1)));
        let config = first.config().expect("roots");
        let others: Vec<_> = (2..=MOST_SHARED + 2).map(client).collect();
        assert!(others.iter().all(|other| !is_same(&first, other)));
        let kept = first.config().expect("roots");
        assert!(Arc::ptr_eq(&config, &kept), "read again");
        assert_eq!(lock(SHARED.get(Mutex::default, |_| {})).len(), MOST_SHARED);

        let folder = env::temp_dir().join(format!("cos_err-tls-{}", process::id()));
        let file = folder.join("a.pem");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(&file, "one").expect("a file");
        let of_folder = || {
            let tls = client(1);
            *lock(&tls.places) = Some(Arc::new(RootPlaces::of(&folder)));
            tls
        };
        let one = of_folder();
        let before = one.config().expect("roots");
        fs::write(&file, "others").expect("a file");
        if let Some(earlier) = Instant::now().checked_sub(LOOK_AGAIN) {
            let last = lock(&one.last).clone().expect("what was used");
            *lock(&last.looked) = earlier;
            let after = one.config().expect("roots");
            assert!(!Arc::ptr_eq(&before, &after), "stale roots");
            assert!(is_same(&one, &of_folder()));
        }
        fs::remove_dir_all(&folder).expect("a folder");
    }
}
