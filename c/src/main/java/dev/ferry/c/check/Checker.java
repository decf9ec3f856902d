package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.TranslationUnit;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.SymbolAttributes;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a syntax tree its meaning (C17 6.2 to 6.9, C23, GNU C). Reports every violated constraint;
 * the typed tree is only fit for lowering if no error was reported.
 */
public final class Checker {
  private final Unit unit;

  /** The symbol versions seen so far: each is one symbol. */
  private final Set<String> versions = new HashSet<>();

  private Checker(Unit unit) {
    this.unit = unit;
  }

  /** Whether {@code __has_builtin} should say yes to a name. */
  public static boolean knowsBuiltin(String name) {
    return BuiltinChecker.isKnown(name);
  }

  /**
   * Checks a translation unit.
   *
   * @throws Diagnostics.Abort after too many errors
   */
  public static TypedUnit check(
      TranslationUnit tree, CheckOptions options, Diagnostics diagnostics) {
    return check(tree, options, diagnostics, List::of);
  }

  /**
   * As the other.
   *
   * @param macros gives the names of macros, where a wrong name is to be mended
   */
  public static TypedUnit check(
      TranslationUnit tree,
      CheckOptions options,
      Diagnostics diagnostics,
      Supplier<List<String>> macros) {
    Unit unit = new Unit(options, diagnostics);
    unit.macros = macros;
    try {
      return new Checker(unit).run(tree);
    } catch (Diagnostics.Abort | InternalCompilerError e) {
      throw e;
    } catch (RuntimeException e) {
      FunctionSymbol function = unit.currentSymbol();
      throw new InternalCompilerError("check", function == null ? null : function.name, e);
    }
  }

  private TypedUnit run(TranslationUnit tree) {
    unit.leftOut = tree.leftOut();
    List<Declaration> declarations = tree.declarations();
    for (int i = 0; i < declarations.size(); i++) {
      unit.declarations.declaration(declarations.get(i));
    }
    applyWeakPragmas();
    List<Variable> declaredVariables = new ArrayList<>();
    List<FunctionSymbol> declaredFunctions = new ArrayList<>();
    for (Entity entity : unit.scopes.linkedEntities().values()) {
      switch (entity) {
        case Entity.ObjectEntity object -> finishObject(object, declaredVariables);
        case Entity.FunctionEntity function -> finishFunction(function, declaredFunctions);
        case Entity.Typedef t -> {}
        case Entity.EnumConstant c -> {}
        case Entity.Erroneous e -> {}
      }
    }
    declaredVariables.sort((a, b) -> Integer.compare(a.loc, b.loc));
    declaredFunctions.sort((a, b) -> Integer.compare(a.loc, b.loc));
    return new TypedUnit(
        unit.options.model(),
        unit.variables,
        unit.definitions,
        declaredVariables,
        declaredFunctions,
        unit.topLevelAsm);
  }

  private void applyWeakPragmas() {
    for (PragmaState.Weak weak : unit.pragmas.weak()) {
      Entity entity = unit.scopes.linked(weak.name());
      String target = weak.target().isEmpty() ? null : weak.target();
      switch (entity) {
        case Entity.FunctionEntity f -> makeWeak(f.symbol.attributes, target);
        case Entity.ObjectEntity o -> makeWeak(o.variable.attributes, target);
        case null, default -> declareWeak(weak.name(), target);
      }
    }
  }

  private static void makeWeak(SymbolAttributes attributes, @Nullable String target) {
    attributes.isWeak = true;
    if (target != null) {
      attributes.aliasOf = target;
    }
  }

  /** {@code #pragma weak new = old} of an undeclared name declares it. */
  private void declareWeak(String name, @Nullable String target) {
    if (target == null) {
      return;
    }
    CType type =
        unit.scopes.linked(target) instanceof Entity.FunctionEntity f
            ? f.symbol.type
            : unit.types.function(unit.types.intType, List.of(), false, false);
    FunctionSymbol symbol = new FunctionSymbol(name, type, 0);
    makeWeak(symbol.attributes, target);
    unit.scopes.link(new Entity.FunctionEntity(symbol));
  }

  // Objects.

  private void finishObject(Entity.ObjectEntity object, List<Variable> declared) {
    Variable variable = object.variable;
    if (variable.isDefined && variable.isTentative) {
      finishTentative(variable);
    }
    boolean external = variable.storage == Variable.Storage.EXTERN;
    checkVersions(variable.attributes, variable.loc, !external, variable.isInternal);
    if (external && hasSymbolAttributes(variable.attributes)) {
      declared.add(variable);
    }
    if (variable.isInternal
        && !external
        && !object.maybeUnused
        && !variable.isUsed
        && !variable.attributes.isUsed
        && !unit.isError(variable.type)) {
      boolean isConst = (unit.types.qualifiers(variable.type) & CType.CONST) != 0;
      if (!isConst) {
        unit.report(UNUSED_STATIC_VARIABLE, variable.loc, variable.name);
      } else if (!isInHeader(variable.loc)
          || unit.diagnostics.current().asksFor("unused-const-variable=2")) {
        unit.report(UNUSED_CONST_VARIABLE, variable.loc, variable.name);
      }
    }
  }

  private boolean isInHeader(int loc) {
    return unit.diagnostics.sources().includedAt(loc) != SourceMap.NONE;
  }

  /** C17 6.9.2p2 and p5: a tentative definition becomes a definition with value zero. */
  private void finishTentative(Variable variable) {
    CType type = variable.type;
    if (unit.isError(type)) {
      return;
    }
    if (type instanceof CType.Array array && array.length() == CType.Array.INCOMPLETE) {
      if (variable.attributes.aliasOf == null && variable.attributes.weakRef == null) {
        unit.report(ARRAY_ASSUMED_ONE, variable.loc, variable.name);
        variable.type = unit.types.array(array.element(), 1);
      }
    } else if (Types.isIncomplete(type)) {
      unit.report(STORAGE_SIZE, variable.loc, variable.name);
    }
  }

  private static boolean hasSymbolAttributes(SymbolAttributes a) {
    return a.isWeak || a.aliasOf != null || a.weakRef != null || a.visibility != null || a.isUsed;
  }

  /**
   * What a symbol with versions must be, as gcc wants it: other objects see it under their names.
   */
  private void checkVersions(
      SymbolAttributes attributes, int loc, boolean isDefined, boolean isInternal) {
    if (attributes.versions.isEmpty()) {
      return;
    }
    if (!isDefined && attributes.aliasOf == null) {
      unit.report(SYMVER_NEEDS, loc, "symbol needs to be defined to have a version");
    } else if (isInternal) {
      unit.report(SYMVER_NEEDS, loc, "versioned symbol must be public");
    } else if (attributes.visibility != null && !attributes.visibility.equals("default")) {
      unit.report(SYMVER_NEEDS, loc, "versioned symbol must have default visibility");
    }
    for (String version : attributes.versions) {
      if (!versions.add(version)) {
        unit.report(SYMVER_NEEDS, loc, "duplicate definition of a symbol version");
      }
    }
  }

  // Functions.

  private void finishFunction(Entity.FunctionEntity function, List<FunctionSymbol> declared) {
    FunctionSymbol symbol = function.symbol;
    unit.functions.settleInline(function);
    checkVersions(symbol.attributes, function.loc, symbol.isDefined, symbol.isInternal);
    if (!symbol.isDefined && hasSymbolAttributes(symbol.attributes)) {
      declared.add(symbol);
    }
    if (!symbol.isInternal) {
      return;
    }
    boolean aliased = symbol.attributes.aliasOf != null || symbol.attributes.weakRef != null;
    if (!symbol.isDefined) {
      if (aliased) {
        return;
      }
      if (function.isReferenced) {
        unit.report(USED_NEVER_DEFINED, function.loc, function.name);
      } else if (!function.attributes.maybeUnused) {
        unit.report(STATIC_NEVER_DEFINED, function.loc, function.name);
      }
    } else if (!function.isReferenced
        && !symbol.isInline
        && !function.attributes.maybeUnused
        && symbol.constructorPriority < 0
        && symbol.destructorPriority < 0
        && !symbol.attributes.isUsed) {
      unit.report(UNUSED_FUNCTION, function.loc, function.name);
    }
  }
}
