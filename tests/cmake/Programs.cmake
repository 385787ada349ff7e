# C programs of a folder: built against the installed tree by a nested project,
# and run plain, under ASan and UBSan, and under Valgrind.
set(HEAP_CHECK "${VALGRIND}" --quiet --vgdb=no --leak-check=full
    --errors-for-leak-kinds=definite,possible --error-exitcode=9)
set(SANITIZERS "ASAN_OPTIONS=detect_leaks=1:abort_on_error=0" "UBSAN_OPTIONS=print_stacktrace=1")

# builds(what VARIANT LINK SANITIZE): a test that builds this folder's project as
# what-VARIANT, linked with the shared or the static library. Fixture: what-VARIANT.
function(builds what variant link sanitize)
  installed_test(${what}-programs-build.${variant}
    COMMAND "${CMAKE_CTEST_COMMAND}" --build-and-test "${CMAKE_CURRENT_SOURCE_DIR}"
            "${CMAKE_CURRENT_BINARY_DIR}/${variant}" --build-noclean --build-generator "${CMAKE_GENERATOR}"
            --build-options "-DCOS_ERR_PREFIX=${PREFIX}" -DLINK=${link} -DSANITIZE=${sanitize} "-DCMAKE_C_COMPILER=${CC}"
                            "-DCOS_ERR_TARGET=${COS_ERR_TARGET}"
    PROPERTIES FIXTURES_SETUP ${what}-${variant})
endfunction()

# runs(name FIXTURES ... COMMAND ... [WITH tool...] [ENVIRONMENT ...] [PROPERTIES ...])
function(runs name)
  cmake_parse_arguments(arg "" "" "WITH;COMMAND;FIXTURES;ENVIRONMENT;PROPERTIES" ${ARGN})
  installed_test(${name}
    COMMAND ${arg_WITH} ${arg_COMMAND}
    FIXTURES ${arg_FIXTURES} standin
    ENVIRONMENT "COS_STANDIN=${STANDIN};${arg_ENVIRONMENT}"
    PROPERTIES ${arg_PROPERTIES})
endfunction()

# behaves(what name behaviour [argument...]): program `name` of this folder shows a behaviour, plain and
# under the sanitizers. Lists of the folder say what is special about a program:
#   TIMED        it holds the library to its times, or to what it uses: it gets the machine for itself
#   WAITING      it waits for events: `make test-load` repeats it on a busy machine
#   UNSANITIZED  it does what AddressSanitizer cannot follow
#   UNDER_VALGRIND  it runs under Valgrind too
# and NAME_SANITIZED and NAME_VALGRIND, its arguments there, where they cost more.
function(behaves what name behaviour)
  set(properties)
  if(name IN_LIST TIMED AND NOT COS_ERR_BUSY)
    set(properties RUN_SERIAL ON)
  endif()
  if(name IN_LIST WAITING)
    list(APPEND properties LABELS waits)
  endif()
  foreach(variant shared sanitized)
    if(variant STREQUAL "sanitized" AND name IN_LIST UNSANITIZED)
      continue()
    endif()
    set(arguments ${ARGN})
    string(TOUPPER ${name}_${variant} special)
    if(DEFINED ${special})
      set(arguments ${${special}})
    endif()
    # The plain programs take no notice of the sanitizers' environment.
    runs(${behaviour}.${variant} FIXTURES ${what}-${variant} ENVIRONMENT ${SANITIZERS} PROPERTIES ${properties}
      COMMAND ${COS_ERR_RUN} "${CMAKE_CURRENT_BINARY_DIR}/${variant}/${name}" ${arguments})
  endforeach()
  if(COS_ERR_VALGRIND AND name IN_LIST UNDER_VALGRIND)
    set(arguments ${ARGN})
    string(TOUPPER ${name}_valgrind special)
    if(DEFINED ${special})
      set(arguments ${${special}})
    endif()
    runs(${behaviour}.valgrind WITH ${HEAP_CHECK} FIXTURES ${what}-shared
      COMMAND "${CMAKE_CURRENT_BINARY_DIR}/shared/${name}" ${arguments})
  endif()
endfunction()
