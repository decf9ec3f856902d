package dev.ferry.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.jit.CheckReport;
import dev.ferry.machine.jit.Jit;
import dev.ferry.machine.linux.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs leave the same registers, flags and memory here and under qemu. {@code
 * -Dferry.random.count} and {@code -Dferry.random.seed} widen it.
 */
class RandomProgramTest {
  private static final int BATCH = 500;
  private static final int INSTRUCTIONS = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {64, 32})
  void interpreterAgreesWithQemu(int xlen) throws Exception {
    int count = Integer.getInteger("ferry.random.count", 1000);
    long seed = Long.getLong("ferry.random.seed", 1);
    String result = compare(xlen, seed, count, folder, InterpreterEngine.factory());
    Assumptions.assumeFalse(result.startsWith("skip"), result);
    assertThat(result).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 32})
  void translatorAgreesWithQemu(int xlen) throws Exception {
    int count = Integer.getInteger("ferry.random.translated", 20);
    long seed = Long.getLong("ferry.random.seed", 1);
    String result = compare(xlen, seed, count, folder, Jit.eager());
    Assumptions.assumeFalse(result.startsWith("skip"), result);
    assertThat(result).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 32})
  void checkedTranslatorAgreesWithQemu(int xlen) throws Exception {
    int count = Integer.getInteger("ferry.random.translated", 20);
    long seed = Long.getLong("ferry.random.seed", 1);
    String result = compare(xlen, seed, count, folder, Jit.checking(new CheckReport()));
    Assumptions.assumeFalse(result.startsWith("skip"), result);
    assertThat(result).isEmpty();
  }

  /** 673: orc.b of a positive word on RV32 left a register that was no sign-extended word. */
  @ParameterizedTest
  @ValueSource(longs = {673})
  void translatorAgreesWhereItOnceDidNot(long seed) throws Exception {
    String result = compare(32, seed, 1, folder, Jit.eager());
    Assumptions.assumeFalse(result.startsWith("skip"), result);
    assertThat(result).isEmpty();
  }

  /** Empty, "skip: why", or what differed first. */
  static String compare(int xlen, long seed, int count, Path folder, EngineFactory engines)
      throws Exception {
    StringBuilder differences = new StringBuilder();
    for (int done = 0; done < count; done += BATCH) {
      int batch = Math.min(BATCH, count - done);
      RandomHarness harness = new RandomHarness(xlen);
      Path source = folder.resolve("r.s");
      Files.writeString(source, harness.source(seed + done, batch, INSTRUCTIONS));
      Path program = folder.resolve("r" + xlen);
      String abi = xlen == 64 ? "lp64d" : "ilp32d";
      if (!run(
          folder,
          null,
          List.of(
              "riscv64-linux-gnu-gcc",
              "-nostdlib",
              "-static",
              "-march=rv" + xlen + "gc",
              "-mabi=" + abi,
              "-Wl,-melf" + xlen + "lriscv",
              "-o",
              program.toString(),
              source.toString()))) {
        return "skip: riscv64-linux-gnu-gcc is missing or fails";
      }
      Path expected = folder.resolve("expected");
      String cpu = "rv" + xlen + ",Zfh=true,zba=true,zbb=true,zbc=true,zbs=true";
      if (!run(folder, expected, List.of("qemu-riscv" + xlen, "-cpu", cpu, program.toString()))) {
        return "skip: qemu-riscv" + xlen + " is missing or fails";
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Outcome outcome =
          Machine.builder(Files.readAllBytes(program)).output(out).engines(engines).build().run();
      if (outcome.exitStatus() != 0) {
        return "ended with " + outcome;
      }
      byte[] want = Files.readAllBytes(expected);
      byte[] got = out.toByteArray();
      if (want.length != got.length) {
        return "lengths " + want.length + " and " + got.length;
      }
      for (int k = 0; k < batch; k++) {
        describe(xlen, want, got, k, seed + done + k, harness.blocks.get(k), differences);
      }
      if (differences.length() > 0) {
        return differences.toString();
      }
    }
    return "";
  }

  private static void describe(
      int xlen, byte[] want, byte[] got, int k, long seed, int[] block, StringBuilder to) {
    int start = k * RandomHarness.RECORD;
    boolean header = false;
    for (int i = 0; i < RandomHarness.RECORD && to.length() < 6000; i += 8) {
      long a = word(want, start + i);
      long b = word(got, start + i);
      if (a != b) {
        if (!header) {
          header = true;
          to.append("seed ").append(seed).append(" xlen ").append(xlen).append(" block");
          for (int half : block) {
            to.append(String.format(" %04x", half));
          }
          to.append('\n');
        }
        int at = i - RandomHarness.SCRATCH;
        String name =
            at < 0
                ? "scratch+" + i
                : at < 256 ? "x" + at / 8 : at < 512 ? "f" + (at - 256) / 8 : "fcsr";
        to.append(String.format("  %s: qemu %016x, here %016x%n", name, a, b));
      }
    }
  }

  private static long word(byte[] bytes, int at) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | bytes[at + i] & 0xff;
    }
    return value;
  }

  private static boolean run(Path folder, Path output, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectError(folder.resolve("err").toFile());
    builder.redirectOutput((output == null ? folder.resolve("out") : output).toFile());
    try {
      Process process = builder.start();
      return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
