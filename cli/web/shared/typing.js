// What is typed into a field, without what an input method is still composing: while it does, every key is
// the method's, Enter, Escape and the arrows among them; the text counts when the composition ends.
const typing = (input, changed, pressed) => {
  let composing = false;
  input.addEventListener('compositionstart', () => {
    composing = true;
  });
  input.addEventListener('compositionend', () => {
    composing = false;
    changed();
  });
  input.addEventListener('input', (event) => {
    if (!composing && !event.isComposing) changed();
  });
  input.addEventListener('keydown', (event) => {
    // Some browsers report the key that ends a composition after its end, with the code 229.
    if (!composing && !event.isComposing && event.keyCode !== 229) pressed(event);
  });
  input.form?.addEventListener('submit', (event) => {
    if (composing) event.preventDefault();
  });
};
