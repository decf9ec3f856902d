package dev.ferry.opt.rules;

import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A term of a rewrite rule: what it looks like is explained at {@link Rules}.
 *
 * @param kind what it is
 * @param op for OP
 * @param promise for OP: what the sign behind its name says of overflow
 * @param value the integer of LITERAL
 * @param index which variable, for VALUE and CONSTANT
 * @param name the word as written, for predicates and messages
 */
record Term(Kind kind, Op op, Promise promise, long value, int index, String name, Term[] kids) {
  enum Kind {
    /** Any value: a lower-case letter. */
    VALUE,
    /** An integer constant: an upper-case letter. */
    CONSTANT,
    LITERAL,
    /** The width in bits of the root's operands: {@code W}. */
    WIDTH,
    OP,
    /** A fact about a value, in conditions only. */
    PREDICATE
  }

  /** What is asked of the promise that there is no signed overflow. */
  enum Promise {
    /** Nothing. */
    ANY(""),
    /** That it is made. */
    MADE("!"),
    /** That none is lost that matters: there is none, or the type is the widest. */
    NOT_LOST("~");

    private final String sign;

    Promise(String sign) {
      this.sign = sign;
    }

    private static Promise of(String head) {
      return head.endsWith(MADE.sign) ? MADE : head.endsWith(NOT_LOST.sign) ? NOT_LOST : ANY;
    }

    private String without(String head) {
      return head.substring(0, head.length() - sign.length());
    }
  }

  static final int VARIABLES = 52;
  private static final Term[] NONE = {};

  private static final Map<String, Op> OPS = new HashMap<>();

  static {
    for (Op op : Op.values()) {
      OPS.put(op.text(), op);
    }
  }

  /** Whether signed overflow is excluded. */
  boolean nsw() {
    return promise == Promise.MADE;
  }

  /** Whether the operation is the term's, and promises what the term asks for. */
  boolean fits(Instruction instruction) {
    return instruction.op == op
        && switch (promise) {
          case ANY -> true;
          case MADE -> instruction.nsw;
          case NOT_LOST -> !instruction.nsw || instruction.type == Type.I64;
        };
  }

  /** Whether the term has no VALUE in it. */
  boolean isConstant() {
    if (kind == Kind.VALUE || kind == Kind.PREDICATE) {
      return false;
    }
    for (Term kid : kids) {
      if (!kid.isConstant()) {
        return false;
      }
    }
    return true;
  }

  /** How many instructions building it takes, constants aside. */
  int size() {
    if (kind != Kind.OP || isConstant()) {
      return 0;
    }
    int size = op == Op.SEXT || op == Op.TRUNC ? 0 : 1;
    for (Term kid : kids) {
      size += kid.size();
    }
    return size;
  }

  /** The op of a term of a rule's left side, which is not parsed. */
  static Op rootOp(String text) {
    String head = text.substring(1, text.indexOf(' '));
    Op op = OPS.get(Promise.of(head).without(head));
    if (op == null) {
      throw new IllegalArgumentException("bad rule term: " + text);
    }
    return op;
  }

  static Term parse(String text) {
    Parser parser = new Parser(text);
    Term term = parser.term();
    if (parser.position != text.length()) {
      throw new IllegalArgumentException("bad rule term: " + text);
    }
    return term;
  }

  private static final class Parser {
    private final String text;
    private int position;

    Parser(String text) {
      this.text = text;
    }

    Term term() {
      if (text.charAt(position) != '(') {
        return leaf(word());
      }
      position++;
      String head = word();
      Term[] kids = new Term[3];
      int count = 0;
      while (text.charAt(position) == ' ') {
        position++;
        kids[count++] = term();
      }
      if (text.charAt(position++) != ')') {
        throw new IllegalArgumentException("bad rule term: " + text);
      }
      return node(head, java.util.Arrays.copyOf(kids, count));
    }

    private String word() {
      int start = position;
      while (position < text.length() && " ()".indexOf(text.charAt(position)) < 0) {
        position++;
      }
      return text.substring(start, position);
    }

    private static Term node(String head, Term[] kids) {
      Promise promise = Promise.of(head);
      String name = promise.without(head);
      Op op = OPS.get(name);
      if (op == null) {
        return new Term(Kind.PREDICATE, Op.COPY, Promise.ANY, 0, 0, name, kids);
      }
      if (op.arity() != kids.length) {
        throw new IllegalArgumentException("bad operand count: " + name);
      }
      return new Term(Kind.OP, op, promise, 0, 0, name, kids);
    }

    private static Term leaf(String word) {
      char c = word.charAt(0);
      if (word.equals("W")) {
        return new Term(Kind.WIDTH, Op.ICONST, Promise.ANY, 0, 0, word, NONE);
      }
      if (c >= 'a' && c <= 'z') {
        return new Term(Kind.VALUE, Op.COPY, Promise.ANY, 0, c - 'a', word, NONE);
      }
      if (c >= 'A' && c <= 'Z') {
        return new Term(Kind.CONSTANT, Op.ICONST, Promise.ANY, 0, 26 + c - 'A', word, NONE);
      }
      return new Term(Kind.LITERAL, Op.ICONST, Promise.ANY, Long.decode(word), 0, word, NONE);
    }
  }

  @Override
  public String toString() {
    if (kids.length == 0) {
      return name;
    }
    StringBuilder out =
        new StringBuilder("(").append(name.toLowerCase(Locale.ROOT)).append(promise.sign);
    for (Term kid : kids) {
      out.append(' ').append(kid);
    }
    return out.append(')').toString();
  }
}
