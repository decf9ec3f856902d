package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.LinuxError;
import java.util.List;

/** Extended attributes of a file (xattr(7)), by their whole names, {@code user.} and all. */
public interface ExtendedAttributes {
  /** Those that there are. */
  List<String> names() throws LinuxError;

  /** The value of one; ENODATA where it is not there. */
  byte[] get(String name) throws LinuxError;

  /** Makes or replaces one. */
  void set(String name, byte[] value) throws LinuxError;

  /** Removes one; ENODATA where it is not there. */
  void remove(String name) throws LinuxError;
}
