package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** File descriptors of a process. */
public final class FdTable {
  /** As RLIMIT_NOFILE says at most. */
  public static final int MAX = 4096;

  private volatile int limit = MAX;

  /** New descriptors stay below. */
  public void setLimit(int value) {
    limit = value;
  }

  private @Nullable OpenFile[] files = new @Nullable OpenFile[16];
  private boolean[] closeOnExec = new boolean[16];

  /** The file of a descriptor; EBADF where there is none. */
  public synchronized OpenFile get(int fd) throws LinuxError {
    OpenFile file = fd >= 0 && fd < files.length ? files[fd] : null;
    if (file == null) {
      throw new LinuxError(Errno.EBADF);
    }
    return file;
  }

  /** The file of a descriptor, or null. */
  public synchronized @Nullable OpenFile find(int fd) {
    return fd >= 0 && fd < files.length ? files[fd] : null;
  }

  /** Puts a file at the lowest free number from {@code from} on; takes over the reference. */
  public synchronized int add(OpenFile file, int from, boolean cloexec) throws LinuxError {
    int fd = from;
    while (fd < files.length && files[fd] != null) {
      fd++;
    }
    if (fd >= limit) {
      file.release();
      throw new LinuxError(Errno.EMFILE);
    }
    put(fd, file, cloexec);
    return fd;
  }

  private void put(int fd, OpenFile file, boolean cloexec) {
    if (fd >= files.length) {
      int size = Math.max(fd + 1, files.length * 2);
      files = Arrays.copyOf(files, size);
      closeOnExec = Arrays.copyOf(closeOnExec, size);
    }
    files[fd] = file;
    closeOnExec[fd] = cloexec;
  }

  /** Puts a file at a number, closing what was there; takes over the reference. */
  public void set(int fd, OpenFile file, boolean cloexec) throws LinuxError {
    if (fd < 0 || fd >= limit) {
      file.release();
      throw new LinuxError(Errno.EBADF);
    }
    OpenFile old;
    synchronized (this) {
      old = fd < files.length ? files[fd] : null;
      put(fd, file, cloexec);
    }
    if (old != null) {
      old.release();
    }
  }

  /** Lets go of a descriptor. */
  public void close(int fd) throws LinuxError {
    OpenFile file;
    synchronized (this) {
      file = get(fd);
      files[fd] = null;
    }
    file.release();
  }

  /** FD_CLOEXEC of a descriptor. */
  public synchronized boolean isCloseOnExec(int fd) throws LinuxError {
    OpenFile unused = get(fd);
    return closeOnExec[fd];
  }

  /** Sets FD_CLOEXEC of a descriptor. */
  public synchronized void setCloseOnExec(int fd, boolean value) throws LinuxError {
    OpenFile unused = get(fd);
    closeOnExec[fd] = value;
  }

  /** Numbers in use, in order. */
  public synchronized int[] open() {
    int[] fds = new int[files.length];
    int count = 0;
    for (int fd = 0; fd < files.length; fd++) {
      if (files[fd] != null) {
        fds[count++] = fd;
      }
    }
    return Arrays.copyOf(fds, count);
  }

  /** A copy that shares the files, for fork. */
  synchronized FdTable copy() {
    FdTable copy = new FdTable();
    copy.limit = limit;
    copy.files = files.clone();
    copy.closeOnExec = closeOnExec.clone();
    for (OpenFile file : files) {
      if (file != null) {
        file.retain();
      }
    }
    return copy;
  }

  void closeAll() {
    closeWhere(false, file -> {});
  }

  /**
   * @param closed told of each file whose descriptor goes
   */
  public void closeForExec(Consumer<OpenFile> closed) {
    closeWhere(true, closed);
  }

  private void closeWhere(boolean onlyMarked, Consumer<OpenFile> closed) {
    for (int fd : open()) {
      try {
        if (!onlyMarked || isCloseOnExec(fd)) {
          closed.accept(get(fd));
          close(fd);
        }
      } catch (LinuxError e) {
        // Closed by another thread in the meantime.
      }
    }
  }
}
