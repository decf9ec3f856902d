package dev.ferry.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.ir.interpreter.Interpreter;
import dev.ferry.ir.text.IrReader;
import dev.ferry.ir.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every file of tests/ir/run: {@code ; run: f(1, 2) = 3} calls a function, {@code ; output: …} is
 * what all calls together print, with {@code \xx} escapes.
 */
class InterpreterTest {
  private static final Path ROOT =
      Path.of(System.getProperty("ferry.root", "..")).resolve("tests/ir");
  private static final Pattern RUN = Pattern.compile("; run: (\\w+)\\((.*)\\) = (-?\\d+)");

  @TestFactory
  Stream<DynamicTest> run() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("run"))) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    String text = Files.readString(file);
    Module module = IrReader.read(text);
    assertThat(Verifier.check(module)).isEmpty();
    Interpreter interpreter = new Interpreter(module);
    for (String line : text.lines().toList()) {
      Matcher matcher = RUN.matcher(line);
      if (matcher.matches()) {
        long[] args =
            Arrays.stream(matcher.group(2).split(",\\s*"))
                .filter(arg -> !arg.isBlank())
                .mapToLong(Long::parseLong)
                .toArray();
        assertThat(interpreter.call(matcher.group(1), args))
            .as(line)
            .isEqualTo(Long.parseLong(matcher.group(3)));
      } else if (line.startsWith("; output: ")) {
        String printed = new String(interpreter.output(), StandardCharsets.ISO_8859_1);
        assertThat(printed.replace("\n", "\\0a")).isEqualTo(line.substring(10));
      }
    }
  }

  @Test
  void faultsAreReported() {
    String text =
        """
        func @bad() -> i32 {
        entry:
          %0: i64 = iconst 0
          %1: i32 = load i32 %0 + 8
          return %1
        }
        func @spin() {
        entry:
          jump loop
        loop:
          jump loop
        }
        """;
    assertThat(new Interpreter(IrReader.read(text)).run("bad").fault())
        .isEqualTo("bad address 0x8 (4 bytes)");
    assertThat(
            new Interpreter(
                    java.util.List.of(IrReader.read(text)),
                    new dev.ferry.ir.interpreter.Library(),
                    new Interpreter.Limits(1000, 1 << 20),
                    java.io.InputStream.nullInputStream())
                .run("spin")
                .fault())
        .isEqualTo("step limit reached");
  }
}
