#include "expected_origin.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char default_endpoint[] = "https://{bucket}.cos.{region}.myqcloud.com";
static const char rapid_endpoint[] = "https://{bucket}.cosrapid.{region}.myqcloud.com";
static const char service_endpoint[] = "https://service.cos.myqcloud.com";

static const char *endpoint_of(const settings_t *settings) {
  const char *endpoint = setting(settings, SET_ENDPOINT), *bucket = setting(settings, SET_BUCKET);
  if (endpoint) return endpoint;
  if (!bucket) return service_endpoint;
  return strstr(bucket, "-x--") ? rapid_endpoint : default_endpoint;
}

static const char *region_of(const settings_t *settings) {
  const char *region = setting(settings, SET_CALL_REGION);
  if (!region) region = setting(settings, SET_REGION);
  return region ? region : "";
}

/* The text of a placeholder at the beginning of `at`, which it is moved behind; NULL if there is none. */
static const char *placeholder(const char **at, const settings_t *settings) {
  const char *bucket = setting(settings, SET_BUCKET);
  if (strncmp(*at, "{region}", 8) == 0) {
    *at += 8;
    return region_of(settings);
  }
  if (strncmp(*at, "{bucket}", 8) != 0) return NULL;
  *at += bucket || (*at)[8] != '.' ? 8 : 9;
  return bucket ? bucket : "";
}

static int ends_with(const char *text, size_t length, const char *suffix) {
  size_t end = strlen(suffix);
  return length >= end && strncasecmp(text + length - end, suffix, end) == 0;
}

static void drop_suffix(char *text, const char *suffix) {
  size_t length = strlen(text);
  if (ends_with(text, length, suffix)) text[length - strlen(suffix)] = '\0';
}

/* Whether an endpoint is below a domain of Tencent's, apart from its port and the dot of a complete name. */
static int is_of_tencent(const char *endpoint) {
  const char *host = strstr(endpoint, "://") ? strstr(endpoint, "://") + 3 : endpoint;
  size_t length = strcspn(host, ":/ \t");
  if (length && host[length - 1] == '.') length--;
  return ends_with(host, length, ".myqcloud.com") || ends_with(host, length, ".tencentcos.cn") ||
         ends_with(host, length, ".tencentci.cn");
}

/* The regions of before 2017, whose hosts have no `cos` after the bucket, as in Tencent's SDK for Python. */
static int is_old_region(const char *region) {
  static const char *const old[] = {"cn-east", "cn-north", "cn-south", "cn-south-2", "cn-southwest", "sg"};
  for (size_t i = 0; i < sizeof old / sizeof *old; i++)
    if (strcmp(region, old[i]) == 0) return 1;
  return 0;
}

char *expected_origin(const settings_t *settings) {
  const char *at = endpoint_of(settings), *bucket = setting(settings, SET_BUCKET);
  size_t names = (bucket ? strlen(bucket) : 0) + strlen(region_of(settings)) + 1, length = 0;
  char *origin = malloc(strlen(at) * names + 1);
  if (!origin) abort();
  while (isspace((unsigned char)*at)) at++;
  while (*at) {
    int is_region = strncmp(at, "{region}", 8) == 0;
    const char *name = placeholder(&at, settings);
    if (is_region && is_of_tencent(endpoint_of(settings)) && is_old_region(name) && ends_with(origin, length, ".cos."))
      length -= strlen("cos.");
    if (name) length += strlen(strcpy(origin + length, name));
    else origin[length++] = (char)tolower((unsigned char)*at++);
  }
  while (length && isspace((unsigned char)origin[length - 1])) length--;
  origin[length] = '\0';
  if (strstr(origin, "://") + 3 < origin + length) drop_suffix(origin, "/");
  drop_suffix(origin, strncmp(origin, "https", 5) == 0 ? ":443" : ":80");
  return origin;
}
