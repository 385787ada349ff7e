/* The calls whose cost buckets.sh counts: buckets BUCKETS CALLS MAX_CONNECTIONS.
   In round robin over so many buckets of one client. */
#include <stdlib.h>

#include "calls.h"
#include "check.h"
#include "server.h"

int main(int argc, char **argv) {
  if (argc != 4) return fputs("usage: buckets BUCKETS CALLS MAX_CONNECTIONS\n", stderr), 2;
  size_t buckets = (size_t)atol(argv[1]), calls = (size_t)atol(argv[2]);
  findings_t findings = {.who = "buckets"};
  server_start();
  cos_client_options_t *options = server_options(HTTP);
  cos_client_options_set_max_connections(options, atoi(argv[3]));
  cos_client_t *client = client_from(options);
  for (size_t i = 0; i < calls; i++) {
    char bucket[BUCKET_ROOM];
    numbered_bucket(bucket, i % buckets);
    ask_bucket(client, bucket, &findings);
  }
  printf("%ld connections\n", server_count("connections_accepted"));
  check_findings(&findings);
  CHECK_NUMBER(findings.calls, calls);
  cos_client_free(client);
  server_stop();
  return check_report();
}
