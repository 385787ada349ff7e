"""The list of libraries that the static one needs: what rustc says, what is
recorded, what pkg-config and CMake are told, and what a C program really links.
The compiler adds libc and the unwinder itself: for -static it takes another one."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["COS_ERR_ROOT"])
PREFIX = Path(os.environ["PREFIX"])
WORK = Path(os.environ["WORK"])
OF_THE_COMPILER = ["gcc_s", "c"]

PROGRAM = """
#include <cos_err.h>
int main(void) {
  cos_client_t *client = NULL;
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_error_t *error = cos_client_new(options, &client);
  cos_client_options_free(options);
  int failed = error != NULL;
  cos_error_free(error);
  cos_client_free(client);
  return failed;
}
"""


def recorded():
    return (ROOT / "bindings/c/static-libs.txt").read_text(encoding="utf-8").split()


def told_by_rustc():
    """The development profile: it links the same native libraries and is built for the unit tests anyway."""
    command = [os.environ["CARGO"], "rustc", "--locked", "--lib", "--crate-type", "staticlib"]
    command += ["--", "--print", "native-static-libs"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lists = re.findall(r"native-static-libs: (.*)", said.stderr)
    if not lists:
        raise SystemExit("rustc names no libraries:\n" + said.stderr)
    return [flag[2:] for flag in lists[-1].split() if flag[2:] not in OF_THE_COMPILER]


def told_by_pkg_config(*package):
    command = [os.environ.get("PKG_CONFIG", "pkg-config"), "--libs-only-l", *package]
    environment = {**os.environ, "PKG_CONFIG_PATH": str(PREFIX / "lib/pkgconfig")}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    return [flag[2:] for flag in said.split() if flag != "-lcos_err"]


def told_by_cmake():
    text = (PREFIX / "lib/cmake/cos_err/cos_errConfig.cmake").read_text(encoding="utf-8")
    return re.search(r'INTERFACE_LINK_LIBRARIES "(.*)"', text).group(1).split(";")


def links_and_runs(options, libraries):
    WORK.mkdir(parents=True, exist_ok=True)
    program = WORK / "program"
    (WORK / "program.c").write_text(PROGRAM, encoding="utf-8")
    command = [os.environ["C_COMPILER"], WORK / "program.c", f"-I{PREFIX / 'include'}", PREFIX / "lib/libcos_err.a"]
    command += [*options, *(f"-l{name}" for name in libraries), "-o", program]
    linked = subprocess.run(command, capture_output=True, text=True, check=False)
    if linked.returncode != 0:
        print(linked.stderr)
        return False
    return subprocess.run([program], check=False).returncode == 0


def main():
    libraries = recorded()
    expected = [
        (told_by_rustc(), "rustc"),
        (told_by_pkg_config("--static", "cos_err"), "cos_err.pc"),
        (told_by_pkg_config("cos_err-static"), "cos_err-static.pc"),
        (told_by_cmake(), "CMake"),
    ]
    failures = [f"{who} says {said}, recorded is {libraries}" for said, who in expected if said != libraries]
    # -nodefaultlibs keeps the compiler from adding what is missing in the list.
    if not links_and_runs(["-nodefaultlibs"], libraries + OF_THE_COMPILER):
        failures.append("a program with exactly this list does not link or run")
    for options in ([], ["-static"], ["-static-pie"]):
        if not links_and_runs(options, []):
            failures.append(f"a program with the archive alone does not link or run, {options}")
    print("\n".join(failures) or f"{libraries} is complete")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
