//! Lists of buckets, and what a new bucket has.

use super::*;

const SERVICE: &str = "service.cos.myqcloud.com";

/// The names in a list.
fn names(xml: &str) -> Vec<&str> {
    let buckets = xml.split("<Bucket>").skip(1);
    buckets.map(|bucket| element(bucket, "Name")).collect()
}

#[test]
fn a_list_has_what_was_asked_for() {
    const ALL: &[&str] = &[
        "beijing-1250000000",
        "examplebucket-1250000000",
        "public-1250000000",
    ];
    let mut house = House::new();
    let tags = "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>";
    house.with_digest("PUT", "/?tagging", tags).expect("kept");
    for (query, expected) in [
        ("", ALL),
        ("region=ap-beijing", &ALL[..1]),
        ("region=ap-guangzhou", &ALL[1..]),
        ("tagkey=k&tagvalue=v", &ALL[1..2]),
        ("tagkey=k&tagvalue=w", &[]),
        ("marker=beijing-1250000000", &ALL[1..]),
        ("max-keys=1", &ALL[..1]),
        ("create-time=1514736000&range=gt", ALL),
        ("create-time=1514736000&range=lt", &[]),
    ] {
        let answer = house.ask_at(SERVICE, "GET", &format!("/?{query}"), &[], b"");
        let xml = text(&answer.expect(query));
        assert_eq!(names(&xml), expected, "{query}");
        let truncated = if query == "max-keys=1" {
            "true"
        } else {
            "false"
        };
        assert_eq!(element(&xml, "IsTruncated"), truncated, "{query}");
    }
    let first = house.ask_at(SERVICE, "GET", "/?max-keys=2", &[], b"");
    let first = text(&first.expect("a list"));
    assert_eq!(element(&first, "NextMarker"), ALL[1]);
    for query in ["max-keys=x", "create-time=now", "create-time=1&range=x"] {
        let outcome = house.ask_at(SERVICE, "GET", &format!("/?{query}"), &[], b"");
        assert_eq!(code(outcome), "InvalidArgument", "{query}");
    }
}

#[test]
fn a_new_bucket_has_the_list_of_its_headers() {
    let mut house = House::new();
    let new = "new-1250000000.cos.ap-guangzhou.myqcloud.com";
    let wrong = [("x-cos-acl", "public")];
    let outcome = house.ask_at(new, "PUT", "/", &wrong, b"");
    assert_eq!(code(outcome), "InvalidArgument");
    assert_eq!(
        code(house.ask_at(new, "HEAD", "/", &[], b"")),
        "NoSuchBucket"
    );
    let public = [("x-cos-acl", "public-read")];
    house
        .ask_at(new, "PUT", "/", &public, b"")
        .expect("created");
    let acl = house.ask_at(new, "GET", "/?acl", &[], b"").expect("a list");
    assert!(text(&acl).contains("AllUsers"));
}

#[test]
fn a_bucket_shows_what_it_was_created_with() {
    let mut house = House::new();
    let new = "new-1250000000.cos.ap-guangzhou.myqcloud.com";
    let configuration = |zones: &str| {
        format!(
            "<CreateBucketConfiguration><BucketAZConfig>{zones}</BucketAZConfig>\
             <BucketArchConfig>OFS</BucketArchConfig></CreateBucketConfiguration>"
        )
    };
    for (body, expected) in [
        (configuration("SOME"), "InvalidArgument"),
        ("<Other/>".to_string(), "MalformedXML"),
        (configuration("MAZ"), "200"),
    ] {
        let outcome = house.ask_at(new, "PUT", "/", &[], body.as_bytes());
        assert_eq!(code(outcome), expected, "{body}");
    }
    let head = house.ask_at(new, "HEAD", "/", &[], b"").expect("a bucket");
    assert_eq!(head.get("x-cos-bucket-az-type"), Some("MAZ"));
    assert_eq!(head.get("x-cos-bucket-arch"), Some("OFS"));
    let other = house.ask("HEAD", "/", &[], b"").expect("a bucket");
    assert_eq!(other.get("x-cos-bucket-az-type"), None);
}

#[test]
fn certificates_are_for_domains_of_the_bucket() {
    let mut house = House::new();
    let domain = "<DomainConfiguration><DomainRule><Status>ENABLED</Status><Name>a.example</Name>\
                  <Type>REST</Type></DomainRule></DomainConfiguration>";
    let certificate = "<DomainCertificate><CertificateInfo><CertType>CustomCert</CertType><CustomCert>\
                       <Cert>c</Cert><PrivateKey>k</PrivateKey></CustomCert></CertificateInfo><DomainList>\
                       <DomainName>a.example</DomainName></DomainList></DomainCertificate>";
    let put =
        |house: &mut House| code(house.with_digest("PUT", "/?domaincertificate", certificate));
    let named = "/?domaincertificate&domainname=a.example";
    let status = |house: &mut House| element(&house.get(named), "Status").to_string();
    assert_eq!(put(&mut house), "DomainConfigNotFoundError");
    house.with_digest("PUT", "/?domain", domain).expect("kept");
    assert_eq!(status(&mut house), "Disabled");
    assert_eq!(put(&mut house), "200");
    assert_eq!(status(&mut house), "Enabled");
    assert!(!house.get(named).contains("PrivateKey"));
    assert_eq!(code(house.ask("DELETE", named, &[], b"")), "204");
    assert_eq!(status(&mut house), "Disabled");
    let wrong = certificate.replace("CustomCert", "Other");
    let put = house.with_digest("PUT", "/?domaincertificate", &wrong);
    assert_eq!(code(put), "InvalidArgument");
    assert_eq!(
        code(house.ask("GET", "/?domaincertificate", &[], b"")),
        "InvalidArgument"
    );
}

#[test]
fn both_interfaces_of_intelligent_tiering() {
    let mut house = House::new();
    let older = "<IntelligentTieringConfiguration><Status>Enabled</Status><Transition><Days>30</Days>\
                 <RequestFrequent>1</RequestFrequent></Transition></IntelligentTieringConfiguration>";
    house
        .ask("PUT", "/?intelligenttiering", &[], older.as_bytes())
        .expect("kept");
    let newer = house.get("/?intelligent-tiering&id=default");
    assert_eq!(
        (element(&newer, "Id"), element(&newer, "AccessTier")),
        ("default", "INFREQUENT")
    );
    let newer = newer.replace("<Days>30", "<Days>60");
    let target = "/?intelligent-tiering&id=default";
    house
        .ask("PUT", target, &[], newer.as_bytes())
        .expect("kept");
    assert_eq!(element(&house.get("/?intelligenttiering"), "Days"), "60");
    let list = house.get("/?intelligent-tiering");
    assert_eq!(list.matches("<Id>").count(), 1, "{list}");
}
