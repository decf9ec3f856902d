package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reports sections that a script or an option put on top of each other, where they run or where
 * they are loaded. Sections that begin at the same address on purpose are overlays: then only what
 * is loaded is checked.
 */
final class SectionOverlaps {
  /** A section's place in one of the two address spaces; {@code end} is its last byte. */
  private record Place(OutputSection section, long start, long end) {
    static Place of(OutputSection section, long start) {
      return new Place(section, start, start + section.size - 1);
    }
  }

  private static final Comparator<Place> BY_ADDRESS =
      (a, b) -> Long.compareUnsigned(a.start, b.start);

  private final Messages messages;

  SectionOverlaps(Messages messages) {
    this.messages = messages;
  }

  void check(List<OutputSection> outputs) {
    List<Place> loaded = new ArrayList<>();
    List<Place> running = new ArrayList<>();
    for (OutputSection output : outputs) {
      if (!output.isAlloc() || output.isTbss() || output.size == 0) {
        continue;
      }
      running.add(Place.of(output, output.address));
      if (!output.isNobits() && !output.noload) {
        loaded.add(Place.of(output, output.loadAddress));
      }
    }
    loaded.sort(BY_ADDRESS);
    running.sort(BY_ADDRESS);
    List<OutputSection> reported = new ArrayList<>();
    report(loaded, "LMA", reported);
    if (!hasOverlays(running)) {
      report(running, "VMA", reported);
    }
  }

  private static boolean hasOverlays(List<Place> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).start == sorted.get(i - 1).start) {
        return true;
      }
    }
    return false;
  }

  /** One that wraps around the address space overlaps with whatever follows. */
  private void report(List<Place> sorted, String kind, List<OutputSection> reported) {
    for (int i = 1; i < sorted.size(); i++) {
      Place before = sorted.get(i - 1);
      Place place = sorted.get(i);
      boolean overlaps =
          Long.compareUnsigned(place.start, before.end) <= 0
              || Long.compareUnsigned(before.end, before.start) < 0;
      if (overlaps && !reported.contains(place.section)) {
        reported.add(place.section);
        messages.error("section " + text(place, kind) + " overlaps section " + text(before, kind));
      }
    }
  }

  private static String text(Place place, String kind) {
    return String.format("%s %s [%016x,%016x]", place.section.name, kind, place.start, place.end);
  }
}
