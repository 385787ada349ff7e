//! Presigned URLs: they contain their signature, for users without credentials.

use super::signer::Signer;
use super::unsent::Unsent;
use super::url;

impl Unsent<'_> {
    /// In the order of Tencent's Python SDK: signature, parameters, then the token.
    pub fn signed_url(&self, signer: &Signer, window: (i64, i64)) -> String {
        let token = self.token(signer);
        let mut parameters = url::parameters(self.request);
        parameters.extend(token);
        let headers = self.signed_headers();
        let authorization = self.authorization(signer, window, &parameters, &headers);
        let mut url = url::path(&self.origin, self.request);
        for (i, pair) in authorization.split('&').enumerate() {
            url.push(if i == 0 { '?' } else { '&' });
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            url::push_parameter(&mut url, name, Some(value));
        }
        let query = self.request.query.iter();
        let query = query.map(|(name, value)| (name.as_str(), value.as_deref()));
        let token = token.map(|(name, value)| (name, Some(value)));
        for (name, value) in query.chain(token) {
            url.push('&');
            url::push_parameter(&mut url, name, value);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::error::SIGNED_BACK_S;
    use crate::request::Request;
    use crate::signing::Credentials;
    use crate::signing::endpoint::Endpoint;

    fn pairs(row: &Value, name: &str) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let map = row[name].as_object().cloned().unwrap_or_default();
        map.iter().map(|(n, v)| (n.clone(), text(v))).collect()
    }

    /// The table was made by Tencent's Python SDK 1.9.44, its clock held still.
    #[test]
    fn urls_are_those_of_tencents_python_sdk() {
        let table = include_str!("../../tests/cases/presign.jsonl");
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
            let origin = Endpoint::default()
                .origin(Some(text("bucket")), text("region"))
                .expect("a host");
            let window = (
                number("now") - SIGNED_BACK_S,
                number("now") + number("expires_s"),
            );
            let unsent = Unsent {
                request: &request,
                headers: &[],
                signed_host: None,
                origin,
            };
            assert_eq!(
                unsent.signed_url(&signer, window),
                text("url"),
                "{}",
                text("id")
            );
        }
    }
}
