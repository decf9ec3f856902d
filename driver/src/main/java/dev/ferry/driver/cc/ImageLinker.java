package dev.ferry.driver.cc;

import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.link.LinkResult;
import dev.ferry.binutils.tools.Ld;
import dev.ferry.binutils.tools.ToolContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Links one object of one source in memory, as {@code cc} would. */
public final class ImageLinker {
  private ImageLinker() {}

  /** The executable; null if it cannot be linked, as without {@code main}. */
  public static byte @Nullable [] link(
      ObjectFile object, CcOptions options, Libraries libraries, Path directory) {
    String name = "/memory/program.o";
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    ToolContext context =
        new ToolContext(directory, InputStream.nullInputStream(), nowhere, nowhere, "ferry-ld");
    try {
      List<String> line = new LinkLine(options, libraries).compose(List.of(name), "program");
      LinkResult result = Ld.link(line, Map.of(name, object), context);
      return result.hasErrors() ? null : result.bytes();
    } catch (UsageException | IOException e) {
      return null;
    }
  }
}
