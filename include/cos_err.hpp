/// @file
/// libcos_err for C++17 and later: one error model for Tencent Cloud COS.
///
///     cos_err::client client(cos_err::client_options().region("ap-guangzhou").credentials(id, key));
///     try {
///       cos_err::response there = client.head_bucket("examplebucket-1250000000");
///     } catch (const cos_err::service_error& e) {
///       std::cerr << e.what() << '\n' << e.advice() << '\n';
///     }
///
/// Header-only, over the C library that cos_err.h declares. Each operation has two
/// forms: `send` throws `cos_err::client_error` or `cos_err::service_error`; `try_send` returns
/// a `cos_err::expected`, which is std::expected where the library has it. Without exceptions
/// (-fno-exceptions) only the second form is there.
///
/// Text that is returned is a std::string_view of valid UTF-8 that is followed by a NUL. The
/// object from which it was read owns it. Text that is passed in is copied, or used during the
/// call only.
#ifndef COS_ERR_HPP
#define COS_ERR_HPP

#include "cos_err/call.hpp"
#include "cos_err/catalogue.hpp"
#include "cos_err/client.hpp"
#include "cos_err/constants.hpp"
#include "cos_err/document.hpp"
#include "cos_err/error.hpp"
#include "cos_err/error_code.hpp"
#include "cos_err/exception.hpp"
#include "cos_err/exchange.hpp"
#include "cos_err/expected.hpp"
#include "cos_err/futures.hpp"
#include "cos_err/options.hpp"
#include "cos_err/queue.hpp"
#include "cos_err/request.hpp"
#include "cos_err/response.hpp"
#include "cos_err/sdk_result.hpp"
#include "cos_err/signed_request.hpp"
#include "cos_err/transfer.hpp"

#endif
