package dev.ferry.machine.linux;

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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Host directories under guest paths, and a few devices.
 *
 * <p>Paths are walked here, part by part, and never given to the host with a link or a {@code ..}
 * in them: {@code ..} goes up in the guest's tree, a link's target is read and walked in the
 * guest's tree, and every host access says not to follow links. So nothing outside the grants can
 * be reached.
 */
public final class GrantedFiles implements GuestFileSystem {
  private static final int MAX_LINKS = 40;
  private static final int MAX_PATH = 4096;
  private static final int MAX_NAME = 255;

  /** What lies under a guest path. */
  private record Root(String guest, Host host, boolean readOnly) {}

  /** A directory of the host's, which may have to be made first. */
  private interface Host {
    Path path() throws LinuxError;
  }

  private final List<Root> roots = new ArrayList<>();
  private final List<PrivateFolder> privateFolders = new ArrayList<>();
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
    for (Grant grant : grants) {
      roots.add(new Root(grant.guest(), grant::host, grant.readOnly()));
    }
    if (temporary) {
      addPrivate("/tmp", false);
      addPrivate("/dev/shm", true);
    }
    roots.sort(Comparator.comparingInt((Root r) -> r.guest.length()).reversed());
    this.attributes =
        new HostAttributes(
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix"));
  }

  /**
   * Where a guest path leads.
   *
   * @param guest canonical guest path
   * @param host the host's, or null for a directory that only leads to grants, or a device
   */
  private record Place(String guest, @Nullable Path host, boolean readOnly) {
    Path onHost(int errno) throws LinuxError {
      if (host == null) {
        throw new LinuxError(errno);
      }
      return host;
    }

    Path writable() throws LinuxError {
      if (host == null || readOnly) {
        throw new LinuxError(Errno.EROFS);
      }
      return host;
    }
  }

  private void addPrivate(String guest, boolean inMemory) {
    if (!isGrantRoot(guest)) {
      PrivateFolder folder = new PrivateFolder(inMemory);
      privateFolders.add(folder);
      roots.add(new Root(guest, folder::host, false));
    }
  }

  @Override
  public void close() {
    privateFolders.forEach(PrivateFolder::close);
  }

  // ---- walking -----------------------------------------------------------------------------

  private Place walk(String path, boolean follow) throws LinuxError {
    if (path.isEmpty()) {
      throw new LinuxError(Errno.ENOENT);
    }
    if (path.length() >= MAX_PATH) {
      throw new LinuxError(Errno.ENAMETOOLONG);
    }
    List<String> done = new ArrayList<>();
    List<String> todo = new ArrayList<>(parts(path));
    boolean mustBeDirectory = path.endsWith("/") || path.endsWith("/.");
    int links = 0;
    while (!todo.isEmpty()) {
      String part = todo.removeFirst();
      if (part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
        continue;
      }
      if (part.length() > MAX_NAME) {
        throw new LinuxError(Errno.ENAMETOOLONG);
      }
      done.add(part);
      boolean last = todo.isEmpty();
      Place here = place(join(done));
      if (!last && device(here.guest) != null) {
        throw new LinuxError(Errno.ENOTDIR);
      }
      if (here.host == null || isSyntheticDirectory(here)) {
        continue;
      }
      if (Files.isSymbolicLink(here.host)) {
        if (last && !follow && !mustBeDirectory) {
          break;
        }
        if (++links > MAX_LINKS) {
          throw new LinuxError(Errno.ELOOP);
        }
        String target = linkTarget(here.host);
        done.removeLast();
        if (target.startsWith("/")) {
          done.clear();
        }
        todo.addAll(0, parts(target));
      } else if (!last) {
        if (!Files.isDirectory(here.host, LinkOption.NOFOLLOW_LINKS)) {
          boolean exists = Files.exists(here.host, LinkOption.NOFOLLOW_LINKS);
          throw new LinuxError(exists ? Errno.ENOTDIR : Errno.ENOENT);
        }
        check(here.host, 1);
      }
    }
    return place(join(done));
  }

  private void check(Path host, int wanted) throws LinuxError {
    if (!attributes.allows(host, wanted)) {
      throw new LinuxError(Errno.EACCES);
    }
  }

  /** Names in the directory of a path are about to change. */
  private void checkParent(Path host) throws LinuxError {
    Path parent = host.getParent();
    if (parent != null) {
      check(parent, 3);
    }
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static String join(List<String> parts) {
    return "/" + String.join("/", parts);
  }

  private static String linkTarget(Path link) throws LinuxError {
    try {
      return Files.readSymbolicLink(link).toString().replace('\\', '/');
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  private Place place(String guest) throws LinuxError {
    for (Root root : roots) {
      try {
        if (guest.equals(root.guest)) {
          return new Place(guest, root.host.path(), root.readOnly);
        }
        String prefix = root.guest.equals("/") ? "/" : root.guest + "/";
        if (guest.startsWith(prefix)) {
          Path host = root.host.path().resolve(guest.substring(prefix.length()));
          return new Place(guest, host, root.readOnly);
        }
      } catch (InvalidPathException e) {
        throw new LinuxError(Errno.ENOENT);
      }
    }
    return new Place(guest, null, true);
  }

  /** Names below a directory that exist only because grants lie there. */
  private Set<String> grantNames(String guest) {
    Set<String> names = new HashSet<>();
    String prefix = guest.equals("/") ? "/" : guest + "/";
    for (Root root : roots) {
      if (root.guest.startsWith(prefix) && root.guest.length() > prefix.length()) {
        String rest = root.guest.substring(prefix.length());
        int slash = rest.indexOf('/');
        names.add(slash < 0 ? rest : rest.substring(0, slash));
      }
    }
    return names;
  }

  /** A directory without one of the host's behind it: it leads to grants or devices. */
  private boolean isSyntheticDirectory(Place place) {
    boolean leads =
        place.guest.equals("/dev")
            || place.guest.equals("/") && place.host == null
            || !grantNames(place.guest).isEmpty();
    return leads && (place.host == null || !Files.exists(place.host, LinkOption.NOFOLLOW_LINKS));
  }

  private static DeviceFile.@Nullable Kind device(String guest) {
    return switch (guest) {
      case "/dev/null" -> DeviceFile.Kind.NULL;
      case "/dev/zero" -> DeviceFile.Kind.ZERO;
      case "/dev/full" -> DeviceFile.Kind.FULL;
      case "/dev/random", "/dev/urandom" -> DeviceFile.Kind.RANDOM;
      default -> null;
    };
  }

  // ---- operations --------------------------------------------------------------------------

  @Override
  public OpenFile open(String path, int flags, int mode) throws LinuxError {
    boolean create = (flags & OpenFile.O_CREAT) != 0;
    boolean exclusive = create && (flags & OpenFile.O_EXCL) != 0;
    boolean follow = (flags & OpenFile.O_NOFOLLOW) == 0 && !exclusive;
    Place place = walk(path, follow);
    DeviceFile.Kind device = device(place.guest);
    boolean writes = (flags & OpenFile.O_ACCMODE) != 0;
    if (device != null) {
      if (exclusive) {
        throw new LinuxError(Errno.EEXIST);
      }
      if ((flags & OpenFile.O_DIRECTORY) != 0 || path.endsWith("/")) {
        throw new LinuxError(Errno.ENOTDIR);
      }
      return new DeviceFile(device, place.guest, flags);
    }
    if (isSyntheticDirectory(place)) {
      if (exclusive) {
        throw new LinuxError(Errno.EEXIST);
      }
      if (writes || create) {
        throw new LinuxError(Errno.EISDIR);
      }
      return new HostDirectory(this, place.guest, null);
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
      check(host, 4);
      return new HostDirectory(this, place.guest, host);
    }
    if ((flags & OpenFile.O_DIRECTORY) != 0 || path.endsWith("/")) {
      throw new LinuxError(
          exists ? Errno.ENOTDIR : path.endsWith("/") ? Errno.EISDIR : Errno.ENOENT);
    }
    if (place.readOnly && (writes || !exists || (flags & OpenFile.O_TRUNC) != 0)) {
      throw new LinuxError(Errno.EROFS);
    }
    if (exists && !Files.isRegularFile(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.EACCES); // Host devices, pipes and sockets are not granted.
    }
    if (exists) {
      int access = flags & OpenFile.O_ACCMODE;
      boolean truncates = (flags & OpenFile.O_TRUNC) != 0;
      check(host, (access != OpenFile.O_WRONLY ? 4 : 0) | (access != 0 || truncates ? 2 : 0));
    } else {
      checkParent(host);
    }
    try {
      return HostFile.open(
          this, place.guest, host, flags, exists, mode & 07777, attributes.posix());
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  /** O_TMPFILE: the file loses its name at once, and cannot be given one. */
  private OpenFile unnamed(Place place, Path directory, int flags, int mode) throws LinuxError {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      boolean exists = Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
      throw new LinuxError(exists ? Errno.ENOTDIR : Errno.ENOENT);
    }
    if ((flags & OpenFile.O_DIRECTORY) == 0 || (flags & OpenFile.O_ACCMODE) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    Path writable = place.writable();
    check(writable, 3);
    String name = "#" + java.util.UUID.randomUUID();
    Path host = writable.resolve(name);
    int plain = flags & ~OpenFile.O_TRUNC | OpenFile.O_CREAT | OpenFile.O_EXCL;
    try {
      OpenFile file =
          HostFile.open(
              this,
              place.guest + "/" + name + " (deleted)",
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
    Place place = walk(path, follow);
    DeviceFile.Kind device = device(place.guest);
    if (device != null) {
      return DeviceFile.stat(device);
    }
    if (isSyntheticDirectory(place)) {
      return Stat.simple(place.guest.hashCode() & 0xffffffffL, Stat.S_IFDIR | 0555, 0, 4096);
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
    Set<String> granted = grantNames(guest);
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
    Place place = walk(path, false);
    Path host = place.onHost(isSyntheticDirectory(place) ? Errno.EINVAL : Errno.ENOENT);
    return linkTarget(host);
  }

  private Place newPlace(String path) throws LinuxError {
    Place place = walk(path, false);
    if (isSyntheticDirectory(place) || device(place.guest) != null) {
      throw new LinuxError(Errno.EEXIST);
    }
    Path host = place.onHost(Errno.EACCES);
    if (Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.EEXIST);
    }
    checkParent(place.writable());
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
    Place place = walk(path, false);
    if (isSyntheticDirectory(place) || isGrantRoot(place.guest)) {
      throw new LinuxError(Errno.EBUSY);
    }
    Path host = place.onHost(Errno.ENOENT);
    if (!Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.ENOENT);
    }
    checkParent(place.writable());
    return place.writable();
  }

  private boolean isGrantRoot(String guest) {
    return roots.stream().anyMatch(root -> root.guest.equals(guest));
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
    Place place = walk(to, false);
    if (isSyntheticDirectory(place) || isGrantRoot(place.guest)) {
      throw new LinuxError(Errno.EBUSY);
    }
    Path target = place.writable();
    checkParent(target);
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
    Place place = walk(path, follow);
    if (device(place.guest) != null) {
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
  public void setTimes(String path, long accessed, long modified, boolean follow)
      throws LinuxError {
    Place place = walk(path, follow);
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
    Place place = walk(path, true);
    Path host = place.onHost(Errno.ENOENT);
    if (Files.isDirectory(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.EISDIR);
    }
    check(place.writable(), 2);
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
    Place place = walk(path, true);
    if (device(place.guest) != null) {
      return;
    }
    if (isSyntheticDirectory(place)) {
      if ((mode & 2) != 0) {
        throw new LinuxError(Errno.EROFS);
      }
      return;
    }
    Path host = place.onHost(Errno.ENOENT);
    if (!Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new LinuxError(Errno.ENOENT);
    }
    if ((mode & 2) != 0 && place.readOnly) {
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
      return walk(path, true).guest;
    } catch (ReadOnlyFileSystemException e) {
      throw new LinuxError(Errno.EROFS);
    }
  }
}
