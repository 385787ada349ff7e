# The programs: file, the behaviour it shows, arguments. Read twice: by the project that
# builds them, and by ctest, which runs them.
parts_program(upload files-are-uploaded-in-parts)
parts_program(failures uploads-that-fail-leave-nothing)
