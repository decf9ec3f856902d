package dev.ferry.machine.debug.source;

import dev.ferry.binutils.dwarf.DebugEntry;
import dev.ferry.isa.Registers;
import dev.ferry.machine.debug.DebugException;
import dev.ferry.machine.debug.Debuggee;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds variables and evaluates expressions: names, numbers, {@code $register}, and the operators
 * {@code * & . -> [] + - ()} with C's precedence.
 */
final class Evaluator {
  private static final int OP_ADDR = 0x03;
  private static final int OP_DEREF = 0x06;
  private static final int OP_BREG0 = 0x70;
  private static final int OP_FBREG = 0x91;
  private static final int OP_CALL_FRAME_CFA = 0x9c;
  private static final int MAX_BYTES = 1 << 16;

  private final Debuggee program;
  private final Sources sources;
  private final Frame frame;
  private String text = "";
  private int at;

  Evaluator(Debuggee program, Sources sources, Frame frame) {
    this.program = program;
    this.sources = sources;
    this.frame = frame;
  }

  // ---- variables

  /** A variable's value; null where the program does not keep it at this moment. */
  @Nullable Value variable(DebugEntry variable) {
    byte[] location = variable.bytes(DebugEntry.LOCATION);
    Long address = location == null ? null : address(location);
    return address == null ? null : read(variable.type(), address);
  }

  /** The address that a location expression computes, as far as Ferry and gcc -O0 write them. */
  private @Nullable Long address(byte[] code) {
    long address = 0;
    int i = 0;
    while (i < code.length) {
      int operation = code[i++] & 0xff;
      if (operation == OP_ADDR) {
        Value value = new Value(null, Arrays.copyOfRange(code, i, i + 8), -1, 0, -1);
        address = value.number() + sources.bias();
        i += 8;
      } else if (operation == OP_DEREF) {
        address = new Value(null, program.read(address, program.xlen() / 8), -1, 0, -1).number();
      } else if (operation == OP_CALL_FRAME_CFA) {
        address = frame.cfa();
      } else if (operation == OP_FBREG || operation >= OP_BREG0 && operation < OP_BREG0 + 32) {
        long offset = 0;
        int shift = 0;
        int b;
        do {
          b = code[i++];
          offset |= (long) (b & 0x7f) << shift;
          shift += 7;
        } while ((b & 0x80) != 0);
        offset = (b & 0x40) != 0 ? offset | -1L << shift : offset;
        long base = operation == OP_FBREG ? frame.cfa() : frame.registers()[operation - OP_BREG0];
        address = base + offset;
      } else {
        return null;
      }
    }
    return address;
  }

  private Value read(@Nullable DebugEntry type, long address) {
    int size = (int) Math.min(MAX_BYTES, Types.size(type));
    return new Value(type, program.read(address, size), address, 0, -1);
  }

  private Value named(String name) throws DebugException {
    List<DebugEntry> locals = sources.variables(frame.lookup());
    for (DebugEntry variable : locals) {
      if (variable.name().equals(name)) {
        return present(variable);
      }
    }
    DebugEntry global = sources.global(name);
    if (global != null) {
      return present(global);
    }
    Long enumerator = sources.enumerator(name);
    if (enumerator != null) {
      return Value.ofNumber(enumerator);
    }
    Long address = sources.symbol(name);
    if (address != null) {
      return Value.ofNumber(address);
    }
    throw new DebugException("there is no ‘" + name + "’ here");
  }

  private Value present(DebugEntry variable) throws DebugException {
    Value value = variable(variable);
    if (value == null) {
      throw new DebugException("‘" + variable.name() + "’ is optimised out here");
    }
    return value;
  }

  // ---- expressions

  Value evaluate(String expression) throws DebugException {
    text = expression;
    at = 0;
    Value value = sum();
    skipSpace();
    if (at < text.length()) {
      throw new DebugException("cannot understand ‘" + text.substring(at) + "’");
    }
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean accept(String token) {
    skipSpace();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private void expect(String token) throws DebugException {
    if (!accept(token)) {
      throw new DebugException("‘" + token + "’ expected");
    }
  }

  private Value sum() throws DebugException {
    Value left = unary();
    while (true) {
      skipSpace();
      if (text.startsWith("->", at)) {
        return left;
      }
      if (accept("+")) {
        left = add(left, unary(), 1);
      } else if (accept("-")) {
        left = add(left, unary(), -1);
      } else {
        return left;
      }
    }
  }

  private Value add(Value left, Value right, int sign) {
    DebugEntry pointer = Types.strip(left.type());
    if (pointer != null && pointer.tag() == DebugEntry.POINTER_TYPE) {
      long sum = left.number() + sign * Types.size(pointer.type()) * right.number();
      return new Value(left.type(), Value.littleEndian(sum), -1, 0, -1);
    }
    return Value.ofNumber(left.number() + sign * right.number());
  }

  private Value unary() throws DebugException {
    if (accept("*")) {
      return dereference(unary(), 0);
    }
    if (accept("&")) {
      Value operand = unary();
      if (operand.address() == -1) {
        throw new DebugException("it has no address");
      }
      return Value.ofNumber(operand.address());
    }
    if (accept("-")) {
      return Value.ofNumber(-unary().number());
    }
    return postfix();
  }

  private Value dereference(Value pointer, long index) throws DebugException {
    DebugEntry type = Types.strip(pointer.type());
    if (type != null && type.tag() == DebugEntry.ARRAY_TYPE) {
      return element(pointer, type, index);
    }
    if (type == null || type.tag() != DebugEntry.POINTER_TYPE) {
      throw new DebugException("it is not a pointer");
    }
    return read(type.type(), pointer.number() + index * Types.size(type.type()));
  }

  /** Of an array with several dimensions the last is indexed as if the array were flat. */
  private Value element(Value array, DebugEntry type, long index) {
    return read(type.type(), array.address() + index * Types.size(type.type()));
  }

  private Value postfix() throws DebugException {
    Value value = primary();
    while (true) {
      if (accept("[")) {
        value = subscript(value);
      } else if (accept("->")) {
        value = member(dereference(value, 0));
      } else if (accept(".")) {
        value = member(value);
      } else {
        return value;
      }
    }
  }

  /** All subscripts that follow, so that rows of an array are found. */
  private Value subscript(Value array) throws DebugException {
    DebugEntry type = Types.strip(array.type());
    List<Long> dimensions =
        type != null && type.tag() == DebugEntry.ARRAY_TYPE ? Types.dimensions(type) : List.of();
    long index = sum().number();
    expect("]");
    for (int i = 1; i < dimensions.size(); i++) {
      expect("[");
      index = index * dimensions.get(i) + sum().number();
      expect("]");
    }
    return dereference(array, index);
  }

  private Value member(Value record) throws DebugException {
    String name = word();
    DebugEntry type = Types.strip(record.type());
    Value found = type == null ? null : member(record, type, name);
    if (found == null) {
      throw new DebugException("there is no member ‘" + name + "’");
    }
    return found;
  }

  private static @Nullable Value member(Value record, DebugEntry type, String name) {
    for (DebugEntry member : type.children()) {
      if (member.tag() == DebugEntry.MEMBER) {
        if (member.name().equals(name)) {
          return ValueText.member(record, member);
        }
        DebugEntry inner = Types.strip(member.type());
        if (member.name().isEmpty() && inner != null && Types.isRecord(inner)) {
          Value found = member(ValueText.member(record, member), inner, name);
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  private Value primary() throws DebugException {
    if (accept("(")) {
      Value value = sum();
      expect(")");
      return value;
    }
    if (accept("$")) {
      return register(word());
    }
    String word = word();
    if (Character.isDigit(word.charAt(0))) {
      try {
        return Value.ofNumber(Long.decode(word));
      } catch (NumberFormatException e) {
        throw new DebugException("‘" + word + "’ is not a number");
      }
    }
    return named(word);
  }

  private Value register(String name) throws DebugException {
    if (name.equals("pc")) {
      return Value.ofNumber(frame.pc());
    }
    int x = Registers.xNumber(name);
    if (x < 0) {
      throw new DebugException("there is no register ‘" + name + "’");
    }
    return Value.ofNumber(frame.registers()[x]);
  }

  private String word() throws DebugException {
    skipSpace();
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (at == start) {
      throw new DebugException(
          at < text.length()
              ? "cannot understand ‘" + text.substring(at) + "’"
              : "the expression ends too early");
    }
    return text.substring(start, at);
  }
}
