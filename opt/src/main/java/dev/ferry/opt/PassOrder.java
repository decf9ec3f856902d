package dev.ferry.opt;

import java.util.List;

/** Which passes must come before which, and why. Everything else may be shuffled. */
public final class PassOrder {
  /**
   * {@code first} never stands after {@code then} in a pipeline stage, except where the stage runs
   * it again.
   */
  public record Constraint(String first, String then, String reason) {}

  public static final List<Constraint> CONSTRAINTS =
      List.of(
          new Constraint(
              "factor-gotos",
              "promote",
              "blocks entered by indirect jumps cannot have parameters, so their variables would stay"
                  + " in memory"));

  private PassOrder() {}

  /** Whether no pass that is left must come before this one. */
  static boolean mayComeNext(Pass pass, List<Pass> left) {
    for (Constraint constraint : CONSTRAINTS) {
      if (constraint.then.equals(pass.name())) {
        for (Pass other : left) {
          if (other.name().equals(constraint.first)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
