"""The measurement: makes reports, converts them, counts, and writes the figures into docs/MEASURED.md.

    scripts/measure --quick            a few hundred documents that need no other programs; writes nothing
    scripts/measure                    the 3,000 of all kinds, the damaged reports, and how long fuzzing held
    scripts/measure --reports DIR      reports made before, in DIR

Exits 1 where a bound is missed; what was not measured misses it. Fuzzing itself is run by scripts/fuzz, and takes hours; here its results are read.
"""
import argparse
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from . import figures, make, tally

HOME = pathlib.Path(__file__).resolve().parents[2]
PAGE = HOME / "docs" / "MEASURED.md"
# Documents of one seed are never looked at while building; the quick run has one of its own.
SEED, COUNT = 3000, 3000
QUICK_SEED, QUICK_COUNT = 99, 400
# Times each document of the corpus is damaged, which makes more than 10,000 damaged reports.
TIMES = 150


def built(path):
    """The program to measure."""
    if path:
        return pathlib.Path(path).resolve()
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=HOME, check=True)
    return HOME / "target" / "release" / "gongkai"


def damaged(log):
    """(documents, silent errors) of the test that damages reports, as it prints them."""
    if log:
        text = pathlib.Path(log).read_text(encoding="utf-8")
    else:
        run = subprocess.run(["cargo", "test", "--release", "--locked", "--test", "damage", "--", "--nocapture"], cwd=HOME, env={**os.environ, "GONGKAI_DAMAGE": str(TIMES)}, capture_output=True, text=True)
        text = run.stdout + run.stderr
    found = re.search(r"damaged (\d+) documents: (\d+) silent", text)
    return (int(found[1]), int(found[2])) if found else None


def held():
    """How long each fuzz target held, over all runs of scripts/fuzz that were kept."""
    path = HOME / "fuzz" / "held.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def page(a, kinds, families, damage, fuzz):
    """The whole page of figures."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HOME, capture_output=True, text=True).stdout.strip()
    command = f"scripts/measure --seed {a.seed} --count {a.count}"
    order = [f for f in figures.FAMILIES if f in families]
    parts = ["# Measured", f"Made by `{command}` on {datetime.date.today()} at commit {commit}, on {os.cpu_count()} cores. The reports are invented and have known truth: see `scripts/make-reports --help`.",
             "A cell is *right* when its value is the printed one, *flagged* when it is not and the cell or its report is marked, *silent* when nothing says so. Cells that a document itself leaves open (glued digits, lost cells) count only as silent errors.",
             "## Families of documents", figures.families([(f, families[f]) for f in order]),
             "## Publisher's slips", figures.slips(families["all"]), "## Kinds of documents", figures.families(sorted(kinds.items()))]
    if damage:
        parts += ["## Damaged reports", f"{damage[0]} right reports of the corpus were damaged after decoding (a cell dropped, a row shifted, digits swapped, cells merged, a label broken): {damage[1]} silent errors."]
    if fuzz:
        parts += ["## Fuzzing", figures.fuzzing(fuzz)]
    targets = re.findall(r'\[\[bin\]\]\nname = "(\w+)"', (HOME / "fuzz" / "Cargo.toml").read_text(encoding="utf-8"))
    bad = figures.missed(families, damage, fuzz) + figures.untried(damage, fuzz, targets)
    parts += ["## Bounds", "All hold." if not bad else "Missed:\n\n" + "\n".join(f"- {b}" for b in bad)]
    return "\n\n".join(parts) + "\n", bad


def main(argv=None):
    """The command."""
    ap = argparse.ArgumentParser(prog="measure", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--seed", type=int, default=None, help=f"seed of the reports (default {SEED})")
    ap.add_argument("--count", type=int, default=None, help=f"number of reports (default {COUNT})")
    ap.add_argument("--only", default="", help="kinds to make, as in make-reports")
    ap.add_argument("--reports", help="a folder that make-reports wrote; makes none")
    ap.add_argument("--bin", help="the program to measure, in place of a release build")
    ap.add_argument("--quick", action="store_true", help="few documents of the cheap kinds; checks the bounds and writes nothing")
    ap.add_argument("--damage-log", help="output of the damage test, in place of running it")
    ap.add_argument("--show", type=int, default=20, help="documents to name for each fault")
    a = ap.parse_args(argv)
    a.seed = a.seed if a.seed is not None else QUICK_SEED if a.quick else SEED
    a.count = a.count or (QUICK_COUNT if a.quick else COUNT)
    program = built(a.bin)
    with tempfile.TemporaryDirectory() as d:
        work = pathlib.Path(d)
        reports = pathlib.Path(a.reports) if a.reports else work / "made"
        if not a.reports and make.make(reports, a.seed, a.count, ["cheap"] if a.quick else [x for x in a.only.split(",") if x]):
            return 2
        subprocess.run([str(program), "convert", str(reports / "documents"), "-o", str(work / "dataset"), "--quiet"], check=True)
        kinds = tally.tally(reports / "truth", work / "dataset" / "reports.ndjson")
    families = tally.by_family(kinds)
    every = families["all"]
    for what, which in (("silent", every.silent), ("not clean", every.unclean), ("slip not named", every.unnamed), ("called inconsistent", every.accused), ("not marked", every.mistold)):
        for line in which[:a.show]:
            print(f"{what}: {line}")
    if a.quick:
        print(figures.families([(f, families[f]) for f in figures.FAMILIES if f in families]), figures.slips(every), sep="\n\n")
        bad = figures.missed(families)
    else:
        text, bad = page(a, kinds, families, damaged(a.damage_log), held())
        PAGE.write_text(text, encoding="utf-8")
        print(text)
    for line in bad:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if bad else 0
