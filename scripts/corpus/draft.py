"""A report laid out as blocks, before any file format: ("title"|"h"|"p"|"table"|"raw", content)."""
from . import form as F, grid, prose


def draft(r, title=None, headings=None, lead=0, overall=(0, 1, 2, 3, 4, 5), between=None, after=None, tables=None,
          problems=(0, 1), other=0, sign=None):
    """The blocks of a report.

    title: lines of the title (None: agency + year). headings: six headings, None drops one. between and after: section
    number to prose before and after its table. tables: section number to a list of grids, or None for no table.
    """
    title = [f"{r.agency}{r.year}年政府信息公开工作年度报告"] if title is None else title
    headings = headings or F.HEADINGS
    between, after, tables = between or {}, after or {}, tables or {}
    made = {2: grid.proactive, 3: grid.requests, 4: grid.appeals}
    blocks = [("title", line) for line in title]
    if lead is not None:
        blocks.append(("p", prose.fill(r, prose.LEAD[lead] if isinstance(lead, int) else lead)))
    for number in range(1, 7):
        if headings[number - 1]:
            blocks.append(("h", headings[number - 1]))
        if number == 1:
            blocks += [("p", prose.fill(r, prose.OVERALL[k] if isinstance(k, int) else k)) for k in overall]
        elif number == 5:
            blocks += [("p", prose.fill(r, prose.PROBLEMS[k] if isinstance(k, int) else k)) for k in problems]
        elif number == 6:
            blocks.append(("p", prose.fill(r, prose.OTHER[other] if isinstance(other, int) else other)))
        else:
            blocks += [("p", t) for t in between.get(number, [])]
            grids = tables[number] if number in tables else [made[number](r)]
            blocks += [("table", g) for g in grids or []]
            blocks += [("p", t) for t in after.get(number, [])]
    for line in sign or []:
        blocks.append(("p", line))
    numbers = {text: number for number, text in enumerate(headings, 1) if text}
    r.sections = told(blocks, numbers)
    return blocks


def told(blocks, numbers):
    """The sections that the blocks make: number, heading, paragraphs."""
    made = []
    for kind, body in blocks:
        if kind == "h":
            made.append([numbers.get(body), body, []])
        elif kind == "p" and made:
            made[-1][2].append(body)
    return [{"number": number, "heading": heading, "text": "\n".join(paragraphs)} for number, heading, paragraphs in made]
