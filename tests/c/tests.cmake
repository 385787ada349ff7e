# Each program four times: linked with the shared and with the static library,
# under ASan and UBSan, and under Valgrind.

# Builds the programs in a folder of their own.
function(builds variant link sanitize)
  set(tree "${CMAKE_CURRENT_BINARY_DIR}/${variant}")
  installed_test(c-programs-build.${variant}
    COMMAND "${CMAKE_CTEST_COMMAND}" --build-and-test "${CMAKE_CURRENT_SOURCE_DIR}" "${tree}"
            --build-noclean --build-generator "${CMAKE_GENERATOR}"
            --build-options "-DPREFIX=${PREFIX}" -DLINK=${link} -DSANITIZE=${sanitize} "-DCMAKE_C_COMPILER=${CC}"
    PROPERTIES FIXTURES_SETUP c-${variant})
endfunction()

builds(shared shared OFF)
builds(static static OFF)
builds(sanitized shared ON)

set(HEAP_CHECK "${VALGRIND}" --quiet --leak-check=full --errors-for-leak-kinds=definite,possible --error-exitcode=9)
set(SANITIZERS "ASAN_OPTIONS=detect_leaks=1:abort_on_error=0" "UBSAN_OPTIONS=print_stacktrace=1")

function(runs name tree)
  cmake_parse_arguments(arg "" "" "WITH;COMMAND;ENVIRONMENT" ${ARGN})
  installed_test(${name}
    COMMAND ${arg_WITH} ${arg_COMMAND}
    FIXTURES c-${tree} standin
    ENVIRONMENT "COS_STANDIN=${STANDIN};${arg_ENVIRONMENT}")
endfunction()

function(c_program name behaviour)
  set(at "${CMAKE_CURRENT_BINARY_DIR}")
  runs(${behaviour}.shared shared COMMAND "${at}/shared/${name}" ${ARGN})
  runs(${behaviour}.static static COMMAND "${at}/static/${name}" ${ARGN})
  runs(${behaviour}.sanitized sanitized COMMAND "${at}/sanitized/${name}" ${ARGN} ENVIRONMENT "${SANITIZERS}")
  if(COS_ERR_VALGRIND)
    runs(${behaviour}.valgrind shared WITH ${HEAP_CHECK} COMMAND "${at}/shared/${name}" ${ARGN})
  endif()
endfunction()

file(STRINGS "${COS_ERR_ROOT}/Cargo.toml" COS_ERR_VERSION REGEX "^version = ")
string(REGEX REPLACE "^version = \"(.*)\"$" "\\1" COS_ERR_VERSION "${COS_ERR_VERSION}")
include(programs.cmake)

runs(unloading-leaves-nothing-behind shared
  COMMAND "${CMAKE_CURRENT_BINARY_DIR}/shared/unload" "${PREFIX}/lib/libcos_err.so"
  ENVIRONMENT GLIBC_TUNABLES=glibc.malloc.tcache_count=0)

# The guards are guarded: what they must catch is done on purpose.
set(MUST_FAIL sh "${CMAKE_CURRENT_SOURCE_DIR}/must_fail.sh")
set(FAULTY "${CMAKE_CURRENT_BINARY_DIR}/sanitized/faulty_")
runs(sanitizer-is-linked-in sanitized COMMAND sh "${CMAKE_CURRENT_SOURCE_DIR}/sanitizer_linked.sh" "${FAULTY}leak")
runs(sanitizer-sees-an-overflow sanitized ENVIRONMENT "${SANITIZERS}"
  COMMAND ${MUST_FAIL} "heap-buffer-overflow" "${FAULTY}overflow")
runs(sanitizer-sees-undefined-behaviour sanitized ENVIRONMENT "${SANITIZERS}"
  COMMAND ${MUST_FAIL} "signed integer overflow" "${FAULTY}undefined")
runs(sanitizer-sees-a-lost-error sanitized ENVIRONMENT "${SANITIZERS}"
  COMMAND ${MUST_FAIL} "LeakSanitizer: detected memory leaks" "${FAULTY}leak")
if(COS_ERR_VALGRIND)
  runs(valgrind-sees-a-lost-error shared
    COMMAND ${MUST_FAIL} "definitely lost" ${HEAP_CHECK} "${CMAKE_CURRENT_BINARY_DIR}/shared/faulty_leak")
endif()
