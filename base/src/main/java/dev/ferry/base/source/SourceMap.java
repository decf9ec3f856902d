package dev.ferry.base.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps locations to where they came from. A location is one {@code int}: every file that is entered
 * and every macro expansion takes a contiguous range of the location space (clang's {@code
 * SourceManager} design), so that a token or tree node carries its whole history in four bytes.
 *
 * <ul>
 *   <li>0 ({@link #NONE}) is "nowhere": built-in or generated.
 *   <li>In a file entry, {@code base + offset} is the byte at {@code offset}; {@code base + length}
 *       is its end.
 *   <li>In an expansion entry, {@code base + i} is the i-th token that the expansion produced.
 * </ul>
 *
 * Not thread-safe: one map per translation unit.
 */
public final class SourceMap {
  /** The location of what stands in no file. */
  public static final int NONE = 0;

  private int next = 1;
  private int count;
  private int[] bases = new int[64];
  private Entry[] entries = new Entry[64];
  private int lastHit;
  private final List<LineDirective> lineDirectives = new ArrayList<>();

  private sealed interface Entry {
    int base();
  }

  private record FileEntry(int base, SourceFile file, int includedAt) implements Entry {}

  /** {@code spellings[i]}: where the i-th token is spelled; {@code at}: the macro name's use. */
  private record ExpansionEntry(int base, String macro, int at, int[] spellings) implements Entry {}

  private record LineDirective(int from, String file, int lineDelta) {}

  /**
   * Enters a file (again: each inclusion has a range of its own).
   *
   * @param includedAt the location of the {@code #include}, or {@link #NONE} for a main file
   * @return the location of its first byte
   */
  public int addFile(SourceFile file, int includedAt) {
    int base = next;
    add(new FileEntry(base, file, includedAt), file.length() + 1);
    return base;
  }

  /**
   * Records a macro expansion.
   *
   * @param macro the macro's name
   * @param at the location of the name that was expanded (may itself be in an expansion)
   * @param spellings for each token produced, the location it was spelled at: in the macro's body
   *     or in an argument; kept, not copied
   * @return the location of the first token produced
   */
  public int addExpansion(String macro, int at, int[] spellings) {
    int base = next;
    add(new ExpansionEntry(base, macro, at, spellings), Math.max(1, spellings.length));
    return base;
  }

  /**
   * Records {@code #line}: from {@code loc} (a file location, the first byte of the next line) to
   * the end of that file, names and numbers are as given.
   */
  public void addLineDirective(int loc, int line, @Nullable String file) {
    FileEntry entry = (FileEntry) entry(loc);
    int physical = entry.file.line(loc - entry.base);
    String name = file != null ? file : presumedName(loc, entry);
    lineDirectives.add(new LineDirective(loc, name, line - physical));
  }

  public boolean isMacro(int loc) {
    return loc != NONE && entry(loc) instanceof ExpansionEntry;
  }

  /** Where the token at {@code loc} is spelled, one level down; itself in a file. */
  public int spelling(int loc) {
    return loc != NONE && entry(loc) instanceof ExpansionEntry e
        ? e.spellings.length == 0 ? e.at : e.spellings[loc - e.base]
        : loc;
  }

  /** The macro name whose expansion produced {@code loc}, one level up; itself in a file. */
  public int expansion(int loc) {
    return loc != NONE && entry(loc) instanceof ExpansionEntry e ? e.at : loc;
  }

  /** The name of the macro whose expansion produced {@code loc}; empty in a file. */
  public String macroName(int loc) {
    return loc != NONE && entry(loc) instanceof ExpansionEntry e ? e.macro : "";
  }

  /** The file location that the outermost macro use stands at. */
  public int fileLocation(int loc) {
    while (isMacro(loc)) {
      loc = expansion(loc);
    }
    return loc;
  }

  /** The file location that the token is spelled at, through all macro levels. */
  public int spellingLocation(int loc) {
    while (isMacro(loc)) {
      loc = spelling(loc);
    }
    return loc;
  }

  /** Resolves the outermost use ({@link #fileLocation}); null for {@link #NONE}. */
  public @Nullable Position position(int loc) {
    int at = fileLocation(loc);
    if (at == NONE) {
      return null;
    }
    FileEntry entry = (FileEntry) entry(at);
    int offset = at - entry.base;
    int line = entry.file.line(offset);
    String name = entry.file.name();
    LineDirective directive = directive(at, entry);
    if (directive != null) {
      name = directive.file;
      line += directive.lineDelta;
    }
    return new Position(name, line, entry.file.column(offset), entry.file, offset);
  }

  /** The location of the {@code #include} that entered the file of {@code loc}, or NONE. */
  public int includedAt(int loc) {
    int at = fileLocation(loc);
    return at == NONE ? NONE : ((FileEntry) entry(at)).includedAt;
  }

  /** The file that {@code loc}'s outermost use stands in; null for {@link #NONE}. */
  public @Nullable SourceFile file(int loc) {
    int at = fileLocation(loc);
    return at == NONE ? null : ((FileEntry) entry(at)).file;
  }

  /** The byte offset of a file location in its file. */
  public int offset(int fileLoc) {
    return fileLoc - entry(fileLoc).base();
  }

  private String presumedName(int loc, FileEntry entry) {
    LineDirective directive = directive(loc, entry);
    return directive != null ? directive.file : entry.file.name();
  }

  private @Nullable LineDirective directive(int loc, FileEntry entry) {
    for (int i = lastDirectiveAtOrBefore(loc); i >= 0; i--) {
      LineDirective directive = lineDirectives.get(i);
      return directive.from >= entry.base ? directive : null;
    }
    return null;
  }

  /** Directives are recorded in rising location order except across returns from includes. */
  private int lastDirectiveAtOrBefore(int loc) {
    int best = -1;
    for (int i = lineDirectives.size() - 1; i >= 0; i--) {
      int from = lineDirectives.get(i).from;
      if (from <= loc && (best < 0 || from > lineDirectives.get(best).from)) {
        best = i;
      }
    }
    return best;
  }

  private void add(Entry entry, int length) {
    if (count == bases.length) {
      bases = Arrays.copyOf(bases, count * 2);
      entries = Arrays.copyOf(entries, count * 2);
    }
    bases[count] = entry.base();
    entries[count++] = entry;
    next = Math.addExact(next, length);
  }

  private Entry entry(int loc) {
    int i = lastHit;
    if (loc < bases[i] || i + 1 < count && loc >= bases[i + 1]) {
      int found = Arrays.binarySearch(bases, 0, count, loc);
      i = found >= 0 ? found : -found - 2;
      lastHit = i;
    }
    return entries[i];
  }
}
