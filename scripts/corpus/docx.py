"""A draft as a Word document, made by hand: merged cells, a vertical label cell, repeated header rows, page numbers."""
import io
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from . import grid

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
DOC_RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"""


@dataclass
class Look:
    """How the document looks. widths: twips of the grid columns by table width; sizes in half points; together: a table
    of at most so many rows is not cut by a page's end."""
    font: str = "AR PL UMing CN"
    head_font: str = "WenQuanYi Zen Hei"
    text_size: int = 32
    table_size: int = 18
    widths: dict = None
    landscape: bool = False
    vertical: bool = True
    repeat_header: bool = True
    shade: str = ""
    border: str = "single"
    row_height: int = 340
    page_break_before: tuple = ()
    together: int = 0

    def columns(self, n):
        """Widths of a table's grid columns."""
        return (self.widths or {}).get(n) or {4: [2400, 2100, 2100, 2100], 10: [560, 1100, 2600, 640, 640, 640, 640, 640, 640, 640], 15: [590] * 15}[n]


def _run(text, font, size, bold=False):
    b = "<w:b/>" if bold else ""
    return f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>{b}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(runs, align="left", indent=0, space=0, line="", keep=False):
    ind = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
    return f'<w:p><w:pPr>{"<w:keepNext/>" if keep else ""}<w:spacing w:before="{space}" w:after="{space}"{line}/>{ind}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def _cell(cell, width, merge, look, vertical=False, keep=False):
    bold = cell.role in ("title", "head")
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.shade}"/>' if look.shade and cell.role == "title" else ""
    turn = '<w:textDirection w:val="tbRlV"/>' if vertical else ""
    text = "" if merge == "continue" else cell.text
    align = "left" if cell.role in ("label", "note") or (cell.role == "group" and not vertical) else "center"
    body = "".join(_paragraph(_run(part, look.head_font if bold else look.font, look.table_size, bold), align, keep=keep) for part in text.split("\n"))
    v = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{cell.cols}"/>{v}{shade}{turn}<w:vAlign w:val="center"/></w:tcPr>{body}</w:tc>'


def _table(t, look):
    widths = look.columns(grid.width(t))
    edge = "".join(f'<w:{s} w:val="{look.border}" w:sz="4" w:space="0" w:color="000000"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV"))
    out = [f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edge}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
           + "".join(f'<w:gridCol w:w="{w}"/>' for w in widths) + "</w:tblGrid>"]
    open_merges = {}
    head = True
    for y, row in enumerate(grid.placed(t)):
        by, x, cells = dict(row), 0, []
        head = head and grid.is_head(t[y])
        while x < len(widths):
            if x in by:
                c = by[x]
                merge = "restart" if c.rows > 1 else ""
                for k in range(1, c.rows):
                    open_merges[y + k, x] = c
            elif (y, x) in open_merges:
                c, merge = open_merges[y, x], "continue"
            else:
                # A row that lost cells ends early.
                break
            cells.append(_cell(c, sum(widths[x:x + c.cols]), merge, look, look.vertical and c.text.startswith("三、") and c.cols == 1, len(t) <= look.together and y + 1 < len(t)))
            x += c.cols
        repeat = "<w:tblHeader/>" if head and look.repeat_header and len(widths) == 10 else ""
        out.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{look.row_height}"/>{repeat}</w:trPr>{"".join(cells)}</w:tr>')
    return "".join(out) + "</w:tbl>" + _paragraph("")


def make(blocks, look):
    """Bytes of a .docx."""
    out = []
    for kind, body in blocks:
        if kind == "table":
            out.append(_table(body, look))
        elif kind == "title":
            out.append(_paragraph(_run(body, look.head_font, 44, True), "center", space=120))
        else:
            head = kind == "h"
            turn = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' if head and body[0] in look.page_break_before else ""
            out.append(turn + _paragraph(_run(body, look.head_font if head else look.font, look.text_size, head), "both", look.text_size * 20, line=' w:line="480" w:lineRule="auto"'))
    w, h = (16838, 11906) if look.landscape else (11906, 16838)
    orient = ' w:orient="landscape"' if look.landscape else ""
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {NS}><w:body>{"".join(out)}<w:sectPr><w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="{w}" w:h="{h}"{orient}/><w:pgMar w:top="1440" w:right="1300" w:bottom="1300" w:left="1300" w:header="800" w:footer="800" w:gutter="0"/></w:sectPr></w:body></w:document>'
    number = '<w:r><w:t xml:space="preserve">- </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> -</w:t></w:r>'
    footer = f'<?xml version="1.0" encoding="UTF-8"?><w:ftr {NS}>{_paragraph(number, "center")}</w:ftr>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", document), ("word/_rels/document.xml.rels", DOC_RELS), ("word/footer1.xml", footer)):
            z.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text)
    return data.getvalue()
