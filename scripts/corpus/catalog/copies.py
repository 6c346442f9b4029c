"""Copies of reports that programs make of pages and files: crawlers, converters, extractors of text."""
import csv
import io

from .. import grid, text as T
from ..document import Document
from ..draft import draft
from ..html import escape
from ..report import Report
from ..text import _document, _wrap

# What columns of a page take, in columns of a fixed font; a label breaks over a dozen lines.
NARROW = {4: [20, 14, 14, 14], 10: [6, 8, 8, 6, 6, 6, 6, 6, 6, 6], 15: [6] * 15}


def documents():
    """All of them."""
    r = Report("白鹭县人力资源和社会保障局", 2024, size="county", seed=91)
    yield Document("waits-for-script.html", "html", waiting(draft(r), r).encode(), r,
                   note="a page that its script shows once it is loaded: the whole report is `visibility: hidden`; menu and counters are not")

    r = Report("青石市行政审批服务局", 2023, size="county", seed=92)
    yield Document("commas.txt", "text_tab", T.encode(_document(draft(r), commas, gap="\n")), r,
                   note="rows set apart by commas, a comma inside quotes in a label")

    r = Report("禾川市应急管理局", 2020, form="ogi-2019", size="bureau", seed=93)
    yield Document("boxed-rows.txt", "text_pipes", T.encode(_document(draft(r), boxed)), r,
                   note="each row in a box of its own, its labels broken over lines, merged cells in their first place")

    r = Report("丹浦市松台区人民政府", 2022, size="city", seed=94)
    yield Document("narrow-packed.txt", "text_aligned", T.encode(_document(draft(r), packed, gap="\n")), r,
                   note="what an extractor of text leaves of narrow columns: one space between cells, labels broken over lines, the first beside the numbers")

    r = Report("岚桥县自然资源局", 2023, size="county", seed=95)
    yield Document("tab-merged-repeated.txt", "text_tab", T.encode(_document(draft(r), repeated, gap="\n")), r,
                   note="tabs; every place of a merged cell repeats it, numbers too")

    r = Report("澜溪市云岭区教育局", 2024, size="county", seed=96)
    yield Document("markdown-tagged-cells.md", "markdown", T.encode(_document(draft(r), tagged_cells)), r,
                   note="pipe tables whose cells keep their tags, labels in two of them")

    r = Report("玉津县城市管理局", 2023, size="county", seed=97)
    menu = ["政务服务 12345", "政府信息公开年报", "• 玉津县城市管理局2022年政府信息公开工作年度报告2023-01-18",
            "• 玉津县城市管理局2019年政府信息公开工作年度报告2020-02-03", "政府信息公开指南", "依申请公开", "政府集中采购"]
    blocks = draft(r, lead="本报告所列数据的统计期限自2023年1月1日起至2023年12\n月31日止。", sign=["上一篇：玉津县城市管理局2022年政府信息公开工作年度报告"])
    yield Document("title-under-menu.txt", "text_tab", T.encode("\n".join(menu) + "\n" + T.tabs(blocks)), r,
                   note="a site's menu above the title, with the reports of other years; the period broken over two lines", sections=())


def waiting(blocks, r):
    """A page of a messenger's public accounts: its content is hidden until the page's script has run."""
    def table(t):
        cell = lambda c: f'<td colspan="{c.cols}" rowspan="{c.rows}"><section><span leaf="">{escape(c.text, quote=False)}</span></section></td>'
        return "<table><tbody>" + "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in t) + "</tbody></table>"

    body = "\n".join(table(b) if kind == "table" else f'<section style="text-indent: 2em;"><span leaf="">{escape(b, quote=False)}</span></section>'
                     for kind, b in blocks if kind != "title")
    title = f"{r.agency}{r.year}年政府信息公开工作年度报告"
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="{title}"><title></title></head><body>'
            f'<h1>{title}</h1><div>公众号 <em>{r.year + 1}-01-23 17:30</em></div>'
            f'<div id="content" style="visibility: hidden; opacity: 0; ">{body}</div><div>阅读 2136 赞 18</div></body></html>\n')


def commas(t):
    """RFC 4180; what stands under a merged cell is left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in t:
        writer.writerow([c.text.replace("、", ",") if c.role == "label" and "申请人" in c.text else c.text for c in row])
    return out.getvalue().rstrip("\n")


def boxed(t):
    """A drawn line between all rows, as reStructuredText has it."""
    rows = list(grid.full_rows(t))
    widths = [16] * len(rows[0])
    line = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    out = [line]
    for row in rows:
        cells = [_wrap(c, w) for c, w in zip(row, widths)]
        for k in range(max(map(len, cells))):
            parts = [(ls[k] if k < len(ls) else "") for ls in cells]
            out.append("| " + " | ".join(p + " " * (w - T._wide(p)) for p, w in zip(parts, widths)) + " |")
        out.append(line)
    return "\n".join(out)


def packed(t):
    """One space between cells; a row begins with the first line of its cells, the rest of them follows."""
    widths, out = NARROW[grid.width(t)], []
    for row in grid.placed(t):
        cells = [_wrap(c.text, sum(widths[x:x + c.cols]) - 2) for x, c in row]
        for k in range(max(map(len, cells))):
            out.append(" ".join(ls[k] for ls in cells if k < len(ls)))
    return "\n".join(out)


def repeated(t):
    """Tabs, and every place of a merged cell holds it."""
    full = {}
    for y, row in enumerate(grid.placed(t)):
        for x, c in row:
            full.update({(y + dy, x + dx): c.text for dy in range(c.rows) for dx in range(c.cols)})
    return "\n".join("\t".join(full.get((y, x), "") for x in range(grid.width(t))) for y in range(len(t)))


def tagged_cells(t):
    """Pipes, and the tags of a word processor's page in the cells."""
    def cell(c):
        # A number stays in one: where it must be found in the source, it is.
        half = 0 if c[:1].isdigit() and c.replace(".", "").isdigit() else len(c) // 2
        return f'<span lang="EN-US" style="font-size:10.5pt;mso-font-kerning:0pt">{c[:half]}</span><span style="font-family:宋体">{c[half:]}</span>' if c else ""
    rows = ["| " + " | ".join(map(cell, row)) + " |" for row in grid.full_rows(t)]
    return "\n".join([rows[0], "|" + "---|" * grid.width(t), *rows[1:]])
