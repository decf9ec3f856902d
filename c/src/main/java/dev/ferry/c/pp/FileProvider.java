package dev.ferry.c.pp;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the preprocessor gets files from: the disk, memory, or a mix. */
@FunctionalInterface
public interface FileProvider {
  /**
   * The contents of a file.
   *
   * @param path as the include search composed it, with {@code /}
   * @return the bytes, not to be changed; null if there is no such file or it cannot be read
   */
  byte @Nullable [] read(String path);

  /** When the file was last changed, in milliseconds since 1970, for {@code __TIMESTAMP__}. */
  default long lastModified(String path) {
    return 0;
  }

  /** The disk; each file is read once. */
  static FileProvider disk() {
    return new Disk();
  }

  /** Files in memory only. */
  static FileProvider memory(Map<String, String> files) {
    return path -> {
      String text = files.get(path);
      return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    };
  }

  /** This provider where it has the file, else {@code other}. */
  default FileProvider or(FileProvider other) {
    FileProvider self = this;
    return new FileProvider() {
      @Override
      public byte @Nullable [] read(String path) {
        byte[] bytes = self.read(path);
        return bytes != null ? bytes : other.read(path);
      }

      @Override
      public long lastModified(String path) {
        long time = self.lastModified(path);
        return time != 0 ? time : other.lastModified(path);
      }
    };
  }

  /** Caches what was read and what was not found; safe for use by several threads. */
  final class Disk implements FileProvider {
    private static final byte[] ABSENT = new byte[0];
    private final Map<String, byte[]> cache = new HashMap<>();

    @Override
    public synchronized byte @Nullable [] read(String path) {
      byte[] bytes = cache.get(path);
      if (bytes == null) {
        bytes = load(path);
        cache.put(path, bytes);
      }
      return bytes == ABSENT ? null : bytes;
    }

    private static byte[] load(String path) {
      File file = new File(path);
      // Asking first is much cheaper than an exception: most look-ups of a search fail.
      if (!file.exists() || file.isDirectory()) {
        return ABSENT;
      }
      try {
        return Files.readAllBytes(file.toPath());
      } catch (IOException e) {
        return ABSENT;
      }
    }

    @Override
    public long lastModified(String path) {
      return new File(path).lastModified();
    }
  }
}
