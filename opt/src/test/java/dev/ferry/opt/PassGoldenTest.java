package dev.ferry.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Module;
import dev.ferry.ir.interpreter.Interpreter;
import dev.ferry.ir.text.IrPrinter;
import dev.ferry.ir.text.IrReader;
import dev.ferry.ir.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every {@code tests/opt/<pass>/*.ir}: the passes of the line {@code ; passes: a b} (default: the
 * folder's name) turn it into the {@code .expected} beside it ({@code -Dferry.bless=true} writes
 * that), valid after each pass, for a target with instructions for all operations on bits if there
 * is a line {@code ; target: bits}, with -funroll-loops if there is {@code ; options:
 * unroll-loops}; and each {@code ; run: f(1) = 2} holds before and after.
 */
class PassGoldenTest {
  private static final Path ROOT =
      Path.of(System.getProperty("ferry.root", "..")).resolve("tests/opt");

  @TestFactory
  Stream<DynamicTest> goldens() throws IOException {
    if (!Files.isDirectory(ROOT)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".ir")).sorted().toList().stream()
          .map(
              file -> DynamicTest.dynamicTest(ROOT.relativize(file).toString(), () -> check(file)));
    }
  }

  private static CostModel costs(String text) {
    return text.contains("\n; target: bits\n") ? new BitCosts() : CostModel.DEFAULT;
  }

  private static void check(Path file) throws IOException {
    String text = Files.readString(file);
    Module module = IrReader.read(text);
    assertThat(Verifier.check(module)).isEmpty();
    runs(text, module);
    OptOptions options = new OptOptions();
    options.level = OptOptions.Level.O2;
    options.verifyEach = true;
    options.stackProtector = OptOptions.StackProtector.STRONG;
    options.unrollLoops = text.contains("\n; options: unroll-loops\n");
    for (String name : passes(file, text)) {
      Optimizer.runPass(module, name, options, costs(text));
    }
    runs(text, module);
    String printed = IrPrinter.print(module);
    Path expected = Path.of(file.toString().replaceAll("\\.ir$", ".expected"));
    if (Boolean.getBoolean("ferry.bless")) {
      Files.writeString(expected, printed);
    }
    assertThat(printed).isEqualTo(Files.readString(expected));
  }

  private static List<String> passes(Path file, String text) {
    for (String line : text.lines().toList()) {
      if (line.startsWith("; passes: ")) {
        return Arrays.asList(line.substring(10).trim().split("\\s+"));
      }
    }
    return List.of(file.getParent().getFileName().toString());
  }

  private static void runs(String text, Module module) {
    for (String line : text.lines().toList()) {
      if (line.startsWith("; run: ")) {
        int open = line.indexOf('(');
        int close = line.indexOf(')');
        long[] args =
            Arrays.stream(line.substring(open + 1, close).split(",\\s*"))
                .filter(arg -> !arg.isBlank())
                .mapToLong(Long::parseLong)
                .toArray();
        long expected = Long.parseLong(line.substring(line.indexOf('=') + 1).trim());
        assertThat(new Interpreter(module).call(line.substring(7, open), args))
            .as(line)
            .isEqualTo(expected);
      }
    }
  }
}
