package dev.ferry.lower;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.SymbolAttributes;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.debug.DebugGlobal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lowers a unit: decides which definitions are needed (what is visible outside, then whatever they
 * refer to), and owns symbols and constant data.
 */
final class ModuleLowering {
  final TypedUnit unit;
  final LoweringOptions options;
  final Diagnostics diagnostics;
  final TypeMap types;
  final Module module;
  final ConstantPool constants;
  final SanitizerData sanitizerData;

  /** Types for the debugger; null without {@code -g}. */
  final @Nullable DebugTypes debugTypes;

  /** Blocks of labels whose address may stand in data. */
  final Map<Label, Block> labelBlocks = new IdentityHashMap<>();

  /** Variables of registers that do not exist, reported. */
  private final Set<Variable> misdeclared = new HashSet<>();

  private final Map<Symbol, FunctionDefinition> functionOf = new IdentityHashMap<>();
  private final Map<Symbol, Variable> variableOf = new IdentityHashMap<>();
  private final Map<Variable, Symbol> variableSymbols = new IdentityHashMap<>();
  private final Map<FunctionSymbol, Symbol> functionSymbols = new IdentityHashMap<>();
  private final Map<FunctionDefinition, List<Function>> lowered = new IdentityHashMap<>();
  private final Map<Symbol, Global> globals = new IdentityHashMap<>();
  private final Set<Symbol> needed = new HashSet<>();
  private final ArrayDeque<Symbol> pending = new ArrayDeque<>();

  ModuleLowering(TypedUnit unit, LoweringOptions options, Diagnostics diagnostics) {
    this.unit = unit;
    this.options = options;
    this.diagnostics = diagnostics;
    this.types = new TypeMap(new Types(unit.model()), options.strictAliasing());
    this.module = new Module(options.moduleName(), unit.model().xlen());
    this.constants = new ConstantPool(this);
    this.sanitizerData = new SanitizerData(this);
    this.debugTypes = options.debug() ? new DebugTypes(types.types) : null;
    module.aliasParent = new int[options.strictAliasing() ? TypeMap.CLASS_COUNT : 1];
    module.assembly.addAll(unit.assembly());
  }

  Module run() {
    declare();
    roots();
    while (!pending.isEmpty()) {
      define(pending.remove());
    }
    collect();
    return module;
  }

  // ---- which definitions

  private void declare() {
    for (Variable variable : unit.variables()) {
      variableOf.put(symbol(variable), variable);
      checkRegister(variable);
    }
    for (FunctionDefinition function : unit.functions()) {
      functionOf.put(symbol(function.symbol()), function);
    }
    for (Variable variable : unit.declaredVariables()) {
      symbol(variable);
      checkRegister(variable);
    }
    for (FunctionSymbol function : unit.declaredFunctions()) {
      symbol(function);
    }
  }

  private void roots() {
    for (Variable variable : unit.variables()) {
      if (!variable.isInternal || variable.attributes.isUsed) {
        need(symbol(variable));
      }
    }
    for (FunctionDefinition definition : unit.functions()) {
      FunctionSymbol function = definition.symbol();
      boolean isVisible = !function.isInternal && !function.isInlineOnly;
      boolean runsAnyway = function.constructorPriority >= 0 || function.destructorPriority >= 0;
      if (isVisible || runsAnyway || function.isUsed && isKept(function)) {
        need(symbol(function));
      }
    }
    for (Symbol symbol : module.symbols()) {
      if (symbol.aliasOf != null) {
        need(symbol.aliasOf);
      }
    }
  }

  /**
   * {@code register T x asm("name")} must name a register of the target. One at file scope is never
   * in memory: its values must be of the register's kind.
   *
   * @return false if something was wrong
   */
  boolean checkRegister(Variable variable) {
    String register = variable.register;
    if (register == null) {
      return true;
    }
    boolean isGlobal =
        variable.storage == Variable.Storage.STATIC || variable.storage == Variable.Storage.EXTERN;
    if (!RegisterNames.isKnown(register)) {
      reportRegister(LowerDiagnostic.REGISTER_NAME, variable);
      return false;
    } else if (isGlobal && !fits(variable.type, register)) {
      reportRegister(LowerDiagnostic.REGISTER_TYPE, variable);
      return false;
    } else if (isGlobal) {
      module.reservedRegisters.add(RegisterNames.plain(register));
    }
    return true;
  }

  private boolean fits(CType type, String register) {
    return types.isScalar(type) && types.type(type).isFloat() == RegisterNames.isFloat(register);
  }

  private void reportRegister(LowerDiagnostic kind, Variable variable) {
    if (misdeclared.add(variable)) {
      diagnostics.report(kind, variable.loc, variable.name);
    }
  }

  /** {@code FunctionSymbol.isUsed} also means "referred to": only the attribute keeps it. */
  private static boolean isKept(FunctionSymbol function) {
    return function.attributes.isUsed;
  }

  void need(Symbol symbol) {
    if (needed.add(symbol)) {
      pending.add(symbol);
    }
  }

  private void define(Symbol symbol) {
    FunctionDefinition function = functionOf.get(symbol);
    if (function != null && symbol.aliasOf == null) {
      lowered.put(function, lower(function));
    }
    Variable variable = variableOf.get(symbol);
    if (variable != null) {
      Global global = new StaticData(this).global(variable, symbol);
      globals.put(symbol, global);
      references(global);
    }
    if (symbol.aliasOf != null) {
      need(symbol.aliasOf);
    }
  }

  private List<Function> lower(FunctionDefinition definition) {
    List<Function> functions = FunctionLowering.lower(this, definition);
    for (Function function : functions) {
      references(function);
    }
    return functions;
  }

  private void references(Function function) {
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        switch (instruction.payload) {
          case Symbol symbol -> need(symbol);
          case CallInfo call -> {
            if (call.callee() != null) {
              need(call.callee());
            }
          }
          case null, default -> {}
        }
      }
    }
  }

  void references(Global global) {
    for (Global.Reference reference : global.references) {
      if (reference.symbol() != null) {
        need(reference.symbol());
      }
    }
  }

  /** In source order, so that the output does not depend on who refers to whom. */
  private void collect() {
    for (FunctionDefinition definition : unit.functions()) {
      List<Function> functions = lowered.get(definition);
      if (functions != null) {
        module.functions.addAll(functions);
        initEntries(definition.symbol());
      }
    }
    for (Variable variable : unit.variables()) {
      Global global = globals.get(symbol(variable));
      if (global != null) {
        module.globals.add(global);
        debug(variable);
      }
    }
    module.globals.addAll(sanitizerData.used(needed));
    module.globals.addAll(constants.used(needed));
  }

  private void debug(Variable variable) {
    if (debugTypes != null && FunctionLowering.isWritten(variable)) {
      FunctionSymbol function = variable.owner;
      module.debugGlobals.add(
          new DebugGlobal(
              variable.name,
              debugTypes.object(variable.type),
              symbol(variable),
              function == null ? null : symbol(function),
              variable.loc));
    }
  }

  private void initEntries(FunctionSymbol function) {
    if (function.constructorPriority >= 0) {
      module.initEntries.add(
          new Module.InitEntry(symbol(function), false, function.constructorPriority));
    }
    if (function.destructorPriority >= 0) {
      module.initEntries.add(
          new Module.InitEntry(symbol(function), true, function.destructorPriority));
    }
  }

  // ---- symbols

  Symbol symbol(Variable variable) {
    Symbol known = variableSymbols.get(variable);
    return known == null ? makeSymbol(variable) : known;
  }

  private Symbol makeSymbol(Variable variable) {
    SymbolAttributes attributes = variable.attributes;
    Symbol symbol = module.symbol(target(variable.symbol, attributes));
    variableSymbols.put(variable, symbol);
    boolean isDefined = variable.isDefined || variable.isTentative || attributes.aliasOf != null;
    describe(symbol, attributes, variable.isInternal, isDefined);
    if (attributes.aliasOf == null && attributes.weakRef == null) {
      symbol.objectAlign = Math.max(symbol.objectAlign, promisedAlign(variable));
    }
    if (variable.isThreadLocal) {
      symbol.tls = tlsModel(variable, symbol);
    }
    return symbol;
  }

  Symbol symbol(FunctionSymbol function) {
    Symbol known = functionSymbols.get(function);
    return known == null ? makeSymbol(function) : known;
  }

  /**
   * What a direct call in a function's body names: an inline definition that calls itself means the
   * external function.
   */
  Symbol callee(FunctionSymbol function, FunctionSymbol caller) {
    return function == caller && isLoweredClone(function) ? external(function) : symbol(function);
  }

  /** The alignment of the object wherever it is defined; {@code Global} knows more of its own. */
  private int promisedAlign(Variable variable) {
    CType type = variable.type;
    while (type.unqualified() instanceof CType.Array array) {
      type = array.element();
    }
    return Types.isIncomplete(type) ? 1 : Math.max(variable.align, types.align(type));
  }

  /** What the address of a function is: never the one of a body that is for inlining only. */
  Symbol addressed(FunctionSymbol function) {
    return function.forwardsArguments && isLoweredClone(function)
        ? external(function)
        : symbol(function);
  }

  /** The external function of an inline definition's name. */
  Symbol external(FunctionSymbol function) {
    Symbol symbol = module.symbol(target(function.symbol, function.attributes));
    symbol.isFunction = true;
    describe(symbol, function.attributes, false, false);
    return symbol;
  }

  private static boolean isClone(FunctionSymbol function) {
    return function.isInlineOnly && function.isDefined && function.attributes.aliasOf == null;
  }

  private boolean isLoweredClone(FunctionSymbol function) {
    return isClone(function)
        && (function.isAlwaysInline || options.optimization() > 0)
        && !isNested(function);
  }

  private Symbol makeSymbol(FunctionSymbol function) {
    SymbolAttributes attributes = function.attributes;
    String name = target(function.symbol, attributes);
    boolean isClone = isClone(function);
    boolean isLowered = isLoweredClone(function);
    Symbol symbol = module.symbol(isLowered ? name + ".inline" : name);
    functionSymbols.put(function, symbol);
    symbol.isFunction = true;
    symbol.isCold = function.isCold;
    boolean isDefined = function.isDefined && (!isClone || isLowered) || attributes.aliasOf != null;
    describe(symbol, attributes, function.isInternal || isLowered, isDefined);
    if (function.isLibrary && !function.symbol.equals(function.name) && !isLowered) {
      module.rename(function.name, symbol);
    }
    return symbol;
  }

  private static boolean isNested(FunctionSymbol function) {
    return function.parent != null;
  }

  private static String target(String name, SymbolAttributes attributes) {
    return attributes.weakRef != null ? attributes.weakRef : name;
  }

  private void describe(
      Symbol symbol, SymbolAttributes attributes, boolean isInternal, boolean isDefined) {
    if (attributes.weakRef != null) {
      if (!symbol.isDefined) {
        symbol.linkage = Symbol.Linkage.WEAK;
        symbol.isDsoLocal = options.pic() == LoweringOptions.Pic.NONE;
      }
      return;
    }
    if (symbol.isDefined && !isDefined) {
      return;
    }
    symbol.isDefined |= isDefined;
    if (isInternal) {
      symbol.linkage = Symbol.Linkage.LOCAL;
    } else if (attributes.isWeak) {
      symbol.linkage = Symbol.Linkage.WEAK;
    } else if (isDefined) {
      symbol.linkage = Symbol.Linkage.GLOBAL;
    }
    symbol.section = attributes.section;
    symbol.versions = List.copyOf(attributes.versions);
    symbol.visibility = visibility(attributes, isDefined);
    if (attributes.aliasOf != null) {
      symbol.aliasOf = module.symbol(attributes.aliasOf);
    }
    symbol.isDsoLocal = isLocal(symbol);
  }

  private Symbol.Visibility visibility(SymbolAttributes attributes, boolean isDefined) {
    String name = attributes.visibility;
    if (name == null) {
      return isDefined ? options.visibility() : Symbol.Visibility.DEFAULT;
    }
    return switch (name) {
      case "hidden" -> Symbol.Visibility.HIDDEN;
      case "protected" -> Symbol.Visibility.PROTECTED;
      case "internal" -> Symbol.Visibility.INTERNAL;
      default -> Symbol.Visibility.DEFAULT;
    };
  }

  /** Whether references to it stay in this link unit (ELF symbol interposition). */
  private boolean isLocal(Symbol symbol) {
    if (symbol.linkage == Symbol.Linkage.LOCAL
        || symbol.visibility != Symbol.Visibility.DEFAULT
            && (symbol.isDefined || symbol.visibility != Symbol.Visibility.PROTECTED)) {
      return true;
    }
    return switch (options.pic()) {
      case NONE -> true;
      case PIE -> symbol.isDefined;
      case PIC -> false;
    };
  }

  private Symbol.Tls tlsModel(Variable variable, Symbol symbol) {
    String name = variable.attributes.tlsModel;
    if (name != null) {
      return switch (name) {
        case "local-exec" -> Symbol.Tls.LOCAL_EXEC;
        case "initial-exec" -> Symbol.Tls.INITIAL_EXEC;
        case "local-dynamic" -> Symbol.Tls.LOCAL_DYNAMIC;
        default -> Symbol.Tls.GLOBAL_DYNAMIC;
      };
    }
    if (options.pic() == LoweringOptions.Pic.PIC) {
      return Symbol.Tls.GLOBAL_DYNAMIC;
    }
    return symbol.isDefined ? Symbol.Tls.LOCAL_EXEC : Symbol.Tls.INITIAL_EXEC;
  }

  /** The address of a string literal's bytes. */
  Symbol string(Expression.StringRef string) {
    return constants.string(string.bytes(), string.unit());
  }

  /** Whether an object of the type may stand in read-only memory. */
  static boolean isReadOnly(CType type) {
    CType element = type;
    while (element instanceof CType.Array array) {
      element = array.element();
    }
    int qualifiers = element.qualifiers();
    return (qualifiers & CType.CONST) != 0 && (qualifiers & CType.VOLATILE) == 0;
  }

  /** All globals and functions made while lowering nested functions go with their parent. */
  static List<Function> list(Function function) {
    List<Function> result = new ArrayList<>(1);
    result.add(function);
    return result;
  }

  /** A runtime routine by name. */
  Symbol runtime(String name) {
    Symbol symbol = runtimeSymbols.computeIfAbsent(name, module::library);
    symbol.isFunction = true;
    if (!symbol.isDefined) {
      symbol.isDsoLocal = options.pic() == LoweringOptions.Pic.NONE;
    }
    return symbol;
  }

  private final Map<String, Symbol> runtimeSymbols = new HashMap<>();
}
