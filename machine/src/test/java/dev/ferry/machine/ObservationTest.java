package dev.ferry.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.observe.InstructionTrace;
import dev.ferry.machine.observe.Observation;
import dev.ferry.machine.observe.ObservedEngines;
import dev.ferry.machine.observe.Profile;
import dev.ferry.machine.observe.Statistics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Traces, statistics and profiles of a program of which every instruction is known. */
@Timeout(60)
class ObservationTest {
  private static final long BASE = 0x10000;
  private static final int CODE = 128;

  /** A loop of 1000 rounds of three instructions, one of them a store, then exit(0). */
  private static final int[] PROGRAM = {
    0x3e800513, // li a0,1000
    0xfea13c23, // sd a0,-8(sp)
    0xfff50513, // addi a0,a0,-1
    0xfe051ce3, // bnez a0,.-8
    0x05d00893, // li a7,93
    0x00000073 // ecall
  };

  private static byte[] elf() {
    ByteBuffer b = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    b.putShort((short) 2).putShort((short) 243).putInt(1).putLong(BASE + CODE).putLong(64);
    b.putLong(0).putInt(4).putShort((short) 64).putShort((short) 56).putShort((short) 1);
    b.position(64);
    b.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE).putLong(256).putLong(256);
    b.putLong(4096).position(CODE);
    for (int word : PROGRAM) {
      b.putInt(word);
    }
    return b.array();
  }

  private static String observe(Observation observation, ByteArrayOutputStream out)
      throws Exception {
    Machine machine =
        Machine.builder(elf()).engines(new ObservedEngines(List.of(observation))).build();
    assertThat(machine.run().exitStatus()).isZero();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    observation.report(machine.symbols(), print);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void statisticsAreExact() throws Exception {
    String text = observe(new Statistics(), new ByteArrayOutputStream());
    assertThat(text).contains("3,003 instructions retired, 0.0 % of them compressed");
    assertThat(text).contains("1,000 branches, 99.9 % of them taken");
    assertThat(text).containsPattern(" 1,000 +33.30  store\n").containsPattern(" 1,002 .*  addi\n");
  }

  @Test
  void theTraceShowsWhatChanged() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> lines = observe(new InstructionTrace(out), out).lines().toList();
    assertThat(lines).hasSize(2 * 3003);
    assertThat(lines.get(0)).isEqualTo("core   0: 0x0000000000010080 (0x3e800513) li a0,1000");
    assertThat(lines.get(1))
        .isEqualTo("core   0: 0x0000000000010080 (0x3e800513) x10 0x00000000000003e8");
    assertThat(lines.get(3)).contains(" mem 0x").endsWith(" 0x00000000000003e8");
    assertThat(lines.get(5)).endsWith("x10 0x00000000000003e7");
  }

  @Test
  void profilesAreTheSameEachTime(@TempDir Path folder) throws Exception {
    for (String name : List.of("p.txt", "p.json", "p.svg")) {
      Path file = folder.resolve(name);
      String said = observe(new Profile(file), new ByteArrayOutputStream());
      assertThat(said).contains("profile of 3 samples");
      String first = Files.readString(file);
      observe(new Profile(file), new ByteArrayOutputStream());
      assertThat(Files.readString(file)).isEqualTo(first);
    }
    assertThat(Files.readString(folder.resolve("p.txt"))).isEqualTo("(no symbol) 3\n");
    assertThat(Files.readString(folder.resolve("p.json"))).contains("\"weights\":[2991]");
    assertThat(Files.readString(folder.resolve("p.svg"))).startsWith("<svg ").endsWith("</svg>\n");
  }
}
