// What keys do, for the whole page; panes add their own.

import { state as app } from './state.svelte.js';
import { panesOf } from './layout.js';
import { PANES } from './panes.js';

class Commands {
  help = $state(false);
  /** Set by the panes that can do it. */
  run = null;
  step = null;
}

export const commands = new Commands();

/** key, what it does; for the help. */
export const KEYS = [
  ['Ctrl+Enter', 'run the program'],
  ['F6 / Shift+F6', 'next or previous pane'],
  ['Alt+1 … Alt+9', 'go to a pane by its number'],
  ['F9', 'set or clear a breakpoint on the line of the cursor'],
  ['F10 / Shift+F10', 'step a source line forward or back'],
  ['F11 / Shift+F11', 'step an instruction forward or back'],
  ['F8 / Shift+F8', 'continue, or run back to the last breakpoint'],
  ['↑ ↓ Enter', 'in a pane: go through its lines; Enter scrolls the other panes there'],
  ['← →', 'in IR: pass before and after; in trees: close and open'],
  ['?', 'this help (outside the editor)'],
  ['Escape, then Tab', 'leave the editor'],
];

export function focusPane(id) {
  app.show(id);
  requestAnimationFrame(() => {
    const box = document.querySelector(`[data-pane="${id}"]`);
    const inner = box?.querySelector('.cm-content, [tabindex="0"], input, button, select, textarea');
    (inner ?? box)?.focus();
    app.announcement = PANES[id].title;
  });
}

export function onKey(event) {
  const { key } = event;
  const editing = event.target.closest?.('input, textarea, select, .cm-editor, .xterm');
  if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    app.show('run');
    requestAnimationFrame(() => commands.run?.());
  } else if (key === 'F6') {
    event.preventDefault();
    const shown = app.shown;
    const here = event.target.closest?.('[data-pane]')?.dataset.pane;
    const next = shown.indexOf(here) + (event.shiftKey ? -1 : 1);
    focusPane(shown[(next + shown.length) % shown.length]);
  } else if (event.altKey && /^[1-9]$/.test(key)) {
    const pane = panesOf(app.layout)[Number(key) - 1];
    if (pane) {
      event.preventDefault();
      focusPane(pane);
    }
  } else if (/^F(8|9|10|11)$/.test(key) && commands.step) {
    event.preventDefault();
    commands.step(key, event.shiftKey);
  } else if (key === '?' && !editing) {
    commands.help = true;
  }
}
