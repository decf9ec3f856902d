package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The symbols of an object under construction, by name and in the order of the symbol table. */
final class AsmSymbols {
  /** A name with a version, as {@code .symver} gives it to a symbol. */
  record VersionedName(AsmSymbol symbol, String name) {}

  private final Map<String, AsmSymbol> table = new HashMap<>();
  private final List<AsmSymbol> all = new ArrayList<>();
  private final List<VersionedName> versions = new ArrayList<>();

  /** All that were added, in order; a name may stand in it twice. */
  List<AsmSymbol> all() {
    return all;
  }

  List<VersionedName> versions() {
    return versions;
  }

  @Nullable AsmSymbol find(String name) {
    return table.get(name);
  }

  /** The symbol of this name, made at its first mention. */
  AsmSymbol get(String name) {
    AsmSymbol symbol = table.get(name);
    if (symbol == null) {
      symbol = new AsmSymbol(name, false);
      table.put(name, symbol);
      add(symbol);
    }
    return symbol;
  }

  /** Adds a symbol that its name does not find. */
  void add(AsmSymbol symbol) {
    symbol.order = all.size();
    all.add(symbol);
  }

  /** Puts {@code symbol} where {@code old} stood. */
  void replace(AsmSymbol old, AsmSymbol symbol) {
    all.set(old.order, symbol);
    symbol.order = old.order;
  }

  /** {@code .set}. */
  void equate(AsmSymbol symbol, Expression value) {
    AsmSymbol target = symbol;
    if (symbol.section != null || symbol.common) {
      throw new AssemblyException("symbol `" + symbol.name + "' is already defined");
    }
    if (symbol.value != null && !(symbol.value instanceof Expression.Number)) {
      // Earlier uses keep the old value.
      target = renew(symbol);
    }
    if (value instanceof Expression.Reference r && r.symbol().anonymous && r.symbol().isLabel()) {
      // `.set x, .' is a label.
      target.value = null;
      target.placeAt(r.symbol());
      return;
    }
    target.value = value;
    if (value instanceof Expression.Reference r && r.symbol().isLabel()) {
      // An alias of something already defined takes over what is known of it now.
      target.copyAttributes(r.symbol());
    }
  }

  /** A new symbol for the name of {@code old}, whose uses so far keep meaning it. */
  private AsmSymbol renew(AsmSymbol old) {
    AsmSymbol symbol = new AsmSymbol(old.name, false);
    symbol.global = old.global;
    symbol.weak = old.weak;
    symbol.type = old.type;
    symbol.visibility = old.visibility;
    table.put(old.name, symbol);
    replace(old, symbol);
    return symbol;
  }

  /** Adds the section's symbol; one of its name that was mentioned before becomes it. */
  void addSection(AsmSection section) {
    AsmSymbol symbol = table.get(section.name);
    if (symbol == null) {
      symbol = new AsmSymbol(section.name, true);
      table.put(section.name, symbol);
      add(symbol);
    } else if (symbol.isDefined()) {
      symbol = new AsmSymbol(section.name, true);
      add(symbol);
    }
    symbol.section = section;
    symbol.type = Elf.STT_SECTION;
  }
}
