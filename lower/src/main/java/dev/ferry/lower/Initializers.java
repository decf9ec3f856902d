package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.types.CType;
import dev.ferry.ir.Symbol;
import java.util.ArrayList;
import java.util.List;

/** Initialises automatic objects. */
final class Initializers {
  /** From this many constant elements on, they are copied from read-only data. */
  private static final int MIN_IMAGE_ELEMENTS = 8;

  private final FunctionLowering owner;
  private final TypeMap types;

  Initializers(FunctionLowering owner) {
    this.owner = owner;
    this.types = owner.types;
  }

  /**
   * @param isVisible whether the object's address is taken: then its own initialiser may read it
   */
  void initialize(Place place, CType type, Initializer initializer, boolean isVisible) {
    List<Initializer.Element> elements = initializer.elements();
    long size = Math.max(initializer.size(), types.size(type));
    if (elements.size() == 1 && isWhole(elements.getFirst(), size)) {
      element(place, elements.getFirst(), false, isVisible);
      return;
    }
    if (overlaps(elements)) {
      owner.memory.zero(place, size);
      all(place, elements, true, false);
      return;
    }
    List<Initializer.Element> constants = constants(elements);
    if (constants.size() >= MIN_IMAGE_ELEMENTS && constants.size() * 64L >= size) {
      image(place, elements, constants, size);
      return;
    }
    boolean zeroed = !initializer.isComplete() || hasBitFields(elements);
    if (zeroed) {
      owner.memory.zero(place, size);
    }
    all(place, elements, zeroed, zeroed);
  }

  private boolean isWhole(Initializer.Element element, long size) {
    return element.offset() == 0
        && element.bitField() == null
        && types.size(element.type()) == size;
  }

  private void all(
      Place place, List<Initializer.Element> elements, boolean zeroed, boolean skipZeros) {
    for (Initializer.Element element : elements) {
      if (!skipZeros || !isZero(element.value())) {
        element(place, element, zeroed, true);
      }
    }
  }

  /** All constants at once from an image, the others over it. */
  private void image(
      Place place,
      List<Initializer.Element> elements,
      List<Initializer.Element> constants,
      long size) {
    byte[] bytes = new StaticData(owner.owner).plainImage(constants, size);
    if (bytes == null || isZero(bytes)) {
      owner.memory.zero(place, size);
    } else {
      int align = Math.max(types.xlenBytes, place.align());
      Symbol symbol = owner.owner.constants.data(bytes, Math.min(align, 16));
      owner.memory.copyBytes(place, Place.of(symbol, Math.min(align, 16), 0), size);
    }
    for (Initializer.Element element : elements) {
      if (!isConstant(element.value())) {
        element(place, element, true, true);
      }
    }
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private void element(
      Place object, Initializer.Element element, boolean zeroed, boolean isVisible) {
    CType type = element.type();
    Place place = object.at(element.offset(), types.alias(type));
    Expression value = element.value();
    if (element.bitField() != null) {
      place = place.withBits(element.bitField());
    }
    if (value instanceof Expression.StringRef string
        && TypeMap.strip(type) instanceof CType.Array) {
      string(place, string, types.size(type), zeroed);
    } else if (types.isScalar(type)) {
      owner.memory.store(place, type, owner.expressions.scalar(value));
    } else if (isVisible) {
      owner.memory.copy(place, owner.expressions.memory(value), type);
    } else {
      owner.expressions.into(value, place);
    }
  }

  private void string(Place place, Expression.StringRef string, long size, boolean zeroed) {
    byte[] bytes = string.bytes();
    int length = (int) Math.min(size, bytes.length);
    while (zeroed && length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    byte[] prefix = java.util.Arrays.copyOf(bytes, length);
    int align = length >= types.xlenBytes ? types.xlenBytes : 1;
    Symbol symbol = owner.owner.constants.data(prefix, align);
    owner.memory.copyBytes(place, Place.of(symbol, align, 0), length);
    if (!zeroed && length < size) {
      owner.memory.zero(place.at(length), size - length);
    }
  }

  private static List<Initializer.Element> constants(List<Initializer.Element> elements) {
    List<Initializer.Element> result = new ArrayList<>();
    for (Initializer.Element element : elements) {
      if (isConstant(element.value())) {
        result.add(element);
      }
    }
    return result;
  }

  private static boolean isConstant(Expression e) {
    return switch (e) {
      case Expression.IntConst c -> true;
      case Expression.WideConst c -> true;
      case Expression.FloatConst c -> true;
      case Expression.ComplexConst c -> true;
      case Expression.StringRef c -> true;
      default -> false;
    };
  }

  private static boolean isZero(Expression e) {
    return switch (e) {
      case Expression.IntConst c -> c.value() == 0;
      case Expression.FloatConst c -> c.low() == 0 && c.high() == 0;
      case Expression.WideConst c -> c.value().signum() == 0;
      default -> false;
    };
  }

  private static boolean hasBitFields(List<Initializer.Element> elements) {
    for (Initializer.Element element : elements) {
      if (element.bitField() != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether an element may override an earlier one; bit-fields of one unit do not count. */
  private boolean overlaps(List<Initializer.Element> elements) {
    long end = Long.MIN_VALUE;
    for (Initializer.Element element : elements) {
      long first = element.offset() * 8;
      long last = first + types.size(element.type()) * 8;
      if (element.bitField() != null) {
        first += element.bitField().bitOffset();
        last = first + element.bitField().bitWidth();
      }
      if (first < end) {
        return true;
      }
      end = last;
    }
    return false;
  }
}
