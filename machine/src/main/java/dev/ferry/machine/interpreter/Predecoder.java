package dev.ferry.machine.interpreter;

import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Opcode;
import dev.ferry.machine.core.Hart;

/** Turns instructions into micro-ops. Not safe for use by several threads. */
final class Predecoder {
  private final Decoder decoder;
  private final boolean rv32;
  private final Decoded decoded = new Decoded();

  /**
   * @param xlen 32 or 64
   */
  Predecoder(int xlen) {
    this.decoder = Decoder.all(xlen);
    this.rv32 = xlen == 32;
  }

  /** The micro-op of an instruction word, with what two or four bytes hold. */
  long predecode(int word) {
    if (!decoder.decode(word, decoded)) {
      return illegal(word);
    }
    Decoded d = decoded;
    Opcode opcode = d.opcode;
    int operation = rv32 ? wordForm(operation(opcode)) : operation(opcode);
    if (operation == Uop.ILLEGAL) {
      return illegal(word);
    }
    if (rv32 && isShift(opcode) && d.imm > 31) {
      return illegal(word); // "C" chapter: shamt[5] must be zero on RV32.
    }
    int rd = register(d.rd, opcode.isRdFloat());
    int rs1 = opcode.isRs1Float() ? Hart.F0 + d.rs1 : d.rs1;
    int rs2 = opcode.isRs2Float() ? Hart.F0 + d.rs2 : d.rs2;
    int constant = d.imm;
    if (opcode.hasRoundingMode()) {
      if (d.rm == 5 || d.rm == 6) {
        return illegal(word);
      }
      constant = d.rm | (opcode.hasRs3() ? (Hart.F0 + d.rs3) * 8 << 8 : 0);
    }
    switch (operation) {
      case Uop.CSRRW, Uop.CSRRS, Uop.CSRRC -> {
        constant = csrConstant(opcode, d);
        rs1 = isImmediateCsr(opcode) ? 0 : rs1;
      }
      case Uop.ADDI -> {
        if (d.rs1 == 0) {
          operation = Uop.LI;
        } else if (d.imm == 0) {
          operation = Uop.MV;
        }
      }
      case Uop.ADD -> {
        if (d.rs1 == 0) {
          operation = Uop.MV;
          rs1 = rs2;
        }
      }
      case Uop.JAL, Uop.AUIPC, Uop.LI -> rs1 = 0;
      default -> {}
    }
    return Uop.of(operation, rd, rs1, rs2, d.length, constant);
  }

  private static int register(int number, boolean isFloat) {
    if (isFloat) {
      return Hart.F0 + number;
    }
    return number == 0 ? Hart.SINK : number;
  }

  static long illegal(int word) {
    return Uop.of(Uop.ILLEGAL, Hart.SINK, 0, 0, (word & 3) == 3 ? 4 : 2, word);
  }

  private static boolean isShift(Opcode opcode) {
    return opcode == Opcode.SLLI || opcode == Opcode.SRLI || opcode == Opcode.SRAI;
  }

  private static boolean isImmediateCsr(Opcode opcode) {
    return opcode == Opcode.CSRRWI || opcode == Opcode.CSRRSI || opcode == Opcode.CSRRCI;
  }

  /** Register number, bit 12 when it is written, bit 13 for an immediate, which is from bit 14. */
  private static int csrConstant(Opcode opcode, Decoded d) {
    boolean immediate = isImmediateCsr(opcode);
    boolean writes = opcode == Opcode.CSRRW || opcode == Opcode.CSRRWI || d.rs1 != 0;
    return d.imm & 0xfff | (writes ? 1 << 12 : 0) | (immediate ? 1 << 13 | d.rs1 << 14 : 0);
  }

  /** The operation that does on sign-extended words what another does on RV32 registers. */
  private static int wordForm(int operation) {
    return switch (operation) {
      case Uop.ADD -> Uop.ADDW;
      case Uop.SH1ADD -> Uop.SH1ADDW;
      case Uop.SH2ADD -> Uop.SH2ADDW;
      case Uop.SH3ADD -> Uop.SH3ADDW;
      case Uop.ORC_B -> Uop.ORC_BW;
      case Uop.SUB -> Uop.SUBW;
      case Uop.SLL -> Uop.SLLW;
      case Uop.SRL -> Uop.SRLW;
      case Uop.SRA -> Uop.SRAW;
      case Uop.ADDI -> Uop.ADDIW;
      case Uop.SLLI -> Uop.SLLIW;
      case Uop.SRLI -> Uop.SRLIW;
      case Uop.SRAI -> Uop.SRAIW;
      case Uop.MUL -> Uop.MULW;
      case Uop.DIV -> Uop.DIVW;
      case Uop.DIVU -> Uop.DIVUW;
      case Uop.REM -> Uop.REMW;
      case Uop.REMU -> Uop.REMUW;
      case Uop.MULH -> Uop.MULH32;
      case Uop.MULHU -> Uop.MULHU32;
      case Uop.MULHSU -> Uop.MULHSU32;
      case Uop.CLZ -> Uop.CLZW;
      case Uop.CTZ -> Uop.CTZW;
      case Uop.CPOP -> Uop.CPOPW;
      case Uop.ROL -> Uop.ROLW;
      case Uop.ROR -> Uop.RORW;
      case Uop.RORI -> Uop.RORIW;
      case Uop.BCLR -> Uop.BCLRW;
      case Uop.BCLRI -> Uop.BCLRIW;
      case Uop.BINV -> Uop.BINVW;
      case Uop.BINVI -> Uop.BINVIW;
      case Uop.BSET -> Uop.BSETW;
      case Uop.BSETI -> Uop.BSETIW;
      case Uop.BEXT -> Uop.BEXTW;
      case Uop.BEXTI -> Uop.BEXTIW;
      default -> operation;
    };
  }

  private static int operation(Opcode opcode) {
    return switch (opcode) {
      case LUI -> Uop.LI;
      case AUIPC -> Uop.AUIPC;
      case JAL -> Uop.JAL;
      case JALR -> Uop.JALR;
      case BEQ -> Uop.BEQ;
      case BNE -> Uop.BNE;
      case BLT -> Uop.BLT;
      case BGE -> Uop.BGE;
      case BLTU -> Uop.BLTU;
      case BGEU -> Uop.BGEU;
      case LB -> Uop.LB;
      case LH -> Uop.LH;
      case LW -> Uop.LW;
      case LBU -> Uop.LBU;
      case LHU -> Uop.LHU;
      case SB -> Uop.SB;
      case SH -> Uop.SH;
      case SW -> Uop.SW;
      case ADDI -> Uop.ADDI;
      case SLTI -> Uop.SLTI;
      case SLTIU -> Uop.SLTIU;
      case XORI -> Uop.XORI;
      case ORI -> Uop.ORI;
      case ANDI -> Uop.ANDI;
      case SLLI -> Uop.SLLI;
      case SRLI -> Uop.SRLI;
      case SRAI -> Uop.SRAI;
      case ADD -> Uop.ADD;
      case SUB -> Uop.SUB;
      case SLL -> Uop.SLL;
      case SLT -> Uop.SLT;
      case SLTU -> Uop.SLTU;
      case XOR -> Uop.XOR;
      case SRL -> Uop.SRL;
      case SRA -> Uop.SRA;
      case OR -> Uop.OR;
      case AND -> Uop.AND;
      case FENCE -> Uop.FENCE;
      case ECALL -> Uop.ECALL;
      case EBREAK -> Uop.EBREAK;
      case LWU -> Uop.LWU;
      case LD -> Uop.LD;
      case SD -> Uop.SD;
      case ADDIW -> Uop.ADDIW;
      case SLLIW -> Uop.SLLIW;
      case SRLIW -> Uop.SRLIW;
      case SRAIW -> Uop.SRAIW;
      case ADDW -> Uop.ADDW;
      case SUBW -> Uop.SUBW;
      case SLLW -> Uop.SLLW;
      case SRLW -> Uop.SRLW;
      case SRAW -> Uop.SRAW;
      case CSRRW -> Uop.CSRRW;
      case CSRRS -> Uop.CSRRS;
      case CSRRC -> Uop.CSRRC;
      case CSRRWI -> Uop.CSRRW;
      case CSRRSI -> Uop.CSRRS;
      case CSRRCI -> Uop.CSRRC;
      case FENCE_I -> Uop.FENCE_I;
      case MUL -> Uop.MUL;
      case MULH -> Uop.MULH;
      case MULHSU -> Uop.MULHSU;
      case MULHU -> Uop.MULHU;
      case DIV -> Uop.DIV;
      case DIVU -> Uop.DIVU;
      case REM -> Uop.REM;
      case REMU -> Uop.REMU;
      case MULW -> Uop.MULW;
      case DIVW -> Uop.DIVW;
      case DIVUW -> Uop.DIVUW;
      case REMW -> Uop.REMW;
      case REMUW -> Uop.REMUW;
      case LR_W -> Uop.LR_W;
      case SC_W -> Uop.SC_W;
      case AMOSWAP_W -> Uop.AMOSWAP_W;
      case AMOADD_W -> Uop.AMOADD_W;
      case AMOXOR_W -> Uop.AMOXOR_W;
      case AMOAND_W -> Uop.AMOAND_W;
      case AMOOR_W -> Uop.AMOOR_W;
      case AMOMIN_W -> Uop.AMOMIN_W;
      case AMOMAX_W -> Uop.AMOMAX_W;
      case AMOMINU_W -> Uop.AMOMINU_W;
      case AMOMAXU_W -> Uop.AMOMAXU_W;
      case LR_D -> Uop.LR_D;
      case SC_D -> Uop.SC_D;
      case AMOSWAP_D -> Uop.AMOSWAP_D;
      case AMOADD_D -> Uop.AMOADD_D;
      case AMOXOR_D -> Uop.AMOXOR_D;
      case AMOAND_D -> Uop.AMOAND_D;
      case AMOOR_D -> Uop.AMOOR_D;
      case AMOMIN_D -> Uop.AMOMIN_D;
      case AMOMAX_D -> Uop.AMOMAX_D;
      case AMOMINU_D -> Uop.AMOMINU_D;
      case AMOMAXU_D -> Uop.AMOMAXU_D;
      case FLW -> Uop.FLW;
      case FSW -> Uop.SW;
      case FMADD_S -> Uop.FMADD_S;
      case FMSUB_S -> Uop.FMSUB_S;
      case FNMSUB_S -> Uop.FNMSUB_S;
      case FNMADD_S -> Uop.FNMADD_S;
      case FADD_S -> Uop.FADD_S;
      case FSUB_S -> Uop.FSUB_S;
      case FMUL_S -> Uop.FMUL_S;
      case FDIV_S -> Uop.FDIV_S;
      case FSQRT_S -> Uop.FSQRT_S;
      case FSGNJ_S -> Uop.FSGNJ_S;
      case FSGNJN_S -> Uop.FSGNJN_S;
      case FSGNJX_S -> Uop.FSGNJX_S;
      case FMIN_S -> Uop.FMIN_S;
      case FMAX_S -> Uop.FMAX_S;
      case FLE_S -> Uop.FLE_S;
      case FLT_S -> Uop.FLT_S;
      case FEQ_S -> Uop.FEQ_S;
      case FCLASS_S -> Uop.FCLASS_S;
      case FCVT_W_S -> Uop.FCVT_W_S;
      case FCVT_WU_S -> Uop.FCVT_WU_S;
      case FCVT_S_W -> Uop.FCVT_S_W;
      case FCVT_S_WU -> Uop.FCVT_S_WU;
      case FMV_X_W -> Uop.FMV_X_W;
      case FMV_W_X -> Uop.FMV_W_X;
      case FCVT_L_S -> Uop.FCVT_L_S;
      case FCVT_LU_S -> Uop.FCVT_LU_S;
      case FCVT_S_L -> Uop.FCVT_S_L;
      case FCVT_S_LU -> Uop.FCVT_S_LU;
      case FLD -> Uop.LD;
      case FSD -> Uop.SD;
      case FMADD_D -> Uop.FMADD_D;
      case FMSUB_D -> Uop.FMSUB_D;
      case FNMSUB_D -> Uop.FNMSUB_D;
      case FNMADD_D -> Uop.FNMADD_D;
      case FADD_D -> Uop.FADD_D;
      case FSUB_D -> Uop.FSUB_D;
      case FMUL_D -> Uop.FMUL_D;
      case FDIV_D -> Uop.FDIV_D;
      case FSQRT_D -> Uop.FSQRT_D;
      case FSGNJ_D -> Uop.FSGNJ_D;
      case FSGNJN_D -> Uop.FSGNJN_D;
      case FSGNJX_D -> Uop.FSGNJX_D;
      case FMIN_D -> Uop.FMIN_D;
      case FMAX_D -> Uop.FMAX_D;
      case FLE_D -> Uop.FLE_D;
      case FLT_D -> Uop.FLT_D;
      case FEQ_D -> Uop.FEQ_D;
      case FCLASS_D -> Uop.FCLASS_D;
      case FCVT_W_D -> Uop.FCVT_W_D;
      case FCVT_WU_D -> Uop.FCVT_WU_D;
      case FCVT_D_W -> Uop.FCVT_D_W;
      case FCVT_D_WU -> Uop.FCVT_D_WU;
      case FCVT_S_D -> Uop.FCVT_S_D;
      case FCVT_D_S -> Uop.FCVT_D_S;
      case FCVT_L_D -> Uop.FCVT_L_D;
      case FCVT_LU_D -> Uop.FCVT_LU_D;
      case FCVT_D_L -> Uop.FCVT_D_L;
      case FCVT_D_LU -> Uop.FCVT_D_LU;
      case FMV_X_D -> Uop.MV;
      case FMV_D_X -> Uop.MV;
      case FLH -> Uop.FLH;
      case FSH -> Uop.SH;
      case FMV_X_H -> Uop.FMV_X_H;
      case FMV_H_X -> Uop.FMV_H_X;
      case FCVT_S_H -> Uop.FCVT_S_H;
      case FCVT_H_S -> Uop.FCVT_H_S;
      case FCVT_D_H -> Uop.FCVT_D_H;
      case FCVT_H_D -> Uop.FCVT_H_D;
      case FMADD_H -> Uop.FMADD_H;
      case FMSUB_H -> Uop.FMSUB_H;
      case FNMSUB_H -> Uop.FNMSUB_H;
      case FNMADD_H -> Uop.FNMADD_H;
      case FADD_H -> Uop.FADD_H;
      case FSUB_H -> Uop.FSUB_H;
      case FMUL_H -> Uop.FMUL_H;
      case FDIV_H -> Uop.FDIV_H;
      case FSQRT_H -> Uop.FSQRT_H;
      case FSGNJ_H -> Uop.FSGNJ_H;
      case FSGNJN_H -> Uop.FSGNJN_H;
      case FSGNJX_H -> Uop.FSGNJX_H;
      case FMIN_H -> Uop.FMIN_H;
      case FMAX_H -> Uop.FMAX_H;
      case FLE_H -> Uop.FLE_H;
      case FLT_H -> Uop.FLT_H;
      case FEQ_H -> Uop.FEQ_H;
      case FCLASS_H -> Uop.FCLASS_H;
      case FCVT_W_H -> Uop.FCVT_W_H;
      case FCVT_WU_H -> Uop.FCVT_WU_H;
      case FCVT_H_W -> Uop.FCVT_H_W;
      case FCVT_H_WU -> Uop.FCVT_H_WU;
      case FCVT_L_H -> Uop.FCVT_L_H;
      case FCVT_LU_H -> Uop.FCVT_LU_H;
      case FCVT_H_L -> Uop.FCVT_H_L;
      case FCVT_H_LU -> Uop.FCVT_H_LU;
      case FLI_S -> Uop.FLI_S;
      case FMINM_S -> Uop.FMINM_S;
      case FMAXM_S -> Uop.FMAXM_S;
      case FROUND_S -> Uop.FROUND_S;
      case FROUNDNX_S -> Uop.FROUNDNX_S;
      case FLEQ_S -> Uop.FLEQ_S;
      case FLTQ_S -> Uop.FLTQ_S;
      case FLI_D -> Uop.FLI_D;
      case FMINM_D -> Uop.FMINM_D;
      case FMAXM_D -> Uop.FMAXM_D;
      case FROUND_D -> Uop.FROUND_D;
      case FROUNDNX_D -> Uop.FROUNDNX_D;
      case FLEQ_D -> Uop.FLEQ_D;
      case FLTQ_D -> Uop.FLTQ_D;
      case FCVTMOD_W_D -> Uop.FCVTMOD_W_D;
      case FLI_H -> Uop.FLI_H;
      case FMINM_H -> Uop.FMINM_H;
      case FMAXM_H -> Uop.FMAXM_H;
      case FROUND_H -> Uop.FROUND_H;
      case FROUNDNX_H -> Uop.FROUNDNX_H;
      case FLEQ_H -> Uop.FLEQ_H;
      case FLTQ_H -> Uop.FLTQ_H;
      case FMVH_X_D -> Uop.FMVH_X_D;
      case FMVP_D_X -> Uop.FMVP_D_X;
      case SH1ADD -> Uop.SH1ADD;
      case SH2ADD -> Uop.SH2ADD;
      case SH3ADD -> Uop.SH3ADD;
      case ADD_UW -> Uop.ADD_UW;
      case SH1ADD_UW -> Uop.SH1ADD_UW;
      case SH2ADD_UW -> Uop.SH2ADD_UW;
      case SH3ADD_UW -> Uop.SH3ADD_UW;
      case SLLI_UW -> Uop.SLLI_UW;
      case ANDN -> Uop.ANDN;
      case ORN -> Uop.ORN;
      case XNOR -> Uop.XNOR;
      case CLZ -> Uop.CLZ;
      case CTZ -> Uop.CTZ;
      case CPOP -> Uop.CPOP;
      case SEXT_B -> Uop.SEXT_B;
      case SEXT_H -> Uop.SEXT_H;
      case MAX -> Uop.MAX;
      case MAXU -> Uop.MAXU;
      case MIN -> Uop.MIN;
      case MINU -> Uop.MINU;
      case ROL -> Uop.ROL;
      case ROR -> Uop.ROR;
      case RORI -> Uop.RORI;
      case ORC_B -> Uop.ORC_B;
      case REV8_RV32 -> Uop.REV8W;
      case ZEXT_H_RV32 -> Uop.ZEXT_H;
      case REV8 -> Uop.REV8;
      case ZEXT_H -> Uop.ZEXT_H;
      case CLZW -> Uop.CLZW;
      case CTZW -> Uop.CTZW;
      case CPOPW -> Uop.CPOPW;
      case ROLW -> Uop.ROLW;
      case RORW -> Uop.RORW;
      case RORIW -> Uop.RORIW;
      case CLMUL -> Uop.CLMUL;
      case CLMULH -> Uop.CLMULH;
      case CLMULR -> Uop.CLMULR;
      case BCLR -> Uop.BCLR;
      case BCLRI -> Uop.BCLRI;
      case BEXT -> Uop.BEXT;
      case BEXTI -> Uop.BEXTI;
      case BINV -> Uop.BINV;
      case BINVI -> Uop.BINVI;
      case BSET -> Uop.BSET;
      case BSETI -> Uop.BSETI;
      case CZERO_EQZ -> Uop.CZERO_EQZ;
      case CZERO_NEZ -> Uop.CZERO_NEZ;
      case SRET -> Uop.ILLEGAL;
      case MRET -> Uop.ILLEGAL;
      case DRET -> Uop.ILLEGAL;
      case WFI -> Uop.ILLEGAL;
      case SFENCE_VMA -> Uop.ILLEGAL;
      case CBO_CLEAN -> Uop.FENCE;
      case CBO_FLUSH -> Uop.FENCE;
      case CBO_INVAL -> Uop.FENCE;
      case CBO_ZERO -> Uop.CBO_ZERO;
      default -> Uop.ILLEGAL; // Compressed forms arrive expanded.
    };
  }
}
