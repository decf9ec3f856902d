package dev.ferry.driver.cc;

import dev.ferry.c.lex.Standard;
import dev.ferry.driver.as.AssemblerFlags;
import dev.ferry.isa.IsaString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses gcc's command line: joined and separate values, order-sensitive, last wins, response files
 * ({@code @file}), {@code -} for standard input. Unknown options are errors, since configure
 * scripts find out by them what a compiler can do.
 */
public final class CcCommandLine {
  private final CcOptions options = new CcOptions();
  private final Path directory;
  private final CommandWords words;
  private final WarningFlags warnings = new WarningFlags(options);
  private final FeatureFlags features = new FeatureFlags(options);
  private final MachineFlags machine = new MachineFlags(options);
  private @Nullable Language forced;
  private boolean onlyFiles;

  private CcCommandLine(Path directory) {
    this.directory = directory;
    this.words = new CommandWords(directory);
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
    parser.words.push(arguments);
    while (!parser.words.isEmpty()) {
      parser.one(parser.words.remove());
    }
    parser.finish();
    return parser.options;
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
        case 'f' -> features.apply(argument);
        case 'm' -> machine.apply(argument);
        default -> plain(argument);
      }
    }
  }

  private void input(String path) {
    Language language =
        forced != null ? forced : path.equals("-") ? Language.C : Language.ofFile(path);
    options.items.add(new CcOptions.Item.Input(path, language));
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
      case "-H" -> options.preprocessor.listIncludes = true;
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
        options.pedantic = true;
        warnings.apply("-Wpedantic");
        options.warnings.strict(true);
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
      default -> withNextWord(a);
    }
  }

  /** Options whose value is the word after them. */
  private void withNextWord(String a) throws UsageException {
    switch (a) {
      case "-Xlinker" -> linker(words.next(a));
      case "-Xassembler" -> options.assemblerOptions.add(words.next(a));
      case "-Xpreprocessor" -> words.push(List.of(words.next(a)));
      case "-z" -> {
        linker("-z");
        linker(words.next(a));
      }
      case "-T" -> {
        linker("-T");
        linker(words.next(a));
      }
      case "-u", "-e" -> {
        linker(a);
        linker(words.next(a));
      }
      case "-include" -> options.preprocessor.includes.add(words.next(a));
      case "-imacros" -> options.preprocessor.macroIncludes.add(words.next(a));
      case "-isystem" -> options.preprocessor.systemDirectories.add(words.next(a));
      case "-iquote" -> options.preprocessor.quoteDirectories.add(words.next(a));
      case "-idirafter" -> options.preprocessor.afterDirectories.add(words.next(a));
      case "-isysroot" -> options.sysroot = words.next(a);
      case "-iprefix",
          "-iwithprefix",
          "-iwithprefixbefore",
          "-imultilib",
          "-aux-info",
          "-dumpbase",
          "-dumpdir",
          "-dumpbase-ext",
          "-auxbase" ->
          words.next(a);
      case "-arch" -> words.next(a);
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
      options.dependencies.file = words.value(a, "-MF");
    } else if (a.startsWith("-MT")) {
      options.dependencies.targets.add(words.value(a, "-MT"));
    } else if (a.startsWith("-MQ")) {
      options.dependencies.targets.add(DependencyFile.escape(words.value(a, "-MQ")));
    } else if (a.startsWith("-MJ")) {
      options.internal.put("compile-commands", words.value(a, "-MJ"));
    } else if (a.startsWith("-std=")) {
      standard(a.substring(5));
    } else if (a.startsWith("-print-file-name=") || a.startsWith("-print-prog-name=")) {
      options.query = a;
    } else if (a.startsWith("-isystem")) {
      options.preprocessor.systemDirectories.add(words.value(a, "-isystem"));
    } else if (a.startsWith("-include")) {
      options.preprocessor.includes.add(words.value(a, "-include"));
    } else if (a.startsWith("-iquote")) {
      options.preprocessor.quoteDirectories.add(words.value(a, "-iquote"));
    } else if (a.startsWith("-idirafter")) {
      options.preprocessor.afterDirectories.add(words.value(a, "-idirafter"));
    } else if (a.startsWith("-specs=") || AcceptedOptions.OTHER.contains(a)) {
      return;
    } else {
      letter(a);
    }
  }

  private void letter(String a) throws UsageException {
    switch (a.charAt(1)) {
      case 'o' -> options.output = words.value(a, "-o");
      case 'x' -> language(words.value(a, "-x"));
      case 'D' -> options.preprocessor.macros.add("D" + words.value(a, "-D"));
      case 'U' -> options.preprocessor.macros.add("U" + words.value(a, "-U"));
      case 'I' -> includeDirectory(words.value(a, "-I"));
      case 'L' -> {
        String path = words.value(a, "-L");
        options.libraryPath.add(path);
        linker("-L" + path);
      }
      case 'l' -> linker("-l" + words.value(a, "-l"));
      case 'B' -> options.programPath.add(words.value(a, "-B"));
      case 'O' -> optimize(a.substring(2));
      case 'g' -> debug(a.substring(2));
      case 'T' -> {
        linker(a);
      }
      case 'u' -> {
        linker("-u");
        linker(words.value(a, "-u"));
      }
      case 'A' -> words.value(a, "-A");
      case 'j' -> jobs(a.substring(2));
      case 'd' -> {
        for (char c : a.substring(2).toCharArray()) {
          if (c == 'M' || c == 'D' || c == 'N') {
            options.dump = c;
          }
        }
      }
      default -> throw UsageException.unknownOption(a);
    }
  }

  private void jobs(String number) throws UsageException {
    try {
      options.jobs =
          number.isEmpty() ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(number);
    } catch (NumberFormatException e) {
      throw UsageException.unknownOption("-j" + number);
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
          default -> throw UsageException.unknownOption("-std=" + name);
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
        features.fastMath(true);
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
          "z=none",
          "z=zlib",
          "z=zlib-gnu",
          "no-as-loc-support",
          "as-loc-support",
          "as-locview-support" -> {}
      default -> throw UsageException.unknownOption("-g" + kind);
    }
  }

  private void longOption(String a) throws UsageException {
    int equals = a.indexOf('=');
    String name = equals < 0 ? a : a.substring(0, equals);
    switch (name) {
      case "--version", "--help", "--target-help" -> options.query = a;
      case "--sysroot" -> options.sysroot = equals < 0 ? words.next(a) : a.substring(equals + 1);
      case "--param" -> {
        if (equals < 0) {
          words.next(a);
        }
      }
      case "--libc" -> options.libc = equals < 0 ? words.next(a) : a.substring(equals + 1);
      case "--std" -> standard(equals < 0 ? words.next(a) : a.substring(equals + 1));
      case "--include" -> options.preprocessor.includes.add(words.next(a));
      case "--output" -> options.output = equals < 0 ? words.next(a) : a.substring(equals + 1);
      case "--static" -> options.linkStatic = true;
      case "--shared" -> options.shared = true;
      case "--compile" -> stopAfter(CcOptions.Stage.OBJECT);
      case "--assemble" -> stopAfter(CcOptions.Stage.ASSEMBLY);
      case "--preprocess" -> stopAfter(CcOptions.Stage.PREPROCESS);
      case "--verbose" -> options.verbose = true;
      case "--pipe", "--specs" -> {}
      case "--pedantic" -> plain("-pedantic");
      case "--debug" -> options.debug = true;
      case "--define-macro" -> options.preprocessor.macros.add("D" + words.next(a));
      case "--include-directory" -> includeDirectory(words.next(a));
      default -> {
        String plain = shortSpelling(name);
        if (plain != null) {
          one(equals < 0 ? plain : plain + a.substring(equals + 1));
        } else if (a.startsWith("--print-")) {
          one(a.substring(1));
        } else {
          throw UsageException.unknownOption(a);
        }
      }
    }
  }

  /** GNU's long spellings of options that have a short one; null for others. */
  private static @Nullable String shortSpelling(String name) {
    return switch (name) {
      case "--all-warnings" -> "-Wall";
      case "--ansi" -> "-ansi";
      case "--comments" -> "-C";
      case "--dependencies" -> "-M";
      case "--extra-warnings" -> "-Wextra";
      case "--imacros" -> "-imacros";
      case "--no-line-commands" -> "-P";
      case "--no-standard-includes" -> "-nostdinc";
      case "--no-warnings" -> "-w";
      case "--optimize" -> "-O";
      case "--pedantic-errors" -> "-pedantic-errors";
      case "--trigraphs" -> "-trigraphs";
      case "--undefine-macro" -> "-U";
      case "--user-dependencies" -> "-MM";
      case "--write-dependencies" -> "-MD";
      case "--write-user-dependencies" -> "-MMD";
      default -> null;
    };
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
    words.push(list);
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
    features.impliedPic();
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
