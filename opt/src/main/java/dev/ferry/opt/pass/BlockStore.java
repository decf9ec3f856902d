package dev.ferry.opt.pass;

import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.ir.analysis.AliasAnalysis.Relation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store in a loop that fills or copies one block of memory in all rounds together, for {@link
 * LoopIdioms}.
 *
 * @param callee {@code memset}, {@code memcpy} or {@code memmove}
 * @param store what stores in each round, without gaps
 * @param to where in the first round
 * @param value the byte that a fill stores, a constant or the same in each round; else the load
 * @param from where a copy comes from in the first round; {@code to} for a fill
 */
record BlockStore(
    String callee, Instruction store, CountedLoop.Place to, Value value, CountedLoop.Place from) {
  /** More than any object has: for the range of a block whose size is not known. */
  private static final long ANY_SIZE = 1L << 40;

  /** Larger ones are always filled and copied by calls. */
  private static final long MAX_KNOWN = 256;

  /** All stores of the loop, or none if there is one of another kind, or the order matters. */
  static List<BlockStore> all(CountedLoop loop, AliasAnalysis alias, int[] uses) {
    List<BlockStore> stores = new ArrayList<>();
    int loads = 0;
    int copies = 0;
    for (Instruction instruction : loop.block.instructions) {
      if (instruction.op == Op.LOAD) {
        loads++;
      } else if (instruction.op == Op.STORE) {
        BlockStore store = of(instruction, loop, alias, uses);
        if (store == null || !stores.stream().allMatch(s -> s.isApart(store, loop, alias))) {
          return List.of();
        }
        copies += store.isFill() ? 0 : 1;
        stores.add(store);
      }
    }
    return loads == copies ? stores : List.of();
  }

  private static @Nullable BlockStore of(
      Instruction store, CountedLoop loop, AliasAnalysis alias, int[] uses) {
    MemAccess access = store.access();
    CountedLoop.Place to = place(store, loop);
    if (to == null || !loop.rounds.canScale(to.step()) || !loop.rounds.mayEnd()) {
      return null;
    }
    Value value = store.args[1];
    if (isFill(value, access.type().bytes(), loop)) {
      return new BlockStore("memset", store, to, value, to);
    }
    if (!(value instanceof Instruction load)
        || load.op != Op.LOAD
        || load.block != loop.block
        || uses[load.id] != 1
        || load.access().type().bytes() != access.type().bytes()) {
      return null;
    }
    CountedLoop.Place from = place(load, loop);
    if (from == null || from.step() != to.step()) {
      return null;
    }
    BlockStore copy = new BlockStore("memcpy", store, to, load, from);
    if (copy.isApart(to, access, from, load.access(), loop, alias)) {
      return copy;
    }
    // Upwards from a place above: the bytes are read before they are overwritten.
    boolean readsFirst = from.base() == to.base() && (from.offset() - to.offset()) * to.step() >= 0;
    return readsFirst ? new BlockStore("memmove", store, to, load, from) : null;
  }

  /** Where an access without gaps between its rounds begins, or null. */
  private static CountedLoop.@Nullable Place place(Instruction access, CountedLoop loop) {
    MemAccess memory = access.access();
    CountedLoop.Place place = loop.place(access.args[0]);
    return memory.isVolatile() || Math.abs(place.step()) != memory.type().bytes()
        ? null
        : new CountedLoop.Place(place.base(), place.offset() + memory.offset(), place.step());
  }

  /** Whether all bytes of the value are equal, in all rounds. */
  private static boolean isFill(Value value, int bytes, CountedLoop loop) {
    if (bytes == 1) {
      return !loop.isChanging(value) || LoopIdioms.constant(value) != null;
    }
    if (!(value instanceof Instruction i) || i.op != Op.ICONST && i.op != Op.FCONST) {
      return false;
    }
    long repeated = (i.imm & 0xff) * 0x0101010101010101L;
    return (i.imm ^ repeated) << 64 - 8 * bytes == 0;
  }

  private boolean isFill() {
    return callee.equals("memset");
  }

  // ---- whether the order matters

  /** Whether one of the two may be done before the other. */
  private boolean isApart(BlockStore other, CountedLoop loop, AliasAnalysis alias) {
    Long byteOfAll = fillConstant();
    if (byteOfAll != null && byteOfAll.equals(other.fillConstant())) {
      return true;
    }
    MemAccess mine = store.access();
    MemAccess others = other.store.access();
    return isApart(to, mine, other.to, others, loop, alias)
        && (isFill() || isApart(from, load().access(), other.to, others, loop, alias))
        && (other.isFill() || isApart(to, mine, other.from, other.load().access(), loop, alias));
  }

  private Instruction load() {
    return (Instruction) value;
  }

  private boolean isApart(
      CountedLoop.Place a,
      MemAccess accessA,
      CountedLoop.Place b,
      MemAccess accessB,
      CountedLoop loop,
      AliasAnalysis alias) {
    return alias.relate(
            a.base(),
            lowest(a, loop),
            bytes(a, loop),
            accessA.alias(),
            b.base(),
            lowest(b, loop),
            bytes(b, loop),
            accessB.alias())
        == Relation.NO;
  }

  private static long bytes(CountedLoop.Place place, CountedLoop loop) {
    Long known = loop.rounds.knownTotal(place.step());
    return known == null ? 2 * ANY_SIZE : Math.abs(known);
  }

  private static long lowest(CountedLoop.Place place, CountedLoop loop) {
    Long known = loop.rounds.knownTotal(place.step());
    return known == null
        ? place.offset() - ANY_SIZE
        : place.offset() + (known < 0 ? known - place.step() : 0);
  }

  // ---- what it becomes

  /** Adds the call, or the block operation, to what takes the loop's place. */
  void emit(CountedLoop loop) {
    Long known = loop.rounds.knownTotal(to.step());
    long size = known == null ? 0 : Math.abs(known);
    Value target = start(to, loop);
    Value source = isFill() ? fillByte(loop) : start(from, loop);
    if (size > 0 && size <= MAX_KNOWN && !callee.equals("memmove")) {
      Instruction block = loop.emit(isFill() ? Op.MEMSET : Op.MEMCPY, null, target, source);
      block.imm = size;
      int align = store.access().align();
      block.payload = new MemBlock(align, isFill() ? 1 : load().access().align(), false);
      return;
    }
    Module module = loop.block.function().module;
    Type word = module.pointerType();
    Value length = loop.rounds.total(Math.abs(to.step()), loop);
    Symbol symbol = module.library(callee);
    symbol.isFunction = true;
    ParamType pointer = new ParamType.Scalar(word);
    List<ParamType> params = List.of(pointer, new ParamType.Scalar(source.requireType()), pointer);
    Instruction call = loop.emit(Op.CALL, word, target, source, length);
    boolean mayNotReturn = false;
    call.payload =
        new CallInfo(
            symbol,
            new Signature(params, pointer, false, 3),
            CallInfo.Effects.ANY,
            false,
            false,
            mayNotReturn,
            false,
            false);
  }

  /** The lowest address. */
  private Value start(CountedLoop.Place place, CountedLoop loop) {
    if (place.step() > 0) {
      return loop.sum(place.base(), place.offset());
    }
    Value end = loop.sum(place.base(), place.offset() - place.step());
    return loop.emit(Op.ADD, end.type, end, loop.rounds.total(place.step(), loop));
  }

  /** The byte of a fill, if it is known. */
  private @Nullable Long fillConstant() {
    return value instanceof Instruction i && (i.op == Op.ICONST || i.op == Op.FCONST)
        ? (Long) (i.imm & 0xff)
        : null;
  }

  private Value fillByte(CountedLoop loop) {
    Long known = fillConstant();
    if (known != null) {
      return loop.constant(Type.I32, known);
    }
    return value.type == Type.I32 ? value : loop.emit(Op.TRUNC, Type.I32, value);
  }
}
