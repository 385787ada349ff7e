# The tree under test. Tests that need it: FIXTURES_REQUIRED installed.
if(COS_ERR_PREFIX STREQUAL "")
  set(PREFIX "${COS_ERR_ROOT}/build/prefix")
  # Always, though it may be there: it must be of these sources. Cheap when it is.
  add_test(NAME installs-from-source
           COMMAND "${MAKE}" -C "${COS_ERR_ROOT}" install "PREFIX=${PREFIX}" "CARGO=${CARGO}")
else()
  get_filename_component(PREFIX "${COS_ERR_PREFIX}" ABSOLUTE)
  add_test(NAME installed-tree-is-there
           COMMAND "${CMAKE_COMMAND}" -E cat "${PREFIX}/lib/cmake/cos_err/cos_errConfig.cmake")
endif()
set_tests_properties(installs-from-source installed-tree-is-there PROPERTIES FIXTURES_SETUP installed)

# Adds a test of the installed tree. Paths to tools and trees reach it as variables of the environment.
function(installed_test name)
  cmake_parse_arguments(arg "" "" "COMMAND;FIXTURES;ENVIRONMENT" ${ARGN})
  add_test(NAME "${name}" COMMAND ${arg_COMMAND})
  set_tests_properties("${name}" PROPERTIES
    FIXTURES_REQUIRED "installed;${arg_FIXTURES}"
    ENVIRONMENT "CC=${CC};CXX=${CXX};CARGO=${CARGO};PREFIX=${PREFIX};${arg_ENVIRONMENT}")
endfunction()
