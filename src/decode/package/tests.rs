use super::*;
use std::io::Write;
use zip::write::SimpleFileOptions;

pub(in crate::decode) fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn parts_are_found_by_what_they_are_related_to() {
    let bytes = packed(&[
        ("_rels/.rels", "<R><Relationship Id='1' Type='http://x/strict/officeDocument' Target='Word\\Main.xml'/></R>"),
        (
            "word/_rels/main.xml.rels",
            "<R><Relationship Id='a' Type='x/styles' Target='../Styles.xml'/>\
             <Relationship Id='b' Type='x/image' Target='http://far.cn' TargetMode='External'/></R>",
        ),
        ("word/MAIN.xml", "<m/>"),
        ("styles.xml", "<s/>"),
    ]);
    let mut package = Package::open(&bytes).unwrap();
    let main = package.main("elsewhere.xml").unwrap();
    assert_eq!(package.needed(&main).unwrap(), "<m/>");
    let related = package.relationships(&main).unwrap();
    assert_eq!(related.iter().map(|r| (r.id.as_str(), r.target.as_str())).collect::<Vec<_>>(), [("a", "styles.xml")]);
    assert!(related[0].is("styles") && !related[0].is("yles"));
}

#[test]
fn what_is_not_there_is_told_and_the_usual_name_stands_in_for_a_lost_list() {
    let bytes = packed(&[("word/document.xml", "<m/>")]);
    let mut package = Package::open(&bytes).unwrap();
    assert_eq!(package.main("word/document.xml").unwrap(), "word/document.xml");
    assert!(package.relationships("word/document.xml").unwrap().is_empty());
    let missing = package.needed("word/none.xml").unwrap_err();
    assert!(missing.reason == Reason::Damaged && missing.message.contains("word/none.xml"), "{missing:?}");
}
