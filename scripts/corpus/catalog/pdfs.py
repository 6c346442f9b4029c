"""PDF documents by LibreOffice, Chromium, ReportLab, WeasyPrint and Ghostscript, and texts that pdftotext made of them."""
import functools
from decimal import Decimal

from .. import docx, drawn, form as F, grid, html as H, programs as P, text as T
from ..document import Document
from ..draft import draft
from ..html import Style
from ..report import Report
from ..traditional import copy, sections
from . import families

CSS = """<style>@page{{size:{size};margin:{margin}}}body{{font-family:'{font}';font-size:{text};line-height:1.8}}h1{{text-align:center;font-size:20pt}}
h2{{font-size:15pt}}p{{text-indent:2em;margin:0}}table{{border-collapse:collapse;width:100%;font-size:{cell};line-height:1.35;margin:8px 0}}
td,th{{border:{border};padding:{pad};text-align:center;font-weight:normal}}td p,th p{{text-indent:0}}tr{{break-inside:avoid}}{more}</style>"""

LOOSE = "tr{break-inside:auto}"


def _css(size="A4", margin="25mm 22mm", font="Noto Serif CJK SC", text="14pt", cell="9pt", border="1px solid #000", pad="3px 4px", more=""):
    return CSS.format(size=size, margin=margin, font=font, text=text, cell=cell, border=border, pad=pad, more=more)


def _page(blocks, style, css):
    return H.page(H.body(blocks, style), "年度报告", style=css)


def documents():
    """All of them."""
    yield from writer()
    yield from browser()
    yield from by_hand()
    yield from others()
    yield from layouts()


def writer():
    """Word documents printed by LibreOffice."""
    def doc(name, r, look, note, verdict="clean", also=(), **more):
        return Document(name, "pdf_libreoffice", P.libreoffice(docx.make(draft(r, **more), look)), r, verdict, note=note, verdict_also=also)

    r = families.lanqiao(2024)
    yield doc("writer-county.pdf", r, docx.Look(shade="D9E2F3"), "vertical 三、, header rows repeated, T3 cut inside a group; follows aligned-pages.txt in every column", title=["岚桥县人民政府", "2024 年政府信息公开工作年度报告"])

    r = Report("白鹭县住房和城乡建设局", 2020, form="ogi-2019", size="bureau", seed=21)
    r.set("proactive.procurement.amount", Decimal("59237.2449"))
    yield doc("writer-2019-form.pdf", r, docx.Look(font="AR PL UKai CN"), "2019 form in a brush-like face")

    r = Report("青石市云岭区信访局", 2022, size="county", seed=22)
    narrow = {4: [2000, 1500, 1500, 1500], 10: [500, 800, 1500, 560, 420, 420, 420, 420, 420, 560], 15: [420] * 15}
    yield doc("writer-narrow-columns.pdf", r, docx.Look(widths=narrow, vertical=False, font="Noto Serif CJK SC"), "columns so narrow that headers break inside words and every label wraps")

    r = Report("青石市云岭区统计局", 2022, size="bureau", seed=22)
    yield doc("writer-digits-wrapped.pdf", r, docx.Look(widths=narrow, vertical=False), "columns too narrow for three digits: 169 is printed as 16 above 9 in one ruled cell", also=("needs_review",))

    r = families.hechuan(2023)
    wide = {4: [4200, 3200, 3200, 3200], 10: [700, 1900, 4300, 1000, 1000, 1000, 1000, 1000, 1000, 1000], 15: [900] * 15}
    yield doc("writer-landscape-city.pdf", r, docx.Look(widths=wide, landscape=True, table_size=21), "landscape pages; numbers in the thousands; follows modern-city.html in every column")

    r = Report("丹浦市东陵区财政局", 2023, size="county", seed=24).blank_zeros("requests.").blank_zeros("appeals.")
    yield doc("writer-blank-for-zero.pdf", r, docx.Look(repeat_header=False, font="WenQuanYi Micro Hei"), "zeros of T3 and T4 left empty; header not repeated")

    r = Report("澜溪市人民政府", 2022, size="city", seed=25, single_other=True)
    r.labels = {"行政规范性文件": "规范性文件", "2.其他法律行政法规禁止公开": "2.其他法律行政止公开"}
    yield doc("writer-single-other.pdf", r, docx.Look(), "（六）其他处理 as one row in the 2021 form; a label with characters lost")

    r = Report("白鹭县石浦镇人民政府", 2021, size="zero", seed=1)
    yield doc("writer-all-zero.pdf", r, docx.Look(table_size=21, row_height=420), "nothing but zeros")

    r = Report("青石市松台区人民政府", 2024, size="county", seed=26)
    r.set("appeals.reconsideration.upheld", 10).set("appeals.reconsideration.corrected", 1).set("appeals.reconsideration.other", 0).set("appeals.reconsideration.pending", 0)
    r.set("appeals.reconsideration.total", 11).slip("appeals.reconsideration.total", 0)
    r.set("appeals.litigation_after_reconsideration.upheld", 5).set("appeals.litigation_after_reconsideration.corrected", 0).set("appeals.litigation_after_reconsideration.other", 0)
    r.set("appeals.litigation_after_reconsideration.pending", 0).set("appeals.litigation_after_reconsideration.total", 5).slip("appeals.litigation_after_reconsideration.total", 0)
    yield doc("writer-slip-appeals.pdf", r, docx.Look(page_break_before=("三",)), "two T4 totals left at 0", "publisher_inconsistent", title=["青石市松台区人民政府", "2024年政府信息公开工作年度报告"])


def browser():
    """Pages printed by Chromium."""
    def doc(name, r, css, note, verdict="clean", style=Style(sections="thead", attributes=""), also=(), **more):
        return Document(name, "pdf_chromium", P.chromium(_page(draft(r, **more), style, css)), r, verdict, note=note, verdict_also=also)

    r = Report("澜溪市自然资源局", 2023, size="bureau", seed=30)
    yield doc("browser-plain.pdf", r, _css(more=LOOSE), "thin borders, header repeated on each page")

    r = Report("玉津省教育厅", 2022, size="province", seed=31)
    yield doc("browser-borderless.pdf", r, _css(border="none", pad="5px 6px"), "no rules at all", also=("needs_review",))

    r = Report("丹浦市财政局", 2021, size="bureau", seed=32)
    yield doc("browser-dotted.pdf", r, _css(border="1px dotted #333", font="WenQuanYi Zen Hei", more=LOOSE), "dotted rules")

    r = Report("岚桥县卫生健康局", 2020, form="ogi-2019", size="county", seed=33)
    yield doc("browser-dashed-2019-form.pdf", r, _css(border="1px dashed #000", font="WenQuanYi Micro Hei", more=LOOSE), "dashed rules, 2019 form")

    r = Report("禾川市交通运输局", 2023, size="bureau", seed=34)
    yield doc("browser-shaded.pdf", r, _css(border="1px solid #fff", font="Noto Sans CJK SC", more="tr:nth-child(odd) td,tr:nth-child(odd) th{background:#dfe8f4}tr:nth-child(even) td,tr:nth-child(even) th{background:#f3f6fb}*{-webkit-print-color-adjust:exact}"),
              "shaded rows parted by white rules", also=("needs_review",))

    r = Report("雲橋縣良溪鎮人民政府", 2022, size="county", seed=37)
    yield Document("browser-traditional.pdf", "pdf_chromium", P.chromium(copy(_page(draft(r, overall=(1, 2, 3)), Style(sections="thead", attributes=""), _css(font="Noto Sans CJK TC")))), r,
                   note="a copy in traditional characters with words of Taiwan, printed with rules", sections=sections(r.sections, copy))

    r = Report("白鹭县教育局", 2024, size="county", seed=35)
    yield doc("browser-small-print.pdf", r, _css(font="WenQuanYi Zen Hei", text="8pt", cell="5.5pt", pad="1px 2px", border="0.4px solid #000"), "print of 5.5 points, hair rules")

    r = Report("青石市公安局", 2022, size="city", seed=36)
    yield doc("browser-landscape.pdf", r, _css(size="A4 landscape", font="WenQuanYi Micro Hei", more=LOOSE), "landscape", style=Style(sections="tbody", breaks=True, attributes=""))

    r = Report("丹浦市住房和城乡建设局", 2023, size="bureau", seed=37)
    r.slip("requests.outcome_total.total", r.cells["requests.outcome_total.total"] - 9)
    yield doc("browser-slip-outcome-total.pdf", r, _css(font="WenQuanYi Zen Hei"), "（七）总计 is 9 too low in the total column only", "publisher_inconsistent")

    r = Report("禾川市南岗区审计局", 2023, size="county", seed=38)
    r.set("proactive.normative_documents.issued", 22, "22（其中修订16件）").show("proactive.fees.amount", r.text("proactive.fees.amount") + "万元")
    r.blank_zeros("appeals.", mark="—")
    yield doc("browser-notes-dashes.pdf", r, _css(font="WenQuanYi Micro Hei", border="1.5px solid #000"), "notes and a unit in cells, dashes for none in T4", style=Style(sections="tbody", attributes=""))


def by_hand():
    """Pages drawn by ReportLab with a face that is named, not embedded."""
    def doc(name, r, look, note, verdict="clean", also=(), **more):
        return Document(name, "pdf_reportlab", drawn.make(draft(r, **more), look), r, verdict, note=note, verdict_also=also)

    r = Report("玉津省水利厅", 2023, size="city", seed=40)
    yield doc("drawn-plain.pdf", r, drawn.Look(cut_before=("5.属于三类",), row=9), "drawn rules, group labels printed again after the page cut")

    r = Report("岚桥县应急管理局", 2022, size="county", seed=41)
    yield doc("drawn-labels-split.pdf", r, drawn.Look(label_at_cut="split", text_size=16, cut_before=("4.无正当理由", "4.保护第三方")), "group labels fall apart at the page cut, half above, half below")

    r = Report("禾川市农业农村局", 2021, size="bureau", seed=42)
    r.labels = {"商业企业": "商业企\n业", "科研机构": "科研机\n构", "社会公益组织": "社会公益\n组织", "法律服务机构": "法律服务\n机构"}
    yield doc("drawn-headers-broken.pdf", r, drawn.Look(size=8.5, open_bottom=True, cut_before=("2.没有现成",)), "headers broken inside a word; no closing rule at the page's end")

    r = Report("丹浦市统计局", 2023, size="bureau", seed=43)
    yield doc("drawn-rotated.pdf", r, drawn.Look(rotated=True), "every page lies on its side and is turned by /Rotate 90")

    r = Report("青石市云岭区应急管理局", 2022, size="county", seed=44)
    yield doc("drawn-twice.pdf", r, drawn.Look(fake_bold=True, overprint=True, label_at_cut="once", cut_before=("2.重复",), row=4), "headers in text render mode 2, figures printed twice a quarter point apart")

    r = Report("白鹭县自然资源局", 2019, form="ogi-2019", size="bureau", seed=45)
    r.set("proactive.penalties.items_change", -18).set("proactive.licensing.items_change", 36, "+36").set("proactive.procurement.items", 6).set("proactive.procurement.amount", Decimal("75394432.52"), "75394432.52元")
    yield doc("drawn-2019-form.pdf", r, drawn.Look(rules="box", shade=True, label_at_cut="once", cut_before=("7.属于",)), "2019 form; rules are thin filled boxes; -18, +36, 元 in a cell")

    r = Report("澜溪市档案局", 2021, size="town", seed=46).blank_zeros("requests.").blank_zeros("appeals.")
    yield doc("drawn-blank-for-zero.pdf", r, drawn.Look(digits="", repeat_header=True, cut_before=("3.补正后",), size=10), "zeros left empty; figures in the Chinese face")

    r = Report("岚桥县公安局", 2023, size="bureau", seed=47)
    yield doc("drawn-vertical-face.pdf", r, drawn.Look(vertical_font=True, label_at_cut="once", cut_before=("（五）",)), "三、 set downwards in a vertical face (UniGB-UCS2-V); pages cut before （五）")

    r = Report("禾川市审计局", 2022, size="bureau", seed=48)
    yield doc("drawn-horizontal-rules.pdf", r, drawn.Look(rules="horizontal", digits="Helvetica"), "horizontal rules only", also=("needs_review",))

    r = Report("丹浦市市场监督管理局", 2024, size="bureau", seed=49)
    r.slip("requests.granted.total", r.cells["requests.granted.total"] + 10)
    yield doc("drawn-slip-row-total.pdf", r, drawn.Look(rules="dashed", cut_before=("（四）",), row=8), "总计 of 予以公开 is 10 too high; dashed rules", "publisher_inconsistent")


    r = Report("白鹭县乡村振兴局", 2023, size="county", seed=58)
    pdf = drawn.make(draft(r), drawn.Look(cut_before=("（四）",)))
    rows = F.request_rows(False)
    gone = rows[rows.index("unavailable.not_held"):]
    lost = tuple(f"requests.{row}.{c}" for row in gone for c, _ in F.COLUMNS) + tuple(c for c in r.cells if c.startswith("appeals."))
    yield Document("drawn-page-missing.pdf", "pdf_reportlab", P.qpdf(pdf, "--static-id", "--pages", ".", "1-2", "--"), r, "needs_review", lost=lost, sections=(),
                   note="the last page is missing: T3 ends before （四）, T4 is gone")


@functools.cache
def _plain():
    r = Report("青石市云岭区农业农村局", 2023, size="county", seed=50)
    return r, P.libreoffice(docx.make(draft(r), docx.Look()))


def others():
    """WeasyPrint, and PDFs written again by other programs."""
    r = Report("玉津省交通运输厅", 2024, size="province", seed=51)
    head = "@page{@top-left{content:'2025/1/17 09:42';font-size:8pt}@top-right{content:'玉津省交通运输厅2024年政府信息公开工作年度报告';font-size:8pt}@bottom-left{content:'https://jtt.yujin.example/art/2025/1/17/art_7712_4310021.html';font-size:8pt}@bottom-right{content:counter(page) '/' counter(pages);font-size:8pt}}"
    page = _page(draft(r), Style(sections="thead"), _css(font="WenQuanYi Zen Hei", more=head))
    yield Document("weasy-browser-margins.pdf", "pdf_weasyprint", P.weasyprint(page), r, note="date, title, address and 1/4 printed in the margins of each page, as browsers do")

    r = Report("白鹭县水利局", 2020, form="ogi-2019", size="county", seed=52)
    page = _page(draft(r), Style(sections="tbody", blank="&nbsp;"), _css(font="AR PL UMing CN", more="tr{break-inside:auto}"))
    yield Document("weasy-2019-form.pdf", "pdf_weasyprint", P.weasyprint(page), r, note="2019 form; rows may be cut by the page's end")

    r = Report("丹浦市人民政府办公室", 2022, size="city", seed=53)
    yield Document("ghostscript-of-writer.pdf", "pdf_ghostscript", P.ghostscript(P.libreoffice(docx.make(draft(r), docx.Look(border="dotted")))), r, note="LibreOffice's print written again by Ghostscript; dotted rules")

    r = Report("岚桥县司法局", 2021, size="county", seed=54)
    yield Document("ghostscript-of-browser.pdf", "pdf_ghostscript", P.ghostscript(P.chromium(_page(draft(r), Style(sections="thead"), _css(font="WenQuanYi Micro Hei")))), None, "unreadable",
                   "Chromium's print written again by Ghostscript, which gives many characters wrong maps: what is printed can't be told from the text", "image_only")

    r, pdf = _plain()
    yield Document("encrypted-empty-password.pdf", "pdf_libreoffice", P.encrypted(pdf, ""), r, note="encrypted, but the user password is empty: any reader opens it")

    r = Report("澜溪市民政局", 2023, size="bureau", seed=55)
    pdf = drawn.make(draft(r), drawn.Look(rules="box", digits="Helvetica"))
    yield Document("object-streams-linearized.pdf", "pdf_reportlab", P.qpdf(pdf, "--object-streams=generate", "--linearize", "--deterministic-id"), r, note="objects in streams, linearized")


def layouts():
    """What pdftotext -layout makes of such PDFs."""
    def doc(name, r, pdf, note, also=()):
        return Document(name, "text_aligned", P.layout_text(pdf), r, note=note, verdict_also=also)

    r = Report("岚桥县民政局", 2023, size="county", seed=60)
    yield doc("layout-of-writer.txt", r, P.libreoffice(docx.make(draft(r), docx.Look(vertical=False))), "pdftotext -layout of a LibreOffice print", ("needs_review",))

    r = Report("青石市人力资源和社会保障局", 2022, size="bureau", seed=61)
    yield doc("layout-of-writer-vertical.txt", r, P.libreoffice(docx.make(draft(r), docx.Look(font="Noto Serif CJK SC"))), "the same with 三、 written downwards and page numbers", ("needs_review",))

    r = Report("禾川市水利局", 2020, form="ogi-2019", size="bureau", seed=62)
    yield doc("layout-of-drawn-2019-form.txt", r, drawn.make(draft(r), drawn.Look()), "pdftotext -layout of a ReportLab print, 2019 form", ("needs_review",))

    r = Report("丹浦市东陵区教育局", 2023, size="county", seed=63)
    yield doc("layout-of-browser.txt", r, P.chromium(_page(draft(r), Style(sections="thead"), _css())), "pdftotext -layout of a Chromium print", ("needs_review",))

    r = Report("白鹭县统计局", 2022, size="county", seed=64)
    yield doc("layout-narrow.txt", r, drawn.make(draft(r), drawn.Look(size=8, widths={4: [120, 90, 90, 90], 10: [20, 40, 78, 36, 28, 28, 28, 28, 28, 36], 15: [25] * 15})), "labels wrapped above and below their numbers, group labels between them", ("needs_review",))
