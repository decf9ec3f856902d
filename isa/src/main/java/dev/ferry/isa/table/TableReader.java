package dev.ferry.isa.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code *.isa} files: directives, instruction lines and their sentences. */
final class TableReader {
  /** The tables in the order of the generated enum; compressed forms come after what they mean. */
  static final List<String> FILES =
      List.of(
          "rv-i.isa",
          "rv-zicsr.isa",
          "rv-m.isa",
          "rv-a.isa",
          "rv-f.isa",
          "rv-d.isa",
          "rv-zfh.isa",
          "rv-zfa.isa",
          "rv-zb.isa",
          "rv-system.isa",
          "rv-c.isa");

  private final List<TableLine> lines = new ArrayList<>();
  private List<String> extensions = List.of();
  private int xlen;
  private boolean printed = true;

  private TableReader() {}

  static List<TableLine> readAll(Path folder) throws IOException {
    List<TableLine> all = new ArrayList<>();
    for (String file : FILES) {
      all.addAll(read(folder.resolve(file)));
    }
    return all;
  }

  static List<TableLine> read(Path file) throws IOException {
    TableReader reader = new TableReader();
    List<String> text = Files.readAllLines(file);
    for (int i = 0; i < text.size(); i++) {
      String line = text.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String where = file.getFileName() + ":" + (i + 1);
      if (line.startsWith("@")) {
        reader.directive(line, where);
      } else {
        String next = i + 1 < text.size() ? text.get(i + 1) : "";
        if (!next.startsWith("    ")) {
          throw new IllegalArgumentException(where + ": the sentence is missing");
        }
        reader.instruction(line, next.strip(), where);
        i++;
      }
    }
    return reader.lines;
  }

  private void directive(String line, String where) {
    String[] words = line.split(" +");
    switch (words[0]) {
      case "@extension" -> {
        extensions = List.of(words).subList(1, words.length);
        xlen = 0;
      }
      case "@print" -> printed = words[1].equals("yes");
      case "@xlen" -> xlen = Integer.parseInt(words[1]);
      default -> throw new IllegalArgumentException(where + ": unknown directive " + words[0]);
    }
  }

  private void instruction(String line, String sentence, String where) {
    String[] nameAndRest = line.split(" +", 2);
    String[] columns = nameAndRest[1].split(" {2,}");
    if (columns.length == 2) {
      // A pseudo-instruction has no bits of its own.
      columns = new String[] {"", columns[0], columns[1]};
    }
    if (columns.length != 3) {
      throw new IllegalArgumentException(
          where + ": three columns after the name are wanted, two spaces between");
    }
    String syntax = columns[1].equals("-") ? "" : columns[1];
    lines.add(
        new TableLine(
            nameAndRest[0],
            extensions,
            xlen,
            columns[0],
            syntax,
            columns[2],
            sentence,
            where,
            printed));
  }
}
