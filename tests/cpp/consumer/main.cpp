// The first program of a user.
#include <cos_err.hpp>
#include <iostream>

int main(int argc, char** argv) {
  const std::string address = argc > 1 ? argv[1] : "";
  const cos_err::client client(cos_err::client_options().region("ap-guangzhou").connect_to(address)
      .endpoint("http://{bucket}.cos.{region}.myqcloud.com"));
  const auto result = client.try_head_bucket("forbidden-1250000000");
  std::cout << (result ? "there" : result.error().code()) << '\n';
  return result || result.error().status() != 403;
}
