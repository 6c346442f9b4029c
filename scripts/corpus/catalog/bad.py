"""Input that holds no report, or cannot be read."""
import io
import random

from .. import drawn, form as F, html as H, programs as P, text as T
from ..document import Document
from ..draft import draft
from ..report import Report


def _bad(name, data, reason, note, kind="bad"):
    return Document(name, kind, data, None, "unreadable", note, reason)


def documents():
    """All of them."""
    rng = random.Random(7)
    noise = bytes(rng.randrange(256) for _ in range(4000))
    yield _bad("bad-empty.txt", b"", "empty", "no bytes at all")
    yield _bad("bad-empty.pdf", b"", "empty", "no bytes at all, named .pdf")
    yield _bad("bad-blank.txt", b"\xef\xbb\xbf \r\n\t\r\n", "empty", "byte order mark and white space only")
    yield _bad("bad-noise.dat", noise, "unsupported_type", "random bytes")
    yield _bad("bad-picture.png", _png(), "unsupported_type", "a picture")

    r = Report("丹浦市粮食和物资储备局", 2022, size="county", seed=70)
    pdf = drawn.make(draft(r), drawn.Look())
    yield _bad("bad-truncated.pdf", pdf[:1400], "damaged", "a PDF cut off before its first page's text")
    yield _bad("bad-header-then-noise.pdf", b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n" + noise, "damaged", "a PDF header followed by random bytes")
    yield _bad("bad-password.pdf", P.encrypted(pdf, "ping2023"), "encrypted", "a report behind a user password")
    yield _bad("bad-scan.pdf", drawn.of_pictures(P.pictures(pdf, 75)), "image_only", "a report as pictures of its pages")

    yield _bad("bad-news-page.html", _site("青石市召开政务公开工作推进会", NEWS).encode(), "not_a_report", "a news page about disclosure work")
    yield _bad("bad-interpretation.html", _site("文字解读：关于《岚桥县人民政府2023年政府信息公开工作年度报告》的解读", INTERPRETATION).encode(), "not_a_report", "an interpretation of a report, with some of its numbers")
    yield _bad("bad-quarter.html", _site("2024年第2季度政府信息公开数据统计", QUARTER).encode(), "not_a_report", "a quarter's count of published items")
    yield _bad("bad-list-page.html", _site("政府信息公开年报", LIST).encode(), "not_a_report", "a page that lists reports by title")

    empty = Report("×××", 2021, size="zero")
    for cell in empty.cells:
        empty.blank(cell)
    form = draft(empty, title=["关于印发政府信息公开工作年度报告格式的通知", "附件：（单位名称）××××年政府信息公开工作年度报告（格式）"], lead="各区、县人民政府，市直各单位：为规范年度报告编制，现将格式印发给你们，请遵照执行。填报说明：一、本格式自2021年度报告起使用；二、无内容的填0。",
                 overall=("（简要说明本年度工作，1000字以内。）",), problems=("（填写）",), other="（填写）")
    yield _bad("bad-form-notice.txt", T.encode(T.tabs(form)), "not_a_report", "a notice with the empty form attached: every cell empty, no agency, no year of its own")


def _png():
    from PIL import Image, ImageDraw
    image = Image.new("L", (240, 120), 255)
    ImageDraw.Draw(image).rectangle((20, 20, 220, 100), outline=0)
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def _site(title, inner):
    r = Report("青石市人民政府", 2023, size="zero")
    return H.modern(r, [("title", title), ("raw", inner)], doc="7003")


NEWS = """<p>1月9日，青石市召开政务公开工作推进会，总结2023年工作，部署2024年任务。会议指出，全市主动公开政府信息12450条，办理政府信息公开申请286件。</p>
<p>会议要求，各单位要在1月31日前公布政府信息公开工作年度报告，做到数据准确、格式规范；要做好行政复议、行政诉讼应对工作，全年败诉案件不超过2件。</p>
<table border="1"><tr><td>单位</td><td>得分</td><td>名次</td></tr><tr><td>市财政局</td><td>96.5</td><td>1</td></tr><tr><td>市教育局</td><td>95.2</td><td>2</td></tr></table>"""
INTERPRETATION = """<p>一、编制背景</p><p>根据《中华人民共和国政府信息公开条例》第五十条，县政府办公室编制了2023年政府信息公开工作年度报告，并于1月19日公布。</p>
<p>二、主要内容</p><p>年度报告共分六个部分：总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项。</p>
<p>全年新收申请118件，其中自然人102件，商业企业16件；予以公开56件，部分公开9件，不予公开11件，无法提供30件；行政复议7件，结果维持5件。</p><p>三、下一步打算</p><p>继续完善公开目录，2024年计划培训4期。</p>"""
QUARTER = """<p>现将2024年第2季度政府信息公开情况统计如下：</p><table border="1"><tr><td>序号</td><td>栏目</td><td>4月</td><td>5月</td><td>6月</td><td>合计</td></tr>
<tr><td>1</td><td>规章文件</td><td>2</td><td>3</td><td>1</td><td>6</td></tr><tr><td>2</td><td>行政许可</td><td>41</td><td>52</td><td>39</td><td>132</td></tr>
<tr><td>3</td><td>行政处罚</td><td>17</td><td>20</td><td>26</td><td>63</td></tr><tr><td>4</td><td>依申请公开</td><td>8</td><td>11</td><td>9</td><td>28</td></tr><tr><td>总计</td><td></td><td>68</td><td>86</td><td>75</td><td>229</td></tr></table>"""
LIST = "<ul>" + "".join(f"<li><a href='/nb/{y}.html'>青石市人民政府{y}年政府信息公开工作年度报告</a> {y + 1}-01-2{y % 8}</li>" for y in range(2016, 2025)) + "</ul><p>共9条 第1/1页 每页20条</p>"
