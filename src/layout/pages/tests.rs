//! Pages drawn by hand, one for each thing that pages do.

use super::*;
use crate::decode::{Direction, Mark, Rule, Trust};
use crate::layout::{Grid, GridKind};
use crate::place::Area;
use proptest::prelude::*;

const SIZE: f32 = 10.0;

/// A page that is drawn on.
struct Drawing(Page);

impl Drawing {
    fn new(number: u32) -> Self {
        let trust = Trust::default();
        let (marks, rules) = (Vec::new(), Vec::new());
        Self(Page { number, width: 600.0, height: 800.0, marks, rules, pictured: 0.0, trust })
    }

    /// Text from a point to the right: digits half as wide as other characters.
    fn text(mut self, x: f32, y: f32, text: &str) -> Self {
        self.write(x, y, text, SIZE);
        self
    }

    fn write(&mut self, mut x: f32, y: f32, text: &str, size: f32) {
        for c in text.chars() {
            let width = if c.is_ascii() { 0.5 * size } else { size };
            self.mark(x, y, width, &c.to_string(), size);
            x += width;
        }
    }

    fn mark(&mut self, x: f32, y: f32, width: f32, text: &str, size: f32) {
        self.0.marks.push(Mark {
            text: text.into(),
            area: Area::new(x, y, x + width, y + size),
            size,
            vertical: false,
            hidden: false,
            guessed: false,
        });
    }

    fn level(mut self, at: f32, from: f32, to: f32) -> Self {
        self.0.rules.push(Rule { direction: Direction::Horizontal, at, from, to, thickness: 0.5 });
        self
    }

    fn upright(mut self, at: f32, from: f32, to: f32) -> Self {
        self.0.rules.push(Rule { direction: Direction::Vertical, at, from, to, thickness: 0.5 });
        self
    }

    /// All lines of a table.
    fn table(mut self, xs: &[f32], ys: &[f32]) -> Self {
        for y in ys {
            self = self.level(*y, xs[0], xs[xs.len() - 1]);
        }
        for x in xs {
            self = self.upright(*x, ys[0], ys[ys.len() - 1]);
        }
        self
    }
}

fn sheet(drawings: Vec<Drawing>) -> Sheet {
    lay_out(&drawings.into_iter().map(|d| d.0).collect::<Vec<_>>())
}

fn shown(sheet: &Sheet) -> Vec<String> {
    let rows = |grid: &Grid| -> Vec<String> {
        let cell = |c: &crate::layout::GridCell| match (c.row_span, c.column_span) {
            (1, 1) => format!("[{}]", c.text),
            (rows, columns) => format!("[{}]{rows}x{columns}", c.text),
        };
        (0..grid.rows).map(|row| grid.row(row).map(cell).collect()).collect()
    };
    let item = |item: &Item| match item {
        Item::Line(line) => vec![format!("{:?} {}", line.kind, line.text)],
        Item::Grid(grid) => rows(grid),
    };
    sheet.items.iter().flat_map(item).collect()
}

#[test]
fn words_and_numbers_keep_their_gaps() {
    let mut page = Drawing::new(1)
        .text(50.0, 100.0, "公开1")
        .text(77.0, 100.0, "2")
        .text(50.0, 120.0, "全文")
        .text(74.0, 120.0, "结果")
        .text(130.0, 120.0, "总计");
    // A space glyph between digits that touch, and digits a fifth of their size apart.
    page.write(50.0, 140.0, "1 2", SIZE);
    page.mark(90.0, 140.0, 5.0, "3", SIZE);
    page.mark(97.0, 140.0, 5.0, "4", SIZE);
    let drawn = shown(&sheet(vec![page]));
    assert_eq!(drawn, ["Body 公开1 2", "Body 全文 结果  总计", "Body 1  2  3  4"]);
}

#[test]
fn merged_cells_and_double_lines_make_one_grid() {
    let page = Drawing::new(1)
        .level(100.0, 50.0, 350.0)
        .level(101.5, 50.0, 350.0)
        .level(120.0, 150.0, 350.0)
        .level(140.0, 50.0, 350.4)
        .upright(50.0, 100.0, 140.0)
        .upright(150.0, 100.0, 140.0)
        .upright(250.0, 120.0, 140.0)
        .upright(350.0, 100.0, 140.0)
        .text(60.0, 110.0, "甲")
        .text(200.0, 105.0, "乙")
        .text(180.0, 125.0, "12")
        .text(280.0, 125.0, "345");
    let sheet = sheet(vec![page]);
    assert_eq!(shown(&sheet), ["[甲]2x1[乙]1x2", "[12][345]"]);
    let Item::Grid(grid) = &sheet.items[0] else { unreachable!("a grid was wanted") };
    assert_eq!(grid.kind, GridKind::Ruled);
    assert!(matches!(grid.cells[1].reach, [1.0, 3.0]));
    assert_eq!(grid.cells[2].at, Place::Page { page: 1, area: Some(Area::new(180.0, 125.0, 190.0, 135.0)) });
}

#[test]
fn a_table_cut_by_a_page_break_is_closed_and_goes_on() {
    let first = Drawing::new(1)
        .table(&[50.0, 250.0, 350.0], &[700.0, 720.0])
        .upright(50.0, 720.0, 741.0)
        .upright(250.0, 720.0, 740.5)
        .upright(350.0, 720.0, 741.0)
        .text(60.0, 705.0, "规章")
        .text(300.0, 705.0, "3")
        .text(60.0, 725.0, "文件")
        .text(300.0, 725.0, "8")
        .text(290.0, 770.0, "-1-");
    let second = Drawing::new(2)
        .table(&[60.0, 160.0, 260.0, 360.0], &[60.0, 80.0])
        .text(70.0, 65.0, "许可")
        .text(180.0, 65.0, "4")
        .text(310.0, 65.0, "5")
        .text(60.0, 200.0, "文字。")
        .text(290.0, 770.0, "-2-");
    let sheet = sheet(vec![first, second]);
    assert_eq!(
        shown(&sheet),
        ["[规章]1x2[3]", "[文件]1x2[8]", "[许可][4][5]", "Furniture -1-", "Body 文字。", "Furniture -2-"]
    );
}

#[test]
fn a_table_with_other_columns_stands_by_itself() {
    let first = Drawing::new(1).table(&[50.0, 150.0, 250.0, 350.0], &[700.0, 740.0]).text(60.0, 705.0, "规章");
    let second = Drawing::new(2).table(&[50.0, 100.0, 200.0, 350.0], &[60.0, 80.0]).text(70.0, 65.0, "4");
    assert_eq!(sheet(vec![first, second]).items.len(), 2);
}

#[test]
fn tables_right_below_each_other_are_one() {
    let page = Drawing::new(1)
        .table(&[50.0, 150.0, 350.0], &[100.0, 120.0])
        .table(&[50.0, 250.0, 350.0], &[128.0, 150.0])
        .text(60.0, 105.0, "甲")
        .text(60.0, 132.0, "乙")
        .text(300.0, 132.0, "2");
    assert_eq!(shown(&sheet(vec![page])), ["[甲][]1x2", "[乙]1x2[2]"]);
}

#[test]
fn open_sides_are_closed_and_frames_are_no_tables() {
    let page = Drawing::new(1)
        .table(&[20.0, 580.0], &[20.0, 780.0])
        .level(100.0, 50.0, 350.0)
        .level(120.0, 50.0, 350.0)
        .level(140.0, 50.0, 350.0)
        .upright(150.0, 100.0, 140.0)
        .level(315.0, 50.0, 90.0)
        .text(60.0, 105.0, "甲")
        .text(200.0, 105.0, "1")
        .text(60.0, 125.0, "乙")
        .text(200.0, 125.0, "2")
        .text(50.0, 302.0, "文字");
    assert_eq!(shown(&sheet(vec![page])), ["[甲][1]", "[乙][2]", "Body 文字"]);
}

#[test]
fn a_table_with_lines_missing_is_read_by_its_alignment() {
    // The upper left cell has neither a left nor an upper side.
    let page = Drawing::new(1)
        .level(100.0, 150.0, 350.0)
        .level(120.0, 50.0, 350.0)
        .level(140.0, 50.0, 350.0)
        .upright(50.0, 120.0, 140.0)
        .upright(150.0, 100.0, 140.0)
        .upright(350.0, 100.0, 140.0)
        .text(60.0, 105.0, "甲")
        .text(200.0, 105.0, "1")
        .text(60.0, 125.0, "乙")
        .text(200.0, 125.0, "2");
    let sheet = sheet(vec![page]);
    assert_eq!(shown(&sheet), ["[甲][1]", "[乙][2]"]);
    assert!(matches!(&sheet.items[0], Item::Grid(g) if g.kind == GridKind::Aligned));
}

#[test]
fn a_number_across_a_line_stays_whole() {
    let page = Drawing::new(1)
        .table(&[50.0, 100.0, 150.0], &[100.0, 120.0, 140.0])
        .text(52.0, 105.0, "123456.7890")
        .text(130.0, 105.0, "2")
        .text(120.0, 125.0, "3");
    assert_eq!(shown(&sheet(vec![page])), ["[123456.7890][2]", "[][3]"]);
}

#[test]
fn characters_one_below_the_other_are_one_word_but_digits_never() {
    let page = Drawing::new(1)
        .table(&[50.0, 70.0, 150.0], &[100.0, 140.0])
        .text(55.0, 102.0, "年")
        .text(55.0, 114.0, "度")
        .text(55.0, 126.0, "办")
        .text(100.0, 104.0, "1")
        .text(100.0, 120.0, "2");
    assert_eq!(shown(&sheet(vec![page])), ["[年度办][1\n2]"]);
}

#[test]
fn tables_without_lines_keep_labels_above_and_below_their_numbers() {
    let mut page = Drawing::new(1);
    page.write(200.0, 40.0, "大题目", 18.0);
    let page = page
        .text(50.0, 70.0, "本机关共收到12件，其中网上3件，信函9件，均按时答复，没有其他情况需要报告说明的。")
        .text(50.0, 110.0, "内容")
        .text(250.0, 110.0, "数量")
        .text(350.0, 110.0, "总数")
        .text(50.0, 130.0, "规章")
        .text(262.0, 130.0, "3")
        .text(362.0, 130.0, "14")
        .text(50.0, 150.0, "规范")
        .text(260.0, 156.0, "11")
        .text(362.0, 156.0, "20")
        .text(50.0, 162.0, "文件")
        .text(50.0, 178.0, "许可")
        .text(262.0, 178.0, "1")
        .text(364.0, 178.0, "2")
        .text(50.0, 200.0, "以上都是2024年的数据，共有3项，另有说明2项，详见本单位网站的说明和公告栏目中。");
    assert_eq!(
        shown(&sheet(vec![page])),
        [
            "Heading 大题目",
            "Body 本机关共收到12件，其中网上3件，信函9件，均按时答复，没有其他情况需要报告说明的。",
            "[内容][数量][总数]",
            "[规章][3][14]",
            "[规范]",
            "[11][20]",
            "[文件]",
            "[许可][1][2]",
            "Body 以上都是2024年的数据，共有3项，另有说明2项，详见本单位网站的说明和公告栏目中。",
        ]
    );
}

#[test]
fn page_numbers_are_furniture_and_values_are_not() {
    let page = |n: u32| {
        Drawing::new(n).text(200.0, 30.0, "某某机关").text(50.0, 300.0, "没有收取费用").text(
            300.0,
            760.0,
            &n.to_string(),
        )
    };
    assert_eq!(
        shown(&sheet(vec![page(1), page(2)])),
        [
            "Furniture 某某机关",
            "Body 没有收取费用",
            "Furniture 1",
            "Furniture 某某机关",
            "Body 没有收取费用",
            "Furniture 2",
        ]
    );
    let lone = Drawing::new(1).text(50.0, 300.0, "文字").text(300.0, 760.0, "57");
    assert_eq!(shown(&sheet(vec![lone])), ["Body 文字", "Body 57"]);
}

proptest! {
    /// Whatever lies on a page: every mark is in a cell, in a line, or counted aside; every place is on its page.
    #[test]
    fn no_mark_is_lost_or_invented(
        marks in prop::collection::vec(
            (0.0f32..590.0, 0.0f32..790.0, "[0-9规章一、。 ]", 4.0f32..20.0, 0..20u8),
            0..120,
        ),
        rules in prop::collection::vec((any::<bool>(), 0u8..20, 0u8..20, 0u8..20, -2.0f32..2.0), 0..40),
    ) {
        let mut pages = [Drawing::new(1).0, Drawing::new(2).0];
        for (index, (x, y, text, size, what)) in marks.iter().enumerate() {
            let area = Area::new(*x, *y, (x + size).min(600.0), (y + size).min(800.0));
            let (text, vertical, hidden) = (text.clone(), *what == 1, *what == 2);
            pages[index % 2].marks.push(Mark { text: text.into(), area, size: *size, vertical, hidden, guessed: false });
        }
        for (index, (level, at, from, to, lean)) in rules.iter().enumerate() {
            let direction = if *level { Direction::Horizontal } else { Direction::Vertical };
            let [at, from, to] = [at, from, to].map(|v| f32::from(*v) * 30.0);
            let rule = Rule { direction, at: (at + lean).max(0.0), from: from.min(to), to: from.max(to), thickness: 1.0 };
            pages[index % 2].rules.push(rule);
        }
        let sheet = lay_out(&pages);
        let trace = &sheet.trace;
        prop_assert_eq!(trace.marks_in, trace.marks_in_cells + trace.marks_in_lines + trace.marks_aside);
        let mut came: Vec<char> = marks.iter().filter(|m| m.4 != 2).flat_map(|m| m.2.chars()).collect();
        came.retain(|c| !c.is_whitespace());
        let mut went = Vec::new();
        let mut see = |text: &str, at: Place| {
            went.extend(text.chars().filter(|c| !c.is_whitespace()));
            let Place::Page { area: Some(area), .. } = at else { unreachable!("a page place was wanted") };
            let [x0, y0, x1, y1] = area.0;
            assert!(0.0 <= x0 && x0 <= x1 && x1 <= 600.0 && 0.0 <= y0 && y0 <= y1 && y1 <= 800.0, "{area:?}");
        };
        for item in &sheet.items {
            match item {
                Item::Line(line) => see(&line.text, line.at),
                Item::Grid(grid) => {
                    for cell in &grid.cells {
                        see(&cell.text, cell.at);
                        assert!(cell.row + cell.row_span <= grid.rows && cell.row_span > 0);
                        assert!(cell.column + cell.column_span <= grid.columns && cell.column_span > 0);
                    }
                    assert!(grid.cells.is_sorted_by_key(|c| (c.row, c.column)));
                }
            }
        }
        came.sort_unstable();
        went.sort_unstable();
        prop_assert_eq!(came, went);
    }
}
