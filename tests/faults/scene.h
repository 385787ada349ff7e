/* Calls that wait for ever, each in another phase of a call. */
#ifndef SCENE_H
#define SCENE_H

#include <pthread.h>

#include "fault.h"
#include "peer.h"
#include "ports.h"
#include "relay.h"

/* The timeout that ends a wait of this phase by itself. */
typedef enum { BY_CONNECT_TIMEOUT, BY_IO_TIMEOUT, BY_TOTAL_TIMEOUT_ONLY, BY_NONE } limit_t;

typedef struct scene scene_t;

typedef struct {
  const char *name;
  const char *says; /* the phase, in the message */
  int32_t status, request_sent;
  int in_body;  /* the header block is known, and the body is cut */
  int answered; /* a whole answer came before the wait */
  limit_t limit;
  int needs_namespace;
  const char *service_code; /* the error is the service's own; NULL: it is not */
  int32_t service_retry;
  size_t requests; /* that come before the wait; 0: one */
  int explain;     /* the call's setting */
  int no_attempt;  /* the call waits before its first */
  /* Makes the scene's client from its options, and what it meets. */
  void (*open)(scene_t *scene);
} phase_t;

struct scene {
  const phase_t *phase;
  int64_t limit_ms; /* of the phase; 0: its default */
  cos_client_t *client;
  cos_request_t *request;
  /* Where the call's bytes come and go; NULL: they do not, or others' do too. */
  const char *address;
  peer_t *peer;
  backlog_t *backlog;
  relay_t *relay;
  /* The call that has the client's only connection. */
  pthread_t holder;
  cos_cancel_t *holder_cancel;
};

extern const phase_t phases[];
extern const size_t phase_count;

/* Makes what all scenes share: call it once, before the first, and scenes_end after the last. */
void scenes_begin(void);
void scenes_end(void);

/* GET of an object; most phases do with it. */
cos_request_t *usual_request(void);

/* Everything but the call, which sends scene->request by scene->client. */
void scene_open(scene_t *scene, const phase_t *phase, int64_t limit_ms);
void scene_close(scene_t *scene);

/* Makes the scene's client; the timeout of its phase is one that the test waits for. */
void scene_connect(scene_t *scene, cos_client_options_t *options);
void pause_ms(long ms);

/* Returns when a call that began has come to the scene's phase. */
void scene_await(scene_t *scene);

#endif
