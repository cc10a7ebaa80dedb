// Copying as a quotation. The style is the one chosen last, on whatever page.
const STYLE_KEY = 'polidex.style';
const usualStyle = () => {
  let kept = null;
  try {
    kept = localStorage.getItem(STYLE_KEY);
  } catch {
    // Storage may be forbidden; then the usual style is taken.
  }
  return document.getElementById('style')?.value || kept || (say.locale === 'zh' ? 'zh-legal' : 'chicago');
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('button.copy');
  if (!button) return;
  const { policy, edition, clause } = button.dataset;
  copying(button, location.origin, { policy, edition, clause }, usualStyle(), say, announce);
});

document.addEventListener('change', (event) => {
  if (event.target.id !== 'style') return;
  try {
    localStorage.setItem(STYLE_KEY, event.target.value);
  } catch {
    // As above.
  }
});
