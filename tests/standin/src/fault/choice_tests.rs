use std::collections::BTreeSet;

use super::*;
use crate::fault::Kind;

fn kind(choices: &Choices, names: &str, who: &str) -> Kind {
    let choice = choices.of_request(None, Some(names), who);
    choice.expect(names).fault.kind
}

#[test]
fn bucket_and_header_add_up() {
    let choices = Choices::default();
    let choice = choices.of_request(Some("gzip"), Some("status-500, slow-10"), "b");
    let fault = choice.expect("known").fault;
    assert_eq!((fault.kind, fault.delay_ms), (Kind::Status(500, None), 10));
    let none = choices.of_request(None, None, "b");
    assert_eq!(none, Ok(Choice::default()));
    let unknown = choices.of_request(Some("colour"), None, "b");
    assert!(unknown.is_err());
}

#[test]
fn failing_ends_after_so_many_requests_of_each() {
    let choices = Choices::default();
    let names = "fail-2-times-then-ok:status-503-and-no-ids";
    for who in ["one", "other"] {
        let kinds = [(); 4].map(|()| kind(&choices, names, who));
        let failed = Kind::Status(503, None);
        assert_eq!(
            kinds,
            [failed.clone(), failed, Kind::Proper, Kind::Proper],
            "{who}"
        );
    }
    choices.clear();
    assert_eq!(kind(&choices, names, "one"), Kind::Status(503, None));
}

#[test]
fn failing_in_a_bucket_name_and_beside_other_faults() {
    let choices = Choices::default();
    let ask = || {
        let choice = choices.of_request(Some("slow-5-and-fail-1-reset"), None, "b");
        let fault = choice.expect("known").fault;
        (fault.kind, fault.delay_ms)
    };
    assert_eq!(ask(), (Kind::Reset, 5));
    assert_eq!(ask(), (Kind::Proper, 5));
    assert!(
        choices
            .of_request(Some("fail-1-colour"), None, "b")
            .is_err()
    );
    assert!(choices.of_request(Some("fail-x-reset"), None, "b").is_err());
}

#[test]
fn a_token_expires_once() {
    let choices = Choices::default();
    let expired = Kind::Status(400, Some("ExpiredToken".to_string()));
    assert_eq!(kind(&choices, "token-expired-once", "b"), expired);
    assert_eq!(kind(&choices, "token-expired-once", "b"), Kind::Proper);
}

#[test]
fn a_seed_gives_the_same_picks_again() {
    let picks = |seed: u64| -> Vec<String> {
        let choices = Choices::default();
        let pick = || {
            let name = format!("random-{seed}");
            let choice = choices.of_request(Some(&name), None, "b").expect("known");
            choice.picked.expect("a pick")
        };
        (0..500).map(|_| pick()).collect()
    };
    assert_eq!(picks(1), picks(1));
    assert_ne!(picks(1), picks(2));
    let without_number = |pick: &str| {
        pick.trim_end_matches(|c: char| c == '-' || c.is_ascii_digit())
            .to_string()
    };
    let seen: BTreeSet<String> = picks(1).iter().map(|pick| without_number(pick)).collect();
    let all: BTreeSet<String> = PICKS.iter().map(|(pick, _)| without_number(pick)).collect();
    assert_eq!(seen, all);
}

#[test]
fn picks_are_counted() {
    let choices = Choices::default();
    for _ in 0..100 {
        choices
            .of_request(Some("random-7"), None, "b")
            .expect("known");
    }
    let picked = choices.picked();
    let counts = picked.as_object().expect("an object").values();
    assert_eq!(counts.filter_map(Value::as_u64).sum::<u64>(), 100);
}

#[test]
fn memory_is_bounded() {
    let choices = Choices::default();
    for who in 0..=KEPT {
        kind(&choices, "fail-1-reset", &who.to_string());
    }
    assert_eq!(choices.lock().numbers.len(), KEPT);
    assert_eq!(kind(&choices, "fail-1-reset", "0"), Kind::Reset);
    assert_eq!(
        kind(&choices, "fail-1-reset", &KEPT.to_string()),
        Kind::Proper
    );
}

#[test]
fn the_generator_is_splitmix64() {
    // First numbers of the reference implementation for the seed 1234567.
    let mut count = 0;
    let drawn = [(); 3].map(|()| draw(1_234_567, &mut count));
    let expected = [
        6_457_827_717_110_365_317,
        3_203_168_211_198_807_973,
        9_817_491_932_198_370_423,
    ];
    assert_eq!(drawn, expected);
}
