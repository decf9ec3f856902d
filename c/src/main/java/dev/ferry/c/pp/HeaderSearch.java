package dev.ferry.c.pp;

import dev.ferry.base.source.SourceFile;
import dev.ferry.c.lex.Dialect;
import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.Lexer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The include search. The chain is gcc's: {@code -iquote}, then {@code -I}, {@code -isystem}, the
 * standard directories, {@code -idirafter}; a quoted name is looked for beside its includer first,
 * a bracketed one starts behind the quote directories.
 */
final class HeaderSearch {
  /** The compiler's own headers. To ask for a resource that is not there is slow. */
  static final Set<String> BUILTIN_NAMES =
      Set.of(
          "float.h",
          "iso646.h",
          "limits.h",
          "stdalign.h",
          "stdarg.h",
          "stdatomic.h",
          "stdbool.h",
          "stdckdint.h",
          "stddef.h",
          "stdint.h",
          "stdnoreturn.h",
          "varargs.h");

  /** A file's text as the lexer wants it, and what was learnt of it. */
  static final class Header {
    final String path;
    final SourceFile source;
    final byte[] text;

    /** Once it is defined, the file need not be read again. */
    @Nullable Identifier guard;

    boolean once;

    Header(String path, SourceFile source, byte[] text) {
      this.path = path;
      this.source = source;
      this.text = text;
    }
  }

  /** Where a name was found. */
  record Found(Header header, int chainIndex, boolean system) {}

  private record Directory(String prefix, boolean system) {}

  private final FileProvider files;
  private final Dialect dialect;
  private final List<Directory> chain = new ArrayList<>();
  private final int firstBracket;
  private final Map<String, Header> headers = new HashMap<>();
  private final Map<String, Found> bracketed = new HashMap<>();
  private final List<Header> onceHeaders = new ArrayList<>();

  HeaderSearch(PreprocessorOptions options, FileProvider files) {
    this.files = files;
    this.dialect = options.dialect;
    add(options.quoteDirectories, false);
    firstBracket = chain.size();
    add(options.includeDirectories, false);
    add(options.systemDirectories, true);
    add(options.standardDirectories, true);
    add(options.afterDirectories, true);
    removeDuplicates();
  }

  private void add(List<String> directories, boolean system) {
    for (String directory : directories) {
      chain.add(
          new Directory(
              directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/",
              system));
    }
  }

  /** A directory that is also a system one is that only, as in gcc. */
  private void removeDuplicates() {
    for (int i = firstBracket; i < chain.size(); i++) {
      Directory directory = chain.get(i);
      for (int j = chain.size() - 1; j > i; j--) {
        if (chain.get(j).prefix.equals(directory.prefix)) {
          if (chain.get(j).system && !directory.system) {
            chain.remove(i--);
            break;
          }
          chain.remove(j);
        }
      }
    }
  }

  /**
   * Finds a header.
   *
   * @param from the file that includes it; null from the command line
   * @param next whether to start behind the directory that {@code from} was found in
   */
  @Nullable Found find(String name, boolean angled, @Nullable FileState from, boolean next) {
    if (name.startsWith("/")) {
      Header header = load(name);
      return header == null ? null : new Found(header, -1, from != null && from.system);
    }
    if (next && from != null && from.includer != null) {
      return search(name, from.chainIndex + 1);
    }
    if (!angled) {
      Header header = load(beside(from, name));
      if (header != null) {
        return new Found(header, -1, from != null && from.system);
      }
      return search(name, 0);
    }
    Found found = bracketed.get(name);
    if (found == null) {
      found = search(name, firstBracket);
      if (found != null) {
        bracketed.put(name, found);
      }
    }
    return found;
  }

  private @Nullable Found search(String name, int first) {
    for (int i = first; i < chain.size(); i++) {
      Directory directory = chain.get(i);
      Header header = load(directory.prefix + name);
      if (header != null) {
        return new Found(header, i, directory.system);
      }
    }
    return null;
  }

  private static String beside(@Nullable FileState from, String name) {
    if (from == null) {
      return name;
    }
    int slash = from.header.path.lastIndexOf('/');
    return slash < 0 ? name : from.header.path.substring(0, slash + 1) + name;
  }

  /** The raw bytes of a resource for {@code #embed}, searched like a header. */
  byte @Nullable [] findBytes(String name, boolean angled, @Nullable FileState from) {
    if (name.startsWith("/")) {
      return files.read(name);
    }
    if (!angled) {
      byte[] bytes = files.read(beside(from, name));
      if (bytes != null) {
        return bytes;
      }
    }
    for (int i = angled ? firstBracket : 0; i < chain.size(); i++) {
      byte[] bytes = files.read(chain.get(i).prefix + name);
      if (bytes != null) {
        return bytes;
      }
    }
    return null;
  }

  @Nullable Header load(String path) {
    Header header = headers.get(path);
    if (header == null) {
      byte[] bytes = read(path);
      if (bytes == null) {
        return null;
      }
      header = header(new SourceFile(path, bytes));
      headers.put(path, header);
    }
    return header;
  }

  Header header(SourceFile source) {
    return new Header(source.name(), source, Lexer.prepare(source.bytes(), dialect));
  }

  private byte @Nullable [] read(String path) {
    if (!path.startsWith(PreprocessorOptions.BUILTIN_HEADERS + "/")) {
      return files.read(path);
    }
    String name = path.substring(PreprocessorOptions.BUILTIN_HEADERS.length() + 1);
    if (!BUILTIN_NAMES.contains(name)) {
      return null;
    }
    String resource = "/dev/ferry/c/include/" + name;
    try (InputStream in = HeaderSearch.class.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }

  void markOnce(Header header) {
    if (!header.once) {
      header.once = true;
      onceHeaders.add(header);
    }
  }

  /** Whether a file with {@code #pragma once} is this one, perhaps under another path. */
  boolean isOnceAndSeen(Header header) {
    if (header.once) {
      return true;
    }
    for (Header seen : onceHeaders) {
      if (seen.source.length() == header.source.length()
          && baseName(seen.path).equals(baseName(header.path))
          && Arrays.equals(seen.source.bytes(), header.source.bytes())) {
        return true;
      }
    }
    return false;
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
