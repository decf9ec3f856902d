package dev.ferry.lower;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.TextDiagnosticPrinter;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.check.CheckOptions;
import dev.ferry.c.check.Checker;
import dev.ferry.c.lex.Dialect;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.parse.Parser;
import dev.ferry.c.pp.FileProvider;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.pp.PreprocessorOptions;
import dev.ferry.c.types.DataModel;
import dev.ferry.ir.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A C file of the test data, with what its header comments say. */
final class Source {
  private final Path file;
  private final List<String> header = new ArrayList<>();

  private Source(Path file, String text) {
    this.file = file;
    for (String line : text.split("\n", -1)) {
      if (!line.startsWith("// ")) {
        break;
      }
      header.add(line.substring(3));
    }
  }

  static Source read(Path file) {
    try {
      return new Source(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The repository's root: the working directory is the module or the root itself. */
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("tests")) ? here : here.getParent();
  }

  static List<Path> files(String folder) {
    try (Stream<Path> all = Files.list(root().resolve(folder))) {
      return all.filter(p -> p.toString().endsWith(".c")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The values of {@code // key: value}. */
  List<String> all(String key) {
    List<String> result = new ArrayList<>();
    for (String line : header) {
      if (line.startsWith(key + ": ")) {
        result.add(line.substring(key.length() + 2));
      }
    }
    return result;
  }

  String first(String key, String otherwise) {
    List<String> values = all(key);
    return values.isEmpty() ? otherwise : values.getFirst();
  }

  /** Lowers the file; {@code macros} as in {@link PreprocessorOptions#macros}. */
  Module lower(LoweringOptions options, String... macros) {
    Diagnostics diagnostics = new Diagnostics(new SourceMap());
    PreprocessorOptions pp = new PreprocessorOptions();
    Standard standard = standard();
    pp.dialect = Dialect.gnu17(64).withStandard(standard, true);
    pp.standardDirectories.add(root().resolve("libc/include").toString());
    pp.macros.addAll(List.of(macros));
    Module module = null;
    try {
      Preprocessor preprocessor = new Preprocessor(pp, FileProvider.disk(), diagnostics);
      SourceFile main = new SourceFile(file.toString(), Files.readAllBytes(file));
      var tree = Parser.parse(preprocessor, main);
      var unit = Checker.check(tree, CheckOptions.of(DataModel.LP64, standard, true), diagnostics);
      if (!diagnostics.hasErrors()) {
        module = Lowering.lower(unit, options, diagnostics);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (module == null || diagnostics.hasErrors()) {
      throw new AssertionError(
          TextDiagnosticPrinter.print(diagnostics, TextDiagnosticPrinter.Options.plain()));
    }
    return module;
  }

  private Standard standard() {
    String name = first("std", "gnu17");
    return switch (name.replaceAll("^(gnu|c)", "")) {
      case "89", "90" -> Standard.C89;
      case "99" -> Standard.C99;
      case "11" -> Standard.C11;
      case "2x", "23" -> Standard.C23;
      default -> Standard.C17;
    };
  }

  Path path() {
    return file;
  }
}
