package dev.ferry.opt;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the user wants of the optimiser. Mutable until a run begins. */
public final class OptOptions {
  /** -O levels. */
  public enum Level {
    O0,
    O1,
    O2,
    O3,
    OS,
    OZ,
    OG
  }

  public Level level = Level.O1;

  /** -fno-builtin: library calls keep their names only. */
  public boolean noBuiltin;

  /** The names of {@code -fno-builtin-NAME}. */
  public Set<String> noBuiltinNames = Set.of();

  /** Whether calls of this library function may be made where the source has none. */
  public boolean mayCall(String library) {
    return !noBuiltin && !noBuiltinNames.contains(library);
  }

  /** -fno-inline: only what the source demands. */
  public boolean noInline;

  /** -ffp-contract=fast: a * b + c may round once. */
  public boolean contractFloats = true;

  /** -ffast-math. */
  public boolean fastMath;

  /** -fno-delete-null-pointer-checks. */
  public boolean keepNullChecks;

  /** Whether other link units may replace exported definitions (-fPIC without -fvisibility). */
  public boolean semanticInterposition;

  /** -fPIC, -fPIE: addresses are not known to the linker. */
  public boolean positionIndependent;

  /** -fjump-tables. */
  public boolean jumpTables = true;

  /** Which functions look whether their frame has been overwritten. */
  public enum StackProtector {
    NONE,
    /** -fstack-protector: those with arrays of characters or of a size not known. */
    TEXT,
    /** -fstack-protector-all. */
    ALL,
    /** -fstack-protector-strong: those with any array, or with an address that is passed on. */
    STRONG,
    /** -fstack-protector-explicit: those that ask for it. */
    EXPLICIT
  }

  public StackProtector stackProtector = StackProtector.NONE;

  /** -fbit-tests: switches may test bits of a mask. */
  public boolean bitTests = true;

  /** -funroll-loops: loops may grow for fewer tests, as gcc's -fpeel-loops and -funroll-loops. */
  public boolean unrollLoops;

  /** Verify the function after every pass that changed it. */
  public boolean verifyEach;

  /** Collect the time of each pass. */
  public boolean timing;

  /** How many rewrites may be made, to bisect a miscompile; negative: no limit. */
  public long fuel = -1;

  /** If not 0: run the passes of each list in a random legal order drawn from this seed. */
  public long orderSeed;

  /** Passes not to run. */
  public Set<String> disabled = Set.of();

  /** Passes whose result is handed to {@link #dump}; "*" for all. */
  public Set<String> dumpAfter = Set.of();

  /** The last pass to run on each function, or null. */
  public @Nullable String stopAfter;

  /** Gets (pass, function text). */
  public @Nullable Dump dump;

  /** Gets what was done and what was not, for -fopt-info. */
  public @Nullable Remarks remarks;

  /** Sees each function after each pass. */
  public @Nullable PassObserver observer;

  /** Receives the text of a function after a pass. */
  public interface Dump {
    void dumped(String pass, String function, String text);
  }

  public boolean optimizesSize() {
    return level == Level.OS || level == Level.OZ;
  }

  public boolean isAtLeast(Level wanted) {
    return switch (level) {
      case O0 -> wanted == Level.O0;
      case O1, OG -> wanted == Level.O0 || wanted == Level.O1;
      case O2, OS, OZ -> wanted != Level.O3;
      case O3 -> true;
    };
  }
}
