package dev.ferry.binutils.asm;

import dev.ferry.isa.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits the text behind a mnemonic into operands. */
final class OperandParser {
  private final ExpressionParser expressions;

  OperandParser(ExpressionParser expressions) {
    this.expressions = expressions;
  }

  List<Operand> parse(Cursor in) {
    List<Operand> operands = new ArrayList<>(4);
    if (in.atEnd()) {
      return operands;
    }
    do {
      operands.add(operand(in));
    } while (in.acceptComma());
    in.expectEnd();
    return operands;
  }

  private Operand operand(Cursor in) {
    in.skipSpace();
    int start = in.at;
    if (in.peek() == '%') {
      return relocated(in, start);
    }
    if (in.peek() == '(') {
      int base = base(in);
      if (base >= 0) {
        return new Operand(
            in.text.substring(start, in.at), -1, -1, null, Expression.of(0), null, base);
      }
    }
    if (Cursor.isNameStart(in.peek())) {
      String name = in.plainName();
      in.skipSpace();
      if (in.peek() == '@' && in.text.regionMatches(true, in.at, "@plt", 0, 4)) {
        in.at += 4;
        in.skipSpace();
      }
      if (in.at >= in.text.length() || in.peek() == ',') {
        int x = Registers.xNumber(name);
        int f = Registers.fNumber(name);
        if (x >= 0 || f >= 0) {
          return new Operand(name, x, f, null, null, null, -1);
        }
        if (!name.equals(".")) {
          return new Operand(name, -1, -1, name, null, null, -1);
        }
      }
      in.at = start;
    }
    Expression value = expressions.parse(in);
    int base = base(in);
    return new Operand(in.text.substring(start, in.at), -1, -1, null, value, null, base);
  }

  private Operand relocated(Cursor in, int start) {
    in.at++;
    String name = "%" + in.plainName().toLowerCase(Locale.ROOT);
    RelocationOperator operator = RelocationOperator.named(name);
    if (operator == null) {
      throw new AssemblyException("unknown relocation operator `" + name + "'");
    }
    in.expect('(');
    Expression value = expressions.parse(in);
    in.expect(')');
    int base = base(in);
    return new Operand(in.text.substring(start, in.at), -1, -1, null, value, operator, base);
  }

  /** The register of {@code (reg)} if that is next, else -1. */
  private static int base(Cursor in) {
    in.skipSpace();
    int start = in.at;
    if (in.accept('(')) {
      int x = Registers.xNumber(in.plainName());
      if (x >= 0 && in.accept(')')) {
        return x;
      }
    }
    in.at = start;
    return -1;
  }
}
