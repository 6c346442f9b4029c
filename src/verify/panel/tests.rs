use super::*;

fn member(agency: &str, year: u16, figures: &[(&str, i64)]) -> Member {
    Member {
        agency: agency.to_owned(),
        source: format!("{agency}{year}"),
        year,
        form: Some("ogi-2021".to_owned()),
        figures: figures.iter().map(|(id, value)| ((*id).to_owned(), Decimal::from(*value))).collect(),
        print: figures.iter().fold(u64::from(year), |sum, (_, value)| sum.wrapping_mul(31) ^ value.unsigned_abs()),
        counts: figures.len(),
        ..Member::default()
    }
}

fn failed(members: Vec<Member>) -> Vec<(&'static str, u16, String)> {
    let checks = Panel::new(members).judge();
    checks.into_iter().filter(|c| c.result == CheckResult::Fail).map(|c| (c.id, c.year, c.subject)).collect()
}

#[test]
fn what_is_carried_over_is_the_same_number() {
    let (out, within) = ("requests.carried_out.total", "requests.carried_in.total");
    assert_eq!(failed(vec![member("甲", 2022, &[(out, 5)]), member("甲", 2023, &[(within, 5)])]), []);
    let told = failed(vec![member("甲", 2022, &[(out, 5)]), member("甲", 2023, &[(within, 3)])]);
    assert_eq!(told, [("panel.carried", 2023, "total".to_owned())]);
    // Another agency, another year, a number that was not read: nothing to compare.
    assert_eq!(failed(vec![member("甲", 2022, &[(out, 5)]), member("乙", 2023, &[(within, 3)])]), []);
    assert_eq!(failed(vec![member("甲", 2022, &[(out, 5)]), member("甲", 2023, &[])]), []);
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
