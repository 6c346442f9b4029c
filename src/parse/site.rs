//! What a site sets around a report's text: buttons, bread crumbs, attachments, notices of rights.
//!
//! Takes a line, tells whether it is furniture, or where at its end furniture begins. A site's furniture outside the
//! report's element is `layout`'s affair; this is about what stands among the text itself, told by its words.

use regex::Regex;
use std::sync::LazyLock;

/// The longest piece of furniture, in characters: a title repeated as the name of an attachment with it.
const LONGEST: usize = 160;

#[expect(clippy::expect_used, reason = "constant patterns, compiled by every test")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// Words that open furniture. Source: pages of published reports.
const OPENING: &str = r"(?:【\s*(?:打\s*印|关\s*闭|收\s*藏|纠\s*错|字\s*体|字\s*号|大\s*中\s*小)|打印本页|打印\s*关闭|关闭(?:窗口|本页)|分享到|分享至|扫一扫|附件下载|相关附件|附件[:：].{0,90}\.(?:pdf|docx?|xlsx?|wps|PDF)|相关(?:链接|阅读|文档)|上一篇|下一篇|返回(?:顶部|首页)|版权所有|网站标识码|责任编辑|打印\s*收藏|当前位置[:：]|您(?:现在)?的位置[:：]|(?:浏览|阅读|点击)(?:次数|量|数)[:：]|[一-龥]ICP备|主办单位?[:：].{2,30}(?:承办|备案|版权|电话|邮编))";

/// Furniture at the end of a line: after a gap or the end of a sentence.
static TRAILING: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:[。！？；）)]\s*|\s+|^\s*){OPENING}[^。]*$")));

/// Where in a line furniture begins, where it has any: 0 for a line that is nothing else.
pub(super) fn furniture(line: &str) -> Option<usize> {
    let found = TRAILING.find(line)?;
    let lead = found.as_str().chars().next().filter(|c| "。！？；）)".contains(*c)).map_or(0, char::len_utf8);
    let at = found.start() + lead;
    let is_all = line[..at].trim().is_empty();
    (line[at..].chars().count() <= LONGEST).then_some(if is_all { 0 } else { at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_told_from_text() {
        for line in [
            "【打印】 【关闭】",
            "【字体：大 中 小】",
            "分享到：",
            "附件下载",
            "附件：青石市2023年年报.pdf",
            "版权所有 青石市人民政府",
            "青ICP备2023001号-1",
            "  当前位置：首页 > 政务公开",
        ] {
            assert_eq!(furniture(line), Some(0), "{line}");
        }
        let line = "没有收取信息处理费。 附件下载";
        assert_eq!(furniture(line).map(|at| line[at..].trim()), Some("附件下载"));
        for line in ["提供附件下载服务12次。", "在网站设置分享到微信的按钮。", "开设扫一扫专区", "有打印机2台。"]
        {
            assert_eq!(furniture(line), None, "{line}");
        }
    }
}
