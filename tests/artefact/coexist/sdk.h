/* As much of Tencent's C SDK as clashes: the name, with a signature of its own. */
#ifndef SDK_H
#define SDK_H

typedef struct cos_status_s {
  int code;
  const char *error_code;
} cos_status_t;
typedef struct cos_request_options_s cos_request_options_t;
typedef struct cos_table_s cos_table_t;
typedef struct cos_string_s {
  int len;
  char *data;
} cos_string_t;

cos_status_t *cos_head_bucket(const cos_request_options_t *options, const cos_string_t *bucket,
                              cos_table_t **resp_headers);

#endif
