"""HTML in the manners of content systems, in several charsets, and pages that are meant to be printed."""
import re

from corpus import html as H
from corpus.html import Style

BREAK = "\ue000"
CENTRED = Style(cell='<p style="text-align:center"><span style="font-size:14px">{}</span></p>', blank="<p>&nbsp;</p>")
TRS = Style(cell='<p align="center" style="margin:0;line-height:150%"><font face="宋体">{}</font></p>', blank='<p align="center">&nbsp;</p>',
            attributes='align="center" border="1" cellpadding="0" cellspacing="0" style="border-collapse:collapse;width:650px"')
BARE = Style(attributes="border=1", sections="")
MIXED = Style(head_tag="th", sections="thead", attributes='class="table table-bordered"')
NBSP = Style(cell="&nbsp;{}&nbsp;", blank="&nbsp;&nbsp;")
SOUP = Style(cell='<div class="cell"><span><span style="color:#333">{}</span></span></div>', blank='<div class="cell"><span><br></span></div>', attributes='class="ke-zeroborder" border="0"')
CAPITALS = Style(cell="<P align=center><FONT face=宋体 size=2>{}</FONT></P>", upper=True, closed=False, sections="")


def broken_lines(blocks):
    """A forced line break inside a cell, as a character that no escape touches."""
    for kind, body in blocks:
        if kind == "table":
            for row in body:
                for cell in row:
                    cell.text = cell.text.replace("\n", BREAK)
    return blocks


def _divs(p, blocks, s):
    inner = H.body(blocks, s, title='<div class="title"><strong>{}</strong></div>', heading='<div class="t2"><span><b>{}</b></span></div>', paragraph='<div><span>&nbsp;&nbsp;&nbsp;&nbsp;</span><span>{}</span></div>')
    return H.page(f'<div id="app"><div><div class="wrap"><div id="zoom">{inner}</div></div></div></div>', p.report.agency)


def _trs(p, blocks, s):
    inner = H.body(blocks, s, title='<p align="center"><strong><font size="5">{}</font></strong></p>', heading='<p style="text-indent:2em"><strong>{}</strong></p>', paragraph='<p style="text-indent:2em" align="justify">{}</p>')
    return H.page(f'<div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{line-height:2;font-family:宋体;font-size:12pt;}}</style>{inner}</div>', p.report.agency)


def _columns(p, blocks, s):
    """Column widths in a colgroup, inline styles on every cell."""
    page = H.modern(p.report, blocks, s)
    page = re.sub(r"(<table [^>]*>)", r'\1<colgroup><col style="width:120px"><col width="90" span="3"></colgroup>', page)
    return page.replace("<td", '<td style="border:1px solid #000;padding:0 7px" valign="middle"')


def _capitals(p, blocks, s):
    return H.page(H.body(blocks, s, title="<P align=center><B>{}</B></P>", heading="<P><B>{}</B>", paragraph="<P>{}"), "年报", doctype="")


def _nested(p, blocks, s):
    inner = H.body(blocks, s)
    return H.page(f'<table width="100%"><tr><td class="menu"><table><tr><td>{p.report.year}</td><td>1</td></tr></table></td><td><table class="outer"><tr><td>{inner}</td></tr></table></td></tr></table>', "年报")


SYSTEMS = {
    "modern": (lambda p, b, s: H.modern(p.report, b, s), CENTRED), "old": (lambda p, b, s: H.old(p.report, b, s), Style(cell="<P align=center>{}</P>")),
    "word": (lambda p, b, s: H.word(p.report, b), None), "trs": (_trs, TRS), "divs": (_divs, SOUP), "columns": (_columns, NBSP),
    "capitals": (_capitals, CAPITALS), "nested": (_nested, BARE), "bootstrap": (lambda p, b, s: H.modern(p.report, b, s), MIXED),
    "odd_thead": (lambda p, b, s: H.modern(p.report, b, s), Style(sections="thead", cell="<p>{}</p>", breaks=True)),
}
# What the bytes are, and what the page says they are.
CHARSETS = {
    "utf-8": ("utf-8", "utf-8", 10), "utf-8, undeclared": ("utf-8", "", 3), "utf-8, declared gb2312": ("utf-8", "gb2312", 1), "gbk, declared gb2312": ("gbk", "gb2312", 3), "gb18030": ("gb18030", "gb18030", 2),
    "gbk, undeclared": ("gbk", "", 1), "gbk, declared utf-8": ("gbk", "utf-8", 1), "utf-16": ("utf-16", "utf-16", 1),
}
META = re.compile(r'<meta[^>]*charset=[^>]*>', re.I)


def page(p, system=None):
    """The text of a web page."""
    system = system or p.rng.choice(list(SYSTEMS))
    make, style = SYSTEMS[system]
    p.look["system"] = system
    blocks = broken_lines(p.blocks())
    if system in ("bootstrap", "odd_thead") and not all(_headed(b) for k, b in blocks if k == "table"):
        style = Style(cell=style.cell, head_tag=style.head_tag)
    text = make(p, blocks, style).replace(BREAK, "<br/>")
    if "uneven_cells" in p.look:
        text = BARE_NUMBER.sub(lambda m: m[1] + m[2] + "</td>" if p.rng.random() < 0.2 else m[0], text)
    return text


BARE_NUMBER = re.compile(r"(<td[^>]*>)(?:<[^/][^>]*>)+(\d+)(?:</[^>]*>)+</td>")


def _headed(t):
    """Whether a table begins with its header, so that a thead can hold it."""
    from corpus import grid
    rows = [grid.is_head(row) or row[0].role == "title" for row in t]
    return True in rows[:1] and False in rows


def charset(p):
    """How the bytes are coded and declared."""
    table = dict(CHARSETS)
    if "script" in p.look:
        table = {"big5": ("big5hkscs", "big5", 3), "utf-8": ("utf-8", "utf-8", 3)}
    return p.rng.choices(list(table), [w for *_, w in table.values()])[0]


def encoded(p, text):
    """The bytes of a page, under a charset of its own."""
    name = charset(p)
    coding, declared, _ = {**CHARSETS, "big5": ("big5hkscs", "big5", 0)}[name]
    text = META.sub(f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else "", text)
    p.look["charset"] = name
    return text.encode(coding, "xmlcharrefreplace"), coding


def document(p):
    """A web page: bytes and their coding."""
    return encoded(p, page(p))


FONTS = {"chromium": ["WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UMing CN"], "weasyprint": ["WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "AR PL UMing CN", "AR PL UKai CN"]}
BORDERS = {"rules_dotted": "1px dotted #333", "rules_dashed": "1px dashed #000", "rules_thin": "0.4px solid #000"}


def printed(p):
    """A page to be printed by a browser."""
    look, rng = p.look, p.rng
    border = "none" if "borderless" in p.kind.traits else next((b for k, b in BORDERS.items() if k in look), rng.choice(("1px solid #000", "1.5px solid #000", "0.5pt solid #555")))
    cell, pad, text = "9pt", "3px 4px", rng.choice(("12pt", "14pt", "16pt"))
    if "small_print" in look:
        cell, pad, text = "6pt", "1px 2px", "9pt"
    size, margin = "A4 landscape" if "landscape" in look else "A4", "25mm 35mm" if "narrow_columns" in look else "25mm 22mm"
    more = "tr{break-inside:auto}" if "rows_cut" in look else ""
    if "header_on_every_page" not in look:
        more += "thead{display:table-row-group}"
    if "rows_shaded" in look:
        more += "tr:nth-child(odd) td,tr:nth-child(odd) th{background:#e8eef6}*{-webkit-print-color-adjust:exact}"
    if "page_furniture" in look:
        y = p.report.year
        more += f"@page{{@top-left{{content:'{y + 1}/1/17 09:42';font-size:8pt}}@top-right{{content:'{p.report.agency}{y}年政府信息公开工作年度报告';font-size:8pt}}@bottom-left{{content:'https://www.example/art/{y + 1}/1/17/art_7712_4310021.html';font-size:8pt}}@bottom-right{{content:counter(page) '/' counter(pages);font-size:8pt}}}}"
    font = rng.choice(FONTS["weasyprint" if "weasyprint" in p.kind.traits else "chromium"])
    css = f"""<style>@page{{size:{size};margin:{margin}}}body{{font-family:'{font}';font-size:{text};line-height:1.8}}h1{{text-align:center;font-size:20pt}}
h2{{font-size:15pt}}p{{text-indent:2em;margin:0}}table{{border-collapse:collapse;width:100%;font-size:{cell};line-height:1.35;margin:8px 0}}
td,th{{border:{border};padding:{pad};text-align:center;font-weight:normal}}tr{{break-inside:avoid}}{more}</style>"""
    blocks = broken_lines(p.blocks())
    sections = "thead" if all(_headed(b) for k, b in blocks if k == "table") else "tbody"
    return H.page(H.body(blocks, Style(sections=sections, attributes="")), "年度报告", style=css).replace(BREAK, "<br/>")
