"""The table of results: its rows, its bounds, and docs/MEASURED.md."""
from . import kinds as K

FAMILIES = {K.TAGGED: "HTML, Word, sheets, Markdown, tab text", K.RULED: "PDF with rules", K.LOOSE: "PDF without rules, aligned text", K.OTHER: "glued text, one cell a line, two reports, no text", "all": "all"}
# Least share of cells that are right, by family.
RIGHT = {K.TAGGED: 0.999, K.RULED: 0.995, K.LOOSE: 0.97}
CLEAN, NAMED, ACCUSED = 0.95, 0.98, 0.005
GROWTH_MB = 1024
HOUR = 3600
# Reports to be damaged.
DAMAGED = 10_000


def percent(part, whole):
    """A share, cut and not rounded, so that no figure looks better than it is."""
    return f"{int(100000 * part / whole) / 1000:.3f} %" if whole else "–"


def table(head, rows):
    """A Markdown table; all columns but the first to the right."""
    out = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(out + ["| " + " | ".join(str(x) for x in row) + " |" for row in rows])


def families(counts):
    """Documents and cells, by family or kind."""
    rows = [(FAMILIES.get(name, name), n.documents, n.cells, percent(n.right, n.cells), n.flagged, len(n.silent), percent(n.clean, n.plain)) for name, n in counts]
    return table(("", "documents", "cells", "right", "flagged", "silent", "clean, of the consistent and undamaged"), rows)


def slips(n):
    """What became of publisher's slips, and of reports without one."""
    return table(("", "documents", "share"), [
        ("slips that come out as `publisher_inconsistent` with every broken identity and subject named", f"{n.named} of {n.slips}", percent(n.named, n.slips)),
        ("other reports that come out as `publisher_inconsistent`", f"{len(n.accused)} of {n.sound}", percent(len(n.accused), n.sound)),
        ("reports that lost information and are marked", f"{n.told} of {n.told + len(n.mistold)}", percent(n.told, n.told + len(n.mistold)))])


def fuzzing(results):
    """How long each fuzz target held, and which states of the program were run."""
    rows = [(f"`{r['target']}`", r["seconds"], r["executions"], r["crashes"], r["peak_mb"], " ".join(r["commits"])) for r in results]
    return table(("target", "seconds of the processor", "executions", "crashes, hangs", "most memory, MB", "at"), rows)


def untried(damage, fuzz, targets):
    """What was not measured long enough, or not at all."""
    out = []
    if not damage or damage[0] < DAMAGED:
        out.append(f"{damage[0] if damage else 0} damaged reports, {DAMAGED} wanted")
    held = {r["target"]: r["seconds"] for r in fuzz}
    return out + [f"fuzzing {t}: {held.get(t, 0)} seconds, {HOUR} wanted" for t in targets if held.get(t, 0) < HOUR]


def missed(families_, damage=None, fuzz=()):
    """The bounds that do not hold, in words."""
    out, n = [], families_["all"]
    if n.silent:
        out.append(f"{len(n.silent)} silent errors")
    for family, least in RIGHT.items():
        f = families_.get(family)
        if f and f.cells and f.right < least * f.cells:
            out.append(f"{FAMILIES[family]}: {percent(f.right, f.cells)} of cells right, {percent(least, 1)} wanted")
    if n.clean < CLEAN * n.plain:
        out.append(f"{percent(n.clean, n.plain)} of consistent, undamaged documents clean, {percent(CLEAN, 1)} wanted")
    if n.named < NAMED * n.slips:
        out.append(f"{percent(n.named, n.slips)} of slips named, {percent(NAMED, 1)} wanted")
    if len(n.accused) > ACCUSED * n.sound:
        out.append(f"{percent(len(n.accused), n.sound)} of other reports called inconsistent, {percent(ACCUSED, 1)} at most")
    if damage and damage[1]:
        out.append(f"{damage[1]} silent errors in {damage[0]} damaged reports")
    for r in fuzz:
        if r["crashes"] or r["peak_mb"] > GROWTH_MB:
            out.append(f"fuzzing {r['target']}: {r['crashes']} crashes, {r['peak_mb']} MB")
    return out
