//! Signed requests for another HTTP stack.

use super::signer::Signer;
use super::unsent::Unsent;
use super::url;
use crate::arena::{Arena, Pairs, Span};
#[cfg(any(test, feature = "web"))]
use crate::error::json::{name, object};
use crate::request::validate;

/// A request as another HTTP stack sends it. It is immutable.
#[derive(Default)]
pub struct SignedRequest {
    arena: Arena,
    method: Span,
    url: Span,
    headers: Pairs,
    /// Unix seconds of the system's clock after which the signature does not hold.
    pub expires_at_s: i64,
}

impl Unsent<'_> {
    /// `md5` is a Content-MD5 to add.
    pub fn signed(&self, signer: &Signer, window: (i64, i64), md5: Option<&str>) -> SignedRequest {
        let added = || {
            let md5 = md5.map(|md5| ("Content-MD5", md5));
            md5.into_iter().chain(self.token(signer))
        };
        let mut headers = self.signed_headers();
        headers.extend(added());
        let parameters = url::parameters(self.request);
        let authorization = self.authorization(signer, window, &parameters, &headers);
        let signature = [("Authorization", authorization.as_str())];
        self.listed(added().chain(signature))
    }

    /// The same without a signature.
    #[cfg(any(test, feature = "web"))]
    pub fn unsigned(&self) -> SignedRequest {
        self.listed(std::iter::empty())
    }

    fn listed<'h>(&'h self, added: impl Iterator<Item = (&'h str, &'h str)>) -> SignedRequest {
        let own = self.own_headers();
        let listed = own.filter(|(name, _)| !validate::is_of_stack(name));
        SignedRequest::new(
            &self.request.method,
            &url::whole(&self.origin, self.request),
            listed.chain(added),
        )
    }
}

impl SignedRequest {
    fn new<'h>(
        method: &str,
        url: &str,
        headers: impl Iterator<Item = (&'h str, &'h str)>,
    ) -> SignedRequest {
        let mut arena = Arena::with_capacity(url.len() + 1024);
        let (method, url) = (arena.push(method), arena.push(url));
        let mut pairs = arena.pairs();
        for string in headers.flat_map(|(name, value)| [name, value]) {
            pairs.push(string.as_bytes());
        }
        // Headers were checked for NULs when they were set.
        let headers = pairs.finish().unwrap_or_default();
        SignedRequest {
            arena,
            method,
            url,
            headers,
            expires_at_s: 0,
        }
    }

    pub fn method_z(&self) -> &str {
        self.arena.get_z(self.method)
    }

    pub fn url_z(&self) -> &str {
        self.arena.get_z(self.url)
    }

    /// `{"method": ..., "url": ..., "headers": [[name, value], ...]}`
    #[cfg(any(test, feature = "web"))]
    pub fn json(&self) -> String {
        let mut out = String::new();
        object(&mut out, |object| {
            object.text(name!("method"), self.arena.get(self.method));
            object.text(name!("url"), self.arena.get(self.url));
            object.pairs(name!("headers"), self.headers_z());
        });
        out
    }

    /// Names and values, each with its NUL.
    pub fn headers_z(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.arena.pairs_z(self.headers)
    }
}

/// Shows nothing, because its headers contain a signature and perhaps a token.
impl std::fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedRequest").finish_non_exhaustive()
    }
}
