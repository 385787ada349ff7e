/// How files are moved in parts.
#ifndef COS_ERR_TRANSFER_HPP
#define COS_ERR_TRANSFER_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>

#include "callback.hpp"
#include "text.hpp"

namespace cos_err {
inline namespace COS_ERR_MODE {

/// The progress of a file: its bytes that were moved, and its size.
struct file_progress {
  std::int64_t moved, size;
};

namespace glue {

/// A progress function of any type.
struct file_reporter {
  virtual ~file_reporter() = default;
  virtual void report(const file_progress& now) = 0;
};

/// The progress function of a call that waits. It may run on a thread of the library: its exception
/// goes to the thread that waits.
struct file_watch {
  scope* home;
  file_reporter* reporter;

  static void c_report(void* state, std::int64_t moved, std::int64_t size) {
    const auto* watch = static_cast<file_watch*>(state);
    watch->home->run([&] { watch->reporter->report(file_progress{moved, size}); });
  }
};

/// Names of an object and a file on their way to C.
struct moved_file {
  moved_file(const text& bucket_name, const text& object_key, const std::filesystem::path& file)
      : path_text_(file),
        bucket(mistake.check(bucket_name, "the bucket holds a NUL character")),
        key(mistake.check(object_key, "the key holds a NUL character")),
        path(mistake.check(path_text_, "the path of the file holds a NUL character")) {}

 private:
  const text path_text_;

 public:
  detail::mistake mistake;
  const char* const bucket;
  const char* const key;
  const char* const path;
};

}  // namespace glue

/// Settings for the transfer of a file. Only one thread may use them at a time, for any number of
/// calls. The first invalid value is remembered, and the call reports it. cos_transfer_NAME in
/// cos_err.h documents each member.
class transfer {
 public:
  transfer() noexcept : owned_(cos_transfer_new()) {}

  transfer& part_size(std::int64_t bytes) & { return cos_transfer_set_part_size(get(), bytes), *this; }
  /// How many parts are moved at once; each needs a connection.
  transfer& parallel(std::int32_t parts) & { return cos_transfer_set_parallel(get(), parts), *this; }
  /// The size from which a file is moved in parts.
  transfer& threshold(std::int64_t bytes) & { return cos_transfer_set_threshold(get(), bytes), *this; }
  transfer& header(const text& name, const text& value) & {
    const char* const told = "a header field of the transfer holds a NUL character";
    return cos_transfer_add_header(get(), mistake_.check(name, told), mistake_.check(value, told)), *this;
  }
  /// Whether each body of an upload is sent with a Content-MD5.
  transfer& content_md5(bool on = true) & { return cos_transfer_set_content_md5(get(), on), *this; }
  /// The version of the object that a download fetches.
  transfer& version_id(const text& id) & {
    cos_transfer_set_version_id(get(), mistake_.check(id, "the version_id holds a NUL character"));
    return *this;
  }
  /// The file in which the transfer keeps what it has done, so that a later one goes on there.
  transfer& checkpoint(const std::filesystem::path& path) & {
    cos_transfer_set_checkpoint(get(), mistake_.check(path, "the path of the checkpoint holds a NUL character"));
    return *this;
  }
  transfer& checkpoint(std::nullptr_t) & { return cos_transfer_set_checkpoint(get(), nullptr), *this; }
  /// report(const cos_err::file_progress&) is called for the first and the last numbers, and in
  /// between at most ten times per second: one call at a time, but possibly on threads of the
  /// library. An exception ends a call that waits, and is thrown unchanged by it; one of a started
  /// call is discarded.
  template <class Report>
  transfer& progress(Report report) & {
    struct reporter final : glue::file_reporter {
      explicit reporter(Report&& given) : function(std::move(given)) {}
      void report(const file_progress& now) override { function(now); }
      Report function;
    };
    reporter_ = std::make_shared<reporter>(std::move(report));
    return report_here(), *this;
  }

  transfer&& part_size(std::int64_t bytes) && { return std::move(part_size(bytes)); }
  transfer&& parallel(std::int32_t parts) && { return std::move(parallel(parts)); }
  transfer&& threshold(std::int64_t bytes) && { return std::move(threshold(bytes)); }
  transfer&& header(const text& name, const text& value) && { return std::move(header(name, value)); }
  transfer&& content_md5(bool on = true) && { return std::move(content_md5(on)); }
  transfer&& version_id(const text& id) && { return std::move(version_id(id)); }
  transfer&& checkpoint(const std::filesystem::path& path) && { return std::move(checkpoint(path)); }
  transfer&& checkpoint(std::nullptr_t) && { return std::move(checkpoint(nullptr)); }
  template <class Report>
  transfer&& progress(Report report) && {
    return std::move(progress(std::move(report)));
  }

 private:
  friend class client;
  struct free {
    void operator()(cos_transfer_t* transfer) const noexcept { cos_transfer_free(transfer); }
  };
  using shared_reporter = std::shared_ptr<glue::file_reporter>;

  cos_transfer_t* get() const noexcept { return owned_.get(); }

  /// What started calls report to. It lives as long as they do.
  void report_here() const {
    const auto c_report = [](void* state, std::int64_t moved, std::int64_t size) {
      glue::guarded<int>(0, [&] { return (*static_cast<shared_reporter*>(state))->report({moved, size}), 0; });
    };
    cos_transfer_set_progress(get(), c_report, new shared_reporter(reporter_), glue::release<shared_reporter>);
  }
  /// Moves a file while the caller waits: until then its progress goes to the scope. Started calls
  /// have settings of their own, which this does not change.
  template <class Move>
  cos_error_t* reporting_to(glue::scope& scope, Move move) const {
    if (!reporter_) return move(get());
    glue::file_watch watch{&scope, reporter_.get()};
    cos_transfer_set_progress(get(), glue::file_watch::c_report, &watch, nullptr);
    cos_error_t* error = move(get());
    report_here();
    return error;
  }

  detail::mistake mistake_;
  std::unique_ptr<cos_transfer_t, free> owned_;
  shared_reporter reporter_;
};

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
