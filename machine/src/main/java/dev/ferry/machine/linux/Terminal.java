package dev.ferry.machine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Settings of the terminal that the guest sees; it only remembers what it is told. */
public final class Terminal {
  /** Bytes of struct termios for the kernel: four flag words, c_line and 19 control characters. */
  static final int TERMIOS_SIZE = 36;

  private static final int SPEED = 38400;

  private final byte[] termios = new byte[TERMIOS_SIZE];
  private int rows;
  private int columns;
  private int foregroundGroup;

  public Terminal(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    put(0, 0x4500); // ICRNL | IXON | IUTF8
    put(4, 0x5); // OPOST | ONLCR
    put(8, 0xbf); // B38400 | CS8 | CREAD
    put(12, 0x8a3b); // ISIG ICANON ECHO ECHOE ECHOK ECHOCTL ECHOKE IEXTEN
    byte[] characters = {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22};
    System.arraycopy(characters, 0, termios, 17, characters.length);
  }

  private void put(int at, int value) {
    for (int i = 0; i < 4; i++) {
      termios[at + i] = (byte) (value >>> 8 * i);
    }
  }

  byte[] termios() {
    return termios.clone();
  }

  /** struct termios2: 38400 baud both ways behind it. */
  byte[] termiosWithSpeeds() {
    byte[] bytes = Arrays.copyOf(termios, TERMIOS_SIZE + 8);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(TERMIOS_SIZE, SPEED)
        .putInt(TERMIOS_SIZE + 4, SPEED);
    return bytes;
  }

  void setTermios(byte[] bytes) {
    System.arraycopy(bytes, 0, termios, 0, Math.min(bytes.length, TERMIOS_SIZE));
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  void setSize(int newRows, int newColumns) {
    rows = newRows;
    columns = newColumns;
  }

  int foregroundGroup() {
    return foregroundGroup;
  }

  void setForegroundGroup(int group) {
    foregroundGroup = group;
  }
}
