package dev.ferry.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.ir.Module;
import dev.ferry.ir.interpreter.Interpreter;
import dev.ferry.ir.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code tests/c} in the IR interpreter, together with the runtime: what C means, without a
 * machine.
 */
class ProgramsTest {
  @TestFactory
  Stream<DynamicTest> programs() {
    List<Module> runtime = runtime();
    return Source.files("tests/c").stream()
        .filter(file -> !Source.read(file).first("skip", "").contains("interpreter"))
        .map(file ->
            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> run(file, runtime)));
  }

  /** The runtime without the floating-point flags, which the interpreter does not have. */
  private static List<Module> runtime() {
    List<Module> modules = new ArrayList<>();
    for (Path file : Source.files("libc/runtime")) {
      String name = String.valueOf(file.getFileName());
      if (!name.equals("cache.c")) {
        modules.add(Source.read(file).lower(LoweringOptions.defaults(name), "U__riscv_flen"));
      }
    }
    return modules;
  }

  private static void run(Path file, List<Module> runtime) throws IOException {
    Source source = Source.read(file);
    Module module = source.lower(LoweringOptions.defaults(String.valueOf(file.getFileName())));
    assertThat(Verifier.check(module)).isEmpty();
    List<Module> all = new ArrayList<>(runtime);
    all.addFirst(module);
    Interpreter.Result result = new Interpreter(all.toArray(new Module[0])).runMain();
    assertThat(result.fault()).isNull();
    assertThat(result.status()).isEqualTo(Integer.parseInt(source.first("expect-exit", "0")));
    String expected = expectedOutput(source);
    if (!expected.isEmpty()) {
      assertThat(result.outputText()).isEqualTo(expected);
    }
  }

  private static String expectedOutput(Source source) throws IOException {
    Path sidecar = Path.of(source.path().toString().replaceFirst("\\.c$", ".out"));
    if (Files.exists(sidecar)) {
      return Files.readString(sidecar);
    }
    StringBuilder text = new StringBuilder();
    for (String line : source.all("expect-output")) {
      text.append(line).append('\n');
    }
    return text.toString();
  }
}
