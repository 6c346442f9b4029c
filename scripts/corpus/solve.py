"""What glued rows can be read as: every split that the identities of the form allow."""
import itertools
import re

from . import form as F

NIL = "/无"
PLAIN = re.compile(rf"0|[1-9]\d*|[{NIL}]")
SIGNED = re.compile(rf"[-+]?(0|[1-9]\d*)|[{NIL}]")
MONEY = re.compile(rf"(0|[1-9]\d*)(\.\d+)?(万?元)?|[{NIL}]")


def number(text):
    """What a cell counts for in a sum."""
    return 0 if text in NIL else int(text)


def splits(text, kinds):
    """Every way to cut `text` into one number for each pattern of `kinds`."""
    if not kinds:
        return [()] if not text else []
    out = []
    for end in range(1, len(text) - len(kinds) + 2):
        if kinds[0].fullmatch(text[:end]):
            out += [(text[:end], *rest) for rest in splits(text[end:], kinds[1:])]
    return out


def differing(ids, readings):
    """The cells whose value is not the same in all readings."""
    assert readings, ids
    return {i for k, i in enumerate(ids) if len({r[k] for r in readings}) > 1}


def proactive(r):
    """Doubtful cells of section two: nothing but the digits tells where to cut."""
    doubtful = set()
    for _, columns, rows in F.PROACTIVE[r.form]:
        for row, _ in rows:
            ids = [f"proactive.{row}.{c}" for c, _ in columns]
            kinds = [SIGNED if i.endswith("items_change") else MONEY if i.endswith("amount") else PLAIN for i in ids]
            doubtful |= differing(ids, splits("".join(r.text(i) for i in ids).replace(" ", ""), kinds))
    return doubtful


def _row_readings(digits):
    return [s for s in splits(digits, [PLAIN] * 7) if sum(map(number, s[:6])) == number(s[6])]


def requests(r, limit=300_000):
    """Doubtful cells of section three after the row and the column identities."""
    rows = F.request_rows(r.single_other)
    outcome = F.outcome_rows(r.single_other)
    readings = {row: _row_readings("".join(r.text(f"requests.{row}.{c}") for c, _ in F.COLUMNS).replace(" ", "")) for row in rows}
    total = 1
    for x in readings.values():
        total *= len(x)
    assert 0 < total <= limit, (r.agency, total)
    kept = []
    for pick in itertools.product(*readings.values()):
        at = {row: [number(cell) for cell in cells] for row, cells in zip(rows, pick)}
        if all(sum(at[o][k] for o in outcome) == at["outcome_total"][k]
               and at["received"][k] + at["carried_in"][k] == at["outcome_total"][k] + at["carried_out"][k] for k in range(7)):
            kept.append(sum(pick, ()))
    return differing([f"requests.{row}.{c}" for row in rows for c, _ in F.COLUMNS], kept)


def appeals(r):
    """Doubtful cells of section four after the identities of its three kinds."""
    ids = [f"appeals.{k}.{x}" for k, _ in F.KINDS for x, _ in F.RESULTS]

    def blocks(text, left):
        if not left:
            return [()] if not text else []
        out = []
        for end in range(5, len(text) - 5 * (left - 1) + 1):
            rest = blocks(text[end:], left - 1)
            if rest:
                for s in splits(text[:end], [PLAIN] * 5):
                    if sum(map(number, s[:4])) == number(s[4]):
                        out += [s + more for more in rest]
        return out

    readings = blocks("".join(r.text(i) for i in ids).replace(" ", ""), 3)
    return differing(ids, readings) if readings else set(ids)


def doubtful(r):
    """Every cell of a glued report that cannot be known for certain."""
    return tuple(proactive(r) | requests(r) | appeals(r))
