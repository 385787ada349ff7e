//! Sub-resources, and the names of the operations on them.

/// A query parameter that turns the request to another resource, and the
/// operations' names by method, with trailing NULs: bucket then object.
#[derive(Debug, PartialEq, Eq)]
pub struct SubResource {
    pub name: &'static str,
    bucket: &'static [(&'static str, &'static str)],
    object: &'static [(&'static str, &'static str)],
}

impl SubResource {
    pub fn named(name: &str) -> Option<&'static SubResource> {
        SUB_RESOURCES.iter().find(|known| known.name == name)
    }

    /// With its trailing NUL; `"\0"` when it has none.
    pub fn operation_z(&self, method: &str, on_object: bool) -> &'static str {
        let table = if on_object { self.object } else { self.bucket };
        table
            .iter()
            .find(|(m, _)| *m == method)
            .map_or("\0", |(_, name)| name)
    }
}

/// GET, PUT and DELETE of one configuration of a bucket.
macro_rules! configuration {
    ($name:literal, $noun:literal) => {
        SubResource {
            name: $name,
            bucket: &[
                ("GET", concat!("GetBucket", $noun, "\0")),
                ("PUT", concat!("PutBucket", $noun, "\0")),
                ("DELETE", concat!("DeleteBucket", $noun, "\0")),
            ],
            object: &[],
        }
    };
}

/// Names of API operations, as COS's permission documents list them (436/31923).
static SUB_RESOURCES: [SubResource; 28] = [
    SubResource {
        name: "acl",
        bucket: &[("GET", "GetBucketACL\0"), ("PUT", "PutBucketACL\0")],
        object: &[("GET", "GetObjectACL\0"), ("PUT", "PutObjectACL\0")],
    },
    SubResource {
        name: "tagging",
        bucket: &[
            ("GET", "GetBucketTagging\0"),
            ("PUT", "PutBucketTagging\0"),
            ("DELETE", "DeleteBucketTagging\0"),
        ],
        object: &[
            ("GET", "GetObjectTagging\0"),
            ("PUT", "PutObjectTagging\0"),
            ("DELETE", "DeleteObjectTagging\0"),
        ],
    },
    SubResource {
        name: "uploads",
        bucket: &[("GET", "ListMultipartUploads\0")],
        object: &[("POST", "InitiateMultipartUpload\0")],
    },
    SubResource {
        name: "uploadId",
        bucket: &[],
        object: &[
            ("PUT", "UploadPart\0"),
            ("POST", "CompleteMultipartUpload\0"),
            ("GET", "ListParts\0"),
            ("DELETE", "AbortMultipartUpload\0"),
        ],
    },
    SubResource {
        name: "delete",
        bucket: &[("POST", "DeleteMultipleObjects\0")],
        object: &[],
    },
    SubResource {
        name: "versions",
        bucket: &[("GET", "GetBucketObjectVersions\0")],
        object: &[],
    },
    SubResource {
        name: "append",
        bucket: &[],
        object: &[("POST", "AppendObject\0")],
    },
    SubResource {
        name: "restore",
        bucket: &[],
        object: &[("POST", "PostObjectRestore\0")],
    },
    SubResource {
        name: "select",
        bucket: &[],
        object: &[("POST", "SelectObjectContent\0")],
    },
    SubResource {
        name: "retention",
        bucket: &[],
        object: &[
            ("GET", "GetObjectRetention\0"),
            ("PUT", "PutObjectRetention\0"),
        ],
    },
    SubResource {
        name: "location",
        bucket: &[("GET", "GetBucketLocation\0")],
        object: &[],
    },
    configuration!("versioning", "Versioning"),
    configuration!("cors", "CORS"),
    configuration!("lifecycle", "Lifecycle"),
    configuration!("policy", "Policy"),
    configuration!("website", "Website"),
    configuration!("logging", "Logging"),
    configuration!("replication", "Replication"),
    configuration!("inventory", "Inventory"),
    configuration!("referer", "Referer"),
    configuration!("encryption", "Encryption"),
    configuration!("domain", "Domain"),
    configuration!("intelligenttiering", "IntelligentTiering"),
    configuration!("intelligent-tiering", "IntelligentTiering"),
    SubResource {
        name: "symlink",
        bucket: &[],
        object: &[("GET", "GetSymlink\0"), ("PUT", "PutSymlink\0")],
    },
    SubResource {
        name: "rename",
        bucket: &[],
        object: &[("PUT", "PutRename\0")],
    },
    SubResource {
        name: "decompression",
        bucket: &[("GET", "GetBucketDecompression\0")],
        object: &[
            ("GET", "GetObjectDecompression\0"),
            ("POST", "PostObjectDecompression\0"),
        ],
    },
    configuration!("object-lock", "ObjectLockConfiguration"),
];
