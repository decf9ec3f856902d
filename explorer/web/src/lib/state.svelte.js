// What all panes share: the program, what the compiler made of it, what is pointed at.

import { ask, Problem } from './api.js';
import { isLayout, showing, shownIn } from './layout.js';
import { ARRANGEMENTS, PANES } from './panes.js';

const STORE = 'ferry-explorer';

const NOTHING = {
  failed: false, diagnostics: [], tokens: [], expansions: [], syntax: [], typed: [],
  functions: [], summary: [], assembly: [], words: [], nanoseconds: [], options: [],
};

class State {
  name = $state('prog.c');
  source = $state('');
  options = $state('-O1');
  arguments = $state('');
  /** The arrangement of panes. */
  layout = $state.raw(ARRANGEMENTS.Overview);
  theme = $state('auto');
  /** What the compiler said last, an ExplainDocument; kept while a newer one is on its way. */
  doc = $state.raw(NOTHING);
  busy = $state(false);
  /** Why there is no newer document, in words. */
  problem = $state('');
  /** Milliseconds from the last change to the panes. */
  latency = $state(0);
  /** The function and the number of the pass that IR and graphs show. */
  functionName = $state('');
  pass = $state(Infinity);
  /** What is pointed at: { span, id, pane }, or null. */
  pointed = $state.raw(null);
  /** What was picked, for panes to scroll to: { span, id, pane }. */
  picked = $state.raw(null);
  /** Breakpoints: lines of the source. */
  breakpoints = $state.raw([]);
  /** Where the stepped program is: { line, pc } or null. */
  at = $state.raw(null);
  lesson = $state('');
  /** Said to screen readers. */
  announcement = $state('');
  /** A short message that goes away by itself. */
  notice = $state('');
  examples = $state.raw([]);
  lessons = $state.raw([]);
  decodeInput = $state('');

  get shown() {
    return shownIn(this.layout);
  }

  get function() {
    const functions = this.doc.functions;
    // Without a choice one that has code of its own: others have been inlined.
    const coded = new Set(this.doc.assembly.map((a) => a.function));
    return functions.find((f) => f.name === this.functionName) ?? functions.find((f) => coded.has(f.name)) ?? functions[0] ?? null;
  }

  show(pane) {
    this.layout = showing(this.layout, pane);
  }

  say(text) {
    this.notice = text;
    this.announcement = text;
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => (this.notice = ''), 3500);
  }

  #noticeTimer = 0;

  /** What a link, a file or the browser's store holds. */
  get shared() {
    const { name, source, options, layout } = this;
    return { version: 1, name, source, options, arguments: this.arguments, layout };
  }

  restore(shared) {
    if (!shared || typeof shared.source !== 'string') return false;
    this.source = shared.source;
    if (typeof shared.name === 'string') this.name = shared.name;
    if (typeof shared.options === 'string') this.options = shared.options;
    if (typeof shared.arguments === 'string') this.arguments = shared.arguments;
    if (isLayout(shared.layout, PANES)) this.layout = shared.layout;
    return true;
  }

  keep() {
    try {
      localStorage.setItem(STORE, JSON.stringify({ ...this.shared, theme: this.theme }));
    } catch {
      // A private window without a store.
    }
  }

  recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE));
      if (kept && ['auto', 'light', 'dark'].includes(kept.theme)) this.theme = kept.theme;
      return this.restore(kept);
    } catch {
      return false;
    }
  }
}

export const state = new State();

// ---- compiling ------------------------------------------------------------------------------

/** Letters of a source from which on answers are cut to what is shown. */
const LARGE = 12_000;

let sequence = 0;
let running = null;

/** Asks the compiler for what the open panes show; an older question is dropped. */
export async function compile(changedAt = performance.now()) {
  running?.abort();
  const own = (running = new AbortController());
  const stages = new Set(state.shown.flatMap((pane) => PANES[pane].stages));
  // Hovers in the editor tell types.
  if (state.source.length < 40_000) stages.add('typed');
  // Of a large program only the function that is shown comes with its passes and registers.
  const only = state.source.length > LARGE ? (state.function?.name ?? '') : '';
  state.busy = true;
  try {
    const doc = await ask(
      'explain',
      { sequence: ++sequence, source: state.source, options: state.options, stages: [...stages], function: only },
      own.signal,
    );
    if (own.signal.aborted || doc.stale) return;
    state.problem = '';
    accept(doc);
    if (only && !doc.failed && state.function && state.function.name !== only) return void compile(changedAt);
    requestAnimationFrame(() => {
      state.latency = performance.now() - changedAt;
      performance.measure('keystroke-to-panes', { start: changedAt, end: performance.now() });
    });
  } catch (e) {
    if (own.signal.aborted) return;
    state.problem = e instanceof Problem ? e.message : 'The server does not answer: is ferry explore still running?';
  }
  if (running === own) state.busy = false;
}

/** With errors the later stages keep showing the last good program. */
function accept(doc) {
  if (doc.failed) {
    const { functions, assembly, words, summary } = state.doc;
    state.doc = { ...doc, functions, assembly, words, summary, outdated: true };
  } else {
    state.doc = doc;
  }
}

// ---- pointing -------------------------------------------------------------------------------

/** Whether a span holds a position. */
export function holds(span, line, column) {
  if (!span || span.file) return false;
  const after = line > span.line || (line === span.line && column >= span.column);
  return after && (line < span.endLine || (line === span.endLine && column <= span.endColumn));
}

const within = (a, b) => holds(b, a.line, a.column) && holds(b, a.endLine, a.endColumn);

/**
 * How much an item belongs to what is pointed at: 2 for the same thing, 1 for something on the
 * same line, 0 for nothing in common.
 */
export function kinship(span, id, pointed = state.pointed) {
  if (!pointed) return 0;
  if (id && id === pointed.id) return 2;
  const other = pointed.span;
  if (!span || !other || span.file || other.file) return 0;
  if (span.line > other.endLine || span.endLine < other.line) return 0;
  if (span.line !== span.endLine && other.line === other.endLine) {
    // A whole function or loop is not meant when one of its lines is.
    return span.line === other.line ? 1 : 0;
  }
  return within(span, other) || within(other, span) ? 2 : 1;
}

export function point(span, id, pane) {
  state.pointed = span || id ? { span, id, pane } : null;
}

export function pick(span, id, pane) {
  point(span, id, pane);
  state.picked = { span, id, pane };
}

/** The hue of a source line, the same in all panes. */
export function hue(line) {
  return (line * 137.5) % 360;
}
