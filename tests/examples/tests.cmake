# Each example does what it says: plain, and under ASan and UBSan.
builds(examples shared shared OFF)
builds(examples sanitized shared ON)

function(example name)
  foreach(variant shared sanitized)
    runs(example-${name}.${variant} FIXTURES examples-${variant}
      ENVIRONMENT ${SANITIZERS} "WORK=${CMAKE_CURRENT_BINARY_DIR}/${name}.${variant}"
      COMMAND "${PYTHON}" -B "${CMAKE_CURRENT_SOURCE_DIR}/examples.py" "${CMAKE_CURRENT_BINARY_DIR}/${variant}" ${name})
  endforeach()
endfunction()
include(programs.cmake)
