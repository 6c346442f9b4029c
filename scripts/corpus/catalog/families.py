"""Agencies with reports of several years, so that what one year carries out the next carries in."""
from ..report import Report


def lanqiao(year):
    """Two years that agree."""
    first = Report("岚桥县人民政府", 2023, size="county", seed=6)
    return first if year == 2023 else Report("岚桥县人民政府", 2024, size="county", seed=20).follow(first)


def hechuan(year):
    """Three years; in the third, one 商业企业 request too many was carried in (the report itself adds up)."""
    made = Report("禾川市人民政府", 2022, size="city", seed=1)
    for y, seed in ((2023, 23), (2024, 6)):
        if year >= y:
            made = Report("禾川市人民政府", y, size="city", seed=seed).follow(made, {"enterprise": 1} if y == 2024 else {})
    return made
