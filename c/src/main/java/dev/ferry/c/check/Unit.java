package dev.ferry.c.check;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.TypeCompatibility;
import dev.ferry.c.types.TypePrinter;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The translation unit being checked: what all parts of the checker share. */
final class Unit {
  final CheckOptions options;
  final Diagnostics diagnostics;
  final Types types;
  final TypeCompatibility compatibility;
  final Scopes scopes = new Scopes();
  final TypeAliases aliases = new TypeAliases();
  final ConstantFolder folder;
  final Conversions conversions;
  final ConversionWarnings conversionWarnings;
  final AssignmentConversion assignments;
  final ExpressionChecker expressions;
  final Operators operators;
  final OperatorWarnings operatorWarnings;
  final UnaryChecker unary;
  final MemberChecker members;
  final LiteralChecker literals;
  final IdentifierChecker identifiers;
  final DeprecationWarnings deprecation = new DeprecationWarnings(this);
  final CallChecker calls;
  final BuiltinChecker builtins;
  final FormatChecker formats;
  final CallWarnings callWarnings;
  final AttributeChecker attributes;
  final TypeResolver resolver;
  final DeclaratorChecker declarators;
  final RecordChecker records;
  final VariableRecords variableRecords;
  final DeclarationChecker declarations;
  final FunctionChecker functions;
  final InitializerChecker initializers;
  final ConstexprParts constexprParts;
  final StaticInitializers staticInitializers;
  final StatementChecker statements;
  final AsmChecker assembly;
  final PragmaState pragmas;

  /** The function whose body is being checked, null at file scope. */
  @Nullable FunctionState function;

  /** The expression whose value nobody wants: an assignment there does not read its target. */
  dev.ferry.c.syntax.@Nullable Expr discarded;

  /**
   * Depth of operands that are not evaluated ({@code sizeof}, {@code typeof}, {@code _Generic}).
   */
  int unevaluated;

  final List<Variable> variables = new ArrayList<>();
  final List<FunctionDefinition> definitions = new ArrayList<>();
  final List<String> topLevelAsm = new ArrayList<>();

  /** Functions that headers declare and that were left out of the tree. */
  List<String> leftOut = List.of();

  /** Gives the names of macros. */
  Supplier<List<String>> macros = List::of;

  private int serial;

  Unit(CheckOptions options, Diagnostics diagnostics) {
    this.options = options;
    this.diagnostics = diagnostics;
    types = new Types(options.model());
    compatibility = new TypeCompatibility(types);
    folder = new ConstantFolder(types, options.keepsLostBits());
    conversions = new Conversions(this);
    conversionWarnings = new ConversionWarnings(this);
    assignments = new AssignmentConversion(this);
    expressions = new ExpressionChecker(this);
    operators = new Operators(this);
    operatorWarnings = new OperatorWarnings(this);
    unary = new UnaryChecker(this);
    members = new MemberChecker(this);
    literals = new LiteralChecker(this);
    identifiers = new IdentifierChecker(this);
    calls = new CallChecker(this);
    builtins = new BuiltinChecker(this);
    formats = new FormatChecker(this);
    callWarnings = new CallWarnings(this);
    attributes = new AttributeChecker(this);
    resolver = new TypeResolver(this);
    declarators = new DeclaratorChecker(this);
    records = new RecordChecker(this);
    variableRecords = new VariableRecords(this);
    declarations = new DeclarationChecker(this);
    functions = new FunctionChecker(this);
    initializers = new InitializerChecker(this);
    constexprParts = new ConstexprParts(this);
    staticInitializers = new StaticInitializers(this);
    statements = new StatementChecker(this);
    assembly = new AsmChecker(this);
    pragmas = new PragmaState(this);
  }

  /** Reports; types among the arguments are printed as C text. */
  Diagnostic report(CheckDiagnostic kind, int loc, @Nullable Object... args) {
    if (kind.severity().compareTo(dev.ferry.base.diag.Severity.ERROR) < 0
        && !diagnostics.isEnabled(kind)) {
      return SILENT;
    }
    Object[] texts = new Object[args.length];
    for (int i = 0; i < args.length; i++) {
      Object arg = args[i];
      texts[i] = arg instanceof CType type ? TypePrinter.print(type) : String.valueOf(arg);
    }
    return diagnostics.report(kind, loc, texts);
  }

  /** Receives the notes of what is not shown. */
  private final Diagnostic SILENT = silentDiagnostic();

  private static Diagnostic silentDiagnostic() {
    Diagnostics nowhere = new Diagnostics(new dev.ferry.base.source.SourceMap());
    dev.ferry.base.diag.WarningOptions silent = new dev.ferry.base.diag.WarningOptions();
    silent.silent(true);
    nowhere.options(silent);
    return nowhere.report(CheckDiagnostic.UNUSED_VALUE, 0);
  }

  boolean isEnabled(CheckDiagnostic kind) {
    return diagnostics.isEnabled(kind);
  }

  /** A text for a note's argument. */
  static String text(CType type) {
    return TypePrinter.print(type);
  }

  /** A pedantic warning whose severity is an error in C23. */
  Diagnostic reportSince23(
      CheckDiagnostic warning, CheckDiagnostic error, int loc, @Nullable Object... args) {
    return report(options.c23() ? error : warning, loc, args);
  }

  /** What stands for an expression in error. */
  Expression erroneous(int loc) {
    return new Expression.VarRef(
        loc, new Variable("<error>", types.error, Variable.Storage.LOCAL, loc));
  }

  boolean isError(CType type) {
    return type == types.error;
  }

  boolean isError(Expression expression) {
    return expression.type() == types.error;
  }

  Expression.IntConst intConst(int loc, long value) {
    return new Expression.IntConst(loc, types.intType, value);
  }

  Expression.IntConst sizeConst(int loc, long value) {
    aliases.plain(loc);
    return new Expression.IntConst(loc, types.sizeType, value);
  }

  FunctionState requireFunction() {
    FunctionState state = function;
    if (state == null) {
      throw new IllegalStateException("outside a function");
    }
    return state;
  }

  /** A hidden local whose name no program can spell. */
  Variable hiddenLocal(String stem, CType type, int loc) {
    FunctionState state = function;
    Variable variable =
        new Variable(
            "." + stem + (state == null ? serial++ : state.hiddenVariables++),
            type,
            Variable.Storage.LOCAL,
            loc);
    variable.owner = state == null ? null : state.symbol;
    variable.isUsed = true;
    return variable;
  }

  /** Declares a hidden local before the statement that is being checked. */
  void emitDeclaration(Variable variable, int loc) {
    FunctionState state = function;
    if (state != null) {
      state.emit.add(new Statement.LocalDecl(loc, variable, null, null));
    }
  }

  /** A number unique in the unit, for symbols of block-scope statics. */
  int nextSerial() {
    return serial++;
  }

  @Nullable FunctionSymbol currentSymbol() {
    FunctionState state = function;
    return state == null ? null : state.symbol;
  }
}
