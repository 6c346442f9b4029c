"""Reports inside other things: web archives, mail, JSON answers, scripts, pages that fill themselves in."""
from .. import html as H, sheets as S, text as T, wrapped as W
from ..document import Document
from ..draft import draft
from ..html import Style
from ..report import Report

PLAIN = Style(cell='<p style="text-align:center">{}</p>')


def _doc(name, kind, r, data, note, verdict="clean", **more):
    return Document(name, kind, data if isinstance(data, bytes) else data.encode(), r, verdict, note=note, **more)


def documents():
    """All of them."""
    yield from archives()
    yield from mails()
    yield from answers()
    yield from scripts()


def archives():
    """Pages saved as one file."""
    r = Report("青石市云岭区人民政府", 2023, size="county", seed=51)
    yield _doc("archive-of-page.mhtml", "mhtml", r, W.mhtml(H.modern(r, draft(r), PLAIN)), "a present-day page, quoted-printable, with its style sheet")

    r = Report("白鹭县民政局", 2020, form="ogi-2019", size="county", seed=52)
    data = W.mhtml(H.old(r, draft(r)), "gbk", "base64")
    yield _doc("archive-gbk-base64.mht", "mhtml", r, data, "an old page in GBK, base64, nested layout tables", encoding="gbk")

    r = Report("丹浦市林业局", 2022, size="bureau", seed=53)
    frame = H.page(H.body(draft(r), PLAIN), "正文")
    outer = H.page('<iframe src="1.html"></iframe><div>上一篇：2021年度报告（点击数：208）</div>', "丹浦市林业局2022年政府信息公开工作年度报告")
    advert = H.page("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>", "广告")
    yield _doc("archive-frame.mhtml", "mhtml", r, W.mhtml(outer, frames=(advert, frame)), "the report is in the second frame; the first one is an advertisement with numbers")

    r = Report("禾川市商务局", 2023, size="bureau", seed=54)
    before = Report("禾川市商务局", 2022, size="bureau", seed=55)
    pages = [H.page(H.body(draft(x), PLAIN), f"{x.year}年") for x in (r, before)]
    yield _doc("archive-two-reports.mhtml", "mhtml", r, W.mhtml(pages[0], frames=(pages[1],)), "two pages in it, each a report: which is meant is not told", "needs_review",
               doubtful=tuple(r.cells))


def mails():
    """Mail with the report in it or attached."""
    letter = "您好：\n\n现报送我单位政府信息公开工作年度报告，请查收。联系电话：0398-2761234。\n"
    r = Report("岚桥县司法局", 2023, size="county", seed=56)
    book = ("report.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", S.xlsx(draft(r)))
    yield _doc("mail-with-workbook.eml", "mhtml", r, W.eml(letter, [book]), "a covering letter, and a workbook that is the report")

    r = Report("澜溪市财政局", 2022, size="bureau", seed=57)
    page = H.page(H.body(draft(r), PLAIN), "年报")
    yield _doc("mail-of-page-and-text.eml", "mhtml", r, W.eml(T.tabs(draft(r)), html=page), "the report as the mail's text and, better, as its page")


def answers():
    """JSON answers of content systems."""
    r = Report("青石市文化和旅游局", 2023, size="city", seed=58)
    body = H.body(draft(r)[1:], PLAIN, between="\r\n")
    title = f"{r.agency}{r.year}年政府信息公开工作年度报告"
    yield _doc("answer.json", "json", r, W.answer(body, title), "HTML in a string, all Chinese characters as \\u codes; the title beside it")

    r = Report("玉津省体育局", 2021, size="province", seed=59)
    body = H.body(draft(r), PLAIN)
    yield _doc("answer-twice-escaped.json", "json", r, W.answer(body, "年报", ascii_only=False, twice=True), "the answer's data is JSON in a string again")

    r = Report("丹浦市公安局", 2022, size="city", seed=60)
    body = H.body(draft(r), PLAIN).replace("<", "&lt;").replace(">", "&gt;")
    yield _doc("answer-in-call.js", "json", r, W.jsonp(W.answer(body, "年报", key="docContent")), "JSONP; the HTML has its tags as entities")

    r = Report("禾川市教育局", 2023, size="city", seed=61)
    other = Report("禾川市教育局", 2022, size="city", seed=62)
    title = f"{r.agency}{r.year}年政府信息公开工作年度报告"
    data = W.answer(H.body(draft(r), PLAIN), title, extra={"previous": {"title": title.replace("2023", "2022"), "content": H.body(draft(other), PLAIN)}})
    yield _doc("answer-two-reports.json", "json", r, data, "this year's report and last year's in one answer", "needs_review", doubtful=tuple(r.cells))


def scripts():
    """Scripts, and pages that they fill in."""
    r = Report("白鹭县人民政府办公室", 2022, size="county", seed=63)
    body = H.body(draft(r), PLAIN)
    half = len(body) // 2
    yield _doc("script-of-strings.js", "json", r, f"var content = {W.js_string(body[:half])} +\n  {W.js_string(body[half:])};\nshow(content);", "one HTML text in two string literals joined by +")

    for seed, how, agency in ((64, "script", "青石市审计局"), (65, "state", "岚桥县交通运输局"), (66, "template", "丹浦市科学技术局"), (67, "textarea", "澜溪市医疗保障局")):
        r = Report(agency, 2023, size="bureau", seed=seed)
        title = f"{agency}2023年政府信息公开工作年度报告"
        yield _doc(f"page-filled-by-{how}.html", "json", r, W.script_page(H.body(draft(r)[1:], PLAIN), title, how), f"the page shows no table; its {how} holds them")

    r = Report("青石市信访局", 2023, size="bureau", seed=68)
    page = H.page(H.body(draft(r), PLAIN), "年报", after=f"<script>var draft = {W.js_string(H.body(draft(Report('青石市信访局', 2023, size='bureau', seed=69)), PLAIN))};</script>")
    yield _doc("page-and-script-differ.html", "json", r, page, "the page shows a report, its script holds one with other figures", "needs_review", doubtful=tuple(r.cells))
