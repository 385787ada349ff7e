//! The command line.

use std::path::PathBuf;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::account::Account;

pub const HELP: &str = include_str!("help.txt");

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// 0: any free port.
    pub port: u16,
    pub secret_id: String,
    pub secret_key: String,
    pub region: String,
    /// Further private buckets with their regions.
    pub buckets: Vec<(String, String)>,
    pub until_stdin_closes: bool,
    /// It goes on when the command has ended, until it is stopped.
    pub stay: bool,
    /// Where to write the lines that are printed.
    pub address_file: Option<PathBuf>,
    /// Host and token need not be signed.
    pub lenient: bool,
    /// Where to write the CA's certificate; None: no TLS.
    pub tls: Option<PathBuf>,
    pub proxy: bool,
    /// `USER:PASS` that the proxy asks for.
    pub proxy_auth: Option<String>,
    pub full_backlog: bool,
    /// Requests are kept for `/_standin/requests`.
    pub log: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            port: 0,
            secret_id: "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000".to_string(),
            secret_key: "STANDINSECRETKEYEXAMPLEEXAMPLE00".to_string(),
            region: "ap-guangzhou".to_string(),
            buckets: Vec::new(),
            until_stdin_closes: false,
            stay: false,
            address_file: None,
            lenient: false,
            tls: None,
            proxy: false,
            proxy_auth: None,
            full_backlog: false,
            log: true,
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Serve(Options),
    /// An address, or a file that has it.
    Stop(String),
    Help,
}

impl Options {
    pub fn account(&self) -> Account {
        Account::new(&self.secret_id, &self.secret_key, self.lenient)
    }

    /// What a client of the proxy sends after `Basic `.
    pub fn proxy_credentials(&self) -> Option<String> {
        self.proxy_auth.as_ref().map(|plain| STANDARD.encode(plain))
    }
}

impl Options {
    /// Sets what needs no value; false: there is no such flag.
    fn set(&mut self, flag: &str) -> bool {
        match flag {
            "--lenient" => self.lenient = true,
            "--until-stdin-closes" => self.until_stdin_closes = true,
            "--stay" => self.stay = true,
            "--proxy" => self.proxy = true,
            "--full-backlog" => self.full_backlog = true,
            "--no-log" => self.log = false,
            _ => return false,
        }
        true
    }
}

/// Reads the arguments after the program's name. `--name value` or `--name=value`.
pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut options = Options::default();
    let mut buckets = Vec::new();
    let mut rest = arguments;
    while let Some(argument) = rest.next() {
        let (name, glued) = match argument.split_once('=') {
            Some((name, value)) => (name.to_string(), Some(value.to_string())),
            None => (argument, None),
        };
        match (name.as_str(), &glued) {
            ("--help" | "-h", None) => return Ok(Command::Help),
            (flag, None) if options.set(flag) => continue,
            _ => {}
        }
        let mut value = || {
            glued
                .clone()
                .or_else(|| rest.next())
                .ok_or(format!("{name} needs a value"))
        };
        match name.as_str() {
            "--port" => {
                let port = value()?;
                options.port = port.parse().map_err(|_| format!("{port} is no port"))?;
            }
            "--secret-id" => options.secret_id = value()?,
            "--secret-key" => options.secret_key = value()?,
            "--region" => options.region = value()?,
            "--bucket" => buckets.push(value()?),
            "--stop" => return Ok(Command::Stop(value()?)),
            "--address-file" => options.address_file = Some(value()?.into()),
            "--tls" => options.tls = Some(value()?.into()),
            "--proxy-auth" => {
                options.proxy = true;
                options.proxy_auth = Some(value()?);
            }
            _ => return Err(format!("unknown option {name}; see --help")),
        }
    }
    for bucket in buckets {
        let (name, region) = bucket.split_once('@').unwrap_or((&bucket, &options.region));
        options.buckets.push((name.to_string(), region.to_string()));
    }
    if options.stay && options.until_stdin_closes {
        return Err("--stay and --until-stdin-closes exclude each other".to_string());
    }
    Ok(Command::Serve(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_string))
    }

    #[test]
    fn all_options() {
        let line = "--port=8080 --secret-id I --secret-key K== --bucket a-1 \
                    --bucket=b-1@ap-beijing --region eu-frankfurt --until-stdin-closes --lenient \
                    --tls=/a/b --proxy-auth u:p --full-backlog --no-log --address-file /a/c";
        let expected = Options {
            port: 8080,
            secret_id: "I".to_string(),
            secret_key: "K==".to_string(),
            region: "eu-frankfurt".to_string(),
            buckets: vec![
                ("a-1".to_string(), "eu-frankfurt".to_string()),
                ("b-1".to_string(), "ap-beijing".to_string()),
            ],
            until_stdin_closes: true,
            stay: false,
            address_file: Some(PathBuf::from("/a/c")),
            lenient: true,
            tls: Some(PathBuf::from("/a/b")),
            proxy: true,
            proxy_auth: Some("u:p".to_string()),
            full_backlog: true,
            log: false,
        };
        assert_eq!(parsed(line), Ok(Command::Serve(expected)));
        assert_eq!(parsed(""), Ok(Command::Serve(Options::default())));
        assert_eq!(parsed("--port 1 --help"), Ok(Command::Help));
        assert_eq!(parsed("--stop f"), Ok(Command::Stop("f".to_string())));
        let stays = Options {
            stay: true,
            ..Options::default()
        };
        assert_eq!(parsed("--stay"), Ok(Command::Serve(stays)));
    }

    #[test]
    fn mistakes() {
        for line in [
            "--port",
            "--port x",
            "--tls",
            "--proxy=x",
            "--port 65536",
            "--colour red",
            "--stop",
            "--stay=1",
            "--stay --until-stdin-closes",
            "serve",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
