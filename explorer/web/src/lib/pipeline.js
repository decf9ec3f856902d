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
