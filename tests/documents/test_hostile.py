"""Documents that strangers wrote to do harm: each is refused within two seconds and 200 MB, in a process of its own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.documents.library import Library

CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from pathlib import Path
from sim.documents.checking import check_paths
from sim.documents.library import Library
from sim.engine.program import build_program
began = time.process_time()
report = check_paths([Path(sys.argv[1])], Library(), lambda book, sources: build_program(book, sources, ()))
seconds = time.process_time() - began
# not ru_maxrss: a child's begins at what its parent, this test run, holds
megabytes = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
print(json.dumps({"errors": [error.text() for error in report.errors], "seconds": seconds, "megabytes": megabytes}))
"""


def check_apart(path: Path) -> list[str]:
    """Check a path in a child process with limits; return its errors after holding time and memory to their bounds."""
    done = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["seconds"] < 2
    assert found["megabytes"] < 200
    assert not any("Traceback" in error for error in found["errors"])
    return found["errors"]


TEXTS = {
    "alias bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "ten megabytes of nesting": b"a: " + b"[" * 10_000_000,
    "nesting under the size limit": b"[" * 990_000,
    "block nesting": b"- " * 490_000,
    "many values": b"a: [" + b"1," * 490_000 + b"]",
    "piled marks": ("peninsula: scenario 1\ntitle: a" + "\u0316\u0301" * 240_000).encode(),
    "duplicate keys": b"peninsula: scenario 1\ntitle: a\ntitle: b\n",
    "python tag": b"!!python/object/apply:os.system [id]\n",
    "not UTF-8": b"peninsula: scenario 1\ntitle: \xff\xfe\n",
    "NUL": b"peninsula: scenario 1\ntitle: a\0b\n",
    "wrong type everywhere": b"peninsula: scenario 1\ntitle: [1]\nlength: {a: b}\ncalendar: 3\nopening_sheets: []\n",
    "no mapping": b"- 1\n- 2\n",
    "huge number": b"peninsula: scenario 1\nlength: 999999999999999999\nscale: 1e999\n",
    "a kind that is no word": b"peninsula: [1]\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts_are_refused(name: str, tmp_path: Path):
    path = tmp_path / "hostile.yaml"
    path.write_bytes(TEXTS[name])
    assert check_apart(path)


HOSTILE = {
    "call": ('add: "un_rise"', "add: \"__import__('os').system('id')\""),
    "attribute": ('add: "un_rise"', 'add: "un_rise.__class__"'),
    "statement": ('add: "un_rise"', 'add: "un_rise; import os"'),
    "long": ('add: "un_rise"', f'add: "{"1 + " * 400}1"'),
    "deep": ('add: "un_rise"', f'add: "{"(" * 200}1{")" * 200}"'),
    "power": ('add: "un_rise"', 'add: "9 ** 9 ** 9"'),
    "division": ('add: "un_rise"', 'add: "1 / (hope - hope)"'),
    "title with a line break": ("title: UN sanctions\n", 'title: "UN\\nimport os  #"\n'),
    "claim with a line break": ("claims: [harmony.missiles_bring_china_to_vote]", 'claims: ["harmony.a\\nimport os"]'),
    "term with a line break": ("resolution: {add: ", '"a\\nimport os": {add: '),
    "dial with a line break": ("  un_sanctions:\n", '  "un_sanctions = 1\\nimport os":\n'),
    "dial that is code": ("  un_sanctions:\n", '  "x[__import__(1)]":\n'),
    "dial named as a word of Python": ("  un_sanctions:\n", "  lambda:\n"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_expressions_and_names_cannot_escape(name: str, tmp_path: Path):
    old, new = HOSTILE[name]
    folder = tmp_path / "rulebook"
    shutil.copytree(Library().package / "rulebook", folder)
    text = (folder / "dials.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "dials.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    errors = check_apart(folder)
    assert errors
    assert "rulebook/dials.yaml" in errors[0]
