//! The names of faults, and what each asks for.
//!
//! A bucket `fault-NAME-APPID` has the fault NAME; the header `x-standin-fault`
//! gives any request faults, several separated by commas.

/// What a request is to meet with. The default is a proper answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// Seconds that the server's clock is ahead.
    pub skew: i64,
    pub delay_ms: u64,
    pub kind: Kind,
    pub shape: Shape,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Proper,
    /// An answer of COS; the code is the one that fits unless given.
    Status(u16, Option<String>),
    /// HTML of a gateway in front of COS.
    Gateway(u16),
    PortalRedirect,
    PortalEmpty,
    PortalHtml,
    EchoSecrets,
    Hang,
    Reset,
    Close,
    Garbage,
    CutHeaders,
    CutBody,
}

/// How an answer differs from the usual one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    pub body: BodyForm,
    /// Elements left out of the error, lower case.
    pub missing: Vec<String>,
    /// Neither id headers nor id elements.
    pub no_ids: bool,
    /// The error body is padded to this size.
    pub body_kib: Option<usize>,
    pub retry_after_s: Option<u64>,
    pub extra_headers: usize,
    pub header_kib: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodyForm {
    #[default]
    Xml,
    Gzip,
    Gbk,
    Json,
}

/// A fault bucket's fault name: `fault-slow-50-1250000000` has `slow-50`.
pub fn of_bucket(bucket: &str) -> Option<&str> {
    let (name, appid) = bucket.strip_prefix("fault-")?.rsplit_once('-')?;
    let digits = !appid.is_empty() && appid.bytes().all(|b| b.is_ascii_digit());
    digits.then_some(name)
}

/// Adds the fault of this name; Err: no such fault.
pub fn add(fault: &mut Fault, name: &str) -> Result<(), String> {
    let unknown = || format!("The stand-in knows no fault \"{name}\".");
    let kind = match name {
        "portal-302" => Kind::PortalRedirect,
        "portal-200-empty" => Kind::PortalEmpty,
        "portal-200-html" => Kind::PortalHtml,
        "echo-secrets" => Kind::EchoSecrets,
        "hang" => Kind::Hang,
        "reset" => Kind::Reset,
        "close" => Kind::Close,
        "garbage" => Kind::Garbage,
        "cut-headers" => Kind::CutHeaders,
        "cut-body" => Kind::CutBody,
        _ => {
            return shape(fault, name)
                .or_else(|| parameter(fault, name))
                .ok_or_else(unknown);
        }
    };
    fault.kind = kind;
    Ok(())
}

/// Faults without a parameter that change the error's form.
fn shape(fault: &mut Fault, name: &str) -> Option<()> {
    match name {
        "gzip" => fault.shape.body = BodyForm::Gzip,
        "gbk" => fault.shape.body = BodyForm::Gbk,
        "json" => fault.shape.body = BodyForm::Json,
        "no-ids" => fault.shape.no_ids = true,
        _ => return None,
    }
    needs_error(fault, 404, None);
    Some(())
}

fn parameter(fault: &mut Fault, name: &str) -> Option<()> {
    if let Some(field) = name.strip_prefix("missing-") {
        const FIELDS: &[&str] = &["code", "message", "resource", "requestid", "traceid"];
        let field = field.to_ascii_lowercase();
        FIELDS.contains(&field.as_str()).then_some(())?;
        fault.shape.missing.push(field);
        needs_error(fault, 404, None);
    } else if let Some(status) = name.strip_prefix("status-") {
        let (status, code) = match status.split_once('-') {
            Some((status, code)) => (status, Some(code.to_string())),
            None => (status, None),
        };
        fault.kind = Kind::Status(final_status(status)?, code);
    } else if let Some(status) = name.strip_prefix("gateway-") {
        fault.kind = Kind::Gateway(final_status(status)?);
    } else if let Some(milliseconds) = name.strip_prefix("slow-") {
        fault.delay_ms = milliseconds.parse().ok()?;
    } else if let Some(seconds) = name.strip_prefix("skew-") {
        const CENTURY_S: i64 = 100 * 365 * 86400;
        fault.skew = seconds.parse().ok()?;
        fault.skew = fault.skew.clamp(-CENTURY_S, CENTURY_S);
    } else if let Some(seconds) = name.strip_prefix("retry-after-") {
        fault.shape.retry_after_s = Some(seconds.parse().ok()?);
        needs_error(fault, 503, Some("SlowDown"));
    } else if let Some(kib) = name.strip_prefix("big-") {
        fault.shape.body_kib = Some(bounded(kib, 65536)?);
        needs_error(fault, 404, None);
    } else if let Some(count) = name.strip_prefix("headers-") {
        fault.shape.extra_headers = bounded(count, 10000)?;
    } else {
        let kib = name.strip_prefix("header-kb-")?;
        fault.shape.header_kib = bounded(kib, 1024)?;
    }
    Some(())
}

/// A fault of an error's form brings its own error, unless another fault names one.
fn needs_error(fault: &mut Fault, status: u16, code: Option<&str>) {
    if fault.kind == Kind::Proper {
        fault.kind = Kind::Status(status, code.map(str::to_string));
    }
}

fn final_status(text: &str) -> Option<u16> {
    text.parse()
        .ok()
        .filter(|status| (200..1000).contains(status))
}

fn bounded(text: &str, most: usize) -> Option<usize> {
    text.parse().ok().filter(|number| *number <= most)
}

/// All faults of a request, from its bucket's name and its `x-standin-fault`.
pub fn of_request(bucket: Option<&str>, header: Option<&str>) -> Result<Fault, String> {
    let mut fault = Fault::default();
    let names = header.unwrap_or("").split(',').map(str::trim);
    for name in bucket
        .into_iter()
        .chain(names.filter(|name| !name.is_empty()))
    {
        add(&mut fault, name)?;
    }
    Ok(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str) -> Option<Fault> {
        of_request(Some(name), None).ok()
    }

    fn kind(name: &str) -> Option<Kind> {
        one(name).map(|fault| fault.kind)
    }

    #[test]
    fn the_fault_in_a_bucket_name() {
        assert_eq!(of_bucket("fault-slow-50-1250000000"), Some("slow-50"));
        assert_eq!(of_bucket("fault-skew--3600-1"), Some("skew--3600"));
        assert_eq!(of_bucket("fault-hang"), None);
        assert_eq!(of_bucket("default-hang-1250000000"), None);
    }

    #[test]
    fn kinds() {
        assert_eq!(kind("gateway-404"), Some(Kind::Gateway(404)));
        assert_eq!(kind("portal-302"), Some(Kind::PortalRedirect));
        assert_eq!(kind("status-451"), Some(Kind::Status(451, None)));
        let with_code = Kind::Status(409, Some("NoSuch-Thing".to_string()));
        assert_eq!(kind("status-409-NoSuch-Thing"), Some(with_code));
        assert_eq!(kind("cut-body"), Some(Kind::CutBody));
        assert_eq!(kind("headers-200"), Some(Kind::Proper));
        assert_eq!(kind("gzip"), Some(Kind::Status(404, None)));
        let slow_down = Kind::Status(503, Some("SlowDown".to_string()));
        assert_eq!(kind("retry-after-7"), Some(slow_down));
    }

    #[test]
    fn numbers() {
        let fault = |name| one(name).expect(name);
        assert_eq!(fault("slow-250").delay_ms, 250);
        assert_eq!(fault("skew-7200").skew, 7200);
        assert_eq!(fault("skew--7200").skew, -7200);
        assert_eq!(fault("retry-after-7").shape.retry_after_s, Some(7));
        assert_eq!(fault("big-2048").shape.body_kib, Some(2048));
        assert_eq!(fault("headers-200").shape.extra_headers, 200);
        assert_eq!(fault("header-kb-64").shape.header_kib, 64);
        assert_eq!(fault("missing-RequestId").shape.missing, ["requestid"]);
    }

    #[test]
    fn several_at_once() {
        let fault = of_request(Some("gzip"), Some("status-500, slow-10")).expect("known");
        assert_eq!(fault.kind, Kind::Status(500, None));
        assert_eq!(fault.shape.body, BodyForm::Gzip);
        assert_eq!(fault.delay_ms, 10);
        assert_eq!(of_request(None, None), Ok(Fault::default()));
    }

    #[test]
    fn no_faults() {
        for name in [
            "",
            "hangs",
            "slow-",
            "slow--1",
            "status-99",
            "status-1000",
            "status-x",
            "gateway-",
            "missing-",
            "missing-Colour",
            "big-65537",
            "headers--1",
            "header-kb-1025",
            "skew-x",
        ] {
            assert_eq!(one(name), None, "{name}");
        }
    }
}
