package dev.ferry.driver.as;

import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.isa.IsaString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * GNU as' options other than files: what {@code ferry as} and {@code -Wa,} of the compiler take.
 */
public final class AssemblerFlags {
  private static final Set<String> TAKES_NEXT =
      Set.of("-I", "--defsym", "-march", "-mabi", "--debug-prefix-map");

  /** Accepted without effect: always so, never so, or a matter of listings. */
  private static final Set<String> IGNORED =
      Set.of(
          "-g",
          "--gen-debug",
          "-gdwarf-5",
          "-gdwarf-4",
          "-gdwarf-3",
          "-gdwarf-2",
          "--gdwarf-5",
          "--gdwarf-4",
          "--gdwarf-3",
          "--gdwarf-2",
          "-gstabs",
          "--gstabs",
          "-D",
          "-f",
          "-J",
          "-K",
          "-L",
          "--keep-locals",
          "--noexecstack",
          "--execstack",
          "--compress-debug-sections",
          "--nocompress-debug-sections",
          "-mlittle-endian",
          "--traditional-format",
          "-march-attr",
          "-mcsr-check",
          "-mno-csr-check",
          "--reduce-memory-overheads",
          "-v",
          "--warn");

  private static final List<String> IGNORED_PREFIXES =
      List.of(
          "-misa-spec=",
          "-mpriv-spec=",
          "-a",
          "--compress-debug-sections=",
          "--hash-size=",
          "--size-check=",
          "--elf-stt-common=");

  private final List<String> assignments = new ArrayList<>();
  private final List<String> includes = new ArrayList<>();
  private String march = "rv64gc";
  private @Nullable String abi;
  private @Nullable Boolean pic;
  private @Nullable Boolean relax;
  private boolean attribute = true;
  private boolean resolveBranches;
  private boolean noWarnings;
  private boolean fatalWarnings;

  /** Whether this option's value is the next word. */
  static boolean takesNext(String option) {
    return TAKES_NEXT.contains(option);
  }

  public void march(String isa) {
    march = isa;
  }

  public void abi(String name) {
    abi = name;
  }

  public void resolveBranches(boolean on) {
    resolveBranches = on;
  }

  public void include(String folder) {
    includes.add(folder);
  }

  /**
   * Reads the options that a compiler passes on.
   *
   * @return the first that is not known, or null
   */
  public @Nullable String addAll(List<String> options) {
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      boolean next = takesNext(option) && i + 1 < options.size();
      if (!option.isEmpty() && !add(option, next ? options.get(++i) : "")) {
        return option;
      }
    }
    return null;
  }

  /**
   * @param next its value where {@link #takesNext}
   * @return false for an option that is not known
   */
  boolean add(String option, String next) {
    switch (option) {
      case "-I" -> includes.add(next);
      case "--defsym" -> assignments.add(next);
      case "-march" -> march = next;
      case "-mabi" -> abi = next;
      case "-fpic", "-fPIC" -> pic = true;
      case "-fno-pic" -> pic = false;
      case "-mrelax" -> relax = true;
      case "-mno-relax" -> relax = false;
      case "-mresolve-branches" -> resolveBranches = true;
      case "-mno-arch-attr" -> attribute = false;
      case "-W", "--no-warn" -> noWarnings = true;
      case "--fatal-warnings" -> fatalWarnings = true;
      case "--debug-prefix-map" -> {}
      default -> {
        return joined(option);
      }
    }
    return true;
  }

  private boolean joined(String option) {
    if (option.startsWith("-march=")) {
      march = option.substring(7);
    } else if (option.startsWith("-mabi=")) {
      abi = option.substring(6);
    } else if (option.startsWith("-I")) {
      includes.add(option.substring(2));
    } else if (option.startsWith("--defsym=")) {
      assignments.add(option.substring(9));
    } else {
      return IGNORED.contains(option) || startsWithAny(option);
    }
    return true;
  }

  private static boolean startsWithAny(String option) {
    for (String prefix : IGNORED_PREFIXES) {
      if (option.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  public boolean noWarnings() {
    return noWarnings;
  }

  public boolean fatalWarnings() {
    return fatalWarnings;
  }

  /**
   * @param directory against which folders are resolved
   * @throws IsaString.FormatException for a {@code -march} that is none
   */
  public AssemblerOptions options(Path directory, boolean defaultPic, boolean defaultRelax) {
    List<Path> folders = new ArrayList<>();
    folders.add(directory);
    for (String folder : includes) {
      folders.add(directory.resolve(folder));
    }
    Boolean givenPic = pic;
    Boolean givenRelax = relax;
    AssemblerOptions options =
        AssemblerOptions.forIsa(march)
            .withPic(givenPic != null ? givenPic : defaultPic)
            .withRelax(givenRelax != null ? givenRelax : defaultRelax)
            .withResolveBranches(resolveBranches)
            .withIncludePath(folders)
            .withSymbolAssignments(assignments);
    String name = abi;
    options = name == null ? options : options.withAbi(name);
    return attribute ? options : options.withoutArchAttribute();
  }
}
