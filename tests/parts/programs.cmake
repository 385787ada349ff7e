# The programs: file, the behaviour it shows, arguments. Read twice: by the project that
# builds them, and by ctest, which runs them.
parts_program(upload files-are-uploaded-in-parts)
parts_program(failures uploads-that-fail-leave-nothing)
parts_program(download objects-are-downloaded-in-parts)
parts_program(every_fault transfers-meet-every-fault "${CMAKE_CURRENT_LIST_DIR}/../cases/faults.jsonl")
parts_program(resume transfers-go-on-after-their-end)
parts_program(started transfers-run-beside-others)
