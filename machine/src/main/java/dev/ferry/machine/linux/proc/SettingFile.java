package dev.ferry.machine.linux.proc;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file of a process that is written to in order to change something: each write is a value. */
final class SettingFile extends OpenFile {
  private static final int WORST_SCORE = 1000;

  private interface Setting {
    void set(byte[] value) throws LinuxError;
  }

  private final byte[] contents;
  private final Setting setting;
  private int position;

  private SettingFile(String path, int flags, byte[] contents, Setting setting) {
    this.path = path;
    this.flags = flags;
    this.contents = contents;
    this.setting = setting;
  }

  /** Null where the file of the process is none of these. */
  static @Nullable OpenFile of(GuestThread t, ProcessFiles.Subject subject, String path, int flags)
      throws LinuxError {
    Setting setting =
        switch (subject.file()) {
          case "comm" -> value -> setName(t, subject, value);
          case "oom_score_adj" -> value -> setScore(subject.process(), value);
          default -> null;
        };
    byte[] contents = ProcessText.contents(t, path);
    return setting == null || contents == null
        ? null
        : new SettingFile(path, flags & ~(O_TRUNC | O_CREAT), contents, setting);
  }

  /** Of a thread of the own process, or of its first one. */
  private static void setName(GuestThread t, ProcessFiles.Subject subject, byte[] value)
      throws LinuxError {
    GuestProcess process = subject.process();
    if (process != t.process()) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestThread named = subject.thread() != null ? subject.thread() : process.thread(process.pid());
    int end = 0;
    while (end < Math.min(value.length, GuestThread.MAX_NAME) && value[end] != 0) {
      end++;
    }
    if (named != null) {
      named.name = Arrays.copyOf(value, end);
    }
  }

  private static void setScore(GuestProcess process, byte[] value) throws LinuxError {
    try {
      int score = Integer.parseInt(GuestText.of(value).strip());
      if (Math.abs(score) > WORST_SCORE) {
        throw new LinuxError(Errno.EINVAL);
      }
      if (score < process.outOfMemoryScore && score < 0) {
        throw new LinuxError(Errno.EACCES); // Wants CAP_SYS_RESOURCE.
      }
      process.outOfMemoryScore = score;
    } catch (NumberFormatException e) {
      throw new LinuxError(Errno.EINVAL);
    }
  }

  @Override
  public boolean canBePolled() {
    return false;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) throws LinuxError {
    if ((flags & O_ACCMODE) == O_WRONLY) {
      throw new LinuxError(Errno.EBADF);
    }
    int count = Math.min(length, contents.length - position);
    System.arraycopy(contents, position, to, offset, count);
    position += count;
    return count;
  }

  @Override
  public int write(byte[] from, int offset, int length) throws LinuxError {
    if ((flags & O_ACCMODE) == 0) {
      throw new LinuxError(Errno.EBADF);
    }
    setting.set(Arrays.copyOfRange(from, offset, offset + length));
    return length;
  }

  @Override
  public Stat stat() {
    return Stat.simple(path.hashCode() & 0xffffffffL, Stat.S_IFREG | 0644, 0, 0);
  }
}
