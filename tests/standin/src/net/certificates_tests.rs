use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{
    self, CertificateError, ClientConfig, HandshakeKind, RootCertStore, SupportedProtocolVersion,
};

use super::*;
use crate::net::connection::serve;
use crate::net::door::Door;
use crate::net::testing::{Client, PUBLIC, listen, run};
use crate::options::Options;
use crate::service::State;

/// The stand-in behind its TLS doors, and a client that trusts its CA.
struct Fixture {
    connector: TlsConnector,
    doors: HashMap<&'static str, Door>,
    listener: TcpListener,
    state: Arc<State>,
}

impl Fixture {
    async fn new(versions: &[&'static SupportedProtocolVersion]) -> io::Result<Fixture> {
        let made = make("eu-frankfurt").expect("certificates");
        let mut roots = RootCertStore::empty();
        let ca = CertificateDer::from_pem_slice(made.ca_pem.as_bytes()).expect("a certificate");
        roots.add(ca).expect("a CA");
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(versions)
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let doors = made.identities.into_iter();
        let doors = doors.map(|identity| (identity.name, Door::Tls(identity.acceptor)));
        let (listener, state) = listen(HashMap::new(), &Options::default()).await?;
        Ok(Fixture {
            connector: TlsConnector::from(Arc::new(config)),
            doors: doors.collect(),
            listener,
            state,
        })
    }

    async fn connect(&self, door: &str, host: &str) -> io::Result<Client<TlsStream<TcpStream>>> {
        let stream = TcpStream::connect(self.listener.local_addr()?).await?;
        let (accepted, _) = self.listener.accept().await?;
        let door = self.doors[door].clone();
        tokio::spawn(serve(self.state.clone(), accepted, door));
        let name = ServerName::try_from(host.to_string()).expect("a name");
        self.connector.connect(name, stream).await.map(Client)
    }
}

#[test]
fn every_wrong_identity_is_refused_for_its_own_reason() {
    run(async {
        let fixture = Fixture::new(&[&TLS13]).await?;
        for wrong in ["wrong-name", "unknown-ca", "expired"] {
            let Err(error) = fixture.connect(wrong, PUBLIC).await else {
                panic!("{wrong} is refused");
            };
            let cause = error.get_ref().and_then(|e| e.downcast_ref());
            let Some(rustls::Error::InvalidCertificate(why)) = cause else {
                panic!("{wrong}: {error}");
            };
            let as_named = match wrong {
                "wrong-name" => matches!(why, CertificateError::NotValidForNameContext { .. }),
                "unknown-ca" => matches!(why, CertificateError::UnknownIssuer),
                _ => matches!(why, CertificateError::ExpiredContext { .. }),
            };
            assert!(as_named, "{wrong}: {why:?}");
        }
        Ok(())
    });
}

#[test]
fn the_good_identity_covers_all_hosts_of_the_stand_in() {
    run(async {
        let fixture = Fixture::new(&[&TLS13]).await?;
        let bucket = "public-1250000000.cos";
        for host in [
            PUBLIC,
            &format!("{bucket}.ap-beijing.myqcloud.com"),
            &format!("{bucket}.ap-guangzhou.tencentcos.cn"),
            &format!("{bucket}.ap-beijing.tencentcos.cn"),
            &format!("{bucket}.eu-frankfurt.myqcloud.com"),
            &format!("{bucket}.accelerate.myqcloud.com"),
            "service.cos.myqcloud.com",
            "127.0.0.1",
        ] {
            let met = fixture.connect("good", host).await;
            assert!(met.is_ok(), "{host}: {:?}", met.err());
        }
        Ok(())
    });
}

#[test]
fn sessions_are_resumed() {
    for version in [&TLS12, &TLS13] {
        run(async {
            let fixture = Fixture::new(&[version]).await?;
            let mut kinds = Vec::new();
            for _ in 0..2 {
                let mut client = fixture.connect("good", PUBLIC).await?;
                client.get_with_fault("close-after-1").await?;
                let answer = client.read_all().await?;
                assert!(answer.ends_with("</ListBucketResult>\n"), "{answer}");
                kinds.push(client.0.get_ref().1.handshake_kind());
            }
            let expected = [HandshakeKind::Full, HandshakeKind::Resumed];
            assert_eq!(kinds, expected.map(Some), "{version:?}");
            let stats = fixture.state.log.stats();
            assert_eq!(
                (&stats["tls_handshakes"], &stats["tls_resumed"]),
                (&2.into(), &1.into())
            );
            Ok(())
        });
    }
}

#[test]
fn raw_faults_work_inside_tls() {
    run(async {
        let fixture = Fixture::new(&[&TLS13]).await?;
        for (fault, expected) in [
            ("reset", Err(io::ErrorKind::ConnectionReset)),
            ("close", Ok("")),
            ("cut-5", Ok("<?xml")),
            ("unclean,cut-5", Err(io::ErrorKind::UnexpectedEof)),
            ("keepalive-close", Ok("</ListBucketResult>\n")),
        ] {
            let mut client = fixture.connect("good", PUBLIC).await?;
            client.get_with_fault(fault).await?;
            match (client.read_all().await, expected) {
                (Ok(text), Ok(end)) => assert!(text.ends_with(end), "{fault}: {text}"),
                (Err(error), Err(kind)) => assert_eq!(error.kind(), kind, "{fault}"),
                (got, _) => panic!("{fault}: {got:?}"),
            }
        }
        Ok(())
    });
}

/// Records of application data.
fn records(mut bytes: &[u8]) -> usize {
    const APPLICATION_DATA: u8 = 23;
    let mut count = 0;
    while let [kind, _, _, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        count += usize::from(*kind == APPLICATION_DATA);
        bytes = rest.get(length..).unwrap_or(b"");
    }
    count
}

#[test]
fn a_surplus_in_records_of_one_segment() {
    run(async {
        // Without tickets after the handshake, which are records of this type too.
        let fixture = Fixture::new(&[&TLS12]).await?;
        for (count, (fault, expected)) in [
            ("surplus", 1),
            ("surplus-record", 2),
            ("whole-16384, surplus", 2),
        ]
        .into_iter()
        .enumerate()
        {
            let mut client = fixture.connect("good", PUBLIC).await?;
            client.get_with_fault(fault).await?;
            while fixture.state.log.stats()["surplus"] != count + 1 {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            let mut segment = vec![0; 64 << 10];
            let length = client.0.get_ref().0.peek(&mut segment).await?;
            assert_eq!(records(&segment[..length]), expected, "{fault}");
            let text = client.read_until("object..").await?;
            let at = text.rfind("HTTP/1.1 200 OK").expect("a surplus");
            assert!(
                at > 0 && (at == 16384) == fault.starts_with("whole"),
                "{at}"
            );
        }
        Ok(())
    });
}
