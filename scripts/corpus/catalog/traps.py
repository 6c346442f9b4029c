"""Traps: documents in which a careless reader takes a wrong number for a right one, and nothing shows it."""
from .. import form as F, grid, html as H, text as T
from ..document import Document
from ..draft import draft
from ..report import Report
from .webs import BUREAU

T3 = "requests."


def documents():
    """All of them."""
    yield from marks()
    yield from twice()
    yield from orders()
    yield from blanks()


def _page(name, r, blocks, note, verdict="clean", **more):
    return Document(name, "html", H.modern(r, blocks, BUREAU, doc="7001").encode(), r, verdict, note=note, **more)


def _text(name, r, text, note, verdict="clean", kind="text_spaced", **more):
    return Document(name, kind, T.encode(text), r, verdict, note=note, **more)


def marks():
    """Digits that are not of the number, and words that make another of it."""
    r = Report("松台县水利局", 2023, size="bureau", seed=31)
    for cell, mark in (("licensing.decisions", "①"), ("penalties.decisions", "²"), ("compulsory_measures.decisions", "*")):
        cell = f"proactive.{cell}"
        r.set(cell, r.cells[cell], f"{r.cells[cell]}{mark}")
    yield _page("marks-of-footnotes.html", r, draft(r, after={2: ["注：① 含委托办理的事项。² 不含简易程序。* 含解除的强制措施。"]}),
                "footnote marks after numbers: a circled, a raised digit, an asterisk")

    r = Report("松台县自然资源局", 2022, size="bureau", seed=32)
    r.set("proactive.fees.amount", 1.2, "1.2亿元")
    yield _text("multiplied-fee.txt", r, T.one_cell_joined(draft(r)), "1.2亿元 in a column of 万元", "needs_review",
                doubtful=("proactive.fees.amount",))

    r = Report("松台县林业局", 2021, size="bureau", seed=33)
    r.set("proactive.penalties.decisions", 23, "23（当场）、45（一般）")
    yield _text("two-counts-in-a-cell.txt", r, T.one_cell_joined(draft(r)), "two counts with notes in one cell", "needs_review",
                doubtful=("proactive.penalties.decisions",))


def _cells(r, prefix):
    return tuple(c for c in r.cells if c.startswith(prefix))


def twice():
    """The same rows twice."""
    r, last = Report("松台县教育局", 2023, size="county", seed=34), Report("松台县教育局", 2022, size="county", seed=34)
    for c in _cells(r, T3):
        last.set(c, r.cells[c])
    for column in [c for c, _ in F.COLUMNS]:
        for one, other in (("granted", "partial"), ("partial", "granted")):
            last.set(f"{T3}{one}.{column}", r.cells[f"{T3}{other}.{column}"])
    blocks = draft(r, tables={3: [grid.requests(last), grid.requests(r)]}, between={3: ["上年与本年情况依次如下。"]})
    different = tuple(c for c in _cells(r, T3) if r.cells[c] != last.cells[c])
    yield _page("last-year-above.html", r, blocks, "section three of last year stands above this year's, with the same totals", "needs_review", doubtful=different)

    r, part = Report("松台县财政局", 2023, size="county", seed=36), Report("松台县财政局", 2023, size="county", seed=37)
    t4 = grid.appeals(r)
    t4.insert(-1, grid.appeals(part)[-1])
    different = tuple(c for c in _cells(r, "appeals.") if r.cells[c] != part.cells[c])
    yield _page("appeals-of-two-units.html", r, draft(r, tables={4: [t4]}), "section four has a row of a part above the row of the whole, without labels", "needs_review", doubtful=different)


def orders():
    """Columns in another order than the form's, in a text that has only order."""
    r = Report("松台县民政局", 2023, size="bureau", seed=43)
    t3 = grid.requests(r)
    for row in t3[2:]:
        at = 0 if row is t3[2] else len(row) - 6
        row[at], row[at + 1] = row[at + 1], row[at]
    yield _text("columns-turned-requests.txt", r, T.one_cell_joined(draft(r, tables={3: [t3]})), "科研机构 before 商业企业", "needs_review", doubtful=_cells(r, T3))

    r = Report("松台县司法局", 2023, size="county", seed=39)
    t4 = grid.appeals(r)
    for row, starts in ((t4[1], (0,)), (t4[2], (0, 5)), (t4[3], (0, 5, 10))):
        for at in starts:
            row[at], row[at + 1] = row[at + 1], row[at]
    yield _text("columns-turned-appeals.txt", r, T.one_cell_joined(draft(r, tables={4: [t4]})), "结果纠正 before 结果维持", "needs_review", doubtful=_cells(r, "appeals."))


def blanks():
    """Rows without a number."""
    r = Report("松台县沙溪镇人民政府", 2024, size="town", seed=40).blank_zeros(T3)
    yield _text("tab-rows-of-blanks.txt", r, T.tabs(draft(r)), "every zero of section three is left empty, whole rows too", kind="text_tab")

    r = Report("松台县档案局", 2023, size="bureau", seed=41)
    title = [r.agency, "政府信息公开工作年度报告", "（2023年度）"]
    yield _text("title-year-in-brackets.txt", r, T.tabs(draft(r, title=title)), "the title over three lines, its year the last, in brackets", kind="text_tab")

    r = Report("松台县审计局", 2023, size="bureau", seed=42)
    title = [f"{r.agency}关于二〇二三年度政府信息公开工作情况的报告"]
    yield _text("title-chinese-year.txt", r, T.tabs(draft(r, title=title)), "关于 between agency and year, the year in Chinese digits", kind="text_tab")
