package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.Uses;
import dev.ferry.ir.eval.FloatEval;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.CongruentParams;
import dev.ferry.opt.edit.Substitution;
import dev.ferry.opt.rules.KnownBits;
import dev.ferry.opt.rules.Signs;
import dev.ferry.opt.rules.Simplifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Global value numbering with load forwarding and branch facts: an expression computed before in a
 * dominating place is not computed again; a load takes the value stored or loaded before if nothing
 * in between may write its bytes; below a branch its condition is known.
 *
 * <p>Algorithm: a walk of the dominator tree with one hash table of expressions; an entry counts if
 * its block dominates the point (as Briggs, Cooper and Simpson 1997, "Value Numbering",
 * dominator-tree form). Loads are expressions over the memory version that {@link MemoryWalk}
 * finds. Each instruction is simplified by the rules first, and parameters of a block that always
 * agree become one ({@link CongruentParams}).
 *
 * <p>Requires nothing; preserves the block graph except that unreachable blocks go. Before: {@code
 * %2 = add %0, %1 … %3 = add %0, %1}. After: {@code %2} in place of {@code %3}.
 */
public final class Gvn implements Pass {
  @Override
  public String name() {
    return "gvn";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    return new Walk(function, context, flow).run() | changed;
  }

  private static final class Walk {
    private final Function function;
    private final PassContext context;
    private final DominatorTree tree;
    private final MemoryWalk memory;
    private final Simplifier simplifier;
    private final Substitution substitution;

    /** By value id: what a dominating branch says the value is; undone on the way up. */
    private @Nullable Value[] facts;

    /** By block id: the case of the switch before it that leads there, plus one; -1 if several. */
    private final int[] onlyCase;

    /** By block id: whether the walk is through with what it dominates. */
    private final boolean[] isLeft;

    /** Constants that facts speak of, in no block's list, and where each would stand. */
    private final ArrayList<Instruction> assumed = new ArrayList<>();

    private final ArrayList<Block> assumedIn = new ArrayList<>();

    private Value[] factLog = new Value[32];
    private @Nullable Value[] factBefore = new Value[32];
    private int factCount;

    private Entry[] table = new Entry[256];
    private int entries;
    private boolean changed;
    private ArrayList<Instruction> output = new ArrayList<>();
    private @Nullable Block at;

    Walk(Function function, PassContext context, ControlFlow flow) {
      this.function = function;
      this.context = context;
      this.tree = DominatorTree.of(flow);
      this.memory = new MemoryWalk(function, tree);
      this.simplifier = new Simplifier(function, context, Uses.count(function));
      this.simplifier.use(Signs.of(function, flow));
      this.substitution = new Substitution(function);
      this.facts = new Value[function.valueLimit()];
      this.onlyCase = new int[function.blockLimit()];
      this.isLeft = new boolean[function.blockLimit()];
    }

    boolean run() {
      changed = CongruentParams.find(function, tree.flow, substitution, context);
      int n = tree.flow.order.length;
      Block[] stack = new Block[n + 1];
      int[] nextChild = new int[n + 1];
      int[] mark = new int[n + 1];
      int top = 0;
      stack[0] = function.entry();
      enter(stack[0]);
      while (top >= 0) {
        Block block = stack[top];
        if (nextChild[top] < tree.childCount(block)) {
          Block child = tree.child(block, nextChild[top]++);
          top++;
          stack[top] = child;
          nextChild[top] = 0;
          mark[top] = factCount;
          enter(child);
        } else {
          isLeft[block.id] = true;
          undoFacts(mark[top--]);
        }
      }
      placeAssumed();
      substitution.apply(function);
      return changed | simplifier.changedOperands();
    }

    /** Puts the constants that something uses by now before all else in their blocks. */
    private void placeAssumed() {
      for (int i = assumed.size() - 1; i >= 0; i--) {
        Instruction constant = assumed.get(i);
        if (constant.block != null) {
          constant.block = assumedIn.get(i);
          assumedIn.get(i).instructions.addFirst(constant);
        }
      }
    }

    // ---- blocks

    private void enter(Block block) {
      at = block;
      output = new ArrayList<>(block.instructions.size() + 8);
      simplifier.output = output;
      memory.enter(block);
      learn(block);
      for (Instruction instruction : block.instructions) {
        rewrite(instruction.args);
        visit(block, instruction);
      }
      rewriteTerminator(block.terminator);
      if (block.terminator instanceof Terminator.Branch branch && !isBool(branch.condition)) {
        decide(block, branch);
      }
      if (block.terminator instanceof Terminator.Switch choice) {
        noteCases(choice);
      }
      for (Instruction instruction : output) {
        instruction.block = block;
      }
      block.instructions.clear();
      block.instructions.addAll(output);
      memory.leave(block);
    }

    private void rewrite(Value[] args) {
      for (int i = 0; i < args.length; i++) {
        Value value = known(args[i]);
        if (value != args[i]) {
          args[i] = value;
          changed = true;
        }
      }
    }

    private Value known(Value value) {
      Value found = substitution.find(value);
      if (found.id < facts.length) {
        Value fact = facts[found.id];
        if (fact != null) {
          return wanted(fact);
        }
      }
      return found;
    }

    private void rewriteTerminator(Terminator terminator) {
      for (int i = 0; i < terminator.operandCount(); i++) {
        Value value = known(terminator.operand(i));
        if (value != terminator.operand(i)) {
          terminator.setOperand(i, value);
          changed = true;
        }
      }
      for (Edge edge : terminator.edges()) {
        rewrite(edge.args);
      }
    }

    // ---- facts from branches

    /** Notes the targets that a switch reaches by one case only. */
    private void noteCases(Terminator.Switch choice) {
      Edge[] edges = choice.edges();
      for (int i = 0; i < choice.cases.length; i++) {
        int id = edges[i].target.id;
        onlyCase[id] = onlyCase[id] == 0 ? i + 1 : -1;
      }
      onlyCase[choice.defaultEdge().target.id] = -1;
    }

    /** What the only edge into the block says. */
    private void learn(Block block) {
      ControlFlow flow = tree.flow;
      if (flow.predecessorCount(block) != 1 || context.isOutOfFuel()) {
        return;
      }
      Terminator terminator = flow.predecessor(block, 0).terminator;
      switch (terminator) {
        case Terminator.Branch branch -> {
          if (branch.then.target != branch.otherwise.target) {
            condition(block, branch.condition, branch.then.target == block, 0);
          }
        }
        case Terminator.Switch choice -> {
          int only = onlyCase[block.id] - 1;
          if (only >= 0) {
            fact(choice.value, constant(block, choice.value.requireType(), choice.cases[only]));
          }
        }
        default -> {}
      }
    }

    private void condition(Block block, Value value, boolean isTrue, int depth) {
      if (!isTrue) {
        fact(value, constant(block, Type.I32, 0));
      } else if ((KnownBits.zeros(value) | 1) == -1) {
        fact(value, constant(block, Type.I32, 1));
      }
      if (!(value instanceof Instruction i) || depth > 3) {
        return;
      }
      switch (i.op) {
        case EQ, NE -> {
          if (isTrue == (i.op == Op.EQ)) {
            equal(i.args[0], i.args[1]);
          }
          expect(block, i.op == Op.EQ ? Op.NE : Op.EQ, i.args[0], i.args[1], !isTrue);
        }
        case SLT -> {
          expect(block, Op.SLE, i.args[1], i.args[0], !isTrue);
          if (isTrue) {
            strict(block, Op.SLE, Op.SLT, i.args);
          } else {
            beyond(block, i.args);
          }
        }
        case ULT -> {
          expect(block, Op.ULE, i.args[1], i.args[0], !isTrue);
          if (isTrue) {
            strict(block, Op.ULE, Op.ULT, i.args);
          }
        }
        case FEQ, FNE, FLT, FLE -> floats(block, i.op, i.args[0], i.args[1], isTrue);
        case SLE -> expect(block, Op.SLT, i.args[1], i.args[0], !isTrue);
        case ULE -> expect(block, Op.ULT, i.args[1], i.args[0], !isTrue);
        case AND -> {
          if (isTrue && isBool(i.args[0]) && isBool(i.args[1])) {
            condition(block, i.args[0], true, depth + 1);
            condition(block, i.args[1], true, depth + 1);
          }
        }
        case OR -> {
          if (!isTrue) {
            condition(block, i.args[0], false, depth + 1);
            condition(block, i.args[1], false, depth + 1);
          }
        }
        default -> {}
      }
    }

    /** A branch on a number that is known to be, or not to be, zero. */
    private void decide(Block block, Terminator.Branch branch) {
      Value number = branch.condition;
      Instruction zero = constant(block, number.requireType(), 0);
      Instruction shape = function.newInstruction(Op.NE, Type.I32, number, zero);
      Entry entry = entry(shape, hash(shape), null, block);
      if (entry != null && entry.value.op == Op.ICONST && context.fuel()) {
        branch.condition = wanted(entry.value);
        changed = true;
      }
    }

    private static boolean isBool(Value value) {
      return (KnownBits.zeros(value) | 1) == -1;
    }

    /** a < b: a <= b holds, b < a does not, a == b does not. */
    private void strict(Block block, Op weak, Op strong, Value[] args) {
      expect(block, weak, args[0], args[1], true);
      expect(block, strong, args[1], args[0], false);
      expect(block, Op.EQ, args[0], args[1], false);
      expect(block, Op.NE, args[0], args[1], true);
    }

    /** Not x < C: x is not C - 1; not C < x: x is not C + 1. */
    private void beyond(Block block, Value[] args) {
      for (int i = 0; i < 2; i++) {
        if (!(args[i] instanceof Instruction c) || c.op != Op.ICONST) {
          continue;
        }
        long next = c.imm + (i == 0 ? 1 : -1);
        boolean wraps = c.type == Type.I32 ? next != (int) next : next < c.imm != (i == 1);
        if (!wraps) {
          Instruction other = constant(block, c.requireType(), next);
          expect(block, Op.EQ, args[1 - i], other, false);
          expect(block, Op.NE, args[1 - i], other, true);
        }
      }
    }

    /**
     * A comparison of floats that holds says that neither is a NaN, and what its opposites are; one
     * that does not hold says that its opposite does only where neither is known to be a NaN.
     */
    private void floats(Block block, Op op, Value a, Value b, boolean isTrue) {
      if (op == Op.FNE) {
        expect(block, Op.FEQ, a, b, !isTrue);
        if (!isTrue) {
          floatsHold(block, Op.FEQ, a, b);
        }
      } else if (isTrue) {
        floatsHold(block, op, a, b);
      } else if (op == Op.FEQ) {
        expect(block, Op.FNE, a, b, true);
      } else if (isNumber(block, a) && isNumber(block, b)) {
        floatsHold(block, op == Op.FLT ? Op.FLE : Op.FLT, b, a);
      }
    }

    private void floatsHold(Block block, Op op, Value a, Value b) {
      expect(block, op, a, b, true);
      expect(block, Op.FEQ, a, a, true);
      expect(block, Op.FEQ, b, b, true);
      expect(block, Op.FLT, b, a, false);
      if (op != Op.FLE) {
        expect(block, Op.FLE, a, b, true);
        expect(block, Op.FNE, a, b, op == Op.FLT);
      }
      if (op == Op.FEQ) {
        expect(block, Op.FLT, a, b, false);
        expect(block, Op.FLE, b, a, true);
      } else if (op == Op.FLT) {
        expect(block, Op.FEQ, a, b, false);
        expect(block, Op.FLE, b, a, false);
      }
    }

    /** Whether the value is known to be no NaN: it compares equal to itself. */
    private boolean isNumber(Block block, Value value) {
      if (value instanceof Instruction c && c.op == Op.FCONST) {
        return !Double.isNaN(c.type == Type.F32 ? FloatEval.f32(c.imm) : FloatEval.f64(c.imm));
      }
      Instruction shape = function.newInstruction(Op.FEQ, Type.I32, value, value);
      Entry entry = entry(shape, hash(shape), null, block);
      if (entry == null) {
        return false;
      }
      Value fact = entry.value.id < facts.length ? facts[entry.value.id] : null;
      return (fact == null ? entry.value : fact) instanceof Instruction i && i.isConst(1);
    }

    private void equal(Value a, Value b) {
      if (b instanceof Instruction c && c.op == Op.ICONST) {
        fact(a, c);
      } else if (a instanceof Instruction c && c.op == Op.ICONST) {
        fact(b, c);
      }
    }

    /** A constant that a fact speaks of: in the code only if the fact is used ({@link #wanted}). */
    private Instruction constant(Block block, Type type, long value) {
      Instruction constant = function.newConst(type, value);
      constant.block = block;
      if (find(constant, null) instanceof Instruction known) {
        return known;
      }
      constant.block = null;
      assumed.add(constant);
      assumedIn.add(block);
      return constant;
    }

    /** The value, which will be used: marks a constant of a fact by a block, its own in the end. */
    private <V extends Value> V wanted(V value) {
      if (value instanceof Instruction i && i.block == null) {
        i.block = at;
      }
      return value;
    }

    private void fact(Value value, Value is) {
      Value found = substitution.find(value);
      if (found instanceof Instruction i && i.op == Op.ICONST) {
        return;
      }
      if (found.id >= facts.length) {
        facts = Arrays.copyOf(facts, Math.max(found.id + 1, facts.length * 2));
      }
      if (factCount == factLog.length) {
        factLog = Arrays.copyOf(factLog, factCount * 2);
        factBefore = Arrays.copyOf(factBefore, factCount * 2);
      }
      factLog[factCount] = found;
      factBefore[factCount++] = facts[found.id];
      facts[found.id] = is;
    }

    private void undoFacts(int mark) {
      while (factCount > mark) {
        factCount--;
        facts[factLog[factCount].id] = factBefore[factCount];
      }
    }

    /** The expression has this truth from here on. */
    private void expect(Block block, Op op, Value a, Value b, boolean isTrue) {
      Instruction shape = function.newInstruction(op, Type.I32, a, b);
      put(hash(shape), shape, constant(block, Type.I32, isTrue ? 1 : 0), null, block);
    }

    // ---- instructions

    private void visit(Block block, Instruction instruction) {
      instruction.block = block;
      int from = output.size();
      Value simpler = context.isOutOfFuel() ? null : simplifier.simplify(instruction);
      number(block, from);
      if (simpler != null && context.fuel()) {
        replace(instruction, substitution.find(simpler));
        return;
      }
      Value leader = leader(instruction);
      if (leader != null && context.fuel()) {
        context.optimized(function, instruction.loc, "value known already");
        replace(instruction, leader);
        return;
      }
      output.add(instruction);
      if (MemoryWalk.isWrite(instruction)) {
        memory.write(instruction);
      }
    }

    private void replace(Instruction instruction, Value by) {
      substitution.replace(instruction, by);
      changed = true;
    }

    /** Numbers what the simplifier added to the output. */
    private void number(Block block, int from) {
      int kept = from;
      int size = output.size();
      for (int i = from; i < size; i++) {
        Instruction made = output.get(i);
        made.block = block;
        rewriteNew(made.args);
        Value leader = leader(made);
        if (leader != null) {
          substitution.replace(made, leader);
        } else {
          output.set(kept++, made);
        }
      }
      while (output.size() > kept) {
        output.removeLast();
      }
    }

    private void rewriteNew(Value[] args) {
      for (int i = 0; i < args.length; i++) {
        args[i] = substitution.find(args[i]);
      }
    }

    /** The earlier value the instruction equals, or null; then it is the leader from now on. */
    private @Nullable Value leader(Instruction instruction) {
      switch (instruction.op) {
        case LOAD -> {
          return instruction.access().isVolatile() ? null : load(instruction);
        }
        case UNDEF, COPY, RESULT, BLOCK_ADDR -> {
          return null;
        }
        case CALL -> {
          CallInfo call = instruction.call();
          if (call.effects() == CallInfo.Effects.NONE
              && instruction.type != null
              && !call.returnsTwice()) {
            return lookup(instruction, null);
          }
          return null;
        }
        default -> {
          return instruction.op.isPure() ? lookup(instruction, null) : null;
        }
      }
    }

    private @Nullable Value load(Instruction load) {
      MemAccess access = load.access();
      MemoryWalk.Version version =
          memory.clobber(load.args[0], access.offset(), access.type().bytes(), access.alias());
      Instruction write = version.write;
      if (write != null
          && write.op == Op.STORE
          && memory.alias().relate(write, load) == AliasAnalysis.Relation.MUST) {
        Value value = forwarded(substitution.find(write.args[1]), write.access(), load);
        if (value != null) {
          return value;
        }
      }
      if (write != null && write.op == Op.MEMSET) {
        Value value = filled(write, load);
        if (value != null) {
          return value;
        }
      }
      return lookup(load, version);
    }

    /** A load of bytes that a memset of a constant covers. */
    private @Nullable Value filled(Instruction set, Instruction load) {
      MemAccess access = load.access();
      if (!(set.args[1] instanceof Instruction c)
          || c.op != Op.ICONST
          || (c.imm & 0xff) != 0
          || set.args[0] != load.args[0]
          || access.offset() < 0
          || access.offset() + access.type().bytes() > set.imm) {
        return null;
      }
      return simplified(load.requireType().isInt() ? Op.ICONST : Op.FCONST, load);
    }

    private Value simplified(Op op, Instruction load) {
      Instruction zero = function.newInstruction(op, load.type);
      zero.block = at;
      output.add(zero);
      return zero;
    }

    /** The stored value as the load would give it, or null. */
    private @Nullable Value forwarded(Value value, MemAccess stored, Instruction load) {
      Type type = load.requireType();
      Type from = value.requireType();
      MemType memory = load.access().type();
      if (stored.type().isInt() != memory.isInt()) {
        return from.bytes() == type.bytes() && from.bytes() == stored.type().bytes()
            ? made(Op.BITCAST, type, value)
            : null;
      }
      if (!memory.isInt() || memory == MemType.I64) {
        return value;
      }
      Value narrow = from == Type.I64 && type == Type.I32 ? made(Op.TRUNC, Type.I32, value) : value;
      if (memory.bytes() == 4) {
        if (type == Type.I32) {
          return narrow;
        }
        Value word = from == Type.I64 ? made(Op.TRUNC, Type.I32, value) : value;
        return made(memory == MemType.I32U ? Op.ZEXT : Op.SEXT, Type.I64, word);
      }
      Op op =
          switch (memory) {
            case I8S -> Op.SEXT8;
            case I8U -> Op.ZEXT8;
            case I16S -> Op.SEXT16;
            default -> Op.ZEXT16;
          };
      if (narrow.type == Type.I32 && type == Type.I64) {
        return made(Op.SEXT, Type.I64, made(op, Type.I32, narrow));
      }
      return made(op, type, narrow);
    }

    private Value made(Op op, Type type, Value arg) {
      int from = output.size();
      Value value = simplifier.build(op, type, false, new Value[] {arg});
      Block block = at;
      if (block != null) {
        number(block, from);
      }
      return substitution.find(value);
    }

    // ---- the table

    /** An expression and the value that has it. {@code version} is the memory read, or null. */
    private static final class Entry {
      final int hash;
      final Instruction shape;
      final MemoryWalk.@Nullable Version version;
      final Instruction value;

      /** Where it begins to hold: what this block dominates may use it. */
      final Block scope;

      @Nullable Entry next;

      Entry(
          int hash,
          Instruction shape,
          Instruction value,
          MemoryWalk.@Nullable Version version,
          Block scope,
          @Nullable Entry next) {
        this.hash = hash;
        this.shape = shape;
        this.value = value;
        this.version = version;
        this.scope = scope;
        this.next = next;
      }
    }

    private @Nullable Value lookup(Instruction instruction, MemoryWalk.@Nullable Version version) {
      Value found = find(instruction, version);
      return found == null ? null : wanted(found);
    }

    private @Nullable Value find(Instruction instruction, MemoryWalk.@Nullable Version version) {
      int hash = hash(instruction) + (version == null ? 0 : version.number * 31);
      Block block = instruction.block;
      Entry e = entry(instruction, hash, version, block);
      if (e != null) {
        // The promise of the survivor must hold for both.
        if (e.value.nsw && !instruction.nsw) {
          e.value.nsw = false;
        }
        return e.value;
      }
      if (block != null) {
        put(hash, instruction, instruction, version, block);
      }
      return null;
    }

    /** The entry of the expression that counts in a block, or null. */
    private @Nullable Entry entry(
        Instruction shape, int hash, MemoryWalk.@Nullable Version version, @Nullable Block block) {
      Entry before = null;
      for (Entry e = table[hash & (table.length - 1)]; e != null; e = e.next) {
        if (isLeft[e.scope.id]) {
          // Holds nowhere any more: dropped, so that a search never passes it again.
          if (before == null) {
            table[hash & (table.length - 1)] = e.next;
          } else {
            before.next = e.next;
          }
          entries--;
          continue;
        }
        before = e;
        if (e.hash == hash
            && e.version == version
            && isSame(e.shape, shape)
            && block != null
            && tree.dominates(e.scope, block)) {
          return e;
        }
      }
      return null;
    }

    private void put(
        int hash,
        Instruction shape,
        Instruction value,
        MemoryWalk.@Nullable Version version,
        Block scope) {
      if (++entries > table.length) {
        grow();
      }
      int index = hash & (table.length - 1);
      table[index] = new Entry(hash, shape, value, version, scope, table[index]);
    }

    private void grow() {
      Entry[] old = table;
      table = new Entry[old.length * 4];
      for (Entry head : old) {
        // Keeps the order: later entries stand first.
        Entry reversed = null;
        for (Entry e = head; e != null; ) {
          Entry next = e.next;
          e.next = reversed;
          reversed = e;
          e = next;
        }
        for (Entry e = reversed; e != null; ) {
          Entry next = e.next;
          int index = e.hash & (table.length - 1);
          e.next = table[index];
          table[index] = e;
          e = next;
        }
      }
    }

    private static int hash(Instruction i) {
      int hash = i.op.ordinal() * 31 + (i.type == null ? 0 : i.type.ordinal());
      Value[] args = i.args;
      if (args.length == 2 && i.op.isCommutative()) {
        hash = hash * 31 + args[0].id + args[1].id;
      } else {
        for (Value arg : args) {
          hash = hash * 31 + arg.id;
        }
      }
      hash = hash * 31 + (int) (i.imm ^ i.imm >>> 32);
      Object payload = i.payload;
      if (payload instanceof MemAccess access) {
        hash = hash * 31 + access.offset();
      } else if (payload != null) {
        hash = hash * 31 + System.identityHashCode(payload);
      }
      return (hash ^ hash >>> 15) * 0x9E3779B1;
    }

    private static boolean isSame(Instruction a, Instruction b) {
      if (a.op != b.op || a.type != b.type || a.imm != b.imm || !samePayload(a, b)) {
        return false;
      }
      Value[] x = a.args;
      Value[] y = b.args;
      if (x.length != y.length) {
        return false;
      }
      if (x.length == 2 && a.op.isCommutative() && x[0].id == y[1].id && x[1].id == y[0].id) {
        return true;
      }
      for (int i = 0; i < x.length; i++) {
        if (x[i] != y[i]) {
          return false;
        }
      }
      return true;
    }

    private static boolean samePayload(Instruction a, Instruction b) {
      if (a.payload instanceof MemAccess x && b.payload instanceof MemAccess y) {
        return x.offset() == y.offset() && x.type() == y.type();
      }
      return a.payload == b.payload || a.op == Op.CALL && Objects.equals(a.payload, b.payload);
    }
  }
}
