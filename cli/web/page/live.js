// Answers while typing, and suggestions. The address bar follows, so that it can be copied at any moment.
const search = document.getElementById('search');
if (search) {
  const input = search.elements.q;
  const address = () => {
    const parameters = new URLSearchParams(new FormData(search));
    if (!parameters.get('q').trim()) parameters.delete('q');
    const query = parameters.toString();
    return query ? `/?${query}` : '/';
  };
  let shown = input.value.trim();
  const refresh = latest(
    25,
    (signal) => fetchPage(address(), { signal }),
    (page, error) => {
      if (error || !swap(page, ['answer', 'languages'])) {
        announce(say('failed'));
        return;
      }
      history.replaceState(null, '', address());
      announce(document.getElementById('answer').dataset.said || '');
    },
  );
  const changed = () => {
    if (input.value.trim() === shown) return;
    shown = input.value.trim();
    refresh();
  };
  combobox({ input, say, base: '', changed, taken: changed, announce });
  if (!input.value) input.focus({ preventScroll: true });
}
