"""The two statutory forms as data: blocks, rows, columns, labels and the ids of their cells."""

COLUMNS = [
    ("natural_person", "自然人"), ("enterprise", "商业企业"), ("research", "科研机构"),
    ("public_interest", "社会公益组织"), ("legal_service", "法律服务机构"), ("other", "其他"),
    ("total", "总计"),
]
APPLICANTS = [c for c, _ in COLUMNS[:6]]

# Section two: (article, [(column id, label)], [(row id, label)]).
PROACTIVE = {
    "ogi-2021": [
        ("（一）", [("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")],
         [("regulations", "规章"), ("normative_documents", "行政规范性文件")]),
        ("（五）", [("decisions", "本年处理决定数量")], [("licensing", "行政许可")]),
        ("（六）", [("decisions", "本年处理决定数量")], [("penalties", "行政处罚"), ("compulsory_measures", "行政强制")]),
        ("（八）", [("amount", "本年收费金额（单位：万元）")], [("fees", "行政事业性收费")]),
    ],
    "ogi-2019": [
        ("（一）", [("created", "本年新制作数量"), ("disclosed", "本年新公开数量"), ("disclosed_total", "对外公开总数量")],
         [("regulations", "规章"), ("normative_documents", "规范性文件")]),
        ("（五）", [("items_previous_year", "上一年项目数量"), ("items_change", "本年增/减"), ("decisions", "处理决定数量")],
         [("licensing", "行政许可"), ("other_services", "其他对外管理服务事项")]),
        ("（六）", [("items_previous_year", "上一年项目数量"), ("items_change", "本年增/减"), ("decisions", "处理决定数量")],
         [("penalties", "行政处罚"), ("compulsory_measures", "行政强制")]),
        ("（八）", [("items_previous_year", "上一年项目数量"), ("items_change", "本年增/减")], [("fees", "行政事业性收费")]),
        ("（九）", [("items", "采购项目数量"), ("amount", "采购总金额")], [("procurement", "政府集中采购")]),
    ],
}

# Section three: groups of the outcome rows, (label, [(row id, label)]); a group of one row has the label None inside.
GROUPS = [
    ("（一）予以公开", [("granted", None)]),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", [("partial", None)]),
    ("（三）不予公开", [
        ("refused.state_secret", "1.属于国家秘密"), ("refused.prohibited_by_law", "2.其他法律行政法规禁止公开"),
        ("refused.security_stability", "3.危及“三安全一稳定”"), ("refused.third_party", "4.保护第三方合法权益"),
        ("refused.internal_affairs", "5.属于三类内部事务信息"), ("refused.deliberative", "6.属于四类过程性信息"),
        ("refused.enforcement_file", "7.属于行政执法案卷"), ("refused.administrative_query", "8.属于行政查询事项")]),
    ("（四）无法提供", [
        ("unavailable.not_held", "1.本机关不掌握相关政府信息"), ("unavailable.needs_creation", "2.没有现成信息需要另行制作"),
        ("unavailable.unclear", "3.补正后申请内容仍不明确")]),
    ("（五）不予处理", [
        ("not_processed.petition", "1.信访举报投诉类申请"), ("not_processed.repeated", "2.重复申请"),
        ("not_processed.publication", "3.要求提供公开出版物"), ("not_processed.excessive", "4.无正当理由大量反复申请"),
        ("not_processed.reissue", "5.要求行政机关确认或重新出具已获取信息")]),
    ("（六）其他处理", [
        ("other_handling.correction_overdue", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("other_handling.fee_overdue", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("other_handling.other", "3.其他")]),
]
SINGLE_OTHER = ("（六）其他处理", [("other_handling.total", None)])
RECEIVED = ("received", "一、本年新收政府信息公开申请数量")
CARRIED_IN = ("carried_in", "二、上年结转政府信息公开申请数量")
OUTCOME_TOTAL = ("outcome_total", "（七）总计")
CARRIED_OUT = ("carried_out", "四、结转下年度继续办理")
OUTCOMES_HEAD = "三、本年度办理结果"
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

KINDS = [("reconsideration", "行政复议"), ("litigation_direct", "未经复议直接起诉"),
         ("litigation_after_reconsideration", "复议后起诉")]
RESULTS = [("upheld", "结果维持"), ("corrected", "结果纠正"), ("other", "其他结果"), ("pending", "尚未审结"), ("total", "总计")]

HEADINGS = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]


def groups(single_other):
    """The outcome groups, with （六）其他处理 as one row or as three."""
    return GROUPS[:-1] + [SINGLE_OTHER if single_other else GROUPS[-1]]


def outcome_rows(single_other):
    """Ids of the outcome rows, in the order of the form."""
    return [row for _, rows in groups(single_other) for row, _ in rows]


def request_rows(single_other):
    """Ids of all rows of section three, in the order of the form."""
    return ["received", "carried_in", *outcome_rows(single_other), "outcome_total", "carried_out"]


def cell_ids(form, single_other):
    """Every cell id of the form, in the order of the form."""
    ids = [f"proactive.{row}.{col}" for _, cols, rows in PROACTIVE[form] for row, _ in rows for col, _ in cols]
    ids += [f"requests.{row}.{col}" for row in request_rows(single_other) for col, _ in COLUMNS]
    return ids + [f"appeals.{kind}.{res}" for kind, _ in KINDS for res, _ in RESULTS]
