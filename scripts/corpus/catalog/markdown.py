"""Markdown as converters write it."""
from .. import markdown as M
from ..document import Document
from ..draft import draft
from ..report import Report


def _doc(name, r, text, note, verdict="clean", **more):
    return Document(name, "markdown", text.encode(), r, verdict, note=note, **more)


def documents():
    """All of them."""
    r = Report("青石市云岭区卫生健康局", 2023, size="county", seed=71)
    yield _doc("markdown-plain.md", r, M.document(draft(r)), "pipe tables; merged cells in their first place")

    r = Report("白鹭县农业农村局", 2022, size="county", seed=72)
    yield _doc("markdown-bold-breaks.md", r, M.document(draft(r), bold="**", breaks=True, ruler=":---:"), "all labels bold, `<br>` in the long ones")

    r = Report("禾川市城市管理局", 2024, size="city", seed=73)
    yield _doc("markdown-formulas.md", r, M.document(draft(r), number="${}$", heading="**{}**"), "numbers set as formulas, headings only bold")

    r = Report("丹浦市退役军人事务局", 2021, size="bureau", seed=74)
    r.blank_zeros("requests.")
    yield _doc("markdown-nbsp.md", r, M.document(draft(r), blank="&nbsp;"), "`&nbsp;` in every empty place, every zero of section three empty")

    r = Report("澜溪市人民检察院", 2023, size="bureau", seed=75)
    yield _doc("markdown-framed.md", r, M.document(draft(r), M.framed), "grid tables with lines of + and -")

    r = Report("岚桥县统计局", 2023, size="county", seed=76)
    yield _doc("markdown-tagged.md", r, M.document(draft(r), M.tagged), "HTML tables on one line each")

    r = Report("玉津省水利厅", 2023, size="province", seed=77)
    yield _doc("markdown-repeated.md", r, M.document(draft(r), repeat=True), "merged cells repeated in every place")
