/// The stand-in's account, and options that reach it.
#ifndef STANDIN_HPP
#define STANDIN_HPP

#include <cos_err.hpp>
#include <string>

namespace standin {

inline constexpr const char* id = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000";
inline constexpr const char* key = "STANDINSECRETKEYEXAMPLEEXAMPLE00";
inline constexpr const char* region = "ap-guangzhou";
inline constexpr const char* bucket = "examplebucket-1250000000";
inline constexpr const char* endpoint = "http://{bucket}.cos.{region}.myqcloud.com";

/// "127.0.0.1:PORT"
inline std::string address;

/// A bucket whose every answer has the fault.
inline std::string fault(const std::string& name) { return "fault-" + name + "-1250000000"; }

inline cos_err::client_options anonymous() {
  return cos_err::client_options().region(region).endpoint(endpoint).connect_to(address);
}

inline cos_err::client_options options() { return anonymous().credentials(id, key); }

}  // namespace standin

#endif
