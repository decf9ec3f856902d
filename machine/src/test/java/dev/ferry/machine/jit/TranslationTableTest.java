package dev.ferry.machine.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.core.Hart;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TranslationTableTest {
  private static final long PLACE = 0x1000;

  /** Would be in the same slot of a table of any size below. */
  private static final long OTHER = PLACE + (1L << 40);

  private static Translated at(long pc) {
    return new Translated(pc, 1) {
      @Override
      public long run(Hart h, int depth) {
        return pc;
      }
    };
  }

  @Test
  void findsWhatStartsThere() {
    TranslationTable table = new TranslationTable();
    Translated first = at(PLACE);
    Translated other = at(OTHER);
    table.put(first);
    table.put(other);
    assertThat(table.find(PLACE)).isSameAs(first);
    assertThat(table.find(OTHER)).isSameAs(other);
    assertThat(table.find(PLACE + 2)).isNull();
    assertThat(table.putIfAbsent(at(PLACE))).isFalse();
    Translated newer = at(PLACE);
    table.put(newer);
    assertThat(table.find(PLACE)).isSameAs(newer);
    assertThat(table.removeIf(each -> each.pc == PLACE)).containsExactly(newer);
    assertThat(table.find(PLACE)).isNull();
    assertThat(table.find(OTHER)).isSameAs(other);
  }

  @Test
  void grows() {
    TranslationTable table = new TranslationTable();
    for (long pc = 0; pc < 20_000; pc += 2) {
      table.put(at(pc % 3 == 0 ? pc : pc << 12));
    }
    for (long pc = 0; pc < 20_000; pc += 2) {
      Translated found = table.find(pc % 3 == 0 ? pc : pc << 12);
      assertThat(found).isNotNull();
      assertThat(found.pc).isEqualTo(pc % 3 == 0 ? pc : pc << 12);
      assertThat(table.find(pc + 1)).isNull();
    }
    assertThat(table.removeIf(each -> each.pc >= 20_000)).isNotEmpty();
    assertThat(table.find(6)).isNotNull();
    assertThat(table.find(8 << 12)).isNull();
  }

  /** Harts look for a translation while another thread removes it: it must not come back. */
  @Test
  void whatIsRemovedStaysAway() throws Exception {
    TranslationTable table = new TranslationTable();
    AtomicInteger removed = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    AtomicInteger stale = new AtomicInteger();
    Thread hart =
        new Thread(() -> {
          while (seen.get() >= 0) {
            int round = seen.get() + 1;
            while (removed.get() < round) {
              table.find(PLACE);
            }
            if (table.find(PLACE) != null) {
              stale.incrementAndGet();
            }
            seen.compareAndSet(round - 1, round);
          }
        });
    hart.setDaemon(true);
    hart.start();
    // As many rounds as a second has: few where the other thread has to wait for a processor.
    long end = System.nanoTime() + 1_000_000_000;
    for (int round = 1; System.nanoTime() < end; round++) {
      table.put(at(PLACE));
      for (int spin = round % 29; spin > 0; spin--) {
        Thread.onSpinWait();
      }
      table.removeIf(each -> each.pc == PLACE);
      removed.set(round);
      while (seen.get() < round) {
        Thread.yield();
      }
    }
    seen.set(Integer.MIN_VALUE);
    removed.set(Integer.MAX_VALUE);
    hart.join();
    assertThat(stale).hasValue(0);
  }
}
