"""Calls that are one request each.

Written from src/operations/operations.tsv by native/generate_operations.py: do not edit.
"""

from typing import Any, Dict, Mapping, Optional

from ._base import BUCKET
from ._headers import Headers
from ._operate import EMPTY, Operation, Operations, chosen_of
from ._shape import Shape

_ABORT_MULTIPART_UPLOAD = Operation("DELETE", "uploadId")
_APPEND_OBJECT = Operation("POST", "append", body="bytes")
_CREATE_MULTIPART_UPLOAD = Operation("POST", "uploads")
_DELETE_BUCKET = Operation("DELETE", "")
_DELETE_BUCKET_CORS = Operation("DELETE", "cors")
_DELETE_BUCKET_DOMAIN = Operation("DELETE", "domain")
_DELETE_BUCKET_DOMAIN_CERTIFICATE = Operation("DELETE", "domaincertificate")
_DELETE_BUCKET_ENCRYPTION = Operation("DELETE", "encryption")
_DELETE_BUCKET_INVENTORY = Operation("DELETE", "inventory")
_DELETE_BUCKET_LIFECYCLE = Operation("DELETE", "lifecycle")
_DELETE_BUCKET_ORIGIN = Operation("DELETE", "origin")
_DELETE_BUCKET_POLICY = Operation("DELETE", "policy")
_DELETE_BUCKET_REPLICATION = Operation("DELETE", "replication")
_DELETE_BUCKET_RESPONSE_CONTROL = Operation("DELETE", "response-control")
_DELETE_BUCKET_TAGGING = Operation("DELETE", "tagging")
_DELETE_BUCKET_WEBSITE = Operation("DELETE", "website")
_DELETE_OBJECT = Operation("DELETE", "")
_DELETE_OBJECT_TAGGING = Operation("DELETE", "tagging")
_GET_BUCKET_ACL = Operation(
    "GET",
    "acl",
    shape=Shape(
        renamed={"type": "Type"},
        wrapped=("AccessControlList/Grant",),
        canned="bucket",
    ),
)
_GET_BUCKET_CORS = Operation(
    "GET",
    "cors",
    shape=Shape(
        wrapped=(
            "CORSRule",
            "CORSRule/AllowedOrigin",
            "CORSRule/AllowedMethod",
            "CORSRule/AllowedHeader",
            "CORSRule/ExposeHeader",
        ),
    ),
)
_GET_BUCKET_DOMAIN = Operation(
    "GET",
    "domain",
    shape=Shape(
        lists=("DomainRule",),
        header="x-cos-domain-txt-verification",
    ),
)
_GET_BUCKET_DOMAIN_CERTIFICATE = Operation("GET", "domaincertificate")
_GET_BUCKET_ENCRYPTION = Operation(
    "GET",
    "encryption",
    shape=Shape(
        lists=("Rule",),
    ),
)
_GET_BUCKET_INTELLIGENTTIERING = Operation("GET", "intelligenttiering")
_GET_BUCKET_INTELLIGENTTIERING_V2 = Operation("GET", "intelligent-tiering")
_GET_BUCKET_INVENTORY = Operation(
    "GET",
    "inventory",
    shape=Shape(
        lists=("OptionalFields/Field",),
    ),
)
_GET_BUCKET_LIFECYCLE = Operation(
    "GET",
    "lifecycle",
    shape=Shape(
        lists=("Rule", "Rule/Transition", "Rule/NoncurrentVersionTransition", "Rule/Filter/Tag"),
    ),
)
_GET_BUCKET_LOCATION = Operation("GET", "location")
_GET_BUCKET_LOGGING = Operation("GET", "logging")
_GET_BUCKET_OBJECT_LOCK = Operation("GET", "object-lock")
_GET_BUCKET_ORIGIN = Operation(
    "GET",
    "origin",
    shape=Shape(
        lists=("OriginRule",),
    ),
)
_GET_BUCKET_POLICY = Operation("GET", "policy")
_GET_BUCKET_REFERER = Operation(
    "GET",
    "referer",
    shape=Shape(
        lists=("DomainList/Domain",),
    ),
)
_GET_BUCKET_REPLICATION = Operation(
    "GET",
    "replication",
    shape=Shape(
        lists=("Rule",),
    ),
)
_GET_BUCKET_RESPONSE_CONTROL = Operation(
    "GET",
    "response-control",
    shape=Shape(
        lists=("ControlParamList/Param",),
    ),
)
_GET_BUCKET_TAGGING = Operation(
    "GET",
    "tagging",
    shape=Shape(
        lists=("TagSet/Tag",),
    ),
)
_GET_BUCKET_VERSIONING = Operation("GET", "versioning")
_GET_BUCKET_WEBSITE = Operation(
    "GET",
    "website",
    shape=Shape(
        wrapped=("RoutingRules/RoutingRule",),
        lifted="RoutingRules/RoutingRule",
    ),
)
_GET_OBJECT_ACL = Operation(
    "GET",
    "acl",
    shape=Shape(
        renamed={"type": "Type"},
        wrapped=("AccessControlList/Grant",),
        canned="object",
    ),
)
_GET_OBJECT_TAGGING = Operation(
    "GET",
    "tagging",
    shape=Shape(
        lists=("TagSet/Tag",),
    ),
)
_GET_SYMLINK = Operation("GET", "symlink")
_HEAD_OBJECT = Operation("HEAD", "")
_LIST_BUCKET_INTELLIGENTTIERING_CONFIGURATIONS = Operation("GET", "intelligent-tiering")
_LIST_BUCKET_INVENTORY_CONFIGURATIONS = Operation("GET", "inventory")
_LIST_MULTIPART_UPLOADS = Operation(
    "GET",
    "uploads",
    shape=Shape(
        lists=("Upload", "CommonPrefixes"),
        decoded=(
            "Prefix",
            "KeyMarker",
            "NextKeyMarker",
            "UploadIdMarker",
            "NextUploadIdMarker",
            "Upload/Key",
            "CommonPrefixes/Prefix",
        ),
    ),
)
_LIST_OBJECTS = Operation(
    "GET",
    "",
    root="ListBucketResult",
    shape=Shape(
        lists=("Contents", "CommonPrefixes"),
        decoded=("Prefix", "Marker", "NextMarker", "Contents/Key", "CommonPrefixes/Prefix"),
    ),
)
_LIST_OBJECTS_VERSIONS = Operation(
    "GET",
    "versions",
    shape=Shape(
        lists=("Version", "DeleteMarker", "CommonPrefixes"),
        decoded=(
            "Prefix",
            "KeyMarker",
            "NextKeyMarker",
            "VersionIdMarker",
            "NextVersionIdMarker",
            "Version/Key",
            "CommonPrefixes/Prefix",
            "DeleteMarker/Key",
        ),
    ),
)
_LIST_PARTS = Operation(
    "GET",
    "uploadId",
    shape=Shape(
        lists=("Part",),
        decoded=("Key",),
    ),
)
_POST_BUCKET_INVENTORY = Operation("POST", "inventory", body="InventoryConfiguration")
_PUT_BUCKET_ACL = Operation("PUT", "acl", body="AccessControlPolicy", optional=True)
_PUT_BUCKET_CORS = Operation("PUT", "cors", body="CORSConfiguration")
_PUT_BUCKET_DOMAIN = Operation("PUT", "domain", body="DomainConfiguration")
_PUT_BUCKET_DOMAIN_CERTIFICATE = Operation("PUT", "domaincertificate", body="DomainCertificate")
_PUT_BUCKET_ENCRYPTION = Operation("PUT", "encryption", body="ServerSideEncryptionConfiguration")
_PUT_BUCKET_INTELLIGENTTIERING = Operation("PUT", "intelligenttiering", body="IntelligentTieringConfiguration")
_PUT_BUCKET_INTELLIGENTTIERING_V2 = Operation("PUT", "intelligent-tiering", body="IntelligentTieringConfiguration")
_PUT_BUCKET_INVENTORY = Operation("PUT", "inventory", body="InventoryConfiguration")
_PUT_BUCKET_LIFECYCLE = Operation("PUT", "lifecycle", body="LifecycleConfiguration")
_PUT_BUCKET_LOGGING = Operation("PUT", "logging", body="BucketLoggingStatus")
_PUT_BUCKET_OBJECT_LOCK = Operation("PUT", "object-lock", body="ObjectLockConfiguration")
_PUT_BUCKET_ORIGIN = Operation("PUT", "origin", body="OriginConfiguration")
_PUT_BUCKET_POLICY = Operation("PUT", "policy", body="json")
_PUT_BUCKET_REFERER = Operation("PUT", "referer", body="RefererConfiguration")
_PUT_BUCKET_REPLICATION = Operation("PUT", "replication", body="ReplicationConfiguration")
_PUT_BUCKET_RESPONSE_CONTROL = Operation("PUT", "response-control", body="ResponseControlConfiguration")
_PUT_BUCKET_TAGGING = Operation("PUT", "tagging", body="Tagging")
_PUT_BUCKET_VERSIONING = Operation("PUT", "versioning", body="VersioningConfiguration")
_PUT_BUCKET_WEBSITE = Operation("PUT", "website", body="WebsiteConfiguration", lowered="RoutingRules/RoutingRule")
_PUT_OBJECT_ACL = Operation("PUT", "acl", body="AccessControlPolicy", optional=True)
_PUT_OBJECT_TAGGING = Operation("PUT", "tagging", body="Tagging")
_PUT_SYMLINK = Operation("PUT", "symlink")
_RESTORE_OBJECT = Operation("POST", "restore", body="RestoreRequest")


class Generated(Operations):
    """Calls that are one request each."""

    def abort_multipart_upload(self, Bucket: str, Key: str, UploadId: str, **kwargs: Any) -> None:
        """Discard the parts of a multipart upload."""
        return self._done(_ABORT_MULTIPART_UPLOAD, kwargs, Bucket, Key, query={"uploadId": UploadId})

    def append_object(self, Bucket: str, Key: str, Position: int, Data: Any, **kwargs: Any) -> Headers:
        """Append to an object at Position, its length so far (0 creates it); Data as Body of put_object. Returns the
        response headers. COS's document 436/7741.
        """
        return self._headers(_APPEND_OBJECT, kwargs, Bucket, Key, query={"position": Position}, body=Data)

    def create_multipart_upload(self, Bucket: str, Key: str, **kwargs: Any) -> Dict[str, Any]:
        """Start a multipart upload."""
        return self._document(_CREATE_MULTIPART_UPLOAD, kwargs, Bucket, Key)

    def delete_bucket(self, Bucket: str, **kwargs: Any) -> None:
        """Delete an empty bucket."""
        return self._done(_DELETE_BUCKET, kwargs, Bucket, BUCKET)

    def delete_bucket_cors(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the CORS rules of a bucket."""
        return self._done(_DELETE_BUCKET_CORS, kwargs, Bucket, BUCKET)

    def delete_bucket_domain(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the custom domains of a bucket."""
        return self._done(_DELETE_BUCKET_DOMAIN, kwargs, Bucket, BUCKET)

    def delete_bucket_domain_certificate(self, Bucket: str, DomainName: str, **kwargs: Any) -> None:
        """Remove the certificate of a custom domain of a bucket."""
        return self._done(_DELETE_BUCKET_DOMAIN_CERTIFICATE, kwargs, Bucket, BUCKET, query={"domainname": DomainName})

    def delete_bucket_encryption(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the default encryption of a bucket."""
        return self._done(_DELETE_BUCKET_ENCRYPTION, kwargs, Bucket, BUCKET)

    def delete_bucket_inventory(self, Bucket: str, Id: str, **kwargs: Any) -> None:
        """Remove an inventory job of a bucket."""
        return self._done(_DELETE_BUCKET_INVENTORY, kwargs, Bucket, BUCKET, query={"id": Id})

    def delete_bucket_lifecycle(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the lifecycle rules of a bucket."""
        return self._done(_DELETE_BUCKET_LIFECYCLE, kwargs, Bucket, BUCKET)

    def delete_bucket_origin(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the back-to-origin rules of a bucket."""
        return self._done(_DELETE_BUCKET_ORIGIN, kwargs, Bucket, BUCKET)

    def delete_bucket_policy(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the policy of a bucket."""
        return self._done(_DELETE_BUCKET_POLICY, kwargs, Bucket, BUCKET)

    def delete_bucket_replication(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the replication rules of a bucket."""
        return self._done(_DELETE_BUCKET_REPLICATION, kwargs, Bucket, BUCKET)

    def delete_bucket_response_control(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the response header rules of a bucket."""
        return self._done(_DELETE_BUCKET_RESPONSE_CONTROL, kwargs, Bucket, BUCKET)

    def delete_bucket_tagging(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the tags of a bucket."""
        return self._done(_DELETE_BUCKET_TAGGING, kwargs, Bucket, BUCKET)

    def delete_bucket_website(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the static website configuration of a bucket."""
        return self._done(_DELETE_BUCKET_WEBSITE, kwargs, Bucket, BUCKET)

    def delete_object(self, Bucket: str, Key: str, **kwargs: Any) -> Headers:
        """Delete an object. COS also reports success if it does not exist."""
        return self._headers(_DELETE_OBJECT, kwargs, Bucket, Key)

    def delete_object_tagging(self, Bucket: str, Key: str, **kwargs: Any) -> None:
        """Remove the tags of an object."""
        return self._done(_DELETE_OBJECT_TAGGING, kwargs, Bucket, Key)

    def get_bucket_acl(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the ACL of a bucket: Owner, AccessControlList with the list Grant, and CannedACL."""
        return self._document(_GET_BUCKET_ACL, kwargs, Bucket, BUCKET)

    def get_bucket_cors(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the CORS rules of a bucket: CORSRule, a list, whose AllowedOrigin, AllowedMethod, AllowedHeader and
        ExposeHeader are lists.
        """
        return self._document(_GET_BUCKET_CORS, kwargs, Bucket, BUCKET)

    def get_bucket_domain(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the custom domains of a bucket: DomainRule, a list."""
        return self._document(_GET_BUCKET_DOMAIN, kwargs, Bucket, BUCKET)

    def get_bucket_domain_certificate(self, Bucket: str, DomainName: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the certificate of a custom domain of a bucket."""
        return self._document(_GET_BUCKET_DOMAIN_CERTIFICATE, kwargs, Bucket, BUCKET, query={"domainname": DomainName})

    def get_bucket_encryption(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the default encryption of a bucket: Rule, a list."""
        return self._document(_GET_BUCKET_ENCRYPTION, kwargs, Bucket, BUCKET)

    def get_bucket_intelligenttiering(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the INTELLIGENT TIERING configuration of a bucket."""
        return self._document(_GET_BUCKET_INTELLIGENTTIERING, kwargs, Bucket, BUCKET)

    def get_bucket_intelligenttiering_v2(self, Bucket: str, Id: str, **kwargs: Any) -> Dict[str, Any]:
        """Return one INTELLIGENT TIERING configuration of a bucket."""
        return self._document(_GET_BUCKET_INTELLIGENTTIERING_V2, kwargs, Bucket, BUCKET, query={"id": Id})

    def get_bucket_inventory(self, Bucket: str, Id: str, **kwargs: Any) -> Dict[str, Any]:
        """Return an inventory job of a bucket."""
        return self._document(_GET_BUCKET_INVENTORY, kwargs, Bucket, BUCKET, query={"id": Id})

    def get_bucket_lifecycle(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the lifecycle rules of a bucket: Rule, a list."""
        return self._document(_GET_BUCKET_LIFECYCLE, kwargs, Bucket, BUCKET)

    def get_bucket_location(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the region of a bucket: LocationConstraint."""
        return self._text(_GET_BUCKET_LOCATION, kwargs, Bucket, BUCKET, "LocationConstraint")

    def get_bucket_logging(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the access logging configuration of a bucket."""
        return self._document(_GET_BUCKET_LOGGING, kwargs, Bucket, BUCKET)

    def get_bucket_object_lock(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the object lock configuration of a bucket."""
        return self._document(_GET_BUCKET_OBJECT_LOCK, kwargs, Bucket, BUCKET)

    def get_bucket_origin(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the back-to-origin rules of a bucket: OriginRule, a list."""
        return self._document(_GET_BUCKET_ORIGIN, kwargs, Bucket, BUCKET)

    def get_bucket_policy(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the policy of a bucket: Policy, a JSON text."""
        return self._json(_GET_BUCKET_POLICY, kwargs, Bucket, BUCKET, "Policy")

    def get_bucket_referer(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the hotlink protection of a bucket: DomainList with the list Domain."""
        return self._document(_GET_BUCKET_REFERER, kwargs, Bucket, BUCKET)

    def get_bucket_replication(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the replication rules of a bucket: Rule, a list."""
        return self._document(_GET_BUCKET_REPLICATION, kwargs, Bucket, BUCKET)

    def get_bucket_response_control(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the response header rules of a bucket: ControlParamList with the list Param."""
        return self._document(_GET_BUCKET_RESPONSE_CONTROL, kwargs, Bucket, BUCKET)

    def get_bucket_tagging(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the tags of a bucket: TagSet with the list Tag."""
        return self._document(_GET_BUCKET_TAGGING, kwargs, Bucket, BUCKET)

    def get_bucket_versioning(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the versioning state of a bucket: Status, which is absent if versioning was never enabled."""
        return self._document(_GET_BUCKET_VERSIONING, kwargs, Bucket, BUCKET)

    def get_bucket_website(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the static website configuration of a bucket; RoutingRules is the list of its rules."""
        return self._document(_GET_BUCKET_WEBSITE, kwargs, Bucket, BUCKET)

    def get_object_acl(self, Bucket: str, Key: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the ACL of an object: Owner, AccessControlList with the list Grant, and CannedACL."""
        return self._document(_GET_OBJECT_ACL, kwargs, Bucket, Key)

    def get_object_tagging(self, Bucket: str, Key: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the tags of an object: TagSet with the list Tag."""
        return self._document(_GET_OBJECT_TAGGING, kwargs, Bucket, Key)

    def get_symlink(self, Bucket: str, SymlinkName: str, **kwargs: Any) -> Headers:
        """Return the response headers of a symbolic link; x-cos-symlink-target is the object it leads to."""
        return self._headers(_GET_SYMLINK, kwargs, Bucket, SymlinkName)

    def head_object(self, Bucket: str, Key: str, **kwargs: Any) -> Headers:
        """Read the headers of an object. COS's document 436/7745."""
        return self._headers(_HEAD_OBJECT, kwargs, Bucket, Key)

    def list_bucket_intelligenttiering_configurations(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """List the INTELLIGENT TIERING configurations of a bucket; a member is a list if there are several."""
        return self._document(_LIST_BUCKET_INTELLIGENTTIERING_CONFIGURATIONS, kwargs, Bucket, BUCKET)

    def list_bucket_inventory_configurations(
        self, Bucket: str, ContinuationToken: Optional[str] = None, **kwargs: Any
    ) -> Dict[str, Any]:
        """List the inventory jobs of a bucket, up to 100 per call; InventoryConfiguration is a list if there are
        several.
        """
        return self._document(
            _LIST_BUCKET_INVENTORY_CONFIGURATIONS,
            kwargs,
            Bucket,
            BUCKET,
            query={"continuation-token": ContinuationToken},
        )

    def list_multipart_uploads(
        self,
        Bucket: str,
        Prefix: str = "",
        Delimiter: str = "",
        KeyMarker: str = "",
        UploadIdMarker: str = "",
        MaxUploads: int = 1000,
        EncodingType: str = "",
        **kwargs: Any,
    ) -> Dict[str, Any]:
        """List at most MaxUploads multipart uploads that are neither completed nor aborted; Upload and
        CommonPrefixes are lists if there are any.
        """
        query = {
            "prefix": Prefix,
            "delimiter": Delimiter,
            "key-marker": KeyMarker,
            "upload-id-marker": UploadIdMarker,
            "max-uploads": MaxUploads,
        }
        return self._document(_LIST_MULTIPART_UPLOADS, kwargs, Bucket, BUCKET, query=query, encoding=EncodingType)

    def list_objects(
        self,
        Bucket: str,
        Prefix: str = "",
        Delimiter: str = "",
        Marker: str = "",
        MaxKeys: int = 1000,
        EncodingType: str = "",
        **kwargs: Any,
    ) -> Dict[str, Any]:
        """List at most MaxKeys objects of a bucket; Contents and CommonPrefixes are lists if there are any."""
        query = {
            "prefix": Prefix,
            "delimiter": Delimiter,
            "marker": Marker,
            "max-keys": MaxKeys,
        }
        return self._document(_LIST_OBJECTS, kwargs, Bucket, BUCKET, query=query, encoding=EncodingType)

    def list_objects_versions(
        self,
        Bucket: str,
        Prefix: str = "",
        Delimiter: str = "",
        KeyMarker: str = "",
        VersionIdMarker: str = "",
        MaxKeys: int = 1000,
        EncodingType: str = "",
        **kwargs: Any,
    ) -> Dict[str, Any]:
        """List at most MaxKeys versions of objects; Version, DeleteMarker and CommonPrefixes are lists if there are
        any.
        """
        query = {
            "prefix": Prefix,
            "delimiter": Delimiter,
            "key-marker": KeyMarker,
            "version-id-marker": VersionIdMarker,
            "max-keys": MaxKeys,
        }
        return self._document(_LIST_OBJECTS_VERSIONS, kwargs, Bucket, BUCKET, query=query, encoding=EncodingType)

    def list_parts(
        self,
        Bucket: str,
        Key: str,
        UploadId: str,
        EncodingType: str = "",
        MaxParts: int = 1000,
        PartNumberMarker: int = 0,
        **kwargs: Any,
    ) -> Dict[str, Any]:
        """List the parts of a multipart upload."""
        query = {
            "uploadId": UploadId,
            "max-parts": MaxParts,
            "part-number-marker": PartNumberMarker,
        }
        return self._document(_LIST_PARTS, kwargs, Bucket, Key, query=query, encoding=EncodingType)

    def post_bucket_inventory(
        self, Bucket: str, Id: str, InventoryConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any
    ) -> None:
        """Start an inventory job of a bucket once, at once."""
        return self._done(
            _POST_BUCKET_INVENTORY,
            kwargs,
            Bucket,
            BUCKET,
            query={"id": Id},
            elements={"Id": Id},
            body=InventoryConfiguration,
        )

    def put_bucket_acl(self, Bucket: str, AccessControlPolicy: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Set the ACL of a bucket, by AccessControlPolicy or by headers (ACL, GrantRead, GrantWrite,
        GrantFullControl).
        """
        return self._done(_PUT_BUCKET_ACL, kwargs, Bucket, BUCKET, body=AccessControlPolicy)

    def put_bucket_cors(self, Bucket: str, CORSConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Set the CORS rules of a bucket."""
        return self._done(_PUT_BUCKET_CORS, kwargs, Bucket, BUCKET, body=CORSConfiguration)

    def put_bucket_domain(self, Bucket: str, DomainConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Set the custom domains of a bucket."""
        return self._done(_PUT_BUCKET_DOMAIN, kwargs, Bucket, BUCKET, body=DomainConfiguration)

    def put_bucket_domain_certificate(
        self, Bucket: str, DomainCertificateConfiguration: Mapping[str, Any], **kwargs: Any
    ) -> None:
        """Set the certificate of a custom domain of a bucket."""
        return self._done(_PUT_BUCKET_DOMAIN_CERTIFICATE, kwargs, Bucket, BUCKET, body=DomainCertificateConfiguration)

    def put_bucket_encryption(
        self, Bucket: str, ServerSideEncryptionConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any
    ) -> None:
        """Set the default encryption of a bucket."""
        return self._done(_PUT_BUCKET_ENCRYPTION, kwargs, Bucket, BUCKET, body=ServerSideEncryptionConfiguration)

    def put_bucket_intelligenttiering(
        self, Bucket: str, IntelligentTieringConfiguration: Optional[Mapping[str, Any]] = None, **kwargs: Any
    ) -> None:
        """Enable INTELLIGENT TIERING for a bucket."""
        return self._done(_PUT_BUCKET_INTELLIGENTTIERING, kwargs, Bucket, BUCKET, body=IntelligentTieringConfiguration)

    def put_bucket_intelligenttiering_v2(
        self,
        Bucket: str,
        IntelligentTieringConfiguration: Optional[Mapping[str, Any]] = None,
        Id: Optional[str] = None,
        **kwargs: Any,
    ) -> None:
        """Create or replace one INTELLIGENT TIERING configuration of a bucket."""
        return self._done(
            _PUT_BUCKET_INTELLIGENTTIERING_V2,
            kwargs,
            Bucket,
            BUCKET,
            query={"id": Id},
            body=IntelligentTieringConfiguration,
        )

    def put_bucket_inventory(
        self, Bucket: str, Id: str, InventoryConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any
    ) -> None:
        """Create or replace an inventory job of a bucket."""
        return self._done(
            _PUT_BUCKET_INVENTORY,
            kwargs,
            Bucket,
            BUCKET,
            query={"id": Id},
            elements={"Id": Id},
            body=InventoryConfiguration,
        )

    def put_bucket_lifecycle(
        self, Bucket: str, LifecycleConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any
    ) -> None:
        """Set the lifecycle rules of a bucket."""
        return self._done(_PUT_BUCKET_LIFECYCLE, kwargs, Bucket, BUCKET, body=LifecycleConfiguration)

    def put_bucket_logging(self, Bucket: str, BucketLoggingStatus: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Set the access logging configuration of a bucket."""
        return self._done(_PUT_BUCKET_LOGGING, kwargs, Bucket, BUCKET, body=BucketLoggingStatus)

    def put_bucket_object_lock(
        self, Bucket: str, ObjectLockConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any
    ) -> Headers:
        """Set the object lock configuration of a bucket."""
        return self._headers(_PUT_BUCKET_OBJECT_LOCK, kwargs, Bucket, BUCKET, body=ObjectLockConfiguration)

    def put_bucket_origin(self, Bucket: str, OriginConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Set the back-to-origin rules of a bucket."""
        return self._done(_PUT_BUCKET_ORIGIN, kwargs, Bucket, BUCKET, body=OriginConfiguration)

    def put_bucket_policy(self, Bucket: str, Policy: Any, **kwargs: Any) -> None:
        """Set the policy of a bucket: a dict or a JSON text."""
        return self._done(_PUT_BUCKET_POLICY, kwargs, Bucket, BUCKET, body=Policy)

    def put_bucket_referer(self, Bucket: str, RefererConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Set the hotlink protection of a bucket."""
        return self._done(_PUT_BUCKET_REFERER, kwargs, Bucket, BUCKET, body=RefererConfiguration)

    def put_bucket_replication(
        self, Bucket: str, ReplicationConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any
    ) -> None:
        """Set the replication rules of a bucket."""
        return self._done(_PUT_BUCKET_REPLICATION, kwargs, Bucket, BUCKET, body=ReplicationConfiguration)

    def put_bucket_response_control(
        self, Bucket: str, ResponseControlConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any
    ) -> None:
        """Set the response header rules of a bucket."""
        return self._done(_PUT_BUCKET_RESPONSE_CONTROL, kwargs, Bucket, BUCKET, body=ResponseControlConfiguration)

    def put_bucket_tagging(self, Bucket: str, Tagging: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Replace the tags of a bucket."""
        return self._done(_PUT_BUCKET_TAGGING, kwargs, Bucket, BUCKET, body=Tagging)

    def put_bucket_versioning(self, Bucket: str, Status: str, **kwargs: Any) -> None:
        """Set the versioning state of a bucket."""
        return self._done(
            _PUT_BUCKET_VERSIONING,
            kwargs,
            Bucket,
            BUCKET,
            elements={"Status": chosen_of("Status", Status, ("Enabled", "Suspended"))},
        )

    def put_bucket_website(self, Bucket: str, WebsiteConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Set the static website configuration of a bucket."""
        return self._done(_PUT_BUCKET_WEBSITE, kwargs, Bucket, BUCKET, body=WebsiteConfiguration)

    def put_object_acl(
        self, Bucket: str, Key: str, AccessControlPolicy: Mapping[str, Any] = EMPTY, **kwargs: Any
    ) -> None:
        """Set the ACL of an object, by AccessControlPolicy or by headers (ACL, GrantRead, GrantWrite,
        GrantFullControl).
        """
        return self._done(_PUT_OBJECT_ACL, kwargs, Bucket, Key, body=AccessControlPolicy)

    def put_object_tagging(self, Bucket: str, Key: str, Tagging: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Replace the tags of an object."""
        return self._done(_PUT_OBJECT_TAGGING, kwargs, Bucket, Key, body=Tagging)

    def put_symlink(self, Bucket: str, SymlinkName: str, SymlinkTarget: str, **kwargs: Any) -> Headers:
        """Create a symbolic link to an object of the same bucket. Returns the response headers."""
        return self._headers(_PUT_SYMLINK, kwargs, Bucket, SymlinkName, headers={"x-cos-symlink-target": SymlinkTarget})

    def restore_object(self, Bucket: str, Key: str, RestoreRequest: Mapping[str, Any] = EMPTY, **kwargs: Any) -> None:
        """Restore a copy of an archived object for a number of days. COS's document 436/12633."""
        return self._done(_RESTORE_OBJECT, kwargs, Bucket, Key, body=RestoreRequest)
