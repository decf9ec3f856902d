package dev.ferry.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.ir.Module;
import dev.ferry.ir.text.IrPrinter;
import dev.ferry.ir.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code tests/lower}: the IR of each file, exactly. */
class LoweringGoldenTest {
  @TestFactory
  Stream<DynamicTest> goldens() {
    return Source.files("tests/lower").stream()
        .map(file ->
            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> golden(file)));
  }

  private static void golden(Path file) throws IOException {
    Source source = Source.read(file);
    int level = Integer.parseInt(source.first("optimize", "0"));
    String name = String.valueOf(file.getFileName());
    Module module = source.lower(LoweringOptions.defaults(name).withOptimization(level));
    assertThat(Verifier.check(module)).isEmpty();
    String text = IrPrinter.print(module);
    Path golden = Path.of(file.toString().replaceFirst("\\.c$", ".ir"));
    if (Boolean.getBoolean("ferry.bless")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }
}
