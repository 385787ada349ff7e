# Calls that are started and taken from a queue: plain, under ASan and UBSan, and some of them
# under Valgrind. ../proof/sanitize.sh runs them under ThreadSanitizer.
builds(queue shared shared OFF)
builds(queue sanitized shared ON)

set(TIMED waits attempts)
set(WAITING once children checks later resume readiness snapshots inside mistakes limits shortage signals)
# Those that fork while threads allocate: GCC's AddressSanitizer leaves its allocator locked in the
# child. The other one, of ../proof/sanitize.sh, does not.
set(UNSANITIZED children)
# Those that run under Valgrind too.
set(UNDER_VALGRIND once snapshots mistakes resume)
# Calls and connections of one, where they cost more.
set(ONCE_SANITIZED 3000 200)
set(ONCE_UNDER_VALGRIND 1000 64)

function(queue_program name behaviour)
  behaves(queue ${name} ${behaviour} ${ARGN})
  if(COS_ERR_VALGRIND AND name IN_LIST UNDER_VALGRIND)
    set(arguments ${ARGN})
    if(name STREQUAL "once")
      set(arguments ${ONCE_UNDER_VALGRIND})
    endif()
    runs(${behaviour}.valgrind WITH ${HEAP_CHECK} FIXTURES queue-shared
      COMMAND "${CMAKE_CURRENT_BINARY_DIR}/shared/${name}" ${arguments})
  endif()
endfunction()
include(programs.cmake)
