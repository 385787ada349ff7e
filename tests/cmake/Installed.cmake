# The tree under test. Tests that need it: FIXTURES_REQUIRED installed.
set(DEFAULT_PREFIX "${COS_ERR_ROOT}/build/prefix")
set(COS_ERR_PREFIX "${DEFAULT_PREFIX}" CACHE PATH "The installed tree; made from this checkout if it is not there")
get_filename_component(PREFIX "${COS_ERR_PREFIX}" ABSOLUTE)

if(PREFIX STREQUAL DEFAULT_PREFIX OR NOT EXISTS "${PREFIX}/lib/cmake/cos_err/cos_errConfig.cmake")
  # The default one always: it must be of these sources. Cheap when it is.
  set(installs installs-from-source)
  add_test(NAME ${installs} COMMAND "${MAKE}" -C "${COS_ERR_ROOT}" install "PREFIX=${PREFIX}" "CARGO=${CARGO}")
  set_tests_properties(${installs} PROPERTIES RESOURCE_LOCK cargo)
else()
  set(installs installed-tree-is-there)
  add_test(NAME ${installs} COMMAND "${CMAKE_COMMAND}" -E cat "${PREFIX}/lib/pkgconfig/cos_err.pc")
endif()
set_tests_properties(${installs} PROPERTIES FIXTURES_SETUP installed)

# Adds a test of the installed tree. Tools and trees reach it as variables of
# the environment. Not CC and CXX: crates that compile C are built anew when
# those change.
function(installed_test name)
  cmake_parse_arguments(arg "" "" "COMMAND;FIXTURES;ENVIRONMENT;PROPERTIES" ${ARGN})
  add_test(NAME "${name}" COMMAND ${arg_COMMAND})
  set_tests_properties("${name}" PROPERTIES
    FIXTURES_REQUIRED "installed;${arg_FIXTURES}"
    ENVIRONMENT "C_COMPILER=${CC};CXX_COMPILER=${CXX};CARGO=${CARGO};PREFIX=${PREFIX};${arg_ENVIRONMENT}"
    TIMEOUT 300
    ${arg_PROPERTIES})
endfunction()
