"""Builds what people install: wheels, npm packages, archives, and the sources for PyPI, npm and crates.io."""

import argparse
import json
import os
import shutil
import stat
import sys
import tarfile
import zipfile
from pathlib import Path

import npm
import release
from common import PACKAGING, PLATFORMS, ROOT, Refused, archive_name, crate, has_std, main, need, platform, run, target_folder

DESCRIPTION = "Builds the packages of coffeechat. Each has the version that Cargo.toml says. Every command that is run is printed."
COMMANDS = {
    "platform": "the wheel, the npm package and the archive of the named platforms; one compilation serves all three",
    "here": "the same for every platform that the installed Rust has a standard library for, and the sources",
    "sources": "what is the same everywhere: the source distribution for PyPI, the crate, and the launcher for npm",
    "npm": "the npm packages alone, as folders, around a program that is built already",
    "finish": "SHA256SUMS and the Homebrew formula over what lies in the folder",
    "matrix": "the platforms as JSON, for the release workflow",
    "verify": "says whether a tag and a repository are those that Cargo.toml speaks of",
}


def tools():
    """Where maturin and zig are: installed once, below target, in the versions that requirements.txt pins."""
    wanted = (PACKAGING / "requirements.txt").read_bytes()
    place = target_folder() / "tools" / "packaging"
    folder = place / ("Scripts" if os.name == "nt" else "bin")
    stamp = place / "requirements.txt"
    if not stamp.exists() or stamp.read_bytes() != wanted:
        run([sys.executable, "-m", "venv", "--clear", place])
        run([folder / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", PACKAGING / "requirements.txt"])
        stamp.write_bytes(wanted)
    return folder


def maturin(*arguments):
    """Runs maturin, with the zig beside it."""
    folder = tools()
    run([folder / "maturin", *arguments], env={"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"})


def build_wheel(one, out):
    """The wheel of a platform. On Linux zig links it, against a C library old enough for every machine in use."""
    place = out / "pypi"
    before = set(place.glob("*.whl"))
    linux = ["--zig", "--compatibility", one["wheel"]] if "wheel" in one else []
    made = place / f".{one['name']}"
    shutil.rmtree(made, ignore_errors=True)
    maturin("build", "--release", "--locked", "--target", one["target"], "--out", made, *linux)
    wheel = next(made.glob("*.whl"))
    wheel = wheel.replace(place / wheel.name)
    made.rmdir()
    if wheel in before:
        print(f"{wheel.name} was there already, and is replaced.")
    return wheel


def take_program(wheel, into):
    """Takes the program out of a wheel, so that every road brings the same bytes."""
    with zipfile.ZipFile(wheel) as opened:
        inside = next(name for name in opened.namelist() if ".data/scripts/" in name)
        program = into / inside.rsplit("/", 1)[1]
        into.mkdir(parents=True, exist_ok=True)
        program.write_bytes(opened.read(inside))
    program.chmod(0o755)
    return program


def build_archive(one, program, said, out):
    """The program with its licences and README, as cargo binstall and Homebrew expect it."""
    top = archive_name(said["version"], one["target"])
    files = [program] + [ROOT / name for name in ("README.md", "LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md")]
    out.mkdir(parents=True, exist_ok=True)
    if program.suffix == ".exe":
        with zipfile.ZipFile(out / f"{top}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, f"{top}/{file.name}")
        return
    def plain(entry):
        # Whoever built it is nobody's business, and root owns what root unpacks.
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mode = 0o755 if entry.mode & stat.S_IXUSR else 0o644
        return entry
    with tarfile.open(out / f"{top}.tar.gz", "w:gz") as archive:
        for file in files:
            archive.add(file, f"{top}/{file.name}", filter=plain)


def build_platform(one, out):
    """Everything of a platform."""
    if not has_std(one["target"]):
        raise Refused(f"Rust has no standard library for {one['target']} here. Type: rustup target add {one['target']}")
    need("npm", "it makes the packages for npm")
    said = crate()
    program = take_program(build_wheel(one, out), out / "programs" / one["name"])
    build_archive(one, program, said, out / "archives")
    (out / "npm").mkdir(parents=True, exist_ok=True)
    npm.pack(npm.lay_platform(one, program, said, out / "npm-folders"), out / "npm")


def build_sources(out):
    """What is the same on every platform."""
    need("npm", "it makes the packages for npm")
    maturin("sdist", "--out", out / "pypi")
    # Nobody but the crates.io of the day needs to agree here, so that what is not committed may be tried as well.
    run(["cargo", "package", "--locked", "--no-verify", "--allow-dirty", "--target-dir", target_folder()])
    said = crate()
    (out / "crate").mkdir(parents=True, exist_ok=True)
    name = f"coffeechat-{said['version']}.crate"
    shutil.copyfile(target_folder() / "package" / name, out / "crate" / name)
    (out / "npm").mkdir(parents=True, exist_ok=True)
    npm.pack(npm.lay_launcher(said, out / "npm-folders"), out / "npm")


def build_here(out):
    """Whatever this machine can build, and a line for what it cannot."""
    here = [one for one in PLATFORMS if has_std(one["target"])]
    for one in here:
        build_platform(one, out)
    build_sources(out)
    for one in PLATFORMS:
        if one not in here:
            print(f"Not built: {one['name']}. Rust has no standard library for {one['target']} here.")


def parse():
    parser = argparse.ArgumentParser(prog="packaging/build", description=DESCRIPTION)
    parser.add_argument("--out", type=Path, default=None, help="the folder for what is built; target/packages unless given")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    made = {name: commands.add_parser(name, help=text, description=text) for name, text in COMMANDS.items()}
    made["platform"].add_argument("names", nargs="+", metavar="PLATFORM", help=", ".join(one["name"] for one in PLATFORMS))
    made["npm"].add_argument("name", metavar="PLATFORM")
    made["npm"].add_argument("program", type=Path, metavar="PROGRAM", help="the program, built for that platform")
    made["verify"].add_argument("--tag", required=True, help="such as v1.2.3")
    made["verify"].add_argument("--repository", help="such as OWNER/coffeechat")
    return parser.parse_args()


def start():
    asked = parse()
    out = (asked.out or target_folder() / "packages").resolve()
    if asked.command == "platform":
        for one in [platform(name) for name in asked.names]:
            build_platform(one, out)
    elif asked.command == "here":
        build_here(out)
    elif asked.command == "sources":
        build_sources(out)
    elif asked.command == "npm":
        if not asked.program.is_file():
            raise Refused(f"There is no program {asked.program}.")
        npm.lay_platform(platform(asked.name), asked.program, crate(), out / "npm-folders")
        print(npm.lay_launcher(crate(), out / "npm-folders"))
    elif asked.command == "finish":
        release.finish(crate(), out)
    elif asked.command == "matrix":
        print(json.dumps([{"name": one["name"], "target": one["target"], "runner": one["runner"]} for one in PLATFORMS]))
    else:
        release.verify(crate(), asked.tag, asked.repository)


if __name__ == "__main__":
    main(start)
