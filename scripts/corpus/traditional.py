"""Simplified to traditional characters, as converted copies on other sites show them: a character map for the words used here."""
SIMPLE = "泽万与业个为举书于众会体关兴内写决况减别办务动区华协单县参发变台号后员围国图处复够审对将层属应废开强当总户执护报据数无时机权条来构栏没满点现电监确秘稳类纠纳组织经结绕统继续维编缴网罚联范获补规计订认训议记许讼设访评诉话询说请读购费转轮载较过这进邮采错镇长门问难页项领频题额"
FULL = "澤萬與業個爲舉書於衆會體關興內寫決況減別辦務動區華協單縣參發變臺號後員圍國圖處復夠審對將層屬應廢開強當總戶執護報據數無時機權條來構欄沒滿點現電監確祕穩類糾納組織經結繞統繼續維編繳網罰聯範獲補規計訂認訓議記許訟設訪評訴話詢說請讀購費轉輪載較過這進郵採錯鎮長門問難頁項領頻題額"


def convert(text):
    """The text in traditional characters."""
    return text.translate(str.maketrans(SIMPLE, FULL))


WORDS = (("規範性文件", "規範性檔案"), ("信息", "資訊"), ("項目數", "專案數"), ("網絡", "網路"), ("通過", "透過"))


def copy(text):
    """The text as copies for Taiwan show it: words changed as well as characters."""
    text = convert(text)
    for here, there in WORDS:
        text = text.replace(here, there)
    return text


def sections(told, change=convert):
    """Sections of a report in traditional characters."""
    return [{**s, "heading": change(s["heading"]), "text": change(s["text"])} for s in told]
