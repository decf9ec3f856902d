package dev.ferry.base.source;

import java.util.Arrays;
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

  /** From here on expansions are not recorded any more: their tokens stand at the macro's name. */
  private static final int EXPANSION_LIMIT = 1 << 27;

  private int next = 1;
  private int count;
  private int lastHit;
  private boolean hasLineDirectives;

  // One entry each: where its range starts; the file, or the macro's name; for an expansion the
  // location that was expanded and where its tokens' spellings start in the pool.
  private int[] bases = new int[1024];
  private Object[] origins = new Object[1024];
  private int[] expandedAt = new int[1024];
  private int[] spellingStarts = new int[1024];

  // For each token of an expansion: where it is spelled, and where in the macro's body it, or the
  // parameter that it replaces, stands.
  private int[] spellings = new int[4096];
  private int[] definitions = new int[4096];
  private int spellingCount;

  /** Thrown where the location space is used up: more than 2 GiB of text. */
  public static final class Overflow extends RuntimeException {
    Overflow() {
      super("location space exhausted", null, false, false);
    }
  }

  private static final class FileEntry {
    final int base;
    final SourceFile file;
    final int includedAt;
    boolean system;
    LineDirective[] directives = {};
    int directiveCount;

    FileEntry(int base, SourceFile file, int includedAt, boolean system) {
      this.base = base;
      this.file = file;
      this.includedAt = includedAt;
      this.system = system;
    }

    /** The directive in force at a location: they are recorded in rising order. */
    @Nullable LineDirective directive(int loc) {
      int low = 0;
      int high = directiveCount;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (directives[middle].from <= loc) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low == 0 ? null : directives[low - 1];
    }

    void add(LineDirective directive) {
      if (directiveCount == directives.length) {
        directives = Arrays.copyOf(directives, Math.max(4, directiveCount * 2));
      }
      directives[directiveCount++] = directive;
    }
  }

  private record LineDirective(int from, String file, int lineDelta, boolean system) {}

  /**
   * Enters a file (again: each inclusion has a range of its own).
   *
   * @param includedAt the location of the {@code #include}, or {@link #NONE} for a main file
   * @return the location of its first byte
   */
  public int addFile(SourceFile file, int includedAt) {
    return addFile(file, includedAt, false);
  }

  /**
   * Enters a file.
   *
   * @param system whether it is a system header, in which warnings are not wanted
   */
  public int addFile(SourceFile file, int includedAt, boolean system) {
    int base = next;
    add(new FileEntry(base, file, includedAt, system), 0, file.length() + 1);
    return base;
  }

  /**
   * Records a macro expansion.
   *
   * @param macro the macro's name
   * @param at the location of the name that was expanded (may itself be in an expansion)
   * @param tokens for each token produced, the location it was spelled at: in the macro's body or
   *     in an argument; copied
   * @return the location of the first token produced
   */
  public int addExpansion(String macro, int at, int[] tokens) {
    return addExpansion(macro, at, tokens, tokens, tokens.length);
  }

  /**
   * Records a macro expansion that produced {@code length} tokens.
   *
   * @param bodies for each token produced, the location in the macro's body that it comes from: for
   *     an argument's, the parameter's
   * @return the location of the first token; -1 where too many expansions are recorded already:
   *     then the tokens stand at {@code at}
   */
  public int addExpansion(String macro, int at, int[] tokens, int[] bodies, int length) {
    if (next > EXPANSION_LIMIT * 8L || spellingCount > EXPANSION_LIMIT) {
      return -1;
    }
    int base = next;
    if (spellingCount + length > spellings.length) {
      int size = Math.max(spellingCount + length, spellingCount * 2);
      spellings = Arrays.copyOf(spellings, size);
      definitions = Arrays.copyOf(definitions, size);
    }
    System.arraycopy(bodies, 0, definitions, spellingCount, length);
    System.arraycopy(tokens, 0, spellings, spellingCount, length);
    add(macro, at, Math.max(1, length));
    spellingCount += length;
    return base;
  }

  /**
   * Records {@code #line}: from {@code loc} (a file location, the first byte of the next line) to
   * the end of that file, names and numbers are as given.
   */
  public void addLineDirective(int loc, int line, @Nullable String file) {
    addLineDirective(loc, line, file, isSystem(loc));
  }

  /** Records {@code #line} or a line marker, which also says whether a system header follows. */
  public void addLineDirective(int loc, int line, @Nullable String file, boolean system) {
    FileEntry entry = fileEntry(loc);
    int physical = entry.file.line(loc - entry.base);
    String name = file != null ? file : presumedName(loc, entry);
    entry.add(new LineDirective(loc, name, line - physical, system));
    hasLineDirectives = true;
  }

  /** Records {@code #pragma GCC system_header}: from {@code loc} on its file is one. */
  public void addSystemPragma(int loc) {
    FileEntry entry = fileEntry(loc);
    int physical = entry.file.line(loc - entry.base);
    entry.add(new LineDirective(loc, presumedName(loc, entry), line(loc) - physical, true));
  }

  /** Whether {@code #line} or a line marker was seen: the text may be generated. */
  public boolean hasLineDirectives() {
    return hasLineDirectives;
  }

  /** Makes a system header of the rest of the file of {@code loc}. */
  public void markSystem(int loc) {
    fileEntry(loc).system = true;
  }

  /** Whether the token is spelled in a system header. */
  public boolean isSystem(int loc) {
    int at = spellingLocation(loc);
    if (at == NONE) {
      return false;
    }
    FileEntry entry = fileEntry(at);
    LineDirective directive = entry.directive(at);
    return entry.system || directive != null && directive.system;
  }

  public boolean isMacro(int loc) {
    return loc != NONE && origins[index(loc)] instanceof String;
  }

  /**
   * Where a user should look: for a token of a system header's macro the use of that macro, and the
   * location itself for any other.
   */
  public int userLocation(int loc) {
    int at = loc;
    while (isMacro(at) && isSystem(at)) {
      at = expansion(at);
    }
    return at;
  }

  /** Where the token at {@code loc} is spelled, one level down; itself in a file. */
  public int spelling(int loc) {
    if (loc == NONE) {
      return NONE;
    }
    int i = index(loc);
    if (!(origins[i] instanceof String)) {
      return loc;
    }
    int at = spellingStarts[i] + loc - bases[i];
    int end = i + 1 < count ? spellingStarts[i + 1] : spellingCount;
    return at < end ? spellings[at] : expandedAt[i];
  }

  /**
   * Where in the bodies of macros the token comes from, through all levels: for an argument's token
   * the place of the parameter. A file location.
   */
  public int definition(int loc) {
    int at = loc;
    while (isMacro(at)) {
      int i = index(at);
      int slot = spellingStarts[i] + at - bases[i];
      int end = i + 1 < count ? spellingStarts[i + 1] : spellingCount;
      at = slot < end ? definitions[slot] : expandedAt[i];
    }
    return at;
  }

  /** The macro name whose expansion produced {@code loc}, one level up; itself in a file. */
  public int expansion(int loc) {
    if (loc == NONE) {
      return NONE;
    }
    int i = index(loc);
    return origins[i] instanceof String ? expandedAt[i] : loc;
  }

  /** The name of the macro whose expansion produced {@code loc}; empty in a file. */
  public String macroName(int loc) {
    return loc != NONE && origins[index(loc)] instanceof String name ? name : "";
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
    FileEntry entry = fileEntry(at);
    int offset = at - entry.base;
    int line = entry.file.line(offset);
    int column = entry.file.column(offset);
    String name = entry.file.name();
    LineDirective directive = entry.directive(at);
    if (directive != null) {
      name = directive.file;
      line += directive.lineDelta;
    }
    return new Position(name, line, column, entry.file, offset);
  }

  /** The line of the outermost use, after {@code #line}; 0 for {@link #NONE}. */
  public int line(int loc) {
    int at = fileLocation(loc);
    if (at == NONE) {
      return 0;
    }
    FileEntry entry = fileEntry(at);
    LineDirective directive = entry.directiveCount == 0 ? null : entry.directive(at);
    int line = entry.file.line(at - entry.base);
    return directive == null ? line : line + directive.lineDelta;
  }

  /** The location of the {@code #include} that entered the file of {@code loc}, or NONE. */
  public int includedAt(int loc) {
    int at = fileLocation(loc);
    return at == NONE ? NONE : fileEntry(at).includedAt;
  }

  /** The location of the first byte of the file that {@code loc}'s outermost use stands in. */
  public int fileStart(int loc) {
    int at = fileLocation(loc);
    return at == NONE ? NONE : fileEntry(at).base;
  }

  /** The file that {@code loc}'s outermost use stands in; null for {@link #NONE}. */
  public @Nullable SourceFile file(int loc) {
    int at = fileLocation(loc);
    return at == NONE ? null : fileEntry(at).file;
  }

  /** The byte offset of a file location in its file. */
  public int offset(int fileLoc) {
    return fileLoc - fileEntry(fileLoc).base;
  }

  /**
   * Whether {@code first} comes before {@code second} in the translation unit, includes taken as
   * standing where their directive does.
   */
  public boolean isBefore(int first, int second) {
    int a = fileLocation(first);
    int b = fileLocation(second);
    if (a == NONE || b == NONE) {
      return a == NONE && b != NONE;
    }
    int depthA = depth(a);
    int depthB = depth(b);
    int walkA = a;
    int walkB = b;
    for (; depthA > depthB; depthA--) {
      walkA = fileEntry(walkA).includedAt;
    }
    for (; depthB > depthA; depthB--) {
      walkB = fileEntry(walkB).includedAt;
    }
    while (fileEntry(walkA) != fileEntry(walkB)) {
      int upA = fileEntry(walkA).includedAt;
      int upB = fileEntry(walkB).includedAt;
      if (upA == NONE || upB == NONE) {
        return walkA < walkB;
      }
      walkA = upA;
      walkB = upB;
    }
    // Of two places on one chain, the one further in comes after the directive.
    return walkA != walkB ? walkA < walkB : walkA == a && walkB != b;
  }

  /**
   * Whether {@code first} comes before {@code second} among the tokens that the compiler reads:
   * {@link #isBefore}, and of what one macro use stands for, in the order in which it does.
   */
  public boolean isTokenBefore(int first, int second) {
    if (!isMacro(first) && !isMacro(second)) {
      return isBefore(first, second);
    }
    int depthA = macroDepth(first);
    int depthB = macroDepth(second);
    int a = outer(first, depthA);
    int b = outer(second, depthB);
    if (a != b) {
      return isBefore(a, b);
    }
    // Inwards along both: where they part, the tokens of one expansion are numbered in order.
    for (int level = 1; level <= depthA && level <= depthB; level++) {
      a = outer(first, depthA - level);
      b = outer(second, depthB - level);
      if (a != b) {
        return a < b;
      }
    }
    return depthA < depthB; // a macro's name comes before what it stands for
  }

  private int macroDepth(int loc) {
    int depth = 0;
    for (int at = loc; isMacro(at); at = expansion(at)) {
      depth++;
    }
    return depth;
  }

  /** Where the macros that many levels outside of a location are used. */
  private int outer(int loc, int levels) {
    int at = loc;
    for (int i = 0; i < levels; i++) {
      at = expansion(at);
    }
    return at;
  }

  private int depth(int loc) {
    int depth = 0;
    for (int at = loc; at != NONE; at = fileEntry(at).includedAt) {
      depth++;
    }
    return depth;
  }

  private static String presumedName(int loc, FileEntry entry) {
    LineDirective directive = entry.directive(loc);
    return directive != null ? directive.file : entry.file.name();
  }

  private void add(Object origin, int at, int length) {
    if (count == bases.length) {
      bases = Arrays.copyOf(bases, count * 2);
      origins = Arrays.copyOf(origins, count * 2);
      expandedAt = Arrays.copyOf(expandedAt, count * 2);
      spellingStarts = Arrays.copyOf(spellingStarts, count * 2);
    }
    if (next + (long) length > Integer.MAX_VALUE) {
      throw new Overflow();
    }
    bases[count] = next;
    origins[count] = origin;
    expandedAt[count] = at;
    spellingStarts[count] = spellingCount;
    count++;
    next += length;
  }

  private FileEntry fileEntry(int loc) {
    return (FileEntry) origins[index(loc)];
  }

  private int index(int loc) {
    int i = lastHit;
    if (loc < bases[i] || i + 1 < count && loc >= bases[i + 1]) {
      int found = Arrays.binarySearch(bases, 0, count, loc);
      i = found >= 0 ? found : -found - 2;
      lastHit = i;
    }
    return i;
  }
}
