//! What databases say differently, in the views' files: `{number f.value}` and the like.

use super::Dialect;

/// The result of an appeal, of a cell of either form.
const RESULT: &str = "case when c.table_id = 'appeals' then c.column_id when c.row_id like '%.upheld' then 'upheld' when c.row_id like '%.corrected' then 'corrected' when c.row_id like '%.other' then 'other' else 'total' end";

/// The kind of an appeal, of a cell of either form.
const APPEAL: &str = "case when c.table_id = 'appeals' then c.row_id when c.row_id like 'reconsideration.%' then 'reconsideration' else 'litigation' end";

/// Puts a database's own words in place of what stands in braces, the innermost first.
pub(super) fn expand(sql: &str, dialect: Dialect) -> String {
    let mut sql = sql.to_owned();
    while let Some(start) = sql.rfind('{')
        && let Some(length) = sql[start..].find('}')
    {
        let inside = &sql[start + 1..start + length];
        let (word, rest) = inside.split_once(' ').unwrap_or((inside, ""));
        let said = say(dialect, word, rest);
        sql.replace_range(start..=start + length, &said);
    }
    sql
}

fn say(dialect: Dialect, word: &str, rest: &str) -> String {
    let unsure = || format!("max(case when ({rest}) and f.status in ('doubtful', 'missing') then 1 else 0 end) = 1");
    let sum = || format!("sum(case when {rest} then {} end)", number(dialect, "f.value"));
    match word {
        "number" => number(dialect, rest),
        "exact" => exact(dialect, rest),
        "sum" => {
            let (value, condition) = rest.split_once(" if ").unwrap_or((rest, "true"));
            let value = value.replace("exact", "value");
            exact(dialect, &format!("sum(case when {condition} then {value} end)"))
        }
        // A count of cells that are all certain. An empty cell counts as nothing in a sum.
        "certain" => format!("case when {} then null else {} end", unsure(), sum()),
        "some" => format!("case when {} then null else coalesce({}, 0) end", unsure(), sum()),
        "rate" => {
            let (part, whole) = rest.split_once(" / ").unwrap_or((rest, "0"));
            format!("case when {whole} > 0 then cast({part} as double precision) / {whole} end")
        }
        "result" => RESULT.to_owned(),
        "appeal" => APPEAL.to_owned(),
        other => other.to_owned(),
    }
}

/// A decimal as a number.
pub(super) fn number(dialect: Dialect, value: &str) -> String {
    if dialect == Dialect::Sqlite { format!("cast({value} as numeric)") } else { value.to_owned() }
}

/// A decimal as text, every digit.
fn exact(dialect: Dialect, value: &str) -> String {
    match dialect {
        Dialect::Sqlite => value.to_owned(),
        Dialect::Postgres => format!("cast(trim_scale({value}) as text)"),
        Dialect::Duckdb => format!("rtrim(rtrim(cast({value} as varchar), '0'), '.')"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, expand};

    #[test]
    fn what_stands_in_braces_is_said_in_the_words_of_the_database() {
        assert_eq!(
            expand("select {number f.x} as x, {exact y}", Dialect::Sqlite),
            "select cast(f.x as numeric) as x, y"
        );
        assert_eq!(
            expand("{rate {number a} / {number b}}", Dialect::Postgres),
            "case when b > 0 then cast(a as double precision) / b end"
        );
    }
}
