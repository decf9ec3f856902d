package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The global symbols of a link by name, in order of first mention. */
final class Symbols {
  private final Map<String, LinkSymbol> byName = new LinkedHashMap<>(4096);
  private final Set<String> wrapped;
  private List<LinkSymbol> wanted = new ArrayList<>();

  Symbols(Set<String> wrapped) {
    this.wrapped = wrapped;
  }

  @Nullable LinkSymbol find(String name) {
    return byName.get(name);
  }

  LinkSymbol get(String name) {
    LinkSymbol symbol = byName.get(name);
    if (symbol == null) {
      symbol = new LinkSymbol(name);
      byName.put(name, symbol);
    }
    return symbol;
  }

  /** The symbol a reference means under {@code --wrap}. */
  LinkSymbol referenced(String name) {
    if (!wrapped.isEmpty()) {
      if (wrapped.contains(name)) {
        return get("__wrap_" + name);
      }
      if (name.startsWith("__real_") && wrapped.contains(name.substring(7))) {
        return get(name.substring(7));
      }
    }
    return get(name);
  }

  /** Makes {@code alias} another name of {@code symbol}, unless it is taken. */
  void alias(String alias, LinkSymbol symbol) {
    byName.putIfAbsent(alias, symbol);
  }

  Collection<LinkSymbol> all() {
    return byName.values();
  }

  /** Notes that an archive may be asked for this symbol. */
  void want(LinkSymbol symbol) {
    wanted.add(symbol);
  }

  /** The symbols noted by {@link #want}; grows while members are added. */
  List<LinkSymbol> wanted() {
    return wanted;
  }

  /** Forgets the wanted symbols that have got a definition. */
  void compactWanted() {
    List<LinkSymbol> left = new ArrayList<>();
    for (LinkSymbol symbol : wanted) {
      if (symbol.isUndefined()) {
        left.add(symbol);
      }
    }
    wanted = left;
  }
}
