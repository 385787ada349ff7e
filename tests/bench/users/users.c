/*
 * What users do beside asking the same again: small objects, many buckets, many threads, and a
 * client for each call. Each time by libcos_err and by libcurl in turn.
 *
 *   users ADDRESSES objects ROUNDS [BYTES..] of each size and direction: µs of both, ÷ libcurl (median)
 *   users ADDRESSES buckets CALLS COUNT.. plain and TLS, of each number of buckets: µs, ÷ one bucket, MiB grown
 *   users ADDRESSES fresh ROUNDS BUNDLE   plain and TLS, a client a call: µs of both, ÷ libcurl
 *   users ADDRESSES threads ROUNDS COUNT.. requests a second of both, p99 in ms of both, ratios
 *
 * ADDRESSES: host:port for HTTP, host:port for HTTPS, the CA's file. Tabs between.
 */
#include <cos_err.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../calls/answer.h"
#include "../calls/calls.h"
#include "../calls/measure.h"

enum { MIB = 1 << 20, MAX_THREADS = 256, MAX_SIZES = 16, TURN = 40 };

struct crc;
struct crc *crc_new(void);
void crc_reset(struct crc *crc);
void crc_write(struct crc *crc, const void *bytes, size_t length);
uint64_t crc_sum(const struct crc *crc);

static const char *plain, *secure, *ca_file;
static unsigned char object[MIB];

static cos_client_t *new_client(int tls, const char *ca) {
  cos_client_t *client = NULL;
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, REGION);
  if (!tls) {
    cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  }
  cos_client_options_set_connect_to(options, tls ? secure : plain);
  if (tls) {
    cos_client_options_set_ca_file(options, ca);
  }
  cos_client_options_set_credentials(options, SECRET_ID, SECRET_KEY, NULL);
  cos_error_t *error = cos_client_new(options, &client);
  if (error != NULL) {
    fail("libcos_err", cos_error_text(error));
  }
  cos_client_options_free(options);
  return client;
}

/* Objects. Both compute the checksum and compare it with the server's word. */

static void ours_object(cos_client_t *client, int up, long size) {
  char key[32];
  snprintf(key, sizeof key, "size/%ld", size);
  cos_request_t *request = cos_request_new(up ? "PUT" : "GET", BUCKET, key);
  if (up) {
    cos_request_set_body(request, object, (size_t)size);
  }
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  size_t length = 0;
  if (error != NULL) {
    fail("libcos_err", cos_error_text(error));
  }
  const void *body = cos_response_body(response, &length);
  if (!up && (length != (size_t)size || memcmp(body, object, length < 64 ? length : 64) != 0)) {
    fail("libcos_err", "another body");
  }
  cos_response_free(response);
  cos_request_free(request);
}

struct taken {
  struct crc *crc;
  unsigned char *bytes;
  size_t length, room;
};

static size_t take(char *bytes, size_t size, size_t count, void *state) {
  struct taken *taken = state;
  const size_t length = size * count;
  if (taken->length + length > taken->room) {
    taken->room = 2 * (taken->length + length);
    taken->bytes = realloc(taken->bytes, taken->room);
  }
  memcpy(taken->bytes + taken->length, bytes, length);
  crc_write(taken->crc, bytes, length);
  taken->length += length;
  return length;
}

static void curl_object(CURL *easy, int up, long size) {
  static struct crc *crc;
  char url[128], path[32], authorization[512];
  crc = crc == NULL ? crc_new() : crc;
  crc_reset(crc);
  snprintf(path, sizeof path, "/size/%ld", size);
  snprintf(url, sizeof url, "http://" HOST "%s", path);
  curl_authorization(up ? "put" : "get", path, authorization, sizeof authorization);
  struct curl_slist *headers = curl_slist_append(NULL, authorization);
  headers = curl_slist_append(headers, "Expect:");
  headers = curl_slist_append(headers, "Content-Type:");
  struct taken taken = {crc, NULL, 0, 0};
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &taken);
  if (up) {
    crc_write(crc, object, (size_t)size);
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "PUT");
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, size);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, object);
  }
  const CURLcode code = curl_easy_perform(easy);
  struct curl_header *told = NULL;
  if (code != CURLE_OK) {
    fail("libcurl", curl_easy_strerror(code));
  }
  curl_easy_header(easy, "x-cos-hash-crc64ecma", 0, CURLH_HEADER, -1, &told);
  if (told == NULL || strtoull(told->value, NULL, 10) != crc_sum(crc) || (!up && taken.length != (size_t)size)) {
    fail("libcurl", "another checksum");
  }
  free(taken.bytes);
  curl_slist_free_all(headers);
}

static CURL *new_easy(int tls, const char *ca) {
  static char connect_to[2][64];
  static struct curl_slist *lists[2];
  CURL *easy = curl_easy_init();
  snprintf(connect_to[tls], sizeof connect_to[tls], "::%s", tls ? secure : plain);
  if (lists[tls] == NULL) {
    lists[tls] = curl_slist_append(NULL, connect_to[tls]);
  }
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, lists[tls]);
  curl_easy_setopt(easy, CURLOPT_CAINFO, ca);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "libcurl");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 60000L);
  return easy;
}

/* Sizes in bytes, at most MIB. */
static void objects(size_t rounds, int count, char **texts) {
  static const long usual[] = {0, 4 << 10, 64 << 10, MIB};
  long sizes[MAX_SIZES];
  size_t size_count = count ? (size_t)count : sizeof usual / sizeof *usual;
  size_count = size_count < MAX_SIZES ? size_count : MAX_SIZES;
  for (size_t s = 0; s < size_count; s++) {
    sizes[s] = count ? atol(texts[s]) : usual[s];
  }
  cos_client_t *client = new_client(0, ca_file);
  for (int up = 1; up >= 0; up--) {
    /* POSTFIELDS stay with a handle: each direction has its own. */
    CURL *easy = new_easy(0, ca_file);
    for (size_t s = 0; s < size_count; s++) {
      double ours[MAX_ROUNDS], theirs[MAX_ROUNDS], ratio[MAX_ROUNDS];
      for (size_t r = 0; r <= rounds; r++) {
        double us[2][TURN];
        for (size_t i = 0; i < TURN; i++) {
          for (size_t k = 0; k < 2; k++) {
            const size_t who = (i + k) % 2;
            const double start = now_s();
            if (who == 0) {
              ours_object(client, up, sizes[s]);
            } else {
              curl_object(easy, up, sizes[s]);
            }
            us[who][i] = (now_s() - start) * 1e6;
          }
        }
        if (r > 0) {
          ours[r - 1] = median(us[0], TURN);
          theirs[r - 1] = median(us[1], TURN);
          ratio[r - 1] = ours[r - 1] / theirs[r - 1];
        }
      }
      const double middle = median(ratio, rounds);
      printf("%s\t%ld\t%.1f\t%.1f\t%.2f\t%.2f\t%.2f\n", up ? "PUT" : "GET", sizes[s], median(ours, rounds),
             median(theirs, rounds), middle, ratio[0], ratio[rounds - 1]);
      fflush(stdout);
    }
    curl_easy_cleanup(easy);
  }
  cos_client_free(client);
}

/* Buckets in rotation. */

static void head(cos_client_t *client, const char *bucket) {
  cos_response_t *response = NULL;
  cos_error_t *error = cos_head_bucket(client, bucket, NULL, &response);
  if (error != NULL) {
    fail("libcos_err", cos_error_text(error));
  }
  learned(cos_response_status(response), cos_response_bucket_region(response));
  cos_response_free(response);
}

static long resident_kib(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1) {
    fail("/proc/self/statm", "cannot be read");
  }
  fclose(file);
  return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void buckets(size_t calls, int count, char **numbers) {
  static double us[1 << 17];
  for (int tls = 0; tls < 2; tls++) {
    double one = 0;
    for (int i = 0; i < count; i++) {
      const size_t many = (size_t)atol(numbers[i]);
      const size_t measured = calls < many ? many : calls;
      const long before = resident_kib();
      cos_client_t *client = new_client(tls, ca_file);
      for (size_t n = 0; n < many + measured; n++) {
        char bucket[64];
        snprintf(bucket, sizeof bucket, "bucket%zu-1250000000", n % many);
        const double start = now_s();
        head(client, bucket);
        if (n >= many) us[n - many] = (now_s() - start) * 1e6;
      }
      const long grown = resident_kib() - before;
      const double p50 = median(us, measured);
      one = i == 0 ? p50 : one;
      printf("%s\t%zu\t%.1f\t%.2f\t%.1f\n", tls ? "TLS" : "plain", many, p50, p50 / one, (double)grown / 1024);
      fflush(stdout);
      cos_client_free(client);
    }
  }
}

/* A client for each call. */

static void fresh_ours(int tls) {
  cos_client_t *client = new_client(tls, ca_file);
  head(client, BUCKET);
  cos_client_free(client);
}

static void fresh_curl(int tls, const char *bundle) {
  CURL *easy = new_easy(tls, bundle);
  char authorization[512];
  curl_authorization("head", "/", authorization, sizeof authorization);
  struct curl_slist *headers = curl_slist_append(NULL, authorization);
  curl_easy_setopt(easy, CURLOPT_URL, tls ? "https://" HOST "/" : "http://" HOST "/");
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  const CURLcode code = curl_easy_perform(easy);
  if (code != CURLE_OK) {
    fail("libcurl", curl_easy_strerror(code));
  }
  curl_easy_cleanup(easy);
  curl_slist_free_all(headers);
}

static void fresh(size_t rounds, const char *bundle) {
  for (int tls = 0; tls < 2; tls++) {
    double ours[MAX_ROUNDS], theirs[MAX_ROUNDS], ratio[MAX_ROUNDS];
    fresh_ours(tls);
    fresh_curl(tls, bundle);
    for (size_t r = 0; r < rounds; r++) {
      const double start = now_s();
      fresh_ours(tls);
      const double middle = now_s();
      fresh_curl(tls, bundle);
      ours[r] = (middle - start) * 1e6;
      theirs[r] = (now_s() - middle) * 1e6;
      ratio[r] = ours[r] / theirs[r];
    }
    printf("%s\t%.0f\t%.0f\t%.3f\n", tls ? "TLS" : "plain", median(ours, rounds), median(theirs, rounds),
           median(ratio, rounds));
  }
}

/* Threads. */

struct work {
  pthread_barrier_t *begin;
  request_fn *request;
  void *state;
  size_t count;
  double *us;
};

static void *loop(void *argument) {
  struct work *work = argument;
  pthread_barrier_wait(work->begin);
  for (size_t i = 0; i < work->count; i++) {
    const double start = now_s();
    work->request(work->state);
    work->us[i] = (now_s() - start) * 1e6;
  }
  return NULL;
}

enum { REQUESTS = 12800 };

static double turn(request_fn *request, void **states, int shared, size_t threads, double *p99_ms) {
  static double us[REQUESTS + MAX_THREADS];
  static struct work works[MAX_THREADS];
  static pthread_t ids[MAX_THREADS];
  pthread_barrier_t begin;
  const size_t each = REQUESTS / threads;
  pthread_barrier_init(&begin, NULL, (unsigned)threads + 1);
  for (size_t i = 0; i < threads; i++) {
    works[i] = (struct work){&begin, request, states[shared ? 0 : i], each, us + i * each};
    if (pthread_create(&ids[i], NULL, loop, &works[i]) != 0) {
      fail("a contestant", "no thread");
    }
  }
  pthread_barrier_wait(&begin);
  const double start = now_s();
  for (size_t i = 0; i < threads; i++) {
    pthread_join(ids[i], NULL);
  }
  const double took = now_s() - start;
  pthread_barrier_destroy(&begin);
  median(us, each * threads);
  *p99_ms = us[each * threads * 99 / 100] / 1000;
  return (double)(each * threads) / took;
}

static void threads(size_t rounds, int count, char **numbers) {
  static void *ours[1], *theirs[MAX_THREADS];
  static struct way way = {0, HEAD_BUCKET, 1, 0, 0};
  way.connect_to = plain;
  way.ca_file = ca_file;
  ours[0] = ours_open(&way);
  for (size_t i = 0; i < MAX_THREADS; i++) {
    theirs[i] = curl_open(&way);
  }
  for (int i = 0; i < count; i++) {
    const size_t many = (size_t)atol(numbers[i]);
    double rate[2][MAX_ROUNDS], p99[2][MAX_ROUNDS], faster[MAX_ROUNDS], later[MAX_ROUNDS];
    for (size_t r = 0; r <= rounds; r++) {
      double now[2], tail[2];
      now[0] = turn(ours_request, ours, 1, many, &tail[0]);
      now[1] = turn(curl_request, theirs, 0, many, &tail[1]);
      for (size_t k = 0; r > 0 && k < 2; k++) {
        rate[k][r - 1] = now[k];
        p99[k][r - 1] = tail[k];
      }
      if (r > 0) {
        faster[r - 1] = now[0] / now[1];
        later[r - 1] = tail[0] / tail[1];
      }
    }
    printf("%zu\t%.0f\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\n", many, median(rate[0], rounds), median(rate[1], rounds),
           median(faster, rounds), median(p99[0], rounds), median(p99[1], rounds), median(later, rounds));
    fflush(stdout);
  }
}

int main(int argc, char **argv) {
  const char *mode = argc > 5 ? argv[4] : "";
  const long number = argc > 5 ? atol(argv[5]) : 0;
  for (size_t i = 0; i < sizeof object; i++) {
    object[i] = (unsigned char)(i * 31 + i / 251);
  }
  if (argc > 5) {
    plain = argv[1], secure = argv[2], ca_file = argv[3];
    curl_global_init(CURL_GLOBAL_DEFAULT);
  }
  if (strcmp(mode, "objects") == 0 && number > 0 && number <= MAX_ROUNDS) {
    objects((size_t)number, argc - 6, argv + 6);
  } else if (strcmp(mode, "buckets") == 0 && argc > 6) {
    buckets((size_t)number, argc - 6, argv + 6);
  } else if (strcmp(mode, "fresh") == 0 && argc == 7 && number > 0 && number <= MAX_ROUNDS) {
    fresh((size_t)number, argv[6]);
  } else if (strcmp(mode, "threads") == 0 && argc > 6 && number > 0 && number <= MAX_ROUNDS) {
    threads((size_t)number, argc - 6, argv + 6);
  } else {
    fprintf(stderr, "usage: users ADDRESSES objects|buckets|fresh|threads ...\n");
    return 2;
  }
  return 0;
}
