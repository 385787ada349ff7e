/* Calls whose answers must be their own: each sends an id, which the stand-in
   brings back in its answer. May be used by any number of threads. */
#ifndef CALLS_H
#define CALLS_H

#include <cos_err.h>
#include <stddef.h>

/* What one thread or process found. Begins as {.who = "its name"}. */
typedef struct {
  const char *who;
  size_t calls, wrong;
  /* The first complaint; "" if there is none. */
  char first[4000];
} findings_t;

#ifdef __GNUC__
__attribute__((format(printf, 2, 3)))
#endif
void complain(findings_t *findings, const char *format, ...);

/* The findings of a part belong to the whole. */
void add_findings(findings_t *whole, const findings_t *part);

/* Fails a check if there are complaints, or no calls at all. */
void check_findings(const findings_t *findings);

/* An id that no other call of any process has; it begins with `who`. */
enum { ID_ROOM = 80 };
void make_id(char id[ID_ROOM], const char *who);

/* One of many buckets that are there. */
enum { BUCKET_ROOM = 64 };
void numbered_bucket(char name[BUCKET_ROOM], size_t number);

/* HEAD of the bucket, which is there. */
void ask_bucket(cos_client_t *client, const char *bucket, findings_t *findings);

/* GET of an object that is not there: the error too must bring the id back. */
void ask_missing_object(cos_client_t *client, const char *bucket, findings_t *findings);

/* HEAD of the bucket, whose connection breaks in place of an answer. */
void ask_for_break(cos_client_t *client, const char *bucket, findings_t *findings);

/* So many calls, now of the first kind, now of the second. */
void ask_often(cos_client_t *client, const char *bucket, size_t times, findings_t *findings);

/* Runs work(&items[i * size]) for all i at once, each on a thread of its own. */
void at_once(size_t count, void (*work)(void *item), void *items, size_t size);

#endif
