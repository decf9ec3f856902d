package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A small program of nested classes, rewritten as a whole and run. */
public class InlinedCallsTest {
  private record Pair(int first, String second) {
    int twice() {
      return first() + first;
    }
  }

  /** Not closed: who uses the jar may override what is here. */
  public static class Open {
    private final int number;

    protected Open(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    final long wide() {
      return 1L << number;
    }

    final int same() {
      return number;
    }
  }

  private static class Overridden {
    private final String text;

    Overridden(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    Object object() {
      return text;
    }

    String inherited() {
      return text;
    }
  }

  private static final class Overriding extends Overridden {
    Overriding(String text) {
      super(text);
    }

    @Override
    String text() {
      return "own";
    }
  }

  /** Its methods' names say how many calls are left of those in them. */
  public static final class Program {
    private Program() {}

    public static String pair0() {
      Pair pair = make();
      return pair.first() + pair.second();
    }

    public static String hand1() {
      return "" + make().twice();
    }

    public static String nothing0() {
      Pair pair = null;
      return Objects.toString(pair.second());
    }

    public static String open1() {
      Open open = new Open(3);
      return "" + open.number() + open.same();
    }

    public static String wide1() {
      return "" + new Open(40).wide();
    }

    public static String overridden2() {
      Overridden sub = new Overriding("x");
      return sub.text() + new Overridden("y").text();
    }

    public static String inherited0() {
      return new Overriding("z").inherited();
    }

    public static String converted1() {
      return Objects.toString(new Overridden("o").object());
    }

    private static Pair make() {
      return new Pair(7, "b");
    }
  }

  /** With their nest's host, so that they may use each other's private members. */
  private static final List<Class<?>> CLASSES =
      List.of(
          InlinedCallsTest.class,
          Pair.class,
          Open.class,
          Overridden.class,
          Overriding.class,
          Program.class);

  private static Map<String, byte[]> rewritten() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (Class<?> type : CLASSES) {
      String name = type.getName();
      String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
      try (InputStream in =
          Objects.requireNonNull(InlinedCallsTest.class.getResourceAsStream(file))) {
        classes.put(name, in.readAllBytes());
      }
    }
    InlinedCalls calls = new InlinedCalls(classes.values());
    classes.replaceAll((name, bytes) -> calls.rewrite(bytes));
    return classes;
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(InlinedCallsTest.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
    }
  }

  @Test
  void theProgramDoesTheSame() throws Exception {
    Class<?> program = new Loader(rewritten()).loadClass(Program.class.getName());
    Map<String, String> expected =
        Map.of(
            "pair0", Program.pair0(),
            "hand1", Program.hand1(),
            "open1", Program.open1(),
            "wide1", Program.wide1(),
            "overridden2", Program.overridden2(),
            "inherited0", Program.inherited0(),
            "converted1", Program.converted1());
    for (var each : expected.entrySet()) {
      assertThat(program.getMethod(each.getKey()).invoke(null))
          .as(each.getKey())
          .isEqualTo(each.getValue());
    }
    assertThatThrownBy(() -> program.getMethod("nothing0").invoke(null))
        .isInstanceOf(InvocationTargetException.class)
        .hasCauseInstanceOf(NullPointerException.class);
  }

  @Test
  void onlyCallsOfAccessorsThatNothingOverridesAreReplaced() throws IOException {
    byte[] program = Objects.requireNonNull(rewritten().get(Program.class.getName()));
    List<String> wrong = new ArrayList<>();
    for (var method : ClassFile.of().parse(program).methods()) {
      String name = method.methodName().stringValue();
      char last = name.charAt(name.length() - 1);
      long left =
          method.code().stream()
              .flatMap(code -> code.elementStream())
              .filter(element ->
                  element instanceof InvokeInstruction call
                      && !call.name().stringValue().equals("<init>")
                      && CLASSES.stream()
                          .anyMatch(type ->
                              type.getName()
                                  .replace('.', '/')
                                  .equals(call.owner().asInternalName()))
                      && !call.name().stringValue().equals("make"))
              .count();
      long expected = Character.isDigit(last) ? last - '0' : 0;
      if (left != expected) {
        wrong.add(name + ": " + left + " instead of " + expected);
      }
    }
    assertThat(wrong).isEmpty();
  }
}
