//! Where to read on.

use super::kind::{Kind, Responder};
use super::{CosError, catalogue};

/// The list of COS's error codes, for codes that the catalogue does not know.
const CODES: &str = "https://cloud.tencent.com/document/product/436/7730";
const DIAGNOSIS: &str = "https://console.cloud.tencent.com/cos5/diagnose";

/// The page about the error's code; `""` where no page of COS can help.
pub fn documentation(error: &CosError) -> String {
    if error.kind() == Kind::Client || error.responder() == Responder::Other {
        return String::new();
    }
    catalogue::find(error.code(), error.responder(), error.status())
        .map_or(CODES, |entry| entry.doc)
        .to_owned()
}

/// The console's diagnosis page and the id to paste there, on two lines: the
/// page takes no parameter. `""` unless COS itself answered and gave an id.
pub fn diagnosis(error: &CosError) -> String {
    if error.responder() != Responder::Cos || error.request_id().is_empty() {
        return String::new();
    }
    format!(
        "{DIAGNOSIS}\n{}\n1. Copy the request id above. 2. Open the page (sign in) and paste the id. 3. Start the diagnosis and wait for its result.",
        error.request_id()
    )
}
