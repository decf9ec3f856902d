package dev.ferry.machine.linux.terminals;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.files.ListedDirectory;
import dev.ferry.machine.linux.kernel.Facility;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pseudo-terminals of a machine, and their names in {@code /dev}. */
public final class PseudoTerminals implements Facility {
  /** Linux' limit is 4096; each keeps up to 70 KiB. */
  private static final int MAX = 256;

  private static final String DIRECTORY = "/dev/pts";

  private final TreeMap<Integer, PseudoTerminal> pairs = new TreeMap<>();

  /** Those of the machine that a thread runs on. */
  public static PseudoTerminals of(GuestThread t) {
    return t.process().kernel().facility(PseudoTerminals.class);
  }

  private synchronized PseudoTerminal make(Kernel kernel) throws LinuxError {
    if (pairs.size() >= MAX) {
      throw new LinuxError(Errno.ENOSPC);
    }
    int number = 0;
    while (pairs.containsKey(number)) {
      number++;
    }
    PseudoTerminal pair = new PseudoTerminal(this, kernel, number);
    pairs.put(number, pair);
    return pair;
  }

  synchronized void remove(PseudoTerminal pair) {
    boolean unused = pairs.remove(pair.number, pair);
  }

  private static boolean isMaster(String path) {
    return path.equals("/dev/ptmx") || path.equals("/dev/pts/ptmx");
  }

  /** The pair whose slave has that path, or null. */
  private synchronized @Nullable PseudoTerminal find(String path) {
    if (!path.startsWith(DIRECTORY + "/")) {
      return null;
    }
    return pairs.get(GuestText.number(path.substring(DIRECTORY.length() + 1)));
  }

  /** Opens a master, a slave or their directory; null where the path is none of these. */
  public @Nullable OpenFile open(GuestThread t, String path, int flags) throws LinuxError {
    if (isMaster(path)) {
      return new MasterTerminal(make(t.process().kernel()), flags);
    }
    if (path.equals(DIRECTORY) || path.equals(DIRECTORY + "/")) {
      return new ListedDirectory(DIRECTORY, this::entries);
    }
    PseudoTerminal pair = find(path);
    if (pair == null) {
      return null;
    }
    return openSlave(t, pair, flags);
  }

  /** The leader of a session without a terminal gets the first that it opens. */
  public static OpenFile openSlave(GuestThread t, PseudoTerminal pair, int flags)
      throws LinuxError {
    OpenFile slave = pair.openSlave(flags);
    if ((flags & OpenFile.O_NOCTTY) == 0) {
      boolean unused = Sessions.takeTerminal(t.process(), pair.terminal);
    }
    return slave;
  }

  /**
   * What stat says of a master, a slave or their directory; null where the path is none of these.
   */
  public @Nullable Stat stat(String path) {
    if (isMaster(path)) {
      return masterStat();
    }
    if (path.equals(DIRECTORY) || path.equals(DIRECTORY + "/")) {
      return Stat.simple(9, Stat.S_IFDIR | 0755, 0, 0);
    }
    PseudoTerminal pair = find(path);
    return pair == null ? null : slaveStat(pair);
  }

  /** chmod; false where the path is no slave. */
  public boolean setMode(String path, int mode) {
    PseudoTerminal pair = find(path);
    if (pair == null) {
      return false;
    }
    pair.mode = mode;
    return true;
  }

  static Stat masterStat() {
    return Stat.simple(2, Stat.S_IFCHR | 0666, 5 << 8 | 2, 0).ownedBy(Ids.USER);
  }

  static Stat slaveStat(PseudoTerminal pair) {
    return Stat.simple(3 + pair.number, Stat.S_IFCHR | pair.mode, 136 << 8 | pair.number, 0)
        .ownedBy(Ids.USER);
  }

  private synchronized List<OpenFile.Entry> entries() {
    List<OpenFile.Entry> entries = new ArrayList<>();
    entries.add(new OpenFile.Entry(".", 1, 4));
    entries.add(new OpenFile.Entry("..", 1, 4));
    for (int number : pairs.keySet()) {
      entries.add(new OpenFile.Entry(Integer.toString(number), 3 + number, 2));
    }
    entries.add(new OpenFile.Entry("ptmx", 2, 2));
    return entries;
  }
}
