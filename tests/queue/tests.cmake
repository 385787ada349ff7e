# Calls that are started and taken from a queue: plain, under ASan and UBSan, and some of them
# under Valgrind. ../proof/sanitize.sh runs them under ThreadSanitizer.
builds(queue shared shared OFF)
builds(queue sanitized shared ON)

# Those that hold the library to its times, or to what it uses, get the machine for themselves.
set(TIMED waits attempts)
# Those that wait for events: `make test-load` repeats them on a busy machine.
set(WAITING once children checks later resume readiness snapshots inside mistakes limits shortage signals)
# Those that fork while threads allocate: GCC's AddressSanitizer leaves its allocator locked in the
# child. The other one, of ../proof/sanitize.sh, does not.
set(FORKING children)
# Those that run under Valgrind too.
set(UNDER_VALGRIND once snapshots mistakes resume)
# Calls and connections of one, where they cost more.
set(ONCE_SANITIZED 3000 200)
set(ONCE_UNDER_VALGRIND 1000 64)

function(queue_program name behaviour)
  set(properties)
  if(name IN_LIST TIMED AND NOT COS_ERR_BUSY)
    set(properties RUN_SERIAL ON)
  endif()
  if(name IN_LIST WAITING)
    list(APPEND properties LABELS waits)
  endif()
  foreach(variant shared sanitized)
    if(variant STREQUAL "sanitized" AND name IN_LIST FORKING)
      continue()
    endif()
    set(arguments ${ARGN})
    if(variant STREQUAL "sanitized" AND name STREQUAL "once")
      set(arguments ${ONCE_SANITIZED})
    endif()
    # The plain programs take no notice of the sanitizers' environment.
    runs(${behaviour}.${variant} FIXTURES queue-${variant} ENVIRONMENT ${SANITIZERS} PROPERTIES ${properties}
      COMMAND "${CMAKE_CURRENT_BINARY_DIR}/${variant}/${name}" ${arguments})
  endforeach()
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
