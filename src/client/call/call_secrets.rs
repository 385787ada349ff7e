//! What a text about a call must not show where there is no prepared request to ask.

use std::borrow::Cow;
use std::sync::Arc;

use crate::client::state::Client;
use crate::error::redact::{self, Secrets, mask};
use crate::request::Request;
use crate::signing::Credentials;
use crate::signing::endpoint::Origin;
use crate::signing::signer::Signer;
use crate::signing::url;

/// The secrets of the client's credentials, of its proxy and of the request's URL.
pub struct CallSecrets<'a> {
    /// Credentials may be renewed while a call runs: those of now come last.
    signers: Vec<Arc<Signer>>,
    proxy: [&'a str; 2],
    url: String,
}

impl<'a> CallSecrets<'a> {
    pub fn new(client: &'a Client, request: &Request, origin: &Origin) -> CallSecrets<'a> {
        CallSecrets {
            signers: client.own().keys.held().into_iter().collect(),
            proxy: client.wire.proxy_secrets(),
            url: url::whole(origin, request),
        }
    }

    /// Those of other credentials, too.
    pub fn and(mut self, signer: Option<&Arc<Signer>>) -> CallSecrets<'a> {
        self.signers.splice(..0, signer.cloned());
        self
    }

    /// Those of now, for an error, which knows the secrets of its URL itself.
    pub fn known(&self) -> Secrets<'_> {
        self.with_proxy(self.signers.last())
    }

    /// A text without them.
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.is_empty() {
            return Cow::Borrowed(text);
        }
        let of_url = redact::of_url(&self.url);
        let of_request = Secrets {
            of_url: &of_url,
            ..self.with_proxy(None)
        };
        let mut hidden = mask(text, &of_request);
        for signer in &self.signers {
            let masked = mask(&hidden, &signer.credentials().secrets()).into_owned();
            hidden = Cow::Owned(masked);
        }
        hidden
    }

    /// The text of a callback without them: short, and one line.
    pub fn said(&self, text: &str) -> String {
        redact::said(&self.hide(text), &Secrets::default())
    }

    fn with_proxy<'s>(&'s self, signer: Option<&'s Arc<Signer>>) -> Secrets<'s> {
        let credentials = signer.map(|signer| signer.credentials());
        Secrets {
            proxy: self.proxy,
            ..credentials.map_or(Secrets::default(), Credentials::secrets)
        }
    }
}
