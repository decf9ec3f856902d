package dev.ferry.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.jit.Jit;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.LinuxError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Programs that are no honest ELF files: each is refused with an error number or runs within its
 * limits, and none is an error of the machine. {@code -Dferry.elfs=N} sets how many mutants run.
 */
@Timeout(600)
@Execution(ExecutionMode.SAME_THREAD)
class HostileElfTest {
  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final long BASE = 0x10000;

  /** li a0,7; li a7,93; ecall, behind an ELF header, two segments and some data. */
  private static ByteBuffer program() {
    ByteBuffer b = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    b.putShort((short) 2).putShort((short) 243).putInt(1).putLong(BASE + 256).putLong(HEADER);
    b.putLong(0).putInt(5).putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 2);
    b.position(HEADER);
    segment(b, 5, 0, BASE, 512, 512);
    segment(b, 6, 256, BASE + 0x2100, 128, 8192);
    b.position(256);
    b.putInt(0x00700513).putInt(0x05d00893).putInt(0x00000073);
    return b;
  }

  private static void segment(ByteBuffer b, int rights, long at, long address, long f, long m) {
    b.putInt(1).putInt(rights).putLong(at).putLong(address).putLong(address);
    b.putLong(f).putLong(m).putLong(4096);
  }

  private static String run(byte[] elf, boolean translated) throws InterruptedException {
    Limits limits =
        Limits.DEFAULT
            .withMemory(8L << 20)
            .withInstructions(20_000)
            .withNanoseconds(5_000_000_000L)
            .withThreads(4);
    EngineFactory engine = translated ? Jit.eager() : InterpreterEngine.factory();
    try {
      Outcome outcome = Machine.builder(elf).limits(limits).engines(engine).build().run();
      assertThat(outcome.kind()).as(outcome.message()).isNotEqualTo(Outcome.Kind.FAILED);
      assertThat(outcome.kind()).isNotEqualTo(Outcome.Kind.TIME_LIMIT);
      return outcome.kind() + " " + outcome.status();
    } catch (LinuxError e) {
      return "errno " + e.errno();
    }
  }

  @Test
  void theHonestOneRuns() throws Exception {
    assertThat(run(program().array(), false)).isEqualTo("EXITED 7");
    assertThat(run(program().array(), true)).isEqualTo("EXITED 7");
  }

  /** Every field of the header and of both segments takes every extreme value. */
  @Test
  void fieldsWithExtremeValues() throws Exception {
    long[] extremes = {
      0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x7fffffffL, 0x80000000L, 0xffff, 1L << 34, 1L << 40
    };
    int runs = 0;
    for (int at = 16; at < HEADER + 2 * SEGMENT; at += at < 24 || at >= 48 && at < 64 ? 2 : 4) {
      for (long value : extremes) {
        ByteBuffer b = program();
        int size = at < 20 || at >= 52 && at < HEADER ? 2 : at % 8 == 0 ? 8 : 4;
        for (int i = 0; i < size; i++) {
          b.put(at + i, (byte) (value >>> 8 * i));
        }
        assertThat(run(b.array(), false)).isNotEmpty();
        runs++;
      }
    }
    assertThat(runs).isGreaterThan(400);
  }

  @Test
  void everyTruncation() throws Exception {
    byte[] whole = program().array();
    for (int length = 0; length < 300; length++) {
      assertThat(run(Arrays.copyOf(whole, length), false)).isNotEmpty();
    }
  }

  @Test
  void overlappingSegments() throws Exception {
    ByteBuffer b = program();
    b.putLong(HEADER + SEGMENT + 16, BASE + 8); // The second segment's address.
    assertThat(run(b.array(), false)).isEqualTo("EXITED 7");
    b.putLong(HEADER + SEGMENT + 16, BASE + 200).putLong(HEADER + SEGMENT + 8, 300);
    assertThat(run(b.array(), false)).isEqualTo("SIGNALLED 4"); // Zeros over the code.
  }

  @Test
  void theEntryIsNowhere() throws Exception {
    for (long entry : new long[] {0, 1, 8, BASE - 4, BASE + 0x2100, 1L << 33, -4, -2}) {
      assertThat(run(program().putLong(24, entry).array(), true)).as("%x", entry).startsWith("SIG");
    }
  }

  @Test
  void mutants() throws Exception {
    Random random = new Random(20261123);
    int count = Integer.getInteger("ferry.elfs", 2000);
    for (int n = 0; n < count; n++) {
      byte[] elf = program().array();
      int changes = 1 + random.nextInt(6);
      for (int k = 0; k < changes; k++) {
        int at = random.nextInt(random.nextBoolean() ? HEADER + 2 * SEGMENT : 280);
        elf[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (1 << random.nextInt(8));
      }
      assertThat(run(elf, n % 8 == 0)).as("mutant %d", n).isNotEmpty();
    }
  }
}
