"""Word files: what Word writes into a document beside its text, and the older formats as LibreOffice writes them."""
import io
import re
import zipfile

from .. import docx, programs as P
from ..document import Document
from ..draft import draft
from ..report import Report

CELL = "requests.received.natural_person"


def documents():
    """All of them."""
    yield from modern()
    yield from older()
    yield from bad()


def modern():
    """Today's format."""
    def doc(name, r, note, edit=lambda xml: xml, verdict="clean", look=docx.Look(), parts=None, **more):
        data = edited(docx.make(draft(r), look), edit, parts)
        return Document(name, "docx", data, r, verdict, note=note, **more)

    r = Report("白鹭县人民政府", 2022, size="county", seed=51)
    yield doc("word-county.docx", r, "cells merged both ways, header rows repeated")

    r = Report("白鹭县水利局", 2020, form="ogi-2019", size="bureau", seed=52)
    yield doc("word-2019-form.docx", r, "the 2019 form, in the strict kind of the format", strict)

    r = Report("白鹭县林业局", 2023, size="bureau", seed=53)
    yield doc("word-tracked-changes.docx", r, "numbers changed, a row deleted and a paragraph moved, all tracked", lambda xml: tracked(xml, r))

    r = Report("白鹭县教育局", 2023, size="bureau", seed=54)
    yield doc("word-text-box-title.docx", r, "the title in a text box, written twice for old and new readers", box_title)

    r = Report("白鹭县民政局", 2024, size="bureau", seed=55)
    yield doc("word-layout-table.docx", r, "the whole report in a cell of a table with a margin column", in_layout)

    r = Report("白鹭县司法局", 2023, size="bureau", seed=56)
    yield doc("word-rows-begin-further-right.docx", r, "rows of section three without their first cell (gridBefore) where others are merged", further_right)

    r = Report("白鹭县审计局", 2022, size="bureau", seed=57)
    yield doc("word-fields-and-hidden.docx", r, "numbers as results of fields, hidden and struck-out digits beside numbers, footnote marks", lambda xml: furnished(xml, r))

    r = Report("白鹭县财政局", 2023, size="bureau", seed=58)
    yield doc("word-counted-headings.docx", r, "the numbers of the headings set by Word", counted, parts={"word/numbering.xml": NUMBERING, "word/_rels/document.xml.rels": NUMBERED})

    r = Report("白鹭县商务局", 2023, size="bureau", seed=59)
    r.set("proactive.licensing.decisions", r.cells["proactive.licensing.decisions"])
    one = ("proactive.licensing.decisions",)
    yield doc("word-raised-digit.docx", r, "a raised digit right after a number: a footnote's mark or an exponent", lambda xml: raised(xml, r), "needs_review", doubtful=one)


def older():
    """What LibreOffice makes of it."""
    r = Report("青石市林业局", 2022, size="county", seed=61)
    yield Document("word-97.doc", "doc", P.written(docx.make(draft(r), docx.Look()), "doc", "MS Word 97"), r, note="Word 97")
    r = Report("青石市司法局", 2020, form="ogi-2019", size="bureau", seed=62)
    yield Document("word-97-2019-form.wps", "doc", P.written(docx.make(draft(r), docx.Look()), "doc", "MS Word 97"), r, note="the same format under the name that WPS gives it; the 2019 form")
    r = Report("青石市教育局", 2023, size="bureau", seed=63).blank_zeros("requests.")
    yield Document("word-rich-text.rtf", "rtf", P.written(docx.make(draft(r), docx.Look()), "rtf"), r, note="rich text; zeros of section three left empty")


def bad():
    """What holds no report."""
    def one(name, data, reason, note):
        return Document(name, "bad", data, None, "unreadable", note, reason)

    r = Report("青石市统计局", 2022, size="bureau", seed=64)
    whole = docx.make(draft(r), docx.Look())
    yield one("bad-truncated.docx", whole[:-200], "damaged", "a Word file that has lost its end")
    yield one("bad-bomb.docx", packed({"[Content_Types].xml": docx.TYPES, "_rels/.rels": docx.RELS, "word/document.xml": " " * (80 << 20)}), "memory", "a part that inflates to 80 MB of nothing")
    yield one("bad-no-main-part.docx", packed({"[Content_Types].xml": docx.TYPES, "word/styles.xml": "<styles/>"}), "damaged", "a Word file without a text")
    old = bytearray(P.written(whole, "doc", "MS Word 97"))
    yield one("bad-truncated.doc", bytes(old[:-3000]), "damaged", "a Word 97 file that has lost its end")
    old[old.find(b"\xec\xa5") + 11] |= 1
    yield one("bad-password.doc", bytes(old), "encrypted", "a Word 97 file whose header says that it is encrypted")


def packed(parts):
    """A ZIP file, the same every time."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, text)
    return data.getvalue()


def edited(data, edit, parts=None):
    """A Word file with its text part changed, and parts added."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        held = {name: z.read(name).decode() for name in z.namelist()}
    held["word/document.xml"] = edit(held["word/document.xml"])
    return packed({**held, **(parts or {})})


def runs(xml, text, count=1):
    """The runs that hold exactly a text."""
    found = re.findall(rf'<w:r><w:rPr>(?:(?!</w:r>).)*</w:rPr><w:t xml:space="preserve">{re.escape(text)}</w:t></w:r>', xml)
    assert len(found) >= count, text
    return found[:count]


def text(words, properties=""):
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>'


def strict(xml):
    """The namespaces of ISO 29500 strict."""
    return xml.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")


def tracked(xml, r):
    """Changes that were never accepted."""
    now = r.text("proactive.penalties.decisions")
    run, = runs(xml, now)
    mark = 'w:id="1" w:author="办公室" w:date="2024-01-10T09:00:00Z"'
    xml = xml.replace(run, f'<w:del {mark}><w:r><w:delText>9{now}7</w:delText></w:r></w:del><w:ins {mark}>{run}</w:ins>', 1)
    row = re.search(r"<w:tr>(?:(?!</w:tr>).)*行政强制</w:t>.*?</w:tr>", xml)[0]
    gone = row.replace("<w:trPr>", f"<w:trPr><w:del {mark}/>", 1)
    xml = xml.replace(row, gone + row, 1)
    return xml.replace("<w:body>", f'<w:body><w:p><w:moveFrom {mark}>{text("旧稿第1稿，供2人传阅")}</w:moveFrom></w:p>', 1)


def box_title(xml):
    """The first paragraph as a text box."""
    title = re.search(r"<w:p>.*?</w:p>", xml)[0]
    box = lambda tag: f"<{tag}><w:txbxContent>{title}</w:txbxContent></{tag}>"
    drawn = ('<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing>'
             + f'<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{box("wps:txbx")}</wps:wsp></w:drawing></mc:Choice>'
             + f'<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">{box("v:textbox")}</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>')
    return xml.replace(title, drawn, 1)


def in_layout(xml):
    """Everything in one cell."""
    a, b = xml.index("<w:body>") + len("<w:body>"), xml.index("<w:sectPr>")
    return f'{xml[:a]}<w:tbl><w:tr><w:tc><w:p>{text("装订线。")}</w:p></w:tc><w:tc>{xml[a:b]}</w:tc></w:tr></w:tbl><w:p/>{xml[b:]}'


def further_right(xml):
    """Rows whose first cell only continues the one above begin one column further right instead."""
    first = r'(<w:tr><w:trPr>)((?:(?!</w:trPr>).)*</w:trPr>)<w:tc><w:tcPr>(?:(?!</w:tcPr>).)*<w:vMerge w:val="continue"/>(?:(?!</w:tcPr>).)*</w:tcPr>(?:(?!</w:tc>).)*</w:tc>'
    a = xml.index("三、本年度办理结果")
    return xml[:a] + re.sub(first, r'\1<w:gridBefore w:val="1"/>\2', xml[a:])


def furnished(xml, r):
    """Fields, hidden text and notes around numbers."""
    def field(run):
        mark = lambda kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        return f'{mark("begin")}<w:r><w:instrText> =SUM(1,2) </w:instrText></w:r>{mark("separate")}{run}{mark("end")}'

    run, = runs(xml, r.text("proactive.fees.amount"))
    xml = xml.replace(run, field(run), 1)
    run, = runs(xml, r.text("proactive.penalties.decisions"))
    xml = xml.replace(run, text("4", "<w:vanish/>") + run + text("77", "<w:strike/>"), 1)
    run, = runs(xml, r.text("proactive.licensing.decisions"))
    return xml.replace(run, run + '<w:r><w:footnoteReference w:id="2"/></w:r>', 1)


def raised(xml, r):
    """A raised 2 after a number."""
    run, = runs(xml, r.text("proactive.licensing.decisions"))
    return xml.replace(run, run + text("2", '<w:vertAlign w:val="superscript"/>'), 1)


NUMBERING = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering {docx.NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
NUMBERED = docx.DOC_RELS.replace("</Relationships>", '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>')


def counted(xml):
    """Headings without their numbers, in a list that sets them."""
    place = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    heading = r'<w:p><w:pPr>((?:(?!</w:p>).)*<w:t xml:space="preserve">)[一二三四五六]、((?:(?!</w:p>).)*</w:p>)'
    return re.sub(r"<w:tbl>.*?</w:tbl>|" + heading, lambda m: m[0] if m[1] is None else f"<w:p>{place}{m[1]}{m[2]}", xml)
