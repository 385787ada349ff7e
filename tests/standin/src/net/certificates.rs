//! Throw-away certificates, right and wrong ones.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::text::unix_now;

/// A wildcard stands for one label, so each region needs its own.
const NAMES: &[&str] = &[
    "*.cos.ap-guangzhou.myqcloud.com",
    "*.cos.ap-beijing.myqcloud.com",
    "*.cos.ap-guangzhou.tencentcos.cn",
    "*.cos.ap-beijing.tencentcos.cn",
    "*.cos.accelerate.myqcloud.com",
    "*.cos.accelerate.tencentcos.cn",
    "cos.ap-guangzhou.myqcloud.com",
    "cos.ap-beijing.myqcloud.com",
    "service.cos.myqcloud.com",
    "service.cos.tencentcos.cn",
    "localhost",
    "127.0.0.1",
    "::1",
];

const OTHER_NAME: &str = "other.standin.invalid";

/// One way to answer a TLS handshake.
pub struct Identity {
    pub name: &'static str,
    pub acceptor: TlsAcceptor,
}

type Failure = Box<dyn Error + Send + Sync>;

/// The identities, and in PEM the CA that clients are to trust.
pub struct Certificates {
    pub ca_pem: String,
    pub identities: Vec<Identity>,
}

/// `region` is covered beside the usual ones.
pub fn make(region: &str) -> Result<Certificates, Failure> {
    let now = u64::try_from(unix_now()).unwrap_or(0);
    let ca = authority("Stand-in CA", now)?;
    let unknown_ca = authority("Stand-in CA that nobody knows", now)?;
    let mut names: Vec<String> = NAMES.iter().map(|name| name.to_string()).collect();
    for domain in ["myqcloud.com", "tencentcos.cn"] {
        let of_region = format!("*.cos.{region}.{domain}");
        if !names.contains(&of_region) {
            names.push(of_region);
        }
    }
    let other = vec![OTHER_NAME.to_string()];
    let identity = |name, issuer, names: &[String], from_s| -> Result<Identity, Failure> {
        Ok(Identity {
            name,
            acceptor: acceptor(issuer, names, from_s)?,
        })
    };
    // Begins a day ago, for clients whose clock is behind.
    let today = now.saturating_sub(DAY_S);
    let identities = vec![
        identity("good", &ca, &names, today)?,
        identity("wrong-name", &ca, &other, today)?,
        identity("unknown-ca", &unknown_ca, &names, today)?,
        identity("expired", &ca, &names, today.saturating_sub(LIFE_S))?,
    ];
    Ok(Certificates {
        ca_pem: ca.pem(),
        identities,
    })
}

const DAY_S: u64 = 86_400;
/// Some verifiers refuse certificates that live much longer than a year.
const LIFE_S: u64 = 365 * DAY_S;

/// Sets the times of validity, in Unix seconds.
fn valid(params: &mut CertificateParams, from_s: u64, until_s: u64) {
    let epoch = date_time_ymd(1970, 1, 1);
    params.not_before = epoch + Duration::from_secs(from_s);
    params.not_after = epoch + Duration::from_secs(until_s);
}

fn named(name: &str) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    subject
}

/// A CA that was there before any certificate it signed.
fn authority(name: &str, now: u64) -> Result<CertifiedIssuer<'static, KeyPair>, Failure> {
    let mut params = CertificateParams::default();
    valid(
        &mut params,
        now.saturating_sub(3 * LIFE_S),
        now + 3 * LIFE_S,
    );
    params.distinguished_name = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?)
}

fn acceptor(
    issuer: &CertifiedIssuer<'static, KeyPair>,
    names: &[String],
    from_s: u64,
) -> Result<TlsAcceptor, Failure> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(names)?;
    valid(&mut params, from_s, from_s + LIFE_S);
    params.distinguished_name = named("cos-standin");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let certificate = params.signed_by(&key, issuer)?;
    let chain: Vec<CertificateDer<'static>> = vec![certificate.into()];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    // Sessions are resumed: the library keeps some of its own accord.
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

#[cfg(test)]
#[path = "certificates_tests.rs"]
mod tests;
