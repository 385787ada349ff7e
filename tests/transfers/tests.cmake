# Bodies and answers of any size, by file, reader and writer, and what may go
# wrong with them: plain, and under ASan and UBSan.
builds(transfers shared shared OFF)
builds(transfers sanitized shared ON)

# Those that hold the library to its times get the machine for themselves.
set(TIMED endings)
# Those that wait for events: `make test-load` repeats them on a busy machine.
set(WAITING endings callbacks credentials progress presign log early inside_callbacks signed_waits)

# Those that read all of their memory, which AddressSanitizer makes terabytes of.
set(READING_MEMORY erased)

function(transfer_program name behaviour)
  set(properties)
  if(name IN_LIST TIMED AND NOT COS_ERR_BUSY)
    set(properties RUN_SERIAL ON)
  endif()
  if(name IN_LIST WAITING)
    list(APPEND properties LABELS waits)
  endif()
  foreach(variant shared sanitized)
    if(variant STREQUAL "sanitized" AND name IN_LIST READING_MEMORY)
      continue()
    endif()
    # The plain programs take no notice of the sanitizers' environment.
    runs(${behaviour}.${variant} FIXTURES transfers-${variant} ENVIRONMENT ${SANITIZERS} PROPERTIES ${properties}
      COMMAND "${CMAKE_CURRENT_BINARY_DIR}/${variant}/${name}" ${ARGN})
  endforeach()
endfunction()
include(programs.cmake)

runs(long-listings-cost-in-proportion FIXTURES transfers-shared
  COMMAND sh "${CMAKE_CURRENT_SOURCE_DIR}/listing.sh" "${VALGRIND}" "${CMAKE_CURRENT_BINARY_DIR}/shared/listed")
