"""The command: how many of which kind, in two processes, slow programs in batches."""
import argparse
import collections
import importlib.util
import multiprocessing
import pathlib
import random
import re
import sys
import time

from corpus import check
from corpus.document import Document, dump
from corpus.report import Report

from . import drawing, kinds as K, knobs, older, presses, slips
from .plan import begin

# Share of reports that a publisher got wrong.
SLIPPED = 0.12
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def build(kind, seed, number, damage=False, slipped=SLIPPED):
    """The finished plan of a document: knobs turned, slips put in."""
    rng = random.Random(f"{seed}/{kind.name}/{number}")
    p = older.begin(kind, rng) if older.due(kind, rng) else begin(kind, rng)
    p.knobs = knobs.choose(p, damage)
    if any(k.phase == "form" for k in p.knobs):
        r = p.report
        p.report = Report(r.agency, r.year, form=r.form, size=r.size, seed=r.seed, single_other=not r.single_other)
    turn = lambda *phases: [k.turn(p) for k in p.knobs if k.turn and k.phase in phases]
    turn("early", "report")
    if p.report.cells and not p.lossy and kind.shape != "glued" and not kind.outcome and p.rng.random() < slipped:
        slips.inject(p)
    turn("prose")
    p.lay_tables()
    turn("table", "loss")
    p.look.update({k.name: True for k in p.knobs if k.phase == "look"})
    if kind.outcome == "another":
        other = begin(kind, rng)
        other.lay_tables()
        p.other = drawing.document(other)
    return p


def document(p, name, data, coding):
    """The document with its truth."""
    lost = {c for c in p.lost if p.report.cells.get(c) is not None}
    verdict, also = "clean", ()
    if p.lossy or p.kind.outcome == "another" or p.doubtful:
        verdict = "needs_review"
        # Where no cell is in doubt for certain, a reader may well see through the loss.
        if p.lossy and not p.doubtful and all(p.report.cells[c] is None for c in p.lost) or "stray_spaces" in p.look:
            also = ("publisher_inconsistent",) if p.broken() else ("clean",)
    elif p.broken():
        verdict = "publisher_inconsistent"
    if p.kind.outcome in ("encrypted", "image_only"):
        return Document(name, p.kind.name, data, None, "unreadable", p.note(), p.kind.outcome)
    more = {} if p.agency is None else {"agency": p.agency}
    # Only section two tells the forms of 2019 and 2021 apart.
    if not p.tables.get(2, True) and p.report.cells:
        more["form"] = None
    return Document(name, p.kind.name, data, p.report, verdict, p.note(), doubtful=tuple(p.doubtful), lost=tuple(lost), sections=(), verdict_also=also, encoding=coding or "utf-8", **more)


def truth(p, d):
    """The truth file: the corpus's, and how the document was made."""
    broken = p.broken() if d.report else []
    return d.truth() | {
        "variants": [k.name for k in p.knobs] + [f"{k}: {p.look[k]}" for k in ("system", "charset") if k in p.look], "slips": p.slips if d.report else [],
        "fails": [list(f) for f in broken], "consistent": not broken, "damaged": p.lossy or bool(p.doubtful) or bool(p.kind.outcome)}


def unprinted(p, d):
    """Values of the truth that a document does not show; they would be the maker's own errors."""
    if p.lossy or d.report is None:
        return []
    script, told = p.look.get("script", str), {c: p.report.text(c) for c, v in d.truth()["cells"].items() if v is not None}
    # The print is that of the number, whatever stands round it.
    out = [c for c, s in told.items() if not re.sub(r"[,\s]", "", s.translate(NARROW)).lstrip("+").startswith(format(p.report.cells[c], ""))]
    if d.name.endswith((".html", ".txt", ".md", ".pdf")) and p.kind.name != "html_script":
        text = re.sub(r"\s", "", check.text_of(d)).replace("\\", "")
        out += [c for c, s in told.items() if re.sub(r"\s", "", script(s)) not in text]
    return out


def batch(job):
    """Makes one batch and writes it; gives what went wrong."""
    # A kind travels by its name: its renderer may be a closure, which cannot be sent to another process.
    name, seed, first, last, out, damage, checked, slipped = job
    kind = K.BY_NAME[name]
    plans = [build(kind, seed, n, damage, slipped) for n in range(first, last)]
    made = [kind.source(p) for p in plans]
    codings = [x[1] if isinstance(x, tuple) else "" for x in made]
    made = presses.press(kind, [x[0] if isinstance(x, tuple) else x for x in made])
    again = [k for k, data in enumerate(made) if kind.press == "libreoffice" and kind.suffix == "pdf" and presses.spoiled(data)]
    if again:
        for k in again:
            plans[k].look["fresh_page"] = True
        for k, data in zip(again, presses.press(kind, [kind.source(plans[k]) for k in again])):
            made[k] = data
    faults = []
    for p, data, coding, n in zip(plans, made, codings, range(first, last)):
        name = f"{kind.name}-{n:05}.{kind.suffix}"
        d = document(p, name, presses.finish(p, data), coding)
        (out / "documents" / name).write_bytes(d.data)
        (out / "truth" / f"{name}.json").write_text(dump(truth(p, d)), encoding="utf-8")
        faults += [f"{name}: text is printed over numbers"] if checked and kind.suffix == "pdf" and kind.press == "libreoffice" and kind.outcome == "" and presses.spoiled(data) else []
        faults += [f"{name}: {c} {p.report.text(c)!r} is not in its text" for c in (unprinted(p, d) if checked or not kind.press else [])]
    return kind.name, last - first, faults


def usable(only):
    """The kinds to make, those that can be made here; what is missing is told."""
    chosen = [k for k in K.KINDS if not only or k.name in only or ("cheap" in only and not k.press)]
    out, told = [], collections.defaultdict(list)
    for kind in chosen:
        lacks = presses.missing(kind)
        needs = getattr(kind.source, "needs", None)
        if needs and importlib.util.find_spec(needs) is None:
            told[f"scripts/{needs.replace('.', '/')}.py"].append(kind.name)
        elif lacks:
            for name in lacks:
                told[f"{name} ({presses.PROGRAMS[name][2]})"].append(kind.name)
        else:
            out.append(kind)
    for what, names in told.items():
        print(f"left out, for want of {what}: {', '.join(names)}", file=sys.stderr)
    return out


def make(out, seed, count, only=(), damage=False, checked=False, processes=2, slipped=SLIPPED):
    """Makes `count` documents; gives the number of faults."""
    for sub in ("documents", "truth"):
        (out / sub).mkdir(parents=True, exist_ok=True)
    jobs = []
    for kind, n in K.quotas(usable(only), count).items():
        size = presses.BATCH.get(kind.press, 60)
        jobs += [(kind.name, seed, at, min(at + size, n), out, damage, checked, slipped) for at in range(0, n, size)]
    # The slowest first, so that both processes end at the same time.
    slow = list(presses.BATCH)
    jobs.sort(key=lambda job: (slow.index(K.BY_NAME[job[0]].press) if K.BY_NAME[job[0]].press in slow else len(slow), job[0], job[2]))
    done, faults, start = collections.Counter(), [], time.monotonic()
    with multiprocessing.Pool(processes) as pool:
        for name, n, wrong in pool.imap_unordered(batch, jobs):
            done[name] += n
            faults += wrong
        pool.close()
        pool.join()
    for name, n in sorted(done.items()):
        print(f"{name:32}{n:6}")
    print(f"{sum(done.values())} documents in {time.monotonic() - start:.0f} s, {len(faults)} faults")
    for fault in faults:
        print(fault, file=sys.stderr)
    return len(faults)


def main(argv=None):
    """The command."""
    from . import __doc__ as about
    names = "\n".join(f"    {k.name:32}{', '.join(presses.wanted(k))}" for k in K.KINDS)
    ap = argparse.ArgumentParser(prog="make-reports", description=f"{about}\nKinds, and what they need:\n{names}", formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--count", type=int, default=300)
    ap.add_argument("-o", "--out", required=True, help="folder to write to")
    ap.add_argument("--only", default="", help="kinds to make, parted by commas; `cheap` means those that need only Python")
    ap.add_argument("--damage", action="store_true", help="turn a knob that loses information in every document")
    ap.add_argument("--slips", action="store_true", help="put a publisher's slip into every document that can hold one")
    ap.add_argument("--check", action="store_true", help="hold the text of each PDF against its truth too (needs pdftotext)")
    ap.add_argument("--processes", type=int, default=2)
    a = ap.parse_args(argv)
    return 1 if make(pathlib.Path(a.out), a.seed, a.count, [x for x in a.only.split(",") if x], a.damage, a.check, a.processes, 1 if a.slips else SLIPPED) else 0
