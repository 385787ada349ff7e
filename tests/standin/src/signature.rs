//! Verifies request signatures by the rules of COS (documents 436/7778).

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};

use crate::account::{Account, Token};
use crate::answer::CosError;
use crate::codes;
use crate::text::{encode, hex, iso_date};

const TOKEN_NAME: &str = "x-cos-security-token";

/// The parts of a request that a signature can cover.
pub struct Signed<'a> {
    pub method: &'a str,
    /// Decoded path.
    pub path: &'a str,
    /// Decoded names and values.
    pub query: &'a [(String, String)],
    /// Values as sent.
    pub headers: Vec<(&'a str, &'a [u8])>,
}

#[derive(Clone, Debug)]
pub enum Verdict {
    Absent,
    Valid,
    Invalid { why: String, error: CosError },
}

impl Verdict {
    /// As the list of requests shows it.
    pub fn text(&self) -> Cow<'static, str> {
        match self {
            Verdict::Absent => "absent".into(),
            Verdict::Valid => "valid".into(),
            Verdict::Invalid { why, .. } => format!("invalid: {why}").into(),
        }
    }
}

fn invalid(why: impl Into<String>, error: CosError) -> Verdict {
    let why = why.into();
    Verdict::Invalid { why, error }
}

/// The fields of an Authorization header, or of a presigned URL.
struct Claim {
    fields: Vec<(String, String)>,
    presigned: bool,
}

impl Claim {
    /// None: the request is not signed.
    fn of(signed: &Signed) -> Option<Claim> {
        let authorization = signed.headers.iter().find(|(n, _)| *n == "authorization");
        let authorization = authorization.map_or(&b""[..], |(_, value)| value);
        if !authorization.is_empty() {
            let text = String::from_utf8_lossy(authorization);
            let pairs = text.split('&').map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (name.trim().to_string(), value.to_string())
            });
            return Some(Claim {
                fields: pairs.collect(),
                presigned: false,
            });
        }
        let presigned = signed.query.iter().any(|(name, _)| name == "q-signature");
        presigned.then(|| Claim {
            fields: signed.query.to_vec(),
            presigned: true,
        })
    }

    fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value)
    }

    fn list(&self, name: &str) -> Vec<&str> {
        let names = self.field(name).split(';');
        names.filter(|name| !name.is_empty()).collect()
    }
}

/// Judges a request by the server's clock `now`.
pub fn verify(signed: &Signed, account: &Account, now: i64) -> Verdict {
    let Some(claim) = Claim::of(signed) else {
        return Verdict::Absent;
    };
    let Some(key) = account.key_of(claim.field("q-ak")) else {
        let why = format!("unknown SecretId {}", claim.field("q-ak"));
        return malformed(&claim)
            .unwrap_or_else(|| invalid(why, codes::error("InvalidAccessKeyId")));
    };
    let refused = malformed(&claim)
        .or_else(|| unsigned(&claim, signed, account))
        .or_else(|| out_of_time(&claim, now))
        .or_else(|| compare(&claim, signed, &key))
        .or_else(|| token(signed, account));
    refused.unwrap_or(Verdict::Valid)
}

fn malformed(claim: &Claim) -> Option<Verdict> {
    if claim.field("q-sign-algorithm") == "sha1" && !claim.field("q-signature").is_empty() {
        return None;
    }
    let error = codes::error("AccessDenied").message("The signature is malformed.");
    Some(invalid("malformed", error))
}

fn unsigned(claim: &Claim, signed: &Signed, account: &Account) -> Option<Verdict> {
    let header_list = claim.list("q-header-list");
    let has_token = header_token(signed).is_some();
    for (needed, name) in [
        (!account.lenient, "host"),
        (!account.lenient && has_token, TOKEN_NAME),
    ] {
        if needed && !header_list.contains(&name) {
            let message = format!("The header {name} must be signed.");
            let error = codes::error("AccessDenied").message(message);
            return Some(invalid(format!("{name} is not signed"), error));
        }
    }
    None
}

fn out_of_time(claim: &Claim, now: i64) -> Option<Verdict> {
    // COS writes the period for URLs; who corrects a clock must not act on these.
    let message = if claim.presigned {
        "Request has expired."
    } else {
        "Request has expired"
    };
    for field in ["q-sign-time", "q-key-time"] {
        let window = claim.field(field);
        let Some((start, end)) = parse_window(window) else {
            let error = codes::error("AccessDenied").message("The signature's time is malformed.");
            return Some(invalid(format!("{field} is malformed"), error));
        };
        if now < start || now > end {
            let error = codes::error("AccessDenied")
                .message(message)
                .detail("ServerTime", iso_date(now));
            let when = if now < start {
                "begins later"
            } else {
                "is over"
            };
            return Some(invalid(
                format!("{field} {window} {when}, now {now}"),
                error,
            ));
        }
    }
    None
}

fn parse_window(window: &str) -> Option<(i64, i64)> {
    let (start, end) = window.split_once(';')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

fn compare(claim: &Claim, signed: &Signed, secret_key: &str) -> Option<Verdict> {
    let params = signed.query.iter().map(|(n, v)| (n.as_str(), v.as_bytes()));
    let headers = signed.headers.iter().map(|(n, v)| (*n, *v));
    let (params, absent_param) = canonical(&claim.list("q-url-param-list"), params);
    let (headers, absent_header) = canonical(&claim.list("q-header-list"), headers);
    let http_string = format!(
        "{}\n{}\n{params}\n{headers}\n",
        signed.method.to_lowercase(),
        signed.path
    );
    let digest = hex(&Sha1::digest(http_string.as_bytes()));
    let string_to_sign = format!("sha1\n{}\n{digest}\n", claim.field("q-sign-time"));
    let sign_key = hmac_hex(secret_key, claim.field("q-key-time"));
    let signature = hmac_hex(&sign_key, &string_to_sign);
    let absent = absent_param.or(absent_header);
    if absent.is_none() && signature == claim.field("q-signature") {
        return None;
    }
    let why = match absent {
        Some(name) => format!("{name} is signed but was not sent"),
        None => "signature differs".to_string(),
    };
    let error = codes::error("SignatureDoesNotMatch")
        .detail("StringToSign", string_to_sign)
        .detail("FormatString", http_string);
    Some(invalid(why, error))
}

/// HttpParameters or HttpHeaders of the listed names, and a listed name that was not sent.
fn canonical<'a>(
    list: &[&str],
    pairs: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> (String, Option<String>) {
    let mut listed: Vec<(String, String)> = pairs
        .map(|(name, value)| (encode(name.as_bytes()).to_lowercase(), encode(value)))
        .filter(|(name, _)| list.contains(&name.as_str()))
        .collect();
    listed.sort_by(|a, b| a.0.cmp(&b.0));
    let absent = list
        .iter()
        .find(|name| listed.iter().all(|(n, _)| n != *name));
    let joined: Vec<String> = listed.iter().map(|(n, v)| format!("{n}={v}")).collect();
    (joined.join("&"), absent.map(|name| name.to_string()))
}

pub fn hmac_hex(key: &str, text: &str) -> String {
    // HMAC takes keys of any length, so there is always a result.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key.as_bytes()) else {
        return "none".to_string();
    };
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// The token in the header. An empty one counts as absent.
fn header_token<'a>(signed: &Signed<'a>) -> Option<&'a [u8]> {
    let header = signed.headers.iter().find(|(name, _)| *name == TOKEN_NAME);
    header
        .map(|(_, value)| *value)
        .filter(|value| !value.is_empty())
}

/// A token counts wherever it stands: header, or parameter of a presigned URL.
fn token(signed: &Signed, account: &Account) -> Option<Verdict> {
    let param = signed.query.iter().find(|(name, _)| name == TOKEN_NAME);
    let param = param.map(|(_, value)| value.as_bytes());
    let token = header_token(signed).or(param.filter(|value| !value.is_empty()))?;
    match account.use_token(token) {
        Token::Right => None,
        Token::Expired => Some(invalid("expired token", codes::error("ExpiredToken"))),
        Token::Denied => Some(invalid("denied token", codes::error("AccessDenied"))),
        // COS documents no code of its own for a wrong token.
        Token::Unknown => Some(invalid("unknown token", codes::error("InvalidAccessKeyId"))),
    }
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "presigned_tests.rs"]
mod presigned_tests;
