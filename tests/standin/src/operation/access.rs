//! What needs no signature.

use super::{acl, sub_resource};
use crate::request::Request;
use crate::store::{Access, Bucket};

/// Whether everybody may make this request. A bucket that reads for everybody by
/// itself does so for its sub-resources too; an access control list is about
/// objects and their list only.
pub fn is_open(bucket: &Bucket, request: &Request) -> bool {
    let reads = request.only_reads();
    if bucket.access != Access::Private {
        return bucket.access == Access::PublicRead && reads;
    }
    if sub_resource::of(request).is_some() {
        return false;
    }
    let permission = if reads { "READ" } else { "WRITE" };
    let of_object = request.key().and_then(|key| {
        let object = bucket.objects.get(key).filter(|_| reads)?;
        object.documents.get("acl")
    });
    if request.key().is_none() && !reads {
        return false;
    }
    // An object with a list of its own does not have that of its bucket.
    let list = of_object.or(bucket.documents.get("acl", ""));
    list.is_some_and(|list| acl::is_for_everybody(list, permission))
}
