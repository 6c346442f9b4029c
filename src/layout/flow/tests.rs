use super::LineKind::{Body, Furniture, Heading, PageTitle};
use super::*;
use crate::decode::html;
use crate::layout::{Grid, Trace};

const TABLES: &str = "<table><tr><td colspan=4>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td>\
    <td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td>1</td><td>0</td><td>5</td></tr>\
    <tr><td>行政规范性文件</td><td>2</td><td>3</td><td>4</td></tr></table>";

fn sheet(source: &str) -> Sheet {
    let sheet = lay_out(&html::decode(source.as_bytes()).unwrap_or_default());
    let Trace { marks_in, marks_in_cells, marks_in_lines, marks_aside, .. } = sheet.trace;
    assert_eq!(marks_in, marks_in_cells + marks_in_lines + marks_aside);
    sheet
}

fn lines_of(sheet: &Sheet) -> Vec<(&str, LineKind)> {
    sheet
        .items
        .iter()
        .filter_map(|i| if let Item::Line(l) = i { Some((l.text.as_str(), l.kind)) } else { None })
        .collect()
}

fn grids_of(sheet: &Sheet) -> Vec<&Grid> {
    sheet.items.iter().filter_map(|i| if let Item::Grid(g) = i { Some(g) } else { None }).collect()
}

#[test]
fn a_page_becomes_lines_and_grids_in_order() {
    let sheet = sheet(&format!("<p>一、总体情况</p><p>正文<br>第二行</p><p>二、主动公开政府信息情况</p>{TABLES}"));
    assert_eq!(
        lines_of(&sheet).iter().map(|l| l.0).collect::<Vec<_>>(),
        ["一、总体情况", "正文", "第二行", "二、主动公开政府信息情况"]
    );
    let grids = grids_of(&sheet);
    assert_eq!((grids.len(), grids[0].rows, grids[0].columns), (1, 4, 4));
    assert!(matches!(sheet.items.last(), Some(Item::Grid(_))));
}

#[test]
fn what_stands_around_the_report_is_furniture() {
    let sheet = sheet(&format!(
        "<title>某县2023年政府信息公开工作年度报告_某县人民政府</title>\
         <div class=nav><a>首页</a><ul><li>行政复议</li><li>政府信息公开年报</li></ul></div>\
         <div class=main><h1>某县2023年政府信息公开工作年度报告</h1><div>来源：办公室 【字体：大 中 小】</div>\
         <div class=text><p>根据条例编制。</p><h3>一、总体情况</h3><p>正文。</p><div><p>二、主动公开政府信息情况</p>{TABLES}\
         </div></div><div>附件下载</div></div><div>主办单位：某县人民政府</div>"
    ));
    assert_eq!(
        lines_of(&sheet),
        [
            ("某县2023年政府信息公开工作年度报告_某县人民政府", PageTitle),
            ("首页", Furniture),
            ("行政复议", Furniture),
            ("政府信息公开年报", Furniture),
            ("某县2023年政府信息公开工作年度报告", Heading),
            ("来源：办公室 【字体：大 中 小】", Body),
            ("根据条例编制。", Body),
            ("一、总体情况", Heading),
            ("正文。", Body),
            ("二、主动公开政府信息情况", Body),
            ("附件下载", Furniture),
            ("主办单位：某县人民政府", Furniture),
        ]
    );
}

#[test]
fn tables_in_sibling_elements_share_their_parent() {
    let sheet =
        sheet(&format!("<div>菜单</div><div><div>{TABLES}</div><div><p>说明</p>{TABLES}</div></div><div>页脚</div>"));
    assert_eq!(lines_of(&sheet), [("菜单", Furniture), ("说明", Body), ("页脚", Furniture)]);
}

#[test]
fn without_landmarks_everything_is_body() {
    let sheet = sheet("<div>菜单</div><p>通知</p>");
    assert!(lines_of(&sheet).iter().all(|l| l.1 == Body));
}
