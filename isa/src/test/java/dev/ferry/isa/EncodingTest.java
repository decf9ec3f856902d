package dev.ferry.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Encoding and decoding are inverse; compressed forms mean what their expansion means. */
class EncodingTest {
  private final Random random = new Random(1);

  @Test
  void everyOpcodeDecodesToItself() {
    for (int xlen : new int[] {32, 64}) {
      Decoder decoder = Decoder.all(xlen);
      Decoded decoded = new Decoded();
      for (int i = 0; i < Opcode.count(); i++) {
        Opcode opcode = Opcode.of(i);
        if (opcode.availableOn(xlen) && !opcode.isCompressed()) {
          for (int round = 0; round < 200; round++) {
            roundTrip(opcode, xlen, decoder, decoded);
          }
        }
      }
    }
  }

  private void roundTrip(Opcode opcode, int xlen, Decoder decoder, Decoded decoded) {
    int rd = opcode.hasRd() ? random.nextInt(32) : 0;
    boolean zimm = opcode.immediate() == Immediate.CSR_ZIMM;
    int rs1 = opcode.hasRs1() || zimm ? random.nextInt(32) : 0;
    int rs2 = opcode.hasRs2() ? random.nextInt(32) : 0;
    int rs3 = opcode.hasRs3() ? random.nextInt(32) : 0;
    int rm = opcode.hasRoundingMode() ? random.nextInt(8) : 0;
    int imm = immediate(opcode.immediate(), xlen);
    int word = Encoder.encode(opcode, rd, rs1, rs2, rs3, imm, rm);
    assertThat(decoder.decode(word, decoded)).as("%s %08x", opcode, word).isTrue();
    assertThat(decoded.opcode).isEqualTo(opcode);
    assertThat(new int[] {decoded.rd, decoded.rs1, decoded.rs2, decoded.rs3, decoded.rm})
        .containsExactly(rd, rs1, rs2, rs3, rm);
    assertThat(decoded.imm).isEqualTo(imm);
    assertThat(decoded.length).isEqualTo(4);
  }

  private int immediate(Immediate layout, int xlen) {
    if (layout == Immediate.NONE) {
      return 0;
    }
    if (layout == Immediate.SHAMT6) {
      return random.nextInt(xlen);
    }
    return layout.decode(random.nextInt());
  }

  @Test
  void immediatesRoundTrip() {
    for (Immediate layout : Immediate.values()) {
      if (layout != Immediate.NONE) {
        for (int round = 0; round < 100; round++) {
          int value = layout.decode(random.nextInt());
          assertThat(layout.fits(value)).as("%s %d", layout, value).isTrue();
          assertThat(layout.decode(layout.encode(value))).isEqualTo(value);
        }
        assertThat(layout.fits(layout.max())).isTrue();
        assertThat(layout.fits((long) layout.max() + layout.alignment())).isFalse();
      }
    }
  }

  /**
   * Of all halfwords: what decodes, and is no hint, compresses to a halfword of the same meaning.
   */
  @Test
  void compressedFormsAreWhatTheyExpandTo() {
    for (int xlen : new int[] {32, 64}) {
      Decoder decoder = Decoder.all(xlen);
      Decoded first = new Decoded();
      Decoded second = new Decoded();
      int compressed = 0;
      for (int half = 0; half < 1 << 16; half++) {
        if ((half & 3) == 3 || !decoder.decode(half, first)) {
          continue;
        }
        int again =
            Compressor.compress(first.opcode, first.rd, first.rs1, first.rs2, first.imm, xlen, -1L);
        if (again >= 0) {
          compressed++;
          assertThat(decoder.decode(again, second)).isTrue();
          assertThat(meaning(second)).as("%04x %04x", half, again).isEqualTo(meaning(first));
        }
      }
      assertThat(compressed).isGreaterThan(40000);
    }
  }

  private static String meaning(Decoded d) {
    // Adding nothing and moving are the same.
    boolean move = d.opcode == Opcode.ADD && d.rs1 == 0;
    return move
        ? Opcode.ADDI + " " + d.rd + " " + d.rs2 + " 0 0"
        : d.opcode + " " + d.rd + " " + d.rs1 + " " + d.rs2 + " " + d.imm;
  }

  @Test
  void reservedEncodingsAreRefused() {
    Decoded decoded = new Decoded();
    // c.unimp, c.addi4spn without a constant, c.lwsp to x0, c.jr x0, and RV32's shift by 32.
    assertThat(Decoder.all(64).decode(0, decoded)).isFalse();
    assertThat(Decoder.all(64).decode(0x0004, decoded)).isFalse();
    assertThat(Decoder.all(64).decode(0x4002, decoded)).isFalse();
    assertThat(Decoder.all(64).decode(0x8002, decoded)).isFalse();
    int shift = Encoder.encode(Opcode.SLLI, 10, 10, 0, 32);
    assertThat(Decoder.all(64).decode(shift, decoded)).isTrue();
    assertThat(Decoder.all(32).decode(shift, decoded)).isFalse();
  }

  @Test
  void extensionsThatAreMissingAreRefused() {
    Decoder decoder = new Decoder(64, IsaString.parse("rv64i").extensions());
    Decoded decoded = new Decoded();
    assertThat(decoder.decode(Encoder.encode(Opcode.ADD, 1, 2, 3, 0), decoded)).isTrue();
    assertThat(decoder.decode(Encoder.encode(Opcode.MUL, 1, 2, 3, 0), decoded)).isFalse();
    assertThat(decoder.decode(0x952e, decoded)).isFalse();
  }

  @Test
  void constantsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Encoder.encode(Opcode.ADDI, 1, 1, 0, 2048))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Encoder.encode(Opcode.BEQ, 0, 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Encoder.encode(Opcode.ADD, 32, 1, 2, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Words whose encoding GNU as 2.40 does not know, checked by hand against the manual. */
  @Test
  void encodingsWithoutOracle() {
    assertThat(Encoder.encode(Opcode.CZERO_EQZ, 10, 11, 12, 0)).isEqualTo(0x0ec5d533);
    assertThat(Encoder.encode(Opcode.CZERO_NEZ, 10, 11, 12, 0)).isEqualTo(0x0ec5f533);
    assertThat(Encoder.encode(Opcode.FLI_S, 10, 0, 0, 16)).isEqualTo(0xf0180553);
    assertThat(Encoder.encode(Opcode.FMINM_D, 10, 11, 12, 0)).isEqualTo(0x2ac5a553);
    assertThat(Encoder.encode(Opcode.FCVTMOD_W_D, 10, 11, 0, 0)).isEqualTo(0xc2859553);
  }
}
