package dev.ferry.binutils.ar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An archive in the GNU format, read lazily: opening reads the symbol index and the long-name
 * table, members are read one by one when asked for. A System V member header is 60 bytes of text;
 * {@code "/"} names the index (big-endian 32-bit; {@code "/SYM64/"} 64-bit), {@code "//"} the long
 * names, {@code "/123"} a name at offset 123 there. Thin archives hold only headers; their members
 * are files beside the archive. BSD names ({@code "#1/len"}) are read too.
 */
public final class Archive implements AutoCloseable {
  static final String MAGIC = "!<arch>\n";
  static final String THIN_MAGIC = "!<thin>\n";
  static final int HEADER_SIZE = 60;

  /**
   * A member's header.
   *
   * @param headerOffset where its header lies in the archive; what the symbol index refers to
   * @param offset of its first byte
   * @param size in bytes
   * @param date seconds since 1970
   * @param mode Unix permission bits
   */
  public record Member(
      String name,
      long headerOffset,
      long offset,
      long size,
      long date,
      int owner,
      int group,
      int mode) {}

  private final String name;
  private final @Nullable Path path;
  private final @Nullable FileChannel channel;
  private final byte[] whole;
  private final long length;
  private final boolean thin;
  private byte[] longNames = {};
  private byte[] index = {};
  private int indexWord = 4;
  private int indexCount;
  private int firstName;
  private boolean hasIndex;
  private int[] nameStarts = {};
  private int[] hashTable = {};
  private long firstMember;

  private Archive(String name, @Nullable Path path, @Nullable FileChannel channel, byte[] whole)
      throws IOException {
    this.name = name;
    this.path = path;
    this.channel = channel;
    this.whole = whole;
    this.length = channel == null ? whole.length : channel.size();
    String magic = text(read(0, (int) Math.min(8, length)), 0, (int) Math.min(8, length));
    this.thin = magic.equals(THIN_MAGIC);
    if (!thin && !magic.equals(MAGIC)) {
      throw bad(0, "not an archive");
    }
    readTables();
  }

  /** Whether bytes begin as an archive does. */
  public static boolean isArchive(byte[] bytes) {
    return bytes.length >= 8
        && (text(bytes, 0, 8).equals(MAGIC) || text(bytes, 0, 8).equals(THIN_MAGIC));
  }

  /**
   * Opens a file.
   *
   * @throws ArchiveFormatException when it is not a well-formed archive
   */
  public static Archive open(String name, Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new Archive(name, path, channel, new byte[0]);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** An archive whose bytes are in memory. */
  public static Archive of(String name, byte[] bytes) {
    try {
      return new Archive(name, null, null, bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  public String name() {
    return name;
  }

  public boolean isThin() {
    return thin;
  }

  /** Whether there is a symbol index; without one {@link #memberDefining} finds nothing. */
  public boolean hasIndex() {
    return hasIndex;
  }

  /** How many entries the symbol index has. */
  public int indexSize() {
    return indexCount;
  }

  /** The name of index entry {@code i}. */
  public String indexName(int i) {
    int[] starts = nameStarts();
    return new String(index, starts[i], endOfName(starts[i]) - starts[i], StandardCharsets.UTF_8);
  }

  /** Header offset of the member that defines index entry {@code i}. */
  public long indexMember(int i) {
    int at = indexWord + i * indexWord;
    long value = 0;
    for (int k = 0; k < indexWord; k++) {
      value = value << 8 | index[at + k] & 0xff;
    }
    return value;
  }

  /** Header offset of the first member that the index says defines {@code symbol}, or -1. */
  public long memberDefining(String symbol) {
    if (indexCount == 0) {
      return -1;
    }
    int[] table = hashTable();
    byte[] wanted = symbol.getBytes(StandardCharsets.UTF_8);
    int mask = table.length - 1;
    for (int slot = hash(wanted, 0, wanted.length) & mask;
        table[slot] != 0;
        slot = slot + 1 & mask) {
      int start = nameStarts[table[slot] - 1];
      int end = start + wanted.length;
      if (end < index.length
          && index[end] == 0
          && Arrays.equals(index, start, end, wanted, 0, wanted.length)) {
        return indexMember(table[slot] - 1);
      }
    }
    return -1;
  }

  /** All members but the tables, in order. */
  public List<Member> members() throws IOException {
    List<Member> members = new ArrayList<>();
    long at = firstMember;
    while (at + HEADER_SIZE <= length) {
      Member member = memberAt(at);
      if (!isTable(member.name())) {
        members.add(member);
      }
      at = next(member);
    }
    if (at < length - 1) {
      throw bad(at, "truncated member header");
    }
    return members;
  }

  /** The member whose header lies at that offset. */
  public Member memberAt(long headerOffset) throws IOException {
    if (headerOffset < 8 || headerOffset > length - HEADER_SIZE) {
      throw bad(headerOffset, "member header outside the archive");
    }
    byte[] header = read(headerOffset, HEADER_SIZE);
    if (header[58] != '`' || header[59] != '\n') {
      throw bad(headerOffset, "malformed member header");
    }
    String field = text(header, 0, 16).stripTrailing();
    long size = number(header, 48, 10, 10, headerOffset);
    long offset = headerOffset + HEADER_SIZE;
    String memberName = field;
    if (field.startsWith("#1/")) {
      int nameLength = (int) Math.min(size, number(header, 3, 13, 10, headerOffset));
      byte[] bytes = read(offset, (int) Math.min(nameLength, length - offset));
      memberName = new String(bytes, StandardCharsets.UTF_8).replaceAll("\0+$", "");
      offset += nameLength;
      size -= nameLength;
    } else if (field.length() > 1 && field.charAt(0) == '/' && Character.isDigit(field.charAt(1))) {
      memberName = longName(number(header, 1, 15, 10, headerOffset), headerOffset);
    } else if (!isTable(field) && field.endsWith("/")) {
      memberName = field.substring(0, field.length() - 1);
    }
    boolean inside = !thin || isTable(field);
    if (size < 0 || inside && size > length - offset) {
      throw bad(headerOffset, "member '" + memberName + "' runs past the end of the archive");
    }
    return new Member(
        memberName,
        headerOffset,
        offset,
        size,
        number(header, 16, 12, 10, headerOffset),
        (int) number(header, 28, 6, 10, headerOffset),
        (int) number(header, 34, 6, 10, headerOffset),
        (int) number(header, 40, 8, 8, headerOffset));
  }

  /** A member's bytes; of a thin archive those of the file it names. */
  public byte[] read(Member member) throws IOException {
    if (thin && !isTable(member.name())) {
      Path relative = Path.of(member.name());
      return Files.readAllBytes(path == null ? relative : path.resolveSibling(relative));
    }
    if (member.size() > Integer.MAX_VALUE - 16) {
      throw bad(member.headerOffset(), "member '" + member.name() + "' is too large");
    }
    return read(member.offset(), (int) member.size());
  }

  private void readTables() throws IOException {
    long at = 8;
    while (at + HEADER_SIZE <= length) {
      Member member = memberAt(at);
      if (member.name().equals("/") || member.name().equals("/SYM64/")) {
        readIndex(member);
      } else if (member.name().equals("//")) {
        longNames = read(member.offset(), (int) member.size());
      } else {
        break;
      }
      at = next(member);
    }
    firstMember = at;
  }

  private void readIndex(Member member) throws IOException {
    index = read(member);
    hasIndex = true;
    indexWord = member.name().equals("/") ? 4 : 8;
    if (index.length < indexWord) {
      throw bad(member.offset(), "truncated symbol index");
    }
    long count = 0;
    for (int k = 0; k < indexWord; k++) {
      count = count << 8 | index[k] & 0xff;
    }
    if (count < 0 || count > (index.length - indexWord) / (indexWord + 1)) {
      throw bad(member.offset(), "symbol index count does not fit");
    }
    indexCount = (int) count;
    firstName = indexWord + indexCount * indexWord;
  }

  private int[] nameStarts() {
    if (nameStarts.length != indexCount) {
      int[] starts = new int[indexCount];
      int at = firstName;
      for (int i = 0; i < indexCount; i++) {
        if (at >= index.length) {
          throw bad(0, "symbol index has fewer names than entries");
        }
        starts[i] = at;
        at = endOfName(at) + 1;
      }
      nameStarts = starts;
    }
    return nameStarts;
  }

  private int endOfName(int start) {
    int end = start;
    while (end < index.length && index[end] != 0) {
      end++;
    }
    return end;
  }

  /** Open addressing over the index's own bytes; slot holds entry number + 1, first entry wins. */
  private int[] hashTable() {
    if (hashTable.length == 0) {
      int[] starts = nameStarts();
      int[] table = new int[Integer.highestOneBit(indexCount * 2) * 2];
      int mask = table.length - 1;
      for (int i = 0; i < indexCount; i++) {
        int end = i + 1 < indexCount ? starts[i + 1] - 1 : endOfName(starts[i]);
        int slot = hash(index, starts[i], end) & mask;
        while (table[slot] != 0) {
          slot = slot + 1 & mask;
        }
        table[slot] = i + 1;
      }
      hashTable = table;
    }
    return hashTable;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int h = 0;
    for (int i = from; i < to; i++) {
      h = h * 31 + bytes[i];
    }
    return h ^ h >>> 15;
  }

  private long next(Member member) {
    boolean inside = !thin || isTable(member.name());
    long end = inside ? member.offset() + member.size() : member.offset();
    return end + (end & 1);
  }

  private static boolean isTable(String memberName) {
    return memberName.equals("/") || memberName.equals("//") || memberName.equals("/SYM64/");
  }

  private String longName(long offset, long position) {
    if (offset < 0 || offset >= longNames.length) {
      throw bad(position, "long name offset " + offset + " out of range");
    }
    int start = (int) offset;
    int end = start;
    while (end < longNames.length && longNames[end] != '\n' && longNames[end] != 0) {
      end++;
    }
    if (end > start && longNames[end - 1] == '/') {
      end--;
    }
    return new String(longNames, start, end - start, StandardCharsets.UTF_8);
  }

  private long number(byte[] header, int from, int width, int radix, long position) {
    long value = 0;
    for (int i = from; i < from + width && header[i] != ' '; i++) {
      int digit = Character.digit(header[i], radix);
      if (digit < 0) {
        if (header[i] == '-' || i > from) {
          break;
        }
        throw bad(position, "malformed number in member header");
      }
      value = value * radix + digit;
    }
    return value;
  }

  private byte[] read(long offset, int size) throws IOException {
    if (offset < 0 || size < 0 || size > length - offset) {
      throw bad(offset, "archive is truncated");
    }
    if (channel == null) {
      return Arrays.copyOfRange(whole, (int) offset, (int) offset + size);
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    long at = offset;
    while (buffer.hasRemaining()) {
      int got = channel.read(buffer, at);
      if (got < 0) {
        throw bad(at, "archive is truncated");
      }
      at += got;
    }
    return buffer.array();
  }

  private static String text(byte[] bytes, int from, int size) {
    return new String(bytes, from, size, StandardCharsets.ISO_8859_1);
  }

  private ArchiveFormatException bad(long position, String message) {
    return new ArchiveFormatException(name, position, message);
  }
}
