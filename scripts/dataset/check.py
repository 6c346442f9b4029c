"""Holds a dataset against its records. Prints what was compared; exits 1 where anything differs.

    scripts/check-dataset DATASET...
"""
import decimal
import json
import pathlib
import sys

import frictionless
import pyarrow.parquet

from . import expected, readers

# Rows that frictionless checks of a table: it takes a millisecond for ten.
ROWS = 50_000


def plain(value):
    return decimal.Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Check:
    def __init__(self, dataset):
        self.dataset = dataset
        self.package = json.loads((dataset / "datapackage.json").read_text())
        self.resources = {r["name"]: r for r in self.package["resources"]}
        self.wrong = []

    def say(self, sentence):
        self.wrong.append(sentence)
        if len(self.wrong) <= 20:
            print(f"  WRONG: {sentence}")

    def files(self, resource):
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        return [self.dataset / path for path in paths]

    def compare(self, who, table, rows, wanted, fold=lambda value: value):
        """Every row, and every cell of it; texts of no characters are null where a file can't tell."""
        names = [f["name"] for f in self.resources[table]["schema"]["fields"]]
        at = [names.index(k) for k in self.resources[table]["schema"]["primaryKey"]]
        count, seen = 0, set()
        for row in rows:
            row = tuple(plain(value) for value in row)
            key = tuple(row[i] for i in at)
            seen.add(key)
            count += 1
            want = wanted.get(key)
            if want is None:
                self.say(f"{who}: {table} has a row that no record has: {key}")
                continue
            for name, found, value in zip(names, row, want, strict=True):
                value = fold(value)
                is_cut = fold is readers.in_sheet and value is None and isinstance(found, str) and "[cut here, " in found
                if (found != value or type(found) is not type(plain(value))) and not is_cut:
                    self.say(f"{who}: {table}.{name} of {key} is {found!r}, and {value!r} in the record")
        if count != len(wanted) or len(seen) != count:
            self.say(f"{who}: {table} has {count} rows of {len(seen)} keys, the records make {len(wanted)}")
        print(f"  {who}: {table}, {count} rows of {len(names)} columns")

    def layout(self, wanted):
        """Whole documents in each row group, facts ordered by cell within, and the rows that the package tells."""
        for table in wanted:
            resource, rows, before = self.resources[table], 0, set()
            for path in self.files(resource):
                file = pyarrow.parquet.ParquetFile(path)
                rows += file.metadata.num_rows
                for group in range(file.metadata.num_row_groups):
                    columns = ["document_id"] + (["cell_id"] if table == "facts" else [])
                    read = file.read_row_group(group, columns=columns)
                    documents = set(read["document_id"].to_pylist())
                    if documents & before:
                        self.say(f"{table}: a document's rows stand in two row groups")
                    before |= documents
                    if table == "facts" and (cells := read["cell_id"].to_pylist()) != sorted(cells):
                        self.say(f"{table}: row group {group} of {path.name} is not ordered by cell")
            if rows != resource["rows"]:
                self.say(f"datapackage.json tells {resource['rows']} rows of {table}, there are {rows}")

    def described(self):
        """frictionless reads the package, and the rows by what it says of them. (Its own reader of Parquet turns null into
        NaN, so pyarrow reads those for it.)"""
        package = frictionless.Package(str(self.dataset / "datapackage.json"))
        read = {}
        for table, resource in self.resources.items():
            if resource["format"] == "parquet":
                names = [f["name"] for f in resource["schema"]["fields"]]
                rows = zip(range(ROWS), readers.by_pyarrow(self.files(resource)))
                read[table] = [names] + [list(row) for _, row in rows]
        own = frictionless.Package(
            resources=[frictionless.Resource(name=t, data=rows, schema=package.get_resource(t).schema) for t, rows in read.items()]
        )
        csvs = [package.get_resource(t).validate() for t, r in self.resources.items() if r["format"] == "csv"]
        for report in [own.validate(), *csvs]:
            for name, error in [(t.name, e) for t in report.tasks for e in t.errors] + [("", e) for e in report.errors]:
                self.say(f"frictionless: {name}: {error.message}")
        print(f"  frictionless: {len(self.resources)} resources")

    def run(self):
        wanted = expected.rows(self.dataset / "reports.ndjson")
        for table, rows in wanted.items():
            resource = self.resources[table]
            files, kinds = self.files(resource), [f["type"] for f in resource["schema"]["fields"]]
            self.compare("DuckDB", table, readers.by_duckdb(files), rows)
            self.compare("pyarrow", table, readers.by_pyarrow(files), rows)
            self.compare("polars", table, readers.by_polars(files), rows)
            self.compare("pandas", table, readers.by_pandas(files), rows)
            self.compare("Spark", table, readers.by_spark(files), rows)
            self.compare("ClickHouse", table, readers.by_clickhouse(files, kinds), rows)
            if f"{table}-csv" in self.resources:
                file, = self.files(self.resources[f"{table}-csv"])
                self.compare("csv", table, readers.by_csv(file, kinds), rows, lambda value: None if value == "" else value)
            book = self.dataset / "tables.xlsx"
            if book.exists():
                self.compare("openpyxl", table, readers.by_excel(book, table, kinds), rows, readers.in_sheet)
        self.layout(wanted)
        self.described()
        return not self.wrong


def main(datasets):
    if not datasets:
        print(__doc__, file=sys.stderr)
        return 2
    right = True
    for dataset in map(pathlib.Path, datasets):
        print(f"{dataset}:")
        check = Check(dataset)
        right &= check.run()
        print(f"  {len(check.wrong)} differences")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
