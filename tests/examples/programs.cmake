# The examples. Read twice: by the project that builds them, and by ctest, which runs them.
foreach(name upload download list delete cancel presign credentials log)
  example(${name})
endforeach()
