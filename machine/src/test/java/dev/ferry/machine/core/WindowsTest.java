package dev.ferry.machine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Windows hold nothing but pages that may be accessed at once, whatever is done to the pages. */
class WindowsTest {
  private static final int PAGE = GuestMemory.PAGE;
  private static final int PAGES = 600;
  private static final long START = 1L << 20;
  private static final long[] OFFSETS = new long[3 * Windows.COUNT];

  static {
    List<String> fields = List.of("windowStart", "windowLength", "windowGroup");
    for (int k = 0; k < OFFSETS.length; k++) {
      OFFSETS[k] = Raw.fieldOffset(Hart.class, fields.get(k / Windows.COUNT) + k % Windows.COUNT);
    }
  }

  private final GuestMemory memory = new GuestMemory(1L << 28, 1L << 27);
  private final Hart hart = new Hart(memory, 64);
  private final Random random = new Random(7);

  /** What translated code compares. */
  private boolean passes(int window, boolean group, long address) {
    long start = Raw.getLong(hart, OFFSETS[window]);
    long length = Raw.getLong(hart, OFFSETS[window + (group ? 2 : 1) * Windows.COUNT]);
    return address - start < length;
  }

  @Test
  void passNothingBeforeTheyAreOpened() {
    for (int k = 0; k < Windows.COUNT; k++) {
      for (long address : new long[] {0, START, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThat(passes(k, false, address) || passes(k, true, address)).isFalse();
      }
    }
    memory.close();
  }

  @Test
  void holdWhatIsTouchedUpToItsLastBytes() {
    memory.serveWindows(hart);
    memory.mappings().map(START, START + 64 * PAGE, GuestMemory.READ | GuestMemory.WRITE, "");
    memory.writeByte(START, 1); // Touches 32 pages.
    int window = memory.window(START, GuestMemory.WRITE);
    long end = START + 32 * PAGE;
    assertThat(passes(window, false, START - 1)).isFalse();
    assertThat(passes(window, false, START)).isTrue();
    assertThat(passes(window, false, end - 8)).isTrue();
    assertThat(passes(window, false, end - 7)).isFalse();
    assertThat(passes(window, true, end - Windows.GROUP)).isTrue();
    assertThat(passes(window, true, end - Windows.GROUP + 1)).isFalse();
    assertThat(memory.reopenWindow(window, end - 4)).isTrue();
    assertThat(passes(window, false, end - 4)).isTrue();
    assertThat(memory.reopenWindow(window, START - PAGE)).isFalse();
    memory.close();
  }

  @Test
  void holdOnlyWhatMayBeAccessed() {
    memory.serveWindows(hart);
    int held = 0;
    for (int step = 0; step < 30_000; step++) {
      change();
      int unused = memory.window(address(), random.nextBoolean() ? 1 : 2);
      for (int k = 0; k < Windows.COUNT; k++) {
        boolean grown = memory.reopenWindow(k, address());
      }
      if (step % 10 == 0) {
        held += check();
      }
    }
    assertThat(held).isGreaterThan(10_000);
    memory.close();
  }

  private long address() {
    return START + random.nextInt(PAGES) * (long) PAGE + random.nextInt(PAGE);
  }

  private void change() {
    long start = address() & -PAGE;
    long end = Math.min(start + (1 + random.nextInt(40)) * (long) PAGE, START + PAGES * PAGE);
    int rights = List.of(0, 1, 3, 3, 3, 5, 7).get(random.nextInt(7));
    switch (random.nextInt(60)) {
      case 0 -> memory.mappings().unmap(start, end);
      case 1, 2 -> memory.mappings().map(start, end, rights, random.nextBoolean() ? "a" : "b");
      case 3 -> {
        boolean unused = memory.mappings().protect(start, end, rights);
      }
      case 4 -> memory.mappings().discard(start, end);
      case 5 -> {
        long to = START + random.nextInt(PAGES) * (long) PAGE;
        if ((to >= end || to + (end - start) <= start) && memory.mappings().covers(start, end)) {
          memory.mappings().move(start, to, end - start);
        }
      }
      case 6 -> {
        if (random.nextInt(20) == 0) {
          memory.forgetWrites();
        }
      }
      default -> {
        try {
          memory.touch(address(), random.nextBoolean() ? GuestMemory.READ : GuestMemory.WRITE);
        } catch (GuestTrap e) {
          // Not mapped, or without that right.
        }
      }
    }
  }

  /** How many pages the windows hold. */
  private int check() {
    int pages = 0;
    for (int k = 0; k < Windows.COUNT; k++) {
      int rights = memory.windowRights(k);
      for (long page = START - PAGE; page < START + (PAGES + 64L) * PAGE; page += PAGE) {
        if (passes(k, false, page) || passes(k, false, page + PAGE - 8)) {
          assertThat(memory.state(page) & rights).isEqualTo(rights);
          pages++;
        }
        if (passes(k, true, page)) {
          assertThat(memory.state(page) & rights).isEqualTo(rights);
        }
      }
    }
    return pages;
  }
}
