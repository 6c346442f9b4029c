//! Text folded for comparison, so that labels that say the same compare equal.
//!
//! Takes text as printed, gives its letters only: NFKC (full-width forms, Kangxi radicals), simplified characters, no
//! white space, no punctuation, no digits. What is kept as a value is never folded.

use unicode_normalization::UnicodeNormalization as _;

/// Traditional and variant characters that occur in the words of the forms and of titles, with their simplified ones.
/// Only these: a full conversion is not needed to recognise a label, and names are kept as printed.
const SIMPLIFIED: [(char, char); 96] = [
    ('規', '规'),
    ('範', '范'),
    ('檔', '档'),
    ('項', '项'),
    ('請', '请'),
    ('結', '结'),
    ('轉', '转'),
    ('開', '开'),
    ('處', '处'),
    ('訴', '诉'),
    ('訟', '讼'),
    ('複', '复'),
    ('復', '复'),
    ('審', '审'),
    ('維', '维'),
    ('糾', '纠'),
    ('總', '总'),
    ('計', '计'),
    ('機', '机'),
    ('構', '构'),
    ('業', '业'),
    ('屬', '属'),
    ('國', '国'),
    ('務', '务'),
    ('過', '过'),
    ('執', '执'),
    ('為', '为'),
    ('詢', '询'),
    ('無', '无'),
    ('現', '现'),
    ('補', '补'),
    ('內', '内'),
    ('類', '类'),
    ('舉', '举'),
    ('報', '报'),
    ('繳', '缴'),
    ('費', '费'),
    ('關', '关'),
    ('應', '应'),
    ('會', '会'),
    ('組', '组'),
    ('織', '织'),
    ('團', '团'),
    ('體', '体'),
    ('學', '学'),
    ('術', '术'),
    ('罰', '罚'),
    ('強', '强'),
    ('許', '许'),
    ('設', '设'),
    ('購', '购'),
    ('額', '额'),
    ('數', '数'),
    ('減', '减'),
    ('發', '发'),
    ('廢', '废'),
    ('製', '制'),
    ('對', '对'),
    ('專', '专'),
    ('辦', '办'),
    ('與', '与'),
    ('護', '护'),
    ('權', '权'),
    ('當', '当'),
    ('據', '据'),
    ('續', '续'),
    ('繼', '继'),
    ('況', '况'),
    ('題', '题'),
    ('進', '进'),
    ('問', '问'),
    ('動', '动'),
    ('稱', '称'),
    ('單', '单'),
    ('萬', '万'),
    ('穩', '稳'),
    ('時', '时'),
    ('確', '确'),
    ('認', '认'),
    ('沒', '没'),
    ('衛', '卫'),
    ('於', '于'),
    ('祕', '秘'),
    ('獲', '获'),
    ('納', '纳'),
    ('後', '后'),
    ('訪', '访'),
    ('議', '议'),
    ('經', '经'),
    ('個', '个'),
    ('條', '条'),
    ('證', '证'),
    ('種', '种'),
    ('級', '级'),
    ('門', '门'),
    ('員', '员'),
];

/// Radicals that fonts map the glyph of a whole character to, beside those that NFKC mends.
/// Source: EquivalentUnifiedIdeograph.txt of the Unicode character database, the simplified radicals of 2E80 to 2EFF.
const RADICALS: [(char, char); 32] = [
    ('⺁', '厂'),
    ('⺌', '小'),
    ('⺍', '小'),
    ('⺕', '彐'),
    ('⺠', '民'),
    ('⺩', '王'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺮', '竹'),
    ('⺷', '羊'),
    ('⺼', '月'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
];

/// Text as it looks: radicals that stand for whole characters made those characters, everything else kept.
pub fn whole(text: &str) -> String {
    let mend = |c: char| match c {
        '\u{2f00}'..='\u{2fd5}' => c.nfkc().next().unwrap_or(c),
        '\u{2e80}'..='\u{2eff}' => RADICALS.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to),
        _ => c,
    };
    text.chars().map(mend).collect()
}

/// One character, simplified where it is one of the forms' words.
pub fn simplify(c: char) -> char {
    SIMPLIFIED.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to)
}

/// Whether a character marks a footnote: a raised, lowered, circled or bracketed digit. NFKC makes a digit of it, which
/// would join the number before it.
pub fn is_footnote(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{2089}' | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '※')
}

/// NFKC and simplified; footnote marks and everything else kept.
pub fn normal(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for part in whole(text).split_inclusive(is_footnote) {
        let mark = part.chars().next_back().filter(|c| is_footnote(*c));
        let plain = mark.map_or(part, |m| &part[..part.len() - m.len_utf8()]);
        folded.extend(plain.nfkc().map(simplify));
        folded.extend(mark);
    }
    folded
}

/// A text folded as by [`normal`], with the way back: what stands in it can be given as printed.
#[derive(Debug, Clone)]
pub struct Folded<'a> {
    /// The folded text.
    pub text: String,
    printed: &'a str,
    /// For each byte of the folded text, where its character begins and ends in the printed one.
    origin: Vec<(usize, usize)>,
}

impl<'a> Folded<'a> {
    /// Folds a text, character by character.
    pub fn new(printed: &'a str) -> Self {
        let mut text = String::with_capacity(printed.len());
        let mut origin = Vec::with_capacity(printed.len());
        for (at, c) in printed.char_indices() {
            text.push_str(&normal(c.encode_utf8(&mut [0; 4])));
            origin.resize(text.len(), (at, at + c.len_utf8()));
        }
        Self { text, printed, origin }
    }

    /// What a stretch of the folded text (bytes) is in print.
    pub fn printed(&self, stretch: std::ops::Range<usize>) -> &'a str {
        match (self.origin.get(stretch.start), stretch.end.checked_sub(1).and_then(|last| self.origin.get(last))) {
            (Some((from, _)), Some((_, to))) if from < to => &self.printed[*from..*to],
            _ => "",
        }
    }
}

/// The letters of a text: what is left for comparison.
///
/// ```
/// assert_eq!(gongkai::parse::fold::letters("總 计（１）"), "总计");
/// ```
pub fn letters(text: &str) -> String {
    whole(text).nfkc().map(simplify).filter(|c| c.is_alphabetic()).collect()
}

/// The text without what stands in brackets; a bracket left open runs to the end of the text.
pub fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut kept = String::with_capacity(text.len());
    for c in text.nfkc() {
        match c {
            '(' | '〔' | '[' | '【' => depth += 1,
            ')' | '〕' | ']' | '】' if depth > 0 => depth -= 1,
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_say_the_same_fold_to_the_same() {
        for printed in ["總計", "总 计", "（总）计"] {
            assert_eq!(letters(printed), "总计");
        }
        assert_eq!(letters(&without_brackets("本年（2023）制发件数（单位：件）")), "本年制发件数");
    }

    #[test]
    fn what_is_folded_can_be_given_as_printed() {
        let folded = Folded::new("縣環保局（本級）２０２４年");
        assert_eq!(folded.text, "縣環保局(本级)2024年");
        let at = folded.text.find("(本级)").unwrap_or_default();
        assert_eq!(folded.printed(at..at + "(本级)".len()), "（本級）");
    }

    #[test]
    fn an_open_bracket_swallows_the_rest_only() {
        assert_eq!(without_brackets("行政许可（含"), "行政许可");
        assert_eq!(without_brackets("规章）"), "规章)");
    }
}
