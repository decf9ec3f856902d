package dev.ferry.machine.jit;

import dev.ferry.machine.core.Hart;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/** What generated classes call; small, so that HotSpot inlines it. */
public final class Support {
  private Support() {}

  /** For raw access without another call in between. */
  public static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** Deepest nesting of translated calls on the host's stack. */
  public static final int MAX_DEPTH = 60_000;

  /**
   * What the host's own arithmetic gives: 1 result and flags, as NX has risen; 0 the result; -1
   * neither, as rounding is not to nearest.
   */
  public static int mode(Hart h) {
    return h.frm != 0 ? -1 : h.fflags & 1;
  }

  /**
   * The translation of an address that is called, or null where the dispatcher has to see to it:
   * there is none, calls are nested too deep, or the limit on instructions is near.
   */
  public static @Nullable Translated target(Hart h, long pc, int depth) {
    return h.dispatcher instanceof JitEngine engine && depth < MAX_DEPTH
        ? engine.target(h, pc)
        : null;
  }

  /** Of a {@link StopSwitch} that has not been turned. */
  public static final MethodHandle NEVER = MethodHandles.constant(boolean.class, false);

  /** What the loop headers of a region ask, see {@link StopSwitch}. */
  public static MutableCallSite stops(Class<?> region) {
    return ((RegionLoader) region.getClassLoader()).stops();
  }

  /**
   * The table of a region's ways.
   *
   * @param distances from the first target of an indirect jump to each, in steps of two bytes, in
   *     rising order
   * @return by distance the number of the target, from 1; 0 where there is none
   */
  public static short[] ways(String distances) {
    short[] table = new short[distances.charAt(distances.length() - 1) + 1];
    for (int k = 0; k < distances.length(); k++) {
      table[distances.charAt(k)] = (short) (k + 1);
    }
    return table;
  }

  /** A fence that lets no later load pass an earlier store. */
  public static void fullFence() {
    UNSAFE.fullFence();
  }

  /** A fence that orders everything but store before load. */
  public static void lightFence() {
    UNSAFE.loadFence();
    UNSAFE.storeFence();
  }
}
