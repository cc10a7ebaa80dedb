// A clause as a quotation: its words as published, the citation in the chosen style, the lasting link.
const encoded = encodeURIComponent;

const clauseAddress = ({ policy, clause, edition }) => {
  const query = edition ? `?${new URLSearchParams({ edition })}` : '';
  return clause ? `/policies/${encoded(policy)}/clauses/${encoded(clause)}${query}` : `/policies/${encoded(policy)}${query}`;
};

const citationOf = async (base, place, style, locale) => {
  const query = new URLSearchParams({ style, locale });
  if (place.edition) query.set('edition', place.edition);
  if (place.clause) query.set('clause', place.clause);
  const cited = await getJson(`${base}/api/v1/cite/${encoded(place.policy)}?${query}`);
  return cited.citations[0];
};

const quotationText = async (base, place, style, say) => {
  const link = base + clauseAddress(place);
  const citation = citationOf(base, place, style, say.locale);
  if (!place.clause) return `${(await citation).text}\n${link}`;
  const found = await getJson(`${base}/api/v1${clauseAddress(place)}`);
  const words = found.clause.text.replace(/\s*\n\s*/g, '\n').trim();
  const chinese = found.clause.lang.startsWith('zh');
  return `“${words}”\n${chinese ? '——' : '— '}${(await citation).text}\n${link}`;
};

// Puts text on the clipboard, in browsers that ask for permission first as in those that cannot.
const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = make('textarea', { readonly: '', class: 'unseen', 'aria-hidden': 'true' });
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    if (!copied) throw new Error('copy');
  }
};

// A button that copies a place as a quotation and says so, in its own words and to screen readers.
const copying = async (button, base, place, style, say, announce) => {
  const words = button.textContent;
  let said = say('copied');
  try {
    await copyText(await quotationText(base, place, style, say));
  } catch {
    said = say('notCopied');
  }
  button.textContent = said;
  announce(said);
  setTimeout(() => {
    button.textContent = words;
  }, 2000);
};
