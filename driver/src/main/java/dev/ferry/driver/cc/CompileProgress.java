package dev.ferry.driver.cc;

import java.io.PrintStream;

/** A line on the terminal that says how many of several sources are done; silent for one. */
final class CompileProgress {
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream terminal;
  private final int total;
  private int done;

  private CompileProgress(PrintStream terminal, int total) {
    this.terminal = terminal;
    this.total = total;
  }

  /** Shown where standard error is a terminal and there is something to wait for. */
  static CompileProgress of(PrintStream terminal, boolean isTerminal, int total) {
    return new CompileProgress(terminal, isTerminal && total > 1 ? total : 0);
  }

  /** A source is compiled; called by the threads that compile. */
  synchronized void done(String path) {
    if (total > 0) {
      done++;
      terminal.printf("%s[%d/%d] %s", CLEAR_LINE, done, total, path);
      terminal.flush();
    }
  }

  /** Takes the line away, before diagnostics are printed. */
  synchronized void end() {
    if (total > 0) {
      terminal.print(CLEAR_LINE);
      terminal.flush();
    }
  }
}
