package dev.ferry.c.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What attributes say of a function to those who check calls of it. */
final class FunctionAttributes {
  /** {@code format(kind, string, first)}: 1-based; {@code first} 0 for a va_list. */
  record Format(String kind, int stringIndex, int firstArgument) {}

  /** {@code malloc(function, argument)}: what takes back what is given; 1-based. */
  record Deallocator(String function, int argument) {}

  final List<Format> formats = new ArrayList<>(0);
  final List<Deallocator> deallocators = new ArrayList<>(0);

  /**
   * Bit {@code i}: the result is a format like argument {@code i + 1}, which {@code format_arg}
   * names.
   */
  long formatArguments;

  /** Bit {@code i}: argument {@code i + 1} must not be null; all for an empty list. */
  long nonnull;

  boolean returnsNonnull;

  /** The position from the end of the sentinel, -1 without one. */
  int sentinel = -1;

  boolean warnUnusedResult;
  @Nullable String noDiscardMessage;
  @Nullable String warning;
  @Nullable String error;
  boolean gnuInline;
  boolean artificial;
  boolean maybeUnused;
  boolean noReturn;
  boolean isNoThrow;
  int allocSize;

  void mergeFrom(FunctionAttributes other) {
    formats.addAll(other.formats);
    deallocators.addAll(other.deallocators);
    formatArguments |= other.formatArguments;
    nonnull |= other.nonnull;
    returnsNonnull |= other.returnsNonnull;
    sentinel = other.sentinel >= 0 ? other.sentinel : sentinel;
    warnUnusedResult |= other.warnUnusedResult;
    noDiscardMessage = other.noDiscardMessage != null ? other.noDiscardMessage : noDiscardMessage;
    warning = other.warning != null ? other.warning : warning;
    error = other.error != null ? other.error : error;
    gnuInline |= other.gnuInline;
    artificial |= other.artificial;
    maybeUnused |= other.maybeUnused;
    noReturn |= other.noReturn;
  }
}
