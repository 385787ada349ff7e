/// What is read from the XML of a success: the rows of values.jsonl, each stored as an object and read back.
#include "check.hpp"
#include "standin.hpp"
#include "table.hpp"

static std::string body_of(const value& row) {
  std::string bytes = row["body"].text_or("");
  const std::string hex = row["body_hex"].text_or("");
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

static cos_err::response stored_and_read(const cos_err::client& client, const value& row) {
  client.send(cos_err::request("PUT", standin::bucket, "values")
                  .body(body_of(row))
                  .header("Content-Type", row["content_type"].text_or("application/xml")));
  return client.send(cos_err::request("GET", standin::bucket, "values"));
}

static void a_row_reads_as_it_says(const cos_err::client& client, const value& row) {
  const cos_err::response response = stored_and_read(client, row);
  const int failures = check_failures;
  for (const auto& [path, expected] : row["values"].members()) CHECK_IS(response.value(path), expected.text());
  for (const auto& [path, expected] : row["counts"].members()) {
    CHECK_IS(response.count(path), static_cast<std::size_t>(expected.number()));
  }
  if (row["json"]) CHECK_IS(response.json(), row["json"].text());
  const std::string fault = row["fault"].text_or("");
  CHECK(fault.empty() ? response.fault().empty() : response.fault().find(fault) != std::string_view::npos);
  CHECK_IS(*(response.body().data() + response.body().size()), '\0');
  if (failures != check_failures) std::cout << "in " << row["id"].text() << '\n';
}

/// The head comes first, and may be refused.
static void heads(const cos_err::client& client) {
  std::string order;
  const auto get = [&](bool wanted) {
    return cos_err::request("GET", standin::bucket, "values")
        .head([&order, wanted](const cos_err::response& head) {
          order += std::to_string(head.status()) + std::string(head.header("Content-Type")) + ' ';
          return wanted && head.body().empty();
        })
        .sink_writer([&order](std::string_view bytes) { order += bytes; });
  };
  client.send(cos_err::request("PUT", standin::bucket, "values").body("body").header("Content-Type", "text/x"));
  const cos_err::response response = client.send(get(true));
  CHECK_IS(order, "200text/x body");
  CHECK_IS(response.count(""), std::size_t{0});
  order.clear();
  CHECK_IS(client.try_send(get(false)).error().reason(), cos_err::errc::callback);
  CHECK_IS(order, "200text/x ");
}

static void documents_of_requests() {
  const std::string json = R"({"Delete":{"@a":"\"","Object":[{"Key":"a<b"}]}})";
  const std::string xml = "<Delete a=\"&quot;\"><Object><Key>a&lt;b</Key></Object></Delete>";
  CHECK_IS(cos_err::xml_from_json(json), xml);
  const auto wrong = cos_err::try_xml_from_json(R"({"Delete":{"Key":"\u0001"}})");
  CHECK(!wrong && wrong.error().reason() == cos_err::errc::invalid_argument);
  CHECK(wrong.error().message().find("Delete/Key") != std::string_view::npos);
  using namespace std::string_literals;
  for (const std::string& cut : {json + "\0"s, "\0"s, ""s}) CHECK(!cos_err::try_xml_from_json(cut));
}

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: values STANDIN-ADDRESS values.jsonl\n", 2;
  standin::address = argv[1];
  const cos_err::client client(standin::options());
  int rows = 0;
  each_row(argv[2], [&](const value& row) {
    a_row_reads_as_it_says(client, row);
    ++rows;
  });
  CHECK_IS(rows, 60);
  heads(client);
  documents_of_requests();
  return check_report();
}
