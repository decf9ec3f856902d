package dev.ferry.driver.cc;

import dev.ferry.c.pp.FileProvider;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The disk as seen from a working directory, which need not be the process' own. */
public final class DirectoryFiles implements FileProvider {
  private final FileProvider disk = FileProvider.disk();
  private final String prefix;

  public DirectoryFiles(Path directory) {
    boolean own = directory.equals(Path.of("").toAbsolutePath());
    this.prefix = own ? "" : directory + "/";
  }

  private String resolve(String path) {
    return prefix.isEmpty() || Path.of(path).isAbsolute() ? path : prefix + path;
  }

  @Override
  public byte @Nullable [] read(String path) {
    // No file has such a name, and Path refuses it.
    return path.indexOf('\0') >= 0 ? null : disk.read(resolve(path));
  }

  @Override
  public long lastModified(String path) {
    return disk.lastModified(resolve(path));
  }
}
