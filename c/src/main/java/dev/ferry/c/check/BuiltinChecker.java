package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;
import static java.util.Objects.requireNonNull;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builtin functions: those of one fixed type by a table, the others one by one. */
final class BuiltinChecker {
  /** A builtin with a fixed type. */
  private record Fixed(Builtin builtin, String signature) {}

  /** Signatures as in {@link BuiltinTable}. */
  private static final String FIXED =
      """
      CLZ clz:iu clzl:ik clzll:iK clzimax:iM
      CTZ ctz:iu ctzl:ik ctzll:iK ctzimax:iM
      CLRSB clrsb:ii clrsbl:il clrsbll:iL clrsbimax:im
      FFS ffs:ii ffsl:il ffsll:iL ffsimax:im
      POPCOUNT popcount:iu popcountl:ik popcountll:iK popcountimax:iM
      PARITY parity:iu parityl:ik parityll:iK parityimax:iM
      BSWAP bswap16:hh bswap32:uu bswap64:MM bswap128:gg
      EXPECT expect:lll expect_with_probability:llld
      UNREACHABLE unreachable:v
      TRAP trap:v
      ASSUME_ALIGNED assume_aligned:pqz.
      PREFETCH prefetch:vq.
      FRAME_ADDRESS frame_address:pu
      RETURN_ADDRESS return_address:pu
      EXTRACT_RETURN_ADDRESS extract_return_addr:pp frob_return_addr:pp
      THREAD_POINTER thread_pointer:p
      CLEAR_CACHE __clear_cache:vpp
      ALLOCA alloca:pz
      ALLOCA_WITH_ALIGN alloca_with_align:pzz alloca_with_align_and_max:pzzz
      STACK_SAVE stack_save:p
      STACK_RESTORE stack_restore:vp
      SETJMP setjmp:ip
      LONGJMP longjmp:vpi
      EH_RETURN_DATA_REGNO eh_return_data_regno:ii
      FABS fabs:dd fabsf:ff fabsl:ee fabsf128:QQ fabsf32:22 fabsf32x:33 fabsf64:44 fabsf64x:55
      COPYSIGN copysign:ddd copysignf:fff copysignl:eee copysignf128:QQQ copysignf32:222 \
      copysignf32x:333 copysignf64:444 copysignf64x:555
      FMA fma:dddd fmaf:ffff fmaf32:2222 fmaf32x:3333 fmaf64:4444
      FMIN fmin:ddd fminf:fff fminf32:222 fminf32x:333 fminf64:444
      FMAX fmax:ddd fmaxf:fff fmaxf32:222 fmaxf32x:333 fmaxf64:444
      """;

  private static final Map<String, Fixed> FIXED_BUILTINS = parse();
  private static final String PREFIX = "__builtin_";

  /** {@code lfloor} and so on: a function of math.h, then the conversion to an integer. */
  private static final Pattern ROUNDED =
      Pattern.compile("(i|l|ll)((?:ceil|floor|rint|round)[fl]?)");

  private final Unit unit;
  private final Types types;
  private final GenericBuiltins generic;
  private final AtomicBuiltins atomics;
  private final BuiltinFolder folder;
  private final Map<String, Entity.FunctionEntity> library = new HashMap<>();

  BuiltinChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
    this.folder = new BuiltinFolder(unit);
    this.generic = new GenericBuiltins(unit, folder);
    this.atomics = new AtomicBuiltins(unit);
  }

  private static Map<String, Fixed> parse() {
    Map<String, Fixed> map = new HashMap<>();
    for (String line : FIXED.split("\n")) {
      String[] words = line.trim().split(" +");
      Builtin builtin = Builtin.valueOf(words[0]);
      for (int i = 1; i < words.length; i++) {
        int colon = words[i].indexOf(':');
        map.put(words[i].substring(0, colon), new Fixed(builtin, words[i].substring(colon + 1)));
      }
    }
    return map;
  }

  /** Whether the preprocessor's {@code __has_builtin} should say yes. */
  static boolean isKnown(String name) {
    if (name.startsWith(PREFIX)) {
      String stem = name.substring(PREFIX.length());
      return FIXED_BUILTINS.containsKey(stem)
          || GenericBuiltins.isKnown(stem)
          || ROUNDED.matcher(stem).matches()
          || BuiltinTable.find(stem) != null;
    }
    return AtomicBuiltins.isKnown(name);
  }

  /** Whether this names a builtin that is no function. */
  boolean isSpecial(String name) {
    return name.startsWith("__") && isKnown(name);
  }

  /** The library function that {@code __builtin_NAME} stands for. */
  Entity.@Nullable FunctionEntity implicitly(String name, int loc) {
    if (!name.startsWith(PREFIX)) {
      return null;
    }
    String stem = name.substring(PREFIX.length());
    if (FIXED_BUILTINS.containsKey(stem) || GenericBuiltins.isKnown(stem)) {
      return null;
    }
    return libraryEntity(stem, loc, true);
  }

  /** The entity of a library function used undeclared; null if it is not known as a builtin. */
  Entity.@Nullable FunctionEntity library(String name, int loc) {
    return unit.options.builtins() && !unit.options.noBuiltins().contains(name)
        ? libraryEntity(name, loc, false)
        : null;
  }

  private Entity.@Nullable FunctionEntity libraryEntity(String name, int loc, boolean reserved) {
    BuiltinTable.Library entry = BuiltinTable.find(name);
    if (entry == null) {
      return null;
    }
    if (reserved && unit.scopes.linked(name) instanceof Entity.FunctionEntity declared) {
      CType.Function type = BuiltinTable.type(types, entry.signature());
      if (unit.compatibility.compatible(declared.symbol.type, type)) {
        return declared;
      }
    }
    Entity.FunctionEntity known = library.get(name);
    if (known == null) {
      CType.Function type = BuiltinTable.type(types, entry.signature());
      FunctionSymbol symbol = new FunctionSymbol(name, type, loc);
      symbol.isLibrary = true;
      symbol.builtin = callBuiltin(name);
      known = new Entity.FunctionEntity(symbol);
      known.loc = 0;
      known.isBuiltinDeclaration = true;
      known.everyDeclarationInline = false;
      library.put(name, known);
      setKnownAttributes(known);
      if (!reserved) {
        unit.scopes.link(known);
      }
    }
    return known;
  }

  /** The symbol made for a builtin before the program declared the function, if any. */
  @Nullable FunctionSymbol symbolOf(String name) {
    Entity.FunctionEntity known = library.get(name);
    return known == null ? null : known.symbol;
  }

  /** The pointers that must not be null, a bit an argument. */
  private static final Map<String, Integer> NONNULL =
      Map.ofEntries(
          Map.entry("strlen", 1),
          Map.entry("strcpy", 3),
          Map.entry("strncpy", 3),
          Map.entry("strcat", 3),
          Map.entry("strncat", 3),
          Map.entry("strcmp", 3),
          Map.entry("strncmp", 3),
          Map.entry("strchr", 1),
          Map.entry("strrchr", 1),
          Map.entry("strstr", 3),
          Map.entry("strdup", 1),
          Map.entry("memcpy", 3),
          Map.entry("memmove", 3),
          Map.entry("memset", 1),
          Map.entry("memcmp", 3),
          Map.entry("puts", 1),
          Map.entry("printf", 1),
          Map.entry("fprintf", 2),
          Map.entry("sprintf", 3),
          Map.entry("snprintf", 4),
          Map.entry("scanf", 1),
          Map.entry("sscanf", 3));

  /** What gcc knows of library functions without a declaration that says so. */
  void setKnownAttributes(Entity.FunctionEntity entity) {
    entity.attributes.nonnull |= NONNULL.getOrDefault(entity.name, 0);
    entity.symbol.nonNull |= NONNULL.getOrDefault(entity.name, 0);
    switch (entity.name) {
      case "abort", "exit", "_exit", "_Exit" -> entity.symbol.isNoReturn = true;
      case "malloc", "calloc", "aligned_alloc" -> entity.symbol.isMalloc = true;
      case "printf" -> format(entity, "printf", 1, 2);
      case "fprintf", "sprintf" -> format(entity, "printf", 2, 3);
      case "snprintf" -> format(entity, "printf", 3, 4);
      case "vprintf" -> format(entity, "printf", 1, 0);
      case "vfprintf", "vsprintf" -> format(entity, "printf", 2, 0);
      case "vsnprintf" -> format(entity, "printf", 3, 0);
      case "scanf" -> format(entity, "scanf", 1, 2);
      case "fscanf", "sscanf" -> format(entity, "scanf", 2, 3);
      case "strftime" -> format(entity, "strftime", 3, 0);
      case "gettext" -> entity.attributes.formatArguments |= 1;
      case "dgettext", "dcgettext" -> entity.attributes.formatArguments |= 2;
      default -> {}
    }
  }

  private static void format(Entity.FunctionEntity entity, String kind, int string, int first) {
    if (entity.attributes.formats.isEmpty()) {
      entity.attributes.formats.add(new FunctionAttributes.Format(kind, string, first));
    }
  }

  @Nullable String header(String name) {
    BuiltinTable.Library entry = BuiltinTable.find(name);
    return entry == null || entry.header().isEmpty() ? null : entry.header();
  }

  /** The builtin that a call by this name is, for the optimiser. */
  static @Nullable Builtin callBuiltin(String name) {
    return switch (name) {
      case "memcpy" -> Builtin.MEMCPY;
      case "memmove" -> Builtin.MEMMOVE;
      case "memset" -> Builtin.MEMSET;
      case "memcmp" -> Builtin.MEMCMP;
      case "strlen" -> Builtin.STRLEN;
      case "sqrt", "sqrtf" -> Builtin.SQRT;
      default -> null;
    };
  }

  /** Whether a declared function is the library's of that name, so that calls may be replaced. */
  boolean isLibraryFunction(Entity.FunctionEntity entity) {
    if (!unit.options.builtins()
        || entity.symbol.isInternal
        || unit.options.noBuiltins().contains(entity.name)) {
      return false;
    }
    BuiltinTable.Library entry = BuiltinTable.find(entity.name);
    return entry != null
        && unit.compatibility.compatible(
            entity.symbol.type, BuiltinTable.type(types, entry.signature()));
  }

  /** A call through a declaration without prototype may have any arguments. */
  private boolean areParameters(Entity.FunctionEntity entity, List<Expression> arguments) {
    BuiltinTable.Library entry = BuiltinTable.find(entity.name);
    if (entity.type().prototyped() || entry == null) {
      return true;
    }
    List<CType> params = BuiltinTable.type(types, entry.signature()).params();
    if (params.size() != arguments.size()) {
      return false;
    }
    for (int i = 0; i < params.size(); i++) {
      CType type = Types.nonAtomic(arguments.get(i).type());
      if (type != Types.nonAtomic(params.get(i))
          && !(Types.isPointer(type) && Types.isPointer(params.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** A call of a library function that is better as an operation; null to keep the call. */
  @Nullable Expression replaceLibraryCall(
      Expr.Call e, Entity.FunctionEntity entity, List<Expression> arguments) {
    Builtin builtin =
        switch (entity.name) {
          case "fabs", "fabsf", "fabsl" -> Builtin.FABS;
          case "copysign", "copysignf", "copysignl" -> Builtin.COPYSIGN;
          case "fma", "fmaf" -> Builtin.FMA;
          case "fmin", "fminf" -> Builtin.FMIN;
          case "fmax", "fmaxf" -> Builtin.FMAX;
          case "sqrt", "sqrtf" -> Builtin.SQRT;
          case "abs",
              "labs",
              "llabs",
              "imaxabs",
              "strlen",
              "creal",
              "cimag",
              "creall",
              "cimagl",
              "crealf",
              "cimagf",
              "conj",
              "conjf",
              "conjl",
              "alloca",
              "isnan",
              "isinf",
              "strncmp",
              "memcmp",
              "bcmp" ->
              null;
          default -> {
            yield Builtin.TRAP;
          }
        };
    if (builtin == Builtin.TRAP) {
      return null;
    }
    if (!entity.isBuiltinDeclaration
        && !isLibraryFunction(entity)
        && !entity.name.equals("alloca")) {
      return null;
    }
    if (!areParameters(entity, arguments)) {
      return null;
    }
    CType result = entity.type().result();
    if (builtin != null) {
      return folder.fold(e.loc(), result, builtin, arguments);
    }
    return switch (entity.name) {
      case "strlen" -> folder.strlen(e.loc(), arguments.getFirst());
      case "alloca" ->
          unit.options.builtins() && arguments.size() == 1
              ? new Expression.BuiltinCall(
                  e.loc(),
                  types.voidPointer,
                  Builtin.ALLOCA,
                  List.of(unit.conversions.cast(arguments.getFirst(), types.sizeType)))
              : null;
      case "creal", "crealf", "creall" -> complexPart(e.loc(), arguments.getFirst(), false);
      case "cimag", "cimagf", "cimagl" -> complexPart(e.loc(), arguments.getFirst(), true);
      case "conj", "conjf", "conjl" -> conjugate(e.loc(), result, arguments.getFirst());
      case "strncmp", "memcmp", "bcmp" -> folder.compareNothing(e.loc(), result, arguments);
      case "abs", "labs", "llabs", "imaxabs" -> folder.abs(e.loc(), result, arguments.getFirst());
      case "isnan" -> folder.fold(e.loc(), result, Builtin.ISNAN, arguments);
      case "isinf" -> folder.fold(e.loc(), result, Builtin.ISINF_SIGN, arguments);
      default -> null;
    };
  }

  private Expression conjugate(int loc, CType type, Expression value) {
    Expression folded = unit.folder.unary(loc, type, Expression.UnaryOp.COMPLEMENT, value);
    return folded != null
        ? folded
        : new Expression.Unary(loc, type, Expression.UnaryOp.COMPLEMENT, value);
  }

  private Expression complexPart(int loc, Expression value, boolean imaginary) {
    if (value instanceof Expression.ComplexConst c) {
      return imaginary ? c.imaginary() : c.real();
    }
    CType.Complex type = (CType.Complex) value.type();
    return new Expression.ComplexPart(loc, type.element(), value, imaginary);
  }

  /** A call of a builtin that is no library function; null if the name is none. */
  @Nullable Expression special(Expr.Identifier name, Expr.Call e) {
    String text = name.name();
    if (!text.startsWith("__")) {
      return null;
    }
    if (text.startsWith("__atomic_") || text.startsWith("__sync_")) {
      return atomics.call(text, e);
    }
    if (text.equals("__clear_cache")) {
      text = "__builtin___clear_cache";
    }
    if (!text.startsWith(PREFIX)) {
      return null;
    }
    String stem = text.substring(PREFIX.length());
    Fixed fixed = FIXED_BUILTINS.get(stem);
    if (fixed != null) {
      return fixed(e, fixed);
    }
    Matcher rounded = ROUNDED.matcher(stem);
    if (rounded.matches() && BuiltinTable.find(stem) == null) {
      return rounded(rounded.group(1), rounded.group(2), e);
    }
    return generic.call(stem, e);
  }

  private Expression rounded(String kind, String function, Expr.Call e) {
    Entity.FunctionEntity entity = requireNonNull(libraryEntity(function, e.loc(), true));
    CType result =
        switch (kind) {
          case "i" -> types.intType;
          case "l" -> types.longType;
          default -> types.longLong;
        };
    Expression call = unit.calls.named(e, entity, entity.symbol, entity.type());
    if (unit.isError(call)) {
      return call;
    }
    return unit.conversions.cast(call, result);
  }

  private Expression fixed(Expr.Call e, Fixed fixed) {
    CType.Function type = BuiltinTable.type(types, fixed.signature());
    List<Expression> arguments = unit.calls.arguments(e, null, type);
    if (arguments == null) {
      return unit.erroneous(e.loc());
    }
    if (fixed.builtin() == Builtin.RETURN_ADDRESS || fixed.builtin() == Builtin.FRAME_ADDRESS) {
      if (!ConstantFolder.isInteger(arguments.getFirst())) {
        unit.report(BUILTIN_ARGUMENT_CONSTANT, e.loc(), "__builtin_frame_address");
        return unit.erroneous(e.loc());
      }
    }
    return folder.fold(e.loc(), type.result(), fixed.builtin(), arguments);
  }

  Expression vaArg(Expr.VaArg e) {
    Expression list = vaList(e.list());
    CType type = unit.resolver.typeName(e.type());
    if (list == null || unit.isError(type)) {
      return unit.erroneous(e.loc());
    }
    if (Types.isIncomplete(type)) {
      unit.report(VA_ARG_INCOMPLETE, e.loc(), type);
      return unit.erroneous(e.loc());
    }
    if (type instanceof CType.Function) {
      unit.report(VA_ARG_FUNCTION, e.loc(), type);
      return unit.erroneous(e.loc());
    }
    CType bare = Types.nonAtomic(type);
    CType promoted =
        bare == types.floatType
            ? types.doubleType
            : Types.isInteger(bare) ? types.promote(bare) : bare;
    if (promoted != bare && !unit.compatibility.compatible(promoted, bare)) {
      unit.report(VA_ARG_PROMOTED, e.loc(), type, promoted)
          .note(
              e.loc(),
              "(so you should pass ‘%s’ not ‘%s’ to ‘va_arg’)",
              Unit.text(promoted),
              Unit.text(type))
          .note(e.loc(), "if this code is reached, the program will abort");
      Expression trap =
          new Expression.BuiltinCall(e.loc(), types.voidType, Builtin.TRAP, List.of());
      Expression never =
          new Expression.Comma(e.loc(), bare, trap, new Expression.VaArg(e.loc(), bare, list));
      return new Expression.Comma(e.loc(), bare, list, never);
    }
    if (Types.isVariableSize(bare) && bare instanceof CType.Record) {
      return unit.variableRecords.nextArgument(e.loc(), bare, list);
    }
    return new Expression.VaArg(e.loc(), bare, list);
  }

  /** The address of a va_list operand; null, and reported, if it is none. */
  @Nullable Expression vaList(Expr syntax) {
    Expression list = unit.expressions.expression(syntax);
    if (unit.isError(list)) {
      return null;
    }
    if (list.type().unqualified() != types.vaList) {
      unit.report(VA_LIST_TYPE, syntax.loc());
      return null;
    }
    if (!Conversions.isLvalue(list)) {
      unit.report(LVALUE_REQUIRED, syntax.loc(), "unary ‘&’ operand");
      return null;
    }
    unit.unary.checkAddressable(syntax.loc(), list);
    if (list instanceof Expression.Deref deref) {
      return deref.pointer();
    }
    return new Expression.AddressOf(syntax.loc(), types.pointer(list.type()), list);
  }
}
