"""The packages for npm: a launcher, and one package a platform that holds the program."""

import json
import shutil

from common import PACKAGING, PLATFORMS, ROOT, SCOPE, Refused, run

LICENCES = ("LICENSE-APACHE", "LICENSE-MIT")


def _describe(template, crate, **more):
    described = json.loads((PACKAGING / "npm" / template).read_text(encoding="utf-8"))
    described.update(version=crate["version"], license=crate["license"].replace("MIT OR Apache-2.0", "(MIT OR Apache-2.0)"), **more)
    if crate["repository"]:
        # npm compares this address with the repository that a package was built in.
        described["repository"] = {"type": "git", "url": f"git+{crate['repository']}.git"}
    return described


def _lay(folder, described, readme, files):
    """Lays a package out in a folder of its own."""
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "bin").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(readme, encoding="utf-8")
    for name in LICENCES:
        shutil.copyfile(ROOT / name, folder / name)
    for source, name in files:
        placed = folder / "bin" / name
        shutil.copyfile(source, placed)
        placed.chmod(0o755)
    return folder


def lay_platform(platform, program, crate, into):
    """The package with the program of a platform."""
    name = SCOPE + platform["name"]
    described = _describe("platform.json", crate, **platform["npm"])
    described = {"name": name, "description": f"The program of coffeechat for {platform['name']}", **described}
    readme = f"# {name}\n\nThe program of coffeechat for {platform['name']}. `npm install coffeechat` brings it where it is needed.\n"
    ending = ".exe" if "win32" in platform["npm"]["os"] else ""
    return _lay(into / platform["name"], described, readme, [(program, f"coffeechat{ending}")])


def lay_launcher(crate, into):
    """The package that people install. It asks for exactly the programs of its own version."""
    programs = {SCOPE + one["name"]: crate["version"] for one in PLATFORMS}
    described = _describe("launcher.json", crate, keywords=crate["keywords"], optionalDependencies=programs)
    described["description"] = crate["description"]
    readme = (PACKAGING / "npm" / "README.md").read_text(encoding="utf-8")
    return _lay(into / "coffeechat", described, readme, [(PACKAGING / "npm" / "coffeechat.js", "coffeechat.js")])


def pack(folder, out):
    """Makes the file that npm publishes, and gives its path back."""
    # With npm itself, so that what is in it is what npm would send.
    written = run(["npm", "pack", "--json", "--pack-destination", out, folder], quiet=True)
    listed = json.loads(written)
    # A list up to npm 11, a table by name from then on.
    first = listed[0] if isinstance(listed, list) else next(iter(listed.values()))
    packed = {file["path"] for file in first["files"]}
    # npm leaves out what `files` does not name, without a word.
    missing = [name for name in (*LICENCES, "README.md") if name not in packed]
    if missing or not any(name.startswith("bin/") for name in packed):
        raise Refused(f"{first['filename']} lacks {', '.join(missing) or 'bin/'}. It has {', '.join(sorted(packed))}.")
    return out / first["filename"].replace("@", "").replace("/", "-")
