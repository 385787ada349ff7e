#include "provider.h"

#include <time.h>

#include "check.h"

static int32_t provide(void *user_data, cos_credentials_t *credentials) {
  provider_t *provider = user_data;
  pthread_mutex_lock(&provider->lock);
  int number = ++provider->calls;
  if (++provider->inside > provider->most_inside) provider->most_inside = provider->inside;
  pthread_mutex_unlock(&provider->lock);
  nanosleep(&(struct timespec){provider->takes_ms / 1000, provider->takes_ms % 1000 * 1000000}, NULL);
  while (__atomic_load_n(&provider->waits, __ATOMIC_SEQ_CST)) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  pthread_mutex_lock(&provider->lock);
  provider->inside--;
  pthread_mutex_unlock(&provider->lock);
  if (provider->cancel && number == 1) {
    cos_cancel_trigger(provider->cancel);
    return 1;
  }
  if (provider->fails_from && number >= provider->fails_from) {
    if (provider->error) cos_credentials_set_error(credentials, provider->error);
    return 1;
  }
  int at = number - 1;
  while (at > 0 && (at >= MOST_TOKENS || !provider->tokens[at])) at--;
  /* Copied at once: what they were written in does not live on. */
  char id[] = STANDIN_ID, key[] = STANDIN_KEY, token[200];
  snprintf(token, sizeof token, "%s", provider->tokens[at] ? provider->tokens[at] : "");
  cos_credentials_set(credentials, id, key, *token ? token : NULL,
                      provider->lives_s ? (int64_t)time(NULL) + provider->lives_s : 0);
  memset(id, 'x', sizeof id - 1);
  memset(key, 'x', sizeof key - 1);
  memset(token, 'x', sizeof token - 1);
  return 0;
}

static void released(void *user_data) { ((provider_t *)user_data)->releases++; }

cos_client_options_t *provided_options(provider_t *provider, int32_t attempts) {
  cos_client_options_t *options = cos_client_options_new();
  pthread_mutex_init(&provider->lock, NULL);
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_options_set_endpoint(options, STANDIN_ENDPOINT);
  cos_client_options_set_connect_to(options, standin_address());
  cos_client_options_set_max_attempts(options, attempts);
  cos_client_options_set_credentials_provider(options, provide, provider, released);
  return options;
}

cos_client_t *provided_client(provider_t *provider, int32_t attempts) {
  return client_from(provided_options(provider, attempts));
}

static int is_inside(provider_t *provider) {
  pthread_mutex_lock(&provider->lock);
  int inside = provider->inside;
  pthread_mutex_unlock(&provider->lock);
  return inside;
}

void await_provider(provider_t *provider) {
  while (!is_inside(provider)) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

void check_token(size_t index, const char *token) {
  json_t *requests = standin_requests();
  json_t *request = json_array_get(requests, index);
  CHECK(request != NULL);
  CHECK_TEXT(received_header(request, "x-cos-security-token"), token);
  CHECK((strstr(received_header(request, "authorization"), "x-cos-security-token") != NULL) == (*token != 0));
  json_decref(requests);
}
