use super::*;
use crate::decode::TaggedTable;
use encoding_rs::GB18030;
use proptest::prelude::*;

fn page(source: &str) -> Vec<Block> {
    decode(source.as_bytes()).unwrap_or_default()
}

fn texts(source: &str) -> Vec<String> {
    let text = |b| if let Block::Text(t) = b { Some(t.text) } else { None };
    page(source).into_iter().filter_map(text).collect()
}

fn tables(source: &str) -> Vec<TaggedTable> {
    page(source).into_iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).collect()
}

fn cells(table: &TaggedTable) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.iter().map(|c| c.text.as_str()).collect()).collect()
}

const DATA: &str =
    "<table><tr><td>规章</td><td>13</td><td>5</td></tr><tr><td>规范性文件</td><td>1</td><td>2</td></tr></table>";

#[test]
fn blocks_break_and_inline_elements_do_not() {
    assert_eq!(
        texts("<p>一<span>1</span><span>2</span><b> 二 </b>\n三</p>四<div>五<p>六</p>七</div><o:p>八</o:p><br>九"),
        ["一12 二三", "四", "五", "六", "七", "八\n九"]
    );
}

#[test]
fn boxes_of_their_own_stand_apart() {
    assert_eq!(
        texts("<p><span style='display:inline-block'>1</span><span style='Display: BLOCK'>2</span></p>"),
        ["1", "2"]
    );
}

#[test]
fn entities_and_nbsp() {
    assert_eq!(texts("<p>a&nbsp;&nbsp;b &lt;5&gt; &#20844;&#x5f00;&ensp;</p>"), ["a\u{A0}\u{A0}b <5> 公开\u{2002}"]);
}

#[test]
fn what_is_not_shown_is_left_out() {
    assert_eq!(
        texts(
            "<style>a{}</style><script>var a='<p>1</p>'</script><p>甲<!-- 2 --><span style='color:red;display : none'>3</span>\
             <span hidden>4</span><i style='visibility:hidden'>5<b style='visibility:visible'>乙</b></i><del>6</del></p>\
             <template><p>7</p></template><noscript>8</noscript><div style='DISPLAY:NONE!important'><p>9</p></div>"
        ),
        ["甲乙"]
    );
}

#[test]
fn a_report_behind_a_tab_is_found_and_a_hidden_copy_is_not() {
    let hidden = format!("<div>标签</div><div style='display:none'><p>报告</p>{DATA}</div>");
    assert_eq!((texts(&hidden), tables(&hidden).len()), (vec!["标签".to_owned(), "报告".to_owned()], 1));
    assert_eq!(tables(&format!("{DATA}<div hidden>{DATA}</div>")).len(), 1);
    assert_eq!(texts("<body style='display:none'><p>报告</p></body>"), ["报告"]);
}

#[test]
fn titles_come_first_and_once() {
    let blocks = page(
        "<head><meta name='ArticleTitle' content='某县2020年报告'><title>某县2020年报告</title>\
         <meta property='og:title' content='报告'></head><body><h2>标题</h2></body>",
    );
    let roles: Vec<_> = blocks
        .iter()
        .filter_map(|b| if let Block::Text(t) = b { Some((t.text.as_str(), t.role, t.order)) } else { None })
        .collect();
    assert_eq!(
        roles,
        [("某县2020年报告", Role::PageTitle, 1), ("报告", Role::PageTitle, 2), ("标题", Role::Heading(2), 3)]
    );
}

#[test]
fn pre_and_loose_text_keep_their_lines() {
    assert_eq!(texts("<pre>\n规章\t13\n规范性文件  5\n</pre>"), ["规章\t13\n规范性文件  5"]);
    assert_eq!(texts("一、总体情况\n正文\n<p>二\n三</p>"), ["一、总体情况\n正文", "二三"]);
    assert_eq!(texts("<p>标题</p>\n\n| 规章 | 13 |\n| 文件 | 5 |\n"), ["标题", "| 规章 | 13 |\n| 文件 | 5 |"]);
    assert_eq!(texts("<html><p>标题</p>一\n二"), ["标题", "一二"]);
}

#[test]
fn a_data_table_keeps_its_cells() {
    let table = &tables(
        "<table><caption>表</caption><thead><tr><th>甲<br>乙</th><th></th></tr></thead><tbody><tr><td><p>1</p><p>2</p></td>\
         <td>&nbsp;</td></tr></tbody><tfoot><tr><td colspan=2>注</td></tr></tfoot></table>",
    )[0];
    assert_eq!(cells(table), [vec!["甲\n乙", ""], vec!["1\n2", ""], vec!["注"]]);
    assert_eq!(table.rows[2][0].column_span, 2);
    assert_eq!(texts("<table><caption>表</caption><tr><td>1</td><td>2</td></tr></table>"), ["表"]);
}

#[test]
fn spans_are_read_as_the_standard_says() {
    let spans = |attributes: &str| {
        let table = &tables(&format!(
            "<table><tr><td {attributes}>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr><tbody><tr><td>4</td></tr></table>"
        ))[0];
        (table.rows[0][0].row_span, table.rows[0][0].column_span)
    };
    assert_eq!(spans("rowspan=2 colspan=3"), (2, 3));
    assert_eq!(spans("rowspan=0 colspan=0"), (3, 1));
    assert_eq!(spans("rowspan='-2' colspan='x'"), (1, 1));
    assert_eq!(spans("rowspan=' 2px' colspan='+2'"), (2, 2));
    assert_eq!(spans("rowspan=99999999999 colspan=99999999999"), (3, 1000));
}

#[test]
fn rows_come_in_the_order_they_are_printed() {
    let source = "<table><tfoot><tr><td>末</td><td>9</td></tfoot><tbody><tr><td rowspan=0>一</td><td>1</td></tr><tr><td>2</td></tr>\
                  <tbody><tr><td>二</td><td>3</td></tr><thead><tr><td>首</td><td>0</td></tr></thead></table>";
    assert_eq!(
        cells(&tables(source)[0]),
        [vec!["首", "0"], vec!["一", "1"], vec!["2"], vec!["二", "3"], vec!["末", "9"]]
    );
}

#[test]
fn layout_tables_dissolve() {
    let source =
        format!("<table><tr><td>菜单</td><td><table><tr><td><p>正文</p>{DATA}</td></tr></table></td></tr></table>");
    assert_eq!(texts(&source), ["菜单", "正文"]);
    let tables = tables(&source);
    assert_eq!((tables.len(), tables[0].number, cells(&tables[0])[0].clone()), (1, 1, vec!["规章", "13", "5"]));
    let article = "<p>一段正文。</p>".repeat(90);
    assert_eq!(texts(&format!("<table><tr><td>菜单</td><td>{article}</td></tr></table>")).len(), 91);
}

#[test]
fn a_table_in_a_data_cell_is_neither_lost_nor_doubled() {
    let single = "<table><tr><td>5</td></tr></table>";
    let table =
        &tables(&format!("<table><tr><td>甲</td><td>{single}</td></tr><tr><td>乙</td><td>6</td></tr></table>"))[0];
    assert_eq!(cells(table), [["甲", "5"], ["乙", "6"]]);
    let source = format!(
        "<table><tr><td>甲</td><td>1</td><td>2</td></tr><tr><td>乙</td><td>3</td><td>4</td></tr><tr><td>丙</td><td>{DATA}</td><td>附{DATA}</td></tr></table>"
    );
    let tables = tables(&source);
    assert_eq!(tables.iter().map(|t| t.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(cells(&tables[0])[2], ["丙", "\u{FFFC}", "附"]);
    assert_eq!(cells(&tables[1])[0], ["规章", "13", "5"]);
}

#[test]
fn a_cell_that_shows_a_picture_or_a_field_is_not_blank() {
    let table = &tables(
        "<table><tr><td>甲</td><td><img src=5.png></td><td><img src=b.gif width=1></td><td><input value=7 disabled></td></tr></table>",
    )[0];
    assert_eq!(cells(table), [["甲", "\u{FFFC}", "", "7"]]);
}

#[test]
fn hidden_cells_take_no_room_and_invisible_ones_do() {
    let table = &tables(
        "<table><tr><td>甲</td><td style='display:none'>1</td><td style='visibility:hidden'>2</td><td>3</td></tr></table>",
    )[0];
    assert_eq!(cells(table), [["甲", "", "3"]]);
}

#[test]
fn rows_cut_out_of_a_table_are_still_rows() {
    let table = &tables("<tr><td>规章</td><td>13</td></tr><tr><td>规范性文件</td><td>5</td></tr></table><p>完</p>")[0];
    assert_eq!(cells(table), [["规章", "13"], ["规范性文件", "5"]]);
}

#[test]
fn declared_encodings_are_believed_as_far_as_they_hold() {
    let source = "<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'></head><body><p>规范性文件镕</p></body></html>";
    for source in [source.to_owned(), source.replace("gb2312", "utf-8"), source.replace("gb2312", "iso-8859-1")] {
        let blocks = decode(&GB18030.encode(&source).0).unwrap_or_default();
        assert!(matches!(blocks.as_slice(), [Block::Text(t)] if t.text == "规范性文件镕"), "{source}");
        assert_eq!(texts(&source), ["规范性文件镕"]);
    }
}

#[test]
fn a_page_without_text_is_empty() {
    for source in ["", "<html></html>", "<title>报告</title><script>load()</script>", "<p>&nbsp;</p><img src=1.png>"]
    {
        assert_eq!(decode(source.as_bytes()).map_err(|e| e.reason).err(), Some(Reason::Empty), "{source}");
    }
}

#[test]
fn within_leads_from_the_outside_in() {
    let blocks = page("<div><p>甲</p><span><div>乙</div></span></div>");
    let chains: Vec<_> =
        blocks.iter().filter_map(|b| if let Block::Text(t) = b { Some(t.within.clone()) } else { None }).collect();
    assert_eq!(chains[0].len(), chains[1].len() - 1);
    let shared = chains[0].len() - 1;
    assert_eq!(chains[0][..shared], chains[1][..shared]);
}

proptest! {
    /// Whatever is put together of tags and numbers: each number comes out once, in a text or in a cell.
    #[test]
    fn no_number_is_lost_doubled_or_grown_together(parts in prop::collection::vec(prop::sample::select(vec![
        "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<td rowspan=2>", "<br>", "#",
        "<span>", "</span>", "<caption>", "<tbody>", "<h2>", "</h2>", "#", "#", "<ul>", "<li>", "</b>", "<b>", " ",
    ]), 0..60)) {
        let mut count = 100;
        let mut source = String::from("<!doctype html><body>");
        for part in parts {
            if part == "#" {
                count += 1;
                source.push_str(" n");
                source.push_str(&count.to_string());
                source.push_str("n ");
            } else {
                source.push_str(part);
            }
        }
        let blocks = decode(source.as_bytes()).unwrap_or_default();
        let all = blocks.iter().map(|b| match b {
            Block::Text(t) => t.text.clone(),
            Block::Table(t) => t.rows.iter().flatten().map(|c| c.text.clone() + "\n").collect(),
            Block::Note(_) => String::new(),
        }).collect::<Vec<_>>().join("\n");
        let mut found: Vec<_> = all.split_whitespace().filter(|&t| t != "\u{FFFC}").map(str::to_owned).collect();
        found.sort();
        let wanted: Vec<_> = (101..=count).map(|n| format!("n{n}n")).collect();
        prop_assert_eq!(found, wanted, "{}", source);
    }

    #[test]
    fn no_bytes_crash_it(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = decode(&bytes);
    }
}
