"""Made-up numbers that agree with each other: rows and columns add up, requests in equal requests out."""
from decimal import Decimal

from . import form as F

# Mean of the largest cell (requests granted to natural persons), by size of the agency.
SIZES = {"zero": 0, "town": 1.6, "county": 14, "bureau": 45, "city": 420, "province": 2600}
# Typical share of each applicant column, and weight of each outcome row.
SHARE = dict(zip(F.APPLICANTS, [1.0, 0.3, 0.05, 0.07, 0.16, 0.1]))
WEIGHT = {"granted": 1.0, "partial": 0.3, "refused.third_party": 0.2, "refused.internal_affairs": 0.25,
          "refused.deliberative": 0.22, "unavailable.not_held": 0.9, "unavailable.needs_creation": 0.3,
          "not_processed.petition": 0.3, "not_processed.repeated": 0.25,
          "other_handling.correction_overdue": 0.25, "other_handling.other": 0.3, "other_handling.total": 0.4}


def _draw(rng, mean):
    return int(rng.expovariate(1 / mean)) if mean > 0 else 0


def requests(rng, size, single_other):
    """Cells of section three."""
    top, cells = SIZES[size], {}
    rows = F.outcome_rows(single_other)
    for col in F.APPLICANTS:
        share = SHARE[col] * rng.uniform(0.5, 1.6)
        if size in ("town", "county") and col in ("research", "public_interest") and rng.random() < 0.5:
            share = 0
        out = {row: _draw(rng, top * share * WEIGHT.get(row, 0.09)) for row in rows}
        done = sum(out.values())
        carried_out = _draw(rng, top * share * 0.3)
        carried_in = min(_draw(rng, top * share * 0.25), done + carried_out)
        column = {"received": done + carried_out - carried_in, "carried_in": carried_in, **out,
                  "outcome_total": done, "carried_out": carried_out}
        for row, n in column.items():
            cells[f"requests.{row}.{col}"] = n
    for row in F.request_rows(single_other):
        cells[f"requests.{row}.total"] = sum(cells[f"requests.{row}.{c}"] for c in F.APPLICANTS)
    return cells


def appeals(rng, size):
    """Cells of section four."""
    cells, top = {}, SIZES[size]
    for (kind, _), share in zip(F.KINDS, (0.12, 0.06, 0.05)):
        for (res, _), weight in zip(F.RESULTS[:4], (1.0, 0.35, 0.25, 0.45)):
            cells[f"appeals.{kind}.{res}"] = _draw(rng, top * share * weight)
        cells[f"appeals.{kind}.total"] = sum(cells[f"appeals.{kind}.{r}"] for r, _ in F.RESULTS[:4])
    return cells


def proactive(rng, size, form):
    """Cells of section two."""
    top, put = SIZES[size], {}

    def rules(name, mean, floor):
        a, b = _draw(rng, mean), _draw(rng, mean / 2)
        stock = 0 if size == "zero" else floor + b + _draw(rng, mean * 6)
        if form == "ogi-2021":
            put.update({f"{name}.issued": a, f"{name}.repealed": b, f"{name}.in_force": stock + a})
        else:
            put.update({f"{name}.created": a, f"{name}.disclosed": a, f"{name}.disclosed_total": stock + a})

    rules("regulations", top / 90 if size in ("city", "province") else 0, 2 if size in ("city", "province") else 0)
    rules("normative_documents", min(top / 3, 60), 3 if top else 0)
    if form == "ogi-2021":
        for name, mean in (("licensing", top * 40), ("penalties", top * 25), ("compulsory_measures", top * 3)):
            put[f"{name}.decisions"] = _draw(rng, mean)
        put["fees.amount"] = Decimal(_draw(rng, top * 5000)).scaleb(-2) if top else 0
    else:
        for name, mean in (("licensing", 40), ("other_services", 30), ("penalties", 180), ("compulsory_measures", 14)):
            put[f"{name}.items_previous_year"] = _draw(rng, mean) + 5 if top else 0
            put[f"{name}.items_change"] = rng.choice([0, 2, -3, 5, -18, 11, 36]) if top else 0
            put[f"{name}.decisions"] = _draw(rng, top * mean / 4)
        put["fees.items_previous_year"] = _draw(rng, 12) if top else 0
        put["fees.items_change"] = rng.choice([0, -1, 2]) if top else 0
        put["procurement.items"] = _draw(rng, top)
        put["procurement.amount"] = Decimal(_draw(rng, top * 90000)).scaleb(-2) if put["procurement.items"] else 0
    return {f"proactive.{k}": v for k, v in put.items()}
