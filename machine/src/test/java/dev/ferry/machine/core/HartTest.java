package dev.ferry.machine.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HartTest {
  @Test
  void isInterruptedAlsoWhereItsMemoryHasMovedOrIsGone() {
    GuestMemory memory = new GuestMemory(1L << 28, 1L << 20);
    Hart hart = new Hart(memory, 64);
    hart.interrupt();
    assertThat(Raw.getByte(memory.place().stop())).isNotZero();
    MemoryPlace better = memory.betterPlace();
    if (better != null) {
      memory.moveTo(better);
      hart.findMemory();
      assertThat(Raw.getByte(better.stop())).isNotZero();
    }
    hart.clearInterrupt();
    assertThat(hart.interrupted).isFalse();
    assertThat(Raw.getByte(memory.place().stop())).isZero();
    memory.close();
    hart.interrupt(); // A process that has ended may still be sent a signal.
    assertThat(hart.interrupted).isTrue();
  }
}
