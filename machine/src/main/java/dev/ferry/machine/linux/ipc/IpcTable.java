package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects of System V by number and key (ipc(2)), for as long as the machine.
 *
 * @param <T> semaphore sets, message queues or shared segments
 */
public final class IpcTable<T> {
  public static final int IPC_CREAT = 01000;
  public static final int IPC_EXCL = 02000;
  public static final int IPC_NOWAIT = 04000;
  public static final int IPC_RMID = 0;
  public static final int IPC_SET = 1;
  public static final int IPC_STAT = 2;

  /** What the C library or-s to commands. */
  public static final int IPC_64 = 0x100;

  /** The key of what nobody else finds. */
  public static final int IPC_PRIVATE = 0;

  /** Makes an object where its key has none. */
  public interface Maker<T> {
    T make() throws LinuxError;
  }

  private record Entry<T>(int key, T object) {}

  private final int max;
  private final Map<Integer, Entry<T>> entries = new HashMap<>();
  private int nextId;

  /**
   * @param max how many objects there may be
   */
  IpcTable(int max) {
    this.max = max;
  }

  /** How many objects there may be. */
  public int max() {
    return max;
  }

  /** The highest number of an object; 0 where there is none. */
  public synchronized int lastId() {
    return entries.keySet().stream().mapToInt(id -> id).max().orElse(0);
  }

  /** The number of the object with a key, which is made where that is asked for; -1 for none. */
  public synchronized int find(int key) {
    for (Map.Entry<Integer, Entry<T>> entry : entries.entrySet()) {
      if (key != IPC_PRIVATE && entry.getValue().key == key) {
        return entry.getKey();
      }
    }
    return -1;
  }

  /** The number of the object with a key, which is made where IPC_CREAT asks for it. */
  public synchronized int get(int key, int flags, Maker<T> maker) throws LinuxError {
    int found = find(key);
    if (found >= 0) {
      if ((flags & (IPC_CREAT | IPC_EXCL)) == (IPC_CREAT | IPC_EXCL)) {
        throw new LinuxError(Errno.EEXIST);
      }
      return found;
    }
    if (key != IPC_PRIVATE && (flags & IPC_CREAT) == 0) {
      throw new LinuxError(Errno.ENOENT);
    }
    if (entries.size() >= max) {
      throw new LinuxError(Errno.ENOSPC);
    }
    entries.put(nextId, new Entry<>(key, maker.make()));
    return nextId++;
  }

  private Entry<T> entry(int id) throws LinuxError {
    Entry<T> entry = entries.get(id);
    if (entry == null) {
      throw new LinuxError(Errno.EINVAL);
    }
    return entry;
  }

  /** The object of a number; EINVAL where there is none. */
  public synchronized T object(int id) throws LinuxError {
    return entry(id).object;
  }

  synchronized int key(int id) throws LinuxError {
    return entry(id).key;
  }

  /** The key of an object; that of none where it has gone. */
  synchronized int keyOf(int id) {
    Entry<T> entry = entries.get(id);
    return entry == null ? IPC_PRIVATE : entry.key;
  }

  /** From now on it is found by its number only. */
  public synchronized void hide(int id) throws LinuxError {
    entries.put(id, new Entry<>(IPC_PRIVATE, entry(id).object));
  }

  /**
   * The structure that IPC_STAT gives of an object of a 64-bit process, with the struct ipc64_perm
   * that each begins with and zeros behind.
   */
  public ByteBuffer status(GuestThread t, int id, int mode, int bytes) throws LinuxError {
    if (t.process().xlen() == 32) {
      throw new LinuxError(Errno.ENOSYS);
    }
    ByteBuffer b = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(key(id));
    for (int i = 0; i < 4; i++) {
      b.putInt(Ids.USER);
    }
    return b.putInt(mode);
  }

  /** Whether it was still there. */
  public synchronized boolean remove(int id) {
    return entries.remove(id) != null;
  }

  /** All objects by their numbers. */
  public synchronized Map<Integer, T> all() {
    Map<Integer, T> all = new TreeMap<>();
    entries.forEach((id, entry) -> all.put(id, entry.object));
    return all;
  }
}
