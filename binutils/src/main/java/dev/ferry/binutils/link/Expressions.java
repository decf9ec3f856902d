package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates script expressions. A value is a number and the output section it is relative to: the
 * difference between an address, which moves with a position-independent image, and a plain number.
 */
final class Expressions {
  private final Link link;
  private final Script script;
  private final Layout layout;

  /** The section of the value computed last, or null for a plain number. */
  private @Nullable OutputSection section;

  Expressions(Link link, Script script, Layout layout) {
    this.link = link;
    this.script = script;
    this.layout = layout;
  }

  static long align(long value, long alignment) {
    if (alignment <= 1) {
      return value;
    }
    if (Long.bitCount(alignment) == 1) {
      return value + alignment - 1 & -alignment;
    }
    long rest = Long.remainderUnsigned(value, alignment);
    return rest == 0 ? value : value + alignment - rest;
  }

  /** The value as a number. */
  long number(Script.Expr expression) {
    return evaluate(expression);
  }

  /**
   * Makes every symbol that the script will define known before relocations are looked at; PROVIDEd
   * ones only when something refers to them and nothing defines them.
   */
  static void declare(Link link, Script.Assignment assignment) {
    String name = assignment.symbol();
    if (name.equals(".")) {
      return;
    }
    LinkSymbol symbol = link.symbols.find(name);
    if (assignment.provide()) {
      boolean wanted =
          symbol != null && symbol.inRegular || symbol != null && symbol.strongReference;
      if (symbol == null
          || !wanted
          || symbol.kind == LinkSymbol.Kind.DEFINED
          || symbol.kind == LinkSymbol.Kind.COMMON) {
        return;
      }
    } else if (symbol == null) {
      symbol = link.symbols.get(name);
    }
    symbol.kind = LinkSymbol.Kind.DEFINED;
    symbol.byScript = true;
    symbol.provided = assignment.provide();
    symbol.section = null;
    symbol.size = 0;
    symbol.version = null;
    symbol.inRegular = true;
    if (symbol.binding == Elf.STB_WEAK || symbol.binding == Elf.STB_LOCAL) {
      symbol.binding = Elf.STB_GLOBAL;
    }
    if (assignment.hidden()) {
      symbol.visibility = Elf.STV_HIDDEN;
    }
  }

  void assign(Script.Assignment assignment) {
    String name = assignment.symbol();
    if (name.equals(".")) {
      assignDot(assignment);
      return;
    }
    LinkSymbol symbol = link.symbols.find(name);
    if (symbol == null || !symbol.byScript || assignment.provide() && !symbol.provided) {
      return;
    }
    long value = evaluate(assignment.value());
    OutputSection relative = section;
    if (!assignment.operator().equals("=")) {
      value = combine(assignment.operator(), symbol.value, value);
      relative = symbol.scriptSection;
    }
    symbol.value = value;
    symbol.scriptSection = relative;
    // An alias of a thread-local or function symbol keeps that nature.
    if (assignment.value() instanceof Script.Name(String target) && !target.equals(".")) {
      LinkSymbol source = link.symbols.find(target);
      if (source != null && source.isDefined()) {
        symbol.type = source.type;
        symbol.size = source.size;
      }
    }
  }

  private void assignDot(Script.Assignment assignment) {
    long value = evaluate(assignment.value());
    OutputSection current = layout.current;
    if (!assignment.operator().equals("=")) {
      layout.dot = combine(assignment.operator(), layout.dot, value);
    } else if (current != null && section == null) {
      layout.dot = current.address + value;
    } else {
      layout.dot = value;
    }
    if (current != null && Long.compareUnsigned(layout.dot, current.address) < 0) {
      if (layout.finalRun) {
        link.messages.error("cannot move location counter backwards");
      }
      layout.dot = current.address;
    }
  }

  private static long combine(String operator, long left, long right) {
    return switch (operator) {
      case "+=" -> left + right;
      case "-=" -> left - right;
      case "*=" -> left * right;
      case "/=" -> right == 0 ? 0 : Long.divideUnsigned(left, right);
      case "<<=" -> left << right;
      case ">>=" -> left >>> right;
      case "&=" -> left & right;
      case "|=" -> left | right;
      case "^=" -> left ^ right;
      default -> right;
    };
  }

  private long evaluate(Script.Expr expression) {
    return switch (expression) {
      case Script.Number(long value) -> {
        section = null;
        yield value;
      }
      case Script.Name(String name) -> name.equals(".") ? dot() : symbol(name);
      case Script.Unary(char operator, Script.Expr operand) -> {
        long value = evaluate(operand);
        OutputSection kept = operator == '!' ? null : section;
        section = kept;
        yield switch (operator) {
          case '-' -> -value;
          case '~' -> ~value;
          default -> value == 0 ? 1 : 0;
        };
      }
      case Script.Binary chain -> binary(chain);
      case Script.Conditional(Script.Expr condition, Script.Expr then, Script.Expr otherwise) ->
          evaluate(condition) != 0 ? evaluate(then) : evaluate(otherwise);
      case Script.Call(String function, String name, List<Script.Expr> arguments) ->
          call(function, name == null ? "" : name, arguments);
    };
  }

  private long dot() {
    section = layout.current != null ? layout.current : layout.last;
    if (section == null && link.isPic()) {
      section = firstOutput();
    }
    return layout.dot;
  }

  /** Before the first section the location counter still is an address of the image. */
  private @Nullable OutputSection firstOutput() {
    return layout.output(".text");
  }

  private long symbol(String name) {
    LinkSymbol symbol = link.symbols.find(name);
    if (symbol == null || !symbol.isDefined()) {
      section = null;
      if (layout.finalRun && (symbol == null || !symbol.isUndefinedWeak())) {
        link.messages.error("undefined symbol `" + name + "' referenced in expression");
      }
      return 0;
    }
    symbol.inRegular = true;
    section = symbol.outputSection();
    return symbol.address();
  }

  /** From the left, without recursion: sums of thousands of parts are written by programs. */
  private long binary(Script.Binary chain) {
    Deque<Script.Binary> pending = new ArrayDeque<>();
    Script.Expr leftmost = chain;
    while (leftmost instanceof Script.Binary binary) {
      pending.push(binary);
      leftmost = binary.left();
    }
    long value = evaluate(leftmost);
    for (Script.Binary binary : pending) {
      value = binary(binary.operator(), value, binary.right());
    }
    return value;
  }

  /** The left operand's section is {@link #section}. */
  private long binary(String operator, long left, Script.Expr rightExpression) {
    OutputSection leftSection = section;
    if (operator.equals("&&") && left == 0 || operator.equals("||") && left != 0) {
      section = null;
      return left != 0 ? 1 : 0;
    }
    long right = evaluate(rightExpression);
    OutputSection rightSection = section;
    boolean addresses = leftSection != null && rightSection != null;
    section = leftSection != null ? leftSection : rightSection;
    // Inside an output section, plain numbers compared with the location counter are offsets.
    OutputSection current = layout.current;
    if (current != null && isComparison(operator) && !addresses && section == current) {
      left -= leftSection == current ? current.address : 0;
      right -= rightSection == current ? current.address : 0;
    }
    if (isComparison(operator) || operator.length() == 2 && !isShift(operator)) {
      section = null;
    } else if (addresses && operator.equals("-")) {
      section = null;
    }
    return apply(operator, left, right);
  }

  private static boolean isShift(String operator) {
    return operator.equals("<<") || operator.equals(">>");
  }

  private static boolean isComparison(String operator) {
    return switch (operator) {
      case "==", "!=", "<", ">", "<=", ">=" -> true;
      default -> false;
    };
  }

  private long apply(String operator, long left, long right) {
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> right == 0 ? divisionByZero() : Long.divideUnsigned(left, right);
      case "%" -> right == 0 ? divisionByZero() : Long.remainderUnsigned(left, right);
      case "<<" -> right > 63 ? 0 : left << right;
      case ">>" -> right > 63 ? 0 : left >>> right;
      case "&" -> left & right;
      case "|" -> left | right;
      case "^" -> left ^ right;
      case "==" -> left == right ? 1 : 0;
      case "!=" -> left != right ? 1 : 0;
      case "<" -> Long.compareUnsigned(left, right) < 0 ? 1 : 0;
      case ">" -> Long.compareUnsigned(left, right) > 0 ? 1 : 0;
      case "<=" -> Long.compareUnsigned(left, right) <= 0 ? 1 : 0;
      case ">=" -> Long.compareUnsigned(left, right) >= 0 ? 1 : 0;
      case "&&", "||" -> right != 0 ? 1 : 0;
      default -> 0;
    };
  }

  private long divisionByZero() {
    if (layout.finalRun) {
      link.messages.error("division by zero in linker script");
    }
    return 0;
  }

  private long call(String function, String name, List<Script.Expr> arguments) {
    return switch (function) {
      case "ALIGN" -> alignCall(arguments);
      case "ABSOLUTE" -> {
        long value = evaluate(arguments.get(0));
        section = null;
        yield value;
      }
      case "NEXT" -> align(layout.dot, plain(arguments, 0));
      case "MIN", "MAX" -> minMax(function, arguments);
      case "LOG2CEIL" -> {
        long value = plain(arguments, 0);
        yield value <= 1 ? 0 : 64 - Long.numberOfLeadingZeros(value - 1);
      }
      case "ADDR", "LOADADDR", "SIZEOF", "ALIGNOF" -> ofSection(function, name);
      case "ORIGIN", "LENGTH" -> ofRegion(function, name);
      case "CONSTANT" -> {
        section = null;
        yield name.equals("COMMONPAGESIZE")
            ? link.options.commonPageSize
            : link.options.maxPageSize;
      }
      case "DEFINED" -> {
        LinkSymbol symbol = link.symbols.find(name);
        section = null;
        yield symbol != null && !symbol.isUndefined() ? 1 : 0;
      }
      case "SEGMENT_START" -> segmentStart(name, arguments.get(0));
      case "SIZEOF_HEADERS" -> {
        section = null;
        yield layout.headersSize;
      }
      case "DATA_SEGMENT_ALIGN" -> {
        long page = plain(arguments, 0);
        long value = layout.dataSegmentAlign(page, plain(arguments, 1));
        dot();
        yield value;
      }
      case "DATA_SEGMENT_RELRO_END" -> {
        long at = evaluate(arguments.get(arguments.size() - 1));
        yield layout.dataSegmentRelroEnd(at);
      }
      case "DATA_SEGMENT_END" -> evaluate(arguments.get(0));
      case "BLOCK" -> alignCall(arguments);
      case "ASSERT" -> evaluate(arguments.get(0));
      default -> 0;
    };
  }

  private long plain(List<Script.Expr> arguments, int i) {
    if (i >= arguments.size()) {
      return 0;
    }
    long value = evaluate(arguments.get(i));
    section = null;
    return value;
  }

  private long alignCall(List<Script.Expr> arguments) {
    if (arguments.size() > 1) {
      long value = evaluate(arguments.get(0));
      OutputSection kept = section;
      long alignment = evaluate(arguments.get(1));
      section = kept;
      return align(value, alignment);
    }
    long alignment = evaluate(arguments.get(0));
    dot();
    return align(layout.dot, alignment);
  }

  private long minMax(String function, List<Script.Expr> arguments) {
    if (arguments.size() < 2) {
      return plain(arguments, 0);
    }
    long left = evaluate(arguments.get(0));
    OutputSection leftSection = section;
    long right = evaluate(arguments.get(1));
    if (leftSection != section && !link.isPic()) {
      // Addresses in different sections compare, and stay, as plain numbers.
      leftSection = null;
      section = null;
    }
    boolean first = function.equals("MIN") == (Long.compareUnsigned(left, right) <= 0);
    if (first) {
      section = leftSection != null ? leftSection : section;
      return left;
    }
    section = section != null ? section : leftSection;
    return right;
  }

  private long ofSection(String function, String name) {
    OutputSection output = layout.output(name);
    section = function.equals("ADDR") ? output : null;
    if (output == null) {
      return 0;
    }
    return switch (function) {
      case "ADDR" -> output.address;
      case "LOADADDR" -> output.loadAddress;
      case "SIZEOF" -> output.size;
      default -> output.hasInputs ? output.alignment : 0;
    };
  }

  private long ofRegion(String function, String name) {
    Script.Region region = layout.regionNamed(name);
    section = null;
    if (region == null) {
      if (layout.finalRun) {
        link.messages.error("undefined MEMORY region `" + name + "' referenced in expression");
      }
      return 0;
    }
    return plain(List.of(function.equals("ORIGIN") ? region.origin() : region.length()), 0);
  }

  private long segmentStart(String name, Script.Expr otherwise) {
    Long given =
        switch (name) {
          case "text-segment" ->
              link.options.textSegment != null ? link.options.textSegment : link.options.imageBase;
          case "rodata-segment" -> link.options.rodataSegment;
          case "ldata-segment" -> link.options.ldataSegment;
          default -> null;
        };
    if (given != null) {
      section = null;
      return given;
    }
    return evaluate(otherwise);
  }

  Script script() {
    return script;
  }
}
