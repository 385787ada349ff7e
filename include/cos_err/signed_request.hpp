/// A signed request that another HTTP stack sends.
#ifndef COS_ERR_SIGNED_REQUEST_HPP
#define COS_ERR_SIGNED_REQUEST_HPP

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "callback.hpp"

namespace cos_err {
inline namespace COS_ERR_MODE {

/// A signed request: send its method, its URL and all of its headers, byte for byte. It is
/// immutable: any number of threads may read it at once. Its strings are valid as long as it
/// lives.
class signed_request {
 public:
  [[nodiscard]] std::string_view method() const noexcept COS_ERR_VIEW { return cos_signed_method(get()); }
  [[nodiscard]] std::string_view url() const noexcept COS_ERR_VIEW { return cos_signed_url(get()); }
  [[nodiscard]] std::size_t header_count() const noexcept { return cos_signed_header_count(get()); }
  /// The name and the value of a header; both are empty if there is none at this index.
  [[nodiscard]] std::pair<std::string_view, std::string_view> header(std::size_t index) const noexcept COS_ERR_VIEW {
    return {cos_signed_header_name(get(), index), cos_signed_header_value(get(), index)};
  }
  /// The end of the signature, by the system's clock: sign anew for a retry after that time.
  [[nodiscard]] std::chrono::system_clock::time_point expires_at() const noexcept {
    return std::chrono::system_clock::from_time_t(static_cast<std::time_t>(cos_signed_expires_at_s(get())));
  }

 private:
  friend class client;
  struct free {
    void operator()(cos_signed_t* owned) const noexcept { cos_signed_free(owned); }
  };

  explicit signed_request(cos_signed_t* owned) noexcept : owned_(owned) {}
  const cos_signed_t* get() const noexcept { return owned_.get(); }

  std::unique_ptr<cos_signed_t, free> owned_;
};

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
