//! `x-cos-traffic-limit`: how fast the bytes of one request are, in bits a second.

use crate::answer::CosError;
use crate::codes;
use crate::fault::Fault;
use crate::fault::delivery::Way;
use crate::request::Request;

const NAME: &str = "x-cos-traffic-limit";
const LIMITS: std::ops::RangeInclusive<u64> = 819_200..=838_860_800;

/// A limit is kept by sending and reading a step every so many milliseconds.
const EVERY_MS: u64 = 100;

/// The limit that a header or a parameter sets. None: there is none.
pub fn limit(request: &Request) -> Result<Option<u64>, CosError> {
    let limit = request.header(NAME);
    let limit = limit.or_else(|| request.param(NAME).map(str::to_string));
    let Some(text) = limit else {
        return Ok(None);
    };
    let bits = text.parse().ok().filter(|bits| LIMITS.contains(bits));
    bits.map(Some).ok_or_else(|| {
        let message = format!("{NAME} \"{text}\" is not from 819200 to 838860800.");
        codes::error("InvalidArgument").message(message)
    })
}

/// Slows a request down, unless a fault already does.
pub fn slow(request: &Request, fault: &mut Fault) {
    let Ok(Some(bits)) = limit(request) else {
        return;
    };
    let step = bits / 8 * EVERY_MS / 1000;
    if fault.reading.pace.is_none() {
        fault.reading.pace = Some((step, EVERY_MS));
    }
    if fault.delivery.way == Way::Whole {
        let step = usize::try_from(step).unwrap_or(usize::MAX);
        fault.delivery.way = Way::Trickle(step, EVERY_MS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::testing::PUBLIC;
    use crate::request::example;

    #[test]
    fn a_limit_is_a_pace() {
        for (target, headers, step) in [
            ("/k", vec![(NAME, "819200")], Some(10_240)),
            ("/k?x-cos-traffic-limit=838860800", vec![], Some(10_485_760)),
            ("/k", vec![(NAME, "819199")], None),
            ("/k", vec![(NAME, "fast")], None),
            ("/k", vec![], None),
        ] {
            let request = example(PUBLIC, target, &headers);
            let mut fault = Fault::default();
            slow(&request, &mut fault);
            assert_eq!(
                fault.reading.pace,
                step.map(|step| (step, EVERY_MS)),
                "{headers:?}"
            );
            let way = step.map_or(Way::Whole, |step| Way::Trickle(step as usize, EVERY_MS));
            assert_eq!(fault.delivery.way, way, "{headers:?}");
        }
    }

    #[test]
    fn a_fault_goes_before_a_limit() {
        let request = example(PUBLIC, "/k", &[(NAME, "819200")]);
        let mut fault = Fault::default();
        fault.reading.pace = Some((1, 2));
        fault.delivery.way = Way::Cut(3);
        let before = fault.clone();
        slow(&request, &mut fault);
        assert_eq!(fault, before);
    }
}
