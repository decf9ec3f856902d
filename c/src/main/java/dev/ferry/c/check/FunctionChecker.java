package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Specifiers;
import dev.ferry.c.syntax.Storage;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions: declarations and their merging, definitions, inline rules (C17 6.7.4, 6.9.1). */
final class FunctionChecker {
  private final Unit unit;
  private final Types types;
  private final OldStyle oldStyle;
  private boolean argumentPack;

  FunctionChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
    this.oldStyle = new OldStyle(unit);
  }

  /** The function being defined uses {@code __builtin_va_arg_pack}. */
  void usesArgumentPack() {
    argumentPack = true;
  }

  // Declarations.

  void declare(DeclarationChecker.Context c, CType.Function type) {
    Specifiers s = c.specifiers();
    Expr.StringLiteral label = c.syntax().asmLabel();
    checkStorage(s, c.loc(), c.name());
    if (s.storage() == Storage.AUTO && !unit.scopes.atFile()) {
      // GNU: the forward declaration of a nested function.
      forwardNested(c, type);
      return;
    }
    merge(
        c.name(),
        c.loc(),
        type,
        s,
        c.attributes(),
        label == null ? null : label.text(),
        c.declared().parameters(),
        false);
  }

  /** What a declaration of a function cannot be (C17 6.7.1p5, p7). */
  private void checkStorage(Specifiers s, int loc, String name) {
    boolean atFile = unit.scopes.atFile();
    if (s.storage() == Storage.REGISTER || !atFile && s.storage() == Storage.STATIC) {
      unit.report(FUNCTION_STORAGE, loc, name);
    } else if (atFile && s.storage() == Storage.AUTO) {
      unit.report(FILE_SCOPE_AUTO, loc, name);
    } else if (s.threadLocal() && !atFile && s.storage() == Storage.NONE) {
      unit.report(THREAD_LOCAL_AUTO, loc, name, "_Thread_local");
    } else if (s.threadLocal()) {
      unit.report(FUNCTION_STORAGE, loc, name);
    }
  }

  /** The same for a definition (C17 6.9.1p4). */
  private void checkDefinitionStorage(Specifiers s) {
    if (s.threadLocal()) {
      unit.report(DEFINITION_STORAGE, s.loc(), "_Thread_local");
    }
    switch (s.storage()) {
      case REGISTER -> unit.report(DEFINITION_STORAGE, s.loc(), "register");
      case TYPEDEF -> unit.report(DEFINITION_STORAGE, s.loc(), "typedef");
      case AUTO -> {
        if (unit.scopes.atFile()) {
          unit.report(DEFINITION_AUTO, s.loc());
        }
      }
      case NONE, STATIC, EXTERN -> {}
    }
  }

  private void forwardNested(DeclarationChecker.Context c, CType.Function type) {
    FunctionSymbol symbol = new FunctionSymbol(c.name(), type, c.loc());
    symbol.isInternal = true;
    symbol.parent = unit.currentSymbol();
    Entity.FunctionEntity entity = new Entity.FunctionEntity(symbol);
    unit.scopes.declare(entity);
  }

  /** Finds or makes the function that a declaration is about, and checks it against the others. */
  private Entity.FunctionEntity merge(
      String name,
      int loc,
      CType.Function type,
      Specifiers s,
      DeclAttributes attributes,
      @Nullable String label,
      DeclaratorChecker.@Nullable ParameterList parameters,
      boolean isDefinition) {
    Entity here = unit.scopes.findHere(name);
    boolean otherKind =
        here != null
            && !(here instanceof Entity.FunctionEntity)
            && !(here instanceof Entity.Erroneous);
    if (here != null && otherKind) {
      unit.declarations.differentKind(loc, name, here);
    }
    Entity linked = unit.scopes.linked(name);
    if (!otherKind && linked instanceof Entity.ObjectEntity object) {
      unit.declarations.differentKind(loc, name, object);
    }
    Entity.FunctionEntity known =
        here instanceof Entity.FunctionEntity f && !otherKind
            ? f
            : linked instanceof Entity.FunctionEntity g ? g : null;
    boolean internal = s.storage() == Storage.STATIC;
    Entity.FunctionEntity entity;
    boolean replaced = false;
    if (known != null && known.symbol.parent == null) {
      entity = known;
      entity.isDeclaredBefore = !known.isImplicit;
      boolean fits =
          checkRedeclaration(
              known, name, loc, type, internal, isDefinition, OldStyle.names(parameters), s);
      if (!fits || known.isBuiltinDeclaration) {
        known.symbol.type = type;
        replaced = true;
      }
      if (known.isImplicit && !unit.scopes.atFile() && here == null) {
        unit.scopes.declare(known);
      }
      if (!fits) {
        known.isImplicit = false;
      }
    } else {
      entity = create(name, loc, type, internal);
    }
    if (!replaced && known != null) {
      entity.symbol.type = unit.compatibility.composite(entity.symbol.type, type);
    }
    if (here != entity) {
      if (isDefinition && !unit.scopes.atFile()) {
        unit.declarations.checkShadow(loc, name, type);
      }
      unit.scopes.declare(entity);
    }
    finish(entity, loc, type, s, attributes, label, parameters, isDefinition);
    return entity;
  }

  private Entity.FunctionEntity create(
      String name, int loc, CType.Function type, boolean internal) {
    FunctionSymbol symbol = unit.builtins.symbolOf(name);
    if (symbol == null || internal) {
      symbol = new FunctionSymbol(name, type, loc);
      symbol.symbol = unit.pragmas.renamed(name, name);
    }
    symbol.type = type;
    symbol.isInternal = internal;
    Entity.FunctionEntity entity = new Entity.FunctionEntity(symbol);
    entity.loc = loc;
    unit.scopes.link(entity);
    if (!internal) {
      libraryFunction(entity, loc);
    }
    return entity;
  }

  private void libraryFunction(Entity.FunctionEntity entity, int loc) {
    BuiltinTable.Library library = BuiltinTable.find(entity.name);
    if (library == null
        || !unit.options.builtins()
        || unit.options.noBuiltins().contains(entity.name)) {
      return;
    }
    CType.Function expected = BuiltinTable.type(types, library.signature());
    if (!unit.builtins.isLibraryFunction(entity) && !looksLike(entity.type(), expected)) {
      Diagnostic d = unit.report(BUILTIN_MISMATCH, loc, entity.name, expected);
      if (!library.header().isEmpty()) {
        d.note(loc, "‘%s’ is declared in header ‘<%s>’", entity.name, library.header());
      }
    } else {
      entity.symbol.isLibrary = true;
      entity.symbol.builtin = BuiltinChecker.callBuiltin(entity.name);
      unit.builtins.setKnownAttributes(entity);
    }
  }

  /** Pointers to anything count as {@code void *}: {@code FILE} is not known to the table. */
  private boolean looksLike(CType.Function type, CType.Function expected) {
    if (!type.prototyped()) {
      return sameShape(type.result(), expected.result());
    }
    if (type.params().size() != expected.params().size()
        || type.variadic() != expected.variadic()
        || !sameShape(type.result(), expected.result())) {
      return false;
    }
    for (int i = 0; i < type.params().size(); i++) {
      if (!sameShape(type.params().get(i), expected.params().get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean sameShape(CType a, CType b) {
    return a.unqualified() instanceof CType.Pointer && b.unqualified() instanceof CType.Pointer
        || unit.compatibility.compatibleIgnoringQualifiers(a, b)
        || Types.isInteger(a)
            && Types.isInteger(b)
            && types.size(a) == types.size(b)
            && a.unqualified() instanceof CType.Enum;
  }

  /** Whether a redeclaration agrees with what is known; reports if not. */
  private boolean checkRedeclaration(
      Entity.FunctionEntity known,
      String name,
      int loc,
      CType.Function type,
      boolean internal,
      boolean isDefinition,
      boolean isOldStyle,
      Specifiers s) {
    FunctionSymbol symbol = known.symbol;
    if (known.isBuiltinDeclaration) {
      known.isBuiltinDeclaration = false;
      known.isImplicit = false;
      known.loc = loc;
      symbol.isInternal = internal;
      known.everyDeclarationInline = true;
      return true;
    }
    boolean agrees =
        isOldStyle && isFixedPrototype(symbol.type)
            ? hasResult((CType.Function) symbol.type, type.result())
            : unit.compatibility.compatible(symbol.type, type);
    if (!agrees) {
      if (known.isImplicit && internal) {
        // Reported as a conflict of types alone.
        internal = symbol.isInternal;
      }
      boolean onlyVoid = known.isImplicit && Types.isVoid(type.result());
      Diagnostic d =
          unit.report(onlyVoid ? CONFLICTING_IMPLICIT_VOID : CONFLICTING_TYPES, loc, name, type);
      oldStyleNote(d, loc, symbol, type);
      if (onlyVoid) {
        symbol.type = type;
      }
      unit.declarations.previous(d, known);
      return false;
    }
    if (internal && !symbol.isInternal && isDefinition && isReplaceable(known)) {
      symbol.isInternal = true;
    } else if (internal && !symbol.isInternal) {
      Diagnostic d = unit.report(STATIC_FOLLOWS, loc, name);
      unit.declarations.previous(d, known);
    }
    boolean defined = symbol.isDefined || symbol.attributes.aliasOf != null;
    if (isDefinition && defined && !isReplaceable(known)) {
      Diagnostic d = unit.report(REDEFINITION, loc, name);
      unit.declarations.previous(d, known);
    }
    if (known.isImplicit && !isDefinition) {
      known.isImplicit = false;
    }
    return true;
  }

  private static boolean isFixedPrototype(CType type) {
    return type instanceof CType.Function known && known.prototyped() && !known.variadic();
  }

  /** Whether the results agree; {@link OldStyle} looks at the parameters. */
  private boolean hasResult(CType.Function known, CType result) {
    return unit.compatibility.compatible(known.result().unqualified(), result.unqualified());
  }

  private void oldStyleNote(Diagnostic d, int loc, FunctionSymbol symbol, CType.Function type) {
    CType.Function before = (CType.Function) symbol.type.unqualified();
    CType.Function prototype = before.prototyped() ? before : type;
    if (before.prototyped() == type.prototyped()) {
      return;
    }
    if (prototype.variadic()) {
      d.note(
          loc,
          "a parameter list with an ellipsis cannot match an empty parameter name list"
              + " declaration");
      return;
    }
    for (CType param : prototype.params()) {
      if (!unit.compatibility.selfPromoting(param)) {
        d.note(
            loc,
            "an argument type that has a default promotion cannot match an empty parameter"
                + " name list declaration");
        return;
      }
    }
  }

  /** An extern inline definition of GNU89 gives way to the real one, which may be static. */
  private static boolean isReplaceable(Entity.FunctionEntity known) {
    return known.symbol.isInlineOnly && known.externInline;
  }

  private void finish(
      Entity.FunctionEntity entity,
      int loc,
      CType.Function type,
      Specifiers s,
      DeclAttributes attributes,
      @Nullable String label,
      DeclaratorChecker.@Nullable ParameterList parameters,
      boolean isDefinition) {
    FunctionSymbol symbol = entity.symbol;
    symbol.isInline |= s.inline();
    symbol.isNoReturn |= s.noreturn();
    if (!s.inline() || s.storage() == Storage.EXTERN) {
      entity.everyDeclarationInline &= s.inline() && s.storage() != Storage.EXTERN;
    }
    entity.isDeclaredExtern |= s.storage() == Storage.EXTERN;
    entity.hasPrototype |= type.prototyped();
    unit.attributes.applyTo(entity, attributes);
    copyAttributes(entity, attributes);
    unit.pragmas.applyVisibility(symbol.attributes);
    if (label != null) {
      symbol.symbol = label;
    }
    if (parameters != null && !parameters.parameters().isEmpty()) {
      if (parameters.names() == null) {
        new ArrayParameters(unit).declared(entity, parameters.parameters());
      }
      int[] locs = new int[parameters.parameters().size()];
      for (int i = 0; i < locs.length; i++) {
        locs[i] = parameters.parameters().get(i).loc();
      }
      entity.parameterLocs = locs;
    }
    if (isDefinition || !symbol.isDefined) {
      entity.loc = loc;
    }
    if (!isDefinition && !type.prototyped() && !s.inline()) {
      unit.report(STRICT_PROTOTYPES, loc);
    }
    if (symbol.attributes.aliasOf != null || symbol.attributes.weakRef != null) {
      entity.isReferenced |= symbol.attributes.aliasOf != null && !symbol.isInternal;
    }
  }

  private void copyAttributes(Entity.FunctionEntity entity, DeclAttributes attributes) {
    String from = attributes.copyFrom;
    if (from != null && unit.scopes.find(from) instanceof Entity.FunctionEntity other) {
      FunctionSymbol a = entity.symbol;
      FunctionSymbol b = other.symbol;
      a.isPure |= b.isPure;
      a.isConst |= b.isConst;
      a.isMalloc |= b.isMalloc;
      a.isNoReturn |= b.isNoReturn;
      a.isCold |= b.isCold;
      a.isHot |= b.isHot;
    }
  }

  // Definitions.

  void define(Declaration.FunctionDefinition d) {
    Specifiers s = d.specifiers();
    unit.diagnostics.extension(s.extension() ? 1 : 0);
    TypeResolver.Resolved resolved = unit.resolver.specifiers(s, false);
    DeclAttributes attributes = resolved.attributes().copy();
    unit.resolver.emitEffects(d.loc());
    DeclaratorChecker.Declared declared =
        unit.declarators.declare(d.declarator(), resolved.type(), attributes, true);
    unit.aliases.declared(declared.loc(), resolved.alias());
    List<Variable> lengths = unit.resolver.parameterLengths;
    List<Expression> effects = unit.resolver.takeEffects();
    unit.resolver.parameterLengths = null;
    unit.attributes.read(d.attributes(), attributes);
    unit.diagnostics.extension(s.extension() ? -1 : 0);
    if (resolved.implicit()) {
      unit.report(
          unit.options.c23()
              ? IMPLICIT_RETURN_INT_C23
              : unit.options.c99() ? IMPLICIT_RETURN_INT : IMPLICIT_RETURN_INT_C90,
          declared.loc());
    }
    CType applied = unit.attributes.applyToType(declared.type(), attributes);
    DeclaratorChecker.ParameterList parameters = declared.parameters();
    if (!(applied instanceof CType.Function type) || parameters == null) {
      return;
    }
    if (resolved.implicit()
        && unit.scopes.linked(declared.name()) instanceof Entity.FunctionEntity before
        && before.symbol.type.unqualified() instanceof CType.Function known
        && Types.isVoid(known.result())) {
      // GNU: a definition without return type after a declaration as void is void.
      type = types.function(known.result(), type.params(), type.variadic(), type.prototyped());
    }
    checkDefinitionStorage(s);
    DeclarationChecker.alignasPlace(unit, resolved, declared, "function");
    // After a syntax error it is rather a semicolon that is missing between two declarations.
    if (!d.parameterDeclarations().isEmpty()
        && type.prototyped()
        && !unit.diagnostics.hasErrors()) {
      unit.report(OLD_STYLE_IN_PROTOTYPE, declared.loc());
    }
    boolean nested = unit.function != null;
    Entity.FunctionEntity entity =
        nested
            ? declareNested(declared, type, attributes)
            : merge(
                declared.name(),
                declared.loc(),
                type,
                s,
                attributes,
                d.asmLabel() == null ? null : d.asmLabel().text(),
                parameters,
                true);
    body(d, entity, type, parameters, lengths == null ? List.of() : lengths, effects, nested);
  }

  private Entity.FunctionEntity declareNested(
      DeclaratorChecker.Declared declared, CType.Function type, DeclAttributes attributes) {
    if (unit.scopes.findHere(declared.name()) instanceof Entity.FunctionEntity forward
        && forward.symbol.parent == unit.currentSymbol()
        && !forward.symbol.isDefined) {
      forward.symbol.type = type;
      unit.attributes.applyTo(forward, attributes);
      return forward;
    }
    FunctionSymbol symbol = new FunctionSymbol(declared.name(), type, declared.loc());
    symbol.symbol = declared.name() + "." + unit.nextSerial();
    symbol.isInternal = true;
    symbol.parent = unit.currentSymbol();
    Entity.FunctionEntity entity = new Entity.FunctionEntity(symbol);
    unit.attributes.applyTo(entity, attributes);
    unit.scopes.declare(entity);
    return entity;
  }

  private void body(
      Declaration.FunctionDefinition d,
      Entity.FunctionEntity entity,
      CType.Function type,
      DeclaratorChecker.ParameterList list,
      List<Variable> lengths,
      List<Expression> effects,
      boolean nested) {
    FunctionSymbol symbol = entity.symbol;
    symbol.isDefined = true;
    entity.loc = d.loc();
    CType.Function declaredType = entity.type();
    inlineRules(d, entity);
    checkMain(d, entity, type);
    checkResult(d, type);
    checkPrototypes(d, entity, type, list);
    FunctionState outer = unit.function;
    FunctionState state = new FunctionState(symbol, type.result(), outer);
    boolean outerPack = argumentPack;
    argumentPack = false;
    unit.scopes.push(Scopes.Kind.FUNCTION);
    unit.function = state;
    String outerName = unit.diagnostics.function();
    unit.diagnostics.function(symbol.name);
    List<Statement> statements = new ArrayList<>();
    state.emit = statements;
    for (Scopes.Tag tag : list.scope().tags) {
      unit.scopes.declareTag(tag.name(), tag.type(), tag.loc());
    }
    List<Variable> parameters =
        list.names() == null
            ? prototypeParameters(d, list, symbol)
            : oldStyle.parameters(d, list.names(), entity, declaredType, statements);
    for (Variable length : lengths) {
      length.owner = symbol;
      statements.add(new Statement.LocalDecl(d.loc(), length, null, null));
    }
    for (Expression effect : effects) {
      statements.add(new Statement.Expr(d.loc(), effect));
    }
    unit.statements.items(d.body().items(), statements);
    unit.operatorWarnings.fallthrough(d.body().items(), statements);
    while (!state.localLabels.isEmpty()) {
      state.localLabels.removeLast().values().forEach(unit.statements::finishLabel);
    }
    for (FunctionState.LabelState label : sortedLabels(state)) {
      finishLabel(label, outer);
    }
    unit.scopes.pop(this::leaveScope);
    unit.function = outer;
    Statement.Block block = new Statement.Block(d.body().loc(), d.end(), statements);
    finishBody(d, entity, state, block, statements);
    symbol.neverEnds = !state.returns && !Reachability.optimizing(unit).completes(block);
    FunctionDefinition definition =
        new FunctionDefinition(symbol, parameters, block, d.loc(), d.end());
    if (!unit.diagnostics.hasOwnErrors()) {
      // What an error left out may be what these miss.
      if (unit.isEnabled(UNINITIALIZED) || unit.isEnabled(MAYBE_UNINITIALIZED)) {
        new UninitializedWarnings(unit).check(definition);
      }
      new BoundsWarnings(unit).check(definition);
      if (unit.isEnabled(INFINITE_RECURSION)) {
        new InfiniteRecursion(unit, definition).check();
      }
      if (unit.isEnabled(USE_AFTER_FREE)
          || unit.isEnabled(DANGLING)
          || state.givesBack && unit.isEnabled(MISMATCHED_DEALLOC)) {
        new PointerLifetimes(unit).check(definition);
      }
    }
    symbol.forwardsArguments = argumentPack;
    if (nested && outer != null) {
      outer.emit.add(new Statement.NestedFunction(d.loc(), definition));
    } else {
      unit.definitions.add(definition);
    }
    argumentPack = outerPack;
    unit.diagnostics.function(outerName);
  }

  private static List<FunctionState.LabelState> sortedLabels(FunctionState state) {
    List<FunctionState.LabelState> labels = new ArrayList<>(state.labels.values());
    labels.sort((a, b) -> Integer.compare(a.label.loc, b.label.loc));
    return labels;
  }

  /** A nested function may jump to a label of the function around it. */
  private void finishLabel(FunctionState.LabelState label, @Nullable FunctionState outer) {
    unit.statements.finishLabel(label);
  }

  private void finishBody(
      Declaration.FunctionDefinition d,
      Entity.FunctionEntity entity,
      FunctionState state,
      Statement.Block block,
      List<Statement> statements) {
    boolean ends = new Reachability(unit).completes(block);
    if (isMain(entity)
        && !Types.isVoid(state.result)
        && ends
        && Types.isInteger(state.result)
        && unit.options.c99()) {
      statements.add(
          new Statement.Return(
              d.end(), unit.conversions.cast(unit.intConst(d.end(), 0), state.result)));
      return;
    }
    if (!ends) {
      return;
    }
    if (entity.symbol.isNoReturn) {
      unit.report(NORETURN_DOES_RETURN, d.end());
    } else if (!Types.isVoid(state.result)
        && !unit.isError(state.result)
        && !entity.symbol.isNaked) {
      unit.report(CONTROL_REACHES_END, d.end());
    }
  }

  private boolean isMain(Entity.FunctionEntity entity) {
    return unit.options.hosted() && entity.name.equals("main") && entity.symbol.parent == null;
  }

  private void checkMain(
      Declaration.FunctionDefinition d, Entity.FunctionEntity entity, CType.Function type) {
    if (!isMain(entity)) {
      return;
    }
    if (type.result() != types.intType) {
      unit.report(MAIN_RETURN, d.loc());
    }
    int count = type.params().size();
    if (count == 1 || count > 3) {
      unit.report(MAIN_ARGUMENTS, d.loc());
    }
    if (entity.symbol.isInternal) {
      unit.report(MAIN_STATIC, d.loc());
    }
  }

  private void checkResult(Declaration.FunctionDefinition d, CType.Function type) {
    if (!Types.isVoid(type.result()) && Types.isIncomplete(type.result())) {
      unit.report(RETURN_INCOMPLETE, d.loc());
    }
  }

  private void checkPrototypes(
      Declaration.FunctionDefinition d,
      Entity.FunctionEntity entity,
      CType.Function type,
      DeclaratorChecker.ParameterList list) {
    if (list.names() != null && !list.names().isEmpty()) {
      unit.report(unit.options.c23() ? OLD_STYLE_C23 : OLD_STYLE_DEFINITION, d.loc());
    } else if (!type.prototyped()) {
      unit.report(OLD_STYLE_DEFINITION, d.loc());
      // An earlier prototype says what the definition does not.
      if (!entity.type().prototyped()) {
        unit.report(STRICT_PROTOTYPES, d.loc());
      }
    }
    if (!entity.symbol.isInternal
        && !isMain(entity)
        && !entity.symbol.isInline
        && entity.symbol.parent == null) {
      if (!entity.isDeclaredBefore) {
        unit.report(MISSING_PROTOTYPES, d.loc(), entity.name);
      }
    }
  }

  /** What is emitted for an inline function (C17 6.7.4p7, or GNU89's rules). */
  private void inlineRules(Declaration.FunctionDefinition d, Entity.FunctionEntity entity) {
    FunctionSymbol symbol = entity.symbol;
    Specifiers s = d.specifiers();
    boolean gnu = unit.options.gnu89Inline() || entity.attributes.gnuInline;
    boolean isExtern = s.storage() == Storage.EXTERN;
    entity.externInline = gnu && s.inline() && isExtern;
    if (symbol.isInternal || symbol.parent != null) {
      symbol.isInlineOnly = false;
    } else if (gnu) {
      symbol.isInlineOnly = s.inline() && isExtern;
    } else {
      symbol.isInlineOnly = s.inline() && entity.everyDeclarationInline;
    }
  }

  /** Settles at the end of the unit which inline definitions are only inline. */
  void settleInline(Entity.FunctionEntity entity) {
    FunctionSymbol symbol = entity.symbol;
    boolean gnu = unit.options.gnu89Inline() || entity.attributes.gnuInline;
    if (symbol.isInlineOnly && !gnu) {
      symbol.isInlineOnly = entity.everyDeclarationInline;
    }
  }

  // Parameters.

  private List<Variable> prototypeParameters(
      Declaration.FunctionDefinition d,
      DeclaratorChecker.ParameterList list,
      FunctionSymbol symbol) {
    List<Variable> result = new ArrayList<>(list.parameters().size());
    int index = 0;
    for (DeclaratorChecker.Parameter parameter : list.parameters()) {
      Entity.ObjectEntity entity = parameter.entity();
      index++;
      if (entity == null) {
        if (!unit.options.c23()) {
          unit.report(PARAMETER_NAME_OMITTED, parameter.loc());
        }
        Variable unnamed =
            new Variable("", parameter.type(), Variable.Storage.PARAMETER, parameter.loc());
        unnamed.owner = symbol;
        result.add(unnamed);
        continue;
      }
      checkParameter(entity.variable, index);
      entity.variable.owner = symbol;
      unit.declarations.checkShadow(entity.loc, entity.name, entity.variable.type);
      unit.scopes.declare(entity);
      result.add(entity.variable);
    }
    return result;
  }

  void checkParameter(Variable variable, int index) {
    if (!unit.isError(variable.type) && Types.isIncomplete(variable.type)) {
      unit.report(PARAMETER_INCOMPLETE, variable.loc, index, variable.name);
      variable.type = types.error;
    }
  }

  /** Whether a parameter was written as an array. */
  boolean isArrayParameter(Variable variable) {
    return unit.declarators.isArrayParameter(variable);
  }

  // Ends of scopes.

  /** Reports what a scope declared and never used. */
  void leaveScope(Entity entity) {
    switch (entity) {
      case Entity.ObjectEntity object -> leaveObject(object);
      case Entity.FunctionEntity function -> {
        if (function.symbol.parent != null
            && !function.isReferenced
            && !function.attributes.maybeUnused
            && function.symbol.isDefined) {
          unit.report(UNUSED_FUNCTION, function.loc, function.name);
        }
      }
      case Entity.Typedef typedef -> {
        if (!typedef.isUsed) {
          unit.report(UNUSED_TYPEDEF, typedef.loc, typedef.name);
        }
      }
      case Entity.EnumConstant constant -> {}
      case Entity.Erroneous erroneous -> {}
    }
  }

  private void leaveObject(Entity.ObjectEntity object) {
    Variable variable = object.variable;
    if (object.maybeUnused
        || unit.isError(variable.type)
        || object.isRead
        || variable.owner == null
        || variable.owner != unit.currentSymbol()) {
      return;
    }
    boolean parameter = variable.storage == Variable.Storage.PARAMETER;
    if (parameter) {
      if (!variable.isUsed) {
        unit.report(UNUSED_PARAMETER, variable.loc, variable.name);
      } else {
        unit.report(UNUSED_BUT_SET_PARAMETER, variable.loc, variable.name);
      }
    } else if (variable.isUsed) {
      unit.report(UNUSED_BUT_SET, variable.loc, variable.name);
    } else {
      unit.report(UNUSED_VARIABLE, variable.loc, variable.name);
    }
  }
}
