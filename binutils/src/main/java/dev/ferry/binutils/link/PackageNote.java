package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.LittleEndian;
import java.nio.charset.StandardCharsets;

/**
 * The note {@code .note.package} (systemd's "Package Metadata for Executable Files"): which
 * distribution's package a file belongs to, as JSON.
 */
final class PackageNote {
  private static final int FDO_PACKAGING_METADATA = 0xcafe1a7e;
  private static final int HEADER = 16;

  private PackageNote() {}

  /** Gives the section the note with a text, or leaves it empty without one. */
  static void put(SyntheticSection section, String json) {
    if (json.isEmpty()) {
      return;
    }
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    int length = text.length + 4 & -4; // with its NUL
    section.size = HEADER + length;
    section.writtenBy((out, at) -> {
      LittleEndian.set(out, at, 4, 4);
      LittleEndian.set(out, at + 4, 4, length);
      LittleEndian.set(out, at + 8, 4, FDO_PACKAGING_METADATA & 0xffff_ffffL);
      LittleEndian.set(out, at + 12, 4, 0x004f4446); // "FDO"
      System.arraycopy(text, 0, out, at + HEADER, text.length);
    });
  }
}
