package dev.ferry.driver.cc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which C library a command line uses and where its headers, start files and archives are: Ferry's
 * own by default, or a cross glibc or musl by {@code --libc=} or {@code --sysroot=}.
 */
public final class Libraries {
  /** The kinds of C library. */
  public enum Kind {
    FERRY,
    GLIBC,
    MUSL,
    /** Only what a sysroot holds. */
    SYSROOT
  }

  /**
   * The folder of the variant of Ferry's libraries that the linker need not relax: without the
   * relocations and labels that relaxation wants it links in half the time.
   */
  public static final String NO_RELAX = "norelax";

  /**
   * The folder of the position-independent variant: all of the library for static PIEs, the
   * compiler's routines for shared objects too.
   */
  public static final String PIC = "pic";

  private final Kind kind;
  private final Path home;
  private final @Nullable Path sysroot;
  private final String abi;
  private final String march;
  private final String variant;

  private Libraries(Kind kind, Path home, @Nullable Path sysroot, CcOptions options) {
    this.kind = kind;
    this.home = home;
    this.sysroot = sysroot;
    march = options.march;
    abi = options.abi();
    variant = options.shared || options.linkPie ? PIC : options.relax ? "" : NO_RELAX;
  }

  /** Where Ferry itself is installed: the folder with {@code include} and {@code lib}. */
  public static Path home() {
    String property = System.getProperty("ferry.home");
    return property != null ? Path.of(property) : Path.of("dist").toAbsolutePath();
  }

  /**
   * Copies of the compiler's own headers, which are read from the jar: for builds that name their
   * folder after {@code -nostdinc}, and for line markers.
   */
  public static Path ownHeaders() {
    return home().resolve("lib/include");
  }

  /** The folder that Debian's cross packages use. */
  private static Path debian(int xlen) {
    return Path.of("/usr/riscv" + xlen + "-linux-gnu");
  }

  /**
   * @throws UsageException where the library asked for is not installed
   */
  public static Libraries choose(CcOptions options, java.util.Map<String, String> environment)
      throws UsageException {
    String name = options.libc;
    if (name.isEmpty()) {
      name = environment.getOrDefault("FERRY_LIBC", "");
    }
    Path home = home();
    if (options.sysroot != null) {
      return new Libraries(Kind.SYSROOT, home, Path.of(options.sysroot), options);
    }
    switch (name) {
      case "", "ferry" -> {
        boolean dynamic =
            options.shared || options.linksShared || options.linkPie && !options.linkStatic;
        if (name.isEmpty() && dynamic && Files.isDirectory(debian(options.xlen()))) {
          // What a dynamic linker loads needs a shared C library.
          return new Libraries(Kind.GLIBC, home, debian(options.xlen()), options);
        }
        checkStatic(options);
        return new Libraries(Kind.FERRY, home, null, options);
      }
      case "glibc" -> {
        Path root = debian(options.xlen());
        if (!Files.isDirectory(root)) {
          throw new UsageException(
              "--libc=glibc needs a cross glibc: none in "
                  + root
                  + " (Debian: apt-get install libc6-dev-riscv64-cross), or use --sysroot=");
        }
        return new Libraries(Kind.GLIBC, home, root, options);
      }
      case "musl" -> {
        for (String place : List.of("/usr/lib/riscv64-linux-musl", "/usr/riscv64-linux-musl")) {
          if (Files.isDirectory(Path.of(place))) {
            return new Libraries(Kind.MUSL, home, Path.of(place), options);
          }
        }
        throw new UsageException(
            "--libc=musl needs a cross musl; use --sysroot= to say where it is");
      }
      default -> throw new UsageException("unknown C library ‘" + name + "’: ferry, glibc or musl");
    }
  }

  /** The built-in library is for static executables; one message instead of a hundred. */
  private static void checkStatic(CcOptions options) throws UsageException {
    boolean links =
        options.stage == CcOptions.Stage.LINK
            && options.query == null
            && !options.noStandardLibraries
            && !options.noDefaultLibraries
            && !options.noLibc;
    if (links && options.shared) {
      throw new UsageException(
          "‘-shared’ needs a shared C library, which the built-in one is not:"
              + " use --libc=glibc or --sysroot=");
    }
  }

  /** Whether this is the built-in library and an installed glibc has a header of this name. */
  boolean glibcHas(String header) {
    int xlen = abi.startsWith("ilp32") ? 32 : 64;
    return kind == Kind.FERRY
        && header.indexOf('\0') < 0
        && Files.exists(debian(xlen).resolve("include").resolve(header));
  }

  public Kind kind() {
    return kind;
  }

  /** Header directories after the compiler's own, in search order. */
  public List<String> headerDirectories() {
    List<String> directories = new ArrayList<>();
    switch (kind) {
      case FERRY -> directories.add(home.resolve("include").toString());
      case GLIBC, MUSL -> directories.add(root().resolve("include").toString());
      case SYSROOT -> {
        for (String place :
            List.of(
                "usr/local/include", "usr/include/riscv64-linux-gnu", "usr/include", "include")) {
          Path path = root().resolve(place);
          if (Files.isDirectory(path)) {
            directories.add(path.toString());
          }
        }
      }
    }
    return directories;
  }

  private Path root() {
    Path path = sysroot;
    if (path == null) {
      throw new IllegalStateException("no sysroot");
    }
    return path;
  }

  /** Where archives and start files are looked for, in order. */
  public List<String> libraryDirectories() {
    List<String> directories = new ArrayList<>();
    switch (kind) {
      case FERRY -> {
        if (!variant.isEmpty()) {
          directories.add(ferryLibraries().resolve(variant).toString());
        }
        directories.add(ferryLibraries().toString());
      }
      case GLIBC -> {
        directories.add(root().resolve("lib").toString());
        Path gcc = newestGcc();
        if (gcc != null) {
          directories.add(gcc.toString());
        }
      }
      case MUSL -> directories.add(root().resolve("lib").toString());
      case SYSROOT -> {
        for (String place :
            List.of(
                "usr/lib/riscv64-linux-gnu",
                "lib/riscv64-linux-gnu",
                "usr/lib64/lp64d",
                "lib64/lp64d",
                "usr/lib64",
                "lib64",
                "usr/lib",
                "lib")) {
          Path path = root().resolve(place);
          if (Files.isDirectory(path)) {
            directories.add(path.toString());
          }
        }
      }
    }
    return directories;
  }

  private Path ferryLibraries() {
    return home.resolve("lib").resolve(march.startsWith("rv32") ? "rv32-" + abi : "rv64-" + abi);
  }

  /** Debian's cross gcc brings libgcc.a; its folder, or null. */
  private static @Nullable Path newestGcc() {
    Path folder = Path.of("/usr/lib/gcc-cross/riscv64-linux-gnu");
    try (var versions = Files.list(folder)) {
      return versions.max(java.util.Comparator.comparing(Path::toString)).orElse(null);
    } catch (java.io.IOException e) {
      return null;
    }
  }

  /** The file of this name in the library directories; null if there is none. */
  public @Nullable Path find(String name) {
    for (String directory : libraryDirectories()) {
      Path path = Path.of(directory, name);
      if (Files.exists(path)) {
        return path;
      }
    }
    return null;
  }

  /** The archive with the routines that the compiler calls by itself. */
  public Path runtime() {
    return ferryLibraries().resolve(variant).resolve("libferryrt.a");
  }

  /** The sysroot to show for {@code -print-sysroot}; empty for the built-in library. */
  public String sysroot() {
    return kind == Kind.SYSROOT ? root().toString() : "";
  }

  /** The dynamic linker's path in the running system. */
  public String dynamicLinker() {
    String prefix = abi.startsWith("ilp32") ? "32" : "64";
    if (kind == Kind.MUSL) {
      return "/lib/ld-musl-riscv" + prefix + (abi.endsWith("d") ? "" : "-sf") + ".so.1";
    }
    return "/lib/ld-linux-riscv" + prefix + "-" + abi + ".so.1";
  }
}
