/// Codes and request ids are explained without an error.
#include <cos_err.hpp>

#include "check.hpp"

using cos_err::responder;

static void codes() {
  CHECK(cos_err::code_count() > 300);
  for (std::size_t i = 0; i < cos_err::code_count(); i++) {
    const auto info = cos_err::explain_code(cos_err::code_name(i), responder::unknown, "zh");
    CHECK(info && info->advice.size() > 20 && info->doc_url.substr(0, 8) == "https://");
  }
  CHECK(cos_err::code_name(cos_err::code_count()).empty());
  const auto slow = cos_err::explain_code("slowdown");
  CHECK(slow && slow->status == 503 && slow->retry == cos_err::retry::yes);
  CHECK(cos_err::explain_code("SlowDown", responder::ci)->status == 429);
  CHECK(cos_err::explain_code(COS_ERROR_CODE_NO_SUCH_KEY)->status == 404);
  CHECK(!cos_err::explain_code("NoSuchThing"));
  CHECK(!cos_err::explain_code(nullptr));
  CHECK(!cos_err::explain_code(std::string("NoSuchKey\0more", 14)));
}

static void ids() {
  const auto id = cos_err::read_id("VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0");
  CHECK(id && id->responder == responder::ci);
  CHECK(std::chrono::system_clock::to_time_t(id->made_at) == 1751991130);
  CHECK(!cos_err::read_id("5C9F6CBDB007B7575C5395BA"));
  CHECK(!cos_err::read_id(nullptr));
}

int main() {
  codes();
  ids();
  return check_report();
}
