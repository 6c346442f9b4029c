"""Glued text: no separators between labels and numbers. What the identities settle is certain, the rest is listed as doubtful."""
from .. import form as F, solve, text as T
from ..document import Document
from ..draft import draft
from ..report import Report
from ..traditional import copy, sections


def _document(name, r, text, note, verdict=None, doubtful=None, **more):
    doubtful = solve.doubtful(r) if doubtful is None else doubtful
    return Document(name, "text_glued", T.encode(text), r, verdict or ("needs_review" if doubtful else "clean"), doubtful=tuple(doubtful), note=note, **more)


def documents():
    """All of them."""
    r = Report("岚桥县沙埠乡人民政府", 2021, size="county", seed=6)
    for name, n in (("issued", 1), ("repealed", 2), ("in_force", 9)):
        r.set(f"proactive.normative_documents.{name}", n)
    yield _document("glued-settled.txt", r, T.glued(draft(r)), "one line without separators; T2 has one digit a cell, the rest is settled by the identities")

    r = Report("白鹭县人民政府", 2022, size="bureau", seed=2)
    yield _document("glued-county.txt", r, T.glued(draft(r, title=["白鹭县2022年度政府信息公开工作年度报告"]), heading_break=True),
                    "headings on lines of their own, rows glued; 行政规范性文件 cannot be cut for certain", agency="白鹭县")

    r = Report("青石市云岭区民政局", 2019, form="ogi-2019", size="county", seed=5)
    r.set("proactive.procurement.items", 135).set("proactive.procurement.amount", 8394432, "8394432元")
    out = "标题: 青石市云岭区民政局2019年度政府信息公开工作年度报告\n发布时间: 2020-01-21 10:05\n栏目: 政府信息公开年报\n原文链接: https://www.yunling.example/zwgk/nb/202001/t20200121_60518.htm\n==== 正文 ====\n" + T.glued(draft(r))
    yield _document("glued-2019-crawler-head.txt", r, out, "a crawler's head of file, then one line; most rows of T2 have several readings")

    r = Report("丹浦市医疗保障局", 2023, size="county", seed=8)
    stray = {cell: r.text(cell) for cell in r.cells}
    for k, row in enumerate(F.request_rows(False)):
        if k % 3 == 0:
            cell = f"requests.{row}.{F.COLUMNS[k % 7][0]}"
            r.show(cell, " " + stray[cell])
    r.show("proactive.regulations.issued", " 0")
    yield _document("glued-stray-spaces.txt", r, T.glued(draft(r)), "glued, with stray spaces before some numbers")

    r = Report("澜溪市退役军人事务局", 2022, size="zero", seed=1)
    for row in ("received", "granted", "outcome_total"):
        r.set(f"requests.{row}.natural_person", 2).set(f"requests.{row}.enterprise", 20).set(f"requests.{row}.total", 22)
    r.set("proactive.normative_documents.in_force", 7)
    yield _document("glued-ambiguous.txt", r, T.glued(draft(r)), "22 requests: 2 and 20, or 22 and 0; every identity holds both ways")

    r = Report("禾川市民政局", 2023, size="county", seed=12)
    for name, n in (("issued", 0), ("repealed", 1), ("in_force", 6)):
        r.set(f"proactive.normative_documents.{name}", n)
    for name, n in (("upheld", 10), ("corrected", 1), ("other", 0), ("pending", 0), ("total", 11)):
        r.set(f"appeals.reconsideration.{name}", n)
    before = solve.doubtful(r)
    r.slip("appeals.reconsideration.total", 0)
    yield _document("glued-slip.txt", r, T.glued(draft(r)), "total of 行政复议 left at 0: no reading of T4 agrees with itself, so the publisher's slip cannot be told from a wrong cut",
                    "needs_review", set(before) | {c for c in r.cells if c.startswith("appeals.")})

    r = Report("雲橋縣良溪鎮人民政府", 2022, size="county", seed=6)
    for name, n in (("issued", 1), ("repealed", 2), ("in_force", 9)):
        r.set(f"proactive.normative_documents.{name}", n)
    text = copy(T.glued(draft(r)))
    yield _document("glued-traditional-words.txt", r, text, "one line without separators, in traditional characters with words changed: 規範性檔案, 資訊", sections=sections(r.sections, copy))

    for name, mark, seed, note in (("glued-slash-for-none.txt", "/", 6, "a slash for each zero, cells run together: `91////10`"),
                                   ("glued-wu-for-none.txt", "无", 15, "`无` for each zero, cells run together: `规章无无无`")):
        r = Report("云桥县司法局" if mark == "/" else "丹浦市水利局", 2023, size="bureau", seed=seed)
        for column, n in (("issued", 1), ("repealed", 0), ("in_force", 9)):
            r.set(f"proactive.normative_documents.{column}", n)
        r.blank_zeros(mark=mark)
        yield _document(name, r, T.glued(draft(r), heading_break=True), note)
