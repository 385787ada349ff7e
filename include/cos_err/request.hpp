/// A request to any API of COS.
#ifndef COS_ERR_REQUEST_HPP
#define COS_ERR_REQUEST_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <ostream>
#include <string_view>
#include <utility>

#include "response.hpp"
#include "streams.hpp"
#include "text.hpp"

namespace cos_err {
inline namespace COS_ERR_MODE {

/// The progress of a transfer in bytes of the two bodies; -1 if a number is not known.
struct progress {
  std::int64_t sent, to_send, received, to_receive;
};

/// A request. Only one thread may use it at a time; it may be sent any number of times. The first
/// invalid value is remembered, and the call reports it. cos_request_NAME in cos_err.h documents
/// each member. Setters return the request itself, so they can be chained.
///
/// The request stores callables. They run on the thread that makes the call. An exception from
/// one ends the call, and is thrown unchanged by it. Those of a started call run on threads of the
/// library, where an exception ends the call with errc::callback and its what() as the reason;
/// one from `progress` is discarded there.
class request {
 public:
  /// If bucket is nullptr, the request goes to the service host. If key is nullptr, it is for the
  /// bucket itself.
  explicit request(const text& method, const text& bucket = nullptr, const text& key = nullptr)
      : owned_(cos_request_new(mistake_.check(method, "the method holds a NUL character"),
                               mistake_.check(bucket, "the bucket holds a NUL character"),
                               mistake_.check(key, "the key holds a NUL character"))) {}

  /// If value is nullptr, the parameter is a sub-resource without a value, as in ?acl.
  request& query(const text& name, const text& value = nullptr) & {
    const char* const told = "a query parameter holds a NUL character";
    cos_request_set_query(get(), mistake_.check(name, told), mistake_.check(value, told));
    return *this;
  }
  request& header(const text& name, const text& value) & {
    const char* const told = "a header field holds a NUL character";
    cos_request_set_header(get(), mistake_.check(name, told), mistake_.check(value, told));
    return *this;
  }
  request& content_md5(bool on = true) & { return cos_request_set_content_md5(get(), on), *this; }
  /** Flushes a sink's file to storage before it is renamed. */
  request& sink_sync(bool on = true) & { return cos_request_set_sink_sync(get(), on), *this; }
  /// The root element that a success must have; "*" accepts any. cos_request_set_expect_root in
  /// cos_err.h documents which one it is without this.
  request& expect_root(const text& name) & {
    cos_request_set_expect_root(get(), mistake_.check(name, "expect_root holds a NUL character"));
    return *this;
  }

  /// The bytes are copied.
  request& body(std::string_view bytes) & {
    return cos_request_set_body(get(), bytes.data(), bytes.size()), *this;
  }
  request& body_file(const std::filesystem::path& path) & {
    cos_request_set_body_file(get(), mistake_.check(path, "the path of the body holds a NUL character"));
    return *this;
  }
  request& body_file(const std::filesystem::path& path, std::int64_t offset, std::int64_t length) & {
    cos_request_set_body_file_range(get(), mistake_.check(path, "the path of the body holds a NUL character"), offset,
                                    length);
    return *this;
  }
  /// Sends the stream from its current position to its end. It must outlive the calls. A stream
  /// that can seek is sent with its length, and can be retried.
  request& body_stream(std::istream& from) & {
    if (from.fail()) mistake_.note("the stream of the body has failed before it was read");
    const std::int64_t length = glue::length_of(from);
    if (length < 0) return body_reader(glue::stream_reader{&from});
    return body_reader(glue::stream_reader{&from}, length, glue::stream_rewinder{&from, from.tellg()});
  }
  /// read(char* buffer, std::size_t size) stores at most size bytes and returns their number, 0
  /// at the end, body_later, or another number less than 0 to fail. length is -1 if it is not
  /// known. rewind() goes back to the first byte; it may return false to fail. Without rewind the
  /// request is not retried once a byte was read.
  template <class Read, class Rewind = glue::cannot_rewind>
  request& body_reader(Read read, std::int64_t length = -1, Rewind rewind = {}) & {
    using source = glue::source<Read, Rewind>;
    cos_request_set_body_reader(get(), source::c_read, source::can_rewind ? source::c_rewind : nullptr, length,
                                new source{std::move(read), std::move(rewind)}, glue::release<source>);
    return *this;
  }

  request& sink_file(const std::filesystem::path& path) & {
    cos_request_set_sink_file(get(), mistake_.check(path, "the path of the sink holds a NUL character"));
    return *this;
  }
  /// The stream must outlive the calls. The request is not retried once a byte was written.
  request& sink_stream(std::ostream& to) & {
    if (to.fail()) mistake_.note("the stream of the sink has failed before it was written");
    return sink_writer(glue::stream_writer{&to});
  }
  /// write(std::string_view bytes) takes all bytes; rewind() discards the bytes taken so far.
  /// Both may return false to fail, and write a sink_result; a number is not accepted. Without
  /// rewind the request is not retried once a byte was written.
  template <class Write, class Rewind = glue::cannot_rewind>
  request& sink_writer(Write write, Rewind rewind = {}) & {
    using sink = glue::sink<Write, Rewind>;
    cos_request_set_sink_writer(get(), sink::c_write, sink::can_rewind ? sink::c_rewind : nullptr,
                                new sink{std::move(write), std::move(rewind)}, glue::release<sink>);
    return *this;
  }
  /// take(const cos_err::response&) receives status and headers of a success before the first
  /// byte of its body goes to the sink, and again for each retry. It may return false to refuse
  /// the response, which ends the call. The response is valid during the callback only.
  template <class Take>
  request& head(Take take) & {
    const auto c_head = [](void* state, const cos_response_t* shown) -> std::int32_t {
      return glue::guarded<std::int32_t>(-1, [&] {
        const response head = response::borrowed(shown);
        return glue::content(*static_cast<Take*>(state), head) ? 0 : -1;
      });
    };
    cos_request_set_head(get(), c_head, new Take(std::move(take)), glue::release<Take>);
    return *this;
  }
  /// report(const cos_err::progress&) is called for the first and the last numbers of each
  /// attempt, and in between at most ten times per second.
  template <class Report>
  request& progress(Report report) & {
    const auto c_report = [](void* state, std::int64_t sent, std::int64_t to_send, std::int64_t received,
                             std::int64_t to_receive) {
      glue::guarded<int>(0, [&] {
        (*static_cast<Report*>(state))(cos_err::progress{sent, to_send, received, to_receive});
        return 0;
      });
    };
    cos_request_set_progress(get(), c_report, new Report(std::move(report)), glue::release<Report>);
    is_watched_ = true;
    return *this;
  }

  request&& query(const text& name, const text& value = nullptr) && { return std::move(query(name, value)); }
  request&& header(const text& name, const text& value) && { return std::move(header(name, value)); }
  request&& content_md5(bool on = true) && { return std::move(content_md5(on)); }
  request&& sink_sync(bool on = true) && { return std::move(sink_sync(on)); }
  request&& expect_root(const text& name) && { return std::move(expect_root(name)); }
  request&& body(std::string_view bytes) && { return std::move(body(bytes)); }
  request&& body_file(const std::filesystem::path& path) && { return std::move(body_file(path)); }
  request&& body_file(const std::filesystem::path& path, std::int64_t offset, std::int64_t length) && {
    return std::move(body_file(path, offset, length));
  }
  request&& body_stream(std::istream& from) && { return std::move(body_stream(from)); }
  template <class Read, class Rewind = glue::cannot_rewind>
  request&& body_reader(Read read, std::int64_t length = -1, Rewind rewind = {}) && {
    return std::move(body_reader(std::move(read), length, std::move(rewind)));
  }
  request&& sink_file(const std::filesystem::path& path) && { return std::move(sink_file(path)); }
  request&& sink_stream(std::ostream& to) && { return std::move(sink_stream(to)); }
  template <class Write, class Rewind = glue::cannot_rewind>
  request&& sink_writer(Write write, Rewind rewind = {}) && {
    return std::move(sink_writer(std::move(write), std::move(rewind)));
  }
  template <class Take>
  request&& head(Take take) && {
    return std::move(head(std::move(take)));
  }
  template <class Report>
  request&& progress(Report report) && {
    return std::move(progress(std::move(report)));
  }

 private:
  friend class client;
  struct free {
    void operator()(cos_request_t* request) const noexcept { cos_request_free(request); }
  };

  cos_request_t* get() const noexcept { return owned_.get(); }

  detail::mistake mistake_;
  std::unique_ptr<cos_request_t, free> owned_;
  bool is_watched_ = false;
};

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
