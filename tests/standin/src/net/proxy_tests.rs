use std::collections::HashMap;

use super::*;
use crate::net::testing::{PUBLIC, Pair, run};
use crate::options::Options;

async fn pair(options: &Options) -> io::Result<Pair> {
    let doors = HashMap::from([
        (80, Door::Http),
        (443, Door::HandshakeReset),
        (8080, Door::Proxy),
    ]);
    Pair::at(Door::Proxy, doors, options).await
}

fn with_auth() -> Options {
    Options {
        proxy: true,
        proxy_auth: Some("user:pass".to_string()),
        ..Options::default()
    }
}

#[test]
fn a_tunnel_leads_to_the_stand_in() {
    run(async {
        let mut pair = pair(&Options::default()).await?;
        pair.client
            .send(&format!("CONNECT {PUBLIC}:80 HTTP/1.1\nHost: {PUBLIC}:80"))
            .await?;
        let answer = pair.client.read_until("\r\n\r\n").await?;
        assert_eq!(answer, "HTTP/1.1 200 Connection established\r\n\r\n");
        pair.client
            .send(&format!("GET / HTTP/1.1\nHost: {PUBLIC}"))
            .await?;
        let answer = pair.client.read_until("</ListBucketResult>\n").await?;
        assert!(answer.contains("tencent-cos"), "{answer}");

        let stats = pair.state.log.stats();
        for (name, count) in [
            ("connects", 1),
            ("tunnels", 1),
            ("requests", 1),
            ("connections_accepted", 1),
        ] {
            assert_eq!(stats[name], count, "{name}");
        }
        let requests = pair.state.log.requests();
        assert_eq!(requests[0]["method"], "CONNECT");
        assert_eq!(requests[1]["proxy"], true);
        Ok(())
    });
}

#[test]
fn tunnels_that_are_opened_oddly() {
    for (fault, expected) in [
        (
            "proxy-continue",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ",
        ),
        ("proxy-line-feeds", "HTTP/1.1 200 Connection established\n"),
    ] {
        run(async {
            let mut pair = pair(&Options::default()).await?;
            let host = format!("fault-{fault}-1250000000.cos.ap-guangzhou.myqcloud.com");
            pair.client
                .send(&format!("CONNECT {host}:80 HTTP/1.1"))
                .await?;
            pair.client.get_with_fault("keepalive-close").await?;
            let all = pair.client.read_all().await?;
            assert!(all.starts_with(expected), "{all}");
            assert!(all.ends_with("</ListBucketResult>\n"), "{all}");
            Ok(())
        });
    }
}

#[test]
fn a_tunnel_leads_to_the_door_of_its_port() {
    run(async {
        let mut pair = pair(&Options::default()).await?;
        pair.client
            .send("CONNECT any.example.org:443 HTTP/1.1")
            .await?;
        pair.client.read_until("established\r\n\r\n").await?;
        pair.client.send("hello").await?;
        let error = pair.client.read_all().await.expect_err("a reset");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        Ok(())
    });
}

#[test]
fn there_is_no_tunnel_to_elsewhere() {
    run(async {
        let mut pair = pair(&Options::default()).await?;
        for (target, status) in [
            ("any.example.org:22", "403"),
            ("127.0.0.1:8080", "403"),
            ("any.example.org", "400"),
            (
                "fault-proxy-502-1250000000.cos.ap-guangzhou.myqcloud.com:80",
                "502",
            ),
        ] {
            pair.client
                .send(&format!("CONNECT {target} HTTP/1.1\nx-standin-echo: e"))
                .await?;
            let answer = pair.client.read_until("</html>\r\n").await?;
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{target}: {answer}"
            );
            assert!(answer.contains("x-standin-echo: e\r\n"), "{answer}");
        }
        let stats = pair.state.log.stats();
        assert_eq!(
            (&stats["connects"], &stats["tunnels"]),
            (&4.into(), &0.into())
        );
        Ok(())
    });
}

#[test]
fn a_proxy_may_ask_who_is_there() {
    run(async {
        let connect = format!("CONNECT {PUBLIC}:80 HTTP/1.1\nHost: {PUBLIC}:80");
        let mut pair = pair(&with_auth()).await?;
        for refused in [
            connect.clone(),
            format!("{connect}\nProxy-Authorization: Basic AAAA"),
        ] {
            pair.client.send(&refused).await?;
            let answer = pair.client.read_until("</html>\r\n").await?;
            assert!(answer.starts_with("HTTP/1.1 407 "), "{answer}");
            assert!(
                answer.contains("Proxy-Authenticate: Basic realm="),
                "{answer}"
            );
        }
        // "user:pass" in base64.
        let right = format!("{connect}\nproxy-authorization: basic dXNlcjpwYXNz");
        pair.client.send(&right).await?;
        pair.client.read_until("established\r\n\r\n").await?;
        Ok(())
    });
}

#[test]
fn requests_with_absolute_urls_are_forwarded() {
    run(async {
        let mut pair = pair(&with_auth()).await?;
        let get = format!("GET http://{PUBLIC}/ HTTP/1.1\nHost: {PUBLIC}");
        pair.client
            .send(&format!("{get}\nx-standin-echo: e"))
            .await?;
        let answer = pair.client.read_until("</html>\r\n").await?;
        assert!(answer.starts_with("HTTP/1.1 407 ") && answer.contains("x-standin-echo: e"));
        let auth = "Proxy-Authorization: Basic dXNlcjpwYXNz";
        pair.client.send(&format!("{get}\n{auth}")).await?;
        let answer = pair.client.read_until("</ListBucketResult>\n").await?;
        assert!(answer.contains("tencent-cos"), "{answer}");
        pair.client
            .send(&format!("{get}\n{auth}\nx-standin-fault: proxy-502"))
            .await?;
        let answer = pair.client.read_until("</html>\r\n").await?;
        assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");
        pair.client
            .send(&format!("GET / HTTP/1.1\nHost: {PUBLIC}\n{auth}"))
            .await?;
        let answer = pair.client.read_until("</html>\r\n").await?;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        Ok(())
    });
}
