//! The words of the forms for tables, rows and columns, as people print them.

/// The heading of a table.
pub(crate) fn table(id: &str) -> &str {
    match id {
        "proactive" => "二、主动公开政府信息情况",
        "requests" => "三、收到和处理政府信息公开申请情况",
        "appeals" => "四、政府信息公开行政复议、行政诉讼情况",
        other => other,
    }
}

/// The label of a row; its id where the form gives none.
pub(crate) fn row(_form: Option<&str>, _table: &str, id: &str) -> String {
    id.to_owned()
}

/// The label of a column; its id where the form gives none.
pub(crate) fn column(_form: Option<&str>, _table: &str, id: &str) -> String {
    id.to_owned()
}
