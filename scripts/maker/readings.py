"""The worth of evidence: damages reports, takes one kind of evidence away at a time, and writes docs/READINGS.md.

    scripts/measure-readings                  the corpus, and made PDFs and web pages
    scripts/measure-readings --reports DIR    reports made before by the same seed and count, in DIR
    scripts/measure-readings --profile dev    with a build that is there already

The damage itself is done by tests/damage (worth.rs says what is counted). Some ten minutes on two cores.
"""
import argparse
import collections
import datetime
import json
import os
import pathlib
import subprocess
import tempfile

from . import make, tally
from .figures import percent, table

HOME = pathlib.Path(__file__).resolve().parents[2]
PAGE = HOME / "docs" / "READINGS.md"
# Documents that allow two readings: tables in tags, and PDFs by every program the maker has.
SEED, COUNT = 702, 100
ONLY = ["html", "docx", "pdf_ruled_chromium", "pdf_ruled_libreoffice", "pdf_ruled_reportlab", "pdf_ruled_typst", "pdf_ruled_weasyprint", "pdf_borderless_typst"]
# Times each document is damaged in each way. A number is misread four times as often (see worth.rs).
CORPUS_TIMES, MADE_TIMES = 3, 2

HEAD = """A *silent* cell is wrong, and neither it nor its report is marked. A *bare* cell is wrong and not marked itself, whatever its report is. Each kind of evidence was taken away alone, and what then stood unmarked was counted: a cell that two kinds mark counts for neither. Zero says that other evidence is enough for this damage, not that the evidence is wrong.

Damage is done to right documents after decoding: one harm, several harms (four), or four harms to rules and tags only (a rule lost, cut short or moved, a span too wide or too narrow, an empty cell lost or added)."""

SECOND = """A number was misread as a PDF engine may do it: a digit lost, taken for another, or two in each other's place. The second engine (`pdf-extract`, which shares no code with the first) read the undamaged document. *Asked* says for which documents."""

ALARMS = """Undamaged made reports whose printed numbers agree, and what the readings say against them."""


def measured(profile, times, home=None):
    """The figures of tests/damage."""
    with tempfile.TemporaryDirectory() as d:
        out = pathlib.Path(d) / "worth.json"
        env = {**os.environ, "GONGKAI_WORTH": str(out), "GONGKAI_DAMAGE": str(times)}
        if home:
            env["GONGKAI_DAMAGE_FROM"] = str(home)
        # A bound that is missed fails the test; the figures are written all the same.
        subprocess.run(["cargo", "test", "--locked", "--profile", profile, "--test", "damage", "what_each"], cwd=HOME, env=env, check=False)
        return json.loads(out.read_text(encoding="utf-8"))


def evidence(figures):
    """Kinds of evidence by damage."""
    damages = [f for f in figures if not f["damage"].startswith("misread")]
    rows = [("*reports*, of which wrong", *[f"{f['all']['read']}, {f['all']['reports']}" for f in damages]),
            ("*wrong cells*, silent and bare", *[f"{f['all']['cells']}, {f['all']['silent']} and {f['all']['bare']}" for f in damages])]
    more = lambda f, kind: [f["without"].get(kind, f["all"])[k] - f["all"][k] for k in ("silent", "bare")]
    kinds = sorted(damages[0]["without"], key=lambda k: [-more(f, k)[0] for f in damages] + [-more(f, k)[1] for f in damages])
    rows += [(kind, *["{} and {}".format(*more(f, kind)) for f in damages]) for kind in kinds]
    return table(("without: silent and bare cells more", *[f["damage"] for f in damages]), rows)


def engine(figures):
    """Misread numbers by what the second engine is asked."""
    rows = [(f["damage"].split(": ")[1], f["all"]["read"], f["all"]["cells"], f["all"]["silent"]) for f in figures if f["damage"].startswith("misread")]
    return table(("asked", "reports with a misread number", "wrong cells in the end", "silent"), rows)


def alarms(home, program, work):
    """How many right documents the readings speak against, by kind of document."""
    subprocess.run([str(program), "convert", str(home / "documents"), "-o", str(work), "--quiet"], check=True)
    count = collections.defaultdict(lambda: [0, 0, 0])
    for line in (work / "reports.ndjson").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        source = pathlib.PurePath(record["document"]["source"]).name
        truth = home / "truth" / f"{source}.json"
        truth = json.loads(truth.read_text(encoding="utf-8")) if truth.is_file() else {}
        if truth.get("verdict") != "clean":
            continue
        family = "PDF" if source.endswith(".pdf") else "other"
        here = count[family]
        here[0] += 1
        here[1] += record["verdict"] == "clean"
        here[2] += any(f["code"] == "readings-differ" for f in record["findings"])
    return table(("documents", "number", "clean", "with readings that differ"), [(k, *v) for k, v in sorted(count.items())])


def main(argv=None):
    """The command."""
    ap = argparse.ArgumentParser(prog="measure-readings", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--reports", help="a folder that make-reports wrote; makes none")
    ap.add_argument("--profile", default="release", help="the cargo profile to build with (default release)")
    ap.add_argument("--corpus-times", type=int, default=CORPUS_TIMES)
    ap.add_argument("--made-times", type=int, default=MADE_TIMES)
    a = ap.parse_args(argv)
    subprocess.run(["cargo", "build", "--locked", "--profile", a.profile], cwd=HOME, check=True)
    program = HOME / "target" / ("debug" if a.profile == "dev" else a.profile) / "gongkai"
    with tempfile.TemporaryDirectory() as d:
        home = pathlib.Path(a.reports) if a.reports else pathlib.Path(d) / "made"
        if not a.reports and make.make(home, SEED, COUNT, ONLY):
            return 2
        false = alarms(home, program, pathlib.Path(d) / "dataset")
        corpus, made = measured(a.profile, a.corpus_times), measured(a.profile, a.made_times, home)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HOME, capture_output=True, text=True).stdout.strip()
    parts = ["# What second readings and other evidence are worth",
             f"Made by `scripts/measure-readings` on {datetime.date.today()} at commit {commit}: each document of the corpus damaged {a.corpus_times} times in each way, each of {COUNT} made reports (seed {SEED}) {a.made_times} times.",
             HEAD, "## Damaged documents of the corpus", evidence(corpus), "## Damaged reports of the maker", evidence(made),
             "## A second engine for PDFs", SECOND, "Of the corpus:", engine(corpus), "Of the maker:", engine(made),
             "## False alarms", ALARMS, false]
    PAGE.write_text("\n\n".join(parts) + "\n\n" + (HOME / "scripts" / "maker" / "readings.md").read_text(encoding="utf-8"), encoding="utf-8")
    return 0
