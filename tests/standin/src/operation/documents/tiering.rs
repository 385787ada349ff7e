//! Intelligent tiering has an older and a newer interface to the same rule, `default`.

use roxmltree::Document;

use crate::operation::body::{children, text_of};

const OLDER: &str = "intelligenttiering";
const NEWER: &str = "intelligent-tiering";
const DEFAULT: &str = "default";

/// A document as the other interface names and returns it.
#[derive(Debug, PartialEq, Eq)]
pub struct Twin {
    pub name: &'static str,
    pub id: &'static str,
    pub text: String,
}

/// The twin of a document that was verified. None: it has none.
pub fn twin(name: &str, id: &str, text: &str) -> Option<Twin> {
    let document = Document::parse(text.trim_start()).ok()?;
    let root = document.root_element();
    let status = text_of(root, "Status")?;
    let (inside, to, id) = match (name, id) {
        (OLDER, "") => ("Transition", NEWER, DEFAULT),
        (NEWER, DEFAULT) => ("Tiering", OLDER, ""),
        _ => return None,
    };
    let rule = children(root, inside).next()?;
    let days = text_of(rule, "Days")?;
    let requests = text_of(rule, "RequestFrequent").unwrap_or("1");
    let limits = format!("<Days>{days}</Days><RequestFrequent>{requests}</RequestFrequent>");
    let inside = match to {
        NEWER => format!(
            "<Id>{DEFAULT}</Id><Status>{status}</Status><Tiering><AccessTier>INFREQUENT</AccessTier>\
             {limits}</Tiering>"
        ),
        _ => format!("<Status>{status}</Status><Transition>{limits}</Transition>"),
    };
    let root = "IntelligentTieringConfiguration";
    Some(Twin {
        name: to,
        id,
        text: format!("<{root}>{inside}</{root}>"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_interfaces_have_the_default_rule() {
        let older = "<IntelligentTieringConfiguration><Status>Enabled</Status><Transition>\
                     <Days>30</Days><RequestFrequent>1</RequestFrequent></Transition>\
                     </IntelligentTieringConfiguration>";
        let newer = twin(OLDER, "", older).expect("a twin");
        assert_eq!((newer.name, newer.id), (NEWER, DEFAULT));
        let back = twin(NEWER, DEFAULT, &newer.text).expect("a twin");
        assert_eq!((back.name, back.id, back.text.as_str()), (OLDER, "", older));
        assert_eq!(twin(NEWER, "other", &newer.text), None);
        assert_eq!(twin("cors", "", older), None);
    }
}
