/* Checks any number of objects from an event loop, at most 64 at a time, on one thread.
     queue_epoll BUCKET KEY...
   The queue's descriptor is one more descriptor of the loop, next to sockets and timers of the
   program's own. */
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "common.h"

enum { IN_FLIGHT = 64, AT_ONCE = 16 };

/* Starts a HEAD. Its user_data is the key. The request is copied, so it is freed at once. */
static int start(cos_client_t *client, cos_queue_t *queue, const char *bucket, char *key) {
  cos_request_t *request = cos_request_new("HEAD", bucket, key);
  cos_error_t *error = cos_client_start(client, request, NULL, queue, key, NULL);
  cos_request_free(request);
  return error ? report(error) : 0;
}

/* Shows how a call ended, and frees what it left: one of the two is NULL. */
static int end(const cos_completion_t *completion) {
  const char *key = completion->user_data;
  int failed = completion->error != NULL;
  if (failed) printf("%s: %s\n", key, cos_error_text(completion->error));
  else printf("%s: %s bytes\n", key, cos_response_header(completion->response, "Content-Length"));
  cos_error_free(completion->error);
  cos_response_free(completion->response);
  return failed;
}

int main(int argc, char **argv) {
  int failed = 0, next = 2, running = 0;
  intptr_t fd = -1;
  if (argc < 3) return fprintf(stderr, "usage: queue_epoll BUCKET KEY...\n"), 2;
  cos_client_t *client = client_from_environment();
  if (!client) return 1;

  cos_queue_t *queue = cos_queue_new(NULL);
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  cos_error_t *error = cos_queue_fd(queue, &fd);
  if (error) return report(error);
  struct epoll_event event = {.events = EPOLLIN};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, (int)fd, &event) != 0) return perror("epoll_ctl"), 1;

  while (running || next < argc) {
    for (; running < IN_FLIGHT && next < argc; next++) {
      if (start(client, queue, argv[1], argv[next]) == 0) running++;
      else failed = 1;
    }
    if (!running || (epoll_wait(epoll, &event, 1, -1) < 0 && errno != EINTR)) break;
    /* The descriptor is readable as long as completions wait: take until there are none. */
    cos_completion_t completions[AT_ONCE] = {{.struct_size = sizeof completions[0]}};
    for (size_t count; (count = cos_queue_take(queue, 0, completions, AT_ONCE)) > 0;) {
      for (size_t i = 0; i < count; i++) failed |= end(&completions[i]);
      running -= (int)count;
    }
  }

  /* The descriptor belongs to the queue: out of the loop first. */
  epoll_ctl(epoll, EPOLL_CTL_DEL, (int)fd, NULL);
  cos_queue_free(queue, 1);
  cos_client_free(client);
  close(epoll);
  return failed;
}
