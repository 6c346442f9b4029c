"""The tables of a dataset, read by the programs that people read them with: each gives rows in the order of the file."""
import csv
import decimal
import sys

import duckdb
import openpyxl
import polars
import pyarrow.parquet

csv.field_size_limit(sys.maxsize)
# Excel's cells hold no more characters, and its numbers no more digits.
CELL = 32767
SIGNS = ("=", "+", "-", "@", "\t", "\r")


def by_duckdb(files):
    return duckdb.connect().read_parquet([str(f) for f in files], file_row_number=False).fetchall()


def by_pyarrow(files):
    for file in files:
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches():
            yield from zip(*(column.to_pylist() for column in batch.columns))


def by_polars(files):
    for file in files:
        yield from polars.read_parquet(file, glob=False).iter_rows()


def typed(text, kind):
    if text in (None, ""):
        return None
    if kind in ("integer", "number"):
        return decimal.Decimal(text)
    return {"true": True, "false": False}[text] if kind == "boolean" else text


def unguarded(text):
    """Takes away the apostrophe that stands before what a spreadsheet program would run."""
    signs = text.lstrip("'")
    number = signs[1:] if signs[:1] in ("-", "+") else signs
    is_plain = number and all(c in "0123456789." for c in number) or signs.strip("-") == ""
    return text[1:] if signs.startswith(SIGNS) and not is_plain and len(signs) < len(text) else text


def by_csv(file, kinds):
    with open(file, encoding="utf-8", newline="") as text:
        assert text.read(1) == "\ufeff", f"{file} has no byte order mark"
        assert text.readline().endswith("\r\n"), f"{file} has other line ends than Windows'"
        for row in csv.reader(text):
            yield tuple(typed(unguarded(t) if k == "string" else t, k) for t, k in zip(row, kinds, strict=True))


def by_excel(file, table, kinds):
    book = openpyxl.load_workbook(file, read_only=True)
    for sheet in [s for s in book if s.title.split()[0] == table]:
        rows = sheet.iter_rows(values_only=True)
        head = next(rows)
        for row in rows:
            row = row + (None,) * (len(head) - len(row))
            yield tuple(from_sheet(value, kind) for value, kind in zip(row, kinds, strict=True))


def from_sheet(value, kind):
    # repr gives the fewest digits that make this float: those that were written, where there are at most 15.
    if kind in ("integer", "number") and value is not None:
        return decimal.Decimal(repr(value) if isinstance(value, float) else str(value))
    return value if value != "" else None


def in_sheet(value):
    """A value as far as a sheet can hold it; None stands for a text that is cut."""
    if isinstance(value, str) and len(value.encode("utf-16-le")) // 2 > CELL:
        return None
    return value if value != "" else None
