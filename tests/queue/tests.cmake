# Calls that are started and taken from a queue: plain, under ASan and UBSan, and some of them
# under Valgrind. ../proof/sanitize.sh runs them under ThreadSanitizer.
builds(queue shared shared OFF)
builds(queue sanitized shared ON)

set(TIMED waits attempts)
set(WAITING once children checks later resume readiness snapshots inside mistakes limits shortage signals)
# Those that fork while threads allocate: GCC's AddressSanitizer leaves its allocator locked in the
# child. The other one, of ../proof/sanitize.sh, does not.
set(UNSANITIZED children)
set(UNDER_VALGRIND once snapshots mistakes resume)
# Calls and connections of one, where they cost more.
set(ONCE_SANITIZED 3000 200)
set(ONCE_VALGRIND 1000 64)

function(queue_program name behaviour)
  behaves(queue ${name} ${behaviour} ${ARGN})
endfunction()
include(programs.cmake)
