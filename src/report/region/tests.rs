use super::*;

fn of(agency: &str, lines: &[&str]) -> Option<(String, bool, Basis)> {
    find(agency, lines.iter().copied()).map(|region| (region.code, region.sure, region.basis))
}

/// The code, with a `?` where it is not sure.
fn code(agency: &str) -> String {
    of(agency, &[]).map_or_else(String::new, |(code, sure, _)| if sure { code } else { format!("{code}?") })
}

#[test]
fn names_lead_to_divisions() {
    for (agency, expected) in [
        ("洪泽区人民政府", "320813"),
        ("淮安市洪泽区人民政府", "320813"),
        ("江苏省淮安市洪泽区人民政府办公室", "320813"),
        ("淮安市洪泽县财政局", "320813"),
        ("洪泽县财政局", "320813?"),
        ("三门峡市陕州区行政审批和政务信息管理局", "411203"),
        ("陕县人民政府", "411203"),
        ("上海市科学技术委员会", "310000"),
        ("上海市崇明县教育局", "310151"),
        ("北京市宣武区人民政府", "110102"),
        ("朝阳区人民政府", ""),
        ("北京市朝阳区人民政府", "110105"),
        ("长春市朝阳区人民政府", "220104"),
        ("朝阳市朝阳县人民政府", "211321"),
        ("鼓楼区卫生健康委员会", ""),
        ("桥东区人民政府", ""),
        ("邢台市桥东区人民政府", "130502"),
        ("国家税务总局北京市税务局", "110000"),
        ("国家税务总局灵石县税务局", "140729"),
        ("国家统计局上海调查总队", "310000?"),
        ("中国人民银行长沙中心支行", "430100?"),
        ("吉林省吉林市船营区人民政府", "220204"),
        ("吉林市人民政府", "220200"),
        ("吉林高速公路管理局", "220000?"),
        ("恩施州人民政府", "422800?"),
        ("恩施土家族苗族自治州人民政府", "422800"),
        ("内蒙古自治区人民政府", "150000"),
        ("内蒙古阿拉善左旗人民政府", "152921"),
        ("新疆博尔塔拉蒙古自治州精河县人民政府", "652722"),
        ("长阳县人民政府", "420528?"),
        ("仙桃市人民政府", "429004"),
        ("河北雄安新区管理委员会", "133100"),
        ("苏州工业园区管理委员会", "320500?"),
        ("通州市人民政府", "320612"),
        ("莱芜市莱城区人民政府", "370116"),
        ("财政部", ""),
        ("国务院办公厅", ""),
        ("良村镇人民政府", ""),
        ("洪泽镇人民政府", ""),
        ("青石市水利局", ""),
        ("上海市浦東新區人民政府", "310115"),
        ("合肥市新站开发区管理委员会", "340100?"),
        ("合肥市城市管理局", "340100"),
        ("清新县人民政府", "441803?"),
        ("沙湾县人民政府", ""),
        ("莱芜市钢城区人民政府", "370117"),
        ("中山路街道办事处", ""),
        ("南京东路街道办事处", ""),
        ("财政部浙江监管局", "330000?"),
    ] {
        assert_eq!(code(agency), expected, "{agency}");
    }
}

#[test]
fn one_of_several_is_settled_by_the_report() {
    let settled = |lines: &[&str]| of("鼓楼区人民政府", lines);
    let nanjing = |basis| Some(("320106".to_owned(), false, basis));
    assert_eq!(settled(&["地址：南京市鼓楼区山西路124号"]), nanjing(Basis::Text));
    assert_eq!(settled(&["联系电话：025-83230000"]), nanjing(Basis::Telephone));
    assert_eq!(settled(&["南京市", "与徐州市交流"]), None);
    assert_eq!(settled(&["编号 025-832300001"]), None);
    assert_eq!(of("和平区人民政府", &["（024）22813000"]), Some(("210102".to_owned(), false, Basis::Telephone)));
}

#[test]
fn a_town_lies_where_its_report_says() {
    let of_town = |lines: &[&str]| of("良村镇人民政府", lines).map(|found| found.0);
    assert_eq!(of_town(&["地址：江西省赣州市兴国县良村镇府前路"]).as_deref(), Some("360732"));
    assert_eq!(of_town(&["兴国县良村镇", "于都县良村镇"]), None);
    assert_eq!(of_town(&["良村镇全年"]), None);
}

#[test]
fn every_division_is_found_by_its_whole_name() {
    for (division, path) in divisions().all().map(|d| (d, d.path())) {
        let found = find(&format!("{}人民政府", path.concat()), std::iter::empty());
        assert_eq!(found.map(|r| (r.code, r.sure)), Some((division.code.to_owned(), true)), "{path:?}");
    }
}

/// A list made by hand, from all provinces and levels: what is printed, what the report says besides, and the code of the
/// division as it is called today, or `open` where nobody could tell it from that.
fn by_hand() -> Vec<[&'static str; 4]> {
    let lines = include_str!("agencies.csv").lines().skip(1);
    lines.map(|line| line.split(',').collect::<Vec<_>>().try_into().unwrap()).collect()
}

#[test]
fn agencies_are_placed_or_left_open() {
    let list = by_hand();
    assert!(list.len() >= 1_000, "{} names", list.len());
    let wrong: Vec<_> = list
        .iter()
        .filter_map(|[agency, text, code, division]| {
            let found = find(agency, std::iter::once(*text));
            let told = found.as_ref().map_or("open", |region| &region.code);
            let is_sure = found.as_ref().is_some_and(|region| region.sure);
            (told != *code).then(|| (*agency, *text, *division, told.to_owned(), is_sure))
        })
        .collect();
    let lines: Vec<String> = wrong.iter().map(|wrong| format!("{wrong:?}")).collect();
    assert!(wrong.iter().all(|(.., is_sure)| !is_sure), "wrong, and not marked:\n{}", lines.join("\n"));
    println!("{} of {} are not as by hand:\n{}", wrong.len(), list.len(), lines.join("\n"));
    assert!(wrong.len() * 100 <= list.len(), "more than 1 in 100 are wrong or open:\n{}", lines.join("\n"));
}

#[test]
fn the_list_by_hand_agrees_with_itself_and_leaves_no_province_out() {
    let mut provinces = std::collections::BTreeSet::new();
    for [agency, _, code, division] in by_hand() {
        let path = divisions().of_code(code).map(|d| d.path().concat()).unwrap_or_default();
        assert_eq!(path, division, "{agency}");
        provinces.extend((code != "open").then(|| &code[..2]));
    }
    assert_eq!(provinces.len(), 31);
}

/// A name of before can't lead where nothing is, nor stand where there is one of today.
#[test]
fn names_of_before_lead_to_divisions_of_today() {
    for line in include_str!("former.csv").lines().skip(1) {
        let [name, within, code] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
        let division = divisions().of_code(code).unwrap_or_else(|| panic!("{line}"));
        assert!(code.starts_with(within), "{line}");
        let holder = divisions().of_code(&format!("{within:0<6}")).unwrap_or_else(|| panic!("{line}"));
        let agency = format!("{}{name}人民政府", holder.path().concat());
        assert_eq!(
            find(&agency, std::iter::empty()).map(|r| (r.code, r.sure)),
            Some((code.to_owned(), true)),
            "{line}"
        );
        assert_ne!(division.name, name, "{line}");
    }
}

#[test]
fn a_division_is_made_of_those_one_step_down() {
    let names = |code| parts(code).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names("460000").len(), 4 + 15);
    assert!(names("420000").contains(&"武汉市") && names("420000").contains(&"仙桃市"));
    assert!(!names("420000").contains(&"江岸区"));
    assert_eq!(names("310000").len(), 16);
    assert_eq!(names("320800").len(), 7);
    assert!(names("320813").is_empty() && names("000000").is_empty());
}
