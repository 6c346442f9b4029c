"""Text renderers: a draft to a string, in the ways reports come out of Word, browsers, pdftotext and crawlers."""
import unicodedata

from . import grid


def _document(blocks, table, gap="\n\n", indent="    "):
    out = []
    for kind, body in blocks:
        out.append(table(body) if kind == "table" else indent + body if kind == "p" else body)
    return gap.join(out) + "\n"


def tabs(blocks, covered="tab", ragged=False, eol="\n", indent=""):
    """Copied out of Word: a tab between cells. covered: what a place under a merged cell becomes, "tab" or nothing."""
    def table(t):
        out = []
        above = {}
        for y, row in enumerate(grid.placed(t)):
            by, cells, x = dict(row), [], 0
            while x < grid.width(t):
                if x in by:
                    cells.append(by[x].text)
                    above.update({(y + k, x): by[x].cols for k in range(1, by[x].rows)})
                    x += by[x].cols
                else:
                    # Word keeps one empty cell under a cell merged downwards, and none beside one merged sideways.
                    cells += [""] if covered == "tab" else []
                    x += above.get((y, x), 1)
            out.append("\t".join(cells + [""] * (len(out) % 3 if ragged else 0)))
        return "\n".join(out)

    return _document(blocks, table, indent=indent).replace("\n", eol)


def lines(blocks, empty_lines=1, blank_mark="", after=""):
    """One cell a line, empty lines between; `after` stands behind each but a row's last."""
    gap = "\n" * (empty_lines + 1)
    return _document(blocks, lambda t: gap.join((after + gap).join(c.text or blank_mark for c in row) for row in t), gap=gap)


def pipes(blocks, ruler=True, split=False):
    """Pipe tables; with `split`, cell and separator stand on lines of their own."""
    def table(t):
        out = []
        for k, row in enumerate(grid.full_rows(t)):
            out.append("\n".join(["|", *[f"{c}\n|" for c in row]]) if split else "| " + " | ".join(row) + " |")
            if ruler and k == 0 and not split:
                out.append("|" + "---|" * len(row))
        return "\n".join(out)

    return _document(blocks, table, indent="")


def glued(blocks, heading_break=False, space=""):
    """Everything on one line with nothing between cells (or one `space`)."""
    out = []
    for kind, body in blocks:
        if kind == "table":
            out.append(space.join(c.text for row in body for c in row if c.text or not space))
        else:
            out.append(("\n" if heading_break and kind == "h" else "") + body)
    return (space or "").join(out) + "\n"


def one_cell_joined(blocks, separator=" "):
    """Paragraphs kept, each row of a table on a line with single separators."""
    return _document(blocks, lambda t: "\n".join(separator.join(c.text for c in row if c.text) for row in t), gap="\n")


def _wide(s):
    return sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in s)


def _wrap(s, room):
    """Lines of at most `room` columns; words are never kept whole in Chinese."""
    out, line = [], ""
    for ch in s:
        if line and _wide(line + ch) > room:
            out.append(line)
            line = ""
        line += ch
    return out + [line]


def aligned(blocks, columns, margin="", page=0, form_feed=True):
    """Columns padded with spaces, labels wrapped round their numbers, as `pdftotext -layout` gives. columns: widths by table width."""
    def table(t):
        widths = columns[grid.width(t)]
        out = []
        for row in grid.placed(t):
            cells = []
            for x, c in row:
                room = sum(widths[x:x + c.cols])
                cells.append((sum(widths[:x]), room, _wrap(c.text, room - 2), c.role))
            height = max(len(ls) for _, _, ls, _ in cells)
            for k in range(height):
                line = ""
                for at, room, ls, role in cells:
                    k0 = k - (height - len(ls)) // 2
                    if 0 <= k0 < len(ls):
                        s = ls[k0]
                        pad = 0 if role in ("label", "group", "note") else (room - _wide(s)) // 2
                        line += " " * (at + pad - _wide(line)) + s
                out.append(margin + line.rstrip())
        return "\n".join(out)

    text = _document(blocks, table)
    if not page:
        return text
    out = []
    for k, line in enumerate(text.split("\n"), 1):
        out.append(line)
        if k % page == 0:
            out.append("\n" + " " * 40 + f"- {k // page} -\n" + ("\f" if form_feed else ""))
    return "\n".join(out)


def encode(text, encoding="utf-8", bom=False):
    """Bytes of a text file; `bom` puts the byte order mark in front."""
    mark = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "gb18030": b""}[encoding] if bom else b""
    return mark + text.encode(encoding)
