package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of {@code -Map}: archive members and why, then every section with its parts and symbols.
 */
final class MapFile {
  private final Link link;
  private final StringBuilder out = new StringBuilder();
  private final Map<InputSection, List<LinkSymbol>> symbolsOf = new IdentityHashMap<>();

  private MapFile(Link link) {
    this.link = link;
  }

  static String write(Link link, Plan plan, Values values) {
    MapFile map = new MapFile(link);
    map.writeArchives();
    map.writeDiscarded();
    map.collect();
    map.out.append("\nLinker script and memory map\n\n");
    for (InputObject object : link.objects) {
      map.out.append("LOAD ").append(object.name()).append('\n');
    }
    for (OutputSection output : plan.outputs()) {
      map.writeOutput(output);
    }
    map.writeScriptSymbols(values);
    return map.out.toString();
  }

  private void writeArchives() {
    if (link.archiveNotes.isEmpty()) {
      return;
    }
    out.append("Archive member included to satisfy reference by file (symbol)\n\n");
    for (String note : link.archiveNotes) {
      int end = note.indexOf('\n');
      out.append(note, 0, end).append('\n');
      out.append(" ".repeat(30)).append('(').append(note, end + 1, note.length()).append(")\n");
    }
  }

  private void writeDiscarded() {
    out.append("\nDiscarded input sections\n\n");
    for (InputObject object : link.objects) {
      for (InputSection section : object.sections) {
        if (section != null && section.discarded) {
          line(section.name, 0, section.size, section.fileName());
        }
      }
    }
  }

  private void collect() {
    for (LinkSymbol symbol : link.symbols.all()) {
      InputSection section = symbol.section;
      if (section != null && symbol.isDefined()) {
        symbolsOf.computeIfAbsent(section, s -> new ArrayList<>()).add(symbol);
      }
    }
    for (List<LinkSymbol> symbols : symbolsOf.values()) {
      symbols.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
    }
  }

  private void writeOutput(OutputSection output) {
    if (!output.hasInputs && output.size == 0) {
      return;
    }
    out.append('\n');
    pad(output.name, 16);
    out.append(hex(output.address)).append(' ').append(size(output.size));
    if (output.loadAddress != output.address) {
      out.append(" load address ").append(hex(output.loadAddress));
    }
    out.append('\n');
    for (LayoutElement element : output.elements) {
      if (element instanceof InputSection section) {
        line(section.name, section.address(), section.size, section.fileName());
        for (LinkSymbol symbol : symbolsOf.getOrDefault(section, List.of())) {
          out.append(" ".repeat(16)).append(hex(symbol.address()));
          out.append(" ".repeat(16)).append(symbol.name).append('\n');
        }
      }
    }
  }

  private void writeScriptSymbols(Values values) {
    out.append('\n');
    for (LinkSymbol symbol : link.symbols.all()) {
      if (symbol.byScript && symbol.isDefined()) {
        out.append(" ".repeat(16)).append(hex(values.address(symbol)));
        out.append(" ".repeat(16)).append(symbol.name).append(" = .\n");
      }
    }
    out.append("OUTPUT(").append(link.options.outputName);
    out.append(link.is64 ? " elf64-littleriscv)\n" : " elf32-littleriscv)\n");
  }

  private void line(String name, long address, long size, String file) {
    out.append(' ');
    pad(name, 15);
    out.append(hex(address)).append(' ').append(size(size)).append(' ').append(file).append('\n');
  }

  private void pad(String name, int width) {
    out.append(name);
    if (name.length() >= width) {
      out.append('\n').append(" ".repeat(16));
    } else {
      out.append(" ".repeat(width - name.length()));
    }
  }

  private String hex(long value) {
    return String.format(link.is64 ? "0x%016x" : "0x%08x", value);
  }

  private static String size(long size) {
    return String.format("%10s", "0x" + Long.toHexString(size));
  }
}
