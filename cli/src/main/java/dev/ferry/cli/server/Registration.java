package dev.ferry.cli.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file by which clients find a server: {@code PORT TOKEN PID} in one line, in a folder that
 * only its owner may look into. There is one for each installation and each umask, as the server
 * creates files with its own. A lock beside it is held as long as the server lives.
 */
final class Registration implements AutoCloseable {
  /** Where a server is. */
  record Place(int port, String token, long pid) {}

  private final Path file;
  private @Nullable FileChannel lock;

  Registration(Path file) {
    this.file = file;
  }

  /** Whether no other server holds it; then it is held until this is closed. */
  boolean acquire() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no folder for " + file);
    }
    Files.createDirectories(folder, only("rwx------"));
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            java.util.Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            only("rw-------"));
    FileLock held = channel.tryLock();
    if (held == null) {
      channel.close();
      return false;
    }
    lock = channel;
    return true;
  }

  /** Lets clients find the server; the file appears with all that is in it. */
  void publish(Place place) throws IOException {
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "server", ".new");
    Files.writeString(fresh, place.port() + " " + place.token() + " " + place.pid() + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Where the server is that was published last, which may be gone; null for none. */
  @Nullable Place read() {
    try {
      String[] words = Files.readString(file).strip().split(" ");
      return new Place(Integer.parseInt(words[0]), words[1], Long.parseLong(words[2]));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel held = lock;
    if (held != null) {
      Files.deleteIfExists(file);
      held.close();
      lock = null;
    }
  }

  private FileAttribute<?>[] only(String rights) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
