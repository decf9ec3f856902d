package dev.ferry.binutils.tools;

import dev.ferry.binutils.ar.Archive;
import dev.ferry.binutils.ar.ArchiveFormatException;
import dev.ferry.binutils.ar.ArchiveWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code ar} and {@code ranlib} commands. */
public final class Ar {
  private final ToolContext context;
  private char operation;
  private boolean create;
  private boolean index = true;
  private boolean indexWanted;
  private boolean verbose;
  private boolean newerOnly;
  private boolean deterministic = true;
  private boolean thin;
  private boolean fullPath;
  private boolean keepDates;
  private boolean after;
  private boolean before;
  private int instance;
  private @Nullable String position;
  private @Nullable String outputDirectory;
  private String archiveName = "";
  private List<String> names = new ArrayList<>();

  private Ar(ToolContext context) {
    this.context = context;
  }

  /** Runs {@code ar}. */
  public static int run(String[] args, ToolContext context) {
    Ar ar = new Ar(context);
    try {
      if (ar.parse(new ArrayList<>(ArgumentFiles.expand(List.of(args), context.directory())))) {
        return 0;
      }
      return ar.perform();
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
    } catch (ArchiveFormatException e) {
      context.err().println(context.program() + ": " + e.report());
    } catch (IOException e) {
      context.err().println(context.program() + ": " + e.getMessage());
    }
    return 1;
  }

  /** Runs {@code ranlib}: writes the symbol index of each archive anew. */
  public static int runRanlib(String[] args, ToolContext context) {
    int status = 0;
    boolean any = false;
    boolean deterministic = true;
    for (String arg : ArgumentFiles.expand(List.of(args), context.directory())) {
      if (arg.equals("--version") || arg.equals("-v") || arg.equals("-V")) {
        context.out().println("GNU ranlib compatible (Ferry) 2.40");
        return 0;
      } else if (arg.startsWith("-")) {
        deterministic &= arg.indexOf('U') < 0;
      } else {
        any = true;
        Ar ar = new Ar(context);
        ar.operation = 's';
        ar.archiveName = arg;
        ar.deterministic = deterministic;
        try {
          status |= ar.perform();
        } catch (ToolException e) {
          context.err().println(context.program() + ": " + e.getMessage());
          status = 1;
        } catch (ArchiveFormatException e) {
          context.err().println(context.program() + ": " + e.report());
          status = 1;
        } catch (IOException e) {
          context.err().println(context.program() + ": '" + arg + "': No such file");
          status = 1;
        }
      }
    }
    if (!any) {
      context.err().println("Usage: ranlib [options] archive");
      return 1;
    }
    return status;
  }

  private boolean parse(List<String> args) {
    boolean sawLetters = false;
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("--version")) {
        context.out().println("GNU ar compatible (Ferry) 2.40");
        return true;
      } else if (arg.equals("--help")) {
        context
            .out()
            .println(
                "Usage: ar [-]{dmpqrstx}[abcDfilMNoOPsSTuvV] [member-name] [count] archive-file"
                    + " file...");
        return true;
      } else if (arg.equals("--plugin") || arg.equals("--target")) {
        i++;
      } else if (arg.equals("--output") && i + 1 < args.size()) {
        outputDirectory = args.get(++i);
      } else if (arg.equals("--thin")) {
        thin = true;
      } else if (arg.startsWith("--")) {
        if (!arg.startsWith("--plugin=") && !arg.startsWith("--target=")) {
          throw new ToolException("unrecognized option '" + arg + "'");
        }
      } else if (!sawLetters || arg.startsWith("-") && rest.isEmpty()) {
        letters(arg);
        sawLetters = true;
      } else {
        rest.add(arg);
      }
    }
    if (after || before) {
      position = take(rest);
    }
    if (instance < 0) {
      instance = Integer.parseInt(take(rest));
    }
    archiveName = take(rest);
    names = rest;
    if (operation == 0) {
      if (!indexWanted) {
        throw new ToolException("no operation specified");
      }
      operation = 's';
    } else if (operation == 'q' && indexWanted) {
      operation = 'r'; // GNU's manual: "qs" is a synonym for "r"
    }
    return false;
  }

  private static String take(List<String> rest) {
    if (rest.isEmpty()) {
      throw new ToolException("no archive specified");
    }
    return rest.removeFirst();
  }

  private void letters(String text) {
    for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case 'd', 'm', 'p', 'q', 'r', 't', 'x' -> {
          if (operation != 0 && operation != c) {
            throw new ToolException("two different operation options specified");
          }
          operation = c;
        }
        case 'a' -> after = true;
        case 'b', 'i' -> before = true;
        case 'c' -> create = true;
        case 'D' -> deterministic = true;
        case 'U' -> deterministic = false;
        case 'N' -> instance = -1;
        case 'o' -> keepDates = true;
        case 'P' -> fullPath = true;
        case 's' -> {
          index = true;
          indexWanted = true;
        }
        case 'S' -> index = false;
        case 'T' -> thin = true;
        case 'u' -> newerOnly = true;
        case 'v' -> verbose = true;
        case 'V' -> context.out().println("GNU ar compatible (Ferry) 2.40");
        case 'f', 'l', 'O' -> {}
        default -> throw new ToolException("invalid option -- '" + c + "'");
      }
    }
  }

  private int perform() throws IOException {
    return switch (operation) {
      case 't', 'p', 'x' -> readMembers();
      case 'r', 'q' -> insert();
      case 'd' -> delete();
      case 'm' -> move();
      default -> {
        if (!Files.exists(path())) {
          throw new ToolException("'" + archiveName + "': No such file");
        }
        write(load());
        yield 0;
      }
    };
  }

  private Path path() {
    return context.resolve(archiveName);
  }

  private List<ArchiveWriter.Entry> load() throws IOException {
    List<ArchiveWriter.Entry> entries = new ArrayList<>();
    if (!Files.exists(path())) {
      return entries;
    }
    try (Archive archive = Archive.open(archiveName, path())) {
      thin |= archive.isThin();
      for (Archive.Member member : archive.members()) {
        entries.add(
            new ArchiveWriter.Entry(
                member.name(),
                archive.read(member),
                member.date(),
                member.owner(),
                member.group(),
                member.mode()));
      }
    }
    return entries;
  }

  private void write(List<ArchiveWriter.Entry> entries) throws IOException {
    long date = deterministic ? 0 : Instant.now().getEpochSecond();
    byte[] bytes = ArchiveWriter.write(entries, index, thin, date);
    Files.write(path(), bytes);
  }

  private int readMembers() throws IOException {
    if (!Files.exists(path())) {
      throw new ToolException(archiveName + ": No such file or directory");
    }
    int status = 0;
    try (Archive archive = Archive.open(archiveName, path())) {
      List<Archive.Member> members = archive.members();
      if (names.isEmpty()) {
        for (Archive.Member member : members) {
          show(archive, member);
        }
        return 0;
      }
      Set<Archive.Member> shown = new HashSet<>(); // a name given twice means two members
      for (String name : names) {
        boolean found = false;
        int seen = 0;
        for (Archive.Member member : members) {
          if (member.name().equals(baseName(name))
              && !shown.contains(member)
              && (instance == 0 || ++seen == instance)) {
            show(archive, member);
            shown.add(member);
            found = true;
            break;
          }
        }
        if (!found) {
          context.err().println("no entry " + name + " in archive");
          status = 1;
        }
      }
    }
    return status;
  }

  private void show(Archive archive, Archive.Member member) throws IOException {
    switch (operation) {
      case 't' -> {
        if (verbose) {
          context.out().print(describe(member));
        }
        context.out().println(member.name());
      }
      case 'p' -> {
        if (verbose) {
          context.out().print("\n<" + member.name() + ">\n\n");
        }
        byte[] bytes = archive.read(member);
        context.out().write(bytes, 0, bytes.length);
      }
      default -> {
        if (verbose) {
          context.out().println("x - " + member.name());
        }
        extract(archive, member);
      }
    }
  }

  private static String describe(Archive.Member member) {
    StringBuilder mode = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      mode.append((member.mode() >> bit & 1) != 0 ? "xwr".charAt(bit % 3) : '-');
    }
    String date =
        DateTimeFormatter.ofPattern("MMM ppd HH:mm yyyy", Locale.ROOT)
            .withZone(ZoneId.systemDefault())
            .format(Instant.ofEpochSecond(member.date()));
    return String.format(
        "%s %d/%d %6d %s ", mode, member.owner(), member.group(), member.size(), date);
  }

  /** Only the last part of the name is used, so that an archive cannot write elsewhere. */
  private void extract(Archive archive, Archive.Member member) throws IOException {
    String name = baseName(member.name());
    if (name.isEmpty() || name.equals("..") || name.equals(".")) {
      throw new ToolException("illegal output pathname for archive member: " + member.name());
    }
    Path directory =
        outputDirectory == null ? context.directory() : context.resolve(outputDirectory);
    Path target = directory.resolve(name);
    Files.write(target, archive.read(member));
    if (keepDates) {
      Files.setLastModifiedTime(target, FileTime.from(Instant.ofEpochSecond(member.date())));
    }
  }

  private String baseName(String name) {
    return fullPath || thin ? name : name.substring(name.lastIndexOf('/') + 1);
  }

  private int insert() throws IOException {
    boolean existed = Files.exists(path());
    if (!existed && !create) {
      context.err().println(context.program() + ": creating " + archiveName);
    }
    List<ArchiveWriter.Entry> entries = load();
    int at = insertPosition(entries);
    // Files of one name from several folders are several members: they replace only what was there.
    Set<ArchiveWriter.Entry> added = Collections.newSetFromMap(new IdentityHashMap<>());
    for (String name : names) {
      ArchiveWriter.Entry entry = entry(name);
      int known = operation == 'q' ? -1 : indexOf(entries, entry.name(), added);
      added.add(entry);
      if (known >= 0) {
        if (newerOnly && entries.get(known).date() >= entry.date()) {
          continue;
        }
        entries.set(known, entry);
        say("r - " + name);
      } else {
        entries.add(Math.min(at, entries.size()), entry);
        at = at >= entries.size() - 1 ? entries.size() : at + 1;
        say("a - " + name);
      }
    }
    write(entries);
    return 0;
  }

  private int insertPosition(List<ArchiveWriter.Entry> entries) {
    if (position == null) {
      return entries.size();
    }
    int at = indexOf(entries, position);
    return at < 0 ? entries.size() : after ? at + 1 : at;
  }

  private void say(String text) {
    if (verbose) {
      context.out().println(text);
    }
  }

  private static int indexOf(List<ArchiveWriter.Entry> entries, String name) {
    return indexOf(entries, name, Set.of());
  }

  private static int indexOf(
      List<ArchiveWriter.Entry> entries, String name, Set<ArchiveWriter.Entry> except) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).name().equals(name) && !except.contains(entries.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private ArchiveWriter.Entry entry(String name) throws IOException {
    Path path = context.resolve(name);
    if (!Files.isRegularFile(path)) {
      throw new ToolException(
          name + ": " + (Files.exists(path) ? "not a regular file" : "No such file or directory"));
    }
    byte[] bytes = Files.readAllBytes(path);
    String stored = baseName(name);
    if (thin) {
      Path base = path().toAbsolutePath().getParent();
      stored = base == null ? name : base.relativize(path.toAbsolutePath()).toString();
    }
    if (deterministic) {
      return ArchiveWriter.Entry.deterministic(stored, bytes);
    }
    long date = Files.getLastModifiedTime(path).toInstant().getEpochSecond();
    return new ArchiveWriter.Entry(
        stored, bytes, date, attribute(path, "unix:uid"), attribute(path, "unix:gid"), mode(path));
  }

  private static int attribute(Path path, String name) throws IOException {
    try {
      return Files.getAttribute(path, name) instanceof Integer value ? value : 0;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return 0;
    }
  }

  private static int mode(Path path) throws IOException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      int mode = 0100000;
      for (PosixFilePermission permission : permissions) {
        mode |= 0400 >> permission.ordinal();
      }
      return mode;
    } catch (UnsupportedOperationException e) {
      return 0100644;
    }
  }

  private int delete() throws IOException {
    if (!Files.exists(path())) {
      throw new ToolException(archiveName + ": No such file or directory");
    }
    List<ArchiveWriter.Entry> entries = load();
    for (String name : names) {
      int at = indexOf(entries, baseName(name));
      if (at < 0) {
        say("No member named `" + name + "'");
      } else {
        say("d - " + name);
        entries.remove(at);
      }
    }
    write(entries);
    return 0;
  }

  private int move() throws IOException {
    List<ArchiveWriter.Entry> entries = load();
    List<ArchiveWriter.Entry> moved = new ArrayList<>();
    for (String name : names) {
      int at = indexOf(entries, baseName(name));
      if (at < 0) {
        throw new ToolException("no entry " + name + " in archive " + archiveName + "!");
      }
      moved.add(entries.remove(at));
      say("m - " + name);
    }
    entries.addAll(insertPosition(entries), moved);
    write(entries);
    return 0;
  }
}
