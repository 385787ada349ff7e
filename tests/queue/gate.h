/* A server in a process of its own. It holds its responses back until it is told to give them. */
#ifndef GATE_H
#define GATE_H

#include <cos_err.h>
#include <stddef.h>

#define GATE_BUCKET "examplebucket-1250000000"

/* A key whose requests get their response at once, also while others are held. */
#define GATE_AT_ONCE "at-once"

/* The header that a response brings back, and the room for its value. */
#define GATE_ECHO "x-call"
enum { GATE_ECHO_ROOM = 32 };

/* To be called while the process has one thread. The server ends with the process. */
void gate_start(void);
void gate_stop(void);

/* Options that reach it, of one attempt, with limits that no test reaches by itself. */
cos_client_options_t *gate_options(int32_t connections);

/* HEAD of an object; `echo` comes back with the response. */
cos_request_t *gate_request(const char *key);
cos_call_t *gate_call(size_t echo);

/* Holds requests from now on; gives the response to all that are held, and to those that come;
   or gives each of those that come its response after so many milliseconds. */
void gate_hold(void);
void gate_open(void);
void gate_delay(int delay_ms);

/* Requests whose connection is open and waits for the response. */
size_t gate_held(void);

/* Waits until just so many are held. */
void gate_await_held(size_t count);

/* Requests received and connections accepted since the server was started, and open ones. */
size_t gate_requests(void);
size_t gate_connections(void);
size_t gate_open_connections(void);

#endif
