// Files of one program, compiled in different ways, and errors that pass between them.
#include <cos_err.hpp>
#include <cstdio>

int head_as_old(const char* address);
int head_as_new(const char* address);
int head_as_plainly(const char* address);
void raise_as_new();

int main(int, char** argv) {
  int wrong = head_as_old(argv[1]) + head_as_new(argv[1]) + head_as_plainly(argv[1]);
  try {
    raise_as_new();
    wrong++;
  } catch (const cos_err::service_error& e) {
    wrong += e.status() != 403;
  }
  if (wrong != 0) std::printf("%d are wrong\n", wrong);
  return wrong;
}
