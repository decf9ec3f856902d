package dev.ferry.c.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the attributes of one declaration ask for, before it is known what is declared. */
final class DeclAttributes {
  int loc;
  int align;
  boolean packed;
  @Nullable String section;
  boolean weak;
  @Nullable String alias;
  @Nullable String weakref;
  boolean isWeakref;
  @Nullable String visibility;
  int constructor = -1;
  int destructor = -1;
  boolean noReturn;
  boolean used;
  boolean unused;
  @Nullable String cleanup;
  int cleanupLoc;
  boolean noCommon;
  boolean common;
  @Nullable String tlsModel;
  List<String> versions = List.of();
  @Nullable String deprecated;
  @Nullable String unavailable;
  boolean alwaysInline;
  boolean noInline;
  boolean isMalloc;
  boolean isConst;
  boolean isPure;
  boolean cold;
  boolean hot;
  boolean naked;
  boolean uninitialized;
  boolean noStackProtector;
  boolean stackProtect;
  boolean flatten;
  boolean noOptimize;
  boolean noInstrument;
  List<String> noSanitize = List.of();
  boolean noStrictAliasing;
  boolean returnsTwice;
  boolean fallthrough;
  boolean transparentUnion;
  boolean mayAlias;
  boolean designatedInit;

  /** Bytes of {@code vector_size}, 0 for none. */
  long vectorSize;

  /** The machine mode of {@code mode}, null for none. */
  @Nullable String mode;

  int modeLoc;

  /** {@code noinit}, {@code copy(x)} and the like carry over function properties. */
  @Nullable String copyFrom;

  final FunctionAttributes function = new FunctionAttributes();

  DeclAttributes copy() {
    DeclAttributes copy = new DeclAttributes();
    copy.mergeFrom(this);
    return copy;
  }

  private static @Nullable String pick(@Nullable String a, @Nullable String b) {
    return a != null ? a : b;
  }

  static List<String> concatenated(List<String> a, List<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    List<String> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  private void mergeFrom(DeclAttributes o) {
    loc = o.loc;
    align = Math.max(align, o.align);
    packed |= o.packed;
    section = pick(o.section, section);
    weak |= o.weak;
    alias = pick(o.alias, alias);
    weakref = pick(o.weakref, weakref);
    isWeakref |= o.isWeakref;
    visibility = pick(o.visibility, visibility);
    constructor = Math.max(constructor, o.constructor);
    destructor = Math.max(destructor, o.destructor);
    noReturn |= o.noReturn;
    used |= o.used;
    unused |= o.unused;
    cleanup = pick(o.cleanup, cleanup);
    cleanupLoc = o.cleanupLoc;
    noCommon |= o.noCommon;
    common |= o.common;
    tlsModel = pick(o.tlsModel, tlsModel);
    versions = concatenated(versions, o.versions);
    deprecated = pick(o.deprecated, deprecated);
    unavailable = pick(o.unavailable, unavailable);
    alwaysInline |= o.alwaysInline;
    noInline |= o.noInline;
    isMalloc |= o.isMalloc;
    isConst |= o.isConst;
    isPure |= o.isPure;
    cold |= o.cold;
    hot |= o.hot;
    naked |= o.naked;
    uninitialized |= o.uninitialized;
    noStackProtector |= o.noStackProtector;
    stackProtect |= o.stackProtect;
    flatten |= o.flatten;
    noOptimize |= o.noOptimize;
    noInstrument |= o.noInstrument;
    noSanitize = concatenated(noSanitize, o.noSanitize);
    noStrictAliasing |= o.noStrictAliasing;
    returnsTwice |= o.returnsTwice;
    fallthrough |= o.fallthrough;
    transparentUnion |= o.transparentUnion;
    mayAlias |= o.mayAlias;
    designatedInit |= o.designatedInit;
    vectorSize = o.vectorSize != 0 ? o.vectorSize : vectorSize;
    mode = pick(o.mode, mode);
    modeLoc = o.modeLoc;
    copyFrom = pick(o.copyFrom, copyFrom);
    function.mergeFrom(o.function);
  }

  List<FunctionAttributes.Format> formats() {
    return new ArrayList<>(function.formats);
  }
}
