//! The bucket's settings: what COS demands of each, and what it responds without one.
//!
//! The facts are those of COS's own documents. `agreement_tests.rs` compares
//! them with the table of operations that the library has.

/// What GET responds where a setting was never made, or was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// 404 with this code.
    Error(&'static str),
    /// The root without anything inside.
    Empty,
}

/// A sub-resource of a bucket that is put, read and removed as one document.
#[derive(Debug)]
pub struct Setting {
    pub name: &'static str,
    pub root: &'static str,
    /// PUT demands Content-MD5.
    pub md5: bool,
    /// The status of a successful PUT.
    pub put: u16,
    /// DELETE is permitted.
    pub removable: bool,
    /// There are several, named by the parameter `id`; this is the root of their list.
    pub listed: Option<&'static str>,
    pub absent: Absent,
    /// What is inside the root: see `schema`.
    pub inside: &'static str,
}

/// Most rows are like this one.
const USUAL: Setting = Setting {
    name: "",
    root: "",
    md5: true,
    put: 200,
    removable: true,
    listed: None,
    absent: Absent::Empty,
    inside: "",
};

pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "accelerate",
        root: "AccelerateConfiguration",
        md5: false,
        removable: false,
        inside: "Status=Enabled|Suspended Type?=COS",
        ..USUAL
    },
    Setting {
        name: "cors",
        root: "CORSConfiguration",
        absent: Absent::Error("NoSuchCORSConfiguration"),
        inside: "CORSRule+(ID? AllowedOrigin+ AllowedMethod+=GET|PUT|POST|DELETE|HEAD \
                 AllowedHeader* ExposeHeader* MaxAgeSeconds?#) ResponseVary?!",
        ..USUAL
    },
    Setting {
        name: "domain",
        root: "DomainConfiguration",
        absent: Absent::Error("DomainConfigNotFoundError"),
        inside: "DomainRule+(Status=ENABLED|DISABLED Name Type=REST|WEBSITE|ACCELERATE \
                 ForcedReplacement?=CNAME|TXT)",
        ..USUAL
    },
    Setting {
        name: "encryption",
        root: "ServerSideEncryptionConfiguration",
        md5: false,
        absent: Absent::Error("NoSuchEncryptionConfiguration"),
        inside: "Rule+(ApplyServerSideEncryptionByDefault(SSEAlgorithm=AES256|KMS|SM4 \
                 KMSMasterKeyID?))",
        ..USUAL
    },
    Setting {
        name: "intelligent-tiering",
        root: "IntelligentTieringConfiguration",
        md5: false,
        listed: Some("ListBucketIntelligentTieringConfigurationOutput"),
        absent: Absent::Error("IntelligentTieringConfigurationNotFoundError"),
        inside: "Id Status=Enabled|Suspended Tiering+(AccessTier=INFREQUENT|ARCHIVE_ACCESS|\
                 DEEP_ARCHIVE_ACCESS Days# RequestFrequent?#)",
        ..USUAL
    },
    Setting {
        name: "intelligenttiering",
        root: "IntelligentTieringConfiguration",
        md5: false,
        inside: "Status=Enabled|Suspended Transition(Days# RequestFrequent#)",
        ..USUAL
    },
    Setting {
        name: "inventory",
        root: "InventoryConfiguration",
        listed: Some("ListInventoryConfigurationResult"),
        absent: Absent::Error("InventoryConfigurationNotFoundError"),
        inside: "Id IncludedObjectVersions=All|Current OptionalFields?(Field+) Filter? \
                 Destination(COSBucketDestination(Bucket Format=CSV|ORC|Parquet AccountId? \
                 Prefix? Encryption?))",
        ..USUAL
    },
    Setting {
        name: "lifecycle",
        root: "LifecycleConfiguration",
        absent: Absent::Error("NoSuchLifecycleConfiguration"),
        inside: "Rule+(ID? Status=Enabled|Disabled <Filter|Prefix> Filter? Prefix? \
                 <Transition|Expiration|AbortIncompleteMultipartUpload|NoncurrentVersionTransition|\
                 NoncurrentVersionExpiration> Transition*(<Days|Date> Days?# Date? StorageClass) \
                 Expiration?(<Days|Date|ExpiredObjectDeleteMarker> Days?# Date? \
                 ExpiredObjectDeleteMarker?!) \
                 AbortIncompleteMultipartUpload?(DaysAfterInitiation#) \
                 NoncurrentVersionTransition*(NoncurrentDays# StorageClass) \
                 NoncurrentVersionExpiration?(NoncurrentDays#))",
        ..USUAL
    },
    Setting {
        name: "logging",
        root: "BucketLoggingStatus",
        removable: false,
        inside: "LoggingEnabled?(TargetBucket TargetPrefix?)",
        ..USUAL
    },
    Setting {
        name: "notification",
        root: "NotificationConfiguration",
        md5: false,
        ..USUAL
    },
    Setting {
        name: "object-lock",
        root: "ObjectLockConfiguration",
        removable: false,
        absent: Absent::Error("NoSuchObjectLockConfiguration"),
        inside: "ObjectLockEnabled=Enabled Rule?(DefaultRetention(<Days|Years> Days?# Years?#))",
        ..USUAL
    },
    Setting {
        name: "origin",
        root: "OriginConfiguration",
        absent: Absent::Error("OriginConfigurationNotFoundError"),
        inside: "OriginRule+(RulePriority?# OriginType?=Mirror|Proxy|Redirect OriginCondition? \
                 OriginParameter? OriginInfo(HostInfo))",
        ..USUAL
    },
    Setting {
        name: "referer",
        root: "RefererConfiguration",
        removable: false,
        inside: "Status=Enabled|Disabled RefererType=Black-List|White-List DomainList(Domain+) \
                 EmptyReferConfiguration?=Allow|Deny",
        ..USUAL
    },
    Setting {
        name: "replication",
        root: "ReplicationConfiguration",
        absent: Absent::Error("ReplicationConfigurationNotFoundError"),
        inside: "Role Rule+(ID? Status=Enabled|Disabled Priority?# Prefix? \
                 Destination(Bucket StorageClass?))",
        ..USUAL
    },
    Setting {
        name: "response-control",
        root: "ResponseControlConfiguration",
        absent: Absent::Error("NoSuchResponseControlConfiguration"),
        ..USUAL
    },
    Setting {
        name: "tagging",
        root: "Tagging",
        put: 204,
        absent: Absent::Error("NoSuchTagSet"),
        inside: "TagSet(Tag*(Key Value))",
        ..USUAL
    },
    Setting {
        name: "website",
        root: "WebsiteConfiguration",
        absent: Absent::Error("NoSuchWebsiteConfiguration"),
        inside: "IndexDocument(Suffix) RedirectAllRequestsTo?(Protocol=http|https) \
                 ErrorDocument?(Key) AutoAddressing?(Status=Enabled|Disabled) \
                 RoutingRules?(RoutingRule+(Condition(<HttpErrorCodeReturnedEquals|KeyPrefixEquals>) \
                 Redirect(<Protocol|ReplaceKeyWith|ReplaceKeyPrefixWith|HttpRedirectCode> \
                 Protocol?=http|https)))",
        ..USUAL
    },
];

pub fn of(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}
