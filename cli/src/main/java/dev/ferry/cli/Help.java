package dev.ferry.cli;

import java.util.List;

/** The texts of {@code --help}. */
final class Help {
  private Help() {}

  static final String SHORT =
      """
      Usage: ferry COMMAND [arguments]
        run prog.c       compile and run       cc               the C compiler (gcc's options)
        explain prog.c   see every stage       decode, encode   machine words and assembly
        pipeline prog.c  cycle by cycle        explore prog.c   all of it in a local web page
        help             all commands
      """;

  static final String LONG =
      """
      Usage: ferry COMMAND [arguments]

      Programs
        run        compile C (or take a RISC-V program) and run it: ferry run prog.c -- arguments
        debug      stop, step (backwards too), look: ferry debug prog.c; or --gdb=PORT for gdb
        cc         compile, with gcc's options; also installed as ferry-cc
        explore    all of it in a local web page: every stage, run, step forward and back, the pipeline
        explain    show tokens, trees, IR, assembly of a C file
        pipeline   run a program on a model of a processor, cycle by cycle
        decode     machine words to assembly, every field named
        encode     assembly to machine words
        server     compile for other processes, warm: FERRY_SERVER=1 make CC=ferry-cc

      Object files (binutils' options; also ferry-as, ferry-ld, …)
        as ld ar ranlib nm objdump objcopy readelf size strip strings addr2line

      ferry COMMAND --help tells more. Exit status of run: the program's own, 128+n after signal n,
      124 at a limit, 125 for a failure of Ferry's own, 126 and 127 for what cannot be executed.
      """;

  static final String RUN =
      """
      Usage: ferry run [options] prog.c [more.c prog.o lib.a] [-- arguments]
             ferry run [options] PROGRAM [arguments]      (a RISC-V executable)
      The compiler's options are understood too (-O2, -I, -D, -l, --libc=glibc, …).
        --timeout=10s            end the program after that time
        --max-instructions=1e9   … after that many instructions
        --max-memory=64M         … when it uses more memory
        --dir=HOST[:GUEST][:ro]  let the program see a directory; the working directory is granted,
                                 and a /tmp and a /dev/shm of its own
        --no-dir                 grant neither
        --net[=loopback]         let it use the network, or only this host's own addresses
        --sysroot=DIR            what a dynamically linked program sees as /, read-only
        --env=NAME=VALUE         set a variable; --no-env: pass none of yours
        --trace=syscalls         show its system calls
        --trace=instructions     show each instruction and what it changed, as Spike does
        --stats                  count instructions by kind, name and function
        --profile[=FILE]         sample call stacks: FILE.svg (flame graph), FILE.json (speedscope)
                                 or folded stacks
        --interpret              never translate to JVM code
        --check-jit              repeat all translated code in the interpreter and compare
        --gdb=PORT               wait for gdb: target remote :PORT
      """;

  static final String DEBUG =
      """
      Usage: ferry debug [options] prog.c [more.c prog.o lib.a] [-- arguments]
             ferry debug [options] PROGRAM [arguments]
      Stops at main and reads commands, from the terminal or as a script from standard input:
        break LINE|FUNCTION, watch VARIABLE, continue, step, next, finish, print EXPRESSION, locals,
        backtrace, list, and reverse-step, reverse-next, reverse-continue to go back; help lists all.
      Options are those of ferry run; sources are compiled with -g.
        --gdb=PORT               serve gdb instead: target remote :PORT
      """;

  private static final List<String> COMMANDS =
      List.of(
          "run",
          "debug",
          "cc",
          "explain",
          "pipeline",
          "explore",
          "decode",
          "encode",
          "server",
          "as",
          "ld",
          "ar",
          "ranlib",
          "nm",
          "objdump",
          "objcopy",
          "readelf",
          "size",
          "strip",
          "strings",
          "addr2line",
          "help");

  static String version() {
    return "ferry 0.1.0\nJDK " + Runtime.version() + "\nMIT license\n";
  }

  /** {@code ; did you mean ‘x’?} or a pointer to the help. */
  static String nearest(String wrong) {
    String best = "";
    int least = 3;
    for (String command : COMMANDS) {
      int distance = distance(wrong, command);
      if (distance < least) {
        least = distance;
        best = command;
      }
    }
    return best.isEmpty() ? "; ferry help lists them" : "; did you mean ‘" + best + "’?";
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
