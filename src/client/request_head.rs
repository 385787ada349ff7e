//! The head of a request: URL, headers, signature.

use std::sync::{Arc, Mutex, PoisonError};

use ureq::http::{self, HeaderName, HeaderValue, Method, Request as HttpRequest};

use super::call_options::Call;
use super::transfer::Announced;
use super::transport::HeadText;
use crate::request::Request;
use crate::signing::credentials::token_name;
use crate::signing::endpoint::Origin;
use crate::signing::signature::Signable;
use crate::signing::signer::{self, Signer};
use crate::signing::url;

/// Room for the headers of an ordinary request.
const FIELDS: usize = 6;

/// The inputs of a head.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    pub user_agent: &'a str,
    /// The secrets of the proxy's URL, which no error may show.
    pub proxy_secrets: [&'a str; 2],
    pub request: &'a Request,
    pub call: &'a Call,
    pub origin: &'a Origin,
    /// `None`: sent unsigned.
    pub signer: Option<&'a Arc<Signer>>,
    /// The description of the body.
    pub announced: Option<Announced<'a>>,
    /// Not the first attempt of its call.
    pub is_retry: bool,
}

/// A head as it was made.
pub struct RequestHead {
    pub url: String,
    /// `""`: unsigned.
    pub authorization: String,
    /// Unix seconds between which the signature holds.
    pub window: Option<(i64, i64)>,
    /// The whole head, if it may be sent again.
    pub ready: Option<HeadText>,
    signer: Option<Arc<Signer>>,
    origin: Origin,
    key: Option<String>,
}

/// The head of the last plain request: programs that send the same again and again
/// need not make and sign it again.
#[derive(Default)]
pub struct LastHead(Mutex<Option<Arc<RequestHead>>>);

impl LastHead {
    /// The head of a request sent now (Unix seconds).
    pub fn head(&self, parts: &Parts<'_>, now: i64) -> Arc<RequestHead> {
        if !parts.is_plain() {
            return Arc::new(parts.head(now));
        }
        // A panic under the lock leaves a whole head or none.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(head) = &*lock()
            && head.is_of(parts)
            && head.serves(now)
        {
            return head.clone();
        }
        let mut head = parts.head(now);
        head.ready = parts.text(&head).ok();
        let head = Arc::new(head);
        *lock() = Some(head.clone());
        head
    }
}

impl RequestHead {
    fn is_of(&self, parts: &Parts<'_>) -> bool {
        let ready = self.ready.as_ref();
        let same_signer = match (&self.signer, parts.signer) {
            (Some(own), Some(now)) => Arc::ptr_eq(own, now),
            (own, now) => own.is_none() && now.is_none(),
        };
        ready.is_some_and(|ready| ready.is_of_method(&parts.request.method))
            && same_signer
            && self.key == parts.request.key
            && self.origin == *parts.origin
    }

    /// An unsigned head may always be sent again.
    fn serves(&self, now: i64) -> bool {
        self.window
            .is_none_or(|(start, _)| signer::serves(start, now))
    }
}

impl<'a> Parts<'a> {
    /// Nothing is sent but what the client and the URL's path say.
    fn is_plain(&self) -> bool {
        let request = self.request;
        let says_more = !request.query.is_empty()
            || !request.headers.is_empty()
            || !self.call.headers.is_empty()
            || self.call.signed_host.is_some();
        !says_more && !self.is_retry && self.announced.is_none()
    }

    fn head(&self, now: i64) -> RequestHead {
        let (authorization, window) = match self.signer {
            Some(signer) => self.sign(signer, now),
            None => (String::new(), None),
        };
        RequestHead {
            url: url::whole(self.origin, self.request),
            authorization,
            window,
            ready: None,
            signer: self.signer.cloned(),
            origin: self.origin.clone(),
            key: self.request.key.clone(),
        }
    }

    fn sign(&self, signer: &Signer, now: i64) -> (String, Option<(i64, i64)>) {
        let length = self.length();
        let signable = Signable {
            method: &self.request.method,
            key: self.request.key.as_deref().unwrap_or(""),
            parameters: &url::parameters(self.request),
            headers: &self.signed_fields(length.as_deref()),
        };
        let (authorization, window) = signer.authorization(&signable, now);
        (authorization, Some(window))
    }

    /// The headers with the Host that is signed.
    fn signed_fields(&self, length: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
        let mut fields: Vec<_> = self.fields(length).collect();
        match (self.call.signed_host.as_deref(), fields.first_mut()) {
            (Some(""), Some(_)) => drop(fields.remove(0)),
            (Some(signed), Some((_, host))) => *host = signed,
            _ => {}
        }
        fields
    }

    fn length(&self) -> Option<String> {
        self.announced?.length.map(|length| length.to_string())
    }

    /// All but Authorization: Host as it is sent, the caller's, those of the body, the token.
    fn fields(&self, length: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a str)> {
        let is_chunked = self.announced.is_some_and(|body| body.length.is_none());
        let md5 = self.announced.and_then(|body| body.md5);
        let agent = ("user-agent", self.user_agent);
        let has_agent = self.call.has_header(self.request, agent.0);
        let own = self.request.headers.iter().chain(&self.call.headers);
        [("host", self.origin.host.as_str())]
            .into_iter()
            .chain((!has_agent).then_some(agent))
            .chain(own.map(|(name, value)| (name.as_str(), value.as_str())))
            .chain(length.map(|length| ("content-length", length)))
            .chain(is_chunked.then_some(("transfer-encoding", "chunked")))
            .chain(md5.map(|md5| ("content-md5", md5)))
            .chain(self.is_retry.then_some(("x-cos-sdk-retry", "true")))
            .chain(self.token())
    }

    fn token(&self) -> Option<(&'a str, &'a str)> {
        let token = self.signer?.credentials().token.as_str();
        (!token.is_empty()).then_some((token_name(&self.origin.host), token))
    }

    /// The whole, as it is sent. Fails if a part cannot be put into HTTP.
    pub fn text(&self, head: &RequestHead) -> Result<HeadText, ureq::Error> {
        HeadText::of(&self.http(head)?)
    }

    /// The whole, for ureq. Fails if a part cannot be put into HTTP.
    pub fn http(&self, head: &RequestHead) -> Result<HttpRequest<()>, http::Error> {
        let mut request = HttpRequest::new(());
        *request.method_mut() = Method::from_bytes(self.request.method.as_bytes())?;
        *request.uri_mut() = head.url.parse()?;
        let fields = request.headers_mut();
        fields.try_reserve(FIELDS)?;
        let length = self.length();
        let signature = match head.authorization.as_str() {
            "" => None,
            value => Some(("authorization", value)),
        };
        for (name, value) in self.fields(length.as_deref()).chain(signature) {
            let name = HeaderName::from_bytes(name.as_bytes())?;
            fields.try_append(name, HeaderValue::from_bytes(value.as_bytes())?)?;
        }
        Ok(request)
    }
}

/// Shows nothing, because a head contains a signature.
impl std::fmt::Debug for LastHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LastHead").finish_non_exhaustive()
    }
}
