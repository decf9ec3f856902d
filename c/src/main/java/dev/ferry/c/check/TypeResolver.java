package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.parse.ParseDiagnostic;
import dev.ferry.c.syntax.Declarator;
import dev.ferry.c.syntax.Qualifiers;
import dev.ferry.c.syntax.Specifiers;
import dev.ferry.c.syntax.TypeName;
import dev.ferry.c.syntax.TypeSpecifier;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types from specifiers and type names (C17 6.7.2, 6.7.7); the lengths of VLAs. */
final class TypeResolver {
  /**
   * What declaration specifiers say.
   *
   * @param type the type with its qualifiers; for {@code auto} the error type until deduced
   * @param typedefAlign that of a typedef name, which belongs to the type, 0 for none
   * @param alignas requested by {@code _Alignas} for what is declared, 0 for none
   * @param attributes those among the specifiers
   * @param alias the typedef name that was written, or null
   * @param auto whether the type comes from the initializer
   * @param implicit whether no type was written
   */
  record Resolved(
      CType type,
      Entity.@Nullable Typedef alias,
      int typedefAlign,
      int alignas,
      DeclAttributes attributes,
      boolean auto,
      boolean implicit) {
    /** The alignment for what a declarator makes of the type. */
    int align(Declarator declarator) {
      return Math.max(typedefAlign(declarator), alignas);
    }

    /** That of the typedef's name: a pointer to the type has its own. */
    int typedefAlign(Declarator declarator) {
      Declarator at = declarator;
      while (at instanceof Declarator.Array || at instanceof Declarator.Paren) {
        at = at instanceof Declarator.Array a ? a.inner() : ((Declarator.Paren) at).inner();
      }
      return at instanceof Declarator.Name ? typedefAlign : 0;
    }

    /** The alignment without a declarator. */
    int align() {
      return Math.max(typedefAlign, alignas);
    }
  }

  private final Unit unit;
  private final Types types;
  private int lastAlign;

  /** Assignments of VLA lengths that wait for the place where they are evaluated. */
  private List<Expression> effects = new ArrayList<>();

  /** The hidden lengths of a definition's parameters, declared when its body starts. */
  @Nullable List<Variable> parameterLengths;

  TypeResolver(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** The alignment that the last type name's typedef or specifiers asked for; 0 for none. */
  int lastAlign() {
    return lastAlign;
  }

  CType typeName(TypeName name) {
    lastAlign = 0;
    Resolved resolved = specifiers(name.specifiers(), false);
    Declarator declarator = name.declarator();
    boolean plain = declarator instanceof Declarator.Name;
    CType type =
        plain
            ? resolved.type()
            : unit.declarators
                .declare(declarator, resolved.type(), resolved.attributes(), false)
                .type();
    if (resolved.implicit() && !unit.isError(type)) {
      unit.report(unit.options.c23() ? IMPLICIT_INT_C23 : IMPLICIT_INT, name.loc(), "type name");
    }
    type = unit.attributes.applyToType(type, resolved.attributes());
    lastAlign = resolved.align(declarator);
    return type;
  }

  /**
   * Resolves specifiers.
   *
   * @param alone whether no declarator follows: {@code struct S;}
   */
  Resolved specifiers(Specifiers s, boolean alone) {
    DeclAttributes attributes = new DeclAttributes();
    unit.attributes.read(s.attributes(), attributes);
    int typedefAlign = 0;
    boolean auto = false;
    boolean implicit = false;
    Entity.Typedef alias = null;
    CType type;
    switch (s.type()) {
      case TypeSpecifier.Basic t -> type = basic(t);
      case TypeSpecifier.BitInt t -> type = bitInt(t);
      case TypeSpecifier.ImplicitInt t -> {
        type = types.intType;
        implicit = true;
      }
      case TypeSpecifier.TypedefName t -> {
        Entity.Typedef typedef = typedef(t);
        type = typedef == null ? types.error : typedef.type;
        typedefAlign = typedef == null ? 0 : typedef.align;
        alias = typedef;
      }
      case TypeSpecifier.Record t -> type = unit.records.record(t, alone, attributes);
      case TypeSpecifier.Enum t -> type = unit.records.enumeration(t, alone, attributes);
      case TypeSpecifier.TypeofExpr t -> type = typeofExpression(t);
      case TypeSpecifier.TypeofType t -> {
        CType operand = typeName(t.type());
        type = t.unqualified() ? Types.nonAtomic(types.unqualified(operand)) : operand;
      }
      case TypeSpecifier.Atomic t -> type = atomic(t.loc(), typeName(t.type()));
      case TypeSpecifier.Auto t -> {
        type = types.error;
        auto = true;
      }
      case TypeSpecifier.VaList t -> type = types.vaList;
      case TypeSpecifier.Erroneous t -> type = types.error;
    }
    if (!auto) {
      type = qualified(s.loc(), type, s.qualifiers());
    }
    Resolved resolved =
        new Resolved(type, alias, typedefAlign, alignment(s), attributes, auto, implicit);
    lastAlign = Math.max(resolved.align(), attributes.align);
    return resolved;
  }

  private Entity.@Nullable Typedef typedef(TypeSpecifier.TypedefName t) {
    Entity entity = unit.scopes.find(t.name());
    if (entity instanceof Entity.Typedef typedef) {
      typedef.isUsed = true;
      unit.deprecation.use(t.loc(), typedef);
      return typedef;
    }
    if (!(entity instanceof Entity.Erroneous)) {
      unit.diagnostics.report(ParseDiagnostic.UNKNOWN_TYPE, t.loc(), t.name());
    }
    return null;
  }

  private CType basic(TypeSpecifier.Basic t) {
    CType type =
        switch (t.type()) {
          case VOID -> types.voidType;
          case BOOL -> types.bool;
          case CHAR -> types.charType;
          case SIGNED_CHAR -> types.signedChar;
          case UNSIGNED_CHAR -> types.unsignedChar;
          case SHORT -> types.shortType;
          case UNSIGNED_SHORT -> types.unsignedShort;
          case INT -> types.intType;
          case UNSIGNED_INT -> types.unsignedInt;
          case LONG -> types.longType;
          case UNSIGNED_LONG -> types.unsignedLong;
          case LONG_LONG -> types.longLong;
          case UNSIGNED_LONG_LONG -> types.unsignedLongLong;
          case INT128 -> types.int128;
          case UNSIGNED_INT128 -> types.unsignedInt128;
          default -> types.floating(LiteralChecker.kind(t.type()));
        };
    return t.complexity() == TypeSpecifier.Complexity.REAL ? type : types.complex(type);
  }

  private CType bitInt(TypeSpecifier.BitInt t) {
    Expression width = unit.expressions.integerConstant(t.width(), BITINT_WIDTH);
    if (width == null) {
      return types.error;
    }
    long bits = unit.expressions.clamp(width);
    if (bits < (t.unsigned() ? 1 : 2) || bits > 65535) {
      unit.report(BITINT_RANGE, t.loc(), bits);
      return types.error;
    }
    return types.bitInt((int) bits, !t.unsigned());
  }

  private CType typeofExpression(TypeSpecifier.TypeofExpr t) {
    unit.unevaluated++;
    Expression operand = unit.expressions.expression(t.operand());
    unit.unevaluated--;
    if (Conversions.bitField(operand) != null) {
      unit.report(SIZEOF_BIT_FIELD, t.loc(), "typeof");
      return types.error;
    }
    CType type = operand.type();
    if (type.unqualified() instanceof CType.Atomic atomic) {
      type = atomic.base();
    }
    return t.unqualified() ? Types.nonAtomic(types.unqualified(type)) : type;
  }

  private CType atomic(int loc, CType base) {
    if (unit.isError(base)) {
      return base;
    }
    String what =
        base instanceof CType.Array
            ? "array"
            : base instanceof CType.Function
                ? "function"
                : base.unqualified() instanceof CType.Atomic
                    ? "atomic"
                    : base.qualifiers() != 0 ? "qualified" : "";
    if (!what.isEmpty()) {
      unit.report(ATOMIC_OF, loc, what);
      return types.error;
    }
    return types.atomic(base);
  }

  /** Adds qualifiers as {@link Qualifiers} counts them. */
  CType qualified(int loc, CType type, int qualifiers) {
    if (qualifiers == 0 || unit.isError(type)) {
      return type;
    }
    CType result = type;
    if ((qualifiers & Qualifiers.ATOMIC) != 0 && !(type.unqualified() instanceof CType.Atomic)) {
      if (type instanceof CType.Array || type instanceof CType.Function) {
        unit.report(ATOMIC_OF, loc, type instanceof CType.Array ? "array" : "function");
        return types.error;
      }
      result = types.qualify(types.atomic(type.unqualified()), type.qualifiers());
    }
    if ((qualifiers & Qualifiers.RESTRICT) != 0) {
      CType target = Types.target(elementType(result));
      if (target == null || target instanceof CType.Function) {
        unit.report(RESTRICT_USE, loc);
        qualifiers &= ~Qualifiers.RESTRICT;
      }
    }
    if (result instanceof CType.Function) {
      return result;
    }
    return types.qualify(result, qualifiers & (CType.CONST | CType.VOLATILE | CType.RESTRICT));
  }

  private static CType elementType(CType type) {
    while (type instanceof CType.Array array) {
      type = array.element();
    }
    return type;
  }

  private int alignment(Specifiers s) {
    int align = 0;
    for (Specifiers.Alignment alignment : s.alignments()) {
      TypeName name = alignment.type();
      if (name != null) {
        CType type = typeName(name);
        align = Math.max(align, unit.isError(type) ? 0 : types.align(type));
      } else if (alignment.expr() != null) {
        Expression value =
            unit.expressions.integerConstant(alignment.expr(), ALIGNMENT_NOT_CONSTANT);
        align = Math.max(align, value == null ? 0 : checkAlignment(alignment.loc(), value));
      }
    }
    return align;
  }

  /** A requested alignment in bytes; 0 and a report if it is not a power of two. */
  int checkAlignment(int loc, Expression value) {
    long bytes = unit.expressions.clamp(value);
    if (bytes == 0) {
      return 0;
    }
    if (bytes < 0 || (bytes & bytes - 1) != 0) {
      unit.report(ALIGNMENT_POWER, loc, bytes);
      return 0;
    }
    if (bytes > 1 << 28) {
      unit.report(ALIGNMENT_LARGE, loc, bytes);
      return 0;
    }
    return (int) bytes;
  }

  // Variable length arrays.

  /**
   * The hidden variable for the length of a VLA. Its assignment waits among the effects for the
   * declaration or expression that the type is part of; null in a prototype.
   */
  @Nullable Variable lengthVariable(int loc, Expression length) {
    Expression count = unit.conversions.cast(length, types.sizeType);
    Variable variable = unit.hiddenLocal("length", types.sizeType, loc);
    List<Variable> parameters = parameterLengths;
    if (unit.scopes.current().kind == Scopes.Kind.PROTOTYPE) {
      if (parameters == null) {
        return null;
      }
      parameters.add(variable);
    } else {
      unit.emitDeclaration(variable, loc);
    }
    assign(variable, loc, count);
    return variable;
  }

  private void assign(Variable variable, int loc, Expression value) {
    effects.add(
        new Expression.Assign(loc, types.sizeType, new Expression.VarRef(loc, variable), value));
  }

  /** Declares a hidden variable that gets its value with the lengths. */
  Variable hold(Variable variable, int loc, Expression value) {
    unit.emitDeclaration(variable, loc);
    assign(variable, loc, value);
    return variable;
  }

  /** The value of an expression after the lengths that its types need. */
  Expression withEffects(int loc, Expression value) {
    List<Expression> pending = takeEffects();
    Expression result = value;
    for (int i = pending.size() - 1; i >= 0; i--) {
      Expression effect = new Expression.Cast(loc, types.voidType, pending.get(i));
      result = new Expression.Comma(loc, value.type(), effect, result);
    }
    return result;
  }

  /** Evaluates the waiting lengths here, before the declaration that needs them. */
  void emitEffects(int loc) {
    FunctionState function = unit.function;
    if (function == null) {
      effects = new ArrayList<>();
      return;
    }
    for (Expression effect : takeEffects()) {
      function.emit.add(new Statement.Expr(loc, effect));
    }
  }

  List<Expression> takeEffects() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Expression> pending = effects;
    effects = new ArrayList<>();
    return pending;
  }
}
