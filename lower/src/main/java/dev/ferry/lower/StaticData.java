package dev.ferry.lower;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.ir.Block;
import dev.ferry.ir.Global;
import dev.ferry.ir.Symbol;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Initial images of objects of static storage duration. */
final class StaticData {
  /** What an array of bytes holds. */
  private static final int MAX_IMAGE = Integer.MAX_VALUE - 64;

  private final ModuleLowering owner;
  private byte[] image = {};

  /** How much of {@link #image} is initialised. */
  private int used;

  /** By their offsets; no two overlap. */
  private final TreeMap<Long, Global.Reference> references = new TreeMap<>();

  StaticData(ModuleLowering owner) {
    this.owner = owner;
  }

  Global global(Variable variable, Symbol symbol) {
    Initializer initializer = variable.initializer;
    long size = size(variable.type);
    if (initializer != null) {
      size = Math.max(size, initializer.size());
    }
    Global global = new Global(symbol, size, owner.types.objectAlign(variable, size));
    global.isReadOnly = ModuleLowering.isReadOnly(variable.type);
    global.isUsed = variable.attributes.isUsed;
    global.isCommon = isCommon(variable);
    if (symbol.isDsoLocal && symbol.linkage != Symbol.Linkage.WEAK && !global.isCommon) {
      global.promiseAlign();
    }
    if (initializer != null) {
      fill(initializer, size);
      global.bytes = Arrays.copyOf(image, used);
      global.references.addAll(references.values());
    }
    return global;
  }

  private long size(CType type) {
    if (type instanceof CType.Array array && array.length() == CType.Array.INCOMPLETE) {
      return owner.types.size(array.element());
    }
    return owner.types.size(type);
  }

  private boolean isCommon(Variable variable) {
    return variable.isTentative
        && variable.initializer == null
        && !variable.isInternal
        && !variable.isThreadLocal
        && variable.attributes.section == null
        && !variable.attributes.isWeak
        && !variable.attributes.isNoCommon
        && (owner.options.common() || variable.attributes.isCommon);
  }

  /** The image of constant elements only, for copying to a local; null if one is no plain bytes. */
  byte @Nullable [] plainImage(List<Initializer.Element> elements, long size) {
    fill(elements, size);
    return references.isEmpty() ? Arrays.copyOf(image, (int) size) : null;
  }

  private void fill(Initializer initializer, long size) {
    fill(initializer.elements(), size);
  }

  private void fill(List<Initializer.Element> elements, long objectSize) {
    long end = 0;
    for (Initializer.Element element : elements) {
      long size = Math.max(8, owner.types.size(element.type()));
      if (size > MAX_IMAGE || element.offset() > MAX_IMAGE - size) {
        owner.diagnostics.report(LowerDiagnostic.OBJECT_SIZE, element.value().loc());
        return;
      }
      end = Math.max(end, element.offset() + size);
    }
    image = new byte[(int) end];
    for (Initializer.Element element : elements) {
      put(element.offset(), element.type(), element.bitField(), element.value());
    }
    used = (int) Math.min(used, objectSize);
    trim();
    if (used > 0 && objectSize > MAX_IMAGE) {
      owner.diagnostics.report(LowerDiagnostic.OBJECT_SIZE, elements.getFirst().value().loc());
    }
  }

  /** Trailing zeros need no bytes, except under references. */
  private void trim() {
    Map.Entry<Long, Global.Reference> last = references.lastEntry();
    int keep = last == null ? 0 : (int) end(last);
    while (used > keep && image[used - 1] == 0) {
      used--;
    }
  }

  private void put(long offset, CType type, CType.@Nullable Field bits, Expression value) {
    switch (value) {
      case Expression.IntConst c -> integer(offset, type, bits, c.value());
      case Expression.WideConst c -> wide(offset, type, c.value());
      case Expression.FloatConst c -> floating(offset, type, c);
      case Expression.ComplexConst c -> {
        CType element = ((CType.Complex) TypeMap.strip(type)).element();
        put(offset, element, null, c.real());
        put(offset + owner.types.size(element), element, null, c.imaginary());
      }
      case Expression.StringRef c -> {
        long room = Math.max(owner.types.size(type), 0);
        bytes(
            offset,
            c.bytes(),
            (int) Math.min(room == 0 ? c.bytes().length : room, c.bytes().length));
      }
      case Expression.AddressConst c -> address(offset, type, c);
      case Expression.Cast c -> put(offset, type, bits, c.operand());
      case Expression.Load c when c.lvalue() instanceof Expression.CompoundLiteral literal ->
          nested(offset, literal.initializer());
      case Expression.CompoundLiteral literal -> nested(offset, literal.initializer());
      default ->
          throw new InternalCompilerError(
              "lower", null, "static initialiser " + value.getClass().getSimpleName());
    }
  }

  private void nested(long offset, Initializer initializer) {
    for (Initializer.Element element : initializer.elements()) {
      put(offset + element.offset(), element.type(), element.bitField(), element.value());
    }
  }

  private void integer(long offset, CType type, CType.@Nullable Field bits, long value) {
    if (bits != null) {
      bitField(offset * 8 + bits.bitOffset(), bits.bitWidth(), value);
      return;
    }
    int size = (int) owner.types.size(type);
    boolean negative = value < 0 && owner.types.isSigned(type);
    claim(offset, size);
    for (int i = 0; i < size; i++) {
      image[(int) offset + i] = (byte) (i < 8 ? value >>> 8 * i : negative ? -1 : 0);
    }
  }

  private void bitField(long firstBit, int width, long value) {
    claim(firstBit / 8, (int) ((firstBit + width + 7) / 8 - firstBit / 8));
    for (int i = 0; i < width; i++) {
      int at = (int) ((firstBit + i) / 8);
      int mask = 1 << (int) ((firstBit + i) % 8);
      boolean set = i < 64 ? (value >>> i & 1) != 0 : value < 0;
      image[at] = (byte) (set ? image[at] | mask : image[at] & ~mask);
    }
  }

  private void wide(long offset, CType type, BigInteger value) {
    int size = (int) owner.types.size(type);
    claim(offset, size);
    byte[] bytes = value.toByteArray();
    for (int i = 0; i < size; i++) {
      byte filler = (byte) (value.signum() < 0 ? -1 : 0);
      image[(int) offset + i] = i < bytes.length ? bytes[bytes.length - 1 - i] : filler;
    }
  }

  private void floating(long offset, CType type, Expression.FloatConst value) {
    int size = (int) owner.types.size(type);
    claim(offset, size);
    for (int i = 0; i < size; i++) {
      image[(int) offset + i] =
          (byte) (i < 8 ? value.low() >>> 8 * i : value.high() >>> 8 * i - 64);
    }
  }

  private void bytes(long offset, byte[] bytes, int length) {
    claim(offset, length);
    System.arraycopy(bytes, 0, image, (int) offset, length);
  }

  private void address(long offset, CType type, Expression.AddressConst value) {
    int size = (int) owner.types.size(type);
    Symbol symbol = symbol(value);
    if (symbol == null && value.label() == null) {
      integer(offset, type, null, value.offset());
      return;
    }
    claim(offset, size);
    Arrays.fill(image, (int) offset, (int) offset + size, (byte) 0);
    Block block = block(value.label());
    Block minus = block(value.minusLabel());
    references.put(
        offset, new Global.Reference(offset, size, symbol, value.offset(), block, minus));
  }

  private @Nullable Symbol symbol(Expression.AddressConst value) {
    if (value.variable() != null) {
      return owner.symbol(value.variable());
    }
    if (value.function() != null) {
      return owner.addressed(value.function());
    }
    return value.string() != null ? owner.string(value.string()) : null;
  }

  private @Nullable Block block(@Nullable Label label) {
    if (label == null) {
      return null;
    }
    Block block = owner.labelBlocks.get(label);
    if (block == null) {
      throw new InternalCompilerError("lower", null, "label address outside its function");
    }
    return block;
  }

  /** Notes that these bytes are initialised (again): an earlier reference there is dead. */
  private void claim(long offset, int size) {
    if (offset + size > image.length) {
      image = Arrays.copyOf(image, (int) Math.max(offset + size, image.length * 2L));
    }
    used = (int) Math.max(used, offset + size);
    Map.Entry<Long, Global.Reference> last = references.lowerEntry(offset + size);
    while (last != null && end(last) > offset) {
      references.remove(last.getKey());
      last = references.lowerEntry(offset + size);
    }
  }

  private static long end(Map.Entry<Long, Global.Reference> reference) {
    return reference.getKey() + reference.getValue().bytes();
  }
}
