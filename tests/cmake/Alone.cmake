# What the programs of a folder share when they are built alone: the installed
# tree in PREFIX, warnings that fail, sanitizers if SANITIZE is set.

# Given by another name: a cache variable PREFIX would keep CMake from identifying the compiler.
if(NOT CMAKE_C_COMPILER_ID)
  message(FATAL_ERROR "The compiler was not identified, so CMAKE_C_STANDARD would be ignored: remove ${CMAKE_BINARY_DIR}")
endif()
set(PREFIX "${COS_ERR_PREFIX}")

# Not what an earlier run with another tree has cached.
unset(cos_err_DIR CACHE)
find_package(cos_err CONFIG REQUIRED NO_DEFAULT_PATH PATHS "${PREFIX}")

add_compile_options(-g -O1 -Wall -Wextra -Wpedantic -Werror)
if(SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
