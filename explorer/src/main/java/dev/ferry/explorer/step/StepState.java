package dev.ferry.explorer.step;

import java.util.List;

/**
 * Where a stepped program stands.
 *
 * @param session its name in further requests
 * @param reason why it stopped, in words
 * @param alive whether it can go on or back
 * @param past whether it has been further already
 * @param time instructions executed until here
 * @param first the earliest moment that can be gone back to
 * @param xlen 32 or 64
 * @param pc the next instruction's address, hexadecimal
 * @param function where that is, with its distance from the function's beginning
 * @param line the source line, 0 if it is none of the source's
 * @param word id of the machine word in the explained document, or empty
 * @param registers x0 to x31, hexadecimal
 * @param floats f0 to f31, hexadecimal
 * @param frames the callers, the innermost first
 * @param output what was written since the last answer, in base64
 * @param memoryAddress address of the first byte of {@code memory}, hexadecimal
 * @param memory bytes, hexadecimal
 */
record StepState(
    String session,
    String reason,
    boolean alive,
    boolean past,
    long time,
    long first,
    int xlen,
    String pc,
    String function,
    int line,
    String word,
    List<String> registers,
    List<String> floats,
    List<Frame> frames,
    String output,
    String memoryAddress,
    String memory) {
  /**
   * A call that has not returned.
   *
   * @param function its name
   * @param line where it goes on, 0 if that is not in the source
   */
  record Frame(String function, int line) {}
}
