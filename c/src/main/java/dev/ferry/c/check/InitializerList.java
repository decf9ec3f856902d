package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Designator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Initializer.Braced;
import dev.ferry.c.syntax.Initializer.Item;
import dev.ferry.c.syntax.Initializer.Value;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Initializer.Element;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flattens one braced initializer (C17 6.7.9p16 to p23). Each brace pair has a stack of levels: the
 * braced object first, then the subaggregates that elided braces or designators led into. A value
 * goes to the next subobject of the innermost level that has one left.
 */
final class InitializerList {
  /**
   * A subobject: its type, offset, and bit-field.
   *
   * @param place of a member's declarator, by which messages know its type's name; 0 for elements
   */
  private record Subobject(CType type, long offset, CType.@Nullable Field field, int place) {
    Subobject(CType type, long offset, CType.@Nullable Field field) {
      this(type, offset, field, 0);
    }
  }

  /** A repetition that a range designator asks for: {@code count} further copies. */
  private record Repeat(int from, long stride, long count) {}

  private final Unit unit;
  private final Types types;
  private final boolean constant;
  private final InitializerElements elements = new InitializerElements();
  private long outerLength;
  private long extent;
  private boolean designated;
  private boolean failed;

  /** An aggregate within was filled without braces of its own: said once, of the whole. */
  private boolean bracesMissing;

  private final MissingInitializers missing;

  /** The braces in work stand within a list with designators. */
  private boolean withinDesignated;

  /** The list that was read last, which the whole is in the end, is a mere {@code {0}}. */
  private boolean clears;

  /** The declarator of what is filled now, as far as that is declared: its type's name. */
  private int place;

  InitializerList(Unit unit, boolean constant, int place) {
    this.unit = unit;
    this.place = place;
    this.types = unit.types;
    this.constant = constant;
    this.missing = new MissingInitializers(unit);
  }

  /** Reports what is said once of a whole initializer. */
  void reportWhole(Braced syntax) {
    if (bracesMissing && !clears) {
      unit.report(MISSING_BRACES, syntax.loc());
    }
  }

  /** The number of elements that the outermost array needs. */
  long outerLength() {
    return outerLength;
  }

  Initializer finish(CType type) {
    // Elements of a flexible array member make the object larger than its type.
    List<Element> remaining = elements.remaining();
    for (Element element : remaining) {
      if (element.bitField() == null) {
        extent = Math.max(extent, element.offset() + types.size(element.type()));
      }
    }
    long size = Math.max(types.size(type), extent);
    return new Initializer(remaining, !failed && covers(remaining, size), Math.max(0, size));
  }

  private boolean covers(List<Element> elements, long size) {
    if (designated) {
      return false;
    }
    long covered = 0;
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      if (element.bitField() != null) {
        return false;
      }
      covered += types.size(element.type());
    }
    return covered == size;
  }

  /** Fills the object of a type at an offset from a braced list. */
  void braced(CType type, long offset, Braced syntax) {
    CType bare = Types.nonAtomic(type);
    if (bare instanceof CType.Array array) {
      if (bracedString(array, offset, syntax)) {
        return;
      }
      aggregate(array, array, offset, syntax);
    } else if (bare instanceof CType.Record || bare instanceof CType.Vector) {
      aggregate(bare, type, offset, syntax);
    } else if (bare instanceof CType.Complex complex && syntax.items().size() == 2) {
      complexPair(complex, offset, syntax);
    } else {
      scalar(type, offset, syntax);
    }
  }

  private boolean bracedString(CType.Array array, long offset, Braced syntax) {
    if (syntax.items().size() != 1 || !syntax.items().getFirst().designators().isEmpty()) {
      return false;
    }
    if (syntax.items().getFirst().value() instanceof Value value
        && ExpressionChecker.bare(value.expr()) instanceof Expr.StringLiteral string
        && unit.initializers.isStringFor(array, string)
        && array.length() != 0) {
      string(array, offset, string, true);
      return true;
    }
    return false;
  }

  private void string(CType.Array array, long offset, Expr.StringLiteral string, boolean outer) {
    Expression.StringRef ref = unit.initializers.stringFor(array, string);
    if (ref == null) {
      failed = true;
      return;
    }
    if (array.length() == CType.Array.INCOMPLETE) {
      if (outer && offset == 0) {
        outerLength = string.length() + 1L;
      }
      extent = Math.max(extent, offset + types.size(ref.type()));
    }
    elements.add(new Element(offset, ref.type(), null, ref));
  }

  /** C23: {@code {real, imaginary}} is not standard, but GNU accepts it for complex objects. */
  private void complexPair(CType.Complex type, long offset, Braced syntax) {
    long at = offset;
    for (Item item : syntax.items()) {
      subobject(new Subobject(type.element(), at, null), item);
      at += types.size(type.element());
    }
  }

  private void scalar(CType type, long offset, Braced syntax) {
    List<Item> items = syntax.items();
    if (items.isEmpty()) {
      elements.add(new Element(offset, Types.nonAtomic(type), null, zero(syntax.loc(), type)));
      return;
    }
    Item first = items.getFirst();
    if (!first.designators().isEmpty()) {
      Designator d = first.designators().getFirst();
      unit.report(
          d instanceof Designator.Field ? FIELD_IN_NON_RECORD : INDEX_IN_NON_ARRAY, d.loc());
      failed = true;
      return;
    }
    if (first.value() instanceof Braced inner) {
      unit.report(BRACES_AROUND_SCALAR, inner.loc());
      scalar(type, offset, inner);
    } else {
      subobject(new Subobject(type, offset, null), first);
    }
    for (int i = 1; i < items.size(); i++) {
      unit.report(EXCESS_ELEMENTS, items.get(i).value().loc(), "scalar");
      checkOnly(items.get(i));
    }
  }

  private Expression zero(int loc, CType type) {
    return unit.conversions.cast(unit.intConst(loc, 0), Types.nonAtomic(type));
  }

  private void checkOnly(Item item) {
    switch (item.value()) {
      case Braced inner -> unit.initializers.discard(inner);
      case Value value -> unit.expressions.value(value.expr());
    }
  }

  // Aggregates.

  /**
   * Fills an aggregate.
   *
   * @param written its type with its qualifiers
   */
  private void aggregate(CType type, CType written, long offset, Braced syntax) {
    InitializerLevel base = new InitializerLevel(type, written, place, offset, null);
    base.designated = withinDesignated;
    InitializerLevel top = base;
    long length = 0;
    int start = elements.size();
    List<Cleared> outerCleared = cleared;
    for (Item item : syntax.items()) {
      List<Repeat> repeats = List.of();
      ranges = new ArrayList<>(0);
      int firstElement = elements.size();
      cleared = new ArrayList<>(0);
      if (!item.designators().isEmpty()) {
        designated = true;
        missing.close(top, base, item.designators().getFirst().loc());
        top = base;
        base.designated = true;
        repeats = new ArrayList<>(1);
        InitializerLevel found = designate(base, item, repeats);
        if (found == null) {
          failed = true;
          checkOnly(item);
          continue;
        }
        top = found;
      }
      while (top != base && top.isExhausted()) {
        InitializerLevel outer = missing.closed(top, item.value().loc());
        top = outer == null ? base : outer;
      }
      if (top == base && base.isExhausted()) {
        excess(type, item);
        checkOnly(item);
        continue;
      }
      List<Range> own = ranges;
      top = place(top, item);
      length = Math.max(length, base.next);
      for (Repeat repeat : repeats) {
        repeat(repeat, firstElement, item.value().loc());
      }
      if (!repeats.isEmpty()) {
        settleRanges(own, top);
        length = Math.max(length, base.next);
      }
    }
    if (type instanceof CType.Array array && array.length() == CType.Array.INCOMPLETE) {
      if (offset == 0) {
        outerLength = Math.max(outerLength, length);
      }
      extent = Math.max(extent, offset + length * Math.max(0, types.size(array.element())));
    }
    cleared = outerCleared;
    clears = isZeroList(syntax, start);
    missing.close(top, base, syntax.end());
    missing.closed(base, syntax.end());
  }

  private void excess(CType type, Item item) {
    unit.report(EXCESS_ELEMENTS, item.value().loc(), kind(type));
  }

  private static String kind(CType type) {
    return switch (type) {
      case CType.Record r -> r.isUnion ? "union" : "struct";
      case CType.Vector v -> "vector";
      default -> "array";
    };
  }

  /** {@code {0}} is how a whole object is cleared, with any integer or null pointer for the 0. */
  private boolean isZeroList(Braced syntax, int start) {
    if (syntax.items().size() != 1
        || !(syntax.items().getFirst().value() instanceof Value value)
        || elements.size() != start + 1) {
      return false;
    }
    Element only = elements.newest();
    return only != null && isZero(only.value(), value);
  }

  private static boolean isZero(Expression e, Value value) {
    return e instanceof Expression.IntConst n && n.value() == 0
        || ExpressionChecker.bare(value.expr()) instanceof Expr.IntegerLiteral literal
            && literal.value() == 0;
  }

  /**
   * Copies what was added since {@code firstElement} for the rest of a range, after it has been
   * forgotten there what was forgotten for the first.
   */
  private void repeat(Repeat repeat, int firstElement, int loc) {
    int end = elements.size();
    int marks = cleared.size();
    for (long i = 1; i <= repeat.count; i++) {
      long shift = i * repeat.stride;
      for (int k = 0; k < marks; k++) {
        Cleared mark = cleared.get(k);
        if (mark.union != null && mark.member != null) {
          choose(mark.union, mark.offset + shift, mark.member, loc);
        } else {
          reportOverridden(clear(mark.offset + shift, mark.size), loc);
        }
      }
      for (InitializerElements.Earlier old : elements.copy(firstElement, end, shift)) {
        reportOverridden(old, loc);
      }
    }
  }

  /** The next subobject of a level that is not exhausted; steps over it. */
  private Subobject next(InitializerLevel level) {
    long index = level.next;
    switch (level.type) {
      case CType.Array array -> {
        level.next++;
        CType element = array.element();
        return new Subobject(element, level.offset + index * types.size(element), null);
      }
      case CType.Vector vector -> {
        level.next++;
        CType element = vector.element();
        return new Subobject(element, level.offset + index * types.size(element), null);
      }
      case CType.Record record -> {
        CType.Field field = record.requireFields().get((int) index);
        if (record.isUnion && index == 0 && !chosen.isEmpty()) {
          chosen.remove(UnionPlace.of(record, level.offset));
        }
        level.next = record.isUnion ? record.requireFields().size() : index + 1;
        return new Subobject(
            field.type(),
            level.offset + field.offset(),
            field.isBitField() ? field : null,
            field.loc());
      }
      default -> throw new IllegalStateException("no aggregate");
    }
  }

  /** Puts an item's value into the next subobject; returns the level that continues. */
  private InitializerLevel place(InitializerLevel level, Item item) {
    Subobject object = next(level);
    if (item.value() instanceof Braced inner) {
      clear(object, inner.loc());
      boolean outerDesignated = withinDesignated;
      withinDesignated = level.designated;
      bracedSubobject(object, inner);
      withinDesignated = outerDesignated;
      missing.filled(level, false);
      return level;
    }
    Value value = (Value) item.value();
    Expr bare = ExpressionChecker.bare(value.expr());
    if (bare instanceof Expr.StringLiteral string) {
      return placeString(level, object, item, string, value);
    }
    CType bareType = Types.nonAtomic(object.type);
    if (!isAggregate(bareType)) {
      put(level, object, unit.expressions.value(value.expr()), value);
      return level;
    }
    if (bareType instanceof CType.Array array && bare instanceof Expr.CompoundLiteral literal) {
      CType own = unit.resolver.typeName(literal.type());
      if (own instanceof CType.Array
          && unit.compatibility.compatibleIgnoringQualifiers(own, array)) {
        braced(array, object.offset, literal.initializer());
        missing.filled(level, false);
        return level;
      }
    }
    Expression e = unit.expressions.value(value.expr());
    return placeValue(level, object, e, value);
  }

  private static boolean isAggregate(CType type) {
    return type instanceof CType.Array
        || type instanceof CType.Record
        || type instanceof CType.Vector;
  }

  private InitializerLevel placeString(
      InitializerLevel level, Subobject object, Item item, Expr.StringLiteral string, Value value) {
    InitializerLevel at = level;
    Subobject target = object;
    while (true) {
      CType type = Types.nonAtomic(target.type);
      if (type instanceof CType.Array array && unit.initializers.isStringFor(array, string)) {
        clear(target, value.loc());
        string(array, target.offset, string, false);
        missing.filled(at, false);
        return at;
      }
      if (!isAggregate(type) || type instanceof CType.Record r && !r.isComplete()) {
        put(at, target, unit.expressions.value(value.expr()), value);
        return at;
      }
      InitializerLevel inner = inner(target, at);
      bracesMissing = true;
      if (inner.isExhausted()) {
        checkOnly(item);
        return at;
      }
      at = inner;
      target = next(inner);
    }
  }

  private InitializerLevel placeValue(
      InitializerLevel level, Subobject object, Expression e, Value value) {
    InitializerLevel at = level;
    Subobject target = object;
    while (true) {
      CType type = Types.nonAtomic(target.type);
      boolean whole =
          !isAggregate(type)
              || unit.isError(e)
              || !(type instanceof CType.Array)
                  && unit.compatibility.compatible(type, Types.nonAtomic(e.type()));
      if (whole) {
        put(at, target, e, value);
        return at;
      }
      InitializerLevel inner = inner(target, at);
      if (inner.isExhausted()) {
        // An empty subaggregate is passed over with its value, as gcc does.
        unit.report(EXCESS_ELEMENTS, value.loc(), kind(type));
        return at;
      }
      bracesMissing = true;
      at = inner;
      target = next(inner);
    }
  }

  /** A level without braces of its own. */
  private InitializerLevel inner(Subobject object, InitializerLevel outer) {
    return new InitializerLevel(
        Types.nonAtomic(object.type),
        object.type,
        object.place == 0 ? place : object.place,
        object.offset,
        outer);
  }

  private void put(InitializerLevel level, Subobject object, Expression e, Value value) {
    missing.filled(level, isZero(e, value));
    store(object, e, value);
  }

  private void bracedSubobject(Subobject object, Braced inner) {
    if (object.field != null) {
      Item only = inner.items().isEmpty() ? null : inner.items().getFirst();
      if (only == null) {
        store(object, zero(inner.loc(), object.type), null);
      } else {
        unit.report(BRACES_AROUND_SCALAR, inner.loc());
        subobject(object, only);
      }
      return;
    }
    CType bare = Types.nonAtomic(object.type);
    if (!isAggregate(bare) && !(bare instanceof CType.Complex)) {
      unit.report(BRACES_AROUND_SCALAR, inner.loc());
    }
    if (bare instanceof CType.Array array
        && array.length() == CType.Array.INCOMPLETE
        && unit.function != null
        && !constant
        && !inner.items().isEmpty()) {
      unit.report(FLEXIBLE_INITIALIZED, inner.loc());
      failed = true;
      return;
    }
    int outerPlace = place;
    if (object.place != 0) {
      place = object.place;
    }
    braced(object.type, object.offset, inner);
    place = outerPlace;
  }

  private void subobject(Subobject object, Item item) {
    switch (item.value()) {
      case Value value -> store(object, unit.expressions.value(value.expr()), value);
      case Braced inner -> bracedSubobject(object, inner);
    }
  }

  private void store(Subobject object, Expression e, @Nullable Value value) {
    int loc = value == null ? e.loc() : value.loc();
    if (value != null) {
      unit.operatorWarnings.initialization(value.expr(), object.type, e);
    }
    int start = value == null ? loc : value.expr().start();
    unit.conversionWarnings.toBitField(e, object.field, start);
    CType.Field member = object.field;
    Entity.Typedef alias = member == null ? null : unit.aliases.at(member.loc());
    Expression converted =
        unit.assignments.convert(
            e, object.type, AssignmentConversion.Context.initialization(loc, alias));
    if (unit.isError(converted)) {
      failed = true;
      return;
    }
    if (constant) {
      List<Element> parts = unit.staticInitializers.compound(converted, object.offset);
      if (parts != null) {
        for (Element part : parts) {
          elements.add(part);
        }
        designated = true;
        return;
      }
      Expression fixed = unit.staticInitializers.require(converted, loc);
      if (fixed == null) {
        failed = true;
        return;
      }
      converted = fixed;
    }
    if (designated) {
      overridden(object, loc);
    }
    elements.add(
        new Element(object.offset, Types.nonAtomic(object.type), object.field, converted),
        !constant && value != null && UnusedValues.hasSideEffects(value.expr()));
  }

  /** An earlier value of the same subobject is overwritten. */
  private void overridden(Subobject object, int loc) {
    reportOverridden(elements.at(object.offset, object.field), loc);
  }

  private void reportOverridden(InitializerElements.Earlier old, int loc) {
    switch (old) {
      case NOTHING -> {}
      case VALUE -> unit.report(OVERRIDE_INIT, loc);
      case VALUE_WITH_SIDE_EFFECTS -> unit.report(OVERRIDE_INIT_SIDE_EFFECTS, loc);
    }
  }

  /** A subobject that is initialised anew by braces forgets what designators before gave it. */
  private void clear(Subobject object, int loc) {
    if (designated && object.field == null) {
      reportOverridden(clear(object.offset, types.size(object.type)), loc);
    }
  }

  private InitializerElements.Earlier clear(long offset, long size) {
    cleared.add(new Cleared(offset, size, null, null));
    return elements.clear(offset, size);
  }

  /**
   * What an item made forgotten: some bytes, or what a union holds unless it is a member.
   *
   * @param size bytes; of a union not used
   */
  private record Cleared(
      long offset, long size, CType.@Nullable Record union, CType.@Nullable Field member) {}

  /** Of the item in work. */
  private List<Cleared> cleared = new ArrayList<>(0);

  // Designators.

  /** Follows an item's designators; the level whose next subobject is meant, or null. */
  private @Nullable InitializerLevel designate(
      InitializerLevel base, Item item, List<Repeat> repeats) {
    InitializerLevel level = base;
    List<Designator> path = item.designators();
    for (int i = 0; i < path.size(); i++) {
      if (i > 0) {
        Subobject object = peek(level);
        CType type = Types.nonAtomic(object.type);
        level.next = level.afterNext();
        level = inner(object, level);
      }
      InitializerLevel found = step(level, path.get(i), repeats);
      if (found == null) {
        return null;
      }
      level = found;
    }
    return level;
  }

  private Subobject peek(InitializerLevel level) {
    long saved = level.next;
    Subobject object = next(level);
    level.next = saved;
    return object;
  }

  private @Nullable InitializerLevel step(
      InitializerLevel level, Designator designator, List<Repeat> repeats) {
    return switch (designator) {
      case Designator.Field d -> field(level, d);
      case Designator.Index d -> index(level, d.loc(), d.index(), d.index(), repeats);
      case Designator.Range d -> index(level, d.loc(), d.first(), d.last(), repeats);
    };
  }

  private @Nullable InitializerLevel field(InitializerLevel level, Designator.Field d) {
    if (!(level.type instanceof CType.Record record)) {
      unit.report(FIELD_IN_NON_RECORD, d.loc());
      return null;
    }
    ArrayList<CType.Field> path = new ArrayList<>(2);
    if (!record.isComplete() || !Types.findMember(record, d.name(), path)) {
      unit.members.noMember(d.loc(), d.loc(), record, d.name(), null);
      return null;
    }
    InitializerLevel at = level;
    for (int i = 0; i < path.size(); i++) {
      CType.Record owner = (CType.Record) at.type;
      at.next = owner.requireFields().indexOf(path.get(i));
      if (owner.isUnion) {
        choose(owner, at.offset, path.get(i), d.loc());
      }
      if (i + 1 < path.size()) {
        Subobject object = peek(at);
        at.next = at.afterNext();
        at = inner(object, at);
      }
    }
    return at;
  }

  /** A union: its offset, and where its first member is declared. */
  private record UnionPlace(long offset, int declared) {
    static UnionPlace of(CType.Record union, long offset) {
      return new UnionPlace(offset, union.requireFields().getFirst().loc());
    }
  }

  /** The member that a designator chose; where there is none, the first one holds what is there. */
  private final Map<UnionPlace, CType.Field> chosen = new HashMap<>();

  /** A union holds its last initialised member alone. */
  private void choose(CType.Record union, long offset, CType.Field member, int loc) {
    cleared.add(new Cleared(offset, 0, union, member));
    CType.Field old = chosen.put(UnionPlace.of(union, offset), member);
    if ((old == null ? union.requireFields().getFirst() : old) != member) {
      reportOverridden(elements.clear(offset, types.size(union)), loc);
    }
  }

  private @Nullable InitializerLevel index(
      InitializerLevel level, int loc, Expr first, Expr last, List<Repeat> repeats) {
    CType element =
        switch (level.type) {
          case CType.Array array -> array.element();
          case CType.Vector vector -> vector.element();
          default -> null;
        };
    if (element == null) {
      unit.report(INDEX_IN_NON_ARRAY, loc);
      return null;
    }
    Expression low = unit.expressions.integerConstant(first, INDEX_NOT_CONSTANT);
    Expression high =
        first == last ? low : unit.expressions.integerConstant(last, INDEX_NOT_CONSTANT);
    if (low == null || high == null) {
      return null;
    }
    long from = unit.expressions.clamp(low);
    long to = unit.expressions.clamp(high);
    long length =
        switch (level.type) {
          case CType.Array array -> array.length();
          case CType.Vector vector -> vector.length();
          default -> 0;
        };
    if (from < 0 || length >= 0 && (from >= length || to >= length)) {
      unit.report(INDEX_OUT_OF_BOUNDS, loc);
      return null;
    }
    if (to < from) {
      unit.report(RANGE_EMPTY, loc);
      return null;
    }
    level.next = from;
    if (to > from) {
      repeats.add(new Repeat(0, types.size(element), to - from));
      rangeEnd(level, to);
    }
    return level;
  }

  /** After a range the next element is behind its end; the outermost length grows with it. */
  private void rangeEnd(InitializerLevel level, long to) {
    if (level.outer == null
        && level.type instanceof CType.Array array
        && array.length() == CType.Array.INCOMPLETE
        && level.offset == 0) {
      outerLength = Math.max(outerLength, to + 1);
      extent = Math.max(extent, (to + 1) * types.size(array.element()));
    }
    long stride = types.size(peek(level).type);
    ranges.add(new Range(level, to + 1, (to - level.next) * stride));
  }

  /**
   * A range that an item was placed in.
   *
   * @param next the element behind it
   * @param shift bytes from its first element to its last
   */
  private record Range(InitializerLevel level, long next, long shift) {}

  /** Those of the item in work. */
  private List<Range> ranges = new ArrayList<>(0);

  /** What follows an item goes on behind the last element of each of its ranges. */
  private static void settleRanges(List<Range> ranges, InitializerLevel top) {
    for (Range range : ranges) {
      range.level.next = Math.max(range.level.next, range.next);
      for (InitializerLevel inner = top;
          inner != null && inner != range.level;
          inner = inner.outer) {
        inner.offset += range.shift;
      }
    }
  }
}
