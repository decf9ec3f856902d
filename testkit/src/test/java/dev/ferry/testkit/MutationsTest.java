package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Some hundred mutated inputs for each stage; {@code Mutations}' main runs as many as one likes.
 */
class MutationsTest {
  private static final int CASES = Integer.getInteger("ferry.mutations", 400);

  @ParameterizedTest
  @EnumSource(Mutations.Kind.class)
  void noInputThrowsOrHangs(Mutations.Kind kind, @TempDir Path work)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("ferry.root", "."));
    Path home = Path.of(System.getProperty("ferry.home", "dist"));
    Mutations mutations = new Mutations(kind, root, home, work);
    assertThat(mutations.run(0, CASES)).isEmpty();
  }
}
