# The local COS. Tests that call it: FIXTURES standin, and COS_STANDIN in their
# environment; each starts one of its own. Where and how it is built is the same
# for the demo and for its own tests, so that one build serves all.
set(STANDIN_TARGET "$ENV{CARGO_TARGET_DIR}")
if(STANDIN_TARGET STREQUAL "")
  set(STANDIN_TARGET "${COS_ERR_ROOT}/target")
endif()
string(APPEND STANDIN_TARGET "/standin")
set(STANDIN "${STANDIN_TARGET}/release/cos-standin")

add_test(NAME standin-builds
         COMMAND "${CARGO}" build --release --locked --target-dir "${STANDIN_TARGET}"
                 --manifest-path "${CMAKE_CURRENT_SOURCE_DIR}/standin/Cargo.toml")
set_tests_properties(standin-builds PROPERTIES FIXTURES_SETUP standin RESOURCE_LOCK cargo TIMEOUT 900)
