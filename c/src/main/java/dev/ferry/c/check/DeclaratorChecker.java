package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Declarator;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Parameters;
import dev.ferry.c.syntax.Qualifiers;
import dev.ferry.c.syntax.Storage;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Types from declarators (C17 6.7.6). */
final class DeclaratorChecker {
  /**
   * A parameter of a function declarator.
   *
   * @param name empty if it has none
   * @param written its type before arrays and functions become pointers
   * @param isStatic whether its brackets say {@code static}
   */
  record Parameter(
      String name,
      int loc,
      Entity.@Nullable ObjectEntity entity,
      CType type,
      boolean isRegister,
      CType written,
      boolean isStatic) {}

  /**
   * The parameters of the declarator that declares the function itself.
   *
   * @param names of an identifier list (K&amp;R), null for a prototype
   * @param scope what the parameter scope declared: tags and objects to enter in the body's scope
   */
  record ParameterList(
      List<Parameter> parameters, @Nullable List<Expr.Identifier> names, Scopes.Scope scope) {}

  /** A declared name with its type; {@code name} is empty in an abstract declarator. */
  record Declared(String name, int loc, CType type, @Nullable ParameterList parameters) {}

  private final Unit unit;
  private final Types types;
  private @Nullable ParameterList lastParameters;
  private final Set<Variable> arrayParameters = Collections.newSetFromMap(new IdentityHashMap<>());

  DeclaratorChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /**
   * Applies a declarator to a base type.
   *
   * @param attributes receives those among the declarator
   * @param isDefinition whether a function's body follows: its parameters' lengths are evaluated
   */
  Declared declare(
      Declarator declarator, CType base, DeclAttributes attributes, boolean isDefinition) {
    List<Variable> outer = unit.resolver.parameterLengths;
    String name = declarator.name();
    lastParameters = null;
    CType type = base;
    Declarator at = declarator;
    String shown = name == null ? "" : name;
    while (!(at instanceof Declarator.Name)) {
      switch (at) {
        case Declarator.Pointer d -> {
          unit.attributes.read(d.attributes(), attributes);
          type =
              unit.isError(type)
                  ? type
                  : unit.resolver.qualified(d.starLoc(), types.pointer(type), d.qualifiers());
          lastParameters = null;
          at = d.inner();
        }
        case Declarator.Array d -> {
          unit.attributes.read(d.attributes(), attributes);
          type = array(d, type, shown, declarator.loc());
          lastParameters = null;
          at = d.inner();
        }
        case Declarator.Function d -> {
          unit.attributes.read(d.attributes(), attributes);
          boolean own = isDefinition && declaresName(d.inner());
          unit.resolver.parameterLengths = own ? new ArrayList<>() : null;
          type = function(d, type, shown, declarator.loc(), own);
          if (!own) {
            unit.resolver.parameterLengths = outer;
          }
          at = d.inner();
        }
        case Declarator.Paren d -> {
          unit.attributes.read(d.attributes(), attributes);
          at = d.inner();
        }
        case Declarator.Attributed d -> {
          unit.attributes.read(d.attributes(), attributes);
          at = d.inner();
        }
        case Declarator.Name d -> throw new IllegalStateException();
      }
    }
    return new Declared(shown, declarator.loc(), type, lastParameters);
  }

  private static boolean declaresName(Declarator inner) {
    return switch (inner) {
      case Declarator.Name d -> true;
      case Declarator.Paren d -> declaresName(d.inner());
      case Declarator.Attributed d -> declaresName(d.inner());
      default -> false;
    };
  }

  // Arrays.

  private CType array(Declarator.Array d, CType element, String name, int loc) {
    Expr sizeSyntax = d.size();
    if (unit.isError(element)) {
      if (sizeSyntax != null) {
        unit.expressions.value(sizeSyntax);
      }
      return element;
    }
    if (!checkElement(element, name, loc)) {
      return types.error;
    }
    if (sizeSyntax == null) {
      if (d.star()) {
        if (unit.scopes.current().kind != Scopes.Kind.PROTOTYPE) {
          unit.report(STAR_OUTSIDE_PROTOTYPE, d.bracketLoc());
        }
        return types.variableArray(element, null);
      }
      return types.array(element, CType.Array.INCOMPLETE);
    }
    Expression size = unit.expressions.value(sizeSyntax);
    if (unit.isError(size)) {
      return types.error;
    }
    if (!Types.isInteger(size.type())) {
      unit.report(ARRAY_SIZE_TYPE, sizeSyntax.loc(), quoted("array", name));
      return types.error;
    }
    Expression constant = unit.expressions.settle(size);
    if (ConstantFolder.isInteger(constant)) {
      return fixedArray(sizeSyntax, constant, element, name);
    }
    return variableArray(d, size, element, name, loc);
  }

  private boolean checkElement(CType element, String name, int loc) {
    if (element instanceof CType.Function) {
      unit.report(ARRAY_OF_FUNCTIONS, loc, name.isEmpty() ? "type name" : "‘" + name + "’");
      return false;
    }
    if (Types.isVoid(element)) {
      unit.report(ARRAY_OF_VOIDS, loc, name.isEmpty() ? "type name" : "‘" + name + "’");
      return false;
    }
    if (Types.isIncomplete(element)) {
      var d = unit.report(ARRAY_INCOMPLETE_ELEMENT, loc, element);
      if (element instanceof CType.Array) {
        d.note(
            loc,
            "declaration of ‘%s’ as multidimensional array must have bounds for all dimensions"
                + " except the first",
            name);
      }
      return false;
    }
    if (element.unqualified() instanceof CType.Record record && record.hasFlexibleArray) {
      unit.report(ARRAY_OF_FLEXIBLE, loc);
    }
    return true;
  }

  private static String quoted(String what, String name) {
    return name.isEmpty() ? "unnamed " + what : what + " ‘" + name + "’";
  }

  private CType fixedArray(Expr sizeSyntax, Expression constant, CType element, String name) {
    long length = unit.expressions.clamp(constant);
    if (length < 0) {
      unit.report(ARRAY_SIZE_NEGATIVE, sizeSyntax.loc(), quoted("array", name));
      return types.error;
    }
    if (length == 0) {
      unit.report(ARRAY_SIZE_ZERO, sizeSyntax.loc(), name.isEmpty() ? "" : " ‘" + name + "’");
    }
    CType.Array type = types.array(element, length);
    long size = types.size(type);
    long limit = types.model().xlen() == 32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
    if (size >= limit) {
      unit.report(ARRAY_TOO_LARGE, sizeSyntax.loc(), quoted("array", name), limit);
      return types.error;
    }
    return type;
  }

  private CType variableArray(
      Declarator.Array d, Expression size, CType element, String name, int loc) {
    if (unit.scopes.atFile()) {
      unit.report(VLA_AT_FILE_SCOPE, loc, name.isEmpty() ? "type name" : "‘" + name + "’");
      return types.error;
    }
    unit.report(VLA, d.size() == null ? loc : loc, name.isEmpty() ? "" : " ‘" + name + "’");
    Variable length = unit.resolver.lengthVariable(d.bracketLoc(), size);
    return types.variableArray(element, length);
  }

  // Functions.

  private CType function(
      Declarator.Function d, CType result, String name, int loc, boolean isDefinition) {
    if (!unit.isError(result)) {
      if (result instanceof CType.Function) {
        unit.report(RETURNS_FUNCTION, loc, name.isEmpty() ? "type name" : "‘" + name + "’");
        result = types.error;
      } else if (result instanceof CType.Array) {
        unit.report(RETURNS_ARRAY, loc, name.isEmpty() ? "type name" : "‘" + name + "’");
        result = types.error;
      } else if (result.qualifiers() != 0) {
        unit.report(IGNORED_QUALIFIERS, loc);
        result = result.unqualified();
      }
    }
    Scopes.Scope scope = unit.scopes.push(Scopes.Kind.PROTOTYPE);
    CType type;
    ParameterList list;
    switch (d.parameters()) {
      case Parameters.Prototype p -> {
        List<Parameter> parameters = prototype(p, isDefinition);
        List<CType> paramTypes = new ArrayList<>(parameters.size());
        for (Parameter parameter : parameters) {
          paramTypes.add(parameter.type());
        }
        type = types.function(orInt(result), List.copyOf(paramTypes), p.variadic(), true);
        list = new ParameterList(parameters, null, scope);
      }
      case Parameters.Identifiers p -> {
        boolean prototyped = p.names().isEmpty() && unit.options.c23();
        if (!p.names().isEmpty() && !isDefinition) {
          unit.report(NAMES_WITHOUT_TYPES, p.loc());
        }
        type = types.function(orInt(result), List.of(), false, prototyped);
        list = new ParameterList(List.of(), p.names(), scope);
      }
    }
    unit.scopes.pop(entity -> {});
    lastParameters = list;
    return unit.isError(result) ? types.error : type;
  }

  private CType orInt(CType type) {
    return unit.isError(type) ? types.intType : type;
  }

  private List<Parameter> prototype(Parameters.Prototype p, boolean isDefinition) {
    for (Parameters.Parameter parameter : p.forward()) {
      parameter(parameter, 0, false);
    }
    List<Parameter> result = new ArrayList<>(p.parameters().size());
    if (isVoidList(p)) {
      return result;
    }
    for (int i = 0; i < p.parameters().size(); i++) {
      result.add(parameter(p.parameters().get(i), i + 1, isDefinition));
    }
    return result;
  }

  private boolean isVoidList(Parameters.Prototype p) {
    if (p.parameters().size() != 1 || p.variadic()) {
      return false;
    }
    Parameters.Parameter only = p.parameters().getFirst();
    if (!(only.declarator() instanceof Declarator.Name name) || name.name() != null) {
      return false;
    }
    return switch (only.specifiers().type()) {
      case dev.ferry.c.syntax.TypeSpecifier.Basic b ->
          b.type() == dev.ferry.c.syntax.BasicType.VOID && checkLoneVoid(only);
      case dev.ferry.c.syntax.TypeSpecifier.TypedefName t ->
          unit.scopes.find(t.name()) instanceof Entity.Typedef typedef
              && typedef.type instanceof CType.Void;
      case dev.ferry.c.syntax.TypeSpecifier.TypeofType t -> false;
      default -> false;
    };
  }

  private boolean checkLoneVoid(Parameters.Parameter only) {
    if (only.specifiers().qualifiers() != 0 || only.specifiers().storage() != Storage.NONE) {
      unit.report(VOID_PARAMETER_QUALIFIED, only.loc());
    }
    return true;
  }

  private Parameter parameter(Parameters.Parameter p, int number, boolean isDefinition) {
    TypeResolver.Resolved resolved = unit.resolver.specifiers(p.specifiers(), false);
    DeclAttributes attributes = resolved.attributes();
    List<Variable> lengths = unit.resolver.parameterLengths;
    ParameterList saved = lastParameters;
    Declared declared = declare(p.declarator(), resolved.type(), attributes, false);
    unit.aliases.declared(declared.name().isEmpty() ? p.loc() : declared.loc(), resolved.alias());
    lastParameters = saved;
    unit.resolver.parameterLengths = lengths;
    unit.attributes.read(p.attributes(), attributes);
    checkSpecifiers(p, resolved, declared);
    CType type = unit.attributes.applyToType(declared.type(), attributes);
    CType written = type;
    boolean isStatic =
        written instanceof CType.Array
            && outermostArray(p.declarator()) instanceof Declarator.Array d
            && d.isStatic();
    type = adjusted(p.declarator(), type);
    if (Types.isVoid(type) && !unit.isError(type)) {
      if (declared.name().isEmpty()) {
        unit.report(VOID_ONLY_PARAMETER, p.loc());
      } else {
        unit.report(PARAMETER_VOID, p.loc(), number, declared.name());
      }
      type = declared.name().isEmpty() ? types.error : type;
    }
    CType shown = unit.isError(type) || Types.isVoid(type) ? types.intType : type;
    if (declared.name().isEmpty()) {
      return new Parameter("", p.loc(), null, types.unqualified(shown), false, written, isStatic);
    }
    Entity.ObjectEntity entity = declareParameter(declared, type, attributes, number == 0);
    entity.isRegister = p.specifiers().storage() == Storage.REGISTER;
    if (written instanceof CType.Array) {
      arrayParameters.add(entity.variable);
    }
    return new Parameter(
        declared.name(),
        declared.loc(),
        entity,
        shown.unqualified(),
        entity.isRegister,
        written,
        isStatic);
  }

  private void checkSpecifiers(
      Parameters.Parameter p, TypeResolver.Resolved resolved, Declared declared) {
    Storage storage = p.specifiers().storage();
    if (storage != Storage.NONE && storage != Storage.REGISTER || p.specifiers().threadLocal()) {
      if (declared.name().isEmpty()) {
        unit.report(PARAMETER_STORAGE, p.specifiers().storageLoc(), "unnamed parameter");
      } else {
        unit.report(PARAMETER_STORAGE, declared.loc(), "parameter ‘" + declared.name() + "’");
      }
    }
    if (p.specifiers().inline() || p.specifiers().noreturn()) {
      unit.report(
          PARAMETER_SPECIFIER,
          declared.loc(),
          declared.name(),
          p.specifiers().inline() ? "inline" : "_Noreturn");
    }
    DeclarationChecker.alignasPlace(unit, resolved, declared, "parameter");
    if (resolved.attributes().section != null) {
      unit.report(SECTION_PARAMETER, declared.loc(), declared.name());
    }
    if (resolved.implicit()) {
      unit.report(
          unit.options.c23() ? IMPLICIT_INT_C23 : IMPLICIT_INT,
          p.loc(),
          declared.name().isEmpty() ? "parameter" : "‘" + declared.name() + "’");
    }
    if (resolved.auto()) {
      unit.report(AUTO_PARAMETER, p.loc());
    }
  }

  private Entity.ObjectEntity declareParameter(
      Declared declared, CType type, DeclAttributes attributes, boolean forward) {
    Entity known = unit.scopes.findHere(declared.name());
    if (known instanceof Entity.ObjectEntity object) {
      if (object.isExternDeclaration) {
        // GNU: declared forward, so that other parameters' lengths may use it.
        object.isExternDeclaration = forward;
        object.variable.type = type;
        return object;
      }
      unit.report(PARAMETER_REDEFINED, declared.loc(), declared.name())
          .note(
              known.loc,
              "previous definition of ‘%s’ with type ‘%s’",
              declared.name(),
              Unit.text(object.variable.type));
    }
    Variable variable =
        new Variable(declared.name(), type, Variable.Storage.PARAMETER, declared.loc());
    Entity.ObjectEntity entity = new Entity.ObjectEntity(variable);
    entity.isExternDeclaration = forward;
    entity.isSet = true;
    unit.attributes.applyTo(entity, attributes);
    unit.scopes.declare(entity);
    return entity;
  }

  /** Arrays and functions become pointers (C17 6.7.6.3p7, p8). */
  CType adjusted(Declarator declarator, CType type) {
    if (type instanceof CType.Array array) {
      CType pointer = types.pointer(array.element());
      return types.qualify(pointer, arrayQualifiers(declarator) & 7);
    }
    return type instanceof CType.Function ? types.pointer(type) : type;
  }

  /** The qualifiers in the brackets of the outermost array of a parameter. */
  private static int arrayQualifiers(Declarator declarator) {
    Declarator.Array array = outermostArray(declarator);
    return array == null ? Qualifiers.NONE : array.qualifiers();
  }

  /** The brackets that a parameter's type begins with, null where it is no array. */
  private static Declarator.@Nullable Array outermostArray(Declarator declarator) {
    Declarator.Array outermost = null;
    for (Declarator at = declarator; ; ) {
      switch (at) {
        case Declarator.Array d -> {
          outermost = d;
          at = d.inner();
        }
        case Declarator.Pointer d -> {
          outermost = null;
          at = d.inner();
        }
        case Declarator.Function d -> at = d.inner();
        case Declarator.Paren d -> at = d.inner();
        case Declarator.Attributed d -> at = d.inner();
        case Declarator.Name d -> {
          return outermost;
        }
      }
    }
  }

  /** Whether a parameter was written as an array. */
  boolean isArrayParameter(Variable variable) {
    return arrayParameters.contains(variable);
  }
}
