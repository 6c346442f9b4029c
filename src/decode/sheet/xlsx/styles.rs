//! What the styles of a workbook say about the display of a cell: its number format, its lines, whether it is struck out.

use crate::decode::package::xml::{Element, Tag, Xml};
use crate::finding::Unreadable;
use std::collections::BTreeMap;

/// The number formats that a file names by their number alone (ECMA-376 part 1, 18.8.30), as Chinese programs show them.
/// Those missing here depend on the reader's own settings (5 to 8) or are times: a cell in one of them is marked.
const BUILT_IN: [(u32, &str); 24] = [
    (0, "General"),
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (14, "yyyy/m/d"),
    (27, "yyyy\"年\"m\"月\""),
    (28, "m\"月\"d\"日\""),
    (29, "m\"月\"d\"日\""),
    (31, "yyyy\"年\"m\"月\"d\"日\""),
    (36, "yyyy\"年\"m\"月\""),
    (37, "#,##0_ ;-#,##0"),
    (38, "#,##0_ ;[Red]-#,##0"),
    (39, "#,##0.00_ ;-#,##0.00"),
    (40, "#,##0.00_ ;[Red]-#,##0.00"),
    (41, "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ "),
    (42, "_ [$￥-804]* #,##0_ ;_ [$￥-804]* -#,##0_ ;_ [$￥-804]* \"-\"_ ;_ @_ "),
    (43, "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ "),
    (44, "_ [$￥-804]* #,##0.00_ ;_ [$￥-804]* -#,##0.00_ ;_ [$￥-804]* \"-\"??_ ;_ @_ "),
    (49, "@"),
    (57, "yyyy\"年\"m\"月\""),
    (58, "m\"月\"d\"日\""),
];

/// The format of a number by its built-in id.
pub(crate) fn built_in(id: u32) -> Option<&'static str> {
    BUILT_IN.iter().find(|(i, _)| *i == id).map(|(_, f)| *f)
}

/// How a cell looks.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// The number format; nothing if it is not known.
    pub(super) format: Option<String>,
    /// A line on its left or right.
    pub(super) is_bordered: bool,
    /// Struck out, or without colour on white.
    pub(super) is_struck: bool,
}

/// The looks of a workbook, by the number that cells name.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Look>);

impl Styles {
    /// The look of a number; the plain one for what no style is declared for.
    pub(super) fn look(&self, style: u32) -> Look {
        let plain = || Look { format: Some("General".to_owned()), ..Look::default() };
        self.0.get(style as usize).cloned().unwrap_or_else(plain)
    }
}

#[derive(Debug, Default)]
struct Reading {
    path: Vec<String>,
    formats: BTreeMap<u32, String>,
    struck: Vec<bool>,
    bordered: Vec<bool>,
    looks: Vec<Look>,
}

/// Reads the styles.
pub(super) fn read(source: &str) -> Result<Styles, Unreadable> {
    let mut reading = Reading::default();
    let mut xml = Xml::new(source);
    while let Some(tag) = xml.next()? {
        match tag {
            Tag::Open(element) => {
                reading.open(&element);
                reading.path.push(element.name().to_owned());
            }
            Tag::Close(_) => {
                reading.path.pop();
            }
            Tag::Text(_) => {}
        }
    }
    Ok(Styles(reading.looks))
}

impl Reading {
    fn open(&mut self, element: &Element) {
        let within = |n: usize| self.path.len().checked_sub(n).and_then(|i| self.path.get(i)).map(String::as_str);
        match (element.name(), within(1), within(2)) {
            ("numFmt", Some("numFmts"), _) => {
                if let (Some(id), Some(code)) = (element.number("numFmtId"), element.attr("formatCode")) {
                    self.formats.insert(id, code);
                }
            }
            ("font", Some("fonts"), _) => self.struck.push(false),
            ("strike", Some("font"), Some("fonts")) => {
                if let Some(last) = self.struck.last_mut() {
                    *last = element.flag("val") != Some(false);
                }
            }
            ("border", Some("borders"), _) => self.bordered.push(false),
            ("left" | "right" | "start" | "end", Some("border"), Some("borders")) => {
                if let Some(last) = self.bordered.last_mut() {
                    *last |= element.attr("style").is_some_and(|s| s != "none");
                }
            }
            ("xf", Some("cellXfs"), _) => {
                let id = element.number("numFmtId").unwrap_or(0);
                let of = |list: &[bool], name| list.get(element.number(name).unwrap_or(0) as usize).copied();
                let look = Look {
                    format: self.formats.get(&id).cloned().or_else(|| built_in(id).map(str::to_owned)),
                    is_bordered: of(&self.bordered, "borderId").unwrap_or(false),
                    is_struck: of(&self.struck, "fontId").unwrap_or(false),
                };
                self.looks.push(look);
            }
            _ => {}
        }
    }
}
