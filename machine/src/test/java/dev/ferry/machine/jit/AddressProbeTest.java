package dev.ferry.machine.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.isa.Decoder;
import dev.ferry.machine.core.GuestMemory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where loads and stores go is found as far as the registers tell it. */
class AddressProbeTest {
  private static final long CODE = 0x10000;
  private static final long HEAP = 0x20000;
  private static final long STACK = 0x80000;
  private static final int READ = GuestMemory.READ;
  private static final int WRITE = GuestMemory.WRITE;

  private static final int[] WORDS = {
    0x00813503, // 00: ld a0, 8(sp)
    0x00053583, // 04: ld a1, 0(a0)
    0x04050613, // 08: addi a2, a0, 64
    0x00b63823, // 0c: sd a1, 16(a2)
    0x0005a683, // 10: lw a3, 0(a1)
    0x00058863, // 14: beq a1, zero, 24
    0x000010ef, // 18: jal ra, elsewhere
    0x00053703, // 1c: ld a4, 0(a0)
    0x00843783, // 20: ld a5, 8(s0)
    0xff813803, // 24: ld a6, -8(sp)
    0x00008067, // 28: ret
  };

  private final GuestMemory memory = new GuestMemory(1L << 28, 1L << 24);
  private final AccessSites sites = new AccessSites(memory);

  @AfterEach
  void close() {
    memory.close();
  }

  private int window(int offset, int right) {
    return sites.window(CODE + offset, right);
  }

  private void probe() {
    memory.mappings().map(CODE, CODE + 0x1000, READ | GuestMemory.EXECUTE, "code");
    memory.mappings().map(HEAP, HEAP + 0x4000, READ | WRITE, "heap");
    memory.mappings().map(STACK, STACK + 0x4000, READ | WRITE, "stack");
    memory.writeLong(STACK + 0x1008, HEAP + 0x100); // What a0 will be.
    memory.writeLong(HEAP + 0x100, 0x5_0000); // a1: nothing is mapped there.
    long[] registers = new long[32];
    registers[2] = STACK + 0x1000;
    registers[8] = HEAP;
    Region region = Region.explore(CODE, 100, new Code(), Decoder.all(64));
    AddressProbe.run(region, CODE, registers, 64, memory, sites);
  }

  @Test
  void followsAddressesThroughMemoryAndArithmetic() {
    probe();
    int stack = window(0x00, READ);
    int heap = window(0x04, READ);
    assertThat(stack).isNotNegative();
    assertThat(heap).isNotNegative().isNotEqualTo(stack);
    assertThat(window(0x0c, WRITE)).isEqualTo(heap);
    assertThat(window(0x20, READ)).isEqualTo(heap);
    assertThat(window(0x24, READ)).isEqualTo(stack);
  }

  @Test
  void knowsNothingOfWhatIsNotMappedAndWhatCallsGive() {
    probe();
    assertThat(window(0x10, READ)).isNegative();
    assertThat(window(0x1c, READ)).isNegative();
  }

  @Test
  void givesAnotherWindowOnceAndNoneAfterManyMisses() {
    probe();
    int stack = window(0x00, READ);
    int heap = window(0x04, READ);
    assertThat(missUntilChanged(0x00, HEAP + 8)).isEqualTo(32);
    assertThat(window(0x00, READ)).isEqualTo(heap);
    sites.settle(pc -> true, sites.now());
    assertThat(missUntilChanged(0x00, STACK + 8)).isEqualTo(32);
    assertThat(window(0x00, READ)).isNegative();
    assertThat(window(0x24, READ)).isEqualTo(stack);
    sites.clear();
    assertThat(window(0x24, READ)).isNegative();
  }

  /** How many misses it takes. */
  private int missUntilChanged(int offset, long address) {
    for (int n = 1; n < 1000; n++) {
      if (sites.missed(CODE + offset, address, false)) {
        return n;
      }
    }
    return -1;
  }

  private static final class Code implements Region.Source {
    @Override
    public int word(long pc) {
      return WORDS[(int) (pc - CODE) / 4];
    }

    @Override
    public boolean isWarm(long pc) {
      return true;
    }

    @Override
    public boolean isEntry(long pc) {
      return false;
    }

    @Override
    public boolean isFunction() {
      return true;
    }

    @Override
    public boolean isSlow(long pc) {
      return false;
    }

    @Override
    public boolean isExact() {
      return false;
    }

    @Override
    public List<Long> ways(long pc) {
      return List.of();
    }
  }
}
