"""Word documents in several looks, whatever the number of grid columns."""
from corpus import docx, grid

FONTS = ["AR PL UMing CN", "AR PL UKai CN", "Noto Serif CJK SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"]
SHARES = {4: [24, 21, 21, 21], 10: [5, 11, 26, 7, 7, 7, 7, 7, 7, 8], 15: [6] * 15}


def shares(t):
    """How the grid columns of a table share its width: as usual for the form's tables, otherwise by their longest text."""
    n = grid.width(t)
    if n in SHARES:
        return SHARES[n]
    longest = [2] * n
    for row in grid.placed(t):
        for x, c in row:
            if c.cols == 1:
                longest[x] = max(longest[x], len(c.text))
    return [min(max(w, 4), 24) for w in longest]


def widths(blocks, room):
    """Widths of the grid columns of each table, by their number."""
    out = {}
    for kind, body in blocks:
        if kind == "table":
            parts = shares(body)
            out[len(parts)] = [room * s // sum(parts) for s in parts]
    return out


def look(p, blocks):
    """How the Word document looks."""
    rng, asked = p.rng, p.look
    landscape = "landscape" in asked
    room = 13000 if landscape else 6800 if "narrow_columns" in asked else 9200
    border = "none" if "borderless" in p.kind.traits else "dotted" if "rules_dotted" in asked else "dashed" if "rules_dashed" in asked else "single"
    small = "small_print" in asked or "narrow_columns" in asked
    return docx.Look(font=rng.choice(FONTS), text_size=rng.choice((28, 32)), table_size=12 if small else rng.choice((16, 18, 18, 21 if landscape else 18)),
                     widths=widths(blocks, room), landscape=landscape, vertical=rng.random() < 0.4, repeat_header="header_on_every_page" in asked,
                     shade="D9E2F3" if "rows_shaded" in asked else "", border=border, row_height=rng.choice((300, 340, 420)), page_break_before=("三",) if rng.random() < 0.2 or "fresh_page" in asked else (),
                     # LibreOffice 7.4 prints what follows over a short table with merged headers that a page's end cuts.
                     together=6)


def document(p):
    """A Word document."""
    blocks = p.blocks()
    return docx.make(blocks, look(p, blocks)), ""
