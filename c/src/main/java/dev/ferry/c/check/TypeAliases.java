package dev.ferry.c.check;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.TypePrinter;
import dev.ferry.c.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * The typedef names by which declarations were written, for messages: types themselves have no
 * names. A declaration is known by the place of its declarator, which objects, members, functions
 * and parameters keep; what an expression is made of leads to it. {@code foo *p} with {@code
 * typedef struct foo foo} has the type {@code ‘foo *’ {aka ‘struct foo *’}}.
 */
final class TypeAliases {
  /** Said where an expression has its type by itself and without a name: sizes, casts. */
  private static final Entity.Typedef PLAIN =
      new Entity.Typedef("", new CType.Int(CType.IntKind.ULONG), 0, 0);

  /** Places, a hash table with linear probing; 0 is free. */
  private int[] places = new int[256];

  private Entity.@Nullable Typedef[] aliases = new Entity.@Nullable Typedef[256];
  private int count;

  /** The declaration with its declarator at a place began with a typedef name, or not. */
  void declared(int place, Entity.@Nullable Typedef alias) {
    if (alias == null || place == 0) {
      return;
    }
    if (2 * ++count > places.length) {
      grow();
    }
    int slot = slot(place);
    places[slot] = place;
    aliases[slot] = alias;
  }

  /**
   * The size, suffixed literal or cast there has its type by itself, not from what it meets; gcc
   * forgets the typedef name of a cast.
   */
  void plain(int place) {
    declared(place, PLAIN);
  }

  private void grow() {
    int[] oldPlaces = places;
    Entity.@Nullable Typedef[] oldAliases = aliases;
    places = new int[2 * oldPlaces.length];
    aliases = new Entity.@Nullable Typedef[places.length];
    for (int k = 0; k < oldPlaces.length; k++) {
      if (oldPlaces[k] != 0) {
        int slot = slot(oldPlaces[k]);
        places[slot] = oldPlaces[k];
        aliases[slot] = oldAliases[k];
      }
    }
  }

  private int slot(int place) {
    int mask = places.length - 1;
    int slot = place * 0x9e3779b1 >>> 7 & mask;
    while (places[slot] != 0 && places[slot] != place) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Of the declaration there. */
  Entity.@Nullable Typedef at(int place) {
    return place == 0 ? null : aliases[slot(place)];
  }

  /** Of what an expression gives, as far as that is what a declaration says. */
  Entity.@Nullable Typedef of(Expression e) {
    return switch (e) {
      case Expression.VarRef x -> at(x.variable().loc);
      case Expression.FieldRef x -> at(x.field().loc());
      case Expression.FunctionRef x -> at(x.function().loc);
      case Expression.Load x -> of(x.lvalue());
      case Expression.AddressOf x -> of(x.operand());
      case Expression.Deref x -> of(x.pointer());
      case Expression.PointerAdd x -> of(x.pointer());
      case Expression.Assign x -> of(x.target());
      case Expression.CompoundAssign x -> of(x.target());
      case Expression.IncDec x -> of(x.target());
      case Expression.Comma x -> of(x.right());
      case Expression.Call x -> of(x.callee());
      case Expression.Unary x -> x.type().equals(x.operand().type()) ? of(x.operand()) : null;
      case Expression.Binary x -> ofBinary(x);
      case Expression.Conditional x -> common(x.then(), x.otherwise(), x.type());
      default -> null;
    };
  }

  private Entity.@Nullable Typedef ofBinary(Expression.Binary e) {
    if (e.op().isComparison() || !Types.isArithmetic(e.type())) {
      return null;
    }
    return switch (e.op()) {
      case SHL, SHR -> of(e.left());
      default -> common(e.left(), e.right(), e.type());
    };
  }

  /**
   * Of what the usual arithmetic conversions make of two operands: gcc takes the name from the one
   * that has the type. Where both have it and different names, the basic type stands for long and
   * what is longer, else the first of unsigned ones and the second of signed ones.
   */
  Entity.@Nullable Typedef common(Expression left, Expression right, CType type) {
    if (!Types.isArithmetic(type)) {
      return null;
    }
    boolean isLeft = has(left, type);
    boolean isRight = has(right, type);
    Entity.Typedef l = isLeft ? of(left) : null;
    Entity.Typedef r = isRight ? of(right) : null;
    if (!isLeft || !isRight) {
      boolean words = isWord(isLeft ? right : left) && isWord(isLeft ? left : right);
      return words ? null : isLeft ? l : r;
    }
    if (l == r) {
      return l;
    }
    return switch (type) {
      case CType.Int t when t.kind().compareTo(CType.IntKind.LONG) >= 0 -> null;
      case CType.Int t when t.kind() == CType.IntKind.UINT -> l;
      default -> r;
    };
  }

  /** Whether an operand is as long as a long before it is converted. */
  private static boolean isWord(Expression e) {
    Expression own = e instanceof Expression.Cast cast ? cast.operand() : e;
    return !(own instanceof Expression.IntConst)
        && own.type().unqualified() instanceof CType.Int t
        && t.kind().compareTo(CType.IntKind.LONG) >= 0;
  }

  /** Whether an operand has a type before it is converted. */
  private boolean has(Expression e, CType type) {
    return e.type().unqualified().equals(type)
        && switch (e) {
          case Expression.Cast cast ->
              at(cast.loc()) == PLAIN
                  && !(cast.operand() instanceof Expression.Cast inner
                      && inner.loc() == cast.loc());
          case Expression.IntConst c ->
              at(c.loc()) == PLAIN || type instanceof CType.Int t && t.kind() == CType.IntKind.INT;
          default -> true;
        };
  }

  /** A type in quotes, and in braces what it is where the declaration has another name. */
  static String quoted(CType type, Entity.@Nullable Typedef alias) {
    String plain = "‘" + TypePrinter.print(type) + "’";
    if (alias == null) {
      return plain;
    }
    String written = "‘" + TypePrinter.print(type, alias.type, alias.name) + "’";
    return written.equals(plain) || isTag(alias) ? written : written + " {aka " + plain + "}";
  }

  /** The same for an object that is initialised: gcc says the qualifiers with the tag only. */
  static String quotedObject(CType type, Entity.@Nullable Typedef alias) {
    if (alias == null || alias.type.unqualified() != type.unqualified()) {
      return quoted(type, alias);
    }
    String name = "‘" + alias.name + "’";
    return isTag(alias) ? name : name + " {aka ‘" + TypePrinter.print(type) + "’}";
  }

  /** {@code typedef struct foo foo} needs no explanation. */
  private static boolean isTag(Entity.Typedef alias) {
    return switch (alias.type.unqualified()) {
      case CType.Record record -> alias.name.equals(record.tag);
      case CType.Enum enumeration -> alias.name.equals(enumeration.tag);
      default -> false;
    };
  }

  /** The type of an expression, in the same form. */
  String quoted(Expression e) {
    return quoted(e.type(), of(e));
  }
}
