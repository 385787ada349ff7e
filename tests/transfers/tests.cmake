# Bodies and answers of any size, by file, reader and writer, and what may go
# wrong with them: plain, and under ASan and UBSan.
builds(transfers shared shared OFF)
builds(transfers sanitized shared ON)

set(TIMED endings)
set(WAITING endings callbacks credentials progress presign log early inside_callbacks signed_waits)
# Those that read all of their memory, which AddressSanitizer makes terabytes of.
set(UNSANITIZED erased)

function(transfer_program name behaviour)
  behaves(transfers ${name} ${behaviour} ${ARGN})
endfunction()
include(programs.cmake)

# It counts instructions.
if(COS_ERR_VALGRIND)
  runs(long-listings-cost-in-proportion FIXTURES transfers-shared
    COMMAND sh "${CMAKE_CURRENT_SOURCE_DIR}/listing.sh" "${VALGRIND}" "${CMAKE_CURRENT_BINARY_DIR}/shared/listed")
endif()
