"""A dataset of any number of reports, made of a converted one: every record is one of those, of another agency and year.

Converting 100,000 reports takes many times as long as loading them, and a load looks at records only. An agency has five years, one after
another; a count of each report is its own number, so that no two print the same. The Parquet files are not made: loads into
SQLite and PostgreSQL read records.
"""
import hashlib
import json
import re

YEARS = 5
COUNT = re.compile(r'"decisions":\d+')


def multiplied(folder, converted, count):
    """So many records, in a folder."""
    done = folder.with_suffix(".done")
    if done.exists() and done.read_text() == str(count):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    whole = []
    for line in (converted / "reports.ndjson").open(encoding="utf-8"):
        record = json.loads(line)
        if record["agency"] and record["year"] and record["form"]:
            whole.append((line, record))
    with (folder / "reports.ndjson").open("w", encoding="utf-8") as into:
        for number in range(count):
            digest = hashlib.sha256(str(number).encode()).hexdigest()
            line, record = whole[int(digest[:8], 16) % len(whole)]
            agency, year = divmod(number, YEARS)
            name = f"第{agency}号{whole[agency % len(whole)][1]['agency']['name']}"
            into.write(as_of(line, record, f"sha256:{digest}", number, name, 2019 + year))
    (folder / "run.json").write_bytes((converted / "run.json").read_bytes())
    done.write_text(str(count))
    return folder


def as_of(line, record, document, number, agency, year):
    """A record's line with other words at those places, and nowhere else: its text is not written anew, which would take longer."""
    for old, new in (
        (f'"id":"{record["document"]["id"]}"', f'"id":"{document}"'),
        (f'"source":{said(record["document"]["source"])}', f'"source":"{number // 1000:03}/{number:06}"'),
        (f'"agency":{{"name":{said(record["agency"]["name"])}', f'"agency":{{"name":{said(agency)}'),
        (f'"year":{record["year"]}', f'"year":{year}'),
    ):
        assert old in line, old
        line = line.replace(old, new, 1)
    return COUNT.sub(f'"decisions":{number}', line, count=1)


def said(words):
    return json.dumps(words, ensure_ascii=False)
