//! `gongkai` turns published Chinese government-information-disclosure annual reports into checked data.

pub mod acquire;
pub mod decode;
pub mod finding;
pub mod layout;
pub mod parse;
pub mod place;
pub mod report;
pub mod verify;
pub mod write;

use acquire::{Document, MediaType};
use decode::Line;
use finding::Unreadable;

/// What became of a document.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A report came out, with what its checks say.
    Report(Box<report::Report>, verify::Judgement),
    /// None did.
    Unreadable(Unreadable),
}

/// A second, independent way to the text of a PDF: a number that one engine drops or takes for another is told by nothing
/// else where no sum holds it. The caller says how it is run, because it must be run where its faults cost nothing (see
/// `decode::second`).
pub type SecondReading<'a> = dyn Fn(&Document) -> Result<Vec<Line>, Unreadable> + Sync + 'a;

/// Which PDFs are read a second time. It takes about as long as all the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReadTwice {
    /// Those that did not come out clean: whose numbers do not add up, or whose first reading is in doubt.
    #[default]
    Unclean,
    /// All.
    All,
}

/// Reads one document: the whole road from bytes to verdict.
pub fn convert(document: &Document, second: Option<&SecondReading>, which: ReadTwice) -> Outcome {
    match road(document, second, which) {
        Ok((report, judgement)) => Outcome::Report(Box::new(report), judgement),
        Err(unreadable) => Outcome::Unreadable(unreadable),
    }
}

fn road(
    document: &Document,
    second: Option<&SecondReading>,
    which: ReadTwice,
) -> Result<(report::Report, verify::Judgement), Unreadable> {
    let content = decode::decode(document)?;
    let (mut report, mut judgement) = read(&content)?;
    let is_wanted = which == ReadTwice::All || judgement.verdict != verify::Verdict::Clean;
    if let Some(second) = second.filter(|_| is_wanted && document.media_type == MediaType::Pdf)
        && let Ok(lines) = second(document)
    {
        judgement = read_again(&mut report, lines);
    }
    Ok((report, judgement))
}

/// Holds a report against what a second engine read in the same document, line by line, and judges it anew.
pub fn read_again(report: &mut report::Report, lines: Vec<Line>) -> verify::Judgement {
    let sheet = layout::lay_out(&decode::Content::Lines(lines));
    report::confirm(report, &parse::read(&sheet));
    verify::judge(report)
}

/// Reads what was decoded: the road after `decode`, without a second reading.
pub fn read(content: &decode::Content) -> Result<(report::Report, verify::Judgement), Unreadable> {
    let sheet = layout::lay_out(content);
    let mut report = report::read(&parse::read(&sheet))?;
    if let decode::Content::Pages(pages) = content
        && let Some(unruled) = layout::pages::without_rules(pages)
    {
        report::hold_against(&mut report, &parse::read(&unruled));
    }
    report.findings.extend(content.findings().cloned());
    report::doubt(&mut report, &content.doubtful_places());
    let judgement = verify::judge(&report);
    Ok((report, judgement))
}
