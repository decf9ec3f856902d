package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

public class PlainSwitchesTest {
  /** Public: the rewritten class comes from another loader. */
  public sealed interface Shape {}

  public record Circle(int radius) implements Shape {}

  public record Square(int side) implements Shape {}

  public record Empty() implements Shape {}

  /** What is rewritten: a switch with a guard that falls through to a later label of one type. */
  public static final class Subject implements Function<Object, String> {
    @Override
    public String apply(Object value) {
      return switch (value) {
        case Circle circle when circle.radius() > 10 -> "large";
        case Circle circle when circle.radius() > 5 -> "medium";
        case Circle circle -> "small";
        case Shape shape -> area(shape);
        case null -> "nothing";
        default -> "other";
      };
    }

    private static String area(Shape shape) {
      return switch (shape) {
        case Circle circle -> "circle";
        case Square(int side) -> Integer.toString(side * side);
        case Empty empty -> "0";
      };
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(PlainSwitchesTest.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(Subject.class.getName(), bytes, 0, bytes.length);
    }
  }

  private static byte[] subject() throws IOException {
    String name = "PlainSwitchesTest$Subject.class";
    try (InputStream in =
        Objects.requireNonNull(PlainSwitchesTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  private static long typeSwitches(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(element ->
            element instanceof InvokeDynamicInstruction call
                && call.name().stringValue().equals("typeSwitch"))
        .count();
  }

  @Test
  void rewrittenSwitchesChooseTheSame() throws Exception {
    byte[] original = subject();
    assertThat(typeSwitches(original)).isPositive();
    byte[] rewritten = PlainSwitches.rewrite(original);
    assertThat(typeSwitches(rewritten)).isZero();
    Object made = new Loader().define(rewritten).getDeclaredConstructor().newInstance();
    @SuppressWarnings("unchecked")
    Function<Object, String> subject = (Function<Object, String>) made;
    Function<Object, String> expected = new Subject();
    Object[] values = {
      new Circle(11), new Circle(7), new Circle(1), new Square(3), new Empty(), "text", null
    };
    for (Object value : values) {
      assertThat(subject.apply(value)).isEqualTo(expected.apply(value));
    }
  }
}
