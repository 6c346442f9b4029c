use super::*;
use crate::decode::package::tests::packed;
use crate::decode::{Role, TaggedTable};
use proptest::prelude::*;

const STYLES: &str = r#"<w:styles xmlns:w="w"><w:style w:type="paragraph" w:default="1" w:styleId="a"/>
    <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/></w:style>
    <w:style w:type="character" w:styleId="mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="secret"><w:basedOn w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>
    <w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;

fn file(body: &str) -> Vec<u8> {
    let relation =
        |kind: &str, target: &str| format!(r#"<Relationship Id="{kind}" Type="x/{kind}" Target="{target}"/>"#);
    let relations = |all: &str| format!("<Relationships>{all}</Relationships>");
    packed(&[
        ("_rels/.rels", &relations(&relation("officeDocument", "word/document.xml"))),
        (
            "word/_rels/document.xml.rels",
            &relations(&(relation("styles", "styles.xml") + &relation("numbering", "/word/numbering.xml"))),
        ),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        (
            "word/document.xml",
            &format!(
                r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="mc"><w:body>{body}</w:body></w:document>"#
            ),
        ),
    ])
}

fn texts(body: &str) -> Vec<String> {
    let text = |b| if let Block::Text(t) = b { Some(t.text) } else { None };
    decode(&file(body)).unwrap_or_default().into_iter().filter_map(text).collect()
}

fn table(rows: &str) -> TaggedTable {
    let blocks = decode(&file(&format!("<w:p><w:r><w:t>表</w:t></w:r></w:p><w:tbl>{rows}</w:tbl>"))).unwrap();
    blocks.into_iter().find_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).unwrap()
}

fn cells(table: &TaggedTable) -> Vec<Vec<(&str, u32, u32)>> {
    table.rows.iter().map(|row| row.iter().map(|c| (c.text.as_str(), c.row_span, c.column_span)).collect()).collect()
}

fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text, ""))
}

fn r(text: &str, properties: &str) -> String {
    format!(r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

fn tc(text: &str, properties: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

/// A row of a label and a number, without which a table of two rows could be one of layout.
fn data() -> String {
    tr(&[tc("甲", ""), tc("1", "")])
}

const DOWN: &str = r#"<w:vMerge w:val="restart"/>"#;

#[test]
fn cells_are_merged_both_ways() {
    let wide = r#"<w:gridSpan w:val="2"/>"#;
    let table = table(
        &[
            tr(&[tc("组", DOWN), tc("宽", wide)]),
            tr(&[tc("不印", "<w:vMerge/>"), tc("1", ""), tc("2", "")]),
            tr(&[tc("", "<w:vMerge/>"), tc("3", r#"<w:hMerge w:val="restart"/>"#), tc("", "<w:hMerge/>")]),
            tr(&[tc("", &format!("{wide}<w:vMerge/>")), tc("4", "")]),
        ]
        .concat(),
    );
    assert_eq!(
        cells(&table),
        [
            vec![("组", 3, 1), ("宽", 1, 2)],
            vec![("1", 1, 1), ("2", 1, 1)],
            vec![("3", 1, 2)],
            vec![("", 1, 2), ("4", 1, 1)]
        ]
    );
}

#[test]
fn rows_may_begin_further_right() {
    let row = format!(r#"<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{}</w:tr>"#, tc("5", ""));
    assert_eq!(cells(&table(&(data() + &row)))[1], [("", 1, 2), ("5", 1, 1)]);
}

#[test]
fn tracked_changes_are_accepted() {
    let ins = format!("<w:ins>{}</w:ins>", r("新", ""));
    let del = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>";
    let moved = format!("<w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo>", r("原", ""), r("今", ""));
    assert_eq!(texts(&format!("<w:p>{ins}{del}{moved}</w:p>")), ["新今"]);
    let ended = format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", r("上", ""), p("下"));
    assert_eq!(texts(&ended), ["上下"]);
    let gone = format!("<w:tr><w:trPr><w:del/></w:trPr>{}{}</w:tr>", tc("旧", DOWN), tc("9", ""));
    let cell = tr(&[
        tc("乙", ""),
        tc("8", "<w:cellDel/>"),
        tc("2", "<w:tcPrChange><w:tcPr><w:vMerge/></w:tcPr></w:tcPrChange>"),
    ]);
    assert_eq!(cells(&table(&(data() + &gone + &cell))), [[("甲", 1, 1), ("1", 1, 1)], [("乙", 1, 1), ("2", 1, 1)]]);
}

#[test]
fn what_is_not_printed_is_left_out() {
    let body = format!(
        r#"<w:p>{}{}{}{}</w:p><w:p><w:pPr><w:pStyle w:val="secret"/></w:pPr>{}{}</w:p>"#,
        r("甲", ""),
        r("1", "<w:vanish/>"),
        r("2", "<w:dstrike/>"),
        r("乙", r#"<w:strike w:val="0"/>"#),
        r("3", ""),
        r("丙", r#"<w:vanish w:val="false"/>"#)
    );
    assert_eq!(texts(&body), ["甲乙", "丙"]);
}

#[test]
fn what_a_cell_shows_besides_text_is_not_blank() {
    let struck = format!("<w:tc><w:p>{}</w:p></w:tc>", r("7", "<w:strike/>"));
    let picture = "<w:tc><w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p></w:tc>".to_owned();
    let counted = |text: &str| {
        format!(
            "<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p></w:tc>",
            r(text, "")
        )
    };
    let symbol = |font, c| format!(r#"<w:tc><w:p><w:r><w:sym w:font="{font}" w:char="{c}"/></w:r></w:p></w:tc>"#);
    let table = table(
        &(data()
            + &tr(&[tc("乙", ""), struck, picture])
            + &tr(&[counted("丙"), counted("5"), counted("")])
            + &tr(&[tc("丁", ""), symbol("Symbol", "F035"), symbol("Wingdings", "F0FC")])),
    );
    let text: Vec<Vec<_>> = table.rows.iter().map(|r| r.iter().map(|c| c.text.as_str()).collect()).collect();
    assert_eq!(text[1], ["乙", "\u{FFFC}", "\u{FFFC}"]);
    assert_eq!(text[2], ["丙", "\u{FFFC}5", "\u{FFFC}"]);
    assert_eq!(text[3], ["丁", "5", "\u{FFFC}"]);
}

#[test]
fn raised_digits_do_not_grow_into_a_number() {
    let raised = r#"<w:vertAlign w:val="superscript"/>"#;
    assert_eq!(texts(&format!("<w:p>{}{}{}</w:p>", r("22", ""), r("1", raised), r("件", ""))), ["22^1件"]);
    assert_eq!(texts(&format!("<w:p>{}{}</w:p>", r("22", ""), r("1", r#"<w:rStyle w:val="mark"/>"#))), ["22^1"]);
    assert_eq!(texts(&format!("<w:p>{}<w:r><w:footnoteReference/></w:r>{}</w:p>", r("2", ""), r("3", ""))), ["2^3"]);
    assert_eq!(texts(&format!("<w:p>{}{}</w:p>", r("2", ""), r("3", "<w:b/>"))), ["23"]);
}

#[test]
fn fields_show_their_results() {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let (begin, separate, end) = (mark("begin"), mark("separate"), mark("end"));
    let nested =
        format!("{begin}{}{begin}{}{separate}{}{end}{separate}{}{end}", code("IF"), code("X"), r("1", ""), r("2", ""));
    assert_eq!(texts(&format!("<w:p>{}{nested}{}</w:p>", r("甲", ""), r("乙", ""))), ["甲2乙"]);
    assert_eq!(texts(&format!("<w:p>{begin}{}{}</w:p>{}", code("PAGE"), r("失", ""), p("不失"))), ["不失"]);
    let circled = format!("<w:tc><w:p>{begin}{}{end}</w:p></w:tc>", code(r"EQ \o\ac(○,5)"));
    assert_eq!(cells(&table(&(data() + &tr(&[tc("乙", ""), circled]))))[1][1].0, "\u{FFFC}");
    let unclosed = format!("<w:tc><w:p>{begin}{}</w:p></w:tc>", r("5", ""));
    assert_eq!(cells(&table(&(data() + &tr(&[tc("乙", ""), unclosed]))))[1][1].0, "\u{FFFC}");
}

#[test]
fn text_boxes_come_once_and_whole() {
    let content = |text: &str| format!("<w:txbxContent>{}{}</w:txbxContent>", p(text), p("二"));
    let both = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
        r("前", ""),
        content("选"),
        content("备"),
        r("后", "")
    );
    assert_eq!(texts(&both), ["选", "二", "前后"]);
    assert_eq!(
        texts(&both.replace("<w:t xml:space=\"preserve\">选</w:t>", "").replacen("二", "", 1)),
        ["备", "二", "前后"]
    );
}

#[test]
fn headings_and_their_numbers() {
    let heading = |text: &str| {
        format!(
            r#"<w:p><w:pPr><w:pStyle w:val="2"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{}</w:p>"#,
            r(text, "")
        )
    };
    let blocks = decode(&file(&(heading("总体情况") + &p("正文") + &heading("主动公开")))).unwrap();
    let told: Vec<_> = blocks
        .iter()
        .filter_map(|b| if let Block::Text(t) = b { Some((t.text.as_str(), t.role)) } else { None })
        .collect();
    assert_eq!(
        told,
        [("一、总体情况", Role::Heading(2)), ("正文", Role::Paragraph), ("二、主动公开", Role::Heading(2))]
    );
}

#[test]
fn tabs_breaks_and_spaces() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t> 规章 </w:t><w:tab/><w:t>1&amp;2&#51;</w:t><w:br/><w:t>下</w:t></w:r></w:p>";
    assert_eq!(texts(body), ["规章\t1&23\n下"]);
}

#[test]
fn a_table_of_layout_dissolves_and_one_in_a_cell_is_kept() {
    let inner = format!("<w:tbl>{}{}{}</w:tbl>", data(), data(), data());
    let article = p("一段正文。").repeat(90);
    let outer = format!("<w:tbl>{}</w:tbl>", tr(&[tc("栏", ""), format!("<w:tc>{article}{inner}{}</w:tc>", p(""))]));
    let blocks = decode(&file(&outer)).unwrap();
    assert_eq!(blocks.len(), 92);
    assert!(matches!(blocks.last(), Some(Block::Table(t)) if t.rows.len() == 3 && t.number == 1));
}

#[test]
fn broken_files_say_why() {
    let reason = |bytes: &[u8]| decode(bytes).err().map(|e| e.reason);
    let whole = file(&p("报告"));
    assert_eq!(reason(&whole), None);
    assert_eq!(reason(&whole[..whole.len() / 2]), Some(Reason::Damaged));
    assert_eq!(reason(&packed(&[("word/media/a.png", "")])), Some(Reason::Damaged));
    assert_eq!(
        reason(&packed(&[("word/document.xml", "<w:document><w:body><w:p><w:r><w:t>报告</w:t>")])),
        Some(Reason::Damaged)
    );
    assert_eq!(reason(&packed(&[("word/document.xml", "<a><b></a>")])), Some(Reason::Damaged));
    assert_eq!(reason(&file("")), Some(Reason::Empty));
    assert_eq!(reason(&file("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>")), Some(Reason::ImageOnly));
    assert_eq!(reason(&file("<w:altChunk/>")), Some(Reason::UnsupportedType));
    assert_eq!(reason(&file(&"<w:x>".repeat(100_000))), Some(Reason::Damaged));
    assert_eq!(reason(&file(&" ".repeat(70 << 20))), Some(Reason::Memory));
    let changed = {
        let mut b = whole.clone();
        let at = b.len() / 3;
        b[at] ^= 0xFF;
        b
    };
    assert_ne!(reason(&changed), Some(Reason::Crashed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever is put together of tags and numbers: each number that shows comes out once, in a text or in a cell.
    #[test]
    fn no_number_is_lost_doubled_or_grown_together(rows in prop::collection::vec(prop::collection::vec((0u8..9, 1u32..4), 1..5), 1..6)) {
        let mut count = 100;
        let mut source = String::new();
        for row in &rows {
            source.push_str("<w:tr>");
            for (kind, span) in row {
                count += 1;
                let text = p(&format!(" n{count}n "));
                let span = format!(r#"<w:gridSpan w:val="{span}"/>"#);
                let cell = match kind {
                    0 => format!("<w:tc><w:tcPr>{span}{DOWN}</w:tcPr>{text}</w:tc>"),
                    1 => { count -= 1; format!("<w:tc><w:tcPr>{span}<w:vMerge/></w:tcPr>{}</w:tc>", p("")) }
                    2 => format!("<w:tc><w:tcPr>{span}</w:tcPr><w:tbl><w:tr><w:tc>{text}</w:tc></w:tr></w:tbl>{}</w:tc>", p("")),
                    3 => format!("<w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent><w:tc>{text}</w:tc></w:sdtContent></w:sdt>"),
                    _ => format!("<w:tc><w:tcPr>{span}</w:tcPr>{text}</w:tc>"),
                };
                source.push_str(&cell);
            }
            source.push_str("</w:tr>");
        }
        let blocks = decode(&file(&format!("<w:tbl>{source}</w:tbl>"))).unwrap_or_default();
        let all: String = blocks.iter().map(|b| match b {
            Block::Text(t) => t.text.clone() + "\n",
            Block::Table(t) => t.rows.iter().flatten().map(|c| c.text.clone() + "\n").collect(),
            Block::Note(_) => String::new(),
        }).collect();
        let mut found: Vec<_> = all.split_whitespace().filter(|&t| t != "\u{FFFC}").map(str::to_owned).collect();
        found.sort();
        let wanted: Vec<_> = (101..=count).map(|n| format!("n{n}n")).collect();
        prop_assert_eq!(found, wanted, "{}", source);
    }

    #[test]
    fn no_bytes_crash_it(at in 0usize..5000, change in any::<[u8; 3]>()) {
        let mut bytes = file(&p("报告"));
        let at = at % (bytes.len() - 3);
        bytes[at..at + 3].copy_from_slice(&change);
        let _ = decode(&bytes);
    }
}
