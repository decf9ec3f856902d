package dev.ferry.driver.cc;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.base.diag.Severity;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.link.LinkResult;
import dev.ferry.binutils.tools.Ld;
import dev.ferry.binutils.tools.ToolContext;
import dev.ferry.c.pp.FileProvider;
import dev.ferry.driver.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The compiler driver: {@code ferry cc}. Compiles each source, links, writes files, prints
 * diagnostics. Exit status 0 or 1 as gcc's, 4 for an internal error.
 */
public final class CcDriver {
  /** Room for recursion in parser, checker and lowering; nesting is limited long before it ends. */
  private static final long STACK_BYTES = 1L << 30;

  /**
   * What {@code -x c-header} writes. Ferry reads the header itself each time, so the file only says
   * that it was checked; a build system wants it to exist.
   */
  private static final byte[] PRECOMPILED =
      "Ferry checked this header; it reads the source.\n".getBytes(StandardCharsets.US_ASCII);

  private final Console console;
  private final FileProvider files;
  private CcOptions options = new CcOptions();
  private boolean inMemory;
  private byte @Nullable [] image;
  private int status;

  public CcDriver(Console console) {
    this(console, new DirectoryFiles(console.directory()));
  }

  public CcDriver(Console console, FileProvider files) {
    this.console = console;
    this.files = files;
  }

  /** Runs a command line (without the program's name). */
  public int run(List<String> arguments) {
    try {
      options = CcCommandLine.parse(arguments, console.directory());
      return run();
    } catch (UsageException e) {
      error(e.getMessage());
      return 1;
    } catch (IOException e) {
      error(e.getMessage());
      return 1;
    }
  }

  /**
   * Compiles and links without writing the result.
   *
   * @param parsed what {@link CcCommandLine} made of the command line
   * @return the executable; null after errors, which have been printed ({@link #status} tells)
   */
  public byte @Nullable [] image(CcOptions parsed) {
    options = parsed;
    inMemory = true;
    try {
      status = run();
    } catch (UsageException | IOException e) {
      error(e.getMessage());
      status = 1;
    }
    return image;
  }

  /** The exit status of the last {@link #image}. */
  public int status() {
    return status;
  }

  private void error(@Nullable String message) {
    console.err().println(console.quoted("ferry-cc: error: " + message));
  }

  private int run() throws UsageException, IOException {
    Libraries libraries = Libraries.choose(options, console.environment());
    environmentPaths();
    String query = options.query;
    if (query != null) {
      Queries.answer(query, options, libraries, console.out());
      console.out().flush();
      return 0;
    }
    List<CcOptions.Item.Input> inputs = options.inputs();
    if (options.verbose) {
      showConfiguration(libraries, inputs);
    }
    if (inputs.isEmpty()) {
      boolean linkerOnly = options.stage == CcOptions.Stage.LINK && !options.items.isEmpty();
      if (options.verbose && !linkerOnly) {
        return 0;
      }
      if (!linkerOnly) {
        console.err().println("ferry-cc: fatal error: no input files\ncompilation terminated.");
        return 1;
      }
    }
    checkOutputs(inputs);
    int status = otherLanguages(inputs);
    return Math.max(status, compileAll(libraries, inputs));
  }

  /** As gcc's compiler proper warns; the status is 1 where warnings are errors. */
  private int otherLanguages(List<CcOptions.Item.Input> inputs) {
    boolean compiles = inputs.stream().anyMatch(i -> i.language() != Language.LINKABLE);
    Severity severity = options.warnings.unnamed();
    if (!compiles || severity == Severity.IGNORED) {
      return 0;
    }
    boolean fatal = severity == Severity.ERROR;
    for (String option : options.otherLanguages) {
      console
          .err()
          .printf(
              "ferry-cc: %s: command-line option ‘%s’ is valid for %s but not for C%s%n",
              fatal ? "error" : "warning",
              option,
              OtherLanguages.of(option),
              fatal ? " [-Werror]" : "");
    }
    return fatal && !options.otherLanguages.isEmpty() ? 1 : 0;
  }

  /** {@code CPATH}, {@code C_INCLUDE_PATH}, {@code SOURCE_DATE_EPOCH}, {@code LIBRARY_PATH}. */
  private void environmentPaths() {
    Map<String, String> environment = console.environment();
    addPaths(environment.get("CPATH"), options.preprocessor.includeDirectories);
    addPaths(environment.get("C_INCLUDE_PATH"), options.preprocessor.systemDirectories);
    for (String path : split(environment.get("LIBRARY_PATH"))) {
      options.items.add(new CcOptions.Item.LinkerOption("-L" + path));
    }
    String epoch = environment.get("SOURCE_DATE_EPOCH");
    if (epoch != null) {
      try {
        options.preprocessor.sourceDateEpoch = Long.parseUnsignedLong(epoch);
      } catch (NumberFormatException e) {
        console.err().println("ferry-cc: warning: SOURCE_DATE_EPOCH is not a number: " + epoch);
      }
    }
  }

  private static void addPaths(@Nullable String list, List<String> into) {
    into.addAll(split(list));
  }

  private static List<String> split(@Nullable String list) {
    List<String> parts = new ArrayList<>();
    if (list != null && !list.isEmpty()) {
      for (String part : list.split(":", -1)) {
        parts.add(part.isEmpty() ? "." : part);
      }
    }
    return parts;
  }

  private void showConfiguration(Libraries libraries, List<CcOptions.Item.Input> inputs) {
    PrintStream err = console.err();
    err.println("Using built-in specs.");
    err.println("Target: " + Queries.machine(options));
    err.println("Thread model: posix");
    err.println("gcc version " + Queries.GCC_VERSION + " (Ferry 0.1.0)");
    if (inputs.isEmpty()) {
      return;
    }
    err.println("#include \"...\" search starts here:");
    for (String directory : options.preprocessor.quoteDirectories) {
      err.println(" " + directory);
    }
    err.println("#include <...> search starts here:");
    List<String> system = new ArrayList<>(options.preprocessor.includeDirectories);
    system.addAll(options.preprocessor.systemDirectories);
    if (!options.noStandardIncludes) {
      if (Files.isDirectory(Libraries.ownHeaders())) {
        system.add(Libraries.ownHeaders().toString());
      }
      system.addAll(libraries.headerDirectories());
    }
    for (String directory : system) {
      err.println(" " + directory);
    }
    err.println("End of search list.");
  }

  private void checkOutputs(List<CcOptions.Item.Input> inputs) throws UsageException {
    int sources = 0;
    for (CcOptions.Item.Input input : inputs) {
      sources += input.language() == Language.LINKABLE ? 0 : 1;
    }
    if (options.output != null && options.stage != CcOptions.Stage.LINK && sources > 1) {
      throw new UsageException("cannot specify ‘-o’ with ‘-c’, ‘-S’ or ‘-E’ with multiple files");
    }
  }

  /** One source and what became of it. */
  private record Compiled(
      CompileTask task, CompileTask.@Nullable Result result, @Nullable String internal) {}

  private int compileAll(Libraries libraries, List<CcOptions.Item.Input> inputs)
      throws UsageException, IOException {
    List<String> objectNames = new ArrayList<>();
    Map<String, ObjectFile> objects = new HashMap<>();
    List<CompileTask> tasks = new ArrayList<>();
    PhaseTimes times = new PhaseTimes();
    for (CcOptions.Item.Input input : inputs) {
      if (input.language() != Language.LINKABLE) {
        tasks.add(new CompileTask(options, console, files, libraries, input, times));
      }
    }
    int status = 0;
    List<Compiled> compiled = options.dryRun ? List.of() : runTasks(tasks);
    int next = 0;
    for (CcOptions.Item.Input input : inputs) {
      if (input.language() == Language.LINKABLE) {
        status = Math.max(status, checkLinkable(input));
        objectNames.add(input.path());
        continue;
      }
      String name = objectName(input.path());
      if (input.language() != Language.C_HEADER) {
        objectNames.add(name);
      }
      if (options.dryRun) {
        showCompile(input);
        continue;
      }
      Compiled unit = compiled.get(next++);
      status = Math.max(status, finish(libraries, unit, name, objects));
    }
    if (options.timeReport && !options.dryRun) {
      times.print(console.err());
    }
    if (status != 0
        || options.stage != CcOptions.Stage.LINK
        || options.syntaxOnly
        || objectNames.isEmpty() && !inputs.isEmpty()) {
      return status;
    }
    return link(libraries, objectNames, objects);
  }

  private int checkLinkable(CcOptions.Item.Input input) {
    if (options.stage != CcOptions.Stage.LINK) {
      console
          .err()
          .println(
              "ferry-cc: warning: "
                  + input.path()
                  + ": linker input file unused because linking not done");
    }
    if (Files.exists(console.resolve(input.path()))) {
      return 0;
    }
    // Build systems try other compilers' options, such as /W4, and take success for support.
    boolean unused = options.stage != CcOptions.Stage.LINK;
    error(
        input.path()
            + (unused ? ": linker input file not found" : "")
            + ": No such file or directory");
    return 1;
  }

  private void showCompile(CcOptions.Item.Input input) {
    console
        .err()
        .println(
            " ferry-cc1 -quiet "
                + input.path()
                + " -march="
                + options.march
                + " -mabi="
                + options.abi()
                + " -O"
                + options.optimize);
  }

  /** In order, or several at once with {@code -j}. Each on a thread with a deep stack. */
  private List<Compiled> runTasks(List<CompileTask> tasks) {
    int jobs = Math.max(1, Math.min(options.jobs, tasks.size()));
    CompileProgress progress = CompileProgress.of(console.err(), console.terminal(), tasks.size());
    ExecutorService threads =
        Executors.newFixedThreadPool(jobs, work -> new Thread(null, work, "compile", STACK_BYTES));
    try (threads) {
      List<Future<Compiled>> running = new ArrayList<>();
      for (CompileTask task : tasks) {
        running.add(
            threads.submit(() -> {
              Compiled compiled = compile(task);
              progress.done(task.path());
              return compiled;
            }));
      }
      List<Compiled> done = new ArrayList<>();
      for (Future<Compiled> future : running) {
        done.add(future.get());
      }
      progress.end();
      return done;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Compiled compile(CompileTask task) {
    try {
      return new Compiled(task, task.run(options.stage), null);
    } catch (UsageException e) {
      task.fail(e);
      return new Compiled(task, null, null);
    } catch (InternalCompilerError e) {
      return new Compiled(task, null, InternalErrorReport.of(e, task.path()));
    } catch (RuntimeException | OutOfMemoryError e) {
      return new Compiled(
          task,
          null,
          InternalErrorReport.of(new InternalCompilerError("driver", null, e), task.path()));
    }
  }

  private int finish(
      Libraries libraries, Compiled unit, String name, Map<String, ObjectFile> objects)
      throws IOException {
    CompileTask task = unit.task();
    printDiagnostics(libraries, task);
    String internal = unit.internal();
    if (internal != null) {
      console.err().print(internal);
      return 4;
    }
    CompileTask.Result result = unit.result();
    if (result == null || result.failed()) {
      return 1;
    }
    writeDependencies(task, name);
    new Extras(options, console).write(task, outputName(task.path(), ".o"));
    if (options.dependencies.only) {
      return 0;
    }
    byte[] preprocessed = result.preprocessed();
    String assembly = result.assembly();
    ObjectFile object = result.object();
    if (preprocessed != null) {
      write(options.output == null ? "-" : options.output, preprocessed);
    } else if (result.precompiled()) {
      write(options.output == null ? task.path() + ".gch" : options.output, PRECOMPILED);
    } else if (assembly != null) {
      write(outputName(task.path(), ".s"), assembly.getBytes(StandardCharsets.UTF_8));
    } else if (object != null) {
      if (options.stage == CcOptions.Stage.OBJECT) {
        write(outputName(task.path(), ".o"), ElfWriter.write(object));
      } else {
        objects.put(name, object);
      }
    }
    return 0;
  }

  private void printDiagnostics(Libraries libraries, CompileTask task) {
    task.includeLines().forEach(console.err()::println);
    console.err().print(DiagnosticText.of(task.diagnostics(), options, console));
    String advice = MissingHeader.advice(task.reported(), libraries);
    if (advice != null && options.diagnosticsFormat.equals("text")) {
      console.err().println(advice);
    }
    for (String message : task.messages()) {
      String text = message.startsWith("error: ") ? "ferry-cc: " + message : message;
      console.err().println(console.quoted(text));
    }
    console.err().flush();
  }

  private static String stem(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name.equals("-") ? "a" : name;
  }

  private String outputName(String source, String ending) {
    String given = options.output;
    return given != null ? given : stem(source) + ending;
  }

  /** A name for the object of a source that is linked from memory. */
  private String objectName(String source) {
    return "/tmp/cc" + Integer.toHexString(source.hashCode()) + "-" + stem(source) + ".o";
  }

  private void writeDependencies(CompileTask task, String objectName) throws IOException {
    CcOptions.Dependencies d = options.dependencies;
    if (!d.wanted()) {
      return;
    }
    List<String> targets = new ArrayList<>(d.targets);
    if (targets.isEmpty()) {
      String target =
          options.output != null && !d.only && options.stage != CcOptions.Stage.LINK
              ? options.output
              : stem(task.path()) + ".o";
      targets.add(DependencyFile.escape(target));
    }
    String rules = DependencyFile.rules(targets, task.dependencies(!d.userOnly), d.phony);
    write(dependencyFile(task), rules.getBytes(StandardCharsets.UTF_8));
  }

  private String dependencyFile(CompileTask task) {
    CcOptions.Dependencies d = options.dependencies;
    String file = d.file;
    if (file != null) {
      return file;
    }
    String output = options.output;
    if (d.only) {
      return output == null ? "-" : output;
    }
    if (output != null && !output.equals("-")) {
      int slash = output.lastIndexOf('/');
      return output.substring(0, slash + 1) + stem(output) + ".d";
    }
    return stem(task.path()) + ".d";
  }

  private void write(String name, byte[] bytes) throws IOException {
    if (name.equals("-")) {
      console.out().write(bytes, 0, bytes.length);
      console.out().flush();
      return;
    }
    Path path = console.resolve(name);
    try {
      Files.write(path, bytes);
    } catch (IOException e) {
      throw new IOException(name + ": cannot write: " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "No such file or directory"
        : e instanceof java.nio.file.AccessDeniedException
            ? "Permission denied"
            : String.valueOf(e.getMessage());
  }

  private int link(Libraries libraries, List<String> objectNames, Map<String, ObjectFile> objects)
      throws UsageException, IOException {
    String output = options.output == null ? "a.out" : options.output;
    List<String> line = new LinkLine(options, libraries).compose(objectNames, output);
    if (options.verbose) {
      console.err().println(" ferry-ld " + String.join(" ", line));
    }
    if (options.dryRun) {
      return 0;
    }
    ToolContext context =
        new ToolContext(
            console.directory(), console.in(), console.out(), console.err(), "ferry-ld");
    LinkResult result = Ld.link(line, objects, context);
    for (String message : result.messages()) {
      console.err().println(message);
    }
    if (result.bytes().length == 0 && !result.hasErrors()) {
      return 0; // -Wl,--version and the like: the linker answered and made nothing
    }
    if (result.hasErrors()) {
      console.err().println("ferry-cc: error: ld returned 1 exit status");
      return 1;
    }
    if (inMemory) {
      image = result.bytes();
      return 0;
    }
    write(output, result.bytes());
    makeExecutable(console.resolve(output));
    return 0;
  }

  private static void makeExecutable(Path path) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException | UnsupportedOperationException e) {
      // A file system without such permissions has nothing to set.
    }
  }
}
