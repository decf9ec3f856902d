package dev.ferry.c.check;

import dev.ferry.c.typed.Initializer.Element;
import dev.ferry.c.types.CType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of an initializer in the order in which they were written. Designators may go back to
 * what has a value: only then an index by offset is made, so that large tables take time in
 * proportion to their length.
 */
final class InitializerElements {
  /** What was found where something is written anew. */
  enum Earlier {
    NOTHING,
    VALUE,
    VALUE_WITH_SIDE_EFFECTS
  }

  private final List<@Nullable Element> list = new ArrayList<>();

  /** The largest offset. */
  private long last = -1;

  /**
   * The newest element at an offset, and of each element the one before it at its offset, or -1.
   */
  private @Nullable NavigableMap<Long, Integer> newest;

  private int[] before = new int[0];

  /** Those whose evaluation has side effects. */
  private final BitSet effects = new BitSet(0);

  /** How many there are, with those that were taken out. */
  int size() {
    return list.size();
  }

  @Nullable Element newest() {
    return list.getLast();
  }

  void add(Element element, boolean hasSideEffects) {
    if (hasSideEffects) {
      effects.set(list.size());
    }
    add(element);
  }

  void add(Element element) {
    list.add(element);
    last = Math.max(last, element.offset());
    if (newest != null) {
      enter(newest, list.size() - 1, element);
    }
  }

  private void enter(NavigableMap<Long, Integer> index, int number, Element element) {
    if (number >= before.length) {
      before = Arrays.copyOf(before, Math.max(16, list.size() * 2));
    }
    Integer earlier = index.put(element.offset(), number);
    before[number] = earlier == null ? -1 : earlier;
  }

  private NavigableMap<Long, Integer> index() {
    NavigableMap<Long, Integer> index = newest;
    if (index == null) {
      index = new TreeMap<>();
      for (int i = 0; i < list.size(); i++) {
        Element element = list.get(i);
        if (element != null) {
          enter(index, i, element);
        }
      }
      newest = index;
    }
    return index;
  }

  /** The elements that begin within some bytes. */
  private NavigableMap<Long, Integer> within(long offset, long size) {
    return index().subMap(offset, true, offset + size, false);
  }

  /** Takes out what begins within some bytes. */
  Earlier clear(long offset, long size) {
    if (offset > last) {
      return Earlier.NOTHING;
    }
    NavigableMap<Long, Integer> old = within(offset, size);
    Earlier found = Earlier.NOTHING;
    for (int number : old.values()) {
      for (int i = number; i >= 0; i = before[i]) {
        list.set(i, null);
        if (found != Earlier.VALUE_WITH_SIDE_EFFECTS) {
          found = kind(i);
        }
      }
    }
    old.clear();
    return found;
  }

  /** The value at an offset that is the bit-field's, or no bit-field's where that is null. */
  Earlier at(long offset, CType.@Nullable Field bitField) {
    Integer number = offset > last ? null : index().get(offset);
    for (int i = number == null ? -1 : number; i >= 0; i = before[i]) {
      Element element = list.get(i);
      if (element != null && isSame(element.bitField(), bitField)) {
        return kind(i);
      }
    }
    return Earlier.NOTHING;
  }

  private Earlier kind(int number) {
    return effects.get(number) ? Earlier.VALUE_WITH_SIDE_EFFECTS : Earlier.VALUE;
  }

  private static boolean isSame(CType.@Nullable Field a, CType.@Nullable Field b) {
    return a == null || b == null ? a == b : a.bitOffset() == b.bitOffset();
  }

  /** Copies the elements of some numbers to other offsets; what had a value there. */
  List<Earlier> copy(int from, int to, long shift) {
    List<Earlier> overwritten = new ArrayList<>(0);
    for (int i = from; i < to; i++) {
      Element e = list.get(i);
      if (e != null) {
        Earlier old = at(e.offset() + shift, e.bitField());
        if (old != Earlier.NOTHING) {
          overwritten.add(old);
        }
        add(new Element(e.offset() + shift, e.type(), e.bitField(), e.value()), effects.get(i));
      }
    }
    return overwritten;
  }

  /** What was not taken out. */
  List<Element> remaining() {
    List<Element> remaining = new ArrayList<>(list.size());
    for (Element element : list) {
      if (element != null) {
        remaining.add(element);
      }
    }
    return remaining;
  }
}
