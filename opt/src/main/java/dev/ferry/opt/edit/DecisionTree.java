package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.opt.rules.KnownBits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Branches that decide by one integer, the root, from a head block on: which of its values lead
 * where, through blocks that only test it.
 *
 * <p>Algorithm: blocks are visited in reverse postorder, each with the set of values that arrive
 * there; a block that only tests the root hands the parts of its set on, one that only passes
 * constants on all of it; any other is a leaf. What such blocks pass on is expressed in values that
 * the head knows. At most one leaf may have many values; otherwise the last test that separates two
 * such leaves becomes a leaf itself, and the walk is done again.
 */
public final class DecisionTree {
  private static final int MAX_TESTS = 512;
  private static final int MAX_CUTS = 8;

  /** A leaf with more values must be the default. */
  private static final int MANY = 256;

  /** What is asked of a function again and again. */
  public static final class Facts {
    private final Function function;
    private final ControlFlow flow;
    private final LoopForest loops;

    private final EscapingValues escaping;

    public Facts(Function function, ControlFlow flow, LoopForest loops) {
      this.function = function;
      this.flow = flow;
      this.loops = loops;
      this.escaping = new EscapingValues(function, flow);
    }

    /** Whether something outside its block uses the value. */
    public boolean escapes(Value value) {
      return escaping.contains(value);
    }
  }

  /** A way out of the tree and the root's values that take it. */
  public record Leaf(Block target, List<Value> args, IntervalSet values) {
    public Edge edge() {
      return new Edge(target, args.toArray(new Value[0]));
    }
  }

  private record Constant(Op op, @Nullable Type type, long imm, @Nullable Object payload) {
    static Constant of(Instruction i) {
      return new Constant(i.op, i.type, i.imm, i.payload);
    }
  }

  private record Way(Block target, List<Value> args) {}

  /**
   * A block's last comparison.
   *
   * @param holds the root's values for which it is true
   * @param constant what is compared with
   */
  private record Test(
      Value root, IntervalSet holds, long constant, Value condition, Edge then, Edge otherwise) {}

  /**
   * Values that reach a block, with the arguments they bring.
   *
   * @param tests the most that any of them has met on its way
   */
  private record Arrival(List<Value> args, IntervalSet values, int tests) {}

  private final Facts facts;
  private final Block head;
  private final Value root;
  private final Set<Block> cuts = new HashSet<>();

  private final TreeMap<Integer, List<Arrival>> pending = new TreeMap<>();
  private final Map<Way, IntervalSet> ways = new LinkedHashMap<>();
  private final Set<Block> absorbed = new LinkedHashSet<>();

  /** By block that decides: where its outcomes go. */
  private final Map<Block, List<Way>> outcomes = new HashMap<>();

  /** What ways through blocks that decide nothing come to. */
  private final Map<Way, Way> passed = new HashMap<>();

  private final Map<Object, Block> returns = new HashMap<>();

  /** The most tests on any way. */
  private int depth;

  private final List<Long> comparedWith = new ArrayList<>();

  /** What parameters of absorbed blocks are at the head. */
  private final Map<Value, Value> atHead = new HashMap<>();

  private final List<Instruction> constants = new ArrayList<>();
  private final Map<Constant, Instruction> sameConstants = new HashMap<>();

  private DecisionTree(Block head, Value root, Facts facts) {
    this.head = head;
    this.root = root;
    this.facts = facts;
  }

  /** The tree from this block on; null if it does not end in a test, or no other test follows. */
  public static @Nullable DecisionTree at(Block head, Facts facts) {
    Test test = branchTest(head, null);
    if (test == null) {
      return null;
    }
    DecisionTree tree = new DecisionTree(head, test.root, facts);
    if (tree.onlyTest(test.then.target) == null && tree.onlyTest(test.otherwise.target) == null) {
      return null;
    }
    for (int i = 0; i <= MAX_CUTS; i++) {
      tree.walk(test);
      Block cut = tree.separator();
      if (cut == null) {
        return tree.absorbed.isEmpty() ? null : tree;
      }
      if (cut == head) {
        return null;
      }
      tree.cuts.add(cut);
    }
    return null;
  }

  /** The value that is tested; the head may use it. */
  public Value root() {
    return root;
  }

  /** The blocks after the head whose tests the leaves answer. */
  public Set<Block> absorbed() {
    return absorbed;
  }

  /** The most tests that a value can meet. */
  public int depth() {
    return depth;
  }

  /** The constants of all tests. */
  public List<Long> comparedWith() {
    return comparedWith;
  }

  /** New instructions that leaves name: for the end of the head. */
  public List<Instruction> constants() {
    return constants;
  }

  public List<Leaf> leaves() {
    List<Leaf> result = new ArrayList<>();
    ways.forEach((way, values) -> result.add(new Leaf(way.target, way.args, values)));
    return result;
  }

  // ---- tests

  private static @Nullable Test branchTest(Block block, @Nullable Value root) {
    return block.terminator instanceof Terminator.Branch branch && branch.probability < 0
        ? test(branch.condition, root, branch.then, branch.otherwise)
        : null;
  }

  /** A block that hands the result of a test to where it jumps. */
  private static @Nullable Test jumpTest(Block block, Value root) {
    if (block.terminator instanceof Terminator.Jump jump) {
      for (Value arg : jump.edge.args) {
        if (arg instanceof Instruction compare
            && compare.block == block
            && compare.op.isIntCompare()) {
          return test(compare, root, jump.edge, jump.edge);
        }
      }
    }
    return null;
  }

  private static @Nullable Test test(
      Value condition, @Nullable Value root, Edge then, Edge otherwise) {
    if (!(condition instanceof Instruction compare) || !compare.op.isIntCompare()) {
      // A value that is tested for zero.
      boolean fits = root == null || condition == root;
      return fits ? test(condition, condition, Op.NE, 0, 0, false, then, otherwise) : null;
    }
    Value a = compare.args[0];
    Value b = compare.args[1];
    boolean swapped = isConstant(a);
    Value compared = swapped ? b : a;
    if (!isConstant(swapped ? a : b) || isConstant(compared)) {
      return null;
    }
    long constant = ((Instruction) (swapped ? a : b)).imm;
    boolean isRange = compare.op == Op.ULT || compare.op == Op.ULE;
    if (root == null && !isRange || compared == root) {
      return test(condition, compared, compare.op, 0, constant, swapped, then, otherwise);
    }
    Long offset = offset(compared);
    Value base = offset == null ? compared : ((Instruction) compared).args[0];
    if (root != null && base != root) {
      return null;
    }
    return test(
        condition,
        base,
        compare.op,
        offset == null ? 0 : offset,
        constant,
        swapped,
        then,
        otherwise);
  }

  private static Test test(
      Value condition,
      Value root,
      Op op,
      long offset,
      long constant,
      boolean swapped,
      Edge then,
      Edge otherwise) {
    IntervalSet holds = IntervalSet.satisfying(op, root.requireType(), offset, constant, swapped);
    return new Test(root, holds, constant, condition, then, otherwise);
  }

  /** What is added to the first operand; null if this is not a sum with a constant. */
  private static @Nullable Long offset(Value value) {
    if (value instanceof Instruction sum
        && (sum.op == Op.ADD || sum.op == Op.SUB)
        && isConstant(sum.args[1])) {
      long constant = ((Instruction) sum.args[1]).imm;
      return sum.op == Op.ADD ? constant : -constant;
    }
    return null;
  }

  private static boolean isConstant(Value value) {
    return value instanceof Instruction i && i.op == Op.ICONST;
  }

  // ---- the walk

  private void walk(Test first) {
    pending.clear();
    ways.clear();
    absorbed.clear();
    outcomes.clear();
    passed.clear();
    returns.clear();
    comparedWith.clear();
    atHead.clear();
    constants.clear();
    sameConstants.clear();
    depth = 0;
    decide(head, first, possible(root), 0);
    while (!pending.isEmpty()) {
      Map.Entry<Integer, List<Arrival>> next = pending.pollFirstEntry();
      visit(facts.flow.order[next.getKey()], next.getValue());
    }
  }

  /** The values that the bits known of the root leave. */
  private static IntervalSet possible(Value root) {
    Type type = root.requireType();
    long mask = ~KnownBits.zeros(root);
    return mask < 0
        ? IntervalSet.all(type)
        : IntervalSet.of(0, mask == 0 ? 0 : Long.highestOneBit(mask) * 2 - 1);
  }

  private void visit(Block block, List<Arrival> arrivals) {
    if (arrivals.size() == 1 && absorbed.size() < MAX_TESTS) {
      Arrival only = arrivals.getFirst();
      Test test = onlyTest(block);
      if (test != null) {
        absorb(block, only);
        decide(block, test, only.values, only.tests);
        return;
      }
    }
    for (Arrival arrival : arrivals) {
      Way here = new Way(block, arrival.args);
      Way beyond = beyond(here);
      if (beyond != null) {
        passed.put(here, beyond);
        enqueue(beyond, arrival.values, arrival.tests);
      } else {
        leave(here, arrival.values);
      }
    }
  }

  private void leave(Way way, IntervalSet values) {
    Way leaf = new Way(representative(way.target), way.args);
    if (leaf.target != way.target) {
      passed.put(way, leaf);
    }
    ways.merge(leaf, values, IntervalSet::union);
  }

  /** Where a block leads that has nothing but constants to pass on; null if it is no such block. */
  private @Nullable Way beyond(Way way) {
    Block block = way.target;
    if (!(block.terminator instanceof Terminator.Jump jump)
        || !holdsOnlyConstants(block)
        || isEnteredFromBehind(block)
        || isEnteredFromBehind(jump.edge.target)) {
      return null;
    }
    List<Value> args = new ArrayList<>(jump.edge.args.length);
    for (Value arg : jump.edge.args) {
      if (arg instanceof Param param && param.block == block) {
        args.add(way.args.get(param.index));
      } else {
        args.add(
            arg instanceof Instruction i && isAnywhere(i)
                ? constantAtHead(i, i.block == block || absorbed.contains(i.block))
                : atHead.getOrDefault(arg, arg));
      }
    }
    return new Way(jump.edge.target, args);
  }

  private boolean holdsOnlyConstants(Block block) {
    for (Instruction instruction : block.instructions) {
      if (!isAnywhere(instruction)) {
        return false;
      }
    }
    return !block.addressTaken && !facts.escaping.containsAnyOf(block);
  }

  /** One block for all that do nothing but return the same. */
  private Block representative(Block block) {
    if (!(block.terminator instanceof Terminator.Return ret)
        || !block.params.isEmpty()
        || !holdsOnlyConstants(block)) {
      return block;
    }
    Value value = ret.value;
    Object result =
        value instanceof Instruction i && isAnywhere(i)
            ? Constant.of(i)
            : value == null ? Terminator.Return.class : value;
    return returns.computeIfAbsent(result, _ -> block);
  }

  private void absorb(Block block, Arrival arrival) {
    absorbed.add(block);
    for (Param param : block.params) {
      atHead.put(param, arrival.args.get(param.index));
    }
  }

  private void decide(Block block, Test test, IntervalSet values, int testsBefore) {
    depth = Math.max(depth, testsBefore + 1);
    comparedWith.add(test.constant);
    IntervalSet then = values.intersect(test.holds);
    IntervalSet otherwise = values.intersect(test.holds.complement(root.requireType()));
    if (!then.isEmpty()) {
      arrive(block, test.then, test, 1, then, testsBefore + 1);
    }
    if (!otherwise.isEmpty()) {
      arrive(block, test.otherwise, test, 0, otherwise, testsBefore + 1);
    }
  }

  private void arrive(
      Block from, Edge edge, Test test, int outcome, IntervalSet values, int tests) {
    List<Value> args = new ArrayList<>(edge.args.length);
    for (Value arg : edge.args) {
      args.add(atHead(from, arg, test, outcome));
    }
    Way way = new Way(edge.target, args);
    outcomes.computeIfAbsent(from, _ -> new ArrayList<>(2)).add(way);
    enqueue(way, values, tests);
  }

  private void enqueue(Way way, IntervalSet values, int tests) {
    int number = facts.flow.number[way.target.id];
    if (number <= facts.flow.number[head.id]) {
      ways.merge(way, values, IntervalSet::union);
      return;
    }
    List<Arrival> arrivals = pending.computeIfAbsent(number, _ -> new ArrayList<>(2));
    for (int i = 0; i < arrivals.size(); i++) {
      Arrival other = arrivals.get(i);
      if (other.args.equals(way.args)) {
        arrivals.set(
            i, new Arrival(way.args, other.values.union(values), Math.max(tests, other.tests)));
        return;
      }
    }
    arrivals.add(new Arrival(way.args, values, tests));
  }

  private Value atHead(Block from, Value arg, Test test, int outcome) {
    if (from != head && arg.block == from && arg == test.condition) {
      Instruction truth = facts.function.newConst(Type.I32, outcome);
      return constantAtHead(truth, true);
    }
    Value known = atHead.get(arg);
    if (known != null) {
      return known;
    }
    return arg instanceof Instruction i && isAnywhere(i)
        ? constantAtHead(i, absorbed.contains(i.block))
        : arg;
  }

  /** One value for all constants of its kind, so that ways with the same outcome are one. */
  private Value constantAtHead(Instruction constant, boolean isUnknown) {
    Constant key = Constant.of(constant);
    Instruction known = sameConstants.get(key);
    if (known == null) {
      known = constant;
      if (isUnknown) {
        known = facts.function.newInstruction(constant.op, constant.type);
        known.imm = constant.imm;
        known.payload = constant.payload;
        known.loc = constant.loc;
        constants.add(known);
      }
      sameConstants.put(key, known);
    }
    return known;
  }

  // ---- blocks that only test

  private @Nullable Test onlyTest(Block block) {
    if (block.addressTaken
        || cuts.contains(block)
        || facts.loops.of(block) != facts.loops.of(head)
        || isEnteredFromBehind(block)) {
      return null;
    }
    Test test = branchTest(block, root);
    if (test == null) {
      test = jumpTest(block, root);
    }
    return test != null && holdsOnlyTests(block) && isPassedOn(block, test) ? test : null;
  }

  private boolean isEnteredFromBehind(Block block) {
    for (int p = 0; p < facts.flow.predecessorCount(block); p++) {
      if (facts.flow.isBackEdge(facts.flow.predecessor(block, p), block)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the block computes nothing that others need, but for constants. */
  private boolean holdsOnlyTests(Block block) {
    for (Instruction instruction : block.instructions) {
      boolean isTest =
          instruction.op.isIntCompare() || instruction.op == Op.ADD || instruction.op == Op.SUB;
      if (!isAnywhere(instruction) && (!isTest || facts.escapes(instruction))) {
        return false;
      }
    }
    for (Param param : block.params) {
      if (facts.escapes(param)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all that the block's edges carry can be said at the head. */
  private static boolean isPassedOn(Block block, Test test) {
    for (Edge edge : block.terminator.edges()) {
      for (Value arg : edge.args) {
        if (arg.block == block
            && arg instanceof Instruction i
            && i != test.condition
            && !isAnywhere(i)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether it is the same wherever it stands. */
  private static boolean isAnywhere(Instruction instruction) {
    return switch (instruction.op) {
      case ICONST, FCONST, GLOBAL_ADDR, SLOT_ADDR, UNDEF -> true;
      default -> false;
    };
  }

  // ---- leaves with many values

  /** The last test after which two leaves with many values are possible; null if there is none. */
  private @Nullable Block separator() {
    Set<Way> many = new HashSet<>();
    ways.forEach((way, values) -> {
      if (values.count(MANY) == MANY) {
        many.add(way);
      }
    });
    if (many.size() < 2) {
      return null;
    }
    Map<Block, Way> only = new HashMap<>();
    for (Block block : new ArrayList<>(absorbed).reversed()) {
      Way found = null;
      for (Way outcome : outcomes.getOrDefault(block, List.of())) {
        Way way = outcome;
        while (passed.containsKey(way)) {
          way = passed.get(way);
        }
        Way leaf =
            absorbed.contains(way.target) ? only.get(way.target) : many.contains(way) ? way : null;
        if (leaf != null && found != null && !leaf.equals(found)) {
          return block;
        }
        found = leaf == null ? found : leaf;
      }
      if (found != null) {
        only.put(block, found);
      }
    }
    return head;
  }
}
