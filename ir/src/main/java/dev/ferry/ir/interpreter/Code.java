package dev.ferry.ir.interpreter;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Slot;
import org.jspecify.annotations.Nullable;

/** A function prepared to run: constants evaluated once, slots laid out. */
final class Code {
  final Function function;

  /** Whether addresses are 32 bits wide. */
  final boolean isNarrow;

  /** What a new frame's values start as: constants and addresses are there already. */
  final long[] template;

  /** By block id, without the instructions whose value is in the template. */
  final Instruction[][] instructions;

  /** Bytes from the frame base, by slot id. */
  final long[] slotOffset;

  final long frameSize;
  final long frameAlign;

  Code(Function function, Program program) {
    this.function = function;
    this.isNarrow = function.module.xlen == 32;
    template = new long[function.valueLimit()];
    instructions = new Instruction[function.blockLimit()][];
    slotOffset = new long[function.slots.size()];
    long size = 0;
    long align = 16;
    for (Slot slot : function.slots) {
      size = (size + slot.align - 1) & -slot.align;
      slotOffset[slot.id] = size;
      size += slot.size;
      align = Math.max(align, slot.align);
    }
    frameSize = size;
    frameAlign = align;
    for (Block block : function.blocks) {
      instructions[block.id] =
          block.instructions.stream()
              .filter(instruction -> !isConstant(instruction, program))
              .toArray(Instruction[]::new);
    }
  }

  private boolean isConstant(Instruction instruction, Program program) {
    switch (instruction.op) {
      case ICONST, FCONST -> template[instruction.id] = instruction.imm;
      case GLOBAL_ADDR ->
          template[instruction.id] = program.address(instruction.symbol()) + instruction.imm;
      case BLOCK_ADDR -> template[instruction.id] = program.address(instruction.target());
      case UNDEF -> template[instruction.id] = 0;
      default -> {
        return false;
      }
    }
    return true;
  }

  @Nullable Slot parameterSlot(int param) {
    for (Slot slot : function.slots) {
      if (slot.param == param) {
        return slot;
      }
    }
    return null;
  }
}
