package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.SymbolTable;
import org.jspecify.annotations.Nullable;

/**
 * Decides which global symbols other modules see (.dynsym) and which of them another module may
 * replace at run time, from visibility, version scripts and the options about exporting.
 */
final class Exports {
  private Exports() {}

  static void decide(Link link) {
    for (LinkSymbol symbol : link.symbols.all()) {
      if (link.isDynamic) {
        decide(link, symbol);
      }
    }
  }

  private static void decide(Link link, LinkSymbol symbol) {
    boolean hidden = symbol.visibility == Elf.STV_HIDDEN || symbol.visibility == Elf.STV_INTERNAL;
    switch (symbol.kind) {
      case SHARED -> {
        symbol.dynamic = symbol.inRegular;
        symbol.preemptible = symbol.inRegular;
      }
      case UNDEFINED -> {
        // A static PIE has nobody to ask: what is undefined there is zero.
        boolean askable = link.isShared() || !link.libraries.isEmpty();
        symbol.dynamic = symbol.inRegular && !hidden && askable;
        symbol.preemptible = symbol.dynamic;
      }
      case DEFINED, COMMON -> {
        VersionScript.Match match = versionOf(link, symbol);
        if (hidden || match != null && match.local() && symbol.version == null) {
          symbol.forcedLocal = !hidden;
          return;
        }
        boolean listed = isListed(link, symbol);
        symbol.dynamic =
            symbol.inRegular
                && (link.isShared()
                    || symbol.inShared
                    || link.options.exportDynamic
                    || listed
                    || match != null && !match.local());
        symbol.preemptible = symbol.dynamic && link.isShared() && isReplaceable(link, symbol);
      }
    }
  }

  private static VersionScript.@Nullable Match versionOf(Link link, LinkSymbol symbol) {
    VersionScript versions = link.versions;
    if (versions == null) {
      return null;
    }
    int at = symbol.name.indexOf('@', 1);
    return versions.match(at < 0 ? symbol.name : symbol.name.substring(0, at));
  }

  private static boolean isListed(Link link, LinkSymbol symbol) {
    VersionScript list = link.dynamicList;
    if (list != null && list.match(symbol.name) != null) {
      return true;
    }
    for (String pattern : link.options.exportDynamicSymbols) {
      if (new Glob(pattern).matches(symbol.name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isReplaceable(Link link, LinkSymbol symbol) {
    if (symbol.visibility != Elf.STV_DEFAULT) {
      return false;
    }
    if (link.options.symbolic || link.options.symbolicFunctions && symbol.type == Elf.STT_FUNC) {
      return false;
    }
    VersionScript list = link.dynamicList;
    return list == null || list.match(symbol.name) != null;
  }

  /**
   * A library gets a DT_NEEDED entry unless it is only there as needed and nothing needs it: no
   * object, no library that says nothing of where its references come from.
   */
  static void markUsedLibraries(Link link) {
    for (SharedLibrary library : link.libraries) {
      library.used = !library.asNeeded;
    }
    for (LinkSymbol symbol : link.symbols.all()) {
      if (symbol.isShared() && symbol.inRegular && symbol.file instanceof SharedLibrary library) {
        library.used |= symbol.strongReference;
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (SharedLibrary library : link.libraries) {
        changed |= library.used && markProviders(link, library);
      }
    }
  }

  /** What a library that names no library of its own for a reference uses is needed as well. */
  private static boolean markProviders(Link link, SharedLibrary library) {
    SymbolTable table = library.table();
    boolean changed = false;
    for (int i = 1; table != null && i < table.size(); i++) {
      LinkSymbol symbol = library.isReference(i) ? link.symbols.find(table.name(i)) : null;
      if (symbol != null
          && symbol.isShared()
          && symbol.file instanceof SharedLibrary provider
          && !provider.used
          && !isNeeded(link, provider)) {
        provider.used = true;
        changed = true;
      }
    }
    return changed;
  }

  private static boolean isNeeded(Link link, SharedLibrary provider) {
    for (SharedLibrary library : link.libraries) {
      if (library.used && library.needed.contains(provider.soname)) {
        return true;
      }
    }
    return false;
  }

  /** Whether all libraries that a library needs are part of this link, so that gaps are real. */
  static boolean needsAreLoaded(Link link, SharedLibrary library) {
    for (String needed : library.needed) {
      boolean found = false;
      for (SharedLibrary other : link.libraries) {
        found |= other.soname.equals(needed);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }
}
