//! Good conduct, and steps of the authority.

use super::claim::{Claim, pattern};
use polidex_corpus::model::{Standing, Test};

/// Claims words that ask for good conduct, or name a step that only the authority can take.
pub(super) fn find(text: &str, found: &mut Vec<Claim>) {
    for (standing, pattern) in standings() {
        let test = Test::Standing { standing };
        found.extend(pattern.find_iter(text).map(|hit| Claim::new(hit.range(), test.clone())));
    }
    // 经认定 of nothing that has a name; with a certificate beside it, the longer claim wins.
    let procedure = pattern!(
        r"^经?(认定|评审|审核|审定|评定|考核|审批|审查|核定|核实|主管部门认定|相关部门认定|有关部门认定|专家评审|评估)(通过|后|合格|批准|同意)?(的)?$|^(经|通过)[^，、；]{0,10}(认定|评审|审核|审定|批准|备案|推荐|核准)(通过|后|合格|同意)?(的)?$|^获批准?$|^(after|upon) (review|approval|verification)$|^certified$|^approved$"
    );
    found.extend(procedure.find_iter(text).map(|hit| Claim::new(hit.range(), Test::Procedure)));
}

fn standings() -> [(Standing, &'static regex::Regex); 11] {
    [
        (
            Standing::TaxesPaid,
            pattern!(
                r"(依法|按时|足额|照章|诚信|依规)+(诚信|足额)*(纳税|缴纳税款|缴税)|(pays?|paying|paid) (their |its )?tax(es)? (according to law|as required|in accordance with (the )?law)|pays? tax(es)?\b"
            ),
        ),
        (
            Standing::GoodFaith,
            pattern!(
                r"诚信经营|守法经营|依法经营|合法经营|诚实守信|(信用|诚信)(状况|记录)?良好|无不良信用(记录)?|社会信誉良好|operates? in good faith|good credit (record|standing)"
            ),
        ),
        (
            Standing::NotUntrustworthy,
            pattern!(
                r"(近[一二两三四五\d]+年(来|内)?)?(未|没有|不)(被)?(列入|纳入|存在|属于)?[^，；、]{0,16}(失信|信用黑名单|经营异常名录|黑名单)[^，；、]{0,10}(名单|名录|行为|记录|企业|被执行人)?|非失信[^，；、]{0,6}|not on (the|any) (national )?list of serious breaches of trust"
            ),
        ),
        (
            Standing::NoAccidents,
            pattern!(
                r"(近[一二两三四五\d]+年(来|内)?)?(未|没有|无)(发生)?(过)?(重大|较大|一般|特大|及以上)*[^，；]{0,12}(安全|质量|生产)[^，；]{0,12}事故|no (major |serious )?(safety|quality|production) accidents?"
            ),
        ),
        (
            Standing::NoViolations,
            pattern!(
                r"(近[一二两三四五\d]+年(来|内)?)?(无|没有|未)(发生|出现|存在|受到|受过)?(重大|严重)?[^，；、]{0,8}(违法违规|违法|违规|行政处罚|刑事处罚)[^，；、]{0,6}(行为|记录)?|no (serious |major )?violations? of law"
            ),
        ),
        (
            Standing::NoPollution,
            pattern!(
                r"(近[一二两三四五\d]+年(来|内)?)?(未|没有|无)(发生)?(过)?(重大|较大)?[^，；、]{0,6}环(境|保)[^，；、]{0,10}(事故|事件|处罚|违法)"
            ),
        ),
        (
            Standing::LegalPerson,
            pattern!(
                r"(具有|具备)?独立(的)?(企业)?法人(资格|地位)?(的)?|(具有|具备)(企业)?法人资格|independent legal (person(ality)?|entity|status)|legal personality"
            ),
        ),
        (Standing::SoundAccounts, pattern!(r"(财务|会计)(管理|核算)?(制度|体系|状况)?(健全|规范|良好|完善)")),
        (
            Standing::InOperation,
            pattern!(
                r"(生产)?(经营)?(状况|活动)?(正常|持续)(生产|经营|运营)+|生产经营(状况)?(正常|良好)|经营状况良好|in normal operation"
            ),
        ),
        (
            Standing::SocialInsurancePaid,
            pattern!(r"(依法|按时|足额|按规定|正常)*(缴纳|参加)(社会保险|社保)(费)?|pays? social insurance"),
        ),
        (
            Standing::NoLayoffs,
            pattern!(
                r"(不|未|少)裁员(或者?(不|少)裁员)?|(没有|未)(大规模)?裁员|does not lay off staff|no layoffs"
            ),
        ),
    ]
}
