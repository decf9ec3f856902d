package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.ExtendedAttributes;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Host directories under guest paths, and a few devices.
 *
 * <p>{@link GrantTree} finds what a path means; every host access says not to follow links. So
 * nothing outside the grants can be reached.
 */
public final class GrantedFiles implements GuestFileSystem {
  private final GrantTree tree;
  private final HostAttributes attributes;

  /** Files under the grants; where two cover a path the longer guest path wins. */
  public GrantedFiles(List<Grant> grants) {
    this(grants, false);
  }

  /**
   * As the other.
   *
   * @param temporary whether there are also a {@code /tmp} and a {@code /dev/shm} of the machine's
   *     own, where they are not granted
   */
  public GrantedFiles(List<Grant> grants, boolean temporary) {
    this.attributes =
        new HostAttributes(
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix"));
    this.tree = new GrantTree(grants, temporary, attributes);
  }

  @Override
  public void close() {
    tree.close();
  }

  @Override
  public OpenFile open(String path, int flags, int mode) throws LinuxError {
    boolean create = (flags & OpenFile.O_CREAT) != 0;
    boolean exclusive = create && (flags & OpenFile.O_EXCL) != 0;
    boolean follow = (flags & OpenFile.O_NOFOLLOW) == 0 && !exclusive;
    GrantTree.Place place = tree.walk(path, follow);
    DeviceFile.Kind device = DeviceFile.named(place.guest());
    boolean writes = (flags & OpenFile.O_ACCMODE) != 0;
    if (device != null) {
      if (exclusive) {
        throw new LinuxError(Errno.EEXIST);
      }
      if ((flags & OpenFile.O_DIRECTORY) != 0 || path.endsWith("/")) {
        throw new LinuxError(Errno.ENOTDIR);
      }
      return new DeviceFile(device, place.guest(), flags);
    }
    if (tree.isSyntheticDirectory(place)) {
      if (exclusive) {
        throw new LinuxError(Errno.EEXIST);
      }
      if (writes || create) {
        throw new LinuxError(Errno.EISDIR);
      }
      return new HostDirectory(this, place.guest(), null);
    }
    Path host = place.onHost(Errno.ENOENT);
    if ((flags & OpenFile.O_TMPFILE) != 0) {
      return unnamed(place, host, flags, mode);
    }
    boolean exists = Files.exists(host, LinkOption.NOFOLLOW_LINKS);
    if (exists && exclusive) {
      throw new LinuxError(Errno.EEXIST);
    }
    if (!exists && !create) {
      throw new LinuxError(Errno.ENOENT);
    }
    if (exists && Files.isSymbolicLink(host)) {
      throw new LinuxError(Errno.ELOOP);
    }
    if (exists && Files.isDirectory(host, LinkOption.NOFOLLOW_LINKS)) {
      if (writes || create) {
        throw new LinuxError(Errno.EISDIR);
      }
      attributes.check(host, 4);
      return new HostDirectory(this, place.guest(), host);
    }
    if ((flags & OpenFile.O_DIRECTORY) != 0 || path.endsWith("/")) {
      throw new LinuxError(
          exists ? Errno.ENOTDIR : path.endsWith("/") ? Errno.EISDIR : Errno.ENOENT);
    }
    if (place.readOnly() && (writes || !exists || (flags & OpenFile.O_TRUNC) != 0)) {
      throw new LinuxError(Errno.EROFS);
    }
    if (exists && !Files.isRegularFile(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.EACCES); // Host devices, pipes and sockets are not granted.
    }
    if (exists) {
      int access = flags & OpenFile.O_ACCMODE;
      boolean truncates = (flags & OpenFile.O_TRUNC) != 0;
      attributes.check(
          host, (access != OpenFile.O_WRONLY ? 4 : 0) | (access != 0 || truncates ? 2 : 0));
    } else {
      attributes.checkParent(host);
    }
    try {
      return HostFile.open(
          this, place.guest(), host, flags, exists, mode & 07777, attributes.posix());
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  /** O_TMPFILE: the file loses its name at once, and cannot be given one. */
  private OpenFile unnamed(GrantTree.Place place, Path directory, int flags, int mode)
      throws LinuxError {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      boolean exists = Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
      throw new LinuxError(exists ? Errno.ENOTDIR : Errno.ENOENT);
    }
    if ((flags & OpenFile.O_DIRECTORY) == 0 || (flags & OpenFile.O_ACCMODE) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    Path writable = place.writable();
    attributes.check(writable, 3);
    String name = "#" + java.util.UUID.randomUUID();
    Path host = writable.resolve(name);
    int plain = flags & ~OpenFile.O_TRUNC | OpenFile.O_CREAT | OpenFile.O_EXCL;
    try {
      OpenFile file =
          HostFile.open(
              this,
              place.guest() + "/" + name + " (deleted)",
              host,
              plain,
              false,
              mode & 07777,
              attributes.posix());
      Files.delete(host);
      return file;
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public Stat stat(String path, boolean follow) throws LinuxError {
    GrantTree.Place place = tree.walk(path, follow);
    DeviceFile.Kind device = DeviceFile.named(place.guest());
    if (device != null) {
      return DeviceFile.stat(device);
    }
    if (tree.isSyntheticDirectory(place)) {
      return Stat.simple(place.guest().hashCode() & 0xffffffffL, Stat.S_IFDIR | 0555, 0, 4096);
    }
    Path host = place.onHost(Errno.ENOENT);
    Stat stat = attributes.stat(host);
    if (path.endsWith("/") && !stat.isDirectory()) {
      throw new LinuxError(Errno.ENOTDIR);
    }
    return stat;
  }

  HostAttributes attributes() {
    return attributes;
  }

  /** Entries of a directory; {@code host} null for one that only leads to grants. */
  List<OpenFile.Entry> list(String guest, @Nullable Path host) throws LinuxError {
    List<OpenFile.Entry> entries = new ArrayList<>();
    entries.add(new OpenFile.Entry(".", 1, 4));
    entries.add(new OpenFile.Entry("..", 1, 4));
    Set<String> granted = tree.grantNames(guest);
    if (guest.equals("/")) {
      granted.add("dev");
      granted.add("proc");
    }
    if (guest.equals("/dev")) {
      for (String name : List.of("null", "zero", "full", "random", "urandom")) {
        entries.add(new OpenFile.Entry(name, 100 + name.length(), 2));
      }
      entries.add(new OpenFile.Entry("ptmx", 2, 2));
      entries.add(new OpenFile.Entry("tty", 8, 2));
      granted.add("pts");
    }
    if (host != null) {
      try (var stream = Files.newDirectoryStream(host)) {
        for (Path path : stream) {
          String name = String.valueOf(path.getFileName());
          granted.remove(name);
          entries.add(entry(name, path));
        }
      } catch (IOException e) {
        throw HostErrors.error(e);
      }
    }
    for (String name : granted) {
      entries.add(new OpenFile.Entry(name, name.hashCode() & 0xffffffffL, 4));
    }
    return entries;
  }

  private OpenFile.Entry entry(String name, Path path) {
    try {
      Stat stat = attributes.stat(path);
      return new OpenFile.Entry(name, stat.inode(), (stat.mode() & Stat.S_IFMT) >>> 12);
    } catch (LinuxError e) {
      return new OpenFile.Entry(name, 1, 0); // Gone in the meantime.
    }
  }

  @Override
  public String readLink(String path) throws LinuxError {
    GrantTree.Place place = tree.walk(path, false);
    if (tree.isSyntheticDirectory(place) || DeviceFile.named(place.guest()) != null) {
      throw new LinuxError(Errno.EINVAL); // There, and no link.
    }
    return GrantTree.linkTarget(place.onHost(Errno.ENOENT));
  }

  private GrantTree.Place newPlace(String path) throws LinuxError {
    GrantTree.Place place = tree.walk(path, false);
    if (tree.isSyntheticDirectory(place) || DeviceFile.named(place.guest()) != null) {
      throw new LinuxError(Errno.EEXIST);
    }
    Path host = place.onHost(Errno.EACCES);
    if (Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.EEXIST);
    }
    attributes.checkParent(place.writable());
    return place;
  }

  @Override
  public void makeDirectory(String path, int mode) throws LinuxError {
    Path host = newPlace(path).writable();
    try {
      Files.createDirectory(host);
      attributes.setMode(host, mode);
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public void removeDirectory(String path) throws LinuxError {
    Path host = existing(path);
    if (!Files.isDirectory(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.ENOTDIR);
    }
    delete(host);
  }

  @Override
  public void unlink(String path) throws LinuxError {
    Path host = existing(path);
    if (Files.isDirectory(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.EISDIR);
    }
    delete(host);
  }

  /** A host path that exists and may be changed; never the root of a grant. */
  private Path existing(String path) throws LinuxError {
    GrantTree.Place place = tree.walk(path, false);
    if (tree.isSyntheticDirectory(place) || tree.isGrantRoot(place.guest())) {
      throw new LinuxError(Errno.EBUSY);
    }
    Path host = place.onHost(Errno.ENOENT);
    if (!Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.ENOENT);
    }
    attributes.checkParent(place.writable());
    return place.writable();
  }

  private static void delete(Path host) throws LinuxError {
    try {
      Files.delete(host);
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public void rename(String from, String to, boolean exclusive) throws LinuxError {
    Path source = existing(from);
    GrantTree.Place place = tree.walk(to, false);
    if (tree.isSyntheticDirectory(place) || tree.isGrantRoot(place.guest())) {
      throw new LinuxError(Errno.EBUSY);
    }
    Path target = place.writable();
    attributes.checkParent(target);
    boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (exists && exclusive) {
      throw new LinuxError(Errno.EEXIST);
    }
    if (exists) {
      boolean fromDirectory = Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS);
      boolean toDirectory = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
      if (fromDirectory != toDirectory) {
        throw new LinuxError(toDirectory ? Errno.EISDIR : Errno.ENOTDIR);
      }
    }
    try {
      Path unused = Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public void link(String existing, String path) throws LinuxError {
    Path source = existing(existing);
    Path host = newPlace(path).writable();
    try {
      Path unused = Files.createLink(host, source);
    } catch (IOException e) {
      throw HostErrors.error(e);
    } catch (UnsupportedOperationException e) {
      throw new LinuxError(Errno.EPERM);
    }
  }

  @Override
  public void symbolicLink(String target, String path) throws LinuxError {
    Path host = newPlace(path).writable();
    try {
      Path unused = Files.createSymbolicLink(host, Path.of(target));
    } catch (IOException e) {
      throw HostErrors.error(e);
    } catch (InvalidPathException e) {
      throw new LinuxError(Errno.EINVAL);
    } catch (UnsupportedOperationException e) {
      throw new LinuxError(Errno.EPERM);
    }
  }

  @Override
  public void changeMode(String path, int mode, boolean follow) throws LinuxError {
    GrantTree.Place place = tree.walk(path, follow);
    if (DeviceFile.named(place.guest()) != null) {
      return;
    }
    Path unused = place.onHost(Errno.ENOENT);
    Path host = place.writable();
    if (Files.isSymbolicLink(host)) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    try {
      attributes.setMode(host, mode);
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public ExtendedAttributes attributes(String path, boolean follow, boolean writes)
      throws LinuxError {
    GrantTree.Place place = tree.walk(path, follow);
    if (DeviceFile.named(place.guest()) != null || tree.isSyntheticDirectory(place)) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    Path host = place.onHost(Errno.ENOENT);
    attributes.check(writes ? place.writable() : host, writes ? 2 : 4);
    return UserAttributes.of(host);
  }

  @Override
  public void setTimes(String path, long accessed, long modified, boolean follow)
      throws LinuxError {
    GrantTree.Place place = tree.walk(path, follow);
    Path unused = place.onHost(Errno.ENOENT);
    Path host = place.writable();
    if (!Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.ENOENT);
    }
    try {
      BasicFileAttributeView view =
          Files.getFileAttributeView(host, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      view.setTimes(HostAttributes.time(modified), HostAttributes.time(accessed), null);
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public void truncate(String path, long length) throws LinuxError {
    GrantTree.Place place = tree.walk(path, true);
    Path host = place.onHost(Errno.ENOENT);
    if (Files.isDirectory(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.EISDIR);
    }
    attributes.check(place.writable(), 2);
    try (var channel =
        Files.newByteChannel(host, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      HostFile.resize((java.nio.channels.FileChannel) channel, length);
      HostFile.mapped().afterTruncate(FileId.of(attributes.stat(host)), length);
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public void access(String path, int mode) throws LinuxError {
    GrantTree.Place place = tree.walk(path, true);
    if (DeviceFile.named(place.guest()) != null) {
      return;
    }
    if (tree.isSyntheticDirectory(place)) {
      if ((mode & 2) != 0) {
        throw new LinuxError(Errno.EROFS);
      }
      return;
    }
    Path host = place.onHost(Errno.ENOENT);
    if (!Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.ENOENT);
    }
    if ((mode & 2) != 0 && place.readOnly()) {
      throw new LinuxError(Errno.EROFS);
    }
    boolean allowed =
        ((mode & 4) == 0 || Files.isReadable(host))
            && ((mode & 2) == 0 || Files.isWritable(host))
            && ((mode & 1) == 0 || Files.isExecutable(host))
            && attributes.allows(host, mode & 7);
    if (!allowed) {
      throw new LinuxError(Errno.EACCES);
    }
  }

  @Override
  public String canonical(String path) throws LinuxError {
    try {
      return tree.walk(path, true).guest();
    } catch (ReadOnlyFileSystemException e) {
      throw new LinuxError(Errno.EROFS);
    }
  }
}
