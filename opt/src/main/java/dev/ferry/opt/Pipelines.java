package dev.ferry.opt;

import dev.ferry.opt.pass.CleanFlow;
import dev.ferry.opt.pass.DeadCode;
import dev.ferry.opt.pass.FactorGotos;
import dev.ferry.opt.pass.Gvn;
import dev.ferry.opt.pass.Licm;
import dev.ferry.opt.pass.Promote;
import dev.ferry.opt.pass.Rotate;
import dev.ferry.opt.pass.Simplify;
import java.util.List;

/** The pipelines, one literal list a level. */
public final class Pipelines {
  private Pipelines() {}

  static final List<Pass> O1 =
      List.of(
          new FactorGotos(),
          new Promote(),
          new Simplify(),
          new CleanFlow(),
          new Gvn(),
          new CleanFlow(),
          new DeadCode());

  static final List<Pass> O2 =
      List.of(
          new FactorGotos(),
          new Promote(),
          new Simplify(),
          new CleanFlow(),
          new Gvn(),
          new CleanFlow(),
          new DeadCode(),
          new Rotate(),
          new Gvn(),
          new CleanFlow(),
          new Licm(),
          new Gvn(),
          new CleanFlow(),
          new DeadCode());

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
          new Licm());
}
