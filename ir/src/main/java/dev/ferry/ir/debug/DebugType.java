package dev.ferry.ir.debug;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type as a debugger shows it. Objects are compared by identity: whoever makes them makes one for
 * each type. Where a type may be missing, null is void.
 */
public sealed interface DebugType {
  /** How the bits of a basic type are read. */
  enum Encoding {
    BOOLEAN,
    SIGNED,
    UNSIGNED,
    SIGNED_CHAR,
    UNSIGNED_CHAR,
    FLOAT,
    COMPLEX_FLOAT
  }

  /** What a qualifier says. */
  enum Qualifier {
    CONST,
    VOLATILE,
    RESTRICT,
    ATOMIC
  }

  /** A number. */
  record Basic(String name, long bytes, Encoding encoding) implements DebugType {}

  record Pointer(@Nullable DebugType target, int bytes) implements DebugType {}

  record Qualified(Qualifier qualifier, @Nullable DebugType base) implements DebugType {}

  /** Another name of a type. */
  record Alias(String name, DebugType target) implements DebugType {}

  /**
   * An array.
   *
   * @param length elements; -1 where it is not known
   * @param runtimeLength where the length is only known when the program runs, else null
   * @param isVector whether arithmetic works on it as a whole
   */
  record Array(
      DebugType element, long length, @Nullable RuntimeLength runtimeLength, boolean isVector)
      implements DebugType {}

  record Subroutine(
      @Nullable DebugType result, List<DebugType> parameters, boolean variadic, boolean prototyped)
      implements DebugType {}

  /**
   * A member of a composite type.
   *
   * @param name empty for an unnamed one
   * @param offset bytes from the start
   * @param bitOffset for a bit-field the first bit, counted from the start of the whole object
   * @param bitWidth -1 where it is no bit-field
   */
  record Member(String name, DebugType type, long offset, long bitOffset, int bitWidth, int loc) {}

  /** A struct or union. Its members come later, since they may refer to it. */
  final class Composite implements DebugType {
    public final boolean isUnion;

    /** Its tag, may be empty. */
    public final String name;

    public final int loc;

    /** Bytes. */
    public long bytes;

    /** Null where the type is only declared. */
    public @Nullable List<Member> members;

    public Composite(boolean isUnion, String name, int loc) {
      this.isUnion = isUnion;
      this.name = name;
      this.loc = loc;
    }
  }

  record Enumerator(String name, long value) {}

  /**
   * @param underlying the integer type, null where the enumeration is only declared
   */
  record Enumeration(
      String name,
      @Nullable DebugType underlying,
      long bytes,
      List<Enumerator> enumerators,
      int loc)
      implements DebugType {}
}
