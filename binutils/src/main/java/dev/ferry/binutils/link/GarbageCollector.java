package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.SectionGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code --gc-sections}: marks from the roots (entry, -u, KEEP, arrays of constructors, notes,
 * exported symbols) through relocations, and drops allocated sections that were not reached.
 */
final class GarbageCollector {
  private final Link link;
  private final Deque<InputSection> work = new ArrayDeque<>();
  private final Map<String, List<InputSection>> byName = new HashMap<>();

  GarbageCollector(Link link) {
    this.link = link;
  }

  void run() {
    for (InputSection section : link.sections) {
      section.live = false;
      if (isIdentifier(section.name)) {
        byName.computeIfAbsent(section.name, n -> new ArrayList<>()).add(section);
      }
    }
    markRoots();
    while (!work.isEmpty()) {
      follow(work.pop());
    }
    for (InputSection section : link.sections) {
      if (!section.isAlloc() && section.file != null) {
        section.live = isDebugWanted(section.file);
      }
      if (!section.live && !section.discarded && section.file != null) {
        drop(section);
      }
    }
  }

  private void drop(InputSection section) {
    section.discarded = true;
    if (section.output != null) {
      section.output.elements.remove(section);
      section.output = null;
    }
    if (link.options.printGcSections && section.size > 0) {
      link.messages.note(
          "removing unused section '" + section.name + "' in file '" + section.fileName() + "'");
    }
  }

  /** Debug and other unallocated sections stay while some code or data of their file does. */
  private static boolean isDebugWanted(InputObject file) {
    for (InputSection section : file.sections) {
      if (section != null && section.live && section.isAlloc() && section.type != Elf.SHT_NOTE) {
        return true;
      }
    }
    return false;
  }

  private void markRoots() {
    markSymbol(link.symbols.find(link.entry));
    for (String name : link.options.undefined) {
      markSymbol(link.symbols.find(name));
    }
    for (String name : link.options.requireDefined) {
      markSymbol(link.symbols.find(name));
    }
    markSymbol(link.symbols.find("_init"));
    markSymbol(link.symbols.find("_fini"));
    for (LinkSymbol symbol : link.symbols.all()) {
      if (symbol.isDefined() && (symbol.dynamic && isExported(symbol))) {
        markSymbol(symbol);
      }
    }
    for (InputSection section : link.sections) {
      if (isRoot(section)) {
        mark(section);
      }
    }
  }

  private boolean isExported(LinkSymbol symbol) {
    return link.isShared() || symbol.inShared || link.options.exportDynamic;
  }

  private static boolean isRoot(InputSection section) {
    if (section.discarded) {
      return false;
    }
    if (section.keep || section.file == null || section.hasFlag(Elf.SHF_GNU_RETAIN)) {
      return !section.name.equals(".eh_frame");
    }
    return switch (section.type) {
      case Elf.SHT_INIT_ARRAY, Elf.SHT_FINI_ARRAY, Elf.SHT_PREINIT_ARRAY -> true;
      case Elf.SHT_NOTE -> section.isAlloc() && !section.hasFlag(Elf.SHF_GROUP);
      default -> section.isAlloc() && section.name.equals(".jcr");
    };
  }

  private void mark(@Nullable InputSection section) {
    if (section == null || section.live || section.discarded) {
      return;
    }
    section.live = true;
    work.push(section);
  }

  private void markSymbol(@Nullable LinkSymbol symbol) {
    if (symbol == null) {
      return;
    }
    if (symbol.section != null) {
      mark(symbol.section);
    } else if (symbol.startStop || symbol.isUndefined()) {
      markNamed(symbol.name);
    }
  }

  private void markNamed(String name) {
    String section =
        name.startsWith("__start_")
            ? name.substring(8)
            : name.startsWith("__stop_") ? name.substring(7) : "";
    for (InputSection each : byName.getOrDefault(section, List.of())) {
      mark(each);
    }
  }

  private void follow(InputSection section) {
    InputObject file = section.file;
    if (file == null || section.section == null) {
      return;
    }
    SectionGroup group = section.section.group();
    if (group != null) {
      for (var member : group.members()) {
        InputSection other = file.section(member);
        if (other != null && other.isAlloc()) {
          mark(other);
        }
      }
    }
    Relocations relocations = section.relocations();
    for (int i = 0; i < relocations.size(); i++) {
      var symbol = relocations.symbol(i);
      if (symbol != null) {
        markSymbol(file.symbol(symbol));
      }
    }
    followUnwind(file);
    followLinkOrder(file, section);
  }

  /**
   * The unwind table of a file lives with the file's live code: what its records refer to besides
   * the code itself (personality routines, exception tables) is needed.
   */
  private void followUnwind(InputObject file) {
    for (InputSection section : file.sections) {
      if (section == null || section.live || !section.name.equals(".eh_frame")) {
        continue;
      }
      section.live = true;
      Relocations relocations = section.relocations();
      for (int i = 0; i < relocations.size(); i++) {
        var symbol = relocations.symbol(i);
        if (symbol != null) {
          LinkSymbol target = file.symbol(symbol);
          InputSection in = target.section;
          if (in == null || !in.hasFlag(Elf.SHF_EXECINSTR)) {
            markSymbol(target);
          }
        }
      }
    }
  }

  /** SHF_LINK_ORDER sections live with the section they describe. */
  private void followLinkOrder(InputObject file, InputSection section) {
    for (InputSection other : file.sections) {
      if (other != null
          && !other.live
          && other.hasFlag(Elf.SHF_LINK_ORDER)
          && other.section != null
          && other.section.linkedTo() == section.section) {
        mark(other);
      }
    }
  }

  static boolean isIdentifier(String name) {
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }
}
