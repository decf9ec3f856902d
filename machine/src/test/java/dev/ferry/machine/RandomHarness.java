package dev.ferry.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * Many random programs in one assembly file. Each starts with registers, fcsr and scratch memory
 * from a table, and leaves all of them in the output.
 */
final class RandomHarness {
  static final int SCRATCH = 1024;
  static final int DUMP = 65 * 8;
  static final int RECORD = SCRATCH + DUMP;
  private static final int OUT = 1600;

  final List<int[]> blocks = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder data = new StringBuilder();
  private final int xlen;

  RandomHarness(int xlen) {
    this.xlen = xlen;
  }

  private void line(String s) {
    text.append(s).append('\n');
  }

  /** The assembly source of {@code count} programs. */
  String source(long seed, int count, int instructions) {
    String load = xlen == 64 ? "ld" : "lw";
    String store = xlen == 64 ? "sd" : "sw";
    line(
        ".option norelax\n.text\n.globl _start\n_start:\nla x3, scratch\nla x5, out\n"
            + store
            + " x5, "
            + OUT
            + "(x3)");
    for (int k = 0; k < count; k++) {
      RandomProgram program = new RandomProgram(xlen, seed + k);
      initial(program, k);
      line("la x5, init" + k + "\ncall reset\nla x31, init" + k);
      for (int i = 0; i < 32; i++) {
        line("fld f" + i + ", " + (256 + 8 * i) + "(x31)");
      }
      line("lw x1, 512(x31)\nfscsr x1\nla x3, scratch\nmv x2, x3\nmv x4, x3\nmv x8, x3");
      for (int i = 1; i < 32; i++) {
        if (i != 2 && i != 3 && i != 4 && i != 8 && i != 31) {
          line(load + " x" + i + ", " + 8 * i + "(x31)");
        }
      }
      line(load + " x31, 248(x31)\nblock" + k + ":");
      int[] block = program.block(instructions);
      blocks.add(block);
      StringBuilder halves = new StringBuilder(".half 0x13, 0");
      for (int half : block) {
        halves.append(", 0x").append(Integer.toHexString(half));
      }
      line(halves.toString());
      for (int i = 1; i < 32; i++) {
        line(store + " x" + i + ", " + (SCRATCH + 8 * i) + "(x3)");
      }
      for (int i = 0; i < 32; i++) {
        line("fsd f" + i + ", " + (SCRATCH + 256 + 8 * i) + "(x3)");
      }
      line("frcsr x1\n" + store + " x1, " + (SCRATCH + 512) + "(x3)\ncall record");
    }
    line(
        """
        la a1, out
        1: la a2, outend
        sub a2, a2, a1
        beqz a2, 2f
        li a0, 1
        li a7, 64
        ecall
        add a1, a1, a0
        j 1b
        2: li a0, 0
        li a7, 94
        ecall
        # Copies scratch and dump to the output; zeroes the dump.
        record:
        LOAD x5, OUT(x3)
        mv x6, x3
        li x7, RECORD
        add x7, x7, x6
        1: LOAD x9, 0(x6)
        STORE x9, 0(x5)
        addi x6, x6, WORD
        addi x5, x5, WORD
        bne x6, x7, 1b
        STORE x5, OUT(x3)
        ret
        # Fills scratch by repeating the 128 bytes behind the registers.
        reset:
        sc.w x9, x0, (x3)  # No reservation from the program before.
        mv x6, x3
        li x7, 8
        3: addi x10, x5, 520
        addi x11, x10, 128
        1: LOAD x9, 0(x10)
        STORE x9, 0(x6)
        addi x10, x10, WORD
        addi x6, x6, WORD
        bne x10, x11, 1b
        addi x7, x7, -1
        bnez x7, 3b
        ret
        """
            .replace("LOAD", load)
            .replace("STORE", store)
            .replace("WORD", Integer.toString(xlen / 8))
            .replace("RECORD", Integer.toString(RECORD))
            .replace("OUT", Integer.toString(OUT)));
    data.append(".bss\n.align 6\nscratch: .space 2048\nout: .space ")
        .append(RECORD * count)
        .append("\noutend:\n");
    return text + ".data\n.align 4\n" + data;
  }

  private void initial(RandomProgram program, int k) {
    data.append("init").append(k).append(": .dword ");
    for (int i = 0; i < 32; i++) {
      data.append(i == 0 ? "" : ", ").append(program.integer());
    }
    for (int i = 0; i < 32; i++) {
      data.append(", ").append(program.floating());
    }
    data.append(", ").append(program.fcsr());
    for (int i = 0; i < 16; i++) {
      data.append(", ").append(program.scratch());
    }
    data.append('\n');
  }
}
