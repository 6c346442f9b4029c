"""Loads of many reports into SQLite and PostgreSQL: how long, how much memory, what a second load costs, and what is there when
a load is killed.

The server is one of its own in a temporary folder, as Debian sets it up, on this machine: it shares its cores with the program.
"""
import contextlib
import itertools
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from dataset.server import NOBODY, as_nobody, programs

from . import datasets, sets
from .clock import in_turn, run

TICK = os.sysconf("SC_CLK_TCK")
SHARE = 10  # of the reports, for what is told beside the whole


def measure(bench):
    """The whole part."""
    base = bench.work / "ds-load-base"
    if not (base / "run.json").exists():
        made = [sets.texts(bench.sets, bench.asked.seed, 4000), sets.pages(bench.sets, bench.asked.seed, 1500)]
        bench.convert([paths[0].parent for paths in made], dataset=base.name)
    count = bench.asked.size
    whole = datasets.multiplied(bench.work / f"load-{count}", base, count)
    with tempfile.TemporaryDirectory(dir=bench.work) as folder:
        os.chmod(folder, 0o755)
        for kind in (Sqlite, Postgres):
            with kind.place(pathlib.Path(folder)) as place:
                if place:
                    timed(bench, place, whole, count)
                    if bench.asked.kills:
                        killed(bench, place, whole)
    if not bench.asked.keep:
        shutil.rmtree(whole)
        whole.with_suffix(".done").unlink()


def load(bench, place, dataset, target, *more, watch=True):
    before = place.busy()
    used = run([bench.program, "load", str(dataset), target, "-q", *more], watch=watch)
    used.served = place.busy() - before
    if used.code != 0:
        sys.exit(f"gongkai load ended with {used.code}")
    return used


def told(used):
    """CPU seconds of the program and, where one has a part, of the server; wall seconds."""
    served = f" + {used.served:.1f} s of the server's" if used.served else ""
    return f"{used.wall:.1f} s wall, {used.cpu:.1f} s CPU{served}, {used.peak / 2**20:.0f} MB"


def timed(bench, place, whole, count):
    small = datasets.multiplied(bench.work / f"load-{count // SHARE}", bench.work / "ds-load-base", count // SHARE)
    # What checks over reports cost is told by loads that are made in turn.
    ways = [lambda more=more: load(bench, place, small, place.fresh("small"), *more) for more in ([], ["--no-check"])]
    with_checks, without = in_turn(bench.asked.runs, ways)
    less = with_checks[0]
    target = place.fresh("whole")
    first = load(bench, place, whole, target)
    facts = place.one("whole", "select count(*) from fact")
    checks = place.one("whole", "select count(*) from panel_check")
    again = load(bench, place, whole, target)
    name = place.name
    bench.row("load", f"{name}: {count:,} reports, {facts / 1e6:.1f} million facts, {checks:,} checks over reports", told(first), "< 600 s")
    bench.row("load", f"{name}: the same again: wall and CPU time over the first's", f"{again.wall / first.wall:.3f}, {(again.cpu + again.served) / (first.cpu + first.served):.3f}", "< 0.1")
    bench.row("load", f"{name}: the same again", told(again))
    bench.row("load", f"{name}: peak of memory over that of {count // SHARE:,} reports ({less.peak / 2**20:.0f} MB)", f"{first.peak / less.peak:.2f}")
    total = lambda used: statistics.median(one.cpu + one.served for one in used)
    bench.row("load", f"{name}: CPU time with checks over reports / without (--no-check), {count // SHARE:,} reports", f"{total(with_checks) / total(without):.2f}")
    for base in ("small", "whole"):
        place.drop(base)


def killed(bench, place, whole):
    """A load on top of another, killed at random moments; then it is as it was, and the next load makes of it what one that
    nobody killed makes."""
    half = bench.work / "load-half"
    half.mkdir(exist_ok=True)
    with (whole / "reports.ndjson").open(encoding="utf-8") as lines, (half / "reports.ndjson").open("w", encoding="utf-8") as into:
        into.writelines(itertools.islice(lines, bench.asked.size // 2))
    shutil.copy(whole / "run.json", half)
    load(bench, place, half, place.fresh("base"))
    unbroken = load(bench, place, whole, place.copy("base", "unbroken"))
    right = place.content("unbroken")
    before = place.content("base")
    chance = random.Random(bench.asked.seed)
    target = place.copy("base", "killed")
    ended = kept = 0
    for _ in range(bench.asked.kills):
        process = subprocess.Popen([bench.program, "load", str(whole), target, "-q"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(chance.uniform(0.02, 0.98) * unbroken.wall)
            ended += 1
            target = place.copy("base", "killed")
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kept += place.is_whole("killed") and place.count("killed") == place.count("base")
    same = place.content("killed") == before
    load(bench, place, whole, target)
    completed = place.content("killed") == right
    kills = bench.asked.kills - ended
    bench.row("load", f"{place.name}: killed at random moments of a load of {bench.asked.size:,} on half of them: whole and as it was", f"{kept} of {kills}" + ("" if same else ", NOT THE SAME"), "all")
    bench.row("load", f"{place.name}: the next load makes every row that an unbroken one makes", "yes" if completed else "NO", "yes")
    shutil.rmtree(half)
    for base in ("base", "unbroken", "killed"):
        place.drop(base)


# Every row of every table, but for when loads began.
TABLES = ["region", "agency", "document", "report", "cell", "fact", '"check"', "narrative", "panel_check"]
LOADS = "select load_no, documents, added, changed, returned, withdrawn, superseded, facts, panel_checks from \"load\""


class Sqlite:
    name = "SQLite"

    def __init__(self, folder):
        self.folder = folder

    @classmethod
    @contextlib.contextmanager
    def place(cls, folder):
        yield cls(folder)

    def busy(self):
        return 0.0

    def path(self, base):
        return self.folder / f"{base}.sqlite"

    def drop(self, base):
        for path in self.folder.glob(f"{base}.sqlite*"):
            path.unlink()

    def fresh(self, base):
        self.drop(base)
        return str(self.path(base))

    def copy(self, base, into):
        self.drop(into)
        shutil.copy(self.path(base), self.path(into))
        return str(self.path(into))

    def rows(self, base, query):
        connection = sqlite3.connect(self.path(base))
        yield from connection.execute(query)
        connection.close()

    def one(self, base, query):
        return next(iter(self.rows(base, query)))[0]

    def is_whole(self, base):
        return self.one(base, "pragma quick_check") == "ok"

    def count(self, base):
        return list(self.rows(base, "select (select count(*) from report), (select count(*) from \"load\"), (select count(*) from panel_check)"))

    def content(self, base):
        """A number for each table: what its rows' digests add up to."""
        queries = [LOADS, *(f"select * from {table}" for table in TABLES)]
        return [sum(map(hash, self.rows(base, query))) for query in queries]


class Postgres:
    name = "PostgreSQL"

    def __init__(self, found, folder, port, process):
        self.found, self.folder, self.port, self.process = found, folder, port, process

    @classmethod
    @contextlib.contextmanager
    def place(cls, folder):
        found = programs()
        if not found:
            print("PostgreSQL is not installed: not measured", file=sys.stderr)
            yield None
            return
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        home = folder / "server"
        home.mkdir()
        if os.getuid() == 0:
            os.chown(home, NOBODY, NOBODY)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home}
        make = [found / "initdb", "-U", "owner", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-D", home / "data"]
        subprocess.run([*as_nobody(), *make], check=True, **quiet)
        serve = [found / "postgres", "-D", home / "data", "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-k", home]
        process = subprocess.Popen([*as_nobody(), *serve], **quiet)
        place = cls(found, folder, port, process)
        try:
            while place.ask("postgres", "select 1", check=False) != "1":
                time.sleep(0.1)
            yield place
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()

    def busy(self):
        """CPU seconds of the server and of all that it has started."""
        total = 0
        for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            own, of_children = sum(map(int, fields[11:13])), sum(map(int, fields[13:15]))
            if int(path.parent.name) == self.process.pid:
                total += own + of_children
            elif int(fields[1]) == self.process.pid:
                total += own
        return total / TICK

    def ask(self, base, query, check=True):
        command = [self.found / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "owner", "-d", base, "-qAtX", "-c", query]
        environment = {**os.environ, "PGOPTIONS": "-c search_path=gongkai"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=self.folder)
        if check and done.returncode:
            sys.exit(f"{query}: {done.stderr}")
        return done.stdout.strip()

    def address(self, base):
        return f"postgres://owner@127.0.0.1:{self.port}/{base}?sslmode=disable"

    def drop(self, base):
        self.ask("postgres", f"drop database if exists {base} with (force)")

    def fresh(self, base):
        self.drop(base)
        self.ask("postgres", f"create database {base}")
        return self.address(base)

    def copy(self, base, into):
        self.drop(into)
        self.ask("postgres", f"create database {into} template {base}")
        return self.address(into)

    def one(self, base, query):
        return int(self.ask(base, query))

    def is_whole(self, base):
        """Waits until the server has noticed that its client is gone: until then the next load is told to wait."""
        waiting = f"select count(*) from pg_stat_activity where datname = '{base}' and application_name = 'gongkai load'"
        while self.ask("postgres", waiting) != "0":
            time.sleep(0.1)
        return True

    def count(self, base):
        return self.ask(base, "select (select count(*) from report), (select count(*) from load), (select count(*) from panel_check)")

    def content(self, base):
        sums = "select count(*), sum(hashtextextended(t::text, 0)::numeric) from ({}) t"
        return [self.ask(base, sums.format(query)) for query in [LOADS, *(f"select * from {table}" for table in TABLES)]]
