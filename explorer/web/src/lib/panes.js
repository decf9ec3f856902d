// The panes: their titles, what they need of the compiler, and arrangements of them.

/** id -> title, what it is in a sentence, stages of the compiler that it shows. */
export const PANES = {
  source: { title: 'Source', about: 'the C program', stages: [] },
  tokens: { title: 'Tokens', about: 'what the preprocessor gives the parser', stages: ['tokens'] },
  syntax: { title: 'Syntax tree', about: 'what was written', stages: ['syntax'] },
  typed: { title: 'Typed tree', about: 'what it means, conversions explicit', stages: ['typed'] },
  ir: { title: 'IR by pass', about: 'the optimiser at work, pass by pass', stages: ['passes'] },
  graph: { title: 'Graphs', about: 'control flow, dominators, interference', stages: ['passes', 'registers'] },
  registers: { title: 'Registers', about: 'who lives in which register, when', stages: ['registers'] },
  assembly: { title: 'Assembly', about: 'what the assembler reads', stages: ['assembly'] },
  words: { title: 'Machine words', about: 'the bits, field by field', stages: ['words'] },
  run: { title: 'Run', about: 'the program in the sandbox', stages: [] },
  machine: { title: 'Machine', about: 'registers and memory, step by step, forward and back', stages: ['assembly', 'words'] },
  pipeline: { title: 'Pipeline', about: 'cycle by cycle through the processor', stages: [] },
  compare: { title: 'Compare', about: 'two sets of options side by side', stages: [] },
  decode: { title: 'Decoder', about: 'a machine word explained, and back', stages: [] },
  problems: { title: 'Problems', about: 'what the compiler says', stages: [] },
  lessons: { title: 'Lessons', about: 'ten short lessons', stages: [] },
};

const group = (...tabs) => ({ kind: 'group', tabs, active: tabs[0] });
const row = (sizes, ...children) => ({ kind: 'row', sizes, children });
const column = (sizes, ...children) => ({ kind: 'column', sizes, children });

/** Ready-made arrangements; the first is the one that a new page gets. */
export const ARRANGEMENTS = {
  Overview: row(
    [34, 33, 33],
    column([68, 32], group('source', 'lessons'), group('run', 'problems')),
    column([50, 50], group('ir', 'tokens', 'syntax', 'typed'), group('graph', 'registers')),
    column([58, 42], group('assembly', 'words', 'compare'), group('machine', 'pipeline', 'decode')),
  ),
  'Source and assembly': row(
    [50, 50],
    column([72, 28], group('source', 'lessons'), group('run', 'problems')),
    group('assembly', 'words'),
  ),
  'Front end': row(
    [34, 33, 33],
    group('source', 'lessons'),
    group('tokens', 'syntax'),
    group('typed', 'problems'),
  ),
  Optimiser: row([30, 36, 34], group('source', 'lessons'), group('ir'), group('graph', 'assembly')),
  'Registers and code': row(
    [30, 40, 30],
    group('source', 'lessons'),
    column([60, 40], group('registers'), group('graph')),
    group('assembly', 'words'),
  ),
  'Step through': row(
    [36, 30, 34],
    column([66, 34], group('source', 'lessons'), group('run')),
    group('assembly', 'words'),
    group('machine'),
  ),
  Pipeline: row(
    [30, 70],
    column([60, 40], group('source', 'lessons'), group('assembly', 'run')),
    group('pipeline'),
  ),
  'Two option sets': row(
    [32, 68],
    column([70, 30], group('source', 'lessons'), group('problems')),
    group('compare'),
  ),
};
