package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.types.CType;
import dev.ferry.ir.AsmInfo;
import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GNU inline assembly: constraints become register classes, addresses and constants. */
final class InlineAssembly {
  /** Clobbers that are no register the compiler uses. */
  private static final Set<String> OTHER_CLOBBERS =
      Set.of("memory", "cc", "redzone", "vl", "vtype");

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  /** {@code %l3}: a label's operand, names resolved. */
  private static final Pattern LABEL_OPERAND = Pattern.compile("%l(\\d+)");

  InlineAssembly(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  /** One asm statement while it is put together. */
  private static final class Draft {
    final List<AsmInfo.Output> outputs = new ArrayList<>();
    final List<AsmInfo.Input> inputs = new ArrayList<>();
    final List<AsmInfo.Operand> operands = new ArrayList<>();
    final List<Value> values = new ArrayList<>();

    /** Where each register output goes. */
    final List<Place> targets = new ArrayList<>();

    final List<CType> targetTypes = new ArrayList<>();

    /** For each C output its register output, or -1 for one in memory. */
    final List<Integer> outputIndex = new ArrayList<>();

    /** The C outputs and their places: a read-write operand is an output and an input of one. */
    final List<Expression> lvalues = new ArrayList<>();

    final List<Place> places = new ArrayList<>();

    /** Inputs of read-write outputs: behind all others, not numbered. */
    final List<AsmInfo.Input> hiddenInputs = new ArrayList<>();

    final List<Value> hiddenValues = new ArrayList<>();
    boolean isBroken;
  }

  void lower(Statement.Asm s) {
    Draft draft = new Draft();
    for (Statement.AsmOperand operand : s.outputs()) {
      output(draft, operand, s.template());
    }
    for (Statement.AsmOperand operand : s.inputs()) {
      input(draft, operand, s.template());
    }
    if (draft.isBroken) {
      return;
    }
    draft.inputs.addAll(draft.hiddenInputs);
    draft.values.addAll(draft.hiddenValues);
    for (String clobber : s.clobbers()) {
      if (!OTHER_CLOBBERS.contains(clobber) && !RegisterNames.isKnown(clobber)) {
        report(LowerDiagnostic.ASM_CLOBBER, s.loc(), draft, clobber);
        return;
      }
    }
    if (!registersAreFree(s, draft)) {
      return;
    }
    if (s.labels().isEmpty()) {
      storeResults(emit(s, s.template(), draft), draft);
    } else if (draft.outputs.isEmpty()) {
      jump(s, draft);
    } else {
      jumpWithOutputs(s, draft);
    }
  }

  /** A register variable's own register cannot be destroyed beside. */
  private boolean registersAreFree(Statement.Asm s, Draft draft) {
    List<String> clobbers = s.clobbers().stream().map(RegisterNames::plain).toList();
    List<Statement.AsmOperand> operands = new ArrayList<>(s.outputs());
    operands.addAll(s.inputs());
    for (Statement.AsmOperand operand : operands) {
      String register = fixedRegister(operand.expression());
      if (register != null && clobbers.contains(register)) {
        String name = variableName(operand.expression());
        report(LowerDiagnostic.ASM_CLOBBER_CONFLICT, s.loc(), draft, name);
        return false;
      }
    }
    return true;
  }

  private static String variableName(Expression e) {
    return switch (e) {
      case Expression.VarRef v -> v.variable().name;
      case Expression.Load load -> variableName(load.lvalue());
      default -> "";
    };
  }

  private Instruction emit(Statement.Asm s, String template, Draft draft) {
    AsmInfo info = info(s, template, draft);
    return out.emit(Op.ASM, null, info, draft.values.toArray(new Value[0]));
  }

  private static AsmInfo info(Statement.Asm s, String template, Draft draft) {
    List<String> clobbers = new ArrayList<>();
    boolean memory = false;
    for (String clobber : s.clobbers()) {
      switch (clobber) {
        case "memory" -> memory = true;
        case "cc", "redzone", "vl", "vtype" -> {}
        default -> clobbers.add(RegisterNames.plain(clobber));
      }
    }
    boolean isVolatile = s.isVolatile() || draft.outputs.isEmpty() || !s.labels().isEmpty();
    return new AsmInfo(
        template, draft.outputs, draft.inputs, draft.operands, clobbers, memory, isVolatile);
  }

  private void jump(Statement.Asm s, Draft draft) {
    Block next = out.newBlock("asm");
    Edge[] edges = new Edge[s.labels().size() + 1];
    edges[0] = new Edge(next);
    int i = 1;
    for (Label label : s.labels()) {
      edges[i++] = new Edge(owner.label(label));
    }
    out.asmGoto(info(s, s.template(), draft), draft.values.toArray(new Value[0]), edges);
    out.start(next);
  }

  /**
   * Outputs hold on every way out. The text jumps to labels of its own at its end, which say in one
   * more output which way it was; the way is taken after the results are stored.
   */
  private void jumpWithOutputs(Statement.Asm s, Draft draft) {
    int way = draft.outputs.size();
    int firstLabel = draft.operands.size();
    draft.operands.add(new AsmInfo.Operand(true, way, null));
    draft.outputs.add(new AsmInfo.Output(types.pointer, AsmInfo.Kind.INT_REGISTER, null, false));
    int labels = s.labels().size();
    StringBuilder text = new StringBuilder();
    text.append(
        LABEL_OPERAND
            .matcher(s.template())
            .replaceAll(m -> {
              int label = Integer.parseInt(m.group(1)) - firstLabel;
              return label >= 0 && label < labels ? ".Lasm%=_" + (label + 1) : "$0";
            }));
    for (int i = 0; i <= labels; i++) {
      text.append(i == 0 ? "" : "\n.Lasm%=_" + i + ":").append("\n\tli %").append(firstLabel);
      text.append(", ").append(i).append(i < labels ? "\n\tj .Lasm%=" : "\n.Lasm%=:");
    }
    Instruction asm = emit(s, text.toString(), draft);
    Value taken = storeResults(asm, draft).getLast();
    for (int i = 0; i < labels; i++) {
      Block next = out.newBlock("asm");
      Value here = out.binary(Op.EQ, taken, out.pconst(i + 1));
      out.branch(here, owner.label(s.labels().get(i)), next);
      out.start(next);
    }
  }

  /** Stores the results that have a place; answers them all. */
  private List<Value> storeResults(Instruction asm, Draft draft) {
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < draft.outputs.size(); i++) {
      results.add(out.emitImm(Op.RESULT, draft.outputs.get(i).type(), i, asm));
    }
    for (int i = 0; i < draft.targets.size(); i++) {
      storeResult(draft.targets.get(i), draft.targetTypes.get(i), results.get(i));
    }
    return results;
  }

  private void storeResult(Place place, CType type, Value result) {
    if (!types.isScalar(type)) {
      owner.memory.storeRaw(
          place.withAlias(0), TypeMap.memType((int) types.size(type), false), result);
      return;
    }
    Type wanted = types.type(type);
    Value value = result;
    if (value.requireType().isInt() != wanted.isInt()) {
      value = out.unary(Op.BITCAST, wanted, value);
    }
    owner.memory.store(place, type, wanted.isInt() ? owner.conversions.wrap(value, type) : value);
  }

  private void report(LowerDiagnostic kind, int loc, Draft draft, Object... args) {
    owner.owner.diagnostics.report(kind, loc, args);
    draft.isBroken = true;
  }

  // ---- operands

  /**
   * Whether an operand is one in memory: no register is asked for, or none is wide enough. For a
   * number as wide as two registers gcc takes a pair, whose second no template can name; where the
   * template names neither, as in a barrier for the optimiser, memory serves as well.
   */
  private boolean isInMemory(Constraint c, CType type, String template, int number) {
    if (!c.integer && !c.floating) {
      return c.memory;
    }
    AsmInfo.Kind kind = registerKind(c, type);
    boolean fits = kind != null && valueType(type, kind) != null;
    return !fits && (c.memory || isPair(type) && !names(template, number));
  }

  private boolean isPair(CType type) {
    return switch (TypeMap.strip(type)) {
      case CType.Int n -> true;
      case CType.Float f -> true;
      case CType.Complex z -> types.size(type) <= 2L * types.xlenBytes;
      default -> false;
    };
  }

  private static boolean names(String template, int number) {
    return Pattern.compile("%[a-zA-Z]?" + number + "(?!\\d)").matcher(template).find();
  }

  private void output(Draft draft, Statement.AsmOperand operand, String template) {
    Expression e = operand.expression();
    String constraint = operand.constraint();
    Constraint c = Constraint.parse(constraint);
    Place place = owner.expressions.place(e);
    draft.lvalues.add(e);
    draft.places.add(place);
    if (isInMemory(c, e.type(), template, draft.operands.size())) {
      draft.outputIndex.add(-1);
      draft.operands.add(new AsmInfo.Operand(false, draft.inputs.size(), null));
      draft.inputs.add(new AsmInfo.Input(AsmInfo.Kind.MEMORY, null, -1));
      draft.values.add(owner.memory.address(place));
      return;
    }
    CType type = e.type();
    AsmInfo.Kind kind = registerKind(c, type);
    if (kind == null) {
      report(LowerDiagnostic.ASM_CONSTRAINT, e.loc(), draft, constraint);
      return;
    }
    Type valueType = valueType(type, kind);
    if (valueType == null) {
      report(LowerDiagnostic.ASM_OPERAND_TYPE, e.loc(), draft, constraint);
      return;
    }
    String fixed = fixedRegister(e);
    int index = draft.outputs.size();
    draft.outputIndex.add(index);
    draft.operands.add(new AsmInfo.Operand(true, index, null));
    draft.outputs.add(new AsmInfo.Output(valueType, kind, fixed, c.earlyClobber));
    draft.targets.add(place);
    draft.targetTypes.add(type);
    if (c.readWrite) {
      draft.hiddenInputs.add(new AsmInfo.Input(kind, fixed, index));
      draft.hiddenValues.add(bits(owner.memory.read(place, type), type, valueType));
    }
  }

  private void input(Draft draft, Statement.AsmOperand operand, String template) {
    Expression e = operand.expression();
    Constraint c = Constraint.parse(operand.constraint());
    if (c.tied >= 0) {
      tied(draft, e, c, operand.constraint());
      return;
    }
    String text = c.immediate ? constantText(e) : null;
    if (text != null && c.accepts(e, text)) {
      draft.operands.add(new AsmInfo.Operand(false, -1, text));
      return;
    }
    if (isInMemory(c, e.type(), template, draft.operands.size())) {
      Expression object = e instanceof Expression.Load load ? load.lvalue() : e;
      addInput(
          draft,
          new AsmInfo.Input(AsmInfo.Kind.MEMORY, null, -1),
          owner.memory.address(place(draft, object)));
      return;
    }
    AsmInfo.Kind kind = registerKind(c, e.type());
    if (kind == null && c.immediate && mayBecomeConstant(e.type())) {
      Value value = owner.expressions.operand(e).value();
      addInput(draft, new AsmInfo.Input(AsmInfo.Kind.IMMEDIATE, operand.constraint(), -1), value);
      return;
    }
    if (kind == null) {
      LowerDiagnostic why =
          c.immediate ? LowerDiagnostic.ASM_NOT_CONSTANT : LowerDiagnostic.ASM_CONSTRAINT;
      report(why, e.loc(), draft, operand.constraint());
      return;
    }
    Type type = valueType(e.type(), kind);
    if (type == null) {
      report(LowerDiagnostic.ASM_OPERAND_TYPE, e.loc(), draft, operand.constraint());
      return;
    }
    Value value = bits(owner.expressions.operand(e), e.type(), type);
    addInput(draft, new AsmInfo.Input(kind, fixedRegister(e), -1), value);
  }

  /** Whether what is no constant in the source may be one after inlining and folding. */
  private boolean mayBecomeConstant(CType type) {
    return owner.owner.options.optimization() > 0
        && types.isScalar(type)
        && types.type(type).isInt();
  }

  private static void addInput(Draft draft, AsmInfo.Input input, Value value) {
    draft.operands.add(new AsmInfo.Operand(false, draft.inputs.size(), null));
    draft.inputs.add(input);
    draft.values.add(value);
  }

  private void tied(Draft draft, Expression e, Constraint c, String constraint) {
    if (draft.isBroken) {
      return;
    }
    int index = c.tied < draft.outputIndex.size() ? draft.outputIndex.get(c.tied) : -1;
    if (index < 0 && e instanceof Expression.Load load && isOutput(draft, load.lvalue())) {
      addInput(
          draft,
          new AsmInfo.Input(AsmInfo.Kind.MEMORY, null, -1),
          owner.memory.address(place(draft, load.lvalue())));
      return;
    }
    if (index < 0) {
      report(LowerDiagnostic.ASM_TIED, e.loc(), draft, constraint);
      return;
    }
    AsmInfo.Output output = draft.outputs.get(index);
    Operand operand =
        e instanceof Expression.Load load && isOutput(draft, load.lvalue())
            ? owner.memory.read(place(draft, load.lvalue()), e.type())
            : owner.expressions.operand(e);
    Value value = bits(operand, e.type(), output.type());
    addInput(draft, new AsmInfo.Input(output.kind(), output.fixed(), index), value);
  }

  private static boolean isOutput(Draft draft, Expression lvalue) {
    for (Expression output : draft.lvalues) {
      if (output == lvalue) {
        return true;
      }
    }
    return false;
  }

  /** The place of an lvalue; that of an output is not computed again. */
  private Place place(Draft draft, Expression lvalue) {
    for (int i = 0; i < draft.lvalues.size(); i++) {
      if (draft.lvalues.get(i) == lvalue) {
        return draft.places.get(i);
      }
    }
    return owner.expressions.place(lvalue);
  }

  /** The operand's bits in a register of the type. */
  private Value bits(Operand operand, CType type, Type wanted) {
    if (operand.memory() != null) {
      Value raw =
          owner.memory.raw(
              operand.place().withAlias(0),
              TypeMap.memType((int) types.size(type), false),
              types.size(type) <= 4 ? Type.I32 : Type.I64);
      return owner.conversions.integer(raw, false, wanted);
    }
    Value value = operand.value();
    if (value.type == wanted) {
      return value;
    }
    if (value.requireType().isInt() && wanted.isInt()) {
      return owner.conversions.integer(value, types.isSigned(type), wanted);
    }
    return value.requireType().bytes() == wanted.bytes()
        ? out.unary(Op.BITCAST, wanted, value)
        : value;
  }

  private @Nullable Type valueType(CType type, AsmInfo.Kind kind) {
    Type natural;
    if (types.isScalar(type)) {
      natural = types.type(type);
    } else {
      long size = types.size(type);
      if (size == 0 || size > types.xlenBytes || Long.bitCount(size) != 1) {
        return null;
      }
      natural = size <= 4 ? Type.I32 : Type.I64;
    }
    boolean wantFloat = kind == AsmInfo.Kind.FLOAT_REGISTER;
    if (natural.isFloat() == wantFloat) {
      return natural;
    }
    boolean isDouble = natural.bytes() == 8;
    return wantFloat ? isDouble ? Type.F64 : Type.F32 : isDouble ? Type.I64 : Type.I32;
  }

  private AsmInfo.@Nullable Kind registerKind(Constraint c, CType type) {
    boolean isFloat = TypeMap.isFloat(type) && types.isScalar(type);
    if (c.floating && (isFloat || !c.integer)) {
      return AsmInfo.Kind.FLOAT_REGISTER;
    }
    return c.integer ? AsmInfo.Kind.INT_REGISTER : null;
  }

  /** The register of {@code register T x asm("a0")}. */
  private static @Nullable String fixedRegister(Expression e) {
    return switch (e) {
      case Expression.VarRef v when v.variable().register != null ->
          RegisterNames.plain(v.variable().register);
      case Expression.Load load -> fixedRegister(load.lvalue());
      default -> null;
    };
  }

  private @Nullable String constantText(Expression e) {
    return switch (e) {
      case Expression.IntConst c -> Long.toString(c.value());
      case Expression.Cast c when types.isScalar(c.type()) -> constantText(c.operand());
      case Expression.AddressOf a -> addressText(a.operand(), 0);
      case Expression.PointerAdd p
          when p.index() instanceof Expression.IntConst i && p.dynamicScale() == null -> {
        String base = constantText(p.pointer());
        long offset = (p.subtract() ? -i.value() : i.value()) * p.scale();
        yield base == null ? null : base + sign(offset);
      }
      case Expression.AddressConst a -> {
        if (a.variable() != null) {
          owner.owner.need(owner.owner.symbol(a.variable()));
          yield owner.owner.symbol(a.variable()).name + sign(a.offset());
        }
        if (a.function() != null) {
          owner.owner.need(owner.owner.symbol(a.function()));
          yield owner.owner.symbol(a.function()).name + sign(a.offset());
        }
        yield null;
      }
      default -> null;
    };
  }

  private @Nullable String addressText(Expression lvalue, long offset) {
    return switch (lvalue) {
      case Expression.FunctionRef f -> {
        owner.owner.need(owner.owner.symbol(f.function()));
        yield owner.owner.symbol(f.function()).name;
      }
      case Expression.VarRef v
          when v.variable().storage == dev.ferry.c.typed.Variable.Storage.STATIC
              || v.variable().storage == dev.ferry.c.typed.Variable.Storage.EXTERN -> {
        owner.owner.need(owner.owner.symbol(v.variable()));
        yield owner.owner.symbol(v.variable()).name + sign(offset);
      }
      case Expression.FieldRef f -> addressText(f.base(), offset + f.field().offset());
      case Expression.StringRef s -> {
        owner.owner.need(owner.owner.string(s));
        yield owner.owner.string(s).name + sign(offset);
      }
      default -> null;
    };
  }

  private static String sign(long offset) {
    return offset == 0 ? "" : offset > 0 ? "+" + offset : Long.toString(offset);
  }

  // ---- global register variables

  /** The value of {@code register T x asm("reg")} at file scope. */
  Value readRegister(String register, Type type) {
    String name = RegisterNames.plain(register);
    if (name.equals("tp") && type == types.pointer) {
      return out.emit(Op.THREAD_POINTER, types.pointer);
    }
    Instruction asm = out.emit(Op.ASM, null);
    asm.payload =
        new AsmInfo(
            move(type) + " %0, " + name,
            List.of(new AsmInfo.Output(type, kind(type), null, false)),
            List.of(),
            List.of(new AsmInfo.Operand(true, 0, null)),
            List.of(),
            false,
            true);
    return out.emitImm(Op.RESULT, type, 0, asm);
  }

  private static String move(Type type) {
    return type == Type.F64 ? "fmv.d" : type == Type.F32 ? "fmv.s" : "mv";
  }

  private static AsmInfo.Kind kind(Type type) {
    return type.isFloat() ? AsmInfo.Kind.FLOAT_REGISTER : AsmInfo.Kind.INT_REGISTER;
  }

  void writeRegister(String register, Value value) {
    String name = RegisterNames.plain(register);
    Instruction asm = out.emit(Op.ASM, null, value);
    asm.payload =
        new AsmInfo(
            move(value.requireType()) + " " + name + ", %0",
            List.of(),
            List.of(new AsmInfo.Input(kind(value.requireType()), null, -1)),
            List.of(new AsmInfo.Operand(false, 0, null)),
            List.of(),
            false,
            true);
  }
}
