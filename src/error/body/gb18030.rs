//! GB18030, with GBK and GB2312 in it. Its tables come from encoding_rs, by build.rs.

use once_cell::race::OnceBox;

use crate::error::table::unpacked;

/// `TWO`: the characters of two bytes, those of GB2312 first, each as its distance from the first
/// one after the last that did not occur yet. `FOUR`: where runs of characters of four bytes begin,
/// the first's number and the first's character, each as its distance from that of the run before.
/// Packed, each with its length.
mod packed {
    include!(concat!(env!("OUT_DIR"), "/gb18030.rs"));
}

/// Characters of four bytes with this number or a higher one are beyond the Basic Multilingual Plane.
const FIRST_ASTRAL: u32 = 189_000;
/// The first bytes that a character of two may have, and the second bytes.
const LEADS: u32 = 126;
const TRAILS: u32 = 190;
/// The first of each that GB2312 uses.
const GB2312_LEAD: u32 = 0xa1 - 0x81;
const GB2312_TRAIL: u32 = 0xa1 - 0x41;

struct Tables {
    two: Vec<u32>,
    four: Vec<(u32, u32)>,
}

static TABLES: OnceBox<Tables> = OnceBox::new();

fn tables() -> &'static Tables {
    TABLES.get_or_init(|| {
        Box::new(Tables {
            two: characters(&unpacked(packed::TWO.0, packed::TWO.1)),
            four: runs(&unpacked(packed::FOUR.0, packed::FOUR.1)),
        })
    })
}

/// The characters of two bytes by the number of their bytes.
fn characters(distances: &[u8]) -> Vec<u32> {
    let all = || 0..LEADS * TRAILS;
    let is_of_gb2312 = |at: &u32| at / TRAILS >= GB2312_LEAD && at % TRAILS >= GB2312_TRAIL;
    let order = all().filter(is_of_gb2312);
    let order = order.chain(all().filter(|at| !is_of_gb2312(at)));
    let mut characters = vec![0; all().len()];
    let mut used = vec![false; 0x1_0000];
    let mut next = 0;
    for (at, distance) in order.zip(Distances(distances)) {
        let character = add(next, distance);
        let places = (
            characters.get_mut(at as usize),
            used.get_mut(character as usize),
        );
        if let (Some(place), Some(used)) = places {
            (*place, *used) = (character, true);
        }
        let is_free = |next: &u32| used.get(*next as usize) != Some(&true);
        next = (character + 1..).find(is_free).unwrap_or(0);
    }
    characters
}

/// The first number and the first character of each run of characters of four bytes.
fn runs(distances: &[u8]) -> Vec<(u32, u32)> {
    let mut runs = Vec::new();
    let (mut number, mut character) = (0, 0);
    let mut distances = Distances(distances);
    while let (Some(a), Some(b)) = (distances.next(), distances.next()) {
        (number, character) = (add(number, a), add(character, b));
        runs.push((number, character));
    }
    runs
}

fn add(to: u32, distance: i32) -> u32 {
    to.wrapping_add_signed(distance)
}

/// Numbers of seven bits a byte, the lowest first; odd ones are negative.
struct Distances<'a>(&'a [u8]);

impl Iterator for Distances<'_> {
    type Item = i32;

    fn next(&mut self) -> Option<i32> {
        let length = 1 + self.0.iter().position(|byte| *byte < 0x80)?;
        let (number, rest) = self.0.split_at(length);
        self.0 = rest;
        let bits = |sum: u32, byte: &u8| sum << 7 | u32::from(byte & 0x7f);
        let number = number.iter().rev().fold(0, bits);
        let half = (number >> 1) as i32;
        Some(if number & 1 == 1 { -half - 1 } else { half })
    }
}

/// The text without a last character that was cut. None if a character elsewhere is malformed.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let (character, width) = match (first, rest) {
            (0..0x80, _) => (u32::from(*first), 1),
            (0x80, _) => (0x20ac, 1),
            (0xff, _) => return None,
            (_, [_]) => break,
            (_, [_, b'0'..=b'9', ..]) => match four(rest)? {
                Some(character) => (character, 4),
                None => break,
            },
            (_, [lead, trail, ..]) => (two(*lead, *trail)?, 2),
            (_, []) => break,
        };
        text.push(char::from_u32(character)?);
        rest = &rest[width..];
    }
    Some(text)
}

fn two(lead: u8, trail: u8) -> Option<u32> {
    let trail = match trail {
        0x40..=0x7e => trail - 0x40,
        0x80..=0xfe => trail - 0x41,
        _ => return None,
    };
    let at = u32::from(lead - 0x81) * TRAILS + u32::from(trail);
    tables().two.get(at as usize).copied()
}

/// `Some(None)`: it is cut. `None`: it is malformed.
fn four(bytes: &[u8]) -> Option<Option<u32>> {
    let digit = |byte: u8, from: u8, to: u8| {
        let is_one = (from..=to).contains(&byte);
        is_one.then(|| u32::from(byte - from))
    };
    let mut number = 0;
    for (at, (from, to)) in [(0x81, 0xfe), (b'0', b'9'), (0x81, 0xfe), (b'0', b'9')]
        .into_iter()
        .enumerate()
    {
        let Some(byte) = bytes.get(at) else {
            return Some(None);
        };
        number = number * (u32::from(to - from) + 1) + digit(*byte, from, to)?;
    }
    character(number).map(Some)
}

fn character(number: u32) -> Option<u32> {
    if number >= FIRST_ASTRAL {
        let character = number - FIRST_ASTRAL + 0x1_0000;
        return (character <= 0x10_ffff).then_some(character);
    }
    let runs = &tables().four;
    let run = runs.partition_point(|(first, _)| *first <= number);
    let (first, character) = runs.get(run.checked_sub(1)?)?;
    // A run of none begins with 0.
    (*character != 0).then_some(character + (number - first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;

    fn reference(bytes: &[u8]) -> Option<String> {
        let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes);
        text.map(std::borrow::Cow::into_owned)
    }

    #[test]
    fn every_character_of_two_bytes_is_that_of_the_reference() {
        for lead in 0x81..=0xff {
            for trail in (0..=0xff).filter(|trail: &u8| !trail.is_ascii_digit()) {
                let bytes = [lead, trail];
                assert_eq!(decode(&bytes), reference(&bytes), "{bytes:x?}");
            }
        }
        assert_eq!(decode(&[0x80]), reference(&[0x80]));
    }

    #[test]
    fn characters_of_four_bytes_are_those_of_the_reference() {
        // All that have runs, the first and the last beyond them, and those of no character.
        let leads = [0x81..=0x84, 0x8f..=0x90, 0xe3..=0xe4, 0xfe..=0xfe];
        let quads = leads
            .into_iter()
            .flatten()
            .flat_map(|a| (b'0'..=b'9').map(move |b| (a, b)));
        let quads = quads.flat_map(|(a, b)| (0x81..=0xfe).map(move |c| (a, b, c)));
        for (a, b, c) in quads {
            for d in b'0'..=b'9' {
                let bytes = [a, b, c, d];
                assert_eq!(decode(&bytes), reference(&bytes), "{bytes:x?}");
            }
        }
    }
}
