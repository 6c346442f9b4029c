"""Workbooks: whole reports in one sheet, a table a sheet, number formats that show, round or hide, what is hidden and what is missing."""
import struct
from decimal import Decimal

from .. import grid, programs as P, sheets as S
from ..document import Document
from ..draft import draft
from ..report import Report

LINE = "appeals.litigation_direct."


def _doc(name, r, data, note, verdict="clean", **more):
    return Document(name, "xlsx", data, r, verdict, note=note, **more)


def documents():
    """All of them."""
    yield from shapes()
    yield from formats()
    yield from traps()
    yield from others()


def shapes():
    """Where things stand."""
    r = Report("青石市云岭区住房和城乡建设局", 2023, size="county", seed=31)
    yield _doc("sheet-whole-report.xlsx", r, S.xlsx(draft(r)), "title, headings, narratives in merged wide rows, tables one below the other")

    r = Report("澜溪市交通运输局", 2022, size="bureau", seed=32)
    yield _doc("sheet-each-table.xlsx", r, S.xlsx(draft(r), each=True), "a sheet for the words, a sheet for each table")

    r = Report("禾川市生态环境局", 2020, form="ogi-2019", size="city", seed=33)
    r.set("proactive.licensing.items_change", -18)
    look = S.Look(left=2, top=4, lines=False, merge_text=False, shared=False, width=1)
    yield _doc("sheet-no-lines-2019-form.xlsx", r, S.xlsx(draft(r), look), "no borders at all; two empty columns and four empty rows before everything; strings inside the cells")

    r = Report("丹浦市松台区人民政府", 2024, size="county", seed=34)
    yield _doc("sheet-texts-for-numbers.xlsx", r, S.xlsx(draft(r), S.Look(as_text=True, rich=True, gap=0)), "numbers stored as texts; headings in two fonts with reading marks; no empty row between anything")

    r = Report("玉津省医疗保障局", 2021, size="province", seed=35)
    r.blank_zeros("requests.")
    yield _doc("sheet-blanks.xlsx", r, S.xlsx(draft(r)), "every zero of section three left empty in its bordered cell")


def formats():
    """What is stored is not what is shown."""
    r = Report("青石市税务局", 2023, size="city", seed=36)
    r.set("proactive.fees.amount", Decimal("96171.6"))
    r.set("proactive.normative_documents.in_force", r.cells["proactive.normative_documents.in_force"])
    look = S.Look(format=S.ACCOUNT, decimal="0.00_ ", stored={"proactive.fees.amount": "96171.600000000006"})
    for i, v in r.cells.items():
        if v == 0:
            r.blank(i, mark="-")
    yield _doc("sheet-accounting-format.xlsx", r, S.xlsx(_numbers(r), look), "thousands separators, a dash shown for each stored zero, a decimal stored with binary noise")

    r = Report("白鹭县医疗保障局", 2022, size="county", seed=37)
    r.blank_zeros()
    look = S.Look(format="0;-0;;@", decimal="General")
    yield _doc("sheet-zeros-not-shown.xlsx", r, S.xlsx(_numbers(r), look), "a format that shows nothing for zero")

    r = Report("岚桥县水利局", 2024, size="county", seed=38)
    r.blank_zeros()
    yield _doc("sheet-zeros-switched-off.xlsx", r, S.xlsx(_numbers(r), S.Look(hide_zeros=True)), "the sheet's own switch shows nothing for zero")

    r = Report("丹浦市统计局", 2023, size="county", seed=39)
    r.set("proactive.fees.amount", Decimal("1234.6"))
    look = S.Look(format="0", stored={"proactive.fees.amount": "1234.56789"}, formats={"proactive.fees.amount": "#,##0.0"},
                  formula=("requests.received.total", "requests.outcome_total.total"))
    blocks = draft(r)
    r.show("proactive.fees.amount", "1234.56789")
    yield _doc("sheet-rounded-and-formulas.xlsx", r, S.xlsx(blocks, look), "a decimal shown with one place of five; totals that are formulas with their results", "needs_review",
               doubtful=("proactive.fees.amount",))


def _numbers(r):
    """The draft with every value as the number it is stored as, whatever it shows."""
    shown, cells = dict(r.printed), dict(r.cells)
    for i in cells:
        if cells[i] is None:
            r.cells[i] = 0
            r.printed.pop(i, None)
    blocks = draft(r)
    r.printed, r.cells = shown, cells
    return blocks


def traps():
    """What is there and not shown, or shown and not there."""
    r = Report("青石市应急管理局", 2022, size="county", seed=40)
    sheet = S.one_sheet(draft(r))
    before = S.one_sheet(draft(Report("青石市应急管理局", 2021, size="county", seed=41)), name="去年")
    before.state = "hidden"
    spare = S.Sheet("数据", state="veryHidden")
    S.table(spare, grid.requests(r), S.Look(), 0)
    # A column and a row of helper numbers, hidden.
    for y in range(sheet.rows):
        sheet.cells[y, 16] = S.Value(str(y * 7), "n")
    sheet.hidden_columns.add(16)
    for x in range(10):
        sheet.cells[sheet.rows + 1, x] = S.Value("77", "n")
    sheet.hidden_rows.add(sheet.rows + 1)
    yield _doc("sheet-hidden-helpers.xlsx", r, S.package([before, sheet, spare]), "last year's report in a hidden sheet, helper numbers in a hidden column and row")

    r = Report("白鹭县自然资源局", 2023, size="county", seed=42)
    unsolved = ("requests.granted.total", "requests.outcome_total.natural_person")
    look = S.Look(unsolved=unsolved, errors={"requests.received.total": "#REF!", LINE + "total": "#DIV/0!"})
    yield _doc("sheet-unsolved-formulas.xlsx", r, S.xlsx(draft(r), look), "formulas without a stored result, and errors for results", "needs_review",
               lost=(*unsolved, "requests.received.total", LINE + "total"))

    r = Report("禾川市水务局", 2021, size="county", seed=43)
    hidden, odd = "requests.granted.natural_person", "requests.carried_out.total"
    look = S.Look(formats={hidden: ";;;", odd: "[>5]0;[<=5]\"少\""})
    yield _doc("sheet-formats-that-hide.xlsx", r, S.xlsx(draft(r), look), "a number that its format hides, one in a format with conditions", "needs_review", lost=(hidden, odd))


def others():
    """Workbooks of other formats, written by LibreOffice."""
    r = Report("岚桥县审计局", 2022, size="county", seed=44)
    r.set("proactive.fees.amount", Decimal("96171.6"))
    for i, v in r.cells.items():
        if v == 0:
            r.blank(i, mark="-")
    look = S.Look(format=S.ACCOUNT, decimal="0.00_ ", formula=("requests.received.total", "requests.outcome_total.total"))
    yield Document("sheet-of-calc.ods", "ods", P.written(S.xlsx(_numbers(r), look), "ods"), r, note="OpenDocument: thousands separators, a dash shown for each stored zero, totals that are formulas with their results")

    r = Report("玉津省林业局", 2023, size="province", seed=45)
    total = "requests.received.total"
    sheet = S.one_sheet(draft(r), S.Look(formula=(total, "requests.outcome_total.total")))
    sheet.cells[sheet.rows + 2, 0] = S.Value("合计校核")
    sheet.cells[sheet.rows + 2, 1] = S.Value("7777", "n")
    sheet.hidden_rows.add(sheet.rows + 2)
    xls = P.written(S.package([sheet]), "xls", "MS Excel 97")
    yield Document("sheet-of-excel-97.xls", "xls", xls, r, note="the old Excel format: a hidden row, totals that are formulas with their results")

    r = Report("澜溪市审计局", 2021, size="city", seed=46)
    stale = "proactive.licensing.decisions"
    r.set(stale, 8642)
    xls = P.written(S.xlsx(draft(r), S.Look(formula=(stale,))), "xls", "MS Excel 97")
    stored = struct.pack("<d", 8642)
    assert xls.count(stored) == 1
    r.set(stale, 8641)
    yield Document("sheet-stale-result.xls", "xls", xls.replace(stored, struct.pack("<d", 8641)), r, "needs_review", doubtful=(stale,),
                   note="a formula whose stored result, which Excel shows, is not what it comes to when calculated anew")
