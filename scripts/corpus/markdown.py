"""A draft as Markdown, in the manners of several converters."""
import re

from . import grid, html


def cells(t, repeat=False):
    """One string a grid place: merged cells in their first place, or in every one."""
    out = [[""] * grid.width(t) for _ in t]
    for y, row in enumerate(grid.placed(t)):
        for x, c in row:
            for dy in range(c.rows if repeat else 1):
                for dx in range(c.cols if repeat else 1):
                    out[y + dy][x + dx] = c.text
    return out


def pipes(t, repeat=False, ruler="---", bold="", blank="", breaks=False, number="{}"):
    """A pipe table. bold: the mark round every text; breaks: `<br>` in long labels; number: how a number is set."""
    def text(s):
        if not s:
            return blank
        if re.fullmatch(r"[\d.]+", s):
            return number.format(s)
        return bold + (s[:4] + "<br>" + s[4:] if breaks and len(s) > 8 else s) + bold
    rows = ["| " + " | ".join(text(s) for s in row) + " |" for row in cells(t, repeat)]
    return "\n".join([rows[0], "|" + "|".join([ruler] * grid.width(t)) + "|", *rows[1:]])


def framed(t):
    """A grid table as pandoc writes it."""
    made = cells(t)
    size = lambda s: sum(2 if ord(c) > 255 else 1 for c in s)
    widths = [max(size(row[k]) for row in made) + 2 for k in range(grid.width(t))]
    line = "+" + "+".join("-" * w for w in widths) + "+"
    rows = ["|" + "|".join(f" {s}" + " " * (w - 1 - size(s)) for s, w in zip(row, widths)) + "|" for row in made]
    return line + "\n" + f"\n{line}\n".join(rows) + "\n" + line


def tagged(t):
    """An HTML table on one line, as converters of PDF write it."""
    return html.table(t, html.Style(attributes="", sections="")).replace("\n", "")


def document(blocks, table=pipes, heading="## {}", title="# {}", **look):
    """The whole text."""
    shapes = {"title": title, "h": heading, "p": "{}"}
    return "\n\n".join(table(b, **look) if k == "table" else shapes[k].format(b) for k, b in blocks) + "\n"
