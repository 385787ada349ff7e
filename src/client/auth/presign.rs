//! Presigned URLs: they contain their signature, for users without credentials.

use std::time::Instant;

use super::provider::NoKeys;
use crate::client::call_control::CallControl;
use crate::client::options::{self, Timeouts};
use crate::client::state::Client;
use crate::error::redact::Secrets;
use crate::error::{CosError, Reason, Result, SIGNED_BACK_S};
use crate::request::Request;
use crate::signing::credentials::token_name;
use crate::signing::endpoint::Origin;
use crate::signing::signature::{Signable, SigningKey};
use crate::signing::signer::Signer;
use crate::signing::url;

impl Client {
    /// The URL of a request, signed for so many seconds from now. Nothing is sent.
    pub fn presign(&self, request: &Request, expires_s: i64) -> Result<String> {
        request.mistake.check()?;
        if expires_s < 1 {
            return Err(CosError::argument(
                "expires_s",
                &expires_s.to_string(),
                "must be at least 1 (seconds)",
            ));
        }
        let bucket = request.bucket.as_deref();
        let origin = self.endpoint.origin(bucket, &self.region)?;
        let now = self.clock.now_s();
        let signer = self.own().keys.signer(now, &self.patience());
        let signer = signer.map_err(no_keys)?.ok_or_else(|| {
            CosError::client(
                Reason::InvalidCredentials,
                "a URL cannot be signed without credentials: set those of the client",
            )
        })?;
        Ok(signed_url(
            &signer,
            request,
            &origin,
            (now - SIGNED_BACK_S, now.saturating_add(expires_s)),
        ))
    }

    fn patience(&self) -> CallControl {
        let Timeouts { connect, io, total } = self.timeouts;
        let total = Instant::now().checked_add(total.unwrap_or(options::TOTAL));
        CallControl::new(total, connect, io, self.shutdown.clone())
    }
}

/// In the order of Tencent's Python SDK: signature, parameters, then the token.
fn signed_url(signer: &Signer, request: &Request, origin: &Origin, window: (i64, i64)) -> String {
    let keys = signer.credentials();
    let mut parameters = url::parameters(request);
    let token = keys.token.as_str();
    let token =
        (!token.is_empty() && !request.has_token()).then(|| (token_name(&origin.host), token));
    parameters.extend(token);
    let own = request.headers.iter();
    let host = (!request.has_header("host")).then_some(("host", origin.host.as_str()));
    let headers: Vec<(&str, &str)> = own
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain(host)
        .collect();
    let signable = Signable {
        method: &request.method,
        key: request.key.as_deref().unwrap_or(""),
        parameters: &parameters,
        headers: &headers,
    };
    let key = SigningKey::new(&keys.secret_key, window.0, window.1);
    let mut url = url::path(origin, request);
    for (i, pair) in key
        .authorization(&keys.secret_id, &signable)
        .split('&')
        .enumerate()
    {
        url.push(if i == 0 { '?' } else { '&' });
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        url::push_parameter(&mut url, name, Some(value));
    }
    let query = request.query.iter();
    let query = query.map(|(name, value)| (name.as_str(), value.as_deref()));
    let token = token.map(|(name, value)| (name, Some(value)));
    for (name, value) in query.chain(token) {
        url.push('&');
        url::push_parameter(&mut url, name, value);
    }
    url
}

fn no_keys(why: NoKeys) -> Box<CosError> {
    CosError::client(why.reason(), &why.to_string()).with_causes(
        0,
        why.causes(),
        &Secrets::default(),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::client::Options;
    use crate::signing::Credentials;

    fn pairs(row: &Value, name: &str) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let map = row[name].as_object().cloned().unwrap_or_default();
        map.iter().map(|(n, v)| (n.clone(), text(v))).collect()
    }

    /// The table was made by Tencent's Python SDK 1.9.44, its clock held still.
    #[test]
    fn urls_are_those_of_tencents_python_sdk() {
        let table = include_str!("../../../tests/cases/presign.jsonl");
        for line in table.lines() {
            let row: Value = serde_json::from_str(line).expect("a row of the table");
            let text = |name: &str| row[name].as_str().unwrap_or_default();
            let number = |name: &str| row[name].as_i64().unwrap_or_default();
            let mut request = Request::new(text("method"), Some(text("bucket")), Some(text("key")));
            for (name, value) in pairs(&row, "params") {
                request.set_query(&name, Some(&value));
            }
            for (name, value) in pairs(&row, "headers") {
                request.set_header(&name, &value);
            }
            let signer = Signer::new(Credentials {
                secret_id: text("secret_id").to_owned(),
                secret_key: text("secret_key").to_owned().into(),
                token: text("token").to_owned().into(),
            });
            let origin = Options::default()
                .endpoint
                .origin(Some(text("bucket")), text("region"))
                .expect("a host");
            let window = (
                number("now") - SIGNED_BACK_S,
                number("now") + number("expires_s"),
            );
            let url = signed_url(&signer, &request, &origin, window);
            assert_eq!(url, text("url"), "{}", text("id"));
        }
    }
}
