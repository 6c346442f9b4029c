"""The publisher's own errors: numbers printed that contradict the others. Each breaks at least one identity."""
from corpus import form as F


def off_by_one(p):
    """A total one too high or too low."""
    r, rng = p.report, p.rng
    cell = rng.choice(p.totals())
    n = r.cells[cell]
    return {cell: n + (1 if not n or rng.random() < 0.5 else -1)} if n is not None else {}


def total_left_zero(p):
    """A total left at 0."""
    r, rng = p.report, p.rng
    cells = [c for c in p.totals() if r.cells[c]]
    return {rng.choice(cells): 0} if cells else {}


def _long(p):
    """A cell with a number of several digits, and its text; none where there is none."""
    cells = [c for c in p.totals() + p.parts() if p.report.cells[c] and p.report.cells[c] > 9]
    if not cells:
        return None, ""
    cell = p.rng.choice(cells)
    return cell, str(p.report.cells[cell])


def digits_swapped(p):
    """Two neighbouring digits in the wrong order."""
    cell, s = _long(p)
    if not cell:
        return {}
    k = p.rng.randrange(len(s) - 1)
    turned = s[:k] + s[k + 1] + s[k] + s[k + 2:]
    return {cell: int(turned)} if turned[0] != "0" else {}


def digit_lost(p):
    """A digit left out."""
    cell, s = _long(p)
    if not cell:
        return {}
    k = p.rng.randrange(len(s))
    left = s[:k] + s[k + 1:]
    return {cell: int(left)} if left[0] != "0" or left == "0" else {}


def wrong_column(p):
    """A number printed one column too far, and a zero in its place."""
    r, rng = p.report, p.rng
    if r.form == "ogi-2014":
        return {}
    row = rng.choice(F.request_rows(r.single_other))
    full = [k for k, c in enumerate(F.APPLICANTS[:-1]) if r.cells[f"requests.{row}.{c}"] and r.cells[f"requests.{row}.{F.APPLICANTS[k + 1]}"] == 0]
    if not full:
        return {}
    k = rng.choice(full)
    here, there = (f"requests.{row}.{F.APPLICANTS[k + d]}" for d in (0, 1))
    return {here: 0, there: r.cells[here]}


def row_total_stale(p):
    """One number was corrected, the sums were not."""
    r, rng = p.report, p.rng
    cell = rng.choice(p.parts())
    n = r.cells[cell]
    return {cell: n + rng.randint(1, 4)} if n is not None else {}


KINDS = [off_by_one, total_left_zero, digits_swapped, digit_lost, wrong_column, row_total_stale]


def inject(p):
    """One slip, now and then two; nothing when none fits."""
    r, rng = p.report, p.rng
    for _ in range(2 if rng.random() < 0.15 else 1):
        for _ in range(20):
            make = rng.choice(KINDS)
            changes = make(p)
            before, was = p.broken(), dict(r.cells)
            if not changes or any(c in r.printed for c in changes):
                continue
            after = p.broken_by({**r.cells, **changes})
            fresh = [f for f in after if f not in before]
            if fresh and set(before) <= set(after):
                for cell, value in changes.items():
                    r.slip(cell, value)
                p.slips.append({"kind": make.__name__, "cells": {c: [was[c], v] for c, v in changes.items()}, "breaks": [list(f) for f in fresh]})
                break
