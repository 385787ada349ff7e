# Files that are moved in parts: plain with both libraries, under ASan and UBSan, and under
# Valgrind.
builds(parts shared shared OFF)
builds(parts static static OFF)
builds(parts sanitized shared ON)

# Those that run under Valgrind too.
set(UNDER_VALGRIND failures)

function(parts_program name behaviour)
  foreach(variant shared static sanitized)
    # The plain programs take no notice of the sanitizers' environment.
    runs(${behaviour}.${variant} FIXTURES parts-${variant} ENVIRONMENT ${SANITIZERS} PROPERTIES LABELS waits
      COMMAND "${CMAKE_CURRENT_BINARY_DIR}/${variant}/${name}" ${ARGN})
  endforeach()
  if(COS_ERR_VALGRIND AND name IN_LIST UNDER_VALGRIND)
    runs(${behaviour}.valgrind WITH ${HEAP_CHECK} FIXTURES parts-shared
      COMMAND "${CMAKE_CURRENT_BINARY_DIR}/shared/${name}" ${ARGN})
  endif()
endfunction()
include(programs.cmake)
