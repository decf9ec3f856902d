package dev.ferry.c.check;

import dev.ferry.c.typed.FunctionSymbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which functions give back what others have given: those of the C library, and what the attribute
 * {@code malloc} with a deallocator says.
 */
final class Deallocation {
  /** The functions that give something, and those that take it back as their first argument. */
  private record Family(List<String> give, List<String> take) {}

  private static final List<Family> FAMILIES =
      List.of(
          family(
              "malloc calloc realloc reallocarray aligned_alloc memalign valloc strdup strndup",
              "free realloc reallocarray"),
          family("fopen fdopen tmpfile fmemopen open_memstream", "fclose"),
          family("popen", "pclose"),
          family("opendir fdopendir", "closedir"));

  private static final Map<String, Family> GIVE = new HashMap<>();
  private static final Map<String, Family> TAKE = new HashMap<>();

  static {
    for (Family family : FAMILIES) {
      family.give.forEach(name -> GIVE.put(name, family));
      family.take.forEach(name -> TAKE.put(name, family));
    }
  }

  private Deallocation() {}

  private static Family family(String give, String take) {
    return new Family(List.of(give.split(" ")), List.of(take.split(" ")));
  }

  /** Whether a name means the C library's function. */
  private static boolean isForeign(FunctionSymbol function) {
    return !function.isDefined && !function.isInternal;
  }

  /** The argument that a function takes back, from 0; -1 for none. */
  static int taken(FunctionSymbol function) {
    if (function.takesBack > 0) {
      return function.takesBack - 1;
    }
    return isForeign(function) && TAKE.containsKey(function.name) ? 0 : -1;
  }

  /** Whether a function gives something that is to be given back. */
  static boolean gives(FunctionSymbol function) {
    return !function.takenBackBy.isEmpty()
        || isForeign(function) && GIVE.containsKey(function.name);
  }

  /** Whether what the first has given may be given back to the second. */
  static boolean fit(FunctionSymbol giver, FunctionSymbol taker) {
    if (giver.takenBackBy.contains(taker.name)) {
      return true;
    }
    Family family = isForeign(giver) ? GIVE.get(giver.name) : null;
    return family == null
        ? giver.takenBackBy.isEmpty()
        : family.take.contains(taker.name) || !TAKE.containsKey(taker.name) && taker.takesBack == 0;
  }
}
