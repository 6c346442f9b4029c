"""Labels that are not those of the form, and labels wrapped or split (VARIANTS 2 and 3)."""
from corpus import form as F
from corpus.grid import Cell

OVERDUE = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
UNPAID = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
PARTIAL = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
ROWS = [label for _, rows in F.GROUPS for _, label in rows if label]


def without_administrative(p):
    p.label(行政规范性文件="规范性文件")


def header_reworded(p):
    p.label(本年制发件数="本年度制发数", 本年废止件数="本年废止数", 本年处理决定数量="本年度处理决定数量", 本年新制作数量="本年度新制作数量", 处理决定数量="处理决定数")


def header_with_year(p):
    y = p.report.year
    p.label(本年制发件数=f"本年({y})制发件数", 本年废止件数=f"本年({y})废止件数", 本年处理决定数量=f"本年({y})处理决定数量")


def header_cut(p):
    p.label(现行有效件数="现行有效件", 对外公开总数量="对外公开总数")


def article_without_di(p):
    for mark in p.rng.sample("一五六八", 2):
        p.report.labels[f"第二十条第（{mark}）项"] = f"第二十条({mark})项"


def inner_space(p):
    p.report.labels.update({"第二十条第（一）项": "第二十条 第（一）项", "总计": "总 计", "三、本年度办理结果": "三 、本 年 度办 理 结果", "（三）不予公开": "（三） 不予公开", "（七）总计": "（七） 总 计"})


def ascii_brackets(p):
    for label, _ in F.GROUPS:
        p.report.labels.setdefault(label, label.replace("（", "(").replace("）", ")"))
    p.report.labels.setdefault("（七）总计", "(七)总计")


def characters_lost(p):
    p.report.labels["2.其他法律行政法规禁止公开"] = p.rng.choice(["2.其他法律行政止公开", "2.其他法律行政禁止公开", "2.其他法律行政法规禁公开"])


def other_mark(p):
    for label in ROWS if p.rng.random() < 0.5 else [OVERDUE, "3.其他"]:
        p.report.labels.setdefault(label, label[0] + p.rng.choice("、．") + label[2:])


def shortened(p):
    p.report.labels.update({OVERDUE: "1.逾期不补正", UNPAID: "2.逾期不缴费", PARTIAL: "（二）部分公开"})


def filling_note(p):
    p.report.labels.update({"其他对外管理服务事项": "其他对外管理服务事项（指行政许可证以外的政务服务事项，含2018年以来下放的12类）", "本年增/减": f"本年增/减（指{p.report.year}年增加或减少的事项数，减用负值表示，如-8）"})


def extra_row(p):
    p.report.labels["extra.（一）"] = ["其他主动公开文件", *[str(p.rng.randint(2, 900)) for _ in range(3)]]


def _wrapped(text, rng, least):
    at = rng.randint(least, len(text) - 1)
    return text[:at] + "\n" + text[at:]


def headers_wrapped(p):
    for row in p.tables[3][0][:3] + p.tables[2][0]:
        for c in row:
            if c.role == "head" and len(c.text) >= 4 and "\n" not in c.text:
                c.text = _wrapped(c.text, p.rng, 2)


def labels_wrapped(p):
    for row in p.tables[3][0]:
        for c in row:
            if c.role in ("label", "group") and len(c.text) >= 8 and "\n" not in c.text and p.rng.random() < 0.7:
                c.text = _wrapped(c.text, p.rng, 3)


def appeals_header_upright(p):
    for row in p.tables[4][0][:-1]:
        for c in row:
            if c.cols == 1:
                c.text = "\n".join(c.text)


def group_upright(p):
    for row in p.tables[3][0]:
        for c in row:
            if c.role == "group" and c.text.startswith("三"):
                c.text = "\n".join(c.text)


def group_label_halves(p):
    """A group's label stands in two cells, its halves beside unrelated rows."""
    t = p.tables[3][0]
    for y, row in enumerate(t):
        for k, c in enumerate(row):
            if c.role == "group" and c.rows == 8:
                upper = p.rng.randint(2, 6)
                half = len(c.text) - 3
                row[k] = Cell(c.text[:half], 1, upper, "group")
                t[y + upper].insert(0, Cell(c.text[half:], 1, 8 - upper, "group"))
                return
