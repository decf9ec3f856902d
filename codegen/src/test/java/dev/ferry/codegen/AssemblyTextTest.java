package dev.ferry.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.ir.text.IrPrinter;
import dev.ferry.ir.text.IrReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Assembling what -S prints gives the bytes of -c. */
class AssemblyTextTest {
  private static final Path ROOT =
      Path.of(System.getProperty("ferry.root", "..")).resolve("tests/ir");

  @TestFactory
  Stream<DynamicTest> sameBytes() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String folder : List.of("run", "text")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        for (Path file : files.sorted().toList()) {
          String text = Files.readString(file);
          tests.add(test(file.getFileName().toString(), text));
        }
      }
    }
    for (long seed = 0; seed < 6; seed++) {
      tests.add(test("random " + seed, IrPrinter.print(RandomIr.module(seed, 4, 50))));
    }
    return tests.stream();
  }

  private static DynamicTest test(String name, String text) {
    return DynamicTest.dynamicTest(name, () -> check(text));
  }

  private static void check(String text) {
    for (int variant = 0; variant < 6; variant++) {
      CodegenOptions options = new CodegenOptions();
      options.optimise = variant & 1;
      options.unwindTables = variant >= 2;
      options.pic = variant >= 4;
      byte[] direct = ElfWriter.write(CodeGenerator.generate(IrReader.read(text), options));
      String assembly = CodeGenerator.assembly(IrReader.read(text), options);
      Assembler.Result result =
          Assembler.assemble(
              "x.s",
              assembly.getBytes(StandardCharsets.ISO_8859_1),
              CodeGenerator.assemblerOptions(options));
      assertThat(result.messages()).isEmpty();
      ObjectFile object = Objects.requireNonNull(result.object());
      assertThat(ElfWriter.write(object)).isEqualTo(direct);
    }
  }
}
