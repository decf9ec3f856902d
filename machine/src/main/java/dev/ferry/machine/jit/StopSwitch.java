package dev.ferry.machine.jit;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;

/**
 * What translated code asks in each round of a loop: whether it has to look if its hart is to stop.
 * Most processes are never stopped while they compute, so at first the answer is no, and HotSpot
 * takes that for a constant, as it does with the target of any call site: it compiles loops that
 * ask nothing at all. The first hart that has to be stopped in translated code turns the switch.
 * Then HotSpot throws all code away that depends on the old answer, wherever it runs, and from then
 * on each round looks at {@link dev.ferry.machine.core.Hart#interrupted}.
 *
 * <p>Nothing is ever called through the call site. Its target is compared with {@link
 * Support#NEVER}.
 */
final class StopSwitch {
  /** Of the target in a call site. */
  static final long TARGET_OFFSET = Support.UNSAFE.objectFieldOffset(CallSite.class, "target");

  private static final MethodHandle LOOK = MethodHandles.constant(boolean.class, true);

  private final MutableCallSite site = new MutableCallSite(Support.NEVER);

  /** For a static final field of generated classes. */
  MutableCallSite site() {
    return site;
  }

  /** From now on loops look at their hart, those that run already included. */
  synchronized void turn() {
    if (site.getTarget() != LOOK) {
      site.setTarget(LOOK);
      MutableCallSite.syncAll(new MutableCallSite[] {site});
    }
  }
}
