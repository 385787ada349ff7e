#include "namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "dns.h"

/* What could not be done; NULL: everything could. */
static const char *write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  ssize_t length = (ssize_t)strlen(text);
  int done = file >= 0 && write(file, text, (size_t)length) == length;
  if (file >= 0) close(file);
  return done ? NULL : path;
}

/* As root, else as root of a user namespace. */
static const char *leave_the_network(void) {
  char user[40], group[40];
  snprintf(user, sizeof user, "0 %u 1", (unsigned)geteuid());
  snprintf(group, sizeof group, "0 %u 1", (unsigned)getegid());
  if (unshare(CLONE_NEWNS | CLONE_NEWNET) == 0) return NULL;
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) != 0) return "unshare";
  const char *wrong = write_file("/proc/self/setgroups", "deny");
  if (!wrong) wrong = write_file("/proc/self/uid_map", user);
  return wrong ? wrong : write_file("/proc/self/gid_map", group);
}

static const char *bring_loopback_up(void) {
  struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
  int line = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  int done = line >= 0 && ioctl(line, SIOCSIFFLAGS, &request) == 0;
  if (line >= 0) close(line);
  return done ? NULL : "the loopback interface";
}

const char *namespace_cover(const char *path, const char *text) {
  char temporary[] = "/tmp/cos_err-faults-XXXXXX";
  int file = mkostemp(temporary, O_CLOEXEC);
  if (file < 0) return "a temporary file";
  /* Programs started here read it too, as other users. */
  if (fchmod(file, 0644) != 0) perror(temporary);
  close(file);
  const char *wrong = write_file(temporary, text);
  if (!wrong && mount(temporary, path, NULL, MS_BIND, NULL) != 0) wrong = path;
  unlink(temporary);
  return wrong;
}

/* A cache of names outside would answer in the place of our DNS. */
static const char *shut_caches_out(void) {
  const char *caches[] = {"/run/nscd", "/run/systemd/resolve"};
  for (size_t i = 0; i < sizeof caches / sizeof *caches; i++)
    if (access(caches[i], F_OK) == 0 && mount("none", caches[i], "tmpfs", 0, NULL) != 0) return caches[i];
  return NULL;
}

static const char *move(void) {
  const char *wrong = leave_the_network();
  if (!wrong && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) wrong = "the mounts";
  if (!wrong) wrong = bring_loopback_up();
  if (!wrong) wrong = namespace_cover("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:5 attempts:2\n");
  if (!wrong) wrong = namespace_cover("/etc/nsswitch.conf", "hosts: files dns\n");
  if (!wrong) wrong = shut_caches_out();
  return wrong ? wrong : dns_start();
}

int namespace_enter(void) {
  const char *allowed = getenv("COS_ERR_NO_NAMESPACES");
  const char *wrong = move();
  if (!wrong) return 1;
  printf("no network of its own for this test: %s: %s (COS_ERR_NO_NAMESPACES=1: go without)\n", wrong, strerror(errno));
  CHECK(allowed && strcmp(allowed, "1") == 0);
  return 0;
}
