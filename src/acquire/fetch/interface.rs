//! A JSON list interface as a source declares it → the question for each of its pages.

use super::address;
use super::listing::Shape;
use super::question::{Question, is_json};
use serde::de::IgnoredAny;
use std::fmt::Write as _;

/// What is replaced by the number of the page, in the address or in what is posted.
const PAGE: &str = "{page}";

/// The longest text that is posted, in bytes: it stands in the log with every page.
const LONGEST_POST: usize = 16 * 1024;

/// A JSON interface.
#[derive(Debug, Clone)]
pub struct Interface {
    /// What its answers look like.
    pub shape: Shape,
    /// Its address, with `{page}` where the number of the page belongs; nothing after the first page where it is not there.
    address: String,
    /// What is posted to it, likewise.
    post: Option<String>,
    /// The number of its first page.
    first: u32,
}

impl Interface {
    /// One of a shape at an address. The error is a clause about what is posted.
    pub fn new(shape: Shape, address: String, post: Option<String>, first: u32) -> Result<Self, &'static str> {
        let post = match post {
            Some(post) if post.len() > LONGEST_POST => return Err("is longer than the question for any list"),
            Some(post) if is_json(&post) => {
                let example = post.replace(PAGE, "1");
                serde_json::from_str::<IgnoredAny>(&example).map_err(|_| "begins like JSON, and is none")?;
                Some(post)
            }
            form => form.map(|form| encoded(&form)),
        };
        Ok(Self { shape, address, post, first })
    }

    /// The question for a page, counted from 0. The error is a clause about the address.
    pub fn page(&self, number: u32) -> Result<Question, &'static str> {
        let is_paged = [Some(&self.address), self.post.as_ref()].iter().flatten().any(|text| text.contains(PAGE));
        let number = self.first.checked_add(number).filter(|_| number == 0 || is_paged).ok_or("it has no such page")?;
        let fill = |text: &str| text.replace(PAGE, &number.to_string());
        Ok(Question { url: address::read(None, &fill(&self.address))?, post: self.post.as_deref().map(fill) })
    }
}

/// A form as it is sent: what can't stand in one is written as bytes of UTF-8, as browsers do; the rest is as it was given.
fn encoded(form: &str) -> String {
    form.bytes().fold(String::with_capacity(form.len()), |mut to, byte| {
        if byte.is_ascii_graphic() {
            to.push(byte.into());
        } else {
            let _ = write!(to, "%{byte:02X}");
        }
        to
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str, post: Option<&str>) -> Result<Interface, &'static str> {
        let shape = Shape { list: String::new(), title: "t".into(), link: "u".into(), pages: None };
        Interface::new(shape, address.to_owned(), post.map(str::to_owned), 1)
    }

    fn posted(post: &str, page: u32) -> Option<String> {
        of("http://a.cn/list", Some(post)).unwrap().page(page).ok()?.post
    }

    #[test]
    fn the_number_of_the_page_stands_in_the_address_or_in_what_is_posted() {
        assert_eq!(of("http://a.cn/list?p={page}", None).unwrap().page(1).unwrap().name(), "http://a.cn/list?p=2");
        assert_eq!(posted("a=1&page={page}", 2).as_deref(), Some("a=1&page=3"));
        assert_eq!(posted("{\"page\": {page}}", 0).as_deref(), Some("{\"page\": 1}"));
        assert_eq!(posted("a=1", 0).as_deref(), Some("a=1"));
        assert_eq!(posted("a=1", 1), None, "the first page would be asked for without end");
        assert_eq!(posted("", 0).as_deref(), Some(""));
    }

    #[test]
    fn a_form_is_written_as_browsers_do() {
        assert_eq!(posted("q=年报 a&x=%20+", 0).as_deref(), Some("q=%E5%B9%B4%E6%8A%A5%20a&x=%20+"));
        assert_eq!(posted("{\"q\": \"年报\"}", 0).as_deref(), Some("{\"q\": \"年报\"}"));
    }

    #[test]
    fn what_can_t_be_meant_is_said() {
        assert!(of("http://a.cn/", Some("{page={page}")).is_err());
        assert!(of("http://a.cn/", Some(&"a".repeat(20_000))).is_err());
    }
}
