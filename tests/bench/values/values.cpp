/*
 * A listing of objects, parsed and read in full: cos_response_value beside pugixml.
 *
 *   values ADDRESS KEYS ROUNDS   bytes; ns: here, here with a format for each value, pugixml; ratio
 *                                to pugixml: median, least, most, with a format for each value
 *
 * Tabs between. ADDRESS is that of a stand-in, on which the listing is stored as an object.
 * Functions walk_ours, walk_formatted and walk_pugixml are what is measured, for counters outside
 * too.
 *
 * Each side does what its user must write. pugixml's has a node of each object, below which it
 * names the values. Here each value is a path: the part that the values of an object share is
 * formatted once for the object, and the name is copied behind it. To format each path anew is
 * shown as well, for it is shorter to write; it measures snprintf more than anything else.
 */

#include <cos_err.h>
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <pugixml.hpp>
#include <string>
#include <vector>

namespace {

// What the stand-in knows.
constexpr const char* bucket = "examplebucket-1250000000";
constexpr const char* secret_id = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000";
constexpr const char* secret_key = "STANDINSECRETKEYEXAMPLEEXAMPLE00";

constexpr const char* members[] = {"Key", "LastModified", "ETag", "Size", "StorageClass"};

[[noreturn]] void fail(const char* text) {
  std::fprintf(stderr, "%s\n", text);
  std::exit(1);
}

void check(cos_error_t* error) {
  if (error) fail(cos_error_text(error));
}

std::string listing(int keys) {
  std::string text =
      "<?xml version='1.0' encoding='utf-8' ?>\n<ListBucketResult>\n\t<Name>examplebucket-1250000000</Name>\n"
      "\t<Prefix/>\n\t<IsTruncated>false</IsTruncated>\n";
  char entry[600];
  for (int i = 0; i < keys; i++) {
    std::snprintf(entry, sizeof entry,
                  "\t<Contents>\n\t\t<Key>photos/2026/%06d/a-photograph.jpg</Key>\n"
                  "\t\t<LastModified>2026-11-29T01:02:03.000Z</LastModified>\n"
                  "\t\t<ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag>\n\t\t<Size>%d</Size>\n"
                  "\t\t<Owner>\n\t\t\t<ID>1250000000</ID>\n\t\t\t<DisplayName>1250000000</DisplayName>\n\t\t</Owner>\n"
                  "\t\t<StorageClass>STANDARD</StorageClass>\n\t</Contents>\n",
                  i, i * 77);
    text += entry;
  }
  return text + "</ListBucketResult>";
}

cos_client_t* client_of(const char* address) {
  cos_client_options_t* options = cos_client_options_new();
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_credentials(options, secret_id, secret_key, nullptr);
  cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(options, address);
  cos_client_t* client = nullptr;
  check(cos_client_new(options, &client));
  cos_client_options_free(options);
  return client;
}

cos_response_t* send(cos_client_t* client, const char* method, const std::string* body) {
  cos_request_t* request = cos_request_new(method, bucket, "listing.xml");
  if (body) cos_request_set_body(request, body->data(), body->size());
  cos_response_t* response = nullptr;
  check(cos_client_send(client, request, nullptr, &response));
  cos_request_free(request);
  return response;
}

double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/* One way to read the listing, and the time of each round. */
struct Walks {
  std::vector<double> ns;
  std::size_t bytes = 0;

  template <typename Walk>
  void time(const Walk& walk) {
    const double begin = cpu_ns();
    bytes += walk();
    ns.push_back(cpu_ns() - begin);
  }

  /* The ratios within the rounds, sorted. */
  std::vector<double> over(const Walks& other) const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < ns.size(); i++) ratios.push_back(ns[i] / other.ns[i]);
    std::sort(ratios.begin(), ratios.end());
    return ratios;
  }
};

}  // namespace

/* Bytes of all values. */
extern "C" __attribute__((noinline)) std::size_t walk_ours(const cos_response_t* response) {
  char path[64];
  std::size_t bytes = 0;
  const std::size_t count = cos_response_count(response, "Contents");
  for (std::size_t i = 0; i < count; i++) {
    char* name = path + std::snprintf(path, sizeof path, "Contents[%zu]/", i);
    for (const char* member : members) {
      std::strcpy(name, member);
      bytes += std::strlen(cos_response_value(response, path));
    }
    std::strcpy(name, "Owner/ID");
    bytes += std::strlen(cos_response_value(response, path));
  }
  return bytes;
}

/* The same with a format for each path. */
extern "C" __attribute__((noinline)) std::size_t walk_formatted(const cos_response_t* response) {
  char path[64];
  std::size_t bytes = 0;
  const std::size_t count = cos_response_count(response, "Contents");
  for (std::size_t i = 0; i < count; i++) {
    for (const char* member : members) {
      std::snprintf(path, sizeof path, "Contents[%zu]/%s", i, member);
      bytes += std::strlen(cos_response_value(response, path));
    }
    std::snprintf(path, sizeof path, "Contents[%zu]/Owner/ID", i);
    bytes += std::strlen(cos_response_value(response, path));
  }
  return bytes;
}

extern "C" __attribute__((noinline)) std::size_t walk_pugixml(const std::string* text) {
  pugi::xml_document document;
  std::size_t bytes = 0;
  if (!document.load_buffer(text->data(), text->size())) return 0;
  for (const pugi::xml_node contents : document.document_element().children("Contents")) {
    for (const char* member : members) bytes += std::strlen(contents.child_value(member));
    bytes += std::strlen(contents.child("Owner").child_value("ID"));
  }
  return bytes;
}

int main(int argc, char** argv) {
  if (argc != 4) fail("usage: values ADDRESS KEYS ROUNDS");
  const std::string text = listing(std::atoi(argv[2]));
  const int rounds = std::max(1, std::atoi(argv[3]));
  cos_client_t* client = client_of(argv[1]);
  cos_response_free(send(client, "PUT", &text));
  // Memory that is freed stays with the process: no walk pays for pages that another one gave back.
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  Walks ours, formatted, theirs;
  for (int i = 0; i < rounds; i++) {
    // The document is read at its first use, so each walk has a response of its own.
    cos_response_t* response = send(client, "GET", nullptr);
    cos_response_t* again = send(client, "GET", nullptr);
    const auto here = [&] { ours.time([&] { return walk_ours(response); }); };
    const auto there = [&] { theirs.time([&] { return walk_pugixml(&text); }); };
    // They take turns to be first: after the wait for a response the caches are cold.
    if (i % 2 == 0) here();
    there();
    if (i % 2 != 0) here();
    formatted.time([&] { return walk_formatted(again); });
    cos_response_free(response);
    cos_response_free(again);
  }
  cos_client_free(client);
  if (ours.bytes != theirs.bytes || formatted.bytes != theirs.bytes || ours.bytes == 0) fail("the values differ");
  const std::vector<double> ratios = ours.over(theirs);
  std::printf("%zu\t%.0f\t%.0f\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\n", text.size(), median(ours.ns),
              median(formatted.ns), median(theirs.ns), median(ratios), ratios.front(), ratios.back(),
              median(formatted.over(theirs)));
}
