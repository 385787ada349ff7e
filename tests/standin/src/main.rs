//! A local stand-in for Tencent Cloud COS. `--help` tells what it does.
//!
//! The way of a request: connection, request, service (control, signature,
//! script), fault_answer, bucket, object or subresource, answer, link.

mod answer;
mod bucket;
mod codes;
mod connection;
mod control;
mod fault;
mod fault_answer;
mod host;
mod ids;
mod lifetime;
mod link;
mod log;
mod object;
mod options;
mod request;
mod script;
mod service;
mod signature;
mod store;
mod subresource;
mod text;

use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::os::unix::process::parent_id;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;

use options::{Command, HELP, Options};
use service::State;
use store::Store;

fn main() -> ExitCode {
    let parent = parent_id();
    let result = match options::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => io::stdout().write_all(HELP.as_bytes()),
        Ok(Command::Serve(options)) => run(options, parent),
        Err(mistake) => {
            eprintln!("cos-standin: {mistake}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cos-standin: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One thread is enough: it waits far more than it works.
fn run(options: Options, parent: u32) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(options, parent))
}

async fn serve(options: Options, parent: u32) -> io::Result<()> {
    lifetime::end_with_parent(parent)?;
    if options.until_stdin_closes {
        lifetime::end_with_stdin();
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    let authority = listener.local_addr()?.to_string();
    announce(&authority)?;
    let state = Arc::new(State {
        authority,
        account: options.account(),
        store: Mutex::new(Store::new(&options.region, &options.buckets)),
        scripts: script::Scripts::default(),
        log: log::Log::default(),
    });
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection::serve(state.clone(), stream))),
            // Out of descriptors, or a client that gave up: try again, but not at full speed.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// The first line of output is where to connect to.
fn announce(authority: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "http://{authority}")?;
    stdout.flush()
}
