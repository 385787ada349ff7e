/// The stand-in's account, and options that reach it.
#ifndef STANDIN_HPP
#define STANDIN_HPP

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cos_err.hpp>
#include <cstdlib>
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

/// Sends a request to the stand-in's control. Returns false if it is not accepted.
inline bool control(const std::string& method, const std::string& path, const std::string& body) {
  const std::size_t colon = address.find(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::atoi(address.c_str() + colon + 1)));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
  const int socket_to = socket(AF_INET, SOCK_STREAM, 0);
  const std::string sent = method + " /_standin/" + path + " HTTP/1.1\r\nHost: " + address +
                           "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  char answer[16] = "";
  const bool is_accepted = connect(socket_to, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
                           write(socket_to, sent.data(), sent.size()) == static_cast<ssize_t>(sent.size()) &&
                           recv(socket_to, answer, sizeof answer - 1, MSG_WAITALL) > 9 && answer[9] == '2';
  close(socket_to);
  return is_accepted;
}

/// Faults of the next requests to the bucket; "[]" for none.
inline bool faults(const std::string& json) { return control("PUT", std::string("faults/") + bucket, json); }

}  // namespace standin

#endif
