"""Cells printed in other ways than as a plain number (VARIANTS 5)."""
from decimal import Decimal

from corpus import form as F

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
STOCK = {"ogi-2021": "proactive.normative_documents.in_force", "ogi-2019": "proactive.normative_documents.disclosed_total"}
ISSUED = {"ogi-2021": "proactive.normative_documents.issued", "ogi-2019": "proactive.normative_documents.created"}


def _tables(p):
    return p.rng.choice((("requests.", "appeals."), ("requests.",), ("appeals.",)))


def blank_for_zero(p):
    for prefix in _tables(p):
        p.report.blank_zeros(prefix)


def dash_for_none(p):
    mark = p.rng.choice("—-/－无")
    for prefix in ("appeals.",) if mark == "无" else _tables(p):
        p.report.blank_zeros(prefix, mark=mark)


def rows_empty(p):
    r = p.report
    for row in F.request_rows(r.single_other):
        if r.cells[f"requests.{row}.total"] == 0 and row not in ("outcome_total",) and p.rng.random() < 0.6:
            r.blank(*[f"requests.{row}.{c}" for c, _ in F.COLUMNS])


def totals_empty(p):
    r = p.report
    r.blank(*[f"requests.{row}.total" for row in F.request_rows(r.single_other) if r.cells[f"requests.{row}.total"] == 0])


def notes(p):
    r = p.report
    for cell, note in ((ISSUED[r.form], "（其中修订{}件）"), (STOCK[r.form], "（含自然失效 {} 件）")):
        n = r.cells[cell]
        if n and n > 1:
            r.show(cell, f"{n}{note.format(p.rng.randint(1, n))}")


def unit_in_cell(p):
    r = p.report
    if r.form == "ogi-2021":
        r.show("proactive.fees.amount", r.text("proactive.fees.amount") + "万元")
    else:
        r.show("proactive.procurement.amount", r.text("proactive.procurement.amount") + p.rng.choice(("元", "万元")))


def many_decimals(p):
    r = p.report
    cell = "proactive.fees.amount" if r.form == "ogi-2021" else "proactive.procurement.amount"
    r.set(cell, Decimal(p.rng.randint(10**4, 10**10)).scaleb(-p.rng.choice((1, 4, 6))))


def signed(p):
    r = p.report
    for row in ("licensing", "penalties"):
        n = p.rng.choice((-18, -15, -126, 36, 1036))
        r.set(f"proactive.{row}.items_change", n, f"{n:+d}")


def thousands(p):
    r = p.report
    for cell, n in r.cells.items():
        if isinstance(n, int) and n >= 1000 and cell not in r.printed:
            r.show(cell, f"{n:,}")


def large(p):
    r = p.report
    row = "licensing.decisions"
    r.set(f"proactive.{row}", p.rng.randint(10**6, 10**8))
    r.set("proactive.penalties.decisions", p.rng.randint(10**5, 10**7))


def spaces(p):
    r = p.report
    for cell in r.cells:
        plain = r.text(cell)
        if plain and p.rng.random() < 0.4:
            r.show(cell, p.rng.choice((" {}", "{} ", "{}\u3000", "\u3000{}", "\u00a0{}")).format(plain))


def wide_digits(p):
    r = p.report
    prefix = p.rng.choice(("proactive.", "requests.", "appeals."))
    for cell in r.cells:
        if cell.startswith(prefix) and r.text(cell).isdigit():
            r.show(cell, r.text(cell).translate(WIDE))


def footnote_mark(p):
    r = p.report
    cell = "proactive.penalties.decisions"
    if r.cells[cell]:
        r.show(cell, r.text(cell) + p.rng.choice("①②*"))
        p.add("after", 2, "注：含委托办理的事项。")


def odd_regulations(p):
    r = p.report
    last = "in_force" if r.form == "ogi-2021" else "disclosed_total"
    r.set(f"proactive.regulations.{last}", p.rng.randint(1, 9))
