package dev.ferry.driver.pipeline;

import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.timing.PipelineConfig;
import java.io.InputStream;
import java.util.List;

/**
 * What to time.
 *
 * @param program its name
 * @param image an ELF executable
 * @param arguments argv, the program's name first
 * @param config the model
 * @param start where the diagram's window is counted from: a function or a hexadecimal address;
 *     empty for {@code main}, or the first instruction where there is none
 * @param from number of the first instruction of the window, from 0
 * @param count how many instructions
 * @param limits on the run
 * @param input what the program reads
 */
public record PipelineRequest(
    String program,
    byte[] image,
    List<String> arguments,
    PipelineConfig config,
    String start,
    long from,
    long count,
    Limits limits,
    InputStream input) {
  /** A program without arguments and input, the first 40 instructions from {@code main}. */
  public static PipelineRequest of(String program, byte[] image, PipelineConfig config) {
    return new PipelineRequest(
        program,
        image,
        List.of(program),
        config,
        "",
        0,
        40,
        Limits.DEFAULT,
        InputStream.nullInputStream());
  }
}
