//! What the tests of this folder share: one connection, both sides in hand.

use std::collections::HashMap;
use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use sha1::{Digest, Sha1};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;

use super::connection::serve;
use super::door::Door;
use crate::cors::Rules;
use crate::fault::choice::Choices;
use crate::fault::told::Told;
use crate::log::Log;
use crate::options::Options;
use crate::script::Scripts;
use crate::service::State;
use crate::signature::hmac_hex;
use crate::store::Store;
use crate::text::{hex, unix_now};

pub const PUBLIC: &str = "public-1250000000.cos.ap-guangzhou.myqcloud.com";

pub fn run<T>(test: impl Future<Output = io::Result<T>>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime
        .expect("a runtime")
        .block_on(test)
        .expect("no failure of the network")
}

/// The stand-in's address, and its state with these ports and options.
pub async fn listen(
    doors: HashMap<u16, Door>,
    options: &Options,
) -> io::Result<(TcpListener, Arc<State>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let state = State {
        authority: listener.local_addr()?.to_string(),
        account: options.account(),
        doors,
        proxy_credentials: options.proxy_credentials(),
        store: Mutex::new(Store::new("ap-guangzhou", &[])),
        scripts: Scripts::default(),
        choices: Choices::default(),
        told: Told::default(),
        cors: Rules::default(),
        log: Log::new(options.log),
    };
    Ok((listener, Arc::new(state)))
}

/// A client, and the stand-in's side of its connection.
pub struct Pair {
    pub client: Client<TcpStream>,
    pub served: JoinHandle<()>,
    pub state: Arc<State>,
}

impl Pair {
    pub async fn new() -> io::Result<Pair> {
        Pair::at(Door::Http, HashMap::new(), &Options::default()).await
    }

    pub async fn at(door: Door, doors: HashMap<u16, Door>, options: &Options) -> io::Result<Pair> {
        Pair::of(TcpSocket::new_v4()?, door, doors, options).await
    }

    /// A client that has room for about so many bytes that it has not read.
    pub async fn with_room(bytes: u32) -> io::Result<Pair> {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(bytes)?;
        Pair::of(socket, Door::Http, HashMap::new(), &Options::default()).await
    }

    async fn of(
        socket: TcpSocket,
        door: Door,
        doors: HashMap<u16, Door>,
        options: &Options,
    ) -> io::Result<Pair> {
        let (listener, state) = listen(doors, options).await?;
        let client = socket.connect(listener.local_addr()?).await?;
        let (stream, _) = listener.accept().await?;
        Ok(Pair {
            client: Client(client),
            served: tokio::spawn(serve(state.clone(), stream, door)),
            state,
        })
    }

    /// GET of the public bucket with this fault.
    pub async fn with_fault(fault: &str) -> io::Result<Pair> {
        let mut pair = Pair::new().await?;
        pair.client.get_with_fault(fault).await?;
        Ok(pair)
    }
}

/// The client's side of a connection.
pub struct Client<S>(pub S);

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    /// Sends a header block, given with plain line feeds.
    pub async fn send(&mut self, head: &str) -> io::Result<()> {
        let head = head.replace('\n', "\r\n");
        self.0
            .write_all(format!("{head}\r\n\r\n").as_bytes())
            .await?;
        self.0.flush().await
    }

    pub async fn get_with_fault(&mut self, fault: &str) -> io::Result<()> {
        let head = format!("GET / HTTP/1.1\nHost: {PUBLIC}\nx-standin-fault: {fault}");
        self.send(&head).await
    }

    /// Everything up to the close, or the error that came instead.
    pub async fn read_all(&mut self) -> io::Result<String> {
        let mut bytes = Vec::new();
        self.0.read_to_end(&mut bytes).await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    pub async fn read_until(&mut self, end: &str) -> io::Result<String> {
        let mut text = String::new();
        while !text.ends_with(end) {
            text.push(char::from(self.0.read_u8().await?));
        }
        Ok(text)
    }
}

pub const PRIVATE: &str = "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com";

/// Host and Authorization of a request to the private bucket, as header lines.
pub fn signed(method: &str, path: &str) -> String {
    let options = Options::default();
    let now = unix_now();
    let window = format!("{};{}", now - 60, now + 600);
    let http_string = format!("{method}\n{path}\n\nhost={PRIVATE}\n").to_lowercase();
    let digest = hex(&Sha1::digest(http_string.as_bytes()));
    let key = hmac_hex(&options.secret_key, &window);
    let signature = hmac_hex(&key, &format!("sha1\n{window}\n{digest}\n"));
    format!(
        "Host: {PRIVATE}\nAuthorization: q-sign-algorithm=sha1&q-ak={}&q-sign-time={window}\
         &q-key-time={window}&q-header-list=host&q-url-param-list=&q-signature={signature}",
        options.secret_id
    )
}
