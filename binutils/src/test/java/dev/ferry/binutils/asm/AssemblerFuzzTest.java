package dev.ferry.binutils.asm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.binutils.elf.ElfWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Mutated sources give messages or objects, never exceptions, and end soon. {@code
 * -Dferry.fuzz=100000} runs so many.
 */
class AssemblerFuzzTest {
  private static final Path ROOT =
      Path.of(System.getProperty("ferry.root", "..")).resolve("tests/asm");
  private static final String CHARACTERS =
      "()%+-*/.,:;\"'\\#@$<>=!&|^~[]{} \t\n0123456789abcdefxXL_\u0000\u00ff";
  private static final String[] DIRECTIVES = {
    ".macro",
    ".endm",
    ".rept",
    ".endr",
    ".irp",
    ".if",
    ".else",
    ".endif",
    ".align",
    ".org",
    ".fill",
    ".space",
    ".uleb128",
    ".set",
    ".section",
    ".pushsection",
    ".popsection",
    ".subsection",
    ".cfi_startproc",
    ".cfi_endproc",
    ".cfi_offset",
    ".loc",
    ".file",
    ".insn",
    ".option",
    ".reloc",
    ".comm",
    ".symver",
    ".size",
    ".type",
    ".include",
    ".altmacro",
    ".skip",
    ".byte",
    ".quad x-y",
    ".float",
    ".octa",
    ".previous",
    ".attribute",
    ".weakref",
    ".exitm"
  };

  @Test
  void neverFails() throws IOException {
    int runs = Integer.getInteger("ferry.fuzz", 3000);
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".s")).sorted().toList()) {
        texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    List<String> lines = new ArrayList<>();
    texts.forEach(text -> lines.addAll(text.lines().toList()));
    AssemblerOptions options = AssemblerOptions.forIsa("rv64gc");
    for (int seed = 0; seed < runs; seed++) {
      String text = mutate(texts, lines, new Random(seed));
      long start = System.nanoTime();
      try {
        Assembler.Result result =
            Assembler.assemble("t.s", text.getBytes(StandardCharsets.ISO_8859_1), options);
        if (result.object() != null) {
          ElfWriter.write(result.object());
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertThat(millis).as("time of seed %d", seed).isLessThan(20_000);
    }
  }

  private static String mutate(List<String> texts, List<String> lines, Random random) {
    StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
    for (int i = random.nextInt(12); i >= 0 && text.length() > 2; i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(100));
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.setCharAt(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        case 2 -> text.delete(at, end);
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        case 4 -> text.insert(at, "\n" + lines.get(random.nextInt(lines.size())) + "\n");
        default ->
            text.insert(
                at,
                "\n"
                    + DIRECTIVES[random.nextInt(DIRECTIVES.length)]
                    + " "
                    + (random.nextBoolean() ? "" : random.nextInt() + ",")
                    + lines.get(random.nextInt(lines.size()))
                    + "\n");
      }
    }
    return text.toString();
  }
}
