#include "traffic.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "peer.h"
#include "scene.h"

/* Descriptors that are looked at. */
enum { MOST = 128 };

typedef struct {
  size_t connections;
  uint64_t bytes;
} sample_t;

struct traffic {
  struct sockaddr_in to;
  pthread_t thread;
  int over;
  int64_t moved;
};

int delay_of_this_thread(void) { return open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC); }

/* "RUN WAIT SLICES" */
int64_t delay_ns(int descriptor) {
  char text[100];
  int64_t wait = 0;
  ssize_t length = pread(descriptor, text, sizeof text, 0), at = 0;
  while (at < length && text[at] != ' ') at++;
  for (at++; at < length && text[at] >= '0' && text[at] <= '9'; at++) wait = 10 * wait + (text[at] - '0');
  return wait;
}

int64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * (int64_t)1000000000 + time.tv_nsec;
}

static int leads_to(int line, const struct sockaddr_in *to) {
  struct sockaddr_in at;
  socklen_t length = sizeof at;
  if (getpeername(line, (struct sockaddr *)&at, &length) != 0 || length != sizeof at) return 0;
  return at.sin_family == AF_INET && at.sin_port == to->sin_port && at.sin_addr.s_addr == to->sin_addr.s_addr;
}

/* Bytes taken for sending are those acknowledged and those that are not yet. In
   this order: what is acknowledged in between is counted too low, not twice. */
static uint64_t bytes_of(int line) {
  struct tcp_info info = {0};
  socklen_t length = sizeof info;
  int queued = 0;
  if (getsockopt(line, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return 0;
  if (ioctl(line, SIOCOUTQ, &queued) != 0) return 0;
  return info.tcpi_bytes_acked + (uint64_t)queued + info.tcpi_bytes_received;
}

static sample_t sample(const traffic_t *traffic) {
  sample_t all = {0};
  for (int line = 3; line < MOST; line++) {
    if (!leads_to(line, &traffic->to)) continue;
    all.connections++;
    all.bytes += bytes_of(line);
  }
  return all;
}

static void *watch(void *argument) {
  traffic_t *traffic = argument;
  sample_t most = {0};
  for (int64_t before = 0; !__atomic_load_n(&traffic->over, __ATOMIC_SEQ_CST); pause_ms(1)) {
    int64_t begun = now_ns();
    sample_t now = sample(traffic);
    int is_new = now.connections > most.connections;
    if (is_new || (now.connections == most.connections && now.bytes > most.bytes)) traffic->moved = before;
    /* One that is closed takes its bytes along. */
    if (now.connections != most.connections || now.bytes > most.bytes) most = now;
    before = begun;
  }
  return NULL;
}

traffic_t *traffic_watch(const char *address) {
  traffic_t *traffic = calloc(1, sizeof *traffic);
  if (!traffic) abort();
  traffic->to = socket_address(address);
  start_deaf(&traffic->thread, watch, traffic);
  return traffic;
}

int64_t traffic_stop(traffic_t *traffic) {
  __atomic_store_n(&traffic->over, 1, __ATOMIC_SEQ_CST);
  pthread_join(traffic->thread, NULL);
  int64_t moved = traffic->moved;
  free(traffic);
  return moved;
}
