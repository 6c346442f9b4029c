"""Names of agencies that do not exist."""
FIRST = "岚澜丹青禾玉松云望石沙柳梅兰枫临安永宁和清平新长金凤鹿鹤雁棠榆桐槐荷菱芦苇霞虹月星"
SECOND = "桥浦川泽泉林塘溪湖岭峰洲渡津阳陵原源冈坪岗屏屯堡台港湾汀洛淮沂汶沅湄"
OFFICES = ["财政局", "教育局", "民政局", "水利局", "审计局", "司法局", "统计局", "信访局", "公安局", "农业农村局", "自然资源局",
           "生态环境局", "交通运输局", "卫生健康委员会", "发展和改革委员会", "市场监督管理局", "住房和城乡建设局", "应急管理局",
           "人力资源和社会保障局", "文化和旅游局", "医疗保障局", "退役军人事务局", "林业局", "商务局"]


def _place(rng):
    return rng.choice(FIRST) + rng.choice(SECOND)


def agency(rng, size):
    """A name that suits the size."""
    place = _place(rng)
    if size == "province":
        return f"{place}省{rng.choice(['人民政府', '人民政府办公厅', '教育厅', '水利厅', '自然资源厅', '交通运输厅', '司法厅'])}"
    if size == "city":
        return f"{place}市人民政府" + rng.choice(["", "办公室"])
    if size in ("town", "zero"):
        return f"{place}{rng.choice('县县区')}{_place(rng)}{rng.choice('镇镇乡')}人民政府"
    upper = place + rng.choice("县县市市区")
    if size == "county" and rng.random() < 0.4:
        return f"{upper}人民政府"
    return (upper if rng.random() < 0.7 or upper[-1] != "市" else f"{upper}{_place(rng)}区") + rng.choice(OFFICES)
