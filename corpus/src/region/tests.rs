use super::*;

fn region(name: &str) -> Region {
    Region::parse(name).unwrap_or_else(|| panic!("{name} is no region"))
}

#[test]
fn places_are_known_by_codes_and_by_names_in_both_languages() {
    for (text, code, name) in [
        ("重庆市渝北区", "CN-500112", "重庆市渝北区"),
        ("渝北区", "CN-500112", "重庆市渝北区"),
        ("500112", "CN-500112", "重庆市渝北区"),
        ("cn-cq", "CN-CQ", "重庆市"),
        ("Yubei District, Chongqing", "CN-500112", "重庆市渝北区"),
        ("Chongqing", "CN-CQ", "重庆市"),
        ("Shaanxi", "CN-SN", "陕西省"),
        ("广东省深圳市", "CN-440300", "广东省深圳市"),
        ("深圳", "CN-440300", "广东省深圳市"),
        ("吉林", "CN-JL", "吉林省"),
        ("济南市历下区", "CN-370100", "山东省济南市历下区"),
        ("重庆两江新区", "CN-CQ", "重庆市两江新区"),
        ("璟澜市栖梧区", "CN-990101", "沧岫省璟澜市栖梧区"),
        ("Qiwu District, Jinglan City", "CN-990101", "沧岫省璟澜市栖梧区"),
        ("全国", "CN", ""),
    ] {
        let found = region(text);
        assert_eq!((found.code.as_str(), found.name().as_str()), (code, name), "{text}");
    }
    for text in ["", "某地", "Suzhou", "Nowhere", "CN-5", "999999"] {
        assert_eq!(Region::parse(text), None, "{text}");
    }
}

#[test]
fn regions_lie_in_one_another() {
    for (outer, inner, holds) in [
        ("CN", "重庆市渝北区", Some(true)),
        ("重庆市", "渝北区", Some(true)),
        ("渝北区", "渝中区", Some(false)),
        ("渝北区", "重庆市", None),
        ("重庆市", "CN", None),
        ("四川省", "渝北区", Some(false)),
        ("济南市", "济南市历下区", Some(true)),
        ("济南市历下区", "济南市历下区", Some(true)),
        ("济南市历下区", "济南市市中区", Some(false)),
        ("济南市历下区", "济南市", None),
        ("济南市历下区", "青岛市", Some(false)),
        ("济南市", "山东省", None),
        ("重庆两江新区", "渝北区", None),
        ("重庆两江新区", "重庆两江新区", Some(true)),
        ("璟澜市", "栖梧区", Some(true)),
        ("栖梧区", "映潮区", Some(false)),
    ] {
        assert_eq!(region(outer).holds(&region(inner)), holds, "{outer} {inner}");
    }
}

#[test]
fn the_city_of_a_district_is_known() {
    assert_eq!(region("渝北区").around(Level::Municipal), Some(region("重庆市")));
    assert_eq!(region("济南市历下区").around(Level::Municipal), Some(region("济南市")));
    assert_eq!(region("山东省").around(Level::Municipal), None);
    assert_eq!(region("栖梧区").around(Level::Provincial), Some(region("沧岫省")));
}

#[test]
fn names_whose_characters_have_several_readings_are_known() {
    for (english, name) in [
        ("Changchun", "吉林省长春市"),
        ("Changsha", "湖南省长沙市"),
        ("Xiamen", "福建省厦门市"),
        ("Lu'an", "安徽省六安市"),
        ("Bengbu", "安徽省蚌埠市"),
        ("Chengdu", "四川省成都市"),
        ("Leshan", "四川省乐山市"),
        ("Harbin", "黑龙江省哈尔滨市"),
        ("Inner Mongolia", "内蒙古自治区"),
    ] {
        let found = Region::parse(english).map(|region| region.name());
        assert_eq!(found.as_deref(), Some(name), "{english}");
    }
}
