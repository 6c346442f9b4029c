"""HTML documents: several content systems, spoilt spans, hidden digits, Word exports, pages full of other numbers."""
from decimal import Decimal

from .. import form as F, grid, html as H
from ..document import Document
from ..draft import draft
from ..grid import Cell
from ..html import Style
from ..report import Report
from ..traditional import copy, sections
from . import families

BUREAU = Style(cell="<p style=\"text-align:center\"><span style=\"font-size:14px\">{}</span></p>", blank="<p>&nbsp;</p>")


def _doc(name, r, html, note, verdict="clean", encoding="utf-8", **more):
    return Document(name, "html", html.encode(encoding), r, verdict, note=note, encoding=encoding, **more)


def documents():
    """All of them."""
    yield from pages()
    yield from spans()
    yield from shapes()
    yield from contents()
    yield traditional()


def traditional():
    """A copy for Taiwan: words changed too."""
    r = Report("雲橋縣良溪鎮人民政府", 2023, size="county", seed=31)
    blocks = draft(r, overall=("全年沒有其他事項；2023年收到政府信息公开申请{rec}件，均已答复。", 2))
    page = copy(H.modern(r, blocks, BUREAU, site="文件轉載站", doc="7719"))
    return _doc("traditional-words.html", r, page, "a copy in traditional characters with words of Taiwan: 規範性檔案, 資訊, 專案, 透過; site words too",
                sections=sections(r.sections, copy))


def pages():
    """Content systems and encodings."""
    r = Report("白鹭县柳浦镇人民政府", 2023, size="zero")
    yield _doc("modern-all-zero.html", r, H.modern(r, draft(r, other=1), site="白鹭县人民政府门户网站"), "div page; a town with nothing but zeros")

    r = families.hechuan(2022)
    yield _doc("modern-city.html", r, H.modern(r, draft(r), BUREAU, site="禾川市人民政府", doc="6120"), "div page of a city, hundreds and thousands")

    r = Report("白鹭县发展和改革委员会", 2020, form="ogi-2019", size="county", seed=3)
    yield _doc("old-gb2312-2019-form.htm", r, H.old(r, draft(r), Style(cell="<P align=center>{}</P>")), "nested layout tables; menu with 规章 (12), 行政许可 (33) …; gb2312 declared, the bytes are GBK", encoding="gbk")

    r = Report("岚桥县农业农村局", 2021, size="county", seed=4)
    yield _doc("old-gbk-2021-form.html", r, H.old(r, draft(r, lead=1), Style(), site="岚桥县党政网", encoding="gbk"), "nested layout tables; GBK told by http-equiv alone", encoding="gbk")

    r = Report("澜溪市科学技术局", 2022, size="bureau", seed=5)
    yield _doc("utf8-without-meta.html", r, H.page(H.body(draft(r), BUREAU), "年报", charset=""), "UTF-8 without any declaration")

    r = Report("玉津省统计局", 2023, size="province", seed=6)
    inner = H.word(r, draft(r))
    yield _doc("word-export.htm", r, inner, "saved from Word: o:p, mso styles, each digit in a span of its own")

    r = Report("丹浦市东陵区市场监督管理局", 2021, size="bureau", seed=7)
    s = Style(cell='<P align=center><FONT face=宋体 size=2>{}</FONT></P>', upper=True, closed=False, sections="")
    yield _doc("upper-case-unclosed.htm", r, H.page(H.body(draft(r), s, title="<P align=center><B>{}</B></P>", heading="<P><B>{}</B>", paragraph="<P>{}"), "年报", doctype=""), "tags in capitals; td, tr and p never closed")

    r = Report("青石市云岭区司法局", 2023, size="county", seed=8)
    blocks = draft(r)
    page = H.modern(r, blocks, site="云岭区人民政府", doc="7702").replace("2023年政府信息公开工作年度报告_云岭区人民政府", "2022年度报告_云岭区人民政府").replace(
        '<div class="crumb">', '<div class="tabs"><a href="/2025/">2025年</a><a href="/2024/">2024年</a><a class="on" href="/2023/">2023年</a><a href="/2022/">2022年</a></div><div class="crumb">')
    yield _doc("page-title-other-year.html", r, page, "the browser title bears 2022, tabs bear four years, the report is of 2023")

    r = Report("丹浦市教育局", 2022, size="bureau", seed=9)
    rows = "".join(f"<li><a href='/nb/{n}.html'>{a}2022年政府信息公开工作年度报告</a><span>2023-01-{10 + n}</span></li>" for n, a in enumerate(["丹浦市财政局", "丹浦市民政局", "丹浦市水利局", "丹浦市东陵区人民政府", "丹浦市应急管理局"]))
    page = H.modern(r, draft(r), site="丹浦市人民政府", doc="9004").replace('<div class="article">', f'<div class="side"><h3>部门年报</h3><ul>{rows}</ul></div><div class="article">')
    yield _doc("side-bar-other-reports.html", r, page, "a side bar links five other agencies' reports before this one's title")


def spans():
    """Tables whose spans are wrong or odd."""
    r = Report("青石市人民政府办公室", 2019, form="ogi-2019", size="city", seed=2)
    t2 = grid.proactive(r)
    for row in t2:
        if row[0].role == "title":
            row[0].cols = 5
        elif len(row) == 4:
            # The header widens its second column, the body its first: five grid columns where the form has four.
            head = row[0].role == "head" or row[0].text in ("规章", "规范性文件")
            row[2 if head else 1].cols = 2
        else:
            row[1].cols = row[2].cols = 2
    yield _doc("spans-contradict.html", r, H.modern(r, draft(r, tables={2: [t2]}), BUREAU, doc="5511"), "T2 in five grid columns; body spans differ from header spans")

    r = Report("禾川市卫生健康委员会", 2023, size="bureau", seed=4)
    t3, t4 = grid.without_row_spans(grid.requests(r)), grid.without_row_spans(grid.appeals(r))
    yield _doc("spans-missing-rows.html", r, H.modern(r, draft(r, tables={3: [t3], 4: [t4]}), doc="3310"), "no rowspan anywhere: places under merged cells are empty cells")

    r = Report("岚桥县教育局", 2022, size="county", seed=5)
    yield _doc("spans-running-over.html", r, H.modern(r, draft(r, tables={3: [_overrun(grid.requests(r))]}), doc="2217"), "三、本年度办理结果 spans one row too many, and four's label one column too few, so that the picture is still right")

    r = Report("丹浦市东陵区司法局", 2022, size="county", seed=16)
    t3 = grid.requests(r)
    next(c for row in t3 for c in row if c.text == "（三）不予公开").rows += 1
    yield _doc("spans-shift-a-row.html", r, H.modern(r, draft(r, tables={3: [t3]}), doc="2218"), "（三）不予公开 spans one row too many and pushes the first row of （四） one column to the right",
               "needs_review", doubtful=tuple(c for c in r.cells if c.startswith("requests.unavailable.not_held.")))

    r = Report("白鹭县审计局", 2023, size="county", seed=6)
    t2 = grid.edge_columns(grid.proactive(r), True, True)
    t3 = grid.edge_columns(grid.requests(r), False, True)
    yield _doc("spans-empty-edges.html", r, H.modern(r, draft(r, tables={2: [t2], 3: [t3]}), Style(blank="&nbsp;"), doc="1940"), "empty cells before and after each row")

    r = Report("澜溪市人力资源和社会保障局", 2021, size="bureau", seed=7)
    t2 = grid.proactive(r)
    for row in t2:
        if row[0].role == "title":
            row[0].cols = 1000
    page = H.modern(r, draft(r, tables={2: [t2]}), doc="4458").replace("<td><p>信息内容</p></td>", '<td colspan="0"><p>信息内容</p></td>')
    yield _doc("spans-absurd.html", r, page, "colspan of 1000 on the article rows and of 0 on 信息内容", verdict_also=("needs_review",))

    r = Report("玉津省人力资源和社会保障厅", 2022, size="city", seed=8)
    t3 = grid.requests(r)
    t3[1] = [Cell("", role="gap"), Cell("法人或其他组织", 5, role="head"), Cell("", role="gap")]
    t3[2] = [Cell("自然人", role="head"), *t3[2], Cell("总计", role="head")]
    t4 = grid.appeals(r)
    for c in t4[1][:5]:
        c.rows = 1
    t4[2] = [Cell("", role="gap") for _ in range(5)] + t4[2]
    yield _doc("spans-split-header.html", r, H.modern(r, draft(r, tables={3: [t3], 4: [t4]}), doc="3037"), "自然人 and 总计 not merged down but printed in the lowest header row; T4's 行政复议 results above empty cells")

    r = Report("禾川市南岗区人民政府", 2023, size="county", seed=12)
    t4 = grid.appeals(r)
    t4[0][1].rows = 1
    odd = [[Cell("行政复议", 5, 2, "head"), Cell("行政诉讼", 10, role="head")], [Cell("未经复议直接起诉", 5, role="head"), Cell("复议后起诉", 5, role="head")],
           [Cell(x, role="head") for x in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3], t4[3]]
    yield _doc("appeals-other-header.html", r, H.modern(r, draft(r, tables={4: [odd]}), Style(breaks=True), doc="6603"), "T4 with 行政复议 merged over two rows and one row of fifteen result labels, each with <br/> inside")


def _overrun(t):
    """三、 runs into the row of 四、, whose label then needs one column less to look right."""
    for row in t:
        for c in row:
            if c.text.startswith("三、本年度"):
                c.rows += 1
    t[-1][0].cols = 2
    return t


def shapes():
    """Tables cut, joined, nested, or not tables at all."""
    r = Report("丹浦市自然资源局", 2022, size="bureau", seed=10)
    t2 = grid.proactive(r)
    starts = [k for k, row in enumerate(t2) if row[0].role == "title"] + [len(t2)]
    parts = [t2[a:b] for a, b in zip(starts, starts[1:])]
    upper, lower = grid.split_at(grid.requests(r), 15, True, 3)
    yield _doc("split-tables.html", r, H.modern(r, draft(r, tables={2: parts, 3: [upper, lower]}), doc="7719"), "T2 in four tables, T3 in two with the header printed again and 三、 repeated")

    r = Report("白鹭县财政局", 2024, size="county", seed=11)
    t3 = grid.requests(r)
    upper, lower = grid.split_at(t3, 13, True, 0)
    yield _doc("group-repeated-no-header.html", r, H.modern(r, draft(r, tables={3: [upper, lower]}), doc="8801"), "T3 cut after 8.属于行政查询事项; the second table opens with 三、 again and has no header")

    r = Report("岚桥县人力资源和社会保障局", 2023, size="county", seed=2)
    page = H.modern(r, _joined(r), BUREAU, doc="5080")
    inside = [{"number": n, "heading": F.HEADINGS[n - 1], "text": ""} for n in (2, 3, 4)]
    yield _doc("one-big-table.html", r, page, sections=r.sections[:1] + inside + r.sections[1:], note="sections two to four in one table of thirty grid columns; section titles are rows of it")

    r = Report("青石市云岭区卫生健康局", 2021, size="county", seed=3)
    t3 = _reheaded(grid.requests(r))
    yield _doc("header-repeated-inside.html", r, H.modern(r, draft(r, tables={3: [t3]}), doc="2290"), "one table, the three header rows printed again before （五）")

    r = Report("澜溪市水利局", 2020, form="ogi-2019", size="bureau", seed=4)
    blocks = draft(r)
    inner = H.body(blocks, BUREAU)
    page = H.page(f'<table width="100%"><tr><td class="menu"><table><tr><td>2020</td><td>1</td></tr></table></td><td><table class="outer"><tr><td>{inner}</td></tr></table></td></tr></table>', "年报")
    yield _doc("report-inside-cells.html", r, page, "the whole report, tables and all, stands in a cell of a table in a cell of a table")

    r = Report("禾川市统计局", 2023, size="bureau", seed=5)
    nested = H.modern(r, draft(r), doc="9118")
    for cell in ("requests.received.natural_person", "requests.outcome_total.natural_person"):
        n = r.text(cell)
        nested = nested.replace(f"<td><p>{n}</p></td>", f'<td><table border="0"><tr><td>{n}</td></tr></table></td>', 1)
    yield _doc("table-inside-value-cell.html", r, nested, "two value cells hold a small table of one cell")

    r = Report("丹浦市人民政府", 2021, size="city", seed=11)
    yield _doc("thead-after-tbody.html", r, H.modern(r, draft(r), Style(sections="thead", head_tag="th"), doc="4400").replace("</table>", "<tfoot></tfoot></table>"), "thead, th and an empty tfoot")

    r = Report("白鹭县民政局", 2022, size="town", seed=12)
    yield _doc("head-in-source-after-body.html", r, H.modern(r, draft(r), Style(sections="odd"), doc="4401"), "thead stands after tbody in the source; browsers draw it first", verdict_also=("needs_review",))

    r = Report("岚桥县审计局", 2022, size="county", seed=13)
    yield _doc("div-grid.html", r, H.modern(r, [("raw", _divs(b[1])) if b[0] == "table" else b for b in draft(r)], doc="6002"), "tables made of div rows and cells, covered places empty", verdict_also=("needs_review",))

    r = Report("青石市商务局", 2023, size="county", seed=14)
    blocks = []
    for kind, b in draft(r):
        blocks += [("p", "\u3000".join(c.text for c in row if c.text)) for row in b] if kind == "table" else [(kind, b)]
    yield _doc("paragraph-rows.html", r, H.modern(r, blocks, doc="6010"), "each table row is a paragraph, cells parted by ideographic spaces", verdict_also=("needs_review",))


def _joined(r):
    """Sections two to four in one grid of thirty columns."""
    rows = []
    for number, make, per in ((2, grid.proactive, None), (3, grid.requests, 3), (4, grid.appeals, 2)):
        rows.append([Cell(F.HEADINGS[number - 1], 30, role="title")])
        t = make(r)
        if per is None:
            for row in t:
                for k, c in enumerate(row):
                    c.cols = 30 if c.role == "title" else 9 if k == 0 else 7 * c.cols
        else:
            for row in t:
                for c in row:
                    c.cols *= per
        rows += t
    headings = [F.HEADINGS[0], None, None, None, *F.HEADINGS[4:]]
    return draft(r, headings=headings, tables={2: [rows], 3: [], 4: []})


def _reheaded(t):
    """The header rows again before （五）, spans cut so that the drawn table is right."""
    row = next(k for k, line in enumerate(t) if any(c.text.startswith("（五）") for c in line))
    upper, lower = grid.split_at(t, row, True, 3)
    return upper + lower


def _divs(t):
    """A grid as div rows."""
    return '<div class="grid">' + "".join(
        '<div class="row">' + "".join(f'<div class="c">{H.escape(x, quote=False)}</div>' for x in row) + "</div>\n" for row in grid.full_rows(t)) + "</div>"


def contents():
    """What stands in and between the cells."""
    r = Report("禾川市公安局", 2023, size="city", seed=7)
    hidden = '<span style="display:none">8</span>{}<!-- 77 --><script>var v=99;</script>'
    page = H.modern(r, draft(r), Style(cell="<p>{}</p>"), doc="1212")
    t3 = r.text("requests.received.total")
    page = page.replace(f"<td><p>{t3}</p></td>", f"<td><p>{hidden.format(t3)}</p></td>", 1).replace("<h2>三、", '<div style="display:none"><table><tr><td>一、本年新收政府信息公开申请数量</td><td>1</td><td>1</td><td>1</td><td>1</td><td>1</td><td>1</td><td>6</td></tr></table></div>\n<!-- <table><tr><td>规章</td><td>5</td></tr></table> -->\n<h2>三、', 1)
    yield _doc("hidden-digits.html", r, page, "display:none, comments, scripts with digits; a hidden table with a row of ones")

    r = Report("玉津省人民政府办公厅", 2020, form="ogi-2019", size="province", seed=3)
    r.set("proactive.procurement.amount", Decimal("73802.955"))
    yield _doc("blank-nbsp-2019-form.html", r.blank_zeros("requests.").blank_zeros("appeals."), H.modern(r, draft(r), Style(cell='<p align="center">{}</p>', blank='<p align="center">&nbsp;</p>'), doc="3003"), "&nbsp; for every zero of T3 and T4")

    r = Report("丹浦市东陵区民政局", 2023, size="county", seed=5)
    r2 = [f"requests.{row}.total" for row in F.request_rows(False) if r.cells[f"requests.{row}.total"] == 0]
    yield _doc("blank-totals.html", r.blank(*r2), H.modern(r, draft(r), doc="3004"), "the total left empty in rows of zeros")

    r = Report("白鹭县公安局", 2022, size="bureau", seed=6)
    r.set("proactive.normative_documents.issued", 22, "22（其中修订16件）").set("proactive.normative_documents.in_force", 113, "113 （含自然失效 29 件）")
    r.set("proactive.fees.amount", Decimal("7730.28"), "7730.28万元").set("proactive.licensing.decisions", 1234567, "1,234,567")
    yield _doc("cells-notes-units.html", r, H.modern(r, draft(r), BUREAU, doc="3005"), "notes, a unit and thousands separators inside cells")

    r = Report("岚桥县财政局", 2023, size="county", seed=7)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for k, cell in enumerate(r.cells):
        r.show(cell, (r.text(cell), r.text(cell).translate(wide), f"\u3000{r.text(cell)}")[k % 3])
    yield _doc("cells-wide-entities.html", r, H.modern(r, draft(r), Style(entity=True), doc="3006"), "every figure as character entities, some full-width, some after an ideographic space")

    r = Report("青石市教育局", 2021, size="bureau", seed=8, single_other=True)
    r.labels = {"行政规范性文件": "规范性文件", "第二十条第（一）项": "第二十条 第（一）项", "总计": "总\u00a0计", "2.其他法律行政法规禁止公开": "2.其他法律行政禁止公开", "3.补正后申请内容仍不明确": "3、补正后申请内容仍不明确"}
    yield _doc("labels-worn-single-other.html", r, H.modern(r, draft(r), Style(cell="<p>{}</p>", breaks=True), doc="3007"), "（六）其他处理 as one row in the 2021 form; labels with breaks, spaces and lost characters")

    r = Report("青石市琅湖区人民政府", 2023, size="county", seed=9)
    r.set("appeals.reconsideration.upheld", 10).set("appeals.reconsideration.corrected", 1).set("appeals.reconsideration.other", 0).set("appeals.reconsideration.pending", 2)
    r.set("appeals.reconsideration.total", 13).slip("appeals.reconsideration.total", 0)
    if r.cells["appeals.litigation_direct.total"]:
        r.slip("appeals.litigation_direct.total", 0)
    yield _doc("slip-appeals-totals.html", r, H.modern(r, draft(r), doc="3008"), "T4 totals left at 0", "publisher_inconsistent")

    r = Report("澜溪市住房和城乡建设局", 2022, size="bureau", seed=10)
    r.slip("requests.outcome_total.natural_person", r.cells["requests.outcome_total.natural_person"] - 6)
    r.slip("requests.outcome_total.total", r.cells["requests.outcome_total.total"] - 6)
    yield _doc("slip-outcome-total.html", r, H.modern(r, draft(r), BUREAU, doc="3009"), "（七）总计 6 too low for 自然人 and 总计 both", "publisher_inconsistent")

    r = Report("禾川市文化和旅游局", 2020, form="ogi-2019", size="bureau", seed=11)
    r.slip("requests.granted.total", r.cells["requests.granted.total"] + 9)
    yield _doc("slip-row-total-2019-form.html", r, H.old(r, draft(r), site="禾川市政府网", encoding="utf-8"), "予以公开: the row's 总计 is 9 too high", "publisher_inconsistent")

    r = Report("丹浦市水务局", 2023, size="county", seed=13)
    heads = [F.HEADINGS[0], "二、主动公开政府政府情况", "三、 收到和处理政府信息公开申请情况", "四、政府信息公开行政法复议、行政诉讼情况", "五、存在问题及改进情况", "六、其他需要报告的事项"]
    blocks = draft(r, title=["关于2023年度政府信息公开工作的年度报告"], headings=heads, lead="本报告由丹浦市水务局编制，{y}年数据统计期限自{y}11日起至{y}1231日止。",
                   between={3: ["该部分以表格形式报告。表格如下：", "全年收到申请的渠道中，网络6成、信函3成、当面1成。"], 4: ["{y} 年，未发生因政府信息公开引发的败诉案件。".format(y=2023)]}, after={4: ["注：行政复议、行政诉讼数量含上年度结转数量。"]})
    yield _doc("title-without-agency.html", r, H.modern(r, blocks, doc="3010"), "the title has no agency, the lead states it; period damaged; prose before tables; a footnote")

    r = Report("白鹭县交通运输局", 2022, size="county", seed=15)
    lost = tuple(c for c in r.cells if not c.startswith("proactive."))
    blocks = draft(r, tables={3: [], 4: []})
    blocks = [x for b in blocks for x in ([b, ("raw", f'<p align="center"><img src="W020230117{len(b[1])}3.png" width="620" height="780" alt=""></p>')] if b[0] == "h" and b[1][0] in "三四" else [b])]
    yield _doc("tables-are-pictures.html", r, H.modern(r, blocks, doc="3011"), "T3 and T4 are pictures", "needs_review", lost=lost)

    r = Report("岚桥县信访局", 2023, size="county", seed=17)
    for row, cols in (("refused.administrative_query", F.COLUMNS),):
        assert all(r.cells[f"requests.{row}.{c}"] == 0 for c, _ in cols)
    t3 = [row for row in grid.requests(r) if row[0].text != "8.属于行政查询事项"]
    for row in t3:
        for c in row:
            c.rows -= c.text in ("（三）不予公开", "三、本年度办理结果")
    lost = tuple(f"requests.refused.administrative_query.{c}" for c, _ in F.COLUMNS)
    yield _doc("row-missing.html", r, H.modern(r, draft(r, tables={3: [t3]}), doc="3012"), "the row 8.属于行政查询事项 is not in the table", "needs_review", lost=lost)

    r = Report("禾川市南岗区财政局", 2022, size="county", seed=18)
    odd = ("proactive.licensing.decisions", "proactive.fees.amount", "appeals.reconsideration.pending")
    r.set("appeals.reconsideration.total", r.cells["appeals.reconsideration.total"] - r.cells["appeals.reconsideration.pending"])
    for cell, mark in zip(odd, ("见附件", "#REF!", "？")):
        r.set(cell, None, mark)
    yield _doc("cells-not-numbers.html", r, H.modern(r, draft(r), BUREAU, doc="3013"), "见附件, #REF! and ？ where numbers belong", "needs_review", doubtful=odd)
