//! Settings of buckets that are not accepted.

use super::*;

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
    let right = documents::RIGHT
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
