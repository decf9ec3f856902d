package dev.ferry.machine.jit;

import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Meaning;
import dev.ferry.isa.Opcode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A control-flow graph of guest code from one entry, along branches, jumps and what follows calls;
 * much like a function of the source. Register sets are masks: bit n is xn, bit 32 + n is fn.
 */
final class Region {
  /** How a block ends. */
  enum End {
    /** The next block follows. */
    FALL,
    BRANCH,
    JUMP,
    CALL,
    CALL_INDIRECT,
    INDIRECT,
    SYSTEM_CALL,
    /** Of {@link #dispatch} only: one of the known targets of indirect jumps follows. */
    DISPATCH,
    /** The interpreter goes on at the end address. */
    LEAVE
  }

  /** An instruction with its meaning. */
  static final class Instruction {
    final long pc;
    final Opcode opcode;
    final int rd;
    final int rs1;
    final int rs2;
    final int rs3;
    final int imm;
    final int rm;
    final int length;
    final Meaning meaning;

    Instruction(long pc, Decoded d, Meaning meaning) {
      this.pc = pc;
      this.opcode = d.opcode;
      this.rd = d.rd;
      this.rs1 = d.rs1;
      this.rs2 = d.rs2;
      this.rs3 = d.rs3;
      this.imm = d.imm;
      this.rm = d.rm;
      this.length = d.length;
      this.meaning = meaning;
    }

    /** Registers whose values something may read from here on. */
    long live;

    long next() {
      return pc + length;
    }

    long reads() {
      long set = 0;
      set |= opcode.hasRs1() ? bit(rs1, opcode.isRs1Float()) : 0;
      set |= opcode.hasRs2() ? bit(rs2, opcode.isRs2Float()) : 0;
      set |= opcode.hasRs3() ? bit(rs3, opcode.isRs3Float()) : 0;
      return set;
    }

    long writes() {
      return opcode.hasRd() ? bit(rd, opcode.isRdFloat()) : 0;
    }

    private static long bit(int register, boolean isFloat) {
      return isFloat ? 1L << (32 + register) : register == 0 ? 0 : 1L << register;
    }
  }

  /** A basic block. */
  static final class Block {
    final long start;
    final List<Instruction> instructions = new ArrayList<>();
    End end = End.FALL;

    /** Address behind the last instruction. */
    long next;

    /** Target of a branch, jump or direct call. */
    long target;

    boolean isLoopHeader;

    /** Registers at the start that the hart may not have and something may read. */
    long dirtyIn;

    /** Registers at the start whose values something may read. */
    long liveIn;

    /** Registers that hold sign-extended words at the start. */
    long wordsIn = -1;

    /**
     * Instructions that have retired at the start and are not counted yet: those since the last
     * place where ways meet. So a round of a loop is counted once, and not once a block.
     */
    int uncounted;

    /** Those at the end. */
    int uncountedAtEnd() {
      return uncounted + instructions.size();
    }

    Block(long start) {
      this.start = start;
      this.next = start;
    }
  }

  /** Where code comes from. */
  interface Source {
    /** Two or four bytes of code; throws GuestTrap where there is none. */
    int word(long pc);

    /** Whether code is worth translating: it has been executed before. */
    boolean isWarm(long pc);

    /** Whether the region ends before an address, as another one starts there. */
    boolean isEntry(long pc);

    /** Whether the entry is a function, of which everything belongs to the region. */
    boolean isFunction();

    /** Whether translated code has often had to leave the instruction to the interpreter. */
    boolean isSlow(long pc);

    /**
     * Whether every register has to be right wherever the region is left, even those that it would
     * overwrite before it could read them.
     */
    boolean isExact();

    /** Where an indirect jump is known to go, what is reached most often first. */
    List<Long> ways(long pc);
  }

  /** Start of the block that distributes: no instruction has an odd address. */
  private static final long DISPATCH = 1;

  /**
   * Instructions beyond which a region is left at its indirect jumps. HotSpot takes seconds for an
   * interpreter with a hundred cases in one method, and each entry reads the registers of them all.
   */
  private static final int SWITCH_SIZE = 400;

  /** Host registers that are left for guest registers in a loop, about. */
  private static final int HOST_REGISTERS = 9;

  /** How many times as often as what is around it a loop is presumed to run. */
  private static final long ROUNDS = 8;

  /** Instructions beyond which the region of a loop is the loop only. */
  private static final int LOOP_SIZE = 100;

  final long entry;
  final TreeMap<Long, Block> blocks = new TreeMap<>();

  /**
   * Where all indirect jumps of known targets meet, such as those of a switch, and from where the
   * blocks at the targets are reached; null where there are none. That they meet keeps the graph
   * reducible, and its edges few, where each case of an interpreter has a jump of its own.
   */
  @Nullable Block dispatch;

  /** Targets of the indirect jumps, as far as they are part of the region, in order. */
  List<Long> ways = List.of();

  /** Where it ends because the code has not been executed yet. */
  final Set<Long> cold = new HashSet<>();

  int size;

  /** Whether an instruction computes in floating point. */
  boolean usesFloat;

  /** Lowest and highest address of code that was read. */
  long low;

  long high;
  private final Source source;
  private final Decoder decoder;
  private final long addressMask;

  private Region(long entry, Source source, Decoder decoder) {
    this.entry = entry;
    this.source = source;
    this.decoder = decoder;
    this.addressMask = decoder.xlen() == 64 ? -1 : 0xffffffffL;
    this.low = entry;
    this.high = entry;
  }

  /** Explores from an entry; at most about {@code limit} instructions. */
  static Region explore(long entry, int limit, Source source, Decoder decoder) {
    Region region = new Region(entry, source, decoder);
    region.find(limit, true);
    if (region.dispatch != null && region.size > SWITCH_SIZE) {
      region = new Region(entry, source, decoder);
      region.find(limit, false);
    }
    if (region.size > LOOP_SIZE && !source.isFunction()) {
      region.keepLoop();
    }
    region.markLoops();
    region.analyse();
    region.spreadUncounted();
    return region;
  }

  /** Whether an instruction at the address is part of it. */
  boolean contains(long pc) {
    Map.Entry<Long, Block> entry = blocks.floorEntry(pc);
    return entry != null && pc < entry.getValue().next;
  }

  // ---- finding blocks ----------------------------------------------------------------------

  /**
   * @param switches whether to follow indirect jumps where it is known where they go
   */
  private void find(int limit, boolean switches) {
    Map<Long, Instruction> code = new HashMap<>();
    Set<Long> leaders = new HashSet<>();
    ArrayDeque<Long> work = new ArrayDeque<>();
    Set<Long> known = new TreeSet<>();
    leaders.add(entry);
    work.add(entry);
    while (!work.isEmpty() && code.size() < limit) {
      long pc = work.removeFirst();
      while (!code.containsKey(pc) && code.size() < limit) {
        if (pc != entry && !source.isWarm(pc)) {
          cold.add(pc);
          break;
        }
        if (pc != entry && source.isEntry(pc)) {
          break;
        }
        Instruction i = decode(pc);
        if (i == null) {
          break;
        }
        code.put(pc, i);
        usesFloat |= i.opcode.isRdFloat() || i.opcode.isRs1Float();
        low = Math.min(low, pc);
        high = Math.max(high, i.next());
        End end = end(i);
        if (end == End.FALL) {
          pc = i.next();
          continue;
        }
        if (end == End.BRANCH || end == End.JUMP && isNear(target(i))) {
          leaders.add(target(i));
          work.add(target(i));
        }
        if (end == End.BRANCH
            || end == End.CALL
            || end == End.CALL_INDIRECT
            || end == End.SYSTEM_CALL) {
          leaders.add(i.next());
          // What follows comes first: it keeps loops together when the limit strikes.
          work.addFirst(i.next());
        }
        if (switches && end == End.INDIRECT && isSwitch(i)) {
          for (long way : source.ways(pc)) {
            if (isNear(way) && known.add(way)) {
              leaders.add(way);
              work.add(way);
            }
          }
        }
        break;
      }
    }
    size = Math.max(1, code.size());
    for (long leader : leaders) {
      if (code.containsKey(leader)) {
        blocks.put(leader, block(leader, code, leaders));
      }
    }
    known.retainAll(blocks.keySet());
    if (!known.isEmpty()) {
      ways = List.copyOf(known);
      Block block = new Block(DISPATCH);
      block.end = End.DISPATCH;
      blocks.put(DISPATCH, block);
      dispatch = block;
    }
    if (blocks.isEmpty()) {
      Block block = new Block(entry);
      block.end = End.LEAVE;
      blocks.put(entry, block);
    }
  }

  /**
   * Drops blocks from which the entry is not reached again: what follows a loop runs once for many
   * rounds. If no block leads back, all are kept.
   */
  private void keepLoop() {
    Set<Block> kept = new HashSet<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : blocks.descendingMap().values()) {
        if (!kept.contains(block)) {
          for (Block next : successors(block)) {
            changed |= (next.start == entry || kept.contains(next)) && kept.add(block);
          }
        }
      }
    }
    if (!kept.isEmpty()) {
      blocks.values().removeIf(block -> block.start != entry && !kept.contains(block));
      ways = ways.stream().filter(blocks::containsKey).toList();
      dispatch = blocks.get(DISPATCH);
      size = 0;
      for (Block block : blocks.values()) {
        size += block.instructions.size();
      }
    }
  }

  /** Whether an indirect jump is no return. */
  static boolean isSwitch(Instruction i) {
    return i.rs1 != 1 && i.rs1 != 5;
  }

  /** Whether the block ends in an indirect jump that {@link #dispatch} follows. */
  boolean isDispatched(Block block) {
    return block.end == End.INDIRECT && dispatch != null && isSwitch(block.instructions.getLast());
  }

  private Block block(long start, Map<Long, Instruction> code, Set<Long> leaders) {
    Block block = new Block(start);
    long pc = start;
    while (true) {
      Instruction i = code.get(pc);
      if (i == null) {
        block.end = End.LEAVE;
        block.next = pc;
        return block;
      }
      block.instructions.add(i);
      pc = i.next();
      block.next = pc;
      block.end = end(i);
      if (block.end != End.FALL) {
        if (block.end == End.BRANCH || block.end == End.JUMP || block.end == End.CALL) {
          block.target = target(i);
        }
        return block;
      }
      if (leaders.contains(pc) && code.containsKey(pc) || block.instructions.size() >= 900) {
        if (!code.containsKey(pc) || !leaders.contains(pc)) {
          block.end = End.LEAVE;
        }
        return block;
      }
    }
  }

  /** Far unconditional jumps are tail calls: their target is another region. */
  private boolean isNear(long target) {
    return Math.abs(target - entry) < 1 << 15;
  }

  private long target(Instruction i) {
    return i.pc + i.imm & addressMask;
  }

  private @Nullable Instruction decode(long pc) {
    Decoded d = new Decoded();
    int word;
    try {
      word = source.word(pc);
    } catch (RuntimeException e) {
      return null; // Not mapped: the interpreter will raise the fault.
    }
    if (!decoder.decode(word, d) || !isTranslatable(d)) {
      return null;
    }
    return new Instruction(pc, d, Meaning.of(d.opcode));
  }

  /** What is left to the interpreter: it ends a region. */
  private boolean isTranslatable(Decoded d) {
    if (d.opcode.hasRoundingMode() && (d.rm == 5 || d.rm == 6)) {
      return false;
    }
    boolean shift = d.opcode == Opcode.SLLI || d.opcode == Opcode.SRLI || d.opcode == Opcode.SRAI;
    if (shift && decoder.xlen() == 32 && d.imm > 31) {
      return false;
    }
    return switch (d.opcode) {
      case EBREAK, FENCE_I, SRET, MRET, DRET, WFI, SFENCE_VMA, CBO_ZERO -> false;
      case CSRRW, CSRRS, CSRRC, CSRRWI, CSRRSI, CSRRCI -> d.imm >= 1 && d.imm <= 3;
      default -> true;
    };
  }

  private static End end(Instruction i) {
    return switch (i.opcode) {
      case BEQ, BNE, BLT, BGE, BLTU, BGEU -> End.BRANCH;
      case JAL -> i.rd == 1 || i.rd == 5 ? End.CALL : End.JUMP;
      case JALR -> i.rd == 1 || i.rd == 5 ? End.CALL_INDIRECT : End.INDIRECT;
      case ECALL -> End.SYSTEM_CALL;
      default -> End.FALL;
    };
  }

  // ---- analyses ----------------------------------------------------------------------------

  /** Blocks inside the region that may come next. */
  List<Block> successors(Block block) {
    List<Block> list = new ArrayList<>(2);
    switch (block.end) {
      case FALL, CALL, CALL_INDIRECT, SYSTEM_CALL -> add(list, block.next);
      case BRANCH -> {
        add(list, block.next);
        add(list, block.target);
      }
      case JUMP -> add(list, block.target);
      case INDIRECT -> {
        if (isDispatched(block)) {
          add(list, DISPATCH);
        }
      }
      case DISPATCH -> ways.forEach(way -> add(list, way));
      case LEAVE -> {}
    }
    return list;
  }

  /** Whether the hart has to have all registers at the end of a block, on some way. */
  private boolean ends(Block block) {
    return switch (block.end) {
      case FALL -> !blocks.containsKey(block.next);
      case BRANCH -> !blocks.containsKey(block.next) || !blocks.containsKey(block.target);
      case JUMP -> !blocks.containsKey(block.target);
      case INDIRECT -> !isDispatched(block);
      case CALL, CALL_INDIRECT, SYSTEM_CALL, DISPATCH, LEAVE -> true;
    };
  }

  private void add(List<Block> list, long pc) {
    Block block = blocks.get(pc);
    if (block != null) {
      list.add(block);
    }
  }

  private void markLoops() {
    for (Block block : blocks.values()) {
      for (Block next : successors(block)) {
        if (next.start <= block.start) {
          next.isLoopHeader = true;
        }
      }
    }
  }

  /** What is reached on one way only goes on with what is not counted there. */
  private void spreadUncounted() {
    Map<Block, Integer> ways = new HashMap<>();
    ways.put(blocks.get(entry), 2);
    for (Block block : blocks.values()) {
      for (Block next : successors(block)) {
        ways.merge(next, next.start <= block.start ? 2 : 1, Integer::sum);
      }
    }
    for (Block block : blocks.values()) { // By address: what comes before has been seen to.
      if (!synchronises(block.end)) {
        for (Block next : successors(block)) {
          if (ways.getOrDefault(next, 0) == 1) {
            next.uncounted = block.uncountedAtEnd();
          }
        }
      }
    }
  }

  /** Whether registers are written back at the end of a block and read anew behind it. */
  static boolean synchronises(End end) {
    return end == End.CALL || end == End.CALL_INDIRECT || end == End.SYSTEM_CALL;
  }

  private void analyse() {
    boolean changed = true;
    while (changed) { // May be dirty, forward.
      changed = false;
      for (Block block : blocks.values()) {
        long dirty = synchronises(block.end) ? 0 : dirtyAtEnd(block);
        for (Block next : successors(block)) {
          if ((next.dirtyIn | dirty) != next.dirtyIn) {
            next.dirtyIn |= dirty;
            changed = true;
          }
        }
      }
    }
    spreadLive();
    for (Block block : blocks.values()) {
      block.dirtyIn &= block.liveIn;
    }
    words();
  }

  /**
   * Which registers may be read, backward. At the end of the region that is what is to be written
   * back: everything that is dirty. In its middle nobody reads what is overwritten on all ways on,
   * and such registers need not be written back where an instruction leaves to the interpreter,
   * which goes on along the same ways. If they were, loops would carry them all from round to
   * round. Where the region has to be exact, they are.
   */
  private void spreadLive() {
    boolean exact = source.isExact();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : blocks.descendingMap().values()) {
        long live = ends(block) ? dirtyAtEnd(block) : 0;
        if (!synchronises(block.end)) {
          for (Block next : successors(block)) {
            live |= next.liveIn;
          }
        }
        for (int i = block.instructions.size() - 1; i >= 0; i--) {
          Instruction instruction = block.instructions.get(i);
          live = live & ~instruction.writes() | instruction.reads();
          instruction.live = exact ? -1 : live;
        }
        live |= exact ? block.dirtyIn : 0;
        if (live != block.liveIn) {
          block.liveIn = live;
          changed = true;
        }
      }
    }
  }

  /**
   * Which registers hold words. Where the entry heads a loop, those that the loop makes words are
   * presumed to be words when it is entered, too; that is checked there.
   */
  private void words() {
    Block first = java.util.Objects.requireNonNull(blocks.get(entry));
    if (decoder.xlen() == 32) {
      return; // All are.
    }
    long presumed = 0;
    if ((first.isLoopHeader || ways.contains(entry)) && !source.isSlow(entry)) {
      spreadWords();
      presumed = first.wordsIn & writtenWords();
    }
    for (Block block : blocks.values()) {
      block.wordsIn = -1;
    }
    first.wordsIn = presumed;
    spreadWords();
  }

  /** Registers that some instruction writes a word to. */
  private long writtenWords() {
    long written = 0;
    for (Block block : blocks.values()) {
      long words = block.wordsIn;
      for (Instruction i : block.instructions) {
        words = wordsAfter(i, words);
        written |= i.writes() & words;
      }
    }
    return written & 0xffffffffL;
  }

  private void spreadWords() {
    boolean changed = true;
    while (changed) { // Must be a sign-extended word, forward.
      changed = false;
      for (Block block : blocks.values()) {
        long words = synchronises(block.end) ? 0 : wordsAtEnd(block);
        for (Block next : successors(block)) {
          if (next == dispatch) {
            words = 0; // It is entered from elsewhere, too.
          }
          if ((next.wordsIn & words) != next.wordsIn) {
            next.wordsIn &= words;
            changed = true;
          }
        }
      }
    }
  }

  private long wordsAtEnd(Block block) {
    long words = block.wordsIn;
    for (Instruction i : block.instructions) {
      words = wordsAfter(i, words);
    }
    return words;
  }

  /** Updates the set of registers that hold sign-extended words. */
  long wordsAfter(Instruction i, long words) {
    long written = i.writes() & 0xffffffffL;
    if (written == 0 || decoder.xlen() == 32) {
      return words;
    }
    return Meanings.givesWord(i, words) ? words | written : words & ~written;
  }

  long dirtyAtEnd(Block block) {
    long dirty = block.dirtyIn;
    for (Instruction i : block.instructions) {
      dirty |= i.writes();
    }
    return dirty;
  }

  /**
   * Registers that are to stay in the hart. In a loop with more live registers than the host has,
   * those that it does not touch had better be there: HotSpot would move them to the stack and back
   * at each of its ends, and loops may be short.
   */
  long resident() {
    if (source.isExact()) {
      return 0;
    }
    Map<Block, Long> weights = new HashMap<>();
    blocks.values().forEach(block -> weights.put(block, 1L));
    List<List<Block>> loops = new ArrayList<>();
    for (Block header : blocks.values()) {
      if (header.isLoopHeader) {
        List<Block> loop = loop(header);
        loops.add(loop);
        loop.forEach(block -> weights.merge(block, ROUNDS, (a, b) -> Math.min(a * b, 1L << 40)));
      }
    }
    long resident = 0;
    for (List<Block> loop : loops) {
      long touched = 0;
      for (Block block : loop) {
        for (Instruction i : block.instructions) {
          touched |= i.reads() | i.writes();
        }
      }
      long through = loop.getFirst().liveIn & ~touched & 0xffffffffL;
      if (Long.bitCount(touched & 0xffffffffL) + Long.bitCount(through) > HOST_REGISTERS) {
        long rounds = weights.getOrDefault(loop.getFirst(), 1L);
        for (long left = through; left != 0; left &= left - 1) {
          int r = Long.numberOfTrailingZeros(left);
          if (accesses(r, weights) < rounds) {
            resident |= 1L << r;
          }
        }
      }
    }
    return resident;
  }

  /** The blocks from a loop's header to the last jump back to it. */
  private List<Block> loop(Block header) {
    long last = header.start;
    for (Block block : blocks.tailMap(header.start, true).values()) {
      if (successors(block).contains(header)) {
        last = block.start;
      }
    }
    return List.copyOf(blocks.subMap(header.start, true, last, true).values());
  }

  private long accesses(int register, Map<Block, Long> weights) {
    long sum = 0;
    for (Block block : blocks.values()) {
      for (Instruction i : block.instructions) {
        if (((i.reads() | i.writes()) >>> register & 1) != 0) {
          sum += weights.getOrDefault(block, 1L);
        }
      }
    }
    return sum;
  }

  /** Every register the region reads or writes. */
  long used() {
    long used = 0;
    for (Block block : blocks.values()) {
      used |= block.liveIn;
      for (Instruction i : block.instructions) {
        used |= i.reads() | i.writes();
      }
    }
    return used;
  }
}
