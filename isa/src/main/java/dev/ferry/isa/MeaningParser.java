package dev.ferry.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses the meaning column by precedence climbing. */
final class MeaningParser {
  private static final String[] OPERATORS = {
    ">>>", ">=u", "<<", ">>", "<u", ">=", "==", "!=", "<", "*", "+", "-", "&", "^", "|", "?", ":",
    "=", ";", "(", ")", ",", ".", "~"
  };

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int position;

  MeaningParser(String text) {
    this.text = text;
    split();
  }

  private void split() {
    int i = 0;
    while (i < text.length()) {
      char ch = text.charAt(i);
      if (ch == ' ') {
        i++;
      } else if (Character.isLetterOrDigit(ch)) {
        int end = i;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
          end++;
        }
        tokens.add(text.substring(i, end));
        i = end;
      } else {
        String operator = operatorAt(i);
        tokens.add(operator);
        i += operator.length();
      }
    }
  }

  private String operatorAt(int i) {
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, i)) {
        return operator;
      }
    }
    throw error("unexpected character at " + i);
  }

  private IllegalArgumentException error(String message) {
    return new IllegalArgumentException(message + " in meaning: " + text);
  }

  private String peek() {
    return position < tokens.size() ? tokens.get(position) : "";
  }

  private boolean accept(String token) {
    if (peek().equals(token)) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!accept(token)) {
      throw error("expected " + token + " before " + peek());
    }
  }

  Meaning parse() {
    List<Meaning.Statement> statements = new ArrayList<>();
    do {
      statements.add(statement());
    } while (accept(";"));
    if (position < tokens.size()) {
      throw error("unexpected " + peek());
    }
    return new Meaning(List.copyOf(statements));
  }

  private Meaning.Statement statement() {
    if (accept("goto")) {
      return new Meaning.Goto(expression());
    }
    if (accept("if")) {
      Meaning.Expression condition = expression();
      expect("goto");
      return new Meaning.Branch(condition, expression());
    }
    String word = peek();
    if (word.equals("rd") || word.equals("frd")) {
      position++;
      expect("=");
      return new Meaning.Assign(word.equals("frd"), expression());
    }
    if (word.startsWith("store")) {
      position++;
      List<Meaning.Expression> arguments = arguments();
      int bits = Integer.parseInt(word.substring(5));
      return new Meaning.Store(bits, arguments.get(0), arguments.get(1));
    }
    if (expression() instanceof Meaning.Call call) {
      return new Meaning.Effect(call);
    }
    throw error("a call is wanted");
  }

  private Meaning.Expression expression() {
    Meaning.Expression value = binary(0);
    if (accept("?")) {
      Meaning.Expression yes = expression();
      expect(":");
      return new Meaning.Conditional(value, yes, expression());
    }
    return value;
  }

  private Meaning.Expression binary(int level) {
    Meaning.Expression left = unary();
    while (true) {
      Meaning.Operator operator = null;
      for (Meaning.Operator candidate : Meaning.Operator.values()) {
        if (candidate.text().equals(peek()) && candidate.precedence() >= level) {
          operator = candidate;
        }
      }
      if (operator == null) {
        return left;
      }
      position++;
      left = new Meaning.Binary(operator, left, binary(operator.precedence() + 1));
    }
  }

  private Meaning.Expression unary() {
    if (accept("-")) {
      return new Meaning.Unary('-', unary());
    }
    if (accept("~")) {
      return new Meaning.Unary('~', unary());
    }
    if (accept("(")) {
      Meaning.Expression value = expression();
      expect(")");
      return value;
    }
    return name();
  }

  private Meaning.Expression name() {
    String word = peek();
    position++;
    if (word.isEmpty()) {
      throw error("a value is missing");
    }
    if (Character.isDigit(word.charAt(0))) {
      return new Meaning.Constant(Long.parseLong(word));
    }
    if (accept(".")) {
      String method = peek();
      position++;
      return new Meaning.Call(word, method, arguments());
    }
    return switch (word) {
      case "rs1", "rs2", "rs3" -> new Meaning.Register(word.charAt(2) - '0', false);
      case "frs1", "frs2", "frs3" -> new Meaning.Register(word.charAt(3) - '0', true);
      case "imm", "pc", "next", "xlen", "csr", "zimm", "rm" ->
          new Meaning.Operand(Meaning.Name.valueOf(word.toUpperCase(Locale.ROOT)));
      default -> intrinsic(word);
    };
  }

  private Meaning.Expression intrinsic(String word) {
    if (word.length() <= 4) {
      throw error("unknown name " + word);
    }
    int bits = Integer.parseInt(word.substring(4));
    Meaning.Expression value = arguments().getFirst();
    return switch (word.substring(0, 4)) {
      case "sext" -> new Meaning.Extend(true, bits, value);
      case "zext" -> new Meaning.Extend(false, bits, value);
      case "load" -> new Meaning.Load(bits, value);
      default -> throw error("unknown name " + word);
    };
  }

  private List<Meaning.Expression> arguments() {
    List<Meaning.Expression> arguments = new ArrayList<>();
    expect("(");
    if (!accept(")")) {
      do {
        arguments.add(expression());
      } while (accept(","));
      expect(")");
    }
    return List.copyOf(arguments);
  }
}
