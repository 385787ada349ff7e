# The local COS. Tests that call it: FIXTURES standin, and COS_STANDIN in their
# environment; each starts one of its own.
set(STANDIN_TARGET "$ENV{CARGO_TARGET_DIR}")
if(STANDIN_TARGET STREQUAL "")
  set(STANDIN_TARGET "${COS_ERR_ROOT}/build/standin")
endif()
set(STANDIN "${STANDIN_TARGET}/debug/cos-standin")

add_test(NAME standin-builds
         COMMAND "${CARGO}" build --locked --manifest-path "${CMAKE_CURRENT_SOURCE_DIR}/standin/Cargo.toml"
                 --target-dir "${STANDIN_TARGET}")
set_tests_properties(standin-builds PROPERTIES FIXTURES_SETUP standin RESOURCE_LOCK cargo TIMEOUT 600)
