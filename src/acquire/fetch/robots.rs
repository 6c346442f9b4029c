//! An answer to the question for robots.txt → what may be fetched, and how often (RFC 9309).
//!
//! None at all allows everything; one that can't be had for now forbids everything for now.

use super::address;
use std::time::Duration;
use texting_robots::Robot;
use url::Url;

/// The part of a robots.txt that is read, in bytes (RFC 9309, 2.5).
pub const LIMIT: usize = 500 * 1024;

/// The longest delay between requests that a robots.txt can ask for: more would be a refusal in other words.
const LONGEST_DELAY: Duration = Duration::from_mins(1);

/// What a robots.txt says.
pub enum Rules {
    /// Everything may be fetched.
    None,
    /// What it says.
    Some(Box<Robot>),
    /// It could not be had: nothing may be fetched until it can.
    Closed(String),
}

impl Rules {
    /// Reads it, for a user agent by the first word of its name.
    pub fn read(agent: &str, text: &[u8]) -> Self {
        let text = &text[..text.len().min(LIMIT)];
        match Robot::new(agent, text) {
            Ok(robot) => Self::Some(Box::new(robot)),
            Err(_) => {
                Self::Closed("its robots.txt holds a rule that can't be read: look at it, and ask the site".to_owned())
            }
        }
    }

    /// Whether an address may be fetched.
    pub fn allow(&self, url: &Url) -> bool {
        match self {
            Self::None => true,
            Self::Some(robot) => robot.allowed(url.as_str()) || *url == address::robots(url),
            Self::Closed(_) => false,
        }
    }

    /// The delay between requests that it asks for.
    pub fn delay(&self) -> Option<Duration> {
        let Self::Some(robot) = self else { return None };
        let seconds = robot.delay.filter(|s| s.is_finite() && *s >= 0.0)?;
        Some(Duration::try_from_secs_f32(seconds).unwrap_or(LONGEST_DELAY).min(LONGEST_DELAY))
    }
}

impl std::fmt::Debug for Rules {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(match self {
            Self::None => "None",
            Self::Some(_) => "Some",
            Self::Closed(_) => "Closed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> Url {
        Url::parse(&format!("http://a.cn{path}")).unwrap()
    }

    #[test]
    fn rules_are_for_us_or_for_all() {
        let rules = Rules::read(
            "gongkai",
            b"User-agent: *\nDisallow: /\n\nUser-agent: gongkai\nDisallow: /private/\nCrawl-delay: 2.5\n",
        );
        assert!(rules.allow(&url("/nb/1.html")) && !rules.allow(&url("/private/1.html")));
        assert!(rules.allow(&url("/robots.txt")));
        assert_eq!(rules.delay(), Some(Duration::from_millis(2500)));
        let rules = Rules::read("gongkai", b"User-agent: *\nDisallow: /*.pdf$\nAllow: /open/\n");
        assert!(!rules.allow(&url("/a.pdf")) && rules.allow(&url("/a.pdf?x")));
    }

    #[test]
    fn hostile_rules_do_no_harm() {
        for text in [
            &b"\xFF\xFE\x00"[..],
            "User-agent: *\nDisallow: /年报\u{0}(((((\nCrawl-delay: 1e30\n".as_bytes(),
            &b"*".repeat(100_000),
        ] {
            let rules = Rules::read("gongkai", text);
            let _ = rules.allow(&url("/x"));
            assert!(rules.delay().is_none_or(|d| d <= LONGEST_DELAY));
        }
    }
}
