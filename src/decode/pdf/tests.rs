//! What comes out of small PDFs, written for one trait each.

use super::decode;
use super::sample::{FIRST_OBJECT, Sample};
use crate::decode::{Direction, Page};
use crate::finding::Reason;

fn text(page: &Page) -> String {
    page.marks.iter().filter(|mark| !mark.hidden).map(|mark| mark.text.as_str()).collect()
}

/// Direction, place, start and end of each rule, in whole points.
fn rules(content: &str) -> Vec<(char, i32, i32, i32)> {
    let whole = |value: f32| value.round() as i32;
    let page = Sample::new(content).first();
    page.rules
        .iter()
        .map(|rule| {
            let direction = if rule.direction == Direction::Horizontal { 'h' } else { 'v' };
            (direction, whole(rule.at), whole(rule.from), whole(rule.to))
        })
        .collect()
}

/// Text that keeps a page from being blank.
const TEXT: &str = "BT /F 10 Tf 20 50 Td (12) Tj ET ";

#[test]
fn a_glyph_has_its_advance_and_its_size() {
    let page = Sample::new(TEXT).first();
    assert_eq!(text(&page), "12");
    let (one, two) = (&page.marks[0], &page.marks[1]);
    assert_eq!(one.area.0.map(|v| (v * 100.0).round() as i32), [2000, 4120, 2556, 5120]);
    assert!((two.area.left() - one.area.right()).abs() < 0.01);
    assert!((one.size - 10.0).abs() < 0.01);
    assert_eq!(page.trust.glyphs, 2);
}

#[test]
fn strokes_and_filled_rectangles_are_rules() {
    let t = |content: &str| rules(&format!("{TEXT} {content}"));
    assert_eq!(t("1 w 10 20 m 110 20 l S"), [('h', 80, 10, 110)]);
    assert_eq!(t("1 w 10 20 m 10 90 l S"), [('v', 10, 10, 80)]);
    assert_eq!(t("10 20 100 0.5 re f*"), [('h', 80, 10, 110)]);
    assert_eq!(t("10 20 100 0.5 re 10 20 0.5 60 re f*"), [('h', 80, 10, 110), ('v', 10, 20, 80)]);
    assert_eq!(t("10 20 100 0 re f"), [('h', 80, 10, 110)]);
    assert_eq!(
        t("1 w 10 20 100 60 re S"),
        [('h', 20, 10, 110), ('h', 80, 10, 110), ('v', 10, 20, 80), ('v', 110, 20, 80)]
    );
    assert_eq!(t("0.9 g 10 20 100 60 re f"), [], "shading has no edges");
    assert_eq!(t("1 w 10 20 m 110 90 l S"), [], "a slanted line is none");
    assert_eq!(t("60 w 50 20 m 50 20.5 l S"), [('h', 80, 20, 80)], "a short broad stroke runs across");
}

#[test]
fn a_ring_between_two_rectangles_is_four_rules() {
    assert_eq!(
        rules(&format!("{TEXT} 10 20 100 60 re 11 21 98 58 re f*")),
        [('h', 21, 10, 110), ('h', 80, 10, 110), ('v', 11, 20, 80), ('v', 110, 20, 80)]
    );
}

#[test]
fn clips_cut_rules_and_make_them() {
    let t = |content: &str| rules(&format!("{TEXT} q {content} Q"));
    assert_eq!(t("0 0 50 100 re W n 1 w 10 20 m 110 20 l S"), [('h', 80, 10, 50)]);
    assert_eq!(t("0 50 50 50 re W n 1 w 10 20 m 110 20 l S"), []);
    assert_eq!(t("10 20 150 1 re W n 0 0 200 100 re f"), [('h', 80, 10, 160)]);
}

#[test]
fn dashes_and_dots_are_one_rule() {
    let dots = (0..40).map(|n| format!("{} 20 0.5 0.5 re f", 10 + 2 * n)).collect::<Vec<_>>().join(" ");
    assert_eq!(rules(&format!("{TEXT} {dots}")), [('h', 80, 10, 89)]);
    assert_eq!(rules(&format!("{TEXT} [3 3] 0 d 10 20 m 110 20 l S")), [('h', 80, 10, 110)]);
}

#[test]
fn white_lines_are_seen_on_colour_only() {
    let t = |content: &str| rules(&format!("{TEXT} {content}"));
    assert_eq!(t("1 G 10 20 m 110 20 l S"), []);
    assert_eq!(t("0 0 1 rg 0 0 200 40 re f 1 G 10 20 m 110 20 l S"), [('h', 80, 10, 110)]);
    assert_eq!(t("0 0 1 rg 0 0 200 20 re f 1 g 10 20 100 1 re f"), [('h', 80, 10, 110)], "along an edge");
    assert_eq!(t("0.5 w 10 20 m 110 20 l S 1 g 10 19 100 2 re f"), [], "painted over");
}

#[test]
fn bold_by_overprinting_is_read_once() {
    assert_eq!(text(&Sample::new("BT 2 Tr /F 10 Tf 20 50 Td (11) Tj ET").first()), "11");
    assert_eq!(text(&Sample::new("BT /F 10 Tf 20 50 Td (11) Tj 0.3 0 Td (11) Tj ET").first()), "11");
}

#[test]
fn a_page_is_read_as_it_is_turned() {
    let mark = |page: &str| {
        let page = Sample::new("BT /F 10 Tf 20 50 Td (1) Tj ET").page(page).first();
        let area = page.marks[0].area;
        (page.width as i32, page.height as i32, area.left().round() as i32, area.top().round() as i32)
    };
    assert_eq!(mark("/MediaBox [0 0 200 100]"), (200, 100, 20, 41));
    assert_eq!(mark("/MediaBox [0 0 200 100] /Rotate 90"), (100, 200, 49, 20));
    assert_eq!(mark("/MediaBox [0 0 200 100] /Rotate 180"), (200, 100, 174, 49));
    assert_eq!(mark("/MediaBox [0 0 200 100] /Rotate 270"), (100, 200, 41, 174));
    assert_eq!(mark("/MediaBox [0 0 200 100] /CropBox [10 30 150 90]"), (140, 60, 10, 31));
}

#[test]
fn what_lies_outside_the_page_is_counted_and_left_out() {
    let page = Sample::new(&format!("{TEXT} BT /F 10 Tf 150 50 Td (345) Tj ET 1 w 5 20 m 300 20 l S"))
        .page("/MediaBox [0 0 200 100] /CropBox [10 0 100 100]")
        .first();
    assert_eq!(text(&page), "12");
    assert_eq!(page.trust.outside, 3);
    assert_eq!((page.rules[0].from as i32, page.rules[0].to as i32), (0, 90));
}

#[test]
fn what_nobody_sees_is_hidden() {
    let t = |content: &str| text(&Sample::new(&format!("{TEXT} {content}")).first());
    assert_eq!(t("BT 3 Tr /F 10 Tf 60 50 Td (3) Tj ET"), "12", "invisible");
    assert_eq!(t("BT 1 g /F 10 Tf 60 50 Td (3) Tj ET"), "12", "white on paper");
    assert_eq!(t("0 g 50 40 50 30 re f BT 1 g /F 10 Tf 60 50 Td (3) Tj ET"), "123", "white on black");
    assert_eq!(t("q 0 0 10 10 re W n BT /F 10 Tf 60 50 Td (3) Tj ET Q"), "12", "clipped away");
    assert_eq!(t("1 g 0 0 200 100 re f 0 g BT /F 10 Tf 60 50 Td (3) Tj ET"), "3", "painted over");
    let page = Sample::new("BT 3 Tr /F 10 Tf 20 50 Td (1) Tj ET").first();
    assert!(page.marks[0].hidden);
    assert_eq!(page.trust.glyphs, 0);
}

#[test]
fn a_glyph_without_a_character_keeps_its_place() {
    let font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] \
        /CharProcs << /a1 101 0 R >> /Encoding << /Differences [1 /a1 55 /a1] >> /FirstChar 1 /LastChar 55 \
        /Widths [500] >>";
    let glyph = "<< /Length 19 >>\nstream\n500 0 d0 0 0 9 9 re f\nendstream";
    let page = Sample::new("BT /T 10 Tf 20 50 Td (\\001) Tj 20 0 Td (7) Tj ET")
        .resources(&format!("/Font << /T {FIRST_OBJECT} 0 R >>"))
        .object(font)
        .object(glyph)
        .first();
    assert_eq!(text(&page), "\u{FFFD}7");
    assert!(page.marks[1].guessed && !page.marks[0].guessed);
    assert_eq!((page.trust.unmapped, page.trust.guessed), (1, 1));
}

#[test]
fn text_in_a_font_that_is_not_there_is_counted() {
    let page = Sample::new(&format!("{TEXT} BT /Gone 10 Tf 20 20 Td <8182838485868788> Tj ET")).first();
    assert_eq!(text(&page), "12");
    assert!(page.trust.unmapped > 0);
}

/// A picture over the whole page.
fn picture() -> Sample {
    Sample::new("q 200 0 0 100 0 0 cm /I Do Q").resources("/Font << /F 3 0 R >> /XObject << /I 100 0 R >>").object(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray \
             /Length 1 >>\nstream\nx\nendstream",
    )
}

#[test]
fn pictures_of_pages_are_not_read() {
    assert_eq!(picture().decode().unwrap_err().reason, Reason::ImageOnly);
    let many = "BT /F 10 Tf 5 50 Td (1234567890123456789012345) Tj ET";
    let mixed = picture().and_page(many).decode().unwrap();
    assert!(mixed[0].marks.is_empty() && mixed[0].pictured > 0.99);
    assert_eq!(mixed[1].marks.len(), 25);
    let layered = picture().and_page("BT 3 Tr /F 10 Tf 5 50 Td (1234567890123456789012345) Tj ET").decode();
    assert_eq!(layered.unwrap_err().reason, Reason::ImageOnly);
}

/// Two pages of text in a font whose map says that `1` is the control character U+0001, and `2` is itself.
fn wrong_map(first: &str, second: &str) -> Sample {
    let map = "begincmap\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n\
        2 beginbfchar\n<31> <0001>\n<32> <0032>\nendbfchar\nendcmap\n";
    let show = |text: &str| format!("BT /W 0.1 Tf 5 50 Td ({text}) Tj ET 0 0 m 50 0 l S");
    Sample::new(&show(first))
        .and_page(&show(second))
        .resources("/Font << /W 101 0 R >>")
        .object(&format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len()))
        .object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 100 0 R >>")
}

#[test]
fn text_whose_map_is_wrong_is_not_read() {
    let error = wrong_map(&"1".repeat(30), &"2".repeat(30)).decode().unwrap_err();
    assert_eq!(error.reason, Reason::ImageOnly);
    let pages = wrong_map("1", &"2".repeat(30)).decode().unwrap();
    assert_eq!((pages[0].trust.private, pages[0].marks.len()), (1, 1), "one is an accident");
    let pages = wrong_map(&"1".repeat(4), &"2".repeat(1000)).decode().unwrap();
    assert_eq!((pages[0].trust.private, pages[0].marks.len(), pages[0].rules.len()), (4, 0, 0));
    assert_eq!(pages[1].trust.private, 0);
}

#[test]
fn a_chinese_face_that_is_not_embedded_is_read_by_its_collection() {
    let page = Sample::new("BT /G 10 Tf 20 50 Td <d5feb8aeb9abbfaa3132> Tj ET")
        .resources("/Font << /G 100 0 R >>")
        .object("<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /GBK-EUC-H /DescendantFonts [101 0 R] >>")
        .object(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /FontDescriptor 102 0 R /DW 1000 \
             /W [1 95 500 814 939 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        )
        .object("<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /ItalicAngle 0 /Ascent 880 /Descent -120 >>")
        .first();
    assert_eq!(text(&page), "政府公开12");
    assert!(page.marks.iter().all(|mark| !mark.guessed));
    let widths: Vec<i32> = page.marks.iter().map(|mark| mark.area.width().round() as i32).collect();
    assert_eq!(widths, [10, 10, 10, 10, 5, 5]);
}

/// A PDF locked by the given entries of the standard security handler.
fn locked(owner: &str, user: &str) -> Sample {
    let id = "31415926535897932384626433832795";
    Sample::new(TEXT)
        .trailer(&format!("/ID [<{id}> <{id}>] /Encrypt 100 0 R"))
        .object(&format!("<< /Filter /Standard /Length 40 /P -4 /R 2 /V 1 /O <{owner}> /U <{user}> >>"))
}

#[test]
fn a_password_that_is_not_empty_is_said() {
    let secret = locked(
        "e5a8d2687bd9d0cff946b7ac55f51081dcf0d116554c4bfcb0a5e446f69ea48a",
        "b824b9410021ded11699a83a5c57138f2a101e267ea679cb3811633127a302c9",
    );
    assert_eq!(secret.decode().unwrap_err().reason, Reason::Encrypted);
    // The empty password opens this one; its content was not encrypted with it, so that nothing is left of it.
    let empty = locked(
        "c92422687facee686e373f10b5c7d04738053152f7e2ee30e11c69ec442576ab",
        "b3d9fa366906ef42f354c6deb74c59075eaf334eb7c04356ba0d7f3dd8b51d0a",
    );
    assert_eq!(empty.decode().unwrap_err().reason, Reason::Empty);
}

#[test]
fn broken_files_are_refused() {
    let reason = |bytes: &[u8]| decode(bytes).unwrap_err().reason;
    assert_eq!(reason(b""), Reason::Empty);
    assert_eq!(reason(b"<html>"), Reason::Damaged);
    assert_eq!(Sample::new("").decode().unwrap_err().reason, Reason::Empty);
    let whole = String::from_utf8(Sample::new(TEXT).bytes()).unwrap();
    assert_eq!(reason(whole.replace("/Count 1", "/Count 4").as_bytes()), Reason::Damaged);
    let flate = whole.replace("<< /Length", "<< /Filter /FlateDecode /Length");
    assert_eq!(reason(flate.as_bytes()), Reason::Damaged);
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    let whole = Sample::new(TEXT).bytes();
    let end = whole.len() - "\n%%EOF\n".len();
    for length in 0..end - 12 {
        assert!(decode(&whole[..length]).is_err(), "{length} of {} bytes", whole.len());
    }
}

#[test]
fn changed_bytes_never_crash() {
    let whole = picture().and_page(&format!("{TEXT} q 0 0 50 50 re W n 10 20 100 0.5 re f* Q")).bytes();
    // A linear congruential generator: the same changes on every machine.
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize
    };
    for _ in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..=next() % 8 {
            let at = next() % bytes.len();
            bytes[at] = next() as u8;
        }
        if let Err(error) = decode(&bytes) {
            assert_ne!(error.reason, Reason::Crashed);
        }
    }
}

#[test]
fn a_page_that_draws_without_end_is_refused() {
    let line = "1 1 9 9 re f ".repeat(super::MAX_SHAPES_PER_PAGE + 2);
    assert_eq!(Sample::new(&line).decode().unwrap_err().reason, Reason::Memory);
}
