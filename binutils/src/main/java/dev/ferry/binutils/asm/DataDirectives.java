package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.RelocationType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Directives that put data into a section or move on in it. */
final class DataDirectives {
  /** The nops that may be needed stand in the object file. */
  private static final long LARGEST_ALIGNMENT = 1L << 28;

  private final ObjectBuilder builder;
  private final ExpressionParser expressions;

  DataDirectives(ObjectBuilder builder, ExpressionParser expressions) {
    this.builder = builder;
    this.expressions = expressions;
  }

  boolean run(String name, Cursor in) {
    switch (name) {
      case ".byte", ".dc.b", ".1byte" -> numbers(in, 1);
      case ".half", ".short", ".2byte", ".hword", ".dc", ".dc.w" -> numbers(in, 2);
      case ".word", ".long", ".4byte", ".int", ".dc.l" -> numbers(in, 4);
      case ".quad", ".8byte", ".dword", ".xword" -> numbers(in, 8);
      case ".dc.a" -> numbers(in, builder.xlen() / 8);
      case ".octa", ".16byte" -> octa(in);
      case ".float", ".single", ".dc.s" -> floats(in, 4);
      case ".double", ".dc.d" -> floats(in, 8);
      case ".float16" -> floats(in, 2);
      case ".ascii" -> strings(in, false, 1);
      case ".asciz", ".string", ".string8" -> strings(in, true, 1);
      case ".string16" -> strings(in, true, 2);
      case ".string32" -> strings(in, true, 4);
      case ".string64" -> strings(in, true, 8);
      case ".zero", ".skip", ".space" -> space(in);
      case ".fill" -> fill(in);
      case ".org" -> org(in);
      case ".align", ".p2align" -> align(in, true, 1);
      case ".p2alignw" -> align(in, true, 2);
      case ".p2alignl" -> align(in, true, 4);
      case ".balign" -> align(in, false, 1);
      case ".balignw" -> align(in, false, 2);
      case ".balignl" -> align(in, false, 4);
      case ".uleb128" -> leb128(in, false);
      case ".sleb128" -> leb128(in, true);
      case ".dtprelword" -> threadOffset(in, 4, RelocationType.TLS_DTPREL32);
      case ".dtpreldword" -> threadOffset(in, 8, RelocationType.TLS_DTPREL64);
      case ".ident" -> {
        builder.ident(in.string());
        in.expectEnd();
      }
      case ".reloc" -> reloc(in);
      case ".half_float" -> floats(in, 2);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void numbers(Cursor in, int width) {
    if (in.atEnd()) {
      return;
    }
    do {
      in.skipSpace();
      if (in.peek() == '"') {
        // A string stands for its bytes, each a datum.
        for (char ch : in.string().toCharArray()) {
          builder.data(width, ch);
        }
        continue;
      }
      if (in.peek() == '0' && (in.peek(1) == 'f' || in.peek(1) == 'd') && isFloatMark(in)) {
        in.at += 2;
        number(in, width);
        continue;
      }
      Expression value = expressions.parse(in);
      if (value instanceof Expression.Number n) {
        checkRange(n.value(), width);
      }
      builder.data(width, value);
    } while (in.acceptComma());
    in.expectEnd();
  }

  private static boolean isFloatMark(Cursor in) {
    char next = in.peek(2);
    return next >= '0' && next <= '9' || next == '.' || next == '-' || next == '+';
  }

  private void checkRange(long value, int width) {
    if (width >= 8) {
      return;
    }
    long mask = -1L << 8 * width;
    long high = value & mask;
    boolean fits = high == 0 || high == mask && (value & ~mask) != 0 || high == mask;
    if (!fits) {
      builder.warning(
          "value 0x"
              + Long.toHexString(value)
              + " truncated to 0x"
              + Long.toHexString(value & ~mask));
    }
  }

  private void octa(Cursor in) {
    do {
      in.skipSpace();
      boolean negative = in.accept('-');
      String text = in.alphanumeric();
      BigInteger value;
      try {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        if (text.length() > 200) {
          throw new NumberFormatException();
        }
        value = hex ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
      } catch (NumberFormatException e) {
        throw new AssemblyException("bad number `" + text + "'");
      }
      if (negative) {
        value = value.negate();
      }
      builder.data(8, value.longValue());
      builder.data(8, value.shiftRight(64).longValue());
    } while (in.acceptComma());
    in.expectEnd();
  }

  private void floats(Cursor in, int width) {
    if (in.atEnd()) {
      return;
    }
    do {
      in.skipSpace();
      if (in.peek() == '0'
          && Character.isLetter(in.peek(1))
          && in.peek(1) != 'x'
          && in.peek(1) != 'X') {
        in.at += 2;
      }
      number(in, width);
    } while (in.acceptComma());
    in.expectEnd();
  }

  private void number(Cursor in, int width) {
    String text = in.word();
    if (text.startsWith(":")) {
      builder.data(width, Long.parseUnsignedLong(checkedHex(text.substring(1)), 16));
      return;
    }
    try {
      switch (width) {
        case 2 -> builder.data(2, Float.floatToFloat16((float) special(text)) & 0xffffL);
        case 4 -> builder.data(4, Float.floatToRawIntBits(single(text)) & 0xffffffffL);
        default -> builder.data(8, Double.doubleToRawLongBits(special(text)));
      }
    } catch (NumberFormatException e) {
      throw new AssemblyException("bad floating literal: `" + text + "'");
    }
  }

  private static String checkedHex(String text) {
    if (!text.matches("[0-9a-fA-F]{1,16}")) {
      throw new AssemblyException("bad hexadecimal floating constant");
    }
    return text;
  }

  private static double special(String text) {
    boolean negative = text.startsWith("-");
    double value =
        switch (negative || text.startsWith("+") ? text.substring(1) : text) {
          case "inf", "Inf", "INF", "infinity" -> Double.POSITIVE_INFINITY;
          case "nan", "NaN", "NAN" -> Double.NaN;
          default -> Double.parseDouble(plain(text));
        };
    return negative && (Double.isInfinite(value) || Double.isNaN(value)) ? -value : value;
  }

  private static float single(String text) {
    double special = special(text);
    return Double.isNaN(special) || Double.isInfinite(special)
        ? (float) special
        : Float.parseFloat(plain(text));
  }

  /** Java takes a type suffix that assembly has not. */
  private static String plain(String text) {
    if (text.isEmpty() || text.length() > 2000) {
      throw new NumberFormatException();
    }
    char last = text.charAt(text.length() - 1);
    boolean hex = text.contains("x") || text.contains("X");
    if (!hex && "fFdD".indexOf(last) >= 0) {
      throw new NumberFormatException();
    }
    return hex && text.indexOf('p') < 0 && text.indexOf('P') < 0 ? text + "p0" : text;
  }

  private void strings(Cursor in, boolean terminated, int width) {
    if (in.atEnd()) {
      return;
    }
    do {
      StringBuilder text = new StringBuilder(in.string());
      in.skipSpace();
      while (in.peek() == '"') {
        text.append(in.string());
        in.skipSpace();
      }
      if (in.peek() == '<') {
        in.at++;
        text.append((char) (expressions.absolute(in) & 0xff));
        in.expect('>');
      }
      if (terminated) {
        text.append('\0');
      }
      byte[] bytes = new byte[text.length() * width];
      for (int i = 0; i < text.length(); i++) {
        bytes[i * width] = (byte) text.charAt(i);
      }
      builder.bytes(bytes, 0, bytes.length);
    } while (in.acceptComma());
    in.expectEnd();
  }

  private void space(Cursor in) {
    Expression count = expressions.parse(in);
    long pattern = in.acceptComma() ? expressions.absolute(in) & 0xff : 0;
    in.expectEnd();
    Long known = expressions.absoluteOrNull(count);
    if (known == null) {
      builder.fill(count, 1, pattern);
    } else if (known < 0) {
      builder.warning(".space repeat count is negative, ignored");
    } else {
      builder.fill(known, 1, pattern);
    }
  }

  private void fill(Cursor in) {
    Expression count = expressions.parse(in);
    long width = 1;
    long pattern = 0;
    if (in.acceptComma()) {
      width = expressions.absolute(in);
      if (in.acceptComma()) {
        pattern = expressions.absolute(in);
      }
    }
    in.expectEnd();
    if (width > 8) {
      builder.warning(".fill size clamped to 8");
      width = 8;
    }
    if (width <= 0) {
      return;
    }
    // Only the low four bytes of the value count (gas manual, ".fill").
    long low = width > 4 ? pattern & 0xffffffffL : pattern;
    Long known = expressions.absoluteOrNull(count);
    if (known == null) {
      builder.fill(count, (int) width, low);
    } else if (known > 0) {
      builder.fill(known, (int) width, low);
    }
  }

  private void org(Cursor in) {
    Expression target = expressions.parse(in);
    long pattern = in.acceptComma() ? expressions.absolute(in) & 0xff : 0;
    in.expectEnd();
    builder.org(target, pattern);
  }

  private void align(Cursor in, boolean power, int width) {
    long amount = 0;
    if (!in.atEnd() && in.peek() != ',') {
      amount = expressions.absolute(in);
    }
    boolean filled = false;
    long pattern = 0;
    long limit = 0;
    if (in.acceptComma()) {
      in.skipSpace();
      if (in.peek() != ',' && !in.atEnd()) {
        pattern = expressions.absolute(in);
        filled = true;
      }
      if (in.acceptComma()) {
        limit = expressions.absolute(in);
      }
    }
    in.expectEnd();
    long bytes = power ? powerOfTwo(amount) : amount;
    if (bytes != 0 && Long.bitCount(bytes) != 1 || bytes < 0) {
      throw new AssemblyException("alignment not a power of 2");
    }
    if (bytes > LARGEST_ALIGNMENT) {
      throw new AssemblyException("alignment too large: " + bytes);
    }
    bytes = Math.max(1, bytes);
    int most = limit < 0 || limit >= bytes ? 0 : (int) limit;
    if (builder.current().isCode() && !filled) {
      builder.alignCode(bytes, most);
    } else {
      builder.alignTo(bytes, most, pattern, width);
    }
  }

  private static long powerOfTwo(long exponent) {
    if (exponent < 0 || exponent >= Long.SIZE || 1L << exponent > LARGEST_ALIGNMENT) {
      throw new AssemblyException("alignment too large: " + exponent);
    }
    return 1L << exponent;
  }

  private void leb128(Cursor in, boolean signed) {
    do {
      builder.leb128(expressions.parse(in), signed);
    } while (in.acceptComma());
    in.expectEnd();
  }

  private void threadOffset(Cursor in, int width, RelocationType type) {
    do {
      Expression value = expressions.parse(in);
      AsmSection section = builder.current();
      builder.mapData();
      builder.addRelocation(section, section.size, section.fragments.size(), type.number(), value);
      Evaluator.Linear linear = builder.evaluator().linear(value);
      if (linear.plus() != null) {
        builder.type(linear.plus(), Elf.STT_TLS);
      }
      builder.data(width, linear.number());
    } while (in.acceptComma());
    in.expectEnd();
  }

  /** {@code .reloc offset, type[, expression]}. */
  private void reloc(Cursor in) {
    Expression offset = expressions.parse(in);
    in.expectComma();
    String name = in.plainName();
    RelocationType type = relocation(name);
    Expression value = in.acceptComma() ? expressions.parse(in) : new Expression.Number(0);
    in.expectEnd();
    Evaluator.Linear place = builder.evaluator().linear(offset);
    AsmSection section = builder.current();
    AsmSymbol base = place.plus();
    if (place.minus() != null || base != null && base.section == null) {
      throw new AssemblyException("bad offset of .reloc");
    }
    if (base != null) {
      AsmSection target = base.section;
      if (target == null) {
        throw new AssemblyException("bad offset of .reloc");
      }
      builder.addRelocation(
          target, (int) (base.offset + place.number()), base.fragment, type.number(), value);
    } else {
      builder.addRelocation(section, (int) place.number(), 0, type.number(), value);
    }
  }

  private static RelocationType relocation(String name) {
    String known = name;
    switch (name) {
      case "BFD_RELOC_32" -> known = "R_RISCV_32";
      case "BFD_RELOC_64" -> known = "R_RISCV_64";
      case "BFD_RELOC_NONE" -> known = "R_RISCV_NONE";
      default -> {}
    }
    List<RelocationType> all = new ArrayList<>(List.of(RelocationType.values()));
    for (RelocationType type : all) {
      if (type.abiName().equals(known)) {
        return type;
      }
    }
    throw new AssemblyException("unrecognized relocation type `" + name + "'");
  }
}
