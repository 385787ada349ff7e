# Each program four times: linked with the shared and with the static library,
# under ASan and UBSan, and under Valgrind.
builds(c shared shared OFF)
builds(c static static OFF)
builds(c sanitized shared ON)

set(AT "${CMAKE_CURRENT_BINARY_DIR}")
foreach(variant shared static sanitized)
  installed_test(null-calls-cover-the-header.${variant}
    COMMAND "${CMAKE_COMMAND}" --build "${AT}/${variant}" --target null_calls
    FIXTURES c-${variant}
    PROPERTIES FIXTURES_SETUP null_calls-${variant})
endforeach()

# What must be built before a program of this name and variant.
function(fixtures_of name variant result)
  set(fixtures c-${variant})
  if(name STREQUAL "null_calls")
    list(APPEND fixtures null_calls-${variant})
  endif()
  set(${result} ${fixtures} PARENT_SCOPE)
endfunction()

function(c_program name behaviour)
  foreach(variant shared static sanitized)
    fixtures_of(${name} ${variant} fixtures)
    # The other variants take no notice of these.
    runs(${behaviour}.${variant} FIXTURES ${fixtures} ENVIRONMENT ${SANITIZERS}
      COMMAND ${COS_ERR_RUN} "${AT}/${variant}/${name}" ${ARGN})
  endforeach()
  if(COS_ERR_VALGRIND)
    fixtures_of(${name} shared fixtures)
    runs(${behaviour}.valgrind FIXTURES ${fixtures} WITH ${HEAP_CHECK} COMMAND "${AT}/shared/${name}" ${ARGN})
  endif()
endfunction()

file(STRINGS "${COS_ERR_ROOT}/Cargo.toml" COS_ERR_VERSION REGEX "^version = ")
string(REGEX REPLACE "^version = \"(.*)\"$" "\\1" COS_ERR_VERSION "${COS_ERR_VERSION}")
include(programs.cmake)

runs(case-lines-are-the-same-however-linked FIXTURES c-shared c-static c-sanitized ENVIRONMENT ${SANITIZERS}
  COMMAND sh "${COS_ERR_ROOT}/tests/lib/compare_cases.sh" "${STANDIN}" "${AT}/case-lines"
          "shared=${AT}/shared/print_cases --values" "static=${AT}/static/print_cases --values"
          "sanitized=${AT}/sanitized/print_cases --values")

list(JOIN COS_ERR_RUN " " RUN)
runs(case-lines-are-the-same-in-any-locale FIXTURES c-shared
  COMMAND sh "${COS_ERR_ROOT}/tests/lib/locales.sh" "${AT}/locales"
          sh "${CMAKE_CURRENT_SOURCE_DIR}/cases_in_locales.sh" "${STANDIN}" "${AT}/locale-lines" "${RUN} ${AT}/shared/print_cases"
  PROPERTIES SKIP_RETURN_CODE 77)

runs(cases-run-with-another-build FIXTURES c-shared
  COMMAND sh "${COS_ERR_ROOT}/tests/lib/with_library.sh" "${PREFIX}/lib/libcos_err.so"
          "${AT}/shared/cases" "${CASES}/answers.jsonl")

runs(unloading-leaves-nothing-behind FIXTURES c-shared
  COMMAND ${COS_ERR_RUN} "${AT}/shared/unload" "${PREFIX}/lib/libcos_err.so"
  ENVIRONMENT GLIBC_TUNABLES=glibc.malloc.tcache_count=0)

# The guards are guarded: what they must catch is done on purpose.
set(MUST_FAIL sh "${CMAKE_CURRENT_SOURCE_DIR}/must_fail.sh")
set(FAULTY "${AT}/sanitized/faulty_")
runs(sanitizer-is-linked-in FIXTURES c-sanitized
  COMMAND sh "${CMAKE_CURRENT_SOURCE_DIR}/sanitizer_linked.sh" "${FAULTY}leak")
runs(sanitizer-sees-an-overflow FIXTURES c-sanitized ENVIRONMENT ${SANITIZERS}
  COMMAND ${MUST_FAIL} "heap-buffer-overflow" "${FAULTY}overflow")
runs(sanitizer-sees-undefined-behaviour FIXTURES c-sanitized ENVIRONMENT ${SANITIZERS}
  COMMAND ${MUST_FAIL} "signed integer overflow" "${FAULTY}undefined")
runs(sanitizer-sees-a-lost-error FIXTURES c-sanitized ENVIRONMENT ${SANITIZERS}
  COMMAND ${MUST_FAIL} "LeakSanitizer: detected memory leaks" "${FAULTY}leak")
if(COS_ERR_VALGRIND)
  runs(valgrind-sees-a-lost-error FIXTURES c-shared
    COMMAND ${MUST_FAIL} "definitely lost" ${HEAP_CHECK} "${AT}/shared/faulty_leak")
endif()
