package dev.ferry.machine.interpreter;

/**
 * Operations of the interpreter: what pre-decoding turns an instruction into.
 *
 * <p>A micro-op is a long: the operation in bits 0 to 9, numbers of {@link
 * dev.ferry.machine.core.Hart} registers in bits 10 to 16 (rd), 17 to 23 (rs1) and 24 to 30 (rs2),
 * bit 31 set for a 16-bit instruction, and a signed constant in the upper half. Integer and f
 * registers share one numbering, so a floating-point load is a load with another rd. For
 * floating-point operations the constant's low 3 bits are the rounding mode and the rest from bit 8
 * is rs3 times eight. RV32 instructions become the word forms of RV64, whose results are
 * sign-extended.
 */
final class Uop {
  private Uop() {}

  static long of(int operation, int rd, int rs1, int rs2, int length, int constant) {
    return operation
        | (long) rd << 10
        | (long) rs1 << 17
        | (long) rs2 << 24
        | (length == 2 ? 1L << 31 : 0)
        | (long) constant << 32;
  }

  static int operation(long uop) {
    return (int) uop & 0x3ff;
  }

  static int length(long uop) {
    return 4 - ((int) (uop >>> 31 & 1) << 1);
  }

  /** Not decoded yet. */
  static final int DECODE = 0;

  /** The first slot behind a page. */
  static final int PAGE_END = 1;

  static final int LI = 2;
  static final int MV = 3;
  static final int ADD = 4;
  static final int SUB = 5;
  static final int SLL = 6;
  static final int SLT = 7;
  static final int SLTU = 8;
  static final int XOR = 9;
  static final int SRL = 10;
  static final int SRA = 11;
  static final int OR = 12;
  static final int AND = 13;
  static final int ADDI = 14;
  static final int SLTI = 15;
  static final int SLTIU = 16;
  static final int XORI = 17;
  static final int ORI = 18;
  static final int ANDI = 19;
  static final int SLLI = 20;
  static final int SRLI = 21;
  static final int SRAI = 22;
  static final int ADDW = 23;
  static final int SUBW = 24;
  static final int SLLW = 25;
  static final int SRLW = 26;
  static final int SRAW = 27;
  static final int ADDIW = 28;
  static final int SLLIW = 29;
  static final int SRLIW = 30;
  static final int SRAIW = 31;
  static final int AUIPC = 32;
  static final int LB = 33;
  static final int LH = 34;
  static final int LW = 35;
  static final int LBU = 36;
  static final int LHU = 37;
  static final int LWU = 38;
  static final int LD = 39;
  static final int FLW = 40;
  static final int FLH = 41;
  static final int SB = 42;
  static final int SH = 43;
  static final int SW = 44;
  static final int SD = 45;
  static final int JAL = 46;
  static final int JALR = 47;
  static final int BEQ = 48;
  static final int BNE = 49;
  static final int BLT = 50;
  static final int BGE = 51;
  static final int BLTU = 52;
  static final int BGEU = 53;
  static final int MUL = 54;
  static final int MULW = 55;
  static final int DIV = 56;
  static final int DIVU = 57;
  static final int REM = 58;
  static final int REMU = 59;
  static final int DIVW = 60;
  static final int DIVUW = 61;
  static final int REMW = 62;
  static final int REMUW = 63;
  static final int MULH = 64;
  static final int MULHU = 65;
  static final int MULHSU = 66;
  static final int ADD_UW = 67;
  static final int SH1ADD = 68;
  static final int SH2ADD = 69;
  static final int SH3ADD = 70;
  static final int SH1ADD_UW = 71;
  static final int SH2ADD_UW = 72;
  static final int SH3ADD_UW = 73;
  static final int SLLI_UW = 74;
  static final int ANDN = 75;
  static final int ORN = 76;
  static final int XNOR = 77;
  static final int MIN = 78;
  static final int MINU = 79;
  static final int MAX = 80;
  static final int MAXU = 81;
  static final int CZERO_EQZ = 82;
  static final int CZERO_NEZ = 83;
  static final int SEXT_B = 84;
  static final int SEXT_H = 85;
  static final int ZEXT_H = 86;
  static final int BEXT = 87;
  static final int BEXTI = 88;
  static final int FADD_D = 89;
  static final int FSUB_D = 90;
  static final int FMUL_D = 91;
  static final int FDIV_D = 92;
  static final int FMADD_D = 93;
  static final int FMSUB_D = 94;
  static final int FNMSUB_D = 95;
  static final int FNMADD_D = 96;
  static final int FSGNJ_D = 97;
  static final int FSGNJN_D = 98;
  static final int FSGNJX_D = 99;
  static final int FEQ_D = 100;
  static final int FLT_D = 101;
  static final int FLE_D = 102;
  static final int FADD_S = 103;
  static final int FSUB_S = 104;
  static final int FMUL_S = 105;
  static final int FCVT_D_W = 106;
  static final int FCVT_D_L = 107;
  static final int FCVT_D_S = 108;
  static final int FCVT_S_D = 109;
  static final int FCVT_W_D = 110;
  static final int FCVT_L_D = 111;
  static final int ECALL = 112;
  static final int EBREAK = 113;
  static final int FENCE = 114;
  static final int FENCE_I = 115;
  static final int CSRRW = 116;
  static final int CSRRS = 117;
  static final int CSRRC = 118;

  /** Translated code starts here. */
  static final int TRANSLATED = 119;

  /** No instruction; the constant is its bits. */
  static final int ILLEGAL = 120;

  static final int CLZ = 121;
  static final int CTZ = 122;
  static final int CPOP = 123;
  static final int CLZW = 124;
  static final int CTZW = 125;
  static final int CPOPW = 126;
  static final int ROL = 127;
  static final int ROR = 128;
  static final int RORI = 129;
  static final int ROLW = 130;
  static final int RORW = 131;
  static final int RORIW = 132;
  static final int ORC_B = 133;
  static final int REV8 = 134;
  static final int REV8W = 135;
  static final int CLMUL = 136;
  static final int CLMULH = 137;
  static final int CLMULR = 138;
  static final int BCLR = 139;
  static final int BCLRI = 140;
  static final int BINV = 141;
  static final int BINVI = 142;
  static final int BSET = 143;
  static final int BSETI = 144;
  static final int BCLRW = 145;
  static final int BCLRIW = 146;
  static final int BINVW = 147;
  static final int BINVIW = 148;
  static final int BSETW = 149;
  static final int BSETIW = 150;
  static final int BEXTW = 151;
  static final int BEXTIW = 152;
  static final int MULH32 = 153;
  static final int MULHU32 = 154;
  static final int MULHSU32 = 155;
  static final int LR_W = 156;
  static final int SC_W = 157;
  static final int AMOSWAP_W = 158;
  static final int AMOADD_W = 159;
  static final int AMOXOR_W = 160;
  static final int AMOAND_W = 161;
  static final int AMOOR_W = 162;
  static final int AMOMIN_W = 163;
  static final int AMOMAX_W = 164;
  static final int AMOMINU_W = 165;
  static final int AMOMAXU_W = 166;
  static final int LR_D = 167;
  static final int SC_D = 168;
  static final int AMOSWAP_D = 169;
  static final int AMOADD_D = 170;
  static final int AMOXOR_D = 171;
  static final int AMOAND_D = 172;
  static final int AMOOR_D = 173;
  static final int AMOMIN_D = 174;
  static final int AMOMAX_D = 175;
  static final int AMOMINU_D = 176;
  static final int AMOMAXU_D = 177;
  static final int FDIV_S = 178;
  static final int FSQRT_S = 179;
  static final int FMADD_S = 180;
  static final int FMSUB_S = 181;
  static final int FNMSUB_S = 182;
  static final int FNMADD_S = 183;
  static final int FSGNJ_S = 184;
  static final int FSGNJN_S = 185;
  static final int FSGNJX_S = 186;
  static final int FMIN_S = 187;
  static final int FMAX_S = 188;
  static final int FMINM_S = 189;
  static final int FMAXM_S = 190;
  static final int FLE_S = 191;
  static final int FLT_S = 192;
  static final int FEQ_S = 193;
  static final int FLEQ_S = 194;
  static final int FLTQ_S = 195;
  static final int FCLASS_S = 196;
  static final int FCVT_W_S = 197;
  static final int FCVT_S_W = 198;
  static final int FCVT_WU_S = 199;
  static final int FCVT_S_WU = 200;
  static final int FCVT_L_S = 201;
  static final int FCVT_S_L = 202;
  static final int FCVT_LU_S = 203;
  static final int FCVT_S_LU = 204;
  static final int FROUND_S = 205;
  static final int FROUNDNX_S = 206;
  static final int FLI_S = 207;
  static final int FSQRT_D = 208;
  static final int FMIN_D = 209;
  static final int FMAX_D = 210;
  static final int FMINM_D = 211;
  static final int FMAXM_D = 212;
  static final int FLEQ_D = 213;
  static final int FLTQ_D = 214;
  static final int FCLASS_D = 215;
  static final int FCVT_WU_D = 216;
  static final int FCVT_D_WU = 217;
  static final int FCVT_LU_D = 218;
  static final int FCVT_D_LU = 219;
  static final int FROUND_D = 220;
  static final int FROUNDNX_D = 221;
  static final int FLI_D = 222;
  static final int FADD_H = 223;
  static final int FSUB_H = 224;
  static final int FMUL_H = 225;
  static final int FDIV_H = 226;
  static final int FSQRT_H = 227;
  static final int FMADD_H = 228;
  static final int FMSUB_H = 229;
  static final int FNMSUB_H = 230;
  static final int FNMADD_H = 231;
  static final int FSGNJ_H = 232;
  static final int FSGNJN_H = 233;
  static final int FSGNJX_H = 234;
  static final int FMIN_H = 235;
  static final int FMAX_H = 236;
  static final int FMINM_H = 237;
  static final int FMAXM_H = 238;
  static final int FLE_H = 239;
  static final int FLT_H = 240;
  static final int FEQ_H = 241;
  static final int FLEQ_H = 242;
  static final int FLTQ_H = 243;
  static final int FCLASS_H = 244;
  static final int FCVT_W_H = 245;
  static final int FCVT_H_W = 246;
  static final int FCVT_WU_H = 247;
  static final int FCVT_H_WU = 248;
  static final int FCVT_L_H = 249;
  static final int FCVT_H_L = 250;
  static final int FCVT_LU_H = 251;
  static final int FCVT_H_LU = 252;
  static final int FROUND_H = 253;
  static final int FROUNDNX_H = 254;
  static final int FLI_H = 255;
  static final int FCVT_H_S = 256;
  static final int FCVT_H_D = 257;
  static final int FCVT_S_H = 258;
  static final int FCVT_D_H = 259;
  static final int FMV_X_W = 260;
  static final int FMV_W_X = 261;
  static final int FMV_X_H = 262;
  static final int FMV_H_X = 263;
  static final int FCVTMOD_W_D = 264;
  static final int FMVH_X_D = 265;
  static final int FMVP_D_X = 266;
  static final int CBO_ZERO = 267;
  static final int SH1ADDW = 268;
  static final int SH2ADDW = 269;
  static final int SH3ADDW = 270;
  static final int ORC_BW = 271;
}
