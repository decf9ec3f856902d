package dev.ferry.driver.as;

import dev.ferry.binutils.asm.AsmMessage;
import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.tools.ArgumentFiles;
import dev.ferry.driver.Console;
import dev.ferry.isa.IsaString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** {@code ferry as}: GNU as' command line. Several inputs are assembled as one. */
public final class AsCommand {
  private final Console console;
  private final List<String> inputs = new ArrayList<>();
  private final AssemblerFlags flags = new AssemblerFlags();
  private String output = "a.out";

  public AsCommand(Console console) {
    this.console = console;
  }

  public int run(List<String> line) {
    List<String> args = ArgumentFiles.expandAll(line, console.directory());
    for (int i = 0; i < args.size(); i++) {
      String a = args.get(i);
      boolean takesNext = a.equals("-o") || AssemblerFlags.takesNext(a);
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

  private boolean option(String a, String next) {
    if (a.equals("-o")) {
      output = next;
    } else if (a.equals("-") || a.equals("--")) {
      inputs.add("-");
    } else if (a.startsWith("-o")) {
      output = a.substring(2);
    } else if (a.startsWith("-")) {
      return flags.add(a, next);
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
    AssemblerOptions options;
    try {
      options = flags.options(console.directory(), false, true);
    } catch (IsaString.FormatException e) {
      console.err().println("as: " + e.getMessage());
      return 1;
    }
    Assembler.Result result = Assembler.assemble(name, text.toByteArray(), options);
    boolean warned = false;
    for (AsmMessage message : result.messages()) {
      if (message.error() || !flags.noWarnings()) {
        console.err().println(message);
        warned |= !message.error();
      }
    }
    ObjectFile object = result.object();
    if (object == null || warned && flags.fatalWarnings()) {
      return 1;
    }
    Files.write(console.resolve(output), ElfWriter.write(object));
    return 0;
  }
}
