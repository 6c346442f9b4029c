//! Sizes as people write them: `4096`, `500K`, `64M`, `2G`, with or without `B` or `iB`; powers of 1024.

/// The size above which a document is left unread, where nothing else is asked for.
pub(crate) const LIMIT: &str = "256M";

/// Reads a size in bytes.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let shift = match unit.trim().to_ascii_lowercase().trim_end_matches('b').trim_end_matches('i') {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        _ => return Err(format!("{unit:?} is no unit of size: use K, M or G")),
    };
    let number: u64 =
        number.parse().map_err(|_| "a size is a number with K, M or G behind it, such as 64M".to_owned())?;
    number.checked_mul(1 << shift).ok_or_else(|| "that is more than can be counted".to_owned())
}

/// Writes a size for people.
pub(crate) fn told(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_limit_in_the_help_is_that_of_the_library() {
        assert_eq!(parse(super::LIMIT), Ok(gongkai::acquire::SIZE_LIMIT));
    }

    #[test]
    fn sizes_are_read_as_people_write_them() {
        assert_eq!(parse("4096"), Ok(4096));
        assert_eq!(parse("500K"), Ok(512_000));
        assert_eq!(parse("64 MiB"), Ok(64 << 20));
        assert_eq!(parse("2gb"), Ok(2 << 30));
        assert!(parse("").is_err());
        assert!(parse("much").is_err());
        assert!(parse("99999999999G").is_err());
    }
}
