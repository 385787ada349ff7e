//! A port where connecting hangs: its queue of connections is full, and nobody accepts.

use std::io::{self, Error};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

/// Keeps the port full as long as it lives.
pub struct FullBacklog {
    pub address: SocketAddr,
    _listener: TcpListener,
    _filling: Vec<TcpStream>,
}

/// Connecting to this machine takes microseconds, unless it hangs.
const PATIENCE: Duration = Duration::from_millis(100);

/// More than any kernel lets into a queue of length 0.
const MOST: usize = 64;

impl FullBacklog {
    /// Takes as long as two connects hang here, some tenths of a second.
    pub async fn open() -> io::Result<FullBacklog> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let listener = socket.listen(0)?;
        let address = listener.local_addr()?;
        let mut filling = Vec::new();
        // One that hangs could be chance: the kernel drops packets for many reasons.
        let mut hung = 0;
        while hung < 2 {
            match timeout(PATIENCE, TcpStream::connect(address)).await {
                Ok(stream) => {
                    filling.push(stream?);
                    hung = 0;
                }
                Err(_) => hung += 1,
            }
            if filling.len() > MOST {
                return Err(Error::other("no backlog of this kernel can be filled"));
            }
        }
        Ok(FullBacklog {
            address,
            _listener: listener,
            _filling: filling,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::testing::run;

    #[test]
    fn a_connect_hangs_while_others_are_done() {
        run(async {
            let full = FullBacklog::open().await?;
            let usual = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let hanging = tokio::spawn(TcpStream::connect(full.address));
            for _ in 0..100 {
                TcpStream::connect(usual.local_addr()?).await?;
                usual.accept().await?;
            }
            assert!(!hanging.is_finished());
            Ok(())
        });
    }
}
