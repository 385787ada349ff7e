//! Masks secrets in texts.
//!
//! Messages, resources and URLs may repeat what the request carried. Values of
//! the parameters that sign a request are replaced; a SecretId keeps its first
//! eight characters, enough to distinguish two keys.

use std::borrow::Cow;

use super::excerpt::{MARK, char_floor};
pub use super::named_secrets::of_url;
use super::named_secrets::{self, End, NamedSecret};
pub use super::secrets::{MASK, SHOWN, Secrets};
use crate::printable::{breaks_line, is_printable_ascii};

/// Bytes of a callback's own text that are shown.
const SAID: usize = 512;
/// SecretIds of Tencent Cloud begin so and have 36 characters; shorter words are not ids.
const ID_PREFIX: &str = "AKID";
const ID_LENGTH: usize = 28;

/// Whether a text has no secret in it. Quick: nearly every text has none.
pub fn is_clean(text: &str, known: &Secrets<'_>) -> bool {
    is_free(text, known)
        && (named_secrets::is_plain(text) || named_secrets::places(text).next().is_none())
}

/// The same for a text that is known to name no secret.
pub fn is_free(text: &str, known: &Secrets<'_>) -> bool {
    !known.are_in(text) && id_places(text).next().is_none()
}

/// The text without secrets.
pub fn mask<'a>(text: &'a str, known: &Secrets<'_>) -> Cow<'a, str> {
    if is_clean(text, known) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(without_secrets(text, known))
}

/// A caller's own text of a failure in a form that may be shown: short, and one line.
pub fn said(text: &str, known: &Secrets<'_>) -> String {
    let masked = one_line(&mask(text, known)).into_owned();
    masked[..char_floor(&masked, SAID)].to_owned()
}

/// A text without control characters, and without what else may end a line or turn its
/// direction. A space takes the place of each run of them and the whitespace around it.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if is_printable_ascii(text.as_bytes()) || !text.contains(breaks_line) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for (i, piece) in text.split(breaks_line).enumerate() {
        if i == 0 {
            line.push_str(piece);
            continue;
        }
        line.truncate(line.trim_end_matches(' ').len());
        line.push(' ');
        line.push_str(piece.trim_start_matches(' '));
    }
    Cow::Owned(line)
}

/// Whether nothing of a text can be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || breaks_line(c))
}

/// A SecretId as it may be shown.
pub fn secret_id(id: &str) -> String {
    let shown: String = id.chars().take(SHOWN).collect();
    shown + MASK
}

/// One pass over the places of all secrets, in order: linear in the text, whatever it holds.
/// Secrets may overlap, and one that is known may be a part of another one's name.
fn without_secrets(text: &str, known: &Secrets<'_>) -> String {
    let named = named_secrets::places(text).chain(id_places(text));
    let mut places: Vec<NamedSecret> = named.chain(known_places(text, known)).collect();
    places.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let (mut copied, mut end_of_value) = (0, 0);
    for NamedSecret { start, shown, end } in places {
        let end = match end {
            // A value within another one ends with it.
            End::OfValue(from) if from < end_of_value => end_of_value,
            // An id that is a known secret, or a part of one, ends with that.
            End::OfValue(from) if start < copied && text[from..].starts_with(ID_PREFIX) => copied,
            End::OfValue(_) => {
                end_of_value = end.find(text);
                end_of_value
            }
            End::At(end) => end,
        };
        if start >= copied {
            out.push_str(&text[copied..char_floor(text, end.min(start + shown))]);
            out.push_str(if end > start { MASK } else { "" });
        }
        copied = copied.max(end);
    }
    out.push_str(&text[copied..]);
    out
}

/// The positions of the request's secrets. One of any bytes may begin or end within a character.
fn known_places(text: &str, known: &Secrets<'_>) -> impl Iterator<Item = NamedSecret> {
    known.places(text).into_iter().map(|place| NamedSecret {
        start: char_floor(text, place.start),
        shown: if place.is_id { SHOWN } else { 0 },
        end: End::At(char_ceil(text, place.end)),
    })
}

/// The positions of `AKID`. The K is searched: request ids are full of the other letters.
fn id_prefixes(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'K', bytes)
        .filter_map(|at| at.checked_sub(1))
        .filter(|start| bytes[*start..].starts_with(ID_PREFIX.as_bytes()))
}

/// The positions of bare SecretIds.
fn id_places(text: &str) -> impl Iterator<Item = NamedSecret> {
    id_prefixes(text)
        .filter(|at| is_id(&text[*at..]))
        .map(|start| NamedSecret {
            start,
            shown: SHOWN,
            end: End::OfValue(start),
        })
}

/// Whether an id begins this text, perhaps one that was cut.
fn is_id(text: &str) -> bool {
    let is_of_id = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let bytes = text.bytes().take(ID_LENGTH);
    let length = bytes.take_while(is_of_id).count();
    length == ID_LENGTH || length > SHOWN && text[length..].starts_with(MARK)
}

fn char_ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_parameters_are_masked_wherever_they_stand() {
        let url = "https://h/k?q-ak=AKIDEXAMPLE0123456789&q-sign-time=1;2&q-signature=abc123&x-cos-security-token=t%2Fo";
        assert_eq!(
            mask(url, &Secrets::default()),
            "https://h/k?q-ak=AKIDEXAM***&q-sign-time=1;2&q-signature=***&x-cos-security-token=***"
        );
        let header = "you sent Authorization: q-sign-algorithm=sha1&q-ak=AKIDEXAMPLE0123456789&q-signature=abc";
        let masked = mask(header, &Secrets::default());
        assert!(
            !masked.contains("EXAMPLE0123") && !masked.contains("abc"),
            "{masked}"
        );
    }

    #[test]
    fn hostile_repetition_is_masked_in_one_pass() {
        let text = "q-ak=".repeat(200_000);
        assert_eq!(mask(&text, &Secrets::default()), "q-ak=q-ak=q-a***");
        for name in [
            "authorization:",
            "authorization: a1 ",
            "authorization : ",
            "secretkey: ",
            "http://",
            "%2525",
            "%3A%2F%2F",
            "http%3A%2F%2Fa",
            "signature&#58;&quot;",
            r"signature\u003d\u0026",
            r"q-ak\u003d",
            r"secretkey\u003a\\\\",
            r"http:\/\/a",
            "http:&#47;&#47;a&",
        ] {
            mask(&name.repeat(100_000), &Secrets::default());
        }
        let text = "signature=a&".repeat(100_000);
        assert_eq!(
            mask(&text, &Secrets::default()),
            "signature=***&".repeat(100_000)
        );
        assert_eq!(
            mask("q-ak=ab&q-signature=", &Secrets::default()),
            "q-ak=ab***&q-signature="
        );
    }

    #[test]
    fn secrets_that_json_names_within_a_text_are_masked() {
        for (text, shown) in [
            (
                r#"{"url":"https://h/k?q-ak\u003dAKIDabcdEFGH\u0026q-signature\u003dabc\u0026a\u003db"}"#,
                r#"{"url":"https://h/k?q-ak\u003dAKIDabcd***\u0026q-signature\u003d***\u0026a\u003db"}"#,
            ),
            (
                r#"it was {\u0022secretKey\u0022\u003a\u0022abc"}"#,
                r#"it was {\u0022secretKey\u0022\u003a\u0022***"}"#,
            ),
            (r"q-signature\u003d\u0026", r"q-signature\u003d\u0026"),
        ] {
            assert_eq!(mask(text, &Secrets::default()), shown);
            assert_eq!(mask(shown, &Secrets::default()), shown);
        }
    }

    #[test]
    fn what_was_cut_of_a_secret_is_masked_too() {
        for (text, shown) in [
            ("gzip https://user:hunt…", "gzip https://***…"),
            ("gzip https%3A%2F%2Fuser%3Ahunt…", "gzip https%3A%2F%2F***…"),
            (
                "at https://host.example:8080…",
                "at https://host.example:8080…",
            ),
            (
                "at https%3A%2F%2Fhost.example%3A8080…",
                "at https%3A%2F%2Fhost.example%3A8080…",
            ),
            (
                "at https%253A%252F%252Fhost.example%253a80…",
                "at https%253A%252F%252Fhost.example%253a80…",
            ),
            ("at https://host.example…", "at https://host.example…"),
            ("at https://[2001:db8::1…", "at https://[2001:db8::1…"),
            ("id AKIDabcdEFGH…", "id AKIDabcd***"),
            ("id AKIDabcd…", "id AKIDabcd…"),
        ] {
            assert_eq!(mask(text, &Secrets::default()), shown);
            assert_eq!(mask(shown, &Secrets::default()), shown);
        }
    }

    #[test]
    fn a_known_secret_within_a_name_or_value_hides_no_more_than_itself() {
        let known = Secrets {
            token: "q-sign",
            signature: "AKIDabcd,efgh",
            ..Secrets::default()
        };
        for (text, shown) in [
            ("q-signature=abc", "***ature=***"),
            ("q-ak=AKIDabcd,efgh rest", "q-ak=*** rest"),
            ("q-ak=xq-sign1 rest", "q-ak=xq-sign1*** rest"),
            ("token=xq-sign rest", "token=*** rest"),
            ("q-signature=xAKIDabcd,efgh", "***ature=***"),
            ("token=q-signature=abc,d", "token=***,d"),
        ] {
            assert_eq!(mask(text, &known), shown, "{text}");
        }
    }

    #[test]
    fn known_secrets_go_plain_and_encoded() {
        let known = Secrets {
            id: "idOfTenChars",
            key: "s3cr/et",
            ..Secrets::default()
        };
        assert_eq!(mask("a s3cr/et b s3cr%2Fet c", &known), "a *** b *** c");
        assert_eq!(mask("key idOfTenChars", &known), "key idOfTenC***");
        assert_eq!(mask("nothing here", &known), "nothing here");
    }

    #[test]
    fn schemes_stay_and_their_credentials_go() {
        for (text, shown) in [
            ("Authorization: Basic dXNlcjpw", "Authorization: Basic ***"),
            ("authorization: bearer hunter", "authorization: bearer ***"),
            (
                r#"{"Authorization": "Bearer eyJh.x-y_z"}"#,
                r#"{"Authorization": "Bearer ***"}"#,
            ),
            (
                "Authorization: TC3-HMAC-SHA256 Credential=AKIDx/2018-10-09/cvm/tc3_request, SignedHeaders=host, Signature=2230eefd",
                "Authorization: TC3-HMAC-SHA256 ***, SignedHeaders=host, Signature=***",
            ),
            (
                "Authorization: AWS AKIAEXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=",
                "Authorization: AWS ***",
            ),
            (
                "Proxy-Authorization: Basic dTpw",
                "Proxy-Authorization: Basic ***",
            ),
            (
                "<Authorization>Basic dTpw</Authorization>",
                "<Authorization>Basic ***</Authorization>",
            ),
            ("Authorization: q1w2e3r4", "Authorization: ***"),
            (
                "https://h/k?X-Amz-Credential=AKIAEXAMPLE%2F2013&a=b",
                "https://h/k?X-Amz-Credential=AKIAEXAM***&a=b",
            ),
        ] {
            assert_eq!(mask(text, &Secrets::default()), shown);
        }
    }

    #[test]
    fn any_scheme_and_any_quotes_are_known() {
        for (text, shown) in [
            ("Authorization: ApiKey s3cr3t", "Authorization: ApiKey ***"),
            ("Authorization: OSS id:signature", "Authorization: OSS ***"),
            ("Authorization: JWT eyJh.b.c", "Authorization: JWT ***"),
            ("Authorization: Bearer\ttoken", "Authorization: Bearer\t***"),
            (
                "Authorization: Hawk id=a, mac=b",
                "Authorization: Hawk ***, mac=b",
            ),
            ("Authorization: apikey s3cr3t", "Authorization: apikey ***"),
            ("Authorization : Basic dTpw", "Authorization : Basic ***"),
            ("Authorization: q1w2e3r4 s3cr3t", "Authorization: ***"),
            (
                "Authorization: q1w2e3r4\r\nHost: h",
                "Authorization: ***\r\nHost: h",
            ),
            (
                "Authorization: q1w2e3r4t5 & more",
                "Authorization: *** & more",
            ),
            (
                "{'SecretKey': 's3cr3t', 'Authorization': 'Bearer x'}",
                "{'SecretKey': '***', 'Authorization': 'Bearer ***'}",
            ),
            (
                r#"{\"SecretKey\":\"s3cr3t\",\"a\":1}"#,
                r#"{\"SecretKey\":\"***\",\"a\":1}"#,
            ),
            ("SecretKey = s3cr3t", "SecretKey = ***"),
            (
                "&lt;SecretKey&gt;s3cr3t&lt;/SecretKey&gt;",
                "&lt;SecretKey&gt;***&lt;/SecretKey&gt;",
            ),
            (
                "{&quot;SecretKey&quot;: &#34;s3cr3t&#34;, &#39;signature&#39;&#58; &apos;a&apos;}",
                "{&quot;SecretKey&quot;: &#34;***&#34;, &#39;signature&#39;&#58; &apos;***&apos;}",
            ),
            (
                "&#x27;SecretKey&#x27;: &#x27;s3cr3t&#x27;, &#039;signature&#039;: &#034;a&#034;",
                "&#x27;SecretKey&#x27;: &#x27;***&#x27;, &#039;signature&#039;: &#034;***&#034;",
            ),
            (
                "&QUOT;secretKey&QUOT;&#x3A;&#X27;s3cr3t&#X27;",
                "&QUOT;secretKey&QUOT;&#x3A;&#X27;***&#X27;",
            ),
            (
                "&lt;SecretKey&#x3e;&#00034;s3cr3t&#00034;, signature&#0058;&#x0022;t0k3n",
                "&lt;SecretKey&#x3e;&#00034;***&#00034;, signature&#0058;&#x0022;***",
            ),
            (
                "q-signature&#X3D;abc&amp;x=1",
                "q-signature&#X3D;***&amp;x=1",
            ),
            ("Authorization%3A%20Basic%20dTpw", "Authorization%3A***"),
            ("SecretKey%22:a1b2c3", "SecretKey%22:***"),
            (r"SecretKey\u0027=a1b2c3", r"SecretKey\u0027=***"),
            ("a%22SecretKey%22%253A%2522x", "a%22SecretKey%22%253A***"),
            (
                "to http%3A%2F%2Fuser%3Ahunter22%40host%2Fk",
                "to http%3A%2F%2F***%40host%2Fk",
            ),
            (
                "http%253a%252f%252fuser:p%2540ss@host",
                "http%253a%252f%252f***@host",
            ),
        ] {
            assert_eq!(mask(text, &Secrets::default()), shown);
        }
        for text in [
            "the Authorization : header is missing",
            "http%3A%2F%2Fhost%2Fa%40b",
            "token = 5, sign : x",
            "10%3A30 and 5%3D5",
            "a&gt;b, token&#58; d, &quot;e&quot;: f",
        ] {
            assert_eq!(mask(text, &Secrets::default()), text);
        }
    }

    #[test]
    fn secrets_of_a_url_are_known_in_texts() {
        let url = "https://u:hunter22@h/k?token=tok12345&sig=abcdef123456&auth_key=k1234567&sign=short1&q-signature=abcdef0123456789abcdef&q-ak=AKIDabcdefgh&a=visible1";
        let known = Secrets {
            of_url: &named_secrets::of_url(url),
            ..Secrets::default()
        };
        assert_eq!(
            mask(
                "hunter22 / tok12345 / abcdef123456 / k1234567 / short1 / ABCDEF0123456789abcdef / AKIDabcdefgh / visible1",
                &known
            ),
            "*** / *** / *** / *** / *** / *** / AKIDabcd*** / visible1"
        );
        assert!(named_secrets::of_url("https://h/k?acl&a=b").is_empty());
        let many = "&sign=abcdef1".repeat(100_000);
        assert!(named_secrets::of_url(&many).len() < 20);
        named_secrets::of_url(&"q-ak=".repeat(200_000));
    }

    #[test]
    fn overlapping_secrets_are_hidden_to_the_end_of_the_last() {
        let known = Secrets {
            id: "AKIDabcdefgh",
            token: "AKIDabcdefghSECRETTOKENTAIL",
            key: "TAILandMORE",
            ..Secrets::default()
        };
        assert_eq!(
            mask("token AKIDabcdefghSECRETTOKENTAIL.", &known),
            "token ***."
        );
        assert_eq!(mask("AKIDabcdefghSECRETTOKENTAILandMORE.", &known), "***.");
        assert_eq!(mask("sign=x://u:p,w@h", &Secrets::default()), "sign=***@h");
    }

    #[test]
    fn who_logs_in_and_signs_by_other_rules_is_hidden() {
        for (text, shown) in [
            ("https://user:pass@host/k", "https://***@host/k"),
            (
                "proxy \"http://u:p@ss@h:80\": x",
                "proxy \"http://***@h:80\": x",
            ),
            (
                "git://token@host and http://a/b@c",
                "git://***@host and http://a/b@c",
            ),
            ("https://***@host/", "https://***@host/"),
            (
                r#"{"proxy":"http:\/\/user:pass@host:80\/"}"#,
                r#"{"proxy":"http:\/\/***@host:80\/"}"#,
            ),
            (
                r"http:\u002f\u002Fuser:pass@host\u002fa@b",
                r"http:\u002f\u002F***@host\u002fa@b",
            ),
            (
                "http:&#47;&#x2f;user:pass@host&#47;a@b",
                "http:&#47;&#x2f;***@host&#47;a@b",
            ),
            ("http://h/k?sign=a1b2&t=5", "http://h/k?sign=***&t=5"),
            ("http://h/k?t=5&sign=q-ak%3Da", "http://h/k?t=5&sign=***"),
            (
                "http://h/k?token=abc&sig=x&auth_key=1-2",
                "http://h/k?token=***&sig=***&auth_key=***",
            ),
            (
                "u=http%3A%2F%2Fh%2Fk%3Fsign%3Da1",
                "u=http%3A%2F%2Fh%2Fk%3Fsign%3D***",
            ),
            ("a%26q-signature%253Dabc", "a%26q-signature%253D***"),
        ] {
            assert_eq!(mask(text, &Secrets::default()), shown);
        }
        for text in [
            "http://h/sign=1/design=2?continuation-token=x&x-sign=1",
            "http://h/a@b:c d@e",
            "1 => 2, a > b, c:d",
        ] {
            assert_eq!(mask(text, &Secrets::default()), text);
        }
    }

    #[test]
    fn words_are_no_secrets() {
        for text in [
            "header name \"Authorization\": leave it out: the client sets it itself",
            "header name \"x-cos-security-token\": remove it",
            "SecretKey: not found",
            "SecretKey: Missing.",
            "Signature: expected 40 digits",
            "secret_key: 不正确",
        ] {
            assert_eq!(mask(text, &Secrets::default()), text);
        }
        for (text, shown) in [
            ("SecretKey: a1b2c3", "SecretKey: ***"),
            ("SecretKey:found", "SecretKey:***"),
            ("SecretKey=found", "SecretKey=***"),
            ("\"SecretKey\": \"found\"", "\"SecretKey\": \"***\""),
            ("SecretKey: abcdefghijklmnop", "SecretKey: ***"),
            ("SecretKey: foUnd", "SecretKey: ***"),
        ] {
            assert_eq!(mask(text, &Secrets::default()), shown);
        }
    }

    #[test]
    fn secrets_are_seen_in_one_text_of_several() {
        let known = Secrets {
            token: "sTs/Token+012345=6789",
            ..Secrets::default()
        };
        for text in [
            "token=abc",
            "password=abc",
            "sign=a1b2",
            "q-signature=abc",
            "SecretKey: a1b2c3",
            "Authorization: Basic dTpw",
            "https://user:pass@host",
            "https://user:hunt…",
            "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000",
            "sTs/Token+012345=6789",
            "sTs/Token+012345",
            "sTs/Toke…",
        ] {
            assert_ne!(mask(text, &known), text);
            for all in [
                ["one\0", text].concat(),
                [text, "\0two"].concat(),
                ["one\0", text, "\0two"].concat(),
            ] {
                assert!(!is_clean(&all, &known), "{text}");
            }
        }
    }

    #[test]
    fn a_line_stays_one_line() {
        for (text, line) in [
            ("a\r\n\tb", "a b"),
            ("a  b \n  c\n", "a  b c "),
            ("\u{1b}[2Jx\u{7f}", " [2Jx "),
            ("a\u{85}b\u{2028}c\u{202e}d", "a b c d"),
            ("für … 中文 ©", "für … 中文 ©"),
        ] {
            assert_eq!(one_line(text), line);
        }
    }

    #[test]
    fn secrets_of_any_bytes_are_cut_at_characters() {
        let known = Secrets {
            token: "%B8%ADabcdef",
            ..Secrets::default()
        };
        assert_eq!(mask("x中abcdefy", &known), "x***y");
    }

    #[test]
    fn bare_secret_ids_keep_eight_characters() {
        let text = "key AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000 is unknown";
        assert_eq!(
            mask(text, &Secrets::default()),
            "key AKIDEXAM*** is unknown"
        );
        assert_eq!(
            mask("AKID is a prefix", &Secrets::default()),
            "AKID is a prefix"
        );
        assert_eq!(secret_id("AKIDEXAMPLE"), "AKIDEXAM***");
    }
}
