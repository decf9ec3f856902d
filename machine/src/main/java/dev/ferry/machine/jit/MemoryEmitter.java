package dev.ferry.machine.jit;

import static dev.ferry.machine.jit.Frame.ADDRESS;
import static dev.ferry.machine.jit.Frame.H;
import static dev.ferry.machine.jit.Frame.INDEX;
import static dev.ferry.machine.jit.Names.I;
import static dev.ferry.machine.jit.Names.J;
import static dev.ferry.machine.jit.Names.OBJECT;
import static dev.ferry.machine.jit.Names.SUPPORT;
import static dev.ferry.machine.jit.Names.UNSAFE;
import static dev.ferry.machine.jit.Names.V;

import dev.ferry.isa.Meaning.Call;
import dev.ferry.isa.Meaning.Expression;
import dev.ferry.isa.Meaning.Extend;
import dev.ferry.isa.Meaning.Load;
import dev.ferry.isa.Meaning.Register;
import dev.ferry.isa.Meaning.Store;
import dev.ferry.machine.core.GuestMemory;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;

/**
 * Loads and stores. Where a window is known for an access ({@link AccessSites}), the address is
 * compared with its bounds. Otherwise it is open-coded as in {@link GuestMemory}: the address
 * rotated right by the logarithm of the size, so that misaligned ones exceed any limit; its page
 * number compared with the number of pages; the page's rights tested. What fails is left to the
 * interpreter. An instruction that has failed before is given a check that lets misaligned
 * addresses pass.
 */
final class MemoryEmitter {
  /** No group starts so close to the end of the address space that it could reach over it. */
  private static final int GROUP_MARGIN_PAGES = 2;

  private static final MethodTypeDesc GET_BYTE =
      MethodTypeDesc.of(ConstantDescs.CD_byte, OBJECT, J);

  private final Frame frame;
  private final CodeBuilder c;
  private final Translation translation;
  private final ExpressionEmitter expressions;
  private AccessGroups groups = AccessGroups.NONE;

  MemoryEmitter(Frame frame, ExpressionEmitter expressions) {
    this.frame = frame;
    this.c = frame.c;
    this.translation = frame.translation;
    this.expressions = expressions;
  }

  void startBlock(Region.Block block) {
    groups = AccessGroups.of(block, frame.xlen(), translation::isSlow);
  }

  static boolean containsLoad(Expression e) {
    return e instanceof Load
        || e instanceof Extend x && x.value() instanceof Load
        || e instanceof Call call
            && !call.arguments().isEmpty()
            && call.arguments().getFirst() instanceof Load;
  }

  // ---- loads and stores --------------------------------------------------------------------

  /** A load with what extends or boxes it. Whether it leaves an int on the stack, else a long. */
  boolean emitLoad(Expression value) {
    return switch (value) {
      case Load load -> {
        emitRawLoad(load);
        yield load.bits() < 64 && zeroExtend(load.bits());
      }
      case Extend x -> {
        Load load = (Load) x.value();
        emitRawLoad(load);
        yield x.signed() || zeroExtend(load.bits());
      }
      case Call call -> {
        Load load = (Load) call.arguments().getFirst();
        emitRawLoad(load);
        if (zeroExtend(load.bits())) {
          c.i2l();
        }
        c.loadConstant(-1L << load.bits()).lor(); // NaN boxing.
        yield false;
      }
      default -> throw new IllegalStateException(value.toString());
    };
  }

  /** Of an int on the stack; whether the result is one too. */
  private boolean zeroExtend(int bits) {
    if (bits < 32) {
      c.loadConstant((1 << bits) - 1).iand();
      return true;
    }
    c.i2l().loadConstant(0xffffffffL).land();
    return false;
  }

  /** A sign-extended int on the stack, or a long for 64 bits. */
  private void emitRawLoad(Load load) {
    int bits = load.bits();
    AccessGroups.Place place = groups.place(frame.now);
    checkAccess(place, load.address(), bits, GuestMemory.READ);
    emitHostAddress(place);
    c.invokevirtual(UNSAFE, accessor("get", bits), MethodTypeDesc.of(type(bits), OBJECT, J));
  }

  void emitStore(Store store) {
    int bits = store.bits();
    AccessGroups.Place place = groups.place(frame.now);
    checkAccess(place, store.address(), bits, GuestMemory.WRITE);
    if (translation.checked()) {
      emitReport(place, bits);
    }
    emitHostAddress(place);
    if (bits < 64) {
      expressions.emitInt32(store.value());
      narrow(bits);
    } else {
      expressions.emitInt64(store.value());
    }
    c.invokevirtual(UNSAFE, accessor("put", bits), MethodTypeDesc.of(V, OBJECT, J, type(bits)));
  }

  /** Tells the engine of a store that is about to be made. */
  private void emitReport(AccessGroups.@Nullable Place place, int bits) {
    frame.loadDispatcher();
    c.aload(H);
    if (place == null) {
      c.lload(ADDRESS);
    } else {
      c.lload(place.group().local).loadConstant(place.distance() - translation.base()).ladd();
    }
    c.loadConstant(bits / 8);
    c.invokevirtual(Names.DISPATCHER, "stores", MethodTypeDesc.of(V, Names.HART, J, I));
  }

  private static String accessor(String prefix, int bits) {
    return prefix
        + switch (bits) {
          case 8 -> "Byte";
          case 16 -> "Short";
          case 32 -> "Int";
          default -> "Long";
        };
  }

  private static ClassDesc type(int bits) {
    return switch (bits) {
      case 8 -> ConstantDescs.CD_byte;
      case 16 -> ConstantDescs.CD_short;
      case 32 -> I;
      default -> J;
    };
  }

  /** An int on the stack becomes what a store of that width takes. */
  private void narrow(int bits) {
    if (bits == 8) {
      c.i2b();
    } else if (bits == 16) {
      c.i2s();
    }
  }

  // ---- checks ------------------------------------------------------------------------------

  private void checkAccess(
      AccessGroups.@Nullable Place place, Expression address, int bits, int right) {
    if (place != null) {
      if (place.group().first == frame.now) {
        checkGroup(place.group());
      }
      return;
    }
    expressions.emitAddress(address);
    c.lstore(ADDRESS);
    int window = translation.window(frame.now.pc, right);
    if (window >= 0) {
      checkWindow(window, "windowLength");
      return;
    }
    int shift = Integer.numberOfTrailingZeros(bits / 8);
    if (shift == 0 || !translation.isSlow(frame.now.pc)) {
      checkPage(shift, 0);
      c.loadConstant(right).iand().ifeq(frame.slow());
    } else {
      checkEnds(bits / 8 - 1, right);
    }
  }

  /** The rights of the first and the last byte, which may lie in two pages. */
  private void checkEnds(long distance, int right) {
    checkPage(0, GROUP_MARGIN_PAGES);
    emitRights(() -> c.lload(ADDRESS).loadConstant(distance).ladd().bipush(12).lushr());
    c.iand().loadConstant(right).iand().ifeq(frame.slow());
  }

  /**
   * The rights of the page of ADDRESS, an int on the stack; out of bounds or misaligned is slow.
   */
  private void checkPage(int shift, int margin) {
    c.lload(ADDRESS);
    if (shift != 0) {
      // Long.rotateRight, which HotSpot would call rather than inline in a large method.
      c.loadConstant(shift).lushr().lload(ADDRESS).loadConstant(64 - shift).lshl().lor();
    }
    c.loadConstant(12 - shift).lushr().lstore(INDEX);
    c.lload(INDEX).loadConstant(translation.pages() - margin).lcmp().ifge(frame.slow());
    emitRights(() -> c.lload(INDEX));
  }

  /** The rights byte of a page, as an int on the stack. */
  private void emitRights(Runnable page) {
    c.getstatic(SUPPORT, "UNSAFE", UNSAFE).aconst_null().loadConstant(translation.rights());
    page.run();
    c.ladd().invokevirtual(UNSAFE, "getByte", GET_BYTE);
  }

  /** At the first access of a group: checks all of them. */
  private void checkGroup(AccessGroups.Group group) {
    expressions.emitInt64(new Register(1, false));
    long distance = group.firstImmediate + group.lowDistance();
    if (distance != 0) {
      c.loadConstant(distance).ladd();
    }
    if (frame.xlen() == 32) {
      c.loadConstant(0xffffffffL).land();
    }
    c.lstore(ADDRESS);
    int right = group.writes ? GuestMemory.WRITE : GuestMemory.READ;
    int window = translation.window(frame.now.pc, right);
    if (window >= 0) {
      checkWindow(window, "windowGroup");
    } else {
      checkPages(group, right);
    }
    group.local = frame.newLocal();
    c.lload(ADDRESS).loadConstant(translation.base()).ladd().lstore(group.local);
  }

  /** The rights of the one or two pages from ADDRESS on that a group is in. */
  private void checkPages(AccessGroups.Group group, int right) {
    checkPage(Integer.numberOfTrailingZeros(group.alignment), GROUP_MARGIN_PAGES);
    if (group.span() > group.alignment) {
      emitRights(() -> c.lload(ADDRESS).loadConstant(group.span() - 1).ladd().bipush(12).lushr());
      c.iand();
    }
    c.loadConstant(right).iand().ifeq(frame.slow());
  }

  /**
   * ADDRESS lies in a window; if it does not, that is slow.
   *
   * @param length the fields of the hart with the length that counts
   */
  private void checkWindow(int window, String length) {
    c.lload(ADDRESS).aload(Frame.H).getfield(Names.HART, "windowStart" + window, J).lsub();
    c.aload(Frame.H).getfield(Names.HART, length + window, J).lcmp().ifge(frame.slow());
  }

  /** Unsafe, null and the host address on the stack. */
  private void emitHostAddress(AccessGroups.@Nullable Place place) {
    c.getstatic(SUPPORT, "UNSAFE", UNSAFE).aconst_null();
    if (place == null) {
      c.lload(ADDRESS).loadConstant(translation.base()).ladd();
    } else {
      c.lload(place.group().local);
      if (place.distance() != 0) {
        c.loadConstant(place.distance()).ladd();
      }
    }
  }
}
