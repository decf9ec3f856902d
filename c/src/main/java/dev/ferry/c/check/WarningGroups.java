package dev.ferry.c.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What gcc 12's warning groups turn on in C. A name that is no group stands for itself, and some
 * names bring others with them ({@code -Wformat=2}).
 */
public final class WarningGroups {
  private static final String FORMAT =
      "format format-extra-args format-zero-length format-contains-nul nonnull format-overflow"
          + " format-truncation";

  /** What takes both {@code -Wunused} and {@code -Wextra}, or its own option. */
  public static final List<String> UNUSED_AND_EXTRA =
      List.of("unused-parameter", "unused-but-set-parameter");

  private static final Map<String, List<String>> GROUPS = groups();

  private WarningGroups() {}

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> map = new HashMap<>();
    put(
        map,
        "unused",
        "unused-function unused-label unused-local-typedefs unused-value unused-variable"
            + " unused-but-set-variable");
    put(map, "unused-variable", "unused-variable unused-const-variable");
    put(map, "uninitialized", "uninitialized maybe-uninitialized");
    put(map, "format", FORMAT);
    put(map, "format=1", FORMAT);
    put(map, "format=2", FORMAT + " format-nonliteral format-security format-y2k");
    put(map, "implicit", "implicit-int implicit-function-declaration");
    put(map, "parentheses", "parentheses dangling-else");
    put(map, "conversion", "conversion float-conversion sign-conversion");
    put(map, "shadow", "shadow");
    put(map, "implicit-fallthrough=3", "implicit-fallthrough");
    put(
        map,
        "pedantic",
        "pedantic pointer-arith pointer-sign overlength-strings variadic-macros long-long"
            + " missing-braces-pedantic old-style-declaration-pedantic attributes expansion-to-defined");
    put(
        map,
        "all",
        "address array-bounds array-compare array-parameter bool-compare bool-operation"
            + " char-subscripts comment dangling-pointer duplicate-decl-specifier"
            + " enum-compare enum-int-mismatch format format-diag"
            + " frame-address implicit infinite-recursion"
            + " init-self-c++ int-in-bool-context logical-not-parentheses main maybe-uninitialized"
            + " memset-elt-size memset-transposed-args misleading-indentation"
            + " mismatched-dealloc missing-attributes missing-braces multistatement-macros narrowing"
            + " nonnull nonnull-compare openmp-simd packed-not-aligned parentheses pointer-sign"
            + " restrict return-type sequence-point sizeof-array-div sizeof-pointer-div"
            + " sizeof-pointer-memaccess strict-aliasing strict-overflow stringop-truncation switch"
            + " tautological-compare trigraphs uninitialized unknown-pragmas unused"
            + " use-after-free vla-parameter volatile-register-var zero-length-bounds");
    put(
        map,
        "extra",
        "extra absolute-value alloc-zero cast-function-type clobbered empty-body enum-conversion"
            + " expansion-to-defined ignored-qualifiers implicit-fallthrough missing-field-initializers"
            + " missing-parameter-type old-style-declaration override-init shift-negative-value"
            + " sign-compare sized-deallocation string-compare type-limits uninitialized");
    return Map.copyOf(map);
  }

  private static void put(Map<String, List<String>> map, String group, String members) {
    map.put(group, List.of(members.split(" ")));
  }

  /**
   * The flags that {@code -Wname} turns on ({@code -Wno-name}: off), in {@link
   * dev.ferry.base.diag.DiagnosticKind#flag()}'s names. A name among them may be a group again.
   */
  public static List<String> members(String name) {
    List<String> members = GROUPS.get(name);
    if (members != null) {
      return members;
    }
    int level = name.indexOf('=');
    return List.of(level > 0 ? name.substring(0, level) : name);
  }

  /** Whether the name is a group rather than one warning. */
  public static boolean isGroup(String name) {
    return GROUPS.containsKey(name);
  }
}
