// <polidex-match data-limit="10">: which support a company can get. Answers stay in this element and are sent
// to the server's match, and to nothing else.
class PolidexMatch extends PolidexElement {
  render() {
    this.profile = {};
    this.passed = new Set();
    this.body = make('div', {});
    this.shadowRoot.append(make('section', { class: 'frame', 'aria-label': this.say('matchTitle') }, make('h3', {}, this.say('matchTitle')), this.body, this.said));
    this.step([]);
  }

  async step(answers) {
    try {
      const body = JSON.stringify({ profile: this.profile, answers });
      const address = `${this.base}/api/v1/match?locale=${this.say.locale}`;
      const report = await getJson(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      this.profile = report.profile ?? this.profile;
      answers.forEach(({ key }) => this.passed.add(key));
      this.show(report);
    } catch (error) {
      this.announce(error instanceof TypeError ? this.say('failed') : error.message);
    }
  }

  show(report) {
    const { eligible, likely, needs_information: open } = report.totals;
    const again = this.body.contains(this.shadowRoot.activeElement);
    const shown = report.matches.filter(({ verdict }) => ['eligible', 'likely', 'needs_information'].includes(verdict));
    this.report = report;
    this.body.replaceChildren(
      this.question(report),
      make('p', { class: 'sum' }, this.say('totals', { eligible, likely, open })),
      make('ol', {}, shown.slice(0, Number(this.dataset.limit) || 10).map((found) => this.measure(found))),
      make('p', { class: 'soft' }, this.say('byText')),
    );
    this.announce(this.say('totals', { eligible, likely, open }));
    if (again) this.body.querySelector('input, button')?.focus();
  }

  question(report) {
    const question = report.questions.find(({ key }) => !this.passed.has(key));
    if (!question) return make('p', { class: 'soft' }, this.say('nothingToAsk'));
    const words = this.say.locale === 'zh' ? question.zh : question.en;
    const form = make('form', {});
    const button = (text, value, kind) => {
      const made = make('button', { type: 'button', class: kind }, text);
      made.addEventListener('click', () => (value === null ? this.pass(question.key) : this.step([{ key: question.key, answer: value }])));
      return made;
    };
    const choices = { yes_or_no: [['yes', this.say('yes')], ['no', this.say('no')]] }[question.expects]
      || question.choices?.map(({ name, zh, en }) => [name, this.say.locale === 'zh' ? zh : en]);
    if (choices) {
      form.append(...choices.map(([value, name]) => button(name, value, '')));
    } else {
      const input = make('input', { type: question.expects === 'day' ? 'date' : 'text', 'aria-label': this.say('answerLabel'), maxlength: 200 });
      form.append(make('div', { class: 'field' }, input), make('button', { type: 'submit' }, this.say('answer')));
      typing(input, () => {}, () => {});
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        if (input.value.trim()) this.step([{ key: question.key, answer: input.value.trim() }]);
      });
    }
    form.append(button(this.say('skip'), null, 'plain'));
    return make('div', {}, make('p', { class: 'question' }, visible(words)), form, make('p', { class: 'soft' }, this.say('decides', question)));
  }

  pass(key) {
    this.passed.add(key);
    this.show(this.report);
  }

  measure(found) {
    const verdicts = { eligible: ['eligible', 'good'], likely: ['likely', 'warn'], needs_information: ['needsInformation', 'warn'] };
    const [name, kind] = verdicts[found.verdict];
    const place = placeOf(found.ref);
    return make(
      'li',
      { class: 'hit' },
      make('p', { class: 'row' }, make('span', { class: `badge ${kind}` }, this.say(name)), make('span', { class: 'sum' }, this.sum(found.amount))),
      make('p', { class: 'text', lang: found.policy.lang }, visible(found.sentence.text)),
      make('p', { class: 'soft' }, this.page(place, visible(found.policy.title), ' ', visible(place.clause ?? ''))),
    );
  }

  sum({ sum }) {
    if (!sum) return this.say('noSum');
    const written = (value) => new Intl.NumberFormat(this.say.locale).format(value);
    const { min, max } = sum;
    if (max === null || max === undefined) return this.say('noSum');
    return min === max ? this.say('sum', { sum: written(max) }) : this.say('upTo', { sum: written(max) });
  }
}
customElements.define('polidex-match', PolidexMatch);
