// The arrangement of panes: a tree of rows and columns whose leaves are groups of tabs. Functions
// give a new tree and leave the old one alone.

const isGroup = (node) => node.kind === 'group';

/** All panes of a tree, in order. */
export function panesOf(node) {
  return isGroup(node) ? node.tabs : node.children.flatMap(panesOf);
}

/** The panes that can be seen: the active tab of each group. */
export function shownIn(node) {
  return isGroup(node) ? [node.active] : node.children.flatMap(shownIn);
}

function mapGroups(node, change) {
  if (isGroup(node)) return change(node);
  return { ...node, children: node.children.map((child) => mapGroups(child, change)) };
}

/** Empty groups vanish, and rows in rows or with one child become simpler. */
function tidied(node) {
  if (isGroup(node)) return node.tabs.length ? node : null;
  const children = [];
  const sizes = [];
  node.children.forEach((child, i) => {
    const kept = tidied(child);
    if (!kept) return;
    if (kept.kind === node.kind) {
      const sum = kept.sizes.reduce((a, b) => a + b, 0);
      kept.children.forEach((inner, k) => {
        children.push(inner);
        sizes.push((node.sizes[i] * kept.sizes[k]) / sum);
      });
    } else {
      children.push(kept);
      sizes.push(node.sizes[i]);
    }
  });
  if (children.length <= 1) return children[0] ?? null;
  return { ...node, children, sizes };
}

/** Takes a pane away. */
export function without(tree, pane) {
  const rest = mapGroups(tree, (g) => {
    if (!g.tabs.includes(pane)) return g;
    const tabs = g.tabs.filter((t) => t !== pane);
    return { ...g, tabs, active: g.active === pane ? tabs[0] : g.active };
  });
  return tidied(rest) ?? { kind: 'group', tabs: ['source'], active: 'source' };
}

/** Puts a pane to the front, into the last group if it is not there. */
export function showing(tree, pane) {
  if (panesOf(tree).includes(pane)) {
    return mapGroups(tree, (g) => (g.tabs.includes(pane) ? { ...g, active: pane } : g));
  }
  let groups = 0;
  mapGroups(tree, (g) => (groups++, g));
  return mapGroups(tree, (g) =>
    --groups === 0 ? { ...g, tabs: [...g.tabs, pane], active: pane } : g,
  );
}

/**
 * Moves a pane to the group that holds `target`: among its tabs, or beside it.
 *
 * where: centre, left, right, top or bottom
 */
export function moved(tree, pane, target, where) {
  if (pane === target && where === 'centre') return showing(tree, pane);
  const holds = (g) => g.tabs.includes(target);
  let alone = false;
  mapGroups(tree, (g) => ((alone ||= holds(g) && g.tabs.length === 1 && g.tabs[0] === pane), g));
  if (alone) return tree;
  const taken = mapGroups(tree, (g) =>
    g.tabs.includes(pane) && (where !== 'centre' || !holds(g))
      ? { ...g, tabs: g.tabs.filter((t) => t !== pane), active: g.active === pane ? g.tabs.find((t) => t !== pane) : g.active, mark: holds(g) }
      : g,
  );
  const put = mapGroups(taken, (g) => {
    const here = g.mark || holds(g);
    if (!here) return g;
    const { mark, ...own } = g;
    if (where === 'centre') {
      return { ...own, tabs: [...own.tabs.filter((t) => t !== pane), pane], active: pane };
    }
    const single = { kind: 'group', tabs: [pane], active: pane };
    const before = where === 'left' || where === 'top';
    return {
      kind: where === 'left' || where === 'right' ? 'row' : 'column',
      sizes: [50, 50],
      children: before ? [single, own] : [own, single],
    };
  });
  return tidied(put);
}

/** Gives the children at `index` and `index + 1` of the node at `path` other sizes. */
export function resized(tree, path, index, first, second) {
  if (path.length === 0) {
    const sizes = [...tree.sizes];
    sizes[index] = first;
    sizes[index + 1] = second;
    return { ...tree, sizes };
  }
  const [step, ...rest] = path;
  return {
    ...tree,
    children: tree.children.map((c, i) => (i === step ? resized(c, rest, index, first, second) : c)),
  };
}

/** Whether something read from a link or a file is an arrangement of these panes. */
export function isLayout(node, panes, seen = new Set()) {
  if (!node || typeof node !== 'object') return false;
  if (node.kind === 'group') {
    return (
      Array.isArray(node.tabs) &&
      node.tabs.length > 0 &&
      node.tabs.includes(node.active) &&
      node.tabs.every((t) => Object.hasOwn(panes, t) && !seen.has(t) && seen.add(t))
    );
  }
  return (
    (node.kind === 'row' || node.kind === 'column') &&
    Array.isArray(node.children) &&
    node.children.length > 1 &&
    node.children.length === node.sizes?.length &&
    node.sizes.every((s) => s > 0) &&
    node.children.every((c) => isLayout(c, panes, seen))
  );
}
