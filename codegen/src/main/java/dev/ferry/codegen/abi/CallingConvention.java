package dev.ferry.codegen.abi;

import dev.ferry.codegen.abi.Location.Part;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.Layout;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assigns arguments and results to registers and stack by the RISC-V psABI, chapter "Procedure
 * Calling Convention", sections "Integer Calling Convention" and "Hardware Floating-point Calling
 * Convention". One object serves one signature.
 */
public final class CallingConvention {
  private static final int REGS = 8;
  private static final int STACK_ALIGN = 16;

  private final Abi abi;
  private final int word;
  private int intRegs;
  private int floatRegs;
  private int stack;

  private CallingConvention(Abi abi) {
    this.abi = abi;
    this.word = abi.wordBytes();
  }

  /** The locations of a call or definition of {@code signature}. */
  public static CallLayout layout(Signature signature, Abi abi) {
    return new CallingConvention(abi).assign(signature);
  }

  private CallLayout assign(Signature signature) {
    Location result = result(signature.result());
    int pointer = Reg.NONE;
    if (result != null && result.indirect()) {
      pointer = Reg.A0;
      intRegs = 1;
    } else {
      intRegs = 0;
    }
    floatRegs = 0;
    int namedRegs = intRegs;
    int namedStack = 0;
    List<ParamType> params = signature.params();
    List<Location> locations = new ArrayList<>(params.size());
    int named = signature.variadic() ? signature.named() : params.size();
    for (int i = 0; i < params.size(); i++) {
      locations.add(param(params.get(i), i < named));
      if (i < named) {
        namedRegs = intRegs;
        namedStack = stack;
      }
    }
    alignStack(STACK_ALIGN);
    return new CallLayout(locations, result, pointer, stack, namedRegs, namedStack);
  }

  /** Results are returned as a first named argument of the type would be passed. */
  private @Nullable Location result(@Nullable ParamType type) {
    if (type == null) {
      return null;
    }
    Location location = param(type, true);
    return location.parts().isEmpty() ? null : location;
  }

  private Location param(ParamType type, boolean named) {
    return switch (type) {
      case ParamType.Scalar(Type scalar) -> scalar(scalar, named);
      case ParamType.Aggregate(Layout layout) -> aggregate(layout, named);
    };
  }

  private Location scalar(Type type, boolean named) {
    if (type.isFloat() && named && type.bytes() <= abi.floatBytes() && floatRegs < REGS) {
      return new Location(false, List.of(inFloat(0, type.bytes())));
    }
    if (type.bytes() <= word) {
      return new Location(false, List.of(word(0, type.bytes())));
    }
    return new Location(false, twoWords(type.bytes(), type.bytes(), named));
  }

  /**
   * The psABI ignores empty aggregates, an extension of C. gcc still aligns what follows a named
   * one on the stack; for a variadic one its callers do, but its {@code va_arg} does not.
   */
  private Location aggregate(Layout layout, boolean named) {
    if (layout.size() == 0) {
      if (named) {
        alignStack(Math.min(layout.align(), STACK_ALIGN));
      }
      return new Location(false, List.of());
    }
    List<Part> floats = named ? floatParts(layout.fields()) : null;
    if (floats != null) {
      return new Location(false, floats);
    }
    if (layout.size() > 2L * word) {
      return new Location(true, List.of(word(0, word)));
    }
    int size = (int) layout.size();
    if (size <= word && layout.align() <= word) {
      return new Location(false, List.of(word(0, size)));
    }
    return new Location(false, twoWords(size, layout.align(), named));
  }

  /** One or two float fields, or a float and an integer; null if the integer rules apply. */
  private @Nullable List<Part> floatParts(List<Layout.Field> fields) {
    if (fields.isEmpty() || fields.size() > 2) {
      return null;
    }
    int floats = 0;
    for (Layout.Field field : fields) {
      if (field.type().isFloat()) {
        if (field.bytes() > abi.floatBytes()) {
          return null;
        }
        floats++;
      } else if (field.bytes() > word) {
        return null;
      }
    }
    int ints = fields.size() - floats;
    if (floats == 0 || floatRegs + floats > REGS || intRegs + ints > REGS) {
      return null;
    }
    List<Part> parts = new ArrayList<>(2);
    for (Layout.Field field : fields) {
      parts.add(
          field.type().isFloat()
              ? inFloat(field.offset(), field.bytes())
              : word(field.offset(), field.bytes()));
    }
    return parts;
  }

  private Part inFloat(int offset, int bytes) {
    return new Part(offset, bytes, true, Reg.FA0 + floatRegs++, -1);
  }

  /** In the next integer register, else on the stack in a word. */
  private Part word(int offset, int bytes) {
    if (intRegs < REGS) {
      return new Part(offset, bytes, false, Reg.A0 + intRegs++, -1);
    }
    Part part = new Part(offset, bytes, false, Reg.NONE, stack);
    stack += word;
    return part;
  }

  /**
   * Up to 2 * XLEN bits. Variadic arguments with that alignment start at an even register; with one
   * register left the value is split between it and the stack.
   */
  private List<Part> twoWords(int size, int align, boolean named) {
    boolean aligned = align >= 2 * word;
    if (aligned && !named && (intRegs & 1) != 0) {
      intRegs++;
    }
    if (intRegs >= REGS) {
      if (aligned) {
        alignStack(2 * word);
      }
      Part part = new Part(0, size, false, Reg.NONE, stack);
      stack += (size + word - 1) & -word;
      return List.of(part);
    }
    List<Part> parts = new ArrayList<>(2);
    parts.add(word(0, Math.min(size, word)));
    if (size > word) {
      parts.add(word(word, size - word));
    }
    return parts;
  }

  private void alignStack(int align) {
    if (align > word) {
      stack = (stack + align - 1) & -align;
    }
  }
}
