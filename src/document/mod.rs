//! The XML document of a success, read as a whole or not at all, and that of a request.
//!
//! The library is compiled for size. What is run for each tag of a document or each step of a path
//! is inlined always, so that a listing is read quickly all the same.

mod attributes;
mod element;
mod json;
mod names;
mod path;
mod read;
mod siblings;
mod texts;
mod tree;
mod xml_chars;
mod xml_writer;

pub use tree::Document;
pub use xml_writer::from_json;

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
            ("Some[4294967295]", 0, ""),
            // Beyond 32 and 64 bits an index must not wrap around to an element that is there.
            ("Some[4294967296]", 0, ""),
            ("Some[18446744073709551616]", 0, ""),
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

    /// The values at paths, with the JSON.
    fn check(text: &str, values: &[(&str, usize, &str)], json: &str) {
        let document = Document::read(text);
        for (path, count, value) in values {
            assert_eq!(document.count(path.as_bytes()), *count, "{path}");
            let found = document.value_z(path.as_bytes());
            assert_eq!(found.trim_end_matches('\0'), *value, "{path}");
        }
        assert_eq!(document.json_z(), json.to_owned() + "\0");
    }

    #[test]
    fn siblings_of_one_name_need_not_be_adjacent() {
        check(
            "<r><a>1</a><b>2</b><a>3</a><c/><b>4</b></r>",
            &[
                ("a", 2, "1"),
                ("a[1]", 1, "3"),
                ("b[1]", 1, "4"),
                ("b[2]", 0, ""),
                ("d", 0, ""),
            ],
            r#"{"r":{"a":["1","3"],"b":["2","4"],"c":""}}"#,
        );
    }

    #[test]
    fn each_of_many_siblings_is_found() {
        // Names of one to twelve characters, each twice.
        let name = |at: usize| format!("{}{at}", &"nameOfSomething"[..at % 11]);
        let element = |at: usize| format!("<{0}>{at}</{0}>", name(at % 50 + 10));
        let text: String = (0..100).map(element).collect();
        let document = Document::read(&format!("<r>{text}</r>"));
        for at in 0..50 {
            let path = name(at + 10);
            let value = |index: &str| document.value_z((path.clone() + index).as_bytes());
            assert_eq!(document.count(path.as_bytes()), 2, "{path}");
            assert_eq!(value(""), format!("{at}\0"), "{path}");
            assert_eq!(value("[1]"), format!("{}\0", at + 50), "{path}");
            assert_eq!(value("[2]"), "\0", "{path}");
        }
        assert_eq!(document.count(b"name"), 0);
    }

    #[test]
    fn names_are_told_apart_at_every_length() {
        for length in 1..=20 {
            let (name, other) = ("x".repeat(length), "x".repeat(length - 1) + "y");
            let longer = format!("{name}\u{e9}");
            check(
                &format!(
                    "<r><{other}>1</{other}><n:{longer}>2</n:{longer}><{name} {name}='4'>3</{name}></r>"
                ),
                &[
                    (&other, 1, "1"),
                    (&longer, 1, "2"),
                    (&name, 1, "3"),
                    (&format!("{name}/@{name}"), 1, "4"),
                ],
                &format!(
                    r##"{{"r":{{"{other}":"1","{longer}":"2","{name}":{{"@{name}":"4","#text":"3"}}}}}}"##
                ),
            );
        }
        // A NUL is a part of a name.
        check(
            "<r><a\0>1</a\0><a>2</a></r>",
            &[("a", 1, "2")],
            "{\"r\":{\"a\u{fffd}\":\"1\",\"a\":\"2\"}}",
        );
    }

    #[test]
    fn names_of_one_hash_are_told_apart() {
        // Whoever names elements can find more of these.
        let (one, other) = ("ListOfAllObjects", "qahXjwxgGpnThV87");
        let key = |name: &'static str| names::Key::new(false, name.as_bytes());
        assert!(key(one).number == key(other).number && key(one) != key(other));
        for others in [0, 10, 40] {
            let others: String = (0..others).map(|at| format!("<a{at}/>")).collect();
            let text = [(one, 1), (other, 2), (one, 3), (other, 4)]
                .map(|(name, text)| format!("<{name}>{text}</{name}>"))
                .concat();
            let document = Document::read(&format!("<r>{text}{others}</r>"));
            for (name, values) in [(one, ["1", "3"]), (other, ["2", "4"])] {
                assert_eq!(document.count(name.as_bytes()), 2, "{name}");
                for (at, value) in values.iter().enumerate() {
                    let found = document.value_z(format!("{name}[{at}]").as_bytes());
                    assert_eq!(found.trim_end_matches('\0'), *value, "{name}");
                }
            }
            let json = format!(r#"{{"r":{{"{one}":["1","3"],"{other}":["2","4"]"#);
            assert!(
                document.json_z().starts_with(&json),
                "{}",
                document.json_z()
            );
        }
    }

    #[test]
    fn of_attributes_that_differ_by_their_prefix_the_first_one_is_read() {
        check(
            "<r n:b='1' a='2' m:b='3' b='4'>x</r>",
            &[("@b", 1, "1"), ("@a", 1, "2")],
            r##"{"r":{"@b":"1","@a":"2","#text":"x"}}"##,
        );
    }

    #[test]
    fn blanks_are_text_where_no_element_is() {
        check(
            "<r> <a> </a> <b>\n&#32;</b> <c><!-- c -->\t</c><d> <e/> x </d></r>",
            &[
                ("", 1, ""),
                ("a", 1, " "),
                ("b", 1, "\n "),
                ("c", 1, "\t"),
                ("d", 1, "  x "),
            ],
            r##"{"r":{"a":" ","b":"\n ","c":"\t","d":[{"e":"","#text":"  x "}]}}"##,
        );
        // Whether there is more than blanks is a matter of each element.
        check(
            "<r> <a>x<b/>&#32;</a> <c> <d>y<e/></d> <f g='z'> <h/> </f> </c> </r>",
            &[
                ("", 1, ""),
                ("a", 1, "x "),
                ("c", 1, ""),
                ("c/d", 1, "y"),
                ("c/f", 1, ""),
            ],
            concat!(
                r##"{"r":{"a":[{"b":"","#text":"x "}],"##,
                r##""c":[{"d":[{"e":"","#text":"y"}],"f":[{"@g":"z","h":""}]}]}}"##
            ),
        );
        // Characters whose number ends like that of a blank, and blanks that are not XML's.
        for (reference, text) in [
            ("&#x120;", "\u{120}"),
            ("&#x85;", "\u{85}"),
            ("&#160;", "\u{a0}"),
        ] {
            let document = Document::read(&format!("<r>{reference}<a/></r>"));
            assert_eq!(document.value_z(b""), text.to_owned() + "\0");
        }
        check(
            "<r>x<a> <b/> </a> </r>",
            &[("", 1, "x "), ("a", 1, "")],
            r##"{"r":{"a":[{"b":""}],"#text":"x "}}"##,
        );
    }

    #[test]
    fn names_may_have_the_signs_of_paths() {
        let document = Document::read(
            "<r><a~b>1</a~b><a[0]>2</a[0]><x@y>3</x@y><d&#0;>4</d&#0;>\
             <aLongerName~x><anotherName/y>5</anotherName/y></aLongerName~x></r>",
        );
        for (path, value) in [
            ("a~0b", "1"),
            ("a~20]", "2"),
            ("x~3y", "3"),
            ("x@y", "3"),
            ("aLongerName~0x[0]/anotherName~1y", "5"),
        ] {
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
    fn a_document_too_long_for_the_places_of_its_texts_is_none() {
        // Zeros, for which no memory is taken.
        let text = String::from_utf8(vec![0; read::MAX_BYTES + 1]).expect("NULs are characters");
        let fault = "the document has 1073741825 bytes, more than 1073741824\0";
        assert_eq!(Document::read(&text).fault_z(), fault);
    }

    #[test]
    fn references_take_no_more_memory_than_they_are_long() {
        let references = "&lt;".repeat(1 << 10);
        let mut texts = texts::Texts::default();
        texts.attribute(&references).expect("they are known");
        assert_eq!(texts.begin().start, 1 << 10);
        let document = Document::read(&format!("<r a='{references}'>{references}</r>"));
        for path in ["", "@a"] {
            let value = document.value_z(path.as_bytes());
            assert_eq!(value, "<".repeat(1 << 10) + "\0");
        }
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
            ("<a>< b></a>", "a tag is malformed"),
            ("<a>< b/></a>", "a tag is malformed"),
            (&deep, "nested deeper than 64"),
        ] {
            let document = Document::read(text);
            assert!(document.fault_z().contains(fault), "{}", document.fault_z());
            assert_eq!(document.count(b""), 0, "{text}");
        }
    }
}
