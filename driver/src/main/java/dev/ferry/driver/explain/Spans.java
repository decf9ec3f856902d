package dev.ferry.driver.explain;

import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.base.source.TokenLength;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Locations as spans of the files as they stand, before {@code #line}. */
final class Spans {
  private final SourceMap sources;
  private final List<String> files = new ArrayList<>();
  private final Map<SourceFile, Integer> numbers = new HashMap<>();
  private final Map<SourceFile, Boolean> isAscii = new HashMap<>();

  /** The widest expression whose caret stands at a location, by the location: start and end. */
  private final Map<Integer, int[]> expressions = new HashMap<>();

  private final Map<Integer, Span> known = new HashMap<>();

  Spans(SourceMap sources, SourceFile main) {
    this.sources = sources;
    number(main);
  }

  SourceMap sources() {
    return sources;
  }

  List<String> files() {
    return List.copyOf(files);
  }

  private int number(SourceFile file) {
    Integer number = numbers.get(file);
    if (number == null) {
      int same = files.indexOf(file.name());
      number = same >= 0 ? same : files.size();
      if (same < 0) {
        files.add(file.name());
      }
      numbers.put(file, number);
    }
    return number;
  }

  /** Whether a location stands in the main file. */
  boolean isMain(int loc) {
    SourceFile file = sources.file(loc);
    return file != null && number(file) == 0;
  }

  /** Remembers that what points at {@code loc} reaches from one token to another. */
  void extent(int loc, int start, int end) {
    expressions.putIfAbsent(loc, new int[] {start, end});
  }

  /** The span of the expression whose caret is {@code loc}, else of the token there. */
  @Nullable Span at(int loc) {
    if (loc == SourceMap.NONE) {
      return null;
    }
    Span span = known.get(loc);
    if (span == null) {
      int[] extent = expressions.get(loc);
      span = extent == null ? of(loc, loc) : of(extent[0], extent[1]);
      if (span != null) {
        known.put(loc, span);
      }
    }
    return span;
  }

  /** The span of one token. */
  @Nullable Span token(int loc) {
    return of(loc, loc);
  }

  /** From the first token to the end of the last; null if the two are in different files. */
  @Nullable Span of(int start, int end) {
    int first = sources.fileLocation(start);
    int last = sources.fileLocation(end);
    SourceFile file = sources.file(first);
    if (first == SourceMap.NONE || file == null) {
      return null;
    }
    if (sources.file(last) != file || sources.offset(last) < sources.offset(first)) {
      last = first;
    }
    int from = sources.offset(first);
    int to = Math.min(file.length(), sources.offset(last) + TokenLength.at(sources, last));
    int line = file.line(from);
    int endLine = file.line(to);
    return new Span(number(file), line, column(file, from), endLine, column(file, to));
  }

  /** The edit's range: up to, not including, {@code end}. */
  @Nullable Span range(int start, int end) {
    SourceFile file = sources.file(start);
    if (file == null || sources.file(end) != file) {
      return null;
    }
    int from = sources.offset(sources.fileLocation(start));
    int to = sources.offset(sources.fileLocation(end));
    return new Span(
        number(file), file.line(from), column(file, from), file.line(to), column(file, to));
  }

  /** Column in UTF-16 units. */
  private int column(SourceFile file, int offset) {
    int column = file.column(offset);
    if (isAscii.computeIfAbsent(file, Spans::scan)) {
      return column;
    }
    int start = offset - column + 1;
    String before = new String(file.bytes(), start, offset - start, StandardCharsets.UTF_8);
    return before.length() + 1;
  }

  private static boolean scan(SourceFile file) {
    for (byte b : file.bytes()) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
