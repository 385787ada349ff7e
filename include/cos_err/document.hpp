/// The XML document of a request.
#ifndef COS_ERR_DOCUMENT_HPP
#define COS_ERR_DOCUMENT_HPP

#include <memory>
#include <string>

#include "expected.hpp"
#include "text.hpp"

namespace cos_err {
inline namespace COS_ERR_MODE {

/// Writes the XML document of a request from JSON in the shape of response::json. A list repeats
/// its element, "@name" is an attribute and "#text" the text. cos_xml_from_json in cos_err.h
/// documents what is an error.
[[nodiscard]] inline expected<std::string> try_xml_from_json(const text& json) {
  char* xml = nullptr;
  // JSON with a NUL inside is no JSON.
  cos_error_t* error = cos_xml_from_json(json ? json.c_str() : "\x01", &xml);
  const std::unique_ptr<char, void (*)(char*)> owned(xml, cos_text_free);
  return glue::outcome<std::string>(error, error != nullptr ? std::string() : std::string(xml));
}

#if COS_ERR_EXCEPTIONS
[[nodiscard]] inline std::string xml_from_json(const text& json) { return glue::get(try_xml_from_json(json)); }
#endif

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
