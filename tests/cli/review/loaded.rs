//! What a reviewer decided, in the warehouse: the number that was set, and beside it what had been read.

use super::super::load::{ask, load};
use super::browser::Server;
use super::{convert, sources_and_dataset};

const GLUED: &str = "glued-ambiguous.txt";

#[test]
fn a_corrected_cell_is_loaded_as_corrected_and_the_reading_before_is_kept() {
    let (folder, input, dataset) = sources_and_dataset();
    let warehouse = folder.path().join("w.sqlite");
    load(&dataset, &warehouse, &[]);
    let server = Server::start(&dataset, &[]);
    let number = server.number(GLUED);
    let cells = server.report(number)["view"]["cells"].clone();
    let (cell, read) = cells.as_object().unwrap().iter().find(|(_, cell)| cell["status"] == "doubtful").unwrap();
    let action = server.decide(number, "correct", &[cell], "41.50");
    // A decision that no conversion has applied is not in the dataset, nor in the warehouse.
    assert!(load(&dataset, &warehouse, &[]).contains("nothing changed"));
    convert(&input, &dataset);
    let said = load(&dataset, &warehouse, &[]);
    assert!(said.contains("; 1 read otherwise than before."), "{said}");
    let facts = format!("select exact, status from facts where source = '{GLUED}' and cell_id = '{cell}'")
        .replace("from facts", "from facts join reports using (report_no)");
    assert_eq!(ask(&warehouse, &facts), ["41.5 corrected"], "what was read: {read}");
    let history = format!(
        "select r.report_no, r.standing, r.until_load, f.status, h.until_time is not null from report r
        join document d using (document_no) join fact f using (report_no) join cell c using (cell_no)
        join history h using (report_no) where d.source = '{GLUED}' and c.cell_id = '{cell}' order by r.report_no"
    );
    let kept = ask(&warehouse, &history);
    let words: Vec<&str> = kept.iter().map(|row| row.split_once(' ').unwrap().1).collect();
    assert_eq!(words, ["reread 2 doubtful 1", "current - corrected 0"]);
    assert_eq!(ask(&warehouse, "select count(*) from report"), [(super::DOCUMENTS.len() + 1).to_string()]);
    // A sum has the number that was set.
    let sum = format!("select count(*) from cell_sums where cell_id = '{cell}' and sum like '%.5'");
    assert_eq!(ask(&warehouse, &sum), ["1"]);
    // Taken back, it is the reading before, which is a report more: each was in force in its time.
    assert_eq!(server.post(&format!("api/report/{number}/undo"), &serde_json::json!(action)).status, 200);
    convert(&input, &dataset);
    load(&dataset, &warehouse, &[]);
    let words: Vec<String> =
        ask(&warehouse, &history).iter().map(|row| row.split_once(' ').unwrap().1.to_owned()).collect();
    assert_eq!(words, ["reread 2 doubtful 1", "reread 3 corrected 1", "current - doubtful 0"]);
}
