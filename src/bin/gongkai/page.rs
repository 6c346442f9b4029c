//! A report as a page in the terminal: its head, its tables, its checks and its doubts.

use crate::draw::{self, Cell as Drawn, Text};
use crate::equation;
use crate::labels::Labels;
use anstyle::{AnsiColor, Style};
use gongkai::Outcome;
use gongkai::finding::Severity;
use gongkai::place::Place;
use gongkai::report::id::CellId;
use gongkai::report::{Cell, Report, Status};
use gongkai::verify::{CheckResult, Judgement, Verdict};
use gongkai::write::record::{DocumentFacts, word};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// The widest a column may be drawn: room for the longest label of the forms.
const WIDEST: usize = 46;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const DOUBT: Style = AnsiColor::Yellow.on_default().bold();
const WRONG: Style = AnsiColor::Red.on_default().bold();

/// The page, coloured; whoever prints it takes the colours out where they are not wanted.
pub(crate) fn text(facts: &DocumentFacts, outcome: &Outcome) -> io::Result<Vec<u8>> {
    let mut to = Vec::new();
    match outcome {
        Outcome::Report(report, judgement) => {
            head(facts, report, judgement.verdict, &mut to)?;
            tables(report, judgement, &mut to)?;
            doubts(report, &mut to)?;
            checks(report, judgement, &mut to)?;
            findings(report, judgement, &mut to)?;
        }
        Outcome::Unreadable(why) => {
            writeln!(to, "{BOLD}{}{BOLD:#}", facts.source)?;
            writeln!(to, "{WRONG}unreadable{WRONG:#}: {}: {why}", word(&why.reason))?;
        }
    }
    Ok(to)
}

fn head(facts: &DocumentFacts, report: &Report, verdict: Verdict, to: &mut impl Write) -> io::Result<()> {
    let told = |text: Option<&str>| text.unwrap_or("?").to_owned();
    let year = report.year.map_or_else(|| "?".to_owned(), |year| year.to_string());
    writeln!(to, "{BOLD}{}{BOLD:#}", told(report.title.as_deref().or(Some(&facts.source))))?;
    writeln!(to, "agency   {}", told(report.agency.as_deref()))?;
    writeln!(to, "year     {year}")?;
    writeln!(to, "form     {}", told(report.form.as_deref()))?;
    writeln!(to, "source   {}", facts.source)?;
    let style = match verdict {
        Verdict::Clean => GOOD,
        Verdict::NeedsReview => DOUBT,
        Verdict::PublisherInconsistent | Verdict::Unreadable => WRONG,
    };
    writeln!(to, "verdict  {style}{}{style:#}", word(&verdict))
}

/// The tables of the form, drawn with the rows and columns that the cell ids name.
fn tables(report: &Report, judgement: &Judgement, to: &mut impl Write) -> io::Result<()> {
    let failed = judgement.checks.iter().filter(|c| c.result == CheckResult::Fail && !c.advisory);
    let failed: BTreeSet<CellId> = failed.flat_map(|c| equation::cells(c, report)).collect();
    let labels = Labels::of(report);
    let mut used = Signs::default();
    for table in in_order(report.cells.iter().filter_map(|(id, _)| id.split('.').next())) {
        let cells: Vec<_> = report.cells.iter().filter_map(|(id, cell)| parts(id, table, cell)).collect();
        let columns = in_order(cells.iter().map(|(_, _, column, _)| *column));
        let mut rows = vec![vec![Drawn::left(Text::plain(""))]];
        rows[0].extend(columns.iter().map(|c| Drawn::right(Text::new(labels.column(table, c), DIM))));
        let mut among = None;
        for row in in_order(cells.iter().map(|(_, row, _, _)| *row)) {
            let (label, group) = labels.row(table, row);
            if let Some(group) = group.filter(|_| group != among) {
                rows.push(vec![Drawn::left(Text::plain(group))]);
            }
            among = group;
            let indent = if group.is_some() { "  " } else { "" };
            let mut drawn = vec![Drawn::left(Text::plain(format!("{indent}{label}")))];
            for column in &columns {
                let cell = cells.iter().find(|(_, r, c, _)| *r == row && c == column);
                let text = cell.map(|(id, _, _, cell)| used.mark(cell, failed.contains(*id)));
                drawn.push(Drawn::right(text.unwrap_or_default()));
            }
            rows.push(drawn);
        }
        writeln!(to, "\n{BOLD}{}{BOLD:#}", labels.table(table))?;
        draw::table(&rows, WIDEST, to)?;
    }
    used.legend(to)
}

/// A cell id taken apart: the whole of it, row, column.
fn parts<'a>(id: &'a str, table: &str, cell: &'a Cell) -> Option<(&'a str, &'a str, &'a str, &'a Cell)> {
    let rest = id.strip_prefix(table)?.strip_prefix('.')?;
    let (row, column) = rest.rsplit_once('.').unwrap_or((rest, ""));
    Some((id, row, column, cell))
}

/// Each once, in the order of first appearance.
fn in_order<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for word in words {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// The signs that were used, so that the legend tells those and no others.
#[derive(Debug, Default)]
struct Signs(BTreeSet<Sign>);

/// What a sign beside a number, or in its place, means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Doubtful,
    FailedCheck,
    Missing,
    Blank,
    Corrected,
}

impl Signs {
    fn mark(&mut self, cell: &Cell, touched: bool) -> Text {
        let value = cell.value.map_or_else(String::new, |v| v.to_string());
        let (sign, text) = match (cell.status, touched) {
            (Status::Doubtful, _) => (Sign::Doubtful, Text::new(format!("{value}?"), DOUBT)),
            (Status::Missing, _) => (Sign::Missing, Text::new("×", DOUBT)),
            (_, true) => (Sign::FailedCheck, Text::new(format!("{value}!"), WRONG)),
            (Status::Blank, _) => (Sign::Blank, Text::new("·", DIM)),
            (Status::Corrected, _) => (Sign::Corrected, Text::new(format!("{value}*"), GOOD)),
            (Status::Read, _) => return Text::plain(value),
        };
        self.0.insert(sign);
        text
    }

    fn legend(&self, to: &mut impl Write) -> io::Result<()> {
        let told = |sign: &Sign| match sign {
            Sign::Doubtful => "? doubtful",
            Sign::FailedCheck => "! in a failed check",
            Sign::Missing => "× not in the document",
            Sign::Blank => "· printed empty",
            Sign::Corrected => "* corrected",
        };
        let told: Vec<_> = self.0.iter().map(told).collect();
        if told.is_empty() { Ok(()) } else { writeln!(to, "\n  {DIM}{}{DIM:#}", told.join("   ")) }
    }
}

/// The cells that were not plainly read, each with what was seen and where.
fn doubts(report: &Report, to: &mut impl Write) -> io::Result<()> {
    let doubtful: Vec<_> = report.cells.iter().filter(|(_, cell)| cell.status == Status::Doubtful).collect();
    if doubtful.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{BOLD}Doubtful cells{BOLD:#}")?;
    for (id, cell) in doubtful {
        write!(to, "  {DOUBT}?{DOUBT:#} {id}")?;
        if let Some(raw) = &cell.raw {
            write!(to, ": printed {raw:?}")?;
        }
        if !cell.candidates.is_empty() {
            let candidates: Vec<_> = cell.candidates.iter().map(ToString::to_string).collect();
            write!(to, ", may be {}", candidates.join(" or "))?;
        }
        writeln!(to, "{}", cell.at.map_or_else(String::new, |at| format!(" ({})", place(at))))?;
    }
    Ok(())
}

fn checks(report: &Report, judgement: &Judgement, to: &mut impl Write) -> io::Result<()> {
    let count = |result| judgement.checks.iter().filter(|c| c.result == result).count();
    let (pass, fail, open) = (count(CheckResult::Pass), count(CheckResult::Fail), count(CheckResult::NotAssessable));
    writeln!(to, "\n{BOLD}Checks{BOLD:#}: {pass} hold, {fail} fail, {open} can't be assessed")?;
    for check in judgement.checks.iter().filter(|c| c.result == CheckResult::Fail) {
        let advisory = if check.advisory { " (advisory)" } else { "" };
        let written = equation::of(check, report);
        writeln!(to, "  {WRONG}!{WRONG:#} {} {}: {written}{advisory}", check.id, check.subject)?;
    }
    Ok(())
}

fn findings(report: &Report, judgement: &Judgement, to: &mut impl Write) -> io::Result<()> {
    let all = || report.findings.iter().chain(&judgement.findings);
    if all().next().is_none() {
        return Ok(());
    }
    writeln!(to, "\n{BOLD}Findings{BOLD:#}")?;
    for finding in all() {
        let style = match finding.severity {
            Severity::Note => DIM,
            Severity::Warning => DOUBT,
            Severity::Error => WRONG,
        };
        let at = finding.at.map_or_else(String::new, |at| format!(" ({})", place(at)));
        writeln!(to, "  {style}{}{style:#} {}: {}{at}", word(&finding.severity), finding.code, finding.message)?;
        if let Some(hint) = &finding.hint {
            writeln!(to, "    {hint}")?;
        }
    }
    Ok(())
}

/// A place in words.
pub(crate) fn place(at: Place) -> String {
    match at {
        Place::Page { page, area: Some(area) } => {
            format!("page {page}, {:.0} from the left, {:.0} from the top", area.left(), area.top())
        }
        Place::Page { page, area: None } => format!("page {page}"),
        Place::Text { line, columns: Some([from, to]) } => format!("line {line}, columns {from} to {to}"),
        Place::Text { line, columns: None } => format!("line {line}"),
        Place::Cell { table, row, cell } => format!("table {table}, row {row}, cell {cell}"),
    }
}
