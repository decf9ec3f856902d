package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public class PlainRecordsTest {
  /** Public: the rewritten class comes from another loader. */
  public record All(
      boolean truth,
      byte small,
      short half,
      char letter,
      int word,
      long wide,
      float single,
      double twice,
      @Nullable String text,
      int @Nullable [] array) {}

  public record Empty() {}

  /** What is written by hand stays as it is. */
  public record Own(String text) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Own own && own.text.equalsIgnoreCase(text);
    }

    @Override
    public int hashCode() {
      return 7;
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(PlainRecordsTest.class.getClassLoader());
    }

    Class<?> define(Class<?> original) throws IOException {
      String name = "PlainRecordsTest$" + original.getSimpleName() + ".class";
      try (InputStream in =
          Objects.requireNonNull(PlainRecordsTest.class.getResourceAsStream(name))) {
        byte[] bytes = PlainRecords.rewrite(in.readAllBytes());
        assertThat(bootstraps(bytes)).as("toString alone").isLessThanOrEqualTo(1);
        return defineClass(original.getName(), bytes, 0, bytes.length);
      }
    }
  }

  private static long bootstraps(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(InvokeDynamicInstruction.class::isInstance)
        .count();
  }

  private static Constructor<?> constructor(Class<?> type) {
    return type.getDeclaredConstructors()[0];
  }

  @Test
  void rewrittenRecordsAnswerTheSame() throws Exception {
    int[] array = {1};
    Object[] base = {
      true, (byte) -1, (short) 300, 'x', 1 << 30, 1L << 40, 0.0f, Double.NaN, "a", array
    };
    Object[] others = {
      false, (byte) 1, (short) -300, 'y', 3, -(1L << 40), -0.0f, 0.0, null, new int[] {1}
    };
    List<Object[]> rows = new ArrayList<>();
    rows.add(base);
    rows.add(base.clone());
    for (int i = 0; i < base.length; i++) {
      Object[] row = base.clone();
      row[i] = others[i];
      rows.add(row);
      rows.add(row);
    }
    rows.add(others);
    Constructor<?> original = constructor(All.class);
    Constructor<?> rewritten = constructor(new Loader().define(All.class));
    for (Object[] row : rows) {
      Object expected = original.newInstance(row);
      Object made = rewritten.newInstance(row);
      assertThat(made.hashCode()).as(Arrays.toString(row)).isEqualTo(expected.hashCode());
      assertThat(made.equals(null)).isFalse();
      assertThat(made.equals(expected)).as("another class").isFalse();
      for (Object[] second : rows) {
        assertThat(made.equals(rewritten.newInstance(second)))
            .as(Arrays.toString(row) + " and " + Arrays.toString(second))
            .isEqualTo(expected.equals(original.newInstance(second)));
      }
    }
  }

  @Test
  void emptyRecordsAreEqual() throws Exception {
    Constructor<?> rewritten = constructor(new Loader().define(Empty.class));
    Object made = rewritten.newInstance();
    assertThat(made.hashCode()).isEqualTo(new Empty().hashCode());
    assertThat(made.equals(rewritten.newInstance())).isTrue();
    assertThat(made.equals("")).isFalse();
  }

  @Test
  void methodsWrittenByHandStay() throws Exception {
    Constructor<?> rewritten = constructor(new Loader().define(Own.class));
    assertThat(rewritten.newInstance("a")).isEqualTo(rewritten.newInstance("A"));
    assertThat(rewritten.newInstance("a").hashCode()).isEqualTo(7);
  }
}
