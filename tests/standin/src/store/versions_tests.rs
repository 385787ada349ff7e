use super::*;
use crate::receive::Receipt;
use crate::store::Access;

fn bucket(versioning: Versioning) -> Bucket {
    let mut bucket = Bucket::new(None, Access::Private);
    bucket.versioning = versioning;
    bucket
}

fn put(bucket: &mut Bucket, body: &[u8]) -> Option<String> {
    let object = Object::new(&Receipt::of(body), 0, Vec::new());
    bucket.insert("k", object).expect("room")
}

fn read(bucket: &Bucket, version: Option<&str>) -> String {
    match bucket.find("k", version) {
        Found::Object(object) => String::from_utf8(object.content.to_vec()).expect("text"),
        Found::Marker(_) => "marker".to_string(),
        Found::NoKey => "no key".to_string(),
        Found::NoVersion => "no version".to_string(),
    }
}

fn delete(bucket: &mut Bucket) -> String {
    let removed = bucket.remove("k", 0).expect("room");
    assert!(removed.marker);
    removed.version.expect("a version")
}

#[test]
fn without_versions_an_object_is_replaced_and_deleted() {
    let mut bucket = bucket(Versioning::Off);
    assert_eq!(put(&mut bucket, b"a"), None);
    assert_eq!(put(&mut bucket, b"b"), None);
    assert_eq!(read(&bucket, None), "b");
    assert_eq!(read(&bucket, Some("null")), "b");
    assert_eq!(read(&bucket, Some("other")), "no version");
    assert_eq!(bucket.remove("k", 0), Ok(Removed::default()));
    assert_eq!(read(&bucket, None), "no key");
    assert!(bucket.is_untouched());
}

#[test]
fn each_write_is_a_version() {
    let mut bucket = bucket(Versioning::Enabled);
    let first = put(&mut bucket, b"a").expect("an id");
    let second = put(&mut bucket, b"b").expect("an id");
    assert_eq!(read(&bucket, None), "b");
    assert_eq!(read(&bucket, Some(&first)), "a");
    let marker = delete(&mut bucket);
    assert_eq!(read(&bucket, None), "marker");
    assert_eq!(read(&bucket, Some(&marker)), "marker");
    assert_eq!(read(&bucket, Some(&second)), "b");
    assert!(bucket.holds_data());

    assert!(bucket.remove_version("k", &marker).marker);
    assert_eq!(read(&bucket, None), "b");
    assert!(!bucket.remove_version("k", &second).marker);
    assert_eq!(read(&bucket, None), "a");
    bucket.remove_version("k", "other");
    assert_eq!(read(&bucket, None), "a");
    bucket.remove_version("k", &first);
    assert_eq!(read(&bucket, None), "no key");
    assert!(!bucket.holds_data());
}

#[test]
fn while_suspended_there_is_one_null_version() {
    let mut bucket = bucket(Versioning::Off);
    put(&mut bucket, b"before");
    bucket.versioning = Versioning::Enabled;
    let kept = put(&mut bucket, b"kept").expect("an id");
    assert_eq!(read(&bucket, Some("null")), "before");
    bucket.versioning = Versioning::Suspended;
    assert_eq!(put(&mut bucket, b"null 1").as_deref(), Some("null"));
    put(&mut bucket, b"null 2");
    assert_eq!(read(&bucket, Some("null")), "null 2");
    assert_eq!(delete(&mut bucket), "null");
    assert_eq!(delete(&mut bucket), "null");
    assert_eq!(read(&bucket, Some(&kept)), "kept");
    assert_eq!(bucket.older["k"].len(), 2);
    bucket.remove_version("k", "null");
    assert_eq!(read(&bucket, None), "kept");
}

#[test]
fn an_object_is_changed_in_place() {
    let mut bucket = bucket(Versioning::Enabled);
    let first = put(&mut bucket, b"a").expect("an id");
    put(&mut bucket, b"b");
    let tag = |object: &mut Object| {
        object.documents.insert("tagging", "<Tagging/>".into());
    };
    bucket.change("k", &first, tag).expect("room");
    bucket.change("synthetic/9", "null", tag).expect("room");
    let tagged = |key: &str, version: Option<&str>| match bucket.find(key, version) {
        Found::Object(object) => !object.documents.is_empty(),
        _ => false,
    };
    assert!(tagged("k", Some(&first)) && !tagged("k", None));
    assert!(tagged("synthetic/9", None));
}

#[test]
fn all_memory_is_given_back() {
    for versioning in [Versioning::Off, Versioning::Enabled, Versioning::Suspended] {
        let mut bucket = bucket(versioning);
        for _ in 0..3 {
            put(&mut bucket, b"abc");
            bucket.remove("k", 0).expect("room");
            put(&mut bucket, b"de");
            let grow = |object: &mut Object| {
                object.documents.insert("tagging", "<Tagging/>".into());
            };
            let id = bucket.objects["k"].version_id().to_string();
            bucket.change("k", &id, grow).expect("room");
        }
        while let Some(id) = newest(&bucket) {
            bucket.remove_version("k", &id);
        }
        assert!(!bucket.holds_data());
        // Room for everything, and for no byte more.
        let all = crate::store::bucket::BUCKET_LIMIT;
        assert_eq!(bucket.exchange(0, all), Ok(()), "{versioning:?}");
        assert_eq!(bucket.exchange(0, 1), Err(Full), "{versioning:?}");
    }
}

fn newest(bucket: &Bucket) -> Option<String> {
    let current = bucket.objects.get("k").map(Object::version_id);
    let older = || Some(bucket.older.get("k")?.first()?.id.as_str());
    current.or_else(older).map(str::to_string)
}
