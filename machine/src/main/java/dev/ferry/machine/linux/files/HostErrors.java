package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What failures of the host's files are for Linux. */
final class HostErrors {
  private HostErrors() {}

  /** The Linux number of a host failure. */
  static LinuxError error(IOException e) {
    int errno =
        switch (e) {
          case NoSuchFileException x -> Errno.ENOENT;
          case FileAlreadyExistsException x -> Errno.EEXIST;
          case DirectoryNotEmptyException x -> Errno.ENOTEMPTY;
          case NotDirectoryException x -> Errno.ENOTDIR;
          case NotLinkException x -> Errno.EINVAL;
          case AccessDeniedException x -> Errno.EACCES;
          case FileSystemLoopException x -> Errno.ELOOP;
          case AtomicMoveNotSupportedException x -> Errno.EXDEV;
          case FileSystemException x -> fromReason(x.getReason());
          default -> fromReason(e.getMessage());
        };
    return new LinuxError(errno);
  }

  private static int fromReason(@Nullable String reason) {
    String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
    if (text.contains("not a directory")) {
      return Errno.ENOTDIR;
    }
    if (text.contains("is a directory")) {
      return Errno.EISDIR;
    }
    if (text.contains("no space")) {
      return Errno.ENOSPC;
    }
    if (text.contains("read-only")) {
      return Errno.EROFS;
    }
    if (text.contains("symbolic links")) {
      return Errno.ELOOP;
    }
    if (text.contains("not permitted")) {
      return Errno.EPERM;
    }
    if (text.contains("name too long")) {
      return Errno.ENAMETOOLONG;
    }
    if (text.contains("no such file")) {
      return Errno.ENOENT;
    }
    if (text.contains("invalid argument")) {
      return Errno.EINVAL;
    }
    return Errno.EIO;
  }
}
