package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.ExtendedAttributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/**
 * Extended attributes of a file of the host's: those of users, which Java knows, as far as the
 * host's file system has any. Of others none are there, and none can be made.
 */
final class UserAttributes implements ExtendedAttributes {
  private static final String USER = "user.";

  private final UserDefinedFileAttributeView view;

  /** Whether it is a file or directory: Linux lets users give attributes to nothing else. */
  private final boolean may;

  private UserAttributes(UserDefinedFileAttributeView view, boolean may) {
    this.view = view;
    this.may = may;
  }

  static UserAttributes of(Path host) throws LinuxError {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            host, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    boolean may =
        Files.isRegularFile(host, LinkOption.NOFOLLOW_LINKS)
            || Files.isDirectory(host, LinkOption.NOFOLLOW_LINKS);
    return new UserAttributes(view, may);
  }

  /** What a user may set and has to be behind {@code user.}; the others are root's. */
  private String checked(String name) throws LinuxError {
    if (!name.startsWith(USER)) {
      boolean others = name.startsWith("trusted.") || name.startsWith("security.");
      throw new LinuxError(others ? Errno.EPERM : Errno.EOPNOTSUPP);
    }
    if (name.length() == USER.length()) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (!may) {
      throw new LinuxError(Errno.EPERM);
    }
    return name.substring(USER.length());
  }

  private static LinuxError error(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("not supported")
        ? new LinuxError(Errno.EOPNOTSUPP)
        : HostErrors.error(e);
  }

  @Override
  public List<String> names() throws LinuxError {
    List<String> names = new ArrayList<>();
    try {
      for (String name : may ? view.list() : List.<String>of()) {
        names.add(USER + name);
      }
    } catch (IOException e) {
      throw error(e);
    }
    return names;
  }

  @Override
  public byte[] get(String name) throws LinuxError {
    if (!names().contains(name)) {
      throw new LinuxError(Errno.ENODATA);
    }
    String own = checked(name);
    try {
      ByteBuffer bytes = ByteBuffer.allocate(view.size(own));
      int length = view.read(own, bytes);
      byte[] value = new byte[length];
      bytes.get(0, value);
      return value;
    } catch (IOException e) {
      throw error(e);
    }
  }

  @Override
  public void set(String name, byte[] value) throws LinuxError {
    String own = checked(name);
    try {
      int unused = view.write(own, ByteBuffer.wrap(value));
    } catch (IOException e) {
      throw error(e);
    }
  }

  @Override
  public void remove(String name) throws LinuxError {
    String own = checked(name);
    if (!names().contains(name)) {
      throw new LinuxError(Errno.ENODATA);
    }
    try {
      view.delete(own);
    } catch (IOException e) {
      throw error(e);
    }
  }
}
