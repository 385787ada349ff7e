use std::time::Duration;

use super::*;
use crate::fault::delivery::plan;
use crate::fault::{Fault, name};
use crate::net::part::Then;
use crate::net::testing::{Pair, run};

fn wire(names: &str, status: u16, head: bool) -> Vec<String> {
    let mut fault = Fault::default();
    name::add_all(&mut fault, names).expect(names);
    let mut answer = Answer::plain(status, "hello");
    answer.head_length = Some(5);
    let plan = plan(answer, &fault.delivery, head, 1);
    assert_eq!(plan.then, Then::Keep);
    let text = |part: Part| String::from_utf8(part.collect()).expect("text");
    plan.parts.into_iter().map(text).collect()
}

const RESPONSE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const SURPLUS: &str = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-standin-surplus: 1\r\n\
                       Content-Length: 27\r\n\r\nbytes of another's object..";

#[test]
fn one_more_response() {
    assert_eq!(
        wire("surplus", 200, false),
        [format!("{RESPONSE}{SURPLUS}")]
    );
    for names in ["surplus-record", "surplus-later", "surplus-idle-7"] {
        assert_eq!(wire(names, 200, false), [RESPONSE, SURPLUS], "{names}");
    }
    let timeout = SURPLUS.replace("200 OK", "408 Request Timeout");
    assert_eq!(
        wire("surplus-status-408-and-surplus-later", 200, false)[1],
        timeout
    );
}

#[test]
fn a_body_where_there_can_be_none() {
    let head = RESPONSE.strip_suffix("hello").expect("a body");
    assert_eq!(wire("surplus-body", 200, false), [RESPONSE]);
    assert_eq!(wire("surplus-body", 200, true), [RESPONSE]);
    assert_eq!(
        wire("surplus-body-and-surplus-later", 200, true),
        [head, "hello"]
    );
    for (status, line) in [(204, "204 No Content"), (304, "304 Not Modified")] {
        let expected = RESPONSE.replace("200 OK", line);
        assert_eq!(wire("surplus-body", status, false), [expected]);
    }
}

#[test]
fn a_response_that_fills_a_record() {
    for names in ["whole-16384", "whole-16384-and-surplus"] {
        let all = wire(names, 200, false).concat();
        let (first, rest) = all.split_at(16384);
        assert!(first.ends_with("\r\n\r\nhello"), "{names}");
        assert_eq!(rest.is_empty(), names == "whole-16384");
    }
}

impl Pair {
    /// Waits until so many surplus responses have arrived.
    async fn surplus(&self, count: u64) {
        while self.state.log.stats()["surplus"] != count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

#[test]
fn what_has_arrived_is_counted() {
    run(async {
        for when in ["", "-record", "-later", "-idle-1"] {
            let mut pair = Pair::with_fault(&format!("surplus{when}")).await?;
            pair.client.read_until("</ListBucketResult>\n").await?;
            pair.surplus(1).await;
            assert_eq!(pair.client.read_until("object..").await?, SURPLUS, "{when}");
            // The connection serves on, and the next response is in its place.
            pair.client.get_with_fault("status-404").await?;
            let answer = pair.client.read_until("\r\n\r\n").await?;
            assert!(answer.starts_with("HTTP/1.1 404 "), "{when}: {answer}");
            assert_eq!(pair.state.log.stats()["surplus"], 1, "{when}");
        }
        Ok(())
    });
}

#[test]
fn a_request_that_comes_before_an_idle_surplus() {
    run(async {
        let mut pair = Pair::with_fault("surplus-idle-100000").await?;
        pair.client.read_until("</ListBucketResult>\n").await?;
        pair.client
            .get_with_fault("slow-1, keepalive-close")
            .await?;
        let all = pair.client.read_all().await?;
        assert!(!all.contains("x-standin-surplus"), "{all}");
        assert_eq!(pair.state.log.stats()["surplus"], 0);
        Ok(())
    });
}
