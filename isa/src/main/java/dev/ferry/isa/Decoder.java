package dev.ferry.isa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes instruction words for one register width and one set of extensions. 32-bit words are
 * looked up by major opcode, funct3 and the upper seven bits (15 bits in all), those whose upper
 * bits are an operand's by the lower eight of these; the few candidates under one key are chained
 * and compared with mask and match. A program's start pays for building this, so it is kept small.
 */
public final class Decoder {
  private static final int KEYS = 1 << 15;
  private static final int LOW_KEYS = 1 << 8;

  private final int xlen;
  private final long extensions;
  // Chains of candidates: the first node of each key, 0 for none; of each node the opcode and the
  // next node.
  private final short[] first = new short[KEYS];
  private final short[] firstOfLow = new short[LOW_KEYS];
  private short[] opcodes = new short[1024];
  private short[] next = new short[1024];
  private int nodes = 1;
  private final Opcode[][] compressed = new Opcode[32][];

  /**
   * A decoder for instructions of this width.
   *
   * @param xlen 32 or 64
   * @param extensions the extensions that are present, as bits of {@link Extension}
   */
  public Decoder(int xlen, long extensions) {
    this.xlen = xlen;
    this.extensions = extensions;
    List<List<Opcode>> halves = new ArrayList<>();
    for (int i = 0; i < compressed.length; i++) {
      halves.add(new ArrayList<>());
    }
    // From the last: each is put before the others of its key, so that the first row comes first.
    for (int i = Opcode.count() - 1; i >= 0; i--) {
      Opcode opcode = Opcode.of(i);
      if (present(opcode)) {
        if (opcode.isCompressed()) {
          halves.get(compressedKey(opcode.match())).addFirst(opcode);
        } else {
          file(opcode);
        }
      }
    }
    for (int i = 0; i < compressed.length; i++) {
      compressed[i] = halves.get(i).toArray(Opcode[]::new);
    }
  }

  /** A decoder for every instruction of the tables. */
  public static Decoder all(int xlen) {
    return new Decoder(xlen, -1L);
  }

  private boolean present(Opcode opcode) {
    return opcode.availableOn(xlen) && (opcode.extensions() & ~extensions) == 0;
  }

  private static int key(int word) {
    return word >>> 2 & 0x1f | word >>> 7 & 0xe0 | word >>> 17 & 0x7f00;
  }

  private static int compressedKey(int half) {
    return half & 3 | half >>> 11 & 0x1c;
  }

  /** Files the opcode under every key it can have. */
  private void file(Opcode opcode) {
    int fixed = key(opcode.match());
    int free = ~key(opcode.mask(xlen)) & KEYS - 1;
    boolean low = free >>> 8 == 0x7f;
    short[] firsts = low ? firstOfLow : first;
    if (low) {
      free &= LOW_KEYS - 1;
    }
    int bits = 0;
    do {
      int key = fixed | bits;
      if (nodes == opcodes.length) {
        opcodes = Arrays.copyOf(opcodes, 2 * nodes);
        next = Arrays.copyOf(next, 2 * nodes);
      }
      opcodes[nodes] = (short) opcode.ordinal();
      next[nodes] = firsts[key];
      firsts[key] = (short) nodes++;
      bits = bits - free & free;
    } while (bits != 0);
  }

  /** The register width, 32 or 64. */
  public int xlen() {
    return xlen;
  }

  /** The extensions that are present, as bits of {@link Extension}. */
  public long extensions() {
    return extensions;
  }

  /**
   * Decodes the instruction whose first halfword is in the low 16 bits of {@code word}; the upper
   * half matters only if the low two bits are 11.
   *
   * @return whether it is an instruction; if not, {@code out} holds nothing of use
   */
  public boolean decode(int word, Decoded out) {
    return (word & 3) == 3 ? decode32(word, out) : decode16(word & 0xffff, out);
  }

  private boolean decode32(int word, Decoded out) {
    int key = key(word);
    return decode32(first[key], word, out) || decode32(firstOfLow[key & LOW_KEYS - 1], word, out);
  }

  private boolean decode32(int chain, int word, Decoded out) {
    for (int node = chain; node != 0; node = next[node]) {
      Opcode opcode = Opcode.of(opcodes[node]);
      if ((word & opcode.mask(xlen)) == opcode.match()) {
        fill(opcode, word, out);
        return true;
      }
    }
    return false;
  }

  private static void fill(Opcode opcode, int word, Decoded out) {
    int operands = opcode.operandBits();
    Immediate layout = opcode.immediate();
    out.opcode = opcode;
    out.written = opcode;
    out.word = word;
    out.length = 4;
    out.rd = (operands & 1) != 0 ? word >>> 7 & 31 : 0;
    out.rs1 = (operands & 2) != 0 || layout == Immediate.CSR_ZIMM ? word >>> 15 & 31 : 0;
    out.rs2 = (operands & 4) != 0 ? word >>> 20 & 31 : 0;
    out.rs3 = (operands & 8) != 0 ? word >>> 27 : 0;
    out.rm = (operands & 0x100) != 0 ? word >>> 12 & 7 : 0;
    out.aq = (operands & 0x200) != 0 && (word >>> 26 & 1) != 0;
    out.rl = (operands & 0x200) != 0 && (word >>> 25 & 1) != 0;
    out.imm = layout.decode(word);
  }

  private boolean decode16(int half, Decoded out) {
    for (Opcode opcode : compressed[compressedKey(half)]) {
      Opcode base = opcode.expansion();
      if ((half & opcode.mask(xlen)) == opcode.match() && Compressor.allowed(opcode, half)) {
        if (base == null) {
          return false;
        }
        int sources = opcode.expansionSources();
        out.opcode = base;
        out.written = opcode;
        out.word = half;
        out.length = 2;
        out.rd = base.hasRd() ? Compressor.register(sources & 0xff, half) : 0;
        out.rs1 = base.hasRs1() ? Compressor.register(sources >>> 8 & 0xff, half) : 0;
        out.rs2 = base.hasRs2() ? Compressor.register(sources >>> 16 & 0xff, half) : 0;
        out.rs3 = 0;
        out.rm = 0;
        out.aq = false;
        out.rl = false;
        out.imm = opcode.immediate().decode(half);
        return true;
      }
    }
    return false;
  }
}
