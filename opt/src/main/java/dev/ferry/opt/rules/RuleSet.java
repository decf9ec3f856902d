package dev.ferry.opt.rules;

/** The rule table, parsed once a run and indexed by root op. */
public final class RuleSet {
  final Rule[][] byOp = Rules.byOp();
}
