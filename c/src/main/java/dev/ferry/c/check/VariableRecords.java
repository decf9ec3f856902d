package dev.ferry.c.check;

import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.RecordLayout;
import dev.ferry.c.types.RecordLayout.Member;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GNU structures and unions with members of variable length. Members before the first such one have
 * their usual places; the offsets of those after it and the size are hidden locals, computed where
 * the type is defined. All that the lowering sees are addresses: access is pointer arithmetic,
 * assignment is {@code memcpy}, and an argument is the address of a copy, as gcc passes it.
 */
final class VariableRecords {
  /**
   * Where a member is.
   *
   * @param offset holds the bytes from the start of the record
   * @param group what is there: the member's type, or a structure of neighbouring bit-fields
   */
  private record Position(Variable offset, CType group, boolean isBitField) {}

  private final Unit unit;
  private final Types types;
  private final Map<CType.Field, Position> positions = new IdentityHashMap<>();

  VariableRecords(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  static boolean isNeeded(List<Member> members) {
    for (Member member : members) {
      if (Types.isVariableSize(member.type())) {
        return true;
      }
    }
    return false;
  }

  // ---- layout

  /**
   * Places the members and completes the record.
   *
   * @param pack as in {@link RecordLayout#complete}
   */
  void complete(CType.Record record, List<Member> members, int pack, int requestedAlign, int loc) {
    int first = 0;
    while (!record.isUnion && !Types.isVariableSize(members.get(first).type())) {
      first++;
    }
    CType.Record prefix = new CType.Record(record.isUnion, null, loc);
    prefix.isPacked = record.isPacked;
    long end = RecordLayout.complete(types, prefix, members.subList(0, first), pack, 0);
    List<CType.Field> fields = new ArrayList<>(prefix.requireFields());
    Expression size = unit.sizeConst(loc, end);
    int align = prefix.align;
    for (int i = first; i < members.size(); ) {
      int next = groupEnd(members, i);
      List<Member> group = members.subList(i, next);
      CType type = group.getFirst().type();
      boolean isBitField = group.getFirst().bitWidth() >= 0;
      int groupAlign = alignOf(record, group.getFirst(), pack);
      if (isBitField) {
        CType.Record unitRecord = new CType.Record(false, null, loc);
        unitRecord.isPacked = record.isPacked;
        RecordLayout.complete(types, unitRecord, group, pack, 0);
        groupAlign = unitRecord.align;
        type = unitRecord;
      }
      align = Math.max(align, groupAlign);
      Expression offset = record.isUnion ? unit.sizeConst(loc, 0) : roundUp(loc, size, groupAlign);
      Position position = new Position(hold("offset", loc, offset), type, isBitField);
      addFields(fields, group, position);
      Expression after = sum(loc, load(loc, position.offset), unit.unary.sizeOf(loc, type));
      size = record.isUnion ? maximum(loc, size, after) : after;
      i = next;
    }
    record.align = Math.max(align, requestedAlign);
    record.fields = List.copyOf(fields);
    record.runtimeSize = hold("size", loc, roundUp(loc, size, record.align));
  }

  /** Neighbouring bit-fields of a structure share what they live in. */
  private static int groupEnd(List<Member> members, int first) {
    int end = first + 1;
    while (members.get(first).bitWidth() >= 0
        && end < members.size()
        && members.get(end).bitWidth() >= 0) {
      end++;
    }
    return end;
  }

  private int alignOf(CType.Record record, Member member, int pack) {
    int natural = record.isPacked || member.packed() ? 1 : types.align(member.type());
    int align = Math.max(natural, Math.max(member.typeAlign(), member.align()));
    return pack != 0 ? Math.min(align, pack) : align;
  }

  private void addFields(List<CType.Field> fields, List<Member> group, Position position) {
    if (position.isBitField) {
      for (CType.Field field : ((CType.Record) position.group).requireFields()) {
        fields.add(field);
        positions.put(field, position);
      }
      return;
    }
    Member member = group.getFirst();
    CType.Field field = new CType.Field(member.name(), member.type(), 0, 0, -1, member.loc());
    fields.add(field);
    positions.put(field, position);
  }

  /** A hidden local that gets a value where the type is defined. */
  private Variable hold(String stem, int loc, Expression value) {
    return unit.resolver.hold(unit.hiddenLocal(stem, types.sizeType, loc), loc, value);
  }

  private Expression load(int loc, Variable variable) {
    return new Expression.Load(loc, types.sizeType, new Expression.VarRef(loc, variable));
  }

  private Expression sum(int loc, Expression left, Expression right) {
    return unit.operators.fold(loc, types.sizeType, BinaryOp.ADD, left, right);
  }

  private Expression roundUp(int loc, Expression value, int unitBytes) {
    if (unitBytes <= 1) {
      return value;
    }
    Expression up = sum(loc, value, unit.sizeConst(loc, unitBytes - 1));
    return unit.operators.fold(
        loc, types.sizeType, BinaryOp.AND, up, unit.sizeConst(loc, -unitBytes));
  }

  private Expression maximum(int loc, Expression left, Expression right) {
    Variable a = hold("size", loc, left);
    Variable b = hold("size", loc, right);
    Expression less =
        new Expression.Binary(loc, types.intType, BinaryOp.LT, load(loc, a), load(loc, b));
    return new Expression.Conditional(loc, types.sizeType, less, load(loc, b), load(loc, a));
  }

  // ---- use

  /** The bytes before a member that has no constant offset; null if it has one. */
  @Nullable Expression offset(int loc, CType.Field field) {
    Position position = positions.get(field);
    return position == null ? null : load(loc, position.offset);
  }

  /** {@code object.field}, where the field's offset is computed; null if it is constant. */
  @Nullable Expression member(int loc, Expression object, CType.Field field, CType type) {
    Position position = positions.get(field);
    if (position == null) {
      return null;
    }
    Expression start = unit.conversions.cast(address(object), types.charPointer);
    Expression there =
        new Expression.PointerAdd(
            loc,
            types.charPointer,
            start,
            unit.conversions.cast(load(loc, position.offset), types.ptrdiffType),
            false,
            1,
            null);
    if (!position.isBitField) {
      return new Expression.Deref(loc, type, unit.conversions.cast(there, types.pointer(type)));
    }
    CType group = types.qualify(position.group, object.type().qualifiers());
    Expression whole =
        new Expression.Deref(loc, group, unit.conversions.cast(there, types.pointer(group)));
    return new Expression.FieldRef(loc, type, whole, field);
  }

  /** The address of an object or value of variable size: such a value is always in memory. */
  private Expression address(Expression e) {
    CType pointer = types.pointer(e.type());
    return switch (e) {
      case Expression.Load load -> address(load.lvalue());
      case Expression.Deref deref -> deref.pointer();
      case Expression.Comma c ->
          new Expression.Comma(c.loc(), pointer, c.left(), address(c.right()));
      case Expression.Conditional c ->
          new Expression.Conditional(
              c.loc(), pointer, c.condition(), address(c.then()), address(c.otherwise()));
      case Expression.StatementExpression s when s.result() != null ->
          new Expression.StatementExpression(s.loc(), pointer, s.body(), address(s.result()));
      default -> new Expression.AddressOf(e.loc(), pointer, e);
    };
  }

  private Expression at(int loc, CType type, Expression pointer) {
    CType wanted = types.pointer(type);
    Expression lvalue = new Expression.Deref(loc, type, unit.conversions.cast(pointer, wanted));
    return new Expression.Load(loc, type, lvalue);
  }

  /** {@code target = value}. */
  Expression assign(int loc, Expression target, Expression value) {
    CType type = Types.nonAtomic(target.type());
    return at(loc, type, copy(loc, address(target), value));
  }

  private Expression copy(int loc, Expression to, Expression value) {
    Expression size = unit.unary.sizeOf(loc, Types.nonAtomic(value.type()));
    return new Expression.BuiltinCall(
        loc,
        types.voidPointer,
        Builtin.MEMCPY,
        List.of(
            unit.conversions.cast(to, types.voidPointer),
            unit.conversions.cast(address(value), types.constVoidPointer),
            size));
  }

  /** What is passed for an argument: the address of a copy. */
  Expression argument(Expression value) {
    int loc = value.loc();
    Expression size = unit.unary.sizeOf(loc, Types.nonAtomic(value.type()));
    Expression room =
        new Expression.BuiltinCall(loc, types.voidPointer, Builtin.ALLOCA, List.of(size));
    return copy(loc, room, value);
  }

  /** {@code va_arg} of the type, {@code list} being the address of the list. */
  Expression nextArgument(int loc, CType type, Expression list) {
    return at(loc, type, new Expression.VaArg(loc, types.voidPointer, list));
  }
}
