package dev.ferry.machine.debug;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.PageWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where a program shall stop. Changed only while it is stopped. */
final class StopPoints {
  private final Set<Long> breakpoints = new TreeSet<>();
  private final List<Watchpoint> watchpoints = new ArrayList<>();
  private PageWatch pageWatch = PageWatch.NONE;

  /** Counts changes, so that who marks breakpoints in code knows when to do it again. */
  int version;

  void add(long breakpoint) {
    if (breakpoints.add(breakpoint)) {
      version++;
    }
  }

  void remove(long breakpoint) {
    if (breakpoints.remove(breakpoint)) {
      version++;
    }
  }

  void add(Watchpoint watchpoint) {
    watchpoints.add(watchpoint);
    watchPages();
  }

  void remove(Watchpoint watchpoint) {
    watchpoints.remove(watchpoint);
    watchPages();
  }

  private void watchPages() {
    Set<Long> pages = new TreeSet<>();
    int rights = 0;
    for (Watchpoint w : watchpoints) {
      long last = w.address() + w.length() - 1;
      for (long page = w.address() & -GuestMemory.PAGE; page <= last; page += GuestMemory.PAGE) {
        pages.add(page);
      }
      rights |= w.kind() == Watchpoint.Kind.WRITE ? 0 : GuestMemory.READ;
      rights |= w.kind() == Watchpoint.Kind.READ ? 0 : GuestMemory.WRITE;
    }
    long[] list = new long[pages.size()];
    int next = 0;
    for (long page : pages) {
      list[next++] = page;
    }
    pageWatch = new PageWatch(list, rights);
  }

  boolean hasBreakpoint(long pc) {
    return breakpoints.contains(pc);
  }

  Set<Long> breakpoints() {
    return breakpoints;
  }

  List<Watchpoint> watchpoints() {
    return watchpoints;
  }

  PageWatch pageWatch() {
    return pageWatch;
  }
}
