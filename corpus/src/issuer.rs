//! Who issues documents: level and region of an issuer's name, and the issuer that a title names.

use crate::{
    model::Level,
    region::{Entry, english, place_of},
};

/// Organs of the centre whose name does not begin with 全国, 国家, 国务院, 最高, 中央 or 中共中央.
const CENTRAL: &[&str] = &[
    "主席",
    "外交部",
    "国防部",
    "教育部",
    "科学技术部",
    "科技部",
    "工业和信息化部",
    "工信部",
    "公安部",
    "民政部",
    "司法部",
    "财政部",
    "人力资源和社会保障部",
    "人力资源社会保障部",
    "人社部",
    "自然资源部",
    "生态环境部",
    "住房和城乡建设部",
    "住房城乡建设部",
    "交通运输部",
    "水利部",
    "农业农村部",
    "农业部",
    "商务部",
    "文化和旅游部",
    "文化部",
    "退役军人事务部",
    "退役军人部",
    "应急管理部",
    "应急部",
    "中国人民银行",
    "人民银行",
    "审计署",
    "海关总署",
    "税务总局",
    "市场监管总局",
    "市场监督管理总局",
    "体育总局",
    "广电总局",
    "药监局",
    "监察部",
    "人事部",
    "劳动部",
    "建设部",
    "铁道部",
    "交通部",
    "卫生部",
    "信息产业部",
    "国土资源部",
    "环境保护部",
    "劳动和社会保障部",
    "中国证券监督管理委员会",
    "证监会",
    "银保监会",
    "中国银行保险监督管理委员会",
    "金融监管总局",
    "中国民用航空局",
    "民航局",
    "中国气象局",
    "中央军事委员会",
    "对外贸易经济合作部",
    "国资委",
    "发展改革委",
    "知识产权局",
    "邮政局",
];

/// How names of the centre begin.
const CENTRAL_PREFIXES: &[&str] = &["全国", "国家", "国务院", "最高人民", "中央", "中共中央", "新华社"];

/// How names of organs end; an issuer in front of 关于 has to.
const ORGAN_ENDINGS: &[&str] = &[
    "人民政府",
    "政府",
    "办公厅",
    "办公室",
    "委员会",
    "常委会",
    "代表大会",
    "人民大会",
    "大会",
    "法院",
    "检察院",
    "国务院",
    "中央",
    "总局",
    "总署",
    "审计署",
    "指挥部",
    "领导小组",
    "工作组",
    "小组",
    "银行",
    "总行",
    "分行",
    "管委会",
    "证监会",
    "银保监会",
    "协会",
    "中心",
    "机制",
    "联社",
    "总队",
    "支队",
    "学会",
    "工会",
    "总工会",
    "局",
    "部",
    "厅",
    "委",
    "署",
    "办",
];

/// Organs of the centre whose branches bear a place behind the organ's name, and speak for that place.
const BRANCHED: &[&str] = &[
    "国家税务总局",
    "中国人民银行",
    "人民银行",
    "国家统计局",
    "国家外汇管理局",
    "国家金融监督管理总局",
    "中国银保监会",
    "中国银行保险监督管理委员会",
    "中国证监会",
    "中国证券监督管理委员会",
];

/// The place of a branch: Liaoning of 国家税务总局辽宁省税务局.
fn branch(name: &str) -> Option<Entry> {
    BRANCHED.iter().find_map(|organ| name.strip_prefix(organ)).and_then(place_of)
}

/// Level of government and region of an issuer, or of the place that a title begins with.
///
/// The region is `CN` for the centre, an ISO 3166-2 code for a province, and `CN-` with the six
/// digits of GB/T 2260 for a city or one of Chongqing's districts. A district elsewhere has the
/// code of its city. Both are `None` for a name that says nothing about a place.
pub fn locate(name: &str) -> (Option<Level>, Option<String>) {
    let name = name.trim().trim_start_matches("中共");
    let bare = name.trim_start_matches("中华人民共和国").trim_start();
    if let Some(entry) = branch(bare) {
        return (Some(entry.level), Some(entry.code));
    }
    let central = CENTRAL_PREFIXES.iter().chain(CENTRAL).any(|organ| bare.starts_with(organ));
    if central || bare.len() < name.len() && !bare.starts_with("香港") && !bare.starts_with("澳门") {
        return (Some(Level::National), Some("CN".to_owned()));
    }
    // 中国（上海）自由贸易试验区 is a place of Shanghai.
    let place = bare.strip_prefix("中国（").or_else(|| bare.strip_prefix("中国(")).unwrap_or(bare);
    match place_of(place).or_else(|| english::find(place)) {
        Some(entry) => (Some(entry.level), Some(entry.code)),
        None => (None, None),
    }
}

/// The issuer, or the joint issuers, that a title begins with: what stands before 关于 or 印发 in
/// `最高人民法院、最高人民检察院关于…`, when it is named like an organ. Split joint ones with [`split`].
pub fn issuer_of_title(title: &str) -> Option<&str> {
    let title = title.trim();
    let end = ["关于", "转发", "印发", "批转"].iter().filter_map(|word| title.find(word)).min()?;
    let before = &title[..end];
    let name = before.trim().trim_end_matches(['：', ':']);
    // 为贯彻国务院关于… begins a sentence.
    if ["为", "根据", "按照", "依据", "经研究", "经国务院"].iter().any(|word| name.starts_with(word))
        || name.contains(['《', '“', '。'])
    {
        return None;
    }
    let named_like_organ = split(name).iter().all(|part| ends_like_organ(part));
    (!name.is_empty() && name.chars().count() <= 120 && named_like_organ).then_some(name)
}

/// Whether a name ends as names of organs do.
pub fn ends_like_organ(name: &str) -> bool {
    let name = name.trim_end();
    name.chars().count() >= 2 && ORGAN_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Single issuers of a joint one: `财政部 税务总局`, `监察部、人事部`.
pub fn split(issuers: &str) -> Vec<&str> {
    issuers
        .split(|c: char| c.is_whitespace() || "、，,;；".contains(c))
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_have_a_level_and_a_region() {
        use Level::{District, Municipal, National, Provincial};
        for (name, level, region) in [
            ("国务院办公厅", National, "CN"),
            ("全国人民代表大会常务委员会", National, "CN"),
            ("中华人民共和国财政部", National, "CN"),
            ("最高人民法院", National, "CN"),
            ("重庆市人民政府办公厅", Provincial, "CN-CQ"),
            ("重庆市渝北区人民政府", District, "CN-500112"),
            ("渝中区人民政府", District, "CN-500103"),
            ("石柱土家族自治县人民政府", District, "CN-500240"),
            ("广东省人民政府", Provincial, "CN-GD"),
            ("广东省深圳市人民政府", Municipal, "CN-440300"),
            ("深圳经济特区", Municipal, "CN-440300"),
            ("成都市人民代表大会常务委员会", Municipal, "CN-510100"),
            ("济南市历下区人民政府", District, "CN-370100"),
            ("吉林省人民政府", Provincial, "CN-JL"),
            ("吉林市人民政府", Municipal, "CN-220200"),
            ("国家税务总局辽宁省税务局", Provincial, "CN-LN"),
            ("国家税务总局深圳市税务局", Municipal, "CN-440300"),
            ("国家税务总局", National, "CN"),
            ("中国（上海）自由贸易试验区", Provincial, "CN-SH"),
            ("新疆维吾尔自治区人民政府", Provincial, "CN-XJ"),
        ] {
            assert_eq!(locate(name), (Some(level), Some(region.to_owned())), "{name}");
        }
        assert_eq!(locate("某某协会"), (None, None));
        assert_eq!(locate(""), (None, None));
    }

    #[test]
    fn titles_name_their_issuers() {
        assert_eq!(issuer_of_title("最高人民法院关于适用示例法的解释"), Some("最高人民法院"));
        assert_eq!(issuer_of_title("重庆市人民政府办公厅关于印发办法的通知"), Some("重庆市人民政府办公厅"));
        assert_eq!(
            issuer_of_title("财政部 税务总局关于示例的公告").map(split),
            Some(vec!["财政部", "税务总局"])
        );
        assert_eq!(issuer_of_title("关于示例的通知"), None);
        assert_eq!(issuer_of_title("示例市工业软件条例"), None);
        assert_eq!(issuer_of_title("三问三答：关于示例政策"), None);
    }
}
