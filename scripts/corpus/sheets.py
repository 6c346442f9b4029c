"""A draft as a workbook, made by hand: XLSX with its number formats, merged cells, lines, hidden rows, columns and sheets."""
import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from . import grid

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ACCOUNT = '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ '


@dataclass
class Look:
    """How a workbook is made. format: the number format of values; formats: of single cells, by id; decimal: of values with
    a fraction. stored: cell id to what is stored in place of the number (a longer decimal); formula: ids written as
    formulas; unsolved: formulas without a stored result. as_text: numbers stored as text. lines: whether table cells have
    borders. left, top: empty columns and rows before all. width: columns that running text is merged over."""
    format: str = "General"
    decimal: str | None = None
    formats: dict = field(default_factory=dict)
    stored: dict = field(default_factory=dict)
    formula: tuple = ()
    unsolved: tuple = ()
    errors: dict = field(default_factory=dict)
    as_text: bool = False
    shared: bool = True
    lines: bool = True
    left: int = 0
    top: int = 0
    gap: int = 1
    width: int = 10
    merge_text: bool = True
    rich: bool = False
    hide_zeros: bool = False


@dataclass
class Sheet:
    """One sheet: a name and rows of cells by column; merges; what is hidden."""
    name: str
    cells: dict = field(default_factory=dict)
    merges: list = field(default_factory=list)
    state: str = "visible"
    hidden_rows: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)
    hide_zeros: bool = False
    rows: int = 0


@dataclass
class Value:
    """A cell: its text as it is written, its kind (n, s, str, e, f for a formula without result), its format, its lines."""
    text: str
    kind: str = "s"
    format: str = "General"
    lined: bool = False
    formula: str | None = None
    font: int = 0


def letters(column):
    """A column's name, counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def place(sheet, x, y, width, height, value):
    """Put a cell; its merged places get the same lines."""
    for dy in range(height):
        for dx in range(width):
            sheet.cells[y + dy, x + dx] = value if not dx and not dy else Value("", "b", lined=value.lined)
    if width > 1 or height > 1:
        sheet.merges.append((x, y, x + width - 1, y + height - 1))


def _value(c, look):
    text = c.text
    if c.id in look.errors:
        return Value(look.errors[c.id], "e", lined=look.lines)
    if c.role != "value" or c.id is None or text == "" or look.as_text or not _is_number(text):
        return Value(text, "s" if text else "b", lined=look.lines)
    chosen = look.formats.get(c.id) or (look.decimal if look.decimal and "." in text else look.format)
    value = Value(look.stored.get(c.id, text), "n", chosen, look.lines)
    if c.id in look.unsolved:
        value.text, value.formula = "", "SUM(A1:A1)"
    elif c.id in look.formula:
        value.formula = "0+" + text
    return value


def _is_number(text):
    try:
        Decimal(text)
    except ArithmeticError:
        return False
    return text.strip() == text and not text.startswith("+")


def table(sheet, t, look, y, x=None):
    """Lay a grid into a sheet at row y; the row after it is returned."""
    x = look.left if x is None else x
    for dy, row in enumerate(grid.placed(t)):
        for dx, c in row:
            place(sheet, x + dx, y + dy, c.cols, c.rows, _value(c, look))
    return y + len(t)


def one_sheet(blocks, look=None, name="Sheet1"):
    """A report in one sheet, block below block."""
    look = look or Look()
    sheet, y = Sheet(name, hide_zeros=look.hide_zeros), look.top
    for kind, body in blocks:
        if kind == "table":
            y = table(sheet, body, look, y) + look.gap
        else:
            place(sheet, look.left, y, look.width if look.merge_text else 1, 1, Value(body, "rich" if look.rich and kind == "h" else "s"))
            y += 1
    sheet.rows = y
    return sheet


def sheet_each(blocks, look=None, names=("主动公开", "依申请公开", "复议诉讼"), front="说明"):
    """A table a sheet; what is no table stands in a sheet in front."""
    look = look or Look()
    first, sheets = Sheet(front), []
    for kind, body in blocks:
        if kind == "table":
            sheet = Sheet(names[len(sheets)], hide_zeros=look.hide_zeros)
            table(sheet, body, look, look.top)
            sheets.append(sheet)
        else:
            place(first, 0, len(first.cells), 1, 1, Value(body))
    return [first, *sheets]


class _Styles:
    """Number formats and lines, each pair once."""
    def __init__(self):
        self.formats, self.looks = {}, {("General", False, 0): 0}

    def of(self, value):
        if value.format not in ("General", "0", "@") and value.format not in self.formats:
            self.formats[value.format] = 164 + len(self.formats)
        return self.looks.setdefault((value.format, value.lined, value.font), len(self.looks))

    def xml(self):
        ids = {"General": 0, "0": 1, "@": 49} | self.formats
        formats = "".join(f'<numFmt numFmtId="{i}" formatCode={quoteattr(f)}/>' for f, i in self.formats.items())
        looks = "".join(f'<xf numFmtId="{ids[f]}" fontId="{font}" fillId="0" borderId="{int(lined)}" xfId="0" applyNumberFormat="1"/>' for f, lined, font in self.looks)
        side = "".join(f'<{s} style="thin"><color auto="1"/></{s}>' for s in ("left", "right", "top", "bottom"))
        return (f'<styleSheet xmlns="{MAIN}">' + (f'<numFmts count="{len(self.formats)}">{formats}</numFmts>' if formats else "")
                + '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><strike/><sz val="11"/><name val="宋体"/></font></fonts>'
                '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
                f'<borders count="2"><border><left/><right/><top/><bottom/></border><border>{side}</border></borders>'
                '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
                f'<cellXfs count="{len(self.looks)}">{looks}</cellXfs></styleSheet>')


def _strings(shared):
    def item(text):
        if isinstance(text, tuple):
            cut = len(text[0]) // 2
            runs = "".join(f'<r><rPr><sz val="{s}"/></rPr><t xml:space="preserve">{escape(t)}</t></r>' for s, t in ((16, text[0][:cut]), (18, text[0][cut:])))
            return f'<si>{runs}<rPh sb="0" eb="1"><t>yi</t></rPh></si>'
        return f'<si><t xml:space="preserve">{escape(text)}</t></si>'
    return f'<sst xmlns="{MAIN}" count="{len(shared)}" uniqueCount="{len(shared)}">' + "".join(item(t) for t in shared) + "</sst>"


def _sheet_xml(sheet, styles, shared, use_shared):
    rows = {}
    for (y, x), value in sorted(sheet.cells.items()):
        rows.setdefault(y, []).append((x, value))
    out = []
    for y, cells in rows.items():
        made = []
        for x, v in cells:
            head = f'<c r="{letters(x)}{y + 1}" s="{styles.of(v)}"'
            formula = f"<f>{escape(v.formula)}</f>" if v.formula else ""
            if v.kind == "b" and not formula:
                made.append(head + "/>")
            elif v.kind in ("s", "rich") or v.kind == "n" and not v.text.isascii():
                # Full-width digits are no number to a spreadsheet program.
                key = (v.text,) if v.kind == "rich" else v.text
                if use_shared or v.kind == "rich":
                    made.append(f'{head} t="s"><v>{shared.setdefault(key, len(shared))}</v></c>')
                else:
                    made.append(f'{head} t="inlineStr"><is><t xml:space="preserve">{escape(v.text)}</t></is></c>')
            elif v.kind == "e":
                made.append(f'{head} t="e"><v>{escape(v.text)}</v></c>')
            else:
                made.append(f"{head}>{formula}" + (f"<v>{v.text}</v>" if v.text else "") + "</c>")
        hidden = ' hidden="1"' if y in sheet.hidden_rows else ""
        out.append(f'<row r="{y + 1}"{hidden}>{"".join(made)}</row>')
    cols = "".join(f'<col min="{x + 1}" max="{x + 1}" width="9" hidden="1"/>' for x in sorted(sheet.hidden_columns))
    merges = "".join(f'<mergeCell ref="{letters(a)}{b + 1}:{letters(c)}{d + 1}"/>' for a, b, c, d in sheet.merges)
    zeros = ' showZeros="0"' if sheet.hide_zeros else ""
    return (f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView{zeros} workbookViewId="0"/></sheetViews>' + (f"<cols>{cols}</cols>" if cols else "")
            + f'<sheetData>{"".join(out)}</sheetData>' + (f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>' if merges else "") + "</worksheet>")


def package(sheets, shared_strings=True):
    """Bytes of an .xlsx."""
    styles, shared = _Styles(), {}
    made = [_sheet_xml(s, styles, shared, shared_strings) for s in sheets]
    listed = "".join(f'<sheet name={quoteattr(s.name)} sheetId="{n}"' + (f' state="{s.state}"' if s.state != "visible" else "") + f' r:id="rId{n}"/>' for n, s in enumerate(sheets, 1))
    related = "".join(f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1))
    n = len(sheets)
    related += f'<Relationship Id="rId{n + 1}" Type="{REL}/styles" Target="styles.xml"/><Relationship Id="rId{n + 2}" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{k}.xml" ContentType="{kind}worksheet+xml"/>' for k in range(1, n + 1))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>{types}<Override PartName="/xl/styles.xml" ContentType="{kind}styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{kind}sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        "xl/styles.xml": styles.xml(),
        "xl/sharedStrings.xml": _strings(shared),
        **{f"xl/worksheets/sheet{k}.xml": text for k, text in enumerate(made, 1)},
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return data.getvalue()


def xlsx(blocks, look=None, each=False):
    """A draft as an .xlsx: in one sheet, or with a sheet for each table."""
    look = look or Look()
    sheets = sheet_each(blocks, look) if each else [one_sheet(blocks, look)]
    return package(sheets, look.shared)
