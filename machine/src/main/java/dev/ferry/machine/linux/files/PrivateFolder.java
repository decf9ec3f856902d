package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a machine's own, such as its {@code /tmp}: empty at first, and gone with the
 * machine. On the host it is a temporary directory that is made when the guest first looks there,
 * inside another that nobody else may enter.
 */
final class PrivateFolder {
  private static final Path HOST_MEMORY = Path.of("/dev/shm");

  private final boolean inMemory;
  private @Nullable Path outer;
  private @Nullable Thread hook;

  /** A thread that has not noticed the end yet makes it no more. */
  private boolean closed;

  /**
   * A folder that has not been made yet.
   *
   * @param inMemory whether its files are better kept in memory, where the host has such a place
   */
  PrivateFolder(boolean inMemory) {
    this.inMemory = inMemory;
  }

  /** The host's directory. */
  synchronized Path host() throws LinuxError {
    if (closed) {
      throw new LinuxError(Errno.EIO);
    }
    Path made = outer;
    if (made == null) {
      made = makeForNow();
      outer = made;
    }
    return made.resolve("folder");
  }

  private Path makeForNow() throws LinuxError {
    try {
      Path made = make();
      Thread deletes = new Thread(() -> delete(made), "delete " + made);
      try {
        Runtime.getRuntime().addShutdownHook(deletes);
      } catch (IllegalStateException e) { // The JVM is going down already.
        delete(made);
        throw new LinuxError(Errno.EIO);
      }
      hook = deletes;
      return made;
    } catch (IOException e) {
      throw new LinuxError(Errno.EIO);
    }
  }

  private Path make() throws IOException {
    boolean there = inMemory && Files.isWritable(HOST_MEMORY);
    Path made =
        there
            ? Files.createTempDirectory(HOST_MEMORY, "ferry")
            : Files.createTempDirectory("ferry");
    Path folder = Files.createDirectory(made.resolve("folder"));
    if (folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Files.setAttribute(folder, "unix:mode", 01777, LinkOption.NOFOLLOW_LINKS);
    }
    return made;
  }

  /** Deletes it with everything in it. */
  synchronized void close() {
    closed = true;
    Path made = outer;
    Thread deletes = hook;
    if (made == null || deletes == null) {
      return;
    }
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(deletes);
    } catch (IllegalStateException e) {
      return; // It runs already.
    }
    delete(made);
  }

  private static void delete(Path folder) {
    try {
      Path unused =
          Files.walkFileTree(
              folder,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                  return remove(file);
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                  return remove(file);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                  return remove(directory);
                }
              });
    } catch (IOException e) {
      // Somebody holds on to something in it: the host's own cleaning will find it.
    }
  }

  private static FileVisitResult remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // As above.
    }
    return FileVisitResult.CONTINUE;
  }
}
