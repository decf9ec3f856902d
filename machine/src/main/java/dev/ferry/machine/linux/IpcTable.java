package dev.ferry.machine.linux;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Objects of System V by number and key (ipc(2)), for as long as the machine.
 *
 * @param <T> semaphore sets or message queues
 */
final class IpcTable<T> {
  static final int IPC_CREAT = 01000;
  static final int IPC_EXCL = 02000;
  static final int IPC_NOWAIT = 04000;
  static final int IPC_RMID = 0;
  static final int IPC_SET = 1;
  static final int IPC_STAT = 2;

  /** What the C library or-s to commands. */
  static final int IPC_64 = 0x100;

  private static final int MAX = 512;

  private record Entry<T>(int key, T object) {}

  private final Map<Integer, Entry<T>> entries = new HashMap<>();
  private int nextId;

  /** The number of the object with a key, which is made where that is asked for; -1 for none. */
  synchronized int find(int key) {
    for (Map.Entry<Integer, Entry<T>> entry : entries.entrySet()) {
      if (key != 0 && entry.getValue().key == key) {
        return entry.getKey();
      }
    }
    return -1;
  }

  synchronized int get(int key, int flags, Supplier<T> maker) throws LinuxError {
    int found = find(key);
    if (found >= 0) {
      if ((flags & (IPC_CREAT | IPC_EXCL)) == (IPC_CREAT | IPC_EXCL)) {
        throw new LinuxError(Errno.EEXIST);
      }
      return found;
    }
    if (key != 0 && (flags & IPC_CREAT) == 0) {
      throw new LinuxError(Errno.ENOENT);
    }
    if (entries.size() >= MAX) {
      throw new LinuxError(Errno.ENOSPC);
    }
    entries.put(nextId, new Entry<>(key, maker.get()));
    return nextId++;
  }

  private Entry<T> entry(int id) throws LinuxError {
    Entry<T> entry = entries.get(id);
    if (entry == null) {
      throw new LinuxError(Errno.EINVAL);
    }
    return entry;
  }

  synchronized T object(int id) throws LinuxError {
    return entry(id).object;
  }

  synchronized int key(int id) throws LinuxError {
    return entry(id).key;
  }

  synchronized void remove(int id) {
    entries.remove(id);
  }

  synchronized Iterable<T> all() {
    return entries.values().stream().map(Entry::object).toList();
  }
}
