package dev.ferry.machine.linux;

import java.io.File;
import java.nio.file.Path;

/**
 * A host directory (or file) that the guest may see.
 *
 * @param host what is granted
 * @param guest absolute guest path it appears at, without a slash at the end except for the root
 * @param readOnly whether the guest may only read
 */
public record Grant(Path host, String guest, boolean readOnly) {
  /**
   * Parses {@code host:guest[:ro]}, or {@code host} alone for the same path on both sides.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Grant parse(String text) {
    boolean readOnly = text.endsWith(":ro");
    String rest = readOnly ? text.substring(0, text.length() - 3) : text;
    boolean hasDrive = File.separatorChar == '\\' && rest.length() > 2 && rest.charAt(1) == ':';
    int colon = rest.indexOf(':', hasDrive ? 2 : 0);
    Path host = Path.of(colon < 0 ? rest : rest.substring(0, colon)).toAbsolutePath().normalize();
    String guest = colon < 0 ? guestPath(host) : rest.substring(colon + 1);
    if (!guest.startsWith("/")) {
      throw new IllegalArgumentException("the guest path of '" + text + "' must begin with '/'");
    }
    while (guest.length() > 1 && guest.endsWith("/")) {
      guest = guest.substring(0, guest.length() - 1);
    }
    return new Grant(host, guest, readOnly);
  }

  /** The host path as the guest writes it: {@code C:\x} becomes {@code /C:/x}. */
  public static String guestPath(Path host) {
    String path = host.toAbsolutePath().normalize().toString().replace('\\', '/');
    return path.startsWith("/") ? path : "/" + path;
  }
}
