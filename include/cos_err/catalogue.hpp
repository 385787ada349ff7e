/// Explains codes and request ids without an error.
#ifndef COS_ERR_CATALOGUE_HPP
#define COS_ERR_CATALOGUE_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "constants.hpp"
#include "text.hpp"

namespace cos_err {

/// What the catalogue says about a code. The texts are static.
struct code_info {
  /// HTTP status; 0 if the documents give none.
  int status = 0;
  cos_err::retry retry{};
  /// The cause and what to do, in general words.
  std::string_view advice;
  std::string_view doc_url;
};

/// What a request id contains: a hint, because its form is not documented.
struct id_info {
  /// The service that made the id: cos or ci.
  cos_err::responder responder{};
  std::chrono::system_clock::time_point made_at;
};

/// Returns the number of codes in the catalogue.
inline std::size_t code_count() noexcept { return cos_code_count(); }

/// Returns the name of a code, index from 0; "" beyond the last. The text is static.
inline std::string_view code_name(std::size_t index) noexcept { return cos_code_name(index); }

/// Explains a code, in any spelling that services send; nothing if it is unknown. The
/// language is "en" or "zh". With responder::unknown, COS comes before data processing.
inline std::optional<code_info> explain_code(const text& code, responder from = responder::unknown,
                                             const text& language = "en") {
  const auto number = static_cast<cos_responder_t>(from);
  const cos_retry_t known = code ? cos_code_retry(code.c_str(), number) : -1;
  if (known < 0) return std::nullopt;
  return code_info{cos_code_status(code.c_str(), number), static_cast<retry>(known),
                   cos_code_advice(code.c_str(), number, language.c_str()), cos_code_doc_url(code.c_str(), number)};
}

/// Reads a request id; nothing if it is that of another system.
inline std::optional<id_info> read_id(const text& request_id) {
  cos_id_t id{};
  id.struct_size = sizeof id;
  if (!request_id || cos_id_read(request_id.c_str(), &id) == 0) return std::nullopt;
  return id_info{static_cast<responder>(id.responder),
                 std::chrono::system_clock::time_point(std::chrono::seconds(id.made_at_s))};
}

}  // namespace cos_err

#endif
