// Elements by name. Children that are strings become text and nothing else: no markup is ever parsed.
const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
};

// Characters that hide, reorder or imitate others are shown by their number.
const visible = (text) =>
  String(text ?? '').replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (c) => `<U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );

// An answer of the API. What is no answer is an error with the server's words, in the reader's language.
const getJson = async (url, options = {}) => {
  const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer', ...options });
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) throw new Error(body?.detail || `${response.status}`);
  return body;
};

// Asks once the typing rests for `delay` milliseconds, and never shows an answer that is out of date.
const latest = (delay, ask, show) => {
  let timer;
  let control;
  const go = () => {
    clearTimeout(timer);
    control?.abort();
    timer = setTimeout(async () => {
      const own = new AbortController();
      control = own;
      try {
        const answer = await ask(own.signal);
        if (!own.signal.aborted) show(answer, null);
      } catch (error) {
        if (!own.signal.aborted) show(null, error);
      }
    }, delay);
  };
  go.stop = () => {
    clearTimeout(timer);
    control?.abort();
  };
  return go;
};
