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

static void push(js_thread_t *thread, event_t *event) {
  event->next = __atomic_load_n(&thread->events, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n(&thread->events, &event->next, event, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
  }
}

/* All events, the first to be posted first. */
static event_t *take(js_thread_t *thread) {
  event_t *last = __atomic_exchange_n(&thread->events, NULL, __ATOMIC_ACQUIRE), *first = NULL;
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
 * would only wait for it. `js_thread_close` waits until no thread is in here that saw it open.
 */
int js_thread_post(js_thread_t *thread, event_t *event, int ended) {
  int open = 0;
  __atomic_add_fetch(&thread->posting, 1, __ATOMIC_SEQ_CST);
  if (!__atomic_load_n(&thread->closed, __ATOMIC_SEQ_CST)) {
    open = 1;
    if (ended) __atomic_sub_fetch(&thread->running, 1, __ATOMIC_RELAXED);
    push(thread, event);
    /* It begins with a relaxed load, which other processors may do before the push. */
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    uv_async_send(thread->async);
  }
  __atomic_sub_fetch(&thread->posting, 1, __ATOMIC_SEQ_CST);
  return open;
}

/* As in Node's callbacks: each event is followed by the promises that it settled. */
static void deliver_scoped(js_thread_t *thread, event_t *event) {
  napi_handle_scope values = NULL;
  napi_callback_scope scope = NULL;
  napi_open_handle_scope(thread->env, &values);
  napi_open_callback_scope(thread->env, NULL, thread->context, &scope);
  event->deliver(thread->env, thread, event);
  if (scope) napi_close_callback_scope(thread->env, scope);
  if (values) napi_close_handle_scope(thread->env, values);
}

static void deliver_all(js_thread_t *thread) {
  event_t *next;
  for (event_t *event = take(thread); event; event = next) {
    next = event->next;
    /* JavaScript hears nothing of a thread that is closed, which it may be since the event before. */
    if (thread->closed) event->deliver(NULL, thread, event);
    else deliver_scoped(thread, event);
  }
}

static void woken(uv_async_t *async) { deliver_all(uv_handle_get_data(async)); }

static void forget_wake(uv_async_t *async) {
  js_thread_t *thread = uv_handle_get_data(async);
  free(async);
  napi_remove_async_cleanup_hook(thread->hook);
  js_thread_drop(thread);
}

static void close_wake(napi_async_cleanup_hook_handle hook, void *closing) {
  js_thread_t *thread = closing;
  js_thread_close(thread);
  deliver_all(thread);
  for (int i = 0; i < HANDLERS; i++) napi_delete_reference(thread->env, thread->handlers[i]);
  napi_async_destroy(thread->env, thread->context);
  thread->hook = hook;
  uv_close(thread->async, forget_wake);
}

int loop_open(js_thread_t *thread, const char *name) {
  struct uv_loop_s *loop = NULL;
  thread->async = calloc(1, uv_handle_size(UV_ASYNC));
  if (!thread->async || napi_get_uv_event_loop(thread->env, &loop) != napi_ok) return 0;
  if (uv_async_init(loop, thread->async, woken) != 0) return 0;
  uv_handle_set_data(thread->async, thread);
  /* A process without calls under way may end. */
  uv_unref(thread->async);
  napi_async_init(thread->env, NULL, string_make(thread->env, name, NAPI_AUTO_LENGTH), &thread->context);
  js_thread_hold(thread);
  napi_add_async_cleanup_hook(thread->env, close_wake, thread, NULL);
  return 1;
}

void loop_keep(js_thread_t *thread) { uv_ref(thread->async); }
void loop_release(js_thread_t *thread) { uv_unref(thread->async); }
