package dev.ferry.machine.timing;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.disasm.Symbolizer;
import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Meaning;
import dev.ferry.isa.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * An instruction at its address, as a pipeline sees it: what it reads, what it writes, which unit
 * it needs. Registers are 0 to 31 for x, 32 to 63 for f; x0 counts as none.
 */
public final class Operation {
  public static final int NONE = -1;

  public final long pc;
  public final int word;
  public final int length;

  /** The 32-bit instruction; of a compressed one the expansion. */
  public final Opcode opcode;

  public final OperationKind kind;

  /** Registers that are read; for a store, the data last. */
  public final int[] sources;

  /** The register that is written, or NONE. */
  public final int destination;

  /** Register number of the address of a memory access. */
  public final int base;

  public final int immediate;

  /** The register whose value a store writes to memory, or NONE. */
  public final int storeData;

  private final int xlen;

  // What was found to follow it, for lookup.
  @Nullable Operation following;

  /** How often it has retired. */
  long executions;

  /** Cycles between its retirement and that of the instruction before. */
  long cycles;

  private Operation(long pc, Decoded d, int xlen, OperationKind kind, Operands operands) {
    this.pc = pc;
    this.word = d.word;
    this.length = d.length;
    this.opcode = d.opcode;
    this.kind = kind;
    this.xlen = xlen;
    this.base = d.rs1;
    this.immediate = kind == OperationKind.ATOMIC ? 0 : d.imm;
    this.destination = operands.destination;
    this.storeData = operands.storeData;
    int count = Integer.bitCount(operands.used);
    this.sources = new int[count];
    int n = 0;
    for (int i = 1; i <= 3; i++) {
      if ((operands.used >> i & 1) != 0) {
        sources[n++] = operands.registers[i];
      }
    }
  }

  /** Operands as the meaning names them. */
  private static final class Operands {
    final int[] registers = new int[4];
    int used;
    int destination = NONE;
    int storeData = NONE;
    private final Decoded decoded;

    Operands(Decoded decoded) {
      this.decoded = decoded;
    }

    void add(Meaning.Register register) {
      int number =
          switch (register.index()) {
            case 1 -> decoded.rs1;
            case 2 -> decoded.rs2;
            default -> decoded.rs3;
          };
      int name = register.isFloat() ? 32 + number : number;
      if (name != 0) {
        registers[register.index()] = name;
        used |= 1 << register.index();
      }
    }
  }

  /** Decodes an instruction; an unknown one is taken for one without operands. */
  public static Operation of(long pc, int word, int xlen) {
    Decoded decoded = new Decoded();
    decoded.word = word;
    decoded.length = (word & 3) == 3 ? 4 : 2;
    Operands operands = new Operands(decoded);
    if (!Decoder.all(xlen).decode(word, decoded)) {
      decoded.opcode = Opcode.EBREAK;
      return new Operation(pc, decoded, xlen, OperationKind.SYSTEM, operands);
    }
    OperationKind kind = KindFinder.of(decoded.opcode);
    for (Meaning.Statement statement : Meaning.of(decoded.opcode).statements()) {
      collect(statement, operands);
    }
    return new Operation(pc, decoded, xlen, kind, operands);
  }

  private static void collect(Meaning.Statement statement, Operands operands) {
    switch (statement) {
      case Meaning.Assign assign -> {
        int rd = operands.decoded.rd;
        operands.destination = assign.isFloat() ? 32 + rd : rd == 0 ? NONE : rd;
        collect(assign.value(), operands);
      }
      case Meaning.Store store -> {
        collect(store.address(), operands);
        collect(store.value(), operands);
        operands.storeData = (operands.used & 4) != 0 ? operands.registers[2] : NONE;
      }
      case Meaning.Goto to -> collect(to.target(), operands);
      case Meaning.Branch branch -> collect(branch.condition(), operands);
      case Meaning.Effect effect -> collect(effect.call(), operands);
    }
  }

  private static void collect(Meaning.Expression expression, Operands operands) {
    switch (expression) {
      case Meaning.Register register -> operands.add(register);
      case Meaning.Unary unary -> collect(unary.value(), operands);
      case Meaning.Binary binary -> {
        collect(binary.left(), operands);
        collect(binary.right(), operands);
      }
      case Meaning.Conditional choice -> {
        collect(choice.condition(), operands);
        collect(choice.yes(), operands);
        collect(choice.no(), operands);
      }
      case Meaning.Extend extend -> collect(extend.value(), operands);
      case Meaning.Load load -> collect(load.address(), operands);
      case Meaning.Call call -> {
        for (Meaning.Expression argument : call.arguments()) {
          collect(argument, operands);
        }
      }
      case Meaning.Operand _, Meaning.Constant _ -> {}
    }
  }

  /** Address of the instruction behind it. */
  public long next() {
    return pc + length;
  }

  public long executions() {
    return executions;
  }

  public long cycles() {
    return cycles;
  }

  /** Whether it is a return by the calling convention: {@code jalr x0, 0(ra)} or {@code t0}. */
  boolean isReturn() {
    return kind == OperationKind.JUMP_REGISTER && destination == NONE && (base == 1 || base == 5);
  }

  /** Whether it keeps a return address. */
  boolean isCall() {
    return (kind == OperationKind.JUMP || kind == OperationKind.JUMP_REGISTER)
        && (destination == 1 || destination == 5);
  }

  /** The assembly, without names for addresses. */
  public String text() {
    String text = Disassembler.text(word, pc, xlen, DisassemblerOptions.DEFAULT, Symbolizer.NONE);
    int comment = text.indexOf(" # ");
    return (comment < 0 ? text : text.substring(0, comment)).replace('\t', ' ');
  }
}
