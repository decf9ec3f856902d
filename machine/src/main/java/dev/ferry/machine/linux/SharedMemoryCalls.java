package dev.ferry.machine.linux;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Mappings;
import dev.ferry.machine.core.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * System calls on shared memory of System V. A segment that was attached before a fork is one
 * memory in parent and child; processes that attach it each for themselves see what others have
 * detached.
 */
final class SharedMemoryCalls {
  private SharedMemoryCalls() {}

  private static final int IPC_CREAT = 01000;
  private static final int IPC_EXCL = 02000;
  private static final int IPC_RMID = 0;
  private static final int IPC_SET = 1;
  private static final int IPC_STAT = 2;
  private static final int SHM_RDONLY = 010000;
  private static final int SHM_RND = 020000;
  private static final int SHM_REMAP = 040000;

  private static SharedSegments segments(GuestThread t) {
    return t.process().kernel().segments();
  }

  private static SharedSegments.Segment segment(GuestThread t, int id) throws LinuxError {
    SharedSegments.Segment segment = segments(t).get(id);
    if (segment == null) {
      throw new LinuxError(Errno.EINVAL);
    }
    return segment;
  }

  static long get(GuestThread t, int key, long size, int flags) throws LinuxError {
    synchronized (segments(t)) { // Nobody makes the same one in between.
      return find(t, key, size, flags);
    }
  }

  private static long find(GuestThread t, int key, long size, int flags) throws LinuxError {
    int found = key == SharedSegments.PRIVATE ? -1 : segments(t).find(key);
    if (found >= 0) {
      if ((flags & (IPC_CREAT | IPC_EXCL)) == (IPC_CREAT | IPC_EXCL)) {
        throw new LinuxError(Errno.EEXIST);
      }
      if (size > segment(t, found).size) {
        throw new LinuxError(Errno.EINVAL);
      }
      return found;
    }
    if (key != SharedSegments.PRIVATE && (flags & IPC_CREAT) == 0) {
      throw new LinuxError(Errno.ENOENT);
    }
    if (size <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    MemoryFile file =
        new MemoryFile(t.process().kernel(), String.format("/SYSV%08x (deleted)", key));
    try {
      file.truncate(size);
      return segments(t).make(key, flags & 0777, size, t.process().pid(), file);
    } catch (LinuxError e) {
      file.release();
      throw new LinuxError(Errno.ENOSPC);
    }
  }

  static long attach(GuestThread t, int id, long address, int flags) throws LinuxError {
    SharedSegments.Segment segment = segment(t, id);
    long wanted = (flags & SHM_RND) != 0 ? address & -GuestMemory.PAGE : address;
    if ((wanted & GuestMemory.PAGE - 1) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    int rights = GuestMemory.READ | ((flags & SHM_RDONLY) != 0 ? 0 : GuestMemory.WRITE);
    long size = segment.size + GuestMemory.PAGE - 1 & -GuestMemory.PAGE;
    long start;
    synchronized (t.process()) {
      boolean replaces = wanted != 0 && (flags & SHM_REMAP) != 0;
      start = MemoryCalls.placeExactly(t.memory(), wanted, size, replaces);
      Region region =
          new Region(start, start + size, rights, true, segment.pages, 0, segment.file.path);
      t.memory().mappings().map(region);
    }
    segment.lastProcess = t.process().pid();
    return start;
  }

  static long detach(GuestThread t, long address) throws LinuxError {
    Mappings mappings = t.memory().mappings();
    Region region = mappings.regionAt(address);
    SharedSegments.Segment segment = region == null ? null : segments(t).of(region.file());
    if (region == null || segment == null || region.start() != address || region.offset() != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    long end = address + (segment.size + GuestMemory.PAGE - 1 & -GuestMemory.PAGE);
    mappings.unmap(address, end);
    segment.lastProcess = t.process().pid();
    sweep(t.process().kernel());
    return 0;
  }

  static long control(GuestThread t, int id, int command, long to) throws LinuxError {
    SharedSegments.Segment segment = segment(t, id);
    switch (command & ~0x100) { // IPC_64
      case IPC_RMID -> {
        segment.removed = true;
        sweep(t.process().kernel());
      }
      case IPC_SET -> {}
      case IPC_STAT -> putStatus(t, segment, to);
      default -> throw new LinuxError(Errno.EINVAL);
    }
    return 0;
  }

  /** struct shmid64_ds of a 64-bit process. */
  private static void putStatus(GuestThread t, SharedSegments.Segment segment, long to)
      throws LinuxError {
    if (t.process().xlen() == 32) {
      throw new LinuxError(Errno.ENOSYS);
    }
    ByteBuffer b = ByteBuffer.allocate(112).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(segment.key);
    for (int i = 0; i < 4; i++) {
      b.putInt(ProcessCalls.USER);
    }
    b.putInt(segment.mode | (segment.removed ? 01000 : 0)); // SHM_DEST
    b.putLong(48, segment.size);
    b.putInt(80, segment.creator).putInt(84, segment.lastProcess);
    b.putLong(88, attached(t.process().kernel(), segment));
    t.memory().write(to, b.array());
  }

  private static int attached(Kernel kernel, SharedSegments.Segment segment) {
    int count = 0;
    for (GuestProcess process : kernel.processes()) {
      if (process.isDead()) {
        continue;
      }
      for (Region region : process.memory().mappings().regions()) {
        count += region.file() == segment.pages && region.offset() == 0 ? 1 : 0;
      }
    }
    return count;
  }

  /** Deletes segments that were removed and that nobody has attached any more. */
  static void sweep(Kernel kernel) {
    for (int id : kernel.segments().removed()) {
      SharedSegments.Segment segment = kernel.segments().get(id);
      if (segment != null && attached(kernel, segment) == 0) {
        kernel.segments().delete(id);
      }
    }
  }
}
