"""Writes the corpus: documents, truth, and the outcome of the self-check."""
import argparse
import collections
import pathlib
import sys

from . import check
from .document import dump

GROUPS = "text,html,markdown,sheet,wrapped,word,pdf,bad"


def modules(only):
    """The catalogue's modules, by group."""
    wanted = only.split(",")
    if "text" in wanted:
        from .catalog import copies, glued, statistics, texts, traps
        yield from (texts, glued, traps, statistics, copies)
    if "html" in wanted:
        from .catalog import webs
        yield webs
    if "pdf" in wanted:
        from .catalog import pdfs, statistics_pdfs
        yield from (pdfs, statistics_pdfs)
    if "sheet" in wanted:
        from .catalog import sheets
        yield sheets
    if "wrapped" in wanted:
        from .catalog import wrapped
        yield wrapped
    if "word" in wanted:
        from .catalog import words
        yield words
    if "markdown" in wanted:
        from .catalog import markdown
        yield markdown
    if "bad" in wanted:
        from .catalog import bad
        yield bad


def main(argv=None):
    """The command."""
    from . import __doc__ as about
    ap = argparse.ArgumentParser(prog="make-corpus", description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--only", default=GROUPS, help=f"groups to make: {GROUPS}")
    ap.add_argument("--out", default="corpus", help="folder to write to")
    ap.add_argument("--match", default="", help="only documents whose name holds this")
    a = ap.parse_args(argv)
    out = pathlib.Path(a.out)
    for sub in ("documents", "truth"):
        (out / sub).mkdir(parents=True, exist_ok=True)
    count, wrong, names = collections.Counter(), 0, set()
    for module in modules(a.only):
        for d in module.documents():
            if a.match not in d.name:
                continue
            assert d.name not in names, d.name
            names.add(d.name)
            (out / "documents" / d.name).write_bytes(d.data)
            (out / "truth" / f"{d.name}.json").write_text(dump(d.truth()), encoding="utf-8")
            count[d.kind, d.verdict] += 1
            for problem in check.problems(d):
                wrong += 1
                print(f"{d.name}: {problem}", file=sys.stderr)
    for (kind, verdict), n in sorted(count.items()):
        print(f"{kind:18} {verdict:24} {n}")
    print(f"{sum(count.values())} documents, {wrong} problems")
    return 1 if wrong else 0
