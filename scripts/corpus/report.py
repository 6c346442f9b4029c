"""A report before it is rendered: who, when, which form, what each cell holds and how it is printed."""
import random
from dataclasses import dataclass, field
from decimal import Decimal

from . import form as F, numbers


@dataclass
class Report:
    """One invented report. `cells` is the truth; `printed` says where the print differs from the plain number."""
    agency: str
    year: int
    form: str = "ogi-2021"
    size: str = "county"
    seed: int = 0
    single_other: bool | None = None
    cells: dict = field(default_factory=dict)
    printed: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    slips: list = field(default_factory=list)
    sections: list = field(default_factory=list)

    def __post_init__(self):
        if self.single_other is None:
            self.single_other = self.form == "ogi-2019"
        self.rng = random.Random(f"{self.agency}/{self.year}/{self.seed}")
        made = numbers.proactive(self.rng, self.size, self.form)
        made |= numbers.requests(self.rng, self.size, self.single_other) | numbers.appeals(self.rng, self.size)
        given = self.cells
        self.cells = {i: made[i] for i in F.cell_ids(self.form, self.single_other)}
        for cell, value in given.items():
            assert cell in self.cells, cell
            self.cells[cell] = value

    def text(self, cell):
        """The cell as printed."""
        if cell in self.printed:
            return self.printed[cell]
        value = self.cells[cell]
        return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)

    def label(self, text):
        """A label of the form, or what this publisher prints in its place."""
        return self.labels.get(text, text)

    def set(self, cell, value, printed=None):
        """Put another number in a cell; the caller sees to it that the sums still hold."""
        assert cell in self.cells, cell
        self.cells[cell] = value
        if printed is not None:
            self.printed[cell] = printed
        return self

    def show(self, cell, printed):
        """Print the number of a cell in another way."""
        assert cell in self.cells, cell
        self.printed[cell] = printed
        return self

    def blank(self, *cells, mark=""):
        """Leave cells empty, or print a nil mark in them."""
        for cell in cells:
            assert cell in self.cells, cell
            self.cells[cell] = None
            self.printed[cell] = mark
        return self

    def blank_zeros(self, prefix="", mark="", keep=()):
        """Leave every zero under `prefix` empty."""
        return self.blank(*[c for c, v in self.cells.items() if c.startswith(prefix) and v == 0 and c not in keep], mark=mark)

    def slip(self, cell, value):
        """The publisher's own error: print a number that contradicts the others."""
        self.slips.append((cell, self.cells[cell], value))
        return self.set(cell, value)

    def follow(self, before, off=None):
        """Carry in what the year before carried out (but for `off`, by column), and go on from its stock of documents."""
        total = {"received": 0, "carried_in": 0}
        for col in F.APPLICANTS:
            carried = before.cells[f"requests.carried_out.{col}"] + (off or {}).get(col, 0)
            received = self.cells[f"requests.outcome_total.{col}"] + self.cells[f"requests.carried_out.{col}"] - carried
            assert received >= 0, (self.agency, self.year, col)
            for row, n in (("received", received), ("carried_in", carried)):
                self.set(f"requests.{row}.{col}", n)
                total[row] += n
        for row, n in total.items():
            self.set(f"requests.{row}.total", n)
        for kind in ("regulations", "normative_documents"):
            at = f"proactive.{kind}."
            self.set(at + "in_force", before.cells[at + "in_force"] + self.cells[at + "issued"] - self.cells[at + "repealed"])
            assert self.cells[at + "in_force"] >= 0
        return self

    def ids(self):
        """Every cell of the form, in its order."""
        return F.cell_ids(self.form, self.single_other)

    def broken(self):
        """The identities that its numbers break."""
        return failures(self.cells, self.single_other)

    def received(self):
        """The number of requests told in section one."""
        for cell, true, _ in self.slips:
            if cell == "requests.received.total":
                return true
        return self.cells["requests.received.total"] or 0


def failures(cells, single_other):
    """The identities of one report that the given cells break; an empty cell counts as nothing in a sum."""
    def n(cell):
        return cells.get(cell) or 0

    broken = []
    if not any(c.startswith("requests.") for c in cells):
        return broken
    for row in F.request_rows(single_other):
        total = cells.get(f"requests.{row}.total")
        if total is not None and total != sum(n(f"requests.{row}.{c}") for c in F.APPLICANTS):
            broken.append(("requests.applicants", row))
    for col, _ in F.COLUMNS:
        outcome = cells.get(f"requests.outcome_total.{col}")
        if outcome is not None:
            if outcome != sum(n(f"requests.{r}.{col}") for r in F.outcome_rows(single_other)):
                broken.append(("requests.outcomes", col))
            if n(f"requests.received.{col}") + n(f"requests.carried_in.{col}") != outcome + n(f"requests.carried_out.{col}"):
                broken.append(("requests.balance", col))
    for kind, _ in F.KINDS:
        total = cells.get(f"appeals.{kind}.total")
        if total is not None and total != sum(n(f"appeals.{kind}.{r}") for r, _ in F.RESULTS[:4]):
            broken.append(("appeals.results", kind))
    return broken
