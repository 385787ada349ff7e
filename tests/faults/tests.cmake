# Real faults against the installed library: plain, and under ASan and UBSan.
builds(faults shared shared OFF)
builds(faults sanitized shared ON)

# Those that hold the library to its times get the machine for themselves.
set(TIMED endings)
# Those that wait for events: `make test-load` repeats them on a busy machine.
set(WAITING endings ended_calls signals reach families tls proxy forwarding retry limits connections surplus floods endless
    cancelled half_open stopped hostile)
# Those that limit their address space, in which AddressSanitizer has no room.
set(LIMITING memory)
# Those that unwind a cancelled thread, whose stack AddressSanitizer then misjudges.
set(UNWINDING cancelled)

function(fault_program name behaviour)
  set(properties)
  if(name IN_LIST TIMED AND NOT COS_ERR_BUSY)
    set(properties RUN_SERIAL ON)
  endif()
  if(name IN_LIST WAITING)
    list(APPEND properties LABELS waits)
  endif()
  foreach(variant shared sanitized)
    if(variant STREQUAL "sanitized" AND (name IN_LIST LIMITING OR name IN_LIST UNWINDING))
      continue()
    endif()
    # The plain programs take no notice of the sanitizers' environment.
    runs(${behaviour}.${variant} FIXTURES faults-${variant} ENVIRONMENT ${SANITIZERS} PROPERTIES ${properties}
      COMMAND "${CMAKE_CURRENT_BINARY_DIR}/${variant}/${name}")
  endforeach()
endfunction()
include(programs.cmake)

installed_test(debian-proxies-are-installed
  COMMAND sh "${CMAKE_CURRENT_SOURCE_DIR}/proxies.sh"
  PROPERTIES FIXTURES_SETUP debian-proxies TIMEOUT 600)
runs(tinyproxy-and-squid-lead-through FIXTURES faults-shared debian-proxies
  PROPERTIES SKIP_RETURN_CODE 77 LABELS waits
  COMMAND "${CMAKE_CURRENT_BINARY_DIR}/shared/debian_proxies")

set(PANICKING "${CMAKE_CURRENT_BINARY_DIR}/panicking")
installed_test(panicking-library-builds
  COMMAND sh "${CMAKE_CURRENT_SOURCE_DIR}/../lib/variant.sh" "${COS_ERR_ROOT}" "${PANICKING}" --features panic-injection
  PROPERTIES FIXTURES_SETUP panicking RESOURCE_LOCK cargo TIMEOUT 900)
runs(panics-become-errors FIXTURES faults-shared panicking
  ENVIRONMENT "LD_LIBRARY_PATH=${PANICKING}"
  COMMAND "${CMAKE_CURRENT_BINARY_DIR}/shared/panic")

# Not under LeakSanitizer: glibc keeps the folder of the locales.
runs(texts-are-the-same-in-any-locale.shared FIXTURES faults-shared
  COMMAND sh "${COS_ERR_ROOT}/tests/lib/locales.sh" "${CMAKE_CURRENT_BINARY_DIR}/locales"
          "${CMAKE_CURRENT_BINARY_DIR}/shared/locales"
  PROPERTIES SKIP_RETURN_CODE 77)
