package dev.ferry.binutils.asm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.isa.Encoder;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream printed and assembled gives the object that the builder makes of the stream. */
class AsmPrinterTest {
  @ParameterizedTest
  @ValueSource(strings = {"rv64gc_zba_zbb_zbc_zbs_zfa_zfh_zicond", "rv64imafd", "rv32imac"})
  void sameObject(String march) {
    AssemblerOptions options = AssemblerOptions.forIsa(march);
    for (int seed = 0; seed < 20; seed++) {
      ObjectBuilder builder = new ObjectBuilder("t", options);
      emit(builder, options, new Random(seed));
      StringBuilder text = new StringBuilder();
      emit(new AsmPrinter(text, options.isa().xlen()), options, new Random(seed));
      ObjectFile direct = builder.finish();
      assertThat(builder.messages()).isEmpty();
      Assembler.Result result =
          Assembler.assemble("t", text.toString().getBytes(StandardCharsets.ISO_8859_1), options);
      assertThat(result.messages()).as("%s", text).isEmpty();
      assertThat(result.object()).isNotNull();
      Objects.assertSame(march + " seed " + seed, result.object(), Objects.throughFile(direct));
    }
  }

  private static void emit(AsmOutput out, AssemblerOptions options, Random random) {
    out.sourceFile("t.c");
    out.text();
    AsmSymbol function = out.symbol("f");
    List<AsmSymbol> labels = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      labels.add(out.symbol(".L" + i));
    }
    out.align(16);
    out.global(function);
    out.type(function, Elf.STT_FUNC);
    out.lineFile(1, "", "t.c");
    out.label(function);
    out.cfiStart();
    int next = 0;
    for (int i = 0; i < 400; i++) {
      instruction(out, options, random, labels);
      if (random.nextInt(60) == 0 && next < labels.size()) {
        out.label(labels.get(next++));
      }
      other(out, random, i);
    }
    for (; next < labels.size(); next++) {
      out.label(labels.get(next));
    }
    out.cfiEnd();
    out.size(function, Expression.difference(labels.getLast(), function));
    data(out, function, labels);
  }

  private static void other(AsmOutput out, Random random, int i) {
    switch (random.nextInt(12)) {
      case 0 -> out.loadConstant(random.nextInt(32), random.nextInt());
      case 1 -> out.call(1, 1, out.symbol("g"), 0);
      case 2 -> out.loadLocalAddress(10, Expression.of(out.symbol("x"), 4));
      case 3 -> out.loadGotAddress(11, Expression.of(out.symbol("y")));
      case 4 -> out.line(1, i + 1, 3);
      case 5 -> out.cfiCfaOffset(16L * random.nextInt(5));
      case 6 ->
          out.instruction(
              Opcode.SW, 0, 10, 11, RelocationOperator.LO, Expression.of(out.symbol("x")));
      default -> {}
    }
  }

  private static void instruction(
      AsmOutput out, AssemblerOptions options, Random random, List<AsmSymbol> labels) {
    Opcode opcode = Opcode.of(random.nextInt(Opcode.count()));
    int xlen = options.isa().xlen();
    boolean usable =
        opcode.availableOn(xlen)
            && (opcode.extensions() & ~options.isa().extensions()) == 0
            && !opcode.isCompressed();
    if (!usable) {
      return;
    }
    int rd = opcode.hasRd() ? register(random) : 0;
    int rs1 = opcode.hasRs1() || opcode.immediate() == Immediate.CSR_ZIMM ? register(random) : 0;
    int rs2 = opcode.hasRs2() ? register(random) : 0;
    if (opcode.hasTarget()) {
      out.branch(opcode, rd, rs1, rs2, labels.get(random.nextInt(labels.size())), 0);
      return;
    }
    int imm =
        opcode.immediate() == Immediate.NONE
            ? 0
            : opcode.immediate() == Immediate.SHAMT6
                ? random.nextInt(xlen)
                : opcode.immediate() == Immediate.FENCE
                    ? 0x11 + random.nextInt(0x44)
                    : small(opcode.immediate(), random);
    if (opcode == Opcode.FENCE && ((imm & 15) == 0 || imm >> 4 == 0)) {
      return;
    }
    if (opcode.hasRs3() || opcode.hasRoundingMode() || opcode.hasOrdering()) {
      int rs3 = opcode.hasRs3() ? register(random) : 0;
      int rm = opcode.hasRoundingMode() ? random.nextInt(5) : 0;
      int ordering = opcode.hasOrdering() ? random.nextInt(4) * Encoder.RL : 0;
      out.instruction(opcode, rd, rs1, rs2, rs3, imm, rm, ordering);
    } else {
      out.instruction(opcode, rd, rs1, rs2, imm);
    }
  }

  private static int small(Immediate layout, Random random) {
    int value = layout.decode(random.nextInt());
    return random.nextBoolean() && layout.fits(value / 64) ? value / 64 : value;
  }

  private static int register(Random random) {
    return random.nextInt(3) == 0 ? random.nextInt(32) : 8 + random.nextInt(5);
  }

  private static void data(AsmOutput out, AsmSymbol function, List<AsmSymbol> labels) {
    out.section(".rodata.x", Elf.SHT_PROGBITS, Elf.SHF_ALLOC, 0, "");
    out.align(8);
    out.label(out.symbol("x"));
    out.data(4, Expression.difference(labels.get(0), labels.get(1)));
    out.data(4, -5);
    out.bytes("a\"b\\c\0\u00ff".getBytes(StandardCharsets.ISO_8859_1), 0, 7);
    out.zeros(3);
    out.leb128(Expression.of(300), false);
    out.section(".text.g", Elf.SHT_PROGBITS, Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 0, "group name");
    out.weak(out.symbol("g"));
    out.label(out.symbol("g"));
    out.instruction(Opcode.JALR, 0, 1, 0, 0);
    out.data();
    out.label(out.symbol("y"));
    out.data(4, Expression.of(function, 8));
    out.common(out.symbol("common"), 24, 8, false);
    out.common(out.symbol("private"), 24, 8, true);
    out.equate(out.symbol("alias"), Expression.of(function));
    out.global(out.symbol("alias"));
    out.visibility(out.symbol("g"), Elf.STV_HIDDEN);
    out.ident("Ferry");
  }
}
