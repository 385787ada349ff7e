//! `--stay` and `--stop`: a stand-in that outlives the command that started it.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Error, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::{self, Pid};
use serde_json::Value;

/// How often a port is asked that is being closed; another process may have it by then.
const CLOSING: usize = 10;

/// How long a server may take for its response: what is no stand-in may take for ever.
const PATIENCE: Duration = Duration::from_secs(10);

/// In the environment of the process that goes on.
const DETACHED: &str = "COS_STANDIN_DETACHED";

pub fn is_detached() -> bool {
    env::var_os(DETACHED).is_some()
}

/// Starts this program again with the same arguments, on its own, and ends when that
/// one listens or has failed: what it printed until then is printed here.
pub fn start(address_file: Option<&Path>) -> io::Result<ExitCode> {
    if let Some(file) = address_file {
        // One that an earlier run left behind would never be stopped.
        if let Ok(address) = address_in(file) {
            let _ = stop_address(&address);
        }
        remove(file)?;
    }
    let mut child = Command::new(env::current_exe()?)
        .args(env::args_os().skip(1))
        .env(DETACHED, "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (mut lines, mut mistakes) = (String::new(), String::new());
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_string(&mut lines)?;
    }
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_string(&mut mistakes)?;
    }
    io::stderr().write_all(mistakes.as_bytes())?;
    if lines.is_empty() {
        child.wait()?;
        return Ok(ExitCode::FAILURE);
    }
    io::stdout().write_all(lines.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// In the process that goes on, once it listens: nobody reads its output any more, and
/// who waits for the end of that must not wait for ours.
pub fn let_go() -> io::Result<()> {
    unistd::setsid().map_err(Error::from)?;
    let nowhere = File::options().write(true).open("/dev/null")?;
    unistd::dup2_stdout(&nowhere).map_err(Error::from)?;
    unistd::dup2_stderr(&nowhere).map_err(Error::from)?;
    Ok(())
}

/// Writes the address lines, whole or not at all.
pub fn write_address(file: &Path, lines: &str) -> io::Result<()> {
    let mut new = file.as_os_str().to_owned();
    new.push(".new");
    fs::write(&new, lines)?;
    fs::rename(&new, file)
}

/// `--stop`: `place` is an address file, which is removed, or an address. One that has
/// ended already is no mistake.
pub fn stop(place: &str) -> io::Result<()> {
    let file = Path::new(place);
    let address = match address_of(place) {
        Some(address) => address.to_string(),
        None => match address_in(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        },
    };
    stop_address(&address)?;
    match address_of(place) {
        Some(_) => Ok(()),
        None => remove(file),
    }
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// `127.0.0.1:PORT`, with or without scheme.
fn address_of(text: &str) -> Option<&str> {
    let address = text.strip_prefix("http://").unwrap_or(text);
    let port = address.strip_prefix("127.0.0.1:")?;
    port.parse::<u16>().ok().map(|_| address)
}

fn address_in(file: &Path) -> io::Result<String> {
    let text = fs::read_to_string(file)?;
    let first = text.lines().next().and_then(address_of);
    let mistake = || Error::other(format!("{} holds no address of one", file.display()));
    first.map(str::to_string).ok_or_else(mistake)
}

/// Ends the one that listens there, and waits until it has ended. Nobody: fine.
fn stop_address(address: &str) -> io::Result<()> {
    let Ok(mut connection) = TcpStream::connect(address) else {
        return Ok(());
    };
    connection.set_read_timeout(Some(PATIENCE))?;
    let ask = format!("GET /_standin/stats HTTP/1.1\r\nHost: {address}\r\n\r\n");
    connection.write_all(ask.as_bytes())?;
    let mut answer = BufReader::new(connection);
    let process = process_in(&mut answer)
        .ok_or_else(|| Error::other(format!("{address} is no stand-in; it was left alone")))?;
    kill(Pid::from_raw(process), Signal::SIGTERM).map_err(Error::from)?;
    // Its end closes the connections, this one perhaps before its port: one that is
    // still taken by the port ends likewise.
    let _ = io::copy(&mut answer, &mut io::sink());
    for _ in 0..CLOSING {
        let Ok(mut connection) = TcpStream::connect(address) else {
            break;
        };
        connection.set_read_timeout(Some(Duration::from_secs(1)))?;
        let _ = io::copy(&mut connection, &mut io::sink());
    }
    Ok(())
}

/// The id of the process, from its answer to `GET /_standin/stats`.
fn process_in(answer: &mut impl BufRead) -> Option<i32> {
    let mut length = None;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok();
        }
    }
    let mut body = vec![0; length.filter(|length| *length < 1 << 20)?];
    answer.read_exact(&mut body).ok()?;
    let stats: Value = serde_json::from_slice(&body).ok()?;
    let process = i32::try_from(stats.get("process")?.as_i64()?).ok();
    // To kill() these are groups, or all processes.
    process.filter(|process| *process > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, address) in [
            ("http://127.0.0.1:80", Some("127.0.0.1:80")),
            ("127.0.0.1:65535", Some("127.0.0.1:65535")),
            ("127.0.0.1:65536", None),
            ("build/standin.address", None),
            ("10.0.0.1:80", None),
        ] {
            assert_eq!(address_of(text), address, "{text}");
        }
    }

    #[test]
    fn only_a_stand_in_tells_its_process() {
        let answer = |body: &str| {
            let length = body.len();
            let wire = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
            process_in(&mut wire.as_bytes())
        };
        assert_eq!(answer("{\"process\": 7, \"requests\": 0}"), Some(7));
        for other in [
            "{}",
            "<html>",
            "{\"process\": \"7\"}",
            "{\"process\": 99999999999}",
            "{\"process\": -1}",
            "{\"process\": 0}",
            "{\"process\": 1}",
        ] {
            assert_eq!(answer(other), None, "{other}");
        }
        assert_eq!(process_in(&mut &b"garbage"[..]), None);
    }
}
