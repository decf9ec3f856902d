package dev.ferry.driver.cc;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The questions that build systems ask a compiler ({@code -dumpmachine}, {@code -print-…}). */
final class Queries {
  /** The gcc release whose dialect and options are followed. */
  static final String GCC_VERSION = "12.2.0";

  private Queries() {}

  static String machine(CcOptions options) {
    return "riscv" + options.xlen() + "-linux-gnu";
  }

  /** Answers {@code options.query}. */
  static void answer(String query, CcOptions options, Libraries libraries, PrintStream out) {
    int equals = query.indexOf('=');
    String name = equals < 0 ? query : query.substring(0, equals);
    String value = equals < 0 ? "" : query.substring(equals + 1);
    switch (name) {
      case "-dumpmachine" -> out.println(machine(options));
      case "-dumpversion" -> out.println("12");
      case "-dumpfullversion" -> out.println(GCC_VERSION);
      case "-dumpspecs" -> out.println("*ferry:\nbuilt in\n");
      case "-print-search-dirs" -> searchDirectories(libraries, out);
      case "-print-libgcc-file-name" -> out.println(libraries.runtime());
      case "-print-file-name" -> {
        Path path = libraries.find(value);
        out.println(
            value.equals("include")
                ? Libraries.ownHeaders()
                : path == null ? value : path.toString());
      }
      case "-print-prog-name" -> out.println(program(value));
      case "-print-sysroot" -> out.println(libraries.sysroot());
      case "-print-multi-lib" -> out.println(".;");
      case "-print-multi-directory" -> out.println(".");
      case "-print-multi-os-directory" -> out.println("../lib");
      case "-print-multiarch" -> out.println(machine(options));
      case "--version" -> version(out);
      default -> help(out);
    }
  }

  /** The tool of this name beside the launcher, if it is one of Ferry's. */
  private static String program(String name) {
    if (List.of(
            "as",
            "ld",
            "ar",
            "nm",
            "objdump",
            "readelf",
            "ranlib",
            "size",
            "strip",
            "objcopy",
            "strings",
            "addr2line",
            "gcc-ar",
            "gcc-nm",
            "gcc-ranlib")
        .contains(name)) {
      Path tool =
          Libraries.home()
              .resolve("bin")
              .resolve("ferry-" + (name.startsWith("gcc-") ? name.substring(4) : name));
      if (java.nio.file.Files.exists(tool)) {
        return tool.toString();
      }
    }
    return name;
  }

  private static void searchDirectories(Libraries libraries, PrintStream out) {
    out.println("install: " + Libraries.home() + "/");
    out.println("programs: =" + Libraries.home().resolve("bin") + "/");
    StringBuilder list = new StringBuilder();
    for (String directory : libraries.libraryDirectories()) {
      list.append(list.isEmpty() ? "" : ":").append(directory).append('/');
    }
    out.println("libraries: =" + list);
  }

  /** Build systems look for the words "Free Software Foundation" to take a compiler for a gcc. */
  static void version(PrintStream out) {
    out.println("ferry-cc (Ferry 0.1.0) " + GCC_VERSION);
    out.println("A C compiler for RISC-V in Java. MIT license; no warranty.");
    out.println(
        "Accepts the language and the options of gcc 12, which is by the Free Software Foundation, Inc.");
  }

  private static void help(PrintStream out) {
    out.print(
        """
        Usage: ferry cc [options] file...
        Options are gcc's:
          -E | -S | -c           Stop after preprocessing, compiling, assembling.
          -o <file>              Place the output into <file>.
          -O0 -O1 -O2 -O3 -Os    Optimise.
          -g                     Debug information.
          -std=<standard>        c89 to c23, gnu89 to gnu23 (default gnu17).
          -Wall -Wextra -W<name> Warnings; -Werror[=<name>] makes errors of them.
          -I -iquote -isystem -idirafter <dir>   Header directories.
          -D<macro>[=<value>] -U<macro> -include <file>
          -M -MM -MD -MMD -MF -MT -MQ -MP -MG    Dependencies for make.
          -L<dir> -l<library> -static -shared -pie -r -Wl,<option>,...
          -fPIC -fPIE -f[no-]<flag>
          -march=<isa> -mabi=<abi> -mcmodel=<medlow|medany>
          --libc=<ferry|glibc|musl> --sysroot=<dir>
          -x <language>          c, cpp-output, assembler, assembler-with-cpp, none.
          -v | -###              Show what is done | without doing it.
          -j[<n>]                Compile several files at once.
          @<file>                Options from a file.
        """);
  }
}
