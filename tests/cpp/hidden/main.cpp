// A program of shared objects that are compiled with hidden visibility: two that it is
// linked with, and one that it loads.
#include <dlfcn.h>

#include "../check.hpp"
#include "../standin.hpp"
#include "part.hpp"

extern "C" const parts* first();
extern "C" const parts* second();

static void codes_are_equal(const parts& a, const parts& b) {
  CHECK(a.timed_out() == b.timed_out());
  CHECK(a.not_found() == b.not_found());
  CHECK(&a.timed_out().category() == &b.timed_out().category());
  CHECK(&a.not_found().category() == &b.not_found().category());
  CHECK(a.timed_out() == cos_err::errc::timeout && b.is_timeout(a.timed_out()));
  CHECK(a.timed_out().category() == cos_err::error_category());
  CHECK(a.not_found() == std::error_code(404, cos_err::status_category()));
}

static void exceptions_are_caught(const parts& other) {
  CHECK_THROWS_AND(cos_err::service_error, other.raise_service_error(), { CHECK_IS(thrown.status(), 403); });
  CHECK_THROWS_AND(cos_err::bad_expected_access<cos_err::error>, other.raise_access(),
                   { CHECK_IS(thrown.error().status(), 404); });
}

// The callback is of one shared object, the call of another.
static void callbacks_throw_through(const parts& other) {
  const cos_err::client client(standin::options());
  const std::unique_ptr<cos_err::request> request(other.throwing_request());
  CHECK_THROWS(int, static_cast<void>(client.try_send(*request)));
}

static const parts* loaded(const char* path) {
  void* object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (object == nullptr) throw std::runtime_error(dlerror());
  return reinterpret_cast<const parts* (*)()>(dlsym(object, "third"))();
}

int main(int, char** argv) {
  standin::address = argv[1];
  const parts* const third = loaded(argv[2]);
  codes_are_equal(*first(), *second());
  codes_are_equal(*second(), *third);
  for (const parts* each : {first(), second(), third}) {
    exceptions_are_caught(*each);
    callbacks_throw_through(*each);
  }
  std::cout << (check_failures == 0 ? "equal\n" : "different\n");
  return check_report();
}
