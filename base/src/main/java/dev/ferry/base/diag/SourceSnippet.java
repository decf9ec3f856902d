package dev.ferry.base.diag;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.base.source.TokenLength;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The source lines of a diagnostic, with {@code ^~~} under its places and fix-its below. */
final class SourceSnippet {
  /** Part of one line, in display columns from 1, {@code end} exclusive. */
  private record Span(int line, int start, int end, boolean primary) {}

  private static final int MIN_NUMBER_WIDTH = 5;

  /**
   * Display columns that are shown of a line. Of a longer one, as generators write them, the
   * caret's surroundings are shown: whole, thousands of reports on one line would print gigabytes.
   */
  private static final int WIDEST = 1000;

  private final SourceMap sources;
  private final DiagnosticColors colors;
  private final int tabStop;

  private @Nullable SourceFile lastFile;
  private int lastLine;
  private byte[] lastText = {};

  /** Whether each byte of the last line is one column. */
  private boolean lastIsPlain;

  SourceSnippet(SourceMap sources, DiagnosticColors colors, int tabStop) {
    this.sources = sources;
    this.colors = colors;
    this.tabStop = tabStop;
  }

  /** The 1-based display column of a position: tabs expanded, wide characters counted twice. */
  int column(Position position) {
    SourceFile file = position.source();
    return displayColumn(file, file.line(position.offset()), file.column(position.offset()));
  }

  private int displayColumn(SourceFile file, int line, int byteColumn) {
    byte[] text = lineBytes(file, line);
    if (lastIsPlain) {
      return byteColumn;
    }
    int length = Math.min(byteColumn - 1, text.length);
    return width(new String(text, 0, length, StandardCharsets.UTF_8))
        + 1
        + Math.max(0, byteColumn - 1 - text.length);
  }

  /** A line's text as UTF-8; the last one is kept, since reports come in bundles. */
  private byte[] lineBytes(SourceFile file, int line) {
    if (file != lastFile || line != lastLine) {
      lastFile = file;
      lastLine = line;
      lastText = file.lineText(line).getBytes(StandardCharsets.UTF_8);
      lastIsPlain = true;
      for (byte b : lastText) {
        lastIsPlain &= b >= 0 && b != '\t';
      }
    }
    return lastText;
  }

  private int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      width += c == '\t' ? tabStop - width % tabStop : charWidth(c);
    }
    return width;
  }

  private static int charWidth(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        c >= 0x1100 && c <= 0x115f
            || c >= 0x2e80 && c <= 0xa4cf
            || c >= 0xac00 && c <= 0xd7a3
            || c >= 0xf900 && c <= 0xfaff
            || c >= 0xfe30 && c <= 0xfe6f
            || c >= 0xff00 && c <= 0xff60
            || c >= 0x1f300 && c <= 0x1faff
            || c >= 0x20000 && c <= 0x3fffd;
    return wide ? 2 : 1;
  }

  private String expandTabs(String text) {
    if (text.indexOf('\t') < 0) {
      return text;
    }
    StringBuilder expanded = new StringBuilder();
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\t') {
        int spaces = tabStop - width % tabStop;
        expanded.repeat(' ', spaces);
        width += spaces;
      } else {
        expanded.appendCodePoint(c);
        width += charWidth(c);
      }
    }
    return expanded.toString();
  }

  /** The snippet of a place alone. */
  String print(int loc) {
    return print(loc, List.of(), List.of());
  }

  String print(Diagnostic diagnostic) {
    return print(diagnostic.location(), diagnostic.ranges(), diagnostic.fixIts());
  }

  private String print(int loc, List<Diagnostic.Range> ranges, List<FixIt> fixIts) {
    int at = sources.spellingLocation(loc);
    Position position = at == SourceMap.NONE ? null : sources.position(at);
    if (position == null
        || position.file().startsWith("<")
            && position.file().endsWith(">")
            && !position.file().equals("<stdin>")) {
      return "";
    }
    SourceFile file = position.source();
    int line = file.line(position.offset());
    int delta = position.line() - line;
    if (line > file.lineCount() || file.lineText(line).isEmpty() && file.length() == 0) {
      return "";
    }
    List<Span> spans = new ArrayList<>();
    addRanges(spans, file, at, loc, ranges);
    spans.add(primary(file, at, spans, fixIts));
    return lines(file, delta, spans, fixIts, at);
  }

  private Span primary(SourceFile file, int at, List<Span> spans, List<FixIt> fixIts) {
    int offset = sources.offset(at);
    int line = file.line(offset);
    int start = displayColumn(file, line, file.column(offset));
    boolean insertion = false;
    for (FixIt fixIt : fixIts) {
      insertion |= fixIt.start() == at && fixIt.end() == at && fixIt.replacement().length() == 1;
    }
    for (Span span : spans) {
      insertion |= span.line == line && span.start <= start && span.end > start;
    }
    int length = insertion ? 1 : lengthOnLine(file, at, offset, line);
    int end = displayColumn(file, line, file.column(offset) + length);
    return new Span(line, start, Math.max(end, start + 1), true);
  }

  private int lengthOnLine(SourceFile file, int at, int offset, int line) {
    int length = TokenLength.at(sources, at);
    int lineEnd = offset - file.column(offset) + 1 + lineBytes(file, line).length;
    return Math.max(1, Math.min(length, lineEnd - offset));
  }

  private void addRanges(
      List<Span> spans, SourceFile file, int at, int loc, List<Diagnostic.Range> ranges) {
    for (Diagnostic.Range range : ranges) {
      int start = place(range.start(), at, loc);
      int end = place(range.end(), at, loc);
      if (start == SourceMap.NONE
          || end == SourceMap.NONE
          || sources.fileStart(start) != sources.fileStart(at)
          || sources.fileStart(end) != sources.fileStart(at)
          || end < start) {
        continue;
      }
      int startOffset = sources.offset(start);
      int endOffset = sources.offset(end);
      int firstLine = file.line(startOffset);
      int lastLine = file.line(endOffset);
      for (int line = firstLine; line <= lastLine && line < firstLine + 40; line++) {
        int from =
            line == firstLine
                ? displayColumn(file, line, file.column(startOffset))
                : indent(file, line);
        int to =
            line == lastLine
                ? displayColumn(
                    file, line, file.column(endOffset) + lengthOnLine(file, end, endOffset, line))
                : width(file.lineText(line)) + 1;
        if (to > from) {
          spans.add(new Span(line, from, to, false));
        }
      }
    }
  }

  private int indent(SourceFile file, int line) {
    String text = file.lineText(line);
    int i = 0;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return width(text.substring(0, i)) + 1;
  }

  /** A range's end as a file location: in the macro body if the caret is there, else the use. */
  private int place(int loc, int at, int caret) {
    if (!sources.isMacro(loc)) {
      return loc;
    }
    if (!sources.isMacro(caret)) {
      // Underlining a macro's name for one of its tokens would mislead.
      return SourceMap.NONE;
    }
    int spelled = sources.spellingLocation(loc);
    return sources.fileStart(spelled) == sources.fileStart(at)
        ? spelled
        : sources.fileLocation(loc);
  }

  private String lines(SourceFile file, int delta, List<Span> spans, List<FixIt> fixIts, int at) {
    TreeSet<Integer> wanted = new TreeSet<>();
    for (Span span : spans) {
      wanted.add(span.line);
    }
    for (FixIt fixIt : fixIts) {
      if (sources.fileStart(fixIt.start()) == sources.fileStart(at)
          && !sources.isMacro(fixIt.start())) {
        wanted.add(file.line(sources.offset(fixIt.start())));
      }
    }
    // A gap of one line is not worth dots.
    for (int line : wanted.toArray(new Integer[0])) {
      Integer next = wanted.higher(line);
      if (next != null && next == line + 2) {
        wanted.add(line + 1);
      }
    }
    int numberWidth = Math.max(MIN_NUMBER_WIDTH, String.valueOf(wanted.last() + delta).length());
    int left = left(spans);
    StringBuilder out = new StringBuilder();
    int previous = -1;
    for (int line : wanted) {
      if (previous >= 0 && line > previous + 1) {
        out.append("......\n");
      }
      previous = line;
      sourceLine(out, file, line, line + delta, numberWidth, left);
      annotations(out, spans, line, numberWidth, left);
      fixItLine(out, file, fixIts, line, numberWidth, at, left);
    }
    return out.toString();
  }

  /** How many columns at the left are left out, so that the caret is among those shown. */
  private static int left(List<Span> spans) {
    for (Span span : spans) {
      if (span.primary && span.end > WIDEST) {
        return span.start - WIDEST / 2;
      }
    }
    return 0;
  }

  private void sourceLine(
      StringBuilder out, SourceFile file, int line, int number, int numberWidth, int left) {
    String digits = String.valueOf(number);
    out.repeat(' ', numberWidth - digits.length()).append(digits).append(" |");
    String text = shown(expandTabs(file.lineText(line)), left).stripTrailing();
    out.append(text.isEmpty() ? "" : " ").append(text.replace("\u001b", "<U+001B>")).append('\n');
  }

  /** The columns of a line that are shown; a character half inside counts as outside. */
  private static String shown(String text, int left) {
    if (text.length() <= WIDEST / 2) {
      return text;
    }
    StringBuilder part = new StringBuilder();
    int column = 0;
    for (int i = 0; i < text.length() && column < left + WIDEST; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (column >= left) {
        part.appendCodePoint(c);
      } else if (column + charWidth(c) > left) {
        part.append(' ');
      }
      column += charWidth(c);
    }
    return part.toString();
  }

  /** The parts of a line's spans that are shown, in columns of what is shown. */
  private static List<Span> shown(List<Span> spans, int line, int left) {
    List<Span> parts = new ArrayList<>();
    for (Span span : spans) {
      int start = Math.max(1, span.start - left);
      int end = Math.min(WIDEST + 1, span.end - left);
      if (span.line == line && start < end) {
        parts.add(new Span(line, start, end, span.primary));
      }
    }
    return parts;
  }

  private void annotations(StringBuilder out, List<Span> all, int line, int numberWidth, int left) {
    List<Span> spans = shown(all, line, left);
    int end = 0;
    for (Span span : spans) {
      end = Math.max(end, span.end);
    }
    if (end == 0) {
      return;
    }
    char[] row = new char[end - 1];
    Arrays.fill(row, ' ');
    boolean[] primary = new boolean[end - 1];
    for (Span span : spans) {
      Arrays.fill(row, span.start - 1, span.end - 1, '~');
      Arrays.fill(primary, span.start - 1, span.end - 1, span.primary);
    }
    for (Span span : spans) {
      if (span.primary) {
        row[span.start - 1] = '^';
      }
    }
    gutter(out, numberWidth);
    paint(out, row, primary);
    out.append('\n');
  }

  private void paint(StringBuilder out, char[] row, boolean[] primary) {
    String open = "";
    for (int i = 0; i < row.length; i++) {
      String color = row[i] == ' ' ? "" : primary[i] ? "error" : "range1";
      if (!color.equals(open)) {
        out.append(open.isEmpty() ? "" : colors.stop(open));
        out.append(color.isEmpty() ? "" : colors.start(color));
        open = color;
      }
      out.append(row[i]);
    }
    out.append(open.isEmpty() ? "" : colors.stop(open));
  }

  private static void gutter(StringBuilder out, int numberWidth) {
    out.repeat(' ', numberWidth + 1).append("| ");
  }

  private void fixItLine(
      StringBuilder out,
      SourceFile file,
      List<FixIt> fixIts,
      int line,
      int numberWidth,
      int at,
      int left) {
    StringBuilder row = new StringBuilder();
    for (FixIt fixIt : fixIts) {
      if (sources.isMacro(fixIt.start())
          || fixIt.start() == SourceMap.NONE
          || sources.fileStart(fixIt.start()) != sources.fileStart(at)) {
        continue;
      }
      int offset = sources.offset(fixIt.start());
      if (file.line(offset) != line || fixIt.replacement().indexOf('\n') >= 0) {
        continue;
      }
      int column = displayColumn(file, line, file.column(offset)) - left;
      if (column < 1 || column > WIDEST) {
        continue;
      }
      boolean deletion = fixIt.replacement().isEmpty();
      String text =
          deletion ? "-".repeat(Math.max(1, fixIt.end() - fixIt.start())) : fixIt.replacement();
      row.repeat(' ', Math.max(0, column - 1 - row.length()));
      row.append(colors.paint(deletion ? "fixit-delete" : "fixit-insert", text));
    }
    if (!row.isEmpty()) {
      gutter(out, numberWidth);
      out.append(row).append('\n');
    }
  }
}
