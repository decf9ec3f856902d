package dev.ferry.driver.cc;

import dev.ferry.binutils.tools.ArgumentFiles;
import dev.ferry.c.check.CheckOptions;
import dev.ferry.c.lex.Standard;
import dev.ferry.driver.as.AssemblerFlags;
import dev.ferry.isa.IsaString;
import dev.ferry.lower.LoweringOptions.Overflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses gcc's command line: joined and separate values, order-sensitive, last wins, response files
 * ({@code @file}), {@code -} for standard input. Unknown options are errors, since configure
 * scripts find out by them what a compiler can do.
 */
public final class CcCommandLine {
  private final CcOptions options = new CcOptions();
  private final Path directory;
  private final Deque<String> rest = new ArrayDeque<>();
  private final WarningFlags warnings = new WarningFlags(options);
  private @Nullable Language forced;
  private boolean onlyFiles;
  private boolean picChosen;

  private CcCommandLine(Path directory) {
    this.directory = directory;
    options.directory = directory.toAbsolutePath().normalize().toString();
  }

  /**
   * @param arguments without the program's name
   * @param directory the working directory, for response files
   * @throws UsageException with gcc's message
   */
  public static CcOptions parse(List<String> arguments, Path directory) throws UsageException {
    CcCommandLine parser = new CcCommandLine(directory);
    parser.options.commandLine = List.copyOf(arguments);
    parser.push(arguments, 0);
    while (!parser.rest.isEmpty()) {
      parser.one(parser.rest.removeFirst());
    }
    parser.finish();
    return parser.options;
  }

  /** Puts arguments before what is left, response files opened. */
  private void push(List<String> arguments, int depth) throws UsageException {
    List<String> expanded = new ArrayList<>();
    for (String argument : arguments) {
      expand(argument, expanded, depth);
    }
    for (int i = expanded.size() - 1; i >= 0; i--) {
      rest.addFirst(expanded.get(i));
    }
  }

  private void expand(String argument, List<String> into, int depth) throws UsageException {
    if (!argument.startsWith("@") || argument.length() == 1) {
      into.add(argument);
      return;
    }
    Path file = directory.resolve(argument.substring(1));
    if (!Files.isRegularFile(file)) {
      into.add(argument);
      return;
    }
    if (depth > 50) {
      throw new UsageException("too many @-files encountered");
    }
    try {
      for (String word : ArgumentFiles.split(Files.readString(file, StandardCharsets.ISO_8859_1))) {
        expand(
            new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
            into,
            depth + 1);
      }
    } catch (IOException e) {
      into.add(argument);
    }
  }

  private void one(String argument) throws UsageException {
    if (onlyFiles || argument.equals("-") || !argument.startsWith("-")) {
      input(argument);
    } else if (argument.equals("--")) {
      onlyFiles = true;
    } else if (argument.startsWith("--")) {
      longOption(argument);
    } else if (OtherLanguages.of(argument) != null) {
      options.otherLanguages.add(argument);
    } else {
      switch (argument.charAt(1)) {
        case 'W' -> dashW(argument);
        case 'f' -> dashF(argument);
        case 'm' -> dashM(argument);
        default -> plain(argument);
      }
    }
  }

  private void input(String path) {
    Language language =
        forced != null ? forced : path.equals("-") ? Language.C : Language.ofFile(path);
    options.items.add(new CcOptions.Item.Input(path, language));
  }

  /** The value of an option given as {@code -Xvalue} or {@code -X value}. */
  private String value(String argument, String name) throws UsageException {
    if (argument.length() > name.length()) {
      return argument.substring(name.length());
    }
    if (rest.isEmpty()) {
      throw new UsageException("missing argument to ‘" + name + "’");
    }
    return rest.removeFirst();
  }

  private String next(String name) throws UsageException {
    return value(name, name);
  }

  private void linker(String text) {
    options.items.add(new CcOptions.Item.LinkerOption(text));
  }

  private void plain(String a) throws UsageException {
    switch (a) {
      case "-c" -> stopAfter(CcOptions.Stage.OBJECT);
      case "-S" -> stopAfter(CcOptions.Stage.ASSEMBLY);
      case "-E" -> stopAfter(CcOptions.Stage.PREPROCESS);
      case "-v" -> options.verbose = true;
      case "-###" -> options.dryRun = options.verbose = true;
      case "-P" -> options.lineMarkers = false;
      case "-C", "-CC" -> options.preprocessor.keepComments = true;
      case "-H", "-pass-exit-codes" -> {}
      case "-undef" -> options.preprocessor.undef = true;
      case "-nostdinc" -> options.noStandardIncludes = true;
      case "-nostdlib" -> options.noStandardLibraries = true;
      case "-nostartfiles" -> options.noStartFiles = true;
      case "-nodefaultlibs" -> options.noDefaultLibraries = true;
      case "-nolibc" -> options.noLibc = true;
      case "-static" -> options.linkStatic = true;
      case "-static-pie" -> options.staticPie = options.linkStatic = options.linkPie = true;
      case "-shared" -> options.shared = true;
      case "-pie" -> options.linkPie = true;
      case "-no-pie", "-nopie" -> options.linkPie = false;
      case "-r" -> options.relocatable = true;
      case "-s" -> linker("-s");
      case "-rdynamic" -> linker("--export-dynamic");
      case "-pthread" -> options.pthread = options.preprocessor.target.pthread = true;
      case "-ansi" -> standard("c90");
      case "-trigraphs" -> options.trigraphs = true;
      case "-pedantic" -> {
        options.pedantic = true;
        warnings.apply("-Wpedantic");
      }
      case "-pedantic-errors" -> {
        options.pedantic = options.pedanticErrors = true;
        warnings.apply("-Wpedantic");
        warnings.apply("-Werror=pedantic");
      }
      case "-w" -> options.warnings.silent(true);
      case "-save-temps", "-save-temps=cwd", "-save-temps=obj" -> options.saveTemps = true;
      case "-time" -> options.timeReport = true;
      case "-dM", "-dD", "-dN" -> options.dump = a.charAt(2);
      case "-dI" -> options.dumpIncludes = true;
      case "-dU" -> options.dump = 'D';
      case "-M" -> options.dependencies.only = true;
      case "-MM" -> options.dependencies.only = options.dependencies.userOnly = true;
      case "-MD" -> options.dependencies.beside = true;
      case "-MMD" -> options.dependencies.beside = options.dependencies.userOnly = true;
      case "-MP" -> options.dependencies.phony = true;
      case "-MG" -> options.preprocessor.missingHeadersAreMade = true;
      case "-dumpmachine",
          "-dumpversion",
          "-dumpfullversion",
          "-dumpspecs",
          "-print-search-dirs",
          "-print-libgcc-file-name",
          "-print-sysroot",
          "-print-multi-lib",
          "-print-multi-directory",
          "-print-multi-os-directory",
          "-print-multiarch",
          "-print-sysroot-headers-suffix" ->
          options.query = a;
      case "-Xlinker" -> linker(next(a));
      case "-Xassembler" -> options.assemblerOptions.add(next(a));
      case "-Xpreprocessor" -> push(List.of(next(a)), 0);
      case "-z" -> {
        linker("-z");
        linker(next(a));
      }
      case "-T" -> {
        linker("-T");
        linker(next(a));
      }
      case "-u", "-e" -> {
        linker(a);
        linker(next(a));
      }
      case "-include" -> options.preprocessor.includes.add(next(a));
      case "-imacros" -> options.preprocessor.macroIncludes.add(next(a));
      case "-isystem" -> options.preprocessor.systemDirectories.add(next(a));
      case "-iquote" -> options.preprocessor.quoteDirectories.add(next(a));
      case "-idirafter" -> options.preprocessor.afterDirectories.add(next(a));
      case "-isysroot" -> options.sysroot = next(a);
      case "-iprefix",
          "-iwithprefix",
          "-iwithprefixbefore",
          "-imultilib",
          "-aux-info",
          "-dumpbase",
          "-dumpdir",
          "-dumpbase-ext",
          "-auxbase" ->
          next(a);
      case "-arch" -> next(a);
      default -> prefixed(a);
    }
  }

  /** Of {@code -E}, {@code -S} and {@code -c} the earliest stage wins, in whatever order. */
  private void stopAfter(CcOptions.Stage stage) {
    if (stage.compareTo(options.stage) < 0) {
      options.stage = stage;
    }
  }

  private void prefixed(String a) throws UsageException {
    if (a.startsWith("-MF")) {
      options.dependencies.file = value(a, "-MF");
    } else if (a.startsWith("-MT")) {
      options.dependencies.targets.add(value(a, "-MT"));
    } else if (a.startsWith("-MQ")) {
      options.dependencies.targets.add(DependencyFile.escape(value(a, "-MQ")));
    } else if (a.startsWith("-MJ")) {
      options.internal.put("compile-commands", value(a, "-MJ"));
    } else if (a.startsWith("-std=")) {
      standard(a.substring(5));
    } else if (a.startsWith("-print-file-name=") || a.startsWith("-print-prog-name=")) {
      options.query = a;
    } else if (a.startsWith("-isystem")) {
      options.preprocessor.systemDirectories.add(value(a, "-isystem"));
    } else if (a.startsWith("-include")) {
      options.preprocessor.includes.add(value(a, "-include"));
    } else if (a.startsWith("-iquote")) {
      options.preprocessor.quoteDirectories.add(value(a, "-iquote"));
    } else if (a.startsWith("-idirafter")) {
      options.preprocessor.afterDirectories.add(value(a, "-idirafter"));
    } else if (a.startsWith("-specs=") || AcceptedOptions.OTHER.contains(a)) {
      return;
    } else {
      letter(a);
    }
  }

  private void letter(String a) throws UsageException {
    switch (a.charAt(1)) {
      case 'o' -> options.output = value(a, "-o");
      case 'x' -> language(value(a, "-x"));
      case 'D' -> options.preprocessor.macros.add("D" + value(a, "-D"));
      case 'U' -> options.preprocessor.macros.add("U" + value(a, "-U"));
      case 'I' -> includeDirectory(value(a, "-I"));
      case 'L' -> {
        String path = value(a, "-L");
        options.libraryPath.add(path);
        linker("-L" + path);
      }
      case 'l' -> linker("-l" + value(a, "-l"));
      case 'B' -> options.programPath.add(value(a, "-B"));
      case 'O' -> optimize(a.substring(2));
      case 'g' -> debug(a.substring(2));
      case 'T' -> {
        linker(a);
      }
      case 'u' -> {
        linker("-u");
        linker(value(a, "-u"));
      }
      case 'A' -> value(a, "-A");
      case 'j' -> jobs(a.substring(2));
      case 'd' -> {
        for (char c : a.substring(2).toCharArray()) {
          if (c == 'M' || c == 'D' || c == 'N') {
            options.dump = c;
          }
        }
      }
      default -> throw unknown(a);
    }
  }

  private void jobs(String number) throws UsageException {
    try {
      options.jobs =
          number.isEmpty() ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(number);
    } catch (NumberFormatException e) {
      throw unknown("-j" + number);
    }
  }

  private void includeDirectory(String path) {
    if (path.equals("-")) {
      // The old way to say -iquote for what came before.
      options.preprocessor.quoteDirectories.addAll(options.preprocessor.includeDirectories);
      options.preprocessor.includeDirectories.clear();
    } else {
      options.preprocessor.includeDirectories.add(path);
    }
  }

  private void language(String name) throws UsageException {
    if (name.equals("none")) {
      forced = null;
      return;
    }
    Language language = Language.ofOption(name);
    if (language == null) {
      throw new UsageException("language " + name + " not recognized");
    }
    forced = language;
  }

  private static UsageException unknown(String a) {
    return new UsageException("unrecognized command-line option ‘" + a + "’");
  }

  private void standard(String name) throws UsageException {
    boolean gnu = name.startsWith("gnu");
    Standard standard =
        switch (name) {
          case "c89", "c90", "gnu89", "gnu90", "iso9899:1990" -> Standard.C89;
          case "iso9899:199409" -> Standard.C94;
          case "c99", "c9x", "gnu99", "gnu9x", "iso9899:1999", "iso9899:199x" -> Standard.C99;
          case "c11", "c1x", "gnu11", "gnu1x", "iso9899:2011" -> Standard.C11;
          case "c17", "c18", "gnu17", "gnu18", "iso9899:2017", "iso9899:2018" -> Standard.C17;
          case "c23", "c2x", "gnu23", "gnu2x", "iso9899:2024" -> Standard.C23;
          default -> throw unknown("-std=" + name);
        };
    options.standard = standard;
    options.gnu = gnu;
  }

  private void optimize(String level) throws UsageException {
    options.optimizeSize =
        options.optimizeSizeMore = options.optimizeDebug = options.fastMath = false;
    switch (level) {
      case "" -> options.optimize = 1;
      case "s" -> {
        options.optimize = 2;
        options.optimizeSize = true;
      }
      case "z" -> {
        options.optimize = 2;
        options.optimizeSize = options.optimizeSizeMore = true;
      }
      case "g" -> {
        options.optimize = 1;
        options.optimizeDebug = true;
      }
      case "fast" -> {
        options.optimize = 3;
        fastMath(true);
      }
      default -> {
        try {
          options.optimize = Math.min(3, Integer.parseUnsignedInt(level));
        } catch (NumberFormatException e) {
          throw new UsageException(
              "argument to ‘-O’ should be a non-negative integer, ‘g’, ‘s’, ‘z’ or ‘fast’");
        }
      }
    }
  }

  private void debug(String kind) throws UsageException {
    switch (kind) {
      case "0" -> options.debug = false;
      case "", "1", "2", "3", "gdb", "gdb1", "gdb2", "gdb3", "dwarf" -> options.debug = true;
      case "dwarf-2", "dwarf-3", "dwarf-4" -> {
        options.debug = true;
        options.dwarfVersion = 4;
      }
      case "dwarf-5" -> {
        options.debug = true;
        options.dwarfVersion = 5;
      }
      case "split-dwarf",
          "no-split-dwarf",
          "column-info",
          "no-column-info",
          "record-gcc-switches",
          "no-record-gcc-switches",
          "strict-dwarf",
          "no-strict-dwarf",
          "statement-frontiers",
          "variable-location-views",
          "no-variable-location-views",
          "inline-points",
          "gnu-pubnames",
          "pubnames",
          "dwarf32",
          "dwarf64",
          "line-tables-only",
          "z",
          "no-as-loc-support",
          "as-loc-support",
          "as-locview-support" -> {}
      default -> throw unknown("-g" + kind);
    }
  }

  /** {@code -fno-wrapv} undoes {@code -fwrapv}, not {@code -ftrapv}. */
  private void overflow(boolean on, Overflow kind) {
    if (on) {
      options.overflow = kind;
    } else if (options.overflow == kind) {
      options.overflow = Overflow.UNDEFINED;
    }
  }

  private void fastMath(boolean on) {
    options.fastMath = on;
    options.limitedComplexRange = on;
    options.mathErrno = !on;
    options.preprocessor.target.fastMath = on;
    options.preprocessor.target.finiteMathOnly = on;
  }

  /** What Ferry's optimiser has no use for shows in predefined macros all the same. */
  private void unsafeMath(boolean on) {
    options.preprocessor.target.noSignedZeros = on;
    options.preprocessor.target.noTrappingMath = on;
    options.preprocessor.target.associativeMath = on;
    options.preprocessor.target.reciprocalMath = on;
  }

  /** GNU's long spellings of options that have a short one. */
  private static final Map<String, String> LONG_NAMES =
      Map.ofEntries(
          Map.entry("--all-warnings", "-Wall"),
          Map.entry("--ansi", "-ansi"),
          Map.entry("--comments", "-C"),
          Map.entry("--dependencies", "-M"),
          Map.entry("--extra-warnings", "-Wextra"),
          Map.entry("--imacros", "-imacros"),
          Map.entry("--no-line-commands", "-P"),
          Map.entry("--no-standard-includes", "-nostdinc"),
          Map.entry("--no-warnings", "-w"),
          Map.entry("--optimize", "-O"),
          Map.entry("--pedantic-errors", "-pedantic-errors"),
          Map.entry("--trigraphs", "-trigraphs"),
          Map.entry("--undefine-macro", "-U"),
          Map.entry("--user-dependencies", "-MM"),
          Map.entry("--write-dependencies", "-MD"),
          Map.entry("--write-user-dependencies", "-MMD"));

  private void longOption(String a) throws UsageException {
    int equals = a.indexOf('=');
    String name = equals < 0 ? a : a.substring(0, equals);
    switch (name) {
      case "--version", "--help", "--target-help" -> options.query = a;
      case "--sysroot" -> options.sysroot = equals < 0 ? next(a) : a.substring(equals + 1);
      case "--param" -> {
        if (equals < 0) {
          next(a);
        }
      }
      case "--libc" -> options.libc = equals < 0 ? next(a) : a.substring(equals + 1);
      case "--std" -> standard(equals < 0 ? next(a) : a.substring(equals + 1));
      case "--include" -> options.preprocessor.includes.add(next(a));
      case "--output" -> options.output = equals < 0 ? next(a) : a.substring(equals + 1);
      case "--static" -> options.linkStatic = true;
      case "--shared" -> options.shared = true;
      case "--compile" -> stopAfter(CcOptions.Stage.OBJECT);
      case "--assemble" -> stopAfter(CcOptions.Stage.ASSEMBLY);
      case "--preprocess" -> stopAfter(CcOptions.Stage.PREPROCESS);
      case "--verbose" -> options.verbose = true;
      case "--pipe", "--specs" -> {}
      case "--pedantic" -> plain("-pedantic");
      case "--debug" -> options.debug = true;
      case "--define-macro" -> options.preprocessor.macros.add("D" + next(a));
      case "--include-directory" -> includeDirectory(next(a));
      default -> {
        String plain = LONG_NAMES.get(name);
        if (plain != null) {
          one(equals < 0 ? plain : plain + a.substring(equals + 1));
        } else if (a.startsWith("--print-")) {
          one(a.substring(1));
        } else {
          throw unknown(a);
        }
      }
    }
  }

  private void dashW(String a) throws UsageException {
    if (a.startsWith("-Wl,")) {
      for (String part : a.substring(4).split(",", -1)) {
        linker(part);
      }
    } else if (a.startsWith("-Wa,")) {
      options.assemblerOptions.addAll(List.of(a.substring(4).split(",", -1)));
    } else if (a.startsWith("-Wp,")) {
      preprocessorOptions(a.substring(4).split(",", -1));
    } else {
      warnings.apply(a);
    }
  }

  /** {@code -Wp,-MD,file} is the preprocessor's -MD, which takes the file's name. */
  private void preprocessorOptions(String[] parts) throws UsageException {
    List<String> list = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      list.add(parts[i]);
      if ((parts[i].equals("-MD") || parts[i].equals("-MMD")) && i + 1 < parts.length) {
        list.add("-MF");
        list.add(parts[++i]);
      }
    }
    push(list, 0);
  }

  /** gcc's names of what one pass does. */
  private static final Map<String, String> PASSES =
      Map.ofEntries(
          Map.entry("dse", "dse"),
          Map.entry("tree-dse", "dse"),
          Map.entry("tree-loop-im", "licm"),
          Map.entry("move-loop-invariants", "licm"),
          Map.entry("move-loop-stores", "store-motion"),
          Map.entry("tree-ch", "rotate"),
          Map.entry("ivopts", "strength"),
          Map.entry("if-conversion", "if-convert"),
          Map.entry("thread-jumps", "thread-jumps"));

  private void dashF(String a) throws UsageException {
    boolean on = !a.startsWith("-fno-");
    String name = a.substring(on ? 2 : 5);
    int equals = name.indexOf('=');
    if (equals >= 0) {
      fValue(a, name.substring(0, equals), name.substring(equals + 1));
      return;
    }
    switch (name) {
      case "PIC", "pic" -> pic(on, name.equals("PIC") ? 2 : 1);
      case "PIE", "pie" -> pie(on, name.equals("PIE") ? 2 : 1);
      case "common" -> options.common = on;
      case "wrapv" -> overflow(on, Overflow.WRAPS);
      case "trapv" -> overflow(on, Overflow.TRAPS);
      case "optimize-sibling-calls" -> options.siblingCalls = on;
      case "wrapv-pointer" -> {}
      case "strict-overflow" -> overflow(!on, Overflow.WRAPS);
      case "strict-aliasing" -> options.strictAliasing = on;
      case "delete-null-pointer-checks" -> options.keepNullChecks = !on;
      case "fast-math" -> fastMath(on);
      case "unsafe-math-optimizations" -> unsafeMath(on);
      case "associative-math" -> options.preprocessor.target.associativeMath = on;
      case "reciprocal-math" -> options.preprocessor.target.reciprocalMath = on;
      case "signed-zeros" -> options.preprocessor.target.noSignedZeros = !on;
      case "trapping-math" -> options.preprocessor.target.noTrappingMath = !on;
      case "finite-math-only" -> options.preprocessor.target.finiteMathOnly = on;
      case "math-errno" -> {
        options.mathErrno = on;
        options.preprocessor.target.noMathErrno = !on;
      }
      case "ms-extensions", "plan9-extensions" -> options.msExtensions = on;
      case "unsigned-bitfields" -> options.unsignedBitFields = on;
      case "single-precision-constant" -> options.singlePrecisionConstants = on;
      case "signed-bitfields" -> options.unsignedBitFields = !on;
      case "pack-struct" -> options.packing = new CheckOptions.Packing(on, options.packing.bound());
      case "instrument-functions" -> options.instrument = on;
      case "cx-limited-range" -> {
        options.limitedComplexRange = on;
        options.preprocessor.target.shortComplexMath = on;
      }
      case "cx-fortran-rules" -> options.preprocessor.target.shortComplexMath = on;
      case "function-sections" -> options.functionSections = on;
      case "data-sections" -> options.dataSections = on;
      case "omit-frame-pointer" -> options.framePointer = !on;
      case "unwind-tables", "asynchronous-unwind-tables", "exceptions" -> options.unwindTables = on;
      case "jump-tables" -> options.jumpTables = on;
      case "freestanding" -> {
        options.preprocessor.hosted = !on;
        options.noBuiltin = on;
      }
      case "hosted" -> options.preprocessor.hosted = on;
      case "builtin" -> options.noBuiltin = !on;
      case "signed-char" -> options.charUnsigned = !on;
      case "unsigned-char" -> options.charUnsigned = on;
      case "short-enums" -> options.shortEnums = on;
      case "short-wchar" -> options.shortWchar = on;
      case "gnu89-inline" -> {
        options.gnu89Inline = on;
        options.preprocessor.target.gnu89Inline = on;
      }
      case "preprocessed" -> options.preprocessor.preprocessed = on;
      case "syntax-only" -> options.syntaxOnly = on;
      case "permissive" -> options.permissive = on;
      case "rounding-math" -> {
        options.fenvAccess = on;
        options.preprocessor.target.roundingMath = on;
      }
      case "diagnostics-show-caret" -> options.showCaret = on;
      case "diagnostics-parseable-fixits" -> options.parseableFixIts = on;
      case "diagnostics-color" -> options.colour = on;
      case "openmp" -> {
        if (on) {
          throw new UsageException("‘-fopenmp’ is not supported");
        }
      }
      case "sanitize" -> {}
      case "inline" -> {
        options.preprocessor.target.noInline = !on;
        options.inline = on;
      }
      case "mem-report", "stats" -> {}
      case "time-report" -> options.timeReport = on;
      default -> {
        String pass = PASSES.get(name);
        if (pass != null) {
          options.switchPass(pass, on);
        } else if (name.startsWith("builtin-")) {
          if (!on) {
            options.noBuiltinNames.add(name.substring(8));
          }
        } else if (name.startsWith("dump-") || name.startsWith("opt-info")) {
          options.internal.put(name, "");
        } else if (!AcceptedOptions.F.contains(name)) {
          throw unknown(a);
        }
      }
    }
  }

  private void fValue(String a, String name, String value) throws UsageException {
    switch (name) {
      case "visibility" -> {
        if (!List.of("default", "hidden", "protected", "internal").contains(value)) {
          throw new UsageException("unrecognized visibility value ‘" + value + "’");
        }
        options.visibility = value;
      }
      case "ffp-contract", "fp-contract" -> options.contractFloats = value.equals("fast");
      case "max-errors" -> options.maxErrors = number(a, value);
      case "diagnostics-color" -> {
        switch (value) {
          case "always" -> options.colour = true;
          case "never" -> options.colour = false;
          case "auto" -> options.colour = null;
          default -> throw unknown(a);
        }
      }
      case "pack-struct" -> {
        int bound = number(a, value);
        if (Integer.bitCount(bound) != 1 || bound > 16) {
          throw new UsageException(
              "structure alignment must be a small power of two, not " + value);
        }
        options.packing = new CheckOptions.Packing(options.packing.whole(), bound);
      }
      case "diagnostics-format" -> options.diagnosticsFormat = value;
      case "file-prefix-map",
          "macro-prefix-map",
          "debug-prefix-map",
          "canon-prefix-map",
          "profile-prefix-map" -> {
        int equals = value.indexOf('=');
        if (equals < 0) {
          throw new UsageException("invalid argument ‘" + value + "’ to ‘-f" + name + "’");
        }
        String from = value.substring(0, equals);
        String to = value.substring(equals + 1);
        if (!name.equals("debug-prefix-map")) {
          options.preprocessor.prefixMap.put(from, to);
        }
        if (!name.equals("macro-prefix-map")) {
          options.prefixMap.put(from, to);
        }
      }
      case "sanitize" -> throw new UsageException("‘" + a + "’ is not supported for this target");
      case "fuel", "pass-order-seed", "dump-after", "stop-after", "disable-pass", "verify-each" ->
          options.internal.put(name, value);
      case "input-charset", "exec-charset" -> {
        if (!value.equalsIgnoreCase("utf-8") && !value.equalsIgnoreCase("utf8")) {
          throw new UsageException("conversion from " + value + " to UTF-8 not supported");
        }
      }
      case "diagnostics-column-unit",
          "diagnostics-column-origin",
          "diagnostics-minimum-margin-width",
          "diagnostics-add-output",
          "diagnostics-urls",
          "diagnostics-path-format",
          "diagnostics-escape-format",
          "offload",
          "stack-limit-register",
          "stack-usage",
          "wide-exec-charset",
          "fallback-location" -> {}
      case "lto", "use-ld", "opt-info", "plugin" -> {}
      default -> {
        if (name.startsWith("dump-")) {
          options.internal.put(name, value);
        } else if (!AcceptedOptions.F.contains(name)) {
          throw unknown(a);
        }
      }
    }
  }

  private static int number(String a, String value) throws UsageException {
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "argument to ‘"
              + a.substring(0, a.indexOf('=') + 1)
              + "’ should be a non-negative integer");
    }
  }

  private void pic(boolean on, int level) {
    picChosen = true;
    options.pic = on;
    options.pie = false;
    options.preprocessor.target.pic = on ? level : 0;
    options.preprocessor.target.pie = 0;
  }

  private void pie(boolean on, int level) {
    picChosen = true;
    options.pic = false;
    options.pie = on;
    options.preprocessor.target.pic = on ? level : 0;
    options.preprocessor.target.pie = on ? level : 0;
  }

  private void dashM(String a) throws UsageException {
    int equals = a.indexOf('=');
    String name = equals < 0 ? a.substring(2) : a.substring(2, equals);
    String value = equals < 0 ? "" : a.substring(equals + 1);
    switch (name) {
      case "arch" -> options.march = value;
      case "abi" -> {
        if (!List.of("lp64", "lp64f", "lp64d", "ilp32", "ilp32f", "ilp32d").contains(value)) {
          throw new UsageException("unrecognized argument in option ‘" + a + "’");
        }
        options.mabi = value;
      }
      case "cmodel" -> {
        if (!value.equals("medlow") && !value.equals("medany")) {
          throw new UsageException("unrecognized argument in option ‘" + a + "’");
        }
        options.codeModel = value;
      }
      case "strict-align" -> options.strictAlign = true;
      case "no-strict-align" -> options.strictAlign = false;
      case "relax" -> options.relax = true;
      case "no-relax" -> options.relax = false;
      case "resolve-branches" -> options.resolveBranches = true;
      case "save-restore" -> options.saveRestore = true;
      case "no-save-restore" -> options.saveRestore = false;
      case "small-data-limit" -> options.smallDataLimit = number(a, value);
      case "omit-leaf-frame-pointer", "no-omit-leaf-frame-pointer" -> {}
      default -> {
        String bare = name.startsWith("no-") ? name.substring(3) : name;
        if (!AcceptedOptions.M.contains(name) && !AcceptedOptions.M.contains(bare)) {
          throw unknown(a);
        }
      }
    }
  }

  /** What is linked to be moved is compiled to be moved unless the line says how to compile. */
  private void impliedPic() {
    if (picChosen) {
      return;
    }
    if (options.shared) {
      pic(true, 2);
    } else if (options.linkPie) {
      pie(true, 2);
    }
  }

  /** Two warnings with names of their own are part of {@code -Wpedantic} before C99. */
  private void pedanticInC90() {
    if (!options.warnings.enabledFlags().contains("pedantic")
        || options.standard.atLeast(Standard.C99)) {
      return;
    }
    for (String flag : List.of("declaration-after-statement", "vla")) {
      if (!options.warnings.mentions(flag)) {
        options.warnings.enable(flag, true);
        if (options.pedanticErrors) {
          options.warnings.error(flag, true);
        }
      }
    }
  }

  /** What follows from all of the line together. */
  private void finish() throws UsageException {
    try {
      IsaString.parse(options.march);
    } catch (IsaString.FormatException e) {
      throw new UsageException("‘-march=" + options.march + "’: " + e.getMessage());
    }
    String unknown = new AssemblerFlags().addAll(options.assemblerOptions);
    if (unknown != null) {
      throw new UsageException("unrecognized option ‘" + unknown + "’ for the assembler");
    }
    impliedPic();
    pedanticInC90();
    options.preprocessor.missingHeadersAreMade &= options.dependencies.only;
    var target = options.preprocessor.target;
    target.march = options.march;
    target.mabi = options.abi();
    target.codeModel = options.codeModel;
    target.optimize = options.optimize;
    target.optimizeSize = options.optimizeSize;
    if (options.dependencies.only && options.stage != CcOptions.Stage.PREPROCESS) {
      options.stage = CcOptions.Stage.PREPROCESS;
    }
    for (int i = 0; i < options.items.size(); i++) {
      // Standard input is only C where -E or -x says so; gcc refuses it otherwise.
      if (options.items.get(i) instanceof CcOptions.Item.Input(String path, Language language)
          && path.equals("-")
          && language == Language.LINKABLE) {
        options.items.set(i, new CcOptions.Item.Input(path, Language.C));
      }
    }
    options.linksShared = SharedInputs.among(options, directory);
  }
}
