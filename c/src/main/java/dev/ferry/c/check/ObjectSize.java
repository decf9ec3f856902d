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
    if (!innermost) {
      while (object instanceof Expression.FieldRef field) {
        skipped += field.field().offset();
        object = field.base();
      }
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
}
