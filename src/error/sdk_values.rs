//! The values that SDKs put where a response has none.

/// Words of the Python, C and JavaScript SDKs for a field that they could not read.
const NOTHING: [&str; 4] = ["Unknown", "UnknownError", "null", "undefined"];

/// Codes of the SDKs. No service sends them.
const CODES: [&str; 5] = ["NoSuchResource", "NosuchKey", "ServerError", "Error", "0"];

/// Messages of the SDKs, and reason phrases of HTTP, which are no message of the service.
const MESSAGES: [&str; 24] = [
    "The Resource You Head Not Exist",
    "Complete Fail",
    "Server Error",
    "Error",
    "Moved Permanently",
    "Found",
    "See Other",
    "Not Modified",
    "Temporary Redirect",
    "Permanent Redirect",
    "Bad Request",
    "Unauthorized",
    "Forbidden",
    "Not Found",
    "Method Not Allowed",
    "Conflict",
    "Length Required",
    "Precondition Failed",
    "Request Entity Too Large",
    "Payload Too Large",
    "Internal Server Error",
    "Bad Gateway",
    "Service Unavailable",
    "Gateway Timeout",
];

/// A field without surrounding space; `""` if the SDK had no value for it.
pub fn field(text: &str) -> &str {
    let text = text.trim();
    if NOTHING.contains(&text) { "" } else { text }
}

/// The code of the service; `""` if an SDK made the code up: from the status, as `404` and
/// `404 Not Found`, or because it had none.
pub fn code(text: &str, status: u16) -> &str {
    let code = field(text);
    let is_status = code.parse() == Ok(status);
    let is_made_up = is_status || code.contains(char::is_whitespace) || CODES.contains(&code);
    if is_made_up { "" } else { code }
}

/// The code of a response to HEAD, which the C++ SDK makes up for an object that does not exist.
pub fn head_code(code: &str) -> &str {
    if code == "NoSuchKey" { "" } else { code }
}

/// The message of the service; `""` if an SDK made it up.
pub fn message(text: &str) -> &str {
    let message = field(text);
    if MESSAGES.contains(&message) {
        ""
    } else {
        message
    }
}

/// Whether a text that stands for a message is the whole body.
pub fn is_document(text: &str) -> bool {
    text.trim_start().starts_with(['<', '{'])
}

/// Whether a text was compressed, and was decoded as characters nevertheless. It is of no use.
pub fn is_ruined(text: &[u8]) -> bool {
    text.starts_with("\u{1f}\u{fffd}".as_bytes())
}

/// Whether characters of a text were lost when it was decoded.
pub fn is_damaged(text: &str) -> bool {
    text.contains('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_sdks_make_up_are_none() {
        for made_up in [
            "404",
            "404 Not Found",
            "UnknownError",
            " Unknown ",
            "NoSuchResource",
        ] {
            assert_eq!(code(made_up, 404), "", "{made_up}");
        }
        for given in ["NoSuchKey", "-46628", "403"] {
            assert_eq!(code(given, 404), given);
        }
    }

    #[test]
    fn phrases_are_no_messages() {
        assert_eq!(message("Not Found"), "");
        assert_eq!(message(" Access Denied. "), "Access Denied.");
    }

    #[test]
    fn text_of_compressed_bytes_is_ruined() {
        let text = String::from_utf8_lossy(b"\x1f\x8b\x08");
        assert!(is_ruined(text.as_bytes()));
        assert!(!is_ruined(b"<Error>"));
    }
}
