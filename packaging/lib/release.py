"""What a release adds to the packages: sums, the formula for Homebrew, and the question whether this is the right version."""

import hashlib

from common import PACKAGING, Refused, archive_name, platform

FORMULA = PACKAGING / "homebrew" / "coffeechat.rb"
# The formula's four, by the words that its template has for them.
BREWED = {"MAC_ARM": "darwin-arm64", "MAC_INTEL": "darwin-x64", "LINUX_ARM": "linux-arm64-gnu", "LINUX_INTEL": "linux-x64-gnu"}
PLACEHOLDER = "OWNER"


def verify(crate, tag, repository=None):
    """Refuses a tag or a repository that Cargo.toml does not speak of."""
    if tag != f"v{crate['version']}":
        raise Refused(
            f"The tag is {tag}, and Cargo.toml says version {crate['version']}. Nothing is released.\n"
            f"Tag the commit whose Cargo.toml has the version, as v{crate['version']}, or change the version first."
        )
    address = crate["repository"] or ""
    if repository and address.lower() != f"https://github.com/{repository}".lower():
        raise Refused(
            f"This is the repository {repository}, and Cargo.toml says {address or 'none'}. Nothing is released.\n"
            f"Write the right address behind `repository` in Cargo.toml. People are sent there."
        )
    print(f"{tag} is the version of Cargo.toml.")


def digest(file):
    """The SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def formula(crate, archives):
    """The formula for Homebrew, or a refusal where an archive that it names is missing."""
    text = FORMULA.read_text(encoding="utf-8")
    words = {
        "VERSION": crate["version"],
        "DESCRIPTION": crate["description"],
        "ADDRESS": crate["repository"] or "",
    }
    for word, name in BREWED.items():
        archive = archives / f"{archive_name(crate['version'], platform(name)['target'])}.tar.gz"
        if not archive.is_file():
            raise Refused(f"The formula names {archive.name}, and it is not in {archives}.")
        words[f"{word}_FILE"], words[f"{word}_SHA256"] = archive.name, digest(archive)
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text


def finish(crate, out):
    """Writes the formula, and the sums of everything that is offered for download."""
    archives = out / "archives"
    files = sorted(file for file in archives.glob("coffeechat-*"))
    if not files:
        raise Refused(f"There are no archives in {archives}. Build them first: packaging/build platform NAME")
    sums = "".join(f"{digest(file)}  {file.name}\n" for file in files)
    (archives / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(sums, end="")
    (archives / "coffeechat.rb").write_text(formula(crate, archives), encoding="utf-8")
