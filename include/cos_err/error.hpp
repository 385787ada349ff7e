/// The description of one failure.
#ifndef COS_ERR_ERROR_HPP
#define COS_ERR_ERROR_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string_view>
#include <system_error>

#include "constants.hpp"
#include "error_code.hpp"
#include "lists.hpp"
#include "text.hpp"

namespace cos_err {

/// One item of a partial failure, as delete-multiple reports it.
struct part {
  std::string_view key, version_id, code, message;
  /// Whether a retry for this item alone may succeed.
  cos_err::retry retry{};
};

/// One attempt of a call.
struct attempt {
  /// Host to which the request was sent.
  std::string_view host;
  /// HTTP status, or 0 if none arrived.
  int status = 0;
  /// Why the attempt failed on the client's side, possibly after a status arrived; otherwise
  /// errc{}.
  errc reason{};
  std::string_view request_id;
  std::chrono::milliseconds elapsed{};
  /// Why the call went on or stopped after this attempt; "" if nothing special happened.
  std::string_view note;
};

namespace detail {

inline std::string_view view(const char* value) noexcept { return value == nullptr ? "" : value; }

inline part part_of(const cos_error_t* error, std::size_t index) noexcept {
  cos_error_part_t read{};
  read.struct_size = sizeof read;
  cos_error_part(error, index, &read);
  return {view(read.key), view(read.version_id), view(read.code), view(read.message),
          static_cast<retry>(read.retry)};
}

inline attempt attempt_of(const cos_error_t* error, std::size_t index) noexcept {
  cos_attempt_t read{};
  read.struct_size = sizeof read;
  cos_error_attempt(error, index, &read);
  return {view(read.host),       read.status,     static_cast<errc>(read.reason),
          view(read.request_id), std::chrono::milliseconds(read.elapsed_ms), view(read.note)};
}

inline std::string_view cause_of(const cos_error_t* error, std::size_t index) noexcept {
  return cos_error_cause(error, index);
}

}  // namespace detail

/// An error. It is immutable, cheap to copy and never empty, and any number of threads may read
/// it at once. Views that it returns are valid while it or a copy of it exists. Scalar values and
/// strings are read by one call of the C library when the error is made; lists, advice, steps,
/// text, json and the two URLs are read when they are used. cos_error_NAME in cos_err.h documents
/// each member. A list holds the error from which it was read. It cannot be read from a temporary
/// error, whose items would be destroyed before a loop over them begins: give the error a name
/// first.
class COS_ERR_VISIBLE error {
 public:
  using part_list = list<cos_error_t, detail::part_of>;
  using attempt_list = list<cos_error_t, detail::attempt_of>;
  using cause_list = list<cos_error_t, detail::cause_of>;

  /// Takes ownership of an error of the C library, which must not be NULL.
  explicit error(cos_error_t* owned) : read_(std::make_shared<const read>(owned)) {}
  // Moving copies: an error that was moved from can still be read.
  error(const error&) noexcept = default;
  error& operator=(const error&) noexcept = default;
  ~error() = default;

  [[nodiscard]] error_kind kind() const noexcept { return static_cast<error_kind>(all().kind); }
  /// The reason of a client error; errc{} for a service error.
  [[nodiscard]] errc reason() const noexcept { return static_cast<errc>(all().reason); }
  /// HTTP status, or 0 if none arrived.
  [[nodiscard]] int status() const noexcept { return all().status; }
  [[nodiscard]] std::string_view code() const noexcept COS_ERR_VIEW { return all().code; }
  [[nodiscard]] cos_err::code_source code_source() const noexcept {
    return static_cast<cos_err::code_source>(all().code_source);
  }
  [[nodiscard]] std::string_view message() const noexcept COS_ERR_VIEW { return all().message; }
  [[nodiscard]] std::string_view resource() const noexcept COS_ERR_VIEW { return all().resource; }
  [[nodiscard]] std::string_view request_id() const noexcept COS_ERR_VIEW { return all().request_id; }
  [[nodiscard]] std::string_view trace_id() const noexcept COS_ERR_VIEW { return all().trace_id; }
  [[nodiscard]] cos_err::responder responder() const noexcept {
    return static_cast<cos_err::responder>(all().responder);
  }
  [[nodiscard]] cos_err::retry retry() const noexcept { return static_cast<cos_err::retry>(all().retry); }
  /// The delay that Retry-After demands.
  [[nodiscard]] std::optional<std::chrono::milliseconds> retry_after() const noexcept {
    if (all().retry_after_ms < 0) return std::nullopt;
    return std::chrono::milliseconds(all().retry_after_ms);
  }
  /// Returns false if the request certainly never reached the server. Check this first after a
  /// PUT has timed out.
  [[nodiscard]] bool request_sent() const noexcept { return all().request_sent != 0; }
  [[nodiscard]] std::string_view method() const noexcept COS_ERR_VIEW { return all().method; }
  [[nodiscard]] std::string_view url() const noexcept COS_ERR_VIEW { return all().url; }
  [[nodiscard]] std::string_view operation() const noexcept COS_ERR_VIEW { return all().operation; }
  [[nodiscard]] std::string_view region_hint() const noexcept COS_ERR_VIEW { return all().region_hint; }
  [[nodiscard]] std::string_view endpoint_hint() const noexcept COS_ERR_VIEW { return all().endpoint_hint; }
  /// The server's clock minus the local clock, if it is known.
  [[nodiscard]] std::optional<std::chrono::seconds> clock_skew() const noexcept {
    if (all().clock_skew_s == COS_SKEW_UNKNOWN) return std::nullopt;
    return std::chrono::seconds(all().clock_skew_s);
  }
  [[nodiscard]] int os_errno() const noexcept { return all().os_errno; }

  /// The body as text, and its exact bytes. Both are verbatim.
  [[nodiscard]] std::string_view origin_xml() const noexcept COS_ERR_VIEW { return all().origin_xml; }
  [[nodiscard]] std::string_view origin_body() const noexcept COS_ERR_VIEW {
    return {static_cast<const char*>(all().origin_body), all().origin_body_len};
  }
  [[nodiscard]] bool origin_truncated() const noexcept { return all().origin_truncated != 0; }

  /// Whether an SDK may have lost the field, whose absence then proves nothing. It is false for errors
  /// that from_sdk_result did not make.
  [[nodiscard]] bool has_lost(cos_err::lost field) const noexcept {
    return (cos_error_lost(c_error()) & static_cast<cos_lost_t>(field)) != 0;
  }

  /// Headers, and other children of `<Error>`. By name, the first one is returned, or "" if there
  /// is none.
  [[nodiscard]] fields headers() const& noexcept {
    return {read_, all().headers, all().headers_len, all().header_count};
  }
  fields headers() const&& = delete;
  [[nodiscard]] std::string_view header(const cos_err::text& name) const noexcept COS_ERR_VIEW {
    return cos_error_header(c_error(), name.c_str());
  }
  [[nodiscard]] fields details() const& noexcept {
    return {read_, all().details, all().details_len, all().detail_count};
  }
  fields details() const&& = delete;
  [[nodiscard]] std::string_view detail(const cos_err::text& name) const noexcept COS_ERR_VIEW {
    return cos_error_detail(c_error(), name.c_str());
  }

  [[nodiscard]] part_list parts() const& noexcept { return {owner(), all().part_count}; }
  part_list parts() const&& = delete;
  [[nodiscard]] attempt_list attempts() const& noexcept { return {owner(), all().attempt_count}; }
  attempt_list attempts() const&& = delete;
  /// The causes of a client error, the outermost first.
  [[nodiscard]] cause_list causes() const& noexcept { return {owner(), all().cause_count}; }
  cause_list causes() const&& = delete;

  /// What to do about the error, in the language "en" or "zh".
  [[nodiscard]] std::string_view advice(const cos_err::text& language = "en") const noexcept COS_ERR_VIEW {
    return cos_error_advice(c_error(), language.c_str());
  }
  [[nodiscard]] std::string_view doc_url() const noexcept COS_ERR_VIEW { return cos_error_doc_url(c_error()); }
  [[nodiscard]] std::string_view diagnose_url() const noexcept COS_ERR_VIEW {
    return cos_error_diagnose_url(c_error());
  }
  /// The request id and how to enter it on that page, one line per step, in the language "en" or
  /// "zh".
  [[nodiscard]] std::string_view diagnose_steps(const cos_err::text& language = "en") const noexcept COS_ERR_VIEW {
    return cos_error_diagnose_steps(c_error(), language.c_str());
  }
  [[nodiscard]] std::string_view json() const noexcept COS_ERR_VIEW { return cos_error_json(c_error()); }
  /// Returns one line for logs, without secrets.
  [[nodiscard]] std::string_view text() const noexcept COS_ERR_VIEW { return cos_error_text(c_error()); }

  /// For code that handles std::error_code: a client error is in error_category(), the status of
  /// a service error in status_category().
  [[nodiscard]] std::error_code error_code() const noexcept {
    if (kind() == error_kind::service) return {status(), status_category()};
    return {detail::value_of(all().reason, all().os_errno), error_category()};
  }

  /// The error of the C library; it is borrowed.
  [[nodiscard]] const cos_error_t* c_error() const noexcept COS_ERR_VIEW { return read_->owned; }

#if COS_ERR_EXCEPTIONS
  /// Throws the error as a client_error or a service_error.
  [[noreturn]] void raise() const;
#endif

 private:
  struct read {
    explicit read(cos_error_t* error) noexcept : owned(error) {
      fields.struct_size = sizeof fields;
      cos_error_fields(owned, &fields);
    }
    read(const read&) = delete;
    read& operator=(const read&) = delete;
    ~read() { cos_error_free(owned); }

    cos_error_t* owned;
    cos_error_fields_t fields{};
  };

  std::shared_ptr<const cos_error_t> owner() const noexcept { return {read_, read_->owned}; }
  const cos_error_fields_t& all() const noexcept { return read_->fields; }

  std::shared_ptr<const read> read_;
};

/// Writes the line for logs.
inline std::ostream& operator<<(std::ostream& out, const error& error) { return out << error.text(); }

/// Found by argument-dependent lookup: std::error_code code = make_error_code(error).
inline std::error_code make_error_code(const error& error) noexcept { return error.error_code(); }

}  // namespace cos_err

#endif
