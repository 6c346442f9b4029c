"""Plain texts: copied out of Word, aligned, one cell a line, glued, and Markdown."""
import re

from corpus import grid, html as H, solve, text as T
from corpus.report import failures

# What converters put a backslash before: signs of Markdown, and the point of a number that would begin a list.
ESCAPED = re.compile(r"[-+*#_]|(?<=^\d)\.(?!\d)")
ALIGNED = [{4: [34, 18, 18, 18], 10: [10, 14, 32, 9, 9, 9, 9, 9, 9, 9], 15: [6] * 15}, {4: [24, 16, 16, 16], 10: [8, 12, 24, 7, 7, 7, 7, 7, 7, 7], 15: [6] * 15}]


def _finished(p, text, codings=("utf-8", "utf-8", "utf-8", "utf-8 with mark", "gb18030", "utf-16-le")):
    before, after = p.look.get("before"), p.look.get("after")
    text = (before + "\n\n" if before else "") + text + ("\n" + after + "\n" if after else "")
    name = p.rng.choice(codings)
    p.look["charset"] = name
    coding = name.split()[0]
    data = T.encode(text, coding, bom=coding == "utf-16-le" or "mark" in name)
    return data, "utf-16" if coding == "utf-16-le" else "utf-8-sig" if "mark" in name else coding


def _plain(blocks, mark=""):
    """Line breaks inside cells end no line of a text: a mark stands for them."""
    for kind, body in blocks:
        if kind == "table":
            for row in body:
                for cell in row:
                    cell.text = cell.text.replace("\n", mark)
    return blocks


def tabs(p):
    """A tab between cells."""
    rng = p.rng
    return _finished(p, T.tabs(_plain(p.blocks()), covered=rng.choice(("tab", "tab", "")), ragged=rng.random() < 0.2, eol=rng.choice(("\n", "\n", "\r\n")), indent=rng.choice(("", "  "))))


def spaced(p):
    """A table row a line, single spaces between; or cell and separator on lines of their own."""
    if "separators_on_lines" in p.look:
        return _finished(p, T.pipes(_plain(p.blocks()), split=True))
    return _finished(p, T.one_cell_joined(_plain(p.blocks()), p.rng.choice((" ", " ", "\u3000", "  "))))


def lines(p):
    """One cell a line."""
    blocks = _plain(p.blocks())
    if "repeats_removed" in p.look:
        return _finished(p, _once(blocks))
    return _finished(p, T.lines(blocks, empty_lines=p.rng.choice((0, 1, 1, 2))))


def _once(blocks):
    seen, out = set(), []
    for kind, body in blocks:
        for row in body if kind == "table" else [[grid.Cell(body)]]:
            for c in row:
                if c.text not in seen:
                    seen.add(c.text)
                    out.append(c.text)
    return "\n\n".join(out) + "\n"


def _columns(blocks, widths):
    """The widths, widened where a number would not fit with a gap beside it."""
    out = dict(widths)
    for kind, body in blocks:
        if kind == "table":
            n = grid.width(body)
            at = list(out.get(n, [8] * n))
            for row in grid.placed(body):
                for x, c in row:
                    if c.role == "value" and c.cols == 1:
                        at[x] = max(at[x], len(c.text) + 3)
            out[n] = at
    return out


def aligned(p):
    """Columns padded with spaces."""
    blocks, rng = _plain(p.blocks()), p.rng
    page = rng.choice((0, 40, 52))
    return _finished(p, T.aligned(blocks, _columns(blocks, rng.choice(ALIGNED)), margin=rng.choice(("", "  ")), page=page, form_feed=rng.random() < 0.7))


def glued(p):
    """Nothing between cells. What the identities leave open is in doubt."""
    try:
        p.doubtful |= set(solve.doubtful(p.report)) if not failures(p.report.cells, p.report.single_other) else set(p.report.cells)
    except AssertionError:
        p.doubtful |= set(p.report.cells)
    if "stray_spaces" in p.look:
        for cell in p.rng.sample(list(p.report.cells), 9):
            p.report.show(cell, " " + p.report.text(cell))
        p.lay_tables()
    return _finished(p, T.glued(p.blocks(), heading_break=p.rng.random() < 0.5), ("utf-8",))


def markdown(p):
    """Pipe tables as converters write them, or HTML tables in Markdown."""
    rng = p.rng
    way = rng.choice(("pipes", "empty_header", "escaped", "html", "padded"))
    p.look["system"] = way
    out = []
    for kind, body in _plain(p.blocks(), "\ue000"):
        if kind == "title":
            out.append(f"# {body}")
        elif kind == "h":
            out.append(f"## {body}" if rng.random() < 0.8 else f"**{body}**")
        elif kind == "p":
            out.append(body)
        else:
            out.append(H.table(body) if way == "html" else _pipes(body, way))
    return _finished(p, "\n\n".join(out).replace("\ue000", "<br>") + "\n", ("utf-8", "utf-8", "utf-8 with mark"))


def _pipes(t, way):
    rows = grid.full_rows(t)
    if way == "escaped":
        rows = [[ESCAPED.sub(r"\\\g<0>", c) for c in row] for row in rows]
    if way == "empty_header":
        rows.insert(0, [""] * len(rows[0]))
    room = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))] if way == "padded" else [0] * len(rows[0])
    out = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, room)) + " |" for row in rows]
    ruler = {"escaped": ":-:", "padded": ":---"}.get(way, "---")
    out.insert(1, "|" + "|".join([ruler] * len(rows[0])) + "|")
    return "\n".join(out)
