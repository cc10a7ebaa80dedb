//! The words of support, as data.

use polidex_corpus::model::{Counted, MeasureKind, Stacking};

/// Verbs that give.
pub const GIVES: &[&str] = &[
    "给予", "予以", "给与", "发给", "发放", "奖给", "享受", "领取", "申领", "申请", "兑现", "提供", "获得", "实行", "给", "执行", "落实",
];

/// Nouns of support and what kind they are; of several in a phrase the strongest decides, then the last.
pub const NOUNS: &[(&str, MeasureKind, u8)] = &[
    ("贴息", MeasureKind::InterestSubsidy, 4),
    ("贴现", MeasureKind::InterestSubsidy, 4),
    ("配套", MeasureKind::Matching, 3),
    ("奖补", MeasureKind::Subsidy, 2),
    ("以奖代补", MeasureKind::Subsidy, 2),
    ("奖励", MeasureKind::Reward, 2),
    ("奖金", MeasureKind::Reward, 2),
    ("嘉奖", MeasureKind::Reward, 2),
    ("补助", MeasureKind::Subsidy, 2),
    ("补贴", MeasureKind::Subsidy, 2),
    ("资助", MeasureKind::Subsidy, 2),
    ("补偿", MeasureKind::Subsidy, 2),
    ("救助", MeasureKind::Subsidy, 2),
    ("津贴", MeasureKind::Subsidy, 2),
    ("返还", MeasureKind::Subsidy, 2),
    ("担保支持", MeasureKind::Guarantee, 2),
    ("融资担保", MeasureKind::Guarantee, 2),
    ("贷款支持", MeasureKind::Loan, 2),
    ("信贷支持", MeasureKind::Loan, 2),
    ("贷款", MeasureKind::Loan, 1),
    ("授信", MeasureKind::Loan, 1),
    ("展期", MeasureKind::Loan, 1),
    ("延期", MeasureKind::Loan, 1),
    ("续贷", MeasureKind::Loan, 1),
    ("经费支持", MeasureKind::Subsidy, 2),
    ("资金支持", MeasureKind::Subsidy, 2),
    ("扶持", MeasureKind::Subsidy, 0),
    ("支持", MeasureKind::Subsidy, 0),
    ("减免", MeasureKind::Relief, 1),
    ("优惠", MeasureKind::Relief, 0),
    ("表彰", MeasureKind::Reward, 0),
    ("奖", MeasureKind::Reward, 0),
    ("称号", MeasureKind::Certification, 1),
];

/// Nouns that can also be verbs: 补助2.4万元, 奖补给企业.
pub const VERBAL: &[&str] =
    &["奖励", "补助", "补贴", "资助", "奖补", "补偿", "贴息", "贴补", "奖给", "奖", "扶持", "支持", "配套"];

/// Verbs of relief: waived, cut, deferred. What is relieved decides the kind.
pub const RELIEVES: &[&str] = &[
    "免征", "减征", "免收", "减收", "免缴", "减缴", "缓缴", "缓征", "免交", "缓交", "减免", "免除", "减半", "减按", "停息", "免息",
    "停征", "免予", "免费", "退税", "退还", "暂退", "返还", "即征即退", "先征后返", "延期缴纳", "延缓缴纳", "延缴", "下调", "下浮", "降低",
    "调减", "优惠", "免于", "豁免", "零收费", "抵减", "抵免", "减计", "免租", "减租", "不收", "不征收", "暂不征收", "退付", "退回",
];

/// What relief can be of, and its kind. The first that the clause names decides.
pub const RELIEVED: &[(&str, MeasureKind)] = &[
    ("再担保费", MeasureKind::Guarantee),
    ("担保费", MeasureKind::Guarantee),
    ("担保", MeasureKind::Guarantee),
    ("贴息", MeasureKind::InterestSubsidy),
    ("失业保险费", MeasureKind::Relief),
    ("社会保险", MeasureKind::Relief),
    ("社保", MeasureKind::Relief),
    ("保险费", MeasureKind::Relief),
    ("医疗保险", MeasureKind::Relief),
    ("养老保险", MeasureKind::Relief),
    ("单位缴费", MeasureKind::Relief),
    ("缴费比例", MeasureKind::Relief),
    ("公积金", MeasureKind::Relief),
    ("滞纳金", MeasureKind::Relief),
    ("罚息", MeasureKind::Relief),
    ("租金", MeasureKind::Relief),
    ("房租", MeasureKind::Relief),
    ("租期", MeasureKind::Relief),
    ("电费", MeasureKind::Relief),
    ("电价", MeasureKind::Relief),
    ("水费", MeasureKind::Relief),
    ("气费", MeasureKind::Relief),
    ("气价", MeasureKind::Relief),
    ("水价", MeasureKind::Relief),
    ("用电", MeasureKind::Relief),
    ("用水", MeasureKind::Relief),
    ("用气", MeasureKind::Relief),
    ("物业", MeasureKind::Relief),
    ("贷款", MeasureKind::Loan),
    ("利率", MeasureKind::Loan),
    ("LPR", MeasureKind::Loan),
    ("还款", MeasureKind::Loan),
    ("利息", MeasureKind::Relief),
    ("收息", MeasureKind::Relief),
    ("停息", MeasureKind::Relief),
    ("残疾人就业保障金", MeasureKind::FeeExemption),
    ("残保金", MeasureKind::FeeExemption),
    ("文化事业建设费", MeasureKind::FeeExemption),
    ("政府性基金", MeasureKind::FeeExemption),
    ("附加", MeasureKind::Tax),
    ("税", MeasureKind::Tax),
    ("所得", MeasureKind::Tax),
    ("保证金", MeasureKind::Other),
    ("押金", MeasureKind::Other),
    ("收费", MeasureKind::FeeExemption),
    ("费", MeasureKind::FeeExemption),
    ("票价", MeasureKind::FeeExemption),
    ("门票", MeasureKind::FeeExemption),
    ("租", MeasureKind::Relief),
];

/// Deductions from what is taxed.
pub const DEDUCTS: &[&str] =
    &["加计扣除", "税前扣除", "税前加计", "税前摊销", "所得额中扣除", "所得额时扣除", "予以扣除", "全额扣除", "准予扣除", "准予在", "据实扣除", "一次性扣除", "一次性计入", "加速折旧"];

/// Loans in words that no noun of support stands with.
pub const LENDS: &[&str] = &[
    "展期", "延期还款", "延期还本", "延期付息", "续贷", "延长还款", "延长贷款", "调整还款", "利率下浮", "下调贷款利率", "降低贷款利率",
    "不抽贷", "不断贷", "无还本", "贷款利率", "贷款额度",
];

/// Priority for someone: 优先 and one of these within the clause.
pub const PREFERS: &[&str] = &[
    "给予", "予以", "支持", "安排", "办理", "推荐", "纳入", "享受", "扶持", "落实", "核准", "保障", "采购", "受理", "录用", "招用", "聘用",
    "获得", "供应", "供地", "录取", "使用", "配置", "提供", "授信", "投放", "考虑", "解决", "列入", "审批", "评定", "评选", "申报", "入驻",
    "立项", "照顾", "购买", "选用", "承担", "参加", "资助", "奖励", "补助", "审查", "认定", "推广", "接待", "就诊", "就医", "通行", "选择", "申请", "退税",
    "办", "批", "选", "录", "招", "供", "购", "租",
];

/// What giving a status looks like.
pub const CERTIFIES: &[&str] = &["授予", "授牌", "挂牌", "颁发证书", "命名为", "认定为"];

/// Support that comes without an application.
pub const AUTOMATIC: &[&str] = &["免申即享", "无需申请", "免于申请", "即申即享", "自动享受", "直接兑付"];

/// Words of a sentence that is about punishment, recovery or crime: nothing in it is support.
pub const PUNISHES: &[&str] = &[
    "罚款", "罚金", "罚单", "没收", "违约金", "骗取", "冒领", "追回", "追缴", "责令退", "加收", "数额较大", "数额巨大", "处分", "刑法",
    "追究", "拘留", "徒刑", "套取", "挪用", "截留", "克扣", "侵占", "虚报", "受贿", "行贿", "取消资格", "收回已",
];

/// Words of a report: support that was paid, is planned, or adds up.
pub const REPORTS: &[&str] = &[
    "惠及", "预计", "累计发放", "累计拨付", "累计减免", "累计金额", "累计落实", "累计兑现", "累计达", "累计为", "累计向", "累计返还",
    "已发放", "已累计", "已拨付", "已兑现", "已为", "已向", "已减免", "已返还", "已有", "共计", "共为", "共有", "发放了", "收到了", "拨付了", "兑现了",
    "减免了", "获得了", "享受了", "享受到", "拿到", "涉及人数", "涉及企业", "据统计", "截至目前", "截止目前", "预拨", "据悉，阶段性", "拨付资金",
    "下达资金", "共发放", "共减免", "共拨付", "共兑现", "为企业减负", "节约", "增长率", "同比",
];

/// Negations in front of a cue.
pub const NEGATIONS: &[&str] =
    &["不得", "不予", "不再", "不能", "不可", "停止", "取消", "未", "不享受", "不给予", "无权", "禁止", "不应", "终止", "暂停"];

/// Limits: a clause that begins so sets bounds to what was given before.
pub const LIMITS: &[&str] = &[
    "最高", "最多", "最低", "不超过", "不高于", "不低于", "不少于", "每家", "每个", "每户", "每人", "每项", "每年", "每月", "每台", "每套",
    "每吨", "每亩", "每", "单个", "单家", "单户", "单人", "单项", "单笔", "单一", "同一", "累计", "合计", "总额", "总计", "年度", "上限",
    "限额", "原则上", "其中", "第一年", "第二年", "第三年", "首年", "次年", "即", "标准", "比例", "金额", "额度", "补", "奖", "资助", "贴息",
    "全年", "年补", "年最高", "但", "且", "扣除限额", "一个", "项目", "企业", "个人", "期限", "连续",
];

/// Words that open the part of a clause that gives.
pub const OPENERS: &[&str] = &[
    "给予", "予以", "给与", "按照", "可按", "按", "分别", "一次性", "最高", "可享受", "可申请", "可以", "可", "视情况", "暂免", "免征",
    "免收", "减征", "减免", "减半", "减按", "缓缴", "实行", "在原有", "第一年", "第二年", "第三年", "首年", "次年", "或", "后续", "後续", "每个", "单个", "单户", "累计", "连续", "一事一议", "一企一策", "应优先", "分三年", "分两年", "分年度", "分期", "共给予", "可从", "从其", "统一", "每年", "每家", "每户", "应当", "优先", "允许", "准予", "再", "另",
    "不超过", "由", "将", "发给", "发放", "奖励", "补助", "补贴", "资助", "享受", "返还", "税务机关", "省级财政", "市财政", "政府",
];

/// Heads that state a purpose or a rule of procedure, and no condition.
pub const PURPOSES: &[&str] = &[
    "为了", "为支持", "为鼓励", "为促进", "为进一步", "为推动", "为加快", "为贯彻", "为切实", "加大", "加快", "加强", "完善", "打造", "推动",
    "推进", "落实", "重点", "着力", "进一步", "全面", "积极", "大力", "充分", "深入", "建立", "健全", "优化", "提升", "实施", "发挥",
    "根据", "参照", "按照", "按", "依照", "依据", "通过", "由", "结合", "经济", "设立", "安排", "构建", "扩大", "强化", "制定", "统筹", "视",
    "纳入", "拓展", "培育", "发展", "创新", "引进", "组织", "继续执行", "继续实施", "涉及", "明确", "以", "据", "近日", "日前", "记者",
];

/// Verbs that encourage somebody to do something: conditions if nothing else restricts the measure.
pub const ENCOURAGES: &[&str] =
    &["支持鼓励", "鼓励支持", "鼓励和支持", "支持和鼓励", "鼓励", "支持", "引导", "重点培育", "培育"];

/// Nouns that can be beneficiaries, longest first where one ends another.
pub const ENTITIES: &[&str] = &[
    "企事业单位", "个体工商户", "专业合作社", "合作社", "事业单位", "用人单位", "参保单位", "企业", "公司", "集团", "单位", "机构", "平台",
    "园区", "产业园", "基地", "实验室", "共同体", "联合体", "技术中心", "研究中心", "中心", "研究院", "院所", "协会", "联盟", "商会", "商户", "商家", "业主", "用户", "工作者",
    "创业者", "投资者", "经营者", "消费者", "劳动者", "参保人员", "失业人员", "人员", "人才", "团队", "个人", "职工", "员工", "工人", "毕业生", "学生", "大学生",
    "家庭", "农户", "贫困户", "承租户", "户", "银行", "金融机构", "高校", "院校", "学校", "医院", "孵化器", "众创空间", "创业园", "载体", "集群", "示范区", "集聚区",
    "示范基地", "展会", "主体", "纳税人", "义务人", "借款人", "举报人", "申请人", "负责人", "发明人", "父母", "子女", "之妻", "残疾人", "老年人", "患者", "军人",
    "旅行社", "酒店", "商场", "商超", "餐饮店", "菜店", "便利店", "超市", "市场", "社会组织", "养殖场", "种粮大户", "大户", "租户", "港口", "村民", "农民", "居民", "公民", "家属",
    "烈士", "教师", "医生", "医师", "护士", "专家", "领军人才", "青年", "妇女", "儿童", "未成年人", "企业家", "机关", "团体", "组织", "行", "店", "厂", "院", "社", "校", "项目", "工程",
    "第一书记", "楼宇", "网点", "法人", "代理人", "保险公司", "承包方", "经营户", "县", "镇", "乡", "村", "街道", "国家", "特区", "地区",
];

/// Entities that can be beneficiaries only at the end of a phrase, since they begin other words.
pub const FINAL_ONLY: &[&str] = &[
    "行", "店", "厂", "院", "社", "校", "项目", "工程", "县", "镇", "乡", "村", "街道", "国家", "地区", "户", "中心", "市场", "组织", "平台", "银行", "公司", "基地", "园区", "港口",
    "特区", "家庭", "学校", "载体", "网点", "集群", "机关",
];

/// What makes of an entity in front of it another noun: 企业债券, 企业名单.
pub const NOT_ENTITY_BEFORE: &[&str] = &[
    "债券", "名单", "技术中心", "标准", "目录", "资质", "上市", "认定", "称号", "管理", "服务", "培训", "投资", "税", "注册", "信用", "文化", "名称", "代码", "所得", "孵化", "集聚", "类", "数", "化", "级", "间", "内部", "贷款", "融资", "职工", "会", "购买", "应纳", "缴费", "创业", "产品", "用电", "用地",
];

/// Verbs and prepositions that show that words are more than a noun phrase.
pub const VERBS: &[&str] = &[
    "为", "被", "获", "纳入", "列入", "入选", "发行", "参加", "参与", "承担", "承租", "采购", "使用", "通过", "开展", "在", "从", "经",
    "因", "受", "享受", "引进", "取得", "购买", "建设", "具有", "拥有", "达到", "超过", "提供", "组织", "推荐", "认定", "服务", "投资于", "对", "将", "向",
    "按", "是", "给", "与", "不", "举报", "成功", "完成", "新增", "购置", "租赁", "实缴", "缴纳", "招用",
];

/// Beginnings of a noun phrase that are conditions by themselves: 新增规模以上工业企业.
pub const NEW: &[&str] = &["新迁入我市", "新迁入", "新增", "新认定", "新获批", "新获得", "新引进", "新设立", "新建", "新注册", "新落户", "首次认定", "新入选", "首次"];

/// Conditions that say nothing.
pub const EMPTY_CONDITIONS: &[&str] = &[
    "符合条件", "符合规定", "符合要求", "符合规定条件", "符合上述条件", "符合相关条件", "符合有关规定", "按规定", "符合政策规定", "符合申报条件",
    "有关", "相关", "所有", "各类", "上述", "以上", "具备条件", "有条件", "符合", "特别优秀", "本市", "我市", "全市", "全省", "我省", "本省", "我区", "全区", "本区", "其", "提供", "发生", "产生", "取得", "全额", "适度", "适当", "同等条件下", "在同等条件下", "全部", "继续", "同样", "要", "应", "依法",
];

/// Comparisons in a condition.
pub const COMPARES: &[&str] = &[
    "不低于", "不少于", "不超过", "不高于", "以上", "以下", "超过", "达到", "高于", "低于", "大于", "小于", "突破", "满", "之间", "达",
];

/// Words in front of a sum or share that bound it from above.
pub const CEILINGS: &[&str] = &[
    "最高不超过", "不超过", "最高", "不高于", "上限为", "上限", "最多", "至多", "限额为", "限额", "以内", "封顶", "不得超过", "不大于", "不突破",
    "最高限额", "控制在", "总额为", "up to", "no more than", "not exceeding", "maximum of", "capped at", "at most",
];

/// Words in front of a sum or share that bound it from below.
pub const FLOORS: &[&str] = &["不少于", "不低于", "最低", "至少", "at least", "no less than"];

/// Old levels: the figure behind one of these is not given any more if a new one follows.
pub const OLD_LEVELS: &[&str] = &["由原来的", "由原先的", "由现行的", "由目前的", "由之前的", "从原来的", "由", "从", "原"];

/// Words between an old level and the new one.
pub const CHANGES: &[&str] = &["提高", "提升", "上调", "增加", "降低", "降至", "下调", "降", "调整", "扩大", "减至", "升至", "提至", "延长"];

/// What amounts are counted by, by the words in front of the sum or behind it.
pub const COUNTED: &[(&str, Counted)] = &[
    ("企业", Counted::Enterprise),
    ("单位", Counted::Enterprise),
    ("机构", Counted::Enterprise),
    ("公司", Counted::Enterprise),
    ("家", Counted::Enterprise),
    ("户小微", Counted::Enterprise),
    ("户企业", Counted::Enterprise),
    ("项目", Counted::Project),
    ("人", Counted::Person),
    ("名", Counted::Person),
    ("家庭", Counted::Household),
    ("户", Counted::Household),
    ("笔", Counted::Loan),
    ("证", Counted::Certificate),
    ("亩", Counted::Mu),
];

/// Stacking rules, longest first.
pub const STACKING: &[(&str, Stacking)] = &[
    ("就高、不重复", Stacking::HighestOnly),
    ("就高不重复", Stacking::HighestOnly),
    ("就高不就低", Stacking::HighestOnly),
    ("从高不重复", Stacking::HighestOnly),
    ("择优不重复", Stacking::HighestOnly),
    ("从优不重复", Stacking::HighestOnly),
    ("就高原则", Stacking::HighestOnly),
    ("晋级补差", Stacking::DifferenceOnly),
    ("晋档补差", Stacking::DifferenceOnly),
    ("补差", Stacking::DifferenceOnly),
    ("差额部分", Stacking::DifferenceOnly),
    ("不重复享受", Stacking::NoDouble),
    ("不得重复享受", Stacking::NoDouble),
    ("不可重复享受", Stacking::NoDouble),
    ("不重复奖励", Stacking::NoDouble),
    ("不重复补助", Stacking::NoDouble),
    ("不重复支持", Stacking::NoDouble),
    ("不再重复", Stacking::NoDouble),
    ("不得重复", Stacking::NoDouble),
    ("不重复", Stacking::NoDouble),
    ("可叠加享受", Stacking::Cumulative),
    ("可同时享受", Stacking::Cumulative),
    ("可累计享受", Stacking::Cumulative),
    ("叠加享受", Stacking::Cumulative),
];

/// Words of which one stands in every sentence that promises support.
pub const SIGNS: &[&str] = &[
    "给予", "予以", "给与", "奖", "补", "贴", "资助", "免", "减", "缓", "优先", "扣除", "返还", "退", "贷", "担保", "配套", "展期",
    "延期", "授予", "优惠", "发给", "领取", "支持", "停息", "下浮", "降低", "下调", "暂退", "折", "摊销",
];

/// Support that is decided case by case.
pub const DISCRETIONARY: &[&str] = &["一事一议", "一企一策", "视情况", "酌情", "一项目一议", "个案"];
