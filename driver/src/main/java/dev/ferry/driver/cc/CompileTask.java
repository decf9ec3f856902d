package dev.ferry.driver.cc;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.DiagnosticKind;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.Severity;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.binutils.asm.AsmMessage;
import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.c.pp.FileProvider;
import dev.ferry.c.pp.IncludeTree;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.pp.TextOutput;
import dev.ferry.c.syntax.TranslationUnit;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.codegen.RejectedAssemblyException;
import dev.ferry.codegen.RejectedOperandException;
import dev.ferry.driver.Console;
import dev.ferry.driver.as.AssemblerFlags;
import dev.ferry.ir.Module;
import dev.ferry.ir.text.IrReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes one source as far as the options ask. Not thread-safe, but tasks are independent of each
 * other but for the file provider.
 */
public final class CompileTask {
  /** What came of a source: exactly one of the artifacts, or none after errors. */
  public record Result(
      boolean failed,
      byte @Nullable [] preprocessed,
      @Nullable String assembly,
      @Nullable ObjectFile object,
      boolean precompiled) {
    static final Result FAILED = new Result(true, null, null, null);
    static final Result NOTHING = new Result(false, null, null, null);
    static final Result PRECOMPILED = new Result(false, null, null, null, true);

    Result(
        boolean failed,
        byte @Nullable [] preprocessed,
        @Nullable String assembly,
        @Nullable ObjectFile object) {
      this(failed, preprocessed, assembly, object, false);
    }
  }

  private final CcOptions options;
  private final Console console;
  private final FileProvider files;
  private final Libraries libraries;
  private final String path;
  private final Language language;
  private final SourceMap sources = new SourceMap();
  private final Diagnostics diagnostics = new Diagnostics(sources);
  private final List<String> messages = new ArrayList<>();
  private List<String> includeLines = List.of();
  private final PhaseTimes times;

  /** While the task runs: what it holds is large, and there may be a thousand tasks. */
  private @Nullable Preprocessor preprocessor;

  private Set<String> included = Set.of();
  private Set<String> includedByUser = Set.of();

  public CompileTask(
      CcOptions options,
      Console console,
      FileProvider files,
      Libraries libraries,
      CcOptions.Item.Input input) {
    this(options, console, files, libraries, input, new PhaseTimes());
  }

  /**
   * @param times gets what each phase took
   */
  CompileTask(
      CcOptions options,
      Console console,
      FileProvider files,
      Libraries libraries,
      CcOptions.Item.Input input,
      PhaseTimes times) {
    this.options = options;
    this.times = times;
    this.console = console;
    this.files = files;
    this.libraries = libraries;
    this.path = input.path();
    this.language = input.language();
    diagnostics.options(options.warnings.copy());
    if (options.maxErrors > 0) {
      diagnostics.maxErrors(options.maxErrors);
    }
  }

  public String path() {
    return path;
  }

  public SourceMap sources() {
    return sources;
  }

  /** What was reported, in order. */
  public List<Diagnostic> reported() {
    return diagnostics.all();
  }

  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /** The headers as they were entered, where {@code -H} asks for that. */
  public List<String> includeLines() {
    return includeLines;
  }

  /** Messages of the assembler, one line each. */
  public List<String> messages() {
    return messages;
  }

  /** Notes an option that only shows to be wrong when it is used. */
  void fail(UsageException reason) {
    messages.add("error: " + reason.getMessage());
  }

  /** The stage's result for this input as a task of its own, for files beside the main output. */
  CompileTask again() {
    return new CompileTask(
        options, console, files, libraries, new CcOptions.Item.Input(path, language));
  }

  Language language() {
    return language;
  }

  /** The files that were read, the source first; {@code system} for system headers too. */
  public Set<String> dependencies(boolean system) {
    Set<String> all = new LinkedHashSet<>();
    all.add(path);
    all.addAll(system ? included : includedByUser);
    return all;
  }

  /**
   * Runs the stages up to {@code stage}.
   *
   * @throws InternalCompilerError for a bug of Ferry's
   * @throws UsageException for options that only show to be wrong here
   */
  public Result run(CcOptions.Stage stage) throws UsageException {
    byte[] bytes = read();
    if (bytes == null) {
      messages.add("error: " + path + ": No such file or directory");
      return Result.FAILED;
    }
    SourceFile source = new SourceFile(path.equals("-") ? "<stdin>" : path, bytes);
    try {
      return switch (language) {
        case ASSEMBLER -> assemble(bytes, stage);
        case ASSEMBLER_WITH_CPP -> {
          byte[] text = preprocess(source);
          yield stage == CcOptions.Stage.PREPROCESS || diagnostics.hasErrors()
              ? finished(text)
              : assemble(text, stage);
        }
        case IR -> backEnd(readIr(bytes), stage);
        case C_HEADER ->
            stage == CcOptions.Stage.PREPROCESS ? finished(preprocess(source)) : header(source);
        default ->
            stage == CcOptions.Stage.PREPROCESS
                ? finished(preprocess(source))
                : compile(source, stage);
      };
    } catch (Diagnostics.Abort e) {
      return Result.FAILED;
    } catch (StackOverflowError e) {
      messages.add(path + ": error: nesting is too deep for the compiler's stack");
      return Result.FAILED;
    } finally {
      Preprocessor pp = preprocessor;
      if (pp != null) {
        included = pp.includedFiles(true);
        includedByUser = pp.includedFiles(false);
        IncludeTree tree = pp.includeTree();
        if (tree != null) {
          includeLines = tree.lines();
        }
        preprocessor = null;
      }
    }
  }

  private byte @Nullable [] read() {
    if (path.equals("-")) {
      try {
        return console.in().readAllBytes();
      } catch (IOException e) {
        return null;
      }
    }
    if (Files.isDirectory(console.resolve(path))) {
      return null;
    }
    return files.read(path);
  }

  private Result finished(byte[] text) {
    return new Result(diagnostics.hasErrors(), text, null, null);
  }

  private Preprocessor newPreprocessor() {
    Preprocessor pp = new FrontEnd(options).preprocessor(language, files, diagnostics, libraries);
    preprocessor = pp;
    return pp;
  }

  private byte[] preprocess(SourceFile source) {
    TextOutput.Dump dump =
        switch (options.dump) {
          case 'M' -> TextOutput.Dump.MACROS;
          case 'D' -> TextOutput.Dump.DEFINITIONS;
          case 'N' -> TextOutput.Dump.NAMES;
          default -> TextOutput.Dump.NONE;
        };
    return new TextOutput(newPreprocessor(), options.lineMarkers, dump, options.dumpIncludes)
        .run(source);
  }

  private TypedUnit frontEnd(SourceFile source) {
    FrontEnd frontEnd = new FrontEnd(options);
    long start = System.nanoTime();
    Preprocessor pp = newPreprocessor();
    TranslationUnit tree = frontEnd.parse(pp, source);
    times.add(PhaseTimes.Phase.PARSE, start);
    start = System.nanoTime();
    TypedUnit unit = frontEnd.check(frontEnd.leaveOutUnmentioned(tree, pp), pp);
    times.add(PhaseTimes.Phase.CHECK, start);
    return unit;
  }

  private Result header(SourceFile source) {
    frontEnd(source);
    return diagnostics.hasErrors()
        ? Result.FAILED
        : options.syntaxOnly ? Result.NOTHING : Result.PRECOMPILED;
  }

  private Result compile(SourceFile source, CcOptions.Stage stage) throws UsageException {
    TypedUnit unit = frontEnd(source);
    if (diagnostics.hasErrors()) {
      return Result.FAILED;
    }
    if (options.syntaxOnly) {
      return Result.NOTHING;
    }
    BackEnd backEnd = new BackEnd(options);
    long start = System.nanoTime();
    Module module = backEnd.lower(unit, unitName(source), diagnostics);
    times.add(PhaseTimes.Phase.LOWER, start);
    return diagnostics.hasErrors() ? Result.FAILED : backEnd(module, stage);
  }

  /**
   * The name in the object's symbol table: of what was preprocessed, not of the text in between.
   */
  private String unitName(SourceFile source) {
    if (language != Language.CPP_OUTPUT) {
      return path;
    }
    byte[] text = source.bytes();
    int end = 0;
    while (end < text.length && end < 4096 && text[end] != '\n') {
      end++;
    }
    String first = new String(text, 0, end, StandardCharsets.UTF_8);
    Matcher marker = FIRST_MARKER.matcher(first);
    return marker.matches() ? marker.group(1) : path;
  }

  /** {@code # 0 "file.c"}, which every preprocessor writes first. */
  private static final Pattern FIRST_MARKER =
      Pattern.compile("#(?:line)? \\d+ \"([^\"\\\\<]+)\".*");

  private Module readIr(byte[] bytes) {
    return IrReader.read(new String(bytes, StandardCharsets.UTF_8));
  }

  private Result backEnd(Module module, CcOptions.Stage stage) throws UsageException {
    BackEnd backEnd = new BackEnd(options);
    long start = System.nanoTime();
    times.addPasses(backEnd.optimize(module, OptInfo.of(options.internal, sources, messages)));
    times.add(PhaseTimes.Phase.OPTIMIZE, start);
    start = System.nanoTime();
    try {
      return stage == CcOptions.Stage.ASSEMBLY
          ? new Result(false, null, backEnd.assembly(module, sources), null)
          : new Result(false, null, null, backEnd.object(module, sources));
    } catch (RejectedAssemblyException e) {
      for (AsmMessage message : e.messages()) {
        messages.add(message.toString());
      }
      return Result.FAILED;
    } catch (RejectedOperandException e) {
      diagnostics.report(e.kind(), e.loc(), e.arguments());
      return Result.FAILED;
    } finally {
      times.add(PhaseTimes.Phase.GENERATE, start);
    }
  }

  private Result assemble(byte[] text, CcOptions.Stage stage) {
    if (stage == CcOptions.Stage.ASSEMBLY) {
      return new Result(false, null, new String(text, StandardCharsets.ISO_8859_1), null);
    }
    AssemblerFlags flags = assemblerFlags();
    AssemblerOptions assembler =
        flags.options(console.directory(), options.pic || options.pie, options.relax);
    Assembler.Result result = Assembler.assemble(path, text, assembler);
    boolean warned = false;
    for (AsmMessage message : result.messages()) {
      if (message.error() || !flags.noWarnings()) {
        messages.add(message.toString());
        warned |= !message.error();
      }
    }
    return result.failed() || warned && flags.fatalWarnings()
        ? Result.FAILED
        : new Result(false, null, null, result.object());
  }

  /** What {@code -march=}, {@code -I} and {@code -Wa,} say, in that order. */
  private AssemblerFlags assemblerFlags() {
    AssemblerFlags flags = new AssemblerFlags();
    flags.march(options.march);
    flags.abi(options.abi());
    flags.resolveBranches(options.resolveBranches);
    options.preprocessor.includeDirectories.forEach(flags::include);
    flags.addAll(options.assemblerOptions);
    return flags;
  }

  /** Whether a kind of this severity was reported. */
  public boolean has(Severity severity) {
    for (Diagnostic diagnostic : diagnostics.all()) {
      if (diagnostic.severity() == severity) {
        return true;
      }
    }
    return false;
  }

  /** The kinds that were reported, for tests. */
  public Set<DiagnosticKind> kinds() {
    Set<DiagnosticKind> kinds = new LinkedHashSet<>();
    for (Diagnostic diagnostic : diagnostics.all()) {
      kinds.add(diagnostic.kind());
    }
    return kinds;
  }
}
