package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A linker script as a tree: what the parser reads and the layout evaluates. */
final class Script {
  /** An expression; values are addresses and 64-bit numbers. */
  sealed interface Expr {}

  record Number(long value) implements Expr {}

  /** A symbol, or {@code .}, the location counter. */
  record Name(String name) implements Expr {}

  record Unary(char operator, Expr operand) implements Expr {}

  record Binary(String operator, Expr left, Expr right) implements Expr {}

  record Conditional(Expr condition, Expr then, Expr otherwise) implements Expr {}

  /** A builtin such as {@code ALIGN(8)}; {@code name} holds an argument that is no expression. */
  record Call(String function, @Nullable String name, List<Expr> arguments) implements Expr {}

  /** What stands in SECTIONS or at top level, in order. */
  sealed interface Command {}

  /** What stands in the braces of an output section. */
  sealed interface Item {}

  /** {@code symbol = value;}, also in PROVIDE and HIDDEN. */
  record Assignment(String symbol, String operator, Expr value, boolean provide, boolean hidden)
      implements Command, Item {}

  record Assertion(Expr condition, String message) implements Command, Item {}

  /** {@code BYTE(x)}, {@code SHORT}, {@code LONG}, {@code QUAD}. */
  record Datum(int width, Expr value) implements Item {}

  /** The literal bytes of {@code ASCII("...")} or {@code ASCIZ}. */
  record Literal(byte[] bytes) implements Item {}

  record Fill(Expr pattern) implements Item {}

  /** How the sections that one pattern matches are ordered. */
  enum Sort {
    NONE,
    BY_NAME,
    BY_ALIGNMENT,
    BY_INIT_PRIORITY,
    BY_NAME_ALIGNMENT,
    BY_ALIGNMENT_NAME
  }

  record SectionPattern(Glob name, Sort sort, List<Glob> excludedFiles) {}

  /** {@code KEEP(file(sections...))}. */
  record Inputs(boolean keep, Glob file, List<Glob> excludedFiles, List<SectionPattern> patterns)
      implements Item {}

  /** ONLY_IF_RO and ONLY_IF_RW. */
  enum Constraint {
    NONE,
    ONLY_IF_RO,
    ONLY_IF_RW
  }

  /** {@code name address (type) : AT(..) ALIGN(..) { items } > region AT> region :phdr =fill}. */
  record OutputDescription(
      String name,
      @Nullable Expr address,
      @Nullable String type,
      @Nullable Expr loadAddress,
      @Nullable Expr alignment,
      boolean alignLoadWithInput,
      @Nullable Expr subAlignment,
      Constraint constraint,
      List<Item> items,
      @Nullable String region,
      @Nullable String loadRegion,
      List<String> segments,
      @Nullable Expr fill)
      implements Command {}

  /** An entry of MEMORY. */
  record Region(String name, String attributes, Expr origin, Expr length) {}

  /** An entry of PHDRS. */
  record Segment(
      String name,
      int type,
      boolean fileHeader,
      boolean programHeaders,
      @Nullable Expr at,
      @Nullable Expr flags) {}

  /** A file in INPUT or GROUP; {@code group} numbers the GROUP it is in, or is 0. */
  record Input(String name, boolean asNeeded, int group) {}

  @Nullable String entry;
  @Nullable String output;
  final List<Input> inputs = new ArrayList<>();
  final List<String> searchDirectories = new ArrayList<>();
  final List<String> externs = new ArrayList<>();
  final List<Command> commands = new ArrayList<>();
  final Map<String, Region> regions = new LinkedHashMap<>();
  final Map<String, String> regionAliases = new LinkedHashMap<>();
  final List<Segment> segments = new ArrayList<>();

  /** What the parser warned of, each with its place. */
  final List<String> warnings = new ArrayList<>();

  @Nullable VersionScript versions;
  boolean hasSections;
  int groups;
}
