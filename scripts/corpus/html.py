"""HTML renderers: tables in the manners of several content systems, and the pages around them."""
from dataclasses import dataclass
from html import escape

from . import grid


@dataclass
class Style:
    """How a table is written. `cell` wraps a cell's text and holds {}; blank is what an empty value cell holds."""
    cell: str = "{}"
    blank: str = ""
    attributes: str = 'border="1" cellspacing="0" cellpadding="0"'
    upper: bool = False
    closed: bool = True
    head_tag: str = "td"
    breaks: bool = False
    sections: str = "tbody"
    digits: str = ""
    entity: bool = False


def _text(c, s):
    text = escape(c.text, quote=False)
    if not c.text:
        return s.blank if c.role in ("value", "gap") else ""
    if s.digits and c.role == "value" and len(text) > 1 and text.isdigit():
        text = "".join(s.digits.format(d) for d in text)
    if s.entity and c.role == "value":
        text = "".join(f"&#{ord(d)};" for d in text)
    if s.breaks and c.role == "head" and len(text) == 4:
        text = text[:2] + "<br/>" + text[2:]
    return s.cell.format(text)


def table(t, s=Style()):
    """A grid as a <table>."""
    rows = []
    for row in t:
        out = []
        for c in row:
            tag = s.head_tag if c.role in ("head", "note", "title") else "td"
            spans = (f' colspan="{c.cols}"' if c.cols != 1 else "") + (f' rowspan="{c.rows}"' if c.rows != 1 else "")
            out.append(f"<{tag}{spans}>{_text(c, s)}" + (f"</{tag}>" if s.closed else ""))
        rows.append("<tr>" + "".join(out) + ("</tr>" if s.closed else "") + "\n")
    if s.sections == "tbody":
        body = "<tbody>\n" + "".join(rows) + "</tbody>"
    elif s.sections == "thead":
        head = next(k for k, row in enumerate(t) if not grid.is_head(row) and row[0].role != "title")
        body = "<thead>" + "".join(rows[:head]) + "</thead><tbody>" + "".join(rows[head:]) + "</tbody>"
    elif s.sections == "odd":
        # The body stands before the head in the source; a browser still draws the head on top.
        head = next(k for k, row in enumerate(t) if not grid.is_head(row) and row[0].role != "title")
        body = "<tbody>" + "".join(rows[head:]) + "</tbody><thead>" + "".join(rows[:head]) + "</thead>"
    else:
        body = "".join(rows)
    made = f"<table {s.attributes}>{body}</table>"
    return _upper(made) if s.upper else made


def _upper(html):
    """Tag and attribute names in capitals, as the editors of 2003 wrote them."""
    import re
    return re.sub(r"<(/?)(\w+)", lambda m: f"<{m[1]}{m[2].upper()}", html).replace("colspan=", "COLSPAN=").replace("rowspan=", "ROWSPAN=")


def body(blocks, s=Style(), title="<h1>{}</h1>", heading="<h2>{}</h2>", paragraph="<p>{}</p>", between="\n"):
    """The blocks of a draft as HTML."""
    out = []
    for kind, content in blocks:
        if kind == "table":
            out.append(table(content, s))
        elif kind == "raw":
            out.append(content)
        else:
            out.append({"title": title, "h": heading, "p": paragraph}[kind].format(escape(content, quote=False)))
    return between.join(out)


def page(inner, title, charset='<meta charset="utf-8">', before="", after="", style="", doctype="<!DOCTYPE html>"):
    """A whole page round the report."""
    return f"""{doctype}
<html lang="zh-CN">
<head>
{charset}
<title>{escape(title)}</title>
{style}
</head>
<body>
{before}
{inner}
{after}
</body>
</html>
"""


def modern(r, blocks, s=Style(cell="<p>{}</p>"), site="青石市人民政府门户网站", doc="8812", **more):
    """A div page of a present-day system: bread crumbs, meta line, related links, footer with numbers."""
    title = next((b for k, b in blocks if k == "title"), "年度报告")
    y = r.year
    before = f"""<div class="header"><a href="/">{site}</a><ul class="nav"><li><a href="/zwgk/">政务公开</a></li><li><a href="/zwfw/">政务服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 政府信息公开年报</div>
<div class="article"><div class="meta"><span>发布时间：{y + 1}-01-2{y % 9} 09:3{y % 7}</span><span>浏览次数：<em id="hits">{1000 + y}</em></span><span>字体：[大 中 小]</span></div>
<div class="article-content">"""
    after = f"""</div><div class="attach">附件下载：<a href="/attach/{y + 1}/{doc}.pdf">{title}.pdf</a>（3{y % 100} KB）</div>
<ul class="related"><li><a href="/art/{y}/1/19/art_12_{doc}.html">{y - 1}年度报告</a></li><li><a href="/art/{y + 1}/1/20/art_12_{int(doc) + 7}.html">图解年度报告</a></li></ul></div>
<div class="footer">版权所有 {site} ICP备{y}00{doc}号-1 公安备案 41{doc}02000{y % 97}号 网站标识码 41{doc}0003 电话 0398-276{y}</div>
<script>var hits={1000 + y};var _id='{doc}';for(var i=0;i<10;i++){{if(i>3)break;}}</script>"""
    return page(body(blocks, s, **more), f"{title}_{site}", before=before, after=after,
                style="<style>.article{width:1000px;margin:0 auto}table td{padding:5px 8px;line-height:1.5}.nav li{float:left;width:120px}</style>")


def old(r, blocks, s=Style(), site="白鹭县人民政府网", encoding="gb2312", **more):
    """A page laid out by nested tables, with menus and a side bar full of numbers and look-alike words."""
    y = r.year
    title = next((b for k, b in blocks if k == "title"), "年度报告")
    side = "".join(f"<tr><td height=22>·<a href=/gk/{k}.htm>{name}</a> ({n})</td></tr>\n" for k, (name, n) in enumerate(
        [("规章", 12), ("规范性文件", 147), ("行政许可", 33), ("行政处罚", 208), ("行政强制", 4), ("行政事业性收费", 19),
         ("政府集中采购", 56), ("年度报告", 11)], 1))
    links = "".join(f"<tr><td>·<a href=/nb/{k}.htm>{k}年政府信息公开工作年度报告</a></td><td>[{k + 1}-01-{k % 20 + 8}]</td></tr>\n" for k in range(y - 4, y))
    before = f"""<table width=1002 border=0 align=center><tr><td colspan=2><img src=top.jpg width=1002 height=140></td></tr>
<tr><td colspan=2>您的位置：首页 &gt;&gt; 信息公开 &gt;&gt; 年度报告 &nbsp; 今天是<script>document.write(new Date().getFullYear())</script></td></tr>
<tr><td width=220 valign=top><table width=200 border=0><tr><td><b>信息公开目录</b></td></tr>
{side}</table><table width=200><tr><td><b>历年年报</b></td></tr>
{links}</table></td>
<td width=780 valign=top><table width=760 border=0><tr><td align=center>【字体：<a href=#>大</a> <a href=#>中</a> <a href=#>小</a>】 【打印】 【关闭】 点击数：{y * 3}</td></tr><tr><td class=zw>"""
    after = f"""</td></tr><tr><td>上一篇：{y - 1}年部门决算公开 &nbsp; 下一篇：{y + 1}年第1季度政府信息公开统计</td></tr></table></td></tr>
<tr><td colspan=2 align=center>主办：{site} 邮编：47{y % 1000}0 建议使用1024×768分辨率</td></tr></table>"""
    return page(body(blocks, s, **more), title, charset=f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">',
                before=before, after=after, doctype='<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">')


WORD_HEAD = """<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View><w:Zoom>120</w:Zoom></w:WordDocument></xml><![endif]-->"""
WORD_STYLE = """<style><!-- @font-face {font-family:仿宋_GB2312; panose-1:2 1 6 9 3 1 1 1 1 1;}
p.MsoNormal {margin:0cm; font-size:10.5pt;} @page WordSection1 {size:595.3pt 841.9pt; margin:72.0pt 90.0pt 72.0pt 90.0pt;} --></style>"""


def word(r, blocks, s=None, **more):
    """A page saved from Word."""
    s = s or Style(cell='<p class=MsoNormal align=center style="text-align:center"><span lang=EN-US style="font-size:9.0pt;font-family:宋体">{}<o:p></o:p></span></p>',
                   blank='<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>', digits="<span lang=EN-US>{}</span>", sections="",
                   attributes='class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 width=619 style="width:464.6pt;border-collapse:collapse;mso-padding-alt:0cm 5.4pt 0cm 5.4pt"')
    inner = body(blocks, s, title='<p class=MsoNormal align=center><b><span style="font-size:22.0pt">{}</span></b></p>',
                 heading='<p class=MsoNormal style="text-indent:32.0pt;mso-char-indent-count:2.0"><b><span style="font-size:16.0pt">{}</span></b></p>',
                 paragraph='<p class=MsoNormal style="text-indent:32.0pt"><span style="font-size:16.0pt;font-family:仿宋_GB2312">{}<o:p></o:p></span></p>', **more)
    return page(f'<div class=WordSection1 style="layout-grid:15.6pt">\n{inner}\n</div>', r.agency, charset=WORD_HEAD, style=WORD_STYLE, doctype="")
