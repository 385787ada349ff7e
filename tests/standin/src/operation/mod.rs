//! What COS does with a request, without faults: one file for each kind.

pub mod access;
mod acl;
mod append;
pub mod body;
mod complete;
mod condition;
mod copy;
mod create;
mod delete;
mod documents;
mod fetch;
mod get;
mod list;
mod list_buckets;
mod list_versions;
mod multipart;
mod page;
mod parts;
mod put;
mod restore;
mod select;
mod sub_resource;
mod symlink;
mod tagging;
mod version;
mod write;

use crate::answer::{Answer, CosError, Scene};
use crate::codes;
use crate::host::Place;
use crate::request::Request;
use crate::store::{Access, Bucket, Store};
use copy::Source;

pub type Outcome = Result<Answer, CosError>;

/// Bytes of a key, as COS limits them.
const KEY_LIMIT: usize = 850;

/// What is below it belongs to somebody else.
const DENIED: &str = "denied/";

/// Does what the request asks; `signed`: with a valid signature.
pub fn operate(store: &mut Store, request: &Request, scene: &Scene, signed: bool) -> Outcome {
    let (name, region) = match &request.place {
        Place::Bucket { bucket, region } => (bucket, region.as_deref()),
        Place::Service { region } => {
            return list_buckets::list(store, region.as_deref(), request, scene, signed);
        }
        Place::Migration { region } => {
            return fetch::operate(store, region, request, scene, signed);
        }
        Place::Other => return Err(codes::error("NoSuchBucket")),
    };
    let unknown = sub_resource::unknown(request);
    let itself = sub_resource::of(request).is_none() && unknown.is_none();
    let creates = request.method == "PUT" && request.key().is_none() && itself;
    let Some(bucket) = store.find(name, region) else {
        return match (creates, signed) {
            (true, true) => create::create(store, name, region, request, scene),
            (true, false) => Err(codes::error("AccessDenied")),
            (false, _) => Err(codes::error("NoSuchBucket")),
        };
    };
    let open = access::is_open(bucket, request);
    let denied = request.key().is_some_and(|key| key.starts_with(DENIED));
    if bucket.access == Access::Forbidden || !(signed || open) || denied {
        return Err(codes::error("AccessDenied"));
    }
    if let Some(name) = unknown {
        let message = format!("The stand-in does not know the sub-resource {name}.");
        return Err(codes::error("NotImplemented").message(message));
    }
    let source = match copy::source(store, request, scene.now) {
        Some(source) => Some(source?),
        None => None,
    };
    let bucket = store.find(name, region);
    let bucket = bucket.ok_or_else(|| codes::error("NoSuchBucket"))?;
    let at = At {
        bucket,
        name,
        request,
        scene,
        source,
    };
    match request.key() {
        Some(key) if key.len() > KEY_LIMIT => Err(codes::error("KeyTooLong")),
        Some(key) => at.object(key),
        None if request.method == "DELETE" && itself => {
            if at.bucket.holds_data() {
                return Err(codes::error("BucketNotEmpty"));
            }
            store.buckets.remove(name);
            Ok(Answer::cos(204, scene, ""))
        }
        None => at.bucket(region),
    }
}

/// A request that may be carried out, and where.
pub struct At<'a> {
    pub bucket: &'a mut Bucket,
    /// Of the bucket.
    pub name: &'a str,
    pub request: &'a Request,
    pub scene: &'a Scene,
    /// What is to be copied.
    pub source: Option<Source>,
}

impl At<'_> {
    fn object(self, key: &str) -> Outcome {
        let sub = sub_resource::of(self.request);
        match (self.request.method.as_str(), sub) {
            ("POST", Some("uploads")) => multipart::initiate(self, key),
            ("PUT", Some("uploadId")) => multipart::part(self, key),
            ("GET", Some("uploadId")) => parts::list(self, key),
            ("POST", Some("uploadId")) => complete::complete(self, key),
            ("DELETE", Some("uploadId")) => multipart::abort(self, key),
            ("POST", Some("append")) => append::append(self, key),
            (_, Some("uploadId")) => Err(codes::error("NoSuchUpload")),
            ("POST", Some("restore")) => restore::restore(self, key),
            ("POST", Some("select")) => select::select(self, key),
            (_, Some("symlink")) => symlink::operate(self, key),
            (_, Some("acl")) => acl::of_object(self, key),
            (_, Some("tagging")) => tagging::operate(self, key),
            (_, Some(_)) => Err(codes::error("NotImplemented")),
            ("PUT", None) if self.source.is_some() => copy::copy(self, key),
            ("PUT", None) => put::put(self, key),
            ("GET" | "HEAD", None) => get::get(self, key),
            ("DELETE", None) => version::delete(self, key),
            _ => Err(codes::error("MethodNotAllowed")),
        }
    }

    fn bucket(self, asked: Option<&str>) -> Outcome {
        let sub = sub_resource::of(self.request);
        match (self.request.method.as_str(), sub) {
            ("POST", Some("delete")) => delete::delete(self),
            ("GET", Some("uploads")) => parts::list_uploads(self),
            ("GET", Some("versions")) => list_versions::list(self),
            ("GET" | "HEAD", Some("location")) => Ok(self.location(asked)),
            (_, Some("acl")) => acl::of_bucket(self),
            (_, Some(sub)) => {
                documents::operate(self, sub).unwrap_or_else(|| Err(codes::error("NotImplemented")))
            }
            ("HEAD", None) => Ok(create::head(&self, asked)),
            ("GET", None) => list::list(self),
            ("PUT", None) => Err(codes::error("BucketAlreadyOwnedByYou")),
            _ => Err(codes::error("MethodNotAllowed")),
        }
    }

    fn location(&self, asked: Option<&str>) -> Answer {
        let region = self.bucket.region.as_deref().or(asked).unwrap_or("");
        let xml = format!(
            "<?xml version='1.0' encoding='utf-8' ?>\n<LocationConstraint>{region}</LocationConstraint>\n"
        );
        Answer::cos(200, self.scene, xml)
    }
}

/// The account that owns everything here.
pub const OWNER: &str = "qcs::cam::uin/100000000001:uin/100000000001";

/// The `<Owner>` of everything here.
pub fn owner() -> String {
    person("Owner")
}

/// The only account, as an element of this name.
pub fn person(element: &str) -> String {
    format!("<{element}><ID>{OWNER}</ID><DisplayName>100000000001</DisplayName></{element}>")
}

#[cfg(test)]
mod tests;
