package dev.ferry.c.check;

import dev.ferry.c.types.CType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate that {@link InitializerList} fills: a braced one, or one within whose braces were
 * left out.
 */
final class InitializerLevel {
  final CType type;

  /** The type with its qualifiers, and the declarator that it is from: for messages. */
  final CType written;

  final int place;

  long offset;
  final @Nullable InitializerLevel outer;

  /** The next subobject: an element's index, a field's index. */
  long next;

  /**
   * A designator was used in it or led into it. What is around it counts as well: who names some
   * members leaves out the others of all levels on purpose.
   */
  boolean designated;

  /** How many subobjects have a value, and whether the last of them is an integer or pointer 0. */
  int filled;

  boolean lastIsZero;

  InitializerLevel(
      CType type, CType written, int place, long offset, @Nullable InitializerLevel outer) {
    this.type = type;
    this.written = written;
    this.place = place;
    this.offset = offset;
    this.outer = outer;
    this.designated = outer != null && outer.designated;
  }

  /** No subobject is left. Steps over unnamed bit-fields. */
  boolean isExhausted() {
    return switch (type) {
      case CType.Array a -> a.length() >= 0 && next >= a.length();
      case CType.Vector v -> next >= v.length();
      case CType.Record r -> {
        skipUnnamed();
        yield next >= r.requireFields().size();
      }
      default -> true;
    };
  }

  void skipUnnamed() {
    if (type instanceof CType.Record record) {
      List<CType.Field> fields = record.requireFields();
      while (next < fields.size()) {
        CType.Field field = fields.get((int) next);
        if (field.name() != null || !field.isBitField()) {
          break;
        }
        next++;
      }
    }
  }

  /** What {@link #next} is behind the next subobject: of a union, its end. */
  long afterNext() {
    return type instanceof CType.Record r && r.isUnion ? r.requireFields().size() : next + 1;
  }
}
