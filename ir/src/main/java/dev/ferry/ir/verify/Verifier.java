package dev.ferry.ir.verify;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.DominatorTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a function is well-formed. The invariants:
 *
 * <ol>
 *   <li>There is an entry block; no edge enters it; its parameters are the signature's scalar
 *       parameters, in order and type.
 *   <li>Block names and value ids are unique; ids are below the function's limits; every value's
 *       {@code block} is the block it stands in; parameter indices count from 0.
 *   <li>Every edge target is in the block list; an edge has one argument per parameter, of the
 *       parameter's type; edges of IndirectJump and labels of AsmGoto have none; IndirectJump
 *       targets have their address taken.
 *   <li>Operand counts, operand types, result types and payloads are what {@link Op} says ({@link
 *       OpRules}).
 *   <li>Every use is dominated by its definition. Unreachable blocks are allowed; in them only the
 *       existence and type of operands is checked.
 *   <li>Slots are dense, have a power-of-two alignment, and belong to this function; a slot with
 *       {@code param} names an aggregate parameter, and each aggregate parameter has at most one.
 *   <li>Switch cases are different and fit the value's type; a branch condition is i32.
 *   <li>A return has a value exactly if the signature has a result: of its type, or of the pointer
 *       type for an aggregate.
 *   <li>RESULT's operand is an ASM in the same block, and its index is one of its outputs; nothing
 *       else uses an instruction without result.
 *   <li>A BLOCK_ADDR's target is in the block list and has its address taken.
 * </ol>
 */
public final class Verifier {
  private final Function function;
  private final List<String> errors = new ArrayList<>();
  private final boolean[] placed;
  private final boolean[] defined;

  /** Index of each instruction in its block, for dominance inside a block. */
  private final int[] position;

  private Verifier(Function function) {
    this.function = function;
    this.placed = new boolean[function.blockLimit()];
    this.defined = new boolean[function.valueLimit()];
    this.position = new int[function.valueLimit()];
  }

  /** All violations in a module, empty if none. */
  public static List<String> check(Module module) {
    List<String> errors = new ArrayList<>();
    for (Function function : module.functions) {
      errors.addAll(check(function));
    }
    return errors;
  }

  /** All violations in a function, empty if none. */
  public static List<String> check(Function function) {
    Verifier verifier = new Verifier(function);
    verifier.run();
    return verifier.errors;
  }

  /**
   * @param stage the pass that ran last, for the report
   * @throws InternalCompilerError with the violations, if there are any
   */
  public static void verify(Function function, String stage) {
    List<String> errors = check(function);
    if (!errors.isEmpty()) {
      String text = String.join("\n  ", errors.subList(0, Math.min(10, errors.size())));
      throw new InternalCompilerError(stage, function.symbol.name, "invalid IR:\n  " + text);
    }
  }

  /** As {@link #verify(Function, String)}, for every function. */
  public static void verify(Module module, String stage) {
    for (Function function : module.functions) {
      verify(function, stage);
    }
  }

  void error(Block block, String message) {
    errors.add(function + " " + block + ": " + message);
  }

  private void run() {
    if (function.blocks.isEmpty()) {
      errors.add(function + ": no entry block");
      return;
    }
    slots();
    definitions();
    if (!errors.isEmpty()) {
      return;
    }
    entry();
    for (Block block : function.blocks) {
      block(block);
    }
    if (errors.isEmpty()) {
      dominance();
    }
  }

  private void slots() {
    for (int i = 0; i < function.slots.size(); i++) {
      Slot slot = function.slots.get(i);
      if (slot.id != i || slot.align <= 0 || Integer.bitCount(slot.align) != 1 || slot.size < 0) {
        errors.add(function + ": bad slot " + slot);
      }
      if (slot.param >= 0
          && (slot.param >= function.signature.params().size()
              || !(function.signature.params().get(slot.param) instanceof ParamType.Aggregate))) {
        errors.add(function + ": slot " + slot + " is no aggregate parameter");
      }
    }
  }

  private void definitions() {
    java.util.HashSet<String> names = new java.util.HashSet<>();
    for (Block block : function.blocks) {
      if (block.function() != function) {
        error(block, "belongs to another function");
        return;
      }
      if (placed[block.id] || !names.add(block.name)) {
        error(block, "stands twice in the list");
      }
      placed[block.id] = true;
      for (int i = 0; i < block.params.size(); i++) {
        define(block, block.params.get(i), -1);
        if (block.params.get(i).index != i) {
          error(block, block.params.get(i) + " has index " + block.params.get(i).index);
        }
      }
      for (int i = 0; i < block.instructions.size(); i++) {
        define(block, block.instructions.get(i), i);
      }
    }
  }

  private void define(Block block, Value value, int index) {
    if (value.block != block) {
      error(block, value + " thinks it stands in " + value.block);
    }
    if (value.id >= defined.length || defined[value.id]) {
      error(block, value + " is defined twice");
      return;
    }
    defined[value.id] = true;
    position[value.id] = index;
  }

  private void entry() {
    List<Type> expected = new ArrayList<>();
    List<ParamType> params = function.signature.params();
    for (ParamType param : params.subList(0, function.signature.named())) {
      if (param instanceof ParamType.Scalar(Type type)) {
        expected.add(type);
      }
    }
    List<Type> actual = function.entry().params.stream().map(Value::requireType).toList();
    if (!expected.equals(actual)) {
      error(function.entry(), "parameters " + actual + " are not the signature's " + expected);
    }
    for (Block block : function.blocks) {
      for (Param param : block.params) {
        if (param.isRestrict
            && (block != function.entry() || param.type != function.module.pointerType())) {
          error(block, param + " is restrict, but no address that the function is given");
        }
      }
    }
  }

  private void block(Block block) {
    OpRules rules = new OpRules(function);
    for (Instruction instruction : block.instructions) {
      for (Value arg : instruction.args) {
        operand(block, arg, instruction.op == Op.RESULT);
      }
      if (!errors.isEmpty()) {
        continue;
      }
      String message = rules.check(instruction);
      if (message != null) {
        error(block, dev.ferry.ir.text.IrPrinter.print(instruction) + ": " + message);
      }
      if (instruction.op == Op.BLOCK_ADDR && !isPlaced(instruction.target())) {
        error(block, "address of a block that is not there: " + instruction.target());
      }
    }
    terminator(block, block.terminator);
  }

  private boolean isPlaced(Block block) {
    return block.function() == function && placed[block.id];
  }

  private void operand(Block block, @Nullable Value value, boolean mayLackType) {
    if (value == null) {
      error(block, "a null operand");
    } else if (value.id >= defined.length || !defined[value.id] || value.block == null) {
      error(block, value + " is used and not defined");
    } else if (value.type == null && !mayLackType) {
      error(block, value + " is used and has no result");
    }
  }

  private void terminator(Block block, Terminator terminator) {
    for (int i = 0; i < terminator.operandCount(); i++) {
      operand(block, terminator.operand(i), false);
    }
    for (Edge edge : terminator.edges()) {
      edge(block, edge);
    }
    switch (terminator) {
      case Terminator.Branch branch -> expectType(block, branch.condition, Type.I32);
      case Terminator.Switch choice -> cases(block, choice);
      case Terminator.Return ret -> returnValue(block, ret.value);
      case Terminator.IndirectJump jump -> {
        expectType(block, jump.address, function.module.pointerType());
        for (Edge edge : jump.edges()) {
          if (!edge.target.addressTaken || edge.args.length > 0) {
            error(block, "bad indirect edge to " + edge.target);
          }
        }
      }
      case Terminator.AsmGoto asmGoto -> {
        for (int i = 1; i < asmGoto.edges().length; i++) {
          if (asmGoto.edges()[i].args.length > 0) {
            error(block, "asm goto label with arguments");
          }
        }
      }
      case Terminator.Jump _, Terminator.Unreachable _ -> {}
    }
  }

  private void expectType(Block block, Value value, Type type) {
    if (value.type != type) {
      error(block, value + " should be " + type.text());
    }
  }

  private void cases(Block block, Terminator.Switch choice) {
    if (choice.edges().length != choice.cases.length + 1 || !choice.value.requireType().isInt()) {
      error(block, "bad switch");
      return;
    }
    long[] sorted = choice.cases.clone();
    java.util.Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (i > 0 && sorted[i] == sorted[i - 1]) {
        error(block, "case " + sorted[i] + " stands twice");
      }
      if (choice.value.type == Type.I32 && sorted[i] != (int) sorted[i]) {
        error(block, "case " + sorted[i] + " does not fit i32");
      }
    }
  }

  private void returnValue(Block block, @Nullable Value value) {
    ParamType result = function.signature.result();
    if (result == null) {
      if (value != null) {
        error(block, "a void function returns a value");
      }
    } else if (value == null) {
      error(block, "return without value");
    } else if (result instanceof ParamType.Scalar(Type type)) {
      expectType(block, value, type);
    } else {
      expectType(block, value, function.module.pointerType());
    }
  }

  private void edge(Block block, Edge edge) {
    Block target = edge.target;
    if (!isPlaced(target)) {
      error(block, "edge to " + target + ", which is not there");
      return;
    }
    if (target == function.entry()) {
      error(block, "edge to the entry");
    }
    if (edge.args.length != target.params.size()) {
      error(block, "edge to " + target + " has " + edge.args.length + " arguments");
      return;
    }
    for (int i = 0; i < edge.args.length; i++) {
      operand(block, edge.args[i], false);
      Param param = target.params.get(i);
      if (edge.args[i] != null && edge.args[i].type != param.type) {
        error(
            block, edge.args[i] + " and parameter " + param + " of " + target + " differ in type");
      }
    }
  }

  private void dominance() {
    DominatorTree tree = DominatorTree.of(function);
    for (Block block : function.blocks) {
      if (!tree.isReachable(block)) {
        continue;
      }
      for (int i = 0; i < block.instructions.size(); i++) {
        for (Value arg : block.instructions.get(i).args) {
          dominates(tree, arg, block, i);
        }
      }
      Terminator terminator = block.terminator;
      for (int i = 0; i < terminator.operandCount(); i++) {
        dominates(tree, terminator.operand(i), block, Integer.MAX_VALUE);
      }
      for (Edge edge : terminator.edges()) {
        for (Value arg : edge.args) {
          dominates(tree, arg, block, Integer.MAX_VALUE);
        }
      }
    }
  }

  private void dominates(DominatorTree tree, Value value, Block user, int index) {
    Block home = value.block;
    if (home == user ? position[value.id] >= index : home == null || !tree.dominates(home, user)) {
      error(user, value + " does not dominate its use");
    }
  }
}
