"""The measurements, and the page they are written to."""
import argparse
import datetime
import json
import os
import pathlib
import platform
import random
import shutil
import signal
import subprocess
import sys
import time

from . import loads, robust, sets
from .clock import in_turn, median, run

HOME = pathlib.Path(__file__).resolve().parents[2]
PARTS = ["pdf", "formats", "cores", "robust", "many", "load"]


def options():
    wanted = argparse.ArgumentParser(description=__doc__, epilog="example: scripts/bench --only pdf,formats --runs 5")
    wanted.add_argument("--bin", default="target/release/gongkai", help="the program [target/release/gongkai]")
    wanted.add_argument("--only", default=",".join(PARTS), help=f"parts, of {','.join(PARTS)}")
    wanted.add_argument("--runs", type=int, default=3, help="times that each command is run [3]")
    wanted.add_argument("--seed", type=int, default=9000, help="of the reports [9000]")
    wanted.add_argument("--size", type=int, default=100_000, help="documents of the long runs [100000]; 5000 is a quick look")
    wanted.add_argument("--kills", type=int, default=20, help="times that the long runs are killed [20]")
    wanted.add_argument("--keep", action="store_true", help="keep the dataset that is loaded (30 KB a report)")
    wanted.add_argument("--work", default="target/bench", help="folder for documents and datasets [target/bench]")
    return wanted.parse_args()


class Bench:
    def __init__(self, asked):
        self.program = str((HOME / asked.bin).resolve())
        self.asked = asked
        self.work = (HOME / asked.work).resolve()
        self.sets = self.work / "sets"
        self.rows = []

    def row(self, part, what, figure, bound=""):
        print(f"{part:8} {what:70} {figure:>24} {bound}", flush=True)
        self.rows.append((part, what, figure, bound))

    def convert(self, inputs, *more, dataset="ds", fresh=True, watch=False):
        dataset = self.work / dataset
        if fresh:
            shutil.rmtree(dataset, ignore_errors=True)
        used = run([self.program, "convert", *map(str, inputs), "-o", str(dataset), "-q", *more], watch)
        if used.code != 0:
            sys.exit(f"gongkai ended with {used.code}")
        return used

    def pdf(self):
        papers = sets.papers(self.sets, self.asked.seed, 500)
        folder = sets.gathered(self.work / "papers", papers)
        ways = {"gongkai": lambda: self.convert([folder], "-j", "1")}
        if shutil.which("pdftotext"):
            ways["pdftotext -layout, a process a file"] = lambda: run(
                ["sh", "-c", 'for f in "$0"/*; do pdftotext -layout "$f" /dev/null; done', str(folder)]
            )
        if shutil.which("mutool"):
            out = str(self.work / "mutool.txt")
            ways["mutool draw -F txt, one process"] = lambda: run(
                ["mutool", "draw", "-q", "-F", "txt", "-o", out, *sorted(map(str, folder.iterdir()))]
            )
        python = self.pdfium()
        if python:
            ways["pypdfium2, one process"] = lambda: run([python, "-c", PDFIUM, str(folder)])
        used = dict(zip(ways, in_turn(self.asked.runs, list(ways.values()))))
        own = median(used["gongkai"])
        self.row("pdf", f"gongkai convert -j 1, {len(papers)} PDFs", f"{1000 * own / len(papers):.1f} ms each")
        for name, theirs in used.items():
            if name != "gongkai":
                self.row("pdf", f"gongkai / {name}", f"{own / median(theirs):.2f}", "≤ 0.4" if "pdftotext" in name else "< 1")

    def pdfium(self):
        """A Python that has pypdfium2, set up once."""
        venv = self.work / "venv"
        python = venv / "bin/python"
        if not python.exists():
            made = subprocess.run([sys.executable, "-m", "venv", venv]).returncode == 0
            if not made or subprocess.run([python, "-m", "pip", "install", "-q", "pypdfium2"]).returncode != 0:
                return None
        return str(python)

    def formats(self):
        wanted = [
            ("text", sets.texts(self.sets, self.asked.seed, 4000), "≥ 5,000 a second"),
            ("pages", sets.pages(self.sets, self.asked.seed, 1500), "≥ 60 MB/s"),
            ("docx", sets.words(self.sets, self.asked.seed, 1000), "≥ 500 a second"),
        ]
        for name, paths, bound in wanted:
            folder = sets.gathered(self.work / f"set-{name}", paths)
            size = sum(path.stat().st_size for path in paths)
            used = [self.convert([folder], "-j", "1") for _ in range(self.asked.runs)]
            cpu = median(used)
            figure = f"{size / cpu / 1e6:.1f} MB/s" if name == "pages" else f"{len(paths) / cpu:,.0f} a second"
            self.row("formats", f"{name}: {len(paths)} documents of {size / len(paths) / 1000:.0f} KB, a core", figure, bound)

    def mixed(self, count):
        return sets.many(
            self.work / f"many-{count}",
            count,
            sets.texts(self.sets, self.asked.seed, 4000),
            sets.pages(self.sets, self.asked.seed, 1500),
            sets.papers(self.sets, self.asked.seed, 500),
        )

    def cores(self):
        folder = self.mixed(3000)
        one, two = in_turn(
            self.asked.runs, [lambda: self.convert([folder], "-j", "1"), lambda: self.convert([folder], "-j", "2")]
        )
        self.row("cores", "3,000 documents: wall time on one core / on two", f"{median(one, 'wall') / median(two, 'wall'):.2f}", "≥ 1.85")

    def robust(self):
        sources = sets.papers(self.sets, self.asked.seed, 500)[::50] + sets.texts(self.sets, self.asked.seed, 4000)[::900]
        sources += sets.words(self.sets, self.asked.seed, 1000)[::300] + sets.pages(self.sets, self.asked.seed, 1500)[::400]
        made = robust.hostile(self.work / "hostile", self.asked.seed, sources, 200)
        for name, folder in [("made to crash, hang or swell", made), ("of registries' packages", robust.public(self.work / "public"))]:
            used = self.convert([folder], "--timeout", "20", watch=True)
            log = json.loads((self.work / "ds/run.json").read_text())["counts"]
            files = sum(1 for path in folder.iterdir() if not path.name.startswith("."))
            records = [json.loads(line)["document"] for line in (self.work / "ds/reports.ndjson").open()]
            # Files of the same bytes are one record, which names them all.
            named = sum(1 + len(document.get("also", [])) for document in records)
            told = ", ".join(f"{count} {word}" for word, count in {**log["verdicts"], **log["reasons"]}.items() if word != "unreadable")
            self.row("robust", f"{files} files {name}: named in {len(records)} records ({told})", f"{named}, {used.peak / 2**20:.0f} MB", "all")

    def many(self):
        small, large = self.asked.size // 10, self.asked.size
        peaks = {}
        for count in [small, large]:
            folder = self.mixed(count)
            used = self.convert([folder], dataset=f"ds-{count}", watch=True)
            peaks[count] = used.peak
            log = json.loads((self.work / f"ds-{count}/run.json").read_text())["counts"]
            lines = sum(1 for _ in (self.work / f"ds-{count}/reports.ndjson").open())
            verdicts = ", ".join(f"{n:,} {verdict}" for verdict, n in log["verdicts"].items())
            self.row("many", f"{count:,} documents in, lines out ({verdicts})", f"{lines:,} in {used.wall:.0f} s", "all")
            self.row("many", f"{count:,} documents: peak of memory, all processes", f"{used.peak / 2**20:.0f} MB", "< 1024 MB")
        self.row("many", "peak over the larger / over the smaller", f"{peaks[large] / peaks[small]:.2f}", "≤ 1.2")
        if self.asked.kills:
            self.kill(self.mixed(large), self.work / f"ds-{large}", used.wall)

    def kill(self, folder, whole, wall):
        """The run again, killed at moments of its own length, and gone on with."""
        chance = random.Random(self.asked.seed)
        dataset = self.work / "ds-killed"
        shutil.rmtree(dataset, ignore_errors=True)
        command = [self.program, "convert", str(folder), "-o", str(dataset), "-q"]
        for _ in range(self.asked.kills):
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(chance.uniform(0.5, 1.8 * wall / self.asked.kills))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            time.sleep(0.1)
        self.convert([folder], dataset="ds-killed", fresh=False)
        names = sorted(path.relative_to(whole) for path in whole.rglob("*") if path.is_file() and path.name != "run.json")
        same = [name for name in names if (whole / name).read_bytes() == (dataset / name).read_bytes()]
        converted = json.loads((dataset / "run.json").read_text())["counts"]["converted"]
        self.row("many", f"killed {self.asked.kills} times: files of the dataset with the same bytes", f"{len(same)} of {len(names)}", "all")
        self.row("many", "documents left to the last of these runs", f"{converted:,}")

    def load(self):
        loads.measure(self)

    def write(self):
        """Puts the rows into the page; parts that were not measured now keep theirs."""
        page = HOME / "docs/BENCH.md"
        kept = []
        if page.exists():
            for line in page.read_text().splitlines():
                cells = [cell.strip() for cell in line.strip("|").split("|")]
                if len(cells) == 4 and cells[0] in PARTS and cells[0] not in {row[0] for row in self.rows}:
                    kept.append(tuple(cells))
        rows = sorted(kept + self.rows, key=lambda row: PARTS.index(row[0]))
        state = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=HOME).stdout.strip()
        head = (HOME / "scripts/benchmark/head.md").read_text()
        told = f"Last measured {datetime.date.today()} at {state}, {os.cpu_count()} cores, {platform.machine()}: {self.asked.only} ({self.asked.runs} runs each); the other parts before.\n"
        table = "| part | what | measured | bound |\n|---|---|---|---|\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)
        page.write_text(f"{head}\n{told}\n{table}")


PDFIUM = """
import pathlib, sys, pypdfium2
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()
"""


def main():
    asked = options()
    bench = Bench(asked)
    for part in asked.only.split(","):
        getattr(bench, part)()
    bench.write()
