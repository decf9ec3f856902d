package dev.ferry.binutils.tools;

import dev.ferry.binutils.asm.AsmMessage;
import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.asm.AssemblyException;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code as} command. */
public final class As {
  private final ToolContext context;
  private String output = "a.out";
  private String march = "rv64gc";
  private String abi = "";
  private boolean relax = true;
  private boolean pic;
  private boolean noWarnings;
  private boolean fatalWarnings;
  private int dwarfVersion;
  private final List<Path> includes = new ArrayList<>();
  private final List<String> defines = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();

  private As(ToolContext context) {
    this.context = context;
  }

  /** Runs it; 0 when an object was written. */
  public static int run(String[] args, ToolContext context) {
    As as = new As(context);
    try {
      if (as.parse(ArgumentFiles.expand(List.of(args), context.directory()))) {
        return 0;
      }
      return as.assemble();
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
    } catch (AssemblyException e) {
      context.err().println("Error: " + e.getMessage());
    } catch (IOException e) {
      context.err().println(context.program() + ": " + e.getMessage());
    }
    return 1;
  }

  private boolean parse(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      String next = i + 1 < args.size() ? args.get(i + 1) : "";
      if (arg.equals("-") || arg.equals("--")) {
        inputs.add("-");
      } else if (arg.equals("-o")) {
        output = next;
        i++;
      } else if (arg.equals("-I")) {
        includes.add(context.resolve(next));
        i++;
      } else if (arg.equals("--defsym")) {
        defines.add(next);
        i++;
      } else if (arg.equals("--debug-prefix-map")) {
        i++;
      } else if (arg.equals("--version")) {
        context.out().println("GNU assembler compatible (Ferry) 2.40");
        return true;
      } else if (arg.equals("--help")) {
        context.out().println("Usage: as [option...] [asmfile...]");
        return true;
      } else if (arg.startsWith("-")) {
        option(arg);
      } else {
        inputs.add(arg);
      }
    }
    return false;
  }

  private void option(String arg) {
    if (arg.startsWith("-march=")) {
      march = arg.substring(7);
    } else if (arg.startsWith("-mabi=")) {
      abi = arg.substring(6);
    } else if (arg.startsWith("-I")) {
      includes.add(context.resolve(arg.substring(2)));
    } else if (arg.startsWith("-o")) {
      output = arg.substring(2);
    } else if (arg.startsWith("--defsym=")) {
      defines.add(arg.substring(9));
    } else if (arg.startsWith("-gdwarf-") || arg.startsWith("--gdwarf-")) {
      String number = arg.substring(arg.lastIndexOf('-') + 1);
      dwarfVersion = number.length() == 1 ? number.charAt(0) - '0' : 0;
    } else {
      flag(arg);
    }
  }

  private void flag(String arg) {
    switch (arg) {
      case "-fpic", "-fPIC", "-fpie", "-fPIE" -> pic = true;
      case "-fno-pic" -> pic = false;
      case "-mrelax" -> relax = true;
      case "-mno-relax" -> relax = false;
      case "-W", "--no-warn" -> noWarnings = true;
      case "--fatal-warnings" -> fatalWarnings = true;
      default -> {
        boolean ignored =
            arg.startsWith("-misa-spec=")
                || arg.startsWith("-mpriv-spec=")
                || arg.startsWith("-a")
                || arg.startsWith("-g")
                || arg.startsWith("--gen-debug")
                || arg.startsWith("--gstabs")
                || arg.startsWith("--debug-prefix-map=")
                || arg.startsWith("--compress-debug-sections")
                || arg.startsWith("--nocompress-debug-sections")
                || arg.startsWith("-mlittle-endian")
                || arg.startsWith("-m")
                || arg.startsWith("--traditional-format")
                || arg.startsWith("--statistics")
                || arg.equals("--warn")
                || arg.equals("--noexecstack")
                || arg.equals("--execstack")
                || arg.equals("--reduce-memory-overheads")
                || arg.equals("-D")
                || arg.equals("-f")
                || arg.equals("-J")
                || arg.equals("-K")
                || arg.equals("-L")
                || arg.equals("--keep-locals")
                || arg.equals("-R")
                || arg.equals("-v")
                || arg.equals("-X")
                || arg.equals("-Z");
        if (!ignored) {
          throw new ToolException("unrecognized option '" + arg + "'");
        }
      }
    }
  }

  private int assemble() throws IOException {
    AssemblerOptions options =
        AssemblerOptions.forIsa(march)
            .withRelax(relax)
            .withPic(pic)
            .withIncludePath(includes)
            .withDwarfVersion(dwarfVersion)
            .withSymbolAssignments(defines);
    if (!abi.isEmpty()) {
      options = options.withAbi(abi);
    }
    String name =
        inputs.isEmpty() || inputs.get(0).equals("-") ? "{standard input}" : inputs.get(0);
    Assembler.Result result = Assembler.assemble(name, readAll(), options);
    boolean failed = result.failed();
    List<String> heads = new ArrayList<>();
    for (AsmMessage message : result.messages()) {
      if (message.error() || !noWarnings) {
        if (heads.isEmpty()) {
          heads.add(message.file());
          context.err().println(message.file() + ": Assembler messages:");
        }
        context.err().println(message);
        failed |= fatalWarnings;
      }
    }
    ObjectFile object = result.object();
    Path target = context.resolve(output);
    if (failed || object == null) {
      if (Files.isRegularFile(target)) {
        Files.delete(target);
      }
      return 1;
    }
    Files.write(target, ElfWriter.write(object));
    return 0;
  }

  private byte[] readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (inputs.isEmpty()) {
      inputs.add("-");
    }
    for (String input : inputs) {
      if (input.equals("-")) {
        context.in().transferTo(all);
      } else {
        Path path = context.resolve(input);
        if (!Files.isReadable(path)) {
          context.err().println("Assembler messages:");
          throw new ToolException(
              "can't open " + input + " for reading: No such file or directory");
        }
        all.write(Files.readAllBytes(path));
      }
    }
    return all.toByteArray();
  }
}
