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

/** Blocks of a graph that are drawn, and from which number on the quick ranking is good enough. */
const MOST_BLOCKS = 160;
const QUICK = 50;

/** Places by the shape of a graph: a change elsewhere in the program leaves the picture alone. */
const places = new Map();

/**
 * Nodes with their boxes and edges with their points.
 *
 * mode: flow or dominators; the stage has lines and a graph
 */
export function layered(stage, mode, brief) {
  const blocks = stage.graph.blocks.slice(0, MOST_BLOCKS);
  const shown = new Set(blocks.map((b) => b.id));
  const nodes = blocks.map((block) => {
    const lines = linesOf(block, stage.lines, brief);
    const letters = Math.max(...lines.map((l) => l.text.length), 4);
    return { id: block.id, block, lines, width: letters * LETTER + 20, height: lines.length * LINE + 12 };
  });
  const edges =
    mode === 'flow'
      ? stage.graph.edges.filter((e) => shown.has(e.from) && shown.has(e.to)).map((edge) => ({ from: edge.from, to: edge.to, edge }))
      : blocks.filter((b) => b.dominator && shown.has(b.dominator)).map((b) => ({ from: b.dominator, to: b.id, edge: { label: '', copies: [], back: false } }));
  const placed = placesOf(nodes, edges, mode);
  return {
    width: placed.width, height: placed.height, hidden: stage.graph.blocks.length - blocks.length,
    nodes: nodes.map((n, i) => ({ ...n, ...placed.nodes[i] })),
    edges: edges.map((e, i) => ({ ...e, ...placed.edges[i] })),
  };
}

function placesOf(nodes, edges, mode) {
  const key = JSON.stringify([mode, nodes.map((n) => [n.id, n.width, n.height]), edges.map((e) => [e.from, e.to, e.edge.label])]);
  let known = places.get(key);
  if (!known) {
    known = place(nodes, edges, mode);
    if (places.size > 60) places.delete(places.keys().next().value);
    places.set(key, known);
  }
  return known;
}

function place(nodes, edges, mode) {
  const g = new dagre.graphlib.Graph({ multigraph: true });
  g.setGraph({ nodesep: 26, ranksep: mode === 'flow' ? 38 : 30, marginx: 14, marginy: 14, ranker: nodes.length > QUICK ? 'longest-path' : 'network-simplex' });
  for (const { id, width, height } of nodes) g.setNode(id, { width, height });
  edges.forEach(({ from, to, edge }, i) =>
    g.setEdge(from, to, { width: edge.label ? edge.label.length * LETTER : 1, height: edge.label ? 12 : 1, labelpos: 'r' }, `${i}`),
  );
  dagre.layout(g);
  const { width, height } = g.graph();
  return {
    width, height,
    nodes: nodes.map(({ id }) => ({ x: g.node(id).x, y: g.node(id).y })),
    edges: edges.map(({ from, to }, i) => {
      const { points, x, y } = g.edge(from, to, `${i}`);
      return { points, x, y };
    }),
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
