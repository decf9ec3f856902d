package dev.ferry.codegen.select;

import dev.ferry.codegen.CodegenDiagnostic;
import dev.ferry.codegen.RejectedOperandException;
import dev.ferry.codegen.mir.AsmCode;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.AsmInfo;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Inline assembly: operands into registers, fixed and tied ones by copies around it. */
final class AsmSelector {
  private static final Pattern ANY_NUMBER = Pattern.compile("[inEF]");
  private static final Pattern ANY_SYMBOL = Pattern.compile("[isS]");

  private final Emission e;

  AsmSelector(Emission emission) {
    this.e = emission;
  }

  /**
   * @param results virtual register of each output, 0 where nothing reads it
   */
  void select(Instruction inst, int @Nullable [] results) {
    select(inst.asm(), inst.args, results, List.of());
  }

  void select(Terminator.AsmGoto terminator, List<MBlock> labels) {
    select(terminator.asm, terminator.inputs, null, labels);
  }

  private void select(AsmInfo info, Value[] args, int @Nullable [] results, List<MBlock> labels) {
    int outputs = info.outputs().size();
    int[] outRegs = new int[outputs];
    List<Integer> uses = new ArrayList<>();
    List<Integer> copyTo = new ArrayList<>();
    List<Integer> copyFrom = new ArrayList<>();
    boolean early = false;
    for (int i = 0; i < outputs; i++) {
      AsmInfo.Output output = info.outputs().get(i);
      String fixed = output.fixed();
      int result = results == null ? 0 : results[i];
      if (fixed != null) {
        outRegs[i] = physical(fixed);
      } else {
        outRegs[i] = result != 0 ? result : e.newReg(output.type());
      }
      early |= output.earlyClobber();
    }
    int[] inputIndex = new int[info.inputs().size()];
    String[] inputText = new String[inputIndex.length];
    Arrays.fill(inputText, "");
    for (int i = 0; i < inputIndex.length; i++) {
      AsmInfo.Input input = info.inputs().get(i);
      if (input.kind() == AsmInfo.Kind.IMMEDIATE) {
        inputIndex[i] = -1;
        inputText[i] = constant(args[i], input.fixed());
        continue;
      }
      int value = e.reg(args[i]);
      String fixed = input.fixed();
      int reg = value;
      if (input.tied() >= 0) {
        reg = outRegs[input.tied()];
        copyTo.add(reg);
        copyFrom.add(value);
      } else if (fixed != null) {
        reg = physical(fixed);
        copyTo.add(reg);
        copyFrom.add(value);
      }
      inputIndex[i] = outputs + uses.size();
      uses.add(reg);
    }
    if (!copyTo.isEmpty()) {
      emitCopy(copyTo, copyFrom);
    }
    int[] regs = Arrays.copyOf(outRegs, outputs + uses.size());
    for (int i = 0; i < uses.size(); i++) {
      regs[outputs + i] = uses.get(i);
    }
    int[] outputIndex = new int[outputs];
    for (int i = 0; i < outputs; i++) {
      outputIndex[i] = i;
    }
    AsmCode code =
        new AsmCode(info, outputIndex, inputIndex, inputText, clobbers(info, outRegs), labels);
    MInst asm = new MInst(MOp.ASM, outputs, regs, 0, code);
    asm.earlyDef = early;
    e.emit(asm);
    copyOut(info, outRegs, results);
  }

  /** An immediate operand as text: a number, or a symbol and an offset. */
  private String constant(Value value, @Nullable String constraint) {
    String letters = constraint == null ? "i" : constraint;
    if (value instanceof Instruction inst
        && inst.op == Op.GLOBAL_ADDR
        && ANY_SYMBOL.matcher(letters).find()) {
      return inst.symbol().name + (inst.imm > 0 ? "+" : "") + (inst.imm == 0 ? "" : inst.imm);
    }
    if (value instanceof Instruction inst
        && inst.op == Op.ICONST
        && (ANY_NUMBER.matcher(letters).find()
            || letters.contains("I") && inst.imm >= -2048 && inst.imm < 2048
            || letters.contains("J") && inst.imm == 0
            || letters.contains("K") && inst.imm >= 0 && inst.imm < 32)) {
      return Long.toString(inst.imm);
    }
    throw new RejectedOperandException(CodegenDiagnostic.ASM_NOT_CONSTANT, e.location(), letters);
  }

  private void copyOut(AsmInfo info, int[] outRegs, int @Nullable [] results) {
    if (results == null) {
      return;
    }
    List<Integer> to = new ArrayList<>();
    List<Integer> from = new ArrayList<>();
    for (int i = 0; i < outRegs.length; i++) {
      if (info.outputs().get(i).fixed() != null && results[i] != 0) {
        to.add(results[i]);
        from.add(outRegs[i]);
      }
    }
    if (!to.isEmpty()) {
      emitCopy(to, from);
    }
  }

  private void emitCopy(List<Integer> to, List<Integer> from) {
    int n = to.size();
    int[] regs = new int[2 * n];
    for (int i = 0; i < n; i++) {
      regs[i] = to.get(i);
      regs[n + i] = from.get(i);
    }
    e.emit(new MInst(MOp.COPY, n, regs, 0, null));
  }

  private int physical(String name) {
    int reg = Reg.byName(name);
    if (reg == Reg.NONE) {
      throw e.bug("unknown register " + name);
    }
    write(reg);
    return reg;
  }

  /** The function writes a register by name: what its caller keeps there must be saved. */
  private void write(int reg) {
    if (reg == Reg.RA) {
      e.mf.hasCalls = true;
    }
    e.mf.usedSaved |= 1L << reg & (Reg.SAVED_INT | Reg.SAVED_FLOAT) & ~e.mf.reserved;
  }

  private long clobbers(AsmInfo info, int[] outRegs) {
    long result = 0;
    for (String name : info.clobbers()) {
      int reg = Reg.byName(name);
      if (reg > Reg.TP || reg == Reg.RA) {
        result |= 1L << reg;
        write(reg);
      }
    }
    for (int reg : outRegs) {
      if (Reg.isPhysical(reg)) {
        result &= ~(1L << reg);
      }
    }
    return result;
  }
}
