package dev.ferry.base.diag;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * "Did you mean": the candidate closest to a misspelt name, by Damerau-Levenshtein distance
 * (optimal string alignment) with gcc's cutoff.
 */
public final class Spelling {
  private static final int COST = 2;
  private static final int CASE_COST = 1;

  private Spelling() {}

  /** The closest of {@code candidates}, null where none is close enough to be meant. */
  public static @Nullable String closest(String wanted, String... candidates) {
    return closest(wanted, Arrays.asList(candidates));
  }

  /** The closest of {@code candidates}, null where none is close enough to be meant. */
  public static @Nullable String closest(String wanted, Iterable<String> candidates) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int longest = Math.max(wanted.length(), candidate.length());
      int shortest = Math.min(wanted.length(), candidate.length());
      int cutoff = cutoff(shortest, longest);
      if ((longest - shortest) * COST >= Math.min(bestDistance, cutoff + 1)) {
        continue;
      }
      int distance = distance(wanted, candidate);
      if (distance < bestDistance && distance <= cutoff && distance > 0) {
        bestDistance = distance;
        best = candidate;
      }
    }
    return best;
  }

  /**
   * How far a name may be from what was meant: a third of its length, in units of {@link #COST}.
   */
  private static int cutoff(int shortest, int longest) {
    if (longest <= 1) {
      return 0;
    }
    // Names that differ much in length are seldom misspellings of each other.
    if (longest - shortest <= 1) {
      return COST * Math.max(longest / 3, 1);
    }
    return COST * (longest + 2) / 3;
  }

  private static int distance(String a, String b) {
    int[] twoAgo = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j * COST;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i * COST;
      for (int j = 1; j <= b.length(); j++) {
        char x = a.charAt(i - 1);
        char y = b.charAt(j - 1);
        int substitute = previous[j - 1] + cost(x, y);
        int best = Math.min(substitute, Math.min(previous[j], row[j - 1]) + COST);
        if (i > 1 && j > 1 && x == b.charAt(j - 2) && y == a.charAt(i - 2)) {
          best = Math.min(best, twoAgo[j - 2] + COST);
        }
        row[j] = best;
      }
      int[] spare = twoAgo;
      twoAgo = previous;
      previous = row;
      row = spare;
    }
    return previous[b.length()];
  }

  private static int cost(char x, char y) {
    if (x == y) {
      return 0;
    }
    String one = String.valueOf(x).toLowerCase(Locale.ROOT);
    return one.equals(String.valueOf(y).toLowerCase(Locale.ROOT)) ? CASE_COST : COST;
  }
}
