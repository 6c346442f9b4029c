"""Headings, titles, years and the words round a report (VARIANTS 1, 6, 7 and 8)."""
from corpus import form as F
from corpus.traditional import convert

CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


def _title(p, *lines):
    r = p.report
    p.say["title"] = [line.format(a=r.agency, y=r.year) for line in lines]


def year_first(p):
    _title(p, "{y}年{a}政府信息公开工作年度报告")


def two_lines(p):
    _title(p, "{a}", p.rng.choice(("{y}年政府信息公开工作年度报告", "{y} 年政府信息公开工作年度报告")))


def broken_line(p):
    _title(p, "{a}{y}年政府信息公开工作", "年度报告")


def with_niandu(p):
    _title(p, "{a}{y}年度政府信息公开工作年度报告")


def without_government(p):
    _title(p, "{a}{y}年信息公开工作年度报告")


def as_nianbao(p):
    _title(p, "{a}{y}年政府信息公开年报")


def without_work(p):
    _title(p, "{a}{y}年政府信息公开年度报告")


def with_guanyu(p):
    _title(p, "{a}关于{y}年度政府信息公开工作情况的报告")


def chinese_year(p):
    _title(p, "{a}" + str(p.report.year).translate(CHINESE) + "年政府信息公开工作年度报告")


def year_in_brackets(p):
    _title(p, "{a}", "政府信息公开工作年度报告", "（{y}年度）")


def without_agency(p):
    _title(p, "关于{y}年度政府信息公开工作的年度报告")
    p.say["lead"] = "本报告由{a}编制，数据统计期限自{y}年1月1日起至{y}年12月31日止。"


def no_title(p):
    p.look["no_title"] = True
    p.say["lead"] = 1
    p.say["sign"] = [p.report.agency, f"{p.report.year + 1}年1月18日"]


def agency_brackets(p):
    p.report.agency += "（本级）"


def short_in_title(p):
    p.say["lead"] = "按照《中华人民共和国政府信息公开条例》规定，云津市{a}办公室编制了{y}年度报告，统计期限自{y}年1月1日起至{y}年12月31日止。"


def signed_below(p):
    p.say["sign"] = [p.report.agency, f"{p.report.year + 1}年1月{p.rng.randint(8, 30)}日"]


def other_years(p):
    overall = p.say["overall"]
    p.say["overall"] = [f"{p.report.year - 1}年，在全省政务公开评估中获评优秀，名次列第3位。", *overall, 6]


def period_damaged(p):
    p.say["lead"] = p.rng.choice((
        "根据条例规定，{a}编制了本年度报告。统计期限为{y}1月1日至12月31日。", "根据条例规定，{a}编制了本年度报告。统计期限自{y}11日起至{y}1231日止。",
        "根据条例规定，{a}编制了本年度报告。统计期限自{y}年1月1日起至{q}12月31日止。"))


def notice_of_2019(p):
    p.say["lead"] = "按照国办公开办函〔2019〕60号文件格式，{a}编制了{y}年度报告。统计期限自{y}年1月1日起至{y}年12月31日止。"


def both_notices(p):
    p.say["lead"] = "按照《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号），参照《政府信息公开工作年度报告有关项目填报问题的解释》（国办公开办函〔2016〕201号），{a}编制了{y}年度报告。"


def bracket_lost(p):
    p.say["lead"] = "根据《条例》和省府办2018〕43号文件要求，{a}编制了{y}年度报告，统计期限自{y}年1月1日起至12月31日止。"


def old_form_later(p):
    p.report.year = p.rng.choice((2021, 2022))


def headings_restart(p):
    p.headings()[1:] = ["一、主动公开政府信息情况", "二、收到和处理政府信息公开申请情况", "三、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "五、其他需要报告的事项"]


def headings_lost(p):
    h = p.headings()
    h[p.rng.choice((0, 4))] = None
    p.say["problems"] = ["（一）主要问题", 0, "（二）改进情况", 1]


def headings_reworded(p):
    p.headings()[:] = ["一、总体工作情况", "二、行政机关主动公开政府信息情况", F.HEADINGS[2], "四、因政府信息公开工作被申请行政复议提起行政诉讼情况", p.rng.choice(("五、政府信息公开工作存在的主要问题及改进情况", "五、存在问题及改进情况")), F.HEADINGS[5]]


def headings_mistyped(p):
    h = p.headings()
    h[1], h[3] = "二、主动公开政府政府情况", "四、政府信息公开行政法复议、行政诉讼情况"


def headings_arabic(p):
    h = p.headings()
    h[:] = [x and f"{k}、 {x[2:]}" for k, x in enumerate(h, 1)]


def headings_spaced(p):
    h = p.headings()
    h[:] = [x and x.replace("、", p.rng.choice(("、 ", "．", " 、")), 1) for x in h]


def headings_run_on(p):
    p.look["headings_run_on"] = True


def sub_headings_misnumbered(p):
    p.say["overall"] = ["（一）主动公开。全年更新栏目{n1}个。", "（二）依申请公开。全年新收政府信息公开申请{rec}件。", "（二）信息管理。清理文件{n3}份。", "（四）平台建设。办理留言{n1}条。", "（五）监督保障。组织培训{n4}期。"]


def sentence_before_table(p):
    p.add("between", 3, "该部分以表格形式报告。表格如下：")


def prose_before_appeals(p):
    p.add("between", 4, f"{p.report.year} 年，我单位未出现因政府信息公开引发的群体性事件。")


def footnote_after_appeals(p):
    p.add("after", 4, p.rng.choice(("注：行政复议、行政诉讼数量含上年度结转数量。", "注：行政复议、行政诉讼数量含上年度结转数量2件。")))


def contents_in_lead(p):
    p.say["lead"] = "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项组成，由{a}编制，统计期限自{y}年1月1日起至{y}年12月31日止。"


def furniture(p):
    y = p.report.year
    p.look["before"] = f"当前位置： 首页政务公开政府信息公开年报  来源：{p.report.agency}  发布机构：云津市信息中心  时间：{y + 1}-01-24 16:40  浏览量：1873  【字体：大 中 小】 打印 微信 微博 全真版 文字版"
    p.look["after"] = f"附件下载：年报.pdf（296 KB） 相关链接： {y + 1}年部门预算 http://www.example/zwgk/nb/year/6/{y - 2}.html {y - 1}年年度报告 -->"


def traditional(p):
    p.look["script"] = convert
    p.agency = convert(p.report.agency)


def traditional_words(p):
    p.look["script"] = lambda text: convert(text).replace("文件", "檔案")
    p.agency = convert(p.report.agency)


def reading_marks(p):
    marks = {"報": "報(bào)", "開辦": "開(kāi)辦", "據": "據(jù)", "條例": "條(tiáo)例"}

    def change(text):
        text = convert(text)
        for plain, marked in marks.items():
            text = text.replace(plain, marked)
        return text

    p.look["script"] = change
    p.agency = convert(p.report.agency)
