/* A listing of numbered keys, and the paths of its elements. */
#ifndef LISTED_H
#define LISTED_H

#include <cos_err.h>
#include <stdio.h>
#include <string.h>

/* The bytes of the five values that belong to each key. */
enum { VALUES_OF_A_KEY = 15 + 24 + 34 + 7 + 8 };

static inline void write_listing(FILE *to, size_t keys) {
  fputs("<?xml version='1.0' encoding='UTF-8' ?>\n<ListBucketResult><Name>examplebucket-1250000000</Name><Prefix/>"
        "<Marker/><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>", to);
  for (size_t i = 0; i < keys; i++)
    fprintf(to, "<Contents><Key>photos/%08zu</Key><LastModified>2026-11-28T12:00:00.000Z</LastModified>"
                "<ETag>&quot;%032zu&quot;</ETag><Size>1234567</Size><Owner><ID>1250000000</ID>"
                "<DisplayName>1250000000</DisplayName></Owner><StorageClass>STANDARD</StorageClass></Contents>",
            i, i);
  fputs("</ListBucketResult>", to);
}

/* Writes Contents[index], and returns its end. printf would cost more than what is measured. */
static inline char *path_of_key(char *path, size_t index) {
  char digits[24], *at = digits + sizeof digits;
  do *--at = (char)('0' + index % 10);
  while (index /= 10);
  size_t length = (size_t)(digits + sizeof digits - at);
  memcpy(path, "Contents[", 9);
  memcpy(path + 9, at, length);
  path[9 + length] = ']';
  return path + 10 + length;
}

#endif
