"""The three tables of a report as grids of cells with spans, used by all renderers; and ways to spoil them."""
from dataclasses import dataclass

from . import form as F


@dataclass
class Cell:
    """One cell. `role`: title (article), head (column header), label, group, value, note (the corner), gap (an empty extra cell)."""
    text: str
    cols: int = 1
    rows: int = 1
    role: str = "value"
    id: str | None = None


def proactive(r):
    """Section two: four grid columns."""
    table, L = [], r.label
    for article, columns, rows in F.PROACTIVE[r.form]:
        spans = {3: [1, 1, 1], 2: [1, 2], 1: [3]}[len(columns)]
        table.append([Cell(L(f"第二十条第{article}项"), 4, role="title")])
        table.append([Cell(L("信息内容"), role="head")] + [Cell(L(label), s, role="head") for (_, label), s in zip(columns, spans)])
        for row, label in rows:
            ids = [f"proactive.{row}.{c}" for c, _ in columns]
            table.append([Cell(L(label), role="label")] + [Cell(r.text(i), s, id=i) for i, s in zip(ids, spans)])
        extra = r.labels.get(f"extra.{article}")
        if extra:
            table.append([Cell(extra[0], role="label")] + [Cell(x, s, role="gap") for x, s in zip(extra[1:], spans)])
    return table


def requests(r):
    """Section three: three grid columns of labels, seven of numbers, three header rows."""
    L = r.label
    heads = [L(label) for _, label in F.COLUMNS]
    table = [
        [Cell(L(F.CORNER), 3, 3, "note"), Cell(L("申请人情况"), 7, role="head")],
        [Cell(heads[0], 1, 2, "head"), Cell(L("法人或其他组织"), 5, role="head"), Cell(L("total:requests") if "total:requests" in r.labels else heads[6], 1, 2, "head")],
        [Cell(h if h != L("其他") else r.labels.get("column:other", h), role="head") for h in heads[1:6]],
    ]

    def values(row):
        return [Cell(r.text(f"requests.{row}.{c}"), id=f"requests.{row}.{c}") for c, _ in F.COLUMNS]

    for row, label in (F.RECEIVED, F.CARRIED_IN):
        table.append([Cell(L(label), 3, role="label"), *values(row)])
    groups = F.groups(r.single_other)
    head = [Cell(L(F.OUTCOMES_HEAD), 1, sum(len(rows) for _, rows in groups) + 1, "group")]
    for group, rows in groups:
        if rows[0][1] is None:
            table.append([*head, Cell(L(group), 2, role="label"), *values(rows[0][0])])
        else:
            first = [Cell(L(group), 1, len(rows), "group")]
            for row, label in rows:
                table.append([*head, *first, Cell(L(label), role="label"), *values(row)])
                head, first = [], []
        head = []
    table.append([Cell(L(F.OUTCOME_TOTAL[1]), 2, role="label"), *values(F.OUTCOME_TOTAL[0])])
    table.append([Cell(L(F.CARRIED_OUT[1]), 3, role="label"), *values(F.CARRIED_OUT[0])])
    return table


def appeals(r):
    """Section four: fifteen grid columns, three header rows, one row of numbers."""
    L = r.label
    results = [L(label) for _, label in F.RESULTS]
    return [
        [Cell(L("行政复议"), 5, role="head"), Cell(L("行政诉讼"), 10, role="head")],
        [Cell(x, 1, 2, "head") for x in results] + [Cell(L("未经复议直接起诉"), 5, role="head"), Cell(L("复议后起诉"), 5, role="head")],
        [Cell(x, role="head") for x in results * 2],
        [Cell(r.text(f"appeals.{k}.{x}"), id=f"appeals.{k}.{x}") for k, _ in F.KINDS for x, _ in F.RESULTS],
    ]


def width(table):
    """Grid columns of a table, counted in its first row."""
    return sum(c.cols for c in table[0])


def placed(table):
    """The same table with each cell's grid column: [[(column, cell)]]."""
    taken, out = {}, []
    for y, row in enumerate(table):
        line, x = [], 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            line.append((x, cell))
            for dy in range(cell.rows):
                for dx in range(cell.cols):
                    taken[y + dy, x + dx] = True
            x += cell.cols
        out.append(line)
    return out


def full_rows(table, fill=""):
    """Every row with one string a grid column; covered places hold `fill`."""
    rows = placed(table)
    # Spans that contradict each other push cells beyond the columns of the first row.
    columns = max([width(table), *(x + 1 for row in rows for x, _ in row)])
    out = [[fill] * columns for _ in table]
    for y, row in enumerate(rows):
        for x, cell in row:
            out[y][x] = cell.text
    return out


def is_head(row):
    """Whether a row is one of column headers only."""
    return all(c.role in ("head", "note", "gap") for c in row)


def split_at(table, row, repeat_groups=True, repeat_header=0):
    """Cut a table in two before `row`, as a page break does: spans are cut, their labels printed again if asked."""
    upper, lower = [list(r) for r in table[:row]], [list(r) for r in table[row:]]
    carried = []
    for y, line in enumerate(placed(table)[:row]):
        for k, (x, cell) in enumerate(line):
            rest = y + cell.rows - row
            if rest > 0:
                upper[y][k] = Cell(cell.text, cell.cols, cell.rows - rest, cell.role, cell.id)
                carried.append((x, Cell(cell.text if repeat_groups else "", cell.cols, rest, cell.role)))
    lower[0] = [c for _, c in sorted(carried + placed(table)[row], key=lambda pair: pair[0])]
    return upper, [list(r) for r in table[:repeat_header]] + lower


def without_row_spans(table):
    """A publisher's table whose row-spans were dropped: covered places become empty cells of their own."""
    out = []
    columns = width(table)
    cover = {}
    for y, row in enumerate(placed(table)):
        line = []
        x = 0
        by_column = dict(row)
        while x < columns:
            if x in by_column:
                c = by_column[x]
                line.append(Cell(c.text, c.cols, 1, c.role, c.id))
                for dy in range(1, c.rows):
                    cover[y + dy, x] = c.cols
                x += c.cols
            else:
                span = cover.get((y, x), 1)
                line.append(Cell("", span, 1, "gap"))
                x += span
        out.append(line)
    return out


def edge_columns(table, left=True, right=False):
    """Empty leading or trailing cells in every row."""
    spare = lambda: Cell("", role="gap")
    return [([spare()] if left else []) + row + ([spare()] if right else []) for row in table]
