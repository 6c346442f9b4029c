//! The name of an agency and its division → the name under which all its reports stand together.
//!
//! One agency signs as 洪泽区政府, 洪泽县人民政府 and 淮安市洪泽区人民政府 over the years. Its place is written as the division is
//! called today, with the city it lies in; what it is, in full words. Agencies that were merged or renamed stay apart: that
//! is no question of wording.

use super::{CENTRAL, Region, Way, traditional};

/// Short names of what agencies are, as their names end with them, and the full ones.
const ORGANS: [(&str, &str); 26] = [
    ("人民政府办", "人民政府办公室"),
    ("政府办公室", "人民政府办公室"),
    ("政府办公厅", "人民政府办公厅"),
    ("政府办", "人民政府办公室"),
    ("政府", "人民政府"),
    ("发改委", "发展和改革委员会"),
    ("发改局", "发展和改革局"),
    ("发展改革委员会", "发展和改革委员会"),
    ("发展改革委", "发展和改革委员会"),
    ("发展改革局", "发展和改革局"),
    ("工信局", "工业和信息化局"),
    ("教体局", "教育体育局"),
    ("教育和体育局", "教育体育局"),
    ("人社局", "人力资源和社会保障局"),
    ("住建局", "住房和城乡建设局"),
    ("城管局", "城市管理局"),
    ("文旅局", "文化和旅游局"),
    ("卫健委", "卫生健康委员会"),
    ("卫健局", "卫生健康局"),
    ("应急局", "应急管理局"),
    ("市监局", "市场监督管理局"),
    ("市场监管局", "市场监督管理局"),
    ("医保局", "医疗保障局"),
    ("国资委", "国有资产监督管理委员会"),
    ("管委会", "管理委员会"),
    ("街道办", "街道办事处"),
];

/// The normalised name of an agency.
pub fn normalised(agency: &str, region: Option<&Region>) -> String {
    let name = traditional::name(agency);
    let central = CENTRAL.iter().find(|central| name.starts_with(**central)).copied().unwrap_or_default();
    let start = &name[central.len()..];
    let (way, rest) = Way::read(start);
    // Where the division comes from the report's text, or none is known, the name holds more than what the agency is.
    let (place, organ) = match region {
        Some(region) if way.places.is_empty() => (place(&region.path), start),
        Some(region) => (place(&region.path), rest),
        None => (String::new(), start),
    };
    format!("{central}{place}{}", in_full(organ))
}

/// What an agency is, without where: `人民政府` of the normalised name `淮安市洪泽区人民政府`. None where it does not begin with
/// its place, as the names of agencies that the centre runs.
pub fn organ<'n>(normalised: &'n str, region: &Region) -> Option<&'n str> {
    normalised.strip_prefix(&place(&region.path)).filter(|organ| !organ.is_empty())
}

/// `淮安市洪泽区`, `上海市浦东新区`: a province is left out above its cities.
fn place(path: &[String]) -> String {
    match path {
        [province, rest @ ..] if !rest.is_empty() && !province.ends_with('市') => rest.concat(),
        _ => path.concat(),
    }
}

fn in_full(organ: &str) -> String {
    let (short, full) = ORGANS
        .iter()
        .filter(|(short, full)| organ.ends_with(short) && !organ.ends_with(full))
        .max_by_key(|(short, _)| short.len())
        .copied()
        .unwrap_or_default();
    format!("{}{full}", organ.strip_suffix(short).unwrap_or(organ))
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::{normalised, organ};

    fn of(agency: &str) -> String {
        normalised(agency, find(agency, std::iter::empty()).as_ref())
    }

    #[test]
    fn one_agency_has_one_name() {
        for (agency, expected) in [
            ("洪泽区人民政府", "淮安市洪泽区人民政府"),
            ("江苏省淮安市洪泽区人民政府", "淮安市洪泽区人民政府"),
            ("洪泽县政府", "淮安市洪泽区人民政府"),
            ("洪泽区政府办", "淮安市洪泽区人民政府办公室"),
            ("陕县发改委", "三门峡市陕州区发展和改革委员会"),
            ("浦东新区卫健委", "上海市浦东新区卫生健康委员会"),
            ("江苏省发展改革委", "江苏省发展和改革委员会"),
            ("国家税务总局灵石县税务局", "国家税务总局晋中市灵石县税务局"),
            ("朝阳区政府", "朝阳区人民政府"),
            ("财政部", "财政部"),
            ("人民政府", "人民政府"),
            ("江蘇省淮安市洪澤區人民政府", "淮安市洪泽区人民政府"),
        ] {
            assert_eq!(of(agency), expected, "{agency}");
        }
    }
    #[test]
    fn what_an_agency_is_stands_behind_its_place() {
        let of = |agency: &str| {
            let region = find(agency, std::iter::empty());
            let name = normalised(agency, region.as_ref());
            organ(&name, &region?).map(str::to_owned)
        };
        assert_eq!(of("洪泽区政府").as_deref(), Some("人民政府"));
        assert_eq!(of("上海市浦东新区卫健委").as_deref(), Some("卫生健康委员会"));
        assert_eq!(of("国家税务总局灵石县税务局"), None);
        assert_eq!(of("财政部"), None);
    }
}
