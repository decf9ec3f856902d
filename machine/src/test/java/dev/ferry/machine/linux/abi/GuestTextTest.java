package dev.ferry.machine.linux.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuestTextTest {
  @Test
  void utf8IsWhatItIs() {
    String text = "a \u00e9 \u20ac \ufffd \ud83d\udc0d";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(GuestText.of(bytes)).isEqualTo(text);
    assertThat(GuestText.bytes(text)).isEqualTo(bytes);
  }

  @Test
  void otherBytesAreEscaped() {
    byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, (byte) 0xa9, (byte) 0xc3};
    assertThat(GuestText.of(bytes)).isEqualTo("a\udcff\u00e9\udcc3");
  }

  @Test
  void anyBytesComeBack() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertThat(GuestText.bytes(GuestText.of(bytes))).isEqualTo(bytes);
    }
  }
}
