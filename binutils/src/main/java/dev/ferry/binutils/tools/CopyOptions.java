package dev.ferry.binutils.tools;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code strip} and {@code objcopy} are to leave out, add and rename. */
final class CopyOptions {
  /** Which symbols go. */
  enum Strip {
    NONE,
    DEBUG,
    UNNEEDED,
    ALL
  }

  Strip strip = Strip.NONE;
  boolean discardLocals;
  boolean discardTemporary;
  boolean onlyKeepDebug;
  boolean weakenAll;
  boolean preserveDates;
  @Nullable String output;
  @Nullable String inputTarget;
  @Nullable String outputTarget;
  int gapFill;
  long padTo;
  final List<String> removeSections = new ArrayList<>();
  final List<String> onlySections = new ArrayList<>();
  final List<String> keepSections = new ArrayList<>();
  final Set<String> keepSymbols = new HashSet<>();
  final Set<String> stripSymbols = new HashSet<>();
  final Set<String> localize = new HashSet<>();
  final Set<String> globalize = new HashSet<>();
  final Set<String> weaken = new HashSet<>();
  final Set<String> keepGlobal = new HashSet<>();
  final Map<String, String> redefine = new HashMap<>();
  final Map<String, String> renameSections = new HashMap<>();
  final Map<String, Long> sectionFlags = new HashMap<>();
  final Map<String, byte[]> addSections = new HashMap<>();
  final Map<String, byte[]> updateSections = new HashMap<>();
  String prefixSymbols = "";

  private static boolean matches(List<String> patterns, String name) {
    boolean found = false;
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        if (GlobPattern.matches(pattern.substring(1), name)) {
          return false;
        }
      } else {
        found |= GlobPattern.matches(pattern, name);
      }
    }
    return found;
  }

  /** Whether a section stays. */
  boolean keepsSection(String name, boolean debugging, boolean alloc) {
    if (matches(keepSections, name)) {
      return true;
    }
    if (matches(removeSections, name)) {
      return false;
    }
    if (!onlySections.isEmpty() && !matches(onlySections, name)) {
      return false;
    }
    if (debugging && !onlyKeepDebug) {
      return strip == Strip.NONE && !discardLocals;
    }
    return alloc || !name.equals(".gnu_debuglink") || strip == Strip.NONE;
  }

  /**
   * Whether a symbol stays, by the rules of GNU strip and objcopy.
   *
   * @param relocatable whether the file is an object still to be linked
   * @param local whether it is bound locally and defined
   * @param needed whether a relocation that stays refers to it
   * @param debugging whether it only serves debuggers: file and section symbols
   */
  boolean keepsSymbol(
      String name, boolean relocatable, boolean local, boolean needed, boolean debugging) {
    if (keepSymbols.contains(name)) {
      return true;
    }
    if (stripSymbols.contains(name) && !needed || strip == Strip.ALL) {
      return false;
    }
    if (needed) {
      return true;
    }
    if (!local) {
      return relocatable || strip != Strip.UNNEEDED;
    }
    if (debugging) {
      return strip == Strip.NONE;
    }
    return strip != Strip.UNNEEDED
        && !discardLocals
        && !(discardTemporary && name.startsWith(".L"));
  }
}
