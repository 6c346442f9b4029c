"""One document before it is rendered: the report, how it is told, its three tables, and what is known to be in doubt."""
import random
from dataclasses import dataclass, field

from corpus import form as F, grid, prose
from corpus.draft import draft
from corpus.report import Report, failures

from . import names

SIZES = {"zero": 4, "town": 20, "county": 34, "bureau": 22, "city": 13, "province": 7}
SMALL = {"zero": 1, "town": 5, "county": 4}
ANY = ("clean", "publisher_inconsistent", "needs_review")


@dataclass
class Plan:
    """What the knobs turn. `say`: arguments of `draft`; `tables`: section to grids; `look`: what renderers ask for."""
    kind: object
    rng: random.Random
    report: Report
    say: dict = field(default_factory=dict)
    tables: dict = field(default_factory=dict)
    look: dict = field(default_factory=dict)
    knobs: list = field(default_factory=list)
    slips: list = field(default_factory=list)
    doubtful: set = field(default_factory=set)
    lost: set = field(default_factory=set)
    also: tuple = ()
    agency: str | None = None
    other: Report | None = None

    @property
    def lossy(self):
        """Whether something printed was lost, so that the document must be marked."""
        return any(k.lossy for k in self.knobs)

    def label(self, **texts):
        """Print other words in place of labels."""
        self.report.labels.update(texts)

    def headings(self):
        """The six headings, to be changed in place."""
        return self.say.setdefault("headings", list(F.HEADINGS))

    def add(self, where, number, text):
        """A paragraph before ("between") or after a section's table."""
        self.say.setdefault(where, {}).setdefault(number, []).append(text)

    def lay_tables(self):
        """The grids as the form has them."""
        r = self.report
        self.tables = {2: [grid.proactive(r)], 3: [grid.requests(r)], 4: [grid.appeals(r)]}

    def drafted(self):
        """The blocks as the report has them."""
        return draft(self.report, tables=self.tables, **self.say)

    def blocks(self):
        """The blocks to render."""
        out = []
        for kind, body in self.drafted():
            if out and kind == "table" and out[-1][0] == "table" and "page_number_at_cut" in self.look:
                out.append(("p", self.look["page_number_at_cut"]))
            if "headings_run_on" in self.look and kind == "h" and out and out[-1][0] == "p":
                out[-1] = ("p", out[-1][1] + body)
                continue
            out.append((kind, body))
        if "no_title" in self.look:
            out = [b for b in out if b[0] != "title"]
        change = self.look.get("script")
        return [(kind, _every(body, change)) for kind, body in out] if change else out

    def broken(self):
        """The identities that the printed numbers break."""
        return self.broken_by(self.report.cells)

    def broken_by(self, cells):
        """The identities that other numbers would break."""
        return failures(cells, self.report.single_other)

    def totals(self):
        """Cells that are sums."""
        r = self.report
        out = [f"requests.{row}.total" for row in F.request_rows(r.single_other)] + [f"requests.outcome_total.{c}" for c in F.APPLICANTS]
        return out + [f"appeals.{k}.total" for k, _ in F.KINDS]

    def parts(self):
        """Cells that sums are made of."""
        return [f"requests.{row}.{c}" for row in F.request_rows(self.report.single_other) for c in F.APPLICANTS] + [f"appeals.{k}.{x}" for k, _ in F.KINDS for x, _ in F.RESULTS[:4]]

    def note(self):
        """What the document is there to show, in words."""
        told = [k.what for k in self.knobs] + [f"slip: {s['kind']}" for s in self.slips]
        return "; ".join(told) or "as the form has it"


def _every(body, change):
    if isinstance(body, str):
        return change(body)
    for row in body:
        for cell in row:
            cell.text = change(cell.text)
    return body


def _weighted(rng, weights):
    return rng.choices(list(weights), list(weights.values()))[0]


def begin(kind, rng):
    """A plain report of 2019 or later."""
    size = _weighted(rng, SMALL if kind.shape == "glued" else SIZES)
    form = "ogi-2019" if rng.random() < 0.28 else "ogi-2021"
    year = rng.choice((2019, 2020)) if form == "ogi-2019" else rng.choice((2021, 2022, 2023, 2024, 2025))
    r = Report(names.agency(rng, size), year, form=form, size=size, seed=rng.randrange(10**9))
    plan = Plan(kind, rng, r)
    said = list(range(len(prose.OVERALL)))
    plan.say = {"lead": rng.randrange(len(prose.LEAD)), "overall": sorted(rng.sample(said, rng.randint(3, 6))),
                "problems": sorted(rng.sample(range(len(prose.PROBLEMS)), 2)), "other": rng.randrange(len(prose.OTHER))}
    return plan
