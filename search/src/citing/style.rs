//! The styles by name, with what is known of their rules.

use polidex_corpus::locale::Locale;
use serde::{Serialize, Serializer};

/// A style of citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// GB/T 7714-2015, numeric system.
    Gb7714V2015,
    /// GB/T 7714-2025, numeric system.
    Gb7714V2025,
    /// Publication Manual of the American Psychological Association, 7th edition.
    Apa,
    /// The Chicago Manual of Style, notes and bibliography.
    Chicago,
    /// MLA Handbook, 9th edition.
    Mla,
    /// After the Bluebook's rule for foreign statutes.
    Bluebook,
    /// 《标题》（文号）第五条第二款.
    ZhLegal,
    /// BibTeX, also read by biblatex.
    Bibtex,
    /// RIS, as reference managers import it.
    Ris,
    /// CSL-JSON, as citation processors read it.
    CslJson,
}

impl Style {
    /// Every style, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::Gb7714V2015,
        Self::Gb7714V2025,
        Self::Apa,
        Self::Chicago,
        Self::Mla,
        Self::Bluebook,
        Self::ZhLegal,
        Self::Bibtex,
        Self::Ris,
        Self::CslJson,
    ];

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gb7714V2015 => "gb7714-2015",
            Self::Gb7714V2025 => "gb7714-2025",
            Self::Apa => "apa",
            Self::Chicago => "chicago",
            Self::Mla => "mla",
            Self::Bluebook => "bluebook",
            Self::ZhLegal => "zh-legal",
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
            Self::CslJson => "csl-json",
        }
    }

    /// The style of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.name() == name)
    }

    /// What people call it.
    pub fn title(self, locale: Locale) -> &'static str {
        let (en, zh) = match self {
            Self::Gb7714V2015 => ("GB/T 7714-2015, numeric", "GB/T 7714—2015，顺序编码制"),
            Self::Gb7714V2025 => (
                "GB/T 7714-2025, numeric (in force since 2026-07-01)",
                "GB/T 7714—2025，顺序编码制（2026-07-01 起实施）",
            ),
            Self::Apa => ("APA, 7th edition", "APA 第 7 版"),
            Self::Chicago => ("Chicago, notes and bibliography", "芝加哥格式（注释与书目）"),
            Self::Mla => ("MLA, 9th edition", "MLA 第 9 版"),
            Self::Bluebook => ("after the Bluebook, foreign statutes", "参照 Bluebook 外国法规格式"),
            Self::ZhLegal => ("Chinese legal form", "中文法律引注：《标题》（文号）第五条第二款"),
            Self::Bibtex => ("BibTeX / biblatex", "BibTeX / biblatex"),
            Self::Ris => ("RIS for reference managers", "RIS（文献管理软件）"),
            Self::CslJson => ("CSL-JSON", "CSL-JSON"),
        };
        locale.pick(en, zh)
    }

    /// What a reader should know of how the style is written here, and what could not be verified.
    pub fn remarks(self, locale: Locale) -> &'static str {
        let (en, zh) = match self {
            Self::Gb7714V2015 => (
                "Laws and official documents are typed A (archives), as the standard's own example of a municipal notice is. The standard has no rule for clauses: they stand where the page cited would; the edition stands in the field for editions.",
                "法律法规和公文的文献类型标识为 A（标准示例中的市政府通知亦如此）。标准未规定条款的著录位置：置于引文页码处；版本著录于版本项。",
            ),
            Self::Gb7714V2025 => (
                "Verified in public sources: in force since 2026-07-01, replacing 2015; the marks ：，（） are full-width and . [ ] half-width in all languages; surnames are no longer in capitals; the access date is kept for web resources only. Not verified, since the standard's text is not public: the type of laws and official documents on the web (EB is used, after the style published by the CSL project in May 2026), and what its changed rule for other title information means for document numbers, which stand there as they did in 2015.",
                "已由公开资料核实：2026-07-01 起实施并代替 2015 版；各语种著录用符号中“：，（）”为全角，“. [ ]”为半角；姓不再全大写；仅网络资源著录引用日期。未能核实（标准全文不公开）：网上法律法规和公文的文献类型标识（此处依 CSL 项目 2026 年 5 月发布的样式用 EB）；其他题名信息著录规则的改动对文号有何影响（文号仍按 2015 版位置著录）。",
            ),
            Self::Apa => (
                "As official reports and web pages, not by the rules for United States statutes. Italics are left out. The style has no place for an archived copy and asks for the day of access only where a page is made to change.",
                "按官方报告和网页著录，不用其美国成文法规则；不含斜体。该格式没有存档副本的位置，且仅对持续变化的网页要求访问日期。",
            ),
            Self::Chicago | Self::Mla => (
                "As documents of public bodies on the web; of news the title is in quotation marks. Italics are left out. The archived copy follows the entry, with its SHA-256 and time of capture.",
                "按公共机构的网上文件著录，新闻标题加引号；不含斜体。条目之后注明存档副本的 SHA-256 和截取时间。",
            ),
            Self::Bluebook => (
                "After the rule for statutes of the People's Republic of China: title, translation in brackets, who promulgated it and when, the article. Titles are not romanised and issuers not abbreviated. Not checked against the Bluebook, which is not public.",
                "参照中华人民共和国法规的引注规则：题名、方括号内译名、公布机关和日期、条款。题名不加注拼音，机关名不缩写。Bluebook 不公开，未能核对。",
            ),
            Self::ZhLegal => (
                "Articles, paragraphs and items are named as legal drafting does: 第五条第二款第三项, no brackets around the item's number. An article of a text that a notice issues is cited by that text's title.",
                "条、款、项按立法技术规范书写：第五条第二款第三项，项的序号不加括号。通知所印发文本中的条款以该文本的标题引用。",
            ),
            Self::Bibtex => (
                "The type is @misc, which every style knows; biblatex reads date, urldate and langid.",
                "条目类型为各样式都支持的 @misc；biblatex 读取 date、urldate 和 langid。",
            ),
            Self::Ris => (
                "Types: STAT for laws and regulations, NEWS for news, GOVDOC for all else.",
                "类型：法律法规为 STAT，新闻为 NEWS，其余为 GOVDOC。",
            ),
            Self::CslJson => (
                "One item an id, of version 1.0.2 of the schema; edition and archived copy stand in `note`.",
                "每个标识一项，依 1.0.2 版格式；版本和存档副本在 note 中。",
            ),
        };
        locale.pick(en, zh)
    }
}

impl Serialize for Style {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
