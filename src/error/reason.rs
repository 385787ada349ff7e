//! Why a client error happened.

use super::kind::Retry;

/// One row per reason: name, number, retry class, constant text. The header's comment begins with the text.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $retry:ident, $text:literal;)*) => {
        /// Why a client error happened. Numbers have gaps and are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(i32)]
        pub enum Reason { $($(#[$doc])* $name = $number,)* }

        impl Reason {
            pub const ALL: &'static [Reason] = &[$(Reason::$name,)*];

            /// The reason's name with a trailing NUL: it is also the error's code.
            pub fn name_z(self) -> &'static str {
                match self { $(Reason::$name => concat!(stringify!($name), "\0"),)* }
            }

            /// One constant sentence with a trailing NUL.
            pub fn text_z(self) -> &'static str {
                match self { $(Reason::$name => concat!($text, "\0"),)* }
            }

            /// Whether a retry of the same request may succeed.
            pub fn retry(self) -> Retry {
                match self { $(Reason::$name => Retry::$retry,)* }
            }
        }
    };
}

reasons! {
    InvalidArgument = 10, No, "An argument is missing or malformed.";
    InvalidCredentials = 20, No, "The credentials are missing or malformed.";
    Dns = 110, Yes, "The host name could not be resolved.";
    Connect = 120, Yes, "The server could not be reached.";
    Proxy = 130, No, "The proxy refused or failed.";
    Tls = 140, No, "The TLS handshake failed, or the server's certificate was rejected.";
    Timeout = 150, Yes, "A timeout expired.";
    ConnectionLost = 160, Yes, "The connection was closed or reset before the response was complete.";
    Protocol = 170, Yes, "The response is not valid HTTP.";
    BadResponse = 210, No, "A complete 2xx response does not have the expected content.";
    TooLarge = 220, No, "The response exceeds a size limit.";
    Checksum = 230, Yes, "The transferred bytes do not match their checksum.";
    LocalIo = 310, No, "A local file or stream failed, or this machine lacks a resource.";
    Cancelled = 320, No, "The caller cancelled the call.";
    Callback = 330, No, "A callback of the caller failed.";
    Internal = 900, No, "This library has a defect.";
}

impl Reason {
    pub fn name(self) -> &'static str {
        self.name_z().trim_end_matches('\0')
    }

    pub fn text(self) -> &'static str {
        self.text_z().trim_end_matches('\0')
    }

    pub fn from_number(number: i32) -> Option<Reason> {
        Reason::ALL.iter().copied().find(|r| *r as i32 == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_distinct_and_reversible() {
        for (i, reason) in Reason::ALL.iter().enumerate() {
            assert_eq!(Reason::from_number(*reason as i32), Some(*reason));
            assert!(!reason.text().is_empty());
            for other in &Reason::ALL[i + 1..] {
                assert_ne!(reason.name(), other.name());
                assert_ne!(reason.text(), other.text());
            }
        }
        assert_eq!(Reason::from_number(11), None);
    }
}
