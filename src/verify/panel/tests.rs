use super::*;

fn member(agency: &str, year: u16, figures: &[(&str, i64)]) -> Member {
    Member {
        agency: agency.to_owned(),
        source: format!("{agency}{year}"),
        year,
        form: Some("ogi-2021".to_owned()),
        figures: figures_of(figures),
        print: figures.iter().fold(u64::from(year), |sum, (_, value)| sum.wrapping_mul(31) ^ value.unsigned_abs()),
        counts: figures.len(),
        ..Member::default()
    }
}

fn figures_of(figures: &[(&str, i64)]) -> Figures {
    let mut kept = Figures::default();
    for (id, value) in figures {
        kept.put(id, Decimal::from(*value));
    }
    kept
}

#[expect(clippy::needless_pass_by_value, reason = "members are made where they are judged")]
fn judged(members: Vec<Member>) -> Vec<PanelCheck> {
    Panel::new(members.iter().collect(), &members).judge().unwrap().collect::<io::Result<_>>().unwrap()
}

fn failed(members: Vec<Member>) -> Vec<(&'static str, u16, String)> {
    let failed = judged(members).into_iter().filter(|check| check.result == CheckResult::Fail);
    failed.map(|check| (check.id, check.year, check.subject)).collect()
}

#[test]
fn a_text_beside_its_tables_is_no_other_report() {
    let text = Member { form: None, print: 0, ..member("甲", 2022, &[]) };
    assert_eq!(failed(vec![text.clone(), member("甲", 2022, &[("requests.received.total", 5)])]), []);
    // Alone it is a report, and no year is missing.
    let (before, after) = (member("甲", 2021, &[]), member("甲", 2023, &[]));
    assert_eq!(failed(vec![before, text, after]), []);
}

#[test]
fn what_is_carried_over_is_the_same_number() {
    let (out, within) = ("requests.carried_out.total", "requests.carried_in.total");
    assert_eq!(failed(vec![member("甲", 2022, &[(out, 5)]), member("甲", 2023, &[(within, 5)])]), []);
    let told = failed(vec![member("甲", 2022, &[(out, 5)]), member("甲", 2023, &[(within, 3)])]);
    assert_eq!(told, [("panel.carried", 2023, "total".to_owned())]);
    // Another agency, another year, a number that was not read: nothing to compare.
    assert_eq!(failed(vec![member("甲", 2022, &[(out, 5)]), member("乙", 2023, &[(within, 3)])]), []);
    let told = failed(vec![member("甲", 2022, &[(out, 5)]), member("甲", 2023, &[])]);
    assert_eq!(told, [("panel.one_sided", 2023, "requests.carried_in.total".to_owned())]);
}

#[test]
fn what_is_in_force_follows_from_the_year_before() {
    let [issued, repealed, in_force] =
        ["issued", "repealed", "in_force"].map(|column| format!("proactive.regulations.{column}"));
    let before = || member("甲", 2022, &[(&in_force, 12)]);
    let now = |count| member("甲", 2023, &[(&issued, 3), (&repealed, 1), (&in_force, count)]);
    assert_eq!(failed(vec![before(), now(14)]), []);
    assert_eq!(failed(vec![before(), now(12)]), [("panel.in_force", 2023, "regulations".to_owned())]);
    let older = Member { form: Some("ogi-2019".to_owned()), ..before() };
    assert_eq!(failed(vec![older, now(12)]), []);
}

#[test]
fn copies_doubles_and_gaps_are_told() {
    let many: Vec<(String, i64)> = (1..20).map(|n| (format!("c{n}"), n)).collect();
    let many: Vec<(&str, i64)> = many.iter().map(|(id, n)| (id.as_str(), *n)).collect();
    let same = |agency, year| Member { print: 7, ..member(agency, year, &many) };
    let told = |members| failed(members).into_iter().map(|t| (t.0, t.1)).collect::<Vec<_>>();
    assert_eq!(told(vec![same("甲", 2022), same("甲", 2023)]), [("panel.copied", 2023)]);
    assert_eq!(told(vec![same("甲", 2022), same("乙", 2022)]), [("panel.copied", 2022)]);
    assert_eq!(told(vec![same("甲", 2022), same("甲", 2022)]), []);
    assert_eq!(told(vec![same("甲", 2022), member("甲", 2022, &many)]), [("panel.doubled", 2022)]);
    assert_eq!(
        told(vec![member("甲", 2020, &[]), member("甲", 2023, &[])]),
        [("panel.gap", 2021), ("panel.gap", 2022)]
    );
    // Zeros are alike by chance.
    let empty = |agency| Member { print: 7, counts: 0, ..member(agency, 2022, &[]) };
    assert_eq!(told(vec![empty("甲"), empty("乙")]), []);
}

#[test]
fn jumps_and_units_are_told() {
    let requests = |year, n| member("甲", year, &[("requests.received.total", n)]);
    assert_eq!(failed(vec![requests(2022, 100), requests(2023, 501)]).len(), 1);
    assert_eq!(failed(vec![requests(2022, 100), requests(2023, 500)]), []);
    assert_eq!(failed(vec![requests(2022, 2), requests(2023, 30)]), []);
    let fees = |year, n| member("甲", year, &[("proactive.fees.amount", n)]);
    assert_eq!(failed(vec![fees(2022, 7730), fees(2023, 81_203_500)])[0].0, "panel.fee_unit");
    assert_eq!(failed(vec![fees(2022, 0), fees(2023, 81_203_500)]), []);
}

#[test]
fn items_of_the_year_before_follow_from_its_own_report() {
    let form =
        |year, figures: &[(&str, i64)]| Member { form: Some("ogi-2019".to_owned()), ..member("甲", year, figures) };
    let (items, change) = ("proactive.licensing.items_previous_year", "proactive.licensing.items_change");
    let before = || form(2019, &[(items, 396), (change, -18)]);
    assert_eq!(failed(vec![before(), form(2020, &[(items, 378)])]), []);
    let told = failed(vec![before(), form(2020, &[(items, 396)])]);
    assert_eq!(told, [("panel.items", 2020, "licensing".to_owned())]);
    assert_eq!(failed(vec![before(), member("甲", 2020, &[(items, 396)])]), []);
}

#[test]
fn what_was_pending_is_among_the_next_year() {
    let (pending, total) = ("appeals.reconsideration.pending", "appeals.reconsideration.total");
    let told = |now| failed(vec![member("甲", 2022, &[(pending, 5)]), member("甲", 2023, &[(total, now)])]);
    assert_eq!(told(5), []);
    assert_eq!(told(9), []);
    assert_eq!(told(3), [("panel.pending", 2023, "reconsideration".to_owned())]);
}

#[test]
fn appeals_without_requests_are_told() {
    let with = |year, received, appeals| {
        let ids = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"];
        let ids = ids.map(|kind| format!("appeals.{kind}.total"));
        let mut figures = vec![("requests.received.total", received), ("requests.carried_in.total", 0)];
        figures.extend(ids.iter().map(|id| (id.as_str(), appeals)));
        member("甲", year, &figures)
    };
    assert_eq!(failed(vec![with(2022, 0, 0), with(2023, 0, 1)]), [("panel.appeals", 2023, "appeals".to_owned())]);
    for (before, now, appeals) in [(1, 0, 1), (0, 1, 1), (0, 0, 0)] {
        assert_eq!(failed(vec![with(2022, before, 0), with(2023, now, appeals)]), []);
    }
}

#[test]
fn a_number_of_one_year_only_is_told() {
    let (out, within) = ("requests.carried_out.total", "requests.carried_in.total");
    let told =
        |before: &[(&str, i64)], now: &[(&str, i64)]| failed(vec![member("甲", 2022, before), member("甲", 2023, now)]);
    assert_eq!(told(&[(out, 118)], &[]), [("panel.one_sided", 2023, within.to_owned())]);
    assert_eq!(told(&[], &[(within, 118)]), [("panel.one_sided", 2023, within.to_owned())]);
    // Nought and nothing say the same.
    assert_eq!(told(&[(out, 0)], &[]), []);
    assert_eq!(told(&[], &[]), []);
}

/// A government of 淮安市 (320800), which has seven counties, or of one of those.
fn government(code: &str, requests: i64) -> Member {
    Member {
        region: Some(code.to_owned()),
        organ: Some("人民政府".to_owned()),
        ..member(
            &format!("{code}人民政府"),
            2023,
            &[
                ("requests.received.total", requests),
                ("requests.outcome_total.total", requests),
                ("appeals.reconsideration.total", 0),
            ],
        )
    }
}

const COUNTIES: [&str; 7] = ["320803", "320804", "320812", "320813", "320826", "320830", "320831"];

#[test]
fn a_city_has_no_fewer_than_its_counties() {
    let with = |city: i64, counties: &[&str]| {
        let counties = counties.iter().map(|code| government(code, 100));
        judged(counties.chain([government("320800", city)]).collect())
    };
    let parents = |checks: &[PanelCheck]| {
        let own = checks.iter().filter(|check| check.id == "panel.parent");
        own.map(|check| (check.subject.clone(), check.result)).collect::<Vec<_>>()
    };
    let [received, outcomes] = ["requests.received.total", "requests.outcome_total.total"].map(str::to_owned);
    let appeals = ("appeals.reconsideration.total".to_owned(), CheckResult::Pass);
    for (city, result) in [(700, CheckResult::Pass), (901, CheckResult::Pass), (699, CheckResult::Fail)] {
        let found = with(city, &COUNTIES);
        assert_eq!(parents(&found), [(received.clone(), result), (outcomes.clone(), result), appeals.clone()]);
        let check = found.iter().find(|check| check.subject == received).unwrap();
        assert_eq!((check.expected, check.actual), (Some(700.into()), Some(city.into())));
        assert_eq!((check.sources.len(), check.sources[0].as_str()), (8, "320800人民政府2023"));
    }
    // One is lacking: which, and nothing else.
    let found = with(1, &COUNTIES[1..]);
    assert_eq!(parents(&found), [("report".to_owned(), CheckResult::NotAssessable)]);
    assert!(found[0].message.ends_with("none of 淮安区"), "{}", found[0].message);
    assert_eq!(parents(&with(1, &[])), []);
    let found = with(1, &COUNTIES[6..]);
    assert!(found[0].message.contains(" and 1 more"), "{}", found[0].message);
}

#[test]
fn nought_among_hundreds_is_told() {
    let told = |numbers: [i64; 7]| {
        let members = COUNTIES.iter().zip(numbers).map(|(code, requests)| government(code, requests));
        failed(members.collect()).into_iter().map(|(id, _, subject)| (id, subject)).collect::<Vec<_>>()
    };
    let zero = ("panel.zero", "requests.received.total".to_owned());
    assert_eq!(told([0, 101, 150, 200, 200, 300, 120]), [zero]);
    assert_eq!(told([0, 1, 2, 9_000, 0, 3, 2]), []);
    assert_eq!(told([90, 80, 70, 0, 60, 50, 99]), []);
    // Others of another kind are no peers.
    let other = Member { organ: Some("财政局".to_owned()), ..government("320803", 0) };
    let governments = COUNTIES[1..].iter().map(|code| government(code, 500));
    assert_eq!(failed(governments.chain([other]).collect()), []);
}

#[test]
fn a_check_is_made_in_the_order_of_agencies_and_years() {
    let fees = |agency, year, n| member(agency, year, &[("proactive.fees.amount", n)]);
    let members = vec![fees("乙", 2020, 1), fees("甲", 2023, 1), fees("甲", 2020, 9), fees("乙", 2022, 2)];
    let order: Vec<_> = failed(members);
    let gap = |year| ("panel.gap", year, "report".to_owned());
    assert_eq!(order, [gap(2021), gap(2021), gap(2022)]);
}

#[test]
fn a_shelf_that_fails_is_told_and_leaves_nothing_out_in_silence() {
    struct Broken;
    impl Shelf for Broken {
        fn member(&self, _: usize) -> io::Result<Member> {
            Err(io::Error::other("gone"))
        }
    }
    let mut register = Register::default();
    register.put(&member("甲", 2022, &[]));
    let told: Vec<_> =
        Panel::new(register, &Broken).judge().unwrap().map(|check| check.unwrap_err().to_string()).collect();
    assert_eq!(told, ["gone"]);
}
