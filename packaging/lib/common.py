"""What the parts of packaging share: where things are, what Cargo.toml says, how a command is run and a refusal is said."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent.parent
ROOT = PACKAGING.parent
PLATFORMS = json.loads((PACKAGING / "platforms.json").read_text(encoding="utf-8"))
SCOPE = "@coffeechat/"


class Refused(Exception):
    """What was asked cannot be done; the text says why, and what to type."""


def run(command, cwd=ROOT, env=None, may_end_with=(0,), quiet=False, both=False):
    """Runs a command after printing it, and gives back what it wrote to standard output if `quiet`, and to standard error too if `both`."""
    command = [str(part) for part in command]
    print(f"$ {shlex.join(command)}", flush=True)
    # Windows starts npm and the like by their whole names only.
    command[0] = shutil.which(command[0]) or command[0]
    try:
        done = subprocess.run(
            command, cwd=cwd, env={**os.environ, **(env or {})}, text=True, encoding="utf-8", errors="replace",
            stdout=subprocess.PIPE if quiet or both else None, stderr=subprocess.STDOUT if both else None,
        )
    except OSError as why:
        raise Refused(f"{command[0]} could not be started: {why.strerror}.") from why
    if done.returncode not in may_end_with:
        raise Refused(f"That ended with exit code {done.returncode}: {shlex.join(command)}")
    return done.stdout


def need(program, why):
    """Refuses where a program is not installed."""
    if shutil.which(program) is None:
        raise Refused(f"{program} is not on this machine, and {why}. Install it and start again.")


def crate():
    """What Cargo.toml says of the crate: the only place with a version."""
    need("cargo", "only it reads what Cargo.toml says")
    command = ["cargo", "metadata", "--no-deps", "--offline", "--format-version", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise Refused(f"Cargo.toml cannot be read.\n{done.stderr.strip()}")
    return next(one for one in json.loads(done.stdout)["packages"] if one["name"] == "coffeechat")


def target_folder():
    """Where cargo builds."""
    return Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").resolve()


def platform(name):
    """A platform by its name."""
    for one in PLATFORMS:
        if one["name"] == name:
            return one
    names = ", ".join(one["name"] for one in PLATFORMS)
    raise Refused(f"There is no platform {name}. There are {names}.")


def has_std(target):
    """Whether the installed Rust can build for a target: its standard library is there."""
    command = ["rustc", "--print", "target-libdir", "--target", target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.returncode == 0 and any(Path(done.stdout.strip()).glob("libstd-*"))


def archive_name(version, target):
    """The name of the archive of a platform, without what says its format. Cargo.toml tells `cargo binstall` the same."""
    return f"coffeechat-v{version}-{target}"


def main(function):
    """Ends with 2 and a sentence where something could not be done."""
    try:
        sys.exit(function())
    except Refused as why:
        print(f"packaging: {why}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
