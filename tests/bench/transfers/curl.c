/* Transfers by libcurl, on one easy handle that is kept. */

#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../calls/answer.h"
#include "object.h"
#include "transfers.h"

struct peer {
  CURL *easy;
  const struct way *way;
  const struct place *place;
  struct crc *crc;
  /** Of the transfer under way; -1: no file. */
  int fd;
  int64_t moved, whole;
};

/** libcurl asks for bytes to send. */
static size_t give(char *into, size_t size, size_t count, void *state) {
  struct peer *peer = state;
  size_t wanted = size * count;
  if (peer->way->file) {
    const ssize_t got = read(peer->fd, into, wanted);
    if (got < 0) {
      return CURL_READFUNC_ABORT;
    }
    wanted = (size_t)got;
  } else {
    const int64_t left = peer->whole - peer->moved;
    wanted = (int64_t)wanted < left ? wanted : (size_t)left;
    object_bytes(peer->moved, into, wanted);
  }
  if (peer->way->check) {
    crc_write(peer->crc, into, wanted);
  }
  peer->moved += (int64_t)wanted;
  return wanted;
}

/** libcurl hands over bytes that came. */
static size_t take(char *bytes, size_t size, size_t count, void *state) {
  struct peer *peer = state;
  const size_t length = size * count;
  if (peer->way->check) {
    crc_write(peer->crc, bytes, length);
  }
  if (peer->way->file && write(peer->fd, bytes, length) != (ssize_t)length) {
    return 0;
  }
  peer->moved += (int64_t)length;
  return length;
}

static int report(void *reports, curl_off_t to_receive, curl_off_t received, curl_off_t to_send, curl_off_t sent) {
  (void)to_receive, (void)received, (void)to_send, (void)sent;
  ++*(unsigned long *)reports;
  return 0;
}

void *curl_open(const struct way *way, const struct place *place) {
  struct peer *peer = calloc(1, sizeof *peer);
  CURL *easy = curl_easy_init();
  if (peer == NULL || easy == NULL) {
    fail("libcurl", "no memory");
  }
  peer->easy = easy;
  peer->way = way;
  peer->place = place;
  peer->crc = crc_new();
  char connect_to[64];
  snprintf(connect_to, sizeof connect_to, "::%s", place->connect_to);
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, curl_slist_append(NULL, connect_to));
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "libcurl");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  /* Else it waits for "100 Continue" before it sends a body. */
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, curl_slist_append(NULL, "Expect:"));
  curl_easy_setopt(easy, CURLOPT_UPLOAD, way->up ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(easy, CURLOPT_READDATA, peer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, peer);
  if (way->buffer != 0) {
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, way->buffer);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, way->buffer);
  }
  return peer;
}

/** The file of a transfer; a download gets its name when it is whole, as libcos_err gives it. */
static void open_file(struct peer *peer, char *beside, size_t size) {
  snprintf(beside, size, "%s.part", peer->place->sink);
  peer->fd = peer->way->up ? open(peer->place->source, O_RDONLY | O_CLOEXEC)
                           : open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (peer->fd < 0) {
    fail("libcurl", "cannot open its file");
  }
}

static void close_file(struct peer *peer, const char *beside, int good) {
  if (close(peer->fd) != 0 || (!peer->way->up && (good ? rename(beside, peer->place->sink) : unlink(beside)) != 0)) {
    fail("libcurl", "cannot finish its file");
  }
}

/** Whether the answer's checksum is that of the bytes. */
static int is_right(struct peer *peer) {
  struct curl_header *told;
  if (!peer->way->check) {
    return 1;
  }
  return curl_easy_header(peer->easy, "x-cos-hash-crc64ecma", 0, CURLH_HEADER, -1, &told) == CURLHE_OK &&
         strtoull(told->value, NULL, 10) == crc_sum(peer->crc);
}

int curl_transfer(void *state, const char *key, long mib, unsigned long *reports) {
  struct peer *peer = state;
  char url[256], beside[512];
  snprintf(url, sizeof url, "http://" HOST "/%s", key);
  curl_easy_setopt(peer->easy, CURLOPT_URL, url);
  peer->whole = (int64_t)mib * MIB;
  peer->moved = 0;
  crc_reset(peer->crc);
  if (peer->way->up) {
    curl_easy_setopt(peer->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)peer->whole);
  }
  curl_easy_setopt(peer->easy, CURLOPT_NOPROGRESS, reports == NULL ? 1L : 0L);
  curl_easy_setopt(peer->easy, CURLOPT_XFERINFOFUNCTION, report);
  curl_easy_setopt(peer->easy, CURLOPT_XFERINFODATA, reports);
  if (peer->way->file) {
    open_file(peer, beside, sizeof beside);
  }
  const CURLcode code = curl_easy_perform(peer->easy);
  long status = 0;
  curl_easy_getinfo(peer->easy, CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK || status != 200 || peer->moved != peer->whole) {
    fail("libcurl", code != CURLE_OK ? curl_easy_strerror(code) : "not the whole object");
  }
  const int good = is_right(peer);
  if (peer->way->file) {
    close_file(peer, beside, good);
  }
  return good;
}
