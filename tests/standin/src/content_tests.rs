use super::*;

#[test]
fn the_pattern_is_as_told() {
    let made = Content::synthetic(3 * PERIOD / 2).to_vec();
    assert_eq!(made.len() as u64, 3 * PERIOD / 2);
    for (offset, byte) in made.iter().enumerate() {
        assert_eq!(*byte, pattern_byte(offset as u64), "{offset}");
    }
}

#[test]
fn a_crc_is_that_of_the_bytes() {
    let whole = Content::synthetic(3 * PERIOD + 17);
    for (from, to) in [
        (0, 0),
        (0, 5),
        (0, PERIOD),
        (0, whole.len()),
        (7, PERIOD + 7),
        (PERIOD - 1, PERIOD + 1),
        (PERIOD, 3 * PERIOD),
        (2 * PERIOD + 5, whole.len()),
    ] {
        let part = whole.slice(from..to);
        assert_eq!(part.crc64(), crc64::of(&part.to_vec()), "{from}..{to}");
    }
}

#[test]
fn parts_in_a_row_are_one() {
    let mut all = Content::from("hello ");
    all.push(Content::synthetic(3));
    all.push(Content::from("!"));
    let bytes = all.to_vec();
    assert_eq!(bytes.len() as u64, all.len());
    assert_eq!(all.crc64(), crc64::of(&bytes));
    for from in 0..bytes.len() {
        let part = all.slice(from as u64..u64::MAX);
        assert_eq!(part.to_vec(), bytes[from..], "{from}");
        assert_eq!(part.len(), (bytes.len() - from) as u64);
    }
}

#[test]
fn one_byte_is_corrupted() {
    let whole = Content::synthetic(100);
    for (offset, flipped) in [(0, 0), (41, 41), (99, 99), (1000, 99)] {
        let (before, after) = (whole.to_vec(), whole.corrupted(offset).to_vec());
        let differ: Vec<usize> = (0..100).filter(|at| before[*at] != after[*at]).collect();
        assert_eq!(differ, [flipped]);
    }
    assert!(Content::default().corrupted(3).is_empty());
}

#[test]
fn bytes_are_handed_out_without_a_copy() {
    let bytes = Bytes::from(vec![1; 1 << 20]);
    let mut content = Content::from(bytes.clone());
    assert_eq!(content.take(u64::MAX).as_ptr(), bytes.as_ptr());
    assert_eq!(content.len(), (1 << 20) - STEP as u64);
    assert_eq!(content.held(), (1 << 20) - STEP);
}

#[test]
fn what_is_lost_is_counted() {
    let mut content = Content::lost(1 << 40);
    content.push(Content::from("x"));
    assert_eq!((content.len(), content.held()), ((1 << 40) + 1, 1));
    assert!(!content.is_kept());
    assert!(content.slice(1 << 40..u64::MAX).is_kept());
}
