/// The rows of live.jsonl: calls that are really made.
#ifndef LIVE_HPP
#define LIVE_HPP

#include <cos_err.hpp>
#include <string>

#include "table.hpp"

/// Makes the row's calls. cases: the folder of the tables; standin::address is set.
cos_err::expected<cos_err::response> live_call(const value& row, const std::string& cases);

#endif
