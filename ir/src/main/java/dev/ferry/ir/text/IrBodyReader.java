package dev.ferry.ir.text;

import dev.ferry.ir.AsmInfo;
import dev.ferry.ir.Atomic;
import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a function's slots and blocks. Values may be used before the line that defines them. */
final class IrBodyReader {
  private static final Map<String, Op> OPS = new HashMap<>();
  private static final Map<String, MemType> MEM_TYPES = new HashMap<>();

  static {
    for (Op op : Op.values()) {
      OPS.put(op.text(), op);
    }
    for (MemType type : MemType.values()) {
      MEM_TYPES.put(type.text(), type);
    }
  }

  /** A use that waits for its definition. */
  private record Pending(int id, String name, int line, Consumer<Value> sink) {}

  private final IrReader reader;
  private final IrLexer lexer;
  private final Function function;
  private final Map<String, Block> blocks = new HashMap<>();
  private final Map<String, Integer> namedIds = new HashMap<>();
  private final Set<Block> placed = new HashSet<>();
  private final List<Pending> pending = new ArrayList<>();
  private @Nullable Value[] values = new Value[64];
  private int nextNamedId;

  IrBodyReader(IrReader reader, IrLexer lexer, Function function) {
    this.reader = reader;
    this.lexer = lexer;
    this.function = function;
  }

  /** Reads up to the closing brace; the blocks by name. */
  Map<String, Block> body() {
    countIds();
    while (reader.accept("slot")) {
      slot();
    }
    while (!reader.accept("}")) {
      block();
    }
    for (Pending use : pending) {
      Value value = use.id < values.length ? values[use.id] : null;
      if (value == null) {
        throw new IrSyntaxException(use.line, "%" + use.name + " is not defined");
      }
      use.sink.accept(value);
    }
    for (Block block : blocks.values()) {
      if (!placed.contains(block)) {
        throw lexer.error("block " + block.name + " is not defined in " + function);
      }
    }
    return blocks;
  }

  /** Named values get ids above all numbered ones: finds the highest number first. */
  private void countIds() {
    int[] mark = lexer.mark();
    while (lexer.kind != IrLexer.Kind.END && !reader.isAt("}")) {
      if (lexer.kind == IrLexer.Kind.VALUE && isNumber(lexer.value)) {
        nextNamedId = Math.max(nextNamedId, number(lexer.value) + 1);
      }
      lexer.next();
    }
    lexer.rewind(mark);
  }

  private static boolean isNumber(String name) {
    return name.charAt(0) >= '0' && name.charAt(0) <= '9';
  }

  private int number(String name) {
    try {
      int result = Integer.parseInt(name);
      if (result < 1 << 24) {
        return result;
      }
    } catch (NumberFormatException e) {
      // Falls through to the error.
    }
    throw lexer.error("bad value number %" + name);
  }

  private void slot() {
    if (lexer.kind != IrLexer.Kind.SLOT) {
      throw lexer.error("a slot is expected, not " + lexer.value);
    }
    if (!lexer.value.equals(Integer.toString(function.slots.size()))) {
      throw lexer.error("slots are numbered in order; $" + function.slots.size() + " is next");
    }
    lexer.next();
    String name = lexer.kind == IrLexer.Kind.STRING ? reader.string() : "";
    reader.expect("size");
    long size = reader.integer();
    reader.expect("align");
    Slot slot = function.addSlot(name, size, (int) reader.integer());
    if (reader.accept("param")) {
      slot.param = (int) reader.integer();
    }
    if (reader.accept("shelf")) {
      slot.shelf = reader.constant(Slot.Shelf.class, reader.name());
    }
  }

  // ---- values

  private int valueId(String name) {
    if (isNumber(name)) {
      return number(name);
    }
    return namedIds.computeIfAbsent(name, _ -> nextNamedId++);
  }

  private int defineId() {
    if (lexer.kind != IrLexer.Kind.VALUE) {
      throw lexer.error("a value is expected, not " + lexer.value);
    }
    int id = valueId(lexer.value);
    if (id < values.length && values[id] != null) {
      throw lexer.error("%" + lexer.value + " is defined twice");
    }
    lexer.next();
    return id;
  }

  private void define(Value value) {
    if (value.id >= values.length) {
      values = Arrays.copyOf(values, Math.max(value.id + 1, values.length * 2));
    }
    values[value.id] = value;
  }

  private void use(Consumer<Value> sink) {
    if (lexer.kind != IrLexer.Kind.VALUE) {
      throw lexer.error("a value is expected, not " + lexer.value);
    }
    int id = valueId(lexer.value);
    Value known = id < values.length ? values[id] : null;
    if (known != null) {
      sink.accept(known);
    } else {
      pending.add(new Pending(id, lexer.value, lexer.tokenLine, sink));
    }
    lexer.next();
  }

  /** {@code count} operands separated by commas. */
  private void operands(Instruction instruction, int count) {
    Value[] args = new Value[count];
    instruction.args = args;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        reader.expect(",");
      }
      int index = i;
      use(value -> args[index] = value);
    }
  }

  // ---- blocks

  private Block blockNamed(String name) {
    return blocks.computeIfAbsent(
        name,
        key -> {
          Block block = function.newBlock(key);
          block.name = key;
          return block;
        });
  }

  private void block() {
    Block block = blockNamed(reader.name());
    if (!placed.add(block)) {
      throw lexer.error("block " + block + " is defined twice");
    }
    function.blocks.add(block);
    if (reader.accept("(")) {
      while (!reader.accept(")")) {
        if (!block.params.isEmpty()) {
          reader.expect(",");
        }
        int id = defineId();
        reader.expect(":");
        Param param = block.addParamWithId(id, reader.type());
        param.isRestrict = reader.accept("restrict");
        define(param);
      }
    }
    block.addressTaken = reader.accept("address_taken");
    reader.expect(":");
    Terminator terminator = null;
    while (terminator == null) {
      terminator = line(block);
    }
    terminator.loc = reader.location();
    block.terminator = terminator;
  }

  /** An instruction, appended, or the terminator, returned. */
  private @Nullable Terminator line(Block block) {
    int id = -1;
    Type type = null;
    if (lexer.kind == IrLexer.Kind.VALUE) {
      id = defineId();
      if (reader.accept(":")) {
        type = reader.type();
      }
      reader.expect("=");
    }
    int nameLine = lexer.tokenLine;
    String word = reader.name();
    if (id < 0) {
      Terminator terminator = terminator(word);
      if (terminator != null) {
        return terminator;
      }
    }
    Op op = OPS.get(word);
    if (op == null) {
      throw new IrSyntaxException(nameLine, "no op " + word);
    }
    Instruction instruction = function.newInstructionWithId(id < 0 ? nextNamedId++ : id, op, type);
    instruction.nsw = reader.accept("nsw");
    new Details(instruction).read();
    instruction.loc = reader.location();
    block.append(instruction);
    if (id >= 0) {
      define(instruction);
    }
    return null;
  }

  // ---- terminators

  private @Nullable Terminator terminator(String word) {
    return switch (word) {
      case "jump" -> new Terminator.Jump(edge());
      case "branch" -> branch();
      case "switch" -> switchTerminator();
      case "return" -> {
        Terminator.Return result = new Terminator.Return(null);
        if (lexer.kind == IrLexer.Kind.VALUE) {
          use(value -> result.value = value);
        }
        yield result;
      }
      case "indirect_jump" -> {
        Value[] address = {placeholder()};
        Terminator[] holder = new Terminator[1];
        use(value -> set(holder, address, value));
        holder[0] = new Terminator.IndirectJump(address[0], moreEdges());
        yield holder[0];
      }
      case "asm_goto" -> asmGoto();
      case "unreachable" -> new Terminator.Unreachable();
      default -> null;
    };
  }

  private Instruction placeholder() {
    return function.newInstructionWithId(0, Op.UNDEF, Type.I32);
  }

  /** Sets operand 0 of a terminator that may not have been made yet. */
  private static void set(Terminator[] holder, Value[] early, Value value) {
    early[0] = value;
    if (holder[0] != null) {
      holder[0].setOperand(0, value);
    }
  }

  private Terminator branch() {
    Value[] condition = {placeholder()};
    Terminator[] holder = new Terminator[1];
    use(value -> set(holder, condition, value));
    reader.expect(",");
    Edge then = edge();
    reader.expect(",");
    Terminator.Branch branch = new Terminator.Branch(condition[0], then, edge());
    holder[0] = branch;
    if (reader.accept("probability")) {
      branch.probability = (int) reader.integer();
    }
    return branch;
  }

  private Terminator switchTerminator() {
    Value[] selector = {placeholder()};
    Terminator[] holder = new Terminator[1];
    use(value -> set(holder, selector, value));
    List<Edge> edges = new ArrayList<>();
    long[] cases = new long[8];
    while (true) {
      reader.expect(",");
      if (reader.accept("default")) {
        break;
      }
      if (edges.size() == cases.length) {
        cases = Arrays.copyOf(cases, cases.length * 2);
      }
      cases[edges.size()] = reader.integer();
      reader.expect(":");
      edges.add(edge());
    }
    reader.expect(":");
    cases = Arrays.copyOf(cases, edges.size());
    edges.add(edge());
    holder[0] = new Terminator.Switch(selector[0], cases, edges.toArray(Edge[]::new));
    return holder[0];
  }

  private Terminator asmGoto() {
    Instruction holder = function.newInstructionWithId(0, Op.ASM, null);
    AsmInfo asm = new Details(holder).asm();
    return new Terminator.AsmGoto(asm, holder.args, moreEdges());
  }

  private Edge[] moreEdges() {
    List<Edge> edges = new ArrayList<>();
    while (reader.accept(",")) {
      edges.add(edge());
    }
    return edges.toArray(Edge[]::new);
  }

  private Edge edge() {
    Block target = blockNamed(reader.name());
    return new Edge(target, reader.isAt("(") ? edgeArguments() : new Value[0]);
  }

  private Value[] edgeArguments() {
    int count = countArguments();
    Value[] args = new Value[count];
    reader.expect("(");
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        reader.expect(",");
      }
      int index = i;
      use(value -> args[index] = value);
    }
    reader.expect(")");
    return args;
  }

  /** How many values the list in parentheses ahead has. */
  private int countArguments() {
    int[] mark = lexer.mark();
    int count = 0;
    while (lexer.kind != IrLexer.Kind.END && !reader.isAt(")")) {
      if (lexer.kind == IrLexer.Kind.VALUE) {
        count++;
      }
      lexer.next();
    }
    lexer.rewind(mark);
    return count;
  }

  // ---- what follows the op name

  private final class Details {
    private final Instruction instruction;

    Details(Instruction instruction) {
      this.instruction = instruction;
    }

    void read() {
      switch (instruction.op) {
        case ICONST, FCONST, FRAME_ADDR, RETURN_ADDR -> instruction.imm = reader.integer();
        case GLOBAL_ADDR -> {
          instruction.payload = reader.symbol();
          instruction.imm = reader.offset();
        }
        case SLOT_ADDR -> slotAddress();
        case BLOCK_ADDR -> {
          Block target = blockNamed(reader.name());
          target.addressTaken = true;
          instruction.payload = target;
        }
        case LOAD, STORE -> memory();
        case MEMCPY, MEMSET -> memBlock();
        case ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_RMW, ATOMIC_CAS, FENCE -> atomic();
        case CALL -> call();
        case ASM -> instruction.payload = asm();
        case STACK_ALLOC -> {
          operands(instruction, 1);
          reader.expect("align");
          instruction.imm = reader.integer();
        }
        case RESULT, FRINT, PREFETCH, OBJECT_SIZE -> {
          operands(instruction, 1);
          reader.expect(",");
          instruction.imm = reader.integer();
        }
        default -> operands(instruction, instruction.op.arity());
      }
    }

    private void slotAddress() {
      if (lexer.kind != IrLexer.Kind.SLOT) {
        throw lexer.error("a slot is expected, not " + lexer.value);
      }
      int index = isNumber(lexer.value) ? number(lexer.value) : -1;
      if (index < 0 || index >= function.slots.size()) {
        throw lexer.error("no slot $" + lexer.value);
      }
      lexer.next();
      instruction.payload = function.slots.get(index);
      instruction.imm = reader.offset();
    }

    private MemType memType() {
      String word = reader.name();
      MemType type = MEM_TYPES.get(word);
      if (type == null) {
        throw lexer.error("no memory type " + word);
      }
      return type;
    }

    private void memory() {
      MemType type = memType();
      Value[] args = new Value[instruction.op.arity()];
      instruction.args = args;
      use(value -> args[0] = value);
      int offset = (int) reader.offset();
      if (args.length == 2) {
        reader.expect(",");
        use(value -> args[1] = value);
      }
      instruction.payload = access(type, offset);
    }

    private MemAccess access(MemType type, int offset) {
      int align = reader.accept("align") ? (int) reader.integer() : type.bytes();
      int alias = reader.accept("alias") ? (int) reader.integer() : 0;
      return new MemAccess(type, offset, align, alias, reader.accept("volatile"));
    }

    private void memBlock() {
      operands(instruction, 2);
      reader.expect("size");
      instruction.imm = reader.integer();
      reader.expect("align");
      int destinationAlign = (int) reader.integer();
      reader.expect(",");
      int sourceAlign = (int) reader.integer();
      instruction.payload = new MemBlock(destinationAlign, sourceAlign, reader.accept("volatile"));
    }

    private void atomic() {
      Atomic.Rmw rmw =
          instruction.op == Op.ATOMIC_RMW ? reader.constant(Atomic.Rmw.class, reader.name()) : null;
      Atomic.Order order = reader.constant(Atomic.Order.class, reader.name());
      MemType type = memType();
      operands(instruction, instruction.op.arity());
      MemAccess access = access(type, (int) reader.offset());
      instruction.payload = new Atomic(access, order, rmw);
    }

    private void call() {
      Symbol callee = null;
      int first = 0;
      int[] mark = lexer.mark();
      if (lexer.kind == IrLexer.Kind.SYMBOL) {
        callee = reader.symbol();
      } else {
        first = 1;
        lexer.next();
      }
      int count = countArguments();
      lexer.rewind(mark);
      Value[] args = new Value[first + count];
      instruction.args = args;
      if (first == 1) {
        use(value -> args[0] = value);
      } else {
        lexer.next();
      }
      reader.expect("(");
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          reader.expect(",");
        }
        int index = first + i;
        use(value -> args[index] = value);
      }
      reader.expect(")");
      reader.expect(":");
      callFlags(callee, reader.signature());
    }

    private void callFlags(@Nullable Symbol callee, Signature signature) {
      CallInfo.Effects effects =
          reader.accept("effects")
              ? reader.constant(CallInfo.Effects.class, reader.name())
              : CallInfo.Effects.ANY;
      boolean noReturn = reader.accept("noreturn");
      boolean returnsTwice = reader.accept("returns_twice");
      boolean returns = reader.accept("returns");
      boolean chain = reader.accept("static_chain");
      boolean forwards = reader.accept("forwards");
      instruction.payload =
          new CallInfo(
              callee, signature, effects, noReturn, returnsTwice, !returns, chain, forwards);
    }

    AsmInfo asm() {
      String template = reader.string();
      reader.expect("out");
      List<AsmInfo.Output> outputs = list(this::asmOutput);
      reader.expect("in");
      instruction.args = new Value[countArguments()];
      int[] index = {0};
      List<AsmInfo.Input> inputs = list(() -> asmInput(index[0]++));
      reader.expect("operands");
      List<AsmInfo.Operand> operands = list(this::asmOperand);
      reader.expect("clobbers");
      List<String> clobbers = list(reader::string);
      boolean memory = reader.accept("memory");
      return new AsmInfo(
          template, outputs, inputs, operands, clobbers, memory, reader.accept("volatile"));
    }

    private <T> List<T> list(java.util.function.Supplier<T> element) {
      List<T> result = new ArrayList<>();
      reader.expect("(");
      while (!reader.accept(")")) {
        if (!result.isEmpty()) {
          reader.expect(",");
        }
        result.add(element.get());
      }
      return List.copyOf(result);
    }

    private AsmInfo.Output asmOutput() {
      Type type = reader.type();
      AsmInfo.Kind kind = reader.constant(AsmInfo.Kind.class, reader.name());
      String fixed = reader.optionalString("fixed");
      return new AsmInfo.Output(type, kind, fixed, reader.accept("early"));
    }

    private AsmInfo.Input asmInput(int index) {
      Value[] args = instruction.args;
      use(value -> args[index] = value);
      AsmInfo.Kind kind = reader.constant(AsmInfo.Kind.class, reader.name());
      String fixed = reader.optionalString("fixed");
      return new AsmInfo.Input(kind, fixed, reader.accept("tied") ? (int) reader.integer() : -1);
    }

    private AsmInfo.Operand asmOperand() {
      if (lexer.kind == IrLexer.Kind.STRING) {
        return new AsmInfo.Operand(false, -1, reader.string());
      }
      boolean isOutput = reader.accept("out");
      if (!isOutput) {
        reader.expect("in");
      }
      return new AsmInfo.Operand(isOutput, (int) reader.integer(), null);
    }
  }
}
