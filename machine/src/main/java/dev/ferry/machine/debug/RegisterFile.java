package dev.ferry.machine.debug;

import dev.ferry.machine.core.Hart;
import java.util.Arrays;

/** A copy of all registers of a hart: what a checkpoint keeps of it. */
final class RegisterFile {
  private final long[] values = new long[Hart.F0 + 32];
  private final long pc;
  private final int fcsr;
  private final long reservation;
  private final long reservedValue;

  RegisterFile(Hart h) {
    for (int i = 1; i < values.length; i++) {
      values[i] = i == Hart.SINK ? 0 : h.get(i);
    }
    pc = h.pc;
    fcsr = h.fcsr();
    reservation = h.reservation;
    reservedValue = h.reservedValue;
  }

  void restore(Hart h) {
    for (int i = 1; i < values.length; i++) {
      h.set(i, values[i]);
    }
    h.pc = pc;
    h.setFcsr(fcsr);
    h.reservation = reservation;
    h.reservedValue = reservedValue;
  }

  long pc() {
    return pc;
  }

  boolean isStateOf(Hart h) {
    RegisterFile now = new RegisterFile(h);
    return pc == now.pc && fcsr == now.fcsr && Arrays.equals(values, now.values);
  }
}
