package dev.ferry.binutils.link;

/** A shell pattern: {@code *}, {@code ?}, {@code [a-z]}, backslash quotes. */
final class Glob {
  private final String pattern;
  private final boolean literal;
  private final String prefix;
  private final boolean prefixOnly;

  Glob(String pattern) {
    this.pattern = pattern;
    int wild = firstWild(pattern);
    this.literal = wild < 0;
    this.prefix = literal ? pattern : pattern.substring(0, wild);
    this.prefixOnly = wild == pattern.length() - 1 && wild >= 0 && pattern.charAt(wild) == '*';
  }

  private static int firstWild(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if ("*?[\\".indexOf(pattern.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  boolean isLiteral() {
    return literal;
  }

  boolean matchesAll() {
    return pattern.equals("*");
  }

  boolean matches(String text) {
    if (literal) {
      return pattern.equals(text);
    }
    if (!text.startsWith(prefix)) {
      return false;
    }
    return prefixOnly || match(text);
  }

  /** Iterative matching with one level of backtracking to the latest star. */
  private boolean match(String text) {
    int p = 0;
    int t = 0;
    int starP = -1;
    int starT = 0;
    while (t < text.length()) {
      int next = p < pattern.length() ? step(p, text.charAt(t)) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        starP = ++p;
        starT = t;
      } else if (next >= 0) {
        p = next;
        t++;
      } else if (starP >= 0) {
        p = starP;
        t = ++starT;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Position behind the pattern element at {@code p} when it matches {@code c}, else -1. */
  private int step(int p, char c) {
    char element = pattern.charAt(p);
    if (element == '?') {
      return p + 1;
    }
    if (element == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == c ? p + 2 : -1;
    }
    if (element == '[') {
      int close = pattern.indexOf(']', p + 2);
      if (close > 0) {
        return inClass(p + 1, close, c) ? close + 1 : -1;
      }
    }
    return element == c ? p + 1 : -1;
  }

  private boolean inClass(int from, int to, char c) {
    int i = from;
    boolean negated = pattern.charAt(i) == '!' || pattern.charAt(i) == '^';
    if (negated) {
      i++;
    }
    boolean found = false;
    while (i < to) {
      char low = pattern.charAt(i);
      char high = low;
      if (i + 2 < to && pattern.charAt(i + 1) == '-') {
        high = pattern.charAt(i + 2);
        i += 2;
      }
      found |= c >= low && c <= high;
      i++;
    }
    return found != negated;
  }

  @Override
  public String toString() {
    return pattern;
  }
}
