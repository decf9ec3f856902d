// The passes of a function and the IR after each.

/** The stages that changed something, the lowering first. */
export function changes(f) {
  return f ? f.passes.filter((p) => p.changed || p.index === 0) : [];
}

/** Which of `list` is shown for the pass number that was asked for. */
export function shownPass(list, wanted) {
  return Math.max(0, Math.min(list.length - 1, wanted));
}

/** Lines of a stage with those that it removed between them. */
export function withRemoved(stage) {
  const rows = [];
  const removed = [...(stage.removed ?? [])];
  stage.lines.forEach((line, i) => {
    while (removed.length && removed[0].before <= i) rows.push({ ...removed.shift(), kind: 'removed' });
    rows.push({ ...line, kind: line.added ? 'added' : '' });
  });
  removed.forEach((r) => rows.push({ ...r, kind: 'removed' }));
  return rows;
}
