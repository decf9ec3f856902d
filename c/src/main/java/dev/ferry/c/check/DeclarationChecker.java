package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.Declarator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Initializer;
import dev.ferry.c.syntax.Specifiers;
import dev.ferry.c.syntax.Storage;
import dev.ferry.c.syntax.TypeSpecifier;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import org.jspecify.annotations.Nullable;

/** Declarations of objects and typedefs (C17 6.7), and what stands beside them. */
final class DeclarationChecker {
  private final Unit unit;
  private final Types types;

  DeclarationChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  void declaration(Declaration d) {
    switch (d) {
      case Declaration.Simple x -> simple(x);
      case Declaration.FunctionDefinition x -> unit.functions.define(x);
      case Declaration.StaticAssert x -> staticAssert(x);
      case Declaration.TopLevelAsm x -> unit.topLevelAsm.add(x.text().text());
      case Declaration.AttributeDeclaration x -> attributeDeclaration(x);
      case Declaration.Empty x -> {}
      case Declaration.Pragma x -> unit.pragmas.pragma(x);
      case Declaration.Erroneous x -> unreadable(x);
    }
  }

  private void attributeDeclaration(Declaration.AttributeDeclaration d) {
    unit.attributes.read(d.attributes(), new DeclAttributes());
  }

  void staticAssert(Declaration.StaticAssert d) {
    Expr.StringLiteral message = d.message();
    Expression condition =
        unit.expressions.integerConstant(d.condition(), STATIC_ASSERT_NOT_CONSTANT);
    if (condition != null && ConstantFolder.isZero(condition)) {
      unit.report(
          STATIC_ASSERT_FAILED, d.loc(), message == null ? "" : ": \"" + message.text() + "\"");
    }
  }

  // Simple declarations.

  private void simple(Declaration.Simple d) {
    Specifiers s = d.specifiers();
    unit.diagnostics.extension(s.extension() ? 1 : 0);
    TypeResolver.Resolved resolved = unit.resolver.specifiers(s, d.declarators().isEmpty());
    unit.resolver.emitEffects(d.loc());
    if (d.declarators().isEmpty()) {
      alone(d, resolved);
    }
    for (Declaration.InitDeclarator declarator : d.declarators()) {
      declare(s, resolved, declarator);
    }
    unit.diagnostics.extension(s.extension() ? -1 : 0);
  }

  /** Its name stands for anything, so that its uses are not reported as well. */
  private void unreadable(Declaration.Erroneous d) {
    if (d.name() != null && unit.scopes.findHere(d.name()) == null) {
      unit.scopes.declare(new Entity.Erroneous(d.name(), d.loc()));
    }
  }

  private void alone(Declaration.Simple d, TypeResolver.Resolved resolved) {
    Specifiers s = d.specifiers();
    if (s.storage() != Storage.NONE
        && s.storage() != Storage.TYPEDEF
        && (s.type() instanceof TypeSpecifier.Record || s.type() instanceof TypeSpecifier.Enum)) {
      unit.report(USELESS_STORAGE, d.loc());
    }
    boolean reported = refusedAlone(s, d.loc());
    if (!(s.type() instanceof TypeSpecifier.ImplicitInt)) {
      unit.records.checkUseless(d, resolved);
    } else if (!reported && !unit.isError(resolved.type())) {
      uselessAlone(s, d.loc());
    }
  }

  /** Specifiers that nothing can follow from, so that a declaration of nothing cannot have them. */
  private boolean refusedAlone(Specifiers s, int loc) {
    if (s.inline() || s.noreturn()) {
      unit.report(FUNCTION_SPECIFIER_EMPTY, loc, s.inline() ? "inline" : "_Noreturn");
      return true;
    }
    boolean registers = s.storage() == Storage.AUTO || s.storage() == Storage.REGISTER;
    if (registers && unit.scopes.atFile()) {
      unit.report(FILE_SCOPE_EMPTY, loc, s.storage() == Storage.AUTO ? "auto" : "register");
      return true;
    }
    return false;
  }

  /** A declaration without a type and without a name. */
  private void uselessAlone(Specifiers s, int loc) {
    if (s.storage() != Storage.NONE) {
      unit.report(USELESS_STORAGE, loc);
    } else if (s.threadLocal()) {
      unit.report(USELESS_SPECIFIER, loc, "‘_Thread_local’");
    } else if (s.qualifiers() != 0) {
      unit.report(USELESS_SPECIFIER, loc, "type qualifier");
    } else if (!s.alignments().isEmpty()) {
      unit.report(USELESS_SPECIFIER, loc, "‘_Alignas’");
    }
    unit.report(EMPTY_DECLARATION, loc);
  }

  /** What the parts of a declaration come to. */
  record Context(
      Specifiers specifiers,
      TypeResolver.Resolved resolved,
      DeclaratorChecker.Declared declared,
      DeclAttributes attributes,
      Declaration.InitDeclarator syntax) {
    int loc() {
      return declared.loc();
    }

    String name() {
      return declared.name();
    }

    Storage storage() {
      return specifiers.storage();
    }
  }

  /** C17 6.7.5p4: an alignment specifier may not ask for less than the type does. */
  void checkAlignas(
      DeclaratorChecker.Declared declared, TypeResolver.Resolved resolved, CType type) {
    if (resolved.alignas() > 0
        && !unit.isError(type)
        && !Types.isFunction(type)
        && resolved.alignas() < unit.types.align(type)) {
      unit.report(ALIGNAS_REDUCES, declared.loc(), declared.name());
    }
  }

  /** C17 6.7.5p2: what no alignment specifier may stand in the declaration of. */
  static void alignasPlace(
      Unit unit, TypeResolver.Resolved resolved, DeclaratorChecker.Declared declared, String what) {
    if (resolved.alignas() > 0) {
      unit.report(ALIGNAS_PLACE, declared.loc(), what, declared.name());
    }
  }

  private void declare(Specifiers s, TypeResolver.Resolved resolved, Declaration.InitDeclarator d) {
    DeclAttributes attributes = resolved.attributes().copy();
    DeclaratorChecker.Declared declared =
        unit.declarators.declare(d.declarator(), resolved.type(), attributes, false);
    unit.attributes.read(d.attributes(), attributes);
    unit.resolver.emitEffects(declared.loc());
    unit.aliases.declared(declared.loc(), resolved.alias());
    if (s.storage() != Storage.TYPEDEF || attributes.align == 0) {
      // A typedef's own alignment takes the place of its type's.
      attributes.align = Math.max(attributes.align, resolved.align(d.declarator()));
    }
    CType type = unit.attributes.applyToType(declared.type(), attributes);
    checkAlignas(declared, resolved, type);
    if (resolved.implicit()) {
      implicitInt(declared);
    }
    Context c =
        new Context(
            s,
            resolved,
            new DeclaratorChecker.Declared(
                declared.name(), declared.loc(), type, declared.parameters()),
            attributes,
            d);
    if (s.storage() == Storage.TYPEDEF) {
      alignasPlace(unit, resolved, declared, "typedef");
      typedef(c, type);
    } else if (type instanceof CType.Function function) {
      alignasPlace(unit, resolved, declared, "function");
      checkFunctionSpecifiers(c);
      unit.functions.declare(c, function);
    } else {
      object(c, type);
    }
  }

  private void implicitInt(DeclaratorChecker.Declared declared) {
    unit.report(
        unit.options.c23()
            ? IMPLICIT_INT_C23
            : unit.options.c99() ? IMPLICIT_INT : IMPLICIT_INT_C90,
        declared.loc(),
        "‘" + declared.name() + "’");
  }

  private void checkFunctionSpecifiers(Context c) {
    if (c.syntax().initializer() != null) {
      unit.report(FUNCTION_INITIALIZED, c.loc(), c.name());
      discard(c.syntax().initializer());
    }
  }

  private void discard(@Nullable Initializer initializer) {
    if (initializer instanceof Initializer.Value value) {
      unit.expressions.value(value.expr());
    } else if (initializer instanceof Initializer.Braced braced) {
      unit.initializers.discard(braced);
    }
  }

  /** Reports a name declared as something else before. */
  void differentKind(int loc, String name, Entity known) {
    Diagnostic d = unit.report(DIFFERENT_KIND, loc, name);
    previous(d, known);
  }

  /** Adds gcc's note about the previous declaration. */
  void previous(Diagnostic d, Entity known) {
    if (known.loc == 0) {
      return;
    }
    String what =
        switch (known) {
          case Entity.ObjectEntity o ->
              o.variable.isDefined && !o.variable.isTentative ? "definition" : "declaration";
          case Entity.FunctionEntity f ->
              f.isImplicit
                  ? "implicit declaration"
                  : f.symbol.isDefined ? "definition" : "declaration";
          case Entity.EnumConstant e -> "definition";
          default -> "declaration";
        };
    CType type =
        switch (known) {
          case Entity.ObjectEntity o -> o.variable.type;
          case Entity.FunctionEntity f -> f.symbol.type;
          case Entity.Typedef t -> t.type;
          case Entity.EnumConstant e -> e.parent;
          case Entity.Erroneous e -> types.error;
        };
    String shown = known instanceof Entity.Typedef ? known.name : Unit.text(type);
    d.note(known.loc, "previous %s of ‘%s’ with type ‘%s’", what, known.name, shown);
  }

  // Typedefs.

  private void typedef(Context c, CType type) {
    if (c.syntax().initializer() != null) {
      unit.report(TYPEDEF_INITIALIZED, c.loc(), c.name());
      discard(c.syntax().initializer());
    }
    Entity known = unit.scopes.findHere(c.name());
    if (known instanceof Entity.Typedef typedef) {
      if (!unit.compatibility.compatible(typedef.type, type)) {
        conflicting(c.loc(), c.name(), type, typedef);
        return;
      }
      SourceMap sources = unit.diagnostics.sources();
      if (!unit.options.c11()) {
        // Who declares what the system's headers do means one of them to be enough.
        if (sources.isSystem(c.loc()) || sources.isSystem(typedef.loc)) {
          return;
        }
        previous(unit.report(TYPEDEF_REDEFINED, c.loc(), c.name()), typedef);
      } else if (Types.isVariablyModified(type)) {
        previous(unit.report(TYPEDEF_REDEFINED_VLA, c.loc(), c.name()), typedef);
      }
      return;
    }
    if (known != null && !(known instanceof Entity.Erroneous)) {
      differentKind(c.loc(), c.name(), known);
      return;
    }
    checkShadow(c.loc(), c.name(), type);
    nameRecord(c, type);
    CType applied = aligned(type, c.attributes().align);
    Entity.Typedef entity = new Entity.Typedef(c.name(), applied, c.attributes().align, c.loc());
    entity.deprecated = c.attributes().deprecated;
    entity.unavailable = c.attributes().unavailable;
    entity.isUsed = c.attributes().unused;
    unit.scopes.declare(entity);
    pushVla(type, c.loc(), c.name());
  }

  /** An alignment above the type's goes with the typedef's name, one below it with the type. */
  private CType aligned(CType type, int align) {
    if (align == 0) {
      return type;
    }
    CType natural = types.withNaturalAlign(type);
    return align < types.align(natural) ? types.qualify(natural, CType.aligned(align)) : natural;
  }

  /** An untagged record or enumeration is called by its first typedef. */
  private static void nameRecord(Context c, CType type) {
    if (type instanceof CType.Record record && record.tag == null && record.typedefName == null) {
      record.typedefName = c.name();
    } else if (type instanceof CType.Enum e && e.tag == null && e.typedefName == null) {
      e.typedefName = c.name();
    }
  }

  private void conflicting(int loc, String name, CType type, Entity known) {
    Diagnostic d = unit.report(CONFLICTING_TYPES, loc, name, type);
    previous(d, known);
  }

  private void pushVla(CType type, int loc, String name) {
    FunctionState function = unit.function;
    if (function != null && Types.isVariablyModified(type)) {
      Variable marker = new Variable(name, type, Variable.Storage.LOCAL, loc);
      function.vlaScope = new FunctionState.VlaScope(marker, function.vlaScope);
    }
  }

  // Objects.

  private void object(Context c, CType type) {
    Specifiers s = c.specifiers();
    if (s.inline() || s.noreturn()) {
      unit.report(VARIABLE_INLINE, c.loc(), c.name(), s.inline() ? "inline" : "_Noreturn");
    }
    if (Types.isVoid(type)
        && !unit.isError(type)
        && !(s.storage() == Storage.EXTERN || unit.scopes.atFile() && !isDefining(c))) {
      unit.report(DECLARED_VOID, c.loc(), c.name());
      type = types.error;
    }
    if (unit.scopes.atFile()) {
      fileScope(c, type);
    } else if (s.storage() == Storage.EXTERN) {
      blockExtern(c, type);
    } else {
      local(c, type);
    }
  }

  private static boolean isDefining(Context c) {
    return c.syntax().initializer() != null;
  }

  private @Nullable String asmLabel(Context c) {
    Expr.StringLiteral label = c.syntax().asmLabel();
    return label == null ? null : label.text();
  }

  private void fileScope(Context c, CType type) {
    Storage storage = c.storage();
    if (storage == Storage.AUTO || storage == Storage.REGISTER && asmLabel(c) == null) {
      unit.report(
          storage == Storage.AUTO ? FILE_SCOPE_AUTO : FILE_SCOPE_REGISTER, c.loc(), c.name());
    }
    Initializer initializer = c.syntax().initializer();
    boolean internal = storage == Storage.STATIC || c.specifiers().constexpr();
    Entity.ObjectEntity entity = mergeFile(c, type, internal);
    Variable variable = entity.variable;
    String label = asmLabel(c);
    if (storage == Storage.REGISTER && label != null) {
      variable.register = label;
      entity.isRegister = true;
    } else if (label != null) {
      variable.symbol = label;
    } else {
      variable.symbol = unit.pragmas.renamed(c.name(), variable.symbol);
    }
    boolean isExtern = storage == Storage.EXTERN;
    if (isExtern && initializer != null) {
      unit.report(EXTERN_INITIALIZED, c.loc(), c.name());
    }
    if (isExtern && initializer == null) {
      entity.isExternDeclaration |= !variable.isDefined;
      unit.attributes.applyTo(entity, c.attributes());
      unit.pragmas.applyVisibility(variable.attributes);
      return;
    }
    if (initializer != null && variable.isDefined && !variable.isTentative) {
      Diagnostic d = unit.report(REDEFINITION, c.loc(), c.name());
      previous(d, entity);
      discard(initializer);
      return;
    }
    define(c, entity, type, initializer);
  }

  private void define(
      Context c, Entity.ObjectEntity entity, CType type, @Nullable Initializer initializer) {
    Variable variable = entity.variable;
    if (variable.storage == Variable.Storage.EXTERN) {
      variable.storage = Variable.Storage.STATIC;
      entity.isExternDeclaration = false;
      if (variable.register == null) {
        unit.variables.add(variable);
      }
    }
    variable.isDefined = true;
    variable.isTentative = initializer == null;
    entity.loc = c.loc();
    if (c.attributes().cleanup != null) {
      unit.report(ATTRIBUTE_NOT_HERE, c.attributes().cleanupLoc, "cleanup");
    }
    unit.attributes.applyTo(entity, c.attributes());
    if (initializer != null && variable.attributes.aliasOf != null) {
      unit.report(BOTH_AND_ALIAS, c.loc(), c.name());
    }
    unit.pragmas.applyVisibility(variable.attributes);
    variable.isConstexpr |= c.specifiers().constexpr();
    if (initializer != null) {
      entity.isSet = true;
      initialize(c, entity, initializer, true);
    } else if (c.resolved().auto()) {
      unit.report(AUTO_WITHOUT_INITIALIZER, c.loc());
    } else if (c.specifiers().constexpr()) {
      unit.report(CONSTEXPR_WITHOUT_INITIALIZER, c.loc(), c.name());
    }
  }

  /** Finds or makes the variable that a file-scope declaration is about (C17 6.2.2). */
  private Entity.ObjectEntity mergeFile(Context c, CType type, boolean internal) {
    Entity known = unit.scopes.findHere(c.name());
    if (known == null) {
      known = linkedObject(c.name());
    }
    if (known instanceof Entity.ObjectEntity object) {
      mergeObject(c, type, object, internal);
      unit.scopes.declareIn(unit.scopes.file(), object);
      return object;
    }
    if (known != null && !(known instanceof Entity.Erroneous)) {
      differentKind(c.loc(), c.name(), known);
    }
    Variable variable = new Variable(c.name(), type, Variable.Storage.EXTERN, c.loc());
    variable.isInternal = internal;
    variable.isThreadLocal = c.specifiers().threadLocal();
    Entity.ObjectEntity entity = new Entity.ObjectEntity(variable);
    unit.scopes.declare(entity);
    unit.scopes.link(entity);
    return entity;
  }

  private @Nullable Entity linkedObject(String name) {
    return unit.scopes.linked(name) instanceof Entity.ObjectEntity object ? object : null;
  }

  private void mergeObject(Context c, CType type, Entity.ObjectEntity known, boolean internal) {
    Variable variable = known.variable;
    if (c.specifiers().threadLocal() != variable.isThreadLocal) {
      Diagnostic d =
          unit.report(
              THREAD_MISMATCH,
              c.loc(),
              variable.isThreadLocal ? "non-thread-local" : "thread-local",
              c.name(),
              variable.isThreadLocal ? "thread-local" : "non-thread-local");
      previous(d, known);
    }
    if (!unit.isError(type) && !c.resolved().auto()) {
      if (unit.compatibility.compatible(variable.type, type)) {
        variable.type = unit.compatibility.composite(variable.type, type);
      } else {
        conflicting(c.loc(), c.name(), type, known);
        variable.type = type;
        return;
      }
    }
    boolean isExtern = c.storage() == Storage.EXTERN;
    if (internal && !variable.isInternal) {
      Diagnostic d = unit.report(STATIC_FOLLOWS, c.loc(), c.name());
      previous(d, known);
    } else if (!internal && !isExtern && variable.isInternal) {
      Diagnostic d = unit.report(NON_STATIC_FOLLOWS, c.loc(), c.name());
      previous(d, known);
    } else if (isExtern && variable.isDefined || isExtern && known.loc != 0) {
      if (known.loc != 0) {
        redundant(c, known);
      }
    }
  }

  private void redundant(Context c, Entity known) {
    Diagnostic d = unit.report(REDUNDANT_DECL, c.loc(), c.name());
    previous(d, known);
  }

  private void blockExtern(Context c, CType type) {
    Initializer initializer = c.syntax().initializer();
    if (Types.isVariablyModified(type)) {
      unit.report(VARIABLE_LINKAGE, c.loc());
    }
    if (initializer != null) {
      unit.report(BLOCK_EXTERN_INITIALIZED, c.loc(), c.name());
      discard(initializer);
    }
    Entity here = unit.scopes.findHere(c.name());
    if (here instanceof Entity.ObjectEntity object && object.variable.owner != null
        || here != null && !(here instanceof Entity.ObjectEntity)) {
      if (here instanceof Entity.ObjectEntity) {
        Diagnostic d = unit.report(EXTERN_FOLLOWS_NO_LINKAGE, c.loc(), c.name());
        previous(d, here);
      } else if (!(here instanceof Entity.Erroneous)) {
        differentKind(c.loc(), c.name(), here);
      }
      return;
    }
    Entity.ObjectEntity entity = null;
    if (unit.scopes.linked(c.name()) instanceof Entity.ObjectEntity object) {
      mergeObject(c, type, object, object.variable.isInternal);
      entity = object;
    } else if (unit.scopes.linked(c.name()) instanceof Entity.FunctionEntity function) {
      differentKind(c.loc(), c.name(), function);
    }
    if (entity == null) {
      Variable variable = new Variable(c.name(), type, Variable.Storage.EXTERN, c.loc());
      variable.isThreadLocal = c.specifiers().threadLocal();
      entity = new Entity.ObjectEntity(variable);
      entity.isExternDeclaration = true;
      unit.scopes.link(entity);
    }
    String label = asmLabel(c);
    if (label != null) {
      entity.variable.symbol = label;
    }
    unit.attributes.applyTo(entity, c.attributes());
    if (here != entity) {
      if (hidesLocal(c.name())) {
        checkShadow(c.loc(), c.name(), type);
      }
      unit.scopes.declare(entity);
    }
  }

  // Locals.

  private void local(Context c, CType type) {
    FunctionState function = unit.requireFunction();
    Storage storage = c.storage();
    boolean isStatic = storage == Storage.STATIC;
    if (c.specifiers().threadLocal() && !isStatic) {
      unit.report(THREAD_LOCAL_AUTO, c.loc(), c.name(), "_Thread_local");
    }
    checkRedeclaredLocal(c, type);
    checkShadow(c.loc(), c.name(), type);
    Variable variable =
        new Variable(
            c.name(), type, isStatic ? Variable.Storage.STATIC : Variable.Storage.LOCAL, c.loc());
    variable.owner = function.symbol;
    variable.isConstexpr = c.specifiers().constexpr();
    Entity.ObjectEntity entity = new Entity.ObjectEntity(variable);
    entity.isRegister = storage == Storage.REGISTER;
    if (entity.isRegister) {
      alignasPlace(unit, c.resolved(), c.declared(), "‘register’ object");
    }
    unit.attributes.applyTo(entity, c.attributes());
    String label = asmLabel(c);
    if (isStatic) {
      variable.isInternal = true;
      variable.isDefined = true;
      variable.isThreadLocal = c.specifiers().threadLocal();
      variable.symbol = label != null ? label : c.name() + "." + unit.nextSerial();
      unit.variables.add(variable);
    } else if (label != null) {
      if (entity.isRegister) {
        variable.register = label;
      } else {
        unit.report(ASM_LABEL_IGNORED, c.loc(), c.name());
      }
    }
    unit.scopes.declare(entity);
    pushVla(type, c.loc(), c.name());
    finishLocal(c, entity, isStatic);
  }

  private void checkRedeclaredLocal(Context c, CType type) {
    Entity known = unit.scopes.findHere(c.name());
    if (known == null && unit.scopes.current().kind == Scopes.Kind.FUNCTION) {
      return;
    }
    if (known == null || known instanceof Entity.Erroneous) {
      return;
    }
    if (!(known instanceof Entity.ObjectEntity object)
        || object.variable.storage == Variable.Storage.PARAMETER) {
      differentKind(c.loc(), c.name(), known);
      return;
    }
    if (!unit.isError(type) && !unit.compatibility.compatible(object.variable.type, type)) {
      conflicting(c.loc(), c.name(), type, known);
      return;
    }
    boolean external = object.variable.owner == null;
    boolean defined = object.isSet && c.syntax().initializer() != null;
    Diagnostic d =
        external
            ? unit.report(NO_LINKAGE_FOLLOWS_EXTERN, c.loc(), c.name())
            : defined
                ? unit.report(REDEFINITION, c.loc(), c.name())
                : unit.report(NO_LINKAGE_REDECLARED, c.loc(), c.name());
    if (known.loc != 0) {
      d.note(
          known.loc,
          "previous %s of ‘%s’ with type ‘%s’",
          object.isSet ? "definition" : "declaration",
          c.name(),
          Unit.text(object.variable.type));
    }
  }

  private void finishLocal(Context c, Entity.ObjectEntity entity, boolean isStatic) {
    Variable variable = entity.variable;
    Initializer initializer = c.syntax().initializer();
    boolean variableSize = Types.isVariableSize(variable.type);
    if (initializer != null && variableSize && !isEmptyBraces(initializer)) {
      unit.report(VLA_INITIALIZED, c.loc());
      discard(initializer);
      initializer = null;
    }
    if (isStatic && variableSize) {
      unit.report(VLA_STATIC, c.loc(), c.name());
      variable.type = types.error;
    }
    dev.ferry.c.typed.Initializer value = null;
    if (initializer != null) {
      entity.isSet = true;
      entity.inInitializer = true;
      value = initialize(c, entity, initializer, isStatic || variable.isConstexpr);
      entity.inInitializer = false;
    } else if (c.resolved().auto()) {
      unit.report(AUTO_WITHOUT_INITIALIZER, c.loc());
    } else if (variable.isConstexpr) {
      unit.report(CONSTEXPR_WITHOUT_INITIALIZER, c.loc(), c.name());
    }
    checkStorageKnown(c, variable, initializer);
    if (!isStatic) {
      Expression size = variableSize ? unit.unary.sizeOf(c.loc(), variable.type) : null;
      unit.requireFunction().emit.add(new Statement.LocalDecl(c.loc(), variable, value, size));
    }
  }

  private static boolean isEmptyBraces(Initializer initializer) {
    return initializer instanceof Initializer.Braced braced && braced.items().isEmpty();
  }

  private void checkStorageKnown(Context c, Variable variable, @Nullable Initializer initializer) {
    CType type = variable.type;
    if (unit.isError(type) || !Types.isIncomplete(type)) {
      return;
    }
    if (type instanceof CType.Array array && array.length() == CType.Array.INCOMPLETE) {
      unit.report(ARRAY_SIZE_MISSING, c.loc(), c.name());
    } else {
      unit.report(STORAGE_SIZE, c.loc(), c.name());
    }
    variable.type = types.error;
  }

  /** Checks an initializer, completes the type from it, and stores it in the variable. */
  private dev.ferry.c.typed.@Nullable Initializer initialize(
      Context c, Entity.ObjectEntity entity, Initializer syntax, boolean constant) {
    Variable variable = entity.variable;
    Expression deduced = null;
    if (c.resolved().auto()) {
      deduced = deduce(c, syntax);
      if (deduced == null) {
        variable.type = types.error;
        return null;
      }
      CType type =
          Conversions.bitField(deduced) != null
              ? unit.conversions.promotedType(deduced)
              : deduced.type().unqualified();
      variable.type = unit.resolver.qualified(c.loc(), type, c.specifiers().qualifiers());
    }
    if (variable.isConstexpr && !unit.isError(variable.type)) {
      variable.type = types.qualify(variable.type, CType.CONST);
    }
    if (unit.isError(variable.type)) {
      if (deduced == null) {
        discard(syntax);
      }
      return null;
    }
    if (Types.isIncomplete(variable.type) && !(variable.type instanceof CType.Array)) {
      unit.report(STORAGE_SIZE, c.loc(), c.name());
      discard(syntax);
      variable.type = types.error;
      return null;
    }
    dev.ferry.c.typed.Initializer value =
        deduced != null
            ? unit.initializers.single(variable.type, deduced, syntax.loc(), constant, null)
            : unit.initializers.initializer(
                variable.type, syntax, constant, c.loc(), t -> variable.type = t);
    boolean isConst = (types.qualifiers(variable.type) & CType.CONST) != 0;
    if (variable.storage == Variable.Storage.STATIC || variable.isConstexpr || isConst) {
      variable.initializer = value;
    }
    return value;
  }

  private @Nullable Expression deduce(Context c, Initializer syntax) {
    if (!(c.syntax().declarator() instanceof Declarator.Name)) {
      unit.report(AUTO_DECLARATOR, c.loc());
      return null;
    }
    if (!(syntax instanceof Initializer.Value value)) {
      unit.report(AUTO_BRACED, c.loc(), c.name());
      return null;
    }
    Expression typed = unit.expressions.value(value.expr());
    return unit.isError(typed) ? null : typed;
  }

  // Shadowing.

  /**
   * An {@code extern} declaration in a block names the global one again, unless a local is between.
   */
  private boolean hidesLocal(String name) {
    Scopes.Binding outer = unit.scopes.binding(name);
    return outer != null && outer.scope.kind != Scopes.Kind.FILE;
  }

  void checkShadow(int loc, String name, CType type) {
    if (!unit.isEnabled(SHADOW) || unit.scopes.atFile()) {
      return;
    }
    Scopes.Binding outer = unit.scopes.binding(name);
    if (outer == null || outer.scope == unit.scopes.current()) {
      return;
    }
    boolean parameter =
        outer.entity instanceof Entity.ObjectEntity o
            && o.variable.storage == Variable.Storage.PARAMETER;
    boolean global = outer.scope.kind == Scopes.Kind.FILE;
    if (global && outer.entity instanceof Entity.FunctionEntity && !canBeCalled(type)) {
      return;
    }
    String what = parameter ? "a parameter" : global ? "a global declaration" : "a previous local";
    unit.report(SHADOW, loc, name, what).note(outer.entity.loc, "shadowed declaration is here");
  }

  private static boolean canBeCalled(CType type) {
    CType called = type.unqualified() instanceof CType.Pointer p ? p.target() : type;
    return called.unqualified() instanceof CType.Function;
  }
}
