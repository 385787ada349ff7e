# Files that are moved in parts: plain with both libraries, under ASan and UBSan, and some of them
# under Valgrind.
builds(parts shared shared OFF)
builds(parts static static OFF)
builds(parts sanitized shared ON)

set(WAITING upload failures download every_fault resume started)
set(UNDER_VALGRIND failures download)

function(parts_program name behaviour)
  behaves(parts ${name} ${behaviour} ${ARGN})
  runs(${behaviour}.static FIXTURES parts-static
    COMMAND ${COS_ERR_RUN} "${CMAKE_CURRENT_BINARY_DIR}/static/${name}" ${ARGN})
endfunction()
include(programs.cmake)
