// One style sheet for all elements. It is made by script, so that a page that forbids inline styles takes it,
// and everything that a page may wish to change is a variable.
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
:host {
  display: block; color-scheme: light dark; line-height: 1.6; text-autospace: normal; overflow-wrap: anywhere;
  font-family: var(--polidex-font, system-ui, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif);
  --ink: var(--polidex-ink, light-dark(#1d2227, #e3e5e6)); --soft: var(--polidex-soft, light-dark(#57606a, #a1abb3));
  --card: var(--polidex-background, light-dark(#fff, #1b2024)); --line: var(--polidex-line, light-dark(#e2dfd6, #30373d));
  --accent: var(--polidex-accent, light-dark(#17597a, #86c3e2)); --on-accent: var(--polidex-on-accent, light-dark(#fff, #10222c));
  --mark: var(--polidex-mark, light-dark(#ffeaa6, #5d4a10)); --calm: var(--polidex-calm, light-dark(#eceef0, #2a3137));
  --serif: var(--polidex-serif, Georgia, "Noto Serif", "Songti SC", "Noto Serif CJK SC", SimSun, serif);
  --radius: var(--polidex-radius, 8px); color: var(--ink);
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; } p, ol, ul, h3, blockquote { margin: 0; padding: 0; list-style: none; }
.frame { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 1rem; }
form { position: relative; display: flex; flex-wrap: wrap; gap: .5rem; } .field { position: relative; flex: 1; min-width: 9rem; }
input { font: inherit; color: inherit; width: 100%; min-height: 2.75rem; padding: .4rem .75rem; background: var(--card); border: 1px solid var(--soft); border-radius: var(--radius); }
button { font: inherit; min-height: 2.75rem; padding: .3rem 1rem; cursor: pointer; border: 1px solid var(--accent); border-radius: var(--radius); background: var(--accent); color: var(--on-accent); }
button.plain { background: transparent; color: var(--accent); border-color: var(--line); } button.small { min-height: 1.75rem; padding: .1rem .6rem; font-size: .8125rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); text-underline-offset: .2em; } mark { background: var(--mark); color: inherit; border-radius: 2px; }
.options { position: absolute; z-index: 9; inset: calc(100% + .25rem) 0 auto; max-height: 18rem; overflow: auto; padding: .3rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 10px 28px rgb(0 0 0 / .18); }
.options li { display: flex; justify-content: space-between; gap: 1rem; padding: .4rem .6rem; border-radius: 5px; cursor: pointer; } .options li[aria-selected=true], .options li:hover { background: var(--calm); }
.kind, .soft { color: var(--soft); font-size: .8125rem; } .status:not(:empty) { margin: .6rem 0 0; color: var(--soft); font-size: .875rem; }
.hit { padding: .8rem 0; border-bottom: 1px solid var(--line); } .hit:last-child { border: 0; } h3 { font: 600 1rem/1.5 var(--serif); }
.text { font: 1rem/1.8 var(--serif); margin: .25rem 0; white-space: pre-line; } .row { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; margin: .2rem 0; }
.badge { padding: 0 .5rem; border-radius: 99px; font-size: .8125rem; background: var(--calm); color: var(--ink); }
.badge.good { background: light-dark(#e4f2ea, #173526); color: light-dark(#17643f, #86d3a8); } .badge.warn { background: light-dark(#faf0d9, #382c12); color: light-dark(#7a4f00, #e5bd6b); } .badge.bad { background: light-dark(#fae8e5, #42201c); color: light-dark(#9a2f25, #f0a096); }
blockquote { border-left: 3px solid var(--accent); padding-left: 1rem; } .question { font-weight: 600; margin-bottom: .5rem; } .sum { font-weight: 600; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`);

// What a status is called, and how grave it is.
const STATUSES = {
  in_force: ['inForce', 'good'],
  not_yet_effective: ['notYetEffective', 'warn'],
  partly_invalid: ['partlyInvalid', 'warn'],
  repealed: ['repealed', 'bad'],
  expired_by_term: ['expiredByTerm', 'bad'],
  unknown: ['unknown', ''],
};
