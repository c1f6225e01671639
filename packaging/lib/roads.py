"""The roads by which somebody comes to the program, each from an empty folder to the first diagnostic, and on to a commit that is held
back and the mended note that is let through."""

import os
import shutil
import sys
import time

from common import Refused, archive_name, run

NOTE = """---
level: 1
contact: Grace Hopper
date: 2026-11-18
status: talked
---

## Questions

- What surprised you in your first year?

## Notes

She kept a list of every question that she had been afraid to ask.

## Takeaway
"""
TAKEAWAY = "\nWrite down what I am afraid to ask, and ask it. I will send her my list in two weeks.\n"
EXPECTED = "missing-takeaway"


class Road:
    """An empty folder, and what a person types in it."""

    def __init__(self, folder, out, registry, platform, version):
        self.folder, self.out, self.registry, self.platform, self.version = folder, out, registry, platform, version
        self.diagnosed = None
        self._environment = {
            # Nothing of what this machine has in store, and no settings of the person whose it is.
            "npm_config_cache": str(folder / "npm-cache"),
            "npm_config_userconfig": str(folder / "no-npmrc"),
            "npm_config_update_notifier": "false",
            "npm_config_audit": "false",
            "npm_config_fund": "false",
            "XDG_CONFIG_HOME": str(folder / "no-settings"),
            "COFFEECHAT_TODAY": "2026-11-23",
            "NO_COLOR": "1",
            # The hook shall run the program of this road, and not one that was installed before.
            "PATH": os.pathsep.join(place for place in os.get_exec_path() if not shutil.which("coffeechat", path=place)),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_{what}": said for who in ("AUTHOR", "COMMITTER") for what, said in (("NAME", "A Student"), ("EMAIL", "student@example.org"))},
        }

    def type(self, *command, **more):
        """Runs a command in the folder, or in another one."""
        return run(command, env=self._environment, **{"cwd": self.folder, **more})

    def first_diagnostic(self, *program):
        """The version, and a note with something missing: what it says, and the exit code that a hook goes by."""
        said = self.type(*program, "--version", quiet=True).strip()
        if said != f"coffeechat {self.version}":
            raise Refused(f"The version is `{said}`, and Cargo.toml says {self.version}.")
        journal = self.folder / "journal"
        (journal / "networking").mkdir(parents=True)
        note = journal / "networking" / "2026-11-18-grace-hopper.md"
        note.write_text(NOTE, encoding="utf-8")
        report = self.type(*program, "lint", "--format", "concise", "journal", quiet=True, may_end_with=(1,))
        self.diagnosed = time.monotonic()
        print(report, end="")
        if EXPECTED not in report:
            raise Refused(f"The report does not say {EXPECTED}.")
        self.first_commit(journal, note, program)

    def first_commit(self, journal, note, program):
        """A hook, the commit that it holds back, and the same commit with the note mended."""
        self.type("git", "init", "-q", cwd=journal)
        self.type(*program, "hook", "install", cwd=journal)
        commit = ("git", "commit", "-qm", "My conversation with Grace Hopper")
        self.type("git", "add", ".", cwd=journal)
        held = self.type(*commit, cwd=journal, both=True, may_end_with=(1,))
        print(held, end="")
        if EXPECTED not in held:
            raise Refused(f"The commit was held back, and {EXPECTED} is not what was said.")
        note.write_text(NOTE + TAKEAWAY, encoding="utf-8")
        print("# The takeaway is written now.")
        self.type("git", "add", ".", cwd=journal)
        print(self.type(*commit, cwd=journal, both=True), end="")
        self.type("git", "log", "--oneline", "--no-decorate", cwd=journal)

    def venv(self):
        """An empty Python environment, and its programs."""
        self.type(sys.executable, "-m", "venv", "venv")
        return self.folder / "venv" / ("Scripts" if os.name == "nt" else "bin")

    def file(self, part, pattern):
        """The one file of that pattern."""
        found = sorted((self.out / part).glob(pattern))
        if len(found) != 1:
            names = ", ".join(file.name for file in found) or "none"
            raise Refused(f"One file {pattern} was to be in {self.out / part}, and there is: {names}.")
        return found[0]


def pip_file(road):
    programs = road.venv()
    # pip takes from a folder the wheel that suits the machine, as it does from an index.
    road.type(programs / "pip", "--isolated", "install", "--quiet", "--no-index", "--only-binary", ":all:", "--find-links", road.out / "pypi", "coffeechat")
    road.first_diagnostic(programs / "coffeechat")


def pip_index(road):
    programs = road.venv()
    index = f"{road.registry.address}/simple"
    road.type(programs / "pip", "--isolated", "install", "--quiet", "--no-cache-dir", "--only-binary", ":all:", "--index-url", index, "coffeechat")
    road.first_diagnostic(programs / "coffeechat")


def pip_source(road):
    programs = road.venv()
    # From the source distribution; pip fetches maturin for it, from wherever this machine fetches packages.
    road.type(programs / "pip", "install", "--quiet", "--no-cache-dir", road.file("pypi", "coffeechat-*.tar.gz"))
    road.first_diagnostic(programs / "coffeechat")


def npm_file(road):
    launcher = road.file("npm", "coffeechat-[0-9]*.tgz")
    program = road.file("npm", f"coffeechat-{road.platform['name']}-*.tgz")
    road.type("npm", "install", "--offline", launcher, program)
    road.first_diagnostic(road.folder / "node_modules" / ".bin" / _command())


def npm_registry(road):
    fetched = len(road.registry.asked)
    road.type("npm", "install", "--registry", road.registry.address, "coffeechat")
    _only_ours(road, fetched)
    road.first_diagnostic(road.folder / "node_modules" / ".bin" / _command())


def npm_global(road):
    fetched = len(road.registry.asked)
    place = road.folder / "global"
    road.type("npm", "install", "--registry", road.registry.address, "--global", "--prefix", place, "coffeechat")
    _only_ours(road, fetched)
    road.first_diagnostic(place / _command() if os.name == "nt" else place / "bin" / "coffeechat")


def npx(road):
    road.first_diagnostic("npx", "--yes", "--registry", road.registry.address, "coffeechat")


def archive(road):
    name = archive_name(road.version, road.platform["target"])
    road.type("tar", "-xf", road.file("archives", f"{name}.*"))
    road.first_diagnostic(road.folder / name / ("coffeechat.exe" if os.name == "nt" else "coffeechat"))


def cargo_crate(road):
    road.type("tar", "-xf", road.file("crate", "coffeechat-*.crate"))
    road.type("cargo", "install", "--quiet", "--locked", "--path", f"coffeechat-{road.version}", "--root", "installed")
    road.first_diagnostic(road.folder / "installed" / "bin" / "coffeechat")


def _command():
    return "coffeechat.cmd" if os.name == "nt" else "coffeechat"


def _only_ours(road, since):
    """Of all the programs, the one for this machine alone was fetched."""
    fetched = sorted({path.rsplit("/", 1)[1] for path in road.registry.asked[since:] if path.endswith(".tgz")})
    expected = sorted([f"coffeechat-{road.version}.tgz", f"coffeechat-{road.platform['name']}-{road.version}.tgz"])
    if fetched != expected:
        raise Refused(f"npm fetched {fetched}, and should have fetched {expected}.")


ROADS = {
    "pip, from the file": pip_file,
    "pip, from an index": pip_index,
    "pip, from source": pip_source,
    "npm, from the files": npm_file,
    "npm, from a registry": npm_registry,
    "npm --global": npm_global,
    "npx": npx,
    "archive": archive,
    "cargo install, of the crate": cargo_crate,
}
