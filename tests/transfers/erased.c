/* After a client is freed its SecretKey is nowhere in the process any more. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "ask.h"
#include "check.h"
#include "ports.h"

/* The allocator itself overwrites the first bytes of what is freed: the others are looked for. */
enum { KEY = 48, HEAD = 24, ROOM = 1 << 20 };

/* The key is never kept: each of its bytes is computed. */
static char key_byte(size_t i) { return "ABCDEFGHJKMNPQRSTUVWXYZ23456789"[(i * 11 + i * i * 3 + 5) % 31]; }

static void forget(char key[KEY + 1]) {
  for (volatile char *at = key; at <= key + KEY; at++) *at = 0;
}

static void make_key(char key[KEY + 1]) {
  for (size_t i = 0; i < KEY; i++) key[i] = key_byte(i);
  key[KEY] = '\0';
}

static int is_tail(const char *at) {
  size_t i = HEAD;
  while (i < KEY && at[i - HEAD] == key_byte(i)) i++;
  return i == KEY;
}

/* Copies in a stretch of memory. */
static size_t copies_between(int memory, char *room, uintptr_t from, uintptr_t to) {
  size_t found = 0;
  const ssize_t tail = KEY - HEAD;
  while (from + tail <= to) {
    size_t size = to - from < ROOM ? to - from : ROOM;
    ssize_t got = pread(memory, room, size, (off_t)from);
    if (got < tail) break;
    for (ssize_t at = 0; at + tail <= got; at++) found += is_tail(room + at);
    if (from + got >= to) break;
    from += got - (tail - 1);
  }
  return found;
}

/* Copies of the key in all memory that can be written. */
static size_t copies(void) {
  char line[512], mode[8];
  /* Not on the heap: what is read must not be found again. */
  static char room[ROOM];
  size_t found = 0;
  FILE *maps = fopen("/proc/self/maps", "r");
  int memory = open("/proc/self/mem", O_RDONLY);
  CHECK(maps && memory >= 0);
  while (maps && fgets(line, sizeof line, maps)) {
    unsigned long from, to;
    if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) != 3 || mode[0] != 'r' || mode[1] != 'w') continue;
    uintptr_t own = (uintptr_t)room;
    if (own >= from && own < to) {
      found += copies_between(memory, room, from, own);
      from = own + ROOM;
    }
    found += copies_between(memory, room, from, to);
  }
  memset(room, 0, sizeof room);
  if (maps) fclose(maps);
  close(memory);
  return found;
}

static int32_t provide(void *user_data, cos_credentials_t *credentials) {
  char key[KEY + 1];
  (void)user_data;
  make_key(key);
  cos_credentials_set(credentials, STANDIN_ID, key, NULL, 0);
  forget(key);
  return 0;
}

static void use(cos_client_t *client) {
  char *url = NULL;
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
  /* The stand-in knows another key: it refuses the signature. */
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_TEXT(cos_error_code(error), "SignatureDoesNotMatch");
  cos_error_free(error);
  CHECK(cos_client_presign(client, request, NULL, 60, &url) == NULL);
  cos_text_free(url);
  cos_request_free(request);
}

static void with(const char *name, void (*set)(cos_client_options_t *)) {
  check_subject = name;
  cos_client_options_t *options = standin_options();
  set(options);
  cos_client_t *client = NULL;
  CHECK(cos_client_new(options, &client) == NULL);
  use(client);
  CHECK(copies() > 0);
  cos_client_options_free(options);
  CHECK(copies() > 0);
  cos_client_free(client);
  CHECK_NUMBER(copies(), 0);
}

static void fixed(cos_client_options_t *options) {
  char key[KEY + 1];
  make_key(key);
  cos_client_options_set_credentials(options, STANDIN_ID, key, NULL);
  forget(key);
}

static void provided(cos_client_options_t *options) {
  cos_client_options_set_credentials_provider(options, provide, NULL, NULL);
}

/* The mistake that is kept of a token does not hold it, and the key before it is dropped. */
static void replaced(void) {
  check_subject = "options that get other credentials";
  cos_client_options_t *options = cos_client_options_new();
  fixed(options);
  CHECK(copies() > 0);
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, NULL);
  CHECK_NUMBER(copies(), 0);
  fixed(options);
  cos_client_options_free(options);
  CHECK_NUMBER(copies(), 0);
  char token[KEY + 1];
  options = cos_client_options_new();
  make_key(token);
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, token);
  forget(token);
  CHECK(copies() > 0);
  cos_client_options_free(options);
  CHECK_NUMBER(copies(), 0);
}

int main(void) {
  ports_start();
  CHECK_NUMBER(copies(), 0);
  with("fixed credentials", fixed);
  with("provided credentials", provided);
  replaced();
  check_subject = "";
  ports_stop();
  return check_report();
}
