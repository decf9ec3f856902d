package dev.ferry.driver.decode;

import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.driver.decode.DecodeDocument.Example;
import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Encoder;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import java.util.ArrayList;
import java.util.List;

/** Examples of an instruction: encoded, so that they are right by construction. */
public final class Examples {
  private static final int[] CONSTANTS = {8, 16, -4, 1, 64, 0x12000, 2048, 0x300, 0};
  private static final int[][] REGISTERS = {{10, 11, 12, 13}, {5, 8, 9, 6}};

  private final int xlen;
  private final Decoder decoder;
  private final Decoded decoded = new Decoded();

  /**
   * @param xlen 32 or 64
   */
  public Examples(int xlen) {
    this.xlen = xlen;
    this.decoder = Decoder.all(xlen);
  }

  /** At most two, with different operands. */
  public List<Example> of(Opcode opcode) {
    List<Example> examples = new ArrayList<>();
    if (opcode.isCompressed()) {
      compressed(opcode, examples);
    } else {
      for (int i = 0; i < REGISTERS.length; i++) {
        add(examples, word(opcode, REGISTERS[i], i));
      }
    }
    return examples;
  }

  private void add(List<Example> examples, int word) {
    decoder.decode(word, decoded);
    String text = WordDecoder.text(decoded, xlen, null, DisassemblerOptions.DEFAULT);
    String hex = WordDecoder.hex(word, WordDecoder.isShort(word) ? 2 : 4);
    for (Example example : examples) {
      if (example.hex().equals(hex)) {
        return;
      }
    }
    examples.add(new Example(text, hex));
  }

  private static int word(Opcode opcode, int[] registers, int turn) {
    int rd = opcode.hasRd() ? registers[0] : 0;
    int rs1 = opcode.hasRs1() ? registers[1] : 0;
    int rs2 = opcode.hasRs2() ? registers[2] : 0;
    int rs3 = opcode.hasRs3() ? registers[3] : 0;
    int rm = opcode.hasRoundingMode() ? Encoder.defaultRoundingMode(opcode).code() : 0;
    return Encoder.encode(opcode, rd, rs1, rs2, rs3, constant(opcode, turn), rm);
  }

  private static int constant(Opcode opcode, int turn) {
    Immediate layout = opcode.immediate();
    if (opcode == Opcode.FENCE) {
      // Which accesses before are seen before which after: rw,rw and w,r.
      return turn == 0 ? 0x33 : 0x12;
    }
    int skip = turn;
    for (int value : CONSTANTS) {
      if (layout != Immediate.NONE && layout.fits(value) && skip-- == 0) {
        return value;
      }
    }
    return 0;
  }

  /** The first halfwords of the form whose fields are not all zero. */
  private void compressed(Opcode opcode, List<Example> examples) {
    int free = ~opcode.mask(xlen) & 0xffff;
    for (int seed = 0x5a5a; examples.size() < 2 && seed < 0x5a5a + 64; seed++) {
      int half = opcode.match() | seed * 0x9e37 & free;
      boolean found = decoder.decode(half, decoded) && decoded.written == opcode;
      if (found && (decoded.imm & 63) < xlen) {
        // On RV32 shifts by more than 31 are reserved.
        add(examples, half);
      }
    }
  }
}
