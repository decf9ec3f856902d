package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pointers and what they point to: null, alignment, bounds, sizes, values of {@code _Bool}. */
final class MemoryChecks {
  /** How far from an object gcc still takes an offset for one into it. */
  private static final long MAX_OBJECT_OFFSET = 1024 * 16;

  private final FunctionLowering owner;
  private final Sanitizer sanitizer;
  private final FunctionBuilder out;
  private final TypeMap types;

  MemoryChecks(FunctionLowering owner, Sanitizer sanitizer) {
    this.owner = owner;
    this.sanitizer = sanitizer;
    this.out = owner.out;
    this.types = owner.types;
  }

  // ---- accesses

  /** What is done with an object; the numbers are the runtime's. */
  enum Kind {
    LOAD(0),
    STORE(1),
    MEMBER(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  /** An access of an lvalue: while its place is computed, the pointer behind it is noted. */
  static final class Access {
    private final @Nullable Kind kind;
    private final int loc;
    private @Nullable Value pointer;
    private @Nullable CType type;
    private boolean isMember;

    /**
     * @param kind null where only an address inside it is wanted
     */
    Access(@Nullable Kind kind, int loc) {
      this.kind = kind;
      this.loc = loc;
    }
  }

  Access load(Expression.Load x) {
    return new Access(Kind.LOAD, sanitizer.loc(x));
  }

  /** Of an object that is also written. */
  Access load(Expression lvalue) {
    return new Access(Kind.LOAD, lvalue.loc());
  }

  Access store(int loc) {
    return new Access(Kind.STORE, loc);
  }

  /** What an address is computed through: its indices count, its pointers are not used. */
  Access through() {
    return new Access(null, 0);
  }

  /** An access of a member goes through the whole record. */
  Access member(@Nullable Access whole, Expression.FieldRef x) {
    Access access =
        whole == null || whole.kind == null ? new Access(Kind.MEMBER, sanitizer.loc(x)) : whole;
    access.isMember = true;
    return access;
  }

  /**
   * Checks the pointer of a dereference.
   *
   * @param place where it points; constant offsets are not part of the pointer
   */
  void dereference(Expression.Deref x, Place place, Access access) {
    Value pointer = place.base();
    boolean isConstant = pointer instanceof Instruction c && c.isConst();
    if (pointer == null
        || isConstant
        || isElement(x.pointer())
        || TypeMap.strip(x.type()) instanceof CType.Function) {
      return;
    }
    check(access, pointer, x.type());
  }

  /** The same access once more, as a store: {@code *p += 1} is both. */
  void storeTo(Access access, int loc) {
    if (access.pointer != null) {
      pointer(access, Kind.STORE, loc);
    }
  }

  /** An array behind a pointer, of which an element is accessed. */
  void array(Value pointer, CType.Array type, Access access) {
    check(access, pointer, type);
  }

  private void check(Access access, Value pointer, CType type) {
    if (access.kind != null) {
      access.pointer = pointer;
      access.type = type;
      pointer(access, access.kind, access.loc);
    }
  }

  /** An element of an array lvalue: what the array is in has been checked. */
  private static boolean isElement(Expression pointer) {
    return switch (pointer) {
      case Expression.PointerAdd x when x.array() != null ->
          !(x.index() instanceof Expression.IntConst)
              || isElement(x.pointer() instanceof Expression.Cast c ? c.operand() : x.pointer());
      case Expression.PointerAdd x -> isElement(x.pointer());
      case Expression.AddressOf x -> true;
      default -> false;
    };
  }

  private void pointer(Access access, Kind kind, int loc) {
    Value pointer = access.pointer;
    CType type = access.type;
    if (pointer == null || type == null) {
      return;
    }
    int align = sanitizer.looksFor(UndefinedCheck.ALIGNMENT) ? types.align(type) : 1;
    boolean checksNull = sanitizer.looksFor(UndefinedCheck.NULL);
    Value isNull = checksNull ? out.binary(Op.EQ, pointer, out.pconst(0)) : null;
    Value isMisaligned = null;
    if (align > 1) {
      Value low = out.binary(Op.AND, pointer, out.pconst(align - 1));
      isMisaligned = out.binary(Op.NE, low, out.pconst(0));
    }
    Value fails = sanitizer.either(isNull, isMisaligned);
    if (fails == null) {
      return;
    }
    boolean isRecord = TypeMap.strip(type) instanceof CType.Record;
    Kind shown = access.isMember && isRecord ? Kind.MEMBER : kind;
    UndefinedCheck decides =
        checksNull && sanitizer.recovers(UndefinedCheck.NULL)
            ? UndefinedCheck.NULL
            : align > 1 ? UndefinedCheck.ALIGNMENT : UndefinedCheck.NULL;
    int log = Integer.numberOfTrailingZeros(align);
    sanitizer.when(
        fails, decides, () -> mismatch(loc, sanitizer.data.target(type), log, shown.code, pointer));
  }

  private Sanitizer.Report mismatch(
      int loc, SanitizerData.Part type, int logAlign, int kind, Value pointer) {
    return new Sanitizer.Report(
        "type_mismatch_v1",
        sanitizer.data(loc, type, SanitizerData.Part.of(logAlign, kind)),
        pointer);
  }

  // ---- arrays

  /**
   * Checks the index of {@code array[index]}.
   *
   * @param isAccess whether the element is used; else its address is, which may be that of the end
   */
  void index(Expression.PointerAdd x, Value index, boolean isAccess) {
    CType.Array array = x.array();
    if (array == null || !sanitizer.looksFor(UndefinedCheck.BOUNDS)) {
      return;
    }
    boolean strict = sanitizer.looksFor(UndefinedCheck.BOUNDS_STRICT);
    if (!strict
        && x.pointer() instanceof Expression.AddressOf decay
        && isTrailing(decay.operand())) {
      return;
    }
    Value length = length(array);
    if (length == null || isInside(x.index(), array.length(), isAccess)) {
      return;
    }
    Value fails = isAccess ? out.binary(Op.ULE, length, index) : out.binary(Op.ULT, length, index);
    CType type = unconverted(x.index());
    sanitizer.when(
        fails,
        UndefinedCheck.BOUNDS,
        () ->
            new Sanitizer.Report(
                "out_of_bounds",
                sanitizer.data(x.loc(), sanitizer.data.array(array), sanitizer.data.type(type)),
                index));
  }

  /** The number of elements; null where it is not known. */
  private @Nullable Value length(CType.Array array) {
    Variable hidden = array.vlaLength();
    if (hidden != null) {
      // Of an outer function's array a nested function captures the memory, not the length.
      return owner.hasStorage(hidden) ? owner.memory.load(owner.place(hidden), hidden.type) : null;
    }
    return array.length() >= 0 ? out.pconst(array.length()) : null;
  }

  /** Constants and masks that cannot reach beyond an array of constant length. */
  private static boolean isInside(Expression index, long length, boolean isAccess) {
    long greatest =
        switch (bare(index)) {
          case Expression.IntConst c -> c.value();
          case Expression.Binary b
              when b.op() == Expression.BinaryOp.AND
                  && b.right() instanceof Expression.IntConst mask ->
              mask.value();
          default -> -1;
        };
    return length >= 0 && greatest >= 0 && (isAccess ? greatest < length : greatest <= length);
  }

  private static Expression bare(Expression index) {
    return index instanceof Expression.Cast c ? bare(c.operand()) : index;
  }

  /** The type of an index before it became {@code ptrdiff_t}. */
  private static CType unconverted(Expression index) {
    return index instanceof Expression.Cast c ? c.operand().type() : index.type();
  }

  /** The last member of a record behind a pointer: it may stand for an array of any length. */
  private static boolean isTrailing(Expression array) {
    if (!(array instanceof Expression.FieldRef) || !isBehindPointer(array)) {
      return false;
    }
    Expression at = array;
    while (at instanceof Expression.FieldRef x) {
      if (TypeMap.strip(x.base().type()) instanceof CType.Record record
          && !record.isUnion
          && !record.requireFields().isEmpty()
          && !isLast(record, x.field())) {
        return false;
      }
      at = x.base();
    }
    return true;
  }

  private static boolean isLast(CType.Record record, CType.Field field) {
    return record.requireFields().getLast() == field;
  }

  private static boolean isBehindPointer(Expression lvalue) {
    return switch (lvalue) {
      case Expression.FieldRef x -> isBehindPointer(x.base());
      case Expression.Deref x
          when x.pointer() instanceof Expression.PointerAdd sum
              && sum.pointer() instanceof Expression.AddressOf decay ->
          isBehindPointer(decay.operand());
      case Expression.Deref x -> true;
      default -> false;
    };
  }

  /** The bounds of a declared array of variable length, and of what its type is made from. */
  void variableLengths(Variable variable) {
    if (!sanitizer.looksFor(UndefinedCheck.VLA_BOUND)) {
      return;
    }
    CType type = variable.type;
    while (type instanceof CType.Array || type.unqualified() instanceof CType.Pointer) {
      if (type instanceof CType.Array array) {
        if (array.vlaLength() != null && owner.hasStorage(array.vlaLength())) {
          variableLength(variable, array.vlaLength());
        }
        type = array.element();
      } else {
        type = ((CType.Pointer) type.unqualified()).target();
      }
    }
  }

  private void variableLength(Variable variable, Variable hidden) {
    Value length = owner.memory.load(owner.place(hidden), hidden.type);
    sanitizer.when(
        out.binary(Op.SLE, length, out.pconst(0)),
        UndefinedCheck.VLA_BOUND,
        () ->
            new Sanitizer.Report(
                "vla_bound_not_positive",
                sanitizer.data(variable.loc, sanitizer.data.type(types.types.ptrdiffType)),
                length));
  }

  // ---- pointer arithmetic

  /** A sum that wraps around: {@code offset} is positive and the result below, or the reverse. */
  void sum(Value pointer, Value result, Value bytes, boolean subtract, int loc) {
    if (sanitizer.looksFor(UndefinedCheck.POINTER_OVERFLOW)) {
      boolean isConstant = bytes instanceof Instruction c && c.isConst();
      Value negated = subtract && !isConstant ? out.binary(Op.SUB, out.pconst(0), bytes) : bytes;
      Value offset =
          subtract && bytes instanceof Instruction c && c.isConst() ? out.pconst(-c.imm) : negated;
      sum(pointer, result, offset, loc);
    }
  }

  /** A sum with a constant: within an object that is known nothing can wrap around. */
  void sum(Place start, Place result, Expression.PointerAdd x) {
    if (start.base() != null && sanitizer.looksFor(UndefinedCheck.POINTER_OVERFLOW)) {
      sum(
          owner.memory.address(start),
          owner.memory.address(result),
          out.pconst(result.offset() - start.offset()),
          sanitizer.loc(x));
    }
  }

  private void sum(Value pointer, Value result, Value offset, int loc) {
    Value fails;
    if (offset instanceof Instruction c && c.isConst()) {
      if (c.imm == 0) {
        return;
      }
      fails = c.imm > 0 ? out.binary(Op.ULT, result, pointer) : out.binary(Op.ULT, pointer, result);
    } else {
      Value isNegative = out.binary(Op.SLT, offset, out.pconst(0));
      Value isLess = out.binary(Op.ULT, result, pointer);
      Value isMore = out.binary(Op.ULT, pointer, result);
      fails = out.select(isNegative, isMore, isLess);
    }
    sanitizer.when(
        fails,
        UndefinedCheck.POINTER_OVERFLOW,
        () -> new Sanitizer.Report("pointer_overflow", sanitizer.data(loc), pointer, result));
  }

  // ---- objects

  /**
   * Checks that an access stays inside the variable that its address is computed from.
   *
   * @param place of the access
   */
  void object(Expression lvalue, Place place, Access access) {
    if (access.kind != null) {
      object(lvalue, place, access.kind, access.loc);
    }
  }

  void object(Expression lvalue, Place place, Kind kind, int loc) {
    Variable variable = root(lvalue);
    if (variable == null
        || !sanitizer.looksFor(UndefinedCheck.OBJECT_SIZE)
        || place.bits() != null
        || place.register() != null
        || lvalue instanceof Expression.VarRef) {
      return;
    }
    long size = objectSize(variable);
    long accessed = types.size(lvalue.type());
    if (size <= 0 || accessed <= 0) {
      return;
    }
    if (place.base() == null) {
      constantOffset(lvalue, place, size, accessed, kind, loc);
      return;
    }
    Value address = owner.memory.address(place);
    Value start = owner.memory.address(owner.place(variable));
    Value offset = out.binary(Op.SUB, address, start);
    Value end = out.binary(Op.ADD, offset, out.pconst(accessed));
    Value outside = out.binary(Op.ULT, out.pconst(size), end);
    Value isAfter = out.binary(Op.ULE, address, out.binary(Op.ADD, address, end));
    Value fails = out.binary(Op.AND, outside, isAfter);
    report(fails, lvalue, address, kind, loc);
  }

  private void constantOffset(
      Expression lvalue, Place place, long size, long accessed, Kind kind, int loc) {
    long end = place.offset() + accessed;
    boolean isOutside = end > size || end < -MAX_OBJECT_OFFSET;
    if (isOutside) {
      Value address = owner.memory.address(place);
      report(out.iconst(Type.I32, 1), lvalue, address, kind, loc);
    }
  }

  private void report(Value fails, Expression lvalue, Value address, Kind kind, int loc) {
    sanitizer.when(
        fails,
        UndefinedCheck.OBJECT_SIZE,
        () -> mismatch(loc, sanitizer.data.target(lvalue.type()), 0, kind.code, address));
  }

  /** 0 where it is not known: incomplete, variable, or ending with a flexible array. */
  private long objectSize(Variable variable) {
    CType type = variable.type;
    if (Types.isVariableSize(type)
        || type instanceof CType.Array array && array.length() < 0
        || variable.register != null
        || TypeMap.strip(type) instanceof CType.Record record && record.hasFlexibleArray) {
      return 0;
    }
    return types.size(type);
  }

  /** The variable that an lvalue is part of, or said to be by arithmetic on its address. */
  private static @Nullable Variable root(Expression lvalue) {
    return switch (lvalue) {
      case Expression.VarRef x -> x.variable();
      case Expression.FieldRef x -> root(x.base());
      case Expression.Deref x -> pointee(x.pointer());
      default -> null;
    };
  }

  private static @Nullable Variable pointee(Expression pointer) {
    return switch (pointer) {
      case Expression.PointerAdd x -> pointee(x.pointer());
      case Expression.AddressOf x -> root(x.operand());
      case Expression.Cast x when TypeMap.strip(x.operand().type()) instanceof CType.Pointer ->
          pointee(x.operand());
      default -> null;
    };
  }

  // ---- values

  /** What was read from a {@code _Bool}. */
  void bool(Expression.Load x, Place place, Value value) {
    Expression lvalue = x.lvalue();
    boolean isBool = TypeMap.strip(lvalue.type()) instanceof CType.Bool;
    boolean inRegister =
        lvalue instanceof Expression.VarRef ref && sanitizer.isRegister(ref.variable());
    if (!isBool || inRegister || place.bits() != null || !sanitizer.looksFor(UndefinedCheck.BOOL)) {
      return;
    }
    sanitizer.when(
        out.binary(Op.ULT, out.iconst(value.requireType(), 1), value),
        UndefinedCheck.BOOL,
        () ->
            new Sanitizer.Report(
                "load_invalid_value",
                sanitizer.data(sanitizer.loc(x), sanitizer.data.type(lvalue.type())),
                sanitizer.encode(Operand.of(value), lvalue.type())));
  }

  // ---- nonnull

  /** The arguments of a call that an attribute says are not null. */
  void arguments(FunctionSymbol callee, List<Operand> arguments, Expression.Call x) {
    for (int i = 0; i < Math.min(arguments.size(), 63); i++) {
      if ((callee.nonNull >>> i & 1) != 0
          && TypeMap.strip(x.arguments().get(i).type()) instanceof CType.Pointer) {
        argument(x.arguments().get(i), arguments.get(i).value(), i + 1, x.loc());
      }
    }
  }

  /**
   * @param position counted from 1
   */
  void argument(Expression argument, Value value, int position, int loc) {
    if (!sanitizer.looksFor(UndefinedCheck.NONNULL_ATTRIBUTE) || isAddress(argument)) {
      return;
    }
    sanitizer.when(
        out.binary(Op.EQ, value, out.pconst(0)),
        UndefinedCheck.NONNULL_ATTRIBUTE,
        () ->
            new Sanitizer.Report(
                "nonnull_arg",
                sanitizer.data(
                    loc,
                    SanitizerData.Part.of(new int[types.xlenBytes + 8]),
                    SanitizerData.Part.of(position, 0, 0, 0))));
  }

  /** The address of an object is not null. */
  private static boolean isAddress(Expression e) {
    return e instanceof Expression.AddressOf
        || e instanceof Expression.Cast c && isAddress(c.operand())
        || e instanceof Expression.StringRef;
  }

  /** What a function returns that is declared never to return null. */
  void result(Expression e, Operand operand) {
    Value value = operand.scalar();
    if (value == null
        || !owner.symbol.returnsNonNull
        || !sanitizer.looksFor(UndefinedCheck.RETURNS_NONNULL_ATTRIBUTE)
        || isAddress(e)) {
      return;
    }
    sanitizer.when(
        out.binary(Op.EQ, value, out.pconst(0)),
        UndefinedCheck.RETURNS_NONNULL_ATTRIBUTE,
        () ->
            new Sanitizer.Report("nonnull_return_v1", sanitizer.data(0), sanitizer.data(e.loc())));
  }
}
