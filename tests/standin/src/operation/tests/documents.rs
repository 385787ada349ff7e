//! Settings of buckets: what is accepted, returned, refused and removed.

use super::*;

/// A right document of each setting.
pub const RIGHT: &[(&str, &str)] = &[
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
