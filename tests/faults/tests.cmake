# Real faults against the installed library: plain, and under ASan and UBSan.
builds(faults shared shared OFF)
builds(faults sanitized shared ON)

set(TIMED endings long_waits)
set(WAITING endings long_waits ended_calls signals reach families tls proxy forwarding retry limits connections surplus floods endless
    cancelled half_open stopped hostile)
# AddressSanitizer has no room in a limited address space, and misjudges the stack of a cancelled thread.
set(UNSANITIZED memory cancelled)

function(fault_program name behaviour)
  behaves(faults ${name} ${behaviour})
endfunction()
include(programs.cmake)

installed_test(debian-proxies-are-installed
  COMMAND sh "${CMAKE_CURRENT_SOURCE_DIR}/proxies.sh"
  PROPERTIES FIXTURES_SETUP debian-proxies TIMEOUT 600)
runs(tinyproxy-and-squid-lead-through FIXTURES faults-shared debian-proxies
  PROPERTIES SKIP_RETURN_CODE 77 LABELS waits
  COMMAND ${COS_ERR_RUN} "${CMAKE_CURRENT_BINARY_DIR}/shared/debian_proxies")

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
          ${COS_ERR_RUN} "${CMAKE_CURRENT_BINARY_DIR}/shared/locales"
  PROPERTIES SKIP_RETURN_CODE 77)
