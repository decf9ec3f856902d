package dev.ferry.isa;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instruction set as {@code -march=} names it, with the extensions that others imply (The RISC-V
 * Instruction Set Manual, Volume I, chapter "ISA Extension Naming Conventions"). Its {@link
 * #canonical()} form is what GNU as writes into {@code Tag_RISCV_arch}. Immutable.
 */
public final class IsaString {
  /** The version of the manual whose extension versions are the defaults. */
  public enum Specification {
    /** Version 2.2 of 2017: control registers and fence.i belong to the base. */
    V2_2,
    /** Version 20191213: Zicsr and Zifencei are extensions of their own. */
    V20191213
  }

  /** A name that cannot be understood, with a message for the user. */
  public static final class FormatException extends IllegalArgumentException {
    public FormatException(String message) {
      super(message);
    }
  }

  private static final String LETTERS = "eimafdqlcbkjtpvnh";

  // Name and default version by either specification; "-" where it has no extension of that name.
  private static final String VERSIONS =
      """
      e 1p9 1p9
      i 2p0 2p1
      m 2p0 2p0
      a 2p0 2p1
      f 2p0 2p2
      d 2p0 2p2
      q 2p0 2p2
      c 2p0 2p0
      v 1p0 1p0
      h 1p0 1p0
      zicsr - 2p0
      zifencei - 2p0
      ztso 0p1 0p1
      zihintpause 2p0 2p0
      """;

  // Extensions of version 1.0 in both.
  private static final String VERSION_1 =
      "zicbom zicbop zicboz zicond zihintntl zawrs zmmul zfh zfhmin zfa zfinx zdinx zqinx zhinx"
          + " zhinxmin zba zbb zbc zbs zbkb zbkc zbkx zk zkn zknd zkne zknh zkr zks zksed zksh zkt"
          + " zve32x zve32f zve64x zve64f zve64d zvl32b zvl64b zvl128b zvl256b zvl512b zvl1024b"
          + " smaia ssaia sscofpmf sstc smstateen svinval svnapot svpbmt xtheadba xtheadbb xtheadbs"
          + " xtheadcmo xtheadcondmov xtheadfmemidx xtheadfmv xtheadint xtheadmac xtheadmemidx"
          + " xtheadmempair xtheadsync zca zcb zcd zcf";

  // Each pair: the first implies the second.
  private static final String[][] IMPLIED = {
    {"m", "zmmul"},
    {"q", "d"},
    {"d", "f"},
    {"v", "d"},
    {"v", "zve64d"},
    {"v", "zvl128b"},
    {"zve64d", "d"},
    {"zve64d", "zve64f"},
    {"zve64f", "zve32f"},
    {"zve64f", "zve64x"},
    {"zve64x", "zve32x"},
    {"zve64x", "zvl64b"},
    {"zve32f", "f"},
    {"zve32f", "zve32x"},
    {"zve32x", "zvl32b"},
    {"zvl1024b", "zvl512b"},
    {"zvl512b", "zvl256b"},
    {"zvl256b", "zvl128b"},
    {"zvl128b", "zvl64b"},
    {"zvl64b", "zvl32b"},
    {"zfh", "zfhmin"},
    {"zfhmin", "f"},
    {"zfa", "f"},
    {"zqinx", "zdinx"},
    {"zdinx", "zfinx"},
    {"zhinx", "zhinxmin"},
    {"zhinxmin", "zfinx"},
    {"zfinx", "zicsr"},
    {"f", "zicsr"},
    {"h", "zicsr"},
    {"zk", "zkn"},
    {"zk", "zkr"},
    {"zk", "zkt"},
    {"zkn", "zbkb"},
    {"zkn", "zbkc"},
    {"zkn", "zbkx"},
    {"zkn", "zkne"},
    {"zkn", "zknd"},
    {"zkn", "zknh"},
    {"zks", "zbkb"},
    {"zks", "zbkc"},
    {"zks", "zbkx"},
    {"zks", "zksed"},
    {"zks", "zksh"},
    {"smaia", "ssaia"},
    {"ssaia", "zicsr"},
    {"sscofpmf", "zicsr"},
    {"smstateen", "ssstateen"},
    {"sstc", "zicsr"},
  };

  private static final class Versions {
    static final Map<String, String> V2_2 = new HashMap<>();
    static final Map<String, String> V20191213 = new HashMap<>();

    static {
      for (String line : VERSIONS.split("\n")) {
        String[] words = line.split(" ");
        V2_2.put(words[0], words[1]);
        V20191213.put(words[0], words[2]);
      }
      for (String name : VERSION_1.split(" ")) {
        V2_2.put(name, "1p0");
        V20191213.put(name, "1p0");
      }
    }
  }

  private final int xlen;
  private final Specification specification;
  // Name to version, "-" if the specification has none; in canonical order.
  private final TreeMap<String, String> parts;

  private IsaString(int xlen, Specification specification, TreeMap<String, String> parts) {
    this.xlen = xlen;
    this.specification = specification;
    this.parts = parts;
  }

  /**
   * Parses a string such as {@code rv64gc_zba} by the specification 20191213.
   *
   * @throws FormatException if it is not an ISA string
   */
  public static IsaString parse(String text) {
    return parse(text, Specification.V20191213);
  }

  /**
   * Parses a string with the default versions of a specification.
   *
   * @throws FormatException if it is not an ISA string
   */
  public static IsaString parse(String text, Specification specification) {
    if (!text.startsWith("rv32") && !text.startsWith("rv64")) {
      throw new FormatException(text + ": ISA string must begin with rv32 or rv64");
    }
    int xlen = text.charAt(2) == '3' ? 32 : 64;
    TreeMap<String, String> parts = new TreeMap<>(IsaString::compareNames);
    IsaString isa = new IsaString(xlen, specification, parts);
    isa.parseParts(text);
    isa.imply();
    return isa;
  }

  private void parseParts(String text) {
    int i = 4;
    if (i == text.length()) {
      throw new FormatException(text + ": first ISA extension must be `e', `i' or `g'");
    }
    char first = text.charAt(i);
    if (first != 'i' && first != 'e' && first != 'g') {
      throw new FormatException(text + ": first ISA extension must be `e', `i' or `g'");
    }
    while (i < text.length()) {
      char ch = text.charAt(i);
      if (ch == '_') {
        i++;
      } else if (ch == 'z' || ch == 's' || ch == 'x') {
        int end = text.indexOf('_', i);
        end = end < 0 ? text.length() : end;
        addLong(text, text.substring(i, end));
        i = end;
      } else {
        int end = versionEnd(text, i + 1);
        addLetter(text, ch, text.substring(i + 1, end));
        i = end;
      }
    }
  }

  private static int versionEnd(String text, int start) {
    int i = start;
    while (i < text.length() && Character.isDigit(text.charAt(i))) {
      i++;
    }
    if (i > start
        && i + 1 < text.length()
        && text.charAt(i) == 'p'
        && Character.isDigit(text.charAt(i + 1))) {
      i++;
      while (i < text.length() && Character.isDigit(text.charAt(i))) {
        i++;
      }
    }
    return i;
  }

  private void addLetter(String text, char letter, String version) {
    if (letter == 'g') {
      for (String name : new String[] {"i", "m", "a", "f", "d", "zicsr", "zifencei"}) {
        add(text, name, "");
      }
    } else if (letter == 'b') {
      for (String name : new String[] {"zba", "zbb", "zbs"}) {
        add(text, name, "");
      }
    } else {
      add(text, String.valueOf(letter), version);
    }
  }

  /** A multi-letter name, perhaps with a version at its end such as {@code 1p0} or {@code 2}. */
  private void addLong(String text, String part) {
    if (part.length() < 2) {
      throw new FormatException(text + ": unknown prefixed ISA extension `" + part + "'");
    }
    int end = part.length();
    int start = end;
    while (start > 0 && Character.isDigit(part.charAt(start - 1))) {
      start--;
    }
    if (start < end && start > 1 && part.charAt(start - 1) == 'p') {
      int major = start - 1;
      while (major > 0 && Character.isDigit(part.charAt(major - 1))) {
        major--;
      }
      if (major < start - 1) {
        start = major;
      }
    }
    boolean known = Versions.V2_2.containsKey(part);
    add(text, known ? part : part.substring(0, start), known ? "" : part.substring(start));
  }

  private void add(String text, String name, String version) {
    String standard = defaults(specification).get(name);
    if (standard == null) {
      String kind =
          name.length() == 1
              ? "unknown standard ISA extension `"
              : "unknown prefixed ISA extension `";
      throw new FormatException(text + ": " + kind + name + "'");
    }
    String chosen = version.isEmpty() ? standard : version.contains("p") ? version : version + "p0";
    if (!version.isEmpty() || !parts.containsKey(name)) {
      parts.put(name, chosen);
    }
  }

  private static Map<String, String> defaults(Specification specification) {
    return specification == Specification.V2_2 ? Versions.V2_2 : Versions.V20191213;
  }

  private void imply() {
    String base = parts.get("i");
    if (base != null && (base.startsWith("1p") || base.equals("2p0"))) {
      // Before version 2.1 both were part of the base.
      parts.putIfAbsent("zicsr", defaults(specification).getOrDefault("zicsr", "-"));
      parts.putIfAbsent("zifencei", defaults(specification).getOrDefault("zifencei", "-"));
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (String[] pair : IMPLIED) {
        if (parts.containsKey(pair[0]) && !parts.containsKey(pair[1])) {
          String version = defaults(specification).get(pair[1]);
          if (version != null) {
            parts.put(pair[1], version);
            changed = true;
          }
        }
      }
    }
  }

  private static int rank(String name) {
    char first = name.charAt(0);
    if (name.length() == 1) {
      return LETTERS.indexOf(first);
    }
    return switch (first) {
      case 'z' -> 100 + LETTERS.indexOf(name.charAt(1));
      case 's' -> 200;
      default -> 300;
    };
  }

  private static int compareNames(String a, String b) {
    int order = Integer.compare(rank(a), rank(b));
    return order != 0 ? order : a.compareTo(b);
  }

  /** The register width, 32 or 64. */
  public int xlen() {
    return xlen;
  }

  /** Whether the extension named so is there, named or implied. */
  public boolean has(String name) {
    return parts.containsKey(name);
  }

  /** The extensions that the tables describe, as bits of {@link Extension}. */
  public long extensions() {
    long set = Extension.I.bit();
    for (String name : parts.keySet()) {
      Extension extension = Extension.named(name);
      if (extension != null) {
        set |= extension.bit();
      }
    }
    if (specification == Specification.V2_2) {
      set |= Extension.ZICSR.bit() | Extension.ZIFENCEI.bit();
    }
    return set;
  }

  /** The string in canonical order with versions, such as {@code rv64i2p1_m2p0_zmmul1p0}. */
  public String canonical() {
    StringBuilder text = new StringBuilder("rv").append(xlen);
    boolean first = true;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      if (!part.getValue().equals("-")) {
        text.append(first ? "" : "_").append(part.getKey()).append(part.getValue());
        first = false;
      }
    }
    return text.toString();
  }

  /** This with one more extension and what it implies. */
  public IsaString with(String name) {
    IsaString copy = copy();
    copy.addFrom(name);
    copy.imply();
    return copy;
  }

  private void addFrom(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.length() > 1 && "zsx".indexOf(lower.charAt(0)) >= 0) {
      addLong(lower, lower);
    } else if (!lower.isEmpty()) {
      addLetter(lower, lower.charAt(0), lower.substring(1));
    }
  }

  /** This without one extension. */
  public IsaString without(String name) {
    IsaString copy = copy();
    copy.parts.remove(name);
    return copy;
  }

  private IsaString copy() {
    return new IsaString(xlen, specification, new TreeMap<>(parts));
  }

  /** The calling convention that uses the widest float registers there are. */
  public String defaultAbi() {
    String base = xlen == 64 ? "lp64" : "ilp32";
    if (has("e")) {
      return base + "e";
    }
    return has("d") ? base + "d" : base;
  }

  /** The version of the manual that gave the defaults. */
  public Specification specification() {
    return specification;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IsaString isa && xlen == isa.xlen && parts.equals(isa.parts);
  }

  @Override
  public int hashCode() {
    return 31 * xlen + parts.hashCode();
  }

  @Override
  public String toString() {
    return canonical();
  }
}
