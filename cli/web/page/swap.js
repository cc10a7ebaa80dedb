// Pages are rendered by the server, with and without scripts alike. A script asks for the same page and
// takes the part that changed. XMLHttpRequest gives a document without scripts running and without any
// string being parsed as markup here.
const say = translator(document.documentElement.lang);
document.documentElement.classList.add('js');

const announce = (words) => {
  const said = document.getElementById('said');
  if (said) said.textContent = words;
};

const fetchPage = (url, { signal, body } = {}) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(body ? 'POST' : 'GET', url);
    request.responseType = 'document';
    if (body) request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onload = () => (request.response ? resolve(request.response) : reject(new Error(`${request.status}`)));
    request.onerror = () => reject(new Error('network'));
    request.ontimeout = request.onerror;
    request.timeout = 20000;
    signal?.addEventListener('abort', () => request.abort());
    request.send(body || null);
  });

// Takes elements of another page for those of the same id here. Says whether the first was there.
const swap = (page, ids) => {
  const found = ids.map((id) => {
    const [now, next] = [document.getElementById(id), page.getElementById(id)];
    if (now && next) now.replaceWith(document.importNode(next, true));
    return Boolean(now && next);
  });
  if (found[0]) document.title = page.title;
  return found[0];
};
