package dev.ferry.testkit;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.TextDiagnosticPrinter;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.pp.FileProvider;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.driver.cc.BackEnd;
import dev.ferry.driver.cc.CcCommandLine;
import dev.ferry.driver.cc.CcOptions;
import dev.ferry.driver.cc.FrontEnd;
import dev.ferry.driver.cc.Language;
import dev.ferry.driver.cc.Libraries;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.ir.Module;
import dev.ferry.ir.interpreter.Interpreter;
import dev.ferry.ir.interpreter.Library;
import dev.ferry.ir.text.IrPrinter;
import dev.ferry.ir.text.IrReader;
import dev.ferry.ir.verify.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A C program as IR: the first links of the oracle chain. The IR interpreter runs it as it was
 * lowered, and again as the passes of any level leave it.
 */
public final class IrProgram {
  /** The runtime but for the floating-point flags, which the interpreter does not have. */
  private static final String WITHOUT = "cache.c";

  private final String text;
  private final List<Module> runtime; // read by every run, changed by none
  private final Path directory;

  private IrProgram(String text, List<Module> runtime, Path directory) {
    this.text = text;
    this.runtime = runtime;
    this.directory = directory;
  }

  /**
   * Lowers a program at {@code -O0} together with the compiler's runtime.
   *
   * @param root of the sources, whose {@code libc/runtime} is linked
   * @param options further options of the compiler
   * @throws IllegalArgumentException with the messages if it does not compile
   */
  public static IrProgram of(Path root, Path source, List<String> options) throws IOException {
    List<Module> runtime = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve("libc/runtime"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        if (!file.endsWith(WITHOUT)) {
          runtime.add(lower(root, file, List.of("-U__riscv_flen")));
        }
      }
    }
    return new IrProgram(IrPrinter.print(lower(root, source, options)), runtime, root);
  }

  /** Another program with the same runtime. */
  public IrProgram with(Path source, List<String> options) throws IOException {
    return new IrProgram(IrPrinter.print(lower(directory, source, options)), runtime, directory);
  }

  private static Module lower(Path directory, Path source, List<String> options)
      throws IOException {
    Diagnostics diagnostics = new Diagnostics(new SourceMap());
    Module module = null;
    try {
      List<String> line = new ArrayList<>(List.of("-O0", "-w", "-c", source.toString()));
      line.addAll(options);
      CcOptions parsed = CcCommandLine.parse(line, directory);
      FrontEnd frontEnd = new FrontEnd(parsed);
      Libraries libraries = Libraries.choose(parsed, Map.of());
      var preprocessor =
          frontEnd.preprocessor(Language.C, FileProvider.disk(), diagnostics, libraries);
      SourceFile file = new SourceFile(source.toString(), Files.readAllBytes(source));
      TypedUnit unit = frontEnd.check(frontEnd.parse(preprocessor, file), preprocessor);
      if (!diagnostics.hasErrors()) {
        module = new BackEnd(parsed).lower(unit, source.toString(), diagnostics);
      }
    } catch (UsageException e) {
      throw new IllegalArgumentException(e);
    }
    if (module == null || diagnostics.hasErrors()) {
      throw new IllegalArgumentException(
          TextDiagnosticPrinter.print(diagnostics, TextDiagnosticPrinter.Options.plain()));
    }
    return module;
  }

  /** Runs the program as it was lowered. */
  public Interpreter.Result run(Interpreter.Limits limits) {
    return run(IrReader.read(text), limits);
  }

  /**
   * Runs the program as the passes leave it; the runtime stays as it is.
   *
   * @param options of the compiler: a level, an order of the passes, …
   * @throws IllegalStateException if the optimised module breaks a rule of the IR
   */
  public Interpreter.Result optimised(List<String> options, Interpreter.Limits limits) {
    Module module = IrReader.read(text);
    try {
      new BackEnd(CcCommandLine.parse(options, directory)).optimize(module);
    } catch (UsageException e) {
      throw new IllegalArgumentException(e);
    }
    List<?> broken = Verifier.check(module);
    if (!broken.isEmpty()) {
      throw new IllegalStateException(options + ": " + broken.getFirst());
    }
    return run(module, limits);
  }

  private Interpreter.Result run(Module module, Interpreter.Limits limits) {
    List<Module> all = new ArrayList<>(List.of(module));
    all.addAll(runtime);
    return new Interpreter(all, new Library(), limits, InputStream.nullInputStream()).runMain();
  }
}
