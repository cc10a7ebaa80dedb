//! The words that the readers know, as data.

/// What titles of documents of public bodies end in.
pub const POLICY_ENDINGS: &[&str] = &[
    "法", "法典", "宪法", "条例", "规定", "办法", "细则", "规则", "决定", "决议", "通知", "通报", "意见",
    "方案", "规划", "计划", "纲要", "措施", "政策", "公告", "通告", "布告", "批复", "复函", "函", "答复", "解释", "令",
    "命令", "制度", "规范", "标准", "准则", "通则", "总则", "守则", "公约", "条约", "协定", "议定书", "宣言", "战略",
    "行动", "章程", "目录", "清单", "预案", "要点", "报告", "请示", "议案", "建议", "修正案", "指南", "指引", "导则", "规程",
    "大纲", "安排", "部署", "分工", "举措", "名单", "须知", "指示", "会议纪要", "纪要", "解答", "问答",
    "声明", "联合声明", "附加议定书", "试点", "总体要求", "任务", "工作要点", "目标", "体系", "意见书",
    "分类", "区划", "名录", "评定", "定额", "说明", "批示", "法案", "基本法", "电报", "政策措施", "细目", "框架",
    "协议", "设想", "构想", "职责", "要求", "汇编", "程序", "机制", "原则",
    "政策问答", "条款", "措施条", "提纲", "表决办法", "补充",
];

/// Endings of titles that are no such documents, though they end in one of the words above or look like it.
pub const NO_POLICY_ENDINGS: &[&str] = &[
    "说法", "书法", "兵法", "用法", "看法", "做法", "想法", "读法", "心法", "魔法", "劳动合同", "用工合同",
    "服务协议", "三方协议", "就业协议", "承诺书", "通知书", "决定书", "意见书", "委托书", "告知书", "申请书", "协议书",
    "责任书", "批准书", "说明书", "建议书", "白皮书", "蓝皮书", "绿皮书", "任务书", "倡议书", "公开信", "手册", "报",
    "体检报告", "检验报告", "检测报告", "审计报告", "评估报告", "查新报告", "申报书", "登记表", "申请表", "审批表",
    "征信报告", "信用报告", "研究报告", "调查报告", "年度报告", "情况报告",
];

/// Words before 《…》 that only introduce a short title.
pub const SHORT_TITLE_CUES: &[&str] =
    &["以下简称", "以下称", "简称", "以下统称", "下称", "以下简称为", "以下称为", "以下分别简称"];

/// Parts of the names of public bodies.
pub const BODY_SIGNS: &[&str] = &[
    "部", "委", "局", "院", "厅", "政府", "办", "省", "市", "县", "区", "国务", "中央", "人大", "总署", "中心",
    "指挥", "小组", "会议", "党", "国家", "署", "银行", "协会", "组织", "会",
];

/// Cues right before a mention, longest first within one beginning; what they say without further signs.
pub const BEFORE: &[(&str, Before)] = &[
    ("根据", Before::Rests),
    ("依据", Before::Rests),
    ("依照", Before::Rests),
    ("按照", Before::Rests),
    ("遵照", Before::Rests),
    ("遵循", Before::Rests),
    ("按", Before::Rests),
    ("依", Before::Rests),
    ("贯彻落实", Before::Implements),
    ("贯彻执行", Before::Implements),
    ("贯彻实施", Before::Implements),
    ("贯彻", Before::Implements),
    ("落实", Before::Implements),
    ("实施", Before::Implements),
    ("执行", Before::Implements),
    ("参照适用", Before::Refers),
    ("参照执行", Before::Refers),
    ("参照", Before::Refers),
    ("比照", Before::Refers),
    ("适用", Before::Refers),
    ("违反", Before::Refers),
    ("符合", Before::Refers),
    ("遵守", Before::Refers),
    ("参见", Before::Refers),
    ("详见", Before::Refers),
    ("见", Before::Refers),
    ("属于", Before::Refers),
    ("对照", Before::Refers),
    ("结合", Before::Refers),
    ("除", Before::Refers),
    ("制定", Before::Refers),
    ("制订", Before::Refers),
    ("起草", Before::Refers),
    ("编制", Before::Refers),
    ("出台", Before::Refers),
    ("完善", Before::Refers),
    ("修改", Before::Changes),
    ("修订", Before::Changes),
    ("修正", Before::Changes),
    ("废止", Before::Repeals),
    ("停止执行", Before::Repeals),
    ("印发", Before::Issues),
    ("转发", Before::Issues),
    ("批转", Before::Issues),
    ("公布", Before::Issues),
    ("发布", Before::Issues),
    ("颁布", Before::Issues),
    ("颁发", Before::Issues),
    ("下发", Before::Issues),
];

/// What a cue before a mention says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// A basis, if the sentence announces an act of its own; else a pointer.
    Rests,
    /// Puts into practice.
    Implements,
    /// A pointer.
    Refers,
    /// Changes, if this document decides it; else a pointer.
    Changes,
    /// Repeals.
    Repeals,
    /// Issues, if this document does; else a pointer to what another body issued.
    Issues,
}

/// Cues of repeal behind a mention.
pub const REPEALED: &[&str] = &[
    "同时废止", "即行废止", "同时停止执行", "停止执行", "不再适用", "不再执行", "予以废止", "相应废止", "自行废止",
    "一并废止", "废止", "同时失效", "即行失效", "停止施行", "停止使用", "同时作废", "不再施行",
];

/// Words between a mention and such a cue that show that the cue is about something else.
pub const NOT_REPEALED: &[&str] = &[
    "施行", "实施", "生效", "应当", "可以", "必须", "规定的", "依照", "按照", "根据", "修改", "办理", "处罚", "制定",
    "不得", "公布前", "宣布",
];

/// Verbs behind a mention with which this document issues it.
pub const ISSUED: &[&str] = &["印发", "转发", "批转", "公布", "发布", "颁布", "颁发", "下发"];

/// Signs that the verb is this document's own act.
pub const OWN_ACT: &[&str] = &["现", "给你们", "予以", "特此", "兹"];

/// Words with which this document changes another: 对《X》作如下修改, 将《X》修改为.
pub const CHANGED: &[&str] = &[
    "作如下补充、修改", "作如下修改、补充", "作如下修改", "作出如下修改", "作了如下修改", "做如下修改", "作以下修改",
    "作出以下修改", "作相应修改", "作相应的修改", "作出修改", "作部分修改", "作如下修订", "作如下修正", "作如下补充",
    "作如下调整", "进行修改", "予以修改", "作修改", "修改为", "修订为", "修正为", "改为", "增加一", "删去", "删除",
    "补充规定如下", "修改如下", "作下列修改",
];

/// What announces a plan to change, in front of 修改 or 修订.
pub const PLANNED: &[&str] = &[
    "加快", "推动", "推进", "研究", "抓紧", "适时", "启动", "开展", "组织", "积极", "完成", "探索", "及时", "配合", "尽快",
    "参与", "做好", "建议",
];

/// Signs of an act that the sentence announces.
pub const ANNOUNCES: &[&str] = &[
    "制定本", "制订本", "制定了", "制定以下", "制定如下", "制定", "制订", "如下", "现将", "现就", "现决定", "特制定", "特作",
    "现印发", "现公布", "现批复", "决定：", "决定:", "现通知", "现予", "现提出", "现对",
];

/// Signs that the sentence tells others what to do, in front of a cue.
pub const TELLS: &[&str] =
    &["应当", "应", "要", "请", "须", "可以", "可", "由", "并", "须", "一律", "必须", "分别", "不", "能", "均"];

/// What a mention is told to be used for, behind it.
pub const DIRECTED: &[&str] = &[
    "执行", "办理", "处罚", "处理", "管理", "承担", "追究", "进行", "予以", "给予", "实施", "开展", "申请", "组织",
];

/// Cues behind a mention that make it a pointer.
pub const POINTED: &[&str] = &[
    "收悉", "规定", "修正", "修订", "修改", "施行", "实施", "要求", "所列", "明确", "确定", "指出", "提出", "中", "附件",
    "精神",
];

/// Words that name this document: how such a name begins, and how it goes on.
pub const OWN_DOCUMENTS: &[(&[&str], &[&str])] = &[
    (
        &["本"],
        &[
            "条例", "规定", "办法", "细则", "实施细则", "实施办法", "规则", "法", "决定", "通知", "通告", "公告", "意见", "措施",
            "政策", "若干", "方案", "解释", "规范", "修正案", "令", "规程", "制度", "暂行", "文件", "指南", "指引", "计划", "规划",
            "批复", "标准", "章程", "守则", "准则", "预案", "补充", "公约", "议定书", "命令", "导则", "目录", "清单", "函", "实施意见",
            "试行", "《", "协定", "条款", "十", "扶持", "操作", "管理", "奖励", "支持", "惠企",
        ],
    ),
    (&["上述", "以上", "该", "此"], &["政策", "措施", "规定", "条款", "相关条款", "办法", "通知", "意见", "优惠政策", "各项"]),
];

/// Verbs with which a text begins to apply.
pub const TAKES_EFFECT: &[&str] = &["施行", "实施", "执行", "生效", "试行", "适用"];

/// Words that a printed event is counted from, where it is the publication of this text.
pub const PUBLICATION: &[&str] = &["公布", "发布", "颁布", "印发", "下发", "公告", "发文", "颁发", "刊登", "登报"];

/// What opens the statement of a term.
pub const TERMS: &[&str] = &[
    "有效期限", "有效期", "试行期限", "试行期", "施行期限", "施行期", "实施期限", "实施期", "适用截止时间", "执行期限", "执行期",
    "暂行期", "政策期限", "适用期限", "执行时间", "实施时间", "截止时间",
];
