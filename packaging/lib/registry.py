"""A registry for pip and for npm on this machine alone: plain files behind Python's own web server."""

import base64
import hashlib
import json
import shutil
import threading
import urllib.parse
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import npm
from common import PLATFORMS, SCOPE


class Registry:
    """Serves what was built, and remembers what was asked for."""

    def __init__(self, out, crate, folder):
        self.asked = []
        asked = self.asked

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *arguments):
                super().__init__(*arguments, directory=str(folder))

            def log_message(self, *_):
                asked.append(urllib.parse.unquote(self.path))

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        _lay_simple(out, folder)
        _lay_npm(out, crate, folder, self.address)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def _lay_simple(out, folder):
    # The listing of a folder is all that pip wants of an index.
    place = folder / "simple" / "coffeechat"
    place.mkdir(parents=True)
    for file in (out / "pypi").glob("coffeechat-*"):
        shutil.copyfile(file, place / file.name)


def _lay_npm(out, crate, folder, address):
    """What npm asks for: a document a package, and its file. Packages that were not built are described as well, because a real
    registry has them all, and npm has to pick."""
    (folder / "-").mkdir()
    (folder / SCOPE).mkdir()
    laid = [npm.lay_launcher(crate, folder / "npm")]
    laid += [npm.lay_platform(one, npm.PACKAGING / "platforms.json", crate, folder / "npm") for one in PLATFORMS]
    for package in laid:
        described = json.loads((package / "package.json").read_text(encoding="utf-8"))
        name, version = described["name"], described["version"]
        file = f"{name.replace('@', '').replace('/', '-')}-{version}.tgz"
        described["dist"] = {"tarball": f"{address}/-/{file}"}
        built = out / "npm" / file
        if built.is_file():
            content = built.read_bytes()
            (folder / "-" / file).write_bytes(content)
            digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
            described["dist"]["integrity"] = f"sha512-{digest}"
        document = {"name": name, "dist-tags": {"latest": version}, "versions": {version: described}}
        (folder / name).write_text(json.dumps(document), encoding="utf-8")
    shutil.rmtree(folder / "npm")
