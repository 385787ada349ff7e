/* The object that is transferred. */

#include "object.h"

#include <string.h>

unsigned char block[MIB];
static uint64_t crcs[MAX_MIB + 1];

void make_object(void) {
  /* xorshift64: bytes that nothing along the way could pack. */
  uint64_t x = 88172645463325252U;
  for (size_t i = 0; i < sizeof block; i += sizeof x) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    memcpy(block + i, &x, sizeof x);
  }
  struct crc *crc = crc_new();
  for (long mib = 1; mib <= MAX_MIB; mib++) {
    crc_write(crc, block, sizeof block);
    crcs[mib] = crc_sum(crc);
  }
}

uint64_t object_crc(long mib) {
  return crcs[mib];
}

void object_bytes(int64_t offset, void *into, size_t size) {
  unsigned char *to = into;
  while (size > 0) {
    const size_t from = (size_t)(offset % MIB);
    const size_t part = size < MIB - from ? size : MIB - from;
    memcpy(to, block + from, part);
    to += part;
    offset += (int64_t)part;
    size -= part;
  }
}
