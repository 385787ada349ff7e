/// The response to a request that succeeded.
#ifndef COS_ERR_RESPONSE_HPP
#define COS_ERR_RESPONSE_HPP

#include <cstdint>
#include <memory>
#include <string_view>

#include "lists.hpp"
#include "text.hpp"

namespace cos_err {
namespace detail {

inline field response_header(const cos_response_t* response, std::size_t index) noexcept {
  return {cos_response_header_name(response, index), cos_response_header_value(response, index)};
}

}  // namespace detail

/// A response. It is immutable: any number of threads may read it at once. Views that it returns
/// are valid while it or a copy of it exists. cos_response_NAME in cos_err.h documents each
/// member. The list of headers holds the response, and cannot be read from a temporary one, as
/// with errors.
class response {
 public:
  using header_list = list<cos_response_t, detail::response_header>;

  /// Takes ownership of a response of the C library.
  explicit response(cos_response_t* owned) {
    if (owned != nullptr) owned_ = std::shared_ptr<const cos_response_t>(owned, free());
  }

  /// Shows a response of the C library, which must outlive all copies of this one.
  [[nodiscard]] static response borrowed(const cos_response_t* shown) {
    response made(nullptr);
    made.owned_ = std::shared_ptr<const cos_response_t>(shown, [](const cos_response_t*) noexcept {});
    return made;
  }

  /// HTTP status, 2xx.
  [[nodiscard]] int status() const noexcept { return cos_response_status(owned_.get()); }
  [[nodiscard]] std::string_view request_id() const noexcept COS_ERR_VIEW {
    return cos_response_request_id(owned_.get());
  }
  /// The region of the bucket, or "" if the response does not contain it.
  [[nodiscard]] std::string_view bucket_region() const noexcept COS_ERR_VIEW {
    return cos_response_bucket_region(owned_.get());
  }
  /// The first header of a name, compared without regard to case; "" if there is none.
  [[nodiscard]] std::string_view header(const text& name) const noexcept COS_ERR_VIEW {
    return cos_response_header(owned_.get(), name.c_str());
  }
  [[nodiscard]] header_list headers() const& noexcept {
    return {owned_, cos_response_header_count(owned_.get())};
  }
  header_list headers() const&& = delete;
  /// Empty if the request has a sink.
  [[nodiscard]] std::string_view body() const noexcept COS_ERR_VIEW {
    std::size_t length = 0;
    const void* bytes = cos_response_body(owned_.get(), &length);
    return {static_cast<const char*>(bytes), length};
  }
  /// How many elements of the XML document in the body a path names, as in "Contents" or
  /// "Contents[2]/Key"; 0 for all paths if the document could not be read as a whole, and 1 for
  /// "" if it was.
  [[nodiscard]] std::size_t count(const text& path) const noexcept {
    return cos_response_count(owned_.get(), detail::path_of(path));
  }
  /// The text of the first element, or of the attribute, that a path names; "" if there is none.
  [[nodiscard]] std::string_view value(const text& path) const noexcept COS_ERR_VIEW {
    return cos_response_value(owned_.get(), detail::path_of(path));
  }
  /// Why the body could not be read as a whole XML document; "" if it was.
  [[nodiscard]] std::string_view fault() const noexcept COS_ERR_VIEW { return cos_response_fault(owned_.get()); }
  /// The XML document in the body as JSON; "" if it could not be read.
  [[nodiscard]] std::string_view json() const noexcept COS_ERR_VIEW { return cos_response_json(owned_.get()); }
  /// The number of bytes of the body, in memory or in the sink.
  [[nodiscard]] std::int64_t received() const noexcept { return cos_response_received(owned_.get()); }

  /// The response of the C library; it is borrowed.
  [[nodiscard]] const cos_response_t* c_response() const noexcept COS_ERR_VIEW { return owned_.get(); }

 private:
  struct free {
    void operator()(cos_response_t* response) const noexcept { cos_response_free(response); }
  };
  std::shared_ptr<const cos_response_t> owned_;
};

}  // namespace cos_err

#endif
