//! Sentences as they are told, and the claims that are in them.

use super::claims::{self, Quantity};
use crate::report::{Report, Section};
use Quantity::*;

fn told(number: u8, heading: &str, text: &str) -> Vec<(Quantity, String)> {
    let section = Section { number: Some(number), heading: heading.to_owned(), text: text.to_owned() };
    let report = Report { year: Some(2023), sections: vec![section], ..Report::default() };
    let shown = |c: claims::Claim| {
        assert!(text.contains(&c.sentence), "{} is no part of {text}", c.sentence);
        (c.quantity, format!("{}{}", c.amount.value, if c.amount.about { "?" } else { "" }))
    };
    claims::read(&report).into_iter().map(shown).collect()
}

fn one(text: &str) -> Vec<(Quantity, String)> {
    told(1, "一、总体情况", text)
}

fn said(wanted: &[(Quantity, &str)]) -> Vec<(Quantity, String)> {
    wanted.iter().map(|(q, n)| (*q, (*n).to_owned())).collect()
}

#[test]
fn requests_received_in_many_words() {
    for (text, number) in [
        ("2023年收到政府信息公开申请47件，均按期答复。", "47"),
        ("全年新收政府信息公开申请一百二十三件。", "123"),
        ("本年度共收到58件申请，依申请公开工作有序。", "58"),
        ("受理政府信息公开申请共计１，０２６件。", "1026"),
        ("全年收到依申请公开申请两件。", "2"),
        ("依申请公开方面，全年收到申请 0 件。", "0"),
        ("2023 年，我局未收到政府信息公开申请。", "0"),
        ("全年沒有收到政府資訊公開申請。", "0"),
        ("全年收到政府信息公开申请约300件。", "300?"),
        ("全年收到政府信息公开申请1.2万件。", "12000?"),
        ("全年收到政府信息公开申请60余件。", "60?"),
    ] {
        assert_eq!(one(text), said(&[(Received, number)]), "{text}");
    }
}

#[test]
fn answers_are_told_from_what_was_received_and_carried() {
    let text = "全年依申请公开受理2214件，答复2230件（含上年度结转61件，另有45件顺延）。";
    assert_eq!(one(text), said(&[(Received, "2214"), (Answered, "2230"), (CarriedIn, "61"), (CarriedOut, "45")]));
    let text = "政府信息公开申请受理14件, 办理上年度结转2件。答复16件，3件申请人主动撤销。";
    assert_eq!(one(text), said(&[(Received, "14"), (CarriedIn, "2"), (Answered, "16")]));
    let text = "依申请公开：共收到33件申请，及时依法依规办结31件，2件结转下年度继续办理。";
    assert_eq!(one(text), said(&[(Received, "33"), (Handled, "31"), (CarriedOut, "2")]));
}

#[test]
fn outcomes_by_their_kinds() {
    let text = "答复政府信息公开申请90件（含上年度结转申请8件，另有12件申请按照《条例》顺延到下年度答复）。予以公开及部分公开41件，占45.6%；不予公开5件；因不掌握等原因无法提供30件；不予处理14件；其他处理0件。";
    assert_eq!(
        one(text),
        said(&[
            (Answered, "90"),
            (CarriedIn, "8"),
            (CarriedOut, "12"),
            (GrantedOrPartial, "41"),
            (Refused, "5"),
            (Unavailable, "30"),
            (NotProcessed, "14"),
            (OtherHandling, "0"),
        ])
    );
    let text = "全年收到政府信息公开申请 21 件，所有申请均已按要求办理完成。其中同意公开答复 7 件，部分公开答复 0 件，不予公开答复 4 件，无法提供的 10 件，转下一年度办理答复的有 1 件。";
    assert_eq!(
        told(3, "三、政府信息公开申请情况", text),
        said(&[
            (Received, "21"),
            (AllDone, "0"),
            (Granted, "7"),
            (Partial, "0"),
            (Refused, "4"),
            (Unavailable, "10"),
            (CarriedOut, "1"),
        ])
    );
    assert_eq!(
        one("依申请公开答复申请11件，其中9件予以公开，2件不予公开。"),
        said(&[(Answered, "11"), (Granted, "9"), (Refused, "2")])
    );
}

#[test]
fn appeals_are_those_about_information() {
    assert_eq!(one("信息公开类行政复议6件，诉讼8件，均获维持。"), said(&[(Reconsideration, "6"), (Litigation, "8")]));
    assert_eq!(
        one("我局有 2 件涉及政府信息公开工作的行政复议，该行政复议件未被复议审查机关纠错。涉及的行政诉讼数为 0 件。"),
        said(&[(Reconsideration, "2")])
    );
    assert_eq!(
        told(4, "四、政府信息公开行政复议、行政诉讼情况", "我单位未出现申请行政复议、提起行政诉讼的情况。"),
        said(&[(Reconsideration, "0"), (Litigation, "0")])
    );
    for text in ["全区办理行政复议案件112件。", "没有信息公开行政复议被纠错。", "信息公开行政复议、行政诉讼案件3件。"]
    {
        assert_eq!(one(text), [], "{text}");
    }
}

#[test]
fn other_numbers_are_no_claims() {
    for text in [
        "2022年收到政府信息公开申请52件。",
        "全年网站收到留言120条，依申请公开渠道畅通。",
        "通过网上收到政府信息公开申请20件。",
        "其中，当面受理申请3件，信函收到申请4件。",
        "各乡镇收到政府信息公开申请9件。",
        "依申请公开工作有序。办理建议提案36件。",
        "12345热线受理群众诉求8000件。",
        "政府信息公开申请数量同比增加12件。",
        "主动公开政府信息2645条。",
        "依申请公开：上年收到申请5件。",
        "较2022年收到的政府信息公开申请52件有所减少。",
    ] {
        assert_eq!(one(text), [], "{text}");
    }
}

#[test]
fn nothing_at_all_in_section_six() {
    assert_eq!(told(6, "六、其他需要报告的事项", "无。"), said(&[(Fees, "0")]));
    assert_eq!(told(6, "六、其他需要报告的事项", "无收取信息处理费情况。"), []);
}
