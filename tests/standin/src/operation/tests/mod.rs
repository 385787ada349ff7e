use base64::{Engine, engine::general_purpose::STANDARD};
use md5::Md5;
use sha1::Digest;

mod access;
mod acl;
mod archive;
mod buckets;
mod documents;
mod fetches;
mod inventories;
mod kept;
mod lists;
mod multipart;
mod objects;
mod refused_documents;
mod symlinks;
mod versions;
mod writes;

use super::*;
use crate::ids;
use crate::receive::Receipt;
use crate::request::example;

const EXAMPLE: &str = "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com";

/// A store, and requests to it whose signature is right.
pub struct House {
    store: Store,
    /// The server's clock in Unix seconds.
    now: i64,
}

impl House {
    pub fn new() -> House {
        House {
            store: Store::new("ap-guangzhou", &[]),
            now: 1_554_781_160,
        }
    }

    pub fn ask(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&'static str, &str)],
        body: &[u8],
    ) -> Outcome {
        self.ask_at(EXAMPLE, method, target, headers, body)
    }

    /// The same at another host.
    fn ask_at(
        &mut self,
        host: &str,
        method: &str,
        target: &str,
        headers: &[(&'static str, &str)],
        body: &[u8],
    ) -> Outcome {
        let mut request = example(host, target, headers);
        request.method = method.to_string();
        self.operate(request, body, true)
    }

    /// A request to the private bucket that has no signature.
    fn ask_unsigned(&mut self, method: &str, target: &str) -> Outcome {
        let mut request = example(EXAMPLE, target, &[]);
        request.method = method.to_string();
        self.operate(request, b"", false)
    }

    fn operate(&mut self, mut request: Request, body: &[u8], signed: bool) -> Outcome {
        if request.method != "GET" {
            let length = body.len().to_string().parse().expect("a number");
            request.headers.insert("content-length", length);
        }
        request.body = Some(Receipt::of(body));
        let scene = Scene {
            now: self.now,
            ids: ids::next(self.now),
            resource: request.resource(),
        };
        operate(&mut self.store, &request, &scene, signed)
    }

    pub fn put(&mut self, key: &str, body: &[u8]) -> Answer {
        self.ask("PUT", key, &[], body).expect(key)
    }

    fn get(&mut self, target: &str) -> String {
        text(&self.ask("GET", target, &[], b"").expect(target))
    }

    fn with_digest(&mut self, method: &str, target: &str, body: &str) -> Outcome {
        let digest = STANDARD.encode(Md5::digest(body));
        self.ask(method, target, &[("content-md5", &digest)], body.as_bytes())
    }

    /// A POST with its digest.
    fn post(&mut self, target: &str, body: &str) -> Outcome {
        self.with_digest("POST", target, body)
    }

    /// Lets seconds pass.
    fn later(&mut self, seconds: i64) {
        self.now += seconds;
    }

    /// Enables or suspends the versions of the bucket.
    fn version(&mut self, status: &str) -> Outcome {
        let body =
            format!("<VersioningConfiguration><Status>{status}</Status></VersioningConfiguration>");
        self.ask("PUT", "/?versioning", &[], body.as_bytes())
    }

    /// Begins an upload, and gives the part of the target that names it.
    fn upload(&mut self, key: &str) -> String {
        let begun = self.ask("POST", &format!("{key}?uploads"), &[], b"");
        let xml = text(&begun.expect("an upload"));
        format!("uploadId={}", element(&xml, "UploadId"))
    }
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.to_vec()).expect("UTF-8")
}

fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{name}>")).expect(name);
    rest.split_once("</").expect(name).0
}

pub fn code(outcome: Outcome) -> String {
    outcome.map_or_else(|error| error.code, |answer| answer.status.to_string())
}
