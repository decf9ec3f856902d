package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.ir.Block;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.lower.MemoryChecks.Access;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Expressions, in four ways: as a scalar value, as the memory that holds a bigger value, as the
 * place an lvalue denotes, and for their effects only.
 */
final class Expressions {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  Expressions(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  /** The value, in a register or in memory as its type asks. */
  Operand operand(Expression e) {
    return types.isScalar(e.type()) ? Operand.of(scalar(e)) : Operand.of(memory(e));
  }

  // ---- scalars

  Value scalar(Expression e) {
    return switch (e) {
      case Expression.IntConst x -> constant(x.type(), x.value());
      case Expression.Load x -> load(x);
      case Expression.Cast x -> owner.conversions.cast(x);
      case Expression.Binary x -> owner.arithmetic.binary(x);
      case Expression.AddressOf x -> addressOf(x, null);
      case Expression.PointerAdd x -> pointerAdd(x, null);
      case Expression.Call x -> owner.calls.scalarCall(x);
      case Expression.Assign x -> owner.assignments.assign(x, true).value();
      case Expression.CompoundAssign x -> owner.assignments.compound(x, true).value();
      case Expression.IncDec x -> owner.assignments.incDec(x, true).value();
      case Expression.Unary x -> owner.arithmetic.unary(x);
      case Expression.Logical x -> logical(x);
      case Expression.Conditional x -> conditional(x);
      case Expression.Comma x -> {
        effect(x.left());
        yield scalar(x.right());
      }
      case Expression.PointerDiff x -> pointerDiff(x);
      case Expression.BuiltinCall x -> owner.builtins.scalar(x);
      case Expression.VaArg x -> owner.calls.vaArg(x).value();
      case Expression.StatementExpression x -> statementExpression(x).value();
      case Expression.Let x -> {
        let(x);
        yield scalar(x.body());
      }
      case Expression.FloatConst x -> floatConstant(x);
      case Expression.AddressConst x -> addressConstant(x);
      case Expression.LabelAddress x -> owner.nested.labelAddress(x.label());
      case Expression.WideConst x -> constant(x.type(), x.value().longValue());
      case Expression.FunctionRef x -> owner.nested.functionAddress(x.function());
      case Expression.ComplexPart x -> complexPart(x);
      // A member of a value that is no lvalue is read without a Load.
      case Expression.VarRef x -> owner.memory.load(place(x), x.type());
      case Expression.Deref x -> owner.memory.load(place(x), x.type());
      case Expression.FieldRef x -> owner.memory.load(place(x), x.type());
      case Expression.CompoundLiteral x -> owner.memory.load(place(x), x.type());
      case Expression.VectorElement x -> owner.memory.load(place(x), x.type());
      case Expression.StringRef x -> owner.memory.address(place(x));
      case Expression.ComplexConst x -> throw FunctionLowering.bug("a complex value is no scalar");
      case Expression.ConvertVector x -> throw FunctionLowering.bug("a vector is no scalar");
    };
  }

  Value constant(CType type, long value) {
    CType base = TypeMap.strip(type);
    if (base instanceof CType.Float) {
      throw FunctionLowering.bug("integer constant of float type");
    }
    return out.iconst(types.type(base), value);
  }

  private Value floatConstant(Expression.FloatConst x) {
    CType.Float type = (CType.Float) TypeMap.strip(x.type());
    return switch (type.kind().bytes()) {
      case 2 ->
          out.fconstBits(Type.F32, Float.floatToRawIntBits(Float.float16ToFloat((short) x.low())));
      case 4 -> out.fconstBits(Type.F32, x.low());
      default -> out.fconstBits(Type.F64, x.low());
    };
  }

  private Value addressConstant(Expression.AddressConst x) {
    if (x.variable() != null) {
      return owner.memory.add(owner.memory.address(owner.place(x.variable())), x.offset());
    }
    if (x.function() != null) {
      return owner.memory.add(owner.nested.functionAddress(x.function()), x.offset());
    }
    if (x.string() != null) {
      return out.globalAddr(owner.owner.string(x.string()), x.offset());
    }
    if (x.label() != null) {
      Value address = out.blockAddr(owner.labelAddress(x.label()));
      if (x.minusLabel() != null) {
        Value minus = out.blockAddr(owner.labelAddress(x.minusLabel()));
        address = out.binary(Op.SUB, address, minus);
      }
      Value moved = owner.memory.add(address, x.offset());
      Type wanted = types.type(x.type());
      return moved.type == wanted ? moved : out.unary(Op.TRUNC, wanted, moved);
    }
    return out.iconst(types.type(x.type()), x.offset());
  }

  private Value load(Expression.Load x) {
    CType type = x.lvalue().type();
    if (TypeMap.isAtomic(type)) {
      return owner.atomics.load(place(x.lvalue()), type).value();
    }
    Place place = read(x);
    Value value = owner.memory.load(place, type);
    if (owner.sanitizer != null) {
      owner.sanitizer.memory.bool(x, place, value);
    }
    return value;
  }

  private Expression addressed(Expression.AddressOf x) {
    if (owner.sanitizer != null) {
      owner.sanitizer.part(x, x.operand());
    }
    return x.operand();
  }

  private Value addressOf(Expression.AddressOf x, @Nullable Access access) {
    return x.operand() instanceof Expression.FunctionRef f
        ? owner.nested.functionAddress(f.function())
        : owner.memory.address(place(addressed(x), access));
  }

  private Value complexPart(Expression.ComplexPart x) {
    if (TypeMap.complex(x.base().type()) != null) {
      return owner.memory.load(place(x), x.type());
    }
    Value real = scalar(x.base());
    if (!x.imaginary()) {
      return real;
    }
    Type type = types.type(x.type());
    return type.isFloat() ? out.fconstBits(type, 0) : out.iconst(type, 0);
  }

  // ---- pointers

  /**
   * @param access what is done with what the sum points to, where the sanitizer asks for that
   */
  private Value pointerAdd(Expression.PointerAdd x, @Nullable Access access) {
    if (x.dynamicScale() == null && x.index() instanceof Expression.IntConst) {
      return owner.memory.address(pointee(x, 1, 0, access));
    }
    Access whole = around(x, access);
    Value pointer = whole == null ? scalar(x.pointer()) : start(x, whole);
    Value index = scalar(x.index());
    if (owner.sanitizer != null) {
      owner.sanitizer.memory.index(x, toPointerWidth(index), access != null);
    }
    return offsetPointer(pointer, index, x.subtract(), x.scale(), x.dynamicScale(), x);
  }

  /** The access of the array that an element is in: the array is gone through in any case. */
  private @Nullable Access around(Expression.PointerAdd x, @Nullable Access access) {
    Sanitizer sanitizer = owner.sanitizer;
    return sanitizer == null || access != null || x.array() == null
        ? access
        : sanitizer.memory.through();
  }

  /** The pointer of a sum of which the sanitizer asks more. */
  private Value start(Expression.PointerAdd x, Access access) {
    return switch (x.pointer()) {
      case Expression.AddressOf decay -> addressOf(decay, access);
      case Expression.Cast decay when x.array() != null -> {
        // An array behind a pointer decays to that pointer.
        boolean isSum = decay.operand() instanceof Expression.PointerAdd;
        Value pointer =
            decay.operand() instanceof Expression.PointerAdd sum
                ? pointerAdd(sum, access)
                : scalar(decay.operand());
        if (owner.sanitizer != null && !isSum) {
          owner.sanitizer.memory.array(pointer, x.array(), access);
        }
        yield pointer;
      }
      default -> scalar(x.pointer());
    };
  }

  /**
   * {@code pointer ± index * scale}.
   *
   * @param site what reports of undefined behaviour point to, or null
   */
  Value offsetPointer(
      Value pointer,
      Value index,
      boolean subtract,
      long scale,
      @Nullable Expression dynamicScale,
      @Nullable Expression site) {
    Value bytes = scaled(toPointerWidth(index), scale, dynamicScale);
    Value result = out.binary(subtract ? Op.SUB : Op.ADD, pointer, bytes);
    if (owner.sanitizer != null && site != null) {
      owner.sanitizer.memory.sum(pointer, result, bytes, subtract, owner.sanitizer.loc(site));
    }
    return result;
  }

  private Value toPointerWidth(Value index) {
    if (index.type == types.pointer) {
      return index;
    }
    return types.pointer == Type.I64
        ? out.unary(Op.SEXT, Type.I64, index)
        : out.unary(Op.TRUNC, Type.I32, index);
  }

  private Value scaled(Value index, long scale, @Nullable Expression dynamicScale) {
    if (dynamicScale != null) {
      return out.binary(Op.MUL, index, toPointerWidth(scalar(dynamicScale)));
    }
    if (index instanceof Instruction c && c.isConst()) {
      return out.pconst(c.imm * scale);
    }
    if (scale == 1) {
      return index;
    }
    return Long.bitCount(scale) == 1
        ? out.binary(Op.SHL, index, out.pconst(Long.numberOfTrailingZeros(scale)))
        : out.binary(Op.MUL, index, out.pconst(scale));
  }

  /**
   * The byte difference is a multiple of the scale: shift out its power of two and multiply by the
   * inverse of the odd rest modulo 2^XLEN (Hacker's Delight, 10-16).
   */
  private Value pointerDiff(Expression.PointerDiff x) {
    Value left = scalar(x.left());
    Value right = scalar(x.right());
    Value bytes = out.binary(Op.SUB, left, right);
    Value result = bytes;
    if (x.dynamicScale() != null) {
      result = out.binary(Op.SDIV, bytes, toPointerWidth(scalar(x.dynamicScale())));
    } else if (x.scale() > 1) {
      int shift = Long.numberOfTrailingZeros(x.scale());
      if (shift > 0) {
        result = out.binary(Op.SAR, result, out.pconst(shift));
      }
      long odd = x.scale() >> shift;
      if (odd != 1) {
        result = out.binary(Op.MUL, result, out.pconst(inverse(odd)));
      }
    }
    return result;
  }

  /** The inverse of an odd number modulo 2^64 by Newton's iteration. */
  private static long inverse(long odd) {
    long x = odd;
    for (int i = 0; i < 5; i++) {
      x *= 2 - odd * x;
    }
    return x;
  }

  // ---- control inside expressions

  private Value logical(Expression.Logical x) {
    Block second = out.newBlock(x.isAnd() ? "and" : "or");
    Block shortcut = out.newBlock("short");
    Block join = out.newBlock("join");
    if (x.isAnd()) {
      owner.conditions.branch(x.left(), second, shortcut);
    } else {
      owner.conditions.branch(x.left(), shortcut, second);
    }
    out.start(second);
    Value right = owner.conditions.truth(x.right());
    out.jump(join, right);
    out.start(shortcut);
    out.jump(join, out.iconst(Type.I32, x.isAnd() ? 0 : 1));
    Param result = join.addParam(Type.I32);
    out.start(join);
    return result;
  }

  private Value conditional(Expression.Conditional x) {
    Block then = out.newBlock("then");
    Block otherwise = out.newBlock("else");
    Block join = out.newBlock("join");
    owner.conditions.branch(x.condition(), then, otherwise);
    out.start(then);
    out.jump(join, arm(x.then(), x.type()));
    out.start(otherwise);
    out.jump(join, arm(x.otherwise(), x.type()));
    Param result = join.addParam(types.type(x.type()));
    out.start(join);
    return result;
  }

  /** An arm that never returns may be void. */
  private Value arm(Expression e, CType type) {
    if (TypeMap.isVoid(e.type())) {
      effect(e);
      return out.emit(Op.UNDEF, types.type(type));
    }
    return scalar(e);
  }

  private Place conditionalMemory(Expression.Conditional x) {
    Place result = owner.memory.temp(x.type());
    into(x, result);
    return result;
  }

  private void let(Expression.Let x) {
    Place place = owner.declare(x.temp());
    into(x.init(), place, x.temp().type);
  }

  private void into(Expression e, Place place, CType type) {
    if (types.isScalar(type)) {
      owner.memory.store(place, type, scalar(e));
    } else {
      into(e, place);
    }
  }

  /** The value of {@code ({ … })}; for void an operand of nothing. */
  private Operand statementExpression(Expression.StatementExpression x) {
    owner.scopes.enter(x);
    owner.statements.list(x.body());
    Operand result = new Operand(null, null);
    Expression value = x.result();
    if (value != null) {
      owner.scopes.at(Integer.MAX_VALUE - 1);
      if (TypeMap.isVoid(value.type())) {
        effect(value);
      } else {
        result = protect(operand(value), value.type());
      }
    } else if (!TypeMap.isVoid(x.type()) && types.isScalar(x.type())) {
      result = Operand.of(out.emit(Op.UNDEF, types.type(x.type())));
    }
    owner.scopes.leave();
    return result;
  }

  /** Saves a value in memory from what leaving the innermost scope does. */
  private Operand protect(Operand value, CType type) {
    if (value.memory() == null || !owner.scopes.hasActions(owner.scopes.depth() - 1)) {
      return value;
    }
    Place copy = owner.memory.temp(type);
    owner.memory.copy(copy, value.memory(), type);
    return Operand.of(copy);
  }

  // ---- values in memory

  /** The memory that holds the value; valid until the next side effect on it. */
  Place memory(Expression e) {
    return switch (e) {
      case Expression.Load x -> loadMemory(x);
      case Expression.Call x -> {
        Place result = owner.memory.temp(x.type());
        owner.calls.call(x, result);
        yield result;
      }
      case Expression.Assign x -> owner.assignments.assign(x, true).place();
      case Expression.CompoundAssign x -> owner.assignments.compound(x, true).place();
      case Expression.IncDec x -> owner.assignments.incDec(x, true).place();
      case Expression.Conditional x -> conditionalMemory(x);
      case Expression.Comma x -> {
        effect(x.left());
        yield memory(x.right());
      }
      case Expression.StatementExpression x -> {
        Operand value = statementExpression(x);
        yield value.memory() == null ? owner.memory.temp(x.type()) : value.place();
      }
      case Expression.Let x -> {
        let(x);
        yield memory(x.body());
      }
      case Expression.VaArg x -> owner.calls.vaArg(x).place();
      case Expression.Cast x -> owner.conversions.castToMemory(x);
      case Expression.Unary x -> owner.arithmetic.unaryMemory(x);
      case Expression.Binary x -> owner.arithmetic.binaryMemory(x);
      case Expression.BuiltinCall x -> owner.builtins.memory(x);
      case Expression.ConvertVector x -> owner.vectors.convert(x);
      case Expression.IntConst x -> wideConstant(x.type(), wideValue(x));
      case Expression.WideConst x -> wideConstant(x.type(), x.value());
      case Expression.FloatConst x -> quadConstant(x.low(), x.high());
      case Expression.ComplexConst x -> complexConstant(x);
      case Expression.ComplexPart x when TypeMap.complex(x.base().type()) == null ->
          x.imaginary() ? quadConstant(0, 0) : memory(x.base());
      default -> place(e);
    };
  }

  private Place loadMemory(Expression.Load x) {
    CType type = x.lvalue().type();
    return TypeMap.isAtomic(type) ? owner.atomics.load(place(x.lvalue()), type).place() : read(x);
  }

  /** A negative payload of an unsigned type is a value of 64 bits. */
  private BigInteger wideValue(Expression.IntConst x) {
    BigInteger value = BigInteger.valueOf(x.value());
    return value.signum() < 0 && !types.isSigned(x.type())
        ? value.add(BigInteger.ONE.shiftLeft(64))
        : value;
  }

  private Place wideConstant(CType type, BigInteger value) {
    Place result = owner.memory.temp(type);
    owner.wide.constant(result, type, value);
    return result;
  }

  Place quadConstant(long low, long high) {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (low >>> 8 * i);
      bytes[i + 8] = (byte) (high >>> 8 * i);
    }
    return Place.of(owner.owner.constants.data(bytes, 16), 16, 0);
  }

  private Place complexConstant(Expression.ComplexConst x) {
    CType element = ((CType.Complex) TypeMap.strip(x.type())).element();
    Place result = owner.memory.temp(x.type());
    owner.memory.write(result, element, operand(x.real()));
    owner.memory.write(result.at(types.size(element)), element, operand(x.imaginary()));
    return result;
  }

  /** Evaluates a value of memory type straight into fresh memory that the expression cannot see. */
  void into(Expression e, Place to) {
    switch (e) {
      case Expression.Call x -> owner.calls.call(x, to);
      case Expression.Comma x -> {
        effect(x.left());
        into(x.right(), to);
      }
      case Expression.Let x -> {
        let(x);
        into(x.body(), to);
      }
      case Expression.Conditional x -> {
        Block then = out.newBlock("then");
        Block otherwise = out.newBlock("else");
        Block join = out.newBlock("join");
        owner.conditions.branch(x.condition(), then, otherwise);
        out.start(then);
        intoArm(x.then(), to);
        out.jump(join);
        out.start(otherwise);
        intoArm(x.otherwise(), to);
        out.jump(join);
        out.start(join);
      }
      default -> owner.memory.copy(to, memory(e), e.type());
    }
  }

  private void intoArm(Expression e, Place to) {
    if (TypeMap.isVoid(e.type())) {
      effect(e);
    } else {
      into(e, to);
    }
  }

  // ---- places

  /** The object an lvalue denotes; for a value in memory, where it is. */
  Place place(Expression e) {
    return place(e, null);
  }

  /** The place of what is read. */
  private Place read(Expression.Load x) {
    Sanitizer sanitizer = owner.sanitizer;
    return sanitizer == null ? place(x.lvalue()) : accessed(x.lvalue(), sanitizer.memory.load(x));
  }

  /** The place of what an assignment at {@code loc} writes. */
  Place written(Expression target, int loc) {
    Sanitizer sanitizer = owner.sanitizer;
    return sanitizer == null ? place(target) : accessed(target, sanitizer.memory.store(loc));
  }

  /** The place of an lvalue, checked for the access. */
  Place accessed(Expression lvalue, Access access) {
    Place place = place(lvalue, access);
    if (owner.sanitizer != null) {
      owner.sanitizer.memory.object(lvalue, place, access);
    }
    return place;
  }

  /**
   * @param access the access that the sanitizer is to check, or null: only the address is wanted
   */
  private Place place(Expression e, @Nullable Access access) {
    return switch (e) {
      case Expression.VarRef x -> owner.place(x.variable());
      case Expression.Deref x -> deref(x, access);
      case Expression.FieldRef x -> field(x, access);
      case Expression.StringRef x -> Place.of(owner.owner.string(x), Math.max(1, x.unit()), 0);
      case Expression.CompoundLiteral x -> compoundLiteral(x);
      case Expression.VectorElement x -> vectorElement(x, access);
      case Expression.ComplexPart x -> complexPlace(x, access);
      case Expression.FunctionRef x -> Place.of(owner.nested.functionAddress(x.function()), 2, 0);
      default -> types.isScalar(e.type()) ? spill(e) : memory(e);
    };
  }

  /** Memory for a scalar value whose place is asked for: the base of an odd access. */
  private Place spill(Expression e) {
    Place result = owner.memory.temp(e.type());
    owner.memory.store(result, e.type(), scalar(e));
    return result;
  }

  private Place deref(Expression.Deref x, @Nullable Access access) {
    int alias = isInUnion(x.pointer()) ? 0 : aliasOf(x.type());
    Place place = pointee(x.pointer(), types.align(x.type()), alias, access).withAlias(alias);
    if (owner.sanitizer != null && access != null) {
      owner.sanitizer.memory.dereference(x, place, access);
    }
    return FunctionLowering.isVolatile(x.type()) ? place.withVolatile() : place;
  }

  /** Of an array, its elements' class. */
  private int aliasOf(CType type) {
    CType element = type;
    while (TypeMap.strip(element) instanceof CType.Array array) {
      element = array.element();
    }
    return types.alias(element);
  }

  /** Where a pointer points, constant offsets and known objects seen through. */
  private Place pointee(Expression pointer, int align, int alias, @Nullable Access access) {
    switch (pointer) {
      case Expression.PointerAdd x
          when x.dynamicScale() == null && x.index() instanceof Expression.IntConst index -> {
        long delta = index.value() * x.scale();
        Place start = pointee(x.pointer(), align, alias, around(x, access));
        Place place = start.at(x.subtract() ? -delta : delta);
        if (owner.sanitizer != null) {
          owner.sanitizer.memory.index(x, out.pconst(index.value()), access != null);
          owner.sanitizer.memory.sum(start, place, x);
        }
        return place;
      }
      case Expression.AddressOf x when !(x.operand() instanceof Expression.FunctionRef) -> {
        Place place = place(x.operand(), access);
        if (place.register() == null && place.bits() == null) {
          return place;
        }
      }
      case Expression.Cast x when isPointer(x.type()) && isPointer(x.operand().type()) -> {
        Place place = pointee(x.operand(), align, alias, access);
        return isSameAlign(x) ? place : place.withAlign(Math.max(align, place.align()));
      }
      default -> {}
    }
    Value address =
        pointer instanceof Expression.PointerAdd sum ? pointerAdd(sum, access) : scalar(pointer);
    return Place.of(address, knownAlign(pointer, align), alias);
  }

  /** A conversion between pointers to equally aligned types: it promises nothing new. */
  private boolean isSameAlign(Expression.Cast x) {
    return targetAlign(x.type()) <= targetAlign(x.operand().type());
  }

  private int targetAlign(CType pointer) {
    return types.align(((CType.Pointer) TypeMap.strip(pointer)).target());
  }

  /** The alignment a pointer is known to have: its type's, less inside packed records. */
  private int knownAlign(Expression pointer, int align) {
    return switch (pointer) {
      case Expression.PointerAdd x -> knownAlign(x.pointer(), align);
      case Expression.AddressOf x -> Math.min(align, lvalueAlign(x.operand()));
      default -> align;
    };
  }

  private int lvalueAlign(Expression e) {
    return switch (e) {
      case Expression.FieldRef x -> Place.alignAt(lvalueAlign(x.base()), x.field().offset());
      case Expression.Deref x -> knownAlign(x.pointer(), types.align(x.type()));
      default -> Math.max(1, types.align(e.type()));
    };
  }

  private static boolean isPointer(CType type) {
    return TypeMap.strip(type) instanceof CType.Pointer;
  }

  private Place field(Expression.FieldRef x, @Nullable Access access) {
    Sanitizer sanitizer = owner.sanitizer;
    Place base = place(x.base(), sanitizer == null ? null : sanitizer.memory.member(access, x));
    boolean mayAlias = isUnionLike(x.base().type()) || isInUnion(x.base());
    Place place = base.at(x.field().offset(), mayAlias ? 0 : aliasOf(x.type()));
    if (x.field().isBitField()) {
      place = place.withBits(x.field());
    }
    boolean isVolatile =
        FunctionLowering.isVolatile(x.type()) || FunctionLowering.isVolatile(x.base().type());
    return isVolatile ? place.withVolatile() : place;
  }

  /** Whether members of the type may be read as other types than they were written. */
  private static boolean isUnionLike(CType type) {
    return type.mayAlias()
        || TypeMap.strip(type) instanceof CType.Record record
            && (record.isUnion || record.mayAlias);
  }

  /** A member of a union, at any depth of member accesses and array elements. */
  private static boolean isInUnion(Expression e) {
    return switch (e) {
      case Expression.FieldRef x -> isUnionLike(x.base().type()) || isInUnion(x.base());
      case Expression.Deref x -> isInUnion(x.pointer());
      case Expression.PointerAdd x -> isInUnion(x.pointer());
      case Expression.AddressOf x -> isInUnion(x.operand());
      case Expression.Load x -> false;
      default -> false;
    };
  }

  private Place compoundLiteral(Expression.CompoundLiteral x) {
    Variable variable = x.variable();
    if (variable.storage == Variable.Storage.STATIC) {
      return owner.place(variable);
    }
    owner.declareOnce(variable);
    Place place = owner.place(variable);
    owner.initializers.initialize(place, variable.type, x.initializer(), true);
    return place;
  }

  private Place vectorElement(Expression.VectorElement x, @Nullable Access access) {
    Place base = place(x.base(), access);
    long size = types.size(x.type());
    if (x.index() instanceof Expression.IntConst index) {
      return base.at(index.value() * size, 0);
    }
    Value index = scalar(x.index());
    boolean signed = types.isSigned(x.index().type());
    Value wide = owner.conversions.integer(index, signed, types.pointer);
    Value address = owner.memory.address(base);
    Value element = out.binary(Op.ADD, address, scaled(wide, size, null));
    return Place.of(element, types.align(x.type()), 0);
  }

  private Place complexPlace(Expression.ComplexPart x, @Nullable Access access) {
    Place base = place(x.base(), access);
    if (TypeMap.complex(x.base().type()) == null) {
      return base;
    }
    CType.Complex type = (CType.Complex) TypeMap.strip(x.base().type());
    long delta = x.imaginary() ? types.size(type.element()) : 0;
    Place part = base.at(delta, types.alias(type.element()));
    return FunctionLowering.isVolatile(x.base().type()) ? part.withVolatile() : part;
  }

  // ---- effects

  /** Evaluates and drops the value; no result is computed that only the value needs. */
  void effect(Expression e) {
    switch (e) {
      case Expression.Assign x -> owner.assignments.assign(x, false);
      case Expression.CompoundAssign x -> owner.assignments.compound(x, false);
      case Expression.IncDec x -> owner.assignments.incDec(x, false);
      case Expression.Call x -> owner.calls.effect(x);
      case Expression.Comma x -> {
        effect(x.left());
        effect(x.right());
      }
      case Expression.Cast x -> effect(x.operand());
      case Expression.Conditional x -> conditionalEffect(x);
      case Expression.Logical x -> logicalEffect(x);
      case Expression.StatementExpression x -> statementEffect(x);
      case Expression.Let x -> {
        let(x);
        effect(x.body());
      }
      case Expression.Load x -> loadEffect(x);
      case Expression.Unary x -> effect(x.operand());
      case Expression.Binary x -> binaryEffect(x);
      case Expression.PointerAdd x -> {
        effect(x.pointer());
        indexEffect(x);
      }
      case Expression.AddressOf x -> effect(x.operand());
      case Expression.FieldRef x -> effect(x.base());
      case Expression.ComplexPart x -> effect(x.base());
      case Expression.Deref x -> effect(x.pointer());
      case Expression.IntConst x -> {}
      case Expression.WideConst x -> {}
      case Expression.FloatConst x -> {}
      case Expression.ComplexConst x -> {}
      case Expression.AddressConst x -> {}
      case Expression.VarRef x -> {}
      case Expression.FunctionRef x -> {}
      case Expression.StringRef x -> {}
      case Expression.LabelAddress x -> {}
      case Expression.BuiltinCall x -> owner.builtins.effect(x);
      case Expression.CompoundLiteral x -> place(x);
      case Expression.VectorElement x -> operand(x);
      case Expression.PointerDiff x -> scalar(x);
      case Expression.VaArg x -> owner.calls.vaArg(x);
      case Expression.ConvertVector x -> memory(x);
    }
  }

  /** The sanitizer reports divisions and shifts though nothing is done with the result. */
  private void binaryEffect(Expression.Binary x) {
    boolean isReported =
        switch (x.op()) {
          case DIV, REM, SHL, SHR -> owner.sanitizer != null;
          default -> false;
        };
    if (isReported) {
      operand(x);
    } else {
      effect(x.left());
      effect(x.right());
    }
  }

  private void indexEffect(Expression.PointerAdd x) {
    if (owner.sanitizer == null || x.array() == null) {
      effect(x.index());
    } else {
      owner.sanitizer.memory.index(x, toPointerWidth(scalar(x.index())), true);
    }
  }

  private void loadEffect(Expression.Load x) {
    boolean isVolatile = FunctionLowering.isVolatile(x.lvalue().type());
    if (!isVolatile && !TypeMap.isAtomic(x.lvalue().type())) {
      effect(x.lvalue());
    } else if (types.isScalar(x.type())) {
      load(x);
    } else {
      Place copy = owner.memory.temp(x.type());
      owner.memory.copy(copy, loadMemory(x), x.type());
    }
  }

  private void conditionalEffect(Expression.Conditional x) {
    Block then = out.newBlock("then");
    Block otherwise = out.newBlock("else");
    Block join = out.newBlock("join");
    owner.conditions.branch(x.condition(), then, otherwise);
    out.start(then);
    effect(x.then());
    if (out.isOpen()) {
      out.jump(join);
    }
    out.start(otherwise);
    effect(x.otherwise());
    out.jumpAndStart(join);
  }

  private void logicalEffect(Expression.Logical x) {
    Block second = out.newBlock(x.isAnd() ? "and" : "or");
    Block join = out.newBlock("join");
    if (x.isAnd()) {
      owner.conditions.branch(x.left(), second, join);
    } else {
      owner.conditions.branch(x.left(), join, second);
    }
    out.start(second);
    effect(x.right());
    out.jumpAndStart(join);
  }

  private void statementEffect(Expression.StatementExpression x) {
    owner.scopes.enter(x);
    owner.statements.list(x.body());
    if (x.result() != null) {
      owner.scopes.at(Integer.MAX_VALUE - 1);
      effect(x.result());
    }
    owner.scopes.leave();
  }
}
