package dev.ferry.c.types;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compatible and composite types (C17 6.2.7). */
public final class TypeCompatibility {
  private final Types types;

  public TypeCompatibility(Types types) {
    this.types = types;
  }

  /** Whether two types are compatible, qualifiers included. */
  public boolean compatible(CType a, CType b) {
    if (a == b || a == types.error || b == types.error) {
      return true;
    }
    if (a.qualifiers() != b.qualifiers()) {
      return false;
    }
    return compatibleUnqualified(a.unqualified(), b.unqualified());
  }

  /** Whether they are compatible once top-level qualifiers are dropped. */
  public boolean compatibleIgnoringQualifiers(CType a, CType b) {
    return compatible(types.unqualified(a), types.unqualified(b));
  }

  private boolean compatibleUnqualified(CType a, CType b) {
    if (a == b || a == types.error || b == types.error) {
      return true;
    }
    return switch (a) {
      case CType.Pointer p -> b instanceof CType.Pointer q && compatible(p.target(), q.target());
      case CType.Array x -> b instanceof CType.Array y && compatibleArrays(x, y);
      case CType.Function f -> b instanceof CType.Function g && compatibleFunctions(f, g);
      case CType.Enum e -> compatibleEnum(e, b);
      case CType.Atomic x -> b instanceof CType.Atomic y && compatible(x.base(), y.base());
      case CType.Vector v ->
          b instanceof CType.Vector w
              && v.length() == w.length()
              && compatible(v.element(), w.element());
      case CType.Record r -> b instanceof CType.Record s && sameRecord(r, s);
      default -> b instanceof CType.Enum e && compatibleEnum(e, a);
    };
  }

  private static boolean compatibleEnum(CType.Enum e, CType other) {
    if (other instanceof CType.Enum f) {
      return e == f;
    }
    return e.underlying == other;
  }

  /** Records are compatible with themselves alone inside one translation unit (C17 6.2.7p1). */
  private static boolean sameRecord(CType.Record a, CType.Record b) {
    return a == b;
  }

  private boolean compatibleArrays(CType.Array a, CType.Array b) {
    return compatible(a.element(), b.element())
        && (a.length() < 0 || b.length() < 0 || a.length() == b.length());
  }

  /** C17 6.7.6.3p15. */
  private boolean compatibleFunctions(CType.Function f, CType.Function g) {
    if (!compatibleIgnoringQualifiers(f.result(), g.result())) {
      return false;
    }
    if (f.prototyped() && g.prototyped()) {
      return compatiblePrototypes(f, g);
    }
    if (f.prototyped()) {
      return compatibleWithUnprototyped(f, g);
    }
    return !g.prototyped() || compatibleWithUnprototyped(g, f);
  }

  private boolean compatiblePrototypes(CType.Function f, CType.Function g) {
    if (f.params().size() != g.params().size() || f.variadic() != g.variadic()) {
      return false;
    }
    for (int i = 0; i < f.params().size(); i++) {
      if (!compatibleParameters(f.params().get(i), g.params().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** GNU: a transparent union is compatible with the type of any member. */
  private boolean compatibleParameters(CType a, CType b) {
    return compatibleIgnoringQualifiers(a, b)
        || transparentMember(a.unqualified(), b)
        || transparentMember(b.unqualified(), a);
  }

  private boolean transparentMember(CType type, CType other) {
    if (!(type instanceof CType.Record record) || !record.isTransparent || !record.isComplete()) {
      return false;
    }
    for (CType.Field field : record.requireFields()) {
      if (compatibleIgnoringQualifiers(field.type(), other)) {
        return true;
      }
    }
    return false;
  }

  /** An old-style declaration: each parameter must be its own promotion. */
  private boolean compatibleWithUnprototyped(CType.Function prototype, CType.Function old) {
    if (prototype.variadic()) {
      return false;
    }
    for (CType param : prototype.params()) {
      if (!selfPromoting(param.unqualified())) {
        return false;
      }
    }
    return true;
  }

  /** Whether the default argument promotions leave the type as it is. */
  public boolean selfPromoting(CType type) {
    return switch (type) {
      case CType.Float t -> t.kind() != CType.FloatKind.FLOAT;
      case CType.Bool t -> false;
      case CType.Int t -> types.promote(t) == t;
      case CType.Enum t -> t.underlying == null || selfPromoting(t.underlying);
      default -> true;
    };
  }

  /** The composite of two compatible types (C17 6.2.7p3). */
  public CType composite(CType a, CType b) {
    if (a == b || b == types.error) {
      return a;
    }
    if (a == types.error) {
      return b;
    }
    int qualifiers = a.qualifiers() | b.qualifiers();
    CType x = a.unqualified();
    CType y = b.unqualified();
    CType result =
        switch (x) {
          case CType.Pointer p when y instanceof CType.Pointer q ->
              types.pointer(composite(p.target(), q.target()));
          case CType.Array p when y instanceof CType.Array q -> compositeArray(p, q);
          case CType.Function f when y instanceof CType.Function g -> compositeFunction(f, g);
          default -> x;
        };
    return types.qualify(result, qualifiers);
  }

  private CType compositeArray(CType.Array a, CType.Array b) {
    CType element = composite(a.element(), b.element());
    if (a.length() >= 0 || b.length() >= 0) {
      return types.array(element, a.length() >= 0 ? a.length() : b.length());
    }
    if (a.isVla() || b.isVla()) {
      return types.variableArray(element, a.vlaLength() != null ? a.vlaLength() : b.vlaLength());
    }
    return types.array(element, CType.Array.INCOMPLETE);
  }

  private CType compositeFunction(CType.Function f, CType.Function g) {
    CType result = composite(f.result(), g.result());
    if (!f.prototyped() || !g.prototyped()) {
      CType.Function proto = f.prototyped() ? f : g;
      return types.function(result, proto.params(), proto.variadic(), proto.prototyped());
    }
    List<CType> params = new ArrayList<>(f.params().size());
    for (int i = 0; i < f.params().size(); i++) {
      CType p = f.params().get(i);
      CType q = g.params().get(i);
      params.add(
          compatibleIgnoringQualifiers(p, q)
              ? types.qualify(
                  composite(types.unqualified(p), types.unqualified(q)), types.qualifiers(p))
              : p);
    }
    return types.function(result, List.copyOf(params), f.variadic(), true);
  }

  /** The type of a parameter that two types differ in, for notes; null if none differs. */
  public @Nullable CType firstDifference(CType.Function f, CType.Function g) {
    for (int i = 0; i < Math.min(f.params().size(), g.params().size()); i++) {
      if (!compatibleParameters(f.params().get(i), g.params().get(i))) {
        return f.params().get(i);
      }
    }
    return null;
  }
}
