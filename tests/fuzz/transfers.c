/* Fuzzes files that are moved in parts. The first line has letters: u uploads, else downloads; a digit selects
   the size; p parts one after another; s started; c with a checkpoint; C with a checkpoint whose content is
   the rest of the input; g goes on without faults; i an interrupt, k a cancellation after so many calls of
   progress. The second line is the plan of the server: a letter for each request (object_server.h). */
#include <cos_err.h>
#include <dirent.h>
#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error_rules.h"
#include "features.h"
#include "input.h"
#include "object_server.h"
#include "process.h"
#include "require.h"
#include "secrets.h"

#define BUCKET "examplebucket-1250000000"
#define KEY "fUzZsEcReTkEyFUZZsecretKEY01"

/* Only where the server is silent is time to run out: the machine may be slow. */
enum { MIB = 1 << 20, MOST_INPUT = 4096, SILENT_IO_MS = 100, SILENT_MS = 1500, LATE_MS = 6500, ROOM = 64 };

static const size_t sizes[] = {0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 7, 3 * MIB, 3 * MIB + 4096, MIB / 2};
static const secrets_t secrets = {{KEY}};
static char folder[] = "/tmp/cos-err-transfers-XXXXXX", file[ROOM], checkpoint[ROOM];
static char content[MOST_OBJECT];

typedef struct {
  slice_t letters;
  char plan[MOST_PLAN + 1];
  size_t size;
  int is_upload, may_change_file;
  cos_cancel_t *token;
  int ends_after; /* calls of progress; 0: it is not ended */
  _Atomic int reports, is_reporting;
} round_t;

static void remove_all(void) {
  char path[ROOM + 256];
  DIR *all = opendir(folder);
  for (struct dirent *each; all && (each = readdir(all));)
    if (*each->d_name != '.' || each->d_name[1 + (each->d_name[1] == '.')]) {
      snprintf(path, sizeof path, "%s/%s", folder, each->d_name);
      unlink(path);
    }
  if (all) closedir(all);
}

static void remove_folder(void) {
  remove_all();
  rmdir(folder);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count, (void)arguments;
  REQUIRE(mkdtemp(folder), "%s", strerror(errno));
  snprintf(file, sizeof file, "%s/file", folder);
  snprintf(checkpoint, sizeof checkpoint, "%s/checkpoint", folder);
  for (size_t i = 0; i < sizeof content; i++) content[i] = (char)(i * 31 + (i >> 12) * 7);
  object_server_start(file);
  atexit(remove_folder);
  return 0;
}

static void write_file(const char *path, const void *bytes, size_t length) {
  FILE *to = fopen(path, "wb");
  REQUIRE(to && fwrite(bytes, 1, length, to) == length && fclose(to) == 0, "%s: %s", path, strerror(errno));
}

static int has(const round_t *one, char letter) { return has_letter(one->letters, letter); }

static int is_there(const char *path) {
  struct stat about;
  return stat(path, &about) == 0;
}

/* Files of the folder but the one that is moved and the checkpoint. */
static size_t temporary_files(void) {
  size_t count = 0;
  DIR *all = opendir(folder);
  for (struct dirent *each; (each = readdir(all));)
    count += strcmp(each->d_name, "file") && strcmp(each->d_name, "checkpoint") && strcmp(each->d_name, ".") &&
             strcmp(each->d_name, "..");
  closedir(all);
  return count;
}

static void report(void *data, int64_t moved, int64_t size) {
  round_t *one = data;
  REQUIRE(!atomic_exchange(&one->is_reporting, 1), "two calls of progress at once");
  REQUIRE(moved >= 0 && moved <= size, "%lld of %lld", (long long)moved, (long long)size);
  if (++one->reports == one->ends_after) cos_cancel_trigger(one->token);
  one->is_reporting = 0;
}

static int32_t interrupt(void *data) {
  round_t *one = data;
  return one->reports >= one->ends_after;
}

static cos_error_t *move(round_t *one, cos_client_t *client, const cos_transfer_t *transfer, const cos_call_t *call,
                         cos_response_t **response) {
  if (!has(one, 's'))
    return one->is_upload ? cos_client_upload_file(client, BUCKET, "key", file, transfer, call, response)
                          : cos_client_download_file(client, BUCKET, "key", file, transfer, call, response);
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_error_t *error =
      one->is_upload ? cos_client_start_upload_file(client, BUCKET, "key", file, transfer, call, queue, one, NULL)
                     : cos_client_start_download_file(client, BUCKET, "key", file, transfer, call, queue, one, NULL);
  REQUIRE(!error, "%s", cos_error_json(error));
  cos_completion_t completion = {.struct_size = sizeof completion};
  REQUIRE(cos_queue_next(queue, -1, &completion) == 1 && completion.user_data == one, "no completion");
  cos_queue_free(queue, 0);
  *response = completion.response;
  return completion.error;
}

static int is_silent(const round_t *one) { return strchr(one->plan, 'h') != NULL; }

static cos_client_t *client_of_server(const round_t *one) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_credentials(options, "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000", KEY, NULL);
  cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(options, object_server_address());
  if (is_silent(one)) cos_client_options_set_io_timeout_ms(options, SILENT_IO_MS);
  cos_client_options_set_retry_step_ms(options, 1);
  cos_client_options_set_max_attempts(options, 2);
  cos_client_t *client = NULL;
  cos_error_free(cos_client_new(options, &client));
  REQUIRE(client, "no client");
  cos_client_options_free(options);
  return client;
}

/* Two documents with status 200 are an object: the HEAD tells its size, and the GET brings it. */
static int is_another_object(const round_t *one) {
  const char *first = strpbrk(one->plan, "lx");
  return !one->is_upload && first && strpbrk(first + 1, "lx");
}

/* A success moved all of it, and leaves nothing. */
static void require_success(const round_t *one) {
  size_t length = 0;
  const char *object = object_server_object(&length);
  int is_changed = strpbrk(one->plan, "of") != NULL;
  REQUIRE(!is_there(checkpoint), "a checkpoint after a success");
  REQUIRE(temporary_files() == 0, "%zu temporary files after a success", temporary_files());
  REQUIRE(is_there(file), "no file");
  if (is_changed || is_another_object(one)) return;
  REQUIRE(object && length == one->size && memcmp(object, content, length) == 0, "an object of %zu bytes, not %zu", length, one->size);
  static char moved[MOST_OBJECT];
  FILE *from = fopen(file, "rb");
  REQUIRE(from, "%s", strerror(errno));
  size_t got = fread(moved, 1, sizeof moved, from);
  fclose(from);
  REQUIRE(got == one->size && memcmp(moved, content, got) == 0, "a file of %zu bytes, not %zu", got, one->size);
}

/* After a failed download there is no file but the one that another program wrote meanwhile, which has no byte of
   the object. */
static void require_no_download(const round_t *one) {
  if (!is_there(file)) return;
  REQUIRE(one->may_change_file, "the file is there after a failure");
  char written[MOST_PLAN * sizeof CHANGE + 1];
  FILE *from = fopen(file, "rb");
  REQUIRE(from, "%s", strerror(errno));
  size_t length = fread(written, 1, sizeof written, from);
  fclose(from);
  REQUIRE(length % strlen(CHANGE) == 0 && length < sizeof written, "%zu bytes of the download are left", length);
  for (size_t at = 0; at < length; at += strlen(CHANGE))
    REQUIRE(memcmp(written + at, CHANGE, strlen(CHANGE)) == 0, "bytes of the download are left, at %zu", at);
}

/* A failure leaves nothing that nobody can find. */
static void require_failure(const round_t *one, const cos_error_t *error) {
  int may_go_on = is_there(checkpoint);
  if (one->is_upload) REQUIRE(is_there(file), "the file is gone after a failure");
  else require_no_download(one);
  REQUIRE(may_go_on || temporary_files() == 0, "%zu temporary files: %s", temporary_files(), cos_error_json(error));
  const char *named = cos_error_detail(error, "UploadId"), *upload;
  for (size_t i = 0; !may_go_on && (upload = object_server_upload(i)); i++)
    REQUIRE(strcmp(upload, named) == 0, "the upload %s is left, \"%s\" is named: %s", upload, named, cos_error_json(error));
}

static void require_checkpoint(const round_t *one) {
  static char text[MIB];
  if (has(one, 'C') || !is_there(checkpoint)) return;
  FILE *from = fopen(checkpoint, "rb");
  REQUIRE(from, "%s", strerror(errno));
  text[fread(text, 1, sizeof text - 1, from)] = '\0';
  fclose(from);
  REQUIRE(!shows_secret(text, &secrets), "a secret: %s", text);
}

/* Returns whether it succeeded. */
static int move_once(round_t *one, cos_client_t *client, uint64_t variation) {
  cos_transfer_t *transfer = cos_transfer_new();
  cos_call_t *call = cos_call_new();
  cos_transfer_set_part_size(transfer, MIB);
  cos_transfer_set_threshold(transfer, MIB);
  cos_transfer_set_parallel(transfer, has(one, 'p') ? 1 : 3);
  cos_transfer_set_progress(transfer, report, one, NULL);
  if (has(one, 'c') || has(one, 'C')) cos_transfer_set_checkpoint(transfer, checkpoint);
  if (is_silent(one)) cos_call_set_timeout_ms(call, SILENT_MS);
  if (has(one, 'k') && one->ends_after) cos_call_set_cancel(call, one->token);
  if (has(one, 'i') && one->ends_after) cos_call_set_interrupt(call, interrupt, one, NULL);
  cos_response_t *response = NULL;
  long begun = now_ms();
  cos_error_t *error = move(one, client, transfer, call, &response);
  long elapsed = now_ms() - begun;
  cos_transfer_free(transfer);
  cos_call_free(call);
  object_server_rests();
  REQUIRE(!error == !!response, "an error and a response, or neither");
  REQUIRE(elapsed <= SILENT_MS + LATE_MS || !is_silent(one), "%ld ms", elapsed);
  require_error_rules(error, variation);
  require_response_rules(response, variation);
  if (error) require_no_secret(error, &secrets);
  if (error) require_failure(one, error);
  else require_success(one);
  require_checkpoint(one);
  int has_cause = strspn(one->plan, ".") < strlen(one->plan) || has(one, 'C') || one->ends_after;
  REQUIRE(!error || has_cause, "nothing was wrong: %s", cos_error_json(error));
  cos_error_free(error);
  cos_response_free(response);
  return error == NULL;
}

/* Without faults it comes to its end, whatever was before. */
static void go_on(round_t *one, cos_client_t *client, uint64_t variation) {
  object_server_mends();
  memset(one->plan, 0, sizeof one->plan);
  one->ends_after = 0;
  size_t length = 0;
  const char *object = object_server_object(&length);
  if (one->is_upload) write_file(file, content, one->size);
  else if (!object || length != one->size || memcmp(object, content, length)) object_server_plan("", content, one->size);
  REQUIRE(move_once(one, client, variation) || has(one, 'C'), "it does not go on");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > MOST_INPUT || spells_secret(data, size, &secrets)) return -1;
  features_of_seed(data, size);
  slice_t rest = slice_of(data, size);
  round_t one = {.letters = take_line(&rest), .size = sizes[8]};
  slice_t plan = take_line(&rest);
  for (size_t i = 0; i < plan.length && i < MOST_PLAN; i++)
    one.plan[i] = plan.bytes[i] && strchr(OBJECT_FAULTS, plan.bytes[i]) ? plan.bytes[i] : '.';
  for (size_t i = 0; i < one.letters.length; i++)
    if (one.letters.bytes[i] >= '0' && one.letters.bytes[i] <= '9') one.size = sizes[one.letters.bytes[i] - '0'];
  one.is_upload = has(&one, 'u');
  one.may_change_file = strchr(one.plan, 'f') != NULL;
  one.ends_after = has(&one, 'i') || has(&one, 'k') ? 1 + (int)(size % 5) : 0;
  one.token = cos_cancel_new();
  uint64_t variation = variation_of(data, size);
  object_server_plan(one.plan, one.is_upload ? NULL : content, one.size);
  if (one.is_upload) write_file(file, content, one.size);
  if (has(&one, 'C')) write_file(checkpoint, rest.bytes, rest.length);
  cos_client_t *client = client_of_server(&one);
  if (!move_once(&one, client, variation) && has(&one, 'g')) go_on(&one, client, variation);
  cos_client_free(client);
  cos_cancel_free(one.token);
  remove_all();
  return 0;
}
