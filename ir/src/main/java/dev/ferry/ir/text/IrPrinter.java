package dev.ferry.ir.text;

import dev.ferry.ir.AsmInfo;
import dev.ferry.ir.Atomic;
import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Layout;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes IR as text. {@link IrReader} reads it back to an equal module: same ids, names and order.
 * Debug variables are not part of the text form; source locations are written only on request.
 */
public final class IrPrinter {
  private final StringBuilder out = new StringBuilder();
  private final boolean withLocations;

  private IrPrinter(boolean withLocations) {
    this.withLocations = withLocations;
  }

  /** The whole module, without source locations. */
  public static String print(Module module) {
    return print(module, false);
  }

  /**
   * @param withLocations append {@code !loc} to everything that has a source location
   */
  public static String print(Module module, boolean withLocations) {
    IrPrinter printer = new IrPrinter(withLocations);
    printer.module(module);
    return printer.out.toString();
  }

  /** One function. */
  public static String print(Function function) {
    IrPrinter printer = new IrPrinter(false);
    printer.function(function);
    return printer.out.toString();
  }

  /** One function with {@code !loc} marks. */
  public static String printWithLocations(Function function) {
    IrPrinter printer = new IrPrinter(true);
    printer.function(function);
    return printer.out.toString();
  }

  /** One instruction on one line without line end. */
  public static String print(Instruction instruction) {
    IrPrinter printer = new IrPrinter(false);
    printer.instruction(instruction);
    return printer.out.toString();
  }

  /** One terminator on one line without line end. */
  public static String print(Terminator terminator) {
    IrPrinter printer = new IrPrinter(false);
    printer.terminator(terminator);
    return printer.out.toString();
  }

  // ---- module level

  private void module(Module module) {
    out.append("module ");
    string(module.name);
    out.append(" xlen ").append(module.xlen).append('\n');
    for (int i = 1; i < module.aliasParent.length; i++) {
      out.append("alias_class ").append(i).append(" : ");
      out.append(module.aliasParent[i]).append('\n');
    }
    for (String text : module.assembly) {
      out.append("assembly ");
      string(text);
      out.append('\n');
    }
    for (Symbol symbol : module.symbols()) {
      symbolLine(symbol);
    }
    for (Module.InitEntry entry : module.initEntries) {
      out.append(entry.isDestructor() ? "fini " : "init ");
      symbol(entry.function());
      out.append(' ').append(entry.priority()).append('\n');
    }
    for (Global global : module.globals) {
      global(global);
    }
    for (Function function : module.functions) {
      out.append('\n');
      function(function);
    }
  }

  private void symbolLine(Symbol symbol) {
    out.append("symbol ");
    symbol(symbol);
    if (symbol.linkage != Symbol.Linkage.GLOBAL) {
      out.append(' ').append(lower(symbol.linkage));
    }
    if (symbol.visibility != Symbol.Visibility.DEFAULT) {
      out.append(' ').append(lower(symbol.visibility));
    }
    if (symbol.tls != Symbol.Tls.NONE) {
      out.append(" tls ").append(lower(symbol.tls));
    }
    flag(symbol.isFunction, "function");
    flag(symbol.isDefined, "defined");
    flag(symbol.isCold, "cold");
    flag(!symbol.isDsoLocal, "preemptible");
    attribute("section", symbol.section);
    Symbol alias = symbol.aliasOf;
    if (alias != null) {
      out.append(" alias ");
      symbol(alias);
    }
    for (String version : symbol.versions) {
      attribute("symver", version);
    }
    attribute("library", symbol.libraryName.equals(symbol.name) ? null : symbol.libraryName);
    out.append('\n');
  }

  private void attribute(String name, @Nullable String value) {
    if (value != null) {
      out.append(' ').append(name).append(' ');
      string(value);
    }
  }

  private void global(Global global) {
    out.append("global ");
    symbol(global.symbol);
    out.append(" size ").append(global.size).append(" align ").append(global.align);
    flag(global.isReadOnly, "readonly");
    flag(global.isCommon, "common");
    flag(global.isUsed, "used");
    if (global.stringUnit != 0) {
      out.append(" string ").append(global.stringUnit);
    }
    if (global.bytes.length > 0) {
      out.append(" bytes ");
      bytes(global.bytes);
    }
    for (Global.Reference reference : global.references) {
      reference(reference);
    }
    out.append('\n');
  }

  private void reference(Global.Reference reference) {
    out.append(" ref ")
        .append(reference.offset())
        .append(' ')
        .append(reference.bytes())
        .append(' ');
    Symbol symbol = reference.symbol();
    Block block = reference.block();
    if (symbol != null) {
      symbol(symbol);
    } else if (block != null) {
      out.append("block ");
      symbol(block.function().symbol);
      out.append(' ').append(block.name);
      Block minus = reference.minus();
      if (minus != null) {
        out.append(" - ").append(minus.name);
      }
    }
    if (reference.addend() != 0) {
      out.append(" + ").append(reference.addend());
    }
  }

  private void flag(boolean isSet, String text) {
    if (isSet) {
      out.append(' ').append(text);
    }
  }

  // ---- function level

  private void function(Function function) {
    out.append("func ");
    symbol(function.symbol);
    signature(function.signature);
    if (function.inline != Function.Inline.DEFAULT) {
      out.append(" inline ").append(lower(function.inline));
    }
    if (function.protection != Function.Protection.DEFAULT) {
      out.append(" protection ").append(lower(function.protection));
    }
    flag(function.noReturn, "noreturn");
    flag(function.isCold, "cold");
    flag(function.isUsed, "used");
    if (function.align != 0) {
      out.append(" align ").append(function.align);
    }
    flag(function.isNaked, "naked");
    flag(function.noOptimize, "nooptimize");
    flag(function.callsReturnsTwice, "returns_twice");
    Symbol outOfLine = function.outOfLine;
    if (outOfLine != null) {
      out.append(" out_of_line ");
      symbol(outOfLine);
    }
    location(function.loc);
    out.append(" {\n");
    for (Slot slot : function.slots) {
      slot(slot);
    }
    for (Block block : function.blocks) {
      block(block);
    }
    out.append("}\n");
  }

  private void slot(Slot slot) {
    out.append("  slot ").append(slot).append(' ');
    string(slot.name);
    out.append(" size ").append(slot.size).append(" align ").append(slot.align);
    if (slot.param >= 0) {
      out.append(" param ").append(slot.param);
    }
    if (slot.shelf != Slot.Shelf.LOW) {
      out.append(" shelf ").append(lower(slot.shelf));
    }
    out.append('\n');
  }

  private void signature(Signature signature) {
    out.append('(');
    List<ParamType> params = signature.params();
    for (int i = 0; i < params.size(); i++) {
      if (i > 0) {
        out.append(", ");
      }
      if (signature.variadic() && i == signature.named()) {
        out.append("..., ");
      }
      paramType(params.get(i));
    }
    if (signature.variadic() && signature.named() == params.size()) {
      out.append(params.isEmpty() ? "..." : ", ...");
    }
    out.append(')');
    ParamType result = signature.result();
    if (result != null) {
      out.append(" -> ");
      paramType(result);
    }
  }

  private void paramType(ParamType type) {
    switch (type) {
      case ParamType.Scalar(Type scalar) -> out.append(scalar.text());
      case ParamType.Aggregate(Layout layout) -> layout(layout);
    }
  }

  private void layout(Layout layout) {
    out.append('[').append(layout.size()).append(" align ").append(layout.align());
    for (Layout.Field field : layout.fields()) {
      out.append(", ").append(field.type().text());
      out.append(' ').append(field.bytes()).append(" at ").append(field.offset());
      flag(field.isSigned(), "signed");
    }
    out.append(']');
  }

  private void block(Block block) {
    out.append(block.name);
    if (!block.params.isEmpty()) {
      out.append('(');
      for (int i = 0; i < block.params.size(); i++) {
        Param param = block.params.get(i);
        out.append(i > 0 ? ", " : "").append(param).append(": ");
        out.append(param.requireType().text());
        flag(param.isRestrict, "restrict");
      }
      out.append(')');
    }
    flag(block.addressTaken, "address_taken");
    out.append(":\n");
    for (Instruction instruction : block.instructions) {
      out.append("  ");
      instruction(instruction);
      location(instruction.loc);
      out.append('\n');
    }
    out.append("  ");
    terminator(block.terminator);
    location(block.terminator.loc);
    out.append('\n');
  }

  private void location(int loc) {
    if (withLocations && loc != 0) {
      out.append(" !").append(loc);
    }
  }

  // ---- instructions

  private void instruction(Instruction instruction) {
    Type type = instruction.type;
    if (type != null) {
      out.append(instruction).append(": ").append(type.text()).append(" = ");
    } else if (instruction.op == Op.ASM) {
      out.append(instruction).append(" = ");
    }
    out.append(instruction.op.text());
    flag(instruction.nsw, "nsw");
    switch (instruction.op) {
      case ICONST, FRAME_ADDR, RETURN_ADDR, FCONST -> immediate(instruction);
      case GLOBAL_ADDR -> symbolic(instruction, instruction.symbol());
      case SLOT_ADDR -> {
        out.append(' ').append(instruction.slot());
        offset(instruction.imm);
      }
      case BLOCK_ADDR -> out.append(' ').append(instruction.target().name);
      case LOAD, STORE -> memory(instruction);
      case MEMCPY, MEMSET -> memBlock(instruction);
      case ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_RMW, ATOMIC_CAS, FENCE -> atomic(instruction);
      case CALL -> call(instruction);
      case ASM -> {
        out.append(' ');
        asm(instruction.asm(), instruction.args);
      }
      case STACK_ALLOC -> {
        operands(instruction.args);
        out.append(" align ").append(instruction.imm);
      }
      case RESULT, FRINT, PREFETCH, OBJECT_SIZE -> {
        operands(instruction.args);
        out.append(", ").append(instruction.imm);
      }
      default -> operands(instruction.args);
    }
  }

  private void immediate(Instruction instruction) {
    if (instruction.op == Op.FCONST) {
      out.append(" 0x").append(Long.toHexString(instruction.imm));
    } else {
      out.append(' ').append(instruction.imm);
    }
  }

  private void symbolic(Instruction instruction, Symbol symbol) {
    out.append(' ');
    symbol(symbol);
    offset(instruction.imm);
  }

  private void operands(Value[] args) {
    for (int i = 0; i < args.length; i++) {
      out.append(i == 0 ? " " : ", ").append(args[i]);
    }
  }

  private void offset(long offset) {
    if (offset != 0) {
      out.append(" + ").append(offset);
    }
  }

  private void memory(Instruction instruction) {
    MemAccess access = instruction.access();
    out.append(' ').append(access.type().text()).append(' ').append(instruction.arg(0));
    offset(access.offset());
    if (instruction.args.length > 1) {
      out.append(", ").append(instruction.arg(1));
    }
    accessFlags(access);
  }

  private void accessFlags(MemAccess access) {
    if (access.align() != access.type().bytes()) {
      out.append(" align ").append(access.align());
    }
    if (access.alias() != 0) {
      out.append(" alias ").append(access.alias());
    }
    flag(access.isVolatile(), "volatile");
  }

  private void memBlock(Instruction instruction) {
    MemBlock block = instruction.memBlock();
    operands(instruction.args);
    out.append(" size ").append(instruction.imm);
    out.append(" align ").append(block.destinationAlign());
    out.append(", ").append(block.sourceAlign());
    flag(block.isVolatile(), "volatile");
  }

  private void atomic(Instruction instruction) {
    Atomic atomic = instruction.atomic();
    Atomic.Rmw rmw = atomic.rmw();
    if (rmw != null) {
      out.append(' ').append(lower(rmw));
    }
    out.append(' ').append(lower(atomic.order()));
    MemAccess access = atomic.access();
    out.append(' ').append(access.type().text());
    operands(instruction.args);
    offset(access.offset());
    accessFlags(access);
  }

  private void call(Instruction instruction) {
    CallInfo call = instruction.call();
    Symbol callee = call.callee();
    Value[] args = instruction.args;
    int first = 0;
    out.append(' ');
    if (callee != null) {
      symbol(callee);
    } else {
      out.append(args[0]);
      first = 1;
    }
    out.append('(');
    for (int i = first; i < args.length; i++) {
      out.append(i == first ? "" : ", ").append(args[i]);
    }
    out.append(") : ");
    signature(call.signature());
    switch (call.effects()) {
      case NONE -> out.append(" effects none");
      case READS -> out.append(" effects reads");
      case ANY -> {}
    }
    flag(call.noReturn(), "noreturn");
    flag(call.returnsTwice(), "returns_twice");
    flag(!call.mayNotReturn(), "returns");
    flag(call.staticChain(), "static_chain");
    flag(call.forwards(), "forwards");
  }

  private void asm(AsmInfo asm, Value[] args) {
    string(asm.template());
    out.append(" out(");
    for (int i = 0; i < asm.outputs().size(); i++) {
      AsmInfo.Output output = asm.outputs().get(i);
      out.append(i == 0 ? "" : ", ").append(output.type().text()).append(' ');
      out.append(lower(output.kind()));
      attribute("fixed", output.fixed());
      flag(output.earlyClobber(), "early");
    }
    out.append(") in(");
    for (int i = 0; i < asm.inputs().size(); i++) {
      AsmInfo.Input input = asm.inputs().get(i);
      out.append(i == 0 ? "" : ", ").append(args[i]).append(' ').append(lower(input.kind()));
      attribute("fixed", input.fixed());
      if (input.tied() >= 0) {
        out.append(" tied ").append(input.tied());
      }
    }
    out.append(") operands(");
    for (int i = 0; i < asm.operands().size(); i++) {
      out.append(i == 0 ? "" : ", ");
      asmOperand(asm.operands().get(i));
    }
    out.append(") clobbers(");
    for (int i = 0; i < asm.clobbers().size(); i++) {
      out.append(i == 0 ? "" : ", ");
      string(asm.clobbers().get(i));
    }
    out.append(')');
    flag(asm.clobbersMemory(), "memory");
    flag(asm.isVolatile(), "volatile");
  }

  private void asmOperand(AsmInfo.Operand operand) {
    String constant = operand.constant();
    if (constant != null) {
      string(constant);
    } else {
      out.append(operand.isOutput() ? "out " : "in ").append(operand.index());
    }
  }

  // ---- terminators

  private void terminator(Terminator terminator) {
    switch (terminator) {
      case Terminator.Jump jump -> {
        out.append("jump ");
        edge(jump.edge);
      }
      case Terminator.Branch branch -> {
        out.append("branch ").append(branch.condition).append(", ");
        edge(branch.then);
        out.append(", ");
        edge(branch.otherwise);
        if (branch.probability >= 0) {
          out.append(" probability ").append(branch.probability);
        }
      }
      case Terminator.Switch choice -> switchTerminator(choice);
      case Terminator.Return ret -> {
        out.append("return");
        if (ret.value != null) {
          out.append(' ').append(ret.value);
        }
      }
      case Terminator.IndirectJump jump -> {
        out.append("indirect_jump ").append(jump.address);
        for (Edge edge : jump.edges()) {
          out.append(", ");
          edge(edge);
        }
      }
      case Terminator.AsmGoto asmGoto -> {
        out.append("asm_goto ");
        asm(asmGoto.asm, asmGoto.inputs);
        for (Edge edge : asmGoto.edges()) {
          out.append(", ");
          edge(edge);
        }
      }
      case Terminator.Unreachable _ -> out.append("unreachable");
    }
  }

  private void switchTerminator(Terminator.Switch choice) {
    out.append("switch ").append(choice.value);
    for (int i = 0; i < choice.cases.length; i++) {
      out.append(", ").append(choice.cases[i]).append(": ");
      edge(choice.edges()[i]);
    }
    out.append(", default: ");
    edge(choice.defaultEdge());
  }

  private void edge(Edge edge) {
    out.append(edge.target.name);
    if (edge.args.length > 0) {
      out.append('(');
      for (int i = 0; i < edge.args.length; i++) {
        out.append(i == 0 ? "" : ", ").append(edge.args[i]);
      }
      out.append(')');
    }
  }

  // ---- tokens

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void symbol(Symbol symbol) {
    out.append('@');
    if (isPlainName(symbol.name)) {
      out.append(symbol.name);
    } else {
      string(symbol.name);
    }
  }

  private static boolean isPlainName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!IrLexer.isNameChar(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      quotedChar(text.charAt(i));
    }
    out.append('"');
  }

  private void bytes(byte[] bytes) {
    out.append('"');
    for (byte b : bytes) {
      quotedChar((char) (b & 0xff));
    }
    out.append('"');
  }

  /**
   * Printable ASCII as it is, the rest as {@code \xx} (a byte) or {@code \{xxxx}} (a UTF-16 unit).
   */
  private void quotedChar(char c) {
    if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
      out.append(c);
    } else if (c < 0x100) {
      out.append('\\')
          .append(Character.forDigit(c >> 4, 16))
          .append(Character.forDigit(c & 15, 16));
    } else {
      out.append("\\{").append(Integer.toHexString(c)).append('}');
    }
  }
}
