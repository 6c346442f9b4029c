//! `docs/FORMS.md` is made from the form data, so that it can't drift: this test makes it again and compares.
//!
//! `GONGKAI_BLESS=1 cargo test --test forms` writes it anew after the data was changed.

use gongkai::report::form::{Forms, Identity, Item, Per, Proactive, Variant, forms};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

const HEAD: &str = "# The forms

Three forms were set for the annual reports, one after another. Which of them a document uses is told by the words that it
prints, never by its year: agencies go on using an old row for years.

| form | report years, usually | what is printed |
|---|---|---|
| `ogi-2021` | 2021 and later | six sections, tables in sections two, three and four |
| `ogi-2019` | 2019 and 2020 | the same, with other columns in section two |
| `ogi-2014` | 2013 to 2018 | free chapters and one list of indicators |

A cell id is a dotted path, and the same path leads to its value in the JSON under `tables`. A label is compared without its
ordinal, notes in brackets, punctuation and white space; wordings that were seen beside the one given here are in
`src/report/forms/`, from which this page is made. A **sum** is an identity of the form: a report that breaks one is
`publisher_inconsistent` if every number of it was read for certain, and `needs_review` if not. An empty cell counts as
nothing in a sum, and a total that is printed empty is not checked.

Reports without any table are reports too: `form` is null, `tables` is empty, and the chapters are in `sections`.
";

const STATISTICS: &str = "
Which rows belong to a report is decided by what is printed: the variant most of whose rows stand there. A row of that variant
that is not printed is `missing`; `cumulative` belongs to the reports that print such a column. An indicator of the
publisher's own is told in a finding (`row-unknown`) with its number and kept in no cell; it changes no verdict, because
every row of the form can be read beside it. A table with less than half of the rows of any variant is `variant-unknown` and
needs review: what it lacks can't be told.
";

fn page(forms: &Forms) -> Result<String, std::fmt::Error> {
    let mut to = HEAD.to_owned();
    for form in &forms.proactive {
        write!(to, "\n## `{}`: section two, {}\n\n{}\n\n", form.id, form.heading, form.label)?;
        proactive(form, &mut to)?;
    }
    let requests = &forms.requests;
    write!(to, "\n## `ogi-2021` and `ogi-2019`: section three, {}\n\n", requests.label)?;
    to.push_str("Each row has one cell a column: `requests.ROW.COLUMN`.\n\n");
    items("COLUMN", &requests.columns, &mut to)?;
    to.push('\n');
    items("ROW", &requests.rows, &mut to)?;
    for row in requests.rows.iter().filter(|r| !r.instead_of.is_empty()) {
        let parts: Vec<String> = row.instead_of.iter().map(|id| format!("`{id}`")).collect();
        write!(to, "\n`{}` is printed instead of {}.\n", row.id, parts.join(", "))?;
    }
    identities(&requests.identities, &mut to)?;
    let appeals = &forms.appeals;
    write!(to, "\n## `ogi-2021` and `ogi-2019`: section four, {}\n\n", appeals.label)?;
    to.push_str("One row of numbers, each with a kind and a result over it: `appeals.KIND.RESULT`.\n\n");
    items("KIND", &appeals.kinds, &mut to)?;
    to.push('\n');
    items("RESULT", &appeals.results, &mut to)?;
    identities(&appeals.identities, &mut to)?;
    let statistics = &forms.statistics;
    write!(to, "\n## `{}`: {}\n\n", statistics.id, statistics.heading)?;
    to.push_str("Each row has one cell a column: `statistics.ROW.COLUMN`.\n\n");
    items("COLUMN", &statistics.columns, &mut to)?;
    to.push_str(STATISTICS);
    for variant in &statistics.variants {
        indicators(variant, &mut to)?;
    }
    Ok(to)
}

fn proactive(form: &Proactive, to: &mut String) -> std::fmt::Result {
    to.push_str("| printed | column | id | unit |\n|---|---|---|---|\n");
    for row in &form.rows {
        for column in form.columns_of(row) {
            let article = row.article.as_deref().unwrap_or_default();
            let id = format!("{}.{}.{}", form.table, row.id, column.id);
            let unit = column.unit.as_deref().map_or("", |u| if u.is_empty() { "as printed" } else { u });
            writeln!(to, "| {article} {} | {} | `{id}` | {unit} |", row.label, column.label)?;
        }
    }
    Ok(())
}

fn items(part: &str, items: &[Item], to: &mut String) -> std::fmt::Result {
    write!(to, "| printed | {part} |\n|---|---|\n")?;
    for item in items {
        let group = item.group.as_deref().map_or(String::new(), |g| format!("{g} "));
        writeln!(to, "| {group}{} | `{}` |", item.label, item.id)?;
    }
    Ok(())
}

fn indicators(variant: &Variant, to: &mut String) -> std::fmt::Result {
    write!(to, "\n### {}\n\n| printed | ROW | unit |\n|---|---|---|\n", variant.label)?;
    for row in &variant.rows {
        let depth = std::iter::successors(row.group.as_deref(), |g| {
            variant.rows.iter().find(|r| r.label == **g).and_then(|r| r.group.as_deref())
        });
        let indent = "&emsp;".repeat(depth.count());
        let unit = row.unit.as_deref().or(row.counted_in.as_deref()).unwrap_or_default();
        let id = if row.heading { String::new() } else { format!("`{}`", row.id) };
        let until = row.last_year.map_or(String::new(), |y| format!(" (until {y})"));
        writeln!(to, "| {indent}{}{until} | {id} | {unit} |", row.label)?;
    }
    identities(&variant.identities, to)
}

fn identities(all: &[Identity], to: &mut String) -> std::fmt::Result {
    to.push_str("\n| sum | of each | rule | why |\n|---|---|---|---|\n");
    for identity in all {
        let per = match identity.per {
            Per::Column => "column",
            Per::Row => "row",
            Per::Kind => "kind",
        };
        let side = |ids: &[String]| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" + ");
        let rule = format!("{} = {}", side(&identity.left), side(&identity.right));
        writeln!(to, "| `{}` | {per} | {rule} | {} |", identity.id, identity.why)?;
    }
    Ok(())
}

#[test]
fn the_page_of_the_forms_is_what_the_data_says() -> Result<(), Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/FORMS.md");
    let made = page(forms())?;
    if std::env::var_os("GONGKAI_BLESS").is_some() {
        std::fs::write(&file, &made)?;
    }
    let kept = std::fs::read_to_string(&file)?;
    assert!(kept == made, "docs/FORMS.md is not what the forms say: GONGKAI_BLESS=1 cargo test --test forms");
    Ok(())
}
