//! Headings and running text → sections, title, year and agency.

use super::Section;
use crate::layout::LineKind;
use crate::parse::Printed;
use crate::parse::heading::{self, Heading};
use crate::parse::label::Ordinal;
use crate::parse::title::{self, Title};

/// How many lines before the first section a title may stand in.
const TITLE_LINES: usize = 40;

/// How many lines a title may be broken into.
const TITLE_PIECES: usize = 3;

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

/// The running text of a document, lines that have several headings run on cut before each.
fn texts(printed: &[Printed]) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    for line in crate::parse::running::lines(printed) {
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
        let opened = opens(line.text.trim()).and_then(|(h, _)| Some((h.section?, h.ordinal?)));
        match opened {
            Some((5 | 6, Ordinal::Chapter(5..))) => ended = sections_have_tables(&printed[..at]),
            Some((1..=4, Ordinal::Chapter(_))) if ended => return &printed[..at],
            _ => {}
        }
    }
    printed
}

/// A table of contents has headings and no tables.
fn sections_have_tables(printed: &[Printed]) -> bool {
    printed.iter().any(|p| matches!(p, Printed::Table(_)))
}

/// Reads the sections: each heading with the text up to the next.
pub(crate) fn read(printed: &[Printed]) -> Vec<Section> {
    let texts = texts(printed);
    let body = || texts.iter().filter(|t| t.kind != LineKind::Furniture && t.kind != LineKind::PageTitle);
    // Where sections are counted 一、二、, what is counted 1、2、 are their parts.
    let is_arabic = |h: &Heading| matches!(h.ordinal, Some(Ordinal::Arabic(_)));
    let chaptered = body().filter_map(|t| opens(t.text)).any(|(h, _)| h.section.is_some() && !is_arabic(&h));
    let mut sections: Vec<Section> = Vec::new();
    for line in body() {
        if let Some((found, rest)) = opens(line.text).filter(|(h, _)| !(chaptered && is_arabic(h))) {
            sections.push(Section { number: found.section, heading: found.text, text: rest.to_owned() });
        } else if let Some(section) = sections.last_mut() {
            if !section.text.is_empty() && !line.text.is_empty() {
                section.text.push('\n');
            }
            section.text.push_str(line.text);
        }
    }
    sections
}

/// Whether a line opens a section: it is a heading, or begins with one and runs on.
fn opens(line: &str) -> Option<(Heading, &str)> {
    let runs_on = || {
        if heading::run_on(line).first() != Some(&0) {
            return None;
        }
        let (words, number) = crate::parse::label::ordinal(line).ok()?;
        let end = line.len() - words.len() + heading::heading_words(words)?;
        let text = line[..end].to_owned();
        let section = heading::section_of(&crate::parse::fold::letters(&text));
        Some((Heading { ordinal: Some(number), section, text }, &line[end..]))
    };
    match (heading::read(line), runs_on()) {
        // `六、其他需要报告的事项 无`: what stands behind a gap is text.
        (Some(_), Some((short, rest))) if rest.starts_with(char::is_whitespace) => Some((short, rest.trim())),
        (Some(whole), _) => Some((whole, "")),
        (None, short) => short.map(|(heading, rest)| (heading, rest.trim())),
    }
}

/// Finds the title: the first lines, alone or joined, that read as one; else a title given beside the text.
pub(crate) fn title(printed: &[Printed]) -> Option<Title> {
    let lines: Vec<Text> = texts(printed);
    let first_section =
        lines.iter().position(|t| t.kind == LineKind::Body && opens(t.text).is_some()).unwrap_or(lines.len());
    let body: Vec<&Text> = lines[..first_section]
        .iter()
        .filter(|t| t.kind != LineKind::PageTitle && !t.text.is_empty())
        .take(TITLE_LINES)
        .collect();
    // Site furniture names other reports too: it is asked last.
    let (inside, outside): (Vec<&Text>, Vec<&Text>) = body.into_iter().partition(|t| t.kind != LineKind::Furniture);
    let found: Vec<Title> = [inside, outside]
        .iter()
        .flat_map(|lines| (0..lines.len()).filter_map(|at| at_line(lines, at)).collect::<Vec<_>>())
        .collect();
    let page = lines.iter().filter(|t| t.kind == LineKind::PageTitle).filter_map(|t| title::read(t.text));
    let all: Vec<Title> = found.into_iter().chain(page).collect();
    // The first that names everything; what is missing in it may be given by another of the same year.
    let best = all.iter().find(|t| t.agency.is_some() && !t.about).or(all.first())?;
    let mut best = best.clone();
    best.about = all[0].about && all.iter().filter(|t| t.about).count() * 2 >= all.len();
    Some(best)
}

/// A title that begins at a line: in it, or broken over this and the next lines.
fn at_line(body: &[&Text], at: usize) -> Option<Title> {
    let alone = title::read(body[at].text);
    if alone.as_ref().is_some_and(|t| t.agency.is_some()) {
        return alone;
    }
    let mut joined = body[at].text.to_owned();
    let mut found = None;
    for piece in body[at + 1..].iter().take(TITLE_PIECES - 1) {
        if joined.chars().count() > LONGEST_PIECE || piece.text.chars().count() > LONGEST_PIECE {
            break;
        }
        joined.push_str(piece.text);
        // What only the joining made a name of must be one.
        found = title::read(&joined).filter(|t| t.agency.as_deref().is_some_and(title::is_body));
        if found.is_some() {
            break;
        }
    }
    found.or(alone)
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
    crate::parse::running::lines(printed).find_map(|line| title::period(&line.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::TextLine;
    use crate::place::Place;

    fn sections(lines: &[&str]) -> Vec<(Option<u8>, String, String)> {
        let line = |(n, text): (usize, &&str)| {
            let at = Place::Text { line: n as u32 + 1, columns: None };
            Printed::Line(TextLine { text: (*text).to_owned(), at, kind: LineKind::Body })
        };
        let printed: Vec<Printed> = lines.iter().enumerate().map(line).collect();
        read(&printed).into_iter().map(|s| (s.number, s.heading, s.text)).collect()
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
