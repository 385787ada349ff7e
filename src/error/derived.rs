//! The message of an error whose service sent none. The advice says what it means.

use super::excerpt::shortened;
use super::kind::{CodeSource, Responder};
use super::placeholders::MAX_NAME;
use super::redact::{Secrets, mask, one_line};
use super::request_info::decoded;
use super::{CosError, named_secrets};

impl CosError {
    /// The message of the service, or the derived one.
    pub fn message(&self) -> &str {
        self.message_z().trim_end_matches('\0')
    }

    pub fn message_z(&self) -> &str {
        match self.derives_message {
            true => self
                .lazy
                .message
                .get_or_init(|| Box::new(message(self) + "\0")),
            false => self.arena.get_z(self.message),
        }
    }
}

/// Without the secrets of the URL.
fn message(error: &CosError) -> String {
    let url = error.arena.get(error.asked_url);
    let secrets = Secrets {
        of_url: &named_secrets::of_url(url),
        ..Secrets::default()
    };
    one_line(&mask(&plain(error), &secrets)).into_owned()
}

/// Whether the message may be made after the error was closed. Then the request's secrets are
/// gone: all of the message must lie in the arena as it is shown, where `Builder::finish` looks
/// for them. A key that is percent-encoded does not.
pub fn can_wait(error: &CosError) -> bool {
    let names = [error.asked_url, error.given_key];
    let is_encoded = |span| memchr::memchr(b'%', error.arena.bytes(span)).is_some();
    !names.into_iter().any(is_encoded) || !error.asked().key.contains('%')
}

/// The same with the secrets of the URL.
pub fn plain(error: &CosError) -> String {
    let (code, status) = (error.code(), error.status());
    let response = format!("the response to {}", request(error));
    match error.code_source() {
        CodeSource::Status if error.responder() == Responder::Other => {
            format!("{response} has status {status} and no mark of COS")
        }
        // No code of COS corresponds to the status.
        CodeSource::Status if code.starts_with("Http") => {
            format!("{response} has status {status} and no error code")
        }
        CodeSource::Status => format!("probably {code}: {response} has no error code"),
        _ => format!("{response} has an error code and no message"),
    }
}

/// `HEAD of bucket B in region R`, as far as it is known.
fn request(error: &CosError) -> String {
    let asked = error.asked();
    let key = decoded(asked.key);
    let shown = |name| shortened(name, MAX_NAME);
    let mut text = match error.method() {
        "" => "the request".to_owned(),
        method => method.to_owned(),
    };
    match (&*key, asked.bucket) {
        ("", "") if asked.host.is_empty() => {}
        ("", "") => text.push_str(&format!(" of host {}", shown(asked.host))),
        ("", bucket) => text.push_str(&format!(" of bucket {}", shown(bucket))),
        (key, "") => text.push_str(&format!(" of object {}", shown(key))),
        (key, bucket) => {
            text.push_str(&format!(
                " of object {} in bucket {}",
                shown(key),
                shown(bucket)
            ));
        }
    }
    if !asked.bucket.is_empty() && !asked.region.is_empty() {
        text.push_str(&format!(" in region {}", shown(asked.region)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::exchange::{Exchange, Known};
    use super::super::headers::HeaderInput;
    use super::*;

    const KEY: &str = "Hidden/SecretKey+0123456789";

    /// The message for a HEAD of this path. What the request knew is gone when it is read.
    fn message_of(path: &str, id: &str) -> String {
        let url = format!("https://b-1250000000.cos.ap-beijing.myqcloud.com/{path}");
        let given = [KEY, "HiddenToken", "HiddenSignature", "HiddenPassword"].map(str::to_owned);
        let secrets = &Secrets {
            key: &given[0],
            token: &given[1],
            signature: &given[2],
            proxy: ["", &given[3]],
            ..Secrets::default()
        };
        let exchange = Exchange {
            method: "HEAD",
            url: &url,
            status: 404,
            headers: HeaderInput::Fields(&[(b"x-cos-request-id", id.as_bytes())]),
            body: &[],
            body_truncated: false,
            expect_root: "",
            bucket: "",
            key: "",
            received_at_ms: 0,
            known: Known {
                secrets: *secrets,
                ..Known::default()
            },
        };
        let error = exchange.read().expect("a 404 is an error");
        drop((given, url));
        error.message().to_owned()
    }

    #[test]
    fn a_message_read_late_hides_what_the_request_knew() {
        let about = |object: &str| {
            format!(
                "probably NoSuchKey: the response to HEAD of object {object} in bucket \
                 b-1250000000 in region ap-beijing has no error code"
            )
        };
        // Encoded as often as texts are decoded, and once more for the URL.
        let mut encoded = KEY.to_owned();
        for _ in 0..=5 {
            assert_eq!(message_of(&encoded, "id"), about("***"), "{encoded}");
            encoded = encoded.replace('%', "%25").replace('/', "%2F");
        }
        for secret in [KEY, "HiddenToken", "HiddenSignature", "HiddenPassword"] {
            for id in ["NjFmZGE3", secret] {
                assert_eq!(message_of(&format!("a/{secret}"), id), about("a/***"));
            }
        }
        assert_eq!(message_of("a%00b", "id"), about("a\u{fffd}b"));
        assert_eq!(message_of("a/plain", "id"), about("a/plain"));
        assert_eq!(
            message_of("k?q-ak=AKIDabcdEFGHijkl&q-signature=k", "id"),
            about("k")
        );
    }
}
