package dev.ferry.machine.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.core.GuestMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instruction gets another way when the one it is translated with has failed, not before. */
class AccessSitesTest {
  private static final long PC = 0x1000;
  private static final long HEAP = 0x20000;
  private static final long STACK = 0x80000;
  private static final long TABLE = 0xc0000;
  private static final int READ = GuestMemory.READ;
  private static final int WRITE = GuestMemory.WRITE;

  /** More than any threshold. */
  private static final int OFTEN = 1000;

  private final GuestMemory memory = new GuestMemory(1L << 28, 1L << 24);
  private final AccessSites sites = new AccessSites(memory);

  @BeforeEach
  void map() {
    for (long start : new long[] {HEAP, STACK, TABLE}) {
      memory.mappings().map(start, start + 0x4000, READ | WRITE, "");
      memory.writeByte(start, 1);
    }
    sites.found(PC, HEAP, false);
  }

  @AfterEach
  void close() {
    memory.close();
  }

  /** Misses until the instruction is to be translated anew; whether that comes to an end. */
  private boolean misses(long address) {
    for (int k = 0; k < OFTEN; k++) {
      if (sites.missed(PC, address, false)) {
        return true;
      }
    }
    return false;
  }

  private boolean fails() {
    for (int k = 0; k < OFTEN; k++) {
      if (sites.failed(PC)) {
        return true;
      }
    }
    return false;
  }

  private void translate() {
    sites.settle(pc -> pc == PC, sites.now());
  }

  @Test
  void getsASecondWindowAndThenNone() {
    int first = sites.window(PC, READ);
    assertThat(misses(STACK)).isTrue();
    int second = sites.window(PC, READ);
    assertThat(second).isNotEqualTo(first).isNotNegative();
    translate();
    assertThat(misses(TABLE)).isTrue();
    assertThat(sites.window(PC, READ)).isEqualTo(-1);
    translate();
    assertThat(sites.isSlow(PC)).isFalse();
    assertThat(fails()).isTrue();
    assertThat(sites.isSlow(PC)).isTrue();
  }

  @Test
  void failuresOfTheOldTranslationTellNothingOfTheNextWay() {
    assertThat(misses(STACK)).isTrue();
    int second = sites.window(PC, READ);
    assertThat(misses(STACK)).isFalse();
    assertThat(fails()).isFalse();
    assertThat(sites.window(PC, READ)).isEqualTo(second);
    sites.settle(pc -> pc == PC, sites.now() - 1); // It was begun before the change.
    assertThat(misses(TABLE)).isFalse();
    sites.settle(pc -> pc != PC, sites.now());
    assertThat(misses(TABLE)).isFalse();
    translate();
    assertThat(misses(TABLE)).isTrue();
  }

  @Test
  void whatHasMissedBeforeIsChangedWithItsRegion() {
    assertThat(sites.missed(PC, STACK, false)).isFalse();
    sites.renew(pc -> pc == PC, false);
    assertThat(sites.window(PC, READ)).isEqualTo(memory.window(STACK, READ));
    sites.renew(pc -> pc == PC, true); // It waits for its second window already.
    assertThat(sites.window(PC, READ)).isNotEqualTo(-1);
    translate();
    sites.renew(pc -> pc == PC, true);
    assertThat(sites.window(PC, READ)).isEqualTo(-1);
  }
}
