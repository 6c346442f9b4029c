"""Tables of another build than the form's, with nothing lost (VARIANTS 4)."""
from corpus import form as F, grid
from corpus.grid import Cell


def spans_contradict(p):
    """Section two in five grid columns: the header widens its second value, the body its first."""
    for row in p.tables[2][0]:
        n = len(row)
        if row[0].role == "title":
            row[0].cols = 5
        elif n == 4:
            row[2 if row[0].role == "head" else 1].cols = 2
        elif n == 3:
            row[1].cols, row[2].cols = 2, 2
        else:
            row[1].cols = 4


def edge_columns(p):
    sides = p.rng.choice(((True, False), (False, True), (True, True)))
    for number in p.rng.sample((2, 3, 4), 2):
        p.tables[number] = [grid.edge_columns(t, *sides) for t in p.tables[number]]


def title_row(p):
    for number in (2, 3, 4) if p.rng.random() < 0.4 else (2,):
        t = p.tables[number][0]
        t.insert(0, [Cell(F.HEADINGS[number - 1][2:], grid.width(t), role="title")])


def empty_rows(p):
    for number in p.rng.sample((2, 3, 4), 2):
        t = p.tables[number][-1]
        t.append([Cell("", role="gap") for _ in range(grid.width(t))])
    t2 = p.tables[2][0]
    starts = [k for k, row in enumerate(t2) if any(c.role == "title" for c in row)][1:]
    t2.insert(p.rng.choice(starts), [Cell("", role="gap") for _ in range(grid.width(t2))])


def row_spans_dropped(p):
    for number in (3, 4):
        p.tables[number] = [grid.without_row_spans(t) for t in p.tables[number]]


def header_split_oddly(p):
    t3, t4 = p.tables[3][0], p.tables[4][0]
    t3[1] = [Cell("", role="gap"), Cell("法人或其他组织", 5, role="head"), Cell("", role="gap")]
    t3[2] = [Cell("自然人", role="head"), *t3[2], Cell("总计", role="head")]
    for c in t4[1][:5]:
        c.rows = 1
    t4[2] = [Cell("", role="gap") for _ in range(5)] + t4[2]


def appeals_header_other(p):
    t4 = p.tables[4][0]
    p.tables[4] = [[
        [Cell("行政复议", 5, 2, "head"), Cell("行政诉讼", 10, role="head")], [Cell("未经复议直接起诉", 5, role="head"), Cell("复议后起诉", 5, role="head")],
        [Cell(label, role="head") for _, label in F.RESULTS] * 1 + [Cell(label, role="head") for _, label in F.RESULTS * 2], t4[3]]]


def _cut(p, header, groups=True):
    t = p.tables[3][0]
    upper, lower = grid.split_at(t, p.rng.randint(8, len(t) - 3), groups, header)
    p.tables[3] = [upper, lower]


def cut_with_header(p):
    _cut(p, 3)


def cut_without_header(p):
    _cut(p, 0)


def cut_with_page_number(p):
    _cut(p, p.rng.choice((0, 3)), p.rng.random() < 0.5)
    p.look["page_number_at_cut"] = p.rng.choice(("-4-", "- 3 -", "— 5 —", "4"))


def header_again_inside(p):
    t = p.tables[3][0]
    upper, lower = grid.split_at(t, p.rng.randint(8, len(t) - 3), True, 3)
    p.tables[3] = [upper + lower]


def proactive_in_parts(p):
    t = p.tables[2][0]
    starts = [k for k, row in enumerate(t) if any(c.role == "title" for c in row)] + [len(t)]
    p.tables[2] = [t[a:b] for a, b in zip(starts, starts[1:])]


def one_big_table(p):
    """Sections two to four in one grid of thirty columns, their titles rows of it."""
    rows = []
    for number, per in ((2, 0), (3, 3), (4, 2)):
        rows.append([Cell(F.HEADINGS[number - 1], 30, role="title")])
        for row in sum(p.tables[number], []):
            for k, c in enumerate(row):
                c.cols = per * c.cols if per else 30 if c.role == "title" else 9 if k == 0 else 7 * c.cols
            rows.append(row)
    p.tables = {2: [rows], 3: [], 4: []}
    p.headings()[1:4] = [None] * 3
