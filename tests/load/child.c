#include "child.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { LIMIT_S = 30 };

pid_t child_begin(void) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    alarm(LIMIT_S);
    check_failures = 0;
  }
  return child;
}

void child_end(const findings_t *findings, ending_t ending) {
  int status = findings->wrong > 0 || findings->calls == 0 || check_failures > 0;
  if (status) printf("%s, in %ld: %s\n", findings->who, (long)getpid(), findings->first);
  fflush(stdout);
  if (ending == BY_EXIT) exit(status);
  _exit(status);
}

void child_await(pid_t child, const char *who) {
  int status = -1;
  check_subject = who;
  CHECK(child > 0);
  CHECK(waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) CHECK_NUMBER(WTERMSIG(status), 0);
  CHECK_NUMBER(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0);
  check_subject = "";
}
