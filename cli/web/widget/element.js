// What the elements have in common. The server is the one that this script came from; `data-server` names
// another, `data-locale` a language (else that of the element or its page).
const HOME = new URL(document.currentScript.src).origin;

class PolidexElement extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
    this.shadowRoot.adoptedStyleSheets = [SHEET];
  }

  connectedCallback() {
    if (this.said) return;
    const lang = this.dataset.locale || this.closest('[lang]')?.lang || navigator.language;
    this.say = translator(lang);
    this.said = make('p', { class: 'status', role: 'status', 'aria-live': 'polite' });
    this.render();
  }

  get base() {
    const server = this.dataset.server;
    return server && /^https?:/.test(server) ? new URL(server).origin : HOME;
  }

  get citationStyle() {
    return this.dataset.style || (this.say.locale === 'zh' ? 'zh-legal' : 'chicago');
  }

  announce(words) {
    this.said.textContent = words;
  }

  // Addresses come from documents: only those of the web become links.
  link(address, ...children) {
    const web = /^https?:\/\//i.test(address);
    return web ? make('a', { href: address, rel: 'noopener noreferrer' }, ...children) : make('span', {}, ...children);
  }

  page(place, ...children) {
    return this.link(this.base + clauseAddress(place), ...children);
  }

  badges(policy) {
    const [name, grave] = STATUSES[policy.status] || STATUSES.unknown;
    const badge = (key, kind) => make('span', { class: `badge ${kind}` }, this.say(key));
    return [badge(name, grave), policy.superseded ? badge('superseded', 'warn') : null, policy.illustrative ? badge('illustrative', '') : null];
  }

  copyButton(place) {
    const button = make('button', { type: 'button', class: 'plain small' }, this.say('copy'));
    button.addEventListener('click', () => copying(button, this.base, place, this.citationStyle, this.say, (words) => this.announce(words)));
    return button;
  }
}

// A reference `POLICY[@EDITION]#PATH` by its parts.
const placeOf = (reference) => {
  const [, policy, edition, clause] = /^([^@#]+)(?:@([^#]*))?(?:#(.*))?$/.exec(reference) || [];
  return { policy, edition, clause };
};
