package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The union of two ISA strings as they stand in Tag_RISCV_arch ({@code rv64i2p1_m2p0_zicsr2p0}):
 * each extension once with its higher version, in canonical order (single letters in the order of
 * the specification, then z by category letter, s, x).
 */
final class ArchString {
  private static final String LETTERS = "iemafdqlcbkjtpvnh";

  private ArchString() {}

  static String merge(String a, String b) {
    if (a.equals(b) || !hasPrefix(a) || !hasPrefix(b)) {
      return a;
    }
    Map<String, int[]> versions = new LinkedHashMap<>();
    collect(a, versions);
    collect(b, versions);
    List<String> names = new ArrayList<>(versions.keySet());
    names.sort(ArchString::compare);
    StringBuilder out = new StringBuilder(a.substring(0, 4));
    for (String name : names) {
      int[] version = versions.get(name);
      if (out.length() > 4) {
        out.append('_');
      }
      out.append(name);
      if (version != null && version[0] >= 0) {
        out.append(version[0]).append('p').append(version[1]);
      }
    }
    return out.toString();
  }

  private static boolean hasPrefix(String arch) {
    return arch.startsWith("rv32") || arch.startsWith("rv64");
  }

  private static void collect(String arch, Map<String, int[]> versions) {
    int at = 4;
    while (at < arch.length()) {
      char c = arch.charAt(at);
      if (c == '_') {
        at++;
        continue;
      }
      int start = at++;
      if ("zsx".indexOf(c) >= 0) {
        int end = arch.indexOf('_', at);
        at = end < 0 ? arch.length() : end;
        putLong(arch.substring(start, at), versions);
        continue;
      }
      int digits = at;
      while (at < arch.length() && (Character.isDigit(arch.charAt(at)) || isPoint(arch, at))) {
        at++;
      }
      put(String.valueOf(c), arch.substring(digits, at), versions);
    }
  }

  private static boolean isPoint(String arch, int at) {
    return arch.charAt(at) == 'p'
        && at > 0
        && Character.isDigit(arch.charAt(at - 1))
        && at + 1 < arch.length()
        && Character.isDigit(arch.charAt(at + 1));
  }

  /** A multi-letter extension ends in its version, as {@code zba1p0}. */
  private static void putLong(String text, Map<String, int[]> versions) {
    int at = text.length();
    while (at > 1 && Character.isDigit(text.charAt(at - 1))) {
      at--;
    }
    if (at < text.length() && at > 1 && text.charAt(at - 1) == 'p') {
      int minor = at - 1;
      int major = minor;
      while (major > 1 && Character.isDigit(text.charAt(major - 1))) {
        major--;
      }
      if (major < minor) {
        put(text.substring(0, major), text.substring(major), versions);
        return;
      }
    }
    put(text, "", versions);
  }

  private static void put(String name, String version, Map<String, int[]> versions) {
    int[] parsed = {-1, 0};
    int point = version.indexOf('p');
    if (point > 0 && version.length() < 12) {
      parsed[0] = Integer.parseInt(version, 0, point, 10);
      parsed[1] = Integer.parseInt(version, point + 1, version.length(), 10);
    }
    int[] known = versions.get(name);
    if (known == null || parsed[0] > known[0] || parsed[0] == known[0] && parsed[1] > known[1]) {
      versions.put(name, parsed);
    }
  }

  private static int compare(String a, String b) {
    int classes = Integer.compare(rank(a), rank(b));
    if (classes != 0) {
      return classes;
    }
    if (a.length() > 1 && a.charAt(0) == 'z' && b.charAt(0) == 'z') {
      int category = Integer.compare(LETTERS.indexOf(a.charAt(1)), LETTERS.indexOf(b.charAt(1)));
      if (category != 0) {
        return category;
      }
    }
    return a.compareTo(b);
  }

  private static int rank(String name) {
    if (name.length() == 1) {
      int letter = LETTERS.indexOf(name.charAt(0));
      return letter < 0 ? 30 : letter;
    }
    return switch (name.charAt(0)) {
      case 'z' -> 40;
      case 's' -> 41;
      default -> 42;
    };
  }
}
