/*
 * Transfers objects by each contestant.
 *
 *   transfers PLACE time ROUNDS MIB   name; GiB/s; throughput ÷ that of libcurl with its own buffers and
 *                                     the check (median, least, greatest); CPU seconds per GiB; these ÷
 *                                     libcurl's: one line each, tabs between
 *   transfers PLACE memory NAME MIB   one transfer: KiB by which the process grew, progress calls, milliseconds
 *   transfers PLACE loop NAME MIB     one transfer, for counters outside
 *   transfers PLACE checksum ROUNDS   CPU seconds of the checksum of a GiB
 *   transfers PLACE names             the contestants' names
 *
 * PLACE: host:port, and a folder for the files.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../calls/measure.h"
#include "contest.h"
#include "object.h"

/* With fewer, what is no contest would not take part. */
enum { MIN_ROUNDS = 2 };

struct took {
  double wall, cpu;
};

/** One round: those of a kind one after the other, every other time backwards; what is
    no contest takes part in every other round. */
static void time_round(struct took took[CONTESTANTS], size_t round, long mib) {
  for (size_t kind = 0; kind < CONTESTANTS; kind += KIND) {
    for (size_t turn = 0; turn < KIND; turn++) {
      const size_t member = round % 2 == 0 ? turn : KIND - 1 - turn;
      struct contestant *contestant = &contestants[kind + member];
      if (member >= CONTEST && round % 2 == 0) {
        continue;
      }
      prepare(contestant, mib);
      const double wall = now_s(), cpu = cpu_s();
      run(contestant, mib, NULL);
      took[kind + member].cpu = cpu_s() - cpu;
      took[kind + member].wall = now_s() - wall;
    }
  }
}

static void time_all(size_t rounds, long mib) {
  static struct took took[MAX_ROUNDS][CONTESTANTS];
  for (size_t i = 0; i < CONTESTANTS; i++) {
    check(&contestants[i]);
  }
  for (size_t r = 0; r < rounds; r++) {
    time_round(took[r], r, mib);
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    double wall[MAX_ROUNDS], faster[MAX_ROUNDS], cpu[MAX_ROUNDS], busier[MAX_ROUNDS];
    size_t n = 0;
    for (size_t r = 0; r < rounds; r++) {
      const struct took *own = &took[r][i], *peer = &took[r][i / KIND * KIND + REFERENCE];
      if (own->wall > 0) {
        wall[n] = own->wall;
        faster[n] = peer->wall / own->wall;
        cpu[n] = own->cpu;
        busier[n++] = own->cpu / peer->cpu;
      }
    }
    const double gib = (double)mib / 1024, middle = median(faster, n);
    printf("%s\t%.2f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\n", contestants[i].name, gib / median(wall, n), middle, faster[0],
           faster[n - 1], median(cpu, n) / gib, median(busier, n));
  }
}

/** CPU seconds of the checksum of one GiB. */
static void checksum(size_t rounds) {
  double cpu[MAX_ROUNDS];
  struct crc *crc = crc_new();
  for (size_t r = 0; r < rounds; r++) {
    enum { PIECE = 128 << 10 };
    const double start = cpu_s();
    for (long i = 0; i < 1024L * MIB / PIECE; i++) {
      crc_write(crc, block + i * PIECE % MIB, PIECE);
    }
    cpu[r] = cpu_s() - start;
  }
  printf("%.3f\n", median(cpu, rounds));
}

/** KiB of this process that are in memory: `field` is VmRSS or VmHWM, the most so far. */
static long resident_kib(const char *field) {
  char line[256];
  long kib = -1;
  FILE *status = fopen("/proc/self/status", "r");
  while (status != NULL && kib < 0 && fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, field, strlen(field)) == 0) {
      kib = atol(line + strlen(field) + 1);
    }
  }
  if (status == NULL || kib < 0) {
    fail(field, "is unknown");
  }
  fclose(status);
  return kib;
}

static void memory(struct contestant *contestant, long mib) {
  unsigned long reports = 0;
  prepare(contestant, mib);
  /* From now on the most counts anew. */
  FILE *most = fopen("/proc/self/clear_refs", "w");
  if (most == NULL || fputs("5", most) < 0 || fclose(most) != 0) {
    fail("/proc/self/clear_refs", "cannot be written");
  }
  const long before = resident_kib("VmRSS");
  const double start = now_s();
  run(contestant, mib, &reports);
  const double took = now_s() - start;
  printf("%ld\t%lu\t%.0f\n", resident_kib("VmHWM") - before, reports, took * 1e3);
}

static void loop(struct contestant *contestant, long mib) {
  prepare(contestant, mib);
  run(contestant, mib, NULL);
}

static struct contestant *named(const char *name) {
  for (size_t i = 0; i < CONTESTANTS; i++) {
    if (strcmp(name, contestants[i].name) == 0) {
      return &contestants[i];
    }
  }
  fail(name, "no such contestant");
  return NULL;
}

int main(int argc, char **argv) {
  const char *mode = argc > 3 ? argv[3] : "";
  const long rounds = argc > 4 ? atol(argv[4]) : 0, mib = argc > 5 ? atol(argv[5]) : 0;
  const int timed = rounds >= MIN_ROUNDS && rounds <= MAX_ROUNDS, sized = mib >= 1 && mib <= MAX_MIB;
  make_object();
  if (argc > 3) {
    settle(argv[1], argv[2]);
  }
  if (strcmp(mode, "names") == 0) {
    for (size_t i = 0; i < CONTESTANTS; i++) {
      if (i % KIND < CONTEST) {
        puts(contestants[i].name);
      }
    }
  } else if (strcmp(mode, "checksum") == 0 && timed) {
    checksum((size_t)rounds);
  } else if (strcmp(mode, "time") == 0 && timed && sized) {
    time_all((size_t)rounds, mib);
  } else if (strcmp(mode, "memory") == 0 && sized) {
    memory(named(argv[4]), mib);
  } else if (strcmp(mode, "loop") == 0 && sized) {
    loop(named(argv[4]), mib);
  } else {
    fail("usage", "transfers PLACE time ROUNDS MIB | memory NAME MIB | loop NAME MIB | checksum ROUNDS | names");
  }
  tidy();
  return 0;
}
