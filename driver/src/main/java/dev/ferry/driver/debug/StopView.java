package dev.ferry.driver.debug;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.dwarf.DebugInfo;
import dev.ferry.driver.Console;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.debug.source.Frame;
import dev.ferry.machine.debug.source.SourceDebugger;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.Signals;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows where a program stands: the stop, the frame, the source, the instructions. */
final class StopView {
  private final Console console;
  private final PrintStream out;
  private final SourceDebugger debugger;
  private final Debuggee program;
  private final List<Long> breakpoints;
  private final Map<String, List<String>> files = new HashMap<>();
  private String lastFrame = "";

  StopView(Console console, SourceDebugger debugger, List<Long> breakpoints) {
    this.console = console;
    this.out = console.out();
    this.debugger = debugger;
    this.program = debugger.program();
    this.breakpoints = breakpoints;
  }

  void stopped(StopReason reason) {
    switch (reason) {
      case StopReason.Started _, StopReason.Stepped _, StopReason.AtWatchpoint _ -> {}
      case StopReason.AtBreakpoint(long address) -> {
        int index = breakpoints.indexOf(address);
        if (index >= 0) {
          out.println("Breakpoint " + (index + 1) + ".");
        }
      }
      case StopReason.Signalled(int signal) ->
          out.println("The next instruction fails with " + Signals.name(signal) + ".");
      case StopReason.Interrupted _ -> out.println("Interrupted.");
      case StopReason.AtStartOfHistory _ -> out.println("The start: there is no way further back.");
      case StopReason.Exiting(int status) ->
          out.println(
              "The program is about to end with status "
                  + (status & 0xff)
                  + "; continue ends it, the way back is open.");
      case StopReason.Ended(Outcome outcome) -> {
        out.println(
            outcome.kind() == Outcome.Kind.SIGNALLED
                ? "The program was ended by " + Signals.name(outcome.status()) + "."
                : "The program has ended with status " + outcome.exitStatus() + ".");
        return;
      }
    }
    where(debugger.frame());
  }

  /** The frame's head where it is another function's than before, and its line. */
  void where(Frame frame) {
    String head = frame.name() + frame.cfa();
    DebugInfo.Location location = frame.location();
    if (!head.equals(lastFrame) || location == null) {
      out.println(describe(frame));
    }
    lastFrame = head;
    if (location != null) {
      out.println(line(location));
    } else {
      disassemble(frame.pc(), 1);
    }
  }

  /** {@code name(n=3, p=0x10) at file.c:12}. */
  String describe(Frame frame) {
    StringBuilder text = new StringBuilder();
    text.append(frame.name().isEmpty() ? hex(frame.pc()) : frame.name());
    if (frame.function() != null) {
      text.append('(');
      for (SourceDebugger.Variable p : debugger.parameters(frame)) {
        text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ");
        text.append(p.name()).append('=').append(p.value());
      }
      text.append(')');
    }
    DebugInfo.Location location = frame.location();
    if (location != null) {
      text.append(" at ").append(shortName(location)).append(':').append(location.line());
    }
    return text.toString();
  }

  /** The file's name from the working directory. */
  String shortName(DebugInfo.Location location) {
    String file = String.valueOf(location.file());
    String folder = console.directory() + "/";
    return file.startsWith(folder) ? file.substring(folder.length()) : file;
  }

  private String line(DebugInfo.Location location) {
    return location.line() + "\t" + sourceLine(String.valueOf(location.file()), location.line());
  }

  private String sourceLine(String file, int line) {
    List<String> lines = lines(file);
    return line >= 1 && line <= lines.size() ? lines.get(line - 1) : "(" + file + " is not here)";
  }

  private List<String> lines(String file) {
    return files.computeIfAbsent(file, this::read);
  }

  private List<String> read(String file) {
    try {
      return Files.readAllLines(console.resolve(file));
    } catch (MalformedInputException e) {
      try {
        return Files.readAllLines(console.resolve(file), StandardCharsets.ISO_8859_1);
      } catch (IOException again) {
        return List.of();
      }
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Lines around one, marked. */
  void list(String file, int middle, int current) {
    List<String> lines = lines(file);
    int from = Math.max(1, middle - 5);
    for (int i = from; i < from + 10 && i <= lines.size(); i++) {
      out.println((i == current ? "→" : " ") + i + "\t" + lines.get(i - 1));
    }
    if (lines.isEmpty()) {
      out.println(file + " is not here.");
    }
  }

  /** Some instructions, the next to be executed marked. */
  void disassemble(long start, int count) {
    Disassembler disassembler =
        new Disassembler(
            program.xlen(), DisassemblerOptions.DEFAULT, a -> program.symbols().describe(a));
    long pc = start;
    for (int i = 0; i < count; i++) {
      byte[] bytes = program.read(pc, 4);
      if (bytes.length < 2) {
        out.println("nothing is mapped at " + hex(pc));
        return;
      }
      int half = bytes[0] & 0xff | (bytes[1] & 0xff) << 8;
      int word = bytes.length < 4 ? half : half | (bytes[2] & 0xff) << 16 | bytes[3] << 24;
      String symbol = program.symbols().describe(pc);
      out.println(
          (pc == program.pc() ? "→ " : "  ")
              + hex(pc)
              + (symbol.isEmpty() ? "" : " <" + symbol + ">")
              + ":\t"
              + disassembler.next(word, pc));
      pc += Disassembler.length(half);
    }
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
