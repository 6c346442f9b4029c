"""Knobs that lose information: what the document no longer tells is doubtful, and a mark is due."""
from corpus import form as F, grid
from corpus.grid import Cell


def _requests(p, row):
    return [f"requests.{row}.{c}" for c, _ in F.COLUMNS]


def tables_are_pictures(p):
    gone = p.rng.choice(((3, 4), (4,), (2, 3, 4), (2,)))
    for number in gone:
        p.tables[number] = []
        p.lost |= {c for c in p.report.cells if c.startswith(("proactive.", "requests.", "appeals.")[number - 2])}


def row_missing(p):
    """A row inside a group is not in the table at all."""
    row, label = p.rng.choice([x for _, rows in F.GROUPS[:5] for x in rows[1:]])
    t = p.tables[3][0]
    at = next(k for k, line in enumerate(t) if any(c.id == f"requests.{row}.total" for c in line))
    for line in t[:at]:
        for c in line:
            y = t.index(line)
            c.rows -= c.rows > 1 and c.role == "group" and y + c.rows > at
    del t[at]
    p.lost |= set(_requests(p, row))


def _printed_row(p, rows):
    """One of the rows of section three in which something is printed, and its line: where all is empty, nothing can be lost."""
    lines = {row: next(line for line in p.tables[3][0] if any(c.id == f"requests.{row}.total" for c in line)) for row in rows}
    row = p.rng.choice([row for row, line in lines.items() if any(c.id and c.text for c in line)])
    return row, lines[row]


def cell_lost(p):
    """A value cell is gone from its row, and those after it moved to the left."""
    row, line = _printed_row(p, F.request_rows(p.report.single_other))
    first = next(k for k, c in enumerate(line) if c.id)
    del line[p.rng.randint(first, len(line) - 1)]
    p.doubtful |= set(_requests(p, row))


def cells_joined(p):
    """Two neighbours print as one number across both places."""
    _, line = _printed_row(p, ("received", "granted", "outcome_total", "unavailable.not_held"))
    k = p.rng.choice([k for k in range(len(line) - 1) if line[k].id and (line[k].text or line[k + 1].text)])
    a, b = line[k:k + 2]
    a.text, a.cols = a.text + b.text, 2
    del line[k + 1]
    p.doubtful |= {a.id, b.id}


def label_cut_by_page(p):
    """The page ends inside a row: the first half of its label stands alone above, the second half with the numbers below."""
    t = p.tables[3][0]
    at = next(k for k, line in enumerate(t) if any(c.id == "requests.unavailable.not_held.total" for c in line)) + p.rng.randint(1, 4)
    label = next(c for c in t[at] if c.role == "label")
    half = len(label.text) // 2
    upper, lower = grid.split_at(t, at, False, 0)
    spare = [Cell("", role="gap") for _ in F.COLUMNS]
    covered = [Cell("", c.cols, 1, c.role) for c in lower[0] if c.role == "group"]
    upper.append([*covered, Cell(label.text[:half], label.cols, role="label"), *spare])
    next(c for c in lower[0] if c.role == "label").text = label.text[half:]
    p.tables[3] = [upper, lower]


def header_lines_lost(p):
    """Column headers of section two keep their first line only."""
    for t in p.tables[2]:
        for row in t:
            for c in row:
                if c.role == "head" and c.text.startswith("本年") and len(c.text) > 4:
                    c.text = c.text[:3]


def cell_unread(p):
    """Something that is no number stands where one belongs."""
    cells = [c for c in p.report.cells if not c.startswith("proactive.")]
    cell = p.rng.choice(cells)
    p.report.cells[cell], p.report.printed[cell] = None, p.rng.choice(("见附件", "#REF!", "？", "×"))
    p.doubtful.add(cell)


def lone_blank(p):
    """A cell whose number was lost on the way: blank, though its row and column say otherwise."""
    r = p.report
    filled = [c for c in r.cells if c.startswith("requests.") and r.cells[c] and not c.endswith(".total")]
    if not filled:
        filled = [c for c in r.cells if c.startswith("requests.")]
    cell = p.rng.choice(filled)
    r.blank(cell)
    p.lost.add(cell)


def repeats_removed(p):
    """A crawler kept each line once."""
    p.look["repeats_removed"] = True
    p.doubtful |= set(p.report.cells)
