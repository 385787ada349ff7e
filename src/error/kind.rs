//! The closed sets of the model. Their numbers are those of the C ABI, and are never reused;
//! `ffi/error/codes.rs`, from which the header is made, documents each value.

/// The side that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Kind {
    Client = 1,
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
    Header = 2,
    Status = 3,
    Probe = 4,
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
    Unknown = 0,
    Cos = 1,
    Ci = 2,
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
    Yes = 1,
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
