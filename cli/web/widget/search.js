// <polidex-search data-filter="…" data-limit="5" data-lang="zh|en">: a box and what it finds.
const SHOWN = 160;

// Where the words that matched stand closest together, in UTF-16 units; never within a pair of surrogates.
const windowOf = (text, highlights) => {
  if (text.length <= SHOWN) return [0, text.length];
  const from = Math.max(0, (highlights[0]?.utf16[0] ?? 0) - 30);
  const start = Math.min(from, text.length - SHOWN);
  const whole = (at) => (/[\udc00-\udfff]/.test(text[at] ?? '') ? at - 1 : at);
  return [whole(start), whole(start + SHOWN)];
};

const marked = (text, highlights) => {
  const [start, end] = windowOf(text, highlights);
  const pieces = [start > 0 ? '…' : null];
  let at = start;
  for (const { utf16 } of highlights) {
    const [from, to] = [Math.max(utf16[0], at), Math.min(utf16[1], end)];
    if (from >= to) continue;
    pieces.push(visible(text.slice(at, from)), make('mark', {}, visible(text.slice(from, to))));
    at = to;
  }
  pieces.push(visible(text.slice(at, end)), end < text.length ? '…' : null);
  return pieces;
};

class PolidexSearch extends PolidexElement {
  render() {
    const label = this.dataset.placeholder || this.say('searchLabel');
    const input = make('input', { type: 'search', placeholder: label, 'aria-label': label, maxlength: 2000, autocapitalize: 'off', spellcheck: 'false' });
    const field = make('div', { class: 'field' }, input);
    const form = make('form', { role: 'search' }, field, make('button', { type: 'submit' }, this.say('search')));
    const results = make('ol', {});
    const more = make('p', { class: 'soft', hidden: '' });
    this.shadowRoot.append(make('div', { class: 'frame' }, form, this.said, results, more));

    const parameters = () => {
      const asked = new URLSearchParams({ q: input.value.trim(), limit: this.dataset.limit || '5' });
      if (this.dataset.filter) asked.append('filter', this.dataset.filter);
      if (this.dataset.lang) asked.set('lang', this.dataset.lang);
      asked.set('locale', this.say.locale);
      return asked;
    };
    const show = (answer, error) => {
      if (error) return this.announce(this.say('failed'));
      results.replaceChildren(...(answer ? answer.hits.map((hit) => this.hit(hit)) : []));
      more.hidden = !answer?.next;
      const all = parameters();
      all.delete('limit');
      more.replaceChildren(this.link(`${this.base}/?${all}`, this.say('all')));
      const found = answer && { total: answer.total, documents: answer.total_policies };
      return this.announce(found ? (found.total ? this.say('found', found) : this.say('nothing')) : '');
    };
    const ask = latest(80, (signal) => (input.value.trim() ? getJson(`${this.base}/api/v1/search?${parameters()}`, { signal }) : null), show);
    combobox({ input, say: this.say, base: this.base, changed: ask, taken: ask, announce: () => {} });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      ask();
    });
  }

  hit({ policy, clause, highlights }) {
    const place = { ...placeOf(clause.ref), edition: policy.edition };
    const facts = [policy.doc_number, policy.issuer.join('、'), policy.written || policy.published].filter(Boolean);
    return make(
      'li',
      { class: 'hit' },
      make('h3', { lang: policy.lang }, this.page(place, visible(policy.title))),
      make('p', { class: 'row soft' }, this.badges(policy), visible(facts.join(' · '))),
      make('p', { class: 'soft', lang: clause.lang }, visible(clause.path.join(' › ') || clause.label)),
      make('p', { class: 'text', lang: clause.lang }, marked(clause.text, highlights)),
      this.copyButton(place),
    );
  }
}
customElements.define('polidex-search', PolidexSearch);
