//! Who applies: sorts of bodies, classes of size, ownership.

use super::claim::{Claim, pattern};
use polidex_corpus::model::{ApplicantKind, Ownership, SizeClass, Test};

/// Claims words for bodies, sizes and owners. Heads of noun phrases count where the words name who gets
/// the support; in a condition a body may be anything, the customer of the applicant for instance.
pub(super) fn find(text: &str, names_who: bool, found: &mut Vec<Claim>) {
    sizes(text, found);
    owners(text, found);
    if names_who {
        heads(text, found);
    } else {
        // A condition such as 外商投资企业 ends with the head of what it asks.
        let head = pattern!(r"(企业|单位|公司|市场主体|enterprises?|companies|company)$");
        found.extend(head.find_iter(text).map(|hit| Claim { range: hit.range(), test: None }));
    }
}

fn sizes(text: &str, found: &mut Vec<Claim>) {
    use SizeClass::{AboveDesignated, Large, Medium, Micro, Small};
    let list: [(&regex::Regex, &[SizeClass]); 8] = [
        (
            pattern!(
                r"中小微型?(企业|市场主体)|中型、?小型(和|、|及)?微型企业|micro,? small,? and medium(-sized)? enterprises|msmes?"
            ),
            &[Micro, Small, Medium],
        ),
        (pattern!(r"中小型?企业|small and medium(-sized)? enterprises?|smes?\b"), &[Micro, Small, Medium]),
        (
            pattern!(r"小微型?企业|小型(、|和|及)?微型企业|小企业|small and micro(-sized)? enterprises?"),
            &[Micro, Small],
        ),
        (pattern!(r"微型企业|微企业|micro enterprises?"), &[Micro]),
        (pattern!(r"大中型企业|large and medium(-sized)? enterprises?"), &[Medium, Large]),
        (pattern!(r"中型企业|medium-sized enterprises?"), &[Medium]),
        (pattern!(r"大型企业|large enterprises?"), &[Large]),
        (pattern!(r"规模以上|限额以上|规上|限上|above(-| )designated(-| )size"), &[AboveDesignated]),
    ];
    for (pattern, classes) in list {
        for hit in pattern.find_iter(text) {
            // 小型微利企业 is a class of the tax law, with bounds of its own; 首次升规 is an event.
            found.push(Claim::new(hit.range(), Test::Size { any_of: classes.to_vec() }));
        }
    }
}

fn owners(text: &str, found: &mut Vec<Claim>) {
    let list = [
        (pattern!(r"民营|私营|非公有制|非公(企业)?|private(ly[- ]owned)?\b"), Ownership::Private),
        (pattern!(r"国有(控股)?|国资|state-owned"), Ownership::StateOwned),
        (pattern!(r"集体(所有制|企业)|collective(ly)?-owned"), Ownership::Collective),
        (
            pattern!(r"外商(独资|投资)|外资|港澳台(商)?(投资|资)?|foreign-invested|foreign-funded"),
            Ownership::ForeignInvested,
        ),
    ];
    for (pattern, owner) in list {
        for hit in pattern.find_iter(text) {
            // Only before a word for a company does it say who owns it: 国有资产 is something else.
            let company = pattern!(
                r"^(的|软件|制造|科技|工业)*(企业|公司|enterprises?|[a-z ]{0,20}(enterprises?|companies|company))"
            );
            if company.is_match(text[hit.end()..].trim_start()) || hit.as_str().ends_with("企业") {
                found.push(Claim::new(hit.range(), Test::Ownership { any_of: vec![owner] }));
            }
        }
    }
}

fn heads(text: &str, found: &mut Vec<Claim>) {
    use ApplicantKind::{
        Association, Cooperative, Enterprise, FinancialInstitution, Government, Operator, Person,
        PublicInstitution, SoleTrader,
    };
    let list: [(&regex::Regex, ApplicantKind); 9] = [
        (
            pattern!(
                r"生产企业|市场主体|用人单位|参保单位|参保企业|用工企业|企业法人|法人单位|法人企业|企事业单位|缴纳义务人|纳税人|生产经营者|承担单位|申报单位|建设单位|研发单位|使用单位|企业|公司|厂商|单位|机构|项目|产品|工程|enterprises?\b|compan(y|ies)\b|firms?\b|businesses\b|taxpayers?\b|projects?\b|products?\b"
            ),
            Enterprise,
        ),
        (pattern!(r"个体工商户|个体户|self-employed|sole traders?|sole proprietors?"), SoleTrader),
        (pattern!(r"农民?专业合作社|合作社|家庭农场|农业经营主体|涉农主体|cooperatives?\b"), Cooperative),
        (pattern!(r"行业协会|协会|商会|学会|社会组织|民办非企业单位|慈善组织|associations?\b"), Association),
        (
            pattern!(
                r"机关事业单位|高等学校|高等院校|高校|院校|学校|学院|科研院所|科研机构|科研单位|事业单位|医疗机构|医院|公立|universit(y|ies)\b|colleges?\b|research institutes?\b|hospitals?\b"
            ),
            PublicInstitution,
        ),
        (
            pattern!(
                r"(商业)?银行(机构)?|金融机构|融资担保机构|担保机构|担保公司|保险公司|保险机构|小额贷款公司|创业投资机构|投资机构|证券公司|基金管理人|banks?\b|financial institutions?\b|guarantee (institutions?|companies)\b|insurers?\b"
            ),
            FinancialInstitution,
        ),
        (
            pattern!(
                r"孵化器|众创空间|产业园区|园区|创业园|示范基地|基地|载体|公共服务平台|服务平台|平台|集群|楼宇|incubators?\b|parks?\b|(public service )?platforms?\b"
            ),
            Operator,
        ),
        (
            pattern!(
                r"个人|职工|员工|人才(和团队)?|团队|人员|毕业生|劳动者|居民|农民工?|家庭|患者|学生|教师|博士|硕士|失业|退役军人|贫困户|举报人|消费者|残疾人|创业者|女工人|女职员|妻|子女|父母|工作者|旅客|individuals?\b|persons?\b|graduates?\b|specialists?\b|researchers?\b|employees?\b|talents?\b|residents?\b|students?\b|staff\b|workers?\b"
            ),
            Person,
        ),
        (pattern!(r"人民政府|政府|机关|乡镇|街道|村(集体|委会)?|governments?\b"), Government),
    ];
    for (pattern, kind) in list {
        for hit in pattern.find_iter(text) {
            // Only the last noun of each part of a list is its head: 企业职工 are persons.
            let rest = text[hit.end()..].trim_start_matches(['”', '"', ' ']);
            let ends = rest.is_empty()
                || rest.starts_with(['、', '和', '与', '或', '及', '，', ',', '（', '('])
                || rest.starts_with("等")
                || rest.starts_with("and ")
                || rest.starts_with("or ")
                || rest.starts_with("以及");
            if ends {
                found.push(Claim::new(hit.range(), Test::Applicant { any_of: vec![kind] }));
            }
        }
    }
}
