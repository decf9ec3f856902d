package dev.ferry.machine.interpreter;

import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Meaning;
import dev.ferry.isa.Opcode;
import dev.ferry.machine.core.Hart;
import org.jspecify.annotations.Nullable;

/**
 * What the instruction that comes next does to memory.
 *
 * @param address first byte
 * @param bytes how many
 */
public record MemoryAccess(long address, int bytes, boolean reads, boolean writes) {
  private static final int CACHE_BLOCK = 64;

  /** The access of the instruction at the hart's pc, or null where it has none. */
  public static @Nullable MemoryAccess next(Hart h, Decoder decoder, int word) {
    Decoded decoded = new Decoded();
    if (!decoder.decode(word, decoded)) {
      return null;
    }
    long base = h.x(decoded.rs1);
    for (Meaning.Statement statement : Meaning.of(decoded.opcode).statements()) {
      MemoryAccess access =
          switch (statement) {
            case Meaning.Store store ->
                new MemoryAccess(at(h, base + decoded.imm), store.bits() / 8, false, true);
            case Meaning.Assign assign -> of(h, assign.value(), decoded.opcode, base, decoded.imm);
            case Meaning.Effect effect -> of(h, effect.call(), decoded.opcode, base, decoded.imm);
            case Meaning.Goto _, Meaning.Branch _ -> null;
          };
      if (access != null) {
        return access;
      }
    }
    return null;
  }

  private static @Nullable MemoryAccess of(
      Hart h, Meaning.Expression value, Opcode opcode, long base, int imm) {
    return switch (value) {
      case Meaning.Load load -> new MemoryAccess(at(h, base + imm), load.bits() / 8, true, false);
      case Meaning.Extend extend -> of(h, extend.value(), opcode, base, imm);
      case Meaning.Call call -> ofCall(h, call, opcode, base, imm);
      default -> null;
    };
  }

  private static @Nullable MemoryAccess ofCall(
      Hart h, Meaning.Call call, Opcode opcode, long base, int imm) {
    if (call.owner().equals("Atomics")) {
      boolean loads = call.method().startsWith("load");
      boolean stores = !loads;
      boolean both = stores && !call.method().startsWith("store");
      int bytes = call.method().endsWith("64") ? 8 : 4;
      return new MemoryAccess(at(h, base), bytes, loads || both, stores);
    }
    if (opcode == Opcode.CBO_ZERO) {
      return new MemoryAccess(at(h, base) & -CACHE_BLOCK, CACHE_BLOCK, false, true);
    }
    for (Meaning.Expression argument : call.arguments()) {
      MemoryAccess access = of(h, argument, opcode, base, imm);
      if (access != null) {
        return access;
      }
    }
    return null;
  }

  private static long at(Hart h, long address) {
    return address & h.addressMask;
  }
}
