package dev.ferry.machine.jit;

import dev.ferry.isa.Meaning.Assign;
import dev.ferry.isa.Meaning.Binary;
import dev.ferry.isa.Meaning.Conditional;
import dev.ferry.isa.Meaning.Constant;
import dev.ferry.isa.Meaning.Expression;
import dev.ferry.isa.Meaning.Extend;
import dev.ferry.isa.Meaning.Load;
import dev.ferry.isa.Meaning.Operand;
import dev.ferry.isa.Meaning.Register;
import dev.ferry.isa.Meaning.Unary;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds out where the loads and stores of a region go. It computes each block once, from the
 * registers that the hart had when it came here, as far as the values are known: memory is read,
 * nothing is written. What comes out are guesses; only the choice of a check depends on them.
 */
final class AddressProbe {
  /** sp, gp, tp and s0 to s11: what a call keeps. */
  private static final long KEPT = 0x0ffc031cL;

  private record State(Region.Block block, long[] values, long known) {}

  private final Region region;
  private final int xlen;
  private final GuestMemory memory;
  private final AccessSites sites;
  private final ArrayDeque<State> work = new ArrayDeque<>();
  private final Set<Region.Block> seen = new HashSet<>();

  // The state at the instruction.
  private Region.Instruction now;
  private long[] values = new long[32];
  private long known;

  @SuppressWarnings("NullAway.Init") // The instruction is set before use.
  private AddressProbe(Region region, int xlen, GuestMemory memory, AccessSites sites) {
    this.region = region;
    this.xlen = xlen;
    this.memory = memory;
    this.sites = sites;
  }

  /**
   * Tells {@code sites} what it finds.
   *
   * @param start where the hart was: the start of a block, else nothing is found
   * @param registers x0 to x31 at that time
   */
  static void run(
      Region region,
      long start,
      long[] registers,
      int xlen,
      GuestMemory memory,
      AccessSites sites) {
    new AddressProbe(region, xlen, memory, sites).run(start, registers);
  }

  private void run(long start, long[] registers) {
    reach(start, registers, -1);
    while (!work.isEmpty()) {
      State state = work.removeFirst();
      values = state.values;
      known = state.known;
      Region.Block block = state.block;
      for (Region.Instruction i : block.instructions) {
        now = i;
        compute(i);
      }
      if (Region.synchronises(block.end)) {
        known &= KEPT;
      }
      for (Region.Block next : region.successors(block)) {
        reach(next.start, values, known);
      }
    }
  }

  private void reach(long pc, long[] registers, long knownThere) {
    Region.Block block = region.blocks.get(pc);
    if (block != null && seen.add(block)) {
      work.add(new State(block, registers.clone(), knownThere | 1));
    }
  }

  private void compute(Region.Instruction i) {
    if (AccessSites.bits(i.opcode) != 0 && isKnown(i.rs1)) {
      sites.found(i.pc, address(values[i.rs1] + i.imm), Meanings.isStore(i.meaning));
    }
    if (i.opcode.hasRd() && !i.opcode.isRdFloat() && i.rd != 0) {
      known |= 1L << i.rd;
      if (i.meaning.statements().getFirst() instanceof Assign assign) {
        values[i.rd] = valueOrUnknown(assign.value());
      } else {
        known &= ~(1L << i.rd);
      }
    }
  }

  private boolean isKnown(int register) {
    return (known >>> register & 1) != 0;
  }

  private long address(long value) {
    return xlen == 32 ? value & 0xffffffffL : value;
  }

  /** A value that the registers do not tell. */
  private static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;
    static final Unknown INSTANCE = new Unknown();

    private Unknown() {
      super(null, null, false, false);
    }
  }

  private long valueOrUnknown(Expression e) {
    try {
      long value = value(e);
      return xlen == 32 ? (int) value : value;
    } catch (Unknown unknown) {
      known &= ~(1L << now.rd);
      return 0;
    }
  }

  private long value(Expression e) {
    return switch (e) {
      case Register r -> {
        int number = Meanings.number(r, now);
        if (r.isFloat() || !isKnown(number)) {
          throw Unknown.INSTANCE;
        }
        yield number == 0 ? 0 : values[number];
      }
      case Constant c -> c.value();
      case Operand o ->
          switch (o.name()) {
            case IMM -> now.imm;
            case PC -> now.pc;
            case NEXT -> now.next();
            case XLEN -> xlen;
            case CSR, ZIMM, RM -> throw Unknown.INSTANCE;
          };
      case Unary u -> u.operator() == '-' ? -value(u.value()) : ~value(u.value());
      case Binary b -> binary(b);
      case Conditional c -> value(value(c.condition()) != 0 ? c.yes() : c.no());
      case Extend x -> {
        long shift = 64 - x.bits();
        long top = value(x.value()) << shift;
        yield x.signed() ? top >> shift : top >>> shift;
      }
      case Load l -> load(address(value(l.address())), l.bits());
      default -> throw Unknown.INSTANCE;
    };
  }

  private long binary(Binary b) {
    long left = value(b.left());
    long right = value(b.right());
    long unsigned = xlen == 32 ? left & 0xffffffffL : left;
    int amount = (int) right & xlen - 1;
    return switch (b.operator()) {
      case MUL -> left * right;
      case ADD -> left + right;
      case SUB -> left - right;
      case SHL -> left << amount;
      case SHR -> left >> amount;
      case USHR -> unsigned >>> amount;
      case LT -> left < right ? 1 : 0;
      case GE -> left >= right ? 1 : 0;
      case LTU -> Long.compareUnsigned(left, right) < 0 ? 1 : 0;
      case GEU -> Long.compareUnsigned(left, right) >= 0 ? 1 : 0;
      case EQ -> left == right ? 1 : 0;
      case NE -> left != right ? 1 : 0;
      case AND -> left & right;
      case XOR -> left ^ right;
      case OR -> left | right;
    };
  }

  private long load(long address, int bits) {
    if (!memory.isReadable(address)) {
      throw Unknown.INSTANCE;
    }
    try {
      long value = memory.readLong(address);
      return bits == 64 ? value : value & (1L << bits) - 1;
    } catch (GuestTrap e) {
      throw Unknown.INSTANCE; // The guest, which goes on meanwhile, has just unmapped it.
    }
  }
}
