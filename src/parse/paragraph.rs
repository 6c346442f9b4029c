//! Lines → the text of a paragraph: how the end of a line and the beginning of the next are joined.
//!
//! Chinese is set without spaces, so a broken line leaves none; Latin words and numbers need one, and two numbers are
//! never made one. Between a Chinese character and a number the habit of the lines themselves decides, because some
//! publishers set a space there (`34 件`) and others do not. Which lines belong together is not decided here.

/// Joins a line to what a paragraph says so far.
pub fn join(paragraph: &mut String, line: &str) {
    let kept = paragraph.trim_end().len();
    paragraph.truncate(kept);
    let line = line.trim_start();
    let (Some(before), Some(after)) = (paragraph.chars().next_back(), line.chars().next()) else {
        paragraph.push_str(line);
        return;
    };
    let apart = match (is_latin(before), is_latin(after)) {
        (true, true) => true,
        (false, false) => false,
        _ => {
            let one_is_chinese = is_chinese(before) || is_chinese(after);
            let (spaced, tight) =
                [paragraph.as_str(), line].map(habit).iter().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
            one_is_chinese && spaced > tight
        }
    };
    if apart {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// How often a Chinese character and a Latin one stand beside each other with a space between, and without.
fn habit(text: &str) -> (usize, usize) {
    let meets = |a: char, b: char| (is_chinese(a) && is_latin(b)) || (is_latin(a) && is_chinese(b));
    let chars: Vec<char> = text.chars().collect();
    let spaced = chars.windows(3).filter(|w| w[1] == ' ' && meets(w[0], w[2])).count();
    (spaced, chars.windows(2).filter(|w| meets(w[0], w[1])).count())
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn is_chinese(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_as_they_were_meant() {
        for (first, second, whole) in [
            ("更新各", "类栏目", "更新各类栏目"),
            ("截至2024", "12月", "截至2024 12月"),
            ("the open", "data", "the open data"),
            ("共更新", "12个栏目，发布3篇", "共更新12个栏目，发布3篇"),
            ("收到 34 件，其中", "12 件", "收到 34 件，其中 12 件"),
            ("全年，", "12 件", "全年，12 件"),
            ("更新各  ", "  类", "更新各类"),
            ("", "类", "类"),
        ] {
            let mut joined = first.to_owned();
            join(&mut joined, second);
            assert_eq!(joined, whole);
        }
    }
}
