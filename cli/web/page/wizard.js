// The questions about a company. Answers stand in the fragment of the address, which goes to nobody, and are
// sent to the page that matches, and to nothing else.
const wizard = document.getElementById('wizard');
if (wizard) {
  const given = () => [...document.querySelectorAll('#given input')].map((field) => [field.name, field.value]);
  const send = async (parameters, from) => {
    let page;
    try {
      page = await fetchPage(location.pathname + location.search, { body: parameters.toString() });
    } catch {
      announce(say('failed'));
      return;
    }
    if (!swap(page, ['wizard'])) {
      announce(say('failed'));
      return;
    }
    const fragment = `#${new URLSearchParams(given())}`;
    if (from === 'form') history.pushState(null, '', fragment);
    const legend = document.querySelector('#question legend');
    const totals = document.getElementById('measures');
    announce([totals?.textContent, legend?.textContent].filter(Boolean).join(' '));
    if (from === 'form') document.querySelector('#question :is(button, input[name=answer])')?.focus();
  };
  const restore = () => {
    if (location.hash.startsWith('#profile=')) send(new URLSearchParams(location.hash.slice(1)), 'address');
  };
  document.addEventListener('submit', (event) => {
    if (event.target.id !== 'question') return;
    event.preventDefault();
    send(new URLSearchParams(new FormData(event.target, event.submitter)), 'form');
  });
  window.addEventListener('popstate', () => (location.hash ? restore() : location.reload()));
  restore();
}
