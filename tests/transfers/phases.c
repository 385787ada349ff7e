/* Transfers that are held up at one byte or another, for ../faults/endings.c. */
#include <unistd.h>

#include "bodies.h"
#include "check.h"
#include "scene.h"

/* More than all buffers between here and where a body is held up. */
enum { LENGTH = 60 << 20 };

typedef enum { FILE_UP, READER_UP, CHUNKS_UP, UPS } up_t;
typedef enum { MEMORY_DOWN, FILE_DOWN, WRITER_DOWN, DOWNS } down_t;

/* Places where a download is held up: bytes of its body. */
static const char *const stalls[] = {"stall-0", "stall-1", "stall-65536", "stall-5000000", "trickle-1000-5"};
enum { STALLS = sizeof stalls / sizeof *stalls };

static cos_request_t *ups[UPS], *downs[DOWNS][STALLS];
static source_t sources[UPS];
static drain_t drain;

static void make_uploads(void) {
  struct stat made;
  make_file("body", 0);
  CHECK(truncate(path_of("body"), LENGTH) == 0 && stat(path_of("body"), &made) == 0);
  for (int up = 0; up < UPS; up++) {
    ups[up] = cos_request_new("PUT", STANDIN_BUCKET, "key");
    sources[up] = source_of(LENGTH);
    if (up == FILE_UP) cos_request_set_body_file(ups[up], path_of("body"));
    if (up == READER_UP) give(ups[up], &sources[up], LENGTH, 1);
    if (up == CHUNKS_UP) give(ups[up], &sources[up], -1, 1);
  }
}

static void make_downloads(void) {
  drain = drain_of();
  make_text("sink", "older");
  for (int down = 0; down < DOWNS; down++) {
    for (int at = 0; at < STALLS; at++) {
      cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "synthetic/8m");
      cos_request_set_header(request, "x-standin-fault", stalls[at]);
      if (down == FILE_DOWN) cos_request_set_sink_file(request, path_of("sink"));
      if (down == WRITER_DOWN) take(request, &drain, 1);
      downs[down][at] = request;
    }
  }
}

void scenes_begin(void) {
  files_begin();
  make_uploads();
  make_downloads();
}

/* However they ended: no half file is there, an older one is, and what was sent is as it was. */
void scenes_end(void) {
  check_subject = "after all";
  check_folder("", "body sink");
  check_text_file("sink", "older");
  CHECK_NUMBER(look_at("body").st_size, LENGTH);
  for (int up = 0; up < UPS; up++) cos_request_free(ups[up]);
  for (int down = 0; down < DOWNS; down++)
    for (int at = 0; at < STALLS; at++) cos_request_free(downs[down][at]);
  CHECK(sources[READER_UP].releases == 1 && sources[CHUNKS_UP].releases == 1);
  CHECK_NUMBER(drain.releases, STALLS);
  check_subject = "";
  files_end();
}

cos_request_t *usual_request(void) { return ups[FILE_UP]; }

static cos_client_options_t *tls_options(const char *address) {
  cos_client_options_t *options = https_options(address);
  cos_client_options_set_ca_file(options, ca_file());
  return options;
}

/* An upload of which so many bytes, head and TLS included, are let through. */
static void send_up(scene_t *scene, up_t up, size_t bytes, int tls) {
  scene->request = ups[up];
  scene->relay = relay_start(tls ? port("good") : standin_address(), bytes, -1);
  scene->address = relay_address(scene->relay);
  scene_connect(scene, (tls ? tls_options : http_options)(scene->address));
}

static void send_down(scene_t *scene, down_t down, int at, int tls) {
  scene->request = downs[down][at];
  standin_forget();
  scene->address = tls ? port("good") : standin_address();
  scene_connect(scene, (tls ? tls_options : http_options)(scene->address));
}

static void file_in_its_head(scene_t *scene) { send_up(scene, FILE_UP, 100, 0); }
static void file_at_its_begin(scene_t *scene) { send_up(scene, FILE_UP, 3000, 0); }
static void file_further_on(scene_t *scene) { send_up(scene, FILE_UP, 7000000, 0); }
static void file_under_tls(scene_t *scene) { send_up(scene, FILE_UP, 1000000, 1); }
static void reader_at_its_begin(scene_t *scene) { send_up(scene, READER_UP, 3000, 0); }
static void reader_further_on(scene_t *scene) { send_up(scene, READER_UP, 7000000, 0); }
static void chunks_further_on(scene_t *scene) { send_up(scene, CHUNKS_UP, 1000000, 0); }
static void chunks_under_tls(scene_t *scene) { send_up(scene, CHUNKS_UP, 1000000, 1); }
static void file_before_byte_0(scene_t *scene) { send_down(scene, FILE_DOWN, 0, 0); }
static void file_after_byte_0(scene_t *scene) { send_down(scene, FILE_DOWN, 1, 0); }
static void file_after_64_kib(scene_t *scene) { send_down(scene, FILE_DOWN, 2, 0); }
static void file_after_5_mb(scene_t *scene) { send_down(scene, FILE_DOWN, 3, 0); }
static void file_after_5_mb_of_tls(scene_t *scene) { send_down(scene, FILE_DOWN, 3, 1); }
static void file_that_trickles(scene_t *scene) { send_down(scene, FILE_DOWN, 4, 0); }
static void writer_before_byte_0(scene_t *scene) { send_down(scene, WRITER_DOWN, 0, 0); }
static void writer_after_5_mb(scene_t *scene) { send_down(scene, WRITER_DOWN, 3, 0); }
static void writer_of_a_trickle(scene_t *scene) { send_down(scene, WRITER_DOWN, 4, 0); }
static void memory_after_5_mb(scene_t *scene) { send_down(scene, MEMORY_DOWN, 3, 0); }

#define UP(what, opens, limited) \
  {.name = (what), .says = "sending", .request_sent = 1, .limit = (limited), .open = (opens)}
#define DOWN(what, opens, limited) \
  {.name = (what),                 \
   .says = "reading",              \
   .in_body = 1,                   \
   .request_sent = 1,              \
   .status = 200,                  \
   .limit = (limited),             \
   .open = (opens)}

const phase_t phases[] = {
    UP("a file, in its head", file_in_its_head, BY_IO_TIMEOUT),
    UP("a file, at its begin", file_at_its_begin, BY_IO_TIMEOUT),
    UP("a file, further on", file_further_on, BY_IO_TIMEOUT),
    UP("a file under TLS", file_under_tls, BY_IO_TIMEOUT),
    UP("a reader, at its begin", reader_at_its_begin, BY_IO_TIMEOUT),
    UP("a reader, further on", reader_further_on, BY_IO_TIMEOUT),
    UP("a reader of unknown length", chunks_further_on, BY_IO_TIMEOUT),
    UP("a reader of unknown length under TLS", chunks_under_tls, BY_IO_TIMEOUT),
    DOWN("to a file, no byte yet", file_before_byte_0, BY_IO_TIMEOUT),
    DOWN("to a file, one byte", file_after_byte_0, BY_IO_TIMEOUT),
    DOWN("to a file, 64 KiB", file_after_64_kib, BY_IO_TIMEOUT),
    DOWN("to a file, 5 MB", file_after_5_mb, BY_IO_TIMEOUT),
    DOWN("to a file, 5 MB under TLS", file_after_5_mb_of_tls, BY_IO_TIMEOUT),
    DOWN("to a file, which trickles", file_that_trickles, BY_TOTAL_TIMEOUT_ONLY),
    DOWN("to a writer, no byte yet", writer_before_byte_0, BY_IO_TIMEOUT),
    DOWN("to a writer, 5 MB", writer_after_5_mb, BY_IO_TIMEOUT),
    DOWN("to a writer, which trickles", writer_of_a_trickle, BY_TOTAL_TIMEOUT_ONLY),
    DOWN("to memory, 5 MB", memory_after_5_mb, BY_IO_TIMEOUT),
};
const size_t phase_count = sizeof phases / sizeof *phases;
