package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.linux.kernel.Facility;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import org.jspecify.annotations.Nullable;

/** The objects of System V that a machine has (sysvipc(7)). */
public final class SystemV implements Facility {
  /** How many semaphore sets, and how many message queues, there may be. */
  private static final int MAX = 512;

  private final IpcTable<SemaphoreSet> semaphores = new IpcTable<>(MAX);
  private final IpcTable<MessageQueue> queues = new IpcTable<>(MAX);
  private final SharedSegments segments = new SharedSegments();

  /** The objects of the machine that a thread runs on. */
  public static SystemV of(GuestThread t) {
    return t.process().kernel().facility(SystemV.class);
  }

  /** Its sets of semaphores. */
  public IpcTable<SemaphoreSet> semaphores() {
    return semaphores;
  }

  /** Its message queues. */
  public IpcTable<MessageQueue> queues() {
    return queues;
  }

  /** Its shared memory. */
  public SharedSegments segments() {
    return segments;
  }

  @Override
  public void processEnded(GuestProcess process) {
    for (SemaphoreSet set : semaphores.all().values()) {
      set.ended(process);
    }
  }

  @Override
  public void memoryLetGo(Kernel kernel) {
    segments.sweep(kernel);
  }

  @Override
  public @Nullable String text(Kernel kernel, String name) {
    return switch (name) {
      case "sysvipc/shm" -> IpcText.segments(kernel, segments.table());
      case "sysvipc/sem" -> IpcText.semaphores(semaphores);
      case "sysvipc/msg" -> IpcText.queues(queues);
      default -> null;
    };
  }
}
