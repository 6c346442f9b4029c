use super::*;
use crate::acquire::fetch::source;
use proptest::prelude::*;

fn judged(kind: &str, url: &str, status: u16, text: &str) -> Following {
    let list = format!("url,kind,list,title,link,pages\n{url},{kind},d,t,u,n\n");
    let source = source::read("s.csv", &list).unwrap().remove(0);
    let job = Job::of(0, &source);
    let answer = Answer { status, text: Some(text.to_owned()), ..Answer::default() };
    judge(&job, &source, &answer, 5, 1)
}

fn urls(leads: &[Lead]) -> Vec<(&str, Role)> {
    leads.iter().map(|lead| (lead.url.as_str(), lead.role)).collect()
}

#[test]
fn an_index_leads_to_reports_columns_and_pages_and_says_what_it_let_go() {
    let following = judged(
        "index",
        "http://a.cn/nb/",
        200,
        "<html><ul><li><a href=1.html>青石市教育局2023年政府信息公开年报</a><a href=1.html>青石市教育局2023年政府信息公开年报</a>\
         <a href=2.html>2023年政府信息公开年报解读</a><a href=qx/>政府信息公开年报</a><a href=http://b.cn/nb/>政府信息公开年报</a>\
         <a href='javascript:show(7)'>2022年政府信息公开年报</a><a href='javascript:void(0)'>返回</a></ul>\
         <a href=index_1.html>下一页</a>",
    );
    assert_eq!(urls(&following.leads), [("http://a.cn/nb/1.html", Role::Report), ("http://a.cn/nb/qx/", Role::Index)]);
    assert_eq!(following.leads[0].agency.as_deref(), Some("青石市教育局"));
    let let_go: Vec<_> = following.let_go.iter().map(|let_go| let_go.because.as_str()).collect();
    assert_eq!(let_go, ["解读", "it is no address of the web (http or https)"]);
    assert_eq!(following.pages, ["http://a.cn/nb/index_1.html"]);
    assert_eq!((following.end, following.why), (Some(End::Taken), None));
}

#[test]
fn an_index_without_reports_says_so() {
    let following = judged("index", "http://a.cn/nb/", 200, "<html><div id=app></div>");
    assert_eq!(following.reason, Some("no-list"));
    assert!(following.why.unwrap().contains("json source"));
}

#[test]
fn a_report_leads_to_its_files_and_pictures() {
    let following = judged(
        "page",
        "http://a.cn/nb/202401/t1.html",
        200,
        "<html><div class=header><img src=/logo.png></div><div><a href=P02024.docx>附件</a><a href='/download?f=1.pdf'>x</a>\
         <a href=/d/77>2023年报.pdf</a><a href=../>返回</a><img src=W020240131.png><img src=/images/dot.png>\
         <iframe src='/viewer.html?file=/u/2.pdf'></iframe></div>",
    );
    let files: Vec<_> = following.leads.iter().map(|l| l.url.trim_start_matches("http://a.cn")).collect();
    assert_eq!(
        files,
        ["/nb/202401/P02024.docx", "/download?f=1.pdf", "/d/77", "/u/2.pdf", "/nb/202401/W020240131.png"]
    );
    assert!(judged("page", "http://a.cn/1.pdf", 200, "%PDF").leads.is_empty());
}

#[test]
fn a_page_that_sends_its_readers_on_is_a_redirection() {
    let following =
        judged("page", "http://a.cn/1.html", 200, "<html><meta http-equiv=Refresh content=\"0; url='/2.html'\">");
    assert_eq!((following.end, following.leads[0].url.as_str()), (Some(End::Moved), "http://a.cn/2.html"));
    let following =
        judged("page", "http://a.cn/1.html", 200, "<html><meta http-equiv=refresh content='0;url=/1.html'>");
    assert_eq!((following.end, following.reason), (Some(End::Failed), Some("redirect")));
}

#[test]
fn an_interface_leads_to_its_next_page_as_long_as_there_is_one() {
    let at = "http://a.cn/list?p={page}";
    let text = r#"{"d":[{"t":"2023年政府信息公开年报","u":"/1.html"}],"n":2}"#;
    let following = judged("json", at, 200, text);
    assert_eq!(urls(&following.leads), [("http://a.cn/1.html", Role::Report)]);
    assert_eq!(following.pages, ["http://a.cn/list?p=2"]);
    assert!(judged("json", at, 200, r#"{"d":[],"n":9}"#).pages.is_empty());
    assert!(judged("json", at, 200, "<html>").why.unwrap().contains("no JSON"));
}

#[test]
fn a_sitemap_leads_to_what_looks_like_reports() {
    let text =
        "<urlset><url><loc>http://a.cn/gknb/1.html</loc></url><url><loc>http://a.cn/news/1.html</loc></url></urlset>";
    assert_eq!(
        urls(&judged("sitemap", "http://a.cn/s.xml", 200, text).leads),
        [("http://a.cn/gknb/1.html", Role::Report)]
    );
}

#[test]
fn what_is_no_document_ends_with_a_sentence() {
    for (status, end, reason) in [
        (404, End::Missing, "missing"),
        (410, End::Missing, "missing"),
        (403, End::Failed, "forbidden"),
        (500, End::Failed, "server-error"),
        (503, End::Failed, "busy"),
        (206, End::Failed, "cut-off"),
        (302, End::Failed, "redirect"),
        (204, End::Failed, "status"),
    ] {
        let following = judged("page", "http://a.cn/", status, "");
        assert_eq!((following.end, following.reason), (Some(end), Some(reason)), "{status}");
        assert!(following.why.unwrap().contains(": "), "{status}");
    }
}

#[test]
fn redirections_are_followed_so_far_and_never_in_a_circle() {
    let source = source::read("s.csv", "url\nhttp://a.cn/1\n").unwrap().remove(0);
    let mut job = Job::of(0, &source);
    let to = |job: &Job, at: &str| {
        judge(job, &source, &Answer { status: 302, location: Some(at.to_owned()), ..Answer::default() }, 2, 1)
    };
    assert_eq!(to(&job, "http://a.cn/1").reason, Some("redirect"));
    assert_eq!(to(&job, "ftp://a.cn/1").reason, Some("redirect"));
    for number in 2..4 {
        let following = to(&job, &format!("/{number}"));
        assert_eq!(following.end, Some(End::Moved));
        job = job.moved(&following.leads[0].url, false).unwrap();
    }
    assert!(to(&job, "/1").why.unwrap().contains("circle"));
    assert!(to(&job, "/9").why.unwrap().contains("more than 2 times"));
}

/// What pages are made of, and what breaks them.
const PIECES: [&str; 26] = [
    "<a href=",
    "'1.html'",
    "\"",
    "'",
    ">",
    "</a>",
    "<li>",
    "2023年政府信息公开年报",
    "下一页",
    "2",
    "<title>",
    "<script>",
    "</script>",
    "createPageHTML(",
    "9,0,'index','html')",
    "var countPage = 99999999999",
    "<datastore>",
    "<![CDATA[",
    "]]>",
    "<nextgroup>",
    "<iframe src=/v?file=",
    "<base href=//b.cn/>",
    "<img src=a.png>",
    "{\"d\":[{\"t\":\"年报\"",
    "<meta http-equiv=refresh content=0;url=",
    "é\u{0}\u{FFFD}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn whatever_is_served_is_judged(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = pieces.into_iter().map(|n| PIECES[n]).collect();
        for (kind, at) in [("index", "http://a.cn/nb/"), ("page", "http://a.cn/1.html"), ("sitemap", "http://a.cn/s.xml"), ("json", "http://a.cn/?{page}")] {
            let following = judged(kind, at, 200, &text);
            prop_assert!(following.end.is_some());
            for lead in &following.leads {
                let url = Url::parse(&lead.url).unwrap();
                prop_assert!(matches!(url.scheme(), "http" | "https"));
            }
            prop_assert!(following.pages.len() < 2000);
        }
    }
}
