package dev.ferry.codegen.regalloc;

import java.util.Arrays;

/** A growable array of ints. */
final class IntList {
  int[] items;
  int size;

  IntList(int capacity) {
    items = new int[capacity];
  }

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.max(4, size * 2));
    }
    items[size++] = item;
  }

  int get(int i) {
    return items[i];
  }

  int[] toArray() {
    return Arrays.copyOf(items, size);
  }
}
