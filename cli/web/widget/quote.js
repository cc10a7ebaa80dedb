// <polidex-quote clause="POLICY[@EDITION]#PATH">: a quotation with its source and its status as of now. Words
// in the element are shown as the quotation if the published text holds them, and stay if there is no answer.
class PolidexQuote extends PolidexElement {
  static observedAttributes = ['clause'];

  attributeChangedCallback() {
    if (this.said) this.render();
  }

  async render() {
    const reference = this.getAttribute('clause') || '';
    const place = placeOf(reference);
    const frame = (...children) => this.shadowRoot.replaceChildren(make('figure', { class: 'frame' }, ...children, this.said));
    frame(make('blockquote', { class: 'text' }, make('slot', {})));
    if (!place.policy || !place.clause) {
      this.announce(this.say('noClause'));
      return;
    }
    try {
      const query = `${place.edition ? '&' : '?'}locale=${this.say.locale}`;
      const found = await getJson(`${this.base}/api/v1${clauseAddress(place)}${query}`);
      const exact = { ...place, edition: found.policy.edition };
      const citation = await citationOf(this.base, exact, this.citationStyle, this.say.locale);
      if (reference === this.getAttribute('clause')) frame(...this.quotation(found, exact, citation));
      this.announce('');
    } catch (error) {
      this.announce(error instanceof TypeError ? this.say('failed') : error.message);
    }
  }

  quotation({ policy, clause, standing, link }, place, citation) {
    const wanted = this.textContent.trim();
    const held = wanted && clause.text.replace(/\s+/g, '').includes(wanted.replace(/\s+/g, ''));
    const reason = this.say.locale === 'zh' ? standing.reason_zh : standing.reason;
    return [
      wanted && !held ? make('p', { class: 'soft' }, this.say('differs')) : null,
      make('blockquote', { class: 'text', lang: clause.lang }, visible(held ? wanted : clause.text)),
      make('figcaption', {}, make('p', { class: 'soft' }, visible(citation.in_text || citation.text))),
      make('p', { class: 'row' }, this.badges(policy), this.page(place, this.say('source')), link ? this.link(link, `${new URL(link).host} ↗`) : null, this.copyButton(place)),
      make('p', { class: 'soft' }, visible(reason)),
    ];
  }
}
customElements.define('polidex-quote', PolidexQuote);
