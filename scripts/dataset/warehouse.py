"""Holds warehouses against the records of the dataset that was loaded into them. Prints what was compared; exits 1 where
anything differs.

    scripts/check-warehouse --bin target/debug/gongkai DATASET

It loads the dataset into SQLite, DuckDB (by the script, and by its program) and, where a server is named with --postgres or can be
started here, PostgreSQL. Every sum is done again here, from reports.ndjson, with Python's decimals.
"""
import argparse
import collections
import decimal
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import duckdb

from . import expected, server

decimal.getcontext().prec = 80
QUERIES = {
    "facts": "select document_id, cell_id, exact, status from facts",
    "sums": "select cell_id, sum from cell_sums where sum is not null",
    "documents": "select document_id, standing, verdict from documents",
    "refusals": "select year, ground, sum(refused) from refusals group by year, ground",
    "requests": "select sum(decided), sum(disclosed) from disclosure",
    "panel": "select identity, document_id, year, subject, result, expected, actual, evidence from panel_checks",
    "reviews": "select appeal, sum(upheld), sum(corrected), sum(other) from reviews group by appeal",
}


def plain(number):
    """A number as it is compared: none, or without what is nought at its end."""
    if number is None:
        return None
    return format(decimal.Decimal(str(number)).normalize() + 0, "f")


def records(dataset):
    for line in (dataset / "reports.ndjson").open(encoding="utf-8"):
        yield json.loads(line, parse_int=decimal.Decimal, parse_float=decimal.Decimal)


class Warehouse:
    """What one warehouse says, asked by a function from a query to rows."""

    def __init__(self, name, ask):
        self.name, self.ask, self.wrong = name, ask, []

    def say(self, sentence):
        self.wrong.append(sentence)
        if len(self.wrong) <= 10:
            print(f"  WRONG: {self.name}: {sentence}")

    def same(self, what, found, wanted):
        if found != wanted:
            keys = [key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key)]
            for key in sorted(keys, key=str)[:5]:
                self.say(f"{what} {key}: {found.get(key)!r} here, {wanted.get(key)!r} by the records")
        print(f"  {self.name}: {what}, {len(wanted)} compared")

    def check(self, dataset, panel):
        found = {(*row[:4], row[7]): (row[4], plain(row[5]), plain(row[6])) for row in self.ask(QUERIES["panel"])}
        self.same("checks over reports", found, panel)
        standing = {row[0]: row[1] for row in self.ask(QUERIES["documents"])}
        all_records = list(records(dataset))
        self.same("documents", set_of(standing), {r["document"]["id"]: True for r in all_records})
        counted = [r for r in all_records if standing[r["document"]["id"]] == "current"]
        self.one_a_year(counted, standing, all_records)
        facts, sums = {}, collections.Counter()
        grounds, requests, reviews = collections.Counter(), [0, 0], collections.Counter()
        for record in counted:
            known = record["cells"]
            values = {}
            for cell, about in known.items():
                value = expected.value_at(record["tables"], cell)
                facts[record["document"]["id"], cell] = (plain(value), about["status"])
                if value is not None and about["status"] in ("read", "corrected"):
                    values[cell] = value
                    sums[cell] += value
                if cell.startswith("requests.refused.") and cell.endswith(".total"):
                    grounds[int(record["year"]), cell.split(".")[2]] += values.get(cell, 0)
            sure = lambda cells: all(known[c]["status"] not in ("doubtful", "missing") for c in cells if c in known)
            for at, cells in enumerate([["requests.outcome_total.total"], ["requests.granted.total", "requests.partial.total"]]):
                requests[at] += sum(values.get(c, 0) for c in cells) if sure(cells) else 0
            for table, column in (("appeals", "{}.{}"), ("statistics", "{}.{}.current")):
                for kind in ("reconsideration", "litigation_direct", "litigation_after_reconsideration", "litigation"):
                    for result in ("upheld", "corrected", "other"):
                        cell = f"{table}." + column.format(kind, result)
                        if (table == "statistics") == (kind in ("reconsideration", "litigation")) or table == "appeals":
                            reviews[kind, result] += values.get(cell, 0)
        self.same("facts", {(r[0], r[1]): (plain(r[2]), r[3]) for r in self.ask(QUERIES["facts"])}, facts)
        found = collections.Counter()
        for cell, total in self.ask(QUERIES["sums"]):
            found[cell] += decimal.Decimal(total)
        self.same("sums", {c: plain(v) for c, v in found.items()}, {c: plain(v) for c, v in sums.items()})
        found = {(r[0], r[1]): plain(r[2] or 0) for r in self.ask(QUERIES["refusals"])}
        self.same("refusals by ground", found, {k: plain(v) for k, v in grounds.items()})
        (found,) = self.ask(QUERIES["requests"])
        self.same("requests", dict(enumerate(map(plain, found))), dict(enumerate(map(plain, requests))))
        found = {(r[0], name): plain(n or 0) for r in self.ask(QUERIES["reviews"]) for name, n in zip(("upheld", "corrected", "other"), r[1:])}
        self.same("reviews", found, {k: plain(v) for k, v in reviews.items() if k in found})
        return not self.wrong

    def one_a_year(self, counted, standing, all_records):
        """Of each agency and year one report counts, and none that prints the same as printed elsewhere is lost."""
        seen = collections.Counter(
            (name, year, form is None) for name, year, form in self.ask("select agency_no, year, form from reports")
        )
        if twice := [key for key, count in seen.items() if count > 1]:
            self.say(f"several reports of one agency and year count: {twice[:3]}")
        for record in all_records:
            has_name = record["agency"] is not None and record["year"] is not None
            word = standing[record["document"]["id"]]
            wanted = "unreadable" if record["verdict"] == "unreadable" else None if has_name else "nameless"
            if wanted and word != wanted:
                self.say(f"{record['document']['source']} is {word}, not {wanted}")


def set_of(mapping):
    return {key: True for key in mapping}


def in_sqlite(path):
    connection = sqlite3.connect(path)
    return lambda query: connection.execute(query).fetchall()


def in_duckdb(path):
    connection = duckdb.connect(path, read_only=path != ":memory:")
    return lambda query: connection.execute(query).fetchall()


def over_reports(program, dataset):
    """What `gongkai check` says of the dataset: of a first load, all its reports are in force."""
    said = subprocess.run([program, "check", dataset, "--all", "--format", "json"], check=True, capture_output=True, text=True).stdout
    rows = (json.loads(line, parse_int=decimal.Decimal, parse_float=decimal.Decimal) for line in said.splitlines())
    return {
        (row["id"], row["documents"][0], int(row["year"]), row["subject"], None if row["result"] == "pass" else row["message"]):
            (row["result"], plain(row["expected"]), plain(row["actual"]))
        for row in rows
    }


def fit_schema(program, dataset, work):
    """check-jsonschema, of another language than the program, holds every record against its schema."""
    schema = json.loads(subprocess.run([program, "schema"], check=True, capture_output=True).stdout)
    (work / "schema.json").write_text(json.dumps({"type": "array", "items": {**schema, "$id": "urn:gongkai:report"}}))
    lines = (dataset / "reports.ndjson").read_text(encoding="utf-8").rstrip("\n").split("\n")
    (work / "reports.json").write_text("[" + ",".join(lines) + "]", encoding="utf-8")
    command = [pathlib.Path(sys.executable).parent / "check-jsonschema", "--schemafile", work / "schema.json", work / "reports.json"]
    done = subprocess.run(command, capture_output=True, text=True)
    print(f"  check-jsonschema: {len(lines)} records" if done.returncode == 0 else f"  WRONG: {done.stdout[:2000]}{done.stderr}")
    return done.returncode == 0


def main():
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--bin", default="target/debug/gongkai", help="the program")
    wanted.add_argument("--postgres", default=os.environ.get("GONGKAI_POSTGRES"), help="address of a database that may be filled")
    wanted.add_argument("dataset", type=pathlib.Path)
    asked = wanted.parse_args()
    right = True
    with tempfile.TemporaryDirectory() as work:
        def load(target):
            subprocess.run([asked.bin, "load", asked.dataset, target, "--quiet"], check=True)
            return str(target)

        panel = over_reports(asked.bin, asked.dataset)
        right &= fit_schema(asked.bin, asked.dataset, pathlib.Path(work))
        warehouses = [Warehouse("SQLite", in_sqlite(load(f"{work}/w.sqlite")))]
        connection = duckdb.connect()
        connection.execute(pathlib.Path(load(f"{work}/load.sql")).read_text())
        warehouses.append(Warehouse("DuckDB by its script", lambda query: connection.execute(query).fetchall()))
        os.environ["PATH"] += f"{os.pathsep}{pathlib.Path(sys.executable).parent}"
        assert shutil.which("duckdb"), "the program duckdb is not installed"
        program = load(f"{work}/w.duckdb")
        command = ["duckdb", "-readonly", "-json", program]
        ask = lambda query: [tuple(r.values()) for r in json.loads(subprocess.run([*command, query], check=True, capture_output=True).stdout or "[]", parse_float=decimal.Decimal)]
        warehouses.append(Warehouse("DuckDB by its program", ask))
        with server.database(asked.postgres) as address:
            if address:
                load(address)
                warehouses.append(Warehouse("PostgreSQL", server.asking(address)))
                right &= server.dbt(address, pathlib.Path(work))
            for warehouse in warehouses:
                right &= warehouse.check(asked.dataset, panel)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
