//! A second, independent way to the text of a PDF: `pdf-extract`, which shares no code with the reader in
//! [`pdf`](super::pdf).
//!
//! It gives lines of text without places. Two readers that agree on a number are evidence for it, and two that differ
//! against it.
//!
//! **Run it in a process of its own, with limits.** Of 6,176 public PDFs it panicked on 274, overflowed its stack on
//! four, and took up to 1 GB. Panics are caught here and kept off the terminal; a stack overflow can't be caught and ends
//! the process.

use super::Line;
use super::quiet::caught;
use crate::finding::{Reason, Unreadable};

/// Lines a document may have: twice as many as the pages and characters that `pdf` reads can fill.
const MAX_LINES: usize = 500_000;

/// Reads the text of a PDF, line by line; empty lines are counted and left out.
pub fn read(bytes: &[u8]) -> Result<Vec<Line>, Unreadable> {
    let text = match caught(|| pdf_extract::extract_text_from_mem(bytes)) {
        Some(Ok(text)) => text,
        Some(Err(error)) => {
            let message = format!("the second reader can't open the PDF ({error}); rely on the first reading alone");
            return Err(Unreadable::new(Reason::Damaged, message));
        }
        None => {
            let message = "the second reader failed on the PDF; rely on the first reading alone";
            return Err(Unreadable::new(Reason::Crashed, message));
        }
    };
    let lines: Vec<Line> = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty())
        .take(MAX_LINES + 1)
        .map(|(line, number)| Line { number, text: line.to_owned() })
        .collect();
    if lines.len() > MAX_LINES {
        let message = format!("the PDF has more than {MAX_LINES} lines of text; split it");
        return Err(Unreadable::new(Reason::Memory, message));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::decode::pdf::sample::Sample;
    use crate::finding::Reason;

    #[test]
    fn lines_are_read_and_numbered() {
        let lines = read(&Sample::new("BT /F 10 Tf 20 50 Td (12) Tj 0 -20 Td (7730.28) Tj ET").bytes()).unwrap();
        let texts: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
        assert_eq!(texts, ["12", "7730.28"]);
        assert!(lines[0].number < lines[1].number);
    }

    #[test]
    fn what_it_cant_read_is_an_error() {
        assert_eq!(read(b"no PDF").unwrap_err().reason, Reason::Damaged);
        assert!(read(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n").is_err());
    }
}
