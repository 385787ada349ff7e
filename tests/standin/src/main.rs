//! A local stand-in for Tencent Cloud COS. `--help` tells what it does.
//!
//! The way of a request: net (door, connection), request, service (control,
//! faults chosen, signature, script), fault::answer, operation, answer,
//! fault::delivery, net::link.

mod account;
mod answer;
mod codes;
mod content;
mod control;
mod cors;
mod crc64;
mod fault;
mod host;
mod ids;
mod lifetime;
mod log;
mod net;
mod operation;
mod options;
mod receive;
mod request;
mod script;
mod service;
mod signature;
mod stay;
mod store;
mod text;
mod traffic;

use std::io::{self, Write};
use std::os::unix::process::parent_id;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use cors::Rules;
use fault::choice::Choices;
use fault::told::Told;
use net::door;
use options::{Command, HELP, Options};
use service::State;
use store::Store;

fn main() -> ExitCode {
    let parent = parent_id();
    let result = match options::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => io::stdout().write_all(HELP.as_bytes()),
        Ok(Command::Stop(place)) => stay::stop(&place),
        Ok(Command::Serve(options)) if options.stay && !stay::is_detached() => {
            match stay::start(options.address_file.as_deref()) {
                Ok(code) => return code,
                Err(error) => Err(error),
            }
        }
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
    if !options.stay {
        lifetime::end_with_parent(parent)?;
    }
    if options.until_stdin_closes {
        lifetime::end_with_stdin();
    }
    lifetime::allow_many_connections();
    let mut house = door::open(&options).await?;
    let state = Arc::new(State {
        authority: house.authority()?,
        account: options.account(),
        doors: std::mem::take(&mut house.by_port),
        proxy_credentials: options.proxy_credentials(),
        store: Mutex::new(Store::new(&options.region, &options.buckets)),
        scripts: script::Scripts::default(),
        choices: Choices::default(),
        told: Told::default(),
        cors: Rules::default(),
        log: log::Log::new(options.log),
    });
    announce(&house.lines, &options)?;
    for listening in house.listening.drain(..) {
        tokio::spawn(door::admit(state.clone(), listening));
    }
    std::future::pending().await
}

/// All lines at once: who has read the first can read the others.
fn announce(lines: &[String], options: &Options) -> io::Result<()> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    if let Some(file) = &options.address_file {
        stay::write_address(file, &text)?;
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    if options.stay {
        stay::let_go()?;
    }
    Ok(())
}
