package dev.ferry.machine.jit;

import dev.ferry.machine.core.Atomics;
import dev.ferry.machine.core.Csr;
import dev.ferry.machine.core.Dispatcher;
import dev.ferry.machine.core.Fp;
import dev.ferry.machine.core.Hart;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MutableCallSite;

/** What generated classes refer to. */
final class Names {
  private Names() {}

  static final ClassDesc HART = desc(Hart.class);
  static final ClassDesc TRANSLATED = desc(Translated.class);
  static final ClassDesc SUPPORT = desc(Support.class);
  static final ClassDesc DISPATCHER = desc(Dispatcher.class);
  static final ClassDesc FP = desc(Fp.class);
  static final ClassDesc ATOMICS = desc(Atomics.class);
  static final ClassDesc CSR = desc(Csr.class);
  static final ClassDesc UNSAFE = ClassDesc.of("jdk.internal.misc.Unsafe");
  static final ClassDesc LONG_CLASS = desc(Long.class);
  static final ClassDesc INT_CLASS = desc(Integer.class);
  static final ClassDesc FLOAT_CLASS = desc(Float.class);
  static final ClassDesc DOUBLE_CLASS = desc(Double.class);
  static final ClassDesc MATH = desc(Math.class);
  static final ClassDesc J = ConstantDescs.CD_long;
  static final ClassDesc I = ConstantDescs.CD_int;
  static final ClassDesc Z = ConstantDescs.CD_boolean;
  static final ClassDesc F = ConstantDescs.CD_float;
  static final ClassDesc D = ConstantDescs.CD_double;
  static final ClassDesc V = ConstantDescs.CD_void;
  static final ClassDesc SHORTS = ConstantDescs.CD_short.arrayType();
  static final ClassDesc CALL_SITE = desc(MutableCallSite.class);
  static final ClassDesc HANDLE = ConstantDescs.CD_MethodHandle;
  static final ClassDesc OBJECT = ConstantDescs.CD_Object;

  /** Of a region: hart and depth of calls to the address to go on at. */
  static final MethodTypeDesc GO = MethodTypeDesc.of(J, HART, I);

  static final MethodTypeDesc BITS_OF = MethodTypeDesc.of(J, D);
  static final MethodTypeDesc OF_BITS = MethodTypeDesc.of(D, J);

  private static ClassDesc desc(Class<?> type) {
    return ClassDesc.of(type.getName());
  }

  /** How names of regions' classes begin: the launcher gives HotSpot options for them. */
  static final String PREFIX = "Guest_";

  /** The class of the region that starts at an address. */
  static String className(long pc) {
    return className(pc, 0);
  }

  /** The class of a region that has been translated before, that many times. */
  static String className(long pc, int version) {
    return PREFIX + Long.toHexString(pc) + (version == 0 ? "" : "_" + version);
  }

  /** The field of a hart for register {@code r}: x0 to x31, then f0 to f31. */
  static String field(int r) {
    return r < 32 ? "x" + r : "f" + (r - 32);
  }
}
