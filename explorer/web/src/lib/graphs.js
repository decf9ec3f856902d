// Layouts of graphs: control flow and dominators by dagre, interference by springs.

import dagre from '@dagrejs/dagre';

const LETTER = 6.7;
const LINE = 15;
const MAX_LINES = 14;
const MAX_LETTERS = 52;

const clip = (text) => (text.length > MAX_LETTERS ? `${text.slice(0, MAX_LETTERS - 1)}…` : text);

/** The lines of a block as they are drawn. */
function linesOf(block, lines, brief) {
  const all = lines.slice(block.firstLine, block.firstLine + block.lineCount);
  if (brief) return [{ text: block.name, line: all[0] }];
  const shown = all.slice(0, all.length > MAX_LINES ? MAX_LINES - 2 : MAX_LINES);
  const drawn = shown.map((line) => ({ text: clip(line.text.trimEnd()), line }));
  if (shown.length < all.length) {
    drawn.push({ text: `  … ${all.length - shown.length - 1} more`, line: null });
    drawn.push({ text: clip(all.at(-1).text), line: all.at(-1) });
  }
  return drawn;
}

/**
 * Nodes with their boxes and edges with their points.
 *
 * mode: flow or dominators; the stage has lines and a graph
 */
export function layered(stage, mode, brief) {
  const g = new dagre.graphlib.Graph({ multigraph: true });
  g.setGraph({ nodesep: 26, ranksep: mode === 'flow' ? 38 : 30, marginx: 14, marginy: 14 });
  g.setDefaultEdgeLabel(() => ({}));
  const graph = stage.graph;
  for (const block of graph.blocks) {
    const lines = linesOf(block, stage.lines, brief);
    const letters = Math.max(...lines.map((l) => l.text.length), 4);
    g.setNode(block.id, { block, lines, width: letters * LETTER + 20, height: lines.length * LINE + 12 });
  }
  if (mode === 'flow') {
    graph.edges.forEach((e, i) =>
      g.setEdge(e.from, e.to, { edge: e, width: e.label ? e.label.length * LETTER : 1, height: e.label ? 12 : 1, labelpos: 'r' }, `${i}`),
    );
  } else {
    for (const block of graph.blocks) {
      if (block.dominator) g.setEdge(block.dominator, block.id, { edge: { label: '', copies: [], back: false } });
    }
  }
  dagre.layout(g);
  const { width, height } = g.graph();
  return {
    width, height,
    nodes: g.nodes().map((id) => ({ id, ...g.node(id) })),
    edges: g.edges().map((e) => ({ from: e.v, to: e.w, ...g.edge(e) })),
  };
}

/** A path through points, with rounded corners. */
export function path(points) {
  let d = `M${points[0].x},${points[0].y}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [p, q] = [points[i], points[i + 1]];
    d += ` Q${p.x},${p.y} ${(p.x + q.x) / 2},${(p.y + q.y) / 2}`;
  }
  const end = points.at(-1);
  return `${d} L${end.x},${end.y}`;
}

/** Interference: virtual registers on a circle, then pulled and pushed into a shape. */
export function springs(registers) {
  const joined = new Set(registers.interferences.flatMap((i) => [i.a, i.b]));
  const names = registers.ranges.filter((r) => r.pieces.length || joined.has(r.name)).slice(0, 120);
  const index = new Map(names.map((r, i) => [r.name, i]));
  const size = 120 + 46 * Math.sqrt(names.length) * 1.6;
  const nodes = names.map((r, i) => {
    const angle = (2 * Math.PI * i) / names.length;
    return { name: r.name, place: r.pieces[0]?.place ?? '', x: size / 2 + (size / 3) * Math.cos(angle), y: size / 2 + (size / 3) * Math.sin(angle) };
  });
  const edges = registers.interferences
    .filter((e) => index.has(e.a) && index.has(e.b))
    .map((e) => [index.get(e.a), index.get(e.b)]);
  relax(nodes, edges, size);
  return { nodes, edges, size, hidden: registers.ranges.length - names.length };
}

/** Fruchterman and Reingold's forces with a falling temperature. */
function relax(nodes, edges, size) {
  const ideal = size / Math.sqrt(nodes.length + 1);
  for (let step = 0; step < 120; step++) {
    const most = (size / 12) * (1 - step / 120);
    const force = nodes.map(() => ({ x: 0, y: 0 }));
    const push = (i, j, amount) => {
      const dx = nodes[i].x - nodes[j].x;
      const dy = nodes[i].y - nodes[j].y;
      const far = Math.hypot(dx, dy) || 0.01;
      const f = amount(far) / far;
      force[i].x += dx * f;
      force[i].y += dy * f;
      force[j].x -= dx * f;
      force[j].y -= dy * f;
    };
    for (let i = 0; i < nodes.length; i++) {
      for (let j = 0; j < i; j++) push(i, j, (far) => (ideal * ideal) / far);
    }
    for (const [i, j] of edges) push(i, j, (far) => -(far * far) / ideal);
    nodes.forEach((n, i) => {
      const far = Math.hypot(force[i].x, force[i].y) || 1;
      const go = Math.min(most, far) / far;
      n.x = Math.max(24, Math.min(size - 24, n.x + force[i].x * go));
      n.y = Math.max(20, Math.min(size - 20, n.y + force[i].y * go));
    });
  }
}
