package dev.ferry.machine.core;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The host kernel's calls on pages, where it is Linux and the JVM lets us call it ({@code
 * --enable-native-access}). The first call loads a part of Java that takes some 50 ms, so nothing
 * here is called where it is not needed.
 */
final class HostPages {
  private HostPages() {}

  static final int PROT_NONE = 0;
  static final int PROT_READ_WRITE = 3;
  static final int MAP_SHARED = 1;
  static final int MAP_PRIVATE = 2;
  static final int MAP_FIXED = 0x10;
  static final int MAP_FIXED_NOREPLACE = 0x100000;

  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MREMAP_MAYMOVE_FIXED = 3;

  private static @Nullable MethodHandle mmap;
  private static @Nullable MethodHandle mremap;
  private static @Nullable MethodHandle munmap;

  /** Whether the calls can be made; if not they fail. */
  static boolean isAvailable() {
    return System.getProperty("os.name", "").equals("Linux")
        && HostPages.class.getModule().isNativeAccessEnabled();
  }

  /**
   * Maps fresh zero pages, committed on first touch.
   *
   * @return their address, -1 for an error
   */
  static synchronized long map(long address, long bytes, int protection, int flags) {
    if (mmap == null) {
      mmap =
          find(
              "mmap",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG));
    }
    if (mmap == null) {
      return -1;
    }
    try {
      int all = flags | MAP_ANONYMOUS | MAP_NORESERVE;
      return (long) mmap.invokeExact(address, bytes, protection, all, -1, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException(e); // A call of C throws nothing.
    }
  }

  /**
   * Maps shared pages once more, at a second address: mremap with an old size of 0.
   *
   * @return whether it has worked
   */
  static synchronized boolean repeat(long from, long to, long bytes) {
    if (mremap == null) {
      mremap =
          find(
              "mremap",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG),
              Linker.Option.firstVariadicArg(4));
    }
    if (mremap == null) {
      return false;
    }
    try {
      return (long) mremap.invokeExact(from, 0L, bytes, MREMAP_MAYMOVE_FIXED, to) == to;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives pages back. */
  static synchronized void unmap(long address, long bytes) {
    if (munmap == null) {
      munmap =
          find(
              "munmap",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    }
    if (munmap != null) {
      try {
        int unused = (int) munmap.invokeExact(address, bytes);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static @Nullable MethodHandle find(
      String name, FunctionDescriptor type, Linker.Option... options) {
    if (!isAvailable()) {
      return null;
    }
    try {
      Linker linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find(name)
          .map(function -> linker.downcallHandle(function, type, options))
          .orElse(null);
    } catch (UnsupportedOperationException e) {
      return null; // A host that Java knows no calls of.
    }
  }
}
