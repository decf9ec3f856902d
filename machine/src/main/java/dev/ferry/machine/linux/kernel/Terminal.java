package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.LinuxError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a terminal that the guest sees, and whose it is. This one is the host's, and only
 * remembers what it is told.
 */
public class Terminal {
  /** Bytes of struct termios for the kernel: four flag words, c_line and 19 control characters. */
  public static final int TERMIOS_SIZE = 36;

  /** The same with two speeds behind it: struct termios2. */
  public static final int TERMIOS2_SIZE = TERMIOS_SIZE + 8;

  private static final int CHARACTERS = 17;
  private static final int SPEED = 38400;

  /** Replaced, never changed. */
  private volatile byte[] termios = new byte[TERMIOS2_SIZE];

  private volatile int rows;
  private volatile int columns;

  /** 0 for none. */
  public volatile int foregroundGroup;

  /** The session whose controlling terminal it is, 0 for none. */
  public volatile int session;

  /** The host's terminal, of a size in characters. */
  public Terminal(int rows, int columns) {
    this(rows, columns, 0x4500); // ICRNL | IXON | IUTF8
  }

  /** One whose c_iflag is as given, and all else as usual. */
  protected Terminal(int rows, int columns, int inputFlags) {
    this.rows = rows;
    this.columns = columns;
    ByteBuffer b = ByteBuffer.wrap(termios).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(inputFlags);
    b.putInt(0x5); // OPOST | ONLCR
    b.putInt(0xbf); // B38400 | CS8 | CREAD
    b.putInt(0x8a3b); // ISIG ICANON ECHO ECHOE ECHOK ECHOCTL ECHOKE IEXTEN
    byte[] characters = {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22};
    b.put(CHARACTERS, characters);
    b.putInt(TERMIOS_SIZE, SPEED).putInt(TERMIOS_SIZE + 4, SPEED);
  }

  /** Its number as a device; the host's is one that no {@code /dev/pts} of the guest's has. */
  public int device() {
    return 0x8801;
  }

  /** Whether processes in the background are stopped that use it; the host's knows of none. */
  public boolean stopsBackground() {
    return false;
  }

  /**
   * Opens it once more, as {@code /dev/tty} does; null where its open files have to do.
   *
   * @param flags O_ flags of the new file
   */
  public @Nullable OpenFile open(int flags) throws LinuxError {
    return null;
  }

  /** struct termios. */
  public byte[] termios() {
    return Arrays.copyOf(termios, TERMIOS_SIZE);
  }

  /** struct termios2. */
  public byte[] termiosWithSpeeds() {
    return termios.clone();
  }

  /** From a struct termios, or a struct termios2. */
  public void setTermios(byte[] bytes) {
    byte[] next = termios.clone();
    System.arraycopy(bytes, 0, next, 0, Math.min(bytes.length, TERMIOS2_SIZE));
    termios = next;
  }

  private int word(int at) {
    return ByteBuffer.wrap(termios).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  /** c_iflag. */
  public int inputFlags() {
    return word(0);
  }

  /** c_oflag. */
  public int outputFlags() {
    return word(4);
  }

  /** c_lflag. */
  public int localFlags() {
    return word(12);
  }

  /** A control character by its V number, 0 to 255. */
  public int character(int which) {
    return termios[CHARACTERS + which] & 0xff;
  }

  /** Height in characters. */
  public int rows() {
    return rows;
  }

  /** Width in characters. */
  public int columns() {
    return columns;
  }

  /** Whether that is another size than before. */
  public boolean setSize(int newRows, int newColumns) {
    boolean other = rows != newRows || columns != newColumns;
    rows = newRows;
    columns = newColumns;
    return other;
  }
}
