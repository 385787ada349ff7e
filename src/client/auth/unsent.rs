//! Requests that are not sent here: signed, presigned, or their URL alone.

use std::sync::Arc;
use std::time::Instant;

use crate::client::call::unsent::NothingSent;
use crate::client::call_control::CallControl;
use crate::client::call_options::Call;
use crate::client::clock_offset::time_s;
use crate::client::inside::Inside;
use crate::client::options;
use crate::client::state::Client;
use crate::client::transfer;
use crate::error::Result;
use crate::request::Request;
use crate::signing::signer::Signer;
use crate::signing::unsent::{Unsent, check_lifetime, no_credentials, window};
use crate::signing::{SignedRequest, url};

impl Client {
    /// Signs a request for so many seconds from now. Nothing is sent.
    pub fn sign(&self, request: &Request, call: &Call, expires_s: i64) -> Result<SignedRequest> {
        check_lifetime(expires_s)?;
        let _inside = Inside::enter(self.mark())?;
        let unsent = self.unsent(request, call)?;
        let control = self.patience(call);
        let signer = self.signer(&unsent, &control)?;
        // The body is read for the header that COS demands.
        let md5 = transfer::content_md5(request, call, &control)
            .map_err(|fault| self.nothing_sent(&unsent, &control).local(&fault.into()))?;
        // From here on nothing waits. One reading of the offset, which a response may change.
        let offset_s = self.clock.offset_s();
        let window = window(time_s(offset_s), expires_s);
        let mut signed = unsent.signed(&signer, window, md5.as_deref());
        let end = window.1.min(signer.expires_at_s().unwrap_or(i64::MAX));
        // By the system's clock, which is the caller's.
        signed.expires_at_s = end.saturating_sub(offset_s);
        Ok(signed)
    }

    /// The URL of a request, signed for so many seconds from now. Nothing is sent.
    pub fn presign(&self, request: &Request, call: &Call, expires_s: i64) -> Result<String> {
        check_lifetime(expires_s)?;
        let _inside = Inside::enter(self.mark())?;
        let unsent = self.unsent(request, call)?;
        let signer = self.signer(&unsent, &self.patience(call))?;
        Ok(unsent.signed_url(&signer, window(self.clock.now_s(), expires_s)))
    }

    /// The URL of a request, not signed. Nothing is sent.
    pub fn url(&self, request: &Request, call: &Call) -> Result<String> {
        let unsent = self.unsent(request, call)?;
        Ok(url::whole(&unsent.origin, request))
    }

    /// Checks a request that is not sent here.
    fn unsent<'a>(&self, request: &'a Request, call: &'a Call) -> Result<Unsent<'a>> {
        request.mistake.check()?;
        call.mistake.check()?;
        Ok(Unsent {
            request,
            headers: &call.headers,
            signed_host: call.signed_host.as_deref(),
            origin: self.origin(request, call)?,
        })
    }

    /// The credentials to sign with, which a provider may have to be waited for.
    fn signer(&self, unsent: &Unsent<'_>, control: &CallControl) -> Result<Arc<Signer>> {
        unsent.check()?;
        let signer = self.own().keys.signer(self.clock.now_s(), control);
        signer
            .map_err(|why| self.nothing_sent(unsent, control).unsigned(why))?
            .ok_or_else(no_credentials)
    }

    fn nothing_sent<'a>(
        &'a self,
        unsent: &'a Unsent<'_>,
        control: &'a CallControl,
    ) -> NothingSent<'a> {
        NothingSent::new(self, unsent.request, &unsent.origin, control, &[])
    }

    /// The control of a wait that begins now.
    fn patience(&self, call: &Call) -> CallControl {
        let total = call.timeout.or(self.timeouts.total);
        let total = Instant::now().checked_add(total.unwrap_or(options::TOTAL));
        self.control(call, total, None)
    }
}
