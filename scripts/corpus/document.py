"""A finished document of the corpus and its truth."""
import json
from dataclasses import dataclass
from decimal import Decimal

from .report import Report

SAME = object()


@dataclass
class Document:
    """Bytes and what is known of them. `lost`: cells the document no longer shows (truth null). `doubtful`: cells shown,
    but in a way that leaves more than one reading. `sections`: headings and texts, where the rendering changes those of the
    draft (none: they are not known). `verdict_also`: verdicts that are acceptable too."""
    name: str
    kind: str
    data: bytes
    report: Report | None = None
    verdict: str = "clean"
    note: str = ""
    reason: str | None = None
    doubtful: tuple = ()
    lost: tuple = ()
    verdict_also: tuple = ()
    agency: object = SAME
    form: object = SAME
    encoding: str = "utf-8"
    sections: object = SAME

    def truth(self):
        """The truth file as a dict."""
        r = self.report
        cells, ids = {}, []
        if r is not None:
            ids = r.ids()
            cells = {i: None if i in self.lost else r.cells[i] for i in ids}
        doubtful = [i for i in ids if i in self.doubtful or i in self.lost]
        truth = {"file": self.name, "kind": self.kind, "form": r and r.form, "year": r and r.year, "agency": r and r.agency,
                 "note": self.note, "verdict": self.verdict, "reason": self.reason, "cells": cells, "doubtful": doubtful}
        if r is not None and self.agency is not SAME:
            truth["agency"] = self.agency
        if r is not None and self.form is not SAME:
            truth["form"] = self.form
        told = (r.sections if r is not None else []) if self.sections is SAME else self.sections
        if told and self.kind.startswith("pdf") or self.name.startswith("layout-of"):
            from .check import drawn
            told = drawn(told, self)
        if told and self.verdict != "unreadable":
            truth["sections"] = told
        if self.verdict_also:
            truth["verdict_also"] = list(self.verdict_also)
        return truth


def dump(truth):
    """JSON text of a truth file; a decimal is written exactly as it is."""
    numbers = {}

    def hold(x):
        key = f"@@{len(numbers)}@@"
        numbers[key] = format(x, "f")
        return key

    text = json.dumps(truth, ensure_ascii=False, indent=0, default=lambda x: hold(x) if isinstance(x, Decimal) else None)
    for key, number in numbers.items():
        text = text.replace(f'"{key}"', number)
    return text + "\n"
