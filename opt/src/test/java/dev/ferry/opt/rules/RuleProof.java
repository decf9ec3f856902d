package dev.ferry.opt.rules;

import dev.ferry.ir.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves a rule by all assignments of its letters in a model of the machine with narrow words,
 * {@link BitSlices#LANES} at a time. An assignment counts where the left side has no signed
 * overflow that {@code nsw} excludes and the condition holds; there both sides must be equal, and
 * the right side must keep what it promises.
 */
final class RuleProof {
  /**
   * A machine's widths in bits: {@code word} stands for i32 or i64, twice as much for i64 beside
   * it, {@code byteBits} for the 8 bits of sext8, twice as much for the 16 of sext16. All ops mean
   * the same at each width, so the real machines are (32, 8) and (64, 8).
   */
  record Model(int word, int byteBits) {
    /** i32 beside i64: a word of four bytes. */
    static final Model WORDS = new Model(8, 2);

    /** i64 alone: a word of eight bytes. */
    static final Model DOUBLE_WORDS = new Model(8, 1);

    /** The literals of the table: 0 and those near it, widths and masks of the machine. */
    long literal(long value) {
      if (value == 0xff) {
        return mask(byteBits);
      } else if (value == 0xff + 1) {
        return mask(byteBits) + 1;
      } else if (value == 0xffff) {
        return mask(2 * byteBits);
      } else if (value == 0xffff + 1) {
        return mask(2 * byteBits) + 1;
      } else if (value == -0x10000) {
        return ~mask(2 * byteBits);
      } else if (value == 0x7fffffff) {
        return mask(word - 1);
      } else if (value == -0x1_0000_0000L) {
        return ~mask(word);
      }
      return small(value);
    }

    private long small(long value) {
      return switch ((int) value) {
        case -2, -1, 0, 1 -> value;
        case 8 -> byteBits;
        // The width of a positive immediate: a little more than a byte.
        case 11 -> byteBits + 1;
        case 16 -> 2 * byteBits;
        case 32 -> word;
        default -> throw new IllegalArgumentException("no width or mask: " + value);
      };
    }

    private static long mask(int bits) {
      return (1L << bits) - 1;
    }
  }

  /**
   * What came of it.
   *
   * @param assignments how many were tried: all there are, or up to the first that is wrong
   * @param matched whether any fulfilled the condition
   * @param counterexample an assignment for which the rule is wrong, or null
   */
  record Result(long assignments, boolean matched, @Nullable String counterexample) {}

  /** A term with its width; of the last block that was evaluated, its value and overflows. */
  private static final class Node {
    final Term term;
    final int bits;
    final Node[] kids;
    long[][] value = {};
    long[] overflow = BitSlices.ZEROS;

    Node(Term term, int bits, Node[] kids) {
      this.term = term;
      this.bits = bits;
      this.kids = kids;
    }
  }

  private static final long[][] LANE_BITS = laneBits();

  private final Model model;
  private final RuleWidths widths;
  private final long[][][] env = new long[Term.VARIABLES][][];
  private final Node from;
  private final Node to;
  private final @Nullable Node condition;
  private final int totalBits;

  private RuleProof(Rule rule, Model model) {
    this.model = model;
    widths = new RuleWidths(rule, model.word);
    int root = widths.rootWidth();
    from = compile(rule.from(), root);
    to = compile(rule.to(), root);
    Term guard = rule.condition();
    condition = guard == null ? null : compileCondition(guard);
    int bits = 0;
    for (int letter : widths.letters()) {
      bits += widths.bitsOf(letter);
    }
    totalBits = bits;
  }

  static Result of(Rule rule, Model model) {
    return new RuleProof(rule, model).run();
  }

  private static long[][] laneBits() {
    long[][] rows = new long[BitSlices.LANE_BITS][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = BitSlices.laneBit(i);
    }
    return rows;
  }

  /** Bit {@code bit} of the assignments' numbers in a block: the low bits differ by lane. */
  static long[] row(int block, int bit) {
    return bit < BitSlices.LANE_BITS
        ? LANE_BITS[bit]
        : (block >> bit - BitSlices.LANE_BITS & 1) != 0 ? BitSlices.ONES : BitSlices.ZEROS;
  }

  // ---- terms with widths

  private Node compile(Term term, int expected) {
    int bits = widths.width(term, expected);
    Node[] kids = new Node[term.kids().length];
    for (int i = 0; i < kids.length; i++) {
      kids[i] = compile(term.kids()[i], widths.operandWidth(term, i, bits));
    }
    Node node = new Node(term, bits, kids);
    if (term.kind() == Term.Kind.LITERAL) {
      node.value = BitSlices.constant(bits, model.literal(term.value()));
    } else if (term.kind() == Term.Kind.WIDTH) {
      node.value = BitSlices.constant(bits, widths.operandWidth());
    }
    return node;
  }

  private Node compileCondition(Term term) {
    if (term.kind() != Term.Kind.PREDICATE) {
      return compile(term, widths.conditionWidth(term));
    }
    Term[] terms = term.kids();
    List<Node> kids = new ArrayList<>();
    if (term.name().equals("all")) {
      kids.add(compileCondition(terms[0]));
      kids.add(compileCondition(terms[1]));
    } else {
      int bits = widths.bitsOf(terms[0].index());
      for (Term kid : terms) {
        kids.add(compile(kid, bits));
      }
    }
    return new Node(term, 1, kids.toArray(Node[]::new));
  }

  // ---- assignments

  private Result run() {
    boolean matched = false;
    int blocks = 1 << Math.max(0, totalBits - BitSlices.LANE_BITS);
    long perBlock = 1L << Math.min(totalBits, BitSlices.LANE_BITS);
    int alike = alikeForCondition();
    for (int block = 0; block < blocks; block++) {
      assign(block);
      long[] holds = condition();
      if (BitSlices.firstSet(holds) < 0) {
        block |= alike - 1;
        continue;
      }
      evaluate(from);
      long[] active = BitSlices.andNot(holds, from.overflow);
      if (BitSlices.firstSet(active) < 0) {
        continue;
      }
      matched = true;
      evaluate(to);
      long[] wrong = BitSlices.or(to.overflow, BitSlices.differ(from.value, to.value));
      int lane = BitSlices.firstSet(BitSlices.and(active, wrong));
      if (lane >= 0) {
        return new Result((block + 1) * perBlock, true, describe(lane));
      }
    }
    return new Result(blocks * perBlock, matched, null);
  }

  /**
   * The blocks in a row, a power of two, that the condition cannot tell apart: the bits of the
   * letters in it are the upper ones.
   */
  private int alikeForCondition() {
    int bit = 0;
    for (int letter : widths.letters()) {
      if (condition == null || mentions(condition, letter)) {
        break;
      }
      bit += widths.bitsOf(letter);
    }
    return 1 << Math.max(0, bit - BitSlices.LANE_BITS);
  }

  private static boolean mentions(Node node, int letter) {
    Term.Kind kind = node.term.kind();
    if ((kind == Term.Kind.VALUE || kind == Term.Kind.CONSTANT) && node.term.index() == letter) {
      return true;
    }
    for (Node kid : node.kids) {
      if (mentions(kid, letter)) {
        return true;
      }
    }
    return false;
  }

  private void assign(int block) {
    int bit = 0;
    for (int letter : widths.letters()) {
      long[][] value = new long[widths.bitsOf(letter)][];
      for (int i = 0; i < value.length; i++) {
        value[i] = row(block, bit++);
      }
      env[letter] = value;
    }
  }

  private String describe(int lane) {
    StringBuilder text = new StringBuilder();
    for (int letter : widths.letters()) {
      char name = (char) (letter < 26 ? 'a' + letter : 'A' + letter - 26);
      text.append(name).append('=').append(BitSlices.lane(env[letter], lane)).append(' ');
    }
    return text.append("gives ")
        .append(BitSlices.lane(from.value, lane))
        .append(" and ")
        .append(BitSlices.lane(to.value, lane))
        .append(BitSlices.isSet(to.overflow, lane) ? " with overflow" : "")
        .toString();
  }

  // ---- evaluation

  private long[] condition() {
    return condition == null ? BitSlices.ONES : holds(condition);
  }

  private long[] holds(Node node) {
    Node[] kids = node.kids;
    if (node.term.kind() != Term.Kind.PREDICATE) {
      evaluate(node);
      return BitSlices.nonZero(node.value);
    }
    if (node.term.name().equals("all")) {
      return BitSlices.and(holds(kids[0]), holds(kids[1]));
    }
    for (Node kid : kids) {
      evaluate(kid);
    }
    long[][] x = kids[0].value;
    int bits = x.length;
    return switch (node.term.name()) {
      case "nonneg" -> BitSlices.not(x[bits - 1]);
      case "bool" -> equal(x, BitSlices.extend(x, 1, bits, false));
      case "zeros" -> BitSlices.not(BitSlices.nonZero(BitSlices.binary(Op.AND, x, kids[1].value)));
      case "sfits" -> {
        int fits = (int) model.literal(kids[1].term.value());
        yield equal(x, BitSlices.extend(x, fits, bits, true));
      }
      default -> throw new IllegalStateException(node.term.name());
    };
  }

  private static long[] equal(long[][] a, long[][] b) {
    return BitSlices.not(BitSlices.differ(a, b));
  }

  private void evaluate(Node node) {
    switch (node.term.kind()) {
      case VALUE, CONSTANT -> node.value = env[node.term.index()];
      case OP -> {
        node.overflow = BitSlices.ZEROS;
        for (Node kid : node.kids) {
          evaluate(kid);
          if (kid.overflow != BitSlices.ZEROS) {
            node.overflow = BitSlices.or(node.overflow, kid.overflow);
          }
        }
        node.value = apply(node);
        if (node.term.nsw()) {
          long[] own = BitSlices.overflows(node.term.op(), node.kids[0].value, node.kids[1].value);
          node.overflow = BitSlices.or(node.overflow, own);
        }
      }
      case LITERAL, WIDTH -> {}
      case PREDICATE -> throw new IllegalStateException(node.term.name());
    }
  }

  private long[][] apply(Node node) {
    Node[] kids = node.kids;
    long[][] a = kids[0].value;
    int half = 2 * model.byteBits;
    return switch (node.term.op()) {
      case SEXT -> BitSlices.extend(a, a.length, node.bits, true);
      case ZEXT -> BitSlices.extend(a, a.length, node.bits, false);
      case TRUNC -> BitSlices.truncate(a, node.bits);
      case SEXT8 -> BitSlices.extend(a, model.byteBits, node.bits, true);
      case SEXT16 -> BitSlices.extend(a, half, node.bits, true);
      case ZEXT8 -> BitSlices.extend(a, model.byteBits, node.bits, false);
      case ZEXT16 -> BitSlices.extend(a, half, node.bits, false);
      case SELECT -> BitSlices.select(BitSlices.nonZero(a), kids[1].value, kids[2].value);
      case CTZ, POPCNT -> BitSlices.unary(node.term.op(), a);
      case EQ, NE, SLT, SLE, ULT, ULE ->
          resize(BitSlices.binary(node.term.op(), a, kids[1].value), node.bits);
      default -> BitSlices.binary(node.term.op(), a, kids[1].value);
    };
  }

  /** A comparison's bit in the width of its result. */
  private static long[][] resize(long[][] bit, int bits) {
    return bit.length == bits ? bit : BitSlices.bit(bit[0], bits);
  }
}
