package dev.ferry.driver.decode;

import dev.ferry.isa.Opcode;
import java.util.Map;

/** The manual's names for layouts of instruction words. */
final class FormatNames {
  /** By what the bits column contains; the first that fits. */
  private static final String[][] WIDE = {
    {"rs3", "R4"},
    {"imm[11:5]", "S"},
    {"imm[12|10:5]", "B"},
    {"imm[31:12]", "U"},
    {"imm[20|", "J"},
    {"imm[11:0]", "I"},
    {"shamt", "I"},
    {"csr", "I"},
    {"pred", "I"}
  };

  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("CR", "c.jr c.jalr c.mv c.add c.ebreak"),
          Map.entry(
              "CI",
              "c.addi c.addiw c.li c.lui c.addi16sp c.slli c.lwsp c.ldsp c.flwsp c.fldsp c.nop"
                  + " c.unimp"),
          Map.entry("CSS", "c.swsp c.sdsp c.fswsp c.fsdsp"),
          Map.entry("CIW", "c.addi4spn"),
          Map.entry("CL", "c.lw c.ld c.flw c.fld"),
          Map.entry("CS", "c.sw c.sd c.fsw c.fsd"),
          Map.entry("CA", "c.and c.or c.xor c.sub c.addw c.subw"),
          Map.entry("CB", "c.beqz c.bnez c.srli c.srai c.andi"),
          Map.entry("CJ", "c.j c.jal"));

  private FormatNames() {}

  static String of(Opcode opcode) {
    if (opcode.isCompressed()) {
      for (Map.Entry<String, String> format : SHORT.entrySet()) {
        if ((" " + format.getValue() + " ").contains(" " + opcode.mnemonic() + " ")) {
          return format.getKey();
        }
      }
      return "C";
    }
    for (String[] row : WIDE) {
      if (opcode.bits().contains(row[0])) {
        return row[1];
      }
    }
    return opcode.hasRs2() || opcode.hasRs1() && opcode.hasRd() ? "R" : "I";
  }
}
