package dev.ferry.c.check.constant;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Exact arithmetic rounded to binary64 and binary32 agrees with the hardware's. */
class RealTest {
  private static Real of(double value) {
    return Real.ofBits(FloatFormat.BINARY64, Double.doubleToRawLongBits(value), 0);
  }

  private static long bits(Real value) {
    return value.round(FloatFormat.BINARY64)[0];
  }

  private static void same(double expected, Real actual) {
    if (Double.isNaN(expected)) {
      assertThat(actual.isNaN()).isTrue();
    } else {
      assertThat(bits(actual)).isEqualTo(Double.doubleToRawLongBits(expected));
    }
  }

  @Test
  void operationsAgreeWithHardware() {
    Random random = new Random(1);
    double[] special = {
      0.0, -0.0, 1, Double.MIN_VALUE, Double.MAX_VALUE, 1e-310, Double.POSITIVE_INFINITY, Double.NaN
    };
    for (int i = 0; i < 20_000; i++) {
      double a = i < 64 ? special[i / 8] : Double.longBitsToDouble(random.nextLong());
      double b = i < 64 ? special[i % 8] : Double.longBitsToDouble(random.nextLong());
      if (i % 3 == 0 && i >= 64) {
        b = a * (1 + random.nextInt(1000) * 0x1p-50);
      }
      same(a + b, of(a).add(of(b)));
      same(a - b, of(a).subtract(of(b)));
      same(a * b, of(a).multiply(of(b)));
      same(a / b, of(a).divide(of(b)));
    }
  }

  @Test
  void decimalsRoundCorrectly() {
    Random random = new Random(2);
    for (int i = 0; i < 5_000; i++) {
      String text = random.nextLong(Long.MAX_VALUE) + "e" + (random.nextInt(680) - 360);
      same(Double.parseDouble(text), Real.parse(text));
      assertThat((int) Real.parse(text).round(FloatFormat.BINARY32)[0])
          .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
    }
    same(0x1.8p3, Real.parse("0x1.8p3"));
  }

  @Test
  void halfWaysGoToEven() {
    String half =
        new BigDecimal(Math.nextUp(1.0))
            .add(BigDecimal.ONE)
            .divide(new BigDecimal(2))
            .toPlainString();
    same(1.0, Real.parse(half));
    same(Math.nextUp(1.0), Real.parse(half + "00000000000000000000000000000000000000000000001"));
  }

  @Test
  void binary128HasItsOwnPrecision() {
    long[] third = Real.parse("1").divide(Real.parse("3")).round(FloatFormat.BINARY128);
    assertThat(third[1]).isEqualTo(0x3ffd555555555555L);
    assertThat(third[0]).isEqualTo(0x5555555555555555L);
    assertThat(Real.parse("1e5000").round(FloatFormat.BINARY128)[1]).isEqualTo(0x7fff000000000000L);
  }
}
