package dev.ferry.binutils.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ferry.binutils.elf.ElfReader;
import dev.ferry.binutils.elf.ObjectFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every {@code tests/asm/*.s}: its object or its messages are those of the {@code .expected} file
 * beside it ({@code -Dferry.bless=true} writes that), and GNU as makes the same object unless the
 * line {@code # gnu: no} says why not.
 */
class AssemblerGoldenTest {
  private static final Path ROOT =
      Path.of(System.getProperty("ferry.root", "..")).resolve("tests/asm");

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".s")).sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> goldens() throws IOException {
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> golden(file)));
  }

  @TestFactory
  Stream<DynamicTest> likeGnuAs() throws IOException {
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> oracle(file)));
  }

  private static String march(String text) {
    int start = text.indexOf("# march: ");
    return start < 0 ? "rv64gc" : text.substring(start + 9, text.indexOf('\n', start)).strip();
  }

  private static Assembler.Result assemble(Path file) throws IOException {
    AssemblerOptions options =
        AssemblerOptions.forIsa(march(Files.readString(file))).withIncludePath(List.of(ROOT));
    return Assembler.assemble(file.getFileName().toString(), Files.readAllBytes(file), options);
  }

  private static void golden(Path file) throws IOException {
    Assembler.Result result = assemble(file);
    List<String> lines = new ArrayList<>();
    result.messages().forEach(message -> lines.add(message.toString()));
    if (result.object() != null) {
      lines.addAll(Objects.describe(result.object()));
    }
    Path expected = Path.of(file.toString().replaceAll("\\.s$", ".expected"));
    if (Boolean.getBoolean("ferry.bless")) {
      Files.write(expected, lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(expected));
  }

  private static void oracle(Path file) throws IOException {
    GnuTools.need("as");
    String text = Files.readString(file);
    assumeFalse(text.contains("# gnu: no"), "GNU as differs by intent");
    Path output = Files.createTempFile("ferry", ".o");
    GnuTools.Run run =
        GnuTools.run(
            "as",
            List.of(
                "-march=" + march(text),
                "-misa-spec=20191213",
                "-I" + ROOT,
                "-o",
                output.toString(),
                file.toString()));
    Assembler.Result result = assemble(file);
    if (run.status() != 0) {
      assertThat(result.failed()).as("GNU as: %s", run.errors()).isTrue();
    } else {
      ObjectFile ours = result.object();
      assertThat(ours).as("%s", result.messages()).isNotNull();
      ObjectFile gnu = ElfReader.read("gnu", Files.readAllBytes(output));
      Objects.assertSame(file.toString(), ours, gnu);
    }
    Files.deleteIfExists(output);
  }
}
