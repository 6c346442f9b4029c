use super::*;
use crate::acquire::fetch::source;
use proptest::prelude::*;

fn settings() -> Settings {
    Settings {
        agent: "gongkai".into(),
        hops: 5,
        depth: 1,
        pages: 4,
        per_host: 50,
        allow_private: false,
        only_ways: false,
    }
}

/// A list of sources: an index, and two lists at one address that are asked for by POST.
const SOURCES: &str = "url,kind,title,link,post\nhttp://a.cn/nb/\nhttp://a.cn/list,json,t,u,p={page}\nhttp://a.cn/list,json,t,u,[{page}]\n";

/// A site of texts, by the names of what is asked; what is not in it is not there.
type Site = BTreeMap<String, (u16, String)>;

fn site(pages: &[(&str, u16, &str)]) -> Site {
    pages.iter().map(|(at, status, text)| ((*at).to_owned(), (*status, (*text).to_owned()))).collect()
}

/// Runs to the end, or until so many were fetched.
fn run(crawl: &mut Crawl, site: &Site, most: usize) -> Vec<String> {
    let mut fetched = Vec::new();
    while fetched.len() < most
        && let Some(step) = crawl.step()
    {
        let (job, following) = match step {
            Step::Settled(job, following) => (job, *following),
            Step::Would(_) => continue,
            Step::Fetch(job) => {
                fetched.push(job.name());
                let (status, text) = site.get(&job.name()).cloned().unwrap_or((404, String::new()));
                let location = (300..400).contains(&status).then(|| text.clone());
                let following = crawl.judge(&job, &Answer { status, location, text: Some(text), media_type: None });
                (job, following)
            }
        };
        let mut entry = job.entry(1, String::new(), End::Failed, crawl.source(&job));
        entry.status = site.get(&job.name()).map(|(status, _)| *status);
        following.put(&mut entry);
        crawl.enter(&job, entry);
    }
    fetched
}

fn crawl(list: &str) -> Crawl {
    Crawl::new(settings(), source::read("s.csv", list).unwrap(), BTreeMap::new(), BTreeMap::new())
}

fn example() -> Site {
    site(&[
        ("http://a.cn/robots.txt", 200, "User-agent: *\nDisallow: /secret/"),
        (
            "http://a.cn/nb/",
            200,
            "<html><a href=1.html>2023年政府信息公开年报</a><a href=/secret/2.html>2022年政府信息公开年报</a><a href=index_1.html>下一页</a>",
        ),
        (
            "http://a.cn/nb/index_1.html",
            200,
            "<html><a href=3.html>2021年政府信息公开年报</a><a href=index_2.html>下一页</a><a href=http://10.0.0.1/x>2020年政府信息公开年报</a>",
        ),
        (
            "http://a.cn/nb/index_2.html",
            200,
            "<html><a href=3.html>2021年政府信息公开年报</a><a href=http://10.0.0.1/x>2020年政府信息公开年报</a><a href=index_3.html>下一页</a>",
        ),
        ("http://a.cn/nb/1.html", 200, "<html><a href=1.pdf>附件</a>"),
        ("http://a.cn/nb/1.pdf", 200, "%PDF"),
        ("http://a.cn/nb/3.html", 302, "http://b.cn/3.html"),
        ("http://b.cn/robots.txt", 302, "https://b.cn/robots.txt"),
        ("https://b.cn/robots.txt", 200, ""),
        ("http://b.cn/3.html", 200, "<html>"),
        ("POST http://a.cn/list p=1", 200, r#"[{"t":"2019年政府信息公开年报","u":"/nb/1.html"}]"#),
        ("POST http://a.cn/list p=2", 200, r#"[{"t":"2018年政府信息公开年报","u":"/nb/1.pdf"}]"#),
        ("POST http://a.cn/list p=3", 200, "[]"),
        ("POST http://a.cn/list [1]", 307, "http://b.cn/list"),
        ("POST http://b.cn/list [1]", 200, r#"[{"t":"2017年政府信息公开年报","u":"/3.html"}]"#),
        ("POST http://a.cn/list [2]", 302, "http://a.cn/list"),
        ("http://a.cn/list", 200, "[]"),
    ])
}

#[test]
fn everything_that_may_be_taken_is_taken_once_and_nothing_else() {
    let mut crawl = crawl(SOURCES);
    let mut fetched = run(&mut crawl, &example(), 1000);
    assert_eq!(fetched[0], "http://a.cn/robots.txt");
    fetched.sort();
    let mut expected: Vec<String> = example().keys().cloned().collect();
    expected.sort();
    assert_eq!(fetched, expected);
    let end = |at: &str| crawl.ended()[at].end;
    assert_eq!(end("http://a.cn/secret/2.html"), End::Refused);
    assert_eq!(end("http://10.0.0.1/x"), End::Barred);
    assert_eq!(end("http://a.cn/nb/3.html"), End::Moved);
}

#[test]
fn a_host_whose_rules_can_t_be_had_is_left_alone() {
    let mut crawl = crawl("url\nhttp://a.cn/nb/\n");
    assert_eq!(run(&mut crawl, &site(&[("http://a.cn/robots.txt", 503, "")]), 1000).len(), 1);
    assert_eq!(crawl.ended()["http://a.cn/nb/"].reason.as_deref(), Some("robots-unreachable"));
}

#[test]
fn lists_without_end_are_let_go() {
    // Every page has links that no other has, and a next page.
    let pages: Vec<(String, String)> = (0..100)
        .map(|n| {
            (format!("http://a.cn/nb/?p={n}"), format!("<html><a href=/d/{n}>{n}日</a><a href=?p={}>下一页</a>", n + 1))
        })
        .collect();
    let site: Site = pages.into_iter().map(|(at, text)| (at, (200, text))).collect();
    let mut crawl = crawl("url\nhttp://a.cn/nb/?p=0\n");
    assert_eq!(run(&mut crawl, &site, 1000).len(), 1 + 4);
    assert_eq!(crawl.ended()["http://a.cn/nb/?p=3"].reason.as_deref(), Some("limit"));
}

#[test]
fn one_host_is_asked_so_often_and_not_more() {
    let links: Vec<String> = (0..200).map(|n| format!("<a href={n}.html>2023年政府信息公开年报</a>")).collect();
    let links = links.concat();
    let mut crawl = crawl("url\nhttp://a.cn/\n");
    assert_eq!(run(&mut crawl, &site(&[("http://a.cn/", 200, &format!("<html>{links}"))]), 1000).len(), 50);
    assert_eq!(crawl.ended().values().filter(|e| e.reason.as_deref() == Some("limit")).count(), 152);
}

#[test]
fn a_source_that_is_private_may_be_fetched_and_what_it_leads_to_elsewhere_not() {
    let mut crawl = crawl("url\nhttp://127.0.0.1:8080/\n");
    let text = "<html><a href=/1.html>2023年政府信息公开年报</a><a href=http://127.0.0.1:9090/2.html>2022年政府信息公开年报</a>";
    let fetched = run(&mut crawl, &site(&[("http://127.0.0.1:8080/", 200, text)]), 1000);
    assert!(fetched.contains(&"http://127.0.0.1:8080/1.html".to_owned()));
    assert!(fetched.iter().all(|at| !at.contains("9090")));
}

proptest! {
    /// Stopped anywhere and gone on by what was logged, a run fetches the rest, and nothing again.
    #[test]
    fn a_run_goes_on_where_it_stopped(stops in prop::collection::vec(1usize..4, 0..6)) {
        let whole = {
            let mut fetched = run(&mut crawl(SOURCES), &example(), 1000);
            fetched.sort();
            fetched
        };
        let mut ended = BTreeMap::new();
        let mut fetched = Vec::new();
        for most in stops.into_iter().chain([1000]) {
            let sources = source::read("s.csv", SOURCES).unwrap();
            let mut crawl = Crawl::new(settings(), sources, ended, BTreeMap::new());
            fetched.extend(run(&mut crawl, &example(), most));
            ended = crawl.ended().clone();
        }
        fetched.sort();
        prop_assert_eq!(fetched, whole);
    }
}
