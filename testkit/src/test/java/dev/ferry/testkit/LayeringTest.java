package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
          "dev.ferry.machine.jit", Set.of("dev.ferry.machine.timing"),
          "dev.ferry.machine.timing", Set.of("dev.ferry.machine.jit"),
          "dev.ferry.machine.core",
              Set.of(
                  "dev.ferry.machine.linux",
                  "dev.ferry.machine.jit",
                  "dev.ferry.machine.interpreter",
                  "dev.ferry.machine.debug"),
          "dev.ferry.binutils.elf",
              Set.of(
                  "dev.ferry.binutils.asm",
                  "dev.ferry.binutils.disasm",
                  "dev.ferry.binutils.link",
                  "dev.ferry.binutils.tools"),
          "dev.ferry.c.syntax", Set.of("dev.ferry.c.typed", "dev.ferry.c.check"),
          "dev.ferry.c.parse", Set.of("dev.ferry.c.typed", "dev.ferry.c.check"));

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
}
