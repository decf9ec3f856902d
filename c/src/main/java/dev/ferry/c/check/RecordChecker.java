package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.RecordMember;
import dev.ferry.c.syntax.Specifiers;
import dev.ferry.c.syntax.TypeSpecifier;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.RecordLayout;
import dev.ferry.c.types.Types;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Structures, unions and enumerations (C17 6.7.2.1 to 6.7.2.3). */
final class RecordChecker {
  private final Unit unit;
  private final Types types;
  private final Map<CType.Field, Integer> fieldAligns = new IdentityHashMap<>();

  RecordChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** The alignment a member asked for by itself, 0 for its type's. */
  int fieldAlign(CType.Field field) {
    return fieldAligns.getOrDefault(field, 0);
  }

  // Tags.

  private static String word(TypeSpecifier.Record t) {
    return t.union() ? "union" : "struct";
  }

  CType record(TypeSpecifier.Record t, boolean alone, DeclAttributes specifierAttributes) {
    List<RecordMember> members = t.members();
    String tag = t.tag();
    CType.Record record = null;
    if (tag != null) {
      Scopes.Tag known =
          members != null || alone ? unit.scopes.findTagHere(tag) : unit.scopes.findTag(tag);
      if (known != null) {
        if (known.type() instanceof CType.Record r && r.isUnion == t.union()) {
          record = r;
        } else {
          unit.report(WRONG_TAG, t.tagLoc(), tag);
          return types.error;
        }
      }
    }
    if (record == null) {
      record = new CType.Record(t.union(), tag, t.tagLoc());
      if (tag != null) {
        declareTag(tag, record, t.tagLoc(), word(t) + " " + tag);
      }
    }
    if (members != null) {
      define(t, record, members);
    } else {
      DeclAttributes attributes = new DeclAttributes();
      unit.attributes.read(t.attributes(), attributes);
    }
    return record;
  }

  private void declareTag(String tag, CType type, int loc, String shown) {
    if (unit.scopes.current().kind == Scopes.Kind.PROTOTYPE) {
      unit.report(TAG_IN_PARAMETERS, loc, shown);
    }
    unit.scopes.declareTag(tag, type, loc);
  }

  private void define(TypeSpecifier.Record t, CType.Record record, List<RecordMember> members) {
    CType.Record target = record;
    if (record.isBeingDefined) {
      unit.report(NESTED_REDEFINITION, t.tagLoc(), record);
      target = new CType.Record(record.isUnion, record.tag, t.tagLoc());
    } else if (record.isComplete()) {
      unit.report(REDEFINITION, t.tagLoc(), word(t) + " " + record.tag)
          .note(record.loc, "originally defined here");
      target = new CType.Record(record.isUnion, record.tag, t.tagLoc());
    }
    DeclAttributes attributes = new DeclAttributes();
    unit.attributes.read(t.attributes(), attributes);
    target.isPacked = attributes.packed || unit.options.packing().whole();
    target.isTransparent = attributes.transparentUnion;
    target.mayAlias = attributes.mayAlias;
    target.designatedInit = attributes.designatedInit;
    target.isBeingDefined = true;
    Members collected = new Members();
    for (RecordMember member : members) {
      switch (member) {
        case RecordMember.Fields fields -> fields(target, fields, collected);
        case RecordMember.Assertion assertion ->
            unit.declarations.staticAssert(assertion.assertion());
      }
    }
    target.isBeingDefined = false;
    checkMembers(t, target, collected);
    // -fpack-struct alone leaves the pragma without effect.
    CheckOptions.Packing packing = unit.options.packing();
    int pack = t.pack() != 0 && !packing.whole() ? t.pack() : packing.bound();
    if (VariableRecords.isNeeded(collected.list)) {
      unit.variableRecords.complete(target, collected.list, pack, attributes.align, t.loc());
    } else {
      RecordLayout.complete(types, target, collected.list, pack, attributes.align);
    }
    for (int i = 0; i < collected.list.size(); i++) {
      RecordLayout.Member member = collected.list.get(i);
      int align = Math.max(member.align(), member.typeAlign());
      if (align > 0) {
        fieldAligns.put(target.requireFields().get(i), align);
      }
    }
    if (record != target && !record.isComplete()) {
      record.fields = target.fields;
      record.size = target.size;
      record.align = target.align;
      record.runtimeSize = target.runtimeSize;
    }
  }

  /** The members read so far. */
  private static final class Members {
    final List<RecordLayout.Member> list = new ArrayList<>();
    final Map<String, Integer> names = new HashMap<>();
    boolean hasNamed;
  }

  private void fields(CType.Record record, RecordMember.Fields fields, Members members) {
    Specifiers s = fields.specifiers();
    unit.diagnostics.extension(s.extension() ? 1 : 0);
    TypeResolver.Resolved resolved = unit.resolver.specifiers(s, false);
    if (fields.declarators().isEmpty()) {
      anonymous(fields, resolved, members);
    }
    for (RecordMember.FieldDeclarator field : fields.declarators()) {
      field(record, field, resolved, members);
    }
    unit.diagnostics.extension(s.extension() ? -1 : 0);
  }

  private void anonymous(
      RecordMember.Fields fields, TypeResolver.Resolved resolved, Members members) {
    CType type = resolved.type();
    boolean untagged =
        fields.specifiers().type() instanceof TypeSpecifier.Record t && t.tag() == null;
    boolean extension =
        unit.options.msExtensions() && Types.isRecord(type) && !Types.isIncomplete(type);
    if (untagged || extension) {
      if (Types.isRecord(type)) {
        collectNames((CType.Record) type.unqualified(), members, fields.loc());
        members.hasNamed = true;
        members.list.add(
            new RecordLayout.Member(
                null,
                type,
                -1,
                resolved.typedefAlign(),
                resolved.alignas(),
                resolved.attributes().packed,
                fields.loc()));
      }
      return;
    }
    if (!unit.isError(type)) {
      unit.report(DECLARES_NOTHING, fields.loc());
    }
  }

  private void collectNames(CType.Record inner, Members members, int loc) {
    List<CType.Field> fields = inner.fields;
    if (fields == null) {
      return;
    }
    for (CType.Field field : fields) {
      String name = field.name();
      if (name != null) {
        declareName(name, field.loc(), members);
      } else if (field.type().unqualified() instanceof CType.Record deeper) {
        collectNames(deeper, members, loc);
      }
    }
  }

  private void declareName(String name, int loc, Members members) {
    if (members.names.putIfAbsent(name, loc) != null) {
      unit.report(DUPLICATE_MEMBER, loc, name);
    }
  }

  private void field(
      CType.Record record,
      RecordMember.FieldDeclarator field,
      TypeResolver.Resolved resolved,
      Members members) {
    DeclAttributes attributes = resolved.attributes().copy();
    DeclaratorChecker.Declared declared =
        unit.declarators.declare(field.declarator(), resolved.type(), attributes, false);
    if (unit.function == null) {
      unit.resolver.takeEffects();
    }
    unit.attributes.read(field.attributes(), attributes);
    unit.deprecation.declareMember(declared.loc(), attributes);
    String name = declared.name().isEmpty() ? null : declared.name();
    unit.aliases.declared(declared.loc(), resolved.alias());
    if (resolved.implicit()) {
      unit.report(
          unit.options.c23() ? IMPLICIT_INT_C23 : IMPLICIT_INT,
          declared.loc(),
          "‘" + declared.name() + "’");
    }
    if (name != null) {
      declareName(name, declared.loc(), members);
      members.hasNamed = true;
    }
    CType type = unit.attributes.applyToType(declared.type(), attributes);
    Expr width = field.width();
    if (width != null) {
      DeclarationChecker.alignasPlace(unit, resolved, declared, "bit-field");
      bitField(field, name, type, resolved.typedefAlign(), attributes, members, width);
      return;
    }
    type = checkField(record, declared, type, members);
    unit.declarations.checkAlignas(declared, resolved, type);
    int typeAlign = resolved.typedefAlign(field.declarator());
    int align = Math.max(attributes.align, resolved.alignas());
    members.list.add(
        new RecordLayout.Member(
            name, type, -1, typeAlign, align, attributes.packed, declared.loc()));
  }

  private CType checkField(
      CType.Record record, DeclaratorChecker.Declared declared, CType type, Members members) {
    int loc = declared.loc();
    String name = declared.name();
    if (unit.isError(type)) {
      return type;
    }
    if (type instanceof CType.Function) {
      unit.report(FIELD_FUNCTION, loc, name);
      return types.pointer(type);
    }
    if (Types.isVoid(type)) {
      unit.report(DECLARED_VOID, loc, name);
      return types.error;
    }
    if (Types.isVariablyModified(type)) {
      if (unit.scopes.current().kind == Scopes.Kind.PROTOTYPE) {
        unit.report(FIELD_VARIABLE_IN_PARAMETERS, loc);
        return types.error;
      }
      unit.report(FIELD_VARIABLE, loc);
    }
    if (type instanceof CType.Array array && array.length() == CType.Array.INCOMPLETE) {
      // Whether it is the last one is seen when all are known.
      return type;
    }
    if (Types.isIncomplete(type)) {
      unit.report(FIELD_INCOMPLETE, loc, name.isEmpty() ? "unnamed field" : "field ‘" + name + "’");
      return types.error;
    }
    return type;
  }

  private void bitField(
      RecordMember.FieldDeclarator field,
      @Nullable String name,
      CType type,
      int typeAlign,
      DeclAttributes attributes,
      Members members,
      Expr widthSyntax) {
    String shown = name == null ? "<anonymous>" : name;
    int loc = field.loc();
    Expression width = unit.expressions.integerConstant(widthSyntax, BIT_FIELD_NOT_CONSTANT, shown);
    if (width == null || unit.isError(type)) {
      return;
    }
    CType base = Types.nonAtomic(type);
    if (!Types.isInteger(base) || Types.isIncomplete(base)) {
      unit.report(BIT_FIELD_TYPE, loc, shown);
      return;
    }
    long bits = unit.expressions.clamp(width);
    if (bits < 0) {
      unit.report(BIT_FIELD_NEGATIVE, loc, shown);
      return;
    }
    if (bits == 0 && name != null) {
      unit.report(BIT_FIELD_ZERO, loc, shown);
      return;
    }
    if (bits > types.width(base)) {
      unit.report(BIT_FIELD_WIDE, loc, shown);
      bits = types.width(base);
    }
    if (!unit.options.c99() && !isStandardBitFieldType(base)) {
      unit.report(BIT_FIELD_GNU_TYPE, loc, shown);
    }
    if (!unit.options.plainBitFieldsSigned() && base == types.intType) {
      type = types.qualify(types.unsignedInt, type.qualifiers());
    }
    members.list.add(
        new RecordLayout.Member(
            name, type, (int) bits, typeAlign, attributes.align, attributes.packed, loc));
  }

  private boolean isStandardBitFieldType(CType base) {
    return base == types.intType
        || base == types.unsignedInt
        || base instanceof CType.Bool
        || base instanceof CType.Enum
        || base instanceof CType.BitInt;
  }

  private void checkMembers(TypeSpecifier.Record t, CType.Record record, Members members) {
    List<RecordLayout.Member> list = members.list;
    for (int i = 0; i < list.size(); i++) {
      RecordLayout.Member member = list.get(i);
      boolean last = i == list.size() - 1;
      if (member.type() instanceof CType.Array a && a.length() == CType.Array.INCOMPLETE) {
        flexible(record, members, member, last, i);
      } else if (member.type().unqualified() instanceof CType.Record inner
          && inner.hasFlexibleArray) {
        if (last || record.isUnion) {
          record.hasFlexibleArray = true;
        }
        if (!record.isUnion) {
          unit.report(FLEXIBLE_NESTED, member.loc());
        }
      }
    }
    if (list.isEmpty()) {
      unit.report(record.isUnion ? EMPTY_UNION : EMPTY_STRUCT, t.loc());
    } else if (!members.hasNamed) {
      unit.report(NO_NAMED_MEMBERS, t.loc(), record.isUnion ? "union" : "struct");
    }
  }

  private void flexible(
      CType.Record record, Members members, RecordLayout.Member member, boolean last, int index) {
    if (!unit.options.c99()) {
      unit.report(FLEXIBLE_C90, member.loc());
    }
    if (record.isUnion) {
      unit.report(FLEXIBLE_IN_UNION, member.loc());
    } else if (!last) {
      unit.report(FLEXIBLE_NOT_LAST, member.loc());
      return;
    } else if (!isNamed(members, index)) {
      unit.report(FLEXIBLE_ALONE, member.loc());
    }
    record.hasFlexibleArray = true;
  }

  private static boolean isNamed(Members members, int before) {
    for (int i = 0; i < before; i++) {
      RecordLayout.Member member = members.list.get(i);
      if (member.name() != null || member.bitWidth() < 0) {
        return true;
      }
    }
    return false;
  }

  // Enumerations.

  CType enumeration(TypeSpecifier.Enum t, boolean alone, DeclAttributes specifierAttributes) {
    String tag = t.tag();
    List<TypeSpecifier.Enumerator> enumerators = t.enumerators();
    CType.Enum type = null;
    if (tag != null) {
      Scopes.Tag known =
          enumerators != null || alone ? unit.scopes.findTagHere(tag) : unit.scopes.findTag(tag);
      if (known != null) {
        if (!(known.type() instanceof CType.Enum e)) {
          unit.report(WRONG_TAG, t.tagLoc(), tag);
          return types.error;
        }
        type = e;
      }
    }
    if (type == null) {
      type = new CType.Enum(tag, t.tagLoc());
      if (tag != null) {
        declareTag(tag, type, t.tagLoc(), "enum " + tag);
      }
      if (enumerators == null && t.underlying() == null) {
        unit.report(FORWARD_ENUM, t.loc());
      }
    } else if (enumerators != null
        && (type.underlying != null && !type.isFixed || !type.enumerators.isEmpty())) {
      unit.report(REDECLARED_ENUM, t.tagLoc(), "enum " + tag)
          .note(type.loc, "originally defined here");
      type = new CType.Enum(tag, t.tagLoc());
    }
    fixUnderlying(t, type);
    if (enumerators != null) {
      defineEnum(t, type, enumerators);
    }
    return type;
  }

  private void fixUnderlying(TypeSpecifier.Enum t, CType.Enum type) {
    Specifiers specifiers = t.underlying();
    if (specifiers == null) {
      return;
    }
    CType underlying = Types.nonAtomic(unit.resolver.specifiers(specifiers, false).type());
    if (unit.isError(underlying)) {
      return;
    }
    if (!Types.isInteger(underlying)
        || underlying instanceof CType.Enum
        || underlying instanceof CType.BitInt) {
      unit.report(ENUM_UNDERLYING, specifiers.loc());
      return;
    }
    type.underlying = underlying;
    type.isFixed = true;
  }

  private void defineEnum(
      TypeSpecifier.Enum t, CType.Enum type, List<TypeSpecifier.Enumerator> enumerators) {
    DeclAttributes attributes = new DeclAttributes();
    unit.attributes.read(t.attributes(), attributes);
    List<Entity.EnumConstant> entities = new ArrayList<>(enumerators.size());
    BigInteger next = BigInteger.ZERO;
    BigInteger min = BigInteger.ZERO;
    BigInteger max = BigInteger.ZERO;
    List<CType.Enumerator> list = new ArrayList<>(enumerators.size());
    for (TypeSpecifier.Enumerator enumerator : enumerators) {
      BigInteger value = next;
      Expr syntax = enumerator.value();
      if (syntax != null) {
        Expression constant =
            unit.expressions.integerConstant(syntax, ENUMERATOR_NOT_CONSTANT, enumerator.name());
        value = constant == null ? next : unit.folder.big(constant);
      }
      value = checkEnumerator(enumerator, type, value, syntax == null);
      min = min.min(value);
      max = max.max(value);
      next = value.add(BigInteger.ONE);
      Entity.EnumConstant entity = declareEnumerator(enumerator, type, value);
      entities.add(entity);
      list.add(new CType.Enumerator(enumerator.name(), value.longValue(), enumerator.loc()));
    }
    type.enumerators = List.copyOf(list);
    if (!type.isFixed) {
      boolean small = attributes.packed || types.model().shortEnums();
      type.underlying = underlying(min, max, small);
      widenEnumerators(type, entities);
    }
  }

  private BigInteger checkEnumerator(
      TypeSpecifier.Enumerator enumerator, CType.Enum type, BigInteger value, boolean implied) {
    CType fixed = type.underlying;
    if (type.isFixed && fixed != null) {
      if (value.compareTo(types.minimum(fixed)) < 0 || value.compareTo(types.maximum(fixed)) > 0) {
        unit.report(ENUMERATOR_OUT_OF_TYPE, enumerator.loc());
        return BigInteger.ZERO;
      }
      return value;
    }
    boolean fits =
        value.compareTo(types.minimum(types.intType)) >= 0
            && value.compareTo(types.maximum(types.intType)) <= 0;
    if (!fits && !unit.options.c23()) {
      unit.report(ENUMERATOR_RANGE, enumerator.loc());
    }
    if (value.bitLength() > 64) {
      unit.report(implied ? ENUM_OVERFLOW : ENUM_LARGE, enumerator.loc());
      return BigInteger.ZERO;
    }
    return value;
  }

  private Entity.EnumConstant declareEnumerator(
      TypeSpecifier.Enumerator enumerator, CType.Enum type, BigInteger value) {
    Entity known = unit.scopes.findHere(enumerator.name());
    if (known instanceof Entity.EnumConstant constant) {
      unit.report(REDECLARED_ENUMERATOR, enumerator.loc(), enumerator.name())
          .note(
              constant.loc,
              "previous definition of ‘%s’ with type ‘%s’",
              enumerator.name(),
              Unit.text(constant.parent));
    } else if (known != null && !(known instanceof Entity.Erroneous)) {
      unit.declarations.differentKind(enumerator.loc(), enumerator.name(), known);
    }
    Expression constant = unit.folder.integer(enumerator.loc(), constantType(type, value), value);
    Entity.EnumConstant entity =
        new Entity.EnumConstant(enumerator.name(), constant, type, enumerator.loc());
    DeclAttributes attributes = new DeclAttributes();
    unit.attributes.read(enumerator.attributes(), attributes);
    entity.deprecated = attributes.deprecated;
    entity.unavailable = attributes.unavailable;
    unit.declarations.checkShadow(entity.loc, entity.name, type);
    unit.scopes.declare(entity);
    return entity;
  }

  private CType constantType(CType.Enum type, BigInteger value) {
    if (type.isFixed) {
      return type;
    }
    for (CType candidate :
        new CType[] {
          types.intType, types.unsignedInt, types.longType, types.unsignedLong, types.longLong
        }) {
      if (value.compareTo(types.minimum(candidate)) >= 0
          && value.compareTo(types.maximum(candidate)) <= 0) {
        return candidate;
      }
    }
    return types.unsignedLongLong;
  }

  /** Constants beyond int have the enumeration's type; in C23 then all have. */
  private void widenEnumerators(CType.Enum type, List<Entity.EnumConstant> entities) {
    boolean wide = false;
    for (Entity.EnumConstant entity : entities) {
      wide |= entity.value.type() != types.intType;
    }
    CType underlying = type.underlying;
    if (!wide || underlying == null) {
      return;
    }
    for (Entity.EnumConstant entity : entities) {
      if (entity.value.type() != types.intType || unit.options.c23()) {
        Entity.EnumConstant widened =
            new Entity.EnumConstant(
                entity.name,
                unit.folder.integer(
                    entity.loc,
                    unit.options.c23() ? type : underlying,
                    unit.folder.big(entity.value)),
                type,
                entity.loc);
        unit.scopes.declare(widened);
      }
    }
  }

  private CType underlying(BigInteger min, BigInteger max, boolean small) {
    boolean signed = min.signum() < 0;
    int bits =
        signed ? Math.max(min.bitLength(), max.bitLength()) + 1 : Math.max(1, max.bitLength());
    if (small && bits <= 16) {
      CType narrow = types.integerOfWidth(bits <= 8 ? 8 : 16, signed);
      return narrow == null ? types.intType : narrow;
    }
    if (bits <= 32) {
      return signed ? types.intType : types.unsignedInt;
    }
    CType wide = types.integerOfWidth(bits <= 64 ? 64 : 128, signed);
    return wide == null ? types.longType : wide;
  }

  /** A {@code struct S;}-like declaration needs nothing else; this reports what is useless. */
  void checkUseless(Declaration.Simple d, TypeResolver.Resolved resolved) {
    TypeSpecifier t = d.specifiers().type();
    switch (t) {
      case TypeSpecifier.Record r -> {
        if (r.tag() == null) {
          unit.report(UNNAMED_RECORD, d.loc());
        }
      }
      case TypeSpecifier.Enum e -> {}
      default -> {
        if (!unit.isError(resolved.type()) || resolved.auto()) {
          unit.report(USELESS_TYPE_NAME, d.loc());
        }
      }
    }
  }
}
