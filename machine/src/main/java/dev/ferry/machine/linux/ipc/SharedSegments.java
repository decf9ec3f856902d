package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.core.Region;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.Kernel;
import org.jspecify.annotations.Nullable;

/** The shared memory of System V that a machine has. */
public final class SharedSegments {
  /** How many there may be. */
  private static final int MAX = 4096;

  private final IpcTable<SharedSegment> table = new IpcTable<>(MAX);

  /** The segments by number and key. */
  public IpcTable<SharedSegment> table() {
    return table;
  }

  /** The segment whose pages these are, or null. */
  public @Nullable SharedSegment withPages(@Nullable FilePages pages) {
    for (SharedSegment segment : table.all().values()) {
      if (segment.pages == pages) {
        return segment;
      }
    }
    return null;
  }

  /** How often it is attached in all processes. */
  public static int attached(Kernel kernel, SharedSegment segment) {
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
  public void sweep(Kernel kernel) {
    table
        .all()
        .forEach((id, segment) -> {
          boolean unused = segment.removed && attached(kernel, segment) == 0;
          if (unused && table.remove(id)) {
            segment.file.release();
          }
        });
  }
}
