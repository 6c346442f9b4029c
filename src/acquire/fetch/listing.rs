//! The answer of a JSON list interface → its items.
//!
//! Every site names its members otherwise, so the source declares where the list is and what its items call their title and
//! address. An answer wrapped in a call (JSONP) is unwrapped.

use serde_json::Value;

/// Where things are in an answer, as the source declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The path to the list, its members parted by dots: `data.list`. Empty for an answer that is the list.
    pub list: String,
    /// The member of an item that holds its title.
    pub title: String,
    /// The member that holds its address.
    pub link: String,
    /// The path to the number of pages, where the answer tells it.
    pub pages: Option<String>,
}

/// What an answer lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Titles and addresses.
    pub items: Vec<(String, String)>,
    /// How many pages there are.
    pub pages: Option<u32>,
    /// Items without a title or an address.
    pub broken: usize,
}

/// Reads an answer. The error is a clause for people.
pub fn read(text: &str, shape: &Shape) -> Result<Listing, String> {
    let value: Value =
        serde_json::from_str(unwrapped(text)).map_err(|error| format!("its answer is no JSON ({error})"))?;
    let list = at(&value, &shape.list)
        .and_then(Value::as_array)
        .ok_or_else(|| format!("its answer has no list at {:?}", shape.list))?;
    let mut listing =
        Listing { pages: shape.pages.as_deref().and_then(|p| at(&value, p)).and_then(number), ..Listing::default() };
    for item in list {
        match (at(item, &shape.title).and_then(text_of), at(item, &shape.link).and_then(text_of)) {
            (Some(title), Some(link)) => listing.items.push((title, link)),
            _ => listing.broken += 1,
        }
    }
    Ok(listing)
}

/// What a call is made with: `callback({…});`.
fn unwrapped(text: &str) -> &str {
    let text = text.trim().trim_start_matches('\u{FEFF}');
    if text.starts_with(['{', '[']) {
        return text;
    }
    match (text.find('('), text.rfind(')')) {
        (Some(from), Some(to)) if from < to => &text[from + 1..to],
        _ => text,
    }
}

fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').filter(|part| !part.is_empty()).try_fold(value, |value, part| match value {
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        value => value.get(part),
    })
}

/// Text without the tags that search engines put round what was looked for.
fn text_of(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let mut plain = String::new();
    let mut is_tag = false;
    for c in text.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            c if !is_tag => plain.push(c),
            _ => {}
        }
    }
    let plain = plain.trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}

fn number(value: &Value) -> Option<u32> {
    value.to_string().trim_matches('"').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> Shape {
        Shape { list: "data.list".into(), title: "title".into(), link: "url".into(), pages: Some("data.pages".into()) }
    }

    #[test]
    fn items_are_found_where_the_source_says() {
        let text =
            r#"cb({"data":{"pages":"3","list":[{"title":"<em>2023年</em>年报","url":"/1.html"},{"title":"x"}]}});"#;
        let listing = read(text, &shape()).unwrap();
        assert_eq!(listing.items, [("2023年年报".to_owned(), "/1.html".to_owned())]);
        assert_eq!((listing.pages, listing.broken), (Some(3), 1));
        let plain = Shape { list: String::new(), pages: None, ..shape() };
        assert_eq!(read(r#"[{"title":"a","url":"b"}]"#, &plain).unwrap().items.len(), 1);
    }

    #[test]
    fn what_is_not_there_is_said() {
        assert!(read("<html>", &shape()).unwrap_err().contains("no JSON"));
        assert!(read("{}", &shape()).unwrap_err().contains("data.list"));
    }
}
