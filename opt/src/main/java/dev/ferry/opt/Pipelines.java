package dev.ferry.opt;

import dev.ferry.opt.pass.BitIdioms;
import dev.ferry.opt.pass.CleanFlow;
import dev.ferry.opt.pass.ContractFloats;
import dev.ferry.opt.pass.DeadCode;
import dev.ferry.opt.pass.DeadStores;
import dev.ferry.opt.pass.DecideConstants;
import dev.ferry.opt.pass.ExpandDivision;
import dev.ferry.opt.pass.FactorGotos;
import dev.ferry.opt.pass.FortifiedCalls;
import dev.ferry.opt.pass.Gvn;
import dev.ferry.opt.pass.IfConvert;
import dev.ferry.opt.pass.IfToSwitch;
import dev.ferry.opt.pass.Inline;
import dev.ferry.opt.pass.LibraryCalls;
import dev.ferry.opt.pass.Licm;
import dev.ferry.opt.pass.LoadPre;
import dev.ferry.opt.pass.LoopIdioms;
import dev.ferry.opt.pass.NeverReturns;
import dev.ferry.opt.pass.PrivateGlobals;
import dev.ferry.opt.pass.Promote;
import dev.ferry.opt.pass.PropagateArguments;
import dev.ferry.opt.pass.ProtectStack;
import dev.ferry.opt.pass.RemoveUnused;
import dev.ferry.opt.pass.Rotate;
import dev.ferry.opt.pass.RoundingCalls;
import dev.ferry.opt.pass.Simplify;
import dev.ferry.opt.pass.SinkUpdates;
import dev.ferry.opt.pass.StoreMerging;
import dev.ferry.opt.pass.StoreMotion;
import dev.ferry.opt.pass.StrengthReduction;
import dev.ferry.opt.pass.StringCalls;
import dev.ferry.opt.pass.SwitchConversion;
import dev.ferry.opt.pass.TailCalls;
import dev.ferry.opt.pass.ThreadJumps;
import dev.ferry.opt.pass.Unroll;
import dev.ferry.opt.pass.UnrollPartly;
import dev.ferry.opt.pass.WidenCounters;
import java.util.List;

/** The pipelines, one literal list a level. */
public final class Pipelines {
  private Pipelines() {}

  /** First, at every level from -O1: SSA form and what inlining should see. */
  static final List<Pass> EARLY =
      List.of(
          new FactorGotos(),
          new Promote(),
          new Simplify(),
          new CleanFlow(),
          new FortifiedCalls(),
          new LibraryCalls(),
          new StringCalls(),
          new RoundingCalls(),
          new Gvn(),
          new CleanFlow(),
          new ThreadJumps(),
          new CleanFlow(),
          new DeadCode(),
          new TailCalls());

  /** On a function that bodies were inlined into. */
  static final List<Pass> AFTER_INLINING =
      List.of(
          new CleanFlow(),
          new Promote(),
          new Simplify(),
          new CleanFlow(),
          new FortifiedCalls(),
          new LibraryCalls(),
          new StringCalls(),
          new RoundingCalls(),
          new ThreadJumps(),
          new CleanFlow(),
          new Gvn(),
          new CleanFlow(),
          new DeadCode());

  /** What -O0 does: only what the source demands. */
  static final List<ModulePass> MODULE_O0 = List.of(new Inline(true));

  static final List<ModulePass> MODULE =
      List.of(
          new PrivateGlobals(),
          new PropagateArguments(),
          new NeverReturns(),
          new Inline(false),
          new DecideConstants(),
          new RemoveUnused(),
          new PrivateGlobals());

  static final List<Pass> O1 =
      List.of(
          new ExpandDivision(),
          new ContractFloats(),
          new Simplify(),
          new DeadStores(),
          new DeadCode(),
          new SinkUpdates());

  static final List<Pass> O2 =
      List.of(
          new Unroll(),
          new ExpandDivision(),
          new ThreadJumps(),
          new CleanFlow(),
          new Rotate(),
          new Gvn(),
          new CleanFlow(),
          new Licm(),
          new StoreMotion(),
          new Promote(),
          new LoadPre(),
          new Gvn(),
          new CleanFlow(),
          new DeadStores(),
          new DeadCode(),
          new WidenCounters(),
          new StrengthReduction(),
          new LoopIdioms(),
          new BitIdioms(),
          new UnrollPartly(),
          new Gvn(),
          new CleanFlow(),
          new ContractFloats(),
          new IfToSwitch(),
          new SwitchConversion(),
          new IfConvert(),
          new CleanFlow(),
          new StoreMerging(),
          new DeadCode(),
          new SinkUpdates(),
          new TailCalls());

  /** At every level, behind all that could undo it. */
  static final List<Pass> LAST = List.of(new ProtectStack());

  /** Every function pass once, for running one by name. */
  static final List<Pass> ALL =
      List.of(
          new FactorGotos(),
          new Promote(),
          new Simplify(),
          new CleanFlow(),
          new Gvn(),
          new DeadCode(),
          new Rotate(),
          new Licm(),
          new WidenCounters(),
          new StrengthReduction(),
          new LoopIdioms(),
          new BitIdioms(),
          new ContractFloats(),
          new ExpandDivision(),
          new FortifiedCalls(),
          new LibraryCalls(),
          new StringCalls(),
          new RoundingCalls(),
          new ThreadJumps(),
          new LoadPre(),
          new SinkUpdates(),
          new Unroll(),
          new UnrollPartly(),
          new TailCalls(),
          new IfToSwitch(),
          new SwitchConversion(),
          new IfConvert(),
          new DeadStores(),
          new StoreMotion(),
          new StoreMerging(),
          new ProtectStack());
}
