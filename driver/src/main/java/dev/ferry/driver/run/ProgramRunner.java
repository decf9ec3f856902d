package dev.ferry.driver.run;

import dev.ferry.machine.RunOptions;
import java.io.IOException;

/** What is done with a program once it is there. */
@FunctionalInterface
public interface ProgramRunner {
  /**
   * Runs a program to its end.
   *
   * @param path how the guest sees it
   * @param image the executable
   * @return the exit status for the shell
   */
  int run(String path, byte[] image, RunOptions options) throws IOException;

  /** Whether sources are compiled with {@code -g}. */
  default boolean wantsDebugInformation() {
    return false;
  }
}
