//! Error codes of COS with their status and message.

use crate::answer::CosError;

#[rustfmt::skip]
const KNOWN: &[(u16, &str, &str)] = &[
    (301, "PermanentRedirect", "The bucket must be addressed at another endpoint."),
    (302, "TemporaryRedirect", "The bucket is being served at another endpoint for now."),
    (400, "BadDigest", "The Content-MD5 you specified did not match what we received."),
    (400, "BadRequest", "The request is not valid."),
    (400, "EntityTooLarge", "The upload is larger than allowed."),
    (400, "EntityTooSmall", "The upload, or a part of it, is smaller than allowed."),
    (400, "ExpiredToken", "The provided token has expired."),
    (400, "InvalidArgument", "A parameter of the request is not valid."),
    (400, "InvalidBucketName", "The bucket name is not valid."),
    (400, "InvalidDigest", "The Content-MD5 you specified is not valid."),
    (400, "InvalidPart", "A part of the list was not uploaded, or its ETag differs."),
    (400, "InvalidPartOrder", "The parts are not in ascending order."),
    (400, "InvalidRequest", "The request is not legal."),
    (400, "InvalidTag", "The tags are not valid."),
    (400, "InvalidURI", "The request path could not be understood."),
    (400, "InventoryFull", "The bucket has the most rules that it may have."),
    (400, "KeyTooLong", "The object key is too long."),
    (400, "MalformedPolicy", "The policy is not valid."),
    (400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema."),
    (400, "MissingContentMD5", "This request needs the Content-MD5 header."),
    (400, "NotSupportedStorageClass", "The storage class is not supported."),
    (400, "SSEContentNotSupported", "The encryption is not supported."),
    (400, "RequestTimeout", "The data of the request did not arrive in time."),
    (400, "TooManyBuckets", "You have the most buckets that you may have."),
    (401, "Unauthorized", "The request needs a valid signature."),
    (402, "PaymentRequired", "The account is in arrears."),
    (403, "AccessDenied", "Access Denied."),
    (403, "AccessForbidden", "No CORS rule of the bucket permits this origin, method and headers."),
    (403, "InvalidAccessKeyId", "The SecretId or token you provided does not exist in our records."),
    (403, "InvalidObjectState", "The object must be restored before it can be read."),
    (403, "RequestTimeTooSkewed", "The request's time differs too much from the server's time."),
    (403, "SignatureDoesNotMatch", "The Signature you specified is invalid."),
    (404, "DomainConfigNotFoundError", "The bucket has no custom domain."),
    (404, "IntelligentTieringConfigurationNotFoundError", "The bucket has no such intelligent tiering rule."),
    (404, "InventoryConfigurationNotFoundError", "The bucket has no such inventory rule."),
    (404, "NoSuchBucket", "The specified bucket does not exist."),
    (404, "NoSuchBucketPolicy", "The bucket has no policy."),
    (404, "NoSuchCORSConfiguration", "The bucket has no CORS configuration."),
    (404, "NoSuchEncryptionConfiguration", "The bucket has no default encryption."),
    (404, "NoSuchKey", "The specified key does not exist."),
    (404, "NoSuchLifecycleConfiguration", "The bucket has no lifecycle configuration."),
    (404, "NoSuchObjectLockConfiguration", "The bucket has no object lock configuration."),
    (404, "NoSuchRefererConfiguration", "The bucket has no referer rule."),
    (404, "NoSuchResponseControlConfiguration", "The bucket has no response control configuration."),
    (404, "NoSuchTagSet", "There are no tags."),
    (404, "NoSuchUpload", "The specified multipart upload does not exist."),
    (404, "NoSuchVersion", "The specified version does not exist."),
    (404, "NoSuchWebsiteConfiguration", "The bucket has no website configuration."),
    (404, "OriginConfigurationNotFoundError", "The bucket has no back-to-origin rule."),
    (404, "ReplicationConfigurationNotFoundError", "The bucket has no replication rule."),
    (405, "MethodNotAllowed", "The specified method is not allowed against this resource."),
    (405, "RestoreNonArchiveObject", "The object is not archived."),
    (409, "AppendPositionErr", "The position is not the length of the object."),
    (409, "BucketAlreadyExists", "The requested bucket name is not available."),
    (409, "BucketAlreadyOwnedByYou", "The bucket exists and is yours."),
    (409, "BucketNotEmpty", "The bucket you tried to delete is not empty."),
    (409, "DuplicateInventoryId", "The bucket has an inventory rule of this id."),
    (409, "FileAlreadyExists", "An object of this key exists, and may not be overwritten."),
    (409, "InvalidBucketState", "The state of the bucket does not permit this."),
    (409, "ObjectNotAppendable", "The object was not made by appending."),
    (409, "RestoreAlreadyInProgress", "The object is being restored."),
    (409, "PathConflict", "Another write to this path is under way."),
    (411, "MissingContentLength", "You must provide the Content-Length HTTP header."),
    (412, "PreconditionFailed", "Precondition not match."),
    (416, "InvalidRange", "The requested range is not satisfiable."),
    (429, "SlowDown", "The request rate is too high."),
    (451, "UnavailableForLegalReasons", "The resource is unavailable for legal reasons."),
    (500, "InternalError", "We encountered an internal error."),
    (501, "NotImplemented", "This function is not implemented by the stand-in."),
    (503, "ServiceUnavailable", "The service is unavailable for the moment."),
    (503, "SlowDown", "The request rate is too high."),
];

/// The error of a known code, with its usual status and message.
pub fn error(code: &str) -> CosError {
    let found = KNOWN.iter().rev().find(|(_, known, _)| *known == code);
    let &(status, code, message) = found.unwrap_or(&(500, "InternalError", "Unknown code."));
    CosError::new(status, code, message)
}

/// An error of any status; without a code, the one that fits status and target.
///
/// Bucket names cannot hold capitals, so a known code is found in any case.
/// An unknown one is kept as it is.
pub fn with_status(status: u16, code: Option<&str>, has_key: bool) -> CosError {
    let wanted = code.unwrap_or_else(|| fitting(status, has_key));
    let same_name = |(_, known, _): &&(u16, &str, &str)| known.eq_ignore_ascii_case(wanted);
    match KNOWN.iter().find(same_name) {
        Some((_, code, message)) => CosError::new(status, code, message),
        None => CosError::new(status, wanted, "The stand-in was asked for this error."),
    }
}

fn fitting(status: u16, has_key: bool) -> &'static str {
    match status {
        404 if has_key => "NoSuchKey",
        404 => "NoSuchBucket",
        302 | 307 => "TemporaryRedirect",
        400 => "BadRequest",
        403 => "AccessDenied",
        409 if has_key => "PathConflict",
        409 => "BucketNotEmpty",
        503 => "ServiceUnavailable",
        _ => {
            let same = KNOWN.iter().find(|(known, _, _)| *known == status);
            let other = if status < 500 {
                "InvalidRequest"
            } else {
                "InternalError"
            };
            same.map_or(other, |(_, code, _)| code)
        }
    }
}

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
