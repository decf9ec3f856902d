package dev.ferry.c.check;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name that was probably meant: the least Damerau-Levenshtein distance below gcc's
 * cutoff, a third of the longer length (gcc's {@code get_edit_distance_cutoff}).
 */
final class Spelling {
  private final String goal;
  private @Nullable String best;
  private int bestDistance = Integer.MAX_VALUE;

  Spelling(String goal) {
    this.goal = goal;
  }

  void consider(String candidate) {
    int longer = Math.max(goal.length(), candidate.length());
    int shorter = Math.min(goal.length(), candidate.length());
    if (longer - shorter > cutoff(longer, shorter) / 2 || candidate.startsWith(".")) {
      return;
    }
    int distance = distance(goal, candidate);
    if (distance == 0 || distance > cutoff(longer, shorter)) {
      return;
    }
    if (distance < bestDistance
        || distance == bestDistance && best != null && candidate.compareTo(best) < 0) {
      bestDistance = distance;
      best = candidate;
    }
  }

  /** Distances are in half edits: a change of case costs one. */
  private static int cutoff(int longer, int shorter) {
    if (longer <= 1) {
      return 0;
    }
    if (longer - shorter <= 1) {
      return 2 * Math.max(longer / 3, 1);
    }
    return 2 * ((longer + 2) / 3);
  }

  @Nullable String best() {
    return best;
  }

  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = 2 * j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = 2 * i;
      for (int j = 1; j <= b.length(); j++) {
        char x = a.charAt(i - 1);
        char y = b.charAt(j - 1);
        int change = x == y ? 0 : Character.toLowerCase(x) == Character.toLowerCase(y) ? 1 : 2;
        int cost = Math.min(last[j - 1] + change, 2 + Math.min(last[j], row[j - 1]));
        if (i > 1 && j > 1 && x == b.charAt(j - 2) && a.charAt(i - 2) == y) {
          cost = Math.min(cost, before[j - 2] + 2);
        }
        row[j] = cost;
      }
      int[] free = before;
      before = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
