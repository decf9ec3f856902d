package dev.ferry.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.ir.Module;
import dev.ferry.ir.text.IrReader;
import dev.ferry.ir.verify.Verifier;
import dev.ferry.isa.IsaString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every {@code tests/codegen/*.ir}: its code for the architecture of the line {@code ; arch:} is
 * the {@code .s} beside it, directives left out ({@code -Dferry.bless=true} writes that).
 */
class AssemblyGoldenTest {
  private static final Path ROOT =
      Path.of(System.getProperty("ferry.root", "..")).resolve("tests/codegen");

  @TestFactory
  Stream<DynamicTest> goldens() throws IOException {
    try (Stream<Path> files = Files.list(ROOT)) {
      List<Path> inputs = files.filter(file -> file.toString().endsWith(".ir")).sorted().toList();
      return inputs.stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws Exception {
    String text = Files.readString(file);
    Module module = IrReader.read(text);
    assertThat(Verifier.check(module)).isEmpty();
    String code =
        CodeGenerator.assembly(module, options(text))
            .lines()
            .filter(line -> line.endsWith(":") && !line.startsWith(".") || isInstruction(line))
            .collect(Collectors.joining("\n", "", "\n"));
    Path golden = Path.of(file.toString().replaceAll("\\.ir$", ".s"));
    if (Boolean.getBoolean("ferry.bless")) {
      Files.writeString(golden, code);
    }
    assertThat(code).isEqualTo(Files.readString(golden));
  }

  private static boolean isInstruction(String line) {
    return line.startsWith("\t") && !line.startsWith("\t.");
  }

  private static CodegenOptions options(String text) throws Exception {
    CodegenOptions options = new CodegenOptions();
    options.optimise = 2;
    for (String line : text.lines().toList()) {
      if (line.startsWith("; arch: ")) {
        options.arch = line.substring(8).trim();
      }
    }
    IsaString isa = IsaString.parse(options.arch);
    options.hasZba = isa.has("zba");
    options.hasZbb = isa.has("zbb");
    options.hasZbs = isa.has("zbs");
    options.hasZicond = isa.has("zicond");
    options.checkAllocation = true;
    return options;
  }
}
