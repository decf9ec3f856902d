package dev.ferry.binutils.tools;

import dev.ferry.binutils.link.LinkInput;
import dev.ferry.binutils.link.LinkOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ld's command line. Long options may begin with one dash or two and take their value joined with
 * {@code =} or as the next argument; single letters take it joined or next.
 */
final class LdArguments {
  final LinkOptions options = new LinkOptions();
  final List<LinkInput> inputs = new ArrayList<>();
  @Nullable String mapFile;
  boolean help;
  boolean version;
  boolean verbose;
  boolean showScript;
  boolean printMap;
  boolean noWarnings;
  private final List<String> arguments;
  private int at;

  private LdArguments(List<String> arguments, Path directory) {
    this.arguments = ArgumentFiles.expand(arguments, directory);
    options.directory = directory;
    options.sysvHash = true;
    options.gnuHash = true;
  }

  /** Parses; throws {@link ToolException} for what ld would refuse. */
  static LdArguments parse(List<String> arguments, Path directory) {
    LdArguments parsed = new LdArguments(arguments, directory);
    while (parsed.at < parsed.arguments.size()) {
      parsed.one(parsed.arguments.get(parsed.at++));
    }
    return parsed;
  }

  private void one(String argument) {
    if (argument.equals("-") || !argument.startsWith("-")) {
      inputs.add(new LinkInput.File(argument));
    } else if (argument.equals("-(")) {
      inputs.add(LinkInput.Switch.START_GROUP);
    } else if (argument.equals("-)")) {
      inputs.add(LinkInput.Switch.END_GROUP);
    } else if (!longOption(argument)) {
      shortOption(argument);
    }
  }

  private String next(String option) {
    if (at >= arguments.size()) {
      throw new ToolException("missing argument to " + option);
    }
    return arguments.get(at++);
  }

  private boolean longOption(String argument) {
    String name = argument.startsWith("--") ? argument.substring(2) : argument.substring(1);
    String joined = null;
    int equals = name.indexOf('=');
    if (equals > 0) {
      joined = name.substring(equals + 1);
      name = name.substring(0, equals);
    }
    return flag(name)
        || positional(name)
        || ignored(name, joined, argument)
        || valued(name, joined, argument);
  }

  private boolean flag(String name) {
    switch (name) {
      case "help" -> help = true;
      case "version" -> version = true;
      case "verbose" -> showScript = true;
      case "relocatable" -> options.output = LinkOptions.Output.RELOCATABLE;
      case "shared", "Bshareable" -> options.output = LinkOptions.Output.SHARED;
      case "pie", "pic-executable" -> options.output = LinkOptions.Output.PIE;
      case "no-pie" -> options.output = LinkOptions.Output.EXECUTABLE;
      case "relax" -> options.relax = true;
      case "no-relax" -> options.relax = false;
      case "gc-sections" -> options.gcSections = true;
      case "no-gc-sections" -> options.gcSections = false;
      case "print-gc-sections" -> options.printGcSections = true;
      case "no-print-gc-sections" -> options.printGcSections = false;
      case "gc-keep-exported" -> options.keepExported = true;
      case "export-dynamic" -> options.exportDynamic = true;
      case "no-export-dynamic" -> options.exportDynamic = false;
      case "eh-frame-hdr" -> options.ehFrameHdr = true;
      case "no-eh-frame-hdr" -> options.ehFrameHdr = false;
      case "strip-all" -> options.stripAll = true;
      case "strip-debug" -> options.stripDebug = true;
      case "discard-all" -> options.locals = LinkOptions.Locals.DISCARD_ALL;
      case "discard-locals" -> options.locals = LinkOptions.Locals.DISCARD_TEMPORARY;
      case "discard-none" -> options.locals = LinkOptions.Locals.KEEP_ALL;
      case "Bsymbolic" -> options.symbolic = true;
      case "Bsymbolic-functions" -> options.symbolicFunctions = true;
      case "no-undefined" -> options.noUndefined = true;
      case "allow-shlib-undefined" -> options.allowShlibUndefined = true;
      case "no-allow-shlib-undefined" -> options.allowShlibUndefined = false;
      case "allow-multiple-definition" -> options.allowMultipleDefinition = true;
      case "no-allow-multiple-definition" -> options.allowMultipleDefinition = false;
      case "noinhibit-exec" -> options.noinhibitExec = true;
      case "check-sections" -> options.checkSections = true;
      case "no-check-sections" -> options.checkSections = false;
      case "warn-common" -> options.warnCommon = true;
      case "fatal-warnings" -> options.fatalWarnings = true;
      case "no-fatal-warnings" -> options.fatalWarnings = false;
      case "no-warnings" -> noWarnings = true;
      case "warn-unresolved-symbols" -> options.unresolved = LinkOptions.Unresolved.WARN;
      case "error-unresolved-symbols" -> options.unresolved = LinkOptions.Unresolved.REPORT_ALL;
      case "no-dynamic-linker" -> options.noDynamicLinker = true;
      case "enable-new-dtags" -> options.newDtags = true;
      case "disable-new-dtags" -> options.newDtags = false;
      case "omagic" -> setOmagic();
      case "nmagic" -> options.nmagic = true;
      case "no-omagic", "no-nmagic" -> {
        options.omagic = false;
        options.nmagic = false;
      }
      case "print-map" -> {
        options.map = true;
        printMap = true;
      }
      case "cref" -> options.crossReference = true;
      case "emit-relocs" -> throw new ToolException("--emit-relocs is not supported");
      case "nostdlib" -> options.noDefaultLibraryPath = true;
      case "build-id" -> options.buildId = "sha1";
      default -> {
        return false;
      }
    }
    return !hasJoined(name);
  }

  /** {@code --build-id=md5} shares its name with the flag. */
  private boolean hasJoined(String name) {
    String argument = arguments.get(at - 1);
    return name.equals("build-id") && argument.indexOf('=') > 0;
  }

  private void setOmagic() {
    options.omagic = true;
    options.relro = false;
    options.staticLink = true;
  }

  private boolean positional(String name) {
    LinkInput.Switch change =
        switch (name) {
          case "start-group" -> LinkInput.Switch.START_GROUP;
          case "end-group" -> LinkInput.Switch.END_GROUP;
          case "whole-archive" -> LinkInput.Switch.WHOLE_ARCHIVE;
          case "no-whole-archive" -> LinkInput.Switch.NO_WHOLE_ARCHIVE;
          case "as-needed" -> LinkInput.Switch.AS_NEEDED;
          case "no-as-needed" -> LinkInput.Switch.NO_AS_NEEDED;
          case "push-state" -> LinkInput.Switch.PUSH_STATE;
          case "pop-state" -> LinkInput.Switch.POP_STATE;
          case "Bstatic", "dn", "non_shared", "static" -> LinkInput.Switch.STATIC;
          case "Bdynamic", "dy", "call_shared" -> LinkInput.Switch.DYNAMIC;
          default -> null;
        };
    if (change == null) {
      return false;
    }
    if (name.equals("static")) {
      options.staticLink = true;
    }
    inputs.add(change);
    return true;
  }

  /**
   * What gcc and build systems pass that has no bearing on this linker. Debugging sections are
   * written as they are, compressed or not.
   */
  private boolean ignored(String name, @Nullable String joined, String argument) {
    switch (name) {
      case "plugin",
          "plugin-opt",
          "hash-size",
          "assert",
          "retain-symbols-file",
          "ctf-variables",
          "sort-section",
          "orphan-handling",
          "stats",
          "audit",
          "depaudit",
          "filter",
          "auxiliary" -> {
        if (joined == null && !name.equals("stats")) {
          next(argument);
        }
      }
      case "no-plugin",
          "warn-constructors",
          "warn-once",
          "warn-section-align",
          "warn-alternate-em",
          "copy-dt-needed-entries",
          "no-copy-dt-needed-entries",
          "add-needed",
          "no-add-needed",
          "no-keep-memory",
          "reduce-memory-overheads",
          "no-accept-unknown-input-arch",
          "accept-unknown-input-arch",
          "force-exe-suffix",
          "fix-cortex-a53-835769",
          "no-demangle",
          "traditional-format",
          "color-diagnostics",
          "no-color-diagnostics",
          "enable-non-contiguous-regions",
          "no-ctf-variables",
          "warn-execstack",
          "no-warn-execstack",
          "warn-rwx-segments",
          "no-warn-rwx-segments",
          "no-warn-mismatch",
          "no-warn-search-mismatch",
          "qmagic",
          "no-define-common",
          "dc",
          "dp",
          "ld-generated-unwind-info",
          "no-ld-generated-unwind-info",
          "dependency-file",
          "target-help",
          "no-print-map-discarded",
          "print-map-discarded",
          "no-undefined-version",
          "undefined-version",
          "threads",
          "no-threads",
          "as-is",
          "error-handling-script",
          "long-plt",
          "compress-debug-sections",
          "no-apply-dynamic-relocs" -> {}
      case "demangle", "color" -> {}
      case "sort-common" -> options.sortCommon = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean valued(String name, @Nullable String joined, String argument) {
    switch (name) {
      case "output" -> options.outputName = value(joined, argument);
      case "entry" -> options.entry = value(joined, argument);
      case "script" -> options.script = value(joined, argument);
      case "default-script", "dT" -> options.script = value(joined, argument);
      case "version-script" -> options.versionScripts.add(value(joined, argument));
      case "dynamic-list" -> options.dynamicLists.add(value(joined, argument));
      case "export-dynamic-symbol" -> options.exportDynamicSymbols.add(value(joined, argument));
      case "export-dynamic-symbol-list" -> options.dynamicLists.add(value(joined, argument));
      case "dynamic-linker" -> options.dynamicLinker = value(joined, argument);
      case "soname" -> options.soname = value(joined, argument);
      case "rpath" -> options.rpath.add(value(joined, argument));
      case "rpath-link" -> options.rpathLink.add(value(joined, argument));
      case "sysroot" -> options.sysroot = value(joined, argument);
      case "library-path" -> options.libraryPath.add(value(joined, argument));
      case "library" -> inputs.add(new LinkInput.Library(value(joined, argument)));
      case "undefined" -> options.undefined.add(value(joined, argument));
      case "require-defined" -> options.requireDefined.add(value(joined, argument));
      case "wrap" -> options.wrap.add(value(joined, argument));
      case "defsym" -> define(value(joined, argument));
      case "trace-symbol" -> options.trace.add(value(joined, argument));
      case "hash-style" -> hashStyle(value(joined, argument));
      case "unresolved-symbols" -> unresolved(value(joined, argument));
      case "package-metadata" -> options.packageMetadata = value(joined, argument);
      case "exclude-libs" ->
          options.excludedLibraries.addAll(List.of(value(joined, argument).split("[,:]")));
      case "build-id" -> options.buildId = joined == null ? "sha1" : joined;
      case "Map" -> {
        options.map = true;
        mapFile = value(joined, argument);
      }
      case "section-start" -> sectionStart(value(joined, argument));
      case "Ttext" -> options.sectionStart.put(".text", hex(value(joined, argument)));
      case "Tdata" -> options.sectionStart.put(".data", hex(value(joined, argument)));
      case "Tbss" -> options.sectionStart.put(".bss", hex(value(joined, argument)));
      case "Ttext-segment" -> options.textSegment = hex(value(joined, argument));
      case "Trodata-segment" -> options.rodataSegment = hex(value(joined, argument));
      case "Tldata-segment" -> options.ldataSegment = hex(value(joined, argument));
      case "image-base" -> options.imageBase = hex(value(joined, argument));
      case "max-page-size" -> options.maxPageSize = pageSize(value(joined, argument));
      case "oformat", "format", "architecture" -> value(joined, argument);
      case "init" -> value(joined, argument);
      case "fini" -> value(joined, argument);
      default -> {
        return false;
      }
    }
    return true;
  }

  private String value(@Nullable String joined, String argument) {
    return joined != null ? joined : next(argument);
  }

  private void define(String text) {
    if (text.indexOf('=') <= 0) {
      throw new ToolException("--defsym: syntax error");
    }
    inputs.add(new LinkInput.Define(text));
  }

  private void hashStyle(String style) {
    switch (style) {
      case "gnu", "sysv", "both" -> {
        options.gnuHash = !style.equals("sysv");
        options.sysvHash = !style.equals("gnu");
      }
      default -> throw new ToolException("invalid hash style `" + style + "'");
    }
  }

  private void unresolved(String method) {
    options.unresolved =
        switch (method) {
          case "ignore-all" -> LinkOptions.Unresolved.IGNORE_ALL;
          case "report-all" -> LinkOptions.Unresolved.REPORT_ALL;
          case "ignore-in-object-files" -> LinkOptions.Unresolved.IGNORE_IN_OBJECT_FILES;
          case "ignore-in-shared-libs" -> LinkOptions.Unresolved.IGNORE_IN_SHARED_LIBS;
          default -> throw new ToolException("bad --unresolved-symbols option: " + method);
        };
  }

  private void sectionStart(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new ToolException("invalid argument to option \"--section-start\"");
    }
    options.sectionStart.put(text.substring(0, equals), hex(text.substring(equals + 1)));
  }

  /** These options take hexadecimal with or without 0x. */
  private static long hex(String text) {
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    try {
      return Long.parseUnsignedLong(digits, 16);
    } catch (NumberFormatException e) {
      throw new ToolException("invalid hex number `" + text + "'");
    }
  }

  private static long pageSize(String text) {
    try {
      long size = Long.decode(text);
      if (size > 0 && Long.bitCount(size) == 1) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new ToolException("invalid maximum page size `" + text + "'");
    }
    throw new ToolException("invalid maximum page size `" + text + "'");
  }

  private void shortOption(String argument) {
    char letter = argument.length() > 1 ? argument.charAt(1) : ' ';
    String rest = argument.length() > 2 ? argument.substring(2) : null;
    switch (letter) {
      case 'o' -> options.outputName = value(rest, argument);
      case 'l' -> inputs.add(new LinkInput.Library(value(rest, argument)));
      case 'L' -> options.libraryPath.add(value(rest, argument));
      case 'e' -> options.entry = value(rest, argument);
      case 'T' -> options.script = value(rest, argument);
      case 'u' -> options.undefined.add(value(rest, argument));
      case 'm' -> emulation(value(rest, argument));
      case 'h' -> options.soname = value(rest, argument);
      case 'I' -> options.dynamicLinker = value(rest, argument);
      case 'R' -> options.rpath.add(value(rest, argument));
      case 'y' -> options.trace.add(value(rest, argument));
      case 'Y', 'P', 'f', 'F', 'A', 'a', 'b', 'c', 'G' -> value(rest, argument);
      case 'z' -> keyword(value(rest, argument));
      case 'O' -> {}
      case 'r', 'i' -> options.output = LinkOptions.Output.RELOCATABLE;
      case 'E' -> options.exportDynamic = true;
      case 's' -> options.stripAll = true;
      case 'S' -> options.stripDebug = true;
      case 'x' -> options.locals = LinkOptions.Locals.DISCARD_ALL;
      case 'X' -> options.locals = LinkOptions.Locals.DISCARD_TEMPORARY;
      case 'N' -> setOmagic();
      case 'n' -> options.nmagic = true;
      case 'q' -> throw new ToolException("-q is not supported");
      case 'M' -> {
        options.map = true;
        printMap = true;
      }
      case 'v' -> verbose = true;
      case 'V' -> version = true;
      case 'w' -> noWarnings = true;
      case 'd', 't', 'g', 'k' -> {}
      default -> throw new ToolException("unrecognized option '" + argument + "'");
    }
    boolean flag = "rEsSxXNnqMvVwt".indexOf(letter) >= 0;
    if (flag && rest != null && letter != 't') {
      throw new ToolException("unrecognized option '" + argument + "'");
    }
  }

  private void emulation(String name) {
    switch (name) {
      case "elf64lriscv", "elf64lriscv_lp64", "elf64lriscv_lp64f" -> options.is64 = true;
      case "elf32lriscv", "elf32lriscv_ilp32", "elf32lriscv_ilp32f" -> options.is64 = false;
      default ->
          throw new ToolException(
              "unrecognised emulation mode: "
                  + name
                  + "\nSupported emulations: elf64lriscv elf64lriscv_lp64f elf64lriscv_lp64"
                  + " elf32lriscv elf32lriscv_ilp32f elf32lriscv_ilp32");
    }
  }

  private void keyword(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String text = equals < 0 ? "" : word.substring(equals + 1);
    switch (name) {
      case "relro" -> options.relro = true;
      case "norelro" -> options.relro = false;
      case "now" -> options.now = true;
      case "lazy" -> options.now = false;
      case "execstack" -> options.execStackForced = true;
      case "noexecstack" -> options.execStackForced = false;
      case "defs" -> options.zDefs = true;
      case "undefs" -> options.zDefs = false;
      case "text" -> options.zText = true;
      case "notext", "textoff" -> options.zText = false;
      case "muldefs" -> options.allowMultipleDefinition = true;
      case "nodelete" -> options.zNodelete = true;
      case "initfirst" -> options.zInitfirst = true;
      case "nodlopen" -> options.zNodlopen = true;
      case "origin" -> options.zOrigin = true;
      case "interpose" -> options.zInterpose = true;
      case "nodefaultlib" -> options.zNodefaultlib = true;
      case "nocopyreloc" -> options.zNocopyreloc = true;
      case "separate-code" -> options.separateCode = true;
      case "noseparate-code" -> options.separateCode = false;
      case "stack-size" -> options.zStackSize = Long.decode(text);
      case "max-page-size" -> options.maxPageSize = pageSize(text);
      case "common-page-size" -> options.commonPageSize = pageSize(text);
      default -> {}
    }
  }
}
