"""The constants of cos_err.h.

Written from the header by native/generate.py: do not edit.
"""

import enum


class Constant(enum.IntEnum):
    """An integer whose text is its name in every version of Python."""

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec[-1:] in tuple("bcdeEfFgGnoxX%") else format(str(self), spec)


#: Version of this header. cos_err_version() returns the version of the loaded library.
VERSION = "0.1.0"
#: Number of the ABI, as in the soname libcos_err.so.0.
ABI = 0


class Kind(Constant):
    """The side that failed."""

    #: There is no error: this is the kind of NULL.
    NONE = 0
    #: The failure happened on the client's side: before, during or after the transfer of the response.
    CLIENT = 1
    #: An HTTP response arrived, and it reports a failure.
    SERVICE = 2


class Reason(Constant):
    """Why a client error happened. Numbers are never reused."""

    #: An argument is missing or malformed. The message names it.
    INVALID_ARGUMENT = 10
    #: The credentials are missing or malformed.
    INVALID_CREDENTIALS = 20
    #: The host name could not be resolved.
    DNS = 110
    #: The server could not be reached.
    CONNECT = 120
    #: The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504.
    PROXY = 130
    #: The TLS handshake failed, or the server's certificate was rejected.
    TLS = 140
    #: A timeout expired.
    TIMEOUT = 150
    #: The connection was closed or reset before the response was complete.
    CONNECTION_LOST = 160
    #: The response is not valid HTTP.
    PROTOCOL = 170
    #: A complete 2xx response does not have the expected content.
    BAD_RESPONSE = 210
    #: The response exceeds a size limit.
    TOO_LARGE = 220
    #: The transferred bytes do not match their checksum.
    CHECKSUM = 230
    #: A local file or stream failed, or this machine lacks a resource. The resource is a descriptor, thread, memory, a
    #: port, or the permission to connect. The retry class is YES if there is a shortage, because it may pass; otherwise
    #: NO.
    LOCAL_IO = 310
    #: The caller cancelled the call.
    CANCELLED = 320
    #: A callback of the caller failed.
    CALLBACK = 330
    #: This library has a defect.
    INTERNAL = 900


class CodeSource(Constant):
    """Where an error's code comes from."""

    #: The body contains the code.
    BODY = 1
    #: The header x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint contains the code.
    HEADER = 2
    #: The code was derived from the status, because the response contains none.
    STATUS = 3
    #: The response to a second request, sent for this purpose, contains the code.
    PROBE = 4
    #: This is a client error: the code is the name of its reason.
    CLIENT = 5


class Responder(Constant):
    """Who sent the response."""

    #: No response arrived, or its headers were not given.
    UNKNOWN = 0
    #: COS sent the response.
    COS = 1
    #: The data processing service (Cloud Infinite) sent the response.
    CI = 2
    #: Another server sent the response: a gateway, CDN, proxy or captive portal.
    OTHER = 3


class Retry(Constant):
    """Whether a retry of the same request may succeed."""

    #: A retry would fail again.
    NO = 0
    #: A retry may succeed later.
    YES = 1
    #: A retry may succeed after something is fixed: the clock, the credentials, a restore.
    AFTER_FIX = 2


class Lost(Constant):
    """A field that an SDK may have lost. cos_error_lost returns a sum of them."""

    #: The error code is not known. cos_error_code is derived from the status and the request.
    CODE = 1
    #: The message, or characters of it, are not known.
    MESSAGE = 2
    #: The resource is not known. cos_error_resource is the URL, if that is known.
    RESOURCE = 4
    #: The request id is not known.
    REQUEST_ID = 8
    #: The trace id is not known.
    TRACE_ID = 16
    #: The response headers are not known, and with them the clock skew, Retry-After and the hints.
    HEADERS = 32
    #: The body is not known, and with it the details and parts.
    BODY = 64
    #: The HTTP status of a response that arrived is not known.
    STATUS = 128
    #: The reason of a failure without a response is not known. cos_error_reason is CONNECT, and the request may have
    #: been sent.
    REASON = 256


class LogLevel(Constant):
    """How much a log contains. Each level includes those before it."""

    #: Logs calls that failed, unless they were rejected before they began.
    ERROR = 1
    #: Logs a switch to another host, a corrected clock and renewed credentials.
    WARN = 2
    #: Logs attempts that failed, and the reason of each retry.
    INFO = 3
    #: Logs attempts that succeeded.
    DEBUG = 4


class Code:
    """The codes of the catalogue, to compare with the code of an error."""

    ACCESS_DENIED = "AccessDenied"
    ACCESS_DENIED_EXCEPTION = "AccessDeniedException"
    ACCESS_FORBIDDEN = "AccessForbidden"
    ACCOUNT_PROBLEM = "AccountProblem"
    ACTION_ACCELERATE_NOT_SUPPORTED = "ActionAccelerateNotSupported"
    ANONYMOUS_POLICY_FULL = "AnonymousPolicyFull"
    APPEND_POSITION_ERR = "AppendPositionErr"
    ATTACHMENT_FULL = "AttachmentFull"
    BAD_DIGEST = "BadDigest"
    BAD_REQUEST = "BadRequest"
    BUCKET_ACCELERATE_NOT_ENABLED = "BucketAccelerateNotEnabled"
    BUCKET_ALREADY_EXISTS = "BucketAlreadyExists"
    BUCKET_ALREADY_EXISTS_DIFF_REGION = "BucketAlreadyExistsDiffRegion"
    BUCKET_ALREADY_OWNED_BY_YOU = "BucketAlreadyOwnedByYou"
    BUCKET_CREATING = "BucketCreating"
    BUCKET_DELETING = "BucketDeleting"
    BUCKET_LOCKED = "BucketLocked"
    BUCKET_NAME_TOO_LONG = "BucketNameTooLong"
    BUCKET_NOT_EMPTY = "BucketNotEmpty"
    BUCKET_VERSION_NOT_OPEN = "BucketVersionNotOpen"
    CI_ROLE_NOT_EXIST = "CIRoleNotExist"
    CONFLICT_EXCEPTION = "ConflictException"
    DNS_RECORD_VERIFY_FAILED = "DNSRecordVerifyFailed"
    DIR_ALREADY_EXISTS = "DirAlreadyExists"
    DIRECTORY_OBJECT_CONTAINS_DATA = "DirectoryObjectContainsData"
    DOMAIN_AUDIT_FAILED = "DomainAuditFailed"
    DOMAIN_CONFIG_CONFLICT = "DomainConfigConflict"
    DOMAIN_CONFIG_NOT_FOUND_ERROR = "DomainConfigNotFoundError"
    DOWNLOAD_FORBIDDEN = "DownloadForbidden"
    ENTITY_SIZE_NOT_MATCH = "EntitySizeNotMatch"
    ENTITY_TOO_LARGE = "EntityTooLarge"
    ENTITY_TOO_SMALL = "EntityTooSmall"
    EXPIRED_TOKEN = "ExpiredToken"
    FILE_ALREADY_EXISTS = "FileAlreadyExists"
    IMAGE_RESOLUTION_EXCEED = "ImageResolutionExceed"
    IMAGE_TOO_LARGE = "ImageTooLarge"
    INCOMPLETE_BODY = "IncompleteBody"
    INCORRECT_NUMBER_OF_FILES_IN_POST_REQUEST = "IncorrectNumberOfFilesInPostRequest"
    INLINE_DATA_TOO_LARGE = "InlineDataTooLarge"
    INTERNAL_ERROR = "InternalError"
    INTERNAL_ERRROR = "InternalErrror"
    INTERNAL_SERVER_EXCEPTION = "InternalServerException"
    INVALID_ACCESS_KEY_ID = "InvalidAccessKeyId"
    INVALID_ARGUMENT = "InvalidArgument"
    INVALID_AUTHORIZATION = "InvalidAuthorization"
    INVALID_BUCKET_NAME = "InvalidBucketName"
    INVALID_BUCKET_STATE = "InvalidBucketState"
    INVALID_CONTENT = "InvalidContent"
    INVALID_COPY_SOURCE = "InvalidCopySource"
    INVALID_DELIMITER = "InvalidDelimiter"
    INVALID_DIGEST = "InvalidDigest"
    INVALID_HOST = "InvalidHost"
    INVALID_HOSTNAME = "InvalidHostname"
    INVALID_IMAGE_FORMAT = "InvalidImageFormat"
    INVALID_IMAGE_SOURCE = "InvalidImageSource"
    INVALID_LOCATION_CONSTRAINT = "InvalidLocationConstraint"
    INVALID_LOCKED_TIME = "InvalidLockedTime"
    INVALID_OBJECT_NAME = "InvalidObjectName"
    INVALID_OBJECT_STATE = "InvalidObjectState"
    INVALID_OBJECT_STORAGE = "InvalidObjectStorage"
    INVALID_PART = "InvalidPart"
    INVALID_PART_ORDER = "InvalidPartOrder"
    INVALID_PIC_OPERATIONS = "InvalidPicOperations"
    INVALID_POLICY_DOCUMENT = "InvalidPolicyDocument"
    INVALID_RANGE = "InvalidRange"
    INVALID_REGION_NAME = "InvalidRegionName"
    INVALID_REQUEST = "InvalidRequest"
    INVALID_SHA1_DIGEST = "InvalidSHA1Digest"
    INVALID_SECURITY = "InvalidSecurity"
    INVALID_TAG = "InvalidTag"
    INVALID_TARGET_BUCKET_FOR_LOGGING = "InvalidTargetBucketForLogging"
    INVALID_URI = "InvalidURI"
    INVALID_UPLOAD_STATUS = "InvalidUploadStatus"
    INVALID_URL = "InvalidUrl"
    INVENTORY_CONFIGURATION_NOT_FOUND_ERROR = "InventoryConfigurationNotFoundError"
    INVENTORY_FULL = "InventoryFull"
    JSON_API_NOT_SUPPORT_ON_MAZ_BUCKET = "JsonAPINotSupportOnMAZBucket"
    KEY_TOO_LONG = "KeyTooLong"
    KMS_DISABLED_EXCEPTION = "KmsDisabledException"
    KMS_EXCEPTION = "KmsException"
    KMS_FREQ_CONTROL = "KmsFreqControl"
    KMS_INTERNAL_EXCEPTION = "KmsInternalException"
    KMS_INVALID_KEY_USAGE_EXCEPTION = "KmsInvalidKeyUsageException"
    KMS_INVALID_STATE_EXCEPTION = "KmsInvalidStateException"
    KMS_KEY_DISABLED = "KmsKeyDisabled"
    KMS_KEY_NOT_EXIST = "KmsKeyNotExist"
    KMS_NOT_FOUND_EXCEPTION = "KmsNotFoundException"
    LIFE_CYCLE_ID_NOT_UNIQUE = "LifeCycleIdNotUnique"
    LIFE_CYCLE_RULE_CONFLICTED = "LifeCycleRuleConflicted"
    LIST_PART_UPLOAD_ID_IS_EMPTY = "ListPartUploadIdIsEmpty"
    LOGGING_CONF_EXISTS = "LoggingConfExists"
    LOGGING_PREFIX_INVALID = "LoggingPrefixInvalid"
    MAZ_OPERATION_NOT_SUPPORT_ON_OAZ_BUCKET = "MAZOperationNotSupportOnOAZBucket"
    MALFORMED_ACL_ERROR = "MalformedACLError"
    MALFORMED_POST_REQUEST = "MalformedPOSTRequest"
    MALFORMED_POLICY = "MalformedPolicy"
    MALFORMED_XML = "MalformedXML"
    MAX_MESSAGE_LENGTH_EXCEEDED = "MaxMessageLengthExceeded"
    MEDIA_BUCKET_ALREADY_BINDED = "MediaBucketAlreadyBinded"
    METADATA_TOO_LARGE = "MetadataTooLarge"
    METHOD_NOT_ALLOWED = "MethodNotAllowed"
    MISSING_APPID = "MissingAppid"
    MISSING_AUTHORIZATION = "MissingAuthorization"
    MISSING_CONTENT = "MissingContent"
    MISSING_CONTENT_LENGTH = "MissingContentLength"
    MISSING_CONTENT_MD5 = "MissingContentMD5"
    MISSING_HOST = "MissingHost"
    MISSING_REQUEST_BODY_ERROR = "MissingRequestBodyError"
    MISSING_SECURITY_HEADER = "MissingSecurityHeader"
    MULTI_AZ_FEATURE_NOT_SUPPORT = "MultiAZFeatureNotSupport"
    MULTI_BUCKET_NOT_SUPPORT = "MultiBucketNotSupport"
    NO_BUCKET_QUOTA_POLICY = "NoBucketQuotaPolicy"
    NO_LIFECYCLE = "NoLifecycle"
    NO_PROCESS_AUTHORITY = "NoProcessAuthority"
    NO_SUCH_BUCKET = "NoSuchBucket"
    NO_SUCH_BUCKET_POLICY = "NoSuchBucketPolicy"
    NO_SUCH_CORS_CONFIGURATION = "NoSuchCORSConfiguration"
    NO_SUCH_COPY_SOURCE = "NoSuchCopySource"
    NO_SUCH_ENCRYPTION_CONFIGURATION = "NoSuchEncryptionConfiguration"
    NO_SUCH_JOB = "NoSuchJob"
    NO_SUCH_KEY = "NoSuchKey"
    NO_SUCH_LIFECYCLE_CONFIGURATION = "NoSuchLifecycleConfiguration"
    NO_SUCH_OBJECT_LOCK_CONFIGURATION = "NoSuchObjectLockConfiguration"
    NO_SUCH_POLICY = "NoSuchPolicy"
    NO_SUCH_POLICY_VERSION = "NoSuchPolicyVersion"
    NO_SUCH_REFERER_CONFIGURATION = "NoSuchRefererConfiguration"
    NO_SUCH_TAG_SET = "NoSuchTagSet"
    NO_SUCH_UPLOAD = "NoSuchUpload"
    NO_SUCH_VERSION = "NoSuchVersion"
    NO_SUCH_WEBSITE_CONFIGURATION = "NoSuchWebsiteConfiguration"
    NOT_FOUND_EXCEPTION = "NotFoundException"
    NOT_IMPLEMENTED = "NotImplemented"
    NOT_SUPPORTED_STORAGE_CLASS = "NotSupportedStorageClass"
    NOT_SYMLINK = "NotSymlink"
    NOTIFY_RULE_EVENT_CONFLICT = "NotifyRuleEventConflict"
    NOTIFY_RULE_PREFIX_CONFLICT = "NotifyRulePrefixConflict"
    NOTIFY_RULE_SUFFIX_CONFLICT = "NotifyRuleSuffixConflict"
    OAZ_OPERATION_NOT_SUPPORT_ON_MAZ_BUCKET = "OAZOperationNotSupportOnMAZBucket"
    OBJECT_LOCKED = "ObjectLocked"
    OBJECT_NOT_APPENDABLE = "ObjectNotAppendable"
    ORIGIN_CONFIGURATION_NOT_FOUND_ERROR = "OriginConfigurationNotFoundError"
    PATH_CONFLICT = "PathConflict"
    PATH_STYLE_DOMAIN_FORBIDDEN = "PathStyleDomainForbidden"
    PAYMENT_REQUIRED = "PaymentRequired"
    PERMANENT_REDIRECT = "PermanentRedirect"
    POLICY_FULL = "PolicyFull"
    POLICY_VERSION_FULL = "PolicyVersionFull"
    PRECONDITION_FAILED = "PreconditionFailed"
    QCLOUD_API_ROLE_NOT_EXIST = "QcloudApiRoleNotExist"
    QUEUE_PAUSED = "QueuePaused"
    QUEUE_SATURATED = "QueueSaturated"
    QUOTA_CONFLICT = "QuotaConflict"
    QUOTA_OPERATION_CONFILCT = "QuotaOperationConfilct"
    RECORD_ALREADY_EXIST = "RecordAlreadyExist"
    REDIRECT = "Redirect"
    REPLICATION_CONFIGURATION_NOT_FOUND_ERROR = "ReplicationConfigurationNotFoundError"
    REQUEST_HAS_EXPIRED = "Request has expired"
    REQUEST_IS_NOT_MULTI_PART_CONTENT = "RequestIsNotMultiPartContent"
    REQUEST_TIME_TOO_SKEWED = "RequestTimeTooSkewed"
    REQUEST_TIMEOUT = "RequestTimeout"
    RESOURCE_ACCESS_DENIED = "ResourceAccessDenied"
    RESOURCE_DOWNLOAD_FAILED = "ResourceDownloadFailed"
    RESOURCE_NOT_FOUND = "ResourceNotFound"
    RESOURCE_NOT_SUPPORTED = "ResourceNotSupported"
    RESTORE_ALREADY_IN_PROGRESS = "RestoreAlreadyInProgress"
    RESTORE_NON_ARCHIVE_OBJECT = "RestoreNonArchiveObject"
    SSE_CONTENT_NOT_SUPPORTED = "SSEContentNotSupported"
    SSE_HEADER_NOT_ALLOWED = "SSEHeaderNotAllowed"
    SECRETID_NOT_EXIST = "SecretidNotExist"
    SERVICE_QUOTA_EXCEEDED_EXCEPTION = "ServiceQuotaExceededException"
    SERVICE_UNAVAILABLE = "ServiceUnavailable"
    SERVICE_UNAVAILABLE_EXCEPTION = "ServiceUnavailableException"
    SIGNATURE_DOES_NOT_MATCH = "SignatureDoesNotMatch"
    SIGNATURE_EXPIRED = "SignatureExpired"
    SLOW_DOWN = "SlowDown"
    SSEC_DECRYPT_HEADER_INVALID = "SsecDecryptHeaderInvalid"
    TARGET_BUCKET_NAME_INVALID = "TargetBucketNameInvalid"
    TEMPORARY_REDIRECT = "TemporaryRedirect"
    TOO_MANY_BUCKETS = "TooManyBuckets"
    TOO_MANY_JOBS = "TooManyJobs"
    TOO_MANY_REQUESTS_EXCEPTION = "TooManyRequestsException"
    UNAVAILABLE_FOR_LEGAL_REASONS = "UnavailableForLegalReasons"
    UNEXPECTED_CONTENT = "UnexpectedContent"
    UPLOAD_CONFLICT = "UploadConflict"
    UPLOAD_ID_NOT_SUPPORTED = "UploadIdNotSupported"
    USER_CNAME_INVALID = "UserCnameInvalid"
    USER_KEY_MUST_BE_SPECIFIED = "UserKeyMustBeSpecified"
    USER_NETWORK_TOO_SLOW = "UserNetworkTooSlow"
    USER_NOT_SOURCE_BUCKET_OWNER = "UserNotSourceBucketOwner"
    USER_NOT_TARGET_BUCKET_OWNER = "UserNotTargetBucketOwner"
    VALIDATION_EXCEPTION = "ValidationException"
    VERIFY_ALGORITHM_NOT_SUPPORTED = "VerifyAlgorithmNotSupported"
    WEBSITE_URL_INVALID = "WebsiteURLInvalid"
    XML_SIZE_LIMIT = "XMLSizeLimit"
