//! Large bodies, and what goes wrong with them, over a real connection.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::testing::{PUBLIC, Pair, run, signed};
use crate::content::Content;

const LARGE: u64 = 8 << 20;

impl Pair {
    /// Begins a PUT of `/k` that announces a large body.
    async fn begin_put(fault: &str) -> io::Result<Pair> {
        let mut pair = Pair::new().await?;
        let head = format!(
            "PUT /k HTTP/1.1\n{}\nContent-Length: {LARGE}\nx-standin-fault: {fault}",
            signed("PUT", "/k")
        );
        pair.client.send(&head).await?;
        Ok(pair)
    }

    /// Sends so much of the body as the stand-in takes.
    async fn send_body(&mut self) -> io::Result<()> {
        self.client.0.write_all(&vec![7; LARGE as usize]).await
    }

    async fn get(path: &str, fault: &str) -> io::Result<Pair> {
        let mut pair = Pair::new().await?;
        pair.client.send(&get(path, fault)).await?;
        Ok(pair)
    }

    /// Everything that came, and the error at its end.
    async fn received(&mut self) -> (Vec<u8>, Option<io::ErrorKind>) {
        let mut bytes = Vec::new();
        let end = self.client.0.read_to_end(&mut bytes).await;
        (bytes, end.err().map(|error| error.kind()))
    }
}

fn get(path: &str, fault: &str) -> String {
    format!("GET {path} HTTP/1.1\nHost: {PUBLIC}\nx-standin-fault: {fault}")
}

fn body(received: &[u8]) -> &[u8] {
    let end = received.windows(4).position(|four| four == b"\r\n\r\n");
    &received[end.expect("a header block") + 4..]
}

#[test]
fn a_large_body_is_counted_and_hashed() {
    run(async {
        let mut pair = Pair::begin_put("blackhole").await?;
        pair.send_body().await?;
        let answer = pair.client.read_until("\r\n\r\n").await?;
        let crc = Content::from(vec![7; LARGE as usize]).crc64().to_string();
        assert!(
            answer.contains(&format!("x-cos-hash-crc64ecma: {crc}\r\n")),
            "{answer}"
        );
        let requests = pair.state.log.requests();
        assert_eq!(requests[0]["body_length"], LARGE);
        assert_eq!(requests[0]["body_crc64"], crc);
        let store = pair.state.store.lock().expect("not poisoned");
        let object = store.buckets["examplebucket-1250000000"]
            .get("k")
            .expect("an object");
        assert_eq!((object.content.len(), object.content.held()), (LARGE, 0));
        Ok(())
    });
}

#[test]
fn a_refusal_that_reads_on() {
    run(async {
        for fault in [
            "early-403-and-linger",
            "read-100000-and-early-403-and-linger",
        ] {
            let mut pair = Pair::begin_put(fault).await?;
            pair.send_body().await?;
            let answer = pair.client.read_all().await?;
            assert!(
                answer.starts_with("HTTP/1.1 403 Forbidden\r\n"),
                "{fault}: {answer}"
            );
            assert!(answer.ends_with("</Error>\n\n"), "{fault}: {answer}");
            drop(pair.client);
            pair.served.await?;
        }
        Ok(())
    });
}

#[test]
fn interim_answers_come_before_the_body() {
    run(async {
        let mut pair = Pair::begin_put("interim-103").await?;
        for first in ["HTTP/1.1 100 Continue", "HTTP/1.1 103 Interim"] {
            let words = pair.client.read_until("\r\n\r\n").await?;
            assert_eq!(words.lines().next(), Some(first));
        }
        pair.send_body().await?;
        let answer = pair.client.read_until("\r\n\r\n").await?;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        Ok(())
    });
}

#[test]
fn an_upload_that_is_broken_off() {
    run(async {
        let mut pair = Pair::begin_put("read-100000-and-reset").await?;
        pair.send_body().await.expect_err("a reset");
        pair.served.await?;
        let requests = pair.state.log.requests();
        assert_eq!(requests[0]["complete"], false);
        assert!(
            requests[0]["body_length"]
                .as_u64()
                .is_some_and(|length| length >= 100_000)
        );
        Ok(())
    });
}

#[test]
fn an_upload_that_nobody_reads_ends_with_the_client() {
    run(async {
        let mut pair = Pair::begin_put("read-100000-and-hang").await?;
        pair.client.0.write_all(&[7; 100_000]).await?;
        while pair.state.log.stats()["requests"] == 0 {
            tokio::task::yield_now().await;
        }
        // Nobody reads this, so the FIN waits behind it.
        while pair.client.0.try_write(&[7; 64 << 10]).is_ok() {}
        drop(pair.client);
        pair.served.await?;
        assert_eq!(pair.state.log.stats()["connections_open"], 0);
        Ok(())
    });
}

#[test]
fn what_was_sent_arrives_before_a_reset() {
    run(async {
        for bytes in [0, 1, 5_000_000] {
            let mut pair = Pair::get("/synthetic/8m", &format!("cut-{bytes}-and-rst")).await?;
            let (received, end) = pair.received().await;
            assert_eq!(end, Some(io::ErrorKind::ConnectionReset));
            let expected = Content::synthetic(LARGE).slice(0..bytes);
            assert!(body(&received) == expected.to_vec(), "{bytes}");
        }
        Ok(())
    });
}

/// Of one of these bodies more than half has room in the client's socket, and all of it has not.
#[test]
fn a_reset_waits_for_a_client_that_does_not_read() {
    run(async {
        let mut halves = 0;
        for bytes in [100_000, 150_000, 225_000, 330_000, 500_000, 750_000] {
            let mut pair = Pair::with_room(100_000).await?;
            let fault = format!("cut-{bytes}-and-rst");
            pair.client.send(&get("/synthetic/8m", &fault)).await?;
            pair.client.0.readable().await?;
            // The chance of a reset that does not wait.
            tokio::time::sleep(Duration::from_millis(20)).await;
            let unread = pair.client.0.peek(&mut vec![0; bytes]).await?;
            halves += usize::from(unread < bytes && unread > bytes / 2);
            let (received, end) = pair.received().await;
            assert_eq!(end, Some(io::ErrorKind::ConnectionReset));
            assert_eq!(body(&received).len(), bytes);
        }
        assert!(halves > 0);
        Ok(())
    });
}

#[test]
fn a_byte_is_corrupted_and_the_crc_is_not() {
    run(async {
        let crc = format!(
            "x-cos-hash-crc64ecma: {}\r\n",
            Content::synthetic(99).crc64()
        );
        for (fault, same_crc, flipped) in [("corrupt-41", true, 1), ("wrong-crc", false, 0)] {
            let mut pair = Pair::get("/synthetic/99", &format!("no-length, {fault}")).await?;
            let (received, end) = pair.received().await;
            assert_eq!(end, None);
            let head = String::from_utf8_lossy(&received).into_owned();
            assert_eq!(head.contains(&crc), same_crc, "{fault}");
            let expected = Content::synthetic(99).to_vec();
            let differ = body(&received)
                .iter()
                .zip(&expected)
                .filter(|(a, b)| a != b);
            assert_eq!(differ.count(), flipped, "{fault}");
        }
        Ok(())
    });
}

#[test]
fn a_client_that_cannot_name_its_faults() {
    run(async {
        let mut pair = Pair::new().await?;
        let body = r#"{"faults": "status-503", "times": 1, "methods": ["HEAD"]}"#;
        let head = format!(
            "PUT /_standin/faults/public-1250000000 HTTP/1.1\nHost: {}\nContent-Length: {}",
            pair.state.authority,
            body.len()
        );
        pair.client.send(&head).await?;
        pair.client.0.write_all(body.as_bytes()).await?;
        let answer = pair.client.read_until("\r\n\r\n").await?;
        assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
        for status in ["503", "200"] {
            let head = format!("HEAD /synthetic/9 HTTP/1.1\nHost: {PUBLIC}");
            pair.client.send(&head).await?;
            let answer = pair.client.read_until("\r\n\r\n").await?;
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{answer}"
            );
        }
        Ok(())
    });
}

#[test]
fn a_page_of_another_origin_meets_the_rule_of_the_bucket() {
    run(async {
        let mut pair = Pair::new().await?;
        let preflight = format!(
            "OPTIONS / HTTP/1.1\nHost: {PUBLIC}\nOrigin: http://page.example\nAccess-Control-Request-Method: HEAD"
        );
        pair.client.send(&preflight).await?;
        let refused = pair.client.read_until("</Error>\n\n").await?;
        assert!(refused.starts_with("HTTP/1.1 403 ") && !refused.contains("Access-Control"));
        let rule = r#"{"origin": "*", "expose": ["x-cos-request-id"]}"#;
        let head = format!(
            "PUT /_standin/cors/public-1250000000 HTTP/1.1\nHost: {}\nContent-Length: {}",
            pair.state.authority,
            rule.len()
        );
        pair.client.send(&head).await?;
        pair.client.0.write_all(rule.as_bytes()).await?;
        let told = pair.client.read_until("\r\n\r\n").await?;
        assert!(told.starts_with("HTTP/1.1 204 "), "{told}");
        let head = format!("HEAD /missing HTTP/1.1\nHost: {PUBLIC}\nOrigin: http://page.example");
        for (request, status) in [(preflight, 200), (head, 404)] {
            pair.client.send(&request).await?;
            let answer = pair.client.read_until("\r\n\r\n").await?;
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{answer}"
            );
            assert!(
                answer.contains("Access-Control-Expose-Headers: x-cos-request-id\r\n"),
                "{answer}"
            );
        }
        Ok(())
    });
}
