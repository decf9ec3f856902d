package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.Symbol;
import java.util.HashMap;
import java.util.Map;

/**
 * One look at every relocation of the sections that stay: which symbols need GOT slots, PLT
 * entries, copies and dynamic relocations, and which references have no definition.
 */
final class RelocationScan {
  /** ld stops listing the uses of one undefined symbol after this many. */
  private static final int MAX_REPORTS_EACH = 5;

  private final Link link;
  private final Synthetics synthetics;
  private final Locations locations;
  private final Map<String, Integer> reported = new HashMap<>();

  RelocationScan(Link link, Synthetics synthetics) {
    this.link = link;
    this.synthetics = synthetics;
    this.locations = new Locations(link);
  }

  void run() {
    for (InputSection section : link.sections) {
      if (section.file != null && !section.discarded && section.isAlloc()) {
        scan(section, section.file);
      }
    }
  }

  private void scan(InputSection section, InputObject file) {
    Relocations relocations = section.relocations();
    for (int i = 0; i < relocations.size(); i++) {
      Symbol symbol = relocations.symbol(i);
      RelocationType type = relocations.type(i);
      if (type == null) {
        locations.reportAt(
            section,
            relocations.offset(i),
            "unsupported relocation type 0x" + Integer.toHexString(relocations.number(i)));
      } else if (symbol != null && isRecordKept(section, relocations.offset(i))) {
        scan(section, relocations, i, type, file.symbol(symbol));
      }
    }
  }

  /** Relocations in dropped unwind records do not count. */
  private static boolean isRecordKept(InputSection section, long offset) {
    return section.pieces == null || section.pieces.map(offset) >= 0;
  }

  private void scan(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      LinkSymbol symbol) {
    if (symbol.isUndefined() && isReference(type)) {
      checkUndefined(section, relocations.offset(i), symbol);
    }
    checkDiscarded(section, relocations.offset(i), type, symbol);
    if (!link.symbolWarnings.isEmpty() && isReference(type)) {
      warnAboutUse(section, relocations.offset(i), symbol);
    }
    if (symbol.isIfunc() && !symbol.preemptible && isReference(type)) {
      symbol.needsPlt = true;
      symbol.canonicalPlt |= !isCall(type);
    }
    switch (type) {
      case ABS64, ABS32 -> scanAbsolute(section, relocations, i, type, symbol);
      case HI20, LO12_I, LO12_S -> {
        if (link.isPic() && !symbol.isAbsolute() && type == RelocationType.HI20) {
          reportNotPic(section, relocations.offset(i), type, symbol);
        }
        scanDirect(section, relocations.offset(i), type, symbol);
      }
      case PCREL_HI20, PCREL32 -> scanDirect(section, relocations.offset(i), type, symbol);
      case CALL, CALL_PLT, PLT32, JAL, BRANCH, RVC_JUMP, RVC_BRANCH -> {
        if (symbol.preemptible) {
          symbol.needsPlt = true;
        }
      }
      case GOT_HI20, GOT32_PCREL -> symbol.needsGot = true;
      case TLS_GOT_HI20 -> {
        symbol.needsTlsIe = true;
        synthetics.staticTls |= link.isShared();
      }
      case TLS_GD_HI20 -> symbol.needsTlsGd = true;
      case TLSDESC_HI20 -> {
        if (link.isShared()) {
          symbol.needsTlsDesc = true;
        } else if (symbol.preemptible) {
          symbol.needsTlsIe = true;
        }
      }
      case TPREL_HI20 -> {
        if (link.isShared()) {
          reportNotPic(section, relocations.offset(i), type, symbol);
        }
      }
      default -> {}
    }
  }

  private void warnAboutUse(InputSection section, long offset, LinkSymbol symbol) {
    String text = symbol.local ? null : link.symbolWarnings.get(symbol.name);
    if (text != null && (symbol.section == null || symbol.section.file != section.file)) {
      locations.warnAt(section, offset, text);
    }
  }

  private static boolean isReference(RelocationType type) {
    return switch (type) {
      case NONE, RELAX, ALIGN -> false;
      default -> true;
    };
  }

  private static boolean isCall(RelocationType type) {
    return switch (type) {
      case CALL, CALL_PLT, PLT32, JAL, BRANCH, RVC_JUMP, RVC_BRANCH -> true;
      default -> false;
    };
  }

  private void scanAbsolute(
      InputSection section,
      Relocations relocations,
      int i,
      RelocationType type,
      LinkSymbol symbol) {
    long offset = relocations.offset(i);
    boolean word = type == (link.is64 ? RelocationType.ABS64 : RelocationType.ABS32);
    if (symbol.preemptible) {
      if (!section.hasFlag(Elf.SHF_WRITE) && !link.isPic() && symbol.isShared()) {
        scanDirect(section, offset, type, symbol);
      } else if (word && symbol.copy == null) {
        synthetics.relaDyn.addSymbolic(section, offset, type, symbol, relocations.addend(i));
      } else if (!word) {
        reportNotPic(section, offset, type, symbol);
      }
      return;
    }
    if (!link.isPic() || symbol.isAbsolute() || symbol.isUndefined()) {
      return;
    }
    if (!word) {
      reportNotPic(section, offset, type, symbol);
    } else {
      synthetics.relaDyn.addRelative(section, offset, symbol, relocations.addend(i));
    }
  }

  /** A reference that needs the address at link time: functions get a PLT entry, data a copy. */
  private void scanDirect(
      InputSection section, long offset, RelocationType type, LinkSymbol symbol) {
    if (!symbol.preemptible) {
      return;
    }
    if (link.isShared()) {
      if (!symbol.isUndefined() || symbol.strongReference) {
        reportNotPic(section, offset, type, symbol);
      }
      return;
    }
    if (symbol.isShared()) {
      if (symbol.type == Elf.STT_FUNC || symbol.type == Elf.STT_NOTYPE) {
        symbol.needsPlt = true;
        symbol.canonicalPlt = true;
      } else {
        symbol.needsCopy = true;
      }
    }
  }

  private void reportNotPic(
      InputSection section, long offset, RelocationType type, LinkSymbol symbol) {
    String name =
        symbol.name.isEmpty() && symbol.section != null ? symbol.section.name : symbol.name;
    link.messages.error(
        section.fileName()
            + ": relocation "
            + type.abiName()
            + " against `"
            + (name.isEmpty() ? "a local symbol" : name)
            + "' can not be used when making a "
            + (link.isShared() ? "shared object" : "PIE object")
            + "; recompile with -fPIC");
  }

  private void checkUndefined(InputSection section, long offset, LinkSymbol symbol) {
    boolean weak = !symbol.strongReference;
    if (weak && !symbol.local || symbol.name.isEmpty()) {
      return;
    }
    LinkOptions options = link.options;
    boolean hidden = symbol.visibility != Elf.STV_DEFAULT;
    if (link.isShared() && !options.noUndefined && !options.zDefs && !hidden) {
      return;
    }
    switch (options.unresolved) {
      case IGNORE_ALL, IGNORE_IN_OBJECT_FILES -> {
        return;
      }
      case REPORT_ALL, IGNORE_IN_SHARED_LIBS, WARN -> {}
    }
    int count = reported.merge(symbol.name, 1, Integer::sum);
    String what =
        hidden
            ? "hidden symbol `" + symbol.name + "' isn't defined"
            : "undefined reference to `" + symbol.name + "'";
    if (options.unresolved == LinkOptions.Unresolved.WARN) {
      if (count == 1) {
        link.messages.warning(locations.place(section, offset, true) + ": " + what);
      }
    } else if (count <= MAX_REPORTS_EACH) {
      locations.reportAt(section, offset, what);
    } else if (count == MAX_REPORTS_EACH + 1) {
      link.messages.error(
          locations.place(section, offset, true)
              + ": more undefined references to `"
              + symbol.name
              + "' follow");
    }
  }

  /** A local symbol whose COMDAT or section was thrown away has no address to refer to. */
  private void checkDiscarded(
      InputSection section, long offset, RelocationType type, LinkSymbol symbol) {
    InputSection in = symbol.section;
    if (in == null || !in.discarded || !isReference(type)) {
      return;
    }
    if (section.name.equals(".eh_frame") || section.name.equals(".gcc_except_table")) {
      return;
    }
    String name = symbol.name.isEmpty() ? in.name : symbol.name;
    link.messages.error(
        "`"
            + name
            + "' referenced in section `"
            + section.name
            + "' of "
            + section.fileName()
            + ": defined in discarded section `"
            + in.name
            + "' of "
            + in.fileName());
  }
}
