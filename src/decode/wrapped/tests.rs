use super::*;
use crate::finding::Reason;

const REQUESTS: &str = "<table><tr><td></td><td>自然人</td><td>商业企业</td><td>总计</td></tr>\
    <tr><td>新收</td><td>1</td><td>2</td><td>3</td></tr><tr><td>结转下年度</td><td>0</td><td>0</td><td>0</td></tr></table>";
const APPEALS: &str = "<table><tr><td>结果维持</td><td>尚未审结</td><td>结果纠正</td><td>总计</td></tr>\
    <tr><td>1</td><td>2</td><td>0</td><td>3</td></tr></table><p>本表之后的一段话，说明本年度的情况，使这一段文字足够长。</p>";

fn codes(content: &Content) -> Vec<&str> {
    content.findings().map(|f| f.code.as_str()).collect()
}

fn answer(texts: &[&str]) -> Result<Content, Unreadable> {
    let list: Vec<_> = texts.iter().map(|t| serde_json::json!({ "content": t })).collect();
    strings::decode(serde_json::json!({ "data": list }).to_string().as_bytes(), None)
}

#[test]
fn of_two_reports_that_differ_neither_is_taken_in_silence() {
    let other = REQUESTS.replace("<td>2</td>", "<td>7</td>");
    assert_eq!(codes(&answer(&[REQUESTS, &other]).unwrap()), ["several-reports"]);
    assert!(codes(&answer(&[REQUESTS, REQUESTS]).unwrap()).is_empty());
}

#[test]
fn tables_in_strings_of_their_own_are_one_report() {
    let content = answer(&[REQUESTS, APPEALS]).unwrap();
    assert_eq!(codes(&content), ["parts-joined"]);
    let Content::Flow(blocks) = content else { unreachable!() };
    let numbers = blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t.number) } else { None });
    assert_eq!(numbers.collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn data_without_a_report_says_so() {
    assert_eq!(answer(&["短"]).map_err(|e| e.reason).err(), Some(Reason::NotAReport));
}

#[test]
fn what_a_page_shows_wins_over_its_scripts() {
    let page = |script: &str| {
        let script = serde_json::json!(script).to_string();
        page::decode(format!("<html><body>{REQUESTS}<script>var a = {script}</script></body></html>").as_bytes(), None)
            .unwrap()
    };
    assert!(codes(&page(REQUESTS)).is_empty());
    assert_eq!(codes(&page(&REQUESTS.replace("<td>2</td>", "<td>7</td>"))), ["several-reports"]);
}

#[test]
fn what_only_a_script_holds_is_read() {
    let script = serde_json::json!(REQUESTS).to_string();
    let content =
        page::decode(format!("<html><body><p>请稍候</p><script>x={script}</script>").as_bytes(), None).unwrap();
    assert!(text_of(&content).contains("结转下年度"));
}

#[test]
fn broken_wrappings_are_errors_and_not_crashes() {
    for bytes in [
        &b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!"[..],
        b"MIME-Version: 1.0\r\n\r\n",
    ] {
        assert!(mail::decode(bytes).is_err());
    }
    assert!(strings::decode("[".repeat(100_000).as_bytes(), None).is_err());
}
