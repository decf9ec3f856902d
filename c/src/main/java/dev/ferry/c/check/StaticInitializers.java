package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.AddressConst;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.Expression.UnaryOp;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Initializer.Element;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reduces values of static initializers to constants and address constants (C17 6.6p7 to p10), and
 * folds what is only constant once all of an expression is known.
 */
final class StaticInitializers {
  private final Unit unit;
  private final Types types;

  /** Folds all that has a value: a constant is required here. */
  private final ConstantFolder folder;

  /** Whether a const object's value counts: in initializers (GNU), not in constant expressions. */
  private boolean objectsCount;

  StaticInitializers(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
    this.folder = new ConstantFolder(unit.types, false);
  }

  /** The constant that an initializer element must be; null, and reported, if it is none. */
  @Nullable Expression require(Expression value, int loc) {
    objectsCount = true;
    Expression folded = fold(value);
    objectsCount = false;
    if (isFixed(folded)) {
      return folded;
    }
    unit.report(INITIALIZER_NOT_CONSTANT, loc);
    return null;
  }

  private static boolean isFixed(Expression e) {
    return ConstantFolder.isConstant(e)
        || e instanceof AddressConst
        || e instanceof Expression.StringRef
        || e instanceof Expression.Cast c && c.operand() instanceof AddressConst;
  }

  /** The elements of a constant compound literal that initialises a record (GNU); else null. */
  @Nullable List<Element> compound(Expression value, long offset) {
    if (!(value instanceof Expression.Load load)
        || !(Types.isRecord(load.type()) || load.type() instanceof CType.Vector)) {
      return null;
    }
    List<Element> elements = elementsOf(load.lvalue());
    if (elements == null) {
      return null;
    }
    List<Element> moved = new ArrayList<>(elements.size());
    for (Element element : elements) {
      Expression fixed = fold(element.value());
      if (!isFixed(fixed)) {
        return null;
      }
      moved.add(new Element(element.offset() + offset, element.type(), element.bitField(), fixed));
    }
    return moved;
  }

  /** What an object that can be named in a constant, or a member of one, is initialised with. */
  private @Nullable List<Element> elementsOf(Expression lvalue) {
    Initializer initializer =
        switch (lvalue) {
          case Expression.VarRef ref
              when ref.variable().storage == Variable.Storage.STATIC
                      && (ref.variable().type.qualifiers() & CType.CONST) != 0
                  || ref.variable().name.startsWith(".compound") ->
              ref.variable().initializer;
          case Expression.CompoundLiteral literal -> literal.initializer();
          default -> null;
        };
    return initializer != null ? initializer.elements() : unit.constexprParts.elements(lvalue);
  }

  /** Folds as far as possible. */
  Expression fold(Expression e) {
    return switch (e) {
      case Expression.Cast c -> cast(c);
      case Expression.AddressOf a -> {
        Expression address = address(a.operand(), a.type(), 0);
        yield address == null ? e : address;
      }
      case Expression.PointerAdd p -> pointerAdd(p);
      case Expression.PointerDiff p -> pointerDiff(p);
      case Expression.Binary b -> binary(b);
      case Expression.Unary u -> unary(u);
      case Expression.Logical l -> logical(l);
      case Expression.Conditional c -> conditional(c);
      case Expression.BuiltinCall b -> builtin(b);
      case Expression.LabelAddress l ->
          new AddressConst(l.loc(), l.type(), null, null, null, l.label(), null, 0);
      case Expression.Load l -> load(l);
      case Expression.Let l -> let(l);
      case Expression.Comma c -> e;
      default -> e;
    };
  }

  private Expression cast(Expression.Cast c) {
    Expression operand = fold(c.operand());
    CType to = c.type();
    if (ConstantFolder.isConstant(operand)) {
      Expression folded = folder.cast(c.loc(), to, operand);
      return folded == null ? c : folded;
    }
    AddressConst address = addressOf(operand);
    if (address == null) {
      return operand == c.operand() ? c : new Expression.Cast(c.loc(), to, operand);
    }
    if (to instanceof CType.Pointer) {
      return withType(address, to);
    }
    if (to instanceof CType.Bool) {
      return new IntConst(c.loc(), to, 1);
    }
    if (address.minusLabel() != null && Types.isInteger(to)) {
      return withType(address, to);
    }
    if (Types.isInteger(to) && types.size(to) == types.model().pointerBytes()) {
      return new Expression.Cast(c.loc(), to, withType(address, types.voidPointer));
    }
    return c;
  }

  /** The address in an address constant or in its cast to an integer. */
  private static @Nullable AddressConst addressOf(Expression e) {
    return switch (e) {
      case AddressConst a -> a;
      case Expression.Cast c when c.operand() instanceof AddressConst a -> a;
      default -> null;
    };
  }

  private static AddressConst withType(AddressConst a, CType type) {
    return new AddressConst(
        a.loc(),
        type,
        a.variable(),
        a.function(),
        a.string(),
        a.label(),
        a.minusLabel(),
        a.offset());
  }

  private static AddressConst moved(AddressConst a, CType type, long by) {
    return new AddressConst(
        a.loc(),
        type,
        a.variable(),
        a.function(),
        a.string(),
        a.label(),
        a.minusLabel(),
        a.offset() + by);
  }

  /** The address of an lvalue plus an offset, or null if it is not constant. */
  private @Nullable Expression address(Expression lvalue, CType type, long offset) {
    return switch (lvalue) {
      case Expression.VarRef v -> variableAddress(v, type, offset);
      case Expression.FunctionRef f ->
          new AddressConst(f.loc(), type, null, f.function(), null, null, null, offset);
      case Expression.StringRef s ->
          new AddressConst(s.loc(), type, null, null, s, null, null, offset);
      case Expression.FieldRef f -> address(f.base(), type, offset + f.field().offset());
      case Expression.VectorElement v ->
          v.index() instanceof IntConst index
              ? address(v.base(), type, offset + index.value() * types.size(v.type()))
              : null;
      case Expression.ComplexPart c ->
          address(c.base(), type, offset + (c.imaginary() ? types.size(c.type()) : 0));
      case Expression.Deref d -> {
        Expression pointer = fold(d.pointer());
        if (pointer instanceof AddressConst a) {
          yield moved(a, type, offset);
        }
        yield pointer instanceof IntConst c
            ? new IntConst(c.loc(), type, types.wrap(c.value() + offset, types.uintptrType))
            : null;
      }
      default -> null;
    };
  }

  private @Nullable Expression variableAddress(Expression.VarRef v, CType type, long offset) {
    Variable variable = v.variable();
    boolean fixed =
        (variable.storage == Variable.Storage.STATIC || variable.storage == Variable.Storage.EXTERN)
            && !variable.isThreadLocal
            && variable.register == null;
    return fixed ? new AddressConst(v.loc(), type, variable, null, null, null, null, offset) : null;
  }

  private Expression pointerAdd(Expression.PointerAdd p) {
    Expression pointer = fold(p.pointer());
    Expression index = fold(p.index());
    if (!(index instanceof IntConst i) || p.scale() < 0) {
      return p;
    }
    long by = (p.subtract() ? -i.value() : i.value()) * p.scale();
    if (pointer instanceof AddressConst a) {
      return moved(a, p.type(), by);
    }
    if (pointer instanceof IntConst c) {
      return new IntConst(p.loc(), p.type(), types.wrap(c.value() + by, types.uintptrType));
    }
    return p;
  }

  /** Equal literals are one object, as gcc merges them. */
  private static boolean sameString(
      Expression.@Nullable StringRef a, Expression.@Nullable StringRef b) {
    return a == b
        || a != null && b != null && a.unit() == b.unit() && Arrays.equals(a.bytes(), b.bytes());
  }

  private static boolean sameObject(AddressConst a, AddressConst b) {
    return a.variable() == b.variable()
        && a.function() == b.function()
        && sameString(a.string(), b.string())
        && a.label() == b.label()
        && a.minusLabel() == null
        && b.minusLabel() == null;
  }

  private Expression pointerDiff(Expression.PointerDiff p) {
    Expression left = fold(p.left());
    Expression right = fold(p.right());
    if (left instanceof AddressConst a && right instanceof AddressConst b) {
      if (sameObject(a, b) && p.scale() > 0) {
        return new IntConst(p.loc(), p.type(), (a.offset() - b.offset()) / p.scale());
      }
      if (a.label() != null && b.label() != null && a.minusLabel() == null) {
        return new AddressConst(
            p.loc(), p.type(), null, null, null, a.label(), b.label(), a.offset() - b.offset());
      }
    }
    if (left instanceof IntConst a && right instanceof IntConst b && p.scale() > 0) {
      return new IntConst(p.loc(), p.type(), (a.value() - b.value()) / p.scale());
    }
    return p;
  }

  private Expression binary(Expression.Binary b) {
    Expression left = fold(b.left());
    Expression right = fold(b.right());
    Expression folded = folder.binary(b.loc(), b.type(), b.op(), left, right);
    if (folded != null) {
      return folded;
    }
    AddressConst l = addressOf(left);
    AddressConst r = addressOf(right);
    if (b.op().isComparison()) {
      return compare(b, left, right, l, r);
    }
    if (b.op() == BinaryOp.ADD && l != null && right instanceof IntConst c) {
      return integer(b, l, c.value());
    }
    if (b.op() == BinaryOp.ADD && r != null && left instanceof IntConst c) {
      return integer(b, r, c.value());
    }
    if (b.op() == BinaryOp.SUB && l != null && right instanceof IntConst c) {
      return integer(b, l, -c.value());
    }
    if (b.op() == BinaryOp.SUB && l != null && r != null) {
      if (sameObject(l, r)) {
        return folder.integer(
            b.loc(), b.type(), java.math.BigInteger.valueOf(l.offset() - r.offset()));
      }
      if (l.label() != null && r.label() != null && l.minusLabel() == null) {
        return new AddressConst(
            b.loc(), b.type(), null, null, null, l.label(), r.label(), l.offset() - r.offset());
      }
    }
    return b;
  }

  private Expression integer(Expression.Binary b, AddressConst address, long by) {
    if (address.minusLabel() != null) {
      return moved(address, b.type(), by);
    }
    return types.size(b.type()) == types.model().pointerBytes()
        ? new Expression.Cast(b.loc(), b.type(), moved(address, types.voidPointer, by))
        : b;
  }

  /** An object's address is never null, and differs from no offset of itself. */
  private Expression compare(
      Expression.Binary b,
      Expression left,
      Expression right,
      @Nullable AddressConst l,
      @Nullable AddressConst r) {
    boolean equality = b.op() == BinaryOp.EQ || b.op() == BinaryOp.NE;
    if (equality
        && (l != null && isStrong(l) && right instanceof IntConst c && c.value() == 0
            || r != null && isStrong(r) && left instanceof IntConst d && d.value() == 0)) {
      return new IntConst(b.loc(), b.type(), b.op() == BinaryOp.NE ? 1 : 0);
    }
    if (l != null && r != null && sameObject(l, r)) {
      Expression x = new IntConst(b.loc(), types.longType, l.offset());
      Expression y = new IntConst(b.loc(), types.longType, r.offset());
      Expression folded = folder.binary(b.loc(), b.type(), b.op(), x, y);
      return folded == null ? b : folded;
    }
    return b;
  }

  private static boolean isStrong(AddressConst a) {
    Variable variable = a.variable();
    if (variable != null) {
      return !variable.attributes.isWeak;
    }
    return a.function() == null || !a.function().attributes.isWeak;
  }

  private Expression unary(Expression.Unary u) {
    Expression operand = fold(u.operand());
    if (u.op() == UnaryOp.LOGICAL_NOT
        && addressOf(operand) instanceof AddressConst a
        && isStrong(a)) {
      return new IntConst(u.loc(), u.type(), 0);
    }
    Expression folded = folder.unary(u.loc(), u.type(), u.op(), operand);
    return folded == null ? u : folded;
  }

  /** 1 true, 0 false, -1 unknown. */
  private int truth(Expression e) {
    if (ConstantFolder.isConstant(e)) {
      return ConstantFolder.isZero(e) ? 0 : 1;
    }
    AddressConst address = addressOf(e);
    return address != null && isStrong(address) ? 1 : -1;
  }

  private Expression logical(Expression.Logical l) {
    int left = truth(fold(l.left()));
    if (left >= 0 && left == (l.isAnd() ? 0 : 1)) {
      return new IntConst(l.loc(), l.type(), left);
    }
    int right = truth(fold(l.right()));
    return left >= 0 && right >= 0 ? new IntConst(l.loc(), l.type(), right) : l;
  }

  private Expression conditional(Expression.Conditional c) {
    int truth = truth(fold(c.condition()));
    return truth < 0 ? c : fold(truth == 1 ? c.then() : c.otherwise());
  }

  private Expression builtin(Expression.BuiltinCall b) {
    if (b.builtin() == Builtin.CONSTANT_P) {
      Expression argument = fold(b.arguments().getFirst());
      return new IntConst(b.loc(), b.type(), ConstantFolder.isConstant(argument) ? 1 : 0);
    }
    if (b.builtin() == Builtin.OBJECT_SIZE && b.arguments().get(1) instanceof IntConst mode) {
      long unknown = (mode.value() & 2) != 0 ? 0 : -1;
      return new IntConst(b.loc(), b.type(), unit.types.wrap(unknown, b.type()));
    }
    if (b.builtin() == Builtin.EXPECT) {
      return fold(b.arguments().getFirst());
    }
    if (b.builtin() == Builtin.COMPLEX) {
      Expression real = fold(b.arguments().getFirst());
      Expression imaginary = fold(b.arguments().get(1));
      if (ConstantFolder.isConstant(real) && ConstantFolder.isConstant(imaginary)) {
        return new Expression.ComplexConst(b.loc(), b.type(), real, imaginary);
      }
    }
    return b;
  }

  private Expression let(Expression.Let l) {
    Expression init = fold(l.init());
    int truth = truth(init);
    if (truth >= 0 && l.body() instanceof Expression.Conditional c) {
      return fold(truth == 1 ? new Expression.Cast(l.loc(), l.type(), init) : c.otherwise());
    }
    return l;
  }

  /**
   * GNU: the value of a const object with a constant initializer, or of a part of one, and of a
   * compound literal; a string literal's character.
   */
  private Expression load(Expression.Load l) {
    Expression value = null;
    if (l.lvalue() instanceof Expression.CompoundLiteral literal) {
      value = element(literal.initializer(), 0, l);
    } else if (address(l.lvalue(), types.voidPointer, 0) instanceof AddressConst a) {
      Variable variable = a.variable();
      Expression.StringRef string = a.string();
      if (string != null) {
        value = character(string, a.offset(), l);
      } else if (variable != null && isKnown(variable)) {
        value = element(variable.initializer, a.offset(), l);
      }
    } else if (l.lvalue() instanceof Expression.VarRef ref && isKnown(ref.variable())) {
      value = element(ref.variable().initializer, 0, l);
    }
    return value == null ? l : value;
  }

  /** Whether the object keeps the value that its initializer gives it. */
  private boolean isKnown(Variable variable) {
    if (variable.name.startsWith(".compound")) {
      return objectsCount;
    }
    CType element = variable.type;
    while (element instanceof CType.Array array) {
      element = array.element();
    }
    int qualifiers = element.qualifiers() | variable.type.qualifiers();
    return objectsCount
        && unit.options.standard() != dev.ferry.c.lex.Standard.C89
        && (qualifiers & CType.CONST) != 0
        && (qualifiers & CType.VOLATILE) == 0
        && (variable.storage == Variable.Storage.STATIC
            || variable.storage == Variable.Storage.LOCAL)
        && !variable.attributes.isWeak;
  }

  /** The scalar that an initializer puts at an offset, if it is written there and constant. */
  private @Nullable Expression element(
      @Nullable Initializer initializer, long offset, Expression.Load l) {
    if (initializer == null || !Types.isScalar(Types.nonAtomic(l.type()))) {
      return null;
    }
    Expression found = null;
    for (Element element : initializer.elements()) {
      if (element.value() instanceof Expression.StringRef string
          && offset >= element.offset()
          && offset < element.offset() + string.bytes().length) {
        found = character(string, offset - element.offset(), l);
      } else if (element.offset() == offset
          && element.bitField() == null
          && Types.nonAtomic(element.type()) == Types.nonAtomic(l.type())) {
        found = fold(element.value());
      }
    }
    return found != null && isFixed(found) ? found : null;
  }

  private @Nullable Expression character(
      Expression.StringRef string, long offset, Expression.Load l) {
    byte[] bytes = string.bytes();
    boolean isCharacter =
        string.unit() == 1
            && types.size(l.type()) == 1
            && Types.isInteger(l.type())
            && offset >= 0
            && offset < bytes.length;
    return isCharacter
        ? new IntConst(l.loc(), l.type(), types.wrap(bytes[(int) offset], l.type()))
        : null;
  }
}
