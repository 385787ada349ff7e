# The C programs: file, the behaviour it shows, its arguments. Read twice: by
# the project that builds them, and by ctest, which runs them.
set(CASES "${CMAKE_CURRENT_LIST_DIR}/../cases")

c_program(error errors-are-read-in-full)
c_program(exchange responses-are-read-within-limits)
c_program(texts texts-for-logs-have-a-largest-size)
c_program(cases responses-read-as-the-table-says "${CASES}/answers.jsonl")
c_program(catalogue codes-are-explained-without-an-error)
c_program(scan texts-are-scanned-in-pieces "${CASES}/scans.jsonl")
c_program(advice advice-reads-as-reviewed "${CASES}/advice.jsonl")
c_program(secrets secrets-stay-out-of-outputs "${CASES}/answers.jsonl")
c_program(null_calls null-is-accepted-everywhere)
c_program(version versions-agree "${COS_ERR_VERSION}")
c_program(arguments mistakes-are-told-by-name "${CASES}/arguments.jsonl")
c_program(client clients-are-made-and-shared)
c_program(head_bucket head-bucket-tells-what-happened)
c_program(request requests-reach-every-api)
c_program(call calls-end-when-told)
