#include "denied.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { LIMIT_S = 60 };

void in_a_child(void (*run)(const void *), const void *argument) {
  int status = -1;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    alarm(LIMIT_S);
    check_failures = 0;
    run(argument);
    fflush(stdout);
    _exit(check_failures > 0);
  }
  CHECK(waitpid(child, &status, 0) == child);
  CHECK_NUMBER(status, 0);
}

static void install(struct sock_filter *filter, size_t length) {
  struct sock_fprog program = {(unsigned short)length, filter};
  CHECK_NUMBER(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
  CHECK_NUMBER(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

void deny(int system_call, int error_number) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)system_call, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error_number),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  install(filter, sizeof filter / sizeof *filter);
}

void deny_family(int family, int error_number) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)family, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error_number),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  install(filter, sizeof filter / sizeof *filter);
}

void deny_threads(void) {
  deny(SYS_clone, EAGAIN);
  /* What the C library does then is clone. */
  deny(SYS_clone3, ENOSYS);
}

void descriptors_left(int count) {
  static struct rlimit before;
  if (before.rlim_max == 0) getrlimit(RLIMIT_NOFILE, &before);
  struct rlimit now = before;
  if (count >= 0) {
    int lowest = dup(STDIN_FILENO);
    close(lowest);
    now.rlim_cur = (rlim_t)lowest + (rlim_t)count;
  }
  CHECK_NUMBER(setrlimit(RLIMIT_NOFILE, &now), 0);
}
