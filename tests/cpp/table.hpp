/// The rows of tests/cases.
#ifndef TABLE_HPP
#define TABLE_HPP

#include <jansson.h>

#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// A value of a table; what is not there reads as nothing. Borrowed from its row.
class value {
 public:
  explicit value(json_t* json) : json_(json) {}
  value operator[](const char* name) const { return value(json_object_get(json_, name)); }
  explicit operator bool() const { return json_ != nullptr && !json_is_null(json_); }
  bool is_true() const { return json_is_true(json_); }
  long long number() const { return json_integer_value(json_); }
  std::string text() const { return std::string(json_string_value(json_), json_string_length(json_)); }
  std::string text_or(const char* other) const { return *this ? text() : other; }
  /// nullptr where there is none, as where text is passed on.
  const char* c_text() const { return json_string_value(json_); }
  std::vector<value> items() const {
    std::vector<value> items;
    for (std::size_t i = 0; i < json_array_size(json_); i++) items.emplace_back(json_array_get(json_, i));
    return items;
  }
  std::vector<std::pair<std::string, value>> members() const {
    std::vector<std::pair<std::string, value>> members;
    for (void* at = json_object_iter(json_); at != nullptr; at = json_object_iter_next(json_, at)) {
      members.emplace_back(json_object_iter_key(at), value(json_object_iter_value(at)));
    }
    return members;
  }

 private:
  json_t* json_;
};

/// A member that the runner does not know: nothing in a table goes unread.
[[noreturn]] inline void unknown(const std::string& member) {
  throw std::invalid_argument("unknown member: " + member);
}

template <class Row>
void each_row(const std::string& path, Row row) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  for (std::string line; std::getline(file, line);) {
    json_t* parsed = json_loads(line.c_str(), JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, nullptr);
    if (parsed == nullptr) throw std::runtime_error("no JSON in " + path);
    row(value(parsed));
    json_decref(parsed);
  }
}

#endif
