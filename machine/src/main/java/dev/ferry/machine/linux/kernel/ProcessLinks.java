package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.GuestText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths that go through a link below {@code /proc} or {@code /dev/fd}, such as {@code
 * /proc/self/cwd/file} or {@code /dev/fd/3/file}: what lies behind is where the link leads.
 */
final class ProcessLinks {
  private static final int MAX_LINKS = 40;

  private ProcessLinks() {}

  /** The path without such links but at its end; below {@code /proc} also without dots. */
  static String resolve(GuestThread t, String path) {
    String found = path;
    for (int links = 0; links < MAX_LINKS; links++) {
      String next = lies(found) ? follow(t, found) : found;
      if (next.equals(found)) {
        break;
      }
      found = next;
    }
    return found;
  }

  private static boolean lies(String path) {
    return path.startsWith("/proc/") || path.startsWith("/dev/fd/");
  }

  /** As far as the first link that something lies behind. */
  private static String follow(GuestThread t, String path) {
    List<String> done = new ArrayList<>();
    List<String> todo = new ArrayList<>(List.of(path.split("/", -1)));
    while (!todo.isEmpty()) {
      String part = todo.removeFirst();
      if (part.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        done.add(part);
        String target = todo.isEmpty() ? null : target(t, done);
        if (target != null) {
          return target + "/" + String.join("/", todo);
        }
      }
    }
    return "/" + String.join("/", done) + (path.endsWith("/") && !done.isEmpty() ? "/" : "");
  }

  /** Where a link leads; null where the path is none. */
  private static @Nullable String target(GuestThread t, List<String> parts) {
    int size = parts.size();
    if (size == 3 && parts.get(0).equals("dev") && parts.get(1).equals("fd")) {
      return opened(t.process(), parts.get(2));
    }
    if (size < 3 || !parts.get(0).equals("proc")) {
      return null;
    }
    String who = parts.get(1);
    boolean self = who.equals("self") || who.equals("thread-self");
    GuestProcess process = self ? t.process() : t.process().kernel().process(GuestText.number(who));
    int at = size > 4 && parts.get(2).equals("task") ? 4 : 2;
    if (process == null) {
      return null;
    }
    if (size == at + 2 && parts.get(at).equals("fd")) {
      return process == t.process() ? opened(process, parts.get(at + 1)) : null;
    }
    if (size != at + 1) {
      return null;
    }
    return switch (parts.get(at)) {
      case "cwd" -> process.directory;
      case "root" -> "";
      case "exe" -> process.program().executable;
      default -> null;
    };
  }

  private static @Nullable String opened(GuestProcess process, String number) {
    OpenFile file = process.fds().find(GuestText.number(number));
    return file != null && file.path().startsWith("/") ? file.path() : null;
  }
}
