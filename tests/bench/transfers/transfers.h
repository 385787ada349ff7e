/*
 * What a contestant is: it transfers one object at a time, on one connection
 * that it keeps.
 */
#ifndef BENCH_TRANSFERS_TRANSFERS_H
#define BENCH_TRANSFERS_TRANSFERS_H

/** What moves, and how. */
struct way {
  /** PUT; else GET. */
  int up;
  /** Out of a file or into one; else out of memory or into nothing, by a callback. */
  int file;
  /** Computes the checksum and compares it with the server's, as libcos_err always does. */
  int check;
  /** Bytes of libcurl's buffers; 0: its own choice. */
  long buffer;
};

/** Where everything is. */
struct place {
  /** host:port to connect to. */
  const char *connect_to;
  /** The file that is uploaded, as long as the object. */
  const char *source;
  /** The file that is downloaded; it does not exist before. */
  const char *sink;
};

/** Makes the client, which lives as long as the process. */
typedef void *open_fn(const struct way *way, const struct place *place);

/**
 * Transfers the object of that key, of so many MiB, whole. `reports`, if not NULL,
 * counts how often progress was reported, else none is asked for. True: done.
 * False: the server's checksum is another. Anything else ends the process.
 */
typedef int transfer_fn(void *state, const char *key, long mib, unsigned long *reports);

/** Ends the process: a contestant does not work. */
void fail(const char *contestant, const char *why);

open_fn ours_open, curl_open;
transfer_fn ours_transfer, curl_transfer;

#endif
