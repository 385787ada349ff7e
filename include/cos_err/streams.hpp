/// Sources and sinks of bodies: callables and standard streams, as C calls them.
#ifndef COS_ERR_STREAMS_HPP
#define COS_ERR_STREAMS_HPP

#include <cstddef>
#include <cstdint>
#include <istream>
#include <ostream>
#include <string_view>
#include <type_traits>

#include "callback.hpp"
#include "text.hpp"

namespace cos_err {

/// The result of a body's reader that has no bytes yet, in a started call: it is called again
/// after started::resume.
inline constexpr std::int64_t body_later = COS_BODY_LATER;

/// The result of a writer for a response's body that cannot always take the bytes. `later`, in a
/// started call, passes the same bytes again after started::resume.
enum class sink_result : std::int32_t { taken = 0, failed = -1, later = COS_BODY_LATER };

inline namespace COS_ERR_MODE {
namespace glue {

/// A body's reader, and its rewind function.
template <class Read, class Rewind>
struct source {
  Read read;
  Rewind again;

  static constexpr bool can_rewind = !std::is_same_v<Rewind, cannot_rewind>;

  static std::int64_t c_read(void* state, void* buffer, std::size_t size) {
    return guarded<std::int64_t>(-1, [&] {
      return static_cast<std::int64_t>(static_cast<source*>(state)->read(static_cast<char*>(buffer), size));
    });
  }
  static std::int32_t c_rewind(void* state) {
    if constexpr (can_rewind) {
      return guarded<std::int32_t>(-1, [&] { return content(static_cast<source*>(state)->again) ? 0 : -1; });
    } else {
      return static_cast<void>(state), -1;
    }
  }
};

/// A writer for a response's body, and its rewind function.
template <class Write, class Rewind>
struct sink {
  Write write;
  Rewind again;

  static constexpr bool can_rewind = !std::is_same_v<Rewind, cannot_rewind>;

  static std::int32_t c_write(void* state, const void* bytes, std::size_t size) {
    return guarded<std::int32_t>(-1, [&] {
      const std::string_view piece(static_cast<const char*>(bytes), size);
      Write& own = static_cast<sink*>(state)->write;
      using result = std::decay_t<std::invoke_result_t<Write&, std::string_view>>;
      static_assert(std::is_void_v<result> || std::is_same_v<result, bool> || std::is_same_v<result, sink_result>,
                    "a writer returns nothing, a bool or a sink_result");
      if constexpr (std::is_same_v<result, sink_result>) {
        return static_cast<std::int32_t>(own(piece));
      } else {
        return content(own, piece) ? 0 : -1;
      }
    });
  }
  static std::int32_t c_rewind(void* state) {
    if constexpr (can_rewind) {
      return guarded<std::int32_t>(-1, [&] { return content(static_cast<sink*>(state)->again) ? 0 : -1; });
    } else {
      return static_cast<void>(state), -1;
    }
  }
};

struct stream_reader {
  std::istream* from;
  std::int64_t operator()(char* buffer, std::size_t size) const {
    from->read(buffer, static_cast<std::streamsize>(size));
    // At the end of its bytes a stream fails too.
    if (from->bad() || (from->fail() && !from->eof())) return -1;
    return from->gcount();
  }
};

struct stream_rewinder {
  std::istream* from;
  std::istream::pos_type begin;
  bool operator()() const {
    from->clear();
    from->seekg(begin);
    return !from->fail();
  }
};

struct stream_writer {
  std::ostream* to;
  bool operator()(std::string_view bytes) const {
    to->write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return to->good();
  }
};

/// Returns the bytes from a stream's position to its end, or -1 if it cannot seek.
inline std::int64_t length_of(std::istream& from) {
  const std::istream::pos_type begin = from.tellg();
  if (begin == std::istream::pos_type(-1)) return -1;
  from.seekg(0, std::ios_base::end);
  const std::istream::pos_type end = from.tellg();
  from.clear();
  from.seekg(begin);
  if (!from.fail() && end != std::istream::pos_type(-1) && end <= begin) {
    // Files of /proc and devices report 0, whatever can be read; a directory cannot be read.
    const std::ios_base::iostate thrown = from.exceptions();
    from.exceptions(std::ios_base::goodbit);
    const bool is_empty = std::istream::traits_type::eq_int_type(from.peek(), std::istream::traits_type::eof()) && !from.bad();
    from.clear();
    from.seekg(begin);
    from.exceptions(thrown);
    if (!is_empty) return -1;
  }
  return from.fail() || end == std::istream::pos_type(-1) ? -1 : static_cast<std::int64_t>(end - begin);
}

}  // namespace glue

/// Sets why the callback that runs on this thread is about to fail by its result, as a part of
/// the error's message. For an exception it is not needed: the call throws it unchanged.
inline void set_callback_error(const text& why) noexcept { cos_callback_set_error(why.c_str()); }

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
