package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which host paths lie under which guest paths.
 *
 * <p>Paths are walked here, part by part, and never given to the host with a link or a {@code ..}
 * in them: {@code ..} goes up in the guest's tree, a link's target is read and walked in the
 * guest's tree.
 */
final class GrantTree {
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

  /** As {@link GrantedFiles#GrantedFiles(List, boolean)}. */
  GrantTree(List<Grant> grants, boolean temporary, HostAttributes attributes) {
    this.attributes = attributes;
    for (Grant grant : grants) {
      roots.add(new Root(grant.guest(), grant::host, grant.readOnly()));
    }
    if (temporary) {
      addPrivate("/tmp", false);
      addPrivate("/dev/shm", true);
    }
    roots.sort(Comparator.comparingInt((Root r) -> r.guest.length()).reversed());
  }

  /**
   * Where a guest path leads.
   *
   * @param guest canonical guest path
   * @param host the host's, or null for a directory that only leads to grants, or a device
   */
  record Place(String guest, @Nullable Path host, boolean readOnly) {
    /** The host's, or a failure with that number. */
    Path onHost(int errno) throws LinuxError {
      if (host == null) {
        throw new LinuxError(errno);
      }
      return host;
    }

    /** The host's, or EROFS where it may not be changed. */
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

  /** The machine has ended: its own folders go. */
  void close() {
    privateFolders.forEach(PrivateFolder::close);
  }

  /** Where a path leads, which need not exist; {@code follow} whether a link at its end counts. */
  Place walk(String path, boolean follow) throws LinuxError {
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
      if (!last && DeviceFile.named(here.guest) != null) {
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
        attributes.check(here.host, 1);
      }
    }
    return place(join(done));
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

  /** Where a link of the host leads, as the guest writes it. */
  static String linkTarget(Path link) throws LinuxError {
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
  Set<String> grantNames(String guest) {
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
  boolean isSyntheticDirectory(Place place) {
    boolean leads =
        place.guest.equals("/dev")
            || place.guest.equals("/") && place.host == null
            || !grantNames(place.guest).isEmpty();
    return leads && (place.host == null || !Files.exists(place.host, LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether a grant lies there, or a folder of the machine's own. */
  boolean isGrantRoot(String guest) {
    return roots.stream().anyMatch(root -> root.guest.equals(guest));
  }
}
