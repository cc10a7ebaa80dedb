// The strings of a language, with `{name}` replaced by values.
const translator = (tag) => {
  const strings = /^zh\b/i.test(tag || '') ? STRINGS['zh-CN'] : STRINGS.en;
  const say = (key, values = {}) =>
    (strings[key] ?? STRINGS.en[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  say.locale = strings === STRINGS.en ? 'en' : 'zh';
  return say;
};
