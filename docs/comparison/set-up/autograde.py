"""What an instructor writes on an afternoon: the checks of an autograder, one line a complaint."""
import re, sys
from datetime import date
from pathlib import Path

import yaml

STATUSES = ["planned", "contacted", "scheduled", "talked", "followed-up", "no-reply", "declined"]

def complaints(text):
    parts = re.match(r"---\n(.*?)\n---\n(.*)", text, re.S)
    if not parts:
        return ["no front matter"]
    try:
        front = yaml.safe_load(parts[1])
    except Exception as why:
        return [f"front matter: {why}".replace("\n", " ")]
    said = []
    if front.get("level") not in (1, 2, 3):
        said.append("level must be 1, 2 or 3")
    if not front.get("contact"):
        said.append("no contact")
    status = front.get("status", "talked")
    if status not in STATUSES:
        said.append(f"unknown status {status}")
    if status in ("talked", "followed-up"):
        if not isinstance(front.get("date"), date):
            said.append("no date")
        for section in ("Questions", "Notes", "Takeaway"):
            found = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", parts[2], re.S | re.M)
            if not found or len(re.sub(r"<!--.*?-->|\W", "", found[1], flags=re.S)) < 5:
                said.append(f"{section} is missing or empty")
    return said

files = [file for name in sys.argv[1:] for file in (Path(name).rglob("*.md") if Path(name).is_dir() else [Path(name)])]
bad = [f"{file}: {one}" for file in sorted(files) for one in complaints(file.read_text(encoding="utf-8"))]
print("\n".join(bad))
sys.exit(bool(bad))
