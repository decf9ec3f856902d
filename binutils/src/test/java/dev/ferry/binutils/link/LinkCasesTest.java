package dev.ferry.binutils.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.tools.Binutils;
import dev.ferry.binutils.tools.ToolContext;
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

/** Runs every case of tests/link; its README says how they are written. */
class LinkCasesTest {
  @TempDir Path temporary;

  static Path root() {
    String root = System.getProperty("ferry.root");
    Path here = root == null ? Path.of("").toAbsolutePath() : Path.of(root);
    return Files.isDirectory(here.resolve("tests")) ? here : here.resolveSibling("");
  }

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    Path folder = root().resolve("tests/link");
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.toString().endsWith(".case")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> check(f)));
  }

  private void check(Path file) throws IOException {
    String actual = run(file);
    Path expectedFile = Path.of(file.toString().replaceFirst("\\.case$", ".expected"));
    if (Boolean.getBoolean("ferry.bless")) {
      Files.writeString(expectedFile, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expectedFile));
  }

  private String run(Path file) throws IOException {
    Path directory = Files.createTempDirectory(temporary, "case");
    List<String> commands = new ArrayList<>();
    String name = null;
    StringBuilder part = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("## ")) {
        commands.add(line.substring(3));
      } else if (line.startsWith("--- ")) {
        writePart(directory, name, part);
        name = line.substring(4);
        part.setLength(0);
      } else {
        part.append(line).append('\n');
      }
    }
    writePart(directory, name, part);
    StringBuilder out = new StringBuilder();
    for (String command : commands) {
      out.append("$ ").append(command).append('\n').append(run(command, directory));
    }
    return out.toString();
  }

  private static void writePart(
      Path directory, @org.jspecify.annotations.Nullable String header, StringBuilder text)
      throws IOException {
    if (header == null) {
      return;
    }
    String[] words = header.split(" ");
    if (!words[0].endsWith(".s")) {
      Files.writeString(directory.resolve(words[0]), text);
      return;
    }
    String march = "rv64gc";
    String abi = "lp64d";
    for (String word : words) {
      march = word.startsWith("march=") ? word.substring(6) : march;
      abi = word.startsWith("abi=") ? word.substring(4) : abi;
    }
    Assembler.Result result =
        Assembler.assemble(
            words[0],
            text.toString().getBytes(StandardCharsets.UTF_8),
            AssemblerOptions.forIsa(march).withAbi(abi));
    assertThat(result.messages()).isEmpty();
    ObjectFile object = result.object();
    assertThat(object).isNotNull();
    if (object != null) {
      Files.write(directory.resolve(words[0].replaceFirst("\\.s$", ".o")), ElfWriter.write(object));
    }
  }

  private static String run(String command, Path directory) {
    String[] words = command.split(" +");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ToolContext context =
        new ToolContext(directory, InputStream.nullInputStream(), out, out, words[0]);
    int status = Binutils.run(words[0], Arrays.copyOfRange(words, 1, words.length), context);
    String text = bytes.toString(StandardCharsets.UTF_8);
    return status == 0 ? text : text + "exit " + status + "\n";
  }
}
