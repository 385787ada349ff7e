//! TLS by rustls: the platform's roots, and those of a CA file beside them.

use std::fmt;
use std::io::{Read, Write};
use std::sync::Arc;

use once_cell::sync::OnceCell;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_platform_verifier::Verifier;
use ureq::Error as Fault;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport,
    TransportAdapter,
};

use crate::error::{CosError, Result};

/// Puts TLS over a connection whose URL wants it.
pub struct Tls {
    extra_roots: Vec<CertificateDer<'static>>,
    /// Made at the first handshake: loading the platform's roots takes milliseconds.
    config: OnceCell<Arc<ClientConfig>>,
}

impl Tls {
    pub fn new(ca_file: Option<&str>) -> Result<Tls> {
        let extra_roots = ca_file.map_or(Ok(Vec::new()), certificates)?;
        Ok(Tls {
            extra_roots,
            config: OnceCell::new(),
        })
    }

    /// One configuration for all connections, so that sessions are resumed.
    fn config(&self) -> std::result::Result<Arc<ClientConfig>, rustls::Error> {
        self.config
            .get_or_try_init(|| make(self.extra_roots.clone()))
            .cloned()
    }
}

fn make(
    extra_roots: Vec<CertificateDer<'static>>,
) -> std::result::Result<Arc<ClientConfig>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(extra_roots, provider.clone())?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // The name of rustls for any verifier but its own.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// The certificates of a PEM file.
fn certificates(path: &str) -> Result<Vec<CertificateDer<'static>>> {
    let unusable = |why: &str| {
        CosError::argument(
            "ca_file",
            path,
            &format!("give a PEM file with CERTIFICATE blocks ({why})"),
        )
    };
    let pem = std::fs::read(path).map_err(|e| unusable(&e.to_string()))?;
    let found: std::result::Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    match found {
        Ok(certificates) if certificates.is_empty() => Err(unusable("it has none")),
        Ok(certificates) => Ok(certificates),
        Err(e) => Err(unusable(&e.to_string())),
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("extra_roots", &self.extra_roots.len())
            .finish_non_exhaustive()
    }
}

impl<In: Transport> Connector<In> for Tls {
    type Out = Either<In, TlsTransport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> std::result::Result<Option<Self::Out>, Fault> {
        let Some(transport) = chained else {
            return Ok(None);
        };
        if !details.needs_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let host = details
            .uri
            .host()
            .unwrap_or("")
            .trim_matches(['[', ']'])
            .to_owned();
        let name = ServerName::try_from(host)
            .map_err(|_| Fault::Tls("the host is no name that a certificate can bear"))?;
        let config = self.config().map_err(fault)?;
        let mut session = ClientConnection::new(config, name).map_err(fault)?;
        let mut socket = TransportAdapter::new(transport.boxed(), details.current_time.clone());
        socket.set_timeout(details.timeout);
        session.complete_io(&mut socket).map_err(Fault::Io)?;
        let buffers = LazyBuffers::new(
            details.config.input_buffer_size(),
            details.config.output_buffer_size(),
        );
        Ok(Some(Either::B(TlsTransport {
            buffers,
            stream: StreamOwned::new(session, socket),
        })))
    }
}

fn fault(error: rustls::Error) -> Fault {
    Fault::Io(std::io::Error::new(std::io::ErrorKind::InvalidData, error))
}

/// A connection under TLS.
pub struct TlsTransport {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl fmt::Debug for TlsTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsTransport").finish_non_exhaustive()
    }
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(
        &mut self,
        amount: usize,
        timeout: NextTimeout,
    ) -> std::result::Result<(), Fault> {
        self.stream.get_mut().set_timeout(timeout);
        let output = &self.buffers.output()[..amount];
        Ok(self.stream.write_all(output)?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> std::result::Result<bool, Fault> {
        self.stream.get_mut().set_timeout(timeout);
        let amount = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}
