package dev.ferry.codegen.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.Layout;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples and corner cases of the psABI's calling convention chapter. */
class CallingConventionTest {
  private static final ParamType LONG = new ParamType.Scalar(Type.I64);
  private static final ParamType DOUBLE = new ParamType.Scalar(Type.F64);

  private static ParamType aggregate(long size, long align, Layout.Field... fields) {
    return new ParamType.Aggregate(new Layout(size, (int) align, List.of(fields)));
  }

  private static ParamType longDouble() {
    return aggregate(16, 16);
  }

  private static Layout.Field field(int offset, Type type) {
    return new Layout.Field(offset, type, type.bytes(), true);
  }

  private static CallLayout named(ParamType... params) {
    return CallingConvention.layout(
        new Signature(List.of(params), null, false, params.length), Abi.LP64D);
  }

  private static List<String> places(Location location) {
    List<String> result = new ArrayList<>();
    for (Location.Part part : location.parts()) {
      String place = part.inRegister() ? Reg.name(part.reg()) : "stack+" + part.stack();
      result.add(part.offset() + ":" + part.bytes() + "=" + place);
    }
    return result;
  }

  @Test
  void floatsFallBackToIntegerRegisters() {
    ParamType[] params = new ParamType[10];
    Arrays.fill(params, DOUBLE);
    CallLayout layout = named(params);
    assertThat(places(layout.params().get(7))).containsExactly("0:8=fa7");
    assertThat(places(layout.params().get(8))).containsExactly("0:8=a0");
  }

  @Test
  void mixedPairsUseOneOfEach() {
    ParamType pair = aggregate(16, 8, field(0, Type.F64), field(8, Type.I32));
    assertThat(places(named(pair).params().getFirst())).containsExactly("0:8=fa0", "8:4=a0");
  }

  @Test
  void mixedPairWithoutIntegerRegisterGoesToTheStack() {
    ParamType pair = aggregate(16, 8, field(0, Type.F64), field(8, Type.I32));
    CallLayout layout = named(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, pair);
    assertThat(places(layout.params().getLast())).containsExactly("0:16=stack+0");
    assertThat(layout.stackBytes()).isEqualTo(16);
  }

  @Test
  void twoWordsSplitBetweenLastRegisterAndStack() {
    CallLayout layout = named(LONG, LONG, LONG, LONG, LONG, LONG, LONG, aggregate(16, 8));
    assertThat(places(layout.params().getLast())).containsExactly("0:8=a7", "8:8=stack+0");
  }

  @Test
  void namedLongDoubleNeedsNoEvenRegister() {
    assertThat(places(named(LONG, longDouble()).params().getLast()))
        .containsExactly("0:8=a1", "8:8=a2");
  }

  @Test
  void variadicLongDoubleStartsAtAnEvenRegister() {
    CallLayout layout =
        CallingConvention.layout(
            new Signature(List.of(LONG, longDouble(), DOUBLE), null, true, 1), Abi.LP64D);
    assertThat(places(layout.params().get(1))).containsExactly("0:8=a2", "8:8=a3");
    assertThat(places(layout.params().get(2))).containsExactly("0:8=a4");
    assertThat(layout.namedIntRegs()).isEqualTo(1);
  }

  @Test
  void bigAggregatesGoByReference() {
    CallLayout layout =
        CallingConvention.layout(
            new Signature(List.of(aggregate(24, 8)), aggregate(24, 8), false, 1), Abi.LP64D);
    assertThat(layout.resultPointer()).isEqualTo(Reg.A0);
    assertThat(layout.params().getFirst().indirect()).isTrue();
    assertThat(places(layout.params().getFirst())).containsExactly("0:8=a1");
  }

  @Test
  void emptyAggregatesVanish() {
    CallLayout layout = named(aggregate(0, 1), LONG);
    assertThat(layout.params().getFirst().parts()).isEmpty();
    assertThat(places(layout.params().getLast())).containsExactly("0:8=a0");
  }

  @Test
  void emptyAggregatesAlignWhatFollowsOnTheStack() {
    ParamType[] params = new ParamType[11];
    Arrays.fill(params, LONG);
    params[9] = aggregate(0, 64);
    assertThat(places(named(params).params().getLast())).containsExactly("0:8=stack+16");
    Signature variadic = new Signature(List.of(params), null, true, 1);
    assertThat(places(CallingConvention.layout(variadic, Abi.LP64D).params().getLast()))
        .containsExactly("0:8=stack+8");
  }

  @Test
  void softFloatPassesEverythingInIntegerRegisters() {
    CallLayout layout =
        CallingConvention.layout(new Signature(List.of(DOUBLE), DOUBLE, false, 1), Abi.LP64);
    assertThat(places(layout.params().getFirst())).containsExactly("0:8=a0");
  }
}
