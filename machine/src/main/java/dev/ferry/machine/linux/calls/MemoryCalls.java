package dev.ferry.machine.linux.calls;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Mappings;
import dev.ferry.machine.core.Region;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.LoadedProgram;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.ResourceLimits;

/** System calls on the address space. */
final class MemoryCalls {
  private MemoryCalls() {}

  private static final int MAP_SHARED = 1;
  private static final int MAP_TYPE = 15;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MAP_FIXED_NOREPLACE = 0x100000;
  private static final int MREMAP_MAYMOVE = 1;
  private static final int MREMAP_FIXED = 2;

  /** PROT_GROWSDOWN and PROT_GROWSUP, which change nothing here. */
  private static final int PROT_GROWS = 0x3000000;

  /** Unlike an ordinary remap it leaves the old place mapped, to empty pages. */
  private static final int MREMAP_DONTUNMAP = 4;

  /** As vm.max_map_count says. */
  private static final int MAX_MAPPINGS = 65530;

  private static final long PAGE = GuestMemory.PAGE;

  private static long roundUp(long length) {
    return (length + PAGE - 1) & -PAGE;
  }

  static long brk(GuestThread t, long wanted) {
    GuestProcess process = t.process();
    LoadedProgram program = process.program();
    synchronized (process) {
      Mappings mappings = t.memory().mappings();
      long limit = t.memory().limit();
      if (wanted < program.heapStart || wanted > limit) {
        return program.heapEnd;
      }
      long oldEnd = roundUp(program.heapEnd);
      long newEnd = roundUp(wanted);
      if (newEnd > oldEnd) {
        // One page stays free above, so that the heap never touches another mapping.
        if (newEnd + PAGE > limit
            || !mappings.isFree(oldEnd, newEnd + PAGE)
            || !hasSpace(t, newEnd - oldEnd)) {
          return program.heapEnd;
        }
        mappings.map(oldEnd, newEnd, GuestMemory.READ | GuestMemory.WRITE, "[heap]");
      } else if (newEnd < oldEnd) {
        mappings.unmap(newEnd, oldEnd);
      }
      program.heapEnd = wanted;
      return wanted;
    }
  }

  /** Whether RLIMIT_AS allows that many bytes more. */
  private static boolean hasSpace(GuestThread t, long more) {
    long limit = t.process().limits().soft(ResourceLimits.ADDRESS_SPACE);
    return limit < 0 || t.memory().mappings().bytes() + more <= limit;
  }

  static long map(
      GuestThread t, long address, long length, int rights, int flags, int fd, long offset)
      throws LinuxError {
    GuestMemory memory = t.memory();
    long size = roundUp(length);
    if (length == 0 || (offset & PAGE - 1) != 0 || (flags & MAP_TYPE) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (size <= 0 || size > memory.limit() || isGreedy(memory, size, rights, flags)) {
      throw new LinuxError(Errno.ENOMEM);
    }
    FilePages pages = null;
    String name = "";
    boolean shared = (flags & MAP_TYPE) == MAP_SHARED || (flags & MAP_TYPE) == 3;
    if ((flags & MAP_ANONYMOUS) == 0) {
      OpenFile file = t.process().fds().get(fd);
      if ((file.flags() & OpenFile.O_ACCMODE) == OpenFile.O_WRONLY) {
        throw new LinuxError(Errno.EACCES);
      }
      if (shared
          && (rights & GuestMemory.WRITE) != 0
          && (file.flags() & OpenFile.O_ACCMODE) != OpenFile.O_RDWR) {
        throw new LinuxError(Errno.EACCES);
      }
      pages = file.pages();
      if (shared && (rights & GuestMemory.WRITE) != 0 && pages != null && !pages.isWritable()) {
        throw new LinuxError(Errno.EPERM); // Sealed.
      }
      name = file.path();
      if (pages == null) {
        throw new LinuxError(Errno.ENODEV);
      }
    }
    Mappings mappings = memory.mappings();
    if (mappings.count() >= MAX_MAPPINGS) {
      throw new LinuxError(Errno.ENOMEM);
    }
    synchronized (t.process()) {
      long start = place(memory, address, size, flags);
      if (!hasSpace(t, size) && !hasSpace(t, size - mappings.bytesIn(start, start + size))) {
        throw new LinuxError(Errno.ENOMEM);
      }
      mappings.map(new Region(start, start + size, rights & 7, shared, pages, offset, name));
      return start;
    }
  }

  /**
   * Whether a mere reservation takes more than half of the address space. Allocators ask for less
   * and less until they get something (the run-time system of Haskell begins with 1 TiB); what they
   * get must leave room, and GHC's, which starts again for ever while it gets a place that begins
   * below 8 GiB, needs one in the upper half.
   */
  private static boolean isGreedy(GuestMemory memory, long size, int rights, int flags) {
    return rights == 0
        && (flags & MAP_NORESERVE) != 0
        && (flags & MAP_FIXED) == 0
        && size > memory.limit() / 2;
  }

  private static long place(GuestMemory memory, long address, long size, int flags)
      throws LinuxError {
    Mappings mappings = memory.mappings();
    if ((flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0) {
      if ((address & PAGE - 1) != 0) {
        throw new LinuxError(Errno.EINVAL);
      }
      checkRange(memory, address, size, Errno.ENOMEM);
      if (address < 0x10000) {
        throw new LinuxError(Errno.EPERM);
      }
      if ((flags & MAP_FIXED_NOREPLACE) != 0 && !mappings.isFree(address, address + size)) {
        throw new LinuxError(Errno.EEXIST);
      }
      return address;
    }
    long hint = address & -PAGE;
    if (hint >= 0x10000
        && hint + size > hint
        && hint + size <= memory.limit()
        && mappings.isFree(hint, hint + size)) {
      return hint;
    }
    long start = mappings.findFree(size);
    if (start < 0x10000) {
      throw new LinuxError(Errno.ENOMEM);
    }
    return start;
  }

  /** A place for a mapping: the one that is wanted and no other, or any for 0. */
  static long placeExactly(GuestMemory memory, long wanted, long size, boolean replaces)
      throws LinuxError {
    if (wanted == 0) {
      return place(memory, 0, size, 0);
    }
    try {
      return place(memory, wanted, size, replaces ? MAP_FIXED : MAP_FIXED_NOREPLACE);
    } catch (LinuxError e) {
      throw new LinuxError(Errno.EINVAL);
    }
  }

  private static void checkRange(GuestMemory memory, long address, long size, int errno)
      throws LinuxError {
    if (address < 0 || size < 0 || address + size < address || address + size > memory.limit()) {
      throw new LinuxError(errno);
    }
  }

  static long unmap(GuestThread t, long address, long length) throws LinuxError {
    long size = roundUp(length);
    if ((address & PAGE - 1) != 0 || length <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    checkRange(t.memory(), address, size, Errno.EINVAL);
    t.memory().mappings().unmap(address, address + size);
    return 0;
  }

  static long protect(GuestThread t, long address, long length, int rights) throws LinuxError {
    long size = roundUp(length);
    if ((address & PAGE - 1) != 0 || (rights & ~(7 | PROT_GROWS)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    checkRange(t.memory(), address, size, Errno.ENOMEM);
    Mappings mappings = t.memory().mappings();
    if ((rights & GuestMemory.WRITE) != 0 && mappings.hasReadOnlyFile(address, address + size)) {
      throw new LinuxError(Errno.EACCES);
    }
    if (!mappings.protect(address, address + size, rights & 7)) {
      throw new LinuxError(Errno.ENOMEM);
    }
    return 0;
  }

  static long remap(GuestThread t, long old, long oldLength, long newLength, int flags, long to)
      throws LinuxError {
    GuestMemory memory = t.memory();
    Mappings mappings = memory.mappings();
    long oldSize = roundUp(oldLength);
    long newSize = roundUp(newLength);
    boolean stays = (flags & MREMAP_DONTUNMAP) != 0;
    if ((old & PAGE - 1) != 0
        || newSize <= 0
        || oldSize <= 0
        || (flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP)) != 0
        || (flags & MREMAP_MAYMOVE) == 0 && (flags & ~MREMAP_MAYMOVE) != 0
        || stays && oldSize != newSize) {
      throw new LinuxError(Errno.EINVAL);
    }
    checkRange(memory, old, oldSize, Errno.EFAULT);
    checkRange(memory, 0, newSize, Errno.ENOMEM);
    if (!hasSpace(t, stays ? newSize : Math.max(0, newSize - oldSize))) {
      throw new LinuxError(Errno.ENOMEM);
    }
    synchronized (t.process()) {
      Region region = mappings.regionAt(old);
      if (region == null || !mappings.covers(old, old + oldSize)) {
        throw new LinuxError(Errno.EFAULT);
      }
      if ((flags & MREMAP_FIXED) != 0) {
        checkRange(memory, to, newSize, Errno.EINVAL);
        if ((to & PAGE - 1) != 0 || to < old + oldSize && old < to + newSize) {
          throw new LinuxError(Errno.EINVAL);
        }
        long moved = move(mappings, region, old, oldSize, to, newSize);
        leaveEmpty(mappings, region, old, stays ? oldSize : 0);
        return moved;
      }
      if (stays) {
        long start = mappings.findFree(newSize);
        if (start < 0) {
          throw new LinuxError(Errno.ENOMEM);
        }
        long moved = move(mappings, region, old, oldSize, start, newSize);
        leaveEmpty(mappings, region, old, oldSize);
        return moved;
      }
      if (newSize <= oldSize) {
        if (newSize < oldSize) {
          mappings.unmap(old + newSize, old + oldSize);
        }
        return old;
      }
      long end = old + newSize;
      if (end <= memory.limit() && mappings.isFree(old + oldSize, end)) {
        mappings.map(tail(region, old, oldSize, old, newSize));
        return old;
      }
      if ((flags & MREMAP_MAYMOVE) == 0) {
        throw new LinuxError(Errno.ENOMEM);
      }
      long start = mappings.findFree(newSize);
      if (start < 0) {
        throw new LinuxError(Errno.ENOMEM);
      }
      return move(mappings, region, old, oldSize, start, newSize);
    }
  }

  /** What MREMAP_DONTUNMAP finds at the old place: the mapping as it was made. */
  private static void leaveEmpty(Mappings mappings, Region region, long old, long size) {
    if (size > 0) {
      mappings.map(tail(region, old, 0, old, size));
    }
  }

  /** The new pages behind a mapping that grows, at its new place. */
  private static Region tail(Region region, long old, long oldSize, long start, long newSize) {
    return new Region(
        start + oldSize,
        start + newSize,
        region.rights(),
        region.shared(),
        region.file(),
        region.offset() + (old - region.start()) + oldSize,
        region.name());
  }

  private static long move(
      Mappings mappings, Region region, long old, long oldSize, long start, long newSize) {
    long kept = Math.min(oldSize, newSize);
    mappings.move(old, start, kept);
    if (newSize > oldSize) {
      mappings.map(tail(region, old, oldSize, start, newSize));
    } else if (oldSize > kept) {
      mappings.unmap(old + kept, old + oldSize);
    }
    return start;
  }

  private static final int MLOCK_ONFAULT = 1;
  private static final int MCL_CURRENT = 1;
  private static final int MCL_FUTURE = 2;
  private static final int MCL_ONFAULT = 4;

  /** mlock and its like: nothing is ever swapped out by the machine itself. */
  static long lock(GuestThread t, long address, long length, int flags) throws LinuxError {
    long start = address & -PAGE;
    long size = roundUp(length + (address - start));
    if ((flags & ~MLOCK_ONFAULT) != 0 || Long.compareUnsigned(start + size, start) < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    checkRange(t.memory(), start, size, Errno.ENOMEM);
    if (size > 0 && !t.memory().mappings().covers(start, start + size)) {
      throw new LinuxError(Errno.ENOMEM);
    }
    return 0;
  }

  static long lockAll(int flags) throws LinuxError {
    if ((flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) != 0
        || (flags & (MCL_CURRENT | MCL_FUTURE)) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    return 0;
  }

  /** Commands of membarrier that there are: all are kept by the host's own atomics. */
  private static final int BARRIERS = 0x1ff;

  /** Those of them that a process has to be registered for, which is the next higher bit each. */
  private static final int PRIVATE_BARRIERS = 8 | 32 | 128;

  static long barrier(GuestThread t, int command) throws LinuxError {
    if (command == 0) {
      return BARRIERS;
    }
    if (Integer.bitCount(command) != 1 || (command & BARRIERS) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestProcess process = t.process();
    if ((command & PRIVATE_BARRIERS << 1) != 0) {
      synchronized (process) {
        process.barriers |= command;
      }
    } else if ((command & PRIVATE_BARRIERS) != 0 && (process.barriers & command << 1) == 0) {
      throw new LinuxError(Errno.EPERM);
    }
    return 0;
  }

  /**
   * Numbers of MADV_ that Linux knows and an ordinary process may use, but for MADV_WIPEONFORK and
   * MADV_KEEPONFORK: nobody is to believe that a child does not see what it does.
   */
  private static final long ADVICE = 0x1f3fd1fL;

  static long advise(GuestThread t, long address, long length, int advice) throws LinuxError {
    long size = roundUp(length);
    if ((address & PAGE - 1) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (advice < 0 || advice > 63 || (ADVICE >>> advice & 1) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    checkRange(t.memory(), address, size, Errno.ENOMEM);
    if (size > 0 && !t.memory().mappings().covers(address, address + size)) {
      if (advice == 4) { // The mapped parts all the same.
        t.memory().mappings().discard(address, address + size);
      }
      throw new LinuxError(Errno.ENOMEM);
    }
    if (advice == 4) { // MADV_DONTNEED; MADV_FREE may do nothing.
      t.memory().mappings().discard(address, address + size);
    }
    return 0;
  }

  static long sync(GuestThread t, long address, long length, int flags) throws LinuxError {
    if ((address & PAGE - 1) != 0
        || (flags & ~7) != 0
        || (flags & 5) == 5) { // MS_ASYNC and MS_SYNC at once
      throw new LinuxError(Errno.EINVAL);
    }
    long size = roundUp(length);
    checkRange(t.memory(), address, size, Errno.ENOMEM);
    Mappings mappings = t.memory().mappings();
    mappings.sync(address, address + size);
    if (size > 0 && !mappings.covers(address, address + size)) {
      throw new LinuxError(Errno.ENOMEM); // The mapped parts have been written all the same.
    }
    return 0;
  }

  static long inCore(GuestThread t, long address, long length, long to) throws LinuxError {
    if ((address & PAGE - 1) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    long size = roundUp(length);
    checkRange(t.memory(), address, size, Errno.ENOMEM);
    if (!t.memory().mappings().covers(address, address + size)) {
      throw new LinuxError(Errno.ENOMEM);
    }
    byte[] result = new byte[(int) (size / PAGE)];
    java.util.Arrays.fill(result, (byte) 1);
    t.memory().write(to, result);
    return 0;
  }

  static long flushInstructions(GuestThread t, long start, long end) {
    t.memory().codeChanged(start, end);
    return 0;
  }
}
