# What only shows under load: forks, threads, many buckets, many clients, many
# faults. All against the stand-in, over HTTP and HTTPS.
builds(load shared shared OFF)
builds(load static static OFF)
builds(load sanitized shared ON)

# load_test(behaviour variant [BEFORE command...] PROGRAM name [arguments...])
function(load_test behaviour variant)
  cmake_parse_arguments(arg "" "" "BEFORE;PROGRAM;PROPERTIES" ${ARGN})
  list(POP_FRONT arg_PROGRAM program)
  set(environment "WORK=${CMAKE_CURRENT_BINARY_DIR}/${behaviour}.${variant}")
  if(variant STREQUAL "sanitized")
    list(APPEND environment ${SANITIZERS})
  endif()
  runs(${behaviour}.${variant}
    WITH ${arg_BEFORE}
    COMMAND "${CMAKE_CURRENT_BINARY_DIR}/${variant}/${program}" ${arg_PROGRAM}
    FIXTURES load-${variant}
    ENVIRONMENT ${environment}
    PROPERTIES ${arg_PROPERTIES})
endfunction()

# Both libraries: each registers in its own way what forks make known.
foreach(variant shared static)
  load_test(forks-share-a-client ${variant} PROGRAM fork PROPERTIES LABELS waits)
  load_test(forks-in-the-first-use-never-hang ${variant} PROGRAM fork_threads first PROPERTIES LABELS waits)
  # Apart, for each takes long on a busy machine.
  foreach(manner plain tls buckets)
    load_test(forks-among-threads-never-hang.${manner} ${variant} PROGRAM fork_threads ${manner} PROPERTIES LABELS waits)
  endforeach()
endforeach()

foreach(variant shared sanitized)
  load_test(threads-share-a-client ${variant} PROGRAM threads)
  load_test(clients-leave-nothing-behind ${variant} PROGRAM clients)
endforeach()

# The static library too: its thread-locals are the program's own.
foreach(variant shared static sanitized)
  load_test(calls-at-exit-are-like-others ${variant}
    PROGRAM last_calls "${CMAKE_CURRENT_BINARY_DIR}/${variant}/last_plugin.so" PROPERTIES LABELS waits)
endforeach()

# Not sanitized: AddressSanitizer's frames are several times as large.
foreach(variant shared static)
  load_test(calls-need-no-more-stack-than-promised ${variant} PROGRAM stack)
endforeach()

load_test(unloading-spares-what-lives shared PROGRAM unload_live "${PREFIX}/lib/libcos_err.so" PROPERTIES LABELS waits)

if(COS_ERR_VALGRIND)
  load_test(many-buckets-cost-little-more shared
    BEFORE sh "${CMAKE_CURRENT_SOURCE_DIR}/buckets.sh" "${VALGRIND}" PROGRAM buckets)
endif()

# Alone: each call has its time, and other tests would use it up.
load_test(faults-at-random-are-survived shared PROGRAM soak 30 PROPERTIES RUN_SERIAL ON)
load_test(faults-at-random-are-survived sanitized PROGRAM soak 5 PROPERTIES RUN_SERIAL ON)

load_test(mixed-calls-end-in-their-own-responses shared PROGRAM mixed 10000)
load_test(mixed-calls-end-in-their-own-responses sanitized PROGRAM mixed 3000)
load_test(nobody-gets-what-nobody-asked-for shared PROGRAM desync 100000)
load_test(nobody-gets-what-nobody-asked-for sanitized PROGRAM desync 10000)

if(COS_ERR_VALGRIND)
  # The program would begin anew, outside of Valgrind, to set this by itself. Not over
  # TLS: Valgrind does not follow what its ciphers do with vectors.
  set(AS_IT_IS "${CMAKE_COMMAND}" -E env GLIBC_TUNABLES=glibc.malloc.tcache_count=0)
  runs(mixed-calls-end-in-their-own-responses.valgrind
    WITH ${AS_IT_IS} ${HEAP_CHECK}
    COMMAND "${CMAKE_CURRENT_BINARY_DIR}/shared/mixed" 600 http
    FIXTURES load-shared
    ENVIRONMENT "WORK=${CMAKE_CURRENT_BINARY_DIR}/mixed.valgrind")
endif()
