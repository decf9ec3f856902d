package dev.ferry.driver.explain;

import dev.ferry.driver.explain.ExplainDocument.RemovedLine;
import java.util.ArrayList;
import java.util.List;

/** The difference of two texts by lines: the longest common subsequence (Hunt and McIlroy 1976). */
final class LineDiff {
  private static final int LIMIT = 4_000_000;

  /** For each line of the new text whether the old one lacks it. */
  final boolean[] added;

  final List<RemovedLine> removed = new ArrayList<>();
  private final List<String> before;
  private final List<String> after;

  LineDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
    this.added = new boolean[after.size()];
    int same = 0;
    while (same < Math.min(before.size(), after.size())
        && before.get(same).equals(after.get(same))) {
      same++;
    }
    int endBefore = before.size();
    int endAfter = after.size();
    while (endBefore > same
        && endAfter > same
        && before.get(endBefore - 1).equals(after.get(endAfter - 1))) {
      endBefore--;
      endAfter--;
    }
    if ((long) (endBefore - same) * (endAfter - same) > LIMIT) {
      replaceAll(same, endBefore, endAfter);
    } else {
      compare(same, endBefore, endAfter);
    }
  }

  private void replaceAll(int from, int endBefore, int endAfter) {
    for (int i = from; i < endBefore; i++) {
      removed.add(new RemovedLine(from, before.get(i)));
    }
    for (int j = from; j < endAfter; j++) {
      added[j] = true;
    }
  }

  private void compare(int from, int endBefore, int endAfter) {
    int rows = endBefore - from;
    int columns = endAfter - from;
    int[][] length = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        length[i][j] =
            before.get(from + i).equals(after.get(from + j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < rows || j < columns) {
      if (i < rows && j < columns && before.get(from + i).equals(after.get(from + j))) {
        i++;
        j++;
      } else if (i < rows && (j == columns || length[i + 1][j] >= length[i][j + 1])) {
        removed.add(new RemovedLine(from + j, before.get(from + i++)));
      } else {
        added[from + j++] = true;
      }
    }
  }
}
