//! Settings of buckets: what is accepted, returned, refused and removed.

use super::*;

/// A right document of each setting.
const RIGHT: &[(&str, &str)] = &[
    (
        "accelerate",
        "<AccelerateConfiguration><Status>Enabled</Status><Type>COS</Type></AccelerateConfiguration>",
    ),
    (
        "cors",
        "<CORSConfiguration><CORSRule><ID>1</ID><AllowedOrigin>http://a</AllowedOrigin>\
         <AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod>\
         <ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>5</MaxAgeSeconds></CORSRule></CORSConfiguration>",
    ),
    (
        "domain",
        "<DomainConfiguration><DomainRule><Status>ENABLED</Status><Name>www.example.com</Name>\
         <Type>REST</Type></DomainRule></DomainConfiguration>",
    ),
    (
        "encryption",
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
         <SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>\
         </ServerSideEncryptionConfiguration>",
    ),
    (
        "intelligenttiering",
        "<IntelligentTieringConfiguration><Status>Enabled</Status><Transition><Days>30</Days>\
         <RequestFrequent>1</RequestFrequent></Transition></IntelligentTieringConfiguration>",
    ),
    (
        "lifecycle",
        "<LifecycleConfiguration><Rule><ID>1</ID><Filter><Prefix>a/</Prefix></Filter>\
         <Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>",
    ),
    (
        "logging",
        "<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs-1250000000</TargetBucket>\
         <TargetPrefix>a/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>",
    ),
    ("notification", "<NotificationConfiguration/>"),
    (
        "object-lock",
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>",
    ),
    (
        "origin",
        "<OriginConfiguration><OriginRule><OriginType>Mirror</OriginType><OriginInfo><HostInfo>\
         <HostName>example.com</HostName></HostInfo></OriginInfo></OriginRule></OriginConfiguration>",
    ),
    (
        "referer",
        "<RefererConfiguration><Status>Enabled</Status><RefererType>White-List</RefererType>\
         <DomainList><Domain>*.example.com</Domain></DomainList></RefererConfiguration>",
    ),
    ("response-control", "<ResponseControlConfiguration/>"),
    (
        "tagging",
        "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>",
    ),
    (
        "website",
        "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument>\
         <ErrorDocument><Key>error.html</Key></ErrorDocument></WebsiteConfiguration>",
    ),
];

#[test]
fn a_setting_is_returned_as_it_was_put() {
    let mut house = House::new();
    for (name, document) in RIGHT {
        let target = format!("/?{name}");
        let before = house.ask("GET", &target, &[], b"");
        let put = house.with_digest("PUT", &target, document).expect(name);
        assert!([200, 204].contains(&put.status), "{name}");
        assert_eq!(house.get(&target), *document);
        let removed = house.ask("DELETE", &target, &[], b"");
        match code(removed).as_str() {
            "204" => {
                let after = house.ask("GET", &target, &[], b"");
                assert_eq!(code(after), code(before), "{name}");
            }
            refused => assert_eq!(refused, "MethodNotAllowed", "{name}"),
        }
    }
}

#[test]
fn what_a_bucket_without_settings_responds() {
    let mut house = House::new();
    for (name, expected) in [
        ("accelerate", "200"),
        ("acl", "200"),
        ("cors", "NoSuchCORSConfiguration"),
        ("domain", "DomainConfigNotFoundError"),
        ("encryption", "NoSuchEncryptionConfiguration"),
        (
            "intelligent-tiering&id=default",
            "IntelligentTieringConfigurationNotFoundError",
        ),
        ("intelligent-tiering", "200"),
        ("intelligenttiering", "200"),
        ("inventory", "200"),
        ("inventory&id=1", "InventoryConfigurationNotFoundError"),
        ("lifecycle", "NoSuchLifecycleConfiguration"),
        ("logging", "200"),
        ("object-lock", "NoSuchObjectLockConfiguration"),
        ("origin", "OriginConfigurationNotFoundError"),
        ("policy", "NoSuchBucketPolicy"),
        ("referer", "200"),
        ("replication", "ReplicationConfigurationNotFoundError"),
        ("tagging", "NoSuchTagSet"),
        ("versioning", "200"),
        ("website", "NoSuchWebsiteConfiguration"),
    ] {
        let got = house.ask("GET", &format!("/?{name}"), &[], b"");
        assert_eq!(code(got), expected, "{name}");
    }
    assert_eq!(element(&house.get("/?referer"), "RefererConfiguration"), "");
    assert_eq!(
        element(&house.get("/?versioning"), "VersioningConfiguration"),
        ""
    );
}

#[test]
fn documents_that_are_refused() {
    let mut house = House::new();
    let rule = |inside: &str| format!("<CORSConfiguration>{inside}</CORSConfiguration>");
    let tags = |count: usize| {
        let tag = |n| format!("<Tag><Key>k{n}</Key><Value/></Tag>");
        let tags: String = (0..count).map(tag).collect();
        format!("<Tagging><TagSet>{tags}</TagSet></Tagging>")
    };
    let lifecycle =
        |rules: &str| format!("<LifecycleConfiguration>{rules}</LifecycleConfiguration>");
    let expiring = "<Rule><ID>1</ID><Prefix/><Status>Enabled</Status>\
                    <Expiration><Days>1</Days></Expiration></Rule>";
    for (name, document, expected) in [
        ("cors", String::new(), "MalformedXML"),
        ("cors", "<CORSConfiguration>".into(), "MalformedXML"),
        ("cors", "<Other/>".into(), "MalformedXML"),
        ("cors", rule(""), "MalformedXML"),
        (
            "cors",
            rule("<CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule>"),
            "MalformedXML",
        ),
        (
            "cors",
            rule(
                "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod></CORSRule>",
            ),
            "InvalidArgument",
        ),
        ("lifecycle", lifecycle(""), "MalformedXML"),
        (
            "lifecycle",
            lifecycle(&expiring.replace("<Prefix/>", "")),
            "MalformedXML",
        ),
        (
            "lifecycle",
            lifecycle("<Rule><Prefix/><Status>Enabled</Status></Rule>"),
            "MalformedXML",
        ),
        (
            "lifecycle",
            lifecycle(&expiring.replace("Enabled", "On")),
            "InvalidArgument",
        ),
        (
            "lifecycle",
            lifecycle(&expiring.repeat(2)),
            "InvalidArgument",
        ),
        ("lifecycle", lifecycle(expiring), "200"),
        ("tagging", tags(50), "204"),
        ("tagging", tags(51), "InvalidTag"),
        ("tagging", tags(2).replace("k1", "k0"), "InvalidTag"),
        ("tagging", tags(1).replace("k0", ""), "InvalidTag"),
        (
            "tagging",
            tags(1).replace("k0", &"k".repeat(129)),
            "InvalidTag",
        ),
        ("tagging", "<Tagging/>".into(), "MalformedXML"),
        ("website", "<WebsiteConfiguration/>".into(), "MalformedXML"),
        (
            "encryption",
            "<ServerSideEncryptionConfiguration/>".into(),
            "MalformedXML",
        ),
        (
            "accelerate",
            "<AccelerateConfiguration/>".into(),
            "MalformedXML",
        ),
        ("versioning", String::new(), "InvalidArgument"),
        (
            "versioning",
            "<VersioningConfiguration/>".into(),
            "MalformedXML",
        ),
        (
            "versioning",
            "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>".into(),
            "InvalidArgument",
        ),
        ("policy", "{".into(), "MalformedPolicy"),
        ("policy", "{\"Statement\": []}".into(), "MalformedPolicy"),
        (
            "policy",
            "{\"Statement\": [{\"Effect\": \"allow\"}]}".into(),
            "MalformedPolicy",
        ),
        ("cors", " ".repeat((512 << 10) + 1), "EntityTooLarge"),
    ] {
        let put = house.with_digest("PUT", &format!("/?{name}"), &document);
        assert_eq!(code(put), expected, "{name} {document:.200}");
    }
    let right = RIGHT
        .iter()
        .find(|(name, _)| *name == "cors")
        .expect("cors")
        .1;
    let put = house.ask("PUT", "/?cors", &[], right.as_bytes());
    assert_eq!(code(put), "MissingContentMD5");
    let wrong = [("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")];
    assert_eq!(
        code(house.ask("PUT", "/?cors", &wrong, right.as_bytes())),
        "BadDigest"
    );
    assert_eq!(
        code(house.ask("GET", "/?cors", &[], b"")),
        "NoSuchCORSConfiguration"
    );
}

#[test]
fn what_is_returned_otherwise_than_it_was_put() {
    let mut house = House::new();
    let encryption = RIGHT.iter().find(|(name, _)| *name == "encryption");
    let encryption = encryption.expect("encryption").1;
    let older = encryption.replace(
        "ApplyServerSideEncryptionByDefault",
        "ApplySideEncryptionConfiguration",
    );
    house
        .with_digest("PUT", "/?encryption", &older)
        .expect("kept");
    assert_eq!(house.get("/?encryption"), encryption);

    let website = "<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules>\
         <RoutingRule><Condition><KeyPrefixEquals>a/</KeyPrefixEquals></Condition>\
         <Redirect><ReplaceKeyWith>b</ReplaceKeyWith></Redirect></RoutingRule></RoutingRules>\
         </WebsiteConfiguration>";
    house
        .with_digest("PUT", "/?website", website)
        .expect("kept");
    assert_eq!(element(&house.get("/?website"), "URLRedirect"), "Enabled");

    let policy = r#"{"version": "2.0", "statement": [{"effect": "allow", "action": ["a"], "resource": ["r"]}]}"#;
    let put = house.with_digest("PUT", "/?policy", policy);
    assert_eq!(code(put), "204");
    let got = house.ask("GET", "/?policy", &[], b"").expect("a policy");
    assert_eq!(got.get("content-type"), Some("application/json"));
    let got: serde_json::Value = serde_json::from_str(&text(&got)).expect("JSON");
    assert_eq!(got["Statement"][0]["resource"][0], "r");

    house
        .with_digest("PUT", "/?referer", RIGHT[10].1)
        .expect("kept");
    house.with_digest("PUT", "/?referer", "").expect("removed");
    assert_eq!(element(&house.get("/?referer"), "RefererConfiguration"), "");
}

fn inventory(id: &str) -> String {
    format!(
        "<InventoryConfiguration><Id>{id}</Id><IsEnabled>true</IsEnabled><Destination>\
         <COSBucketDestination><Bucket>b</Bucket><Format>CSV</Format></COSBucketDestination></Destination>\
         <IncludedObjectVersions>All</IncludedObjectVersions></InventoryConfiguration>"
    )
}

#[test]
fn inventories_have_ids_and_are_listed_in_pages() {
    let mut house = House::new();
    for number in 0..150 {
        let id = format!("ID-{number}");
        let target = format!("/?inventory&id={id}");
        house
            .with_digest("PUT", &target, &inventory(&id))
            .expect("kept");
    }
    assert_eq!(house.get("/?inventory&id=ID-7"), inventory("ID-7"));
    let first = house.get("/?inventory");
    assert_eq!(element(&first, "IsTruncated"), "true");
    assert_eq!(first.matches("<Id>").count(), 100);
    assert_eq!(element(&first, "Id"), "ID-0");
    let token = element(&first, "NextContinuationToken");
    let second = house.get(&format!("/?inventory&continuation-token={token}"));
    assert_eq!(
        (element(&second, "Id"), element(&second, "IsTruncated")),
        ("ID-100", "false")
    );

    for (method, target, body, expected) in [
        ("PUT", "/?inventory&id=1", inventory("2"), "InvalidArgument"),
        ("PUT", "/?inventory", inventory("2"), "InvalidArgument"),
        (
            "POST",
            "/?inventory&id=ID-1",
            inventory("ID-1"),
            "DuplicateInventoryId",
        ),
        ("POST", "/?inventory&id=new", inventory("new"), "200"),
        (
            "GET",
            "/?inventory&id=new",
            String::new(),
            "InventoryConfigurationNotFoundError",
        ),
        (
            "GET",
            "/?inventory&continuation-token=x",
            String::new(),
            "InvalidArgument",
        ),
        ("DELETE", "/?inventory&id=ID-1", String::new(), "204"),
        (
            "GET",
            "/?inventory&id=ID-1",
            String::new(),
            "InventoryConfigurationNotFoundError",
        ),
    ] {
        let outcome = house.with_digest(method, target, &body);
        assert_eq!(code(outcome), expected, "{method} {target}");
    }
}

#[test]
fn replication_needs_versions() {
    let mut house = House::new();
    let replication = "<ReplicationConfiguration><Role>qcs::cam::uin/1:uin/1</Role><Rule><Status>Enabled</Status>\
                       <Destination><Bucket>b</Bucket></Destination></Rule></ReplicationConfiguration>";
    let put = |house: &mut House| code(house.with_digest("PUT", "/?replication", replication));
    assert_eq!(put(&mut house), "InvalidBucketState");
    house.version("Enabled").expect("enabled");
    assert_eq!(put(&mut house), "200");
    assert_eq!(code(house.version("Suspended")), "InvalidBucketState");
    house
        .ask("DELETE", "/?replication", &[], b"")
        .expect("removed");
    house.version("Suspended").expect("suspended");
    assert_eq!(element(&house.get("/?versioning"), "Status"), "Suspended");
}
