use std::io;
use std::net::Ipv4Addr;
use std::sync::Mutex;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;
use crate::log::Log;
use crate::options::Options;
use crate::script::Scripts;
use crate::store::Store;

const PUBLIC: &str = "public-1250000000.cos.ap-guangzhou.myqcloud.com";

/// A client, and the stand-in's side of its connection.
struct Pair {
    client: TcpStream,
    served: JoinHandle<()>,
    state: Arc<State>,
}

impl Pair {
    async fn new() -> io::Result<Pair> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let authority = listener.local_addr()?.to_string();
        let client = TcpStream::connect(&authority).await?;
        let state = Arc::new(State {
            authority,
            account: Options::default().account(),
            store: Mutex::new(Store::new("ap-guangzhou", &[])),
            scripts: Scripts::default(),
            log: Log::default(),
        });
        let (stream, _) = listener.accept().await?;
        let served = tokio::spawn(serve(state.clone(), stream));
        Ok(Pair {
            client,
            served,
            state,
        })
    }

    async fn send(&mut self, head: &str) -> io::Result<()> {
        let head = head.replace('\n', "\r\n");
        self.client
            .write_all(format!("{head}\r\n\r\n").as_bytes())
            .await
    }

    async fn send_with_fault(&mut self, fault: &str) -> io::Result<()> {
        let head = format!("GET / HTTP/1.1\nHost: {PUBLIC}\nx-standin-fault: {fault}");
        self.send(&head).await
    }

    /// Everything up to the close, or the error that came instead.
    async fn read_all(&mut self) -> io::Result<String> {
        let mut bytes = Vec::new();
        self.client.read_to_end(&mut bytes).await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn read_until(&mut self, end: &str) -> io::Result<String> {
        let mut text = String::new();
        while !text.ends_with(end) {
            text.push(char::from(self.client.read_u8().await?));
        }
        Ok(text)
    }
}

fn run<T>(test: impl Future<Output = io::Result<T>>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime
        .expect("a runtime")
        .block_on(test)
        .expect("no failure of the network")
}

#[test]
fn a_kept_connection_serves_several_requests() {
    run(async {
        let mut pair = Pair::new().await?;
        for number in ["1", "2"] {
            let head = format!("HEAD / HTTP/1.1\nHost: {PUBLIC}\nx-standin-echo: {number}");
            pair.send(&head).await?;
            let answer = pair.read_until("\r\n\r\n").await?;
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
            assert!(
                answer.contains(&format!("x-standin-echo: {number}\r\n")),
                "{answer}"
            );
            assert!(
                answer.contains("x-cos-bucket-region: ap-guangzhou\r\n"),
                "{answer}"
            );
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
fn a_reset_is_a_reset_and_a_close_a_close() {
    run(async {
        let mut pair = Pair::new().await?;
        pair.send_with_fault("reset").await?;
        let error = pair.read_all().await.expect_err("a reset");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);

        let mut pair = Pair::new().await?;
        pair.send_with_fault("close").await?;
        assert_eq!(pair.read_all().await?, "");
        Ok(())
    });
}

#[test]
fn broken_answers_arrive_as_planned() {
    run(async {
        let mut pair = Pair::new().await?;
        pair.send_with_fault("garbage").await?;
        assert!(pair.read_all().await?.contains("this is not HTTP"));

        let mut pair = Pair::new().await?;
        pair.send_with_fault("cut-headers").await?;
        let cut = pair.read_all().await?;
        assert!(
            cut.starts_with("HTTP/1.1 404 ") && !cut.contains("\r\n\r\n"),
            "{cut}"
        );

        let mut pair = Pair::new().await?;
        pair.send_with_fault("cut-body").await?;
        let cut = pair.read_all().await?;
        assert!(cut.contains("<Code>") && !cut.contains("</Error>"), "{cut}");
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
        pair.send(&get).await?;
        let answer = pair.read_until("hi").await?;
        assert_eq!(
            answer,
            "HTTP/1.1 200 As Told\r\nX-Case: Kept\r\nContent-Length: 2\r\n\r\nhi"
        );
        pair.send(&get).await?;
        let answer = pair.read_until("</ListBucketResult>\n").await?;
        assert!(answer.contains("tencent-cos"), "{answer}");
        Ok(())
    });
}

#[test]
fn silence_ends_with_the_client() {
    run(async {
        let mut pair = Pair::new().await?;
        pair.send_with_fault("hang").await?;
        drop(pair.client);
        pair.served.await?;

        let mut pair = Pair::new().await?;
        let script = br#"{"status": 200, "body": "hello", "cut_after_bytes": -2, "close": false}"#;
        let scripts = crate::script::parse(script).expect("a script");
        pair.state.scripts.put("public-1250000000", scripts);
        pair.send(&format!(
            "GET / HTTP/1.1\nHost: {PUBLIC}\nConnection: close"
        ))
        .await?;
        assert!(pair.read_until("hel").await?.ends_with("\r\n\r\nhel"));
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
        pair.send(&format!("GET /_standin/stats HTTP/1.1\nHost: {host}"))
            .await?;
        let answer = pair.read_until("}").await?;
        let expected = r#"{"connections_accepted":0,"connections_open":0,"requests":0}"#;
        assert!(answer.ends_with(expected), "{answer}");
        // The same path on a bucket's host is a key like any other.
        pair.send(&format!("GET /_standin/stats HTTP/1.1\nHost: {PUBLIC}"))
            .await?;
        let answer = pair.read_until("</Error>\n\n").await?;
        assert!(answer.contains("<Code>NoSuchKey</Code>"), "{answer}");
        Ok(())
    });
}
