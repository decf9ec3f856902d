package dev.ferry.binutils.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The tools print what binutils 2.40 prints, byte for byte. */
class ToolsOracleTest {
  private static final String PREFIX = "riscv64-linux-gnu-";

  private static final List<String> COMMANDS =
      List.of(
          "readelf -a",
          "readelf -aW",
          "readelf -SW",
          "readelf -l",
          "readelf -x .text -p .strtab",
          "nm",
          "nm -n",
          "nm -S",
          "nm -D",
          "nm -P",
          "size",
          "size -A",
          "size -x -t",
          "objdump -h",
          "objdump -t",
          "objdump -T",
          "objdump -r",
          "objdump -s",
          "objdump -x",
          "objdump -d",
          "objdump -d -M no-aliases,numeric",
          "objdump -dl",
          "strings -t x");

  @TempDir Path directory;

  private int execute(List<String> command, ByteArrayOutputStream into)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    into.write(process.getInputStream().readAllBytes());
    return process.waitFor();
  }

  private static boolean has(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private void gcc(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PREFIX + "gcc", "-w"));
    command.addAll(Arrays.asList(arguments));
    assertThat(execute(command, new ByteArrayOutputStream())).isZero();
  }

  @TestFactory
  Stream<DynamicTest> sameOutput() throws IOException, InterruptedException {
    assumeTrue(has(PREFIX + "gcc") && has(PREFIX + "objdump"), "riscv64 binutils are needed");
    Files.writeString(
        directory.resolve("a.c"),
        """
        #include <stdio.h>
        static int st; int g = 3; __thread int t; int common; const char *name = "text\\n";
        __attribute__((weak)) void w(void) {}
        __attribute__((constructor)) void c(void) { st++; }
        int main(int argc, char **argv) {
          switch (argc) { case 1: puts("a"); break; case 2: puts("b"); break; case 3: puts("c");
            break; case 4: puts("d"); break; case 5: puts("e"); }
          printf("%f\\n", 1.0 * g + t); if (g) return st; return 0;
        }
        """);
    gcc("-O2", "-g", "-c", "a.c");
    gcc("-O2", "-g", "-fPIC", "-shared", "a.c", "-o", "a.so");
    gcc("-O1", "a.c", "-o", "a.exe");
    gcc(
        "-O1",
        "-g",
        "-nostdlib",
        "-static",
        "-Wl,--unresolved-symbols=ignore-all",
        "a.c",
        "-o",
        "a.fix");
    List<DynamicTest> tests = new ArrayList<>();
    for (String command : COMMANDS) {
      // In dynamic files objdump names some GOT slots after relocations, some not.
      boolean code = command.startsWith("objdump -d");
      for (String file : code ? List.of("a.o", "a.fix") : List.of("a.o", "a.so", "a.exe")) {
        tests.add(
            DynamicTest.dynamicTest(command + " " + file, () -> compare(command + " " + file)));
      }
    }
    for (String options : List.of("-g", "--strip-unneeded", "-x", "-s")) {
      for (String file : List.of("a.o", "a.so", "a.exe")) {
        tests.add(
            DynamicTest.dynamicTest("strip " + options + " " + file, () -> strip(options, file)));
      }
    }
    tests.add(DynamicTest.dynamicTest("ar", this::archive));
    tests.add(DynamicTest.dynamicTest("ar, members of one name", this::namesakes));
    return tests.stream();
  }

  private byte[] ours(String command) {
    String[] words = command.split(" +");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    PrintStream none = new PrintStream(OutputStreams.none(), false, StandardCharsets.UTF_8);
    ToolContext context =
        new ToolContext(directory, InputStream.nullInputStream(), out, none, words[0]);
    Binutils.run(words[0], Arrays.copyOfRange(words, 1, words.length), context);
    out.flush();
    return bytes.toByteArray();
  }

  private byte[] theirs(String command) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    execute(List.of((PREFIX + command).split(" +")), bytes);
    return bytes.toByteArray();
  }

  private void compare(String command) throws IOException, InterruptedException {
    String expected = new String(theirs(command), StandardCharsets.ISO_8859_1);
    assertThat(new String(ours(command), StandardCharsets.ISO_8859_1)).isEqualTo(expected);
  }

  /** Stripped files agree in everything that readelf shows of them. */
  private void strip(String options, String file) throws IOException, InterruptedException {
    ours("strip " + options + " -o mine " + file);
    theirs("strip " + options + " -o theirs " + file);
    assertThat(new String(theirs("readelf -SlsrW mine"), StandardCharsets.ISO_8859_1))
        .isEqualTo(new String(theirs("readelf -SlsrW theirs"), StandardCharsets.ISO_8859_1));
  }

  private void archive() throws IOException, InterruptedException {
    Files.copy(directory.resolve("a.o"), directory.resolve("a-rather-long-member-name.o"));
    ours("ar rcs mine.a a.o a-rather-long-member-name.o a.so");
    theirs("ar rcs theirs.a a.o a-rather-long-member-name.o a.so");
    assertThat(Files.readAllBytes(directory.resolve("mine.a")))
        .isEqualTo(Files.readAllBytes(directory.resolve("theirs.a")));
  }

  /** Files of one name from several folders are members of their own. */
  private void namesakes() throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("sub"));
    Files.copy(directory.resolve("a.so"), directory.resolve("sub/a.o"));
    for (String operation :
        List.of(
            "rcs # a.o sub/a.o", "rcs # sub/a.o a.so a.o", "qs # a.o", "q # a.o", "d # a.o a.o")) {
      ours("ar " + operation.replace("#", "mine2.a"));
      theirs("ar " + operation.replace("#", "theirs2.a"));
      assertThat(Files.readAllBytes(directory.resolve("mine2.a")))
          .as(operation)
          .isEqualTo(Files.readAllBytes(directory.resolve("theirs2.a")));
    }
    assertThat(ours("ar p mine2.a a.o a.so")).isEqualTo(theirs("ar p theirs2.a a.o a.so"));
    assertThat(ours("ar t mine.a a.o a.o")).isEqualTo(theirs("ar t theirs.a a.o a.o"));
  }

  private static final class OutputStreams {
    static java.io.OutputStream none() {
      return java.io.OutputStream.nullOutputStream();
    }
  }
}
