/*
 * The way back to JavaScript's thread: a list of events, and a handle of libuv that wakes
 * the thread for them. Node-API has a function for it, which wakes the thread while it
 * holds a lock that this thread takes next: on one CPU that puts it to sleep once more.
 */
#include "addon.h"

/* The functions of libuv that are used. Node exports them, with the same ABI in all versions. */
enum { UV_ASYNC = 1 };
size_t uv_handle_size(int type);
int uv_async_init(struct uv_loop_s *loop, uv_async_t *async, void (*woken)(uv_async_t *async));
int uv_async_send(uv_async_t *async);
void *uv_handle_get_data(const uv_async_t *async);
void uv_handle_set_data(uv_async_t *async, void *data);
void uv_ref(uv_async_t *async);
void uv_unref(uv_async_t *async);
void uv_close(uv_async_t *async, void (*closed)(uv_async_t *async));

static void push(home_t *home, event_t *event) {
  event->next = __atomic_load_n(&home->events, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n(&home->events, &event->next, event, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
  }
}

/* All events, the first to be posted first. */
static event_t *take(home_t *home) {
  event_t *last = __atomic_exchange_n(&home->events, NULL, __ATOMIC_ACQUIRE), *first = NULL;
  while (last) {
    event_t *before = last->next;
    last->next = first;
    first = last;
    last = before;
  }
  return first;
}

/*
 * Without a lock: the thread that is woken runs at once on a busy machine, and
 * would only wait for it. `home_close` waits until no thread is in here that saw it open.
 */
int home_post(home_t *home, event_t *event, int ended) {
  int open = 0;
  __atomic_add_fetch(&home->posting, 1, __ATOMIC_SEQ_CST);
  if (!__atomic_load_n(&home->closed, __ATOMIC_SEQ_CST)) {
    open = 1;
    if (ended) __atomic_sub_fetch(&home->running, 1, __ATOMIC_RELAXED);
    push(home, event);
    /* It begins with a relaxed load, which other processors may do before the push. */
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    uv_async_send(home->wake);
  }
  __atomic_sub_fetch(&home->posting, 1, __ATOMIC_SEQ_CST);
  return open;
}

/* As in Node's callbacks: each event is followed by the promises that it settled. */
static void deliver_scoped(home_t *home, event_t *event) {
  napi_handle_scope values = NULL;
  napi_callback_scope scope = NULL;
  napi_open_handle_scope(home->env, &values);
  napi_open_callback_scope(home->env, NULL, home->context, &scope);
  event->deliver(home->env, home, event);
  if (scope) napi_close_callback_scope(home->env, scope);
  if (values) napi_close_handle_scope(home->env, values);
}

static void deliver_all(home_t *home) {
  event_t *next;
  for (event_t *event = take(home); event; event = next) {
    next = event->next;
    /* JavaScript hears nothing of a home that is closed, which it may be since the event before. */
    if (home->closed) event->deliver(NULL, home, event);
    else deliver_scoped(home, event);
  }
}

static void woken(uv_async_t *wake) { deliver_all(uv_handle_get_data(wake)); }

static void forget_wake(uv_async_t *wake) {
  home_t *home = uv_handle_get_data(wake);
  free(wake);
  napi_remove_async_cleanup_hook(home->hook);
  home_drop(home);
}

static void close_wake(napi_async_cleanup_hook_handle hook, void *closing) {
  home_t *home = closing;
  home_close(home);
  deliver_all(home);
  for (int i = 0; i < HANDLERS; i++) napi_delete_reference(home->env, home->handlers[i]);
  napi_async_destroy(home->env, home->context);
  home->hook = hook;
  uv_close(home->wake, forget_wake);
}

int wake_open(home_t *home, const char *name) {
  struct uv_loop_s *loop = NULL;
  home->wake = calloc(1, uv_handle_size(UV_ASYNC));
  if (!home->wake || napi_get_uv_event_loop(home->env, &loop) != napi_ok) return 0;
  if (uv_async_init(loop, home->wake, woken) != 0) return 0;
  uv_handle_set_data(home->wake, home);
  /* A process without calls under way may end. */
  uv_unref(home->wake);
  napi_async_init(home->env, NULL, string_make(home->env, name, NAPI_AUTO_LENGTH), &home->context);
  home_hold(home);
  napi_add_async_cleanup_hook(home->env, close_wake, home, NULL);
  return 1;
}

void wake_keep(home_t *home) { uv_ref(home->wake); }
void wake_release(home_t *home) { uv_unref(home->wake); }
