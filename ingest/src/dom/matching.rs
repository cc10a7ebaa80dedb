//! CSS selectors on the tree.

use super::{Element, Page, attributes, entities};
use scraper::selector::{CssLocalName, CssString, NonTSPseudoClass, PseudoElement, Simple};
use selectors::{
    OpaqueElement,
    attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint},
    bloom::BloomFilter,
    matching::{
        ElementSelectorFlags, MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags,
        QuirksMode, SelectorCaches, matches_selector_list,
    },
    parser::{ParseRelative, SelectorImpl, SelectorList},
};
use std::fmt;

/// A CSS selector.
pub(crate) struct Selector(SelectorList<Simple>);

impl Selector {
    /// Reads a selector; `None` for what is no CSS.
    pub fn parse(text: &str) -> Option<Self> {
        let mut input = cssparser::Parser::new(text);
        SelectorList::parse(&scraper::selector::Parser, &mut input, ParseRelative::No).ok().map(Self)
    }
}

impl Page<'_> {
    /// The elements that a selector matches, in order.
    pub fn select<'p>(&'p self, selector: &Selector) -> Vec<Element<'p>> {
        let mut caches = SelectorCaches::default();
        let mut context = MatchingContext::new(
            MatchingMode::Normal,
            None,
            &mut caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        let root = self.root();
        root.descendants()
            .filter(|element| matches_selector_list(&selector.0, element, &mut context))
            .collect()
    }
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} {}>", self.node().name, self.node().attributes)
    }
}

impl selectors::Element for Element<'_> {
    type Impl = Simple;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.node())
    }

    fn parent_element(&self) -> Option<Self> {
        self.parent().filter(|parent| parent.at > 0)
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.parent()?.children().take_while(|sibling| sibling.at < self.at).last()
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.next()
    }

    fn first_element_child(&self) -> Option<Self> {
        self.children().next()
    }

    fn is_html_element_in_html_document(&self) -> bool {
        true
    }

    fn has_local_name(&self, name: &CssLocalName) -> bool {
        self.node().name.eq_ignore_ascii_case(&name.0)
    }

    fn has_namespace(&self, _: &<Simple as SelectorImpl>::BorrowedNamespaceUrl) -> bool {
        true
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.node().name.eq_ignore_ascii_case(other.node().name)
    }

    fn attr_matches(
        &self,
        _: &NamespaceConstraint<&<Simple as SelectorImpl>::NamespaceUrl>,
        name: &CssLocalName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        let mut attributes = attributes::of(self.node().attributes);
        attributes.any(|(key, value)| {
            key.eq_ignore_ascii_case(&name.0) && operation.eval_str(&entities::resolved(value))
        })
    }

    fn match_non_ts_pseudo_class(&self, _: &NonTSPseudoClass, _: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }

    fn match_pseudo_element(&self, _: &PseudoElement, _: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        self.tag().is_link()
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_id(&self, id: &CssLocalName, case: CaseSensitivity) -> bool {
        self.id().is_some_and(|own| case.eq(id.0.as_bytes(), own.as_bytes()))
    }

    fn has_class(&self, name: &CssLocalName, case: CaseSensitivity) -> bool {
        let class = self.attr("class");
        class.is_some_and(|class| {
            class.split_ascii_whitespace().any(|own| case.eq(name.0.as_bytes(), own.as_bytes()))
        })
    }

    fn has_custom_state(&self, _: &CssLocalName) -> bool {
        false
    }

    fn imported_part(&self, _: &CssLocalName) -> Option<CssLocalName> {
        None
    }

    fn is_part(&self, _: &CssLocalName) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        self.end() == self.at + 1
    }

    fn is_root(&self) -> bool {
        self.parent().is_some_and(|parent| parent.at == 0)
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_find_their_elements() {
        let page = Page::parse(
            "<DIV id=a class='x y'><p>1<p class=z>2</div><ucapcontent data-k='v w'><p>3</ucapcontent>",
            9,
        );
        for (selector, expected) in [
            ("#a p", "1 2"),
            ("div.x.y > p.z", "2"),
            ("p + p", "2"),
            ("p:first-child", "1 3"),
            ("[data-k~=w] p, .none", "3"),
            ("UCAPCONTENT", "3"),
            ("p:not(.z)", "1 3"),
            ("#A", ""),
        ] {
            let found = page.select(&Selector::parse(selector).unwrap());
            let texts: Vec<String> = found.iter().map(|element| element.text()).collect();
            assert_eq!(texts.join(" "), expected, "{selector}");
        }
        assert!(Selector::parse("p:[").is_none());
    }
}
