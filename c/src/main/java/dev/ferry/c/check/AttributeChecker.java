package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Attribute;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.SymbolAttributes;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attributes (C23 6.7.13, GNU): reads them, and applies them to types and symbols. */
final class AttributeChecker {
  private final Unit unit;
  private final Types types;

  AttributeChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** Adds what a list of attributes says. */
  void read(List<Attribute> list, DeclAttributes into) {
    for (int i = 0; i < list.size(); i++) {
      Attribute attribute = list.get(i);
      into.loc = attribute.loc();
      if (attribute.standardSyntax() && attribute.namespace() == null) {
        readStandard(attribute, into);
      } else if (attribute.namespace() == null || "gnu".equals(attribute.namespace())) {
        readGnu(attribute, into);
      } else {
        unit.report(
            ATTRIBUTE_UNKNOWN, attribute.loc(), attribute.namespace() + "::" + attribute.name());
      }
    }
  }

  private void readStandard(Attribute a, DeclAttributes into) {
    switch (a.name()) {
      case "deprecated", "__deprecated__" -> into.deprecated = optionalText(a);
      case "nodiscard", "__nodiscard__" -> {
        into.function.warnUnusedResult = true;
        into.function.noDiscardMessage = optionalText(a);
      }
      case "maybe_unused", "__maybe_unused__" -> into.unused = true;
      case "noreturn", "_Noreturn", "__noreturn__" -> into.noReturn = true;
      case "fallthrough", "__fallthrough__" -> into.fallthrough = true;
      case "unsequenced", "reproducible", "assume" -> {}
      default -> unit.report(ATTRIBUTE_UNKNOWN, a.loc(), a.name());
    }
  }

  private void readGnu(Attribute a, DeclAttributes into) {
    if (!AttributeArguments.fits(a.name(), a.arguments().size())) {
      unit.report(ATTRIBUTE_COUNT, a.loc(), a.name());
      return;
    }
    switch (a.name()) {
      case "packed" -> into.packed = true;
      case "aligned", "warn_if_not_aligned" -> readAligned(a, into);
      case "section" -> into.section = text(a, into.section);
      case "weak" -> into.weak = true;
      case "alias" -> into.alias = text(a, into.alias);
      case "weakref" -> {
        into.isWeakref = true;
        into.weakref = a.hasArguments() ? text(a, null) : null;
      }
      case "visibility" -> readVisibility(a, into);
      case "constructor" -> into.constructor = priority(a);
      case "destructor" -> into.destructor = priority(a);
      case "noreturn" -> into.noReturn = true;
      case "used", "retain" -> into.used = true;
      case "unused" -> into.unused = true;
      case "cleanup" -> {
        into.cleanup = identifier(a, 0);
        into.cleanupLoc = a.loc();
        if (into.cleanup == null) {
          unit.report(CLEANUP_NAME, a.loc());
        }
      }
      case "format" -> readFormat(a, into);
      case "format_arg" -> {
        int number = number(a, 0, 0);
        into.function.formatArguments |= number > 0 ? 1L << number - 1 : 0;
      }
      case "nonnull" -> readNonNull(a, into);
      case "returns_nonnull" -> into.function.returnsNonnull = true;
      case "sentinel" -> into.function.sentinel = number(a, 0, 0);
      case "mode" -> {
        into.mode = identifier(a, 0);
        into.modeLoc = a.loc();
      }
      case "vector_size" -> into.vectorSize = number(a, 0, 0);
      case "malloc" -> readMalloc(a, into);
      case "pure" -> into.isPure = true;
      case "const" -> into.isConst = true;
      case "cold" -> into.cold = true;
      case "hot" -> into.hot = true;
      case "always_inline" -> into.alwaysInline = true;
      case "noinline" -> into.noInline = true;
      case "flatten" -> into.flatten = true;
      case "gnu_inline" -> into.function.gnuInline = true;
      case "artificial" -> into.function.artificial = true;
      case "deprecated" -> into.deprecated = optionalText(a);
      case "unavailable" -> into.unavailable = optionalText(a);
      case "warning" -> into.function.warning = text(a, "");
      case "error" -> into.function.error = text(a, "");
      case "may_alias" -> into.mayAlias = true;
      case "transparent_union" -> into.transparentUnion = true;
      case "common" -> into.common = true;
      case "nocommon" -> into.noCommon = true;
      case "returns_twice" -> into.returnsTwice = true;
      case "tls_model" -> into.tlsModel = text(a, null);
      case "alloc_size" -> into.function.allocSize = number(a, 0, 0);
      case "naked" -> into.naked = true;
      case "optimize" -> readOptimize(a, into);
      case "noipa" -> into.noInline = true;
      case "fallthrough" -> into.fallthrough = true;
      case "warn_unused_result" -> into.function.warnUnusedResult = true;
      case "no_instrument_function" -> into.noInstrument = true;
      case "designated_init" -> into.designatedInit = true;
      case "symver" -> readVersion(a, into);
      case "copy" -> into.copyFrom = identifier(a, 0);
      case "nothrow" -> into.function.isNoThrow = true;
      case "ifunc" -> unit.report(IFUNC_UNSUPPORTED, a.loc());
      case "uninitialized" -> into.uninitialized = true;
      case "no_stack_protector" -> into.noStackProtector = true;
      case "stack_protect" -> into.stackProtect = true;
      case "no_sanitize" -> readNoSanitize(a, into);
      case "no_sanitize_undefined" -> leaveOut("undefined", into);
      case "leaf",
          "noclone",
          "no_sanitize_address",
          "no_sanitize_thread",
          "no_address_safety_analysis",
          "no_split_stack",
          "no_stack_limit",
          "no_reorder",
          "no_icf",
          "no_profile_instrument_function",
          "externally_visible",
          "alloc_align",
          "assume_aligned",
          "access",
          "fd_arg",
          "nonstring",
          "tainted_args",
          "simd",
          "target",
          "target_clones",
          "patchable_function_entry",
          "zero_call_used_regs",
          "null_terminated_string_arg",
          "persistent",
          "noinit",
          "type_generic",
          "expected_throw",
          "no_sanitize_coverage",
          "strict_flex_array",
          "counted_by",
          "noplt",
          "nocf_check",
          "bnd_legacy",
          "nodirect_extern_access",
          "transaction_safe",
          "btf_type_tag",
          "btf_decl_tag",
          "riscv_vector_cc",
          "ms_struct",
          "gcc_struct",
          "maybe_unused",
          "unsequenced",
          "reproducible" -> {}
      default -> unit.report(ATTRIBUTE_IGNORED, a.loc(), a.name());
    }
  }

  /**
   * Of what {@code optimize} may ask for, what changes meaning: its absence and strict aliasing.
   */
  private static void readOptimize(Attribute a, DeclAttributes into) {
    for (Expr given : a.arguments()) {
      Expr argument = ExpressionChecker.bare(given);
      String text =
          argument instanceof Expr.StringLiteral s
              ? s.text()
              : argument instanceof Expr.IntegerLiteral n ? String.valueOf(n.value()) : "";
      for (String option : text.split(",")) {
        switch (option.startsWith("-") ? option.substring(1) : option) {
          case "0", "O0" -> {
            into.noOptimize = true;
            into.noStrictAliasing = true;
          }
          case "1", "O1", "O", "g", "Og", "no-strict-aliasing", "fno-strict-aliasing" ->
              into.noStrictAliasing = true;
          default -> {}
        }
      }
    }
  }

  /**
   * The type and, of a pointer, what it points to: where exactly the attribute stands is easily
   * confused.
   */
  private CType mayAlias(CType type) {
    return switch (type.unqualified()) {
      case CType.Function _, CType.Void _ -> type;
      case CType.Pointer p ->
          types.qualify(types.pointer(mayAlias(p.target())), type.qualifiers() | CType.MAY_ALIAS);
      default -> types.qualify(type, CType.MAY_ALIAS);
    };
  }

  private void readAligned(Attribute a, DeclAttributes into) {
    if (a.arguments().isEmpty()) {
      into.align = Math.max(into.align, 16);
      return;
    }
    Expression value =
        unit.expressions.integerConstant(a.arguments().getFirst(), ALIGNMENT_NOT_CONSTANT);
    if (value != null && a.name().equals("aligned")) {
      int align = unit.resolver.checkAlignment(a.loc(), value);
      into.align = Math.max(into.align, align);
    }
  }

  private void readVisibility(Attribute a, DeclAttributes into) {
    String value = text(a, null);
    if (value == null) {
      return;
    }
    switch (value) {
      case "default", "hidden", "protected", "internal" -> into.visibility = value;
      default -> unit.report(VISIBILITY_ARGUMENT, a.loc());
    }
  }

  /** {@code symver("name@VERSION")}, with {@code @@} for the default version of the name. */
  private void readVersion(Attribute a, DeclAttributes into) {
    String value = text(a, null);
    if (value == null) {
      return;
    }
    int at = value.indexOf('@');
    int marks = value.startsWith("@", at + 1) ? 2 : 1;
    if (at < 0 || value.indexOf('@', at + marks) >= 0) {
      unit.report(SYMVER_FORMAT, a.loc(), value);
      return;
    }
    into.versions = DeclAttributes.concatenated(into.versions, List.of(value));
  }

  private void readFormat(Attribute a, DeclAttributes into) {
    String kind = identifier(a, 0);
    int string = number(a, 1, -1);
    int first = number(a, 2, 0);
    if (string == -1) {
      return;
    }
    if (kind == null || string <= 0) {
      unit.report(ATTRIBUTE_ARGUMENTS, a.loc(), a.name());
      return;
    }
    String bare =
        kind.startsWith("__") && kind.endsWith("__") && kind.length() > 4
            ? kind.substring(2, kind.length() - 2)
            : kind;
    if (bare.startsWith("gnu_")) {
      bare = bare.substring(4);
    }
    switch (bare) {
      case "printf", "scanf", "strftime", "strfmon" ->
          into.function.formats.add(new FunctionAttributes.Format(bare, string, first));
      case "ms_printf", "ms_scanf", "ms_strftime", "gcc_diag", "gcc_tdiag", "asm_fprintf" -> {}
      default -> unit.report(FORMAT_UNKNOWN, a.loc(), kind);
    }
  }

  /** Names of {@code -fsanitize=}, in one string or many. */
  private void readNoSanitize(Attribute a, DeclAttributes into) {
    for (Expr argument : a.arguments()) {
      if (ExpressionChecker.bare(argument) instanceof Expr.StringLiteral s) {
        for (String name : s.text().split(",")) {
          leaveOut(name, into);
        }
      } else {
        unit.report(ATTRIBUTE_ARGUMENTS, a.loc(), a.name());
      }
    }
  }

  private static void leaveOut(String name, DeclAttributes into) {
    into.noSanitize = DeclAttributes.concatenated(into.noSanitize, List.of(name));
  }

  private void readNonNull(Attribute a, DeclAttributes into) {
    if (a.arguments().isEmpty()) {
      into.function.nonnull = -1L;
      return;
    }
    for (int i = 0; i < a.arguments().size(); i++) {
      int index = number(a, i, 0);
      if (index > 0 && index < 64) {
        into.function.nonnull |= 1L << index - 1;
      }
    }
  }

  private int priority(Attribute a) {
    return a.arguments().isEmpty() ? 65535 : number(a, 0, 65535);
  }

  /** {@code malloc}, or {@code malloc(deallocator, argument)}: that says nothing of aliases. */
  private void readMalloc(Attribute a, DeclAttributes into) {
    String deallocator = a.arguments().isEmpty() ? null : identifier(a, 0);
    if (deallocator == null) {
      into.isMalloc = true;
    } else {
      into.function.deallocators.add(
          new FunctionAttributes.Deallocator(
              deallocator.replaceFirst("^__builtin_", ""), number(a, 1, 1)));
    }
  }

  private @Nullable String identifier(Attribute a, int index) {
    if (index >= a.arguments().size()) {
      unit.report(ATTRIBUTE_ARGUMENTS, a.loc(), a.name());
      return null;
    }
    return switch (ExpressionChecker.bare(a.arguments().get(index))) {
      case Expr.Identifier id -> id.name();
      case Expr.StringLiteral s -> s.text();
      default -> null;
    };
  }

  private @Nullable String text(Attribute a, @Nullable String otherwise) {
    if (a.arguments().isEmpty()
        || !(ExpressionChecker.bare(a.arguments().getFirst()) instanceof Expr.StringLiteral s)) {
      unit.report(ATTRIBUTE_ARGUMENTS, a.loc(), a.name());
      return otherwise;
    }
    return s.text();
  }

  private static String optionalText(Attribute a) {
    return !a.arguments().isEmpty()
            && ExpressionChecker.bare(a.arguments().getFirst()) instanceof Expr.StringLiteral s
        ? s.text()
        : "";
  }

  private int number(Attribute a, int index, int otherwise) {
    if (index >= a.arguments().size()) {
      return otherwise;
    }
    Expr argument = a.arguments().get(index);
    Expression value = unit.expressions.integerConstant(argument, ATTRIBUTE_ARGUMENTS, a.name());
    return value == null
        ? otherwise
        : (int) Math.clamp(unit.expressions.clamp(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  // Types.

  /** Applies the attributes that change a type: mode, vector_size, noreturn of a pointer. */
  CType applyToType(CType type, DeclAttributes attributes) {
    if (unit.isError(type)) {
      return type;
    }
    CType result = type;
    String mode = attributes.mode;
    if (mode != null) {
      result = mode(result, mode, attributes.modeLoc);
    }
    if (attributes.vectorSize != 0) {
      result = rebuild(result, t -> vector(t, attributes));
    }
    if (attributes.mayAlias) {
      result = mayAlias(result);
    }
    if (attributes.noReturn
        && result.unqualified() instanceof CType.Pointer p
        && p.target() instanceof CType.Function) {
      result = types.qualify(result, CType.NO_RETURN);
    }
    if (attributes.transparentUnion && result.unqualified() instanceof CType.Record record) {
      record.isTransparent = true;
    }
    return result;
  }

  private CType rebuild(CType type, java.util.function.UnaryOperator<CType> change) {
    return switch (type) {
      case CType.Qualified t -> types.qualify(rebuild(t.base(), change), t.flags());
      case CType.Pointer t -> types.pointer(rebuild(t.target(), change));
      case CType.Array t ->
          t.isVla()
              ? types.variableArray(rebuild(t.element(), change), t.vlaLength())
              : types.array(rebuild(t.element(), change), t.length());
      case CType.Function t ->
          types.function(rebuild(t.result(), change), t.params(), t.variadic(), t.prototyped());
      default -> change.apply(type);
    };
  }

  private CType vector(CType element, DeclAttributes attributes) {
    long size = types.size(element);
    boolean valid =
        (Types.isInteger(element) || Types.isFloating(element))
            && !(element instanceof CType.Bool)
            && size > 0;
    if (!valid) {
      unit.report(VECTOR_ELEMENT, attributes.loc);
      return element;
    }
    long bytes = attributes.vectorSize;
    if (bytes <= 0
        || bytes % size != 0
        || Long.bitCount(bytes / size) != 1
        || bytes / size > 1 << 20) {
      unit.report(VECTOR_SIZE, attributes.loc);
      return element;
    }
    CType base = element instanceof CType.Enum e && e.underlying != null ? e.underlying : element;
    return types.vector(base, (int) (bytes / size));
  }

  /** The type of a mode: a pointer's is always the same, others change within their class. */
  private CType mode(CType type, String name, int loc) {
    if (type instanceof CType.Qualified qualified) {
      return types.qualify(mode(qualified.base(), name, loc), qualified.flags());
    }
    CType wanted = modeType(type, name);
    if (wanted == null) {
      unit.report(MODE_UNKNOWN, loc, name);
      return type;
    }
    if (Types.isPointer(type)) {
      if (!Types.isInteger(wanted) || types.size(wanted) != types.size(type)) {
        unit.report(MODE_POINTER, loc, name);
      }
      return type;
    }
    if (!sameClass(type, wanted)) {
      unit.report(MODE_TYPE, loc, name);
      return type;
    }
    return wanted;
  }

  private static boolean sameClass(CType type, CType wanted) {
    return switch (wanted) {
      case CType.Vector vector -> sameClass(type, vector.element());
      default ->
          Types.isInteger(wanted)
              ? Types.isInteger(type) && !(type instanceof CType.Bool)
              : Types.isComplex(wanted)
                  ? Types.isComplex(type)
                  : Types.isFloating(type) && !Types.isComplex(type);
    };
  }

  private @Nullable CType modeType(CType type, String name) {
    String mode =
        name.startsWith("__") && name.endsWith("__") && name.length() > 4
            ? name.substring(2, name.length() - 2)
            : name;
    boolean signed = !Types.isInteger(type) || types.isSigned(type) || type == types.charType;
    return switch (mode) {
      case "QI", "byte" -> types.integerOfWidth(8, signed);
      case "HI" -> types.integerOfWidth(16, signed);
      case "SI" -> types.integerOfWidth(32, signed);
      case "DI" -> types.integerOfWidth(64, signed);
      case "TI" -> types.integerOfWidth(128, signed);
      case "word", "pointer", "unwind_word", "libgcc_cmp_return", "libgcc_shift_count" ->
          types.integerOfWidth(types.model().xlen(), signed);
      case "HF" -> types.floating(CType.FloatKind.FLOAT16);
      case "SF" -> types.floatType;
      case "DF" -> types.doubleType;
      case "TF" -> types.longDouble;
      case "SC" -> types.complex(types.floatType);
      case "DC" -> types.complex(types.doubleType);
      case "TC" -> types.complex(types.longDouble);
      default -> vectorMode(mode, signed);
    };
  }

  /** {@code V4SI} and the like. */
  private @Nullable CType vectorMode(String mode, boolean signed) {
    if (!mode.startsWith("V")) {
      return null;
    }
    int at = 1;
    int count = 0;
    while (at < mode.length() && Character.isDigit(mode.charAt(at))) {
      count = count * 10 + (mode.charAt(at++) - '0');
    }
    CType element =
        switch (mode.substring(at)) {
          case "QI" -> types.integerOfWidth(8, signed);
          case "HI" -> types.integerOfWidth(16, signed);
          case "SI" -> types.integerOfWidth(32, signed);
          case "DI" -> types.integerOfWidth(64, signed);
          case "SF" -> types.floatType;
          case "DF" -> types.doubleType;
          default -> null;
        };
    return element == null || count == 0 ? null : types.vector(element, count);
  }

  // Symbols.

  void applyTo(Entity.ObjectEntity entity, DeclAttributes a) {
    Variable variable = entity.variable;
    variable.align = Math.max(variable.align, a.align);
    entity.maybeUnused |= a.unused || a.used;
    deprecation(entity, a);
    boolean local = variable.storage == Variable.Storage.LOCAL || variable.owner != null;
    if (a.alias != null && local) {
      unit.report(ATTRIBUTE_NOT_HERE, a.loc, "alias");
      a.alias = null;
    }
    symbol(variable.attributes, a);
    if (a.section != null && variable.storage == Variable.Storage.LOCAL) {
      unit.report(SECTION_LOCAL, a.loc);
    }
    if (variable.storage == Variable.Storage.LOCAL) {
      variable.isLeftUninitialized = a.uninitialized;
      String cleanup = a.cleanup;
      if (cleanup != null) {
        variable.cleanup = cleanupFunction(cleanup, a.cleanupLoc);
        entity.isRead = true;
      }
    }
  }

  private @Nullable FunctionSymbol cleanupFunction(String name, int loc) {
    if (unit.scopes.find(name) instanceof Entity.FunctionEntity function) {
      function.isReferenced = true;
      function.symbol.isUsed = true;
      return function.symbol;
    }
    unit.report(CLEANUP_FUNCTION, loc);
    return null;
  }

  private static void deprecation(Entity entity, DeclAttributes a) {
    if (a.deprecated != null) {
      entity.deprecated = a.deprecated;
    }
    if (a.unavailable != null) {
      entity.unavailable = a.unavailable;
    }
  }

  private static void symbol(SymbolAttributes symbol, DeclAttributes a) {
    symbol.section = a.section != null ? a.section : symbol.section;
    symbol.isWeak |= a.weak || a.isWeakref;
    symbol.aliasOf = a.alias != null && !a.isWeakref ? a.alias : symbol.aliasOf;
    if (a.isWeakref) {
      symbol.weakRef = a.weakref != null ? a.weakref : a.alias != null ? a.alias : symbol.weakRef;
    }
    symbol.visibility = a.visibility != null ? a.visibility : symbol.visibility;
    symbol.isUsed |= a.used;
    symbol.isNoCommon |= a.noCommon;
    symbol.isCommon |= a.common;
    symbol.tlsModel = a.tlsModel != null ? a.tlsModel : symbol.tlsModel;
    for (String version : a.versions) {
      if (!symbol.versions.contains(version)) {
        symbol.versions.add(version);
      }
    }
  }

  void applyTo(Entity.FunctionEntity entity, DeclAttributes a) {
    FunctionSymbol f = entity.symbol;
    deprecation(entity, a);
    symbol(f.attributes, a);
    f.align = Math.max(f.align, a.align);
    f.isAlwaysInline |= a.alwaysInline;
    f.isNoInline |= a.noInline;
    f.isNoReturn |= a.noReturn;
    f.isConst |= a.isConst;
    f.isPure |= a.isPure;
    f.isMalloc |= a.isMalloc;
    f.isCold |= a.cold;
    f.isHot |= a.hot;
    f.isNaked |= a.naked;
    f.isFlatten |= a.flatten;
    f.noStackProtector |= a.noStackProtector;
    f.stackProtect |= a.stackProtect;
    f.noOptimize |= a.noOptimize;
    f.noInstrument |= a.noInstrument;
    f.noSanitize = DeclAttributes.concatenated(f.noSanitize, a.noSanitize);
    f.nonNull |= a.function.nonnull;
    f.returnsNonNull |= a.function.returnsNonnull;
    a.function.deallocators.forEach(deallocator -> takenBack(f, deallocator));
    f.noStrictAliasing |= a.noStrictAliasing;
    f.returnsTwice |= a.returnsTwice;
    f.isUsed |= a.used;
    f.constructorPriority = Math.max(f.constructorPriority, a.constructor);
    f.destructorPriority = Math.max(f.destructorPriority, a.destructor);
    entity.attributes.maybeUnused |= a.unused || a.used;
    if (a.function != entity.attributes) {
      entity.attributes.mergeFrom(a.function);
    }
  }

  private void takenBack(FunctionSymbol giver, FunctionAttributes.Deallocator deallocator) {
    giver.takenBackBy =
        DeclAttributes.concatenated(giver.takenBackBy, List.of(deallocator.function()));
    if (unit.scopes.find(deallocator.function()) instanceof Entity.FunctionEntity taker) {
      taker.symbol.takesBack = deallocator.argument();
    }
  }
}
