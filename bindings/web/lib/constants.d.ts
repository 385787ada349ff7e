// Written from the header by native/generate.js: do not edit.
/** The side that failed. */
export declare const Kind: {
  /** There is no error: this is the kind of NULL. */
  readonly NONE: 'none';
  /** The failure happened on the client's side: before, during or after the transfer of the response. */
  readonly CLIENT: 'client';
  /** An HTTP response arrived, and it reports a failure. */
  readonly SERVICE: 'service';
};
/** Why a client error happened. Numbers are never reused. */
export declare const Reason: {
  /** An argument is missing or malformed. The message names it. */
  readonly INVALID_ARGUMENT: 'InvalidArgument';
  /** The credentials are missing or malformed. */
  readonly INVALID_CREDENTIALS: 'InvalidCredentials';
  /** The host name could not be resolved. */
  readonly DNS: 'Dns';
  /** The server could not be reached. */
  readonly CONNECT: 'Connect';
  /** The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504. */
  readonly PROXY: 'Proxy';
  /** The TLS handshake failed, or the server's certificate was rejected. */
  readonly TLS: 'Tls';
  /** A timeout expired. */
  readonly TIMEOUT: 'Timeout';
  /** The connection was closed or reset before the response was complete. */
  readonly CONNECTION_LOST: 'ConnectionLost';
  /** The response is not valid HTTP. */
  readonly PROTOCOL: 'Protocol';
  /** A complete 2xx response does not have the expected content. */
  readonly BAD_RESPONSE: 'BadResponse';
  /** The response exceeds a size limit. */
  readonly TOO_LARGE: 'TooLarge';
  /** The transferred bytes do not match their checksum. */
  readonly CHECKSUM: 'Checksum';
  /** A local file or stream failed, or this machine lacks a resource. The resource is a descriptor, thread, memory, a port, or the permission to connect. The retry class is YES if there is a shortage, because it may pass; otherwise NO. */
  readonly LOCAL_IO: 'LocalIo';
  /** The caller cancelled the call. */
  readonly CANCELLED: 'Cancelled';
  /** A callback of the caller failed. */
  readonly CALLBACK: 'Callback';
  /** This library has a defect. */
  readonly INTERNAL: 'Internal';
};
/** Where an error's code comes from. */
export declare const CodeSource: {
  /** The body contains the code. */
  readonly BODY: 'body';
  /** The header x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint contains the code. */
  readonly HEADER: 'header';
  /** The code was derived from the status, because the response contains none. */
  readonly STATUS: 'status';
  /** The response to a second request, sent for this purpose, contains the code. */
  readonly PROBE: 'probe';
  /** This is a client error: the code is the name of its reason. */
  readonly CLIENT: 'client';
};
/** Who sent the response. */
export declare const Responder: {
  /** No response arrived, or its headers were not given. */
  readonly UNKNOWN: 'unknown';
  /** COS sent the response. */
  readonly COS: 'cos';
  /** The data processing service (Cloud Infinite) sent the response. */
  readonly CI: 'ci';
  /** Another server sent the response: a gateway, CDN, proxy or captive portal. */
  readonly OTHER: 'other';
};
/** Whether a retry of the same request may succeed. */
export declare const Retry: {
  /** A retry would fail again. */
  readonly NO: 'no';
  /** A retry may succeed later. */
  readonly YES: 'yes';
  /** A retry may succeed after something is fixed: the clock, the credentials, a restore. */
  readonly AFTER_FIX: 'after_fix';
};
/** A field that an SDK may have lost. cos_error_lost returns a sum of them. */
export declare const Lost: {
  /** The error code is not known. cos_error_code is derived from the status and the request. */
  readonly CODE: 'code';
  /** The message, or characters of it, are not known. */
  readonly MESSAGE: 'message';
  /** The resource is not known. cos_error_resource is the URL, if that is known. */
  readonly RESOURCE: 'resource';
  /** The request id is not known. */
  readonly REQUEST_ID: 'request_id';
  /** The trace id is not known. */
  readonly TRACE_ID: 'trace_id';
  /** The response headers are not known, and with them the clock skew, Retry-After and the hints. */
  readonly HEADERS: 'headers';
  /** The body is not known, and with it the details and parts. */
  readonly BODY: 'body';
  /** The HTTP status of a response that arrived is not known. */
  readonly STATUS: 'status';
  /** The reason of a failure without a response is not known. cos_error_reason is CONNECT, and the request may have been sent. */
  readonly REASON: 'reason';
};
/** How much a log contains. Each level includes those before it. */
export declare const LogLevel: {
  /** Logs calls that failed, unless they were rejected before they began. */
  readonly ERROR: 'error';
  /** Logs a switch to another host, a corrected clock and renewed credentials. */
  readonly WARN: 'warn';
  /** Logs attempts that failed, and the reason of each retry. */
  readonly INFO: 'info';
  /** Logs attempts that succeeded. */
  readonly DEBUG: 'debug';
};
/** The codes of the catalogue, to compare with the code of an error. */
export declare const Code: {
  readonly ACCESS_DENIED: 'AccessDenied';
  readonly ACCESS_DENIED_EXCEPTION: 'AccessDeniedException';
  readonly ACCESS_FORBIDDEN: 'AccessForbidden';
  readonly ACCOUNT_PROBLEM: 'AccountProblem';
  readonly ACTION_ACCELERATE_NOT_SUPPORTED: 'ActionAccelerateNotSupported';
  readonly ANONYMOUS_POLICY_FULL: 'AnonymousPolicyFull';
  readonly APPEND_POSITION_ERR: 'AppendPositionErr';
  readonly ATTACHMENT_FULL: 'AttachmentFull';
  readonly BAD_DIGEST: 'BadDigest';
  readonly BAD_REQUEST: 'BadRequest';
  readonly BUCKET_ACCELERATE_NOT_ENABLED: 'BucketAccelerateNotEnabled';
  readonly BUCKET_ALREADY_EXISTS: 'BucketAlreadyExists';
  readonly BUCKET_ALREADY_EXISTS_DIFF_REGION: 'BucketAlreadyExistsDiffRegion';
  readonly BUCKET_ALREADY_OWNED_BY_YOU: 'BucketAlreadyOwnedByYou';
  readonly BUCKET_CREATING: 'BucketCreating';
  readonly BUCKET_DELETING: 'BucketDeleting';
  readonly BUCKET_LOCKED: 'BucketLocked';
  readonly BUCKET_NAME_TOO_LONG: 'BucketNameTooLong';
  readonly BUCKET_NOT_EMPTY: 'BucketNotEmpty';
  readonly BUCKET_VERSION_NOT_OPEN: 'BucketVersionNotOpen';
  readonly CI_ROLE_NOT_EXIST: 'CIRoleNotExist';
  readonly CONFLICT_EXCEPTION: 'ConflictException';
  readonly DNS_RECORD_VERIFY_FAILED: 'DNSRecordVerifyFailed';
  readonly DIR_ALREADY_EXISTS: 'DirAlreadyExists';
  readonly DIRECTORY_OBJECT_CONTAINS_DATA: 'DirectoryObjectContainsData';
  readonly DOMAIN_AUDIT_FAILED: 'DomainAuditFailed';
  readonly DOMAIN_CONFIG_CONFLICT: 'DomainConfigConflict';
  readonly DOMAIN_CONFIG_NOT_FOUND_ERROR: 'DomainConfigNotFoundError';
  readonly DOWNLOAD_FORBIDDEN: 'DownloadForbidden';
  readonly ENTITY_SIZE_NOT_MATCH: 'EntitySizeNotMatch';
  readonly ENTITY_TOO_LARGE: 'EntityTooLarge';
  readonly ENTITY_TOO_SMALL: 'EntityTooSmall';
  readonly EXPIRED_TOKEN: 'ExpiredToken';
  readonly FILE_ALREADY_EXISTS: 'FileAlreadyExists';
  readonly IMAGE_RESOLUTION_EXCEED: 'ImageResolutionExceed';
  readonly IMAGE_TOO_LARGE: 'ImageTooLarge';
  readonly INCOMPLETE_BODY: 'IncompleteBody';
  readonly INCORRECT_NUMBER_OF_FILES_IN_POST_REQUEST: 'IncorrectNumberOfFilesInPostRequest';
  readonly INLINE_DATA_TOO_LARGE: 'InlineDataTooLarge';
  readonly INTERNAL_ERROR: 'InternalError';
  readonly INTERNAL_ERRROR: 'InternalErrror';
  readonly INTERNAL_SERVER_EXCEPTION: 'InternalServerException';
  readonly INVALID_ACCESS_KEY_ID: 'InvalidAccessKeyId';
  readonly INVALID_ARGUMENT: 'InvalidArgument';
  readonly INVALID_AUTHORIZATION: 'InvalidAuthorization';
  readonly INVALID_BUCKET_NAME: 'InvalidBucketName';
  readonly INVALID_BUCKET_STATE: 'InvalidBucketState';
  readonly INVALID_CONTENT: 'InvalidContent';
  readonly INVALID_COPY_SOURCE: 'InvalidCopySource';
  readonly INVALID_DELIMITER: 'InvalidDelimiter';
  readonly INVALID_DIGEST: 'InvalidDigest';
  readonly INVALID_HOST: 'InvalidHost';
  readonly INVALID_HOSTNAME: 'InvalidHostname';
  readonly INVALID_IMAGE_FORMAT: 'InvalidImageFormat';
  readonly INVALID_IMAGE_SOURCE: 'InvalidImageSource';
  readonly INVALID_LOCATION_CONSTRAINT: 'InvalidLocationConstraint';
  readonly INVALID_LOCKED_TIME: 'InvalidLockedTime';
  readonly INVALID_OBJECT_NAME: 'InvalidObjectName';
  readonly INVALID_OBJECT_STATE: 'InvalidObjectState';
  readonly INVALID_OBJECT_STORAGE: 'InvalidObjectStorage';
  readonly INVALID_PART: 'InvalidPart';
  readonly INVALID_PART_ORDER: 'InvalidPartOrder';
  readonly INVALID_PIC_OPERATIONS: 'InvalidPicOperations';
  readonly INVALID_POLICY_DOCUMENT: 'InvalidPolicyDocument';
  readonly INVALID_RANGE: 'InvalidRange';
  readonly INVALID_REGION_NAME: 'InvalidRegionName';
  readonly INVALID_REQUEST: 'InvalidRequest';
  readonly INVALID_SHA1_DIGEST: 'InvalidSHA1Digest';
  readonly INVALID_SECURITY: 'InvalidSecurity';
  readonly INVALID_TAG: 'InvalidTag';
  readonly INVALID_TARGET_BUCKET_FOR_LOGGING: 'InvalidTargetBucketForLogging';
  readonly INVALID_URI: 'InvalidURI';
  readonly INVALID_UPLOAD_STATUS: 'InvalidUploadStatus';
  readonly INVALID_URL: 'InvalidUrl';
  readonly INVENTORY_CONFIGURATION_NOT_FOUND_ERROR: 'InventoryConfigurationNotFoundError';
  readonly INVENTORY_FULL: 'InventoryFull';
  readonly JSON_API_NOT_SUPPORT_ON_MAZ_BUCKET: 'JsonAPINotSupportOnMAZBucket';
  readonly KEY_TOO_LONG: 'KeyTooLong';
  readonly KMS_DISABLED_EXCEPTION: 'KmsDisabledException';
  readonly KMS_EXCEPTION: 'KmsException';
  readonly KMS_FREQ_CONTROL: 'KmsFreqControl';
  readonly KMS_INTERNAL_EXCEPTION: 'KmsInternalException';
  readonly KMS_INVALID_KEY_USAGE_EXCEPTION: 'KmsInvalidKeyUsageException';
  readonly KMS_INVALID_STATE_EXCEPTION: 'KmsInvalidStateException';
  readonly KMS_KEY_DISABLED: 'KmsKeyDisabled';
  readonly KMS_KEY_NOT_EXIST: 'KmsKeyNotExist';
  readonly KMS_NOT_FOUND_EXCEPTION: 'KmsNotFoundException';
  readonly LIFE_CYCLE_ID_NOT_UNIQUE: 'LifeCycleIdNotUnique';
  readonly LIFE_CYCLE_RULE_CONFLICTED: 'LifeCycleRuleConflicted';
  readonly LIST_PART_UPLOAD_ID_IS_EMPTY: 'ListPartUploadIdIsEmpty';
  readonly LOGGING_CONF_EXISTS: 'LoggingConfExists';
  readonly LOGGING_PREFIX_INVALID: 'LoggingPrefixInvalid';
  readonly MAZ_OPERATION_NOT_SUPPORT_ON_OAZ_BUCKET: 'MAZOperationNotSupportOnOAZBucket';
  readonly MALFORMED_ACL_ERROR: 'MalformedACLError';
  readonly MALFORMED_POST_REQUEST: 'MalformedPOSTRequest';
  readonly MALFORMED_POLICY: 'MalformedPolicy';
  readonly MALFORMED_XML: 'MalformedXML';
  readonly MAX_MESSAGE_LENGTH_EXCEEDED: 'MaxMessageLengthExceeded';
  readonly MEDIA_BUCKET_ALREADY_BINDED: 'MediaBucketAlreadyBinded';
  readonly METADATA_TOO_LARGE: 'MetadataTooLarge';
  readonly METHOD_NOT_ALLOWED: 'MethodNotAllowed';
  readonly MISSING_APPID: 'MissingAppid';
  readonly MISSING_AUTHORIZATION: 'MissingAuthorization';
  readonly MISSING_CONTENT: 'MissingContent';
  readonly MISSING_CONTENT_LENGTH: 'MissingContentLength';
  readonly MISSING_CONTENT_MD5: 'MissingContentMD5';
  readonly MISSING_HOST: 'MissingHost';
  readonly MISSING_REQUEST_BODY_ERROR: 'MissingRequestBodyError';
  readonly MISSING_SECURITY_HEADER: 'MissingSecurityHeader';
  readonly MULTI_AZ_FEATURE_NOT_SUPPORT: 'MultiAZFeatureNotSupport';
  readonly MULTI_BUCKET_NOT_SUPPORT: 'MultiBucketNotSupport';
  readonly NO_BUCKET_QUOTA_POLICY: 'NoBucketQuotaPolicy';
  readonly NO_LIFECYCLE: 'NoLifecycle';
  readonly NO_PROCESS_AUTHORITY: 'NoProcessAuthority';
  readonly NO_SUCH_BUCKET: 'NoSuchBucket';
  readonly NO_SUCH_BUCKET_POLICY: 'NoSuchBucketPolicy';
  readonly NO_SUCH_CORS_CONFIGURATION: 'NoSuchCORSConfiguration';
  readonly NO_SUCH_COPY_SOURCE: 'NoSuchCopySource';
  readonly NO_SUCH_ENCRYPTION_CONFIGURATION: 'NoSuchEncryptionConfiguration';
  readonly NO_SUCH_JOB: 'NoSuchJob';
  readonly NO_SUCH_KEY: 'NoSuchKey';
  readonly NO_SUCH_LIFECYCLE_CONFIGURATION: 'NoSuchLifecycleConfiguration';
  readonly NO_SUCH_OBJECT_LOCK_CONFIGURATION: 'NoSuchObjectLockConfiguration';
  readonly NO_SUCH_POLICY: 'NoSuchPolicy';
  readonly NO_SUCH_POLICY_VERSION: 'NoSuchPolicyVersion';
  readonly NO_SUCH_REFERER_CONFIGURATION: 'NoSuchRefererConfiguration';
  readonly NO_SUCH_TAG_SET: 'NoSuchTagSet';
  readonly NO_SUCH_UPLOAD: 'NoSuchUpload';
  readonly NO_SUCH_VERSION: 'NoSuchVersion';
  readonly NO_SUCH_WEBSITE_CONFIGURATION: 'NoSuchWebsiteConfiguration';
  readonly NOT_FOUND_EXCEPTION: 'NotFoundException';
  readonly NOT_IMPLEMENTED: 'NotImplemented';
  readonly NOT_SUPPORTED_STORAGE_CLASS: 'NotSupportedStorageClass';
  readonly NOT_SYMLINK: 'NotSymlink';
  readonly NOTIFY_RULE_EVENT_CONFLICT: 'NotifyRuleEventConflict';
  readonly NOTIFY_RULE_PREFIX_CONFLICT: 'NotifyRulePrefixConflict';
  readonly NOTIFY_RULE_SUFFIX_CONFLICT: 'NotifyRuleSuffixConflict';
  readonly OAZ_OPERATION_NOT_SUPPORT_ON_MAZ_BUCKET: 'OAZOperationNotSupportOnMAZBucket';
  readonly OBJECT_LOCKED: 'ObjectLocked';
  readonly OBJECT_NOT_APPENDABLE: 'ObjectNotAppendable';
  readonly ORIGIN_CONFIGURATION_NOT_FOUND_ERROR: 'OriginConfigurationNotFoundError';
  readonly PATH_CONFLICT: 'PathConflict';
  readonly PATH_STYLE_DOMAIN_FORBIDDEN: 'PathStyleDomainForbidden';
  readonly PAYMENT_REQUIRED: 'PaymentRequired';
  readonly PERMANENT_REDIRECT: 'PermanentRedirect';
  readonly POLICY_FULL: 'PolicyFull';
  readonly POLICY_VERSION_FULL: 'PolicyVersionFull';
  readonly PRECONDITION_FAILED: 'PreconditionFailed';
  readonly QCLOUD_API_ROLE_NOT_EXIST: 'QcloudApiRoleNotExist';
  readonly QUEUE_PAUSED: 'QueuePaused';
  readonly QUEUE_SATURATED: 'QueueSaturated';
  readonly QUOTA_CONFLICT: 'QuotaConflict';
  readonly QUOTA_OPERATION_CONFILCT: 'QuotaOperationConfilct';
  readonly RECORD_ALREADY_EXIST: 'RecordAlreadyExist';
  readonly REDIRECT: 'Redirect';
  readonly REPLICATION_CONFIGURATION_NOT_FOUND_ERROR: 'ReplicationConfigurationNotFoundError';
  readonly REQUEST_HAS_EXPIRED: 'Request has expired';
  readonly REQUEST_IS_NOT_MULTI_PART_CONTENT: 'RequestIsNotMultiPartContent';
  readonly REQUEST_TIME_TOO_SKEWED: 'RequestTimeTooSkewed';
  readonly REQUEST_TIMEOUT: 'RequestTimeout';
  readonly RESOURCE_ACCESS_DENIED: 'ResourceAccessDenied';
  readonly RESOURCE_DOWNLOAD_FAILED: 'ResourceDownloadFailed';
  readonly RESOURCE_NOT_FOUND: 'ResourceNotFound';
  readonly RESOURCE_NOT_SUPPORTED: 'ResourceNotSupported';
  readonly RESTORE_ALREADY_IN_PROGRESS: 'RestoreAlreadyInProgress';
  readonly RESTORE_NON_ARCHIVE_OBJECT: 'RestoreNonArchiveObject';
  readonly SSE_CONTENT_NOT_SUPPORTED: 'SSEContentNotSupported';
  readonly SSE_HEADER_NOT_ALLOWED: 'SSEHeaderNotAllowed';
  readonly SECRETID_NOT_EXIST: 'SecretidNotExist';
  readonly SERVICE_QUOTA_EXCEEDED_EXCEPTION: 'ServiceQuotaExceededException';
  readonly SERVICE_UNAVAILABLE: 'ServiceUnavailable';
  readonly SERVICE_UNAVAILABLE_EXCEPTION: 'ServiceUnavailableException';
  readonly SIGNATURE_DOES_NOT_MATCH: 'SignatureDoesNotMatch';
  readonly SIGNATURE_EXPIRED: 'SignatureExpired';
  readonly SLOW_DOWN: 'SlowDown';
  readonly SSEC_DECRYPT_HEADER_INVALID: 'SsecDecryptHeaderInvalid';
  readonly TARGET_BUCKET_NAME_INVALID: 'TargetBucketNameInvalid';
  readonly TEMPORARY_REDIRECT: 'TemporaryRedirect';
  readonly TOO_MANY_BUCKETS: 'TooManyBuckets';
  readonly TOO_MANY_JOBS: 'TooManyJobs';
  readonly TOO_MANY_REQUESTS_EXCEPTION: 'TooManyRequestsException';
  readonly UNAVAILABLE_FOR_LEGAL_REASONS: 'UnavailableForLegalReasons';
  readonly UNEXPECTED_CONTENT: 'UnexpectedContent';
  readonly UPLOAD_CONFLICT: 'UploadConflict';
  readonly UPLOAD_ID_NOT_SUPPORTED: 'UploadIdNotSupported';
  readonly USER_CNAME_INVALID: 'UserCnameInvalid';
  readonly USER_KEY_MUST_BE_SPECIFIED: 'UserKeyMustBeSpecified';
  readonly USER_NETWORK_TOO_SLOW: 'UserNetworkTooSlow';
  readonly USER_NOT_SOURCE_BUCKET_OWNER: 'UserNotSourceBucketOwner';
  readonly USER_NOT_TARGET_BUCKET_OWNER: 'UserNotTargetBucketOwner';
  readonly VALIDATION_EXCEPTION: 'ValidationException';
  readonly VERIFY_ALGORITHM_NOT_SUPPORTED: 'VerifyAlgorithmNotSupported';
  readonly WEBSITE_URL_INVALID: 'WebsiteURLInvalid';
  readonly XML_SIZE_LIMIT: 'XMLSizeLimit';
};
