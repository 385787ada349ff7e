# The examples. Read twice: by the project that builds them, and by ctest, which runs them.
foreach(name upload download list delete cancel presign credentials log queue_epoll load_plugin curl_easy curl_multi
        curl_codes)
  example(${name})
endforeach()
