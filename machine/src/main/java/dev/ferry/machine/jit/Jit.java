package dev.ferry.machine.jit;

import dev.ferry.machine.core.EngineFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes engines that translate hot code. */
public final class Jit {
  private Jit() {}

  /** HotSpot interprets new classes at first, slower than the guest interpreter: be sure. */
  private static final int THRESHOLD = 2000;

  /**
   * Of a class file. HotSpot's first compiler has no registers left for methods of a few thousand
   * bytes more, which its interpreter goes on with until the second compiler has them.
   */
  private static final int MAX_BYTES = 24_000;

  /**
   * How code is translated.
   *
   * @param threshold jumps to a place before it is translated
   * @param background whether translation happens in a thread of its own
   * @param maxInstructions of a region
   * @param maxBytes of a class file; HotSpot compiles methods of more than 8,000 bytes of code only
   *     when it is told to
   * @param counted whether limits on instructions are exact
   * @param onlyWarm whether regions end where code has not been executed yet
   * @param check where is counted what the interpreter repeats of what translated code does; null
   *     where it does not
   * @param onFailure gets what went wrong where a region could not be translated
   */
  public record Options(
      int threshold,
      boolean background,
      int maxInstructions,
      int maxBytes,
      boolean counted,
      boolean onlyWarm,
      @Nullable CheckReport check,
      Consumer<Throwable> onFailure) {}

  /**
   * The common way. The launcher says with {@code ferry.hugeMethods} that HotSpot was told to
   * compile methods of any size ({@code -XX:-DontCompileHugeMethods}); then regions are as large as
   * functions are, and fewer of their jumps go through the dispatcher.
   */
  public static EngineFactory standard(boolean counted) {
    boolean huge = Boolean.getBoolean("ferry.hugeMethods");
    return of(
        new Options(
            Integer.getInteger("ferry.jit.threshold", THRESHOLD),
            true,
            huge ? Integer.getInteger("ferry.jit.size", 800) : 150,
            huge ? MAX_BYTES : 9_000,
            counted,
            true,
            null,
            System.getProperty("ferry.jit.debug") == null
                ? e -> {}
                : e -> System.err.println(String.valueOf(e).lines().limit(4).toList())));
  }

  /** Everything is translated when it is first jumped to: for tests. */
  public static EngineFactory eager() {
    return of(
        new Options(
            1,
            false,
            400,
            32_000,
            false,
            false,
            null,
            e -> {
              throw new IllegalStateException(e);
            }));
  }

  /**
   * Whatever is jumped to twice is translated, and each run of it repeated by the interpreter; the
   * first difference ends the guest as a failure of the machine.
   */
  public static EngineFactory checking(CheckReport report) {
    return of(
        new Options(
            2,
            false,
            400,
            60_000,
            true,
            false,
            report,
            e -> {
              throw new IllegalStateException(e);
            }));
  }

  public static EngineFactory of(Options options) {
    return (memory, xlen) -> new JitCode(memory, xlen, options);
  }
}
