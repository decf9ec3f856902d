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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flattens one braced initializer (C17 6.7.9p16 to p23). Each brace pair has a stack of levels: the
 * braced object first, then the subaggregates that elided braces or designators led into. A value
 * goes to the next subobject of the innermost level that has one left.
 */
final class InitializerList {
  /** An aggregate being filled. */
  private static final class Level {
    final CType type;
    long offset;
    final @Nullable Level outer;

    /** The next subobject: an element's index, a field's index. */
    long next;

    /** Whether braces were left out around it. */
    final boolean elided;

    Level(CType type, long offset, @Nullable Level outer, boolean elided) {
      this.type = type;
      this.offset = offset;
      this.outer = outer;
      this.elided = elided;
    }
  }

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
  private final List<Element> elements = new ArrayList<>();
  private long outerLength;
  private long extent;
  private boolean designated;
  private boolean failed;

  /** An aggregate within was filled without braces of its own: said once, of the whole. */
  private boolean bracesMissing;

  /** The list that was read last, which the whole is in the end, is a mere {@code {0}}. */
  private boolean clears;

  /** The declarator of what is filled now, as far as that is declared: its type's name. */
  private int place;

  InitializerList(Unit unit, boolean constant, int place) {
    this.unit = unit;
    this.place = place;
    this.types = unit.types;
    this.constant = constant;
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
    for (Element element : elements) {
      if (element.bitField() == null) {
        extent = Math.max(extent, element.offset() + types.size(element.type()));
      }
    }
    long size = Math.max(types.size(type), extent);
    return new Initializer(elements, !failed && covers(size), Math.max(0, size));
  }

  private boolean covers(long size) {
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
    Level base = new Level(type, offset, null, false);
    Level top = base;
    long length = 0;
    boolean anyDesignator = false;
    int start = elements.size();
    for (Item item : syntax.items()) {
      List<Repeat> repeats = List.of();
      ranges = new ArrayList<>(0);
      int firstElement = elements.size();
      if (!item.designators().isEmpty()) {
        designated = true;
        anyDesignator = true;
        repeats = new ArrayList<>(1);
        Level found = designate(base, item, repeats);
        if (found == null) {
          failed = true;
          checkOnly(item);
          continue;
        }
        top = found;
      }
      while (top != base && isExhausted(top)) {
        top = top.outer == null ? base : top.outer;
      }
      if (isExhausted(base) && top == base) {
        excess(type, item);
        checkOnly(item);
        continue;
      }
      List<Range> own = ranges;
      top = place(top, item);
      length = Math.max(length, base.next);
      for (Repeat repeat : repeats) {
        repeat(repeat, firstElement);
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
    clears = isZeroList(syntax, start);
    if (!anyDesignator && !clears) {
      checkMissing(written, syntax, base);
    }
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

  private void checkMissing(CType type, Braced syntax, Level base) {
    if (!(Types.nonAtomic(type) instanceof CType.Record record)
        || record.isUnion
        || syntax.items().isEmpty()
        || !unit.diagnostics.isEnabledAt(MISSING_FIELD_INITIALIZERS, syntax.end())) {
      return;
    }
    skipUnnamed(base);
    List<CType.Field> fields = record.requireFields();
    if (base.next < fields.size()) {
      CType.Field field = fields.get((int) base.next);
      if (field.type() instanceof CType.Array a && a.length() <= 0) {
        return;
      }
      unit.report(
              MISSING_FIELD_INITIALIZERS,
              unit.diagnostics.sources().fileLocation(syntax.end()), // a macro's use, not its body
              field.name() == null ? "<anonymous>" : field.name(),
              TypeAliases.quotedObject(type, unit.aliases.at(place)))
          .note(field.loc(), "‘%s’ declared here", String.valueOf(field.name()));
    }
  }

  /** {@code {0}} is how a whole object is cleared, with any integer or null pointer for the 0. */
  private boolean isZeroList(Braced syntax, int start) {
    if (syntax.items().size() != 1
        || !(syntax.items().getFirst().value() instanceof Value value)
        || elements.size() != start + 1) {
      return false;
    }
    return elements.getLast().value() instanceof Expression.IntConst n && n.value() == 0
        || ExpressionChecker.bare(value.expr()) instanceof Expr.IntegerLiteral literal
            && literal.value() == 0;
  }

  /** Copies what was added since {@code firstElement} for the rest of a range. */
  private void repeat(Repeat repeat, int firstElement) {
    int end = elements.size();
    for (long i = 1; i <= repeat.count; i++) {
      for (int k = firstElement; k < end; k++) {
        Element e = elements.get(k);
        elements.add(
            new Element(e.offset() + i * repeat.stride, e.type(), e.bitField(), e.value()));
      }
    }
  }

  private boolean isExhausted(Level level) {
    return switch (level.type) {
      case CType.Array a -> a.length() >= 0 && level.next >= a.length();
      case CType.Vector v -> level.next >= v.length();
      case CType.Record r -> {
        skipUnnamed(level);
        yield level.next >= r.requireFields().size();
      }
      default -> true;
    };
  }

  private static void skipUnnamed(Level level) {
    if (level.type instanceof CType.Record record) {
      List<CType.Field> fields = record.requireFields();
      while (level.next < fields.size()) {
        CType.Field field = fields.get((int) level.next);
        if (field.name() != null || !field.isBitField()) {
          break;
        }
        level.next++;
      }
    }
  }

  /** The next subobject of a level that is not exhausted; steps over it. */
  private Subobject next(Level level) {
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
  private Level place(Level level, Item item) {
    Subobject object = next(level);
    if (item.value() instanceof Braced inner) {
      clear(object, item);
      bracedSubobject(object, inner);
      return level;
    }
    Value value = (Value) item.value();
    Expr bare = ExpressionChecker.bare(value.expr());
    if (bare instanceof Expr.StringLiteral string) {
      return placeString(level, object, item, string, value);
    }
    CType bareType = Types.nonAtomic(object.type);
    if (!isAggregate(bareType)) {
      store(object, unit.expressions.value(value.expr()), value);
      return level;
    }
    if (bareType instanceof CType.Array array && bare instanceof Expr.CompoundLiteral literal) {
      CType own = unit.resolver.typeName(literal.type());
      if (own instanceof CType.Array
          && unit.compatibility.compatibleIgnoringQualifiers(own, array)) {
        braced(array, object.offset, literal.initializer());
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

  private Level placeString(
      Level level, Subobject object, Item item, Expr.StringLiteral string, Value value) {
    Level at = level;
    Subobject target = object;
    while (true) {
      CType type = Types.nonAtomic(target.type);
      if (type instanceof CType.Array array && unit.initializers.isStringFor(array, string)) {
        if (!item.designators().isEmpty()) {
          clear(target, item);
        }
        string(array, target.offset, string, false);
        return at;
      }
      if (!isAggregate(type) || type instanceof CType.Record r && !r.isComplete()) {
        store(target, unit.expressions.value(value.expr()), value);
        return at;
      }
      Level inner = new Level(type, target.offset, at, true);
      bracesMissing = true;
      if (isExhausted(inner)) {
        checkOnly(item);
        return at;
      }
      at = inner;
      target = next(inner);
    }
  }

  private Level placeValue(Level level, Subobject object, Expression e, Value value) {
    Level at = level;
    Subobject target = object;
    while (true) {
      CType type = Types.nonAtomic(target.type);
      boolean whole =
          !isAggregate(type)
              || unit.isError(e)
              || !(type instanceof CType.Array)
                  && unit.compatibility.compatible(type, Types.nonAtomic(e.type()));
      if (whole) {
        store(target, e, value);
        return at;
      }
      Level inner = new Level(type, target.offset, at, true);
      if (isExhausted(inner)) {
        // An empty subaggregate is passed over with its value, as gcc does.
        unit.report(EXCESS_ELEMENTS, value.loc(), kind(type));
        return at;
      }
      bracesMissing = true;
      at = inner;
      target = next(inner);
    }
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
        elements.addAll(parts);
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
    elements.add(new Element(object.offset, Types.nonAtomic(object.type), object.field, converted));
  }

  /** An earlier value of the same subobject is overwritten. */
  private void overridden(Subobject object, int loc) {
    if (elements.size() > 4096 || !unit.isEnabled(OVERRIDE_INIT)) {
      return;
    }
    for (Element element : elements) {
      boolean same =
          element.offset() == object.offset
              && (element.bitField() == null
                  ? object.field == null
                  : object.field != null
                      && element.bitField().bitOffset() == object.field.bitOffset());
      if (same) {
        unit.report(OVERRIDE_INIT, loc);
        return;
      }
    }
  }

  /** A designated subobject that is initialised anew by braces forgets what it held. */
  private void clear(Subobject object, Item item) {
    if (!item.designators().isEmpty() && object.field == null) {
      clear(object.offset, types.size(object.type));
    }
  }

  private void clear(long offset, long size) {
    elements.removeIf(e -> e.offset() >= offset && e.offset() < offset + size);
  }

  // Designators.

  /** Follows an item's designators; the level whose next subobject is meant, or null. */
  private @Nullable Level designate(Level base, Item item, List<Repeat> repeats) {
    Level level = base;
    List<Designator> path = item.designators();
    for (int i = 0; i < path.size(); i++) {
      if (i > 0) {
        Subobject object = peek(level);
        CType type = Types.nonAtomic(object.type);
        level.next = after(level);
        level = new Level(type, object.offset, level, true);
      }
      Level found = step(level, path.get(i), repeats);
      if (found == null) {
        return null;
      }
      level = found;
    }
    return level;
  }

  private Subobject peek(Level level) {
    long saved = level.next;
    Subobject object = next(level);
    level.next = saved;
    return object;
  }

  private static long after(Level level) {
    return level.type instanceof CType.Record r && r.isUnion
        ? r.requireFields().size()
        : level.next + 1;
  }

  private @Nullable Level step(Level level, Designator designator, List<Repeat> repeats) {
    return switch (designator) {
      case Designator.Field d -> field(level, d);
      case Designator.Index d -> index(level, d.loc(), d.index(), d.index(), repeats);
      case Designator.Range d -> index(level, d.loc(), d.first(), d.last(), repeats);
    };
  }

  private @Nullable Level field(Level level, Designator.Field d) {
    if (!(level.type instanceof CType.Record record)) {
      unit.report(FIELD_IN_NON_RECORD, d.loc());
      return null;
    }
    ArrayList<CType.Field> path = new ArrayList<>(2);
    if (!record.isComplete() || !Types.findMember(record, d.name(), path)) {
      unit.members.noMember(d.loc(), d.loc(), record, d.name(), null);
      return null;
    }
    Level at = level;
    for (int i = 0; i < path.size(); i++) {
      CType.Record owner = (CType.Record) at.type;
      at.next = owner.requireFields().indexOf(path.get(i));
      if (owner.isUnion) {
        clearOtherMembers(at, path.get(i));
      }
      if (i + 1 < path.size()) {
        Subobject object = peek(at);
        at.next = after(at);
        at = new Level(Types.nonAtomic(object.type), object.offset, at, true);
      }
    }
    return at;
  }

  /** A union holds its last initialised member alone. */
  private void clearOtherMembers(Level union, CType.Field field) {
    long size = types.size(union.type);
    for (Element element : elements) {
      if (element.offset() >= union.offset && element.offset() < union.offset + size) {
        boolean aggregate = isAggregate(Types.nonAtomic(field.type()));
        if (!aggregate || element.type() == Types.nonAtomic(field.type())) {
          clear(union.offset, size);
        }
        return;
      }
    }
  }

  private @Nullable Level index(Level level, int loc, Expr first, Expr last, List<Repeat> repeats) {
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
  private void rangeEnd(Level level, long to) {
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
  private record Range(Level level, long next, long shift) {}

  /** Those of the item in work. */
  private List<Range> ranges = new ArrayList<>(0);

  /** What follows an item goes on behind the last element of each of its ranges. */
  private static void settleRanges(List<Range> ranges, Level top) {
    for (Range range : ranges) {
      range.level.next = Math.max(range.level.next, range.next);
      for (Level inner = top; inner != null && inner != range.level; inner = inner.outer) {
        inner.offset += range.shift;
      }
    }
  }
}
