package dev.ferry.driver.explain;

import java.util.List;

/** The difference of two texts by lines: the longest common subsequence (Hunt and McIlroy 1976). */
final class LineDiff {
  private static final int LIMIT = 2000;

  private LineDiff() {}

  /** {@code after} with its new lines marked {@code +} and the lines it lost marked {@code -}. */
  static String of(String before, String after) {
    List<String> a = before.lines().toList();
    List<String> b = after.lines().toList();
    if (a.size() > LIMIT || b.size() > LIMIT) {
      return after;
    }
    int[][] length = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        length[i][j] =
            a.get(i).equals(b.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        out.append("  ").append(b.get(j++)).append('\n');
        i++;
      } else if (j < b.size() && (i == a.size() || length[i][j + 1] > length[i + 1][j])) {
        out.append("+ ").append(b.get(j++)).append('\n');
      } else {
        out.append("- ").append(a.get(i++)).append('\n');
      }
    }
    return out.toString();
  }
}
