package dev.ferry.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of machines in one JVM, many at a time: none sees another, all give back what they
 * took.
 */
class ManyMachinesTest {
  private static final int MACHINES = 2000;
  private static final int AT_ONCE = 32;
  private static final long BASE = 0x10000;

  /** A program without a library: writes its first argument's first byte, and ends with it. */
  private static byte[] program() {
    int[] code = {
      0x01013583, // ld a1, 16(sp)      argv[1]
      0x0005c403, // lbu s0, 0(a1)
      0x00100513, // li a0, 1
      0x00100613, // li a2, 1
      0x04000893, // li a7, 64          write
      0x00000073, // ecall
      0x00040513, // mv a0, s0
      0x05e00893, // li a7, 94          exit_group
      0x00000073, // ecall
    };
    int start = 64 + 56;
    int size = start + 4 * code.length;
    ByteBuffer b = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    b.putShort((short) 2).putShort((short) 243).putInt(1); // ET_EXEC, EM_RISCV
    b.putLong(BASE + start).putLong(64).putLong(0).putInt(0);
    b.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    b.position(64);
    b.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE); // PT_LOAD, R and X
    b.putLong(size).putLong(size).putLong(4096);
    for (int word : code) {
      b.putInt(word);
    }
    return b.array();
  }

  @Test
  @Timeout(120)
  void runSideBySide() throws Exception {
    byte[] program = program();
    try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<String>> results = new ArrayList<>();
      for (int i = 0; i < MACHINES; i++) {
        char letter = (char) ('a' + i % 26);
        results.add(pool.submit(() -> run(program, letter)));
      }
      for (int i = 0; i < MACHINES; i++) {
        char letter = (char) ('a' + i % 26);
        assertThat(results.get(i).get()).isEqualTo(letter + " " + (int) letter);
      }
    }
  }

  private static String run(byte[] program, char letter) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Outcome outcome =
        Machine.builder(program)
            .arguments("program", String.valueOf(letter))
            .limits(Limits.DEFAULT.withMemory(64L << 20).withInstructions(1000))
            .output(out)
            .build()
            .run();
    return out.toString(StandardCharsets.UTF_8) + " " + outcome.exitStatus();
  }
}
