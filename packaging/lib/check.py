"""Installs each package in an empty folder, goes with it to a first commit, and says how long a person waits for the first diagnostic."""

import argparse
import os
import platform as computer
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import Refused, PLATFORMS, crate, main, need, target_folder
from registry import Registry
from roads import ROADS, Road

DESCRIPTION = """Builds what this machine can build, installs each package in an empty folder, from its file and from a registry on
127.0.0.1, runs `coffeechat --version` and lints a note; then installs the hook, and has it hold a commit back and let the mended note
through. Prints each command, then a table. Ends with 1 where a road does not work, with 2 where something is missing."""


def parse():
    parser = argparse.ArgumentParser(prog="packaging/check", description=DESCRIPTION)
    parser.add_argument("--out", type=Path, default=None, help="the folder with what was built; target/packages unless given")
    parser.add_argument("--no-build", action="store_true", help="take what lies in that folder")
    parser.add_argument("--skip", action="append", default=[], metavar="ROAD", choices=list(ROADS), help=", ".join(ROADS))
    return parser.parse_args()


def this_platform():
    """The platform of this machine, by the names that npm has."""
    system = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}.get(computer.system(), computer.system())
    cpu = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64"}.get(computer.machine(), computer.machine())
    libc = {"glibc": ["glibc"]}.get(computer.libc_ver()[0], ["musl"]) if system == "linux" else None
    for one in PLATFORMS:
        npm = one["npm"]
        if npm["os"] == [system] and npm["cpu"] == [cpu] and npm.get("libc") == libc:
            return one
    raise Refused(f"No package is made for this machine ({system}-{cpu}), so none can be tried here.")


def same_versions(out, version):
    """Refuses packages of another version than Cargo.toml's; PyPI writes some of them in its own way."""
    found = [file for part in ("pypi", "npm", "archives", "crate") for file in (out / part).glob("coffeechat*") if file.suffix != ".rb"]
    if not found:
        raise Refused(f"Nothing was built in {out}. Type: packaging/check, without --no-build")
    for file in found:
        plain = version.replace("-rc.", "rc").replace("-beta.", "b").replace("-alpha.", "a")
        if version not in file.name and plain not in file.name:
            raise Refused(f"{file.name} is not of version {version}, which Cargo.toml says. Delete {out} and build again.")


def start():
    asked = parse()
    out = (asked.out or target_folder() / "packages").resolve()
    need("cargo", "it builds the program")
    need("node", "the launcher for npm runs in it")
    need("npm", "it installs the packages for npm")
    here, said = this_platform(), crate()
    if not asked.no_build:
        build = Path(__file__).parent / "build.py"
        if subprocess.run([sys.executable, "-B", build, "--out", out, "here"]).returncode != 0:
            raise Refused("The packages could not be built; the reason stands above.")
    same_versions(out, said["version"])
    rows = []
    with tempfile.TemporaryDirectory(prefix="coffeechat-check-") as folder:
        served = Path(folder) / "registry"
        served.mkdir()
        with Registry(out, said, served) as registry:
            for name, road in ROADS.items():
                if name in asked.skip:
                    rows.append((name, "", "not tried"))
                    continue
                empty = Path(folder) / name.replace(", ", "-").replace(" ", "-")
                empty.mkdir()
                print(f"\n== {name}", flush=True)
                walked = Road(empty, out, registry, here, said["version"])
                began = time.monotonic()
                try:
                    road(walked)
                    took = walked.diagnosed - began
                    rows.append((name, f"{took:.1f}", "works"))
                except Refused as why:
                    print(why)
                    rows.append((name, "", "does not work"))
    print(f"\n{here['name']}, coffeechat {said['version']}, {os.cpu_count()} cores. Seconds from the first command to the first diagnostic:\n")
    width = max(len(name) for name in ROADS)
    print(f"{'road'.ljust(width)}  seconds  ")
    for name, seconds, works in rows:
        print(f"{name.ljust(width)}  {seconds.rjust(7)}  {works}")
    return 1 if any(works == "does not work" for _, _, works in rows) else 0


if __name__ == "__main__":
    main(start)
