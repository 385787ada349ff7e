/* Checks what the library takes for granted of COS, against the real one.
   usage: live BUCKET REGION     keys: COS_SECRET_ID, COS_SECRET_KEY, COS_SESSION_TOKEN */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "live.h"

static const char *const VERDICTS[] = {"ok", "DIFFERS", "seen", "skipped"};
static const check_t *const TABLE[] = {SIGNING, HEADS, CLOCK, CHECKSUMS, RANGES, WRITES, DOMAINS, IDS};

static cos_cancel_t *cancel;
static volatile sig_atomic_t interrupted;

static void on_signal(int number) {
  interrupted = number;
  cos_cancel_trigger(cancel);
}

static const char *variable(const char *name) {
  const char *value = getenv(name);
  return value && *value ? value : NULL;
}

static int usage(const char *mistake) {
  fprintf(stderr,
          "live: %s\n"
          "usage: live BUCKET REGION\n"
          "BUCKET is a bucket of yours, APPID included. Keys: COS_SECRET_ID and COS_SECRET_KEY,\n"
          "COS_SESSION_TOKEN if they are temporary. tests/live/README.md says what is done.\n",
          mistake);
  return 2;
}

/* A prefix that nobody else has. */
static void name_prefix(session_t *session) {
  unsigned char random[6] = {0};
  char date[20];
  time_t now = time(NULL);
  FILE *source = fopen("/dev/urandom", "rb");
  if (!source || fread(random, 1, sizeof random, source) != sizeof random) exit(usage("no /dev/urandom"));
  fclose(source);
  strftime(date, sizeof date, "%Y%m%d", gmtime(&now));
  snprintf(session->prefix, sizeof session->prefix, "cos-err-live/%s-%02x%02x%02x%02x%02x%02x/", date, random[0],
           random[1], random[2], random[3], random[4], random[5]);
}

static void print_row(const check_t *check, verdict_t verdict, notes_t *notes) {
  for (char *at = notes->text; *at; at++) {
    /* Text of the server must not end the cell or the row. */
    if (*at == '|' || (unsigned char)*at < ' ') *at = ' ';
  }
  printf("| %s | %s | %s | %s |\n", check->name, VERDICTS[verdict], check->assumes, notes->text);
  fflush(stdout);
}

static void print_head(const session_t *session) {
  char date[40];
  time_t now = time(NULL);
  strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
  printf("### libcos_err %s, live checks\n\n", cos_err_version());
  printf("%s, region %s, %s credentials, %s\n\n", date, session->region,
         session->account.token ? "temporary" : "permanent",
         session->connect_to ? "**a stand-in, not COS**" : "over TLS");
  printf("| check | result | what is assumed | what was seen |\n|---|---|---|---|\n");
  fflush(stdout);
}

/* All checks; how many there are of each verdict. */
static void run(session_t *session, int counts[4]) {
  for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++) {
    for (const check_t *check = TABLE[i]; check->name && !interrupted; check++) {
      notes_t notes = {""};
      fprintf(stderr, "%s\n", check->name);
      verdict_t verdict = check->run(session, &notes);
      if (interrupted) return;
      counts[verdict]++;
      print_row(check, verdict, &notes);
    }
  }
}

/* Nothing may be there before, so that nothing of somebody else is removed after. */
static int is_fresh(session_t *session) {
  char key[1200];
  cos_request_t *request = bucket_request(session, "GET");
  cos_request_set_query(request, "prefix", session->prefix);
  reply_t reply = ask(session, NULL, request);
  int fresh = !reply.error && !element(reply_body(&reply, NULL), "Key", key, sizeof key);
  if (!fresh) {
    char *text = masked(reply.error ? cos_error_text(reply.error) : "there are objects below the prefix");
    fprintf(stderr, "live: the bucket cannot be listed, so nothing is written: %s\n", text);
    if (reply.error) fprintf(stderr, "%s\n", cos_error_advice(reply.error, "en"));
    free(text);
  }
  reply_free(&reply);
  return fresh;
}

static int finish(session_t *session, const int counts[4]) {
  notes_t notes = {""};
  int left = clean(session, &notes);
  printf("\n%d ok, %d differ, %d seen, %d skipped; ", counts[OK], counts[DIFFERS], counts[SEEN], counts[SKIPPED]);
  if (left == 0) printf("everything below the prefix was removed\n");
  else if (left > 0) printf("**%d objects, versions or uploads are left below %s**\n", left, session->prefix);
  else printf("**look below %s: %s**\n", session->prefix, notes.text);
  if (interrupted) printf("**interrupted: not all checks were made**\n");
  if (interrupted) return 128 + interrupted;
  return counts[DIFFERS] != 0 || left != 0;
}

int main(int argc, char **argv) {
  session_t session = {0};
  int counts[4] = {0};
  if (argc != 3) return usage("a bucket and its region are needed");
  session.bucket = argv[1];
  session.region = argv[2];
  session.account = (account_t){variable("COS_SECRET_ID"), variable("COS_SECRET_KEY"), variable("COS_SESSION_TOKEN")};
  session.expired = (account_t){variable("COS_LIVE_EXPIRED_ID"), variable("COS_LIVE_EXPIRED_KEY"),
                                variable("COS_LIVE_EXPIRED_TOKEN")};
  session.connect_to = variable("COS_LIVE_STANDIN");
  if (!session.account.id || !session.account.key) return usage("COS_SECRET_ID or COS_SECRET_KEY is not set");
  if (!strrchr(session.bucket, '-')) return usage("the bucket's name lacks its APPID, as in examplebucket-1250000000");
  if (!session.expired.key || !session.expired.token) session.expired.id = NULL;
  mask_for(&session);
  name_prefix(&session);
  session.cancel = cancel = cos_cancel_new();
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  variant_t plain = {0};
  session.client = variant_client(&session, &plain);
  if (!session.client) return 2;

  fprintf(stderr, "Objects are written below %s of %s, and removed at the end.\n", session.prefix, session.bucket);
  int code = 2;
  if (is_fresh(&session)) {
    print_head(&session);
    run(&session, counts);
    code = finish(&session, counts);
  }
  cos_client_free(session.client);
  cos_cancel_free(cancel);
  return code;
}
