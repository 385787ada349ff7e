/* A library that lives with its host's signals, and leaves nothing open behind an exec. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>

#include "check.h"
#include "fault.h"
#include "namespace.h"
#include "peer.h"
#include "ports.h"
#include "scene.h"

enum { LARGE = 16 << 20, MOST_DESCRIPTORS = 1024, STANDARD_SIGNALS = 32 };

static int alarms;

/* In any thread of the process. */
static void on_alarm(int number) {
  (void)number;
  __atomic_add_fetch(&alarms, 1, __ATOMIC_RELAXED);
}

/* 0: no more alarms. The handler is without SA_RESTART: system calls are interrupted. */
static void alarm_every(long microseconds) {
  struct itimerval often = {.it_interval.tv_usec = microseconds, .it_value.tv_usec = microseconds};
  struct sigaction action = {.sa_handler = on_alarm};
  if (microseconds) sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &often, NULL);
}

static cos_client_t *client_of(int tls) {
  cos_client_options_t *options = tls ? https_options(port("good")) : http_options(standin_address());
  if (tls) cos_client_options_set_ca_file(options, ca_file());
  return client_from(options);
}

static cos_error_t *put(cos_client_t *client, size_t length, const char *fault) {
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "key");
  void *body = calloc(1, length);
  cos_request_set_body(request, body, length);
  if (fault) cos_request_set_header(request, "x-standin-fault", fault);
  free(body);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

/* Alarms come all the time: while connecting, sending, waiting, reading. */
static void interrupted_system_calls_are_no_error(void) {
  for (int tls = 0; tls < 2; tls++) {
    cos_client_t *client = client_of(tls);
    __atomic_store_n(&alarms, 0, __ATOMIC_RELAXED);
    alarm_every(1000);
    for (int i = 0; i < 5; i++) {
      cos_error_t *slow = cos_head_bucket(client, "fault-slow-100-1250000000", NULL, NULL);
      cos_error_t *upload = put(client, LARGE, NULL);
      cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
      cos_response_t *response = NULL;
      cos_error_t *download = cos_client_send(client, request, NULL, &response);
      size_t length = 0;
      cos_response_body(response, &length);
      CHECK_TEXT(cos_error_text(slow), "");
      CHECK_TEXT(cos_error_text(upload), "");
      CHECK_TEXT(cos_error_text(download), "");
      CHECK_NUMBER(length, LARGE);
      cos_error_free(slow);
      cos_error_free(upload);
      cos_error_free(download);
      cos_response_free(response);
      cos_request_free(request);
    }
    alarm_every(0);
    /* Each of the slow answers was waited for under at least one alarm. */
    CHECK(__atomic_load_n(&alarms, __ATOMIC_RELAXED) > 5);
    cos_client_free(client);
  }
}

static void names_are_resolved_under_alarms(void) {
  cos_client_options_t *options = http_options(NULL);
  dns_answers(DNS_LOCAL);
  alarm_every(1000);
  cos_error_t *error = head_once(options);
  alarm_every(0);
  CHECK_TEXT(cos_error_code(error), "Connect");
  CHECK_NUMBER(cos_error_os_errno(error), ECONNREFUSED);
  cos_error_free(error);
}

/* By default SIGPIPE kills. It is neither raised nor touched, and no other is. */
static void a_write_to_a_dead_line_does_not_kill(void) {
  struct sigaction before[STANDARD_SIGNALS], now;
  for (int i = 1; i < STANDARD_SIGNALS; i++) sigaction(i, NULL, &before[i]);
  CHECK(before[SIGPIPE].sa_handler == SIG_DFL);
  /* The reset meets a write, or a wait: what it meets differs from time to time. */
  for (int round = 0; round < 16; round++) {
    cos_client_t *client = client_of(round % 2);
    cos_error_t *error = put(client, LARGE, "unread-reset");
    CHECK_TEXT(cos_error_code(error), "ConnectionLost");
    CHECK(cos_error_os_errno(error) == ECONNRESET || cos_error_os_errno(error) == EPIPE);
    CHECK_NUMBER(cos_error_request_sent(error), 1);
    cos_error_free(error);
    cos_client_free(client);
  }
  for (int i = 1; i < STANDARD_SIGNALS; i++) {
    sigaction(i, NULL, &now);
    CHECK(now.sa_handler == before[i].sa_handler && now.sa_flags == before[i].sa_flags);
  }
}

/* Descriptors that were open before a call are the test's own. */
static struct {
  char known[MOST_DESCRIPTORS];
  size_t seen, inherited;
} descriptors;

/* The flags that the system shows for a descriptor, O_CLOEXEC among them. */
static unsigned flags_of(int descriptor) {
  char path[40];
  unsigned flags = 0;
  snprintf(path, sizeof path, "/proc/self/fdinfo/%d", descriptor);
  FILE *info = fopen(path, "re");
  if (!info) return 0;
  CHECK_NUMBER(fscanf(info, "pos: %*d flags: %o", &flags), 1);
  fclose(info);
  return flags;
}

static void look(int at_start) {
  DIR *folder = opendir("/proc/self/fd");
  for (struct dirent *entry; (entry = readdir(folder));) {
    int descriptor = atoi(entry->d_name);
    if (*entry->d_name == '.' || descriptor == dirfd(folder) || descriptor >= MOST_DESCRIPTORS) continue;
    if (at_start) descriptors.known[descriptor] = 1;
    if (descriptors.known[descriptor]) continue;
    descriptors.seen++;
    descriptors.inherited += !(flags_of(descriptor) & O_CLOEXEC);
  }
  closedir(folder);
}

typedef struct {
  int looks, has_none; /* a call that waits for another's connection has no descriptor */
} looker_t;

/* Ends the call when it has come so far that it has its descriptor, however long that takes. */
static int32_t look_on(void *user_data) {
  looker_t *looker = user_data;
  look(0);
  return ++looker->looks > 2 && (looker->has_none || descriptors.seen > 0);
}

/* In every phase there is a descriptor, and an exec at that moment would not inherit it. */
static void descriptors_are_closed_on_exec(int own_network) {
  scenes_begin();
  for (size_t i = 0; i < phase_count; i++) {
    if ((phases[i].needs_namespace && !own_network) || phases[i].answered) continue;
    scene_t scene;
    cos_call_t *call = cos_call_new();
    check_subject = phases[i].name;
    scene_open(&scene, &phases[i], 0);
    looker_t looker = {.has_none = scene.holder_cancel != NULL};
    memset(&descriptors, 0, sizeof descriptors);
    look(1);
    cos_call_set_interrupt(call, look_on, &looker, NULL);
    cos_error_free(cos_client_send(scene.client, scene.request, call, NULL));
    CHECK(looker.looks > 2);
    CHECK(looker.has_none || descriptors.seen > 0);
    CHECK_NUMBER(descriptors.inherited, 0);
    cos_call_free(call);
    scene_close(&scene);
  }
  scenes_end();
  check_subject = "";
}

int main(void) {
  int own_network = namespace_enter();
  ports_start();
  interrupted_system_calls_are_no_error();
  if (own_network) names_are_resolved_under_alarms();
  a_write_to_a_dead_line_does_not_kill();
  descriptors_are_closed_on_exec(own_network);
  ports_stop();
  return check_report();
}
