package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between modules and inside them, read from the class files. */
class LayeringTest {
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("base", Set.of()),
          Map.entry("isa", Set.of("base")),
          Map.entry("c", Set.of("base")),
          Map.entry("ir", Set.of("base")),
          Map.entry("lower", Set.of("base", "c", "ir")),
          Map.entry("opt", Set.of("base", "ir")),
          Map.entry("binutils", Set.of("base", "isa")),
          Map.entry("codegen", Set.of("base", "ir", "isa", "binutils")),
          Map.entry("machine", Set.of("base", "isa", "binutils")),
          Map.entry(
              "driver",
              Set.of("base", "isa", "c", "ir", "lower", "opt", "binutils", "codegen", "machine")),
          Map.entry(
              "explorer",
              Set.of(
                  "base",
                  "isa",
                  "c",
                  "ir",
                  "lower",
                  "opt",
                  "binutils",
                  "codegen",
                  "machine",
                  "driver")),
          Map.entry(
              "cli",
              Set.of(
                  "base",
                  "isa",
                  "c",
                  "ir",
                  "lower",
                  "opt",
                  "binutils",
                  "codegen",
                  "machine",
                  "driver",
                  "explorer")),
          Map.entry(
              "testkit",
              Set.of(
                  "base",
                  "isa",
                  "c",
                  "ir",
                  "lower",
                  "opt",
                  "binutils",
                  "codegen",
                  "machine",
                  "driver")));

  /** Inside modules: who may not know whom. */
  private static final Map<String, Set<String>> STRANGERS =
      Map.of(
          "dev.ferry.binutils.elf",
              Set.of(
                  "dev.ferry.binutils.asm",
                  "dev.ferry.binutils.disasm",
                  "dev.ferry.binutils.link",
                  "dev.ferry.binutils.tools"),
          "dev.ferry.c.syntax", Set.of("dev.ferry.c.typed", "dev.ferry.c.check"),
          "dev.ferry.c.parse", Set.of("dev.ferry.c.typed", "dev.ferry.c.check"));

  private static final String MACHINE = "dev.ferry.machine";

  /**
   * The packages of the machine, each with those it uses. It may name only such as stand before it
   * in this list, so that there are no cycles.
   */
  private static final List<Map.Entry<String, Set<String>>> MACHINE_MAY_USE =
      List.of(
          Map.entry("core", Set.of()),
          Map.entry("symbols", Set.of("core")),
          Map.entry("interpreter", Set.of("core")),
          Map.entry("jit", Set.of("core", "interpreter")),
          Map.entry("timing", Set.of("core")),
          Map.entry("observe", Set.of("core", "interpreter", "symbols")),
          Map.entry("linux.abi", Set.of()),
          Map.entry("linux.waiting", Set.of("linux.abi")),
          Map.entry("linux", Set.of("symbols", "linux.abi")),
          Map.entry(
              "linux.kernel", Set.of("core", "symbols", "linux.abi", "linux.waiting", "linux")),
          Map.entry(
              "linux.files", Set.of("core", "linux.abi", "linux.waiting", "linux", "linux.kernel")),
          Map.entry(
              "linux.terminals",
              Set.of("linux.abi", "linux.waiting", "linux.kernel", "linux.files")),
          Map.entry(
              "linux.proc",
              Set.of(
                  "core", "linux.abi", "linux", "linux.kernel", "linux.files", "linux.terminals")),
          Map.entry(
              "linux.sockets",
              Set.of("core", "linux.abi", "linux.waiting", "linux", "linux.kernel")),
          Map.entry(
              "linux.ipc",
              Set.of("core", "linux.abi", "linux.waiting", "linux.kernel", "linux.files")),
          Map.entry("linux.trace", Set.of("core", "linux.abi", "linux.kernel", "linux.sockets")),
          Map.entry(
              "linux.calls",
              Set.of(
                  "core",
                  "symbols",
                  "linux.abi",
                  "linux.waiting",
                  "linux",
                  "linux.kernel",
                  "linux.files",
                  "linux.terminals",
                  "linux.proc",
                  "linux.sockets",
                  "linux.ipc",
                  "linux.trace")),
          Map.entry(
              "linux.boot",
              Set.of(
                  "core",
                  "linux.abi",
                  "linux",
                  "linux.kernel",
                  "linux.files",
                  "linux.terminals",
                  "linux.sockets",
                  "linux.ipc",
                  "linux.calls")),
          Map.entry(
              "debug",
              Set.of(
                  "core",
                  "symbols",
                  "interpreter",
                  "linux.abi",
                  "linux",
                  "linux.kernel",
                  "linux.boot")),
          Map.entry("debug.source", Set.of("symbols", "debug")),
          Map.entry("gdb", Set.of("linux.abi", "linux", "debug")),
          Map.entry(
              "",
              Set.of(
                  "core",
                  "symbols",
                  "interpreter",
                  "jit",
                  "observe",
                  "linux.abi",
                  "linux",
                  "linux.kernel",
                  "linux.files",
                  "linux.boot",
                  "debug")));

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ferry");
  }

  private static String module(String packageName) {
    String rest = packageName.substring("dev.ferry.".length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  @Test
  void modulesUseOnlyWhatIsBelow() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass user : classes) {
      String from = module(user.getPackageName());
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getPackageName();
        if (target.startsWith("dev.ferry.")
            && !module(target).equals(from)
            && !MAY_USE.getOrDefault(from, Set.of()).contains(module(target))) {
          wrong.add(user.getName() + " -> " + dependency.getTargetClass().getName());
        }
      }
    }
    assertThat(classes.size()).isGreaterThan(300);
    assertThat(wrong).isEmpty();
  }

  @Test
  void strangersStayStrangers() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass user : classes) {
      Set<String> forbidden = STRANGERS.getOrDefault(user.getPackageName(), Set.of());
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        if (forbidden.contains(dependency.getTargetClass().getPackageName())) {
          wrong.add(user.getName() + " -> " + dependency.getTargetClass().getName());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String part(JavaClass any) {
    String name = any.getPackageName();
    return name.equals(MACHINE) ? "" : name.substring(MACHINE.length() + 1);
  }

  private static boolean isOfMachine(JavaClass any) {
    return (any.getPackageName() + ".").startsWith(MACHINE + ".");
  }

  @Test
  void partsOfTheMachineUseOnlyWhatIsBelow() {
    Map<String, Set<String>> allowed = new HashMap<>();
    Set<String> wrong = new TreeSet<>();
    for (Map.Entry<String, Set<String>> part : MACHINE_MAY_USE) {
      for (String used : part.getValue()) {
        if (!allowed.containsKey(used)) {
          wrong.add("the list lets " + part.getKey() + " use " + used + ", which is not below");
        }
      }
      allowed.put(part.getKey(), part.getValue());
    }
    for (JavaClass user : classes) {
      if (!isOfMachine(user)) {
        continue;
      }
      Set<String> mayUse = allowed.get(part(user));
      if (mayUse == null) {
        wrong.add("not in the list: " + user.getPackageName());
        continue;
      }
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        if (isOfMachine(target)
            && !part(target).equals(part(user))
            && !mayUse.contains(part(target))) {
          wrong.add(user.getName() + " -> " + target.getName());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
