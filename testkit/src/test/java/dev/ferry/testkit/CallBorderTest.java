package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few hundred random signatures; {@link CallBorder}'s main runs as many as one likes. */
class CallBorderTest {
  @TempDir Path work;

  @ParameterizedTest
  @ValueSource(strings = {"-O0", "-O1", "-O2", "-Os"})
  void objectsOfGccAndFerryCallEachOther(String level) throws IOException, InterruptedException {
    assumeTrue(CallBorder.hasTools(), "needs riscv64-linux-gnu-gcc and qemu-riscv64");
    assertThat(new CallBorder(work).disagreements(level.hashCode(), 60, level)).isEmpty();
  }
}
