//! Whose signatures are valid, and which tokens.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

/// What the names of tokens say that nothing was told about.
const BY_NAME: &[(&str, Token)] = &[
    ("STANDINTOKEN", Token::Right),
    ("EXPIREDTOKEN", Token::Expired),
    ("DENIEDTOKEN", Token::Denied),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    Right,
    Expired,
    Denied,
    Unknown,
}

#[derive(Debug, Default)]
pub struct Account {
    pub secret_id: String,
    pub secret_key: String,
    /// COS itself takes an unsigned Host, and an unsigned token, which some of
    /// Tencent's SDKs send. A client that signs them is safe from replay.
    pub lenient: bool,
    told: Mutex<Told>,
}

/// What the control endpoints were told.
#[derive(Debug, Default)]
struct Told {
    /// Further SecretIds and their SecretKeys.
    keys: HashMap<String, String>,
    /// How many requests a token is still good for; None: any number.
    tokens: HashMap<String, Option<u64>>,
}

impl Account {
    pub fn new(secret_id: &str, secret_key: &str, lenient: bool) -> Account {
        Account {
            secret_id: secret_id.to_string(),
            secret_key: secret_key.to_string(),
            lenient,
            told: Mutex::default(),
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The SecretKey of a SecretId.
    pub fn key_of(&self, secret_id: &str) -> Option<String> {
        if secret_id == self.secret_id {
            return Some(self.secret_key.clone());
        }
        self.told().keys.get(secret_id).cloned()
    }

    /// What a token is worth; a request that is right uses it once.
    pub fn use_token(&self, token: &[u8]) -> Token {
        let token = String::from_utf8_lossy(token);
        if let Some(left) = self.told().tokens.get_mut(token.as_ref()) {
            return match left {
                None => Token::Right,
                Some(0) => Token::Expired,
                Some(left) => {
                    *left -= 1;
                    Token::Right
                }
            };
        }
        let known = BY_NAME.iter().find(|(name, _)| token.starts_with(name));
        known.map_or(Token::Unknown, |(_, worth)| *worth)
    }

    /// PUT of a token: `{"requests": N}`, or `{}` for any number.
    pub fn put_token(&self, token: &str, json: &[u8]) -> Result<(), String> {
        let value = object(json, "requests")?;
        let left = match value.get("requests") {
            None | Some(Value::Null) => None,
            Some(number) => Some(number.as_u64().ok_or("requests is not a natural number")?),
        };
        self.told().tokens.insert(token.to_string(), left);
        Ok(())
    }

    pub fn remove_token(&self, token: &str) -> bool {
        self.told().tokens.remove(token).is_some()
    }

    /// PUT of a further SecretId: `{"secret_key": "..."}`.
    pub fn put_key(&self, secret_id: &str, json: &[u8]) -> Result<(), String> {
        let value = object(json, "secret_key")?;
        let key = value.get("secret_key").and_then(Value::as_str);
        let key = key.ok_or("secret_key is missing, or no text")?.to_string();
        self.told().keys.insert(secret_id.to_string(), key);
        Ok(())
    }

    pub fn remove_key(&self, secret_id: &str) -> bool {
        self.told().keys.remove(secret_id).is_some()
    }
}

/// A JSON object that has no other field than this one.
fn object(json: &[u8], field: &str) -> Result<Value, String> {
    let json = if json.is_empty() { b"{}" } else { json };
    let value: Value = serde_json::from_slice(json).map_err(|e| format!("not JSON: {e}"))?;
    let members = value.as_object().ok_or("not a JSON object")?;
    match members.keys().find(|name| *name != field) {
        Some(name) => Err(format!("unknown field \"{name}\"; there is {field}")),
        None => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_known_by_their_names() {
        let account = Account::default();
        for (token, worth) in [
            ("STANDINTOKEN", Token::Right),
            ("STANDINTOKEN-2", Token::Right),
            ("EXPIREDTOKEN", Token::Expired),
            ("DENIEDTOKEN", Token::Denied),
            ("other", Token::Unknown),
        ] {
            assert_eq!(account.use_token(token.as_bytes()), worth, "{token}");
        }
    }

    #[test]
    fn a_token_ends_and_comes_to_life() {
        let account = Account::default();
        let worth = || account.use_token(b"mine");
        account
            .put_token("mine", br#"{"requests": 2}"#)
            .expect("a token");
        assert_eq!(
            [worth(), worth(), worth()],
            [Token::Right, Token::Right, Token::Expired]
        );
        account.put_token("mine", b"").expect("a token");
        assert_eq!(worth(), Token::Right);
        assert!(account.remove_token("mine") && !account.remove_token("mine"));
        assert_eq!(worth(), Token::Unknown);
    }

    #[test]
    fn further_keys() {
        let account = Account::new("id", "key", false);
        account
            .put_key("id2", br#"{"secret_key": "key2"}"#)
            .expect("a key");
        assert_eq!(account.key_of("id").as_deref(), Some("key"));
        assert_eq!(account.key_of("id2").as_deref(), Some("key2"));
        assert!(account.remove_key("id2"));
        assert_eq!(account.key_of("id2"), None);
    }

    #[test]
    fn mistakes_are_named() {
        let account = Account::default();
        for (json, expected) in [
            (&b"{"[..], "not JSON"),
            (b"3", "not a JSON object"),
            (br#"{"request": 1}"#, "unknown field \"request\""),
            (br#"{"requests": -1}"#, "requests is not"),
        ] {
            let mistake = account.put_token("t", json).expect_err("a mistake");
            assert!(mistake.starts_with(expected), "{mistake}");
        }
        assert!(account.put_key("i", b"{}").is_err());
    }
}
