//! Messages for failures of TLS: what is wrong, and who has to fix it.

use std::time::{Duration, UNIX_EPOCH};

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error, InvalidMessage, PeerIncompatible};

/// The last second that `httpdate` can write.
const LAST_DATE: u64 = 253_402_300_799;
/// Names of a certificate that are shown.
const MAX_NAMES: usize = 4;

/// The server requested one.
pub const CLIENT_CERTIFICATE: &str =
    "the server wants a client certificate, which this library does not send";

pub fn of(error: &Error) -> String {
    let words = match error {
        Error::InvalidCertificate(error) => return of_certificate(error),
        Error::AlertReceived(alert) => return of_alert(*alert),
        Error::PeerIncompatible(error) => return of_incompatible(error),
        Error::InvalidMessage(
            InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
        ) => {
            "the server on this port does not use TLS; check the port, and whether the endpoint must begin with http://"
        }
        Error::InvalidMessage(_)
        | Error::InappropriateMessage { .. }
        | Error::InappropriateHandshakeMessage { .. }
        | Error::PeerSentOversizedRecord => "the server sent an unexpected TLS message",
        Error::PeerMisbehaved(error) => {
            return format!(
                "the server violates the TLS protocol ({})",
                spaced(&format!("{error:?}"))
            );
        }
        Error::DecryptError => "the server's bytes were damaged or changed on the way",
        Error::NoCertificatesPresented => "the server sent no certificate",
        Error::UnsupportedNameType => "the host is neither a DNS name nor an IP address",
        Error::FailedToGetCurrentTime => "this machine's clock cannot be read",
        Error::FailedToGetRandomBytes => "this machine provides no random numbers",
        other => return other.to_string(),
    };
    words.to_owned()
}

/// The catalogue's case, where the server's settings are the reason and not its certificate.
pub fn case(error: &Error) -> Option<&'static str> {
    use AlertDescription::*;
    use PeerIncompatible as Not;
    match error {
        Error::AlertReceived(CertificateRequired | NoCertificate) => Some("tls/client-certificate"),
        Error::AlertReceived(ProtocolVersion)
        | Error::PeerIncompatible(
            Not::ServerDoesNotSupportTls12Or13
            | Not::ServerTlsVersionIsDisabledByOurConfig
            | Not::Tls12NotOffered
            | Not::Tls12NotOfferedOrEnabled,
        ) => Some("tls/old-version"),
        Error::AlertReceived(HandshakeFailure | InsufficientSecurity)
        | Error::PeerIncompatible(
            Not::NoCipherSuitesInCommon | Not::NoKxGroupsInCommon | Not::NoSignatureSchemesInCommon,
        ) => Some("tls/refused"),
        _ => None,
    }
}

fn of_certificate(error: &CertificateError) -> String {
    use CertificateError::*;
    let words = match error {
        NotValidForName => "is for another name",
        NotValidForNameContext { presented, .. } => return of_names(presented),
        UnknownIssuer => "is signed by a CA that is not trusted here",
        Expired => "has expired",
        ExpiredContext { time, not_after } => {
            let (end, now) = (date(not_after), date(time));
            return format!(
                "the server's certificate has expired: it was valid until {end}, and the clock here shows {now}"
            );
        }
        NotValidYet => "is not valid yet",
        NotValidYetContext { time, not_before } => {
            let (begin, now) = (date(not_before), date(time));
            return format!(
                "the server's certificate is not valid yet: it is valid from {begin}, and the clock here shows {now}"
            );
        }
        Revoked => "has been revoked",
        BadEncoding => "is damaged",
        BadSignature => "has a wrong signature",
        UnsupportedSignatureAlgorithmContext { .. }
        | UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            "is signed by an algorithm that is too weak or not supported, such as SHA-1"
        }
        InvalidPurpose | InvalidPurposeContext { .. } => "is not made for servers",
        other => return of_other(&format!("{other:?}")),
    };
    format!("the server's certificate {words}")
}

fn of_names(presented: &[String]) -> String {
    let shown = presented
        .iter()
        .take(MAX_NAMES)
        .map(|name| readable(name))
        .collect::<Vec<_>>()
        .join(", ");
    let more = if presented.len() > MAX_NAMES {
        " and others"
    } else {
        ""
    };
    match presented {
        [] => "the server's certificate is for another name: it has no subjectAltName".to_owned(),
        _ => format!("the server's certificate is for another name: {shown}{more}"),
    }
}

/// rustls writes `DnsName("example.com")`.
fn readable(name: &str) -> &str {
    name.split('"').nth(1).unwrap_or(name)
}

/// The error that rustls passes on; its type belongs to one of its dependencies.
fn of_other(debug: &str) -> String {
    let name = debug.trim_start_matches("Other(OtherError(");
    let name = name.split(['(', ')', ' ']).next().unwrap_or_default();
    match name {
        "CaUsedAsEndEntity" => "the server's certificate is a CA's own, as many self-signed ones are, and no server may use one: install a certificate with CA:FALSE on the server, and set ca_file to the CA that signed it".to_owned(),
        "EkuError" => "the server's certificate is not made for servers".to_owned(),
        "UnsupportedCertVersion" => "the server's certificate is of X.509 version 1, and must be of version 3".to_owned(),
        other => format!("the server's certificate is not acceptable ({})", spaced(other)),
    }
}

fn of_alert(alert: AlertDescription) -> String {
    use AlertDescription::*;
    let words = match alert {
        HandshakeFailure | InsufficientSecurity => {
            "accepts none of the ciphers offered, or wants a client certificate, which this library does not send"
        }
        ProtocolVersion => "supports neither TLS 1.2 nor TLS 1.3",
        CertificateRequired | NoCertificate => return CLIENT_CERTIFICATE.to_owned(),
        UnrecognisedName => "has no certificate for this host; check the endpoint",
        InternalError => "had an internal error",
        AccessDenied => "denied access",
        other => {
            let name = spaced(&format!("{other:?}"));
            return format!("the server ended the connection with the alert \"{name}\"");
        }
    };
    format!("the server {words}")
}

fn of_incompatible(error: &PeerIncompatible) -> String {
    use PeerIncompatible::*;
    match error {
        ServerDoesNotSupportTls12Or13
        | ServerTlsVersionIsDisabledByOurConfig
        | Tls12NotOffered
        | Tls12NotOfferedOrEnabled => "the server supports neither TLS 1.2 nor TLS 1.3".to_owned(),
        NoCipherSuitesInCommon | NoKxGroupsInCommon | NoSignatureSchemesInCommon => {
            "the server and this library have no cipher in common".to_owned()
        }
        other => format!(
            "the server's TLS is not supported ({})",
            spaced(&format!("{other:?}"))
        ),
    }
}

/// `CamelCase` as words.
fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && was_lower {
            words.push(' ');
        }
        was_lower = c.is_lowercase();
        words.extend(c.to_lowercase());
    }
    words
}

fn date(time: &UnixTime) -> String {
    let seconds = Duration::from_secs(time.as_secs().min(LAST_DATE));
    httpdate::fmt_http_date(UNIX_EPOCH + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words_and_dates_never_panic() {
        assert_eq!(spaced("UnknownCA"), "unknown ca");
        assert_eq!(
            of_alert(AlertDescription::BadCertificate),
            "the server ended the connection with the alert \"bad certificate\""
        );
        assert_eq!(
            of_other("Other(OtherError(PathLenConstraintViolated))"),
            "the server's certificate is not acceptable (path len constraint violated)"
        );
        let far = UnixTime::since_unix_epoch(Duration::MAX);
        assert_eq!(date(&far), "Fri, 31 Dec 9999 23:59:59 GMT");
        let names = ["DnsName(\"a.example\")".to_owned(), "b.example".to_owned()];
        assert_eq!(
            of_names(&names),
            "the server's certificate is for another name: a.example, b.example"
        );
    }
}
