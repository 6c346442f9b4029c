"""Text documents: Word copy-outs, aligned columns, pipes, one cell a line, and titles, labels and cells that deviate."""
import re
from decimal import Decimal

from .. import form as F, grid, text as T
from ..document import Document
from ..draft import draft
from ..report import Report
from ..traditional import convert, sections
from . import families

T4 = "appeals.litigation_direct."
ALIGNED = {4: [34, 18, 18, 18], 10: [10, 14, 32, 9, 9, 9, 9, 9, 9, 9], 15: [6] * 15}
NARROW = {4: [24, 16, 16, 16], 10: [8, 12, 24, 7, 7, 7, 7, 7, 7, 7], 15: [6] * 15}


def documents():
    """All of them."""
    yield from word_copies()
    yield from other_layouts()
    yield from titles()
    yield from labels()
    yield from cells()


def word_copies():
    """A tab between cells."""
    r = Report("岚桥县沙埠乡人民政府", 2024, size="town", seed=3)
    r.set("proactive.regulations.in_force", 6)
    yield Document("tab-word-copy.txt", "text_tab", T.encode(T.tabs(draft(r, other=1), indent="  ")), r,
                   note="tabs of a Word copy-out: one empty cell under each cell merged downwards; a town that filled in 规章, which no town makes")

    r = Report("青石市云岭区财政局", 2023, size="bureau")
    blocks = draft(r, after={4: ["注：行政复议、行政诉讼数量含上年度结转数量2件。"]})
    yield Document("tab-ragged-crlf-bom.txt", "text_tab", T.encode(T.tabs(blocks, ragged=True, eol="\r\n"), bom=True), r,
                   note="rows end in zero to two spare tabs; CRLF; byte order mark; a footnote with a number under T4")

    r = Report("丹浦市东陵区人民政府", 2022, size="county", seed=1)
    out = T.tabs(draft(r), covered="").replace("\n行政强制\t", "\n\n行政强制\t", 1)
    yield Document("tab-merged-lost.txt", "text_tab", T.encode(out), r,
                   note="places under merged cells are gone, so `2.` to `8.` and `3.其他` open their lines; an empty line cuts T2")

    r = Report("禾川市市场监督管理局", 2020, form="ogi-2019", size="bureau", seed=4)
    r.set("proactive.licensing.items_change", -18).set("proactive.penalties.items_change", 36, "+36")
    r.set("proactive.procurement.items", 6).set("proactive.procurement.amount", 251000, "251000元")
    yield Document("tab-gb18030-2019-form.txt", "text_tab", T.encode(T.tabs(draft(r)), "gb18030"), r, encoding="gb18030",
                   note="GB18030; changes of -18 and +36; 251000元 beside a label without a unit")

    r = Report("白鹭县望川镇人民政府", 2022, form="ogi-2019", size="town", seed=2)
    yield Document("tab-utf16-old-form-in-2022.txt", "text_tab", T.encode(T.tabs(draft(r, lead=1)), "utf-16-le", bom=True), r,
                   encoding="utf-16", note="UTF-16LE with byte order mark; the 2019 form used for 2022")

    r = Report("澜溪市人民政府办公室", 2021, size="city", seed=5)
    t3 = grid.requests(r)
    # The header lost its spans when copied: its words stand over other columns than their numbers.
    t3[0] = [grid.Cell(F.CORNER), grid.Cell("", role="gap"), grid.Cell("申请人情况", role="head"), *[grid.Cell("", role="gap") for _ in range(7)]]
    t3[1] = [grid.Cell(x, role="head") for x in ("", "自然人", "法人或其他组织", "", "", "", "", "总计", "", "")]
    t3[2] = [grid.Cell(x, role="head") for x in ("", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "", "", "")]
    yield Document("tab-header-shifted.txt", "text_tab", T.encode(T.tabs(draft(r, tables={3: [t3]}))), r,
                   note="header words do not line up with the value columns; their order is right")

    r = Report("玉津省自然资源厅", 2023, size="city", seed=8).blank_zeros("requests.").blank_zeros("appeals.")
    yield Document("tab-blank-for-zero.txt", "text_tab", T.encode(T.tabs(draft(r, lead=2))), r,
                   note="every zero of T3 and T4 left empty; the tabs keep the places")

    r = Report("丹浦市人民政府", 2023, size="city", seed=2)
    r.slip("requests.outcome_total.enterprise", r.cells["requests.outcome_total.enterprise"] - 6)
    yield Document("tab-slip-outcome-total.txt", "text_tab", T.encode(T.tabs(draft(r))), r, "publisher_inconsistent",
                   note="（七）总计 of 商业企业 is printed 6 too low")


def other_layouts():
    """Aligned columns, lines, pipes, single spaces, and what a crawler leaves."""
    r = families.lanqiao(2023)
    yield Document("aligned-pages.txt", "text_aligned", T.encode(T.aligned(draft(r), ALIGNED, margin="  ", page=40)), r,
                   note="columns of spaces, wrapped labels, page numbers and form feeds inside T3")

    r = Report("青石市水利局", 2019, form="ogi-2019", size="bureau", seed=7)
    yield Document("aligned-2019-form.txt", "text_aligned", T.encode(T.aligned(draft(r), NARROW, page=52, form_feed=False)), r,
                   note="narrow columns of spaces; every label wraps; page numbers without form feeds")

    r = Report("白鹭县卫生健康委员会", 2022, size="county", seed=9)
    yield Document("lines-one-cell.txt", "text_lines", T.encode(T.lines(draft(r))), r, note="one cell a line, an empty line between")

    r = Report("禾川市南岗区教育局", 2020, form="ogi-2019", size="county", seed=1)
    heads = ["1、 总体情况", "2、 主动公开政府信息情况", "3、 收到和处理政府信息公开申请情况", "4、 政府信息公开行政复议、行政诉讼情况", "5、 存在的主要问题及改进情况", "6、 其他需要报告的事项"]
    yield Document("lines-2019-arabic-headings.txt", "text_lines", T.encode(T.lines(draft(r, headings=heads), empty_lines=0)), r,
                   note="one cell a line without empty lines; Arabic section numbers")

    r = Report("澜溪市审计局", 2023, size="town", seed=5).blank_zeros("appeals.", mark="—").blank_zeros("requests.", mark="—")
    yield Document("lines-dash-for-none.txt", "text_lines", T.encode(T.lines(draft(r))), r, note="a dash for each zero of T3 and T4, one cell a line")

    r = Report("澜溪市林业局", 2022, size="town", seed=7).blank_zeros("requests.", mark="无").blank_zeros("appeals.", mark="无")
    yield Document("lines-cells-with-pipes.md", "text_lines", T.encode(T.lines(draft(r), empty_lines=0, after="|  ")), r,
                   note="a converter's rows, each cell a paragraph: one cell a line with a pipe behind it; `无` for each zero of T3 and T4")

    r = Report("禾川市统计局", 2023, size="county", seed=4).set("proactive.fees.amount", Decimal("316.4418"))
    escaped = re.sub(r"([-.()])", r"\\\1", T.lines(draft(r)))
    yield Document("lines-escaped.md", "text_lines", T.encode(escaped), r, note="Markdown of a converter that keeps no tables: one cell a line, a backslash before every dot and dash")

    r = Report("丹浦市档案馆", 2023, size="county", seed=12).blank_zeros("requests.")
    rows = [row for row in F.request_rows(False) if any(r.cells[f"requests.{row}.{c}"] is None for c, _ in F.COLUMNS)]
    doubt = tuple(f"requests.{row}.{c}" for row in rows for c, _ in F.COLUMNS)
    yield Document("lines-blank-cells-lost.txt", "text_lines", T.encode(_drop_blank_lines(T.lines(draft(r), empty_lines=0))), r, "needs_review",
                   doubtful=doubt, note="zeros of T3 were empty cells, and their lines are gone: which column a number belongs to is not known")

    r = Report("玉津省司法厅", 2024, size="province", seed=2)
    yield Document("pipes.txt", "text_pipes", T.encode(T.pipes(draft(r))), r, note="pipe tables with a ruler line; merged places empty; numbers in the thousands")

    r = Report("青石市云岭区住房和城乡建设局", 2021, size="bureau", seed=3)
    yield Document("pipes-split-lines.txt", "text_pipes", T.encode(T.pipes(draft(r), split=True)), r, note="cell and separator on separate lines")

    r = Report("岚桥县自然资源局", 2020, form="ogi-2019", size="county", seed=8)
    yield Document("pipes-2019-form.txt", "text_pipes", T.encode(T.pipes(draft(r), ruler=False)), r, note="pipe tables without a ruler line, 2019 form")

    r = Report("禾川市人力资源和社会保障局", 2023, size="bureau", seed=13)
    yield Document("spaced-running.txt", "text_spaced", T.encode(T.glued(draft(r), space=" ")), r,
                   note="one single line; single spaces between all labels and numbers")

    r = Report("白鹭县司法局", 2022, size="county", seed=14)
    lead = "按照国办公开办函〔2019〕60号文件格式，参照《政府信息公开工作年度报告有关项目填报问题的解释》（国办公开办函〔2016〕201号），编制本报告。统计期限自{y}年1月1日起至{y}年12月31日止。"
    yield Document("spaced-rows.txt", "text_spaced", T.encode(T.one_cell_joined(draft(r, lead=lead))), r, note="a table row a line, cells parted by single spaces; the lead cites the notice of 2019 and one of 2016")

    yield crawler()

    r = Report("澜溪市交通运输局", 2023, size="bureau", seed=2)
    lead = "按照《国务院办公厅政府信息与政务公开办公室关于印发<中华人民共和国政府信息公开工作年度报告格式>的通知》（国办公开办函〔2021〕30号）要求，{a}编制了{y}年度报告。"
    yield Document("headings-without-tables.txt", "text", T.encode(T.tabs(draft(r, lead=lead, tables={2: [], 3: [], 4: []}))), r, "needs_review",
                   lost=tuple(r.cells), form=None, note="the tables were pictures: headings with nothing between; a notice that is cited does not tell the form")

    r = Report("丹浦市东陵区审计局", 2022, size="county", seed=4)
    lost = tuple(c for c in r.cells if not c.startswith("proactive."))
    blocks = draft(r, tables={3: [], 4: []}, between={3: ["该部分以表格形式报告。表格如下："]})
    yield Document("only-section-two.txt", "text_tab", T.encode(T.tabs(blocks)), r, "needs_review", lost=lost, note="T2 is there, T3 and T4 were pictures")


def _drop_blank_lines(text):
    return "\n".join(line for line in text.split("\n") if line.strip()) + "\n"


def crawler():
    """A crawler that kept each line of a page once."""
    r = Report("白鹭县水务局", 2023, size="county", seed=6)
    seen, out, lost, kept = set(), [], [], []
    for kind, body in draft(r):
        for row in body if kind == "table" else [[grid.Cell(body)]]:
            fresh = []
            for c in row:
                if c.text in seen:
                    lost += [c.id] if c.id else []
                    continue
                seen.add(c.text)
                out.append(c.text)
                fresh += [c.id] if c.id else []
            kept += fresh if any(c.id in lost for c in row) else []
    return Document("lines-repeats-removed.txt", "text_lines", T.encode("\n\n".join(out) + "\n"), r, "needs_review", lost=tuple(lost),
                    doubtful=tuple(kept), note="each line kept once: most numbers and some labels are gone; a number left over from a row that lost others cannot be placed")


def titles():
    """Titles, years, headings."""
    r = Report("青石市云岭区教育和科学技术局", 2022, size="town", seed=11)
    blocks = draft(r, title=["2022年青石市云岭区教育和科学技术局政府信息公开工作", "年度报告"], headings=[None] + F.HEADINGS[1:4] + ["五、存在问题及改进情况", F.HEADINGS[5]])
    yield Document("title-year-first-broken.txt", "text_tab", T.encode(T.tabs(blocks)), r, note="year before agency, title broken inside its words; heading one lost, five reworded")

    r = families.hechuan(2024)
    heads = ["一、总体工作情况", "二、行政机关主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、因政府信息公开工作被申请行政复议提起行政诉讼情况", "五、政府信息公开工作存在的主要问题及改进情况", "六、其他需要报告的事项"]
    before = "当前位置： 首页政务公开政府信息公开年报  来源：禾川市人民政府办公室  时间：2025-01-24 16:40  浏览量：1873  【字体：大 中 小】 微信 微博 全真版 文字版\n\n"
    after = "\n附件下载：禾川市2024年年报.pdf（296 KB） 相关链接： 2025年部门预算 http://www.hechuan.example/zwgk/nb/year/6/2022.html 2023年年度报告 2022年年度报告 -->\n"
    blocks = draft(r, title=["禾川市人民政府", "2024 年政府信息公开工作年度报告"], headings=heads, overall=("2023年，在全省政务公开评估中获评优秀，名次列第3位。", 0, 1, 2, 3, 4, 5, 6))
    yield Document("title-two-lines-furniture.txt", "text_tab", T.encode(before + T.tabs(blocks) + after), r,
                   note="title of two lines; site furniture before and after; other years nearby; headings reworded; 上年结转 of 商业企业 is one more than writer-landscape-city.pdf carried out")

    r = Report("丹浦市文化和旅游局", 2021, size="county", seed=7)
    heads = ["一、总体情况", "一、主动公开政府信息情况", "二、收到和处理政府信息公开申请情况", "三、政府信息公开行政法复议、行政诉讼情况", "五、存在的主要问题及改进情况", "五、其他需要报告的事项"]
    blocks = draft(r, title=["关于2021年度政府信息公开工作的年度报告"], headings=heads, lead="本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六部分组成，统计期限为20211月1日至12月31日。")
    yield Document("title-without-agency.txt", "text_tab", T.encode(T.tabs(blocks)), r, agency=None,
                   note="no agency anywhere; period damaged; headings numbered again from 一, one mistyped")

    r = Report("白鹭县应急管理局", 2023, size="town", seed=15)
    blocks = [b for b in draft(r, lead=None, sign=["白鹭县应急管理局", "2024年1月18日"]) if b[0] != "title"]
    yield Document("title-missing.txt", "text_tab", T.encode(T.tabs(blocks)), r,
                   note="opens with 一、总体情况; agency only in the signature; year only in the prose, the signature bears the next year")

    r = Report("青石市统计局", 2020, form="ogi-2019", size="county", seed=9)
    blocks = draft(r, title=["青石市统计局2020年信息公开工作年度报告"], lead="统计期限自2020年1月1日起至202112月31日。2019年，我局信息公开工作考核得分96.5分。", headings=F.HEADINGS[:4] + [None, "五、其他需要报告的事项"],
                   problems=("（一）主要问题", 0, "（二）改进情况", 1), between={4: ["2020 年，我单位未出现因政府信息公开引发的群体性事件。"]})
    yield Document("title-short-other-years.txt", "text_tab", T.encode(T.tabs(blocks)), r,
                   note="政府 missing in the title; period with a typing error of the next year; heading five lost, its sub-headings left")


def labels():
    """Labels that are not those of the form."""
    r = Report("岚桥县交通运输局", 2023, size="county", seed=10)
    r.labels = {"行政规范性文件": "规范性文件", "本年制发件数": "本年(2023)制发件数", "本年废止件数": "本年(2023)废止件数", "本年处理决定数量": "本年(2023)处理决定数量", "现行有效件数": "现行有效件",
                "第二十条第（一）项": "第二十条(一)项", "第二十条第（五）项": "第二十条 第（五）项", "第二十条第（六）项": "第二十条第(六)项", "总计": "总 计", "三、本年度办理结果": "三 、本 年 度办 理 结果",
                "（三）不予公开": "(三) 不予公开", "2.其他法律行政法规禁止公开": "2.其他法律行政止公开", "3.其他": "3、其他", "（七）总计": "(七) 总 计",
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1、逾期不补正", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2、逾期不缴费",
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开"}
    yield Document("labels-worn.txt", "text_tab", T.encode(T.tabs(draft(r))), r, note="year inside column labels, 第 missing, spaces inside, characters lost, shortened labels, 1、 for 1.")

    r = Report("青石市农业农村局", 2020, form="ogi-2019", size="bureau", seed=2)
    r.labels = {"其他对外管理服务事项": "其他对外管理服务事项（指行政许可证以外的政务服务事项，含2018年以来下放的12类）", "本年增/减": "本年增/减（指2020年增加或减少的事项数，减用负值表示，如-8）",
                "extra.（一）": ["其他主动公开文件", "56", "45", "1320"]}
    yield Document("labels-filling-notes-extra-row.txt", "text_tab", T.encode(T.tabs(draft(r))), r, note="filling notes with numbers inside labels; a row under 第（一）项 that the form does not have")

    r = Report("興川縣良塘鎮人民政府", 2024, size="county", seed=3)
    r.labels = {"short": "本机关"}
    yield Document("traditional-characters.txt", "text_tab", T.encode(convert(T.tabs(draft(r)))), r, verdict_also=("needs_review",), sections=sections(r.sections),
                   note="traditional characters, as on mirrors; the agency is given as printed")

    r = Report("川澤縣人民政府", 2023, size="county", seed=5)
    def marked(text):
        text = convert(text)
        for plain, read in (("報", "報(bào)"), ("開辦", "開(kāi)辦"), ("據", "據(jù)"), ("條例", "條(tiáo)例")):
            text = text.replace(plain, read)
        return text
    out = marked(T.tabs(draft(r)))
    yield Document("reading-marks.txt", "text_tab", T.encode(out), r, verdict_also=("needs_review",), sections=sections(r.sections, marked), note="a converted copy with reading marks inside words, in the title and in labels too")

    r = Report("澜溪市生态环境局", 2022, size="bureau", seed=8, single_other=True)
    yield Document("single-other-row-2021-form.txt", "text_tab", T.encode(T.tabs(draft(r, lead=1), covered="")), r, note="2021 form with （六）其他处理 as a single row")


def cells():
    """Numbers printed in other ways."""
    r = Report("禾川市财政局", 2023, size="city", seed=3)
    r.set("proactive.normative_documents.issued", 22, "22（其中修订16件）").set("proactive.normative_documents.repealed", 55, "55（含自然失效 29 件）")
    r.set("proactive.normative_documents.in_force", 1389).set("proactive.fees.amount", Decimal("18934.2755"), "18934.2755万元")
    yield Document("cells-notes-and-units.txt", "text_tab", T.encode(T.tabs(draft(r))), r, note="notes and a unit inside cells")

    r = Report("玉津省市场监督管理局", 2022, size="province", seed=4)
    r.set("proactive.licensing.decisions", 1234567, "1,234,567").set("proactive.penalties.decisions", 98765, "98,765").set("proactive.compulsory_measures.decisions", 3120, "3,120")
    r.set("proactive.fees.amount", Decimal("41307.118205"))
    for cell in ("received", "outcome_total", "granted"):
        n = r.cells[f"requests.{cell}.natural_person"]
        r.show(f"requests.{cell}.natural_person", f"{n:,}")
    yield Document("cells-thousands-six-decimals.txt", "text_tab", T.encode(T.tabs(draft(r, overall=(0, 1, 3, 4)))), r, note="thousands separators; a fee with six decimals")

    r = Report("丹浦市公安局", 2022, size="bureau", seed=6)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for k, cell in enumerate(r.cells):
        plain = r.text(cell)
        r.show(cell, (plain, f" {plain}", f"{plain}\u3000", f"\u3000{plain} ", plain.translate(wide), f"\u00a0{plain}")[k % 6])
    yield Document("cells-wide-digits-spaces.txt", "text_tab", T.encode(T.tabs(draft(r))), r, note="full-width digits; ideographic, no-break and plain spaces round digits")

    r = Report("青石市档案局", 2021, size="town", seed=21).blank_zeros("proactive.", mark="/").blank_zeros("appeals.", mark="无")
    yield Document("cells-nil-marks.txt", "text_tab", T.encode(T.tabs(draft(r))), r, note="/ and 无 for none")
