"""Reports of 2013 to 2018: the statistics table, its variants and its own deviations."""
import importlib.util
from dataclasses import dataclass, field

from . import names
from .plan import Plan

SHAPES = ("tagged", "page", "tab")
SHARE = 0.07
# Of these, reports of chapters only, without any table.
PROSE = 0.1


def due(kind, rng):
    """Whether a document is to be one of these, where the corpus can make them."""
    chance = rng.random()
    return kind.shape in SHAPES and not kind.outcome and chance < SHARE and importlib.util.find_spec("corpus.statistics") is not None


@dataclass
class Older(Plan):
    """A plan with the statistics table. `table`: arguments of its maker."""
    table: dict = field(default_factory=dict)

    def lay_tables(self):
        from corpus import statistics
        self.tables = {7: [statistics.table(self.report, **self.table)] if self.report.cells else []}

    def drafted(self):
        from corpus import statistics
        after = [statistics.FOOTER.format(y=self.report.year + 1)] if "footer" in self.look else ()
        told = {"title": self.say.get("title"), "after": after}
        if not self.report.cells:
            told |= {"chapters": self.say["chapters"], "heading": None}
        return statistics.draft(self.report, self.tables[7], **told)

    def broken(self):
        return self.report.broken()

    def broken_by(self, cells):
        from corpus import statistics
        return statistics.failures(cells, self.report.variant)

    def totals(self):
        from corpus import statistics
        return [f"statistics.{total}.{c}" for _, _, total in statistics.SUMS[self.report.variant] for c in self.report.columns]

    def parts(self):
        from corpus import statistics
        return [f"statistics.{x}.{c}" for _, parts, _ in statistics.SUMS[self.report.variant] for x in parts for c in self.report.columns]


def begin(kind, rng):
    """A plain report of these years."""
    from corpus import statistics
    size = rng.choice(("bureau", "county", "city"))
    if rng.random() < PROSE:
        r = statistics.Prose(names.agency(rng, size), rng.randint(2012, 2017), seed=rng.randrange(10**9))
        return Older(kind, rng, r, say={"chapters": [c for c in statistics.CHAPTERS if "统计表" not in c[1][0]]})
    variant = rng.choice(("national", "national", "national", "fujian"))
    r = statistics.Indicators(names.agency(rng, size), rng.randint(2014, 2018), variant, size, rng.randrange(10**9))
    return Older(kind, rng, r)


def zeros_empty(p):
    p.report.blank_zeros(p.rng.choice(("", "", "—", "/")))


def units_after(p):
    p.table["units"] = "after"


def without_units(p):
    p.table["units"] = "none"


def indented(p):
    p.table["indent"] = p.rng.choice(("  ", "\u3000"))


def without_ordinals(p):
    p.table["ordinals"] = False


def in_two_halves(p):
    from corpus import statistics
    p.tables[7] = [statistics.halves(p.tables[7][0])]


def numbered_rows(p):
    from corpus.grid import Cell
    for n, row in enumerate(p.tables[7][0]):
        row.insert(0, Cell("序号" if n == 0 else str(n), role="note"))


def cut_in_two(p):
    t = p.tables[7][0]
    at = p.rng.randint(3, len(t) - 3)
    p.tables[7] = [t[:at], [t[0]] + t[at:]]


def footer(p):
    p.look["footer"] = True


def another_indicator(p):
    from corpus.grid import Cell
    t = p.tables[7][0]
    row = next((k for k, line in enumerate(t) if "网站" in line[0].text), 3)
    values = [Cell(str(p.rng.randint(1, 90)), role="gap") for _ in p.report.columns]
    unit = [Cell("条", role="note")]
    way = p.table.get("units", "before")
    t.insert(row + 1, [Cell("6.政务服务大厅公开政府信息数", role="label"), *{"before": unit + values, "after": values + unit, "none": values}[way]])
