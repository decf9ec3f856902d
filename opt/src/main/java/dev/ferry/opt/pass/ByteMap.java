package dev.ferry.opt.pass;

import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which byte of another value each byte of a value is (the symbolic numbers of gcc's {@code bswap}
 * pass).
 *
 * @param source the other value
 * @param bytes from the lowest byte up, eight bits each: 0 for a byte that is zero, the number of
 *     the source's byte from 1, or {@link #UNKNOWN}
 */
record ByteMap(Value source, long bytes) {
  private static final long UNKNOWN = 0xff;
  private static final long IDENTITY = 0x0807060504030201L;
  private static final int MAX_DEPTH = 40;

  /** The maps of a function's values, each computed once. */
  static final class Maps {
    private final Map<Value, ByteMap> known = new IdentityHashMap<>();

    ByteMap of(Value value) {
      return of(value, 0);
    }

    private ByteMap of(Value value, int depth) {
      ByteMap found = known.get(value);
      if (found == null) {
        found = depth < MAX_DEPTH ? computed(value, depth + 1) : null;
        found = found == null ? new ByteMap(value, IDENTITY & mask(width(value))) : found;
        known.put(value, found);
      }
      return found;
    }

    /** By the op of the value; null if it is none that moves bytes. */
    private @Nullable ByteMap computed(Value value, int depth) {
      if (!(value instanceof Instruction i) || i.type == null || !i.type.isInt()) {
        return null;
      }
      int width = width(i);
      return switch (i.op) {
        case OR, XOR, ADD -> joined(i, of(i.args[0], depth), of(i.args[1], depth));
        case AND -> i.args[1] instanceof Instruction c && c.isConst() ? masked(i, c, depth) : null;
        case SHL, SHR, SAR, ROTL, ROTR -> shifted(i, depth);
        case ZEXT8 -> of(i.args[0], depth).with(0xffL, 0);
        case ZEXT16 -> of(i.args[0], depth).with(0xffffL, 0);
        case ZEXT -> of(i.args[0], depth).with(mask(4), 0);
        case TRUNC -> of(i.args[0], depth).with(mask(4), 0);
        case SEXT8 -> of(i.args[0], depth).extended(1, width);
        case SEXT16 -> of(i.args[0], depth).extended(2, width);
        case SEXT -> of(i.args[0], depth).extended(4, width);
        case BSWAP -> {
          ByteMap from = of(i.args[0], depth);
          yield new ByteMap(from.source, Long.reverseBytes(from.bytes) >>> 64 - 8 * width);
        }
        default -> null;
      };
    }

    private @Nullable ByteMap masked(Instruction and, Instruction constant, int depth) {
      ByteMap from = of(and.args[0], depth);
      long bytes = 0;
      for (int at = 0; at < 8 * width(and); at += 8) {
        long kept = constant.imm >>> at & 0xff;
        long code = from.bytes >>> at & 0xff;
        bytes |= (kept == 0xff || code == 0 ? code : kept == 0 ? 0 : UNKNOWN) << at;
      }
      return new ByteMap(from.source, bytes);
    }

    private @Nullable ByteMap shifted(Instruction shift, int depth) {
      int width = width(shift);
      if (!(shift.args[1] instanceof Instruction c) || !c.isConst()) {
        return null;
      }
      int count = (int) c.imm & 8 * width - 1;
      if (count % 8 != 0 || count == 0) {
        return null;
      }
      ByteMap from = of(shift.args[0], depth);
      long bytes = from.bytes;
      int rest = 8 * width - count;
      return new ByteMap(
          from.source,
          mask(width)
              & switch (shift.op) {
                case SHL -> bytes << count;
                case SHR -> bytes >>> count;
                case SAR -> bytes >>> count | sign(bytes, width) << rest;
                case ROTL -> bytes << count | bytes >>> rest;
                default -> bytes >>> count | bytes << rest;
              });
    }

    /** The bytes that are zero in the one are the other's. */
    private static @Nullable ByteMap joined(Instruction op, ByteMap a, ByteMap b) {
      if (a.source != b.source) {
        return null;
      }
      long bytes = 0;
      for (int at = 0; at < 8 * width(op); at += 8) {
        long first = a.bytes >>> at & 0xff;
        long second = b.bytes >>> at & 0xff;
        long both = op.op == Op.OR && first == second ? first : UNKNOWN;
        bytes |= (first == 0 ? second : second == 0 ? first : both) << at;
        if (op.op == Op.ADD && (bytes >>> at & 0xff) == UNKNOWN) {
          // It may carry.
          return null;
        }
      }
      return new ByteMap(a.source, bytes);
    }
  }

  private static int width(Value value) {
    return value.type == Type.I64 || value.type == Type.F64 ? 8 : 4;
  }

  private static long mask(int bytes) {
    return bytes == 8 ? -1 : (1L << 8 * bytes) - 1;
  }

  /** What comes in from above: zeros, if the top byte is zero. */
  private static long sign(long bytes, int width) {
    return bytes >>> 8 * (width - 1) == 0 ? 0 : -1;
  }

  private ByteMap with(long mask, long others) {
    return new ByteMap(source, bytes & mask | others & ~mask);
  }

  private ByteMap extended(int from, int to) {
    return with(mask(from), sign(bytes & mask(from), from) & mask(to));
  }

  /** Whether the value is the source itself. */
  boolean isWhole(Type type) {
    return source.type == type && bytes == (IDENTITY & mask(type.bytes()));
  }

  /** Whether the value is the lowest so many bytes of the source, reversed, and zeros above. */
  boolean isReversed(int count) {
    return source.type != null
        && source.type.isInt()
        && source.type.bytes() >= count
        && bytes == Long.reverseBytes(IDENTITY & mask(count)) >>> 64 - 8 * count;
  }
}
