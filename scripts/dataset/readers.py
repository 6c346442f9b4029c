"""The tables of a dataset, read by the programs that people read them with: each gives rows in the order of the file."""
import csv
import decimal
import functools
import json
import os
import sys

import chdb
import duckdb
import openpyxl
import pandas
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


def by_pandas(files):
    for file in files:
        for row in pandas.read_parquet(file, dtype_backend="pyarrow").itertuples(index=False, name=None):
            yield tuple(None if value is pandas.NA else value for value in row)


@functools.cache
def spark():
    """One Spark on this machine; it is given no network to listen on but this machine's own."""
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = session.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def by_spark(files):
    rows = spark().read.parquet(*map(str, files)).toLocalIterator()
    return (tuple(row) for row in rows)


def by_clickhouse(files, kinds):
    """ClickHouse, as a library; decimals come as text, because JSON has none."""
    for file in files:
        ask = f"select * from file('{file}', Parquet) settings output_format_json_quote_decimals = 1"
        for line in chdb.query(ask, "JSONCompactEachRow").bytes().splitlines():
            row = json.loads(line)
            yield tuple(decimal.Decimal(v) if k == "number" and v is not None else v for v, k in zip(row, kinds, strict=True))


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
