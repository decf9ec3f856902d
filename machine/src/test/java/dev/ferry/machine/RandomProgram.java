package dev.ferry.machine;

import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Extension;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random straight-line programs with forward jumps. x2, x3, x4 and x8 always hold the address of a
 * scratch area; loads, stores and atomics use no other base, so that no program can go astray.
 */
final class RandomProgram {
  /** An instruction; {@code target} is the index of the one it jumps to, or -1. */
  private record Item(int word, int length, int target) {}

  private static final int SCRATCH_BASES = 1 << 2 | 1 << 3 | 1 << 4 | 1 << 8;
  private static final int MAX_OFFSET = 480;
  private final int xlen;
  private final Decoder decoder;
  private final List<Opcode> opcodes = new ArrayList<>();
  private final SplittableRandom random;

  RandomProgram(int xlen, long seed) {
    this.xlen = xlen;
    this.decoder = Decoder.all(xlen);
    this.random = new SplittableRandom(seed);
    // Whether sc.w may succeed after lr.d is open, so a program has reservations of one width.
    boolean words = xlen == 32 || random.nextBoolean();
    for (Opcode opcode : Opcode.values()) {
      if (opcode.availableOn(xlen)
          && !opcode.isCompressed()
          && isWanted(opcode)
          && opcode != (words ? Opcode.LR_D : Opcode.LR_W)
          && opcode != (words ? Opcode.SC_D : Opcode.SC_W)) {
        opcodes.add(opcode);
      }
    }
  }

  /** What qemu 7.2 knows and a block can hold. */
  private static boolean isWanted(Opcode opcode) {
    String name = opcode.mnemonic();
    return switch (opcode) {
      // qemu 7.2 counts beyond bit 31 for ctzw; the manual says 32 for a zero word.
      case CTZW -> false;
      case ECALL, EBREAK, JALR, SRET, MRET, DRET, WFI, SFENCE_VMA -> false;
      default ->
          opcode.extension() != Extension.ZFA
              && opcode.extension() != Extension.ZICOND
              && !name.startsWith("cbo");
    };
  }

  /** The halfwords of a block of about that many instructions. */
  int[] block(int instructions) {
    List<Item> items = new ArrayList<>();
    while (items.size() < instructions) {
      Item item =
          random.nextInt(4) == 0
              ? compressed(items.size(), instructions)
              : wide(items.size(), instructions);
      if (item != null) {
        items.add(item);
      }
    }
    int[] start = new int[items.size() + 1];
    for (int i = 0; i < items.size(); i++) {
      start[i + 1] = start[i] + items.get(i).length;
    }
    int[] halves = new int[start[items.size()] / 2];
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      int word = item.word;
      if (item.target >= 0) {
        word = withTarget(word, start[Math.min(item.target, items.size())] - start[i]);
      }
      halves[start[i] / 2] = word & 0xffff;
      if (item.length == 4) {
        halves[start[i] / 2 + 1] = word >>> 16;
      }
    }
    return halves;
  }

  private int withTarget(int word, int distance) {
    Decoded d = new Decoded();
    if (!decoder.decode(word, d)) {
      throw new IllegalStateException(Integer.toHexString(word));
    }
    Immediate layout = d.written.immediate();
    return word & ~layout.encode(-1) | layout.encode(distance);
  }

  private Item wide(int index, int count) {
    Opcode opcode = opcodes.get(random.nextInt(opcodes.size()));
    int word = opcode.match() | random.nextInt() & ~opcode.mask(xlen);
    if (opcode.hasRoundingMode()) {
      int[] modes = {0, 0, 1, 2, 3, 4, 7, 7};
      word = word & ~0x7000 | modes[random.nextInt(modes.length)] << 12;
    }
    String meaning = opcode.meaning();
    if (opcode.extension() == Extension.ZICSR) {
      word = csr(opcode);
      if (word == 0) {
        return null;
      }
    } else if (opcode.extension() == Extension.A) {
      word = word & ~0xf8000 | 4 << 15;
    } else if (meaning.contains("load") || meaning.contains("store")) {
      Immediate layout = opcode.immediate();
      int offset = random.nextInt(MAX_OFFSET) & (random.nextInt(8) == 0 ? -1 : -8);
      word = word & ~0xf8000 | 3 << 15;
      word = word & ~layout.encode(-1) | layout.encode(offset);
    }
    Decoded d = new Decoded();
    if (!decoder.decode(word, d) || d.opcode != opcode || writesBase(d)) {
      return null;
    }
    boolean jumps = opcode.hasTarget();
    return new Item(word, 4, jumps ? index + 1 + random.nextInt(6) : -1);
  }

  private int csr(Opcode opcode) {
    int rd = random.nextInt(32) << 7;
    switch (random.nextInt(3)) {
      case 0: // frm = 0..4
        return opcode == Opcode.CSRRWI
            ? opcode.match() | 2 << 20 | random.nextInt(5) << 15 | rd
            : 0;
      case 1: // fflags, any value
        return opcode.match() | 1 << 20 | random.nextInt(32) << 15 | rd;
      default: // read fcsr
        return opcode == Opcode.CSRRS ? opcode.match() | 3 << 20 | rd : 0;
    }
  }

  private static boolean writesBase(Decoded d) {
    return d.opcode.hasRd() && !d.opcode.isRdFloat() && (SCRATCH_BASES >>> d.rd & 1) != 0;
  }

  private Item compressed(int index, int count) {
    int half = random.nextInt(1 << 16);
    Decoded d = new Decoded();
    if ((half & 3) == 3 || !decoder.decode(half, d) || !isWanted(d.opcode) || writesBase(d)) {
      return null;
    }
    boolean shifts = d.opcode == Opcode.SLLI || d.opcode == Opcode.SRLI || d.opcode == Opcode.SRAI;
    if (xlen == 32 && shifts && d.imm > 31) {
      return null;
    }
    String meaning = d.opcode.meaning();
    if (meaning.contains("load") || meaning.contains("store")) {
      if ((SCRATCH_BASES >>> d.rs1 & 1) == 0) {
        return null;
      }
    }
    return new Item(half, 2, d.opcode.hasTarget() ? index + 1 + random.nextInt(6) : -1);
  }

  /** A starting value of an x register. */
  long integer() {
    long v =
        switch (random.nextInt(6)) {
          case 0 -> random.nextInt(-4, 5);
          case 1 -> 1L << random.nextInt(64);
          case 2 -> (1L << random.nextInt(64)) - 1;
          case 3 -> random.nextInt();
          case 4 -> random.nextLong() >> random.nextInt(64);
          default -> random.nextLong();
        };
    return xlen == 32 ? (int) v : v;
  }

  /** A starting value of an f register: mostly ordinary numbers, few NaNs. */
  long floating() {
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> // doubles whose sums and products are interesting
          Double.doubleToRawLongBits(Math.scalb(random.nextDouble(-2, 2), random.nextInt(-40, 41)));
      case 4 -> Double.doubleToRawLongBits(random.nextInt(-1000, 1000));
      case 5 -> specialDouble();
      case 6, 7, 8 ->
          0xffffffff00000000L
              | Float.floatToRawIntBits(
                      Math.scalb(random.nextFloat(-2f, 2f), random.nextInt(-30, 31)))
                  & 0xffffffffL;
      case 9 -> 0xffffffff00000000L | specialSingle();
      case 10 -> 0xffffffffffff0000L | random.nextInt(1 << 16);
      default -> random.nextLong();
    };
  }

  private long specialDouble() {
    long sign = (long) random.nextInt(2) << 63;
    long exponent =
        new long[] {0, 1, 2, 0x3fe, 0x3ff, 0x41e, 0x43e, 0x7fd, 0x7fe, 0x7ff}[random.nextInt(10)];
    long fraction =
        new long[] {0, 0, 1, (1L << 52) - 1, 1L << 51, random.nextLong(1L << 52)}
            [random.nextInt(6)];
    return sign | exponent << 52 | fraction;
  }

  private long specialSingle() {
    long sign = (long) random.nextInt(2) << 31;
    long exponent =
        new long[] {0, 1, 2, 0x7e, 0x7f, 0x9e, 0xbe, 0xfd, 0xfe, 0xff}[random.nextInt(10)];
    long fraction =
        new long[] {0, 0, 1, (1L << 23) - 1, 1L << 22, random.nextLong(1L << 23)}
            [random.nextInt(6)];
    return sign | exponent << 23 | fraction;
  }

  int fcsr() {
    return random.nextInt(3) == 0 ? random.nextInt(5) << 5 | random.nextInt(32) : 0;
  }

  long scratch() {
    return random.nextBoolean() ? integer() : floating();
  }
}
