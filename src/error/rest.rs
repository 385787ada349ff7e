//! The rest of an error as JSON, for bindings that copy it at once.

use std::borrow::Cow;

use super::json::{name, object};
use super::{CosError, Language, report};

impl CosError {
    /// What `json` lacks: texts, headers and details, and its own members where they are cut
    /// there (`report`, otherwise null). The bytes of the body are not contained.
    pub fn rest_json(&self) -> String {
        let mut out = String::with_capacity(2048 + self.origin_xml_z().len());
        object(&mut out, |object| {
            object.raw(name!("report"), &self.uncut_report());
            for (name, text_z) in self.texts() {
                object.text(name, plain(text_z));
            }
            object.flag(name!("origin_truncated"), self.origin_truncated());
            object.number(name!("lost"), i64::from(self.lost().bits()));
            object.pairs(name!("headers"), self.headers_z());
            object.pairs(name!("details"), self.details_z());
        });
        out
    }

    /// Nearly no error is cut.
    fn uncut_report(&self) -> Cow<'static, str> {
        match self.json_z().ends_with("\"truncated\":false}\0") {
            true => Cow::Borrowed("null"),
            false => Cow::Owned(report::uncut(self)),
        }
    }

    fn texts(&self) -> [(&'static str, &str); 5] {
        [
            (name!("text"), self.text_z()),
            (name!("origin_xml"), self.origin_xml_z()),
            (name!("advice_zh"), self.advice_z(Language::Chinese)),
            (
                name!("diagnose_steps_en"),
                self.diagnose_steps_z(Language::English),
            ),
            (
                name!("diagnose_steps_zh"),
                self.diagnose_steps_z(Language::Chinese),
            ),
        ]
    }
}

/// A text without its NUL.
fn plain(text_z: &str) -> &str {
    text_z.strip_suffix('\0').unwrap_or(text_z)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::error::{Exchange, HeaderInput};

    #[test]
    fn what_the_report_lacks_or_cuts_is_in_the_rest() {
        let message = "m".repeat(100_000);
        let body = format!(
            "<Error><Code>NoSuchKey</Code><Message>{message}</Message><Odd>1</Odd></Error>"
        );
        let exchange = Exchange {
            method: "GET",
            url: "https://b-125.cos.ap-beijing.myqcloud.com/k",
            status: 404,
            headers: HeaderInput::Fields(&[(b"X-Cos-Request-Id", b"id")]),
            body: body.as_bytes(),
            ..Exchange::default()
        };
        let error = exchange.read().expect("an error");
        let whole: Value = serde_json::from_str(&error.rest_json()).expect("JSON");
        let report = &whole["report"];
        assert_eq!(report["message"], message.as_str(), "it is not cut");
        assert_eq!(report["truncated"], false);
        let members: Value =
            serde_json::from_str(error.json_z().trim_end_matches('\0')).expect("JSON");
        let names = |value: &Value| {
            value
                .as_object()
                .map(|map| map.keys().cloned().collect::<Vec<_>>())
        };
        assert_eq!(names(report), names(&members));
        assert_eq!(
            whole["headers"][0],
            serde_json::json!(["X-Cos-Request-Id", "id"])
        );
        assert_eq!(whole["details"][0], serde_json::json!(["Odd", "1"]));
        assert_eq!(whole["origin_xml"], body.as_str());
        assert_eq!(whole["origin_truncated"], false);
        let short = Exchange {
            body: b"<Error><Code>NoSuchKey</Code></Error>",
            ..exchange
        };
        let rest: Value =
            serde_json::from_str(&short.read().expect("an error").rest_json()).expect("JSON");
        assert_eq!(rest["report"], Value::Null);
        assert!(
            whole["diagnose_steps_zh"]
                .as_str()
                .is_some_and(|text| text.contains("id"))
        );
    }
}
