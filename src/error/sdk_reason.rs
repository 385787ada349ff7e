//! Why a call without a response failed, from the words of an SDK or of the stack below it.

use super::reason::Reason;

/// The first word that a text contains decides. Words are in lower case. The order matters:
/// "connection aborted" is no cancellation, and requests says it of a
/// status line that it cannot read too.
const WORDS: [(Reason, &[&str]); 14] = [
    (Reason::Proxy, &["proxyerror", "proxy"]),
    (
        Reason::Protocol,
        &[
            "malformed",
            "hpe_",
            "badstatusline",
            "bad status line",
            "unsupported protocol",
            "invalid http",
            "clientprotocol",
            "http/0.9",
        ],
    ),
    (
        Reason::ConnectionLost,
        &[
            "connection aborted",
            "connection abort",
            "econnaborted",
            "remotedisconnected",
            "connection reset",
            "econnreset",
            "hang up",
            "without response",
            "returned nothing",
            "no message received",
            "nohttpresponse",
            "failed to respond",
            "broken pipe",
            "epipe",
            "incompleteread",
            "premature",
            "unexpected eof",
            ": eof",
            "connection was lost",
            "connection lost",
            "interrupted",
        ],
    ),
    (Reason::Cancelled, &["abort", "cancel"]),
    (
        Reason::Dns,
        &[
            "resolve",
            "enotfound",
            "eai_again",
            "name or service not known",
            "getaddrinfo",
            "unknownhost",
            "nodename nor servname",
            "no such host",
            "host not found",
            "hostname could not be found",
        ],
    ),
    (
        Reason::Tls,
        &["certificate", "ssl", "err_cert", "tls handshake"],
    ),
    (
        Reason::Timeout,
        &["timed out", "timeout", "timedout", "\u{8d85}\u{65f6}"],
    ),
    (
        Reason::Connect,
        &[
            "refused",
            "unreachable",
            "ehostunreach",
            "enetunreach",
            "no route to host",
            "new connection",
            "hostconnect",
            "connect to",
            "cors blocked",
        ],
    ),
    (
        Reason::InvalidCredentials,
        &[
            "secretid",
            "secretkey",
            "secret_id",
            "secret_key",
            "credential",
        ],
    ),
    (Reason::Checksum, &["crc", "md5", "checksum"]),
    (
        Reason::LocalIo,
        &[
            "no such file",
            "permission denied",
            "enoent",
            "eacces",
            "enospc",
            "open file",
        ],
    ),
    (
        Reason::InvalidArgument,
        &[
            "missing param",
            "should format",
            "format error",
            "is required",
            "is null or empty",
            "illegal",
            "invalid",
            "must be",
        ],
    ),
    (
        Reason::BadResponse,
        &["expected element type", "no element found", "xml"],
    ),
    (Reason::LocalIo, &["errno"]),
];

/// The reason that a text names; `None` if it says nothing about the cause.
pub fn of_text(text: &str) -> Option<Reason> {
    let text = text.to_ascii_lowercase();
    let is_said = |(_, words): &&(Reason, &[&str])| words.iter().any(|word| text.contains(word));
    WORDS.iter().find(is_said).map(|(reason, _)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_stacks_tell_the_reason() {
        let rows = [
            ("socket hang up", Reason::ConnectionLost),
            (
                "('Connection aborted.', RemoteDisconnected('Remote end closed'))",
                Reason::ConnectionLost,
            ),
            ("Net Exception:No message received", Reason::ConnectionLost),
            (
                "HPE_INVALID_CONSTANT: Expected HTTP/, RTSP/ or ICE/",
                Reason::Protocol,
            ),
            (
                "Malformed message: Invalid HTTP version string",
                Reason::Protocol,
            ),
            ("getaddrinfo ENOTFOUND b.example.com", Reason::Dns),
            ("connect ECONNREFUSED 127.0.0.1:1", Reason::Connect),
            ("request:fail timeout", Reason::Timeout),
            ("request:fail abort", Reason::Cancelled),
            ("missing param SecretKey", Reason::InvalidCredentials),
            ("missing param Bucket", Reason::InvalidArgument),
        ];
        for (text, reason) in rows {
            assert_eq!(of_text(text), Some(reason), "{text}");
        }
        assert_eq!(of_text("something went wrong"), None);
    }
}
