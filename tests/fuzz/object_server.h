/* A store of one object and its uploads in parts, in a process of its own. Each request, in the order in
   which they come, has a letter of the plan: "." is served as COS does, every other one is a fault. */
#ifndef OBJECT_SERVER_H
#define OBJECT_SERVER_H

#include <stddef.h>
#include <stdint.h>

enum { MOST_OBJECT = 4 << 20, MOST_PLAN = 64 };

/* 5 503, nothing done; a done, then 503; d the connection ends, nothing done; D done, then it ends; h no
   response; 3 403; 4 404 NoSuchUpload; p 412; x malformed XML; e no ETag; n no checksum; c a wrong checksum;
   t the body ends early; w all instead of a range; r another range; l an error in a 200; o another object
   takes the place of this one; f the file changes. */
#define OBJECT_FAULTS "5adDh34pxenctwrlof"

/* The server appends CHANGE to this file for the letter f. */
#define CHANGE "more"
void object_server_start(const char *file);

/* "127.0.0.1:PORT" */
const char *object_server_address(void);

/* Begins anew, with this plan; the object is there unless it is NULL. */
void object_server_plan(const char *letters, const void *object, size_t length);

/* The same without a fault from now on; object and uploads stay. */
void object_server_mends(void);

/* Waits until the server has done what it was asked to do. */
void object_server_rests(void);

/* The object; NULL: there is none. */
const char *object_server_object(size_t *length);

/* The id of an upload that was begun, told to the client and not ended, from 0; NULL: no more of them. */
const char *object_server_upload(size_t index);

size_t object_server_requests(void);

/* CRC-64 of ECMA-182, as xz has it, of bytes that follow others with this sum. */
uint64_t crc64_of(uint64_t sum, const void *bytes, size_t length);

#endif
