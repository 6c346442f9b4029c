//! Headings and running text → sections, title, year and agency.

use super::form::forms;
use super::{Section, table_words};
use crate::finding::{Finding, Severity};
use crate::layout::LineKind;
use crate::parse::Printed;
use crate::parse::heading::{self, Heading};
use crate::parse::label::Ordinal;
use crate::parse::paragraph;
use crate::parse::table::Table;
use crate::parse::title::{self, Title};

/// How many lines from the beginning, and back from the first section, a title may stand.
const TITLE_LINES: usize = 40;

/// How many lines a title may be broken into.
const TITLE_PIECES: usize = 4;

/// The longest line that can be a piece of a title, in characters.
const LONGEST_PIECE: usize = 60;

/// The longest line that is only a date (`二〇二四年一月二十日`, `2024年1月20日`), in characters.
const LONGEST_DATE: usize = 14;

/// How many lines from the end a signature may stand.
const SIGNATURE_LINES: usize = 2;

/// A line of a document on its way into a section.
struct Text<'a> {
    text: &'a str,
    kind: LineKind,
}

/// The shortest text in a field of a table that is prose, in characters: the longest label with its note has fewer.
const SHORTEST_PROSE: usize = 200;

/// What a table's fields hold that is none of a table's: pages are laid out in tables, and a program that writes a page as
/// text makes rows of them. Either a title, or prose.
fn inside(table: &Table, is_wanted: fn(&str) -> bool) -> impl Iterator<Item = &str> {
    let fields = table.rows.iter().flat_map(|r| &r.fields).filter(|f| f.starts).map(|f| f.text.trim());
    fields.filter(move |text| is_wanted(text))
}

fn is_prose(text: &str) -> bool {
    text.contains('。') && text.chars().count() >= SHORTEST_PROSE
}

fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_PIECE && title::read(text).is_some_and(|t| t.agency.is_some() && t.year.is_some())
}

/// The running text of a document, lines that have several headings run on cut before each.
fn texts(printed: &[Printed]) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    for item in printed {
        let line = match item {
            Printed::Line(line) => line,
            Printed::Table(table) => {
                texts.extend(inside(table, is_title).map(|text| Text { text, kind: LineKind::Body }));
                continue;
            }
        };
        let mut from = 0;
        for at in heading::run_on(&line.text).into_iter().filter(|at| *at > 0) {
            texts.push(Text { text: line.text[from..at].trim(), kind: line.kind });
            from = at;
        }
        texts.push(Text { text: line.text[from..].trim(), kind: line.kind });
    }
    texts
}

/// The document up to where a second report begins: one of the first sections after the fifth or sixth.
pub(crate) fn first_report(printed: &[Printed]) -> &[Printed] {
    let mut ended = false;
    for (at, item) in printed.iter().enumerate() {
        let Printed::Line(line) = item else { continue };
        let Some((heading, _)) = opens(line.text.trim()) else { continue };
        match (heading.section, heading.ordinal) {
            (Some(5 | 6), Some(Ordinal::Chapter(5..))) => ended = sections_are_filled(&printed[..at]),
            // The statistics table of 2014 counts its own chapters.
            (Some(1..=4), Some(Ordinal::Chapter(_))) if ended && !forms().statistics.is_chapter(&heading.text) => {
                return &printed[..at];
            }
            _ => {}
        }
    }
    printed
}

/// A table of contents has headings, and neither tables nor sentences under them. The tables of a report may be pictures.
fn sections_are_filled(printed: &[Printed]) -> bool {
    let mut in_section = false;
    printed.iter().any(|p| match p {
        Printed::Table(_) => true,
        Printed::Line(line) => {
            in_section |= opens(line.text.trim()).is_some_and(|(h, _)| h.section.is_some());
            in_section && line.text.contains('。')
        }
    })
}

/// Reads the sections: each heading with the paragraphs up to the next, and a note of what of them was no prose.
pub(crate) fn read(printed: &[Printed]) -> (Vec<Section>, Option<Finding>) {
    let paragraphs = paragraphs(printed);
    let pieces = || paragraphs.iter().flat_map(|paragraph| pieces(paragraph));
    // Where sections are counted 一、二、, what is counted 1、2、 are their parts.
    let is_arabic = |h: &Heading| matches!(h.ordinal, Some(Ordinal::Arabic(_)));
    let chaptered = pieces().filter_map(opens).any(|(h, _)| h.section.is_some() && !is_arabic(&h));
    let mut sections: Vec<Section> = Vec::new();
    let mut listed = false;
    for piece in pieces() {
        // Under the heading of the statistics table its own chapters are rows, and no headings.
        let is_row = |h: &Heading| listed && forms().statistics.is_chapter(&h.text);
        let opened = opens(piece).filter(|(h, _)| !(is_row(h) || chaptered && is_arabic(h)));
        listed |= piece.trim_end().ends_with("统计表");
        if let Some((found, rest)) = opened {
            sections.push(Section { number: found.section, heading: found.text, text: rest.to_owned() });
        } else if let Some(section) = sections.last_mut() {
            if !section.text.is_empty() && !piece.is_empty() {
                section.text.push('\n');
            }
            section.text.push_str(piece);
        }
    }
    let mut left_out = 0;
    for section in sections.iter_mut().filter(|s| matches!(s.number, Some(2..=4))) {
        let (text, characters) = table_words::cut(&section.text);
        section.text = text;
        left_out += characters;
    }
    let message = format!("{left_out} characters between the headings are a table's words, and no section has them");
    (sections, (left_out > 0).then(|| Finding::new("table-words", Severity::Note, message)))
}

/// The paragraphs of a document: lines that go on with the one above joined to it, unless one of them is a heading.
fn paragraphs(printed: &[Printed]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for item in printed {
        let line = match item {
            Printed::Line(line) if matches!(line.kind, LineKind::Furniture | LineKind::PageTitle) => continue,
            Printed::Line(line) => line,
            Printed::Table(table) => {
                found.extend(headings_inside(table, printed));
                found.extend(inside(table, is_prose).map(str::to_owned));
                continue;
            }
        };
        let text = line.text.trim();
        match found.last_mut() {
            Some(last) if line.goes_on && opens(text).is_none() && !heading::is_whole(last) => {
                paragraph::join(last, text);
            }
            _ => found.push(text.to_owned()),
        }
    }
    found
}

/// Headings that stand alone in a row of a table and nowhere else: a table without rules may have taken them in.
fn headings_inside(table: &Table, printed: &[Printed]) -> Vec<String> {
    let numbered = |text: &str| {
        let heading = heading::read(text)?;
        heading.section.filter(|_| matches!(heading.ordinal, Some(Ordinal::Chapter(_))))
    };
    let is_opened = |section| {
        crate::parse::running::lines(printed).any(|l| opens(l.text.trim()).and_then(|(h, _)| h.section) == section)
    };
    let alone = table.rows.iter().filter_map(|row| {
        let mut fields = row.fields.iter().filter(|f| f.starts && !f.text.trim().is_empty());
        fields.next().filter(|_| fields.next().is_none()).map(|f| f.text.trim().to_owned())
    });
    alone.filter(|text| numbered(text).is_some_and(|section| !is_opened(Some(section)))).collect()
}

/// A paragraph, cut before each heading that is run on in it. What stands before one and is only a heading's mark (`##`, in
/// Markdown whose tables are tagged) is no text.
fn pieces(paragraph: &str) -> Vec<&str> {
    let mut cuts: Vec<usize> = heading::run_on(paragraph).into_iter().filter(|at| *at > 0).collect();
    cuts.push(paragraph.len());
    let mut from = 0;
    let piece = |to: usize| paragraph[std::mem::replace(&mut from, to)..to].trim();
    cuts.into_iter().map(piece).filter(|text| text.is_empty() || text.contains(|c| c != '#')).collect()
}

/// Whether a line opens a section: it is a heading, or begins with one and runs on.
fn opens(line: &str) -> Option<(Heading, &str)> {
    let runs_on = || {
        if !heading::heads(line) {
            return None;
        }
        let (words, number) = crate::parse::label::ordinal(line).ok()?;
        let end = line.len() - words.len() + heading::heading_words(words)?;
        let text = line[..end].to_owned();
        let section = heading::section_of(&crate::parse::fold::letters(&text));
        Some((Heading { ordinal: Some(number), section, text }, &line[end..]))
    };
    let read = heading::read(line).filter(|h| h.section.is_some() || !table_words::is_row(line));
    match (read, runs_on()) {
        // `六、其他需要报告的事项 无`: what stands behind a gap is text.
        (Some(_), Some((short, rest))) if rest.starts_with(char::is_whitespace) => Some((short, rest.trim())),
        (Some(whole), _) => Some((whole, "")),
        (None, short) => short.map(|(heading, rest)| (heading, rest.trim())),
    }
}

/// Finds the title: of the first lines, alone or joined, and of titles given beside the text, the one that most speaks
/// for: it is set as a heading, it is the page's title too, its year is that of the figures, it names all there is to name.
pub(crate) fn title(printed: &[Printed]) -> Option<Title> {
    let lines: Vec<Text> = texts(printed);
    let before = &lines[..first_section(&lines)];
    let shown: Vec<&Text> = before.iter().filter(|t| t.kind != LineKind::PageTitle && !t.text.is_empty()).collect();
    // Site furniture names other reports too: it is asked last.
    let (inside, outside): (Vec<&Text>, Vec<&Text>) = shown.into_iter().partition(|t| t.kind != LineKind::Furniture);
    let of = |lines: &[&Text]| -> Vec<Candidate> {
        let is_near = |at: &usize| *at < TITLE_LINES || at + TITLE_LINES >= lines.len();
        let read = |at: usize| {
            let title = at_line(lines, at)?;
            Some(Candidate { title, kind: lines[at].kind, is_listed: is_listed(lines[at].text) })
        };
        (0..lines.len()).filter(is_near).filter_map(read).collect()
    };
    let page: Vec<Title> =
        lines.iter().filter(|t| t.kind == LineKind::PageTitle).filter_map(|t| title::read(t.text)).collect();
    let period = period(printed);
    let mut all = of(&inside);
    all.extend(of(&outside));
    let of_page = |title: &Title| Candidate { title: title.clone(), kind: LineKind::PageTitle, is_listed: false };
    all.extend(page.iter().map(of_page));
    let names = |other: &Candidate, title: &Title| other.title.agency == title.agency && other.title.year == title.year;
    let weight = |Candidate { title, kind, is_listed }: &Candidate| {
        let signs = [
            title.agency.is_some(),
            title.year.is_some(),
            title.year.is_some() && title.year == period,
            *kind == LineKind::Heading,
            *kind != LineKind::Furniture,
            page.iter().any(|p| p.year == title.year && (p.agency == title.agency || p.agency.is_none())),
            !title.about,
            !title.about,
            !is_listed,
            all.iter().filter(|other| names(other, title)).count() > 1,
        ];
        signs.iter().filter(|s| **s).count()
    };
    let best = all.iter().map(weight).max()?;
    let mut found = all.iter().find(|t| weight(t) == best).map(|t| t.title.clone())?;
    found.about = all[0].title.about && all.iter().filter(|t| t.title.about).count() * 2 >= all.len();
    Some(found)
}

/// A title that may be the document's.
struct Candidate {
    title: Title,
    kind: LineKind,
    /// It is an entry of a list of reports.
    is_listed: bool,
}

/// Whether the agency is named with its division (`云岭区教育局`), not by the end of a name (`管理局`, `市人民政府`).
fn is_full_name(title: &Title) -> bool {
    let divides = |c: char| "省市县縣区區州旗镇鎮乡鄉".contains(c);
    title.agency.as_ref().is_some_and(|name| name.chars().skip(1).any(divides))
}

/// Whether a line is an entry of a site's list: with a mark before it, or a date right behind it.
fn is_listed(text: &str) -> bool {
    let dated = ["报告20", "報告20", "年报20", "年報20"].iter().any(|words| text.contains(words));
    dated || text.starts_with(['•', '●', '○', '◆', '■', '*', '·']) || text.contains("一篇")
}

/// The line of the first section: not one of a table of contents, where heading follows heading.
fn first_section(lines: &[Text]) -> usize {
    let opens_one = |t: &Text| matches!(t.kind, LineKind::Body | LineKind::Heading) && opens(t.text).is_some();
    let heads = |t: &&Text| t.kind != LineKind::PageTitle && !t.text.is_empty();
    let is_listed =
        |at: usize| lines[at + 1..].iter().filter(heads).take(2).filter(|t| opens(t.text).is_some()).count() == 2;
    (0..lines.len()).find(|&at| opens_one(&lines[at]) && !is_listed(at)).unwrap_or(lines.len())
}

/// A title that begins at a line: in it, or broken over this and the next lines.
fn at_line(body: &[&Text], at: usize) -> Option<Title> {
    let whole = |t: &Title| t.agency.is_some() && t.year.is_some();
    let mut best = title::read(body[at].text);
    if best.as_ref().is_some_and(whole) {
        return best;
    }
    let mut joined = body[at].text.to_owned();
    for piece in body[at + 1..].iter().take(TITLE_PIECES - 1) {
        let is_long = |text: &str| text.chars().count() > LONGEST_PIECE;
        if is_long(&joined) || is_long(piece.text) || is_listed(piece.text) {
            break;
        }
        // A whole name begins no second line, unless the first is a public body's too: above it stands a site's menu.
        if !title::is_body(&joined) && title::read(piece.text).is_some_and(|t| whole(&t) && is_full_name(&t)) {
            break;
        }
        joined.push_str(piece.text);
        let found = title::read(&joined);
        if found.as_ref().is_some_and(whole) {
            return found;
        }
        best = best.or(found);
    }
    best
}

/// The agency that the text names as the author of the report.
pub(crate) fn author(printed: &[Printed]) -> Option<String> {
    crate::parse::running::lines(printed).find_map(|line| title::author(&line.text))
}

/// The agency that signs a report: a short line that is a public body's name, with nothing after it but a date.
pub(crate) fn signature(printed: &[Printed]) -> Option<String> {
    let lines: Vec<&str> =
        crate::parse::running::lines(printed).map(|l| l.text.trim()).filter(|l| !l.is_empty()).collect();
    let dated = |l: &&&str| title::first_year(l).is_some() && l.chars().count() <= LONGEST_DATE;
    let last = lines.iter().rev().take(SIGNATURE_LINES).find(|l| !dated(l))?;
    (last.chars().count() <= LONGEST_PIECE && title::is_body(last) && !last.contains(['，', '。', '：']))
        .then(|| (*last).to_owned())
}

/// The year that the text names as the period of its figures.
pub(crate) fn period(printed: &[Printed]) -> Option<u16> {
    let mut lines = crate::parse::running::lines(printed).map(|l| l.text.as_str());
    let mut inside = printed.iter().flat_map(|item| match item {
        Printed::Table(table) => inside(table, is_prose).collect(),
        Printed::Line(_) => Vec::new(),
    });
    lines.find_map(title::period).or_else(|| inside.find_map(title::period)).or_else(|| broken_period(printed))
}

/// The same, where it is broken over two lines.
fn broken_period(printed: &[Printed]) -> Option<u16> {
    let lines: Vec<&str> = crate::parse::running::lines(printed).map(|l| l.text.trim()).collect();
    lines.windows(2).filter(|two| two[0].contains("20")).find_map(|two| title::period(&two.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::TextLine;
    use crate::place::Place;

    fn printed(lines: &[&str]) -> Vec<Printed> {
        let line = |(n, text): (usize, &&str)| {
            let at = Place::Text { line: n as u32 + 1, columns: None };
            Printed::Line(TextLine { text: (*text).to_owned(), at, kind: LineKind::Body, goes_on: false })
        };
        lines.iter().enumerate().map(line).collect()
    }

    fn sections(lines: &[&str]) -> Vec<(Option<u8>, String, String)> {
        read(&printed(lines)).0.into_iter().map(|s| (s.number, s.heading, s.text)).collect()
    }

    #[test]
    fn a_second_report_begins_where_filled_sections_begin_again() {
        let six =
            ["一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"];
        let contents = [&six[..], &six].concat();
        assert_eq!(first_report(&printed(&contents)).len(), contents.len(), "a table of contents is no report");
        let filled = [&six[..1], &["工作有序开展。"], &six[1..], &six].concat();
        assert_eq!(first_report(&printed(&filled)).len(), 5, "its tables may be pictures");
    }

    #[test]
    fn parts_of_a_section_are_its_text() {
        let found = sections(&["五、存在的主要问题及改进情况", "1、工作中存在的主要问题", "不够全面。"]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].2, "1、工作中存在的主要问题\n不够全面。");
    }

    #[test]
    fn sections_counted_in_arabic_are_sections() {
        let found = sections(&["1、总体情况", "好。", "5、存在的主要问题及改进情况", "少。"]);
        assert_eq!(found.iter().map(|s| s.0).collect::<Vec<_>>(), [Some(1), Some(5)]);
    }

    #[test]
    fn headings_run_on_are_cut_from_their_text() {
        let found = sections(&["六个部分。一、总体情况2019年，我区贯彻。六、其他需要报告的事项 无其他事项"]);
        assert_eq!(found[0], (Some(1), "一、总体情况".to_owned(), "2019年，我区贯彻。".to_owned()));
        assert_eq!(found[1], (Some(6), "六、其他需要报告的事项".to_owned(), "无其他事项".to_owned()));
    }
}
