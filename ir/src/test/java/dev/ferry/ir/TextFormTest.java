package dev.ferry.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.ir.text.IrPrinter;
import dev.ferry.ir.text.IrReader;
import dev.ferry.ir.text.IrSyntaxException;
import dev.ferry.ir.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every file of tests/ir/text is printed exactly as it was read, and is valid. */
class TextFormTest {
  private static final Path ROOT =
      Path.of(System.getProperty("ferry.root", "..")).resolve("tests/ir");

  @TestFactory
  Stream<DynamicTest> roundTrip() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("text"))) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    String text = Files.readString(file);
    Module module = IrReader.read(text);
    assertThat(IrPrinter.print(module)).isEqualTo(text);
    assertThat(Verifier.check(module)).isEmpty();
  }

  @Test
  void namedValuesAndComments() {
    Module module =
        IrReader.read(
            """
            func @f(i32) -> i32 { ; the sum to n
            entry(%n: i32):
              %zero: i32 = iconst 0
              jump loop(%n, %zero)
            loop(%i: i32, %sum: i32):
              %one: i32 = iconst 1
              %less: i32 = sub %i, %one
              %more: i32 = add %sum, %i
              branch %less, loop(%less, %more), done
            done:
              return %more
            }
            """);
    assertThat(Verifier.check(module)).isEmpty();
    assertThat(IrPrinter.print(module)).contains("%6: i32 = add %3, %2");
  }

  @Test
  void errorsCarryTheLine() {
    assertThatThrownBy(() -> IrReader.read("func @f() {\nentry:\n  frob\n}"))
        .isInstanceOf(IrSyntaxException.class)
        .hasMessage("line 3: no op frob");
    assertThatThrownBy(() -> IrReader.read("func @f() -> i32 {\nentry:\n  return %1\n}"))
        .hasMessage("line 3: %1 is not defined");
  }

  @Test
  void verifierFindsViolations() {
    for (String body :
        List.of(
            "entry:\n return %1\nnext:\n %1: i32 = iconst 1\n return %1",
            "entry:\n %1: i64 = iconst 1\n return %1",
            "entry:\n %1: i32 = iconst 1\n jump b(%1)\nb:\n return %1",
            "entry:\n %1: i32 = iconst 4294967296\n return %1",
            "entry:\n %1: i32 = add %2, %2\n %2: i32 = iconst 0\n return %1",
            "entry:\n jump entry")) {
      Module module = IrReader.read("func @f() -> i32 {\n" + body + "\n}");
      assertThat(Verifier.check(module)).as(body).isNotEmpty();
    }
  }
}
