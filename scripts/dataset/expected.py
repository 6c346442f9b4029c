"""What the tables of a dataset must hold, told from reports.ndjson and the data of the forms alone.

It knows nothing of how the program writes them: it is a second way to the same rows, which guards the first.
"""
import decimal
import json
import pathlib
import tomllib

FORMS = pathlib.Path(__file__).resolve().parents[2] / "src" / "report" / "forms"
PLACES = 9


def load(name):
    return tomllib.loads((FORMS / f"{name}.toml").read_text())


class Forms:
    """Labels of cells and the sums they are, by form."""

    def __init__(self):
        self.labels = {}
        self.sums = {}
        requests, appeals = load("requests"), load("appeals")
        for form in ("ogi-2019", "ogi-2021"):
            data = load(form)
            for row in data["rows"]:
                for column in data["columns"]:
                    if column["id"] in row["columns"]:
                        self.know(form, data["table"], row, column)
            self.table(form, requests["table"], requests["rows"], requests["columns"], requests["identities"])
            self.table(form, appeals["table"], appeals["kinds"], appeals["results"], appeals["identities"])
        data = load("ogi-2014")
        for variant in ("national", "fujian"):
            part = load(f"ogi-2014-{variant}")
            rows = [row for row in part["rows"] if not row.get("heading")]
            self.table("ogi-2014", data["table"], rows, data["columns"], part["identities"])

    def know(self, form, table, row, column):
        self.labels.setdefault((form, f"{table}.{row['id']}.{column['id']}"), (row["label"], column["label"]))

    def table(self, form, table, rows, columns, identities):
        for row in rows:
            for column in columns:
                self.know(form, table, row, column)
        for identity in identities:
            if len(identity["right"]) != 1:
                continue
            by_column = identity["per"] == "column"
            for subject in columns if by_column else rows:
                cell = (lambda part: f"{table}.{part}.{subject['id']}") if by_column else (lambda part: f"{table}.{subject['id']}.{part}")
                parts = [cell(part) for part in identity["left"]]
                quorum = all if identity.get("whole") else any
                self.sums.setdefault((form, cell(identity["right"][0])), []).append((quorum, parts))

    def is_total(self, form, cell, cells):
        return any(quorum(part in cells for part in parts) for quorum, parts in self.sums.get((form, cell), []))


def value_at(tables, cell):
    for word in cell.split("."):
        tables = tables.get(word) if isinstance(tables, dict) else None
    return tables


def exact(number):
    """A number as the tables keep it: none where they would have to round it."""
    if number is None or number != number.quantize(decimal.Decimal(1).scaleb(-PLACES), context=decimal.Context(prec=60)):
        return None
    return number


def rows(reports):
    """The rows of every table, by their keys."""
    forms = Forms()
    tables = {"documents": {}, "facts": {}, "checks": {}, "narratives": {}}

    def add(table, key, *row):
        assert key not in tables[table], f"{table} has two rows of the key {key}"
        tables[table][key] = row

    for line in reports.open(encoding="utf-8"):
        record = json.loads(line, parse_int=decimal.Decimal, parse_float=decimal.Decimal)
        document, agency = record["document"], record["agency"] or {}
        division = agency.get("region") or {}
        name, region, sure = agency.get("name"), division.get("code"), division.get("sure")
        year, form = record["year"], record["form"]
        add(
            "documents", (document["id"],),
            document["id"], document["source"], len(document.get("also", [])), document["media_type"], document["bytes"],
            document.get("pages"), document.get("producer"), name, region, sure, year, form, record["verdict"], record["reason"], record["title"],
            document.get("url"), document.get("retrieved_at"),
        )
        for cell, known in record["cells"].items():
            printed = value_at(record["tables"], cell)
            value = exact(printed)
            is_lost = printed is not None and value is None
            table, _, rest = cell.partition(".")
            row, _, column = rest.rpartition(".")
            add(
                "facts", (document["id"], cell),
                document["id"], name, region, sure, year, form, cell, table, row, column,
                *forms.labels.get((form, cell), (None, None)), value, known.get("unit"),
                "doubtful" if is_lost else known["status"], forms.is_total(form, cell, record["cells"]),
                known.get("raw", str(printed) if is_lost else None), known.get("note"), known.get("at", {}).get("page"),
            )
        for check in record["checks"]:
            add(
                "checks", (document["id"], check["id"], check["subject"]),
                document["id"], name, year, check["id"], check["subject"], exact(check.get("expected")),
                exact(check.get("actual")), check["result"], check.get("advisory", False),
            )
        for at, section in enumerate(record["sections"], 1):
            add(
                "narratives", (document["id"], at),
                document["id"], name, year, at, section.get("number"), section["heading"], section["text"],
            )
    return tables
