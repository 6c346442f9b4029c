//! What a server is asked: an address, and, where an interface is asked by POST, what is posted to it.
//!
//! All pages of such an interface have one address, so questions are told apart by their names: the address, or
//! `POST https://… what is posted`. No address holds a space, so a name is read back to what it was made of.

use super::address;
use url::Url;

/// What a name begins with where something is posted.
const POST: &str = "POST ";

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The address.
    pub url: Url,
    /// What is posted to it.
    pub post: Option<String>,
}

impl Question {
    /// Its name.
    pub fn name(&self) -> String {
        name(self.url.as_str(), self.post.as_deref())
    }

    /// Reads a name; nothing where its address is none that may be fetched.
    pub fn read(name: &str) -> Option<Self> {
        let (at, post) = match name.strip_prefix(POST) {
            Some(rest) => rest.split_once(' ').map(|(at, post)| (at, Some(post.to_owned())))?,
            None => (name, None),
        };
        Some(Self { url: address::read(None, at).ok()?, post })
    }
}

/// The name of a question.
pub fn name(url: &str, post: Option<&str>) -> String {
    post.map_or_else(|| url.to_owned(), |post| format!("{POST}{url} {post}"))
}

/// Whether what is posted is JSON; else it is a form.
pub fn is_json(post: &str) -> bool {
    post.trim_start().starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_back_to_its_question() {
        let url = Url::parse("http://a.cn/list?x=1").unwrap();
        let posts =
            [None, Some(String::new()), Some("page=1".to_owned()), Some("{\"a\": \"b c\",\n\"page\": 2}".to_owned())];
        let questions = posts.map(|post| Question { url: url.clone(), post });
        for question in &questions {
            assert_eq!(Question::read(&question.name()).as_ref(), Some(question));
        }
        assert_eq!(questions.map(|q| q.name()).into_iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
        assert_eq!(Question::read("POST http://a.cn/"), None);
        assert_eq!(Question::read("POST ftp://a.cn/ x"), None);
    }
}
