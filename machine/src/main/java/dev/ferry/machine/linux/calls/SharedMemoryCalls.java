package dev.ferry.machine.linux.calls;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Mappings;
import dev.ferry.machine.core.Region;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.files.MemoryFile;
import dev.ferry.machine.linux.ipc.IpcTable;
import dev.ferry.machine.linux.ipc.SharedSegment;
import dev.ferry.machine.linux.ipc.SharedSegments;
import dev.ferry.machine.linux.ipc.SystemV;
import dev.ferry.machine.linux.kernel.GuestThread;
import java.nio.ByteBuffer;

/** System calls on shared memory of System V: files without a name, mapped wherever attached. */
final class SharedMemoryCalls {
  private SharedMemoryCalls() {}

  private static final int SHM_RDONLY = 010000;
  private static final int SHM_RND = 020000;
  private static final int SHM_REMAP = 040000;
  private static final int SHM_LOCK = 11;
  private static final int SHM_UNLOCK = 12;
  private static final int SHM_STAT = 13;
  private static final int SHM_INFO = 14;
  private static final int SHM_STAT_ANY = 15;

  private static IpcTable<SharedSegment> segments(GuestThread t) {
    return SystemV.of(t).segments().table();
  }

  static long get(GuestThread t, int key, long size, int flags) throws LinuxError {
    int id = segments(t).get(key, flags, () -> make(t, key, size, flags & 0777));
    if (size > segments(t).object(id).size) {
      throw new LinuxError(Errno.EINVAL);
    }
    return id;
  }

  private static SharedSegment make(GuestThread t, int key, long size, int mode) throws LinuxError {
    if (size <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    MemoryFile file =
        new MemoryFile(t.process().kernel(), String.format("/SYSV%08x (deleted)", key), false);
    try {
      file.truncate(size);
      return new SharedSegment(mode, size, t.process().pid(), file);
    } catch (LinuxError e) {
      file.release();
      throw new LinuxError(Errno.ENOSPC);
    }
  }

  static long attach(GuestThread t, int id, long address, int flags) throws LinuxError {
    SharedSegment segment = segments(t).object(id);
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
          new Region(start, start + size, rights, true, segment.pages, 0, segment.file.path());
      t.memory().mappings().map(region);
    }
    segment.lastProcess = t.process().pid();
    return start;
  }

  static long detach(GuestThread t, long address) throws LinuxError {
    Mappings mappings = t.memory().mappings();
    Region region = mappings.regionAt(address);
    SharedSegment segment =
        region == null ? null : SystemV.of(t).segments().withPages(region.file());
    if (region == null || segment == null || region.start() != address || region.offset() != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    long end = address + (segment.size + GuestMemory.PAGE - 1 & -GuestMemory.PAGE);
    mappings.unmap(address, end);
    segment.lastProcess = t.process().pid();
    SystemV.of(t).segments().sweep(t.process().kernel());
    return 0;
  }

  static long control(GuestThread t, int id, int command, long to) throws LinuxError {
    int plain = command & ~IpcTable.IPC_64;
    if (plain == IpcInformation.IPC_INFO || plain == SHM_INFO) {
      return IpcInformation.segments(t, to, plain == IpcInformation.IPC_INFO);
    }
    SharedSegment segment = segments(t).object(id);
    switch (plain) {
      case IpcTable.IPC_RMID -> {
        segments(t).hide(id);
        segment.removed = true;
        SystemV.of(t).segments().sweep(t.process().kernel());
      }
      case IpcTable.IPC_SET, SHM_LOCK, SHM_UNLOCK -> {}
      case SHM_STAT, SHM_STAT_ANY -> {
        putStatus(t, id, segment, to);
        return id;
      }
      case IpcTable.IPC_STAT -> putStatus(t, id, segment, to);
      default -> throw new LinuxError(Errno.EINVAL);
    }
    return 0;
  }

  /** struct shmid64_ds of a 64-bit process. */
  private static void putStatus(GuestThread t, int id, SharedSegment segment, long to)
      throws LinuxError {
    int destroyed = segment.removed ? 01000 : 0; // SHM_DEST
    ByteBuffer b = segments(t).status(t, id, segment.mode | destroyed, 112);
    b.putLong(48, segment.size);
    b.putInt(80, segment.creator).putInt(84, segment.lastProcess);
    b.putLong(88, SharedSegments.attached(t.process().kernel(), segment));
    t.memory().write(to, b.array());
  }
}
