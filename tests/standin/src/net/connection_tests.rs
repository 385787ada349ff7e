use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt;

use crate::net::testing::{PUBLIC, Pair, run};

#[test]
fn a_kept_connection_serves_several_requests() {
    run(async {
        let mut pair = Pair::new().await?;
        for number in ["1", "2"] {
            let head = format!("HEAD / HTTP/1.1\nHost: {PUBLIC}\nx-standin-echo: {number}");
            pair.client.send(&head).await?;
            let answer = pair.client.read_until("\r\n\r\n").await?;
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
            for field in [
                format!("x-standin-echo: {number}\r\n"),
                "x-cos-bucket-region: ap-guangzhou\r\n".to_string(),
            ] {
                assert!(answer.contains(&field), "{answer}");
            }
        }
        drop(pair.client);
        pair.served.await?;
        let stats = pair.state.log.stats();
        assert_eq!(stats["requests"], 2);
        assert_eq!(stats["connections_accepted"], 1);
        assert_eq!(stats["connections_open"], 0);
        Ok(())
    });
}

#[test]
fn a_connection_ends_when_the_client_asks() {
    run(async {
        for (version, field, word) in [
            ("1.1", "A: b", "keep-alive"),
            ("1.1", "Connection: x, Close", "close"),
            ("1.0", "A: b", "close"),
            ("1.0", "Connection: Keep-Alive", "keep-alive"),
        ] {
            let mut pair = Pair::new().await?;
            let head = format!("HEAD / HTTP/{version}\nHost: {PUBLIC}\n{field}");
            pair.client.send(&head).await?;
            let answer = pair.client.read_until("\r\n\r\n").await?;
            let expected = format!("\r\nConnection: {word}\r\n");
            assert!(answer.contains(&expected), "{version} {field}: {answer}");
            if word == "close" {
                assert_eq!(pair.client.read_all().await?, "");
            } else {
                pair.client.send(&head).await?;
                pair.client.read_until("\r\n\r\n").await?;
            }
        }
        Ok(())
    });
}

#[test]
fn a_reset_is_a_reset_and_a_close_a_close() {
    run(async {
        let mut pair = Pair::with_fault("reset").await?;
        let error = pair.client.read_all().await.expect_err("a reset");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        let mut pair = Pair::with_fault("close").await?;
        assert_eq!(pair.client.read_all().await?, "");
        let mut pair = Pair::with_fault("host-down").await?;
        let error = pair.client.read_all().await.expect_err("a reset");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        Ok(())
    });
}

#[test]
fn only_one_domain_of_a_host_is_down() {
    run(async {
        let mut pair = Pair::new().await?;
        let host = PUBLIC.replace("myqcloud.com", "tencentcos.cn");
        let head = format!("HEAD / HTTP/1.1\nHost: {host}\nx-standin-fault: host-down");
        pair.client.send(&head).await?;
        let answer = pair.client.read_until("\r\n\r\n").await?;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        Ok(())
    });
}

#[test]
fn broken_answers_arrive_as_planned() {
    run(async {
        let mut pair = Pair::with_fault("garbage").await?;
        assert!(pair.client.read_all().await?.contains("this is not HTTP"));
        let mut pair = Pair::with_fault("cut-status-line").await?;
        assert_eq!(pair.client.read_all().await?, "HTTP/1.1 4");
        let mut pair = Pair::with_fault("cut-headers").await?;
        let cut = pair.client.read_all().await?;
        assert!(cut.starts_with("HTTP/1.1 404 ") && !cut.contains("\r\n\r\n"));
        let mut pair = Pair::with_fault("cut-body").await?;
        let cut = pair.client.read_all().await?;
        assert!(cut.contains("<Code>") && !cut.contains("</Error>"), "{cut}");
        Ok(())
    });
}

#[test]
fn slow_answers_are_whole_and_the_connection_lives() {
    run(async {
        let mut pair = Pair::new().await?;
        for fault in ["slow-headers-1", "drip-1", "slow-1"] {
            pair.client.get_with_fault(fault).await?;
            let answer = pair.client.read_until("</ListBucketResult>\n").await?;
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
            assert!(answer.contains("Content-Length: 197\r\n"));
        }
        assert_eq!(pair.state.log.stats()["connections_accepted"], 1);
        Ok(())
    });
}

/// A clock that stands still unless it is told to go on, or nothing else is to be done.
#[test]
fn steps_that_are_late_delay_no_others() {
    run(async {
        let mut pair = Pair::with_fault("trickle-50-100").await?;
        pair.client.read_until("\r\n\r\n").await?;
        tokio::time::pause();
        let begun = tokio::time::Instant::now();
        let first = pair.client.read_until("?>").await?;
        assert!(first.starts_with("<?xml"), "{first}");
        tokio::time::advance(Duration::from_secs(1)).await;
        let rest = pair.client.read_until("</ListBucketResult>\n").await?;
        assert_eq!(first.len() + rest.len(), 197);
        // The second step was due before the clock went on, the third and the fourth meanwhile.
        assert!(
            begun.elapsed() < Duration::from_millis(1200),
            "{:?}",
            begun.elapsed()
        );
        Ok(())
    });
}

#[test]
fn a_connection_ends_without_a_word() {
    run(async {
        let mut pair = Pair::with_fault("keepalive-close").await?;
        let answer = pair.client.read_all().await?;
        assert!(answer.contains("Connection: keep-alive\r\n"), "{answer}");
        assert!(answer.ends_with("</ListBucketResult>\n"), "{answer}");

        let mut pair = Pair::with_fault("close-after-2").await?;
        let first = pair.client.read_until("</ListBucketResult>\n").await?;
        assert!(!first.contains("Connection: close"));
        pair.client.get_with_fault("close-after-2").await?;
        let second = pair.client.read_all().await?;
        assert!(second.ends_with("</ListBucketResult>\n"), "{second}");

        let mut pair = Pair::with_fault("reset-after-1").await?;
        pair.client.read_until("</ListBucketResult>\n").await?;
        pair.client.get_with_fault("reset-after-1").await?;
        let error = pair.client.read_all().await.expect_err("a reset");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        Ok(())
    });
}

#[test]
fn an_early_answer_does_not_wait_for_the_body() {
    const TOO_MUCH: &str = "Content-Length: 1000000000";
    run(async {
        let mut pair = Pair::new().await?;
        let put = format!("GET /k HTTP/1.1\nHost: {PUBLIC}\n{TOO_MUCH}");
        let head = format!("{put}\nx-standin-fault: early-403\nx-standin-echo: e");
        pair.client.send(&head).await?;
        let answer = pair.client.read_all().await?;
        assert!(answer.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{answer}");
        assert!(answer.contains("Connection: close\r\n") && answer.contains("x-standin-echo: e"));
        assert!(answer.ends_with("</Error>\n\n"), "{answer}");

        let mut pair = Pair::new().await?;
        let head = format!("{put}\nx-standin-fault: unread-reset");
        pair.client.send(&head).await?;
        let error = pair.client.read_all().await.expect_err("a reset");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        Ok(())
    });
}

#[test]
fn a_script_is_followed_word_for_word_and_the_connection_kept() {
    run(async {
        let mut pair = Pair::new().await?;
        let script = br#"{"status": 200, "reason": "As Told", "headers": [["X-Case", "Kept"]], "body": "hi", "times": 1}"#;
        let scripts = crate::script::parse(script).expect("a script");
        pair.state.scripts.put("public-1250000000", scripts);
        let get = format!("GET / HTTP/1.1\nHost: {PUBLIC}");
        pair.client.send(&get).await?;
        let answer = pair.client.read_until("hi").await?;
        assert_eq!(
            answer,
            "HTTP/1.1 200 As Told\r\nX-Case: Kept\r\nContent-Length: 2\r\n\r\nhi"
        );
        pair.client.send(&get).await?;
        let answer = pair.client.read_until("</ListBucketResult>\n").await?;
        assert!(answer.contains("tencent-cos"), "{answer}");
        Ok(())
    });
}

#[test]
fn silence_ends_with_the_client() {
    run(async {
        for fault in ["hang", "stall-3"] {
            let mut pair = Pair::with_fault(fault).await?;
            if fault == "stall-3" {
                pair.client.read_until("\r\n\r\n<?x").await?;
            }
            pair.client.0.shutdown().await?;
            drop(pair.client);
            pair.served.await?;
            assert_eq!(pair.state.log.stats()["connections_open"], 0, "{fault}");
        }
        let mut pair = Pair::new().await?;
        let script = br#"{"status": 200, "body": "hello", "cut_after_bytes": -2, "close": false}"#;
        let scripts = crate::script::parse(script).expect("a script");
        pair.state.scripts.put("public-1250000000", scripts);
        let head = format!("GET / HTTP/1.1\nHost: {PUBLIC}\nConnection: close");
        pair.client.send(&head).await?;
        assert!(
            pair.client
                .read_until("hel")
                .await?
                .ends_with("\r\n\r\nhel")
        );
        drop(pair.client);
        pair.served.await?;
        assert_eq!(pair.state.log.stats()["connections_open"], 0);
        Ok(())
    });
}

#[test]
fn control_connections_are_not_counted() {
    run(async {
        let mut pair = Pair::new().await?;
        let host = pair.state.authority.clone();
        let head = format!("GET /_standin/stats HTTP/1.1\nHost: {host}\nx-standin-echo: e");
        pair.client.send(&head).await?;
        let answer = pair.client.read_until("}").await?;
        assert!(answer.contains("x-standin-echo: e\r\n"), "{answer}");
        let answer = pair.client.read_until("}").await?;
        for count in ["connections_accepted", "connections_open", "requests"] {
            let stats = pair.state.log.stats();
            assert_eq!(stats[count], 0, "{answer}");
        }
        // The same path on a bucket's host is a key like any other.
        let head = format!("GET /_standin/stats HTTP/1.1\nHost: {PUBLIC}");
        pair.client.send(&head).await?;
        let answer = pair.client.read_until("</Error>\n\n").await?;
        assert!(answer.contains("<Code>NoSuchKey</Code>"), "{answer}");
        Ok(())
    });
}
