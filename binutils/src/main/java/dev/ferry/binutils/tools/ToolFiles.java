package dev.ferry.binutils.tools;

import dev.ferry.binutils.ar.Archive;
import dev.ferry.binutils.ar.ArchiveFormatException;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Reading input files for the tools that look at objects, with GNU's wording of what is wrong. */
final class ToolFiles {
  private ToolFiles() {}

  static byte[] read(ToolContext context, String name) {
    Path path = context.resolve(name);
    try {
      if (Files.isDirectory(path)) {
        throw new ToolException("Warning: '" + name + "' is a directory");
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new ToolException("'" + name + "': No such file");
    } catch (IOException e) {
      throw new ToolException("'" + name + "': " + e.getMessage());
    }
  }

  /** Calls back for a file, or for each member of an archive with the member's name. */
  static void forEach(
      ToolContext context, String name, byte[] bytes, BiConsumer<String, byte[]> action) {
    if (!Archive.isArchive(bytes)) {
      action.accept(name, bytes);
      return;
    }
    try (Archive archive = Archive.open(name, context.resolve(name))) {
      for (Archive.Member member : archive.members()) {
        action.accept(member.name(), archive.read(member));
      }
    } catch (IOException e) {
      throw new ToolException(name + ": " + e.getMessage());
    } catch (ArchiveFormatException e) {
      throw new ToolException(e.report());
    }
  }

  static ElfFile elf(String name, byte[] bytes) {
    if (!ElfFile.isElf(bytes, 0, bytes.length)) {
      throw new ToolException(name + ": file format not recognized");
    }
    try {
      return ElfFile.parse(name, bytes);
    } catch (ElfFormatException e) {
      throw new ToolException(e.report());
    }
  }
}
