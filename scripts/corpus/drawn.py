"""PDFs drawn by ReportLab: fonts by name only (STSong-Light, not embedded), rules as strokes or thin boxes, pages cut where wanted."""
import io
from dataclasses import dataclass, field

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from . import grid

SONG = "STSong-Light"
# Below this stands the page's number.
PAPER_EDGE = 55


@dataclass
class Look:
    """How pages are drawn. rules: line, box, dotted, dashed, horizontal, none. label_at_cut: repeat, once, split."""
    rules: str = "line"
    size: float = 9
    text_size: float = 14
    digits: str = "Times-Roman"
    face: str = SONG
    label_at_cut: str = "repeat"
    repeat_header: bool = False
    open_bottom: bool = False
    rotated: bool = False
    fake_bold: bool = False
    overprint: bool = False
    vertical_font: bool = False
    shade: bool = False
    row: float = 6
    bottom: float = 70
    cut_before: tuple = ()
    page_number: str = "- {} -"
    widths: dict = field(default_factory=lambda: {4: [150, 105, 105, 105], 10: [24, 58, 139, 35, 35, 35, 35, 35, 35, 35], 15: [31] * 15})


class Pages:
    """A canvas that fills from the top and turns pages."""

    def __init__(self, look):
        pdfmetrics.registerFont(UnicodeCIDFont(SONG))
        self.upright = UnicodeCIDFont(SONG, isVertical=True)
        self.upright.fontName = self.upright.name = SONG + "-V"
        self.look, self.data, self.number = look, io.BytesIO(), 0
        self.width, self.height = 595, 842
        self.c = Canvas(self.data, pagesize=(595, 842), invariant=1, pageCompression=1)
        self.c.setTitle("年度报告")
        self.open()

    def open(self):
        """Begin a page."""
        self.number += 1
        self.y = self.height - 75
        if self.look.rotated:
            # The page lies on its side (ReportLab swaps the media box itself) and /Rotate 90 puts it upright.
            self.c.setPageRotation(90)
            self.c.transform(0, 1, -1, 0, 842, 0)

    def turn(self):
        """End a page and begin the next."""
        self.text(self.width / 2, 40, self.look.page_number.format(self.number), 9, middle=True)
        self.c.showPage()
        self.open()

    def need(self, height):
        """Room for `height`, on this page or the next."""
        if self.y - height < self.look.bottom:
            self.turn()

    def font(self, s):
        """Western figures are set in a western face."""
        return self.look.digits if self.look.digits and s.isascii() else self.look.face

    def text(self, x, y, s, size, middle=False, bold=False):
        """One line of text."""
        name = self.font(s)
        if middle:
            x -= pdfmetrics.stringWidth(s, name, size) / 2
        for k in range(2 if self.look.overprint and s.isascii() else 1):
            t = self.c.beginText(x + 0.25 * k, y)
            t.setFont(name, size)
            if bold and self.look.fake_bold:
                t.setTextRenderMode(2)
            t.textOut(s)
            if bold and self.look.fake_bold:
                t.setTextRenderMode(0)
            self.c.drawText(t)

    def paragraph(self, s, size, indent=2, middle=False, bold=False):
        """Wrapped text across the page."""
        room = 465
        lines = wrap("\u3000" * indent + s, room, size)
        for line in lines:
            self.need(size * 1.75)
            self.y -= size * 1.75
            if middle:
                self.text(self.width / 2, self.y, line, size, True, bold)
            else:
                self.text(65, self.y, line, size, bold=bold)

    def close(self):
        """The finished bytes."""
        self.text(self.width / 2, 40, self.look.page_number.format(self.number), 9, middle=True)
        self.c.save()
        return self.data.getvalue()


def wrap(s, room, size):
    """Lines that fit into `room`; \\n forces one."""
    out = []
    for part in s.split("\n"):
        line = ""
        for ch in part:
            if line and pdfmetrics.stringWidth(line + ch, SONG, size) > room:
                out.append(line)
                line = ""
            line += ch
        out.append(line)
    return out


def _heights(t, widths, look):
    lead = look.size * 1.25
    heights = [lead + look.row] * len(t)
    for y, row in enumerate(grid.placed(t)):
        for x, c in row:
            if c.rows == 1:
                lines = len(wrap(c.text, sum(widths[x:x + c.cols]) - 6, look.size))
                heights[y] = max(heights[y], lines * lead + look.row)
    for y, row in enumerate(grid.placed(t)):
        for x, c in row:
            need = len(wrap(c.text, sum(widths[x:x + c.cols]) - 6, look.size)) * lead + look.row
            short = need - sum(heights[y:y + c.rows])
            if c.rows > 1 and short > 0 and look.label_at_cut != "split":
                heights[y + c.rows - 1] += short
    return heights


def _pieces(t, p, look):
    """The table cut at page ends."""
    widths = look.widths[grid.width(t)]
    start = True
    while True:
        heights = _heights(t, widths, look)
        room = p.y - look.bottom
        fit = 0
        while fit < len(t) and sum(heights[:fit + 1]) <= room and not (start and fit and _named(t[fit], look)):
            fit += 1
        if fit == len(t):
            yield t, heights, True
            return
        if fit < (4 if grid.is_head(t[0]) and start else 1):
            p.turn()
            continue
        header = sum(1 for row in t[:3] if grid.is_head(row)) if look.repeat_header and grid.is_head(t[0]) else 0
        least = 4 if grid.is_head(t[0]) and start else 1
        while True:
            upper, lower = grid.split_at(t, fit, look.label_at_cut == "repeat", header)
            if look.label_at_cut == "split":
                _split_labels(t, fit, upper, lower)
            # A label that spans rows may need more room in fewer of them.
            if fit == least or sum(_heights(upper, widths, look)) <= p.y - PAPER_EDGE:
                break
            fit -= 1
        yield upper, _heights(upper, widths, look), False
        p.turn()
        t, start = lower, False


def _named(row, look):
    return any(c.text.startswith(cut) for c in row for cut in look.cut_before)


def _split_labels(t, fit, upper, lower):
    """A label in the middle of its group falls apart where the page ends: first half above, second half below."""
    for y, row in enumerate(grid.placed(t)[:fit]):
        for k, (_, c) in enumerate(row):
            if y + c.rows > fit:
                half = (len(c.text) + 1) // 2
                upper[y][k].text = c.text[:half]
                for low in lower[0]:
                    if low.role == c.role and not low.text and low.rows == y + c.rows - fit:
                        low.text = c.text[half:]
                        break


def _rule(p, x0, y0, x1, y1):
    look = p.look
    if look.rules == "box":
        p.c.rect(min(x0, x1) - 0.25, min(y0, y1) - 0.25, abs(x1 - x0) + 0.5, abs(y1 - y0) + 0.5, stroke=0, fill=1)
    elif look.rules != "none" and not (look.rules == "horizontal" and x0 == x1):
        p.c.setDash(*{"dotted": ([0.6, 1.6],), "dashed": ([3, 2],)}.get(look.rules, ([],)))
        p.c.setLineWidth(0.5)
        p.c.line(x0, y0, x1, y1)
        p.c.setDash([])


def _vertical(p, x, y, s, size):
    """Text downwards in a vertical CID font."""
    pdfmetrics.registerFont(p.upright)
    t = p.c.beginText(x, y)
    t.setFont(p.upright.fontName, size)
    t.textOut(s)
    p.c.drawText(t)


def _draw(p, t, heights, last):
    look = p.look
    widths = look.widths[grid.width(t)]
    left, top, lead = (p.width - sum(widths)) / 2, p.y, look.size * 1.25
    for y, row in enumerate(grid.placed(t)):
        for x, c in row:
            x0, x1 = left + sum(widths[:x]), left + sum(widths[:x + c.cols])
            y1, y0 = top - sum(heights[:y]), top - sum(heights[:y + c.rows])
            if look.shade and c.role == "title":
                p.c.setFillGray(0.85)
                p.c.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
                p.c.setFillGray(0)
            _rule(p, x0, y1, x1, y1)
            _rule(p, x0, y1, x0, y0)
            _rule(p, x1, y1, x1, y0)
            if last or not look.open_bottom or y + c.rows < len(t):
                _rule(p, x0, y0, x1, y0)
            if look.vertical_font and c.role == "group" and c.text.startswith("三"):
                _vertical(p, (x0 + x1) / 2, (y0 + y1) / 2 + len(c.text) * look.size / 2, c.text, look.size)
                continue
            lines = wrap(c.text, x1 - x0 - 6, look.size)
            base = (y0 + y1) / 2 + len(lines) * lead / 2 - lead * 0.8
            for k, line in enumerate(lines):
                if c.role in ("label", "note"):
                    p.text(x0 + 3, base - k * lead, line, look.size)
                else:
                    p.text((x0 + x1) / 2, base - k * lead, line, look.size, True, c.role in ("head", "title"))
    p.y = top - sum(heights)


def make(blocks, look):
    """Bytes of a PDF."""
    p = Pages(look)
    for kind, body in blocks:
        if kind == "table":
            p.y -= 8
            for t, heights, last in _pieces(body, p, look):
                _draw(p, t, heights, last)
            p.y -= 8
        elif kind == "title":
            p.paragraph(body, 18, 0, middle=True, bold=True)
        elif kind == "h":
            p.need(100)
            p.paragraph(body, look.text_size, bold=True)
        else:
            p.paragraph(body, look.text_size)
    return p.close()


def of_pictures(images):
    """A PDF that is nothing but pictures."""
    data = io.BytesIO()
    c = Canvas(data, pagesize=(595, 842), invariant=1)
    for image in images:
        c.drawImage(ImageReader(io.BytesIO(image)), 0, 0, 595, 842)
        c.showPage()
    c.save()
    return data.getvalue()
