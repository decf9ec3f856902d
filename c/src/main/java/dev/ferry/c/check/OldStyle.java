package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Storage;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of old-style function definitions (C17 6.9.1p6, p13). */
final class OldStyle {
  private final Unit unit;
  private final Types types;

  OldStyle(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** Whether a parameter list is one of names. */
  static boolean names(DeclaratorChecker.@Nullable ParameterList list) {
    return list != null && list.names() != null && !list.names().isEmpty();
  }

  /** K&amp;R: types come from the declarations behind the list; arguments arrive promoted. */
  List<Variable> parameters(
      Declaration.FunctionDefinition d,
      List<Expr.Identifier> names,
      Entity.FunctionEntity entity,
      CType.Function declared,
      List<Statement> statements) {
    FunctionSymbol symbol = entity.symbol;
    if (declared.prototyped() && declared.params().size() != names.size()) {
      prototypeNote(unit.report(PARAMETER_COUNT_DIFFERS, d.loc()), symbol);
    }
    Map<String, Variable> variables = new HashMap<>();
    for (Expr.Identifier name : names) {
      Variable variable =
          new Variable(name.name(), types.intType, Variable.Storage.PARAMETER, name.loc());
      variable.owner = symbol;
      if (variables.put(name.name(), variable) != null) {
        unit.report(PARAMETER_REDEFINED, name.loc(), name.name());
      }
    }
    List<String> typed = new ArrayList<>();
    for (Declaration.Simple declaration : d.parameterDeclarations()) {
      oldDeclaration(declaration, variables, typed);
    }
    List<Variable> result = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      Expr.Identifier name = names.get(i);
      Variable variable = variables.get(name.name());
      if (variable == null) {
        continue;
      }
      if (!typed.contains(name.name())) {
        unit.report(
            unit.options.c99() ? IMPLICIT_INT_PARAMETER : IMPLICIT_INT_PARAMETER_C90,
            name.loc(),
            name.name());
      }
      unit.functions.checkParameter(variable, i + 1);
      checkPrototype(variable, declared, i, symbol);
      result.add(
          variable.type == types.error
              ? variable
              : passed(variable, declared, i, symbol, statements));
    }
    return result;
  }

  /** A prototype in force must have the parameter's own type or what it is promoted to. */
  private void checkPrototype(
      Variable variable, CType.Function declared, int index, FunctionSymbol symbol) {
    if (!declared.prototyped() || index >= declared.params().size()) {
      return;
    }
    CType wanted = declared.params().get(index).unqualified();
    CType own = variable.type.unqualified();
    if (!unit.compatibility.compatible(wanted, own)
        && !unit.compatibility.compatible(wanted, promoted(Types.nonAtomic(own)))) {
      prototypeNote(unit.report(PARAMETER_DIFFERS, variable.loc, variable.name), symbol);
    }
  }

  private void prototypeNote(Diagnostic d, FunctionSymbol symbol) {
    if (symbol.loc != 0) {
      d.note(symbol.loc, "prototype declaration");
    }
  }

  /** What the default argument promotions make of a type. */
  private CType promoted(CType type) {
    return type == types.floatType
        ? types.doubleType
        : Types.isInteger(type) ? types.promote(type) : type;
  }

  private void oldDeclaration(
      Declaration.Simple declaration, Map<String, Variable> variables, List<String> typed) {
    TypeResolver.Resolved resolved =
        unit.resolver.specifiers(declaration.specifiers(), declaration.declarators().isEmpty());
    for (Declaration.InitDeclarator declarator : declaration.declarators()) {
      DeclAttributes attributes = resolved.attributes().copy();
      DeclaratorChecker.Declared declared =
          unit.declarators.declare(declarator.declarator(), resolved.type(), attributes, false);
      unit.resolver.emitEffects(declared.loc());
      Variable listed = variables.get(declared.name());
      if (listed == null) {
        unit.report(NO_SUCH_PARAMETER, declared.loc(), declared.name());
        continue;
      }
      Storage storage = declaration.specifiers().storage();
      if (storage != Storage.NONE && storage != Storage.REGISTER) {
        unit.report(PARAMETER_STORAGE, declared.loc(), "parameter ‘" + declared.name() + "’");
      }
      if (typed.contains(declared.name())) {
        unit.report(PARAMETER_REDEFINED, declared.loc(), declared.name());
      }
      if (declarator.initializer() != null) {
        unit.report(PARAMETER_INITIALIZED, declared.loc(), declared.name());
      }
      CType type = unit.attributes.applyToType(declared.type(), attributes);
      // The parameter is where it is declared, not where it is listed.
      Variable variable =
          new Variable(
              listed.name,
              unit.declarators.adjusted(declarator.declarator(), type),
              Variable.Storage.PARAMETER,
              declared.loc());
      variable.owner = listed.owner;
      variables.put(listed.name, variable);
      typed.add(declared.name());
      unit.declarations.checkShadow(variable.loc, variable.name, variable.type);
      Entity.ObjectEntity entity = new Entity.ObjectEntity(variable);
      entity.isSet = true;
      entity.isRegister = declaration.specifiers().storage() == Storage.REGISTER;
      unit.attributes.applyTo(entity, attributes);
      unit.scopes.declare(entity);
    }
  }

  /** The variable that receives the argument: promoted, unless a prototype says otherwise. */
  private Variable passed(
      Variable variable,
      CType.Function declared,
      int index,
      FunctionSymbol symbol,
      List<Statement> statements) {
    if (unit.scopes.findHere(variable.name) == null) {
      Entity.ObjectEntity entity = new Entity.ObjectEntity(variable);
      entity.isSet = true;
      unit.scopes.declare(entity);
    }
    CType own = Types.nonAtomic(variable.type);
    CType promoted = promoted(own);
    CType wanted =
        declared.prototyped() && index < declared.params().size()
            ? Types.nonAtomic(declared.params().get(index))
            : null;
    if (promoted == own || wanted == own) {
      return variable;
    }
    Variable argument =
        new Variable("." + variable.name, promoted, Variable.Storage.PARAMETER, variable.loc);
    argument.owner = symbol;
    variable.storage = Variable.Storage.LOCAL;
    Expression load =
        new Expression.Load(variable.loc, promoted, new Expression.VarRef(variable.loc, argument));
    Initializer initializer =
        new Initializer(
            List.of(new Initializer.Element(0, own, null, unit.conversions.cast(load, own))),
            true,
            types.size(own));
    statements.add(new Statement.LocalDecl(variable.loc, variable, initializer, null));
    return argument;
  }
}
