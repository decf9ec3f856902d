package dev.ferry.machine.debug.source;

import dev.ferry.binutils.dwarf.DebugEntry;
import dev.ferry.machine.debug.Debuggee;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes values as C programmers expect them. */
final class ValueText {
  private static final int MAX_ELEMENTS = 200;
  private static final int MAX_STRING = 200;
  private static final int MAX_DEPTH = 20;

  private final Debuggee program;

  ValueText(Debuggee program) {
    this.program = program;
  }

  String of(Value value) {
    return text(value, 0);
  }

  private String text(Value value, int depth) {
    DebugEntry type = Types.strip(value.type());
    if (type == null) {
      return Long.toString(value.number());
    }
    if (value.bytes().length < Types.size(type)) {
      return "<cannot read memory at " + hex(value.address()) + ">";
    }
    return switch (type.tag()) {
      case DebugEntry.POINTER_TYPE -> pointer(value, type);
      case DebugEntry.ENUMERATION_TYPE -> enumerator(value, type);
      case DebugEntry.ARRAY_TYPE -> array(value, type, Types.dimensions(type), 0, depth);
      case DebugEntry.STRUCTURE_TYPE, DebugEntry.UNION_TYPE -> record(value, type, depth);
      case DebugEntry.SUBROUTINE_TYPE -> "{function} " + hex(value.address());
      default -> number(value, type);
    };
  }

  private static String number(Value value, DebugEntry type) {
    if (Types.isFloat(type)) {
      return switch (value.bytes().length) {
        case 4 -> shortest(Float.toString(Float.intBitsToFloat((int) value.number())));
        case 8 -> shortest(Double.toString(Double.longBitsToDouble(value.number())));
        default -> rawHex(value.bytes());
      };
    }
    if (value.bytes().length > 8) {
      return rawHex(value.bytes());
    }
    long number = value.number();
    if (Types.isBoolean(type) && (number == 0 || number == 1)) {
      return number == 1 ? "true" : "false";
    }
    if (Types.isCharacter(type)) {
      return number + " '" + character((int) number & 0xff, '\'') + "'";
    }
    return Types.isSigned(type) ? Long.toString(number) : Long.toUnsignedString(number);
  }

  private static String shortest(String text) {
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String rawHex(byte[] bytes) {
    StringBuilder text = new StringBuilder("0x");
    for (int i = bytes.length - 1; i >= 0; i--) {
      text.append(String.format("%02x", bytes[i]));
    }
    return text.toString();
  }

  private static String enumerator(Value value, DebugEntry type) {
    long number = value.number();
    for (DebugEntry child : type.children()) {
      if (child.tag() == DebugEntry.ENUMERATOR
          && child.number(DebugEntry.CONST_VALUE, 0) == number) {
        return child.name();
      }
    }
    return Long.toString(number);
  }

  private String pointer(Value value, DebugEntry type) {
    long address = value.number();
    String text = hex(address);
    DebugEntry target = type.type();
    if (address != 0 && Types.isCharacter(target)) {
      return text + " " + string(address);
    }
    String symbol = program.symbols().describe(address);
    return Types.is(target, DebugEntry.SUBROUTINE_TYPE) && !symbol.isEmpty()
        ? text + " <" + symbol + ">"
        : text;
  }

  private String string(long address) {
    byte[] bytes = program.read(address, MAX_STRING);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return quoted(bytes, length) + (length == MAX_STRING ? "..." : "");
  }

  private static String quoted(byte[] bytes, int length) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < length; i++) {
      text.append(character(bytes[i] & 0xff, '"'));
    }
    return text.append('"').toString();
  }

  private static String character(int c, char quote) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      case 0 -> "\\0";
      case '\\' -> "\\\\";
      default -> {
        if (c == quote) {
          yield "\\" + quote;
        }
        yield c >= ' ' && c < 0x7f ? String.valueOf((char) c) : String.format("\\%03o", c);
      }
    };
  }

  private String array(
      Value value, DebugEntry type, List<Long> dimensions, int dimension, int depth) {
    if (dimensions.isEmpty() || dimensions.get(dimension) < 0) {
      return "{...}";
    }
    int count = (int) Math.min(dimensions.get(dimension), Integer.MAX_VALUE);
    boolean innermost = dimension == dimensions.size() - 1;
    DebugEntry element = type.type();
    if (innermost && Types.isCharacter(element)) {
      return characters(value.bytes(), count);
    }
    int size = count == 0 ? 0 : value.bytes().length / count;
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < Math.min(count, MAX_ELEMENTS); i++) {
      Value part = part(value, i * size, size, element);
      text.append(i == 0 ? "" : ", ");
      text.append(
          innermost
              ? text(part, depth + 1)
              : array(part, type, dimensions, dimension + 1, depth + 1));
    }
    return text.append(count > MAX_ELEMENTS ? ", ..." : "").append('}').toString();
  }

  /** A string as far as it goes; what follows is shown only where it is not all zero. */
  private static String characters(byte[] bytes, int count) {
    int end = Math.min(count, bytes.length);
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return quoted(bytes, Math.min(end, MAX_STRING)) + (end > MAX_STRING ? "..." : "");
  }

  private static Value part(Value whole, int offset, int size, @Nullable DebugEntry type) {
    byte[] bytes = new byte[Math.max(0, Math.min(size, whole.bytes().length - offset))];
    System.arraycopy(whole.bytes(), offset, bytes, 0, bytes.length);
    long address = whole.address() == -1 ? -1 : whole.address() + offset;
    return new Value(type, bytes, address, 0, -1);
  }

  private String record(Value value, DebugEntry type, int depth) {
    if (depth > MAX_DEPTH) {
      return "{...}";
    }
    StringBuilder text = new StringBuilder("{");
    for (DebugEntry member : type.children()) {
      if (member.tag() == DebugEntry.MEMBER) {
        text.append(text.length() == 1 ? "" : ", ");
        text.append(member.name().isEmpty() ? "" : member.name() + " = ");
        text.append(text(member(value, member), depth + 1));
      }
    }
    return text.append('}').toString();
  }

  /** A member of a record's value. */
  static Value member(Value whole, DebugEntry member) {
    int size = (int) Types.size(member.type());
    long bit = member.number(DebugEntry.DATA_BIT_OFFSET, -1);
    if (bit >= 0) {
      int width = (int) member.number(DebugEntry.BIT_SIZE, 0);
      int first = (int) (bit / 8);
      Value bits = part(whole, first, (int) ((bit % 8 + width + 7) / 8), member.type());
      return new Value(member.type(), padded(bits.bytes(), size), -1, (int) (bit % 8), width);
    }
    int offset = (int) member.number(DebugEntry.DATA_MEMBER_LOCATION, 0);
    return part(whole, offset, size, member.type());
  }

  private static byte[] padded(byte[] bytes, int size) {
    return bytes.length >= size ? bytes : Arrays.copyOf(bytes, size);
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
