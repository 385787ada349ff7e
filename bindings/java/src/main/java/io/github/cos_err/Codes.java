// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** The codes of the catalogue, to compare with the code of an error. */
public final class Codes {
  /** Services send the code {@code AccessDenied}. */
  public static final String ACCESS_DENIED = "AccessDenied";

  /** Services send the code {@code AccessDeniedException}. */
  public static final String ACCESS_DENIED_EXCEPTION = "AccessDeniedException";

  /** Services send the code {@code AccessForbidden}. */
  public static final String ACCESS_FORBIDDEN = "AccessForbidden";

  /** Services send the code {@code AccountProblem}. */
  public static final String ACCOUNT_PROBLEM = "AccountProblem";

  /** Services send the code {@code ActionAccelerateNotSupported}. */
  public static final String ACTION_ACCELERATE_NOT_SUPPORTED = "ActionAccelerateNotSupported";

  /** Services send the code {@code AnonymousPolicyFull}. */
  public static final String ANONYMOUS_POLICY_FULL = "AnonymousPolicyFull";

  /** Services send the code {@code AppendPositionErr}. */
  public static final String APPEND_POSITION_ERR = "AppendPositionErr";

  /** Services send the code {@code AttachmentFull}. */
  public static final String ATTACHMENT_FULL = "AttachmentFull";

  /** Services send the code {@code BadDigest}. */
  public static final String BAD_DIGEST = "BadDigest";

  /** Services send the code {@code BadRequest}. */
  public static final String BAD_REQUEST = "BadRequest";

  /** Services send the code {@code BucketAccelerateNotEnabled}. */
  public static final String BUCKET_ACCELERATE_NOT_ENABLED = "BucketAccelerateNotEnabled";

  /** Services send the code {@code BucketAlreadyExists}. */
  public static final String BUCKET_ALREADY_EXISTS = "BucketAlreadyExists";

  /** Services send the code {@code BucketAlreadyExistsDiffRegion}. */
  public static final String BUCKET_ALREADY_EXISTS_DIFF_REGION = "BucketAlreadyExistsDiffRegion";

  /** Services send the code {@code BucketAlreadyOwnedByYou}. */
  public static final String BUCKET_ALREADY_OWNED_BY_YOU = "BucketAlreadyOwnedByYou";

  /** Services send the code {@code BucketCreating}. */
  public static final String BUCKET_CREATING = "BucketCreating";

  /** Services send the code {@code BucketDeleting}. */
  public static final String BUCKET_DELETING = "BucketDeleting";

  /** Services send the code {@code BucketLocked}. */
  public static final String BUCKET_LOCKED = "BucketLocked";

  /** Services send the code {@code BucketNameTooLong}. */
  public static final String BUCKET_NAME_TOO_LONG = "BucketNameTooLong";

  /** Services send the code {@code BucketNotEmpty}. */
  public static final String BUCKET_NOT_EMPTY = "BucketNotEmpty";

  /** Services send the code {@code BucketVersionNotOpen}. */
  public static final String BUCKET_VERSION_NOT_OPEN = "BucketVersionNotOpen";

  /** Services send the code {@code CIRoleNotExist}. */
  public static final String CI_ROLE_NOT_EXIST = "CIRoleNotExist";

  /** Services send the code {@code ConflictException}. */
  public static final String CONFLICT_EXCEPTION = "ConflictException";

  /** Services send the code {@code DNSRecordVerifyFailed}. */
  public static final String DNS_RECORD_VERIFY_FAILED = "DNSRecordVerifyFailed";

  /** Services send the code {@code DirAlreadyExists}. */
  public static final String DIR_ALREADY_EXISTS = "DirAlreadyExists";

  /** Services send the code {@code DirectoryObjectContainsData}. */
  public static final String DIRECTORY_OBJECT_CONTAINS_DATA = "DirectoryObjectContainsData";

  /** Services send the code {@code DomainAuditFailed}. */
  public static final String DOMAIN_AUDIT_FAILED = "DomainAuditFailed";

  /** Services send the code {@code DomainConfigConflict}. */
  public static final String DOMAIN_CONFIG_CONFLICT = "DomainConfigConflict";

  /** Services send the code {@code DomainConfigNotFoundError}. */
  public static final String DOMAIN_CONFIG_NOT_FOUND_ERROR = "DomainConfigNotFoundError";

  /** Services send the code {@code DownloadForbidden}. */
  public static final String DOWNLOAD_FORBIDDEN = "DownloadForbidden";

  /** Services send the code {@code EntitySizeNotMatch}. */
  public static final String ENTITY_SIZE_NOT_MATCH = "EntitySizeNotMatch";

  /** Services send the code {@code EntityTooLarge}. */
  public static final String ENTITY_TOO_LARGE = "EntityTooLarge";

  /** Services send the code {@code EntityTooSmall}. */
  public static final String ENTITY_TOO_SMALL = "EntityTooSmall";

  /** Services send the code {@code ExpiredToken}. */
  public static final String EXPIRED_TOKEN = "ExpiredToken";

  /** Services send the code {@code FileAlreadyExists}. */
  public static final String FILE_ALREADY_EXISTS = "FileAlreadyExists";

  /** Services send the code {@code ImageResolutionExceed}. */
  public static final String IMAGE_RESOLUTION_EXCEED = "ImageResolutionExceed";

  /** Services send the code {@code ImageTooLarge}. */
  public static final String IMAGE_TOO_LARGE = "ImageTooLarge";

  /** Services send the code {@code IncompleteBody}. */
  public static final String INCOMPLETE_BODY = "IncompleteBody";

  /** Services send the code {@code IncorrectNumberOfFilesInPostRequest}. */
  public static final String INCORRECT_NUMBER_OF_FILES_IN_POST_REQUEST = "IncorrectNumberOfFilesInPostRequest";

  /** Services send the code {@code InlineDataTooLarge}. */
  public static final String INLINE_DATA_TOO_LARGE = "InlineDataTooLarge";

  /** Services send the code {@code InternalError}. */
  public static final String INTERNAL_ERROR = "InternalError";

  /** Services send the code {@code InternalErrror}. */
  public static final String INTERNAL_ERRROR = "InternalErrror";

  /** Services send the code {@code InternalServerException}. */
  public static final String INTERNAL_SERVER_EXCEPTION = "InternalServerException";

  /** Services send the code {@code InvalidAccessKeyId}. */
  public static final String INVALID_ACCESS_KEY_ID = "InvalidAccessKeyId";

  /** Services send the code {@code InvalidArgument}. */
  public static final String INVALID_ARGUMENT = "InvalidArgument";

  /** Services send the code {@code InvalidAuthorization}. */
  public static final String INVALID_AUTHORIZATION = "InvalidAuthorization";

  /** Services send the code {@code InvalidBucketName}. */
  public static final String INVALID_BUCKET_NAME = "InvalidBucketName";

  /** Services send the code {@code InvalidBucketState}. */
  public static final String INVALID_BUCKET_STATE = "InvalidBucketState";

  /** Services send the code {@code InvalidContent}. */
  public static final String INVALID_CONTENT = "InvalidContent";

  /** Services send the code {@code InvalidCopySource}. */
  public static final String INVALID_COPY_SOURCE = "InvalidCopySource";

  /** Services send the code {@code InvalidDelimiter}. */
  public static final String INVALID_DELIMITER = "InvalidDelimiter";

  /** Services send the code {@code InvalidDigest}. */
  public static final String INVALID_DIGEST = "InvalidDigest";

  /** Services send the code {@code InvalidHost}. */
  public static final String INVALID_HOST = "InvalidHost";

  /** Services send the code {@code InvalidHostname}. */
  public static final String INVALID_HOSTNAME = "InvalidHostname";

  /** Services send the code {@code InvalidImageFormat}. */
  public static final String INVALID_IMAGE_FORMAT = "InvalidImageFormat";

  /** Services send the code {@code InvalidImageSource}. */
  public static final String INVALID_IMAGE_SOURCE = "InvalidImageSource";

  /** Services send the code {@code InvalidLocationConstraint}. */
  public static final String INVALID_LOCATION_CONSTRAINT = "InvalidLocationConstraint";

  /** Services send the code {@code InvalidLockedTime}. */
  public static final String INVALID_LOCKED_TIME = "InvalidLockedTime";

  /** Services send the code {@code InvalidObjectName}. */
  public static final String INVALID_OBJECT_NAME = "InvalidObjectName";

  /** Services send the code {@code InvalidObjectState}. */
  public static final String INVALID_OBJECT_STATE = "InvalidObjectState";

  /** Services send the code {@code InvalidObjectStorage}. */
  public static final String INVALID_OBJECT_STORAGE = "InvalidObjectStorage";

  /** Services send the code {@code InvalidPart}. */
  public static final String INVALID_PART = "InvalidPart";

  /** Services send the code {@code InvalidPartOrder}. */
  public static final String INVALID_PART_ORDER = "InvalidPartOrder";

  /** Services send the code {@code InvalidPicOperations}. */
  public static final String INVALID_PIC_OPERATIONS = "InvalidPicOperations";

  /** Services send the code {@code InvalidPolicyDocument}. */
  public static final String INVALID_POLICY_DOCUMENT = "InvalidPolicyDocument";

  /** Services send the code {@code InvalidRange}. */
  public static final String INVALID_RANGE = "InvalidRange";

  /** Services send the code {@code InvalidRegionName}. */
  public static final String INVALID_REGION_NAME = "InvalidRegionName";

  /** Services send the code {@code InvalidRequest}. */
  public static final String INVALID_REQUEST = "InvalidRequest";

  /** Services send the code {@code InvalidSHA1Digest}. */
  public static final String INVALID_SHA1_DIGEST = "InvalidSHA1Digest";

  /** Services send the code {@code InvalidSecurity}. */
  public static final String INVALID_SECURITY = "InvalidSecurity";

  /** Services send the code {@code InvalidTag}. */
  public static final String INVALID_TAG = "InvalidTag";

  /** Services send the code {@code InvalidTargetBucketForLogging}. */
  public static final String INVALID_TARGET_BUCKET_FOR_LOGGING = "InvalidTargetBucketForLogging";

  /** Services send the code {@code InvalidURI}. */
  public static final String INVALID_URI = "InvalidURI";

  /** Services send the code {@code InvalidUploadStatus}. */
  public static final String INVALID_UPLOAD_STATUS = "InvalidUploadStatus";

  /** Services send the code {@code InvalidUrl}. */
  public static final String INVALID_URL = "InvalidUrl";

  /** Services send the code {@code InventoryConfigurationNotFoundError}. */
  public static final String INVENTORY_CONFIGURATION_NOT_FOUND_ERROR = "InventoryConfigurationNotFoundError";

  /** Services send the code {@code InventoryFull}. */
  public static final String INVENTORY_FULL = "InventoryFull";

  /** Services send the code {@code JsonAPINotSupportOnMAZBucket}. */
  public static final String JSON_API_NOT_SUPPORT_ON_MAZ_BUCKET = "JsonAPINotSupportOnMAZBucket";

  /** Services send the code {@code KeyTooLong}. */
  public static final String KEY_TOO_LONG = "KeyTooLong";

  /** Services send the code {@code KmsDisabledException}. */
  public static final String KMS_DISABLED_EXCEPTION = "KmsDisabledException";

  /** Services send the code {@code KmsException}. */
  public static final String KMS_EXCEPTION = "KmsException";

  /** Services send the code {@code KmsFreqControl}. */
  public static final String KMS_FREQ_CONTROL = "KmsFreqControl";

  /** Services send the code {@code KmsInternalException}. */
  public static final String KMS_INTERNAL_EXCEPTION = "KmsInternalException";

  /** Services send the code {@code KmsInvalidKeyUsageException}. */
  public static final String KMS_INVALID_KEY_USAGE_EXCEPTION = "KmsInvalidKeyUsageException";

  /** Services send the code {@code KmsInvalidStateException}. */
  public static final String KMS_INVALID_STATE_EXCEPTION = "KmsInvalidStateException";

  /** Services send the code {@code KmsKeyDisabled}. */
  public static final String KMS_KEY_DISABLED = "KmsKeyDisabled";

  /** Services send the code {@code KmsKeyNotExist}. */
  public static final String KMS_KEY_NOT_EXIST = "KmsKeyNotExist";

  /** Services send the code {@code KmsNotFoundException}. */
  public static final String KMS_NOT_FOUND_EXCEPTION = "KmsNotFoundException";

  /** Services send the code {@code LifeCycleIdNotUnique}. */
  public static final String LIFE_CYCLE_ID_NOT_UNIQUE = "LifeCycleIdNotUnique";

  /** Services send the code {@code LifeCycleRuleConflicted}. */
  public static final String LIFE_CYCLE_RULE_CONFLICTED = "LifeCycleRuleConflicted";

  /** Services send the code {@code ListPartUploadIdIsEmpty}. */
  public static final String LIST_PART_UPLOAD_ID_IS_EMPTY = "ListPartUploadIdIsEmpty";

  /** Services send the code {@code LoggingConfExists}. */
  public static final String LOGGING_CONF_EXISTS = "LoggingConfExists";

  /** Services send the code {@code LoggingPrefixInvalid}. */
  public static final String LOGGING_PREFIX_INVALID = "LoggingPrefixInvalid";

  /** Services send the code {@code MAZOperationNotSupportOnOAZBucket}. */
  public static final String MAZ_OPERATION_NOT_SUPPORT_ON_OAZ_BUCKET = "MAZOperationNotSupportOnOAZBucket";

  /** Services send the code {@code MalformedACLError}. */
  public static final String MALFORMED_ACL_ERROR = "MalformedACLError";

  /** Services send the code {@code MalformedPOSTRequest}. */
  public static final String MALFORMED_POST_REQUEST = "MalformedPOSTRequest";

  /** Services send the code {@code MalformedPolicy}. */
  public static final String MALFORMED_POLICY = "MalformedPolicy";

  /** Services send the code {@code MalformedXML}. */
  public static final String MALFORMED_XML = "MalformedXML";

  /** Services send the code {@code MaxMessageLengthExceeded}. */
  public static final String MAX_MESSAGE_LENGTH_EXCEEDED = "MaxMessageLengthExceeded";

  /** Services send the code {@code MediaBucketAlreadyBinded}. */
  public static final String MEDIA_BUCKET_ALREADY_BINDED = "MediaBucketAlreadyBinded";

  /** Services send the code {@code MetadataTooLarge}. */
  public static final String METADATA_TOO_LARGE = "MetadataTooLarge";

  /** Services send the code {@code MethodNotAllowed}. */
  public static final String METHOD_NOT_ALLOWED = "MethodNotAllowed";

  /** Services send the code {@code MissingAppid}. */
  public static final String MISSING_APPID = "MissingAppid";

  /** Services send the code {@code MissingAuthorization}. */
  public static final String MISSING_AUTHORIZATION = "MissingAuthorization";

  /** Services send the code {@code MissingContent}. */
  public static final String MISSING_CONTENT = "MissingContent";

  /** Services send the code {@code MissingContentLength}. */
  public static final String MISSING_CONTENT_LENGTH = "MissingContentLength";

  /** Services send the code {@code MissingContentMD5}. */
  public static final String MISSING_CONTENT_MD5 = "MissingContentMD5";

  /** Services send the code {@code MissingHost}. */
  public static final String MISSING_HOST = "MissingHost";

  /** Services send the code {@code MissingRequestBodyError}. */
  public static final String MISSING_REQUEST_BODY_ERROR = "MissingRequestBodyError";

  /** Services send the code {@code MissingSecurityHeader}. */
  public static final String MISSING_SECURITY_HEADER = "MissingSecurityHeader";

  /** Services send the code {@code MultiAZFeatureNotSupport}. */
  public static final String MULTI_AZ_FEATURE_NOT_SUPPORT = "MultiAZFeatureNotSupport";

  /** Services send the code {@code MultiBucketNotSupport}. */
  public static final String MULTI_BUCKET_NOT_SUPPORT = "MultiBucketNotSupport";

  /** Services send the code {@code NoBucketQuotaPolicy}. */
  public static final String NO_BUCKET_QUOTA_POLICY = "NoBucketQuotaPolicy";

  /** Services send the code {@code NoLifecycle}. */
  public static final String NO_LIFECYCLE = "NoLifecycle";

  /** Services send the code {@code NoProcessAuthority}. */
  public static final String NO_PROCESS_AUTHORITY = "NoProcessAuthority";

  /** Services send the code {@code NoSuchBucket}. */
  public static final String NO_SUCH_BUCKET = "NoSuchBucket";

  /** Services send the code {@code NoSuchBucketPolicy}. */
  public static final String NO_SUCH_BUCKET_POLICY = "NoSuchBucketPolicy";

  /** Services send the code {@code NoSuchCORSConfiguration}. */
  public static final String NO_SUCH_CORS_CONFIGURATION = "NoSuchCORSConfiguration";

  /** Services send the code {@code NoSuchCopySource}. */
  public static final String NO_SUCH_COPY_SOURCE = "NoSuchCopySource";

  /** Services send the code {@code NoSuchEncryptionConfiguration}. */
  public static final String NO_SUCH_ENCRYPTION_CONFIGURATION = "NoSuchEncryptionConfiguration";

  /** Services send the code {@code NoSuchJob}. */
  public static final String NO_SUCH_JOB = "NoSuchJob";

  /** Services send the code {@code NoSuchKey}. */
  public static final String NO_SUCH_KEY = "NoSuchKey";

  /** Services send the code {@code NoSuchLifecycleConfiguration}. */
  public static final String NO_SUCH_LIFECYCLE_CONFIGURATION = "NoSuchLifecycleConfiguration";

  /** Services send the code {@code NoSuchObjectLockConfiguration}. */
  public static final String NO_SUCH_OBJECT_LOCK_CONFIGURATION = "NoSuchObjectLockConfiguration";

  /** Services send the code {@code NoSuchPolicy}. */
  public static final String NO_SUCH_POLICY = "NoSuchPolicy";

  /** Services send the code {@code NoSuchPolicyVersion}. */
  public static final String NO_SUCH_POLICY_VERSION = "NoSuchPolicyVersion";

  /** Services send the code {@code NoSuchRefererConfiguration}. */
  public static final String NO_SUCH_REFERER_CONFIGURATION = "NoSuchRefererConfiguration";

  /** Services send the code {@code NoSuchTagSet}. */
  public static final String NO_SUCH_TAG_SET = "NoSuchTagSet";

  /** Services send the code {@code NoSuchUpload}. */
  public static final String NO_SUCH_UPLOAD = "NoSuchUpload";

  /** Services send the code {@code NoSuchVersion}. */
  public static final String NO_SUCH_VERSION = "NoSuchVersion";

  /** Services send the code {@code NoSuchWebsiteConfiguration}. */
  public static final String NO_SUCH_WEBSITE_CONFIGURATION = "NoSuchWebsiteConfiguration";

  /** Services send the code {@code NotFoundException}. */
  public static final String NOT_FOUND_EXCEPTION = "NotFoundException";

  /** Services send the code {@code NotImplemented}. */
  public static final String NOT_IMPLEMENTED = "NotImplemented";

  /** Services send the code {@code NotSupportedStorageClass}. */
  public static final String NOT_SUPPORTED_STORAGE_CLASS = "NotSupportedStorageClass";

  /** Services send the code {@code NotSymlink}. */
  public static final String NOT_SYMLINK = "NotSymlink";

  /** Services send the code {@code NotifyRuleEventConflict}. */
  public static final String NOTIFY_RULE_EVENT_CONFLICT = "NotifyRuleEventConflict";

  /** Services send the code {@code NotifyRulePrefixConflict}. */
  public static final String NOTIFY_RULE_PREFIX_CONFLICT = "NotifyRulePrefixConflict";

  /** Services send the code {@code NotifyRuleSuffixConflict}. */
  public static final String NOTIFY_RULE_SUFFIX_CONFLICT = "NotifyRuleSuffixConflict";

  /** Services send the code {@code OAZOperationNotSupportOnMAZBucket}. */
  public static final String OAZ_OPERATION_NOT_SUPPORT_ON_MAZ_BUCKET = "OAZOperationNotSupportOnMAZBucket";

  /** Services send the code {@code ObjectLocked}. */
  public static final String OBJECT_LOCKED = "ObjectLocked";

  /** Services send the code {@code ObjectNotAppendable}. */
  public static final String OBJECT_NOT_APPENDABLE = "ObjectNotAppendable";

  /** Services send the code {@code OriginConfigurationNotFoundError}. */
  public static final String ORIGIN_CONFIGURATION_NOT_FOUND_ERROR = "OriginConfigurationNotFoundError";

  /** Services send the code {@code PathConflict}. */
  public static final String PATH_CONFLICT = "PathConflict";

  /** Services send the code {@code PathStyleDomainForbidden}. */
  public static final String PATH_STYLE_DOMAIN_FORBIDDEN = "PathStyleDomainForbidden";

  /** Services send the code {@code PaymentRequired}. */
  public static final String PAYMENT_REQUIRED = "PaymentRequired";

  /** Services send the code {@code PermanentRedirect}. */
  public static final String PERMANENT_REDIRECT = "PermanentRedirect";

  /** Services send the code {@code PolicyFull}. */
  public static final String POLICY_FULL = "PolicyFull";

  /** Services send the code {@code PolicyVersionFull}. */
  public static final String POLICY_VERSION_FULL = "PolicyVersionFull";

  /** Services send the code {@code PreconditionFailed}. */
  public static final String PRECONDITION_FAILED = "PreconditionFailed";

  /** Services send the code {@code QcloudApiRoleNotExist}. */
  public static final String QCLOUD_API_ROLE_NOT_EXIST = "QcloudApiRoleNotExist";

  /** Services send the code {@code QueuePaused}. */
  public static final String QUEUE_PAUSED = "QueuePaused";

  /** Services send the code {@code QueueSaturated}. */
  public static final String QUEUE_SATURATED = "QueueSaturated";

  /** Services send the code {@code QuotaConflict}. */
  public static final String QUOTA_CONFLICT = "QuotaConflict";

  /** Services send the code {@code QuotaOperationConfilct}. */
  public static final String QUOTA_OPERATION_CONFILCT = "QuotaOperationConfilct";

  /** Services send the code {@code RecordAlreadyExist}. */
  public static final String RECORD_ALREADY_EXIST = "RecordAlreadyExist";

  /** Services send the code {@code Redirect}. */
  public static final String REDIRECT = "Redirect";

  /** Services send the code {@code ReplicationConfigurationNotFoundError}. */
  public static final String REPLICATION_CONFIGURATION_NOT_FOUND_ERROR = "ReplicationConfigurationNotFoundError";

  /** Services send the code {@code Request has expired}. */
  public static final String REQUEST_HAS_EXPIRED = "Request has expired";

  /** Services send the code {@code RequestIsNotMultiPartContent}. */
  public static final String REQUEST_IS_NOT_MULTI_PART_CONTENT = "RequestIsNotMultiPartContent";

  /** Services send the code {@code RequestTimeTooSkewed}. */
  public static final String REQUEST_TIME_TOO_SKEWED = "RequestTimeTooSkewed";

  /** Services send the code {@code RequestTimeout}. */
  public static final String REQUEST_TIMEOUT = "RequestTimeout";

  /** Services send the code {@code ResourceAccessDenied}. */
  public static final String RESOURCE_ACCESS_DENIED = "ResourceAccessDenied";

  /** Services send the code {@code ResourceDownloadFailed}. */
  public static final String RESOURCE_DOWNLOAD_FAILED = "ResourceDownloadFailed";

  /** Services send the code {@code ResourceNotFound}. */
  public static final String RESOURCE_NOT_FOUND = "ResourceNotFound";

  /** Services send the code {@code ResourceNotSupported}. */
  public static final String RESOURCE_NOT_SUPPORTED = "ResourceNotSupported";

  /** Services send the code {@code RestoreAlreadyInProgress}. */
  public static final String RESTORE_ALREADY_IN_PROGRESS = "RestoreAlreadyInProgress";

  /** Services send the code {@code RestoreNonArchiveObject}. */
  public static final String RESTORE_NON_ARCHIVE_OBJECT = "RestoreNonArchiveObject";

  /** Services send the code {@code SSEContentNotSupported}. */
  public static final String SSE_CONTENT_NOT_SUPPORTED = "SSEContentNotSupported";

  /** Services send the code {@code SSEHeaderNotAllowed}. */
  public static final String SSE_HEADER_NOT_ALLOWED = "SSEHeaderNotAllowed";

  /** Services send the code {@code SecretidNotExist}. */
  public static final String SECRETID_NOT_EXIST = "SecretidNotExist";

  /** Services send the code {@code ServiceQuotaExceededException}. */
  public static final String SERVICE_QUOTA_EXCEEDED_EXCEPTION = "ServiceQuotaExceededException";

  /** Services send the code {@code ServiceUnavailable}. */
  public static final String SERVICE_UNAVAILABLE = "ServiceUnavailable";

  /** Services send the code {@code ServiceUnavailableException}. */
  public static final String SERVICE_UNAVAILABLE_EXCEPTION = "ServiceUnavailableException";

  /** Services send the code {@code SignatureDoesNotMatch}. */
  public static final String SIGNATURE_DOES_NOT_MATCH = "SignatureDoesNotMatch";

  /** Services send the code {@code SignatureExpired}. */
  public static final String SIGNATURE_EXPIRED = "SignatureExpired";

  /** Services send the code {@code SlowDown}. */
  public static final String SLOW_DOWN = "SlowDown";

  /** Services send the code {@code SsecDecryptHeaderInvalid}. */
  public static final String SSEC_DECRYPT_HEADER_INVALID = "SsecDecryptHeaderInvalid";

  /** Services send the code {@code TargetBucketNameInvalid}. */
  public static final String TARGET_BUCKET_NAME_INVALID = "TargetBucketNameInvalid";

  /** Services send the code {@code TemporaryRedirect}. */
  public static final String TEMPORARY_REDIRECT = "TemporaryRedirect";

  /** Services send the code {@code TooManyBuckets}. */
  public static final String TOO_MANY_BUCKETS = "TooManyBuckets";

  /** Services send the code {@code TooManyJobs}. */
  public static final String TOO_MANY_JOBS = "TooManyJobs";

  /** Services send the code {@code TooManyRequestsException}. */
  public static final String TOO_MANY_REQUESTS_EXCEPTION = "TooManyRequestsException";

  /** Services send the code {@code UnavailableForLegalReasons}. */
  public static final String UNAVAILABLE_FOR_LEGAL_REASONS = "UnavailableForLegalReasons";

  /** Services send the code {@code UnexpectedContent}. */
  public static final String UNEXPECTED_CONTENT = "UnexpectedContent";

  /** Services send the code {@code UploadConflict}. */
  public static final String UPLOAD_CONFLICT = "UploadConflict";

  /** Services send the code {@code UploadIdNotSupported}. */
  public static final String UPLOAD_ID_NOT_SUPPORTED = "UploadIdNotSupported";

  /** Services send the code {@code UserCnameInvalid}. */
  public static final String USER_CNAME_INVALID = "UserCnameInvalid";

  /** Services send the code {@code UserKeyMustBeSpecified}. */
  public static final String USER_KEY_MUST_BE_SPECIFIED = "UserKeyMustBeSpecified";

  /** Services send the code {@code UserNetworkTooSlow}. */
  public static final String USER_NETWORK_TOO_SLOW = "UserNetworkTooSlow";

  /** Services send the code {@code UserNotSourceBucketOwner}. */
  public static final String USER_NOT_SOURCE_BUCKET_OWNER = "UserNotSourceBucketOwner";

  /** Services send the code {@code UserNotTargetBucketOwner}. */
  public static final String USER_NOT_TARGET_BUCKET_OWNER = "UserNotTargetBucketOwner";

  /** Services send the code {@code ValidationException}. */
  public static final String VALIDATION_EXCEPTION = "ValidationException";

  /** Services send the code {@code VerifyAlgorithmNotSupported}. */
  public static final String VERIFY_ALGORITHM_NOT_SUPPORTED = "VerifyAlgorithmNotSupported";

  /** Services send the code {@code WebsiteURLInvalid}. */
  public static final String WEBSITE_URL_INVALID = "WebsiteURLInvalid";

  /** Services send the code {@code XMLSizeLimit}. */
  public static final String XML_SIZE_LIMIT = "XMLSizeLimit";

  private Codes() {}
}
