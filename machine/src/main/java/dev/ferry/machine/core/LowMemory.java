package dev.ferry.machine.core;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The one place in the host's address space whose addresses fit into the displacement of an x86
 * instruction: below 2 GiB. An access to guest memory that lies there takes one instruction, where
 * it takes three to add an address of 64 bits. Nothing but {@code mmap} can ask for it, so this
 * works where the JVM lets us call it, and for one address space at a time.
 */
final class LowMemory {
  private LowMemory() {}

  /**
   * Above what is linked to fixed addresses, below where the launcher lets the JVM's heap begin.
   */
  private static final long START = 0x1000_0000L;

  private static final int PROT_NONE = 0;
  private static final int PROT_READ_WRITE = 3;

  /** MAP_PRIVATE, MAP_ANONYMOUS and MAP_NORESERVE of Linux. */
  private static final int FRESH = 0x2 | 0x20 | 0x4000;

  private static final int MAP_FIXED = 0x10;
  private static final int MAP_FIXED_NOREPLACE = 0x100000;

  private static @Nullable MethodHandle mmap;
  private static boolean refused;
  private static boolean taken;

  /** Bytes from START that are ours, taken or not. */
  private static long held;

  /** Reserves zeroed memory that is committed on first touch; 0 if there is none to be had. */
  static synchronized long reserve(long bytes) {
    if (taken || refused) {
      return 0;
    }
    if (held == 0) {
      long address = map(START, bytes, PROT_READ_WRITE, MAP_FIXED_NOREPLACE);
      if (address != START && address > 0) {
        map(address, bytes, PROT_NONE, MAP_FIXED); // An old kernel takes the address for a hint.
      }
      held = address == START ? bytes : 0;
      refused = held == 0;
      taken = held != 0;
    } else if (bytes <= held) {
      taken = map(START, bytes, PROT_READ_WRITE, MAP_FIXED) == START;
    }
    return taken ? START : 0;
  }

  /** Gives the pages back to the host, and keeps the addresses for the next. */
  static synchronized void release() {
    long unused = map(START, held, PROT_NONE, MAP_FIXED);
    taken = false;
  }

  private static long map(long address, long bytes, int protection, int flags) {
    if (mmap == null) {
      mmap = find();
    }
    if (mmap == null) {
      return -1;
    }
    try {
      return (long) mmap.invokeExact(address, bytes, protection, FRESH | flags, -1, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException(e); // A call of C throws nothing.
    }
  }

  /** mmap of the C library; null where we may not call it, or it would not help. */
  private static @Nullable MethodHandle find() {
    boolean helps =
        System.getProperty("os.name", "").equals("Linux")
            && System.getProperty("os.arch", "").equals("amd64")
            && LowMemory.class.getModule().isNativeAccessEnabled();
    if (!helps) {
      return null;
    }
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG);
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("mmap")
        .map(function -> linker.downcallHandle(function, type))
        .orElse(null);
  }
}
