/*
 * What is asked and what is answered: shared by the server and its clients.
 */
#ifndef BENCH_CALLS_ANSWER_H
#define BENCH_CALLS_ANSWER_H

#define BUCKET "examplebucket-1250000000"
#define REGION "ap-guangzhou"
#define HOST BUCKET ".cos." REGION ".myqcloud.com"
#define KEY "exampleobject"

#define SECRET_ID "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000"
#define SECRET_KEY "EXAMPLEEXAMPLEEXAMPLEEXAMPLE0000"

#define REQUEST_ID_TEXT "NWYxYTJiM2NfNGQ1ZTZmNzBfOGE5Yl8xYzJkM2U0"
#define TRACE_ID_TEXT                                                      \
  "NzRkYWZiMDJmMDJiZTdkMTk0MzgwZjYzMTFmMjk2NzI2MjliMzFhNDQwYjAzYTExM2U0" \
  "NDRkMjg2MWRhNmYyZWJlOGUxNTRmNjM3MjA3Nzg2MDY3ZjFkNDg4ZmViY2UwYzg0NThmZjk1"

#define BODY                                                 \
  "<?xml version='1.0' encoding='utf-8' ?>\n"                \
  "<Error>\n"                                                \
  "\t<Code>NoSuchKey</Code>\n"                               \
  "\t<Message>The specified key does not exist.</Message>\n" \
  "\t<Resource>" HOST "/" KEY "</Resource>\n"                \
  "\t<RequestId>" REQUEST_ID_TEXT "</RequestId>\n"           \
  "\t<TraceId>" TRACE_ID_TEXT "</TraceId>\n"                 \
  "</Error>\n"
typedef char the_body_has_452_bytes[sizeof BODY - 1 == 452 ? 1 : -1];

#endif
