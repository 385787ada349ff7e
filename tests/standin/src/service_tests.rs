use std::io;

use super::*;
use crate::net::testing::{PUBLIC, listen, run};
use crate::options::Options;
use crate::request::example;

fn request(host: &str, headers: &[(&'static str, &str)]) -> Request {
    example(host, "/", headers)
}

async fn state() -> io::Result<std::sync::Arc<State>> {
    let (_, state) = listen(HashMap::new(), &Options::default()).await?;
    Ok(state)
}

fn ask(state: &State, request: &Request) -> (u16, Option<String>) {
    let choice = choose(state, request);
    let decision = decide(state, request, choice, &Origin::default());
    match decision.deed {
        Deed::Send(answer, _) => (answer.status, decision.picked),
        _ => (0, decision.picked),
    }
}

#[test]
fn faults_are_for_those_with_a_signature() {
    run(async {
        let state = state().await?;
        let fault = [("x-standin-fault", "status-500")];
        assert_eq!(ask(&state, &request(PUBLIC, &fault)).0, 500);
        let private = PUBLIC.replace("public", "examplebucket");
        assert_eq!(ask(&state, &request(&private, &fault)).0, 403);
        assert_eq!(ask(&state, &request("www.example.org", &fault)).0, 500);
        assert_eq!(ask(&state, &request("www.example.org", &[])).0, 404);
        let unknown = [("x-standin-fault", "colour")];
        assert_eq!(ask(&state, &request(PUBLIC, &unknown)).0, 400);
        Ok(())
    });
}

#[test]
fn a_bucket_may_stand_in_the_path() {
    run(async {
        let state = state().await?;
        let region = "cos.ap-guangzhou.myqcloud.com";
        for (path, status) in [
            ("/public-1250000000", 200),
            ("/public-1250000000/synthetic/9", 200),
            ("/public-1250000000/missing", 404),
            ("/beijing-1250000000/missing", 404),
            ("/examplebucket-1250000000/synthetic/9", 403),
            ("/fault-status-503-1250000000", 403),
        ] {
            assert_eq!(ask(&state, &example(region, path, &[])).0, status, "{path}");
        }
        let request = example(region, "/public-1250000000/missing", &[]);
        assert_eq!(request.key(), Some("missing"));
        assert_eq!(
            request.resource(),
            format!("{region}/public-1250000000/missing")
        );
        Ok(())
    });
}

#[test]
fn a_range_that_is_ignored() {
    run(async {
        let state = state().await?;
        let fault = [("range", "bytes=5-9"), ("x-standin-fault", "range-ignored")];
        let get = |headers| example(PUBLIC, "/synthetic/10", headers);
        assert_eq!(ask(&state, &get(&fault[..1])).0, 206);
        assert_eq!(ask(&state, &get(&fault)).0, 200);
        Ok(())
    });
}

#[test]
fn failing_is_counted_by_echo_then_by_bucket() {
    run(async {
        let state = state().await?;
        let fault = ("x-standin-fault", "fail-1-times-then-ok:status-503");
        for headers in [
            &[fault][..],
            &[fault, ("x-standin-echo", "a")],
            &[fault, ("x-standin-echo", "b")],
        ] {
            let request = request(PUBLIC, headers);
            assert_eq!(ask(&state, &request).0, 503, "{headers:?}");
            assert_eq!(ask(&state, &request).0, 200, "{headers:?}");
        }
        Ok(())
    });
}

#[test]
fn a_pick_is_told_and_is_what_is_done() {
    run(async {
        let state = state().await?;
        let request = request(PUBLIC, &[("x-standin-fault", "random-5")]);
        for _ in 0..200 {
            let (status, picked) = ask(&state, &request);
            let picked = picked.expect("a pick");
            let expected = match picked.as_str() {
                "proper" | "close-after-1" => 200,
                slow if slow.starts_with("slow-") => 200,
                "reset" | "close" | "garbage" => 0,
                "503-no-id" => 503,
                "gzip" | "big-64" | "cut-headers" | "cut-body" => 404,
                other => {
                    let number = other.rsplit('-').next().unwrap_or("");
                    number.parse().expect(other)
                }
            };
            assert_eq!(status, expected, "{picked}");
        }
        Ok(())
    });
}

#[test]
fn fault_buckets_are_not_kept_for_ever() {
    run(async {
        let state = state().await?;
        for number in 0..2500 {
            let host = format!("fault-hang-{number}.cos.ap-beijing.myqcloud.com");
            ask(&state, &request(&host, &[]));
        }
        let store = state.store.lock().expect("not poisoned");
        assert!(store.buckets.len() <= 1000);
        assert!(store.buckets.contains_key("examplebucket-1250000000"));
        Ok(())
    });
}
