/*
 * What is transferred: one MiB again and again, and its checksum, CRC-64/XZ.
 * Shared by the server and its clients.
 */
#ifndef BENCH_TRANSFERS_OBJECT_H
#define BENCH_TRANSFERS_OBJECT_H

#include <stddef.h>
#include <stdint.h>

enum { MIB = 1 << 20, MAX_MIB = 1024 };

/** The bytes that are repeated. */
extern unsigned char block[MIB];

/** Fills the block, and computes the checksum of every length. */
void make_object(void);

/** The checksum of an object of so many MiB, 1 to MAX_MIB. */
uint64_t object_crc(long mib);

/** Copies bytes of the object from `offset` on. */
void object_bytes(int64_t offset, void *into, size_t size);

/* The keys of objects: a kind, "/", the length in MiB. */

/** The server tells the checksum, which it knows from the start. */
#define TOLD "told"
/** As above; of an upload it computes what came. */
#define COMPUTED "computed"
/** It tells none. */
#define UNTOLD "untold"
/** It tells a wrong one. */
#define WRONG "wrong"

/** A checksum in the making; crc/src/lib.rs. */
struct crc;
struct crc *crc_new(void);
void crc_reset(struct crc *crc);
void crc_write(struct crc *crc, const void *bytes, size_t length);
uint64_t crc_sum(const struct crc *crc);

#endif
