package dev.ferry.machine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HartTest {
  @Test
  void tellsItsEngineOfAnInterruptInTranslatedCodeOnly() {
    GuestMemory memory = new GuestMemory(1L << 28, 1L << 20);
    Hart hart = new Hart(memory, 64);
    AtomicInteger told = new AtomicInteger();
    hart.dispatcher =
        new Dispatcher() {
          @Override
          public long call(Hart h, long pc, long ret, int depth) {
            throw new AssertionError();
          }

          @Override
          public void systemCall(Hart h) {
            throw new AssertionError();
          }

          @Override
          public void interrupt() {
            told.incrementAndGet();
          }
        };
    hart.interrupt();
    assertThat(hart.interrupted).isTrue();
    assertThat(told).hasValue(0);
    hart.clearInterrupt();
    assertThat(hart.interrupted).isFalse();
    hart.inTranslated = true;
    hart.interrupt();
    assertThat(told).hasValue(1);
    memory.close();
  }
}
