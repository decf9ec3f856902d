package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.source.SourceMap;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** -Wformat: printf, scanf and strftime strings against their arguments (C17 7.21.6, 7.27.3.5). */
final class FormatChecker {
  private final Unit unit;
  private final Types types;

  FormatChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** Checks a call of a function with format attributes. */
  void check(Expr.Call e, Entity.FunctionEntity entity, List<Expression> arguments) {
    List<FunctionAttributes.Format> formats = entity.attributes.formats;
    if (formats.isEmpty() || !unit.isEnabled(FORMAT)) {
      return;
    }
    for (int i = 0; i < formats.size(); i++) {
      // A builtin has its format already when a header gives it again.
      if (formats.indexOf(formats.get(i)) == i) {
        check(e, formats.get(i), arguments);
      }
    }
  }

  private void check(Expr.Call e, FunctionAttributes.Format format, List<Expression> arguments) {
    int index = format.stringIndex() - 1;
    if (index >= arguments.size()) {
      return;
    }
    Expression string = arguments.get(index);
    Expr syntax = e.arguments().get(index);
    if (string instanceof Expression.IntConst c && c.value() == 0) {
      unit.report(FORMAT, syntax.loc(), "null format string");
      return;
    }
    // What can be said of each of several strings is said only where it is true of all.
    Findings findings = new Findings(syntax);
    checkString(e, format, arguments, string, syntax, findings);
    if (findings.all.contains(Finding.NOT_LITERAL)) {
      notLiteral(format, arguments, findings.place);
    } else if (findings.all.contains(Finding.FITS)) {
      return;
    } else if (findings.all.contains(Finding.LEAVES_ARGUMENTS)) {
      unit.report(FORMAT_EXTRA_ARGS, findings.place.loc());
    } else {
      unit.report(FORMAT_ZERO_LENGTH, findings.place.loc(), "gnu_" + format.kind());
    }
  }

  /** What a string turns out to be. */
  private enum Finding {
    NOT_LITERAL,
    EMPTY,
    LEAVES_ARGUMENTS,
    /** None of these, or wrong in a way that was reported. */
    FITS
  }

  /** What was found of all strings, and what they are called in messages. */
  private static final class Findings {
    final EnumSet<Finding> all = EnumSet.noneOf(Finding.class);
    Expr place;

    Findings(Expr place) {
      this.place = place;
    }
  }

  /** Checks the strings that a format may be: both of a conditional. */
  private void checkString(
      Expr.Call e,
      FunctionAttributes.Format format,
      List<Expression> arguments,
      Expression string,
      Expr syntax,
      Findings findings) {
    Expression value = string.withoutCasts();
    if (value instanceof Expression.Conditional c) {
      Expr bare = ExpressionChecker.bare(syntax);
      Expr.Conditional written = bare instanceof Expr.Conditional x ? x : null;
      Expr then = written == null || written.then() == null ? syntax : written.then();
      Expr otherwise = written == null ? syntax : written.otherwise();
      checkString(e, format, arguments, c.then(), then, findings);
      checkString(e, format, arguments, c.otherwise(), otherwise, findings);
      return;
    }
    if (value instanceof Expression.Call call
        && checkPassedOn(e, format, arguments, call, syntax, findings)) {
      return;
    }
    String text = literal(value);
    boolean isNull = value instanceof Expression.IntConst c && c.value() == 0;
    findings.all.add(
        text != null
            ? checkText(e, format, arguments, text, syntax)
            : isNull ? Finding.FITS : Finding.NOT_LITERAL);
  }

  /**
   * What a function gives back in another language, says {@code format_arg}, is a format like its
   * argument.
   */
  private boolean checkPassedOn(
      Expr.Call e,
      FunctionAttributes.Format format,
      List<Expression> arguments,
      Expression.Call call,
      Expr syntax,
      Findings findings) {
    if (!(ExpressionChecker.bare(syntax) instanceof Expr.Call written)
        || !(ExpressionChecker.bare(written.callee()) instanceof Expr.Identifier name)
        || !(unit.scopes.find(name.name()) instanceof Entity.FunctionEntity function)) {
      return false;
    }
    long passed = function.attributes.formatArguments;
    boolean any = false;
    for (int i = 0; i < call.arguments().size() && i < Long.SIZE; i++) {
      if ((passed >> i & 1) != 0) {
        any = true;
        Expr argument = written.arguments().get(i);
        findings.place = ExpressionChecker.bare(argument);
        checkString(e, format, arguments, call.arguments().get(i), argument, findings);
      }
    }
    return any;
  }

  private Finding checkText(
      Expr.Call e,
      FunctionAttributes.Format format,
      List<Expression> arguments,
      String text,
      Expr syntax) {
    if (text.isEmpty() && !format.kind().equals("strftime")) {
      return Finding.EMPTY;
    }
    return switch (format.kind()) {
      case "printf" -> new Scan(e, format, arguments, text, syntax, false).run();
      case "scanf" -> new Scan(e, format, arguments, text, syntax, true).run();
      case "strftime" -> {
        strftime(text, syntax.loc());
        yield Finding.FITS;
      }
      default -> Finding.FITS;
    };
  }

  /** Nothing of a function that takes a va_list: it mostly hands on what it was given. */
  private void notLiteral(
      FunctionAttributes.Format format, List<Expression> arguments, Expr syntax) {
    if (format.kind().equals("strftime")) {
      unit.report(FORMAT_UNCHECKED, syntax.loc());
      return;
    }
    if (format.firstArgument() == 0) {
      return;
    }
    boolean noArguments = arguments.size() < format.firstArgument();
    if (noArguments) {
      unit.report(FORMAT_SECURITY, syntax.loc());
    } else {
      unit.report(FORMAT_NONLITERAL, syntax.loc());
    }
  }

  /** The text of a format: a literal, the rest of one, a constant array initialised with one. */
  private static @Nullable String literal(Expression e) {
    return switch (e.withoutCasts()) {
      case Expression.PointerAdd sum
          when sum.scale() == 1
              && !sum.subtract()
              && sum.index() instanceof Expression.IntConst index ->
          rest(literal(sum.pointer()), index.value());
      case Expression.AddressConst c when c.string() != null -> rest(text(c.string()), c.offset());
      case Expression.AddressOf a ->
          switch (a.operand()) {
            case Expression.StringRef s -> text(s);
            case Expression.VarRef v
                when (elementQualifiers(v.variable().type) & CType.CONST) != 0
                    && initialValue(v.variable()) instanceof Expression.StringRef s ->
                text(s);
            default -> null;
          };
      default -> null;
    };
  }

  private static @Nullable Expression initialValue(Variable variable) {
    return variable.initializer != null && variable.initializer.elements().size() == 1
        ? variable.initializer.elements().getFirst().value()
        : null;
  }

  private static @Nullable String rest(@Nullable String text, long from) {
    return text != null && from >= 0 && from <= text.length() ? text.substring((int) from) : null;
  }

  private static @Nullable String text(Expression.StringRef string) {
    if (string.unit() != 1) {
      return null;
    }
    byte[] bytes = string.bytes();
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static int elementQualifiers(CType type) {
    return type instanceof CType.Array array ? array.element().qualifiers() : 0;
  }

  private void strftime(String text, int loc) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        continue;
      }
      i++;
      while (i < text.length() && "_-0^#".indexOf(text.charAt(i)) >= 0) {
        i++;
      }
      while (i < text.length() && Character.isDigit(text.charAt(i))) {
        i++;
      }
      if (i < text.length() && (text.charAt(i) == 'E' || text.charAt(i) == 'O')) {
        i++;
      }
      if (i >= text.length()) {
        unit.report(FORMAT, loc, "spurious trailing ‘%%’ in format".replace("%%", "%"));
      } else if ("aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%+".indexOf(text.charAt(i)) < 0) {
        unit.report(
            FORMAT, loc, "unknown conversion type character ‘" + text.charAt(i) + "’ in format");
      }
    }
  }

  /** One run over a printf or scanf format. */
  private final class Scan {
    private final Expr.Call call;
    private final FunctionAttributes.Format format;
    private final List<Expression> arguments;
    private final String text;
    private final int loc;
    private final Expr syntax;
    private final boolean scanf;
    private int at;
    private int next;
    private boolean failed;
    private boolean positional;

    Scan(
        Expr.Call call,
        FunctionAttributes.Format format,
        List<Expression> arguments,
        String text,
        Expr syntax,
        boolean scanf) {
      this.call = call;
      this.syntax = syntax;
      this.format = format;
      this.arguments = arguments;
      this.text = text;
      this.loc = syntax.loc();
      this.scanf = scanf;
      this.next = format.firstArgument() - 1;
    }

    Finding run() {
      while (at < text.length() && !failed) {
        if (text.charAt(at++) == '%') {
          conversion();
        }
      }
      return !failed && !positional && format.firstArgument() > 0 && next < arguments.size()
          ? Finding.LEAVES_ARGUMENTS
          : Finding.FITS;
    }

    private void fail(String message) {
      unit.report(FORMAT, place(), message);
      failed = true;
    }

    /** The place in the literal of the character read last; the literal where it has none. */
    private int place() {
      SourceMap sources = unit.diagnostics.sources();
      return syntax instanceof Expr.StringLiteral literal
          ? LiteralPlaces.find(sources, literal.loc(), Math.max(0, at - 1))
          : loc;
    }

    private void conversion() {
      if (at < text.length() && text.charAt(at) == '%') {
        at++;
        return;
      }
      int number = position();
      boolean suppressed = false;
      StringBuilder flags = new StringBuilder();
      while (at < text.length() && (scanf ? "*'I" : "-+ #0'I").indexOf(text.charAt(at)) >= 0) {
        char flag = text.charAt(at++);
        if (flags.indexOf(String.valueOf(flag)) >= 0) {
          unit.report(FORMAT, loc, "repeated ‘" + flag + "’ flag in format");
        }
        suppressed |= scanf && flag == '*';
        flags.append(flag);
      }
      boolean hasWidth = width("field width");
      boolean hasPrecision = false;
      if (!scanf && at < text.length() && text.charAt(at) == '.') {
        at++;
        hasPrecision = true;
        width("field precision");
      }
      if (failed) {
        return;
      }
      boolean allocates =
          scanf && at < text.length() && text.charAt(at) == 'm' && at + 1 < text.length();
      if (allocates) {
        at++;
      }
      String length = length();
      if (at >= text.length()) {
        fail("spurious trailing ‘%’ in format");
        return;
      }
      char type = text.charAt(at++);
      String spec = "%" + flags + length + type;
      if (scanf && type == '[') {
        set();
      }
      checkFlags(flags, type, hasPrecision);
      check(number, length, type, spec, suppressed, allocates);
    }

    /** {@code n$}: the argument's number, or 0. */
    private int position() {
      int i = at;
      int number = 0;
      while (i < text.length() && Character.isDigit(text.charAt(i))) {
        number = Math.min(99999, number * 10 + (text.charAt(i++) - '0'));
      }
      if (i > at && i < text.length() && text.charAt(i) == '$') {
        at = i + 1;
        positional = true;
        return number;
      }
      return 0;
    }

    private boolean width(String what) {
      if (at < text.length() && text.charAt(at) == '*' && !scanf) {
        at++;
        int number = position();
        star(number, what);
        return true;
      }
      int start = at;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      return at > start;
    }

    private void star(int number, String what) {
      if (format.firstArgument() == 0) {
        return;
      }
      Expression argument = argument(number, what + " specifier ‘*’");
      if (argument == null) {
        return;
      }
      CType type = argument.type();
      boolean fits = type == types.intType || type == types.unsignedInt;
      if (!fits && !unit.isError(argument)) {
        unit.report(
            FORMAT,
            loc,
            what
                + " specifier ‘"
                + (what.endsWith("width") ? "" : ".")
                + "*’ expects argument of type ‘int’, but argument "
                + next
                + " has type "
                + unit.aliases.quoted(argument));
      }
    }

    private @Nullable Expression argument(int number, String what) {
      int index = number > 0 ? format.firstArgument() - 2 + number : next++;
      if (index >= arguments.size()) {
        fail(
            what.startsWith("%")
                ? "format ‘" + what + "’ expects a matching ‘" + expectedName + "’ argument"
                : what + " expects a matching ‘int’ argument");
        return null;
      }
      last = index;
      return arguments.get(index);
    }

    private String expectedName = "int";
    private int last;

    private String length() {
      int start = at;
      while (at < text.length() && "hljztLqw".indexOf(text.charAt(at)) >= 0 && at - start < 2) {
        if (at > start
            && (text.charAt(at) != text.charAt(start)
                || text.charAt(at) != 'h' && text.charAt(at) != 'l')) {
          break;
        }
        at++;
      }
      return text.substring(start, at);
    }

    private void set() {
      if (at < text.length() && text.charAt(at) == '^') {
        at++;
      }
      if (at < text.length() && text.charAt(at) == ']') {
        at++;
      }
      while (at < text.length() && text.charAt(at) != ']') {
        at++;
      }
      if (at >= text.length()) {
        fail("no closing ‘]’ for ‘%[’ format");
      } else {
        at++;
      }
    }

    private void checkFlags(CharSequence flags, char type, boolean hasPrecision) {
      for (int i = 0; i < flags.length(); i++) {
        char flag = flags.charAt(i);
        String allowed =
            switch (flag) {
              case '#' -> "oxXbBaAeEfFgG";
              case '0' -> "dioxXubBaAeEfFgG";
              case '+', ' ' -> "diaAeEfFgG";
              case '\'' -> "diufFgG";
              default -> null;
            };
        if (!scanf
            && allowed != null
            && allowed.indexOf(type) < 0
            && "diouxXaAeEfFgGcCsSpnm".indexOf(type) >= 0) {
          unit.report(
              FORMAT, loc, "‘" + flag + "’ flag used with ‘%" + type + "’ gnu_printf format");
        }
      }
      if (hasPrecision && "cCpn".indexOf(type) >= 0) {
        unit.report(FORMAT, loc, "precision used with ‘%" + type + "’ gnu_printf format");
      }
    }

    private void check(
        int number, String length, char type, String spec, boolean suppressed, boolean allocates) {
      CType expected = scanf ? scanfType(length, type) : printfType(length, type);
      if (type == 'm' && !scanf) {
        return;
      }
      if (expected == null) {
        if ("diouxXaAeEfFgGcCsSpn[".indexOf(type) >= 0) {
          unit.report(
              FORMAT,
              loc,
              "use of ‘"
                  + length
                  + "’ length modifier with ‘"
                  + type
                  + "’ type character has either no effect or undefined behavior");
        } else {
          fail("unknown conversion type character ‘" + shown(type) + "’ in format");
        }
        return;
      }
      if (suppressed || format.firstArgument() == 0) {
        return;
      }
      CType wanted = allocates ? types.pointer(expected) : expected;
      expectedName = Unit.text(wanted);
      Expression argument = argument(number, spec);
      if (argument == null || unit.isError(argument)) {
        return;
      }
      boolean looseSign =
          !scanf ? true : types.isSigned(targetOrSelf(wanted)) == signedTarget(argument);
      if (!matches(wanted, argument, type)) {
        int written = call.arguments().get(Math.min(last, call.arguments().size() - 1)).loc();
        int place = syntax instanceof Expr.StringLiteral ? place() : written;
        unit.report(
                FORMAT,
                place,
                "format ‘"
                    + spec
                    + "’ expects argument of type ‘"
                    + expectedName
                    + "’, but argument "
                    + (last + 1)
                    + " has type "
                    + unit.aliases.quoted(argument))
            .range(written, written);
      } else if (!looseSign) {
        unit.report(
            FORMAT_SIGNEDNESS, loc, spec, expectedName, last + 1, unit.aliases.quoted(argument));
      }
    }

    private static String shown(char c) {
      return c >= ' ' && c < 0x7f
          ? String.valueOf(c)
          : String.format(java.util.Locale.ROOT, "\\x%02x", (int) c);
    }

    private CType targetOrSelf(CType type) {
      CType target = Types.target(type);
      return target == null ? type : target;
    }

    private boolean signedTarget(Expression argument) {
      return types.isSigned(targetOrSelf(argument.type()));
    }

    private boolean matches(CType wanted, Expression argument, char conversion) {
      CType actual = argument.type();
      CType wantedTarget = Types.target(wanted);
      CType actualTarget = Types.target(actual);
      if (wantedTarget != null) {
        return actualTarget != null && matchesPointer(wantedTarget, actualTarget, conversion);
      }
      if (Types.isInteger(wanted) && Types.isInteger(actual)) {
        CType a = types.promote(actual);
        CType w = types.promote(wanted);
        return types.withSignedness(a, false) == types.withSignedness(w, false);
      }
      return wanted == actual;
    }

    private boolean matchesPointer(CType wanted, CType actual, char conversion) {
      CType w = wanted.unqualified();
      CType a = actual.unqualified();
      if (Types.isVoid(w)) {
        return !Types.isFunction(a) || !scanf;
      }
      if (Types.isPointer(w)) {
        CType inner = Types.target(a);
        CType innerWanted = Types.target(w);
        return inner != null
            && innerWanted != null
            && matchesPointer(innerWanted, inner, conversion);
      }
      if (scanf && (actual.qualifiers() & CType.CONST) != 0) {
        return false;
      }
      if (Types.isCharacter(w) && Types.isCharacter(a)) {
        return true;
      }
      if (Types.isInteger(w) && Types.isInteger(a) && !(a instanceof CType.Bool)) {
        CType plain = a instanceof CType.Enum e && e.underlying != null ? e.underlying : a;
        return types.withSignedness(w, false) == types.withSignedness(plain, false);
      }
      return w == a;
    }

    private @Nullable CType integerType(String length, boolean signed) {
      return switch (length) {
        case "" -> signed ? types.intType : types.unsignedInt;
        case "h" -> signed ? types.shortType : types.unsignedShort;
        case "hh" -> signed ? types.signedChar : types.unsignedChar;
        case "l" -> signed ? types.longType : types.unsignedLong;
        case "ll", "q", "L" -> signed ? types.longLong : types.unsignedLongLong;
        case "j" ->
            types.model().xlen() == 64
                ? signed ? types.longType : types.unsignedLong
                : signed ? types.longLong : types.unsignedLongLong;
        case "z", "t" ->
            types.model().xlen() == 64
                ? signed ? types.longType : types.unsignedLong
                : signed ? types.intType : types.unsignedInt;
        default -> null;
      };
    }

    private @Nullable CType printfType(String length, char type) {
      return switch (type) {
        case 'd', 'i' -> integerType(length, true);
        case 'o', 'u', 'x', 'X', 'b', 'B' -> integerType(length, false);
        case 'a', 'A', 'e', 'E', 'f', 'F', 'g', 'G' ->
            switch (length) {
              case "", "l" -> types.doubleType;
              case "L", "ll", "q" -> types.longDouble;
              default -> null;
            };
        case 'c' ->
            switch (length) {
              case "" -> types.intType;
              case "l" -> types.unsignedInt;
              default -> null;
            };
        case 'C' -> length.isEmpty() ? types.unsignedInt : null;
        case 's' ->
            switch (length) {
              case "" -> types.charPointer;
              case "l" -> types.pointer(types.wcharType);
              default -> null;
            };
        case 'S' -> length.isEmpty() ? types.pointer(types.wcharType) : null;
        case 'p' -> length.isEmpty() ? types.voidPointer : null;
        case 'n' -> {
          CType integer = integerType(length, true);
          yield integer == null ? null : types.pointer(integer);
        }
        default -> null;
      };
    }

    private @Nullable CType scanfType(String length, char type) {
      CType target =
          switch (type) {
            case 'd', 'i', 'n' -> integerType(length, true);
            case 'o', 'u', 'x', 'X' -> integerType(length, false);
            case 'a', 'A', 'e', 'E', 'f', 'F', 'g', 'G' ->
                switch (length) {
                  case "" -> types.floatType;
                  case "l" -> types.doubleType;
                  case "L", "ll", "q" -> types.longDouble;
                  default -> null;
                };
            case 'c', 's', '[' ->
                switch (length) {
                  case "" -> types.charType;
                  case "l" -> types.wcharType;
                  default -> null;
                };
            case 'C', 'S' -> length.isEmpty() ? types.wcharType : null;
            case 'p' -> length.isEmpty() ? types.voidPointer : null;
            default -> null;
          };
      return target == null ? null : types.pointer(target);
    }
  }
}
