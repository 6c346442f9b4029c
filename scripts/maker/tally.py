"""Holds converted reports against the truth and counts: the figures behind the table of results."""
import collections
import json
import pathlib
from dataclasses import dataclass, field
from decimal import Decimal

from . import kinds as K

MARKED = ("needs_review", "unreadable")


def _number(value):
    return None if value is None else Decimal(str(value)).normalize()


def value(record, cell):
    """What a record has for a cell; None where it has nothing."""
    at = record.get("tables") or {}
    for part in cell.split("."):
        if not isinstance(at, dict) or part not in at:
            return None
        at = at[part]
    return None if isinstance(at, dict) else at


@dataclass
class Count:
    """The counts of a family or a kind, and what to look at."""
    documents: int = 0
    cells: int = 0
    right: int = 0
    flagged: int = 0
    silent: list = field(default_factory=list)
    plain: int = 0
    clean: int = 0
    unclean: list = field(default_factory=list)
    slips: int = 0
    named: int = 0
    unnamed: list = field(default_factory=list)
    sound: int = 0
    accused: list = field(default_factory=list)
    told: int = 0
    mistold: list = field(default_factory=list)

    def __iadd__(self, other):
        for name, mine in vars(self).items():
            setattr(self, name, mine + getattr(other, name))
        return self


def record_of(truth, record):
    """The counts of one document."""
    n, name = Count(documents=1), truth["file"]
    if record is None:
        record = {"verdict": "unreadable", "reason": "absent from the dataset"}
    marked = record["verdict"] in MARKED
    doubtful = set(truth["doubtful"])
    for cell, printed in truth["cells"].items():
        got = value(record, cell)
        right = _number(got) == _number(printed)
        status = ((record.get("cells") or {}).get(cell) or {}).get("status")
        if not right and not marked and status != "doubtful":
            n.silent.append(f"{name} {cell}: printed {printed}, got {got}")
        # What the document itself leaves open is not counted as wrong, only as silent.
        if cell not in doubtful:
            n.cells += 1
            n.right += right
            n.flagged += not right and (marked or status == "doubtful")
    if not marked:
        n.silent += [f"{name} {c}: not printed, got {value(record, c)}" for c in record.get("cells") or {} if c not in truth["cells"] and value(record, c) is not None]
    allowed = [truth["verdict"], *truth.get("verdict_also", [])]
    if truth["consistent"] and not truth["damaged"]:
        n.plain, n.clean = 1, int(record["verdict"] == "clean")
        n.unclean += [] if n.clean else [f"{name}: {record['verdict']} {record.get('reason') or ''} {truth['variants']}"]
    if truth["slips"]:
        failed = {(c["id"], c["subject"]) for c in record.get("checks") or [] if c["result"] == "fail"}
        n.slips, n.named = 1, int(record["verdict"] == "publisher_inconsistent" and failed >= {tuple(f) for f in truth["fails"]})
        n.unnamed += [] if n.named else [f"{name}: {record['verdict']}, {truth['fails']} {truth['variants']}"]
    elif "publisher_inconsistent" not in allowed:
        n.sound = 1
        n.accused += [f"{name} {truth['variants']}"] if record["verdict"] == "publisher_inconsistent" else []
    if truth["damaged"]:
        n.told = int(record["verdict"] in allowed or record["verdict"] in MARKED)
        n.mistold += [] if n.told else [f"{name}: {record['verdict']}, {truth['verdict']} is due {truth['variants']}"]
    return n


def tally(truths, reports):
    """Counts by kind. `truths`: a folder; `reports`: a reports.ndjson."""
    got = {}
    with open(reports, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line, parse_float=Decimal)
            got[record["document"]["source"].replace("!", "/").rsplit("/", 1)[-1]] = record
            for also in record["document"].get("also") or []:
                got[also.replace("!", "/").rsplit("/", 1)[-1]] = record
    counts = collections.defaultdict(Count)
    for path in sorted(pathlib.Path(truths).glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        counts[truth["kind"]] += record_of(truth, got.get(truth["file"]))
    return counts


def by_family(counts):
    """The same by family, and all together."""
    out = collections.defaultdict(Count)
    for kind, n in counts.items():
        out[K.BY_NAME[kind].family] += n
        out["all"] += n
    return out
