"""The publisher's own errors: numbers printed that contradict the others. Each breaks at least one identity."""
from corpus import form as F

from .plan import failures


def _rows(r):
    return F.request_rows(r.single_other)


def _totals(r):
    out = [f"requests.{row}.total" for row in _rows(r)] + [f"requests.outcome_total.{c}" for c in F.APPLICANTS]
    return out + [f"appeals.{k}.total" for k, _ in F.KINDS]


def _inner(r):
    return [f"requests.{row}.{c}" for row in _rows(r) for c in F.APPLICANTS] + [f"appeals.{k}.{x}" for k, _ in F.KINDS for x, _ in F.RESULTS[:4]]


def off_by_one(r, rng):
    """A total one too high or too low."""
    cell = rng.choice(_totals(r))
    n = r.cells[cell]
    return {cell: n + (1 if not n or rng.random() < 0.5 else -1)} if n is not None else {}


def total_left_zero(r, rng):
    """A total left at 0."""
    cells = [c for c in _totals(r) if r.cells[c]]
    return {rng.choice(cells): 0} if cells else {}


def digits_swapped(r, rng):
    """Two neighbouring digits in the wrong order."""
    cells = [c for c in _totals(r) + _inner(r) if r.cells[c] and r.cells[c] > 9]
    if not cells:
        return {}
    cell = rng.choice(cells)
    s = str(r.cells[cell])
    k = rng.randrange(len(s) - 1)
    turned = s[:k] + s[k + 1] + s[k] + s[k + 2:]
    return {cell: int(turned)} if turned[0] != "0" else {}


def digit_lost(r, rng):
    """A digit left out."""
    cells = [c for c in _totals(r) + _inner(r) if r.cells[c] and r.cells[c] > 9]
    if not cells:
        return {}
    cell = rng.choice(cells)
    s = str(r.cells[cell])
    k = rng.randrange(len(s))
    left = s[:k] + s[k + 1:]
    return {cell: int(left)} if left[0] != "0" or left == "0" else {}


def wrong_column(r, rng):
    """A number printed one column too far, and a zero in its place."""
    row = rng.choice(_rows(r))
    full = [k for k, c in enumerate(F.APPLICANTS[:-1]) if r.cells[f"requests.{row}.{c}"] and r.cells[f"requests.{row}.{F.APPLICANTS[k + 1]}"] == 0]
    if not full:
        return {}
    k = rng.choice(full)
    here, there = (f"requests.{row}.{F.APPLICANTS[k + d]}" for d in (0, 1))
    return {here: 0, there: r.cells[here]}


def row_total_stale(r, rng):
    """One number was corrected, the sums were not."""
    cell = rng.choice(_inner(r))
    n = r.cells[cell]
    return {cell: n + rng.randint(1, 4)} if n is not None else {}


KINDS = [off_by_one, total_left_zero, digits_swapped, digit_lost, wrong_column, row_total_stale]


def inject(p):
    """One slip, now and then two; nothing when none fits."""
    r, rng = p.report, p.rng
    for _ in range(2 if rng.random() < 0.15 else 1):
        for _ in range(20):
            make = rng.choice(KINDS)
            changes = make(r, rng)
            before, was = failures(r.cells, r.single_other), dict(r.cells)
            if not changes or any(c in r.printed for c in changes):
                continue
            after = failures({**r.cells, **changes}, r.single_other)
            fresh = [f for f in after if f not in before]
            if fresh and set(before) <= set(after):
                for cell, value in changes.items():
                    r.slip(cell, value)
                p.slips.append({"kind": make.__name__, "cells": {c: [was[c], v] for c, v in changes.items()}, "breaks": [list(f) for f in fresh]})
                break
