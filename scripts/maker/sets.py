"""A report as Typst source."""
from corpus import grid

from .words import shares

FONTS = ["WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Serif CJK SC", "AR PL UMing CN"]
STROKES = {"rules_dotted": '(thickness: 0.6pt, dash: "dotted")', "rules_dashed": '(thickness: 0.5pt, dash: "dashed")', "rules_thin": "0.2pt"}


def _string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _content(text):
    return "[" + " \\ ".join(f"#{_string(line)}" for line in text.split("\n")) + "]"


def _table(t, p, stroke):
    head = 0
    while head < len(t) and grid.is_head(t[head]):
        head += 1
    repeat = "true" if "header_on_every_page" in p.look else "false"
    fill = "(x, y) => if calc.odd(y) { luma(235) }" if "rows_shaded" in p.look else "none"

    def cells(rows):
        return ", ".join(f"table.cell(colspan: {c.cols}, rowspan: {c.rows}, {_content(c.text)})" for row in rows for c in row)

    columns = ", ".join(f"{s}fr" for s in shares(t))
    top = f"table.header(repeat: {repeat}, {cells(t[:head])}), " if head else ""
    return f"#table(columns: ({columns}), stroke: {stroke}, fill: {fill}, inset: {'2pt' if 'small_print' in p.look else '4pt'}, align: center + horizon, {top}{cells(t[head:])})"


def source(p):
    """The source of a document."""
    rng, look = p.rng, p.look
    stroke = "none" if "borderless" in p.kind.traits else next((s for k, s in STROKES.items() if k in look), "0.5pt")
    margin = "3.6cm" if "narrow_columns" in look else "2.3cm"
    out = [f'#set page(paper: "a4", flipped: {str("landscape" in look).lower()}, margin: {margin}, numbering: "- 1 -")',
           f'#set text(font: "{rng.choice(FONTS)}", size: {rng.choice((11, 12, 14))}pt, lang: "zh")', f"#show table: set text(size: {'6' if 'small_print' in look else '9'}pt)"]
    if "page_furniture" in look:
        out[0] = out[0][:-1] + f', header: [#{_string(f"{p.report.year + 1}/1/17 09:42")} #h(1fr) #{_string("年度报告")}])'
    for kind, body in p.blocks():
        if kind == "table":
            out.append(_table(body, p, stroke))
        elif kind == "title":
            out.append(f"#align(center, text(size: 18pt, weight: \"bold\", {_content(body)}))")
        elif kind == "h":
            out.append(f"#text(weight: \"bold\", {_content(body)})")
        else:
            out.append(f"#par(first-line-indent: (amount: 2em, all: true), {_content(body)})")
    return "\n\n".join(out)
