package dev.ferry.driver.as;

import dev.ferry.binutils.asm.AsmMessage;
import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.tools.ArgumentFiles;
import dev.ferry.driver.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ferry as}: GNU as' command line. Several inputs are assembled as one. */
public final class AsCommand {
  private final Console console;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> defines = new ArrayList<>();
  private final List<String> includes = new ArrayList<>();
  private String output = "a.out";
  private String march = "rv64gc";
  private @Nullable String mabi;
  private boolean pic;
  private boolean relax = true;
  private boolean resolveBranches;
  private boolean noWarnings;

  public AsCommand(Console console) {
    this.console = console;
  }

  public int run(List<String> line) {
    List<String> args = ArgumentFiles.expandAll(line, console.directory());
    for (int i = 0; i < args.size(); i++) {
      String a = args.get(i);
      boolean takesNext = TAKES_NEXT.contains(a);
      if (takesNext && i + 1 == args.size()) {
        console.err().println("as: option requires an argument -- '" + a.substring(1) + "'");
        return 1;
      }
      if (a.equals("--version")) {
        console.out().println("GNU assembler compatible (Ferry) 2.40");
        return 0;
      }
      if (!option(a, takesNext ? args.get(++i) : "")) {
        console.err().println("as: unrecognized option '" + a + "'");
        return 1;
      }
    }
    try {
      return assemble();
    } catch (IOException e) {
      console.err().println("as: " + e.getMessage());
      return 1;
    }
  }

  private static final List<String> TAKES_NEXT =
      List.of("-o", "-I", "--defsym", "-march", "-mabi", "--debug-prefix-map");

  private boolean option(String a, String next) {
    switch (a) {
      case "-o" -> output = next;
      case "-I" -> includes.add(next);
      case "--defsym" -> defines.add(next);
      case "-march" -> march = next;
      case "-mabi" -> mabi = next;
      case "-fpic", "-fPIC" -> pic = true;
      case "-fno-pic" -> pic = false;
      case "-mrelax" -> relax = true;
      case "-mno-relax" -> relax = false;
      case "-mresolve-branches" -> resolveBranches = true;
      case "-W", "--no-warn" -> noWarnings = true;
      case "-g",
          "--gen-debug",
          "--gdwarf-5",
          "--gdwarf-4",
          "-K",
          "-L",
          "--keep-locals",
          "--fatal-warnings",
          "--noexecstack",
          "--execstack",
          "-mlittle-endian",
          "--traditional-format",
          "-mno-arch-attr",
          "-march-attr",
          "-mcsr-check",
          "-mno-csr-check",
          "--debug-prefix-map",
          "-v",
          "--warn" -> {}
      case "-", "--" -> inputs.add("-");
      default -> {
        return joined(a);
      }
    }
    return true;
  }

  private boolean joined(String a) {
    if (a.startsWith("-march=")) {
      march = a.substring(7);
    } else if (a.startsWith("-mabi=")) {
      mabi = a.substring(6);
    } else if (a.startsWith("-I")) {
      includes.add(a.substring(2));
    } else if (a.startsWith("-o")) {
      output = a.substring(2);
    } else if (a.startsWith("--defsym=")) {
      defines.add(a.substring(9));
    } else if (a.startsWith("-misa-spec=") || a.startsWith("-mpriv-spec=") || a.startsWith("-a")) {
      return true;
    } else if (a.startsWith("-")) {
      return false;
    } else {
      inputs.add(a);
    }
    return true;
  }

  private int assemble() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    String name =
        inputs.isEmpty() || inputs.getFirst().equals("-") ? "{standard input}" : inputs.getFirst();
    for (String input : inputs.isEmpty() ? List.of("-") : inputs) {
      if (input.equals("-")) {
        text.writeBytes(console.in().readAllBytes());
      } else if (!Files.isRegularFile(console.resolve(input))) {
        console
            .err()
            .println("as: can't open " + input + " for reading: No such file or directory");
        return 1;
      } else {
        text.writeBytes(Files.readAllBytes(console.resolve(input)));
      }
    }
    AssemblerOptions options =
        AssemblerOptions.forIsa(march)
            .withPic(pic)
            .withRelax(relax)
            .withResolveBranches(resolveBranches);
    String abi = mabi;
    if (abi != null) {
      options = options.withAbi(abi);
    }
    Assembler.Result result = Assembler.assemble(name, text.toByteArray(), options);
    for (AsmMessage message : result.messages()) {
      if (message.error() || !noWarnings) {
        console.err().println(message);
      }
    }
    ObjectFile object = result.object();
    if (object == null) {
      return 1;
    }
    Files.write(console.resolve(output), ElfWriter.write(object));
    return 0;
  }
}
