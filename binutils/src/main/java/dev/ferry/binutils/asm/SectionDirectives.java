package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;

/** Directives that choose the section. */
final class SectionDirectives {
  private final ObjectBuilder builder;
  private final AsmSections sections;
  private final ExpressionParser expressions;

  SectionDirectives(ObjectBuilder builder, ExpressionParser expressions) {
    this.builder = builder;
    this.sections = builder.sections();
    this.expressions = expressions;
  }

  boolean run(String name, Cursor in) {
    switch (name) {
      case ".text" -> {
        builder.text();
        subsection(in, false);
      }
      case ".data" -> {
        builder.data();
        subsection(in, false);
      }
      case ".rodata" -> {
        sections.enter(standard(".rodata"));
        subsection(in, false);
      }
      case ".sdata" -> sections.enter(standard(".sdata"));
      case ".sbss" -> sections.enter(standard(".sbss"));
      case ".section" -> section(in);
      case ".pushsection" -> {
        sections.push();
        section(in);
      }
      case ".popsection" -> sections.pop();
      case ".previous" -> sections.enterPrevious();
      case ".subsection" -> subsection(in, true);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void subsection(Cursor in, boolean remember) {
    if (!in.atEnd()) {
      long number = expressions.absolute(in);
      if (number < 0 || number > 8192) {
        throw new AssemblyException("subsection number out of range");
      }
      sections.enterSubsection((int) number, remember);
    }
    in.expectEnd();
  }

  private AsmSection standard(String name) {
    return sections.open(name, defaultType(name), defaultFlags(name), 0);
  }

  private record Traits(long flags, boolean groupMember, boolean linkOrder, boolean given) {}

  private void section(Cursor in) {
    String name = sectionName(in);
    long flags = 0;
    int type = -1;
    int entrySize = 0;
    String group = null;
    boolean comdat = false;
    String linkedTo = null;
    int uniqueId = -1;
    boolean given = false;
    if (in.acceptComma()) {
      in.skipSpace();
      if (in.peek() == '"') {
        Traits traits = flags(in.string());
        flags = traits.flags;
        given = true;
        if (in.acceptComma()) {
          in.skipSpace();
          char mark = in.peek();
          if (mark == '@' || mark == '%' || mark == '"') {
            type = type(in);
            in.acceptComma();
          }
          if ((flags & Elf.SHF_MERGE) != 0) {
            entrySize = (int) expressions.absolute(in);
            in.acceptComma();
          }
          if (traits.linkOrder) {
            linkedTo = in.peekWord();
            in.acceptComma();
          }
          if (traits.groupMember) {
            group = unquote(in.word());
            if (in.acceptComma()) {
              int start = in.at;
              String kind = in.plainName();
              comdat = kind.equals("comdat");
              if (!comdat) {
                in.at = start;
              } else {
                in.acceptComma();
              }
            }
          }
          in.skipSpace();
          String word = in.plainName();
          if (word.equals("unique")) {
            in.expectComma();
            uniqueId = (int) expressions.absolute(in);
          } else if (!word.isEmpty()) {
            throw new AssemblyException("junk at end of line: `" + word + "'");
          }
        }
      } else if (in.peek() == '#') {
        flags = sunFlags(in);
        given = true;
      } else {
        long number = expressions.absolute(in);
        sections.enter(openDefault(name));
        if (number != 0) {
          sections.enterSubsection((int) number, false);
        }
        in.expectEnd();
        return;
      }
    }
    in.expectEnd();
    if (!given) {
      AsmSection known = sections.find(name);
      sections.enter(known != null ? known : openDefault(name));
      return;
    }
    if (type < 0) {
      type = defaultType(name);
    }
    long implied = group != null ? Elf.SHF_GROUP : 0;
    long all = (flags | impliedFlags(name)) & ~Elf.SHF_GROUP | implied;
    AsmSection existing = sections.find(name);
    if (existing != null
        && group == null
        && linkedTo == null
        && uniqueId < 0
        && existing.group == null) {
      sections.enter(existing);
      return;
    }
    AsmSection section =
        sections.open(name, type, all & ~Elf.SHF_GROUP, entrySize, group, linkedTo, uniqueId);
    section.comdat |= comdat;
    sections.enter(section);
  }

  private AsmSection openDefault(String name) {
    return sections.open(name, defaultType(name), defaultFlags(name), defaultEntrySize(name));
  }

  private static int defaultEntrySize(String name) {
    return name.equals(".comment") || name.equals(".debug_str") || name.equals(".debug_line_str")
        ? 1
        : 0;
  }

  private static String unquote(String text) {
    return text.length() >= 2 && text.startsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  private static String sectionName(Cursor in) {
    in.skipSpace();
    if (in.peek() == '"') {
      return in.string();
    }
    int start = in.at;
    while (in.at < in.text.length() && ",; \t".indexOf(in.peek()) < 0) {
      in.at++;
    }
    if (start == in.at) {
      throw new AssemblyException("missing name");
    }
    return in.text.substring(start, in.at);
  }

  private Traits flags(String text) {
    long flags = 0;
    boolean group = false;
    boolean linkOrder = false;
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      switch (ch) {
        case 'a' -> flags |= Elf.SHF_ALLOC;
        case 'w' -> flags |= Elf.SHF_WRITE;
        case 'x' -> flags |= Elf.SHF_EXECINSTR;
        case 'e' -> flags |= Elf.SHF_EXCLUDE;
        case 'M' -> flags |= Elf.SHF_MERGE;
        case 'S' -> flags |= Elf.SHF_STRINGS;
        case 'T' -> flags |= Elf.SHF_TLS;
        case 'R' -> flags |= Elf.SHF_GNU_RETAIN;
        case 'd' -> flags |= Elf.SHF_GNU_MBIND;
        case 'G' -> group = true;
        case 'o' -> {
          flags |= Elf.SHF_LINK_ORDER;
          linkOrder = true;
        }
        case '?' -> group |= builder.current().group != null;
        default -> {
          if (ch >= '0' && ch <= '9') {
            int end = i;
            while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
              end++;
            }
            flags |= number(text.substring(i, end));
            i = end - 1;
          } else {
            throw new AssemblyException(
                "unrecognized .section attribute: want a,e,o,w,x,M,S,G,T or number");
          }
        }
      }
    }
    return new Traits(flags, group, linkOrder, true);
  }

  private static long number(String text) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException e) {
      throw new AssemblyException("bad .section attribute `" + text + "'");
    }
  }

  /** The style of Solaris: {@code #alloc, #write}. */
  private static long sunFlags(Cursor in) {
    long flags = 0;
    do {
      in.expect('#');
      flags |=
          switch (in.plainName()) {
            case "alloc" -> Elf.SHF_ALLOC;
            case "write" -> Elf.SHF_WRITE;
            case "execinstr" -> Elf.SHF_EXECINSTR;
            case "tls" -> Elf.SHF_TLS;
            case "exclude" -> Elf.SHF_EXCLUDE;
            default -> throw new AssemblyException("unrecognized section attribute");
          };
    } while (in.acceptComma());
    return flags;
  }

  private int type(Cursor in) {
    String name;
    if (in.peek() == '"') {
      name = in.string();
    } else {
      in.at++;
      in.skipSpace();
      if (in.peek() >= '0' && in.peek() <= '9') {
        return (int) expressions.absolute(in);
      }
      name = in.plainName();
    }
    return switch (name) {
      case "progbits" -> Elf.SHT_PROGBITS;
      case "nobits" -> Elf.SHT_NOBITS;
      case "note" -> Elf.SHT_NOTE;
      case "init_array" -> Elf.SHT_INIT_ARRAY;
      case "fini_array" -> Elf.SHT_FINI_ARRAY;
      case "preinit_array" -> Elf.SHT_PREINIT_ARRAY;
      case "unwind" -> 0x70000001;
      default -> throw new AssemblyException("unrecognized section type: `" + name + "'");
    };
  }

  private static boolean isOrUnder(String name, String prefix) {
    return name.startsWith(prefix)
        && (name.length() == prefix.length() || name.charAt(prefix.length()) == '.');
  }

  private static int defaultType(String name) {
    if (isOrUnder(name, ".bss")
        || isOrUnder(name, ".sbss")
        || isOrUnder(name, ".tbss")
        || name.startsWith(".gnu.linkonce.b")) {
      return Elf.SHT_NOBITS;
    }
    if (isOrUnder(name, ".init_array")) {
      return Elf.SHT_INIT_ARRAY;
    }
    if (isOrUnder(name, ".fini_array")) {
      return Elf.SHT_FINI_ARRAY;
    }
    if (isOrUnder(name, ".preinit_array")) {
      return Elf.SHT_PREINIT_ARRAY;
    }
    if (name.startsWith(".note") && !name.equals(".note.GNU-stack")) {
      return Elf.SHT_NOTE;
    }
    return Elf.SHT_PROGBITS;
  }

  private static long defaultFlags(String name) {
    if (name.equals(".comment") || name.equals(".debug_str") || name.equals(".debug_line_str")) {
      return Elf.SHF_MERGE | Elf.SHF_STRINGS;
    }
    return impliedFlags(name);
  }

  /** Flags that well-known names have even when they are not written (gABI, "Special Sections"). */
  private static long impliedFlags(String name) {
    long write = Elf.SHF_ALLOC | Elf.SHF_WRITE;
    if (isOrUnder(name, ".text")
        || name.equals(".init")
        || name.equals(".fini")
        || name.startsWith(".gnu.linkonce.t")) {
      return Elf.SHF_ALLOC | Elf.SHF_EXECINSTR;
    }
    if (isOrUnder(name, ".tdata") || isOrUnder(name, ".tbss")) {
      return write | Elf.SHF_TLS;
    }
    if (isOrUnder(name, ".data")
        || name.equals(".data1")
        || isOrUnder(name, ".bss")
        || isOrUnder(name, ".sdata")
        || isOrUnder(name, ".sbss")
        || isOrUnder(name, ".init_array")
        || isOrUnder(name, ".fini_array")
        || isOrUnder(name, ".preinit_array")
        || isOrUnder(name, ".ctors")
        || isOrUnder(name, ".dtors")
        || name.startsWith(".gnu.linkonce.d")
        || name.startsWith(".gnu.linkonce.b")) {
      return isOrUnder(name, ".ctors") || isOrUnder(name, ".dtors") ? 0 : write;
    }
    if (isOrUnder(name, ".rodata") || name.equals(".rodata1")) {
      return Elf.SHF_ALLOC;
    }
    return 0;
  }
}
