//! The ports that the stand-in listens on.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Error};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::backlog::FullBacklog;
use super::certificates;
use super::connection;
use crate::options::Options;
use crate::service::State;

/// What a client meets behind a port.
#[derive(Clone)]
pub enum Door {
    Http,
    Tls(TlsAcceptor),
    HandshakeReset,
    HandshakeHang,
    Proxy,
}

pub struct Listening {
    pub listener: TcpListener,
    pub door: Door,
}

/// Every open port; the first is the one for http.
pub struct House {
    pub listening: Vec<Listening>,
    /// What to tell on stdout, in this order.
    pub lines: Vec<String>,
    /// Where a proxy's tunnel to this port of any host leads.
    pub by_port: HashMap<u16, Door>,
    /// Full as long as this lives.
    pub backlog: Option<FullBacklog>,
}

pub async fn open(options: &Options) -> io::Result<House> {
    let mut house = House {
        listening: Vec::new(),
        lines: Vec::new(),
        by_port: HashMap::from([(80, Door::Http)]),
        backlog: None,
    };
    house.add(options.port, Door::Http, "http", "").await?;
    if let Some(directory) = &options.tls {
        let certificates = certificates::make(&options.region).map_err(Error::other)?;
        fs::create_dir_all(directory)?;
        fs::write(directory.join("ca.pem"), certificates.ca_pem)?;
        for identity in certificates.identities {
            let door = Door::Tls(identity.acceptor);
            if identity.name == "good" {
                house.by_port.insert(443, door.clone());
            }
            house.add(0, door, "https", identity.name).await?;
        }
        for (door, name) in [
            (Door::HandshakeReset, "handshake-reset"),
            (Door::HandshakeHang, "handshake-hang"),
        ] {
            house.add(0, door, "https", name).await?;
        }
    }
    if options.proxy {
        house.add(0, Door::Proxy, "proxy", "").await?;
    }
    if options.full_backlog {
        let backlog = FullBacklog::open().await?;
        house.lines.push(format!("backlog://{}", backlog.address));
        house.backlog = Some(backlog);
    }
    Ok(house)
}

impl House {
    /// Address of the first port.
    pub fn authority(&self) -> io::Result<String> {
        let first = self.listening.first();
        let first = first.ok_or_else(|| Error::other("no port is open"))?;
        Ok(first.listener.local_addr()?.to_string())
    }

    async fn add(&mut self, port: u16, door: Door, scheme: &str, name: &str) -> io::Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let line = format!("{scheme}://{address} {name}");
        self.lines.push(line.trim_end().to_string());
        self.by_port.insert(address.port(), door.clone());
        self.listening.push(Listening { listener, door });
        Ok(())
    }
}

/// Serves whoever comes, for ever.
pub async fn admit(state: Arc<State>, listening: Listening) {
    loop {
        match listening.listener.accept().await {
            Ok((stream, _)) => {
                let served = connection::serve(state.clone(), stream, listening.door.clone());
                drop(tokio::spawn(served));
            }
            // Out of descriptors, or a client that gave up: try again, but not at full speed.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}
