package dev.ferry.machine.linux.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Unpredictable bytes, for AT_RANDOM and {@code getrandom}. From the host's device where there is
 * one: Java's security providers would be a good part of a short program's start.
 */
public final class RandomBytes {
  private static final Path DEVICE = Path.of("/dev/urandom");

  private RandomBytes() {}

  /** That many bytes. */
  public static byte[] of(int count) {
    try (InputStream device = Files.newInputStream(DEVICE)) {
      byte[] bytes = device.readNBytes(count);
      if (bytes.length == count) {
        return bytes;
      }
    } catch (IOException e) {
      // No such device on this host.
    }
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
