package dev.ferry.explorer.compile;

import dev.ferry.c.pp.FileProvider;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that a page's source may include: those below two folders, and no others of this
 * computer.
 */
final class Headers implements FileProvider {
  private final FileProvider disk = FileProvider.disk();
  private final Path directory;
  private final Path library;

  /**
   * @param directory the folder of the page's program
   * @param library the folder of the C library's headers
   */
  Headers(Path directory, Path library) {
    this.directory = directory;
    this.library = library.toAbsolutePath().normalize();
  }

  @Override
  public byte @Nullable [] read(String path) {
    Path file = directory.resolve(path).normalize();
    boolean allowed =
        file.startsWith(library) || file.startsWith(directory) && file.toString().endsWith(".h");
    return allowed ? disk.read(file.toString()) : null;
  }
}
