package dev.ferry.driver.debug;

import dev.ferry.driver.Console;
import dev.ferry.machine.debug.DebugException;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.debug.Watchpoint;
import dev.ferry.machine.debug.source.SourceDebugger;
import dev.ferry.machine.debug.source.Value;
import dev.ferry.machine.linux.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads commands, one a line, and has them done: {@link Command} is the table of them. */
final class Terminal {
  private static final String PROMPT = "(ferry) ";

  private final PrintStream out;
  private final Debuggee program;
  private final BufferedReader commands;
  private final boolean interactive;
  final SourceDebugger debugger;
  final StopView view;
  final List<Long> breakpoints = new ArrayList<>();

  /** What is watched, as the user wrote it. */
  final Map<Watchpoint, Watch> watches = new HashMap<>();

  boolean done;
  int level;

  /**
   * A watched object.
   *
   * @param last its value when it was looked at last
   */
  record Watch(String expression, Value object, String last) {}

  Terminal(Console console, Debuggee program, BufferedReader commands, boolean interactive) {
    this.out = console.out();
    this.program = program;
    this.commands = commands;
    this.interactive = interactive;
    this.debugger = new SourceDebugger(program);
    this.view = new StopView(console, debugger, breakpoints);
  }

  /** Until the commands end; gives why the program stands where it stands. */
  StopReason run() throws IOException, InterruptedException {
    start();
    String last = "";
    while (!done) {
      if (interactive) {
        out.print(PROMPT);
      }
      out.flush();
      String line = commands.readLine();
      if (line == null) {
        break;
      }
      line = line.strip();
      line = line.isEmpty() && interactive ? last : line;
      last = line;
      if (!line.isEmpty() && !line.startsWith("#")) {
        execute(line);
      }
    }
    out.flush();
    return program.lastStop();
  }

  /** To the first line of main, where there is one. */
  private void start() throws InterruptedException {
    if (interactive) {
      out.println("Type help for the commands, an empty line for the last one again.");
    }
    Long main = debugger.sources().function("main");
    try {
      if (main != null) {
        boolean unused = debugger.addBreakpoint(main);
        StopReason reason = program.resume();
        debugger.removeBreakpoint(main);
        if (!(reason instanceof StopReason.AtBreakpoint)) {
          stopped(reason);
          return;
        }
      }
      view.where(debugger.frame());
    } catch (DebugException e) {
      out.println(e.getMessage());
    }
  }

  private void execute(String line) throws InterruptedException {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1).strip();
    int slash = word.indexOf('/');
    if (slash > 0) {
      rest = word.substring(slash) + " " + rest;
      word = word.substring(0, slash);
    }
    Command command = Command.of(word);
    if (command == null) {
      out.println("There is no command ‘" + word + "’; help lists them.");
      return;
    }
    try {
      command.run(this, rest.strip());
    } catch (DebugException e) {
      String message = String.valueOf(e.getMessage());
      out.println(Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".");
    } catch (NumberFormatException e) {
      out.println("‘" + rest + "’ is not a number.");
    }
  }

  PrintStream out() {
    return out;
  }

  Debuggee program() {
    return program;
  }

  /** Shows why the program has stopped and where. */
  void stopped(StopReason reason) {
    level = 0;
    if (reason instanceof StopReason.AtWatchpoint(Watchpoint watchpoint)) {
      showChange(watchpoint);
    }
    view.stopped(reason);
    if (reason instanceof StopReason.Ended(Outcome outcome)) {
      if (outcome.crash() != null) {
        out.print(outcome.crash().text());
      }
      done = true;
    }
  }

  private void showChange(Watchpoint watchpoint) {
    Watch watch = watches.get(watchpoint);
    if (watch != null) {
      String now = debugger.text(debugger.again(watch.object));
      out.println(watch.expression + " = " + now + ", it was " + watch.last);
      watches.put(watchpoint, new Watch(watch.expression, watch.object, now));
    }
  }
}
