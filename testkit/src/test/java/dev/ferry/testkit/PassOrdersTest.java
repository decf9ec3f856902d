package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random legal pass orders on a few programs; {@code -Dferry.orders=} for more. The long run is
 * {@link PassOrders#main}.
 */
class PassOrdersTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();

  @TempDir Path work;

  @Test
  void programsDoTheSame() throws IOException, InterruptedException {
    assumeTrue(
        Files.exists(ROOT.resolve("dist/complete")),
        "the built-in C library is not built: run ./test or build/dist");
    PassOrders orders = new PassOrders(work);
    for (String program : new String[] {"bits64", "core", "lz", "queens", "vm"}) {
      orders.add(ROOT.resolve("bench/programs/" + program + ".c"));
    }
    assertThat(orders.size()).isEqualTo(5);
    assertThat(orders.check(Integer.getInteger("ferry.orders", 20), 1)).isEmpty();
  }
}
