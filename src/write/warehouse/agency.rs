//! The agency of a report, as the warehouse knows it: its one name, its division, the level it governs at, what it is.
//!
//! A government's report usually covers its departments' requests as well, and an office's may do so: the three are kept
//! apart, so that no view adds a total to its parts.

use crate::report::region::{Region, normalised};
use crate::write::record::word;

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Its normalised name.
    pub(super) name: String,
    /// The code of its division.
    pub(super) region: Option<String>,
    /// The divisions that one lies in, and itself.
    pub(super) path: Vec<String>,
    pub(super) level: Option<&'static str>,
    pub(super) kind: &'static str,
    /// By what the division was told.
    pub(super) basis: Option<String>,
}

/// Last words of what lies below a county, as they stand before what the agency is.
const TOWNS: [&str; 5] = ["镇", "乡", "街道", "苏木", "街道办事处"];

/// Last words of the names of offices that run a government.
const OFFICES: [&str; 2] = ["人民政府办公室", "人民政府办公厅"];

/// The level of a division, by its code.
pub(super) fn level(code: &str) -> &'static str {
    match (code, code.get(2..), code.get(4..)) {
        ("000000", ..) => "country",
        (_, Some("0000"), _) => "province",
        (_, _, Some("00")) => "prefecture",
        _ => "county",
    }
}

/// An agency by its printed name and its division.
pub(super) fn named(printed: &str, region: Option<Region>) -> Named {
    let name = normalised(printed, region.as_ref());
    let kind = if name.ends_with("人民政府") {
        "government"
    } else if OFFICES.iter().any(|office| name.ends_with(office)) {
        "office"
    } else {
        "department"
    };
    let place = OFFICES.iter().chain(&["人民政府"]).find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let is_town = TOWNS.iter().any(|town| place.ends_with(town));
    let level = region.as_ref().map(|region| if is_town { "township" } else { level(&region.code) });
    let (basis, path) = region.as_ref().map(|region| (word(&region.basis), region.path.clone())).unzip();
    Named { name, region: region.map(|region| region.code), path: path.unwrap_or_default(), level, kind, basis }
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::report::region::find;

    #[test]
    fn what_an_agency_is_and_where_it_stands_is_told_by_its_name() {
        for (agency, level, kind) in [
            ("江苏省人民政府", Some("province"), "government"),
            ("江苏省淮安市人民政府", Some("prefecture"), "government"),
            ("淮安市洪泽区人民政府", Some("county"), "government"),
            ("洪泽县政府办", Some("county"), "office"),
            ("淮安市洪泽区高良涧街道办事处", Some("township"), "department"),
            ("淮安市洪泽区老子山镇人民政府", Some("township"), "government"),
            ("浦东新区卫健委", Some("county"), "department"),
            ("上海市财政局", Some("province"), "department"),
            ("财政部", None, "department"),
        ] {
            let named = named(agency, find(agency, std::iter::empty()));
            assert_eq!((named.level, named.kind), (level, kind), "{agency}");
        }
    }
}
