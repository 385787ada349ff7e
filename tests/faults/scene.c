#include "scene.h"

#include <time.h>

#include "dns.h"

void pause_ms(long ms) { nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL); }

/* The scene's client; the timeout of the phase is one that the test waits for. */
void scene_connect(scene_t *scene, cos_client_options_t *options) {
  if (scene->limit_ms && scene->phase->limit == BY_CONNECT_TIMEOUT)
    cos_client_options_set_connect_timeout_ms(options, scene->limit_ms);
  if (scene->limit_ms && scene->phase->limit == BY_IO_TIMEOUT)
    cos_client_options_set_io_timeout_ms(options, scene->limit_ms);
  scene->client = client_from(options);
}

void scene_open(scene_t *scene, const phase_t *phase, int64_t limit_ms) {
  *scene = (scene_t){.phase = phase, .limit_ms = limit_ms, .request = usual_request()};
  phase->open(scene);
}

/* Whether the first byte of the call is where the scene holds it up. */
static int is_there(scene_t *scene) {
  if (scene->holder_cancel || scene->backlog) return 1;
  if (scene->relay) return relay_pauses(scene->relay) > 0;
  if (!scene->peer) return scene->phase->needs_namespace ? dns_queries() > 0 : received() > 0;
  return peer_requests(scene->peer) >= (scene->phase->requests ? scene->phase->requests : 1);
}

void scene_await(scene_t *scene) {
  while (!is_there(scene)) pause_ms(1);
  /* The call itself is a little behind what the other side sees. */
  pause_ms(60);
}

void scene_close(scene_t *scene) {
  if (scene->holder_cancel) {
    cos_cancel_trigger(scene->holder_cancel);
    pthread_join(scene->holder, NULL);
    cos_cancel_free(scene->holder_cancel);
  }
  cos_client_free(scene->client);
  if (scene->peer) peer_stop(scene->peer);
  if (scene->backlog) backlog_stop(scene->backlog);
  if (scene->relay) relay_stop(scene->relay);
}
