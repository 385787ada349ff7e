use super::*;
use crate::fault::{Kind, name};

fn faults(names: &str) -> Fault {
    let mut fault = Fault::default();
    name::add_all(&mut fault, names).expect(names);
    fault
}

#[test]
fn ways_of_downloads() {
    for (names, way, framing) in [
        ("cut-head-7", Way::CutHead(7), Framing::Length),
        ("stall-head-7", Way::StallHead(7), Framing::Length),
        ("cut-chunk-7", Way::CutChunk(7), Framing::Chunks(CHUNK)),
        ("cut-last-chunk", Way::CutLastChunk, Framing::Chunks(CHUNK)),
        (
            "chunked-9-and-cut-chunk-7",
            Way::CutChunk(7),
            Framing::Chunks(9),
        ),
        (
            "cut-chunk-7-and-chunked-9",
            Way::CutChunk(7),
            Framing::Chunks(9),
        ),
        ("trickle-3-4", Way::Trickle(3, 4), Framing::Length),
        ("no-length", Way::Whole, Framing::Close),
        ("length-more-1", Way::Whole, Framing::LengthMore(1)),
        ("length-less-1", Way::Whole, Framing::LengthLess(1)),
    ] {
        let delivery = faults(names).delivery;
        assert_eq!((delivery.way, delivery.framing), (way, framing), "{names}");
    }
    assert_eq!(faults("blanks-3-4").delivery.blanks, Some((3, 4)));
    assert_eq!(faults("cut-1-and-rst").delivery.ending, Ending::Reset);
    assert_eq!(
        faults("early-403-and-linger").delivery.ending,
        Ending::Linger
    );
}

#[test]
fn ways_of_uploads() {
    for names in ["read-7-and-early-403", "early-403-and-read-7"] {
        let fault = faults(names);
        assert_eq!(fault.reading.only, Some(7), "{names}");
        assert_eq!(fault.kind, Kind::Status(403, None));
        assert_eq!(fault.delivery.way, Way::CloseAfter(1));
    }
    assert_eq!(faults("read-7-and-cut-3").delivery.way, Way::Cut(3));
    assert_eq!(faults("read-trickle-5-6").reading.pace, Some((5, 6)));
    assert_eq!(faults("interim-103").reading.interim, Some(103));
    let both = faults("blackhole-and-no-crc").reading;
    assert!(both.discard && both.no_crc && both.only.is_none());
}

#[test]
fn what_is_no_name() {
    for name in [
        "cut-",
        "cut-x",
        "cut-chunk-",
        "chunked-0",
        "chunked-99999999999",
        "blanks-3",
        "trickle-3",
        "read-",
        "read-trickle-3",
        "interim-",
        "interim-101",
        "interim-200",
        "length-4",
        "corrupt-",
        "blackholes",
    ] {
        assert!(name::add(&mut Fault::default(), name).is_err(), "{name}");
    }
}
