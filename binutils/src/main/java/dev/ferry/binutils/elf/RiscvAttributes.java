package dev.ferry.binutils.elf;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The build attributes in {@code .riscv.attributes} (psABI, "Attributes"): the file-scope
 * attributes of the vendor "riscv", ordered by tag. Odd tags carry a string, even ones a number.
 */
public final class RiscvAttributes {
  public static final int TAG_STACK_ALIGN = 4;
  public static final int TAG_ARCH = 5;
  public static final int TAG_UNALIGNED_ACCESS = 6;
  public static final int TAG_PRIV_SPEC = 8;
  public static final int TAG_PRIV_SPEC_MINOR = 10;
  public static final int TAG_PRIV_SPEC_REVISION = 12;
  public static final int TAG_ATOMIC_ABI = 14;
  public static final int TAG_X3_REG_USAGE = 16;

  private static final String VENDOR = "riscv";
  private static final int TAG_FILE = 1;

  /**
   * One attribute.
   *
   * @param text the string of an odd tag, else null
   * @param number the number of an even tag, else 0
   */
  public record Attribute(int tag, @Nullable String text, long number) {}

  private final TreeMap<Integer, Attribute> byTag = new TreeMap<>();

  /** The attributes by ascending tag. */
  public Collection<Attribute> all() {
    return byTag.values();
  }

  public @Nullable Attribute get(int tag) {
    return byTag.get(tag);
  }

  /** Sets an even (numeric) tag. */
  public void set(int tag, long number) {
    byTag.put(tag, new Attribute(tag, null, number));
  }

  /** Sets an odd (string) tag. */
  public void set(int tag, String text) {
    byTag.put(tag, new Attribute(tag, text, 0));
  }

  public void remove(int tag) {
    byTag.remove(tag);
  }

  /** The ISA string such as {@code rv64i2p0_m2p0}, or null. */
  public @Nullable String arch() {
    Attribute arch = byTag.get(TAG_ARCH);
    return arch == null ? null : arch.text();
  }

  /** The number of a tag, or {@code otherwise} when it is absent. */
  public long number(int tag, long otherwise) {
    Attribute attribute = byTag.get(tag);
    return attribute == null ? otherwise : attribute.number();
  }

  /** The bytes of the section; empty when there is no attribute. */
  public byte[] encode() {
    if (byTag.isEmpty()) {
      return new byte[0];
    }
    Contents body = new Contents();
    for (Attribute attribute : byTag.values()) {
      body.putUleb128(attribute.tag());
      if (attribute.text() != null) {
        body.put(attribute.text().getBytes(StandardCharsets.UTF_8));
        body.put8(0);
      } else {
        body.putUleb128(attribute.number());
      }
    }
    int fileLength = 1 + 4 + body.size();
    Contents out = new Contents();
    out.put8('A');
    out.put32(4 + VENDOR.length() + 1 + fileLength);
    out.put(VENDOR.getBytes(StandardCharsets.US_ASCII));
    out.put8(0);
    out.put8(TAG_FILE);
    out.put32(fileLength);
    out.put(body.toByteArray());
    return out.toByteArray();
  }

  /**
   * Reads the section.
   *
   * @param position offset of {@code contents} in the file, for the exception
   * @throws ElfFormatException when lengths do not fit
   */
  public static RiscvAttributes parse(String file, Contents contents, long position) {
    return new Parser(file, contents, position).parse();
  }

  private static final class Parser {
    private final String file;
    private final Contents in;
    private final long position;
    private int at;

    Parser(String file, Contents in, long position) {
      this.file = file;
      this.in = in;
      this.position = position;
    }

    RiscvAttributes parse() {
      RiscvAttributes result = new RiscvAttributes();
      if (in.size() == 0) {
        return result;
      }
      if (in.u8(0) != 'A') {
        throw bad("unknown attributes version '" + in.u8(0) + "'");
      }
      at = 1;
      while (at < in.size()) {
        int start = at;
        int end = start + length(4);
        String vendor = string(end);
        if (vendor.equals(VENDOR)) {
          parseVendor(result, end);
        }
        at = end;
      }
      return result;
    }

    private void parseVendor(RiscvAttributes result, int end) {
      while (at < end) {
        int start = at;
        int tag = (int) uleb128(end);
        int subEnd = start + length(at - start + 4);
        if (subEnd > end) {
          throw bad("attribute subsection runs past its section");
        }
        while (tag == TAG_FILE && at < subEnd) {
          int key = (int) uleb128(subEnd);
          if ((key & 1) != 0) {
            result.set(key, string(subEnd));
          } else {
            result.set(key, uleb128(subEnd));
          }
        }
        at = subEnd;
      }
    }

    /** A 32-bit length that counts from {@code header} bytes before the byte behind it. */
    private int length(int header) {
      if (at > in.size() - 4) {
        throw bad("truncated attribute length");
      }
      int length = in.i32(at);
      at += 4;
      if (length < header || length - header > in.size() - at) {
        throw bad("attribute length " + (length & 0xffff_ffffL) + " does not fit");
      }
      return length;
    }

    private long uleb128(int end) {
      long value = 0;
      for (int shift = 0; at < end; shift += 7) {
        int b = in.u8(at++);
        if (shift < 64) {
          value |= (long) (b & 0x7f) << shift;
        }
        if (b < 0x80) {
          return value;
        }
      }
      throw bad("truncated attribute number");
    }

    private String string(int end) {
      int start = at;
      while (at < end) {
        if (in.u8(at++) == 0) {
          return new String(
              in.array(), in.arrayOffset() + start, at - 1 - start, StandardCharsets.UTF_8);
        }
      }
      throw bad("unterminated attribute string");
    }

    private ElfFormatException bad(String message) {
      return new ElfFormatException(file, position + at, message);
    }
  }
}
