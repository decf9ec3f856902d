package dev.ferry.binutils.dwarf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One unit of .debug_line (DWARF 5, 6.2): its header's file and directory tables and the state
 * machine that yields the rows.
 */
final class LineProgram {
  /** What takes the rows. */
  interface Rows {
    /** A row: from this address on, code belongs to that line, up to the next row. */
    void row(
        long address,
        int file,
        int line,
        int column,
        int discriminator,
        boolean isStatement,
        boolean end);
  }

  private record Name(String path, int directory) {}

  private final DebugSections sections;
  private final DwarfCursor in;
  private final int version;
  private final int offsetSize;
  private final int addressSize;
  private final int minimumLength;
  private final int lineBase;
  private final int lineRange;
  private final int opcodeBase;
  private final boolean defaultStatement;
  private final int[] operandCounts;
  private final List<String> directories = new ArrayList<>();
  private final List<Name> files = new ArrayList<>();
  final long next;

  /** Reads the header at {@code offset}. */
  LineProgram(DebugSections sections, long offset) {
    this.sections = sections;
    this.in = new DwarfCursor(".debug_line", sections.get(".debug_line"), offset);
    long length = in.u32();
    int wide = 4;
    if (length == 0xffff_ffffL) {
      length = in.i64();
      wide = 8;
    }
    this.offsetSize = wide;
    if (length < 0 || length > in.end - in.at) {
      throw in.bad("line table runs past its section");
    }
    next = in.at + length;
    in.end = next;
    version = in.u16();
    if (version < 2 || version > 5) {
      throw in.bad("line table version " + version);
    }
    addressSize = version >= 5 ? in.u8() : sections.is64() ? 8 : 4;
    if (version >= 5) {
      in.u8();
    }
    long headerLength = in.number(offsetSize);
    long program = in.at + headerLength;
    minimumLength = in.u8();
    if (version >= 4) {
      in.u8();
    }
    defaultStatement = in.u8() != 0;
    lineBase = (byte) in.u8();
    lineRange = Math.max(1, in.u8());
    opcodeBase = Math.max(1, in.u8());
    operandCounts = new int[opcodeBase];
    for (int i = 1; i < opcodeBase; i++) {
      operandCounts[i] = in.u8();
    }
    if (version >= 5) {
      readEntryTable(true);
      readEntryTable(false);
    } else {
      readOldTables();
    }
    if (headerLength < 0 || program > next) {
      throw in.bad("line program outside its unit");
    }
    in.at = program;
  }

  private void readOldTables() {
    directories.add("");
    for (String name = in.string(); !name.isEmpty(); name = in.string()) {
      directories.add(name);
    }
    files.add(new Name("", 0));
    for (String name = in.string(); !name.isEmpty(); name = in.string()) {
      files.add(new Name(name, (int) in.uleb()));
      in.uleb();
      in.uleb();
    }
  }

  /** DWARF 5's self-describing tables of directories and files. */
  private void readEntryTable(boolean forDirectories) {
    int formats = in.u8();
    int[] contentTypes = new int[formats];
    int[] forms = new int[formats];
    for (int i = 0; i < formats; i++) {
      contentTypes[i] = (int) in.uleb();
      forms[i] = (int) in.uleb();
    }
    int count = in.length();
    for (int i = 0; i < count; i++) {
      String path = "";
      int directory = 0;
      for (int k = 0; k < formats; k++) {
        if (contentTypes[k] == 1) {
          path = readString(forms[k]);
        } else if (contentTypes[k] == 2) {
          directory = (int) readNumber(forms[k]);
        } else {
          skipForm(forms[k]);
        }
      }
      if (forDirectories) {
        directories.add(path);
      } else {
        files.add(new Name(path, directory));
      }
    }
  }

  private String readString(int form) {
    return switch (form) {
      case Forms.STRING -> in.string();
      case Forms.LINE_STRP -> stringIn(".debug_line_str", in.number(offsetSize));
      case Forms.STRP -> stringIn(".debug_str", in.number(offsetSize));
      default -> throw in.bad("form " + form + " for a name");
    };
  }

  private String stringIn(String section, long offset) {
    return new DwarfCursor(section, sections.get(section), offset).string();
  }

  private long readNumber(int form) {
    return switch (form) {
      case Forms.UDATA -> in.uleb();
      case Forms.DATA1 -> in.u8();
      case Forms.DATA2 -> in.u16();
      case Forms.DATA4 -> in.u32();
      case Forms.DATA8 -> in.i64();
      default -> throw in.bad("form " + form + " for a number");
    };
  }

  private void skipForm(int form) {
    switch (form) {
      case Forms.DATA16 -> in.skip(16);
      case Forms.BLOCK -> in.skip(in.uleb());
      case Forms.STRING -> in.string();
      case Forms.LINE_STRP, Forms.STRP -> in.skip(offsetSize);
      default -> readNumber(form);
    }
  }

  /**
   * The path of a file number, as written or joined with its directory and the compilation's.
   *
   * @param compilationDirectory DW_AT_comp_dir, or null
   */
  String path(int file, @Nullable String compilationDirectory) {
    if (file < 0 || file >= files.size()) {
      return "??";
    }
    Name name = files.get(file);
    if (name.path().startsWith("/")) {
      return name.path();
    }
    String directory =
        name.directory() >= 0 && name.directory() < directories.size()
            ? directories.get(name.directory())
            : "";
    String joined = directory.isEmpty() ? name.path() : directory + "/" + name.path();
    if (joined.startsWith("/") || compilationDirectory == null || compilationDirectory.isEmpty()) {
      return joined;
    }
    return compilationDirectory + "/" + joined;
  }

  /** Runs the line program. */
  void run(Rows rows) {
    while (in.at < next) {
      runSequence(rows);
    }
  }

  private void runSequence(Rows rows) {
    long address = 0;
    int file = 1;
    int line = 1;
    int column = 0;
    int discriminator = 0;
    boolean statement = defaultStatement;
    while (in.at < next) {
      int opcode = in.u8();
      if (opcode >= opcodeBase) {
        int adjusted = opcode - opcodeBase;
        address += (long) (adjusted / lineRange) * minimumLength;
        line += lineBase + adjusted % lineRange;
        rows.row(address, file, line, column, discriminator, statement, false);
        discriminator = 0;
        continue;
      }
      switch (opcode) {
        case 0 -> {
          int length = in.length();
          long end = in.at + length;
          int extended = length == 0 ? 0 : in.u8();
          if (extended == 1) {
            rows.row(address, file, line, column, discriminator, statement, true);
            in.at = end;
            return;
          } else if (extended == 2) {
            address = in.number(length - 1 == 4 || length - 1 == 8 ? length - 1 : addressSize);
          } else if (extended == 3) {
            files.add(new Name(in.string(), (int) in.uleb()));
          } else if (extended == 4) {
            discriminator = (int) in.uleb();
          }
          in.at = Math.min(end, next);
        }
        case 1 -> {
          rows.row(address, file, line, column, discriminator, statement, false);
          discriminator = 0;
        }
        case 2 -> address += in.uleb() * minimumLength;
        case 3 -> line += (int) in.sleb();
        case 4 -> file = (int) in.uleb();
        case 5 -> column = (int) in.uleb();
        case 6 -> statement = !statement;
        case 7, 10, 11 -> {}
        case 8 -> address += (long) ((255 - opcodeBase) / lineRange) * minimumLength;
        case 9 -> address += in.u16();
        case 12 -> in.uleb();
        default -> {
          for (int i = 0; i < operandCounts[opcode]; i++) {
            in.uleb();
          }
        }
      }
    }
  }
}
