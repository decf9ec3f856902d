package dev.ferry.codegen.mir;

/** The text form of machine IR, for people: {@code explain}, dumps and error messages. */
public final class MirPrinter {
  private MirPrinter() {}

  /** The whole function. */
  public static String print(MFunction function) {
    StringBuilder out = new StringBuilder();
    out.append(function.name()).append(":\n");
    for (MBlock block : function.blocks) {
      out.append(block).append(":  # freq ").append(block.frequency);
      if (!block.predecessors.isEmpty()) {
        out.append(" from ").append(block.predecessors);
      }
      out.append('\n');
      for (MInst inst : block.code) {
        out.append("  ").append(print(inst)).append('\n');
      }
    }
    return out.toString();
  }

  /** One instruction. */
  public static String print(MInst inst) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < inst.defCount; i++) {
      out.append(i == 0 ? "" : ", ").append(Reg.name(inst.regs[i]));
    }
    if (inst.defCount > 0) {
      out.append(inst.earlyDef ? " =& " : " = ");
    }
    out.append(inst.op.mnemonic());
    for (int i = inst.defCount; i < inst.regs.length; i++) {
      out.append(i == inst.defCount ? " " : ", ").append(Reg.name(inst.regs[i]));
    }
    if (inst.imm != 0 || inst.op == MOp.LI || inst.op.form() == MOp.Form.I) {
      out.append(" #").append(inst.imm);
    }
    switch (inst.payload) {
      case null -> {}
      case SymbolRef ref -> out.append(" @").append(ref.expression());
      case CallTarget call -> {
        SymbolRef symbol = call.symbol();
        out.append(symbol == null ? " *" : " @" + symbol.expression());
      }
      case JumpTable table -> out.append(' ').append(table.targets());
      case AsmCode asm -> out.append(" \"").append(asm.info().template()).append('"');
      case Object other -> out.append(' ').append(other);
    }
    return out.toString();
  }
}
