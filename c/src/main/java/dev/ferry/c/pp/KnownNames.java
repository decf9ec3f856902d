package dev.ferry.c.pp;

import java.util.Set;

/** The names that {@code __has_attribute} and its like answer for. */
final class KnownNames {
  private KnownNames() {}

  private static final Set<String> GNU_ATTRIBUTES =
      Set.of(
          ("access alias aligned alloc_align alloc_size always_inline artificial assume_aligned"
                  + " cleanup cold common const constructor copy deprecated designated_init"
                  + " destructor error externally_visible fallthrough flatten format format_arg"
                  + " gnu_inline hot ifunc interrupt leaf malloc may_alias mode naked nocommon"
                  + " noclone no_icf no_instrument_function no_reorder no_sanitize"
                  + " no_sanitize_address no_sanitize_undefined no_split_stack"
                  + " no_stack_protector noinit noinline noipa nonnull nonstring noplt noreturn"
                  + " nothrow optimize packed patchable_function_entry pure retain returns_nonnull"
                  + " returns_twice scalar_storage_order section sentinel simd stack_protect symver"
                  + " target tls_model transparent_union unavailable uninitialized unused used"
                  + " vector_size visibility warn_if_not_aligned warn_unused_result warning weak"
                  + " weakref zero_call_used_regs")
              .split(" "));

  private static final Set<String> FEATURES =
      Set.of(
          ("c_alignas c_alignof c_atomic c_generic_selections c_static_assert c_thread_local"
                  + " attribute_deprecated_with_message attribute_unavailable_with_message"
                  + " c_fixed_enum enumerator_attributes gnu_asm statement_attributes_with_gnu_syntax")
              .split(" "));

  private static final Set<String> OPERATORS =
      Set.of(
          "__builtin_va_arg",
          "__builtin_offsetof",
          "__builtin_choose_expr",
          "__builtin_types_compatible_p",
          "__builtin_convertvector",
          "__builtin_has_attribute",
          "__builtin_va_start",
          "__builtin_va_end",
          "__builtin_va_copy");

  /** The name without the underscores around it. */
  static String plain(String name) {
    return name.length() > 4 && name.startsWith("__") && name.endsWith("__")
        ? name.substring(2, name.length() - 2)
        : name;
  }

  static boolean isGnuAttribute(String name) {
    return GNU_ATTRIBUTES.contains(name);
  }

  static boolean isFeature(String name) {
    return FEATURES.contains(name);
  }

  static boolean isOperator(String name) {
    return OPERATORS.contains(name);
  }

  /** The value of {@code __has_c_attribute} for a standard attribute (C23 6.7.12). */
  static long standardAttribute(String name) {
    return switch (name) {
      case "deprecated" -> 201904L;
      case "fallthrough", "maybe_unused" -> 201910L;
      case "nodiscard", "noreturn", "_Noreturn" -> 202003L;
      case "reproducible", "unsequenced" -> 202207L;
      default -> 0;
    };
  }
}
