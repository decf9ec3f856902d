package dev.ferry.codegen.mir;

import dev.ferry.isa.Opcode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The machine operations: RISC-V instructions by their mnemonic, and pseudo operations that the
 * expander turns into instructions after register allocation.
 */
public enum MOp {
  ADD(Form.R),
  SUB(Form.R),
  SLL(Form.R),
  SLT(Form.R),
  SLTU(Form.R),
  XOR(Form.R),
  SRL(Form.R),
  SRA(Form.R),
  OR(Form.R),
  AND(Form.R),
  ADDW(Form.R),
  SUBW(Form.R),
  SLLW(Form.R),
  SRLW(Form.R),
  SRAW(Form.R),
  MUL(Form.R),
  MULH(Form.R),
  MULHU(Form.R),
  MULHSU(Form.R),
  DIV(Form.R),
  DIVU(Form.R),
  REM(Form.R),
  REMU(Form.R),
  MULW(Form.R),
  DIVW(Form.R),
  DIVUW(Form.R),
  REMW(Form.R),
  REMUW(Form.R),
  SH1ADD(Form.R),
  SH2ADD(Form.R),
  SH3ADD(Form.R),
  ADD_UW(Form.R),
  SH1ADD_UW(Form.R),
  SH2ADD_UW(Form.R),
  SH3ADD_UW(Form.R),
  ANDN(Form.R),
  ORN(Form.R),
  XNOR(Form.R),
  MIN(Form.R),
  MAX(Form.R),
  MINU(Form.R),
  MAXU(Form.R),
  ROL(Form.R),
  ROR(Form.R),
  ROLW(Form.R),
  RORW(Form.R),
  CZERO_EQZ(Form.R),
  CZERO_NEZ(Form.R),
  BSET(Form.R),
  BCLR(Form.R),
  BINV(Form.R),
  BEXT(Form.R),
  ADDI(Form.I),
  SLTI(Form.I),
  SLTIU(Form.I),
  XORI(Form.I),
  ORI(Form.I),
  ANDI(Form.I),
  SLLI(Form.I),
  SRLI(Form.I),
  SRAI(Form.I),
  ADDIW(Form.I),
  SLLIW(Form.I),
  SRLIW(Form.I),
  SRAIW(Form.I),
  RORI(Form.I),
  RORIW(Form.I),
  SLLI_UW(Form.I),
  BSETI(Form.I),
  BCLRI(Form.I),
  BINVI(Form.I),
  BEXTI(Form.I),
  CLZ(Form.UNARY),
  CTZ(Form.UNARY),
  CPOP(Form.UNARY),
  CLZW(Form.UNARY),
  CTZW(Form.UNARY),
  CPOPW(Form.UNARY),
  SEXT_B(Form.UNARY),
  SEXT_H(Form.UNARY),
  ZEXT_H(Form.UNARY),
  REV8(Form.UNARY),
  LB(Form.LOAD),
  LBU(Form.LOAD),
  LH(Form.LOAD),
  LHU(Form.LOAD),
  LW(Form.LOAD),
  LWU(Form.LOAD),
  LD(Form.LOAD),
  FLW(Form.LOAD),
  FLD(Form.LOAD),
  SB(Form.STORE),
  SH(Form.STORE),
  SW(Form.STORE),
  SD(Form.STORE),
  FSW(Form.STORE),
  FSD(Form.STORE),
  BEQ(Form.BRANCH),
  BNE(Form.BRANCH),
  BLT(Form.BRANCH),
  BGE(Form.BRANCH),
  BLTU(Form.BRANCH),
  BGEU(Form.BRANCH),
  LUI(Form.UPPER),
  AUIPC(Form.UPPER),
  FADD_S(Form.FR_RM),
  FSUB_S(Form.FR_RM),
  FMUL_S(Form.FR_RM),
  FDIV_S(Form.FR_RM),
  FSGNJ_S(Form.R),
  FSGNJN_S(Form.R),
  FSGNJX_S(Form.R),
  FMIN_S(Form.R),
  FMAX_S(Form.R),
  FEQ_S(Form.R),
  FLT_S(Form.R),
  FLE_S(Form.R),
  FSQRT_S(Form.UNARY_RM),
  FMADD_S(Form.R4),
  FMSUB_S(Form.R4),
  FNMSUB_S(Form.R4),
  FNMADD_S(Form.R4),
  FCLASS_S(Form.UNARY),
  FCVT_W_S(Form.UNARY_RM),
  FCVT_S_W(Form.UNARY_RM),
  FCVT_WU_S(Form.UNARY_RM),
  FCVT_S_WU(Form.UNARY_RM),
  FCVT_L_S(Form.UNARY_RM),
  FCVT_S_L(Form.UNARY_RM),
  FCVT_LU_S(Form.UNARY_RM),
  FCVT_S_LU(Form.UNARY_RM),
  FADD_D(Form.FR_RM),
  FSUB_D(Form.FR_RM),
  FMUL_D(Form.FR_RM),
  FDIV_D(Form.FR_RM),
  FSGNJ_D(Form.R),
  FSGNJN_D(Form.R),
  FSGNJX_D(Form.R),
  FMIN_D(Form.R),
  FMAX_D(Form.R),
  FEQ_D(Form.R),
  FLT_D(Form.R),
  FLE_D(Form.R),
  FSQRT_D(Form.UNARY_RM),
  FMADD_D(Form.R4),
  FMSUB_D(Form.R4),
  FNMSUB_D(Form.R4),
  FNMADD_D(Form.R4),
  FCLASS_D(Form.UNARY),
  FCVT_W_D(Form.UNARY_RM),
  FCVT_D_W(Form.UNARY_RM),
  FCVT_WU_D(Form.UNARY_RM),
  FCVT_D_WU(Form.UNARY_RM),
  FCVT_L_D(Form.UNARY_RM),
  FCVT_D_L(Form.UNARY_RM),
  FCVT_LU_D(Form.UNARY_RM),
  FCVT_D_LU(Form.UNARY_RM),
  FCVT_S_D(Form.UNARY_RM),
  FCVT_D_S(Form.UNARY_RM),
  FMV_X_W(Form.UNARY),
  FMV_W_X(Form.UNARY),
  FMV_X_D(Form.UNARY),
  FMV_D_X(Form.UNARY),
  AMOSWAP_W(Form.AMO),
  AMOSWAP_D(Form.AMO),
  AMOADD_W(Form.AMO),
  AMOADD_D(Form.AMO),
  AMOXOR_W(Form.AMO),
  AMOXOR_D(Form.AMO),
  AMOAND_W(Form.AMO),
  AMOAND_D(Form.AMO),
  AMOOR_W(Form.AMO),
  AMOOR_D(Form.AMO),
  AMOMIN_W(Form.AMO),
  AMOMIN_D(Form.AMO),
  AMOMAX_W(Form.AMO),
  AMOMAX_D(Form.AMO),
  AMOMINU_W(Form.AMO),
  AMOMINU_D(Form.AMO),
  AMOMAXU_W(Form.AMO),
  AMOMAXU_D(Form.AMO),
  LR_W(Form.LR),
  SC_W(Form.AMO),
  LR_D(Form.LR),
  SC_D(Form.AMO),
  FENCE(Form.FENCE),
  FENCE_I(Form.NONE),
  EBREAK(Form.NONE),
  /** d = imm; one to eight instructions. */
  LI(Form.PSEUDO),
  /** d = address of payload SymbolRef. */
  LA(Form.PSEUDO),
  /** d = upper part of the address of payload SymbolRef, for a %lo in a later access. */
  HI(Form.PSEUDO),
  /** d = address of payload FrameSlot + imm. */
  FRAME(Form.PSEUDO),
  /** d = anything; no code. */
  UNDEFINED(Form.PSEUDO),
  /** d = u, integer or float. */
  MV(Form.PSEUDO),
  /** parallel copies: defs[i] = uses[i], all read before any is written. */
  COPY(Form.PSEUDO),
  /** jump to payload MBlock. */
  J(Form.PSEUDO),
  /** jump to address u (computed goto); payload the possible MBlocks. */
  JR(Form.PSEUDO),
  /** jump by index u; payload JumpTable; temporaries d0, d1. */
  JUMP_TABLE(Form.PSEUDO),
  /** call; payload CallTarget; uses argument registers, defines result registers. */
  CALL(Form.PSEUDO),
  /** tail call; payload CallTarget. */
  TAIL(Form.PSEUDO),
  /** the prologue, in a function that enters its frame late. */
  ENTER(Form.PSEUDO),
  /** return; uses result registers. */
  RET(Form.PSEUDO),
  /** control never gets here; no code. */
  UNREACHABLE(Form.PSEUDO),
  /** d0 (also use 0) = u1 cc u2 ? u0 : u3; imm = branch MOp ordinal. */
  SELECT(Form.PSEUDO),
  /** compare and swap loop; payload AtomicLoop. */
  CAS(Form.PSEUDO),
  /** load-reserved/store-conditional loop; payload AtomicLoop. */
  RMW_LOOP(Form.PSEUDO),
  /** sp -= u0, d = sp + outgoing area; imm = alignment. */
  STACK_ALLOC(Form.PSEUDO),
  /** d = sp. */
  STACK_SAVE(Form.PSEUDO),
  /** sp = u0. */
  STACK_RESTORE(Form.PSEUDO),
  /** inline assembly; payload AsmCode. */
  ASM(Form.PSEUDO),
  /** d = u0 + tp with the %tprel_add marker of payload SymbolRef. */
  ADD_TP(Form.PSEUDO);

  /** How the operands are arranged in {@link MInst#regs} (definitions first) and printed. */
  public enum Form {
    /** d, u, u. */
    R,
    /** d, u, u; carries a rounding mode, printed only if not dynamic. */
    FR_RM,
    /** d, u, u, u. */
    R4,
    /** d, u, imm. */
    I,
    /** d, u. */
    UNARY,
    /** d, u with rounding mode in imm. */
    UNARY_RM,
    /** d, imm(u) or a frame slot or a symbol's low part. */
    LOAD,
    /** u value, imm(u base). */
    STORE,
    /** u, u, block. */
    BRANCH,
    /** d, imm or a symbol's high part. */
    UPPER,
    /** d, u value, (u address); imm bit 1 aq, bit 0 rl. */
    AMO,
    /** d, (u address); imm bit 1 aq, bit 0 rl. */
    LR,
    /** predecessor and successor sets in imm. */
    FENCE,
    NONE,
    PSEUDO(false);

    private final boolean isInstruction;

    Form() {
      this(true);
    }

    Form(boolean isInstruction) {
      this.isInstruction = isInstruction;
    }
  }

  private static final MOp[] VALUES = values();

  private final Form form;
  private final String mnemonic;
  private final @Nullable Opcode opcode;

  MOp(Form form) {
    this.form = form;
    this.opcode = form.isInstruction ? Opcode.valueOf(name()) : null;
    this.mnemonic = name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  public Form form() {
    return form;
  }

  /** The assembler's name of an instruction. */
  public String mnemonic() {
    return mnemonic;
  }

  /** The instruction table's entry. */
  public Opcode opcode() {
    Opcode result = opcode;
    if (result == null) {
      throw new IllegalStateException(name());
    }
    return result;
  }

  public boolean isPseudo() {
    return form == Form.PSEUDO;
  }

  public boolean isBranch() {
    return form == Form.BRANCH;
  }

  public boolean isLoad() {
    return form == Form.LOAD;
  }

  public boolean isStore() {
    return form == Form.STORE;
  }

  /** Whether it addresses memory as base + 12-bit offset. */
  public boolean isMemory() {
    return form == Form.LOAD || form == Form.STORE;
  }

  /** Whether it ends a block or is one of the branches before its end. */
  public boolean isTerminator() {
    return switch (this) {
      case J, JR, JUMP_TABLE, TAIL, RET, UNREACHABLE, BEQ, BNE, BLT, BGE, BLTU, BGEU -> true;
      default -> false;
    };
  }

  /** The branch taken exactly when this one is not. */
  public MOp inverse() {
    return switch (this) {
      case BEQ -> BNE;
      case BNE -> BEQ;
      case BLT -> BGE;
      case BGE -> BLT;
      case BLTU -> BGEU;
      case BGEU -> BLTU;
      default -> throw new IllegalStateException(name());
    };
  }

  public static MOp byOrdinal(int ordinal) {
    return VALUES[ordinal];
  }
}
