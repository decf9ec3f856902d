package dev.ferry.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.ir.Module;
import dev.ferry.ir.interpreter.Interpreter;
import dev.ferry.ir.text.IrPrinter;
import dev.ferry.ir.text.IrReader;
import dev.ferry.ir.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random functions: the compiled code under qemu computes what the IR interpreter computes. */
class RandomProgramTest {
  private static final int FUNCTIONS = 5;
  private static final int SEEDS = 8;

  @TempDir Path folder;

  /** The checker alone, over more and larger functions: needs no outside tool. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void everyAllocationIsProvedRight(int level) {
    for (long seed = 1000; seed < 1030; seed++) {
      Module module = RandomIr.module(seed, 4, 120);
      assertThat(CodeGenerator.generate(module, options(level)).sections()).isNotEmpty();
    }
  }

  @Test
  void quickAllocation() throws Exception {
    compare(0, CodegenOptions.CodeModel.MEDLOW);
  }

  @Test
  void fullAllocation() throws Exception {
    compare(1, CodegenOptions.CodeModel.MEDLOW);
  }

  @Test
  void programCounterRelative() throws Exception {
    compare(1, CodegenOptions.CodeModel.MEDANY);
  }

  private static CodegenOptions options(int level) {
    CodegenOptions options = new CodegenOptions();
    options.optimise = level;
    options.checkAllocation = true;
    return options;
  }

  private void compare(int level, CodegenOptions.CodeModel model) throws Exception {
    assumeTrue(Tools.hasCross(), "needs riscv64-linux-gnu-gcc and qemu-riscv64");
    CodegenOptions options = options(level);
    options.codeModel = model;
    StringBuilder main = new StringBuilder("#include <stdio.h>\n");
    StringBuilder body = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    List<String> command =
        new ArrayList<>(List.of("riscv64-linux-gnu-gcc", "-static", "-o", "x", "main.c"));
    for (long seed = 0; seed < SEEDS; seed++) {
      Module module = RandomIr.module(seed + 100L * level, FUNCTIONS, 60);
      Verifier.verify(module, "generator");
      inputs(module, seed, main, body, expected);
      String text = IrPrinter.print(module).replaceAll("@f(\\d)", "@s" + seed + "f$1");
      Path object = folder.resolve("o" + seed + ".o");
      Files.write(object, ElfWriter.write(CodeGenerator.generate(IrReader.read(text), options)));
      command.add(object.toString());
    }
    main.append("static double D(long x){union{long l;double d;}u;u.l=x;return u.d;}\n")
        .append("static float F(int x){union{int l;float d;}u;u.l=x;return u.d;}\n")
        .append("int main(void){\n")
        .append(body)
        .append("return 0;}\n");
    Files.writeString(folder.resolve("main.c"), main);
    assertThat(Tools.run(folder, 60, command)).isEmpty();
    String got = Tools.run(folder, 30, List.of("qemu-riscv64", "./x"));
    assertThat(got).isEqualTo(expected.toString());
  }

  private static void inputs(
      Module module, long seed, StringBuilder main, StringBuilder body, StringBuilder expected) {
    Interpreter interpreter = new Interpreter(module);
    Random random = new Random(seed);
    for (int k = 0; k < FUNCTIONS; k++) {
      String name = "s" + seed + "f" + k;
      main.append("long ").append(name).append("(long,long,int,int,double,float);\n");
      for (int i = 0; i < 3; i++) {
        long[] v = {
          i == 0 ? 0 : random.nextLong(),
          i == 0 ? -1 : random.nextLong() >> random.nextInt(63),
          random.nextInt(),
          random.nextInt(100) - 50,
          Double.doubleToRawLongBits(random.nextGaussian() * 100),
          Float.floatToRawIntBits((float) random.nextGaussian() * 1000) & 0xffffffffL
        };
        long result = interpreter.call("f" + k, v);
        expected.append(name).append(' ').append(Long.toHexString(result)).append('\n');
        body.append(
            String.format(
                Locale.ROOT,
                "printf(\"%s %%lx\\n\",%s(%dL,%dL,%d,%d,D(%dL),F(%d)));\n",
                name,
                name,
                v[0],
                v[1],
                v[2],
                v[3],
                v[4],
                (int) v[5]));
      }
    }
  }

  /** The outside tools of the tests. */
  static final class Tools {
    private Tools() {}

    static boolean hasCross() {
      return Files.isExecutable(Path.of("/usr/bin/riscv64-linux-gnu-gcc"))
          && Files.isExecutable(Path.of("/usr/bin/qemu-riscv64"));
    }

    /** Standard output and error of a command. */
    static String run(Path folder, int seconds, List<String> command)
        throws IOException, InterruptedException {
      Path output = folder.resolve("output.txt");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "timed out: " + command;
      }
      return Files.readString(output, StandardCharsets.ISO_8859_1);
    }
  }
}
