// CodeMirror for C with diagnostics, hovers, breakpoints and the lines that are pointed at.

import { autocompletion, closeBrackets, closeBracketsKeymap, completeAnyWord } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { cpp } from '@codemirror/lang-cpp';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration, drawSelection, EditorView, gutter, GutterMarker, highlightActiveLine, highlightSpecialChars, hoverTooltip, keymap, lineNumbers,
} from '@codemirror/view';
import { tags as t } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [t.keyword, t.controlKeyword, t.modifier, t.definitionKeyword], class: 'c-keyword' },
  { tag: [t.typeName, t.standard(t.typeName)], class: 'c-type' },
  { tag: [t.string, t.character], class: 'c-string' },
  { tag: t.number, class: 'c-number' },
  { tag: t.comment, class: 'c-comment' },
  { tag: [t.function(t.variableName), t.function(t.definition(t.variableName))], class: 'c-function' },
  { tag: [t.processingInstruction, t.meta], class: 'c-directive' },
]);

/** Lines and ranges to mark: { lines: [[line, class]], ranges: [[from, to, class]] }. */
export const setMarks = StateEffect.define();
/** Lines with breakpoints and, in `code`, lines with code and their hues. */
export const setGutter = StateEffect.define();

function decorations(doc, { lines, ranges }) {
  const marks = [];
  for (const [line, name, hue] of lines) {
    if (line >= 1 && line <= doc.lines) {
      marks.push(
        Decoration.line({ class: name, attributes: hue === undefined ? {} : { style: `--hue:${hue}` } }).range(doc.line(line).from),
      );
    }
  }
  for (const [from, to, name] of ranges) {
    if (from < to && to <= doc.length) marks.push(Decoration.mark({ class: name }).range(from, to));
  }
  return Decoration.set(marks, true);
}

const marks = StateField.define({
  create: () => Decoration.none,
  update(value, tr) {
    let next = value.map(tr.changes);
    for (const e of tr.effects) if (e.is(setMarks)) next = decorations(tr.state.doc, e.value);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

class Breakpoint extends GutterMarker {
  toDOM() {
    const dot = document.createElement('span');
    dot.className = 'breakpoint';
    dot.title = 'Breakpoint';
    return dot;
  }
}
const breakpoint = new Breakpoint();

const points = StateField.define({
  create: () => RangeSet.empty,
  update(value, tr) {
    let next = value.map(tr.changes);
    for (const e of tr.effects) {
      if (e.is(setGutter)) {
        const lines = e.value.filter((l) => l >= 1 && l <= tr.state.doc.lines).sort((a, b) => a - b);
        next = RangeSet.of(lines.map((l) => breakpoint.range(tr.state.doc.line(l).from)));
      }
    }
    return next;
  },
});

/**
 * An editor in `parent`.
 *
 * on: change(text, view), point(line, column or null), pick(line, column), breakpoint(line), hover(line, column) -> DOM or null
 */
export function editor(parent, text, on) {
  const position = (state, at) => {
    const line = state.doc.lineAt(at);
    return [line.number, at - line.from + 1];
  };
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        gutter({
          class: 'cm-breakpoints',
          markers: (view) => view.state.field(points),
          initialSpacer: () => breakpoint,
          domEventHandlers: {
            mousedown(view, line) {
              on.breakpoint(view.state.doc.lineAt(line.from).number);
              return true;
            },
          },
        }),
        points,
        marks,
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightSpecialChars(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [completeAnyWord], activateOnTyping: false }),
        search({ top: true }),
        cpp(),
        syntaxHighlighting(colours),
        keymap.of([
          { key: 'F9', run: (view) => (on.breakpoint(position(view.state, view.state.selection.main.head)[0]), true) },
          { key: 'Mod-Enter', run: () => false },
          ...closeBracketsKeymap,
          ...defaultKeymap.filter((k) => k.key !== 'Mod-Enter'),
          ...searchKeymap,
          ...historyKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ 'aria-label': 'C source' }),
        hoverTooltip((view, at) => {
          const dom = on.hover(...position(view.state, at));
          return dom && { pos: at, above: true, create: () => ({ dom }) };
        }, { hoverTime: 350 }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) on.change(update.state.doc.toString());
          if (update.selectionSet && !update.docChanged) on.pick(...position(update.state, update.state.selection.main.head));
        }),
        EditorView.domEventHandlers({
          mousemove(event, view) {
            const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
            if (at === null) on.point(null);
            else on.point(...position(view.state, at));
          },
          mouseleave: () => on.point(null),
        }),
      ],
    }),
  });
}

/** The offset of a line and column, both from 1; within the text. */
export function offset(doc, line, column) {
  if (line < 1) return 0;
  if (line > doc.lines) return doc.length;
  const found = doc.line(line);
  return Math.min(found.to, found.from + column - 1);
}

/** Shows the compiler's diagnostics; fixes become actions. */
export function showDiagnostics(view, messages) {
  const { doc } = view.state;
  const found = messages
    .filter((m) => m.span && m.span.file === 0 && m.severity !== 'note')
    .map((m) => {
      const from = offset(doc, m.span.line, m.span.column);
      return {
        from,
        to: Math.max(from, offset(doc, m.span.endLine, m.span.endColumn)),
        severity: m.severity,
        message: m.text + (m.option ? ` [-W${m.option}]` : '') + m.notes.map((n) => `\n${n.text}`).join(''),
        actions: m.fixes.length
          ? [{
              name: `Fix: ${m.fixes.map((f) => f.text || 'delete').join(' ')}`,
              apply: (v) =>
                v.dispatch({
                  changes: m.fixes.map((f) => ({
                    from: offset(v.state.doc, f.span.line, f.span.column),
                    to: offset(v.state.doc, f.span.endLine, f.span.endColumn),
                    insert: f.text,
                  })),
                }),
            }]
          : [],
      };
    });
  view.dispatch(setDiagnostics(view.state, found));
}
