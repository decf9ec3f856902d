package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.ElfReader;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Relocation;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Objects as lists of lines, to compare and to show. */
final class Objects {
  private Objects() {}

  /** Everything that counts in an object, in a form whose differences are easy to read. */
  static List<String> describe(ObjectFile object) {
    List<String> lines = new ArrayList<>();
    lines.add("flags " + Integer.toHexString(object.flags()));
    if (object.attributes() != null) {
      object.attributes().all().forEach(attribute -> lines.add("attribute " + attribute));
    }
    for (Section section : object.sections()) {
      lines.add(
          "section %s type %x flags %x align %d entry %d size %d"
              .formatted(
                  section.name(),
                  section.type(),
                  section.flags(),
                  section.alignment(),
                  section.entrySize(),
                  section.size()));
      if (!section.isNobits()) {
        bytes(lines, section);
      }
      for (int i = 0; i < section.relocations().size(); i++) {
        Relocation r = section.relocations().get(i);
        lines.add(
            "  %x: %s %s + %d".formatted(r.offset(), r.type(), symbol(r.symbol()), r.addend()));
      }
    }
    object.symbols().stream()
        .filter(s -> s.section() == null || !s.section().name().equals(".riscv.attributes"))
        .map(s ->
            "symbol "
                + symbol(s)
                + " size "
                + s.size()
                + " type "
                + s.type()
                + " bind "
                + s.binding()
                + " other "
                + s.other())
        .sorted()
        .forEach(lines::add);
    return lines;
  }

  /**
   * Fails with the lines that differ. Mapping symbols are left out: GNU as places some of them by
   * how it splits its fragments.
   */
  static void assertSame(String what, ObjectFile ours, ObjectFile gnu) {
    List<String> extra = withoutMarks(throughFile(ours));
    List<String> missing = withoutMarks(gnu);
    List<String> both = new ArrayList<>(extra);
    for (String line : missing) {
      both.remove(line);
    }
    List<String> lost = new ArrayList<>(missing);
    for (String line : extra) {
      lost.remove(line);
    }
    if (!extra.equals(missing)) {
      throw new AssertionError(
          what
              + "\nonly ours:\n"
              + String.join("\n", both.subList(0, Math.min(15, both.size())))
              + "\nonly GNU as:\n"
              + String.join("\n", lost.subList(0, Math.min(15, lost.size()))));
    }
  }

  private static List<String> withoutMarks(ObjectFile object) {
    return describe(object).stream().filter(line -> !line.startsWith("symbol $")).toList();
  }

  private static void bytes(List<String> lines, Section section) {
    byte[] bytes = section.contents().toByteArray();
    for (int i = 0; i < bytes.length; i += 16) {
      int end = Math.min(bytes.length, i + 16);
      if (i > 0 && end == i + 16 && Arrays.equals(bytes, i, end, bytes, i - 16, i)) {
        // A line like the one before.
        if (!lines.getLast().equals("  *")) {
          lines.add("  *");
        }
        continue;
      }
      lines.add("  %4x %s".formatted(i, HexFormat.of().formatHex(bytes, i, end)));
    }
  }

  private static String symbol(Symbol symbol) {
    if (symbol == null) {
      return "-";
    }
    Section section = symbol.section();
    String place = section == null ? symbol.place().toString() : section.name();
    return symbol.name() + "@" + place + ":" + Long.toHexString(symbol.value());
  }

  /** The object as it is after a file. */
  static ObjectFile throughFile(ObjectFile object) {
    return ElfReader.read(object.name(), ElfWriter.write(object));
  }
}
