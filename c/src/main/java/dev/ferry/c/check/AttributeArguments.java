package dev.ferry.c.check;

import java.util.HashMap;
import java.util.Map;

/** How many arguments GNU attributes take. */
final class AttributeArguments {
  /** An attribute's least and greatest number of arguments. */
  private record Count(int least, int most) {}

  private static final Map<String, Count> COUNTS = counts();

  private AttributeArguments() {}

  /** Whether an attribute can have this many arguments; true for unknown ones. */
  static boolean fits(String attribute, int arguments) {
    Count count = COUNTS.get(attribute);
    return count == null || arguments >= count.least && arguments <= count.most;
  }

  private static Map<String, Count> counts() {
    Map<String, Count> counts = new HashMap<>();
    add(
        counts,
        0,
        0,
        "packed weak noreturn used retain unused returns_nonnull pure const cold hot always_inline "
            + "noinline noclone no_icf noipa leaf flatten gnu_inline artificial may_alias "
            + "transparent_union common nocommon returns_twice naked "
            + "warn_unused_result no_instrument_function designated_init nothrow nonstring "
            + "externally_visible no_reorder no_split_stack no_stack_limit no_stack_protector");
    add(
        counts,
        0,
        1,
        "aligned warn_if_not_aligned weakref constructor destructor sentinel deprecated "
            + "unavailable simd");
    add(
        counts,
        1,
        1,
        "section alias visibility cleanup format_arg mode vector_size warning error tls_model "
            + "alloc_align copy ifunc zero_call_used_regs");
    add(counts, 1, 2, "alloc_size assume_aligned patchable_function_entry");
    add(counts, 0, 2, "malloc");
    add(counts, 1, 3, "access");
    add(counts, 3, 3, "format");
    add(counts, 1, Integer.MAX_VALUE, "optimize symver target");
    return counts;
  }

  private static void add(Map<String, Count> counts, int least, int most, String names) {
    for (String name : names.split(" ")) {
      counts.put(name, new Count(least, most));
    }
  }
}
