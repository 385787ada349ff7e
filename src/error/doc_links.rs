//! Links to documentation and to the diagnosis page.

use super::kind::{Kind, Responder};
use super::{CosError, Language, explanation};

/// The list of COS's error codes, for codes that the catalogue does not know.
const CODES: &str = "https://cloud.tencent.com/document/product/436/7730";
const DIAGNOSIS_Z: &str = "https://console.cloud.tencent.com/cos5/diagnose\0";

impl CosError {
    pub fn doc_url_z(&self) -> &str {
        self.lazy
            .rare()
            .doc_url
            .get_or_init(|| Box::new(documentation(self) + "\0"))
    }

    pub fn diagnose_url_z(&self) -> &'static str {
        diagnosis_z(self)
    }

    pub fn diagnose_steps_z(&self, language: Language) -> &str {
        self.lazy.rare().diagnose_steps[language as usize]
            .get_or_init(|| Box::new(diagnosis_steps(self, language) + "\0"))
    }
}

/// The page about the error's code; `""` where no page of COS can help.
fn documentation(error: &CosError) -> String {
    if error.kind() == Kind::Client || error.responder() == Responder::Other {
        return String::new();
    }
    explanation::entry(error)
        .map_or(CODES, |entry| entry.doc)
        .to_owned()
}

/// The console's diagnosis page with its NUL; `"\0"` unless COS itself responded and
/// gave an id. The page takes no parameter.
fn diagnosis_z(error: &CosError) -> &'static str {
    match is_diagnosable(error) {
        true => DIAGNOSIS_Z,
        false => "\0",
    }
}

/// The steps for that page, one numbered line per step.
fn diagnosis_steps(error: &CosError, language: Language) -> String {
    if !is_diagnosable(error) {
        return String::new();
    }
    let (id, page) = (error.request_id(), DIAGNOSIS_Z.trim_end_matches('\0'));
    match language {
        Language::English => format!(
            "1. Copy the request id {id}.\n2. Open {page} and sign in.\n3. Paste the request id and start the diagnosis."
        ),
        Language::Chinese => {
            format!("1. 复制请求 ID {id}。\n2. 打开 {page} 并登录。\n3. 粘贴请求 ID，开始诊断。")
        }
    }
}

fn is_diagnosable(error: &CosError) -> bool {
    error.responder() == Responder::Cos && !error.request_id().is_empty()
}
