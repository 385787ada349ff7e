use roxmltree::Document;

use super::*;

/// "": the document is right; else the error's code.
fn verdict(notation: &str, xml: &str) -> String {
    let document = Document::parse(xml).expect(xml);
    let verified = verify(document.root_element(), notation);
    verified.map_or_else(|error| error.code, |()| String::new())
}

#[test]
fn right_and_wrong_documents() {
    const RULES: &str = "Rule+(ID? Status=On|Off Days?# Fast?! <Prefix|Tag> Tag*(Key Value?))";
    let ends = |inside: &str| format!("<R><Rule>{inside}</Rule></R>");
    for (inside, expected) in [
        ("<Status>On</Status><Prefix/>", ""),
        ("<Prefix/><Status> Off </Status><ID>1</ID>", ""),
        ("<Status>On</Status><Tag><Key/></Tag><Tag><Key/></Tag>", ""),
        (
            "<Status>On</Status><Prefix/><Days>30</Days><Fast>True</Fast>",
            "",
        ),
        ("<Status>On</Status><Prefix/><Unknown/><Unknown/>", ""),
        ("<Prefix/>", "MalformedXML"),
        ("<Status>On</Status>", "MalformedXML"),
        (
            "<Status>On</Status><Status>On</Status><Prefix/>",
            "MalformedXML",
        ),
        ("<Status>On</Status><ID/><ID/><Prefix/>", "MalformedXML"),
        ("<Status>On</Status><Tag><Value/></Tag>", "MalformedXML"),
        ("<Status>on</Status><Prefix/>", "InvalidArgument"),
        ("<Status/><Prefix/>", "InvalidArgument"),
        (
            "<Status>On</Status><Prefix/><Days>-1</Days>",
            "InvalidArgument",
        ),
        (
            "<Status>On</Status><Prefix/><Fast>yes</Fast>",
            "InvalidArgument",
        ),
    ] {
        assert_eq!(verdict(RULES, &ends(inside)), expected, "{inside}");
    }
    assert_eq!(verdict(RULES, "<R/>"), "MalformedXML");
    assert_eq!(verdict(RULES, "<R>text</R>"), "MalformedXML");
    assert_eq!(verdict("", "<R>text</R>"), "");
}

#[test]
fn a_namespace_does_not_matter() {
    let xml = "<R xmlns=\"http://www.qcloud.com/document/product/436/7751\"><A>1</A></R>";
    assert_eq!(verdict("A#", xml), "");
}

#[test]
fn a_message_names_the_element() {
    let document = Document::parse("<R><A>x</A></R>").expect("XML");
    let message = |notation: &str| {
        let verified = verify(document.root_element(), notation);
        verified.expect_err(notation).message
    };
    assert!(message("B").ends_with("R has no B."), "{}", message("B"));
    assert_eq!(message("A#"), "A \"x\" is not valid.");
}

#[test]
fn reading_a_notation_ends() {
    for notation in ["(", "A(", "A=|", "<", "A)B", "%", "A=x|y(B C) D"] {
        let mut rest = notation;
        rules(&mut rest);
    }
    let mut rest = "A=x|y(B C) D";
    let read = rules(&mut rest);
    assert_eq!((read.len(), rest), (2, ""));
}
