// Two texts line by line.

/** Pairs of lines, one of them null where only one side has it: [[left, right]]. */
export function aligned(left, right, same) {
  const n = left.length;
  const m = right.length;
  if (n * m > 4_000_000) {
    return Array.from({ length: Math.max(n, m) }, (_, i) => [left[i] ?? null, right[i] ?? null]);
  }
  // Longest common subsequence, from the end.
  const table = new Uint16Array((n + 1) * (m + 1));
  const at = (i, j) => i * (m + 1) + j;
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      table[at(i, j)] = same(left[i], right[j]) ? table[at(i + 1, j + 1)] + 1 : Math.max(table[at(i + 1, j)], table[at(i, j + 1)]);
    }
  }
  const pairs = [];
  let i = 0;
  let j = 0;
  let gap = [[], []];
  const flush = () => {
    for (let k = 0; k < Math.max(gap[0].length, gap[1].length); k++) pairs.push([gap[0][k] ?? null, gap[1][k] ?? null]);
    gap = [[], []];
  };
  while (i < n || j < m) {
    if (i < n && j < m && same(left[i], right[j])) {
      flush();
      pairs.push([left[i++], right[j++]]);
    } else if (j >= m || (i < n && table[at(i + 1, j)] >= table[at(i, j + 1)])) gap[0].push(left[i++]);
    else gap[1].push(right[j++]);
  }
  flush();
  return pairs;
}
