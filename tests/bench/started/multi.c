/* The same by libcurl's multi interface: by curl_multi_perform and curl_multi_poll, and by
   curl_multi_socket_action on an epoll loop. Handles and their connections are kept; requests are
   signed with OpenSSL. */

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "../calls/answer.h"
#include "../calls/calls.h"
#include "../calls/net.h"
#include "started.h"

struct handle {
  CURL *easy;
  struct curl_slist *headers;
};

struct set {
  CURLM *multi;
  int epoll;
  /** When libcurl wants to be called although nothing has happened; -1: never. */
  long timeout_ms;
  struct handle handles[MOST_IN_FLIGHT];
};

static struct set by_perform, by_socket;

static void demand(int code, const char *why) {
  if (code != 0) {
    fail("libcurl", why);
  }
}

static void open_set(struct set *set, const char *connect_to) {
  char to[64];
  snprintf(to, sizeof to, "::%s", connect_to);
  set->multi = curl_multi_init();
  curl_multi_setopt(set->multi, CURLMOPT_MAXCONNECTS, in_flight);
  for (long i = 0; i < in_flight; i++) {
    CURL *easy = set->handles[i].easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, "http://" HOST "/");
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, curl_slist_append(NULL, to));
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "libcurl");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 60000L);
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &set->handles[i]);
  }
}

static void start(struct set *set, struct handle *handle) {
  char authorization[512];
  curl_authorization("head", "/", authorization, sizeof authorization);
  curl_slist_free_all(handle->headers);
  handle->headers = curl_slist_append(NULL, authorization);
  curl_easy_setopt(handle->easy, CURLOPT_HTTPHEADER, handle->headers);
  demand(curl_multi_add_handle(set->multi, handle->easy), "curl_multi_add_handle");
}

/** Takes the requests that have ended, and starts others in their place. Those that still run. */
static long end(struct set *set, long running, long *left) {
  int queued;
  for (CURLMsg *message; (message = curl_multi_info_read(set->multi, &queued)) != NULL;) {
    char *private = NULL;
    long status = 0;
    struct curl_header *header = NULL;
    CURL *easy = message->easy_handle;
    demand((int)message->data.result, curl_easy_strerror(message->data.result));
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_header(easy, "x-cos-bucket-region", 0, CURLH_HEADER, -1, &header);
    learned(status, header == NULL ? "" : header->value);
    curl_multi_remove_handle(set->multi, easy);
    if (*left > 0) {
      start(set, (struct handle *)(void *)private);
      --*left;
    } else {
      running--;
    }
  }
  return running;
}

static long begin(struct set *set, long count) {
  const long running = count < in_flight ? count : in_flight;
  for (long i = 0; i < running; i++) {
    start(set, &set->handles[i]);
  }
  return running;
}

void multi_open(const char *connect_to) {
  open_set(&by_perform, connect_to);
}

void multi_requests(long count) {
  struct set *set = &by_perform;
  long running = begin(set, count), left = count - running;
  while (running > 0) {
    int handles;
    demand(curl_multi_perform(set->multi, &handles), "curl_multi_perform");
    running = end(set, running, &left);
    if (running > 0) {
      demand(curl_multi_poll(set->multi, NULL, 0, 1000, NULL), "curl_multi_poll");
    }
  }
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *state, void *known) {
  struct set *set = state;
  struct epoll_event event = {.events = (what & CURL_POLL_IN ? EPOLLIN : 0) | (what & CURL_POLL_OUT ? EPOLLOUT : 0)};
  event.data.fd = fd;
  (void)easy;
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(set->epoll, EPOLL_CTL_DEL, fd, NULL);
    curl_multi_assign(set->multi, fd, NULL);
  } else {
    check(epoll_ctl(set->epoll, known == NULL ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event) == 0, "epoll_ctl");
    curl_multi_assign(set->multi, fd, set);
  }
  return 0;
}

static int on_timer(CURLM *multi, long timeout_ms, void *state) {
  (void)multi;
  ((struct set *)state)->timeout_ms = timeout_ms;
  return 0;
}

void socket_open(const char *connect_to) {
  struct set *set = &by_socket;
  open_set(set, connect_to);
  set->epoll = epoll_create1(0);
  set->timeout_ms = -1;
  curl_multi_setopt(set->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(set->multi, CURLMOPT_SOCKETDATA, set);
  curl_multi_setopt(set->multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(set->multi, CURLMOPT_TIMERDATA, set);
}

void socket_requests(long count) {
  struct set *set = &by_socket;
  struct epoll_event events[MOST_IN_FLIGHT];
  long running = begin(set, count), left = count - running;
  while (running > 0) {
    int handles;
    const int ready = epoll_wait(set->epoll, events, (int)in_flight, (int)set->timeout_ms);
    if (ready == 0) {
      set->timeout_ms = -1;
      curl_multi_socket_action(set->multi, CURL_SOCKET_TIMEOUT, 0, &handles);
    }
    for (int i = 0; i < ready; i++) {
      const int flags = (events[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
                        (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0);
      curl_multi_socket_action(set->multi, events[i].data.fd, flags, &handles);
    }
    running = end(set, running, &left);
  }
}
