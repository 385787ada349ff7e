//! The closed sets of the model. Their numbers are the C ABI's: never reused.

/// Which side failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Kind {
    /// A failure on the client's side, before, during or after the transfer of the response.
    Client = 1,
    /// An HTTP response arrived, and it reports a failure.
    Service = 2,
}

impl Kind {
    /// The word used in texts and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Client => "client",
            Kind::Service => "service",
        }
    }
}

/// Where an error's code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum CodeSource {
    Body = 1,
    /// `x-cos-error-code`, `X-ErrNo` or `x-amz-error-code`.
    Header = 2,
    /// Derived from the status: responses to HEAD have no body.
    Status = 3,
    /// A second request was made to learn it.
    Probe = 4,
    /// A client error: the code is the reason's name.
    Client = 5,
}

impl CodeSource {
    pub fn name(self) -> &'static str {
        match self {
            CodeSource::Body => "body",
            CodeSource::Header => "header",
            CodeSource::Status => "status",
            CodeSource::Probe => "probe",
            CodeSource::Client => "client",
        }
    }
}

/// Who sent the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Responder {
    /// No response, or a response without its headers.
    Unknown = 0,
    Cos = 1,
    /// Data processing (Cloud Infinite).
    Ci = 2,
    /// A gateway, CDN, proxy or portal.
    Other = 3,
}

impl Responder {
    pub fn name(self) -> &'static str {
        match self {
            Responder::Unknown => "unknown",
            Responder::Cos => "cos",
            Responder::Ci => "ci",
            Responder::Other => "other",
        }
    }
}

/// Whether a retry of the same request may succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Retry {
    No = 0,
    /// The same request may work later.
    Yes = 1,
    /// After a repair: clock, credentials, a restore.
    AfterFix = 2,
}

impl Retry {
    pub fn name(self) -> &'static str {
        match self {
            Retry::No => "no",
            Retry::Yes => "yes",
            Retry::AfterFix => "after-fix",
        }
    }

    pub fn from_name(name: &str) -> Option<Retry> {
        [Retry::No, Retry::Yes, Retry::AfterFix]
            .into_iter()
            .find(|retry| retry.name() == name)
    }
}
