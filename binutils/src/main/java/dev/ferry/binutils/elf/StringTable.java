package dev.ferry.binutils.elf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A string table under construction: strings in order of first mention, each once, and one that is
 * the tail of another shares its bytes. Tails are found by sorting the strings by their reversed
 * bytes, which brings each directly before a string it ends.
 */
public final class StringTable {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<byte[]> strings = new ArrayList<>();
  private int[] offsets = {};
  private byte[] bytes = {0};

  /** Adds a string; the number returned gives its offset after {@link #layOut}. */
  public int add(String text) {
    Integer known = numbers.get(text);
    if (known != null) {
      return known;
    }
    int number = strings.size();
    numbers.put(text, number);
    strings.add(text.getBytes(StandardCharsets.UTF_8));
    return number;
  }

  /** Decides the offsets; no string may be added afterwards. */
  public void layOut() {
    int count = strings.size();
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compareReversed(strings.get(a), strings.get(b)));
    int[] hostOf = new int[count];
    Arrays.fill(hostOf, -1);
    for (int i = count - 2; i >= 0; i--) {
      byte[] tail = strings.get(order[i]);
      byte[] next = strings.get(order[i + 1]);
      if (isTail(tail, next)) {
        int host = hostOf[order[i + 1]];
        hostOf[order[i]] = host < 0 ? order[i + 1] : host;
      }
    }
    Contents out = new Contents();
    out.put8(0);
    offsets = new int[count];
    for (int i = 0; i < count; i++) {
      if (hostOf[i] < 0 && strings.get(i).length > 0) {
        offsets[i] = out.size();
        out.put(strings.get(i));
        out.put8(0);
      }
    }
    for (int i = 0; i < count; i++) {
      if (hostOf[i] >= 0 && strings.get(i).length > 0) {
        byte[] host = strings.get(hostOf[i]);
        offsets[i] = offsets[hostOf[i]] + host.length - strings.get(i).length;
      }
    }
    bytes = out.toByteArray();
  }

  /** Byte offset of the string with that number. */
  public int offset(int number) {
    return offsets[number];
  }

  /** The table. */
  public byte[] toByteArray() {
    return bytes;
  }

  private static int compareReversed(byte[] a, byte[] b) {
    int i = a.length;
    int j = b.length;
    while (i > 0 && j > 0) {
      int difference = (a[--i] & 0xff) - (b[--j] & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return i - j;
  }

  private static boolean isTail(byte[] tail, byte[] whole) {
    return tail.length <= whole.length
        && Arrays.equals(tail, 0, tail.length, whole, whole.length - tail.length, whole.length);
  }
}
