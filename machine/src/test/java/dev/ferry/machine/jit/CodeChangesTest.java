package dev.ferry.machine.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.jit.CodeChanges.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guest changes code while some is translated. */
class CodeChangesTest {
  private static final long LOOP = 0x10000;

  /** {@code loop: addi a0, a0, -1; bnez a0, loop; ecall}. */
  private static final int[] CODE = {0xfff50513, 0xfe051ee3, 0x00000073};

  private CodeChangesTest() {}

  @Test
  void eachReaderSeesWhatHasChangedSinceItBegan() {
    CodeChanges changes = new CodeChanges();
    changes.add(0, 1);
    int first = changes.begin();
    changes.add(1, 2);
    int second = changes.begin();
    changes.add(2, 3);
    assertThat(changes.end(first)).isEqualTo(List.of(new Range(1, 2), new Range(2, 3)));
    changes.add(3, 4);
    assertThat(changes.end(second)).isEqualTo(List.of(new Range(2, 3), new Range(3, 4)));
    assertThat(changes.end(changes.begin())).isEmpty();
  }

  /** Who unmaps code has the memory's lock and asks for the translator's; never the reverse. */
  @Test
  void firstTranslationWaitsForTheMemoryWithoutALock() throws InterruptedException {
    GuestMemory memory = new GuestMemory(1L << 26, 1L << 24);
    memory
        .mappings()
        .map(LOOP, LOOP + GuestMemory.PAGE, GuestMemory.READ | GuestMemory.EXECUTE, "code");
    ByteBuffer bytes = ByteBuffer.allocate(4 * CODE.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int instruction : CODE) {
      bytes.putInt(instruction);
    }
    memory.poke(LOOP, bytes.array(), 0, bytes.capacity());
    Jit.Options options =
        new Jit.Options(
            10,
            false,
            400,
            60_000,
            false,
            false,
            null,
            e -> {
              throw new IllegalStateException(e);
            });
    JitCode code = new JitCode(memory, 64, options);
    Thread translator = new Thread(() -> code.hot(LOOP, -1));
    Thread guest =
        new Thread(() -> {
          synchronized (memory) {
            translator.start();
            while (translator.getState() != Thread.State.BLOCKED) {
              Thread.onSpinWait();
            }
            memory.codeChanged(LOOP, LOOP + GuestMemory.PAGE);
          }
        });
    guest.setDaemon(true);
    translator.setDaemon(true);
    guest.start();
    assertThat(guest.join(Duration.ofSeconds(30))).isTrue();
    assertThat(translator.join(Duration.ofSeconds(30))).isTrue();
    assertThat(code.translations().find(LOOP)).isNotNull();
    code.close();
    memory.close();
  }
}
