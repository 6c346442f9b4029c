"""The statistics table of report years 2013 to 2018: its variants as data, numbers that add up, grids of cells.

`table(rng, variant)` gives a grid and the cells of one table; `Indicators` is a report that has it.
"""
import random
from dataclasses import dataclass, field
from decimal import Decimal

from .grid import Cell

# (row id or None for a heading, label, unit, depth)
NATIONAL = [
    (None, "一、主动公开情况", "——", 0),
    ("disclosed.items", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", 1),
    ("disclosed.normative_documents.disclosed", "其中：主动公开规范性文件数", "条", 2),
    ("disclosed.normative_documents.issued", "制发规范性文件总数", "件", 2),
    (None, "（二）通过不同渠道和方式公开政府信息的情况", "——", 1),
    ("disclosed.channels.gazette", "1.政府公报公开政府信息数", "条", 2),
    ("disclosed.channels.website", "2.政府网站公开政府信息数", "条", 2),
    ("disclosed.channels.microblog", "3.政务微博公开政府信息数", "条", 2),
    ("disclosed.channels.wechat", "4.政务微信公开政府信息数", "条", 2),
    ("disclosed.channels.other", "5.其他方式公开政府信息数", "条", 2),
    (None, "二、回应解读情况", "——", 0),
    ("responses.topics", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次", 1),
    (None, "（二）通过不同渠道和方式回应解读的情况", "——", 1),
    ("responses.press_conferences.total", "1.参加或举办新闻发布会总次数", "次", 2),
    ("responses.press_conferences.by_principal", "其中：主要负责同志参加新闻发布会次数", "次", 3),
    ("responses.online_interviews.total", "2.政府网站在线访谈次数", "次", 2),
    ("responses.online_interviews.by_principal", "其中：主要负责同志参加政府网站在线访谈次数", "次", 3),
    ("responses.interpretations", "3.政策解读稿件发布数", "篇", 2),
    ("responses.social_media", "4.微博微信回应事件数", "次", 2),
    ("responses.other", "5.其他方式回应事件数", "次", 2),
    (None, "三、依申请公开情况", "——", 0),
    ("applications.received.total", "（一）收到申请数", "件", 1),
    ("applications.received.in_person", "1.当面申请数", "件", 2),
    ("applications.received.fax", "2.传真申请数", "件", 2),
    ("applications.received.online", "3.网络申请数", "件", 2),
    ("applications.received.letter", "4.信函申请数", "件", 2),
    ("applications.concluded.total", "（二）申请办结数", "件", 1),
    ("applications.concluded.on_time", "1.按时办结数", "件", 2),
    ("applications.concluded.extended", "2.延期办结数", "件", 2),
    ("applications.answered.total", "（三）申请答复数", "件", 1),
    ("applications.answered.already_disclosed", "1.属于已主动公开范围数", "件", 2),
    ("applications.answered.granted", "2.同意公开答复数", "件", 2),
    ("applications.answered.partial", "3.同意部分公开答复数", "件", 2),
    ("applications.answered.refused.total", "4.不同意公开答复数", "件", 2),
    ("applications.answered.refused.state_secret", "其中：涉及国家秘密", "件", 3),
    ("applications.answered.refused.trade_secret", "涉及商业秘密", "件", 3),
    ("applications.answered.refused.privacy", "涉及个人隐私", "件", 3),
    ("applications.answered.refused.security_stability", "危及国家安全、公共安全、经济安全和社会稳定", "件", 3),
    ("applications.answered.refused.not_government_information", "不是《条例》所指政府信息", "件", 3),
    ("applications.answered.refused.other_legal_grounds", "法律法规规定的其他情形", "件", 3),
    ("applications.answered.not_this_agency", "5.不属于本行政机关公开数", "件", 2),
    ("applications.answered.not_existing", "6.申请信息不存在数", "件", 2),
    ("applications.answered.clarification", "7.告知作出更改补充数", "件", 2),
    ("applications.answered.other_channels", "8.告知通过其他途径办理数", "件", 2),
    ("reconsideration.total", "四、行政复议数量", "件", 0),
    ("reconsideration.upheld", "（一）维持具体行政行为数", "件", 1),
    ("reconsideration.corrected", "（二）被依法纠错数", "件", 1),
    ("reconsideration.other", "（三）其他情形数", "件", 1),
    ("litigation.total", "五、行政诉讼数量", "件", 0),
    ("litigation.upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件", 1),
    ("litigation.corrected", "（二）被依法纠错数", "件", 1),
    ("litigation.other", "（三）其他情形数", "件", 1),
    ("complaints", "六、举报投诉数量", "件", 0),
    ("fees.charged", "七、依申请公开信息收取的费用", "万元", 0),
    (None, "八、机构建设和保障经费情况", "——", 0),
    ("resources.offices", "（一）政府信息公开工作专门机构数", "个", 1),
    ("resources.reading_points", "（二）设置政府信息公开查阅点数", "个", 1),
    ("resources.staff.total", "（三）从事政府信息公开工作人员数", "人", 1),
    ("resources.staff.full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", 2),
    ("resources.staff.part_time", "2.兼职人员数", "人", 2),
    ("resources.budget", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元", 1),
    (None, "九、政府信息公开会议和培训情况", "——", 0),
    ("training.meetings", "（一）召开政府信息公开工作会议或专题会议数", "次", 1),
    ("training.courses", "（二）举办各类培训班数", "次", 1),
    ("training.participants", "（三）接受培训人员数", "人次", 1),
]

FUJIAN = [
    ("disclosed.documents", "主动公开文件数", "条", 0),
    ("disclosed.channels.website", "其中：1、政府网站公开数", "条", 1),
    ("disclosed.channels.gazette", "2、政府公报公开数", "条", 1),
    ("applications.received.total", "受理依申请公开信息总数", "条", 0),
    ("applications.received.in_person", "其中：1、当面申请数", "条", 1),
    ("applications.received.online", "2、网上申请数", "条", 1),
    ("applications.received.letter_or_fax", "3、信函、传真申请数", "条", 1),
    ("applications.answered.total", "对申请的答复总数", "条", 0),
    ("applications.answered.granted", "其中：1、同意公开答复数", "条", 1),
    ("applications.answered.partial", "2、同意部分公开答复数", "条", 1),
    ("applications.answered.refused.total", "3、不予公开答复数", "条", 1),
    ("applications.answered.other", "4、其他类型答复数", "条", 1),
    ("fees.waived", "政府信息公开收费减免金额", "元", 0),
    ("complaints_and_litigation", "接受行政诉讼、举报数", "件", 0),
    ("reconsideration.total", "行政复议数", "件", 0),
    ("litigation.total", "行政诉讼数", "件", 0),
]

VARIANTS = {"national": NATIONAL, "fujian": FUJIAN}
COLUMNS = {"national": ("current",), "fujian": ("current", "cumulative")}

# Sums: (identity, parts, total), by variant.
A = "applications."
SUMS = {
    "national": [
        ("statistics.received", [A + "received." + x for x in ("in_person", "fax", "online", "letter")], A + "received.total"),
        ("statistics.concluded", [A + "concluded." + x for x in ("on_time", "extended")], A + "concluded.total"),
        ("statistics.refused", [A + "answered.refused." + x for x in (
            "state_secret", "trade_secret", "privacy", "security_stability", "not_government_information", "other_legal_grounds")],
         A + "answered.refused.total"),
        ("statistics.answered", [A + "answered." + x for x in (
            "already_disclosed", "granted", "partial", "refused.total", "not_this_agency", "not_existing", "clarification", "other_channels")],
         A + "answered.total"),
        ("statistics.reconsideration", ["reconsideration." + x for x in ("upheld", "corrected", "other")], "reconsideration.total"),
        ("statistics.litigation", ["litigation." + x for x in ("upheld", "corrected", "other")], "litigation.total"),
        ("statistics.staff", ["resources.staff." + x for x in ("full_time", "part_time")], "resources.staff.total"),
    ],
    "fujian": [
        ("statistics.received", [A + "received." + x for x in ("in_person", "online", "letter_or_fax")], A + "received.total"),
        ("statistics.answered", [A + "answered." + x for x in ("granted", "partial", "refused.total", "other")], A + "answered.total"),
    ],
}


def rows(variant, year=2014):
    """The rows that are printed in a year."""
    return [r for r in VARIANTS[variant] if not (r[0] == "fees.waived" and year > 2017)]


def cell_ids(variant, year=2014, columns=None):
    """Every cell of a table, in printed order."""
    columns = columns or COLUMNS[variant]
    return [f"statistics.{row}.{c}" for row, *_ in rows(variant, year) if row for c in columns]


def failures(cells, variant):
    """The identities that the given cells break; an empty cell counts as nothing in a sum."""
    broken = []
    for column in ("current", "cumulative"):
        at = "statistics.{}." + column
        for name, parts, total in SUMS[variant]:
            printed = cells.get(at.format(total))
            if printed is not None and printed != sum(cells.get(at.format(p)) or 0 for p in parts):
                broken.append((name, column))
    return broken


SIZES = {"bureau": (300, 12), "county": (9000, 60), "city": (90000, 700)}


def numbers(rng, variant, year=2014, size="county", columns=None):
    """Numbers that add up, by cell."""
    most, requests = SIZES[size]

    def count(row):
        if row.startswith("applications."):
            return rng.choice([0, 0, rng.randint(0, requests)])
        if row.startswith("disclosed."):
            return rng.choice([0, rng.randint(1, most)])
        if row.startswith(("reconsideration.", "litigation.")):
            return rng.choice([0, 0, 1, 2, rng.randint(0, 9)])
        if row.startswith(("fees.", "resources.budget")):
            return rng.choice([0, Decimal(rng.randint(1, 9000)) / 100, rng.randint(1, 80)])
        return rng.choice([0, rng.randint(0, 40), rng.randint(0, 300)])

    made = {}
    for column in columns or COLUMNS[variant]:
        at = "statistics.{}." + column
        for row, *_ in rows(variant, year):
            if row:
                value = count(row)
                if column == "cumulative":
                    value += made[f"statistics.{row}.current"]
                made[at.format(row)] = value
        # The parts of the inner sum first: `refused` is a part of `answered`.
        for _, parts, total in SUMS[variant]:
            made[at.format(total)] = sum(made[at.format(p)] for p in parts)
    return made


@dataclass
class Indicators:
    """One invented report with the statistics table. The same face as `report.Report`, as far as renderers use it."""
    agency: str
    year: int
    variant: str = "national"
    size: str = "county"
    seed: int = 0
    columns: tuple | None = None
    form: str = "ogi-2014"
    cells: dict = field(default_factory=dict)
    printed: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    slips: list = field(default_factory=list)
    sections: list = field(default_factory=list)

    def __post_init__(self):
        self.columns = self.columns or COLUMNS[self.variant]
        self.rng = random.Random(f"{self.agency}/{self.year}/{self.seed}")
        made = numbers(self.rng, self.variant, self.year, self.size, self.columns)
        self.cells = {c: made[c] for c in cell_ids(self.variant, self.year, self.columns)}

    def text(self, cell):
        """The cell as printed."""
        if cell in self.printed:
            return self.printed[cell]
        value = self.cells[cell]
        return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)

    def label(self, text):
        """A label of the form, or what this publisher prints in its place."""
        return self.labels.get(text, text)

    def blank_zeros(self, mark=""):
        """Leave every zero empty."""
        for cell, value in self.cells.items():
            if value == 0:
                self.cells[cell], self.printed[cell] = None, mark
        return self

    def slip(self, cell, value):
        """The publisher's own error: print a number that contradicts the others."""
        self.slips.append((cell, self.cells[cell], value))
        self.cells[cell] = value
        return self

    def received(self):
        """The number of requests told in the text."""
        return self.cells["statistics.applications.received.total.current"] or 0

    def ids(self):
        """Every cell, in printed order."""
        return list(self.cells)

    def broken(self):
        """The identities that its numbers break."""
        return failures(self.cells, self.variant)


class Prose(Indicators):
    """A report of chapters only: no table of any form."""

    def __post_init__(self):
        self.form, self.columns = None, ()
        self.rng = random.Random(f"{self.agency}/{self.year}/{self.seed}")

    def received(self):
        return self.rng.randint(3, 60)

    def broken(self):
        return []


HEADS = {"current": "统计数", "cumulative": "历年累计"}


def table(r, units="before", indent="", header=True, ordinals=True, heads=None):
    """The table of a report as a grid: label, unit, one or two values; `units`: before, after, none."""
    heads = {**HEADS, **({"current": f"{r.year}年度"} if r.variant == "fujian" else {}), **(heads or {})}

    def line(label, unit, values, role):
        cells = [Cell(label, role=role)] + values
        if units != "none":
            cells.insert(1 if units == "before" else len(cells), Cell(unit, role="head" if role == "head" else "note"))
        return cells

    names = ("统计指标", "单位") if r.variant == "national" else ("指标名称", "计量单位")
    out = [line(*names, [Cell(r.label(heads[c]), role="head") for c in r.columns], "head")] if header else []
    for row, label, unit, depth in rows(r.variant, r.year):
        label = r.label(label)
        if not ordinals and depth:
            label = label.lstrip("（一二三四五六七八九）12345678.、")
        values = [Cell("", role="gap") if row is None else Cell(r.text(f"statistics.{row}.{c}"), id=f"statistics.{row}.{c}") for c in r.columns]
        out.append(line(indent * depth + label, unit, values, "label"))
    return out


def halves(grid):
    """The same list in two halves, side by side."""
    head, body = grid[0], grid[1:]
    middle = (len(body) + 1) // 2
    blank = [Cell("", role="gap") for _ in head]
    right = body[middle:] + [blank] * (2 * middle - len(body))
    return [head + head] + [a + b for a, b in zip(body[:middle], right)]


FOOTER = "单位负责人：程远    审核人：苏萍    填报人：魏青    联系电话：0300-2200118    填报日期：{y}年1月16日"

CHAPTERS = [
    ("一、概述", ["{y}年，{short}按照条例要求推进政府信息公开，全年组织培训{n4}期，更新指南{n3}处，网站访问量{visits}人次。"]),
    ("二、主动公开政府信息情况", ["全年主动公开信息{pub}条，其中门户网站{web}条，其他渠道{wx}条。", "政策解读和回应关切同步推进，发布解读{n2}篇。"]),
    ("三、依申请公开政府信息情况", ["全年收到政府信息公开申请{rec}件，均在规定时限内答复。"]),
    ("四、政府信息公开的收费及减免情况", ["{y}年度{short}依申请提供政府信息没有收取费用，也没有减免。"]),
    ("五、因政府信息公开申请行政复议、提起行政诉讼的情况", ["有关情况见本报告所附统计表。"]),
    ("六、存在的主要问题和改进措施", ["公开的深度还不够，个别栏目更新不及时。{q}年将加强检查，完善工作机制，提高服务水平。"]),
]


def draft(r, grids, title=None, chapters=CHAPTERS, heading="七、政府信息公开情况统计表", after=()):
    """The blocks of a report: chapters of prose, then the table."""
    from . import prose
    blocks = [("title", line) for line in title or [f"{r.agency}{r.year}年政府信息公开工作年度报告"]]
    blocks.append(("p", prose.fill(r, "本报告依照《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为{y}年1月1日至{y}年12月31日。")))
    for name, texts in chapters:
        blocks.append(("h", name))
        blocks += [("p", prose.fill(r, t)) for t in texts]
    if heading:
        blocks.append(("h", heading))
    blocks += [("table", g) for g in grids]
    blocks += [("p", t) for t in after]
    return blocks
