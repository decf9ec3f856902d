package dev.ferry.explorer.run;

import dev.ferry.machine.linux.Outcome;
import java.io.IOException;

/** What a page is told of the program it runs. Any method may throw: nobody listens any more. */
public interface RunEvents {
  /**
   * The source was compiled and linked.
   *
   * @param good whether there is a program
   * @param messages what compiler and linker said
   */
  void built(boolean good, String messages) throws IOException;

  /**
   * The program starts.
   *
   * @param id its name in further requests
   */
  void started(String id) throws IOException;

  /**
   * The program wrote something.
   *
   * @param stream 1 for standard output, 2 for standard error
   */
  void wrote(int stream, byte[] bytes) throws IOException;

  /**
   * The program ended.
   *
   * @param nanoseconds since its start
   * @param tooMuchOutput whether it was stopped because it wrote too much
   */
  void ended(Outcome outcome, long nanoseconds, boolean tooMuchOutput) throws IOException;

  /** Nothing happened for a while: is anybody there? */
  void silence() throws IOException;
}
