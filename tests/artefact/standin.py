"""The stand-in as users have it: installed, started by one command and stopped by
another, in a ctest project of their own outside this tree.

PREFIX names the installed tree, COS_ERR_ROOT the checkout, WORK a folder for files.
"""

import http.client
import http.server
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(os.environ["COS_ERR_ROOT"])
PREFIX = Path(os.environ["PREFIX"])
PROGRAM = PREFIX / "bin" / "cos-standin"
EXAMPLE = ROOT / "tests" / "standin" / "example"


def expect(holds, what):
    if not holds:
        raise SystemExit(what)


def run(*command, code=0, **options):
    """Output of a command; it must end with this code."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "timeout": 280}
    done = subprocess.run([str(part) for part in command], check=False, **pipes, **options)
    expect(done.returncode == code, f"{command} ended with {done.returncode}, not {code}:\n{done.stdout}")
    return done.stdout


def address_in(file):
    return file.read_text().splitlines()[0].removeprefix("http://")


def process_at(address):
    """The id of the stand-in's process; None: nobody listens."""
    connection = http.client.HTTPConnection(address)
    try:
        connection.request("GET", "/_standin/stats")
        found = re.search(rb'"process":(\d+)', connection.getresponse().read())
        return int(found.group(1))
    except ConnectionRefusedError:
        return None
    finally:
        connection.close()


def outlives_its_starter(work):
    file = work / "address"
    # The shell ends at once, and so does the pipe on which we wait.
    printed = run("sh", "-c", f"'{PROGRAM}' --stay --tls '{work}' --address-file '{file}'")
    expect(printed == file.read_text() and "good" in printed, f"printed {printed!r}")
    address = address_in(file)
    process = process_at(address)
    expect(process is not None and os.getsid(process) == process, "it is not on its own")
    expect(os.readlink(f"/proc/{process}/fd/1") == "/dev/null", "it holds the output of who started it")
    run(PROGRAM, "--stop", file)
    expect(process_at(address) is None and not file.exists(), "it was not stopped")
    expect(not Path(f"/proc/{process}").exists() or "Z" in Path(f"/proc/{process}/stat").read_text(), "it runs on")
    run(PROGRAM, "--stop", file)
    run(PROGRAM, "--stop", address)


def one_left_behind_is_replaced(work):
    file = work / "address"
    run(PROGRAM, "--stay", "--address-file", file)
    former = address_in(file)
    run(PROGRAM, "--stay", "--address-file", file)
    expect(process_at(former) is None or address_in(file) == former, "two run")
    address = address_in(file)
    run(PROGRAM, "--stop", f"http://{address}")
    expect(process_at(address) is None, "it was not stopped by its address")
    run(PROGRAM, "--stay", "--address-file", file)
    run(PROGRAM, "--stop", file)


def mistakes_are_told(work):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = run(PROGRAM, "--stay", "--port", port, code=1)
        expect("in use" in told, f"a taken port: {told!r}")
    file = work / "no" / "such" / "folder"
    told = run(PROGRAM, "--stay", "--address-file", file, code=1)
    expect("No such file" in told, f"no folder: {told!r}")
    (work / "other").write_text("hello\n")
    told = run(PROGRAM, "--stop", work / "other", code=1)
    expect("holds no address" in told and (work / "other").exists(), f"another file: {told!r}")


def other_servers_are_left_alone(_):
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    server.RequestHandlerClass.log_message = lambda *_: None
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    told = run(PROGRAM, "--stop", f"127.0.0.1:{server.server_port}", code=1)
    expect("is no stand-in" in told, f"another server: {told!r}")
    server.shutdown()
    thread.join()
    server.server_close()


def example_passes_in_a_folder_of_its_own(work):
    readme = (ROOT / "tests" / "standin" / "README.md").read_text()
    block = re.search(r"```cmake\n(.*?)```", readme, re.DOTALL).group(1)
    expect(block in (EXAMPLE / "CMakeLists.txt").read_text(), "the README's CMake lines are not those of the example")
    with tempfile.TemporaryDirectory() as outside:
        project = Path(outside) / "project"
        shutil.copytree(EXAMPLE, project)
        lists = project / "CMakeLists.txt"
        build = project / "build"
        for linked in ("static", "shared"):
            lists.write_text((EXAMPLE / "CMakeLists.txt").read_text().replace("cos_err::shared", f"cos_err::{linked}"))
            run("cmake", "-S", project, "-B", build, f"-DCMAKE_PREFIX_PATH={PREFIX}",
                f"-DCMAKE_C_COMPILER={os.environ['C_COMPILER']}", "-DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF")
            run("cmake", "--build", build)
            told = run("ctest", "--test-dir", build, "--output-on-failure")
            expect("100% tests passed, 0 tests failed out of 3" in told, told)
            expect(not (build / "standin.address").exists(), "the stand-in was not stopped")
            needed = run("readelf", "-d", build / "upload_test")
            expect(("libcos_err.so" in needed) == (linked == "shared"), f"{linked}: {needed}")
        # Also after a test that failed.
        (project / "upload_test.c").write_text("int main(void) { return 1; }\n")
        run("cmake", "--build", build)
        run("ctest", "--test-dir", build, code=8)
        expect(not (build / "standin.address").exists(), "the stand-in was not stopped after a failure")


def an_option_leaves_it_out(work):
    tree = work / "tree"
    make = ("make", "-C", ROOT, "install", f"PREFIX={tree}", f"CARGO={os.environ['CARGO']}")
    licenses = tree / "share" / "licenses" / "cos_err"
    run(*make)
    expect((tree / "bin" / "cos-standin").exists() and (licenses / "NOTICES.cos-standin").exists(), "it is not there")
    run(*make, "INSTALL_STANDIN=no")
    expect(not (tree / "bin" / "cos-standin").exists() and not (licenses / "NOTICES.cos-standin").exists(), "it is there")
    expect((tree / "lib" / "libcos_err.so").exists(), "the library is not there")


CHECKS = (
    outlives_its_starter,
    one_left_behind_is_replaced,
    mistakes_are_told,
    other_servers_are_left_alone,
    example_passes_in_a_folder_of_its_own,
    an_option_leaves_it_out,
)


def main():
    for check in CHECKS:
        work = Path(os.environ["WORK"]) / check.__name__
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        check(work)
        print(f"ok: {check.__name__.replace('_', ' ')}")


if __name__ == "__main__":
    sys.exit(main())
