/// One line per case, the same to the byte in every language: see tests/cases/README.md.
#ifndef PRINT_ERROR_HPP
#define PRINT_ERROR_HPP

#include <cos_err.hpp>
#include <string>
#include <string_view>

/// Adds a field.
void print_field(std::string& line, const char* name, std::string_view value);

/// Adds all fields of an error: rows of answers.jsonl and arguments.jsonl.
void print_error(std::string& line, const cos_err::error& error);

/// Adds those that do not change from run to run: rows of live.jsonl.
void print_live_error(std::string& line, const cos_err::error& error);

#endif
