//! Signatures where there is no client: its settings come with each request.

use super::endpoint::Endpoint;
use super::signer::Signer;
use super::unsent::{self, Unsent};
use super::{Credentials, SignedRequest};
use crate::error::Result;
use crate::request::{Request, validate};

/// A request, and what a client would add to it. Mistakes are reported as the client
/// reports them.
pub struct Standalone<'a> {
    pub request: &'a Request,
    pub region: Option<&'a str>,
    pub endpoint: Option<&'a str>,
    pub secret_id: Option<&'a str>,
    pub secret_key: Option<&'a str>,
    pub token: Option<&'a str>,
    /// Unix seconds.
    pub now_s: i64,
    pub expires_s: i64,
}

impl Standalone<'_> {
    /// The request as an HTTP stack sends it. Without credentials it is not signed.
    pub fn sign(&self) -> Result<SignedRequest> {
        let (unsent, signer) = self.checked()?;
        let Some(signer) = signer else {
            return Ok(unsent.unsigned());
        };
        unsent::check_lifetime(self.expires_s)?;
        let window = unsent::window(self.now_s, self.expires_s);
        Ok(unsent.signed(&signer, window, None))
    }

    /// The URL with its signature.
    pub fn presign(&self) -> Result<String> {
        let (unsent, signer) = self.checked()?;
        unsent::check_lifetime(self.expires_s)?;
        let window = unsent::window(self.now_s, self.expires_s);
        Ok(unsent.signed_url(&signer.ok_or_else(unsent::no_credentials)?, window))
    }

    /// In the order of a client's life: its options, the request, the host.
    fn checked(&self) -> Result<(Unsent<'_>, Option<Signer>)> {
        self.region.map_or(Ok(()), validate::region)?;
        let region = self.region.unwrap_or("");
        let endpoint = self.endpoint.map(Endpoint::new).transpose()?;
        let endpoint = endpoint.unwrap_or_default();
        let credentials = Credentials::new(self.secret_id, self.secret_key, self.token)?;
        endpoint.check_region(region)?;
        self.request.mistake.check()?;
        let unsent = Unsent {
            request: self.request,
            headers: &[],
            signed_host: None,
            origin: endpoint.origin(self.request.bucket.as_deref(), region)?,
        };
        if credentials.is_some() {
            unsent.check()?;
        }
        Ok((unsent, credentials.map(Signer::new)))
    }
}
