// The component of each pane.

import Assembly from './Assembly.svelte';
import Compare from './Compare.svelte';
import Decode from './Decode.svelte';
import Graph from './Graph.svelte';
import Ir from './Ir.svelte';
import Lessons from './Lessons.svelte';
import Machine from './Machine.svelte';
import Pipeline from './Pipeline.svelte';
import Problems from './Problems.svelte';
import Registers from './Registers.svelte';
import Run from './Run.svelte';
import Source from './Source.svelte';
import Syntax from './Syntax.svelte';
import Tokens from './Tokens.svelte';
import Typed from './Typed.svelte';
import Words from './Words.svelte';

export const COMPONENTS = {
  source: Source,
  tokens: Tokens,
  syntax: Syntax,
  typed: Typed,
  ir: Ir,
  graph: Graph,
  registers: Registers,
  assembly: Assembly,
  words: Words,
  run: Run,
  machine: Machine,
  pipeline: Pipeline,
  compare: Compare,
  decode: Decode,
  problems: Problems,
  lessons: Lessons,
};
