//! The XML document of a success: read as a whole or not at all.

mod attributes;
mod groups;
mod json;
mod path;
mod read;
mod tree;

pub use tree::Document;

#[cfg(test)]
mod tests {
    use super::*;

    const LISTING: &str = "<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE x>\n\
        <n:ListBucketResult xmlns:n='u' a='1'><!-- c --><Name>b</Name>\
        <Contents><Key> a&amp;<![CDATA[<b>]]>&#x21; </Key><Owner><ID>1</ID></Owner></Contents>\
        <Contents t='x&lt;y'><Key/></Contents>\n <Contents u=\"'\">text</Contents>\
        <More><Some>1</Some></More><Some>1</Some><Some/></n:ListBucketResult >\n<!-- end -->\n";

    #[test]
    fn paths_name_elements_and_attributes() {
        let document = Document::read(LISTING);
        assert_eq!(document.fault_z(), "\0");
        for (path, count, value) in [
            ("", 1, ""),
            ("Name", 1, "b"),
            ("Contents", 3, ""),
            ("Contents[0]/Key", 1, " a&<b>! "),
            ("Contents/Key", 1, " a&<b>! "),
            ("Contents[1]/Key", 1, ""),
            ("Contents[1]/@t", 1, "x<y"),
            ("Contents[2]/@u[0]", 1, "'"),
            ("Contents[2]", 1, "text"),
            ("Contents[3]", 0, ""),
            ("@a", 1, "1"),
            ("@xmlns:n", 0, ""),
            ("Some", 2, "1"),
            ("Some[00001]", 1, ""),
            ("Contents[-1]", 0, ""),
            ("Contents[]", 0, ""),
            ("Contents[99999999999999999999]", 0, ""),
            ("/Name", 0, ""),
            ("Name/", 0, ""),
            ("Name~", 0, ""),
            ("~3a", 0, ""),
        ] {
            assert_eq!(document.count(path.as_bytes()), count, "{path}");
            assert_eq!(
                document.value_z(path.as_bytes()),
                value.to_owned() + "\0",
                "{path}"
            );
        }
    }

    #[test]
    fn lists_are_arrays() {
        assert_eq!(
            Document::read(LISTING).json_z(),
            concat!(
                r#"{"ListBucketResult":{"@a":"1","Name":"b","Contents":["#,
                r#"{"Key":" a&<b>! ","Owner":{"ID":"1"}},{"@t":"x<y","Key":""},"#,
                r##"{"@u":"'","#text":"text"}],"More":[{"Some":"1"}],"Some":["1",""]}}"##,
                "\0"
            )
        );
        assert_eq!(
            Document::read("<Location>x</Location>").json_z(),
            "{\"Location\":\"x\"}\0"
        );
        assert_eq!(Document::read("<a><b></a>").json_z(), "\0");
    }

    #[test]
    fn a_document_that_is_cut_anywhere_is_none() {
        let end = LISTING.find(" >\n<!--").expect("the root's end") + 2;
        for length in 0..LISTING.len() {
            let document = Document::read(&LISTING[..length]);
            let is_whole = length == end || length == end + 1 || length == LISTING.len() - 1;
            assert_eq!(document.count(b"") == 1, is_whole, "{length}");
            assert_eq!(document.fault_z() == "\0", is_whole, "{length}");
            assert_eq!(document.count(b"Name") == 1, is_whole, "{length}");
        }
    }

    #[test]
    fn names_may_have_the_signs_of_paths() {
        let document =
            Document::read("<r><a~b>1</a~b><a[0]>2</a[0]><x@y>3</x@y><d&#0;>4</d&#0;></r>");
        for (path, value) in [("a~0b", "1"), ("a~20]", "2"), ("x~3y", "3"), ("x@y", "3")] {
            assert_eq!(
                document.value_z(path.as_bytes()),
                value.to_owned() + "\0",
                "{path}"
            );
        }
    }

    #[test]
    fn nuls_read_as_replacements() {
        let document = Document::read("<r><a>1\0&#0;&#x00;2</a><b c='\0'/></r>");
        assert_eq!(document.value_z(b"a"), "1\u{fffd}\u{fffd}\u{fffd}2\0");
        assert_eq!(document.value_z(b"b/@c"), "\u{fffd}\0");
    }

    #[test]
    fn faults_are_told() {
        let deep = "<a>".repeat(65) + &"</a>".repeat(65);
        for (text, fault) in [
            ("", "not an XML document"),
            ("{\"a\":1}", "not an XML document"),
            ("<a>", "cut or malformed inside of <a>"),
            ("<a></b>", "</b> is not that of the open element"),
            ("<a/><b/>", "something follows the root"),
            ("<a/>x", "something follows the root"),
            ("<a/><!-- x", "something follows the root"),
            ("<a>&nbsp;</a>", "&nbsp; is not known"),
            ("<a>x & y</a>", "an & does not begin a reference"),
            ("<a b='&'/>", "an & does not begin a reference"),
            ("<a b/>", "a tag is malformed"),
            ("<a b=c/>", "a tag is malformed"),
            ("<a b='1' b='2'/>", "an attribute is there twice"),
            ("<><b/></>", "a tag has no name"),
            ("<a><@b/></a>", "a tag has no name"),
            (&deep, "nested deeper than 64"),
        ] {
            let document = Document::read(text);
            assert!(document.fault_z().contains(fault), "{}", document.fault_z());
            assert_eq!(document.count(b""), 0, "{text}");
        }
    }
}
