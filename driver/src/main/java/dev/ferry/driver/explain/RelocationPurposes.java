package dev.ferry.driver.explain;

import java.util.Map;

/** What the linker does for a relocation, in words (RISC-V psABI, "Relocations"). */
final class RelocationPurposes {
  private static final Map<String, String> PURPOSES =
      Map.ofEntries(
          Map.entry("R_RISCV_32", "the address, 32 bits"),
          Map.entry("R_RISCV_64", "the address, 64 bits"),
          Map.entry("R_RISCV_BRANCH", "the distance to a branch target"),
          Map.entry("R_RISCV_JAL", "the distance to a jump target"),
          Map.entry("R_RISCV_CALL", "the distance to a function, in auipc and jalr"),
          Map.entry("R_RISCV_CALL_PLT", "the distance to a function, in auipc and jalr"),
          Map.entry("R_RISCV_GOT_HI20", "upper part of the distance to an entry of the GOT"),
          Map.entry("R_RISCV_PCREL_HI20", "upper 20 bits of the distance to a symbol"),
          Map.entry("R_RISCV_PCREL_LO12_I", "lower 12 bits of the distance of its auipc"),
          Map.entry("R_RISCV_PCREL_LO12_S", "lower 12 bits of the distance of its auipc"),
          Map.entry("R_RISCV_HI20", "upper 20 bits of the address"),
          Map.entry("R_RISCV_LO12_I", "lower 12 bits of the address"),
          Map.entry("R_RISCV_LO12_S", "lower 12 bits of the address"),
          Map.entry("R_RISCV_TPREL_HI20", "upper 20 bits of the offset from tp"),
          Map.entry("R_RISCV_TPREL_LO12_I", "lower 12 bits of the offset from tp"),
          Map.entry("R_RISCV_TPREL_LO12_S", "lower 12 bits of the offset from tp"),
          Map.entry("R_RISCV_TPREL_ADD", "marks the addition of tp"),
          Map.entry("R_RISCV_RVC_BRANCH", "the distance to a branch target, 16-bit form"),
          Map.entry("R_RISCV_RVC_JUMP", "the distance to a jump target, 16-bit form"),
          Map.entry("R_RISCV_RELAX", "the linker may shorten this"),
          Map.entry("R_RISCV_ALIGN", "the linker keeps the alignment"));

  private RelocationPurposes() {}

  /** The purpose of a relocation; empty for one that only data has. */
  static String of(String type) {
    return PURPOSES.getOrDefault(type, "");
  }
}
