package dev.ferry.c.check;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;

/** {@code __builtin_object_size} for pointers whose object is plain to see. */
final class ObjectSize {
  private ObjectSize() {}

  /**
   * Bytes from where {@code pointer} points to the end of the object, or of the innermost
   * subobject; -1 if unknown.
   */
  static long of(Types types, Expression pointer, boolean innermost) {
    long skipped = 0;
    Expression at = pointer;
    while (true) {
      if (at instanceof Expression.Cast cast && cast.operand().type() instanceof CType.Pointer) {
        at = cast.operand();
      } else if (at instanceof Expression.PointerAdd add
          && add.index() instanceof Expression.IntConst index
          && add.scale() >= 0) {
        skipped += (add.subtract() ? -index.value() : index.value()) * add.scale();
        at = add.pointer();
      } else {
        break;
      }
    }
    if (!(at instanceof Expression.AddressOf address)) {
      return -1;
    }
    Expression object = address.operand();
    if (!innermost || endsWhatIsPointedTo(object)) {
      while (object instanceof Expression.FieldRef field) {
        skipped += field.field().offset();
        object = field.base();
      }
    }
    if (object instanceof Expression.Deref deref && skipped >= 0) {
      long pointedTo = of(types, deref.pointer(), false);
      return pointedTo < 0 ? -1 : Math.max(0, pointedTo - skipped);
    }
    boolean known =
        object instanceof Expression.VarRef
            || object instanceof Expression.StringRef
            || object instanceof Expression.CompoundLiteral
            || innermost
                && object instanceof Expression.FieldRef f
                && types.size(f.type()) > 0
                && Conversions.isLvalue(f);
    long size = known ? types.size(object.type()) : -1;
    if (size < 0 || skipped < 0) {
      return -1;
    }
    return Math.max(0, size - skipped);
  }

  /**
   * Whether a place is an array at the end of what a pointer points to, directly or as a member of
   * a union: the last member was the flexible array before C99, so the array may be longer than it
   * says.
   */
  private static boolean endsWhatIsPointedTo(Expression place) {
    if (!(place.type().unqualified() instanceof CType.Array)) {
      return false;
    }
    Expression at = outOfUnions(place);
    if (at instanceof Expression.FieldRef field
        && field.base().type().unqualified() instanceof CType.Record record) {
      if (record.requireFields().getLast() != field.field()) {
        return false;
      }
      at = outOfUnions(field.base());
    }
    return at instanceof Expression.Deref;
  }

  private static Expression outOfUnions(Expression place) {
    Expression at = place;
    while (at instanceof Expression.FieldRef field
        && field.base().type().unqualified() instanceof CType.Record record
        && record.isUnion) {
      at = field.base();
    }
    return at;
  }
}
