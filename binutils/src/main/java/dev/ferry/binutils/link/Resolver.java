package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.SectionGroup;
import dev.ferry.binutils.elf.Symbol;
import dev.ferry.binutils.elf.SymbolTable;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Symbol resolution: adds one file after the other to the link. The rules are the gABI's: a strong
 * definition beats a common block beats a weak definition beats a shared library's, the first of
 * equals wins, two strong ones are an error; the first group of a COMDAT signature is kept.
 */
final class Resolver {
  private static final String WARNING_PREFIX = ".gnu.warning.";

  private final Link link;
  private final Set<String> comdats = new HashSet<>();
  private final Set<String> linkOnce = new HashSet<>();

  Resolver(Link link) {
    this.link = link;
  }

  void add(InputObject input) {
    link.objects.add(input);
    addSections(input);
    List<Symbol> symbols = input.object.symbols();
    for (int i = 0; i < symbols.size(); i++) {
      Symbol symbol = symbols.get(i);
      input.symbols[i] = symbol.isLocal() ? local(input, symbol) : global(input, symbol);
    }
  }

  private void addSections(InputObject input) {
    boolean[] dropped = new boolean[input.sections.length];
    for (SectionGroup group : input.object.groups()) {
      if (group.isComdat() && !link.isRelocatable() && !comdats.add(group.signature().toString())) {
        for (Section member : group.members()) {
          dropped[member.id()] = true;
        }
      }
    }
    for (Section section : input.object.sections()) {
      if (section.name().equals(".note.GNU-stack")) {
        link.sawStackNote = true;
        link.execStackWanted |= section.hasFlag(Elf.SHF_EXECINSTR);
        continue;
      }
      if (section.type() == Elf.SHT_RISCV_ATTRIBUTES || isUnwanted(section)) {
        continue;
      }
      if (section.name().startsWith(WARNING_PREFIX) && !link.isRelocatable()) {
        addWarning(section);
        continue;
      }
      InputSection linked = new InputSection(input, section);
      linked.discarded =
          dropped[section.id()]
              || section.name().startsWith(".gnu.linkonce.")
                  && !linkOnce.add(section.name())
                  && !link.isRelocatable();
      input.sections[section.id()] = linked;
      if (!linked.discarded) {
        link.sections.add(linked);
      }
    }
  }

  private void addWarning(Section section) {
    byte[] text = section.contents().toByteArray();
    int length = text.length;
    while (length > 0 && text[length - 1] == 0) {
      length--;
    }
    link.symbolWarnings.putIfAbsent(
        section.name().substring(WARNING_PREFIX.length()),
        new String(text, 0, length, StandardCharsets.UTF_8));
  }

  private boolean isUnwanted(Section section) {
    if (link.isRelocatable()) {
      return false;
    }
    if (section.hasFlag(Elf.SHF_EXCLUDE)) {
      return true;
    }
    boolean strip = link.options.stripAll || link.options.stripDebug;
    return strip
        && !section.hasFlag(Elf.SHF_ALLOC)
        && (section.name().startsWith(".debug") || section.name().startsWith(".zdebug"));
  }

  private LinkSymbol local(InputObject input, Symbol symbol) {
    LinkSymbol result = new LinkSymbol(symbol.name());
    result.local = true;
    result.binding = Elf.STB_LOCAL;
    result.file = input;
    if (symbol.isDefined()) {
      define(result, input, symbol);
      if (symbol.place() == Symbol.Place.COMMON) {
        result.kind = LinkSymbol.Kind.UNDEFINED;
      }
    }
    return result;
  }

  /** Copies the definition's fields. */
  private void define(LinkSymbol target, InputObject input, Symbol symbol) {
    Section section = symbol.section();
    target.kind = LinkSymbol.Kind.DEFINED;
    target.file = input;
    target.section = section == null ? null : input.section(section);
    target.inputValue = symbol.value();
    target.value = symbol.value();
    target.size = symbol.size();
    target.type = symbol.type();
    target.other = symbol.other() & ~3;
    target.byScript = false;
    target.provided = false;
    if (section != null && target.section == null) {
      // In a section the link leaves out (stripped, excluded): a number without a place.
      target.section = absentSection(input, section);
    }
  }

  private static InputSection absentSection(InputObject input, Section section) {
    InputSection absent = new InputSection(input, section);
    absent.discarded = true;
    input.sections[section.id()] = absent;
    return absent;
  }

  private LinkSymbol global(InputObject input, Symbol symbol) {
    boolean defined = symbol.isDefined() && !isDiscarded(input, symbol);
    String name = symbol.name();
    int versionAt = name.indexOf('@', 1);
    String version = null;
    boolean hidden = false;
    if (versionAt > 0 && defined) {
      hidden = !name.startsWith("@@", versionAt);
      version = name.substring(versionAt).replaceFirst("^@+", "");
      name = hidden ? name : name.substring(0, versionAt);
    } else if (versionAt > 0 && name.startsWith("@@", versionAt)) {
      name = name.substring(0, versionAt);
    }
    LinkSymbol target = defined ? link.symbols.get(name) : link.symbols.referenced(name);
    target.inRegular = true;
    boolean kept = defined && isExcluded(input) && symbol.visibility() != Elf.STV_INTERNAL;
    mergeVisibility(target, kept ? Elf.STV_HIDDEN : symbol.visibility());
    if (!isDiscarded(input, symbol)) {
      checkTls(target, input, symbol.type(), defined ? "definition" : "reference");
    }
    if (!defined) {
      refer(target, input, symbol.isWeak());
      target.other |= symbol.other() & Elf.STO_RISCV_VARIANT_CC;
      if (target.isUndefined() && target.type == Elf.STT_NOTYPE) {
        target.type = symbol.type();
      }
    } else if (symbol.place() == Symbol.Place.COMMON) {
      addCommon(target, input, symbol);
    } else {
      addDefinition(target, input, symbol);
    }
    if (version != null && target.file == input && target.isDefined()) {
      target.version = version;
      target.hiddenVersion = hidden;
      if (!hidden) {
        link.symbols.alias(name + "@" + version, target);
      }
    }
    return target;
  }

  /** Whether {@code --exclude-libs} names the archive that the object is a member of. */
  private boolean isExcluded(InputObject input) {
    Set<String> excluded = link.options.excludedLibraries;
    String name = input.name();
    if (excluded.isEmpty() || !name.endsWith(")")) {
      return false;
    }
    String archive = name.substring(0, name.lastIndexOf('('));
    return excluded.contains("ALL")
        || excluded.contains(archive.substring(archive.lastIndexOf('/') + 1));
  }

  private static boolean isDiscarded(InputObject input, Symbol symbol) {
    Section section = symbol.section();
    if (section == null) {
      return false;
    }
    InputSection linked = input.section(section);
    return linked != null && linked.discarded;
  }

  private static void mergeVisibility(LinkSymbol target, int visibility) {
    if (visibility != Elf.STV_DEFAULT
        && (target.visibility == Elf.STV_DEFAULT || visibility < target.visibility)) {
      target.visibility = visibility;
    }
  }

  private void refer(LinkSymbol target, InputFile from, boolean weak) {
    if (target.file == null) {
      target.file = from;
    }
    if (!weak && !target.strongReference) {
      target.strongReference = true;
      if (target.isUndefined()) {
        link.symbols.want(target);
      }
    }
  }

  /** Asks for a symbol as {@code -u} does. */
  LinkSymbol require(String name) {
    LinkSymbol symbol = link.symbols.get(name);
    if (!symbol.strongReference) {
      symbol.strongReference = true;
      if (symbol.isUndefined()) {
        link.symbols.want(symbol);
      }
    }
    return symbol;
  }

  private void addCommon(LinkSymbol target, InputObject input, Symbol symbol) {
    switch (target.kind) {
      case DEFINED -> {
        if (!target.isWeak()) {
          return;
        }
        makeCommon(target, input, symbol);
      }
      case COMMON -> {
        if (link.options.warnCommon) {
          link.messages.warning(input.name() + ": multiple common of `" + target.name + "'");
        }
        if (symbol.size() > target.size) {
          target.size = symbol.size();
          target.file = input;
        }
        target.value = Math.max(target.value, symbol.value());
      }
      case UNDEFINED, SHARED -> makeCommon(target, input, symbol);
    }
  }

  private static void makeCommon(LinkSymbol target, InputObject input, Symbol symbol) {
    long size = target.isShared() ? Math.max(target.size, symbol.size()) : symbol.size();
    target.kind = LinkSymbol.Kind.COMMON;
    target.file = input;
    target.section = null;
    target.value = symbol.value();
    target.size = size;
    target.binding = Elf.STB_GLOBAL;
    target.type = symbol.type() == Elf.STT_TLS ? Elf.STT_TLS : Elf.STT_OBJECT;
    target.version = null;
  }

  private void addDefinition(LinkSymbol target, InputObject input, Symbol symbol) {
    boolean weak = symbol.isWeak();
    switch (target.kind) {
      case DEFINED -> {
        if (weak
            || target.binding == Elf.STB_GNU_UNIQUE && symbol.binding() == Elf.STB_GNU_UNIQUE) {
          return;
        }
        if (!target.isWeak()) {
          reportDuplicate(target, input, symbol);
          return;
        }
      }
      case COMMON -> {
        if (weak) {
          return;
        }
      }
      case UNDEFINED, SHARED -> {}
    }
    define(target, input, symbol);
    target.binding = symbol.binding();
    target.version = null;
    target.hiddenVersion = false;
  }

  /**
   * A name is thread-local everywhere or nowhere: its address is computed in different ways.
   *
   * @param sort what {@code from} does with it, "definition" or "reference"
   */
  private void checkTls(LinkSymbol target, InputFile from, int type, String sort) {
    InputFile first = target.file;
    boolean isTls = type == Elf.STT_TLS;
    if (first == null || target.isTls() == isTls) {
      return;
    }
    String here = " " + sort + " in " + from.name();
    String there = (target.isUndefined() ? " reference in " : " definition in ") + first.name();
    link.messages.error(
        target.name
            + ": TLS"
            + (isTls ? here : there)
            + " mismatches non-TLS"
            + (isTls ? there : here));
  }

  private void reportDuplicate(LinkSymbol target, InputObject input, Symbol symbol) {
    if (link.options.allowMultipleDefinition) {
      return;
    }
    if (target.isAbsolute()
        && symbol.place() == Symbol.Place.ABSOLUTE
        && target.value == symbol.value()) {
      return;
    }
    Section section = symbol.section();
    InputSection here = section == null ? null : input.section(section);
    Locations where = new Locations(link);
    String first =
        target.section == null
            ? (target.file == null ? "linker script" : target.file.name()) + ":(*ABS*+0x0)"
            : where.place(target.section, target.inputValue, true);
    if (here != null) {
      where.reportAt(
          here,
          symbol.value(),
          "multiple definition of `" + target.name + "'; " + first + ": first defined here");
    } else {
      link.messages.error(
          input.name()
              + ":(*ABS*+0x"
              + Long.toHexString(symbol.value())
              + "): multiple definition of `"
              + target.name
              + "'; "
              + first
              + ": first defined here");
    }
  }

  /** Adds the exports and needs of a shared library. */
  void add(SharedLibrary library) {
    link.libraries.add(library);
    SymbolTable table = library.table();
    if (table == null) {
      return;
    }
    for (int i = 1; i < table.size(); i++) {
      if (table.binding(i) == Elf.STB_LOCAL || library.isLocalVersion(i)) {
        continue;
      }
      if (table.rawSectionIndex(i) == Elf.SHN_UNDEF) {
        link.symbols.get(table.name(i)).inShared = true;
      } else {
        addSharedDefinition(library, table, i);
      }
    }
  }

  private void addSharedDefinition(SharedLibrary library, SymbolTable table, int i) {
    int visibility = table.other(i) & 3;
    if (visibility == Elf.STV_HIDDEN || visibility == Elf.STV_INTERNAL) {
      return;
    }
    String name = table.name(i);
    String version = library.version(i);
    if (library.isDefaultVersion(i)) {
      LinkSymbol target = link.symbols.get(name);
      defineShared(target, library, table, i, version);
      if (version != null) {
        link.symbols.alias(name + "@" + version, target);
      }
    } else if (version != null) {
      LinkSymbol target = link.symbols.get(name + "@" + version);
      defineShared(target, library, table, i, version);
    }
  }

  private void defineShared(
      LinkSymbol target,
      SharedLibrary library,
      SymbolTable table,
      int i,
      @Nullable String version) {
    target.inShared = true;
    if (target.inRegular) {
      checkTls(target, library, table.type(i), "definition");
    }
    if (!target.isUndefined()) {
      if (target.kind == LinkSymbol.Kind.COMMON) {
        target.size = Math.max(target.size, table.size(i));
      }
      return;
    }
    if (target.visibility == Elf.STV_HIDDEN || target.visibility == Elf.STV_INTERNAL) {
      return;
    }
    target.kind = LinkSymbol.Kind.SHARED;
    target.file = library;
    target.value = table.value(i);
    target.inputValue = i;
    target.size = table.size(i);
    target.type = table.type(i) == Elf.STT_GNU_IFUNC ? Elf.STT_FUNC : table.type(i);
    target.other = table.other(i) & ~3;
    target.binding = table.binding(i);
    target.version = version;
  }
}
