//! The names of faults.

use super::delivery::Way;
use super::{BodyForm, DateForm, Fault, Kind, ProxyFault, message_name, transfer_name};

/// Adds the fault of this name; Err: no such fault.
pub fn add(fault: &mut Fault, name: &str) -> Result<(), String> {
    kind(fault, name)
        .or_else(|| form(fault, name))
        .or_else(|| way(fault, name))
        .or_else(|| message_name::add(fault, name))
        .or_else(|| transfer_name::add(fault, name))
        .or_else(|| numbered_kind(fault, name))
        .or_else(|| numbered_form(fault, name))
        .ok_or_else(|| format!("The stand-in knows no fault \"{name}\"."))
}

/// Adds several faults, joined by `-and-`.
pub fn add_all(fault: &mut Fault, names: &str) -> Result<(), String> {
    names.split("-and-").try_for_each(|name| add(fault, name))
}

fn kind(fault: &mut Fault, name: &str) -> Option<()> {
    let status = |status, code: &str| Kind::Status(status, Some(code.to_string()));
    fault.kind = match name {
        "portal-200-empty" => Kind::PortalEmpty,
        "portal-200-html" => Kind::PortalHtml,
        "echo-secrets" => Kind::EchoSecrets,
        "hang" => Kind::Hang,
        "reset" => Kind::Reset,
        "close" => Kind::Close,
        "garbage" => Kind::Garbage,
        "host-down" => Kind::HostDown,
        "proxy-hang" => Kind::Proxy(ProxyFault::Hang),
        "proxy-close" => Kind::Proxy(ProxyFault::Close),
        "proxy-garbage" => Kind::Proxy(ProxyFault::Garbage),
        "proxy-continue" => Kind::Proxy(ProxyFault::Continue),
        "proxy-line-feeds" => Kind::Proxy(ProxyFault::LineFeeds),
        "denied" => status(403, "AccessDenied"),
        "explain-404" => status(404, "NoSuchBucket"),
        "explain-differs" => Kind::HeadStatus(403),
        "unread-reset" => {
            unread(fault);
            Kind::Reset
        }
        _ => return None,
    };
    Some(())
}

/// Faults without a number that change an answer's form.
fn form(fault: &mut Fault, name: &str) -> Option<()> {
    match name {
        "no-date" => {
            fault.shape.date = DateForm::Absent;
            return Some(());
        }
        "date-1970" => {
            fault.shape.date = DateForm::Epoch;
            return Some(());
        }
        "gzip" => fault.shape.body = BodyForm::Gzip,
        "gbk" => fault.shape.body = BodyForm::Gbk,
        "json" => fault.shape.body = BodyForm::Json,
        "no-ids" => fault.shape.no_ids = true,
        _ => {
            const FIELDS: &[&str] = &["code", "message", "resource", "requestid", "traceid"];
            let field = name.strip_prefix("missing-")?.to_ascii_lowercase();
            FIELDS.contains(&field.as_str()).then_some(())?;
            fault.shape.missing.push(field);
        }
    }
    needs_error(fault, 404, None);
    Some(())
}

/// Faults in how the answer is sent.
fn way(fault: &mut Fault, name: &str) -> Option<()> {
    let way = match name {
        "cut-status-line" => Way::CutStatusLine,
        "cut-headers" => Way::CutHeaders,
        "cut-body" => Way::CutBody,
        "keepalive-close" => Way::CloseAfter(1),
        _ => {
            fault.delivery.way = numbered_way(name)?;
            return Some(());
        }
    };
    if matches!(way, Way::CutStatusLine | Way::CutHeaders | Way::CutBody) {
        needs_error(fault, 404, None);
    }
    fault.delivery.way = way;
    Some(())
}

fn numbered_way(name: &str) -> Option<Way> {
    let number = |prefix| name.strip_prefix(prefix);
    Some(match number("close-after-") {
        Some(requests) => Way::CloseAfter(requests.parse().ok()?),
        None => Way::ResetAfter(number("reset-after-")?.parse().ok()?),
    })
}

/// Without a `read-N`, nothing of the body is read.
fn unread(fault: &mut Fault) {
    fault.reading.only.get_or_insert(0);
}

fn numbered_kind(fault: &mut Fault, name: &str) -> Option<()> {
    let number = |prefix| name.strip_prefix(prefix);
    if let Some(status) = number("status-") {
        let (status, code) = match status.split_once('-') {
            Some((status, code)) => (status, Some(code.to_string())),
            None => (status, None),
        };
        fault.kind = Kind::Status(final_status(status)?, code);
    } else if let Some(status) = number("gateway-") {
        fault.kind = Kind::Gateway(final_status(status)?);
    } else if let Some(status) = number("proxy-") {
        fault.kind = Kind::Proxy(ProxyFault::Status(final_status(status)?));
    } else if let Some(status) = number("portal-") {
        fault.kind = Kind::PortalRedirect(redirect(status)?);
    } else if let Some(status) = number("head-") {
        fault.kind = Kind::HeadStatus(final_status(status)?);
    } else if let Some(status) = number("early-") {
        fault.kind = Kind::Status(final_status(status)?, None);
        fault.delivery.way = Way::CloseAfter(1);
        unread(fault);
    } else if let Some(status) = number("redirect-") {
        let (status, from) = status.split_once('-')?;
        from.eq_ignore_ascii_case("cos").then_some(())?;
        fault.kind = Kind::Status(redirect(status)?, None);
    } else {
        let status = final_status(name.strip_suffix("-no-id")?)?;
        fault.kind = Kind::Status(status, None);
        fault.shape.no_ids = true;
    }
    Some(())
}

fn numbered_form(fault: &mut Fault, name: &str) -> Option<()> {
    let number = |prefix| name.strip_prefix(prefix);
    if let Some(milliseconds) = number("slow-") {
        fault.delay_ms = milliseconds.parse().ok()?;
    } else if let Some(seconds) = number("skew-") {
        const CENTURY_S: i64 = 100 * 365 * 86400;
        fault.skew = seconds.parse().ok()?;
        fault.skew = fault.skew.clamp(-CENTURY_S, CENTURY_S);
    } else if let Some(seconds) = number("retry-after-") {
        fault.shape.retry_after_s = Some(seconds.parse().ok()?);
        needs_error(fault, 503, Some("SlowDown"));
    } else if let Some(kib) = number("big-") {
        fault.shape.body_kib = Some(bounded(kib, 65536)?);
        needs_error(fault, 404, None);
    } else if let Some(count) = number("header-fields-") {
        fault.delivery.fields = bounded(count, 10000)?;
    } else if let Some(kib) = number("header-kb-") {
        fault.shape.header_kib = bounded(kib, 1024)?;
    } else {
        let amount = number("headers-")?;
        match amount.strip_suffix("kb") {
            Some(kib) => fault.delivery.head_kib = bounded(kib, 1024)?,
            None => fault.shape.extra_headers = bounded(amount, 10000)?,
        }
    }
    Some(())
}

/// A fault of an error's form brings its own error, unless another fault names one.
pub(super) fn needs_error(fault: &mut Fault, status: u16, code: Option<&str>) {
    if fault.kind == Kind::Proper {
        fault.kind = Kind::Status(status, code.map(str::to_string));
    }
}

fn final_status(text: &str) -> Option<u16> {
    let status = text.parse().ok();
    status.filter(|status| (200..1000).contains(status))
}

fn redirect(text: &str) -> Option<u16> {
    let status = text.parse().ok();
    status.filter(|status| (300..400).contains(status))
}

fn bounded(text: &str, most: usize) -> Option<usize> {
    text.parse().ok().filter(|number| *number <= most)
}

#[cfg(test)]
#[path = "name_tests.rs"]
mod tests;
