package dev.ferry.binutils.asm;

import dev.ferry.isa.Extension;
import dev.ferry.isa.IsaString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The target as {@code .option} and {@code .attribute arch} have left it: which instructions there
 * are and whether the linker may move them. Also what of it the finished object must tell.
 */
final class AsmTarget {
  private record Saved(
      IsaString isa,
      String archText,
      long extensions,
      boolean compress,
      boolean relax,
      boolean pic) {}

  private final Deque<Saved> saved = new ArrayDeque<>();

  private IsaString isa;
  private String archText;
  private long extensions;
  private boolean compress;
  private boolean relax;
  private boolean resolveBranches;
  private boolean pic;

  private final Map<Integer, Object> attributes = new LinkedHashMap<>();
  private IsaString attributeIsa;
  private boolean usesCompression;
  private boolean usesPrivileged;

  AsmTarget(AssemblerOptions options) {
    this.isa = options.isa();
    this.archText = isa.canonical();
    this.extensions = isa.extensions();
    this.compress = Extension.C.in(extensions);
    this.relax = options.relax();
    this.resolveBranches = options.resolveBranches() && !relax;
    this.pic = options.pic();
    this.attributeIsa = isa;
    this.usesCompression = compress;
  }

  // --- As it is here ----------------------------------------------------------------------------

  IsaString isa() {
    return isa;
  }

  /** The canonical name of {@link #isa}. */
  String archText() {
    return archText;
  }

  int xlen() {
    return isa.xlen();
  }

  long extensions() {
    return extensions;
  }

  boolean compresses() {
    return compress;
  }

  boolean relaxes() {
    return relax;
  }

  /** Whether no byte can move any more: a branch within its section needs no relocation. */
  boolean resolvesBranches() {
    return resolveBranches;
  }

  boolean isPic() {
    return pic;
  }

  // --- What changes it --------------------------------------------------------------------------

  /** {@code .option rvc} and {@code norvc}. */
  void setCompress(boolean on) {
    compress = on;
    setIsa(on ? isa.with("c") : isa.without("c"));
  }

  /** {@code .option relax} and {@code norelax}; what may once move stays unresolved. */
  void setRelax(boolean on) {
    resolveBranches &= !on;
    relax = on;
  }

  /** {@code .option pic} and {@code nopic}. */
  void setPic(boolean on) {
    pic = on;
  }

  /** {@code .option arch}. */
  void setIsa(IsaString value) {
    isa = value;
    archText = isa.canonical();
    extensions = isa.extensions();
    compress = Extension.C.in(extensions);
    usesCompression |= compress;
  }

  /** {@code .attribute arch}, which replaces the ISA of the command line. */
  void setArchAttribute(IsaString value) {
    setIsa(value);
    usesCompression = compress;
    attributeIsa = value;
  }

  /** {@code .option push}. */
  void push() {
    saved.push(new Saved(isa, archText, extensions, compress, relax, pic));
  }

  /** {@code .option pop}. */
  void pop() {
    Saved state = saved.poll();
    if (state == null) {
      throw new AssemblyException(".option pop with no .option push");
    }
    isa = state.isa;
    archText = state.archText;
    extensions = state.extensions;
    compress = state.compress;
    relax = state.relax;
    pic = state.pic;
  }

  // --- What the object tells --------------------------------------------------------------------

  /** The ISA of the attributes: that of {@code .attribute arch}, else of the command line. */
  IsaString attributeIsa() {
    return attributeIsa;
  }

  /** What {@code .attribute} gave, by tag: a text or a {@code Long}. */
  Map<Integer, Object> attributes() {
    return attributes;
  }

  /** Whether compressed instructions were ever allowed. */
  boolean usesCompression() {
    return usesCompression;
  }

  /** Control registers and privileged instructions depend on a version of their specification. */
  void usePrivileged() {
    usesPrivileged = true;
  }

  boolean usesPrivileged() {
    return usesPrivileged;
  }
}
