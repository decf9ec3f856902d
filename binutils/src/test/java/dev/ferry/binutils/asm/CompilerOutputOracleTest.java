package dev.ferry.binutils.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.binutils.elf.ElfReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What gcc writes with {@code -S}, assembled by GNU as and by Ferry: the same sections, relocations
 * and symbols. Takes some programs of {@code tests/c}; {@code -Dferry.oracle.c=FOLDER} takes every
 * C file under a folder, such as gcc's torture suite, at all levels. (There, a handful of files
 * differ with {@code -g}: GNU as cannot know a distance over the place where a chunk of its memory
 * was full.)
 */
class CompilerOutputOracleTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", ".."));
  private static final List<String> ISA =
      List.of("-march=rv64imafdc_zicsr_zifencei", "-mabi=lp64d", "-misa-spec=20191213");

  @TempDir Path folder;

  @Test
  void sameObjects() throws IOException {
    GnuTools.need("gcc");
    GnuTools.need("as");
    String all = System.getProperty("ferry.oracle.c");
    List<Path> sources = sources(all == null ? ROOT.resolve("tests/c") : Path.of(all));
    assumeTrue(!sources.isEmpty(), "no C programs found");
    List<List<String>> levels =
        all == null
            ? List.of(List.of("-O2", "-g"))
            : List.of(List.of("-O0"), List.of("-O2"), List.of("-O0", "-g"), List.of("-O2", "-g"));
    int step = all == null ? Math.max(1, sources.size() / 8) : 1;
    int compared = 0;
    SoftAssertions differences = new SoftAssertions();
    for (int i = 0; i < sources.size(); i += step) {
      for (List<String> level : levels) {
        Path source = sources.get(i);
        int[] done = {0};
        differences
            .assertThatCode(() -> done[0] = compare(source, level) ? 1 : 0)
            .as("%s %s", source, level)
            .doesNotThrowAnyException();
        compared += done[0];
      }
    }
    differences.assertAll();
    System.out.println(compared + " files of gcc -S assemble to GNU as' objects");
    assertThat(compared).isPositive();
  }

  private static List<Path> sources(Path under) throws IOException {
    if (!Files.isDirectory(under)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(under)) {
      return files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
    }
  }

  /** False if gcc does not compile the program. */
  private boolean compare(Path source, List<String> level) throws IOException {
    Path text = folder.resolve("t.s");
    Path object = folder.resolve("t.o");
    List<String> compile = new ArrayList<>(level);
    compile.addAll(List.of("-w", "-S", "-o", text.toString(), source.toString()));
    if (GnuTools.run("gcc", compile).status() != 0) {
      return false;
    }
    List<String> assemble = new ArrayList<>(ISA);
    assemble.addAll(List.of("-fpic", "-o", object.toString(), text.toString()));
    if (GnuTools.run("as", assemble).status() != 0) {
      return false;
    }
    AssemblerOptions options = AssemblerOptions.forIsa("rv64imafdc_zicsr_zifencei").withPic(true);
    Assembler.Result result = Assembler.assemble("t.s", Files.readAllBytes(text), options);
    assertThat(result.messages()).as("%s %s", source, level).isEmpty();
    assertThat(result.object()).isNotNull();
    Objects.assertSame(
        source + " " + level, result.object(), ElfReader.read("t.o", Files.readAllBytes(object)));
    return true;
  }
}
