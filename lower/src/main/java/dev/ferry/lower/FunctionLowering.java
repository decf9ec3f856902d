package dev.ferry.lower;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.debug.DebugFunction;
import dev.ferry.ir.debug.DebugVariable;
import dev.ferry.ir.debug.RuntimeLength;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lowers one function: sets up parameters, owns what its parts share (builder, slots, labels) and
 * cleans up the control flow at the end.
 */
final class FunctionLowering {
  final ModuleLowering owner;
  final TypeMap types;
  final LoweringOptions options;
  final FunctionDefinition definition;
  final FunctionSymbol symbol;
  final Function function;
  final FunctionBuilder out;

  final Memory memory;
  final BitFields bitFields;
  final Conversions conversions;
  final Arithmetic arithmetic;
  final WideIntegers wide;
  final SoftFloats floats;
  final ComplexNumbers complex;
  final Vectors vectors;
  final Expressions expressions;
  final Conditions conditions;
  final Assignments assignments;
  final Calls calls;
  final Builtins builtins;
  final CheckedArithmetic checked;
  final Atomics atomics;
  final InlineAssembly assembly;
  final Initializers initializers;
  final Statements statements;
  final Scopes scopes;
  final NestedFunctions nested;

  /** The checks of {@code -fsanitize=}; null where there are none. */
  final @Nullable Sanitizer sanitizer;

  private final Map<Variable, Place> places = new IdentityHashMap<>();
  private final Map<Label, Block> labels = new IdentityHashMap<>();
  private final List<Block> addressTaken = new ArrayList<>(0);
  private final List<PendingJump> indirectJumps = new ArrayList<>(0);

  /** A computed goto: its targets are only known at the end of the function. */
  private record PendingJump(Block block, Value address) {}

  /** Nested functions lowered on the way. */
  final List<Function> others = new ArrayList<>(0);

  private FunctionLowering(
      ModuleLowering owner,
      FunctionDefinition definition,
      Symbol irSymbol,
      @Nullable Captures captures) {
    this.owner = owner;
    this.options = owner.options;
    this.definition = definition;
    this.symbol = definition.symbol();
    this.types = symbol.noStrictAliasing ? owner.types.withoutAliasing() : owner.types;
    this.function = new Function(owner.module, irSymbol, signature(definition));
    this.out = new FunctionBuilder(function);
    this.memory = new Memory(this);
    this.bitFields = new BitFields(this);
    this.conversions = new Conversions(this);
    this.arithmetic = new Arithmetic(this);
    this.wide = new WideIntegers(this);
    this.floats = new SoftFloats(this);
    this.complex = new ComplexNumbers(this);
    this.vectors = new Vectors(this);
    this.expressions = new Expressions(this);
    this.conditions = new Conditions(this);
    this.assignments = new Assignments(this);
    this.calls = new Calls(this);
    this.builtins = new Builtins(this);
    this.checked = new CheckedArithmetic(this);
    this.atomics = new Atomics(this);
    this.assembly = new InlineAssembly(this);
    this.initializers = new Initializers(this);
    this.statements = new Statements(this);
    this.scopes = new Scopes(this);
    this.nested = new NestedFunctions(this, captures);
    Sanitizing sanitizing = options.sanitizing().without(symbol.noSanitize);
    this.sanitizer = sanitizing.isOn() ? new Sanitizer(this, sanitizing) : null;
  }

  /** The function and the ones nested in it. */
  static List<Function> lower(ModuleLowering owner, FunctionDefinition definition) {
    FunctionLowering first =
        new FunctionLowering(owner, definition, owner.symbol(definition.symbol()), null);
    first.run();
    if (!first.nested.isNeeded()) {
      return ModuleLowering.list(first.function);
    }
    // Nested functions are rare: only now look for what they capture, and start again.
    FunctionLowering second =
        new FunctionLowering(
            owner, definition, owner.symbol(definition.symbol()), Captures.of(definition, owner));
    second.run();
    List<Function> all = ModuleLowering.list(second.function);
    all.addAll(second.others);
    return all;
  }

  /** A nested function, with its parent's captures. */
  static List<Function> lowerNested(
      ModuleLowering owner, FunctionDefinition definition, Captures captures) {
    FunctionLowering lowering =
        new FunctionLowering(owner, definition, owner.symbol(definition.symbol()), captures);
    lowering.run();
    List<Function> all = ModuleLowering.list(lowering.function);
    all.addAll(lowering.others);
    return all;
  }

  static InternalCompilerError bug(String message) {
    return new InternalCompilerError("lower", null, message);
  }

  private void run() {
    try {
      attributes();
      out.setLoc(definition.loc());
      out.start(out.newBlock("entry"));
      List<Value> arguments = incoming();
      nested.enter();
      bindParameters(arguments);
      if (options.instrument() && !symbol.noInstrument) {
        instrumentedBody();
      } else {
        statements.body(definition.body());
      }
      end();
      finish();
    } catch (InternalCompilerError e) {
      throw e.function() != null ? e : new InternalCompilerError(e.stage(), symbol.name, e);
    } catch (IllegalStateException | ClassCastException | NullPointerException e) {
      throw new InternalCompilerError("lower", symbol.name, e);
    }
  }

  /** {@code -finstrument-functions}: hooks are called on the way in and on all ways out. */
  private void instrumentedBody() {
    hook("__cyg_profile_func_enter");
    scopes.enter(symbol);
    scopes.addAction(() -> hook("__cyg_profile_func_exit"));
    statements.body(definition.body());
    scopes.leave();
  }

  private void hook(String name) {
    Value callSite = out.emitImm(Op.RETURN_ADDR, types.pointer, 0);
    calls.plain(name, null, out.globalAddr(function.symbol, 0), callSite);
  }

  // ---- signature and attributes

  private Signature signature(FunctionDefinition definition) {
    CType.Function type = (CType.Function) TypeMap.strip(definition.symbol().type);
    List<CType> params = new ArrayList<>();
    for (Variable parameter : definition.parameters()) {
      params.add(incomingType(type, parameter));
    }
    return owner.types.signature(params, type.result(), type.variadic(), params.size());
  }

  /** An old-style definition gets its arguments promoted (C17 6.9.1p10). */
  private CType incomingType(CType.Function type, Variable parameter) {
    CType declared = TypeMap.strip(parameter.type);
    if (type.prototyped()) {
      return declared;
    }
    if (declared instanceof CType.Float f && f.kind() == CType.FloatKind.FLOAT) {
      return owner.types.types.doubleType;
    }
    return owner.types.types.promote(declared);
  }

  private void attributes() {
    function.loc = definition.loc();
    function.protection =
        symbol.noStackProtector
            ? Function.Protection.NEVER
            : symbol.stackProtect ? Function.Protection.ALWAYS : Function.Protection.DEFAULT;
    function.noReturn = symbol.isNoReturn;
    function.isCold = symbol.isCold;
    function.isUsed = symbol.attributes.isUsed;
    function.align = symbol.align;
    function.isNaked = symbol.isNaked;
    function.noOptimize = symbol.noOptimize;
    if (owner.debugTypes != null) {
      CType.Function type = (CType.Function) TypeMap.strip(symbol.type);
      function.debug = new DebugFunction(symbol.name, owner.debugTypes.function(type));
    }
    if (symbol.forwardsArguments) {
      function.inline = Function.Inline.ALWAYS;
      function.outOfLine = owner.external(symbol);
    } else if (symbol.isNoInline) {
      function.inline = Function.Inline.NEVER;
    } else if (symbol.isAlwaysInline) {
      function.inline = Function.Inline.ALWAYS;
    } else if (symbol.isInline) {
      function.inline = Function.Inline.HINT;
    }
  }

  // ---- parameters and locals

  private List<Value> incoming() {
    List<Value> values = new ArrayList<>();
    for (ParamType param : function.signature.params()) {
      if (param instanceof ParamType.Scalar(Type type)) {
        values.add(function.entry().addParam(type));
      }
    }
    return values;
  }

  private void bindParameters(List<Value> arguments) {
    int next = 0;
    CType.Function type = (CType.Function) TypeMap.strip(symbol.type);
    for (int i = 0; i < definition.parameters().size(); i++) {
      Variable parameter = definition.parameters().get(i);
      if (function.signature.params().get(i) instanceof ParamType.Scalar) {
        Value value = arguments.get(next++);
        if (value instanceof Param param) {
          param.isRestrict = (parameter.type.qualifiers() & CType.RESTRICT) != 0;
        }
        bindScalar(parameter, value, incomingType(type, parameter));
      } else {
        bindAggregate(parameter, i);
      }
    }
  }

  private void bindScalar(Variable parameter, Value value, CType incoming) {
    Place place = declare(parameter);
    CType type = TypeMap.passed(parameter.type);
    if (TypeMap.isHalf(type)) {
      memory.store(place, type, floats.unboxHalf(value));
    } else if (types.isScalar(parameter.type)) {
      memory.store(place, parameter.type, conversions.scalar(value, incoming, parameter.type));
    } else {
      memory.store(place, type, value);
    }
  }

  private void bindAggregate(Variable parameter, int index) {
    int align = Math.max(parameter.align, types.align(parameter.type));
    Slot slot = function.addSlot(parameter.name, types.size(parameter.type), align);
    slot.param = index;
    if (owner.options.guardStack()) {
      slot.shelf = types.shelf(parameter.type);
    }
    Place incoming = Place.of(slot, types.alias(parameter.type));
    if (nested.isCaptured(parameter)) {
      memory.copyBytes(declare(parameter), incoming, slot.size);
    } else {
      places.put(parameter, incoming);
      debug(parameter, slot);
    }
  }

  /** Gives an automatic object its memory; the place of a VLA is the pointer to it. */
  Place declare(Variable variable) {
    Place captured = nested.ownPlace(variable);
    if (captured != null) {
      places.put(variable, captured);
      return captured;
    }
    owner.checkRegister(variable);
    boolean isVla = Types.isVariableSize(variable.type);
    long size = isVla ? types.xlenBytes : types.size(variable.type);
    int align = isVla ? types.xlenBytes : types.objectAlign(variable, size);
    Slot slot = function.addSlot(variable.name, size, align);
    if (owner.options.guardStack() && !isVla) {
      slot.shelf = types.shelf(variable.type);
    }
    Place place = Place.of(slot, isVla ? 0 : types.alias(variable.type));
    places.put(variable, place);
    debug(variable, slot);
    return place;
  }

  /** As {@link #declare}, but an object that has its memory keeps it. */
  void declareOnce(Variable variable) {
    if (!places.containsKey(variable)) {
      declare(variable);
    }
  }

  /**
   * Whether the variable has a name of the source's; those of the compiler's own start with a dot.
   */
  static boolean isWritten(Variable variable) {
    return !variable.name.isEmpty() && variable.name.charAt(0) != '.';
  }

  private void debug(Variable variable, Slot slot) {
    DebugTypes debug = owner.debugTypes;
    RuntimeLength length = debug == null ? null : debug.lengthIn(variable);
    if (debug != null && (isWritten(variable) || length != null)) {
      function.debugVariables.add(
          new DebugVariable(
              variable.name,
              debug.object(variable.type),
              slot,
              Types.isVariableSize(variable.type),
              variable.storage == Variable.Storage.PARAMETER,
              length,
              scopes.debugScope(),
              variable.loc));
    }
  }

  /** Whether the automatic object is this function's and was used before. */
  boolean hasStorage(Variable variable) {
    return places.containsKey(variable);
  }

  /** Where an automatic object's slot or, for a VLA, its pointer is. */
  Place storage(Variable variable) {
    Place place = places.get(variable);
    if (place == null) {
      place = nested.outerPlace(variable);
    }
    return place == null ? declare(variable) : place;
  }

  /** The object itself. */
  Place place(Variable variable) {
    Place place = object(variable);
    return isVolatile(variable.type) ? place.withVolatile() : place;
  }

  private Place object(Variable variable) {
    boolean isStatic =
        variable.storage == Variable.Storage.STATIC || variable.storage == Variable.Storage.EXTERN;
    if (isStatic) {
      if (variable.register != null && owner.checkRegister(variable)) {
        return Place.ofRegister(variable.register);
      }
      int align = Math.max(variable.align, types.align(variable.type));
      return Place.of(owner.symbol(variable), align, types.alias(variable.type));
    }
    Place storage = storage(variable);
    if (Types.isVariableSize(variable.type)) {
      Value pointer = memory.load(storage, types.types.voidPointer);
      return Place.of(pointer, types.align(variable.type), 0);
    }
    return storage;
  }

  static boolean isVolatile(CType type) {
    CType element = type;
    while (element instanceof CType.Array array) {
      element = array.element();
    }
    return element.isVolatile();
  }

  // ---- labels

  Block label(Label label) {
    Block block = labels.get(label);
    if (block == null) {
      block = out.newBlock(label.name);
      labels.put(label, block);
      if (label.isAddressTaken) {
        takeAddress(label, block);
      }
    }
    return block;
  }

  /** A block that computed gotos may reach. */
  Block labelAddress(Label label) {
    Block block = label(label);
    takeAddress(label, block);
    return block;
  }

  private void takeAddress(Label label, Block block) {
    if (!block.addressTaken) {
      block.addressTaken = true;
      addressTaken.add(block);
    }
    owner.labelBlocks.put(label, block);
  }

  void indirectJump(Value address) {
    indirectJumps.add(new PendingJump(out.block(), address));
    out.unreachable();
  }

  // ---- the end

  /** Falling off the end: main returns 0 (C17 5.1.2.2.3), others return nothing of use. */
  private void end() {
    if (!out.isOpen()) {
      return;
    }
    out.setLoc(definition.end());
    ParamType result = function.signature.result();
    if (result == null) {
      out.ret(null);
    } else if (result instanceof ParamType.Scalar(Type type)) {
      out.ret(zeroOrAny(type));
    } else {
      CType type = ((CType.Function) TypeMap.strip(symbol.type)).result();
      out.ret(memory.address(memory.temp(type)));
    }
  }

  private Value zeroOrAny(Type type) {
    boolean isMain = symbol.name.equals("main");
    return isMain && type == Type.I32 ? out.iconst(type, 0) : out.emit(Op.UNDEF, type);
  }

  private void finish() {
    for (PendingJump jump : indirectJumps) {
      Edge[] edges = new Edge[addressTaken.size()];
      for (int i = 0; i < edges.length; i++) {
        edges[i] = new Edge(addressTaken.get(i));
      }
      Terminator terminator = new Terminator.IndirectJump(jump.address, edges);
      terminator.loc = jump.block.terminator.loc;
      jump.block.terminator = terminator;
    }
    removeUnreachable();
  }

  /** Dead C code was lowered like any other; here it goes. Labels with an address stay. */
  private void removeUnreachable() {
    boolean[] reached = new boolean[function.blockLimit()];
    List<Block> work = new ArrayList<>();
    reach(function.entry(), reached, work);
    for (Block block : addressTaken) {
      reach(block, reached, work);
    }
    while (!work.isEmpty()) {
      Block block = work.removeLast();
      for (Edge edge : block.successors()) {
        reach(edge.target, reached, work);
      }
    }
    function.blocks.removeIf(block -> !reached[block.id]);
  }

  private static void reach(Block block, boolean[] reached, List<Block> work) {
    if (!reached[block.id]) {
      reached[block.id] = true;
      work.add(block);
    }
  }
}
