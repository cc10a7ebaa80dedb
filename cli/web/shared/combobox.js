// A field with a list of suggestions, after the combobox pattern of the ARIA Authoring Practices (list
// autocompletion, manual selection): the focus stays in the field, the arrows move `aria-activedescendant`.
// Typing runs `changed` at once; suggestions follow when they come. `taken` runs when one is chosen.
let comboboxes = 0;
const combobox = ({ input, say, base, changed, taken, announce }) => {
  const id = `polidex-options-${(comboboxes += 1)}`;
  const list = make('ul', { class: 'options', id, role: 'listbox', 'aria-label': say('suggestions'), hidden: '' });
  input.after(list);
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', id], ['autocomplete', 'off']]) {
    input.setAttribute(name, value);
  }
  let suggestions = [];
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const mark = (index) => {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === index)));
    if (index < 0) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    input.setAttribute('aria-activedescendant', `${id}-${index}`);
    list.children[index].scrollIntoView({ block: 'nearest' });
  };
  const take = (index) => {
    input.value = suggestions[index].text;
    ask.stop();
    close();
    taken(suggestions[index]);
  };
  const option = (suggestion, at) =>
    make(
      'li',
      { role: 'option', id: `${id}-${at}`, 'aria-selected': 'false' },
      make('span', {}, visible(suggestion.text)),
      make('span', { class: 'kind' }, say(suggestion.kind)),
    );
  const show = (found) => {
    suggestions = found || [];
    list.replaceChildren(...suggestions.map(option));
    active = -1;
    input.removeAttribute('aria-activedescendant');
    const open = suggestions.length > 0 && input.getRootNode().activeElement === input;
    list.hidden = !open;
    input.setAttribute('aria-expanded', String(open));
    if (open) announce(say('suggestionsFound', { count: suggestions.length }));
  };
  const ask = latest(
    60,
    (signal) => {
      const typed = input.value.trim();
      if (!typed || /[:："“]/.test(typed)) return [];
      return getJson(`${base}/api/v1/suggest?${new URLSearchParams({ q: typed, limit: 6 })}`, { signal });
    },
    show,
  );

  typing(
    input,
    () => {
      changed();
      ask();
    },
    (event) => {
      const open = !list.hidden;
      const last = suggestions.length - 1;
      if (event.key === 'ArrowDown' && open) mark(active < last ? active + 1 : 0);
      else if (event.key === 'ArrowDown' && suggestions.length > 0) {
        list.hidden = false;
        input.setAttribute('aria-expanded', 'true');
        mark(0);
      } else if (event.key === 'ArrowUp' && open) mark(active > 0 ? active - 1 : last);
      else if (event.key === 'Escape' && open) close();
      else if (event.key === 'Enter' && open && active >= 0) take(active);
      else {
        if (event.key === 'Enter') {
          ask.stop();
          close();
        }
        return;
      }
      event.preventDefault();
    },
  );
  // A press on an option must not take the focus out of the field before the click arrives.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const index = [...list.children].indexOf(event.target.closest('[role=option]'));
    if (index >= 0) take(index);
  });
  input.addEventListener('blur', close);
  return { close };
};
