package dev.ferry.c.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.JsonDiagnosticPrinter;
import dev.ferry.base.diag.TextDiagnosticPrinter;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.SourceCase;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.pp.FileProvider;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.pp.PreprocessorOptions;
import dev.ferry.c.pp.TextOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Mutated sources: whatever the input, there is a tree and a list of diagnostics, in reasonable
 * time, and never an exception. {@code -Dferry.mutations=N} for more of them.
 */
class MutationTest {
  private static final String[] FRAGMENTS = {
    "#",
    "##",
    "\\\n",
    "/*",
    "*/",
    "//",
    "\"",
    "'",
    "??/",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "#define f(x) x\n",
    "#if 1\n",
    "#else\n",
    "#endif\n",
    "#include <stddef.h>\n",
    "#line 3 \"x\"\n",
    "__VA_ARGS__",
    "_Pragma(\"",
    "#pragma GCC diagnostic push\n",
    "\0",
    "é",
    "\\u00e9",
    "0x",
    "1e+",
    "R\"(",
    "...",
    "<:",
    "%:%:",
    "asm(",
    "__attribute__((",
    "[[",
    "sizeof",
    "_Generic(",
    "({",
    "typedef",
    "struct",
    "enum",
    "union",
    "case",
    "default:",
    "__builtin_va_arg(",
    "__builtin_offsetof(",
    "__has_include(",
    "defined",
    "#elif\n",
    "\n",
    "\r\n",
    ";",
    ",",
    "?",
    ":",
    "~",
    "int",
    "x",
    "_BitInt(",
    "typeof(",
    "static_assert(",
    "#define f f(\n",
    "__COUNTER__",
    "#undef f\n"
  };

  private static List<byte[]> corpus() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (String folder : List.of("pp", "parse", "diag/syntax")) {
      for (Path file : SourceCase.files(folder)) {
        corpus.add(Files.readAllBytes(file));
      }
    }
    return corpus;
  }

  private static byte[] splice(byte[] text, int from, int to, byte[] inserted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(text, 0, from);
    out.writeBytes(inserted);
    out.write(text, to, text.length - to);
    return out.toByteArray();
  }

  private static byte[] mutate(byte[] original, List<byte[]> corpus, Random random) {
    byte[] text = original;
    for (int k = random.nextInt(6); k >= 0; k--) {
      int at = random.nextInt(text.length + 1);
      int end = Math.min(text.length, at + random.nextInt(20));
      text =
          switch (random.nextInt(5)) {
            case 0 ->
                splice(
                    text,
                    at,
                    Math.min(text.length, at + 1),
                    new byte[] {(byte) random.nextInt(256)});
            case 1 -> splice(text, at, end, new byte[0]);
            case 2 -> {
              byte[] other = corpus.get(random.nextInt(corpus.size()));
              int from = random.nextInt(other.length + 1);
              int to = Math.min(other.length, from + random.nextInt(60));
              yield splice(text, at, at, java.util.Arrays.copyOfRange(other, from, to));
            }
            default -> {
              String fragment = FRAGMENTS[random.nextInt(FRAGMENTS.length)];
              yield splice(text, at, at, fragment.getBytes(StandardCharsets.UTF_8));
            }
          };
    }
    return text;
  }

  private static void run(byte[] text, int mode) {
    PreprocessorOptions options = new PreprocessorOptions();
    Standard[] standards = {Standard.C89, Standard.C23, Standard.C99};
    if (mode < standards.length) {
      options.dialect = options.dialect.withStandard(standards[mode], mode == 1);
    }
    options.textOutput = mode == 3;
    options.preprocessed = mode == 4;
    Diagnostics diagnostics = new Diagnostics(new SourceMap());
    Preprocessor pp = new Preprocessor(options, FileProvider.memory(Map.of()), diagnostics);
    SourceFile main = new SourceFile("f.c", text);
    try {
      if (mode == 3) {
        new TextOutput(pp, true, TextOutput.Dump.DEFINITIONS, true).run(main);
      } else {
        Parser.parse(pp, main);
      }
    } catch (Diagnostics.Abort e) {
      assertThat(diagnostics.stoppedEarly()).isTrue();
    }
    TextDiagnosticPrinter.print(diagnostics, TextDiagnosticPrinter.Options.plain());
    JsonDiagnosticPrinter.print(diagnostics);
  }

  @Test
  void noInputThrows() throws IOException {
    List<byte[]> corpus = corpus();
    int count = Integer.getInteger("ferry.mutations", 2000);
    for (int seed = 0; seed < count; seed++) {
      Random random = new Random(seed);
      byte[] text = mutate(corpus.get(random.nextInt(corpus.size())), corpus, random);
      int mode = random.nextInt(8);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> run(text, mode),
          () -> "seed " + new String(text, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void deepNestingIsRead() throws InterruptedException {
    String parens = "int x = " + "(".repeat(1000) + "1" + ")".repeat(1000) + ";\n";
    String blocks = "void f(void) " + "{".repeat(1000) + "}".repeat(1000) + "\n";
    String structs = "struct { ".repeat(1000) + "int x; " + "} a; ".repeat(1000) + "\n";
    Diagnostics diagnostics = new Diagnostics(new SourceMap());
    Thread thread =
        new Thread(
            null,
            () -> {
              Preprocessor pp =
                  new Preprocessor(
                      new PreprocessorOptions(), FileProvider.memory(Map.of()), diagnostics);
              Parser.parse(pp, SourceFile.of("deep.c", parens + blocks + structs));
            },
            "deep",
            64L << 20);
    thread.start();
    thread.join();
    assertThat(diagnostics.all()).isEmpty();
  }

  @Test
  void endlessNestingIsReported() {
    Diagnostics diagnostics = new Diagnostics(new SourceMap());
    Preprocessor pp =
        new Preprocessor(new PreprocessorOptions(), FileProvider.memory(Map.of()), diagnostics);
    Assertions.assertThrows(
        Diagnostics.Abort.class,
        () -> Parser.parse(pp, SourceFile.of("deep.c", "int x = " + "(".repeat(1_000_000))));
    assertThat(diagnostics.all().getLast().kind()).isEqualTo(ParseDiagnostic.NESTED_TOO_DEEPLY);
  }
}
