//! Documents of requests.

use std::ffi::c_char;

use super::error::{cos_error_t, guard_error};
use super::strings::required;
use super::text;
use crate::document::from_json;

/// Writes the XML document of a request from JSON in the shape of cos_response_json: an object of
/// one member, the root element. The members of an object are the children of its element, a list
/// repeats its element, "@name" is an attribute and "#text" the text of an element that has other
/// members. Texts, numbers, true and false are written as they are, and null as an empty text.
/// Members are written in their order, and nothing for an empty list. A prefix of a name, as in
/// "@xsi:type", is kept. There is no XML declaration; the encoding is UTF-8.
///
/// Text that is not JSON or not UTF-8, several roots, a list in a list, a member that is there
/// twice, names and characters that XML cannot hold, and more than 64 levels, 256 bytes of a name
/// or 256 members of an object are INVALID_ARGUMENT; the message has the place, as in
/// "Delete/Object[1]/Key", and the beginning of the value. NULL as json is INVALID_ARGUMENT, too.
///
/// Returns NULL on success, otherwise the error, which the caller frees with cos_error_free.
/// *xml is set to the document, which the caller frees with cos_text_free, or to NULL on failure;
/// xml may be NULL.
/// May be called on any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_xml_from_json(
    json: *const c_char,
    xml: *mut *mut c_char,
) -> *mut cos_error_t {
    guard_error(|| {
        text::hand_out(xml, || {
            let fix = "set an object of one member, the root element";
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            from_json(unsafe { required("json", json, fix) }?)
        })
    })
}
