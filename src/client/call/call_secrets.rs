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
    /// `used` signed what the call has sent.
    pub fn new(
        client: &'a Client,
        request: &Request,
        origin: &Origin,
        used: &[Arc<Signer>],
    ) -> CallSecrets<'a> {
        let held = client.own().keys.held();
        CallSecrets {
            signers: used.iter().cloned().chain(held).collect(),
            proxy: client.wire.proxy_secrets(),
            url: url::whole(origin, request),
        }
    }

    /// The request's URL, as it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Those of now, for an error, which knows the secrets of its URL itself.
    pub fn known(&self) -> Secrets<'_> {
        let credentials = self.signers.last().map(|signer| signer.credentials());
        Secrets {
            proxy: self.proxy,
            ..credentials.map_or(Secrets::default(), Credentials::secrets)
        }
    }

    /// A text without them.
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.is_empty() {
            return Cow::Borrowed(text);
        }
        // At once: one that was masked in part is not found any more.
        let mut all = redact::of_url(&self.url);
        let signers = self.signers.iter();
        all.extend(signers.flat_map(|signer| signer.credentials().each_secret()));
        let secrets = Secrets {
            proxy: self.proxy,
            of_url: &all,
            ..Secrets::default()
        };
        mask(text, &secrets)
    }

    /// The text of a callback without them: short, and one line.
    pub fn said(&self, text: &str) -> String {
        redact::said(&self.hide(text), &Secrets::default())
    }
}
