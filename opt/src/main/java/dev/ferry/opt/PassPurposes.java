package dev.ferry.opt;

import java.util.Map;

/** What each pass is for, in a sentence for people. */
public final class PassPurposes {
  private static final Map<String, String> PURPOSES =
      Map.ofEntries(
          Map.entry(
              "factor-gotos", "gives all computed gotos of a function one place to jump from"),
          Map.entry("promote", "keeps local variables in values instead of memory"),
          Map.entry("simplify", "replaces instructions by cheaper ones, by the table of rules"),
          Map.entry("clean-flow", "removes, joins and shortens blocks and jumps"),
          Map.entry("fortified-calls", "drops checks of buffer sizes that cannot fail"),
          Map.entry("library-calls", "replaces calls of known C library functions"),
          Map.entry("string-calls", "answers searches and comparisons of known strings"),
          Map.entry("rounding-calls", "rounds promoted floats as floats"),
          Map.entry("gvn", "computes each value once (global value numbering)"),
          Map.entry(
              "thread-jumps", "lets jumps skip branches that are decided where they come from"),
          Map.entry("dce", "removes what nothing uses"),
          Map.entry("dse", "removes stores that nothing reads before they are overwritten"),
          Map.entry("private-globals", "finds the static objects that no pointer can reach"),
          Map.entry("never-returns", "finds the functions that never return"),
          Map.entry("if-convert", "turns small branches into minima, maxima and selects"),
          Map.entry("if-to-switch", "turns chains of comparisons of one value into a switch"),
          Map.entry("switch-conversion", "computes or loads the constants that a switch chooses"),
          Map.entry("inline", "puts the bodies of called functions in place of the calls"),
          Map.entry("remove-unused", "drops functions and objects that nothing refers to"),
          Map.entry("expand-division", "turns division by constants into multiplication"),
          Map.entry("contract", "fuses multiplications and additions of floating point"),
          Map.entry("rotate", "tests loop conditions at the bottom instead of the top"),
          Map.entry("licm", "moves what does not change in a loop in front of it"),
          Map.entry("store-motion", "keeps what a loop stores again and again in a value"),
          Map.entry("store-merging", "stores constants that lie side by side as one"),
          Map.entry("load-pre", "avoids loads whose value is known on some of the ways"),
          Map.entry("tail-calls", "lets calls at the end of a function be jumps"),
          Map.entry("propagate-arguments", "puts constant arguments into the called functions"),
          Map.entry("widen-counters", "counts unsigned loop variables in 64 bits"),
          Map.entry("loop-idioms", "calls memset and memcpy in place of loops that do their work"),
          Map.entry("bit-idioms", "reverses bytes and counts bits at once"),
          Map.entry("unroll", "repeats the bodies of small loops"),
          Map.entry("unroll-partly", "does several rounds of a loop with one test"),
          Map.entry("protect-stack", "has functions look whether their frame was overwritten"),
          Map.entry("sink-updates", "moves updates of loop variables to the end of the loop"),
          Map.entry("strength", "steps through arrays by addition instead of multiplication"));

  private PassPurposes() {}

  /** The purpose of a pass; empty for a name that is no pass. */
  public static String of(String pass) {
    return PURPOSES.getOrDefault(pass, "");
  }
}
