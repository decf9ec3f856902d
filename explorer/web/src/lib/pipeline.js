// Pictures of a pipeline document.

/** The rows' occupancy by cycle: for each row the first cycle and cells [stage, held, hazard]. */
export function diagram(rows) {
  return rows.map((row) => {
    const cells = [];
    for (const s of row.stages) {
      for (let k = 0; k < s.cycles; k++) cells.push({ cycle: s.cycle + k, stage: s.stage, held: k > 0 });
    }
    return { row, cells };
  });
}

/** What is where in a cycle: stage -> rows. */
export function occupants(rows, cycle) {
  const stages = new Map();
  for (const row of rows) {
    for (const s of row.stages) {
      if (cycle >= s.cycle && cycle < s.cycle + s.cycles) {
        if (!stages.has(s.stage)) stages.set(s.stage, []);
        stages.get(s.stage).push({ row, held: cycle > s.cycle });
      }
    }
  }
  return stages;
}

/** What happens in a cycle, in words. */
export function events(rows, cycle) {
  const list = [];
  for (const row of rows) {
    for (const s of row.stalls) if (cycle >= s.cycle && cycle < s.cycle + s.cycles) list.push({ kind: 'stall', text: s.text, row });
    for (const f of row.forwards) if (f.cycle === cycle) list.push({ kind: 'forward', text: f.text, row });
    if (row.flush?.cycle === cycle) list.push({ kind: 'flush', text: row.flush.text, row });
  }
  return list;
}

/** First and last cycle of the rows. */
export function extent(rows) {
  let first = Infinity;
  let last = 0;
  for (const row of rows) {
    for (const s of row.stages) {
      first = Math.min(first, s.cycle);
      last = Math.max(last, s.cycle + s.cycles - 1);
    }
  }
  return rows.length ? [first, last] : [1, 1];
}

/**
 * What a cache holds in a cycle: for each set its lines, and how it is looked at by the instruction
 * that is in its stage ('hit', 'miss' or '').
 */
export function cacheAt(cache, rows, cycle) {
  const stage = cache.name === 'data' ? 'MEM' : 'IF';
  const sets = (cache.before ?? cache.contents).map((lines) => ({ lines, seen: '', line: '' }));
  const accesses = rows.flatMap((row) => {
    const stay = row.stages.find((s) => s.stage === stage);
    const until = stay ? stay.cycle + stay.cycles : 0;
    return (row.accesses ?? []).filter((a) => a.cache === cache.name && a.cycle <= cycle).map((a) => ({ ...a, until }));
  });
  accesses.sort((a, b) => a.cycle - b.cycle);
  let misses = 0;
  for (const a of accesses) {
    misses += a.hit ? 0 : 1;
    sets[a.set] = { lines: a.lines, seen: cycle < a.until ? (a.hit ? 'hit' : 'miss') : '', line: a.line };
  }
  return { sets, accesses: accesses.length, misses };
}
