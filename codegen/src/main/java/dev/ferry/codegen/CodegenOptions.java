package dev.ferry.codegen;

import dev.ferry.base.source.SourceMap;
import dev.ferry.codegen.abi.Abi;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What code generation needs to know besides the module. Mutable; filled by the driver. */
public final class CodegenOptions {
  /** The code models of the psABI. */
  public enum CodeModel {
    /** Addresses in the lowest or highest 2 GiB: lui. */
    MEDLOW,
    /** Addresses within 2 GiB of the code: auipc. */
    MEDANY
  }

  public Abi abi = Abi.LP64D;

  /** The architecture string as the attributes section shows it, such as {@code rv64gc}. */
  public String arch = "rv64gc";

  public boolean hasM = true;
  public boolean hasA = true;
  public boolean hasF = true;
  public boolean hasD = true;
  public boolean hasC = true;
  public boolean hasZba;
  public boolean hasZbb;
  public boolean hasZbs;
  public boolean hasZicond;
  public boolean hasZfa;

  /** 0 to 3, as {@code -O}. */
  public int optimise = 1;

  /** {@code -Os}, {@code -Oz}: smaller code where speed and size part. */
  public boolean forSize;

  public CodeModel codeModel = CodeModel.MEDLOW;

  /** {@code -fPIC} or {@code -fPIE}: symbols that may be preempted go through the GOT. */
  public boolean pic;

  /** {@code -fno-omit-frame-pointer}. */
  public boolean framePointer;

  /** Misaligned loads and stores are split ({@code -mstrict-align}). */
  public boolean strictAlign = true;

  /** Linker relaxation marks ({@code -mrelax}). */
  public boolean relax = true;

  /** No relocations for branches within a section when {@link #relax} is off. */
  public boolean resolveBranches;

  /** Objects up to this size go to .sdata and .sbss. */
  public int smallDataLimit = 8;

  public boolean functionSections;
  public boolean dataSections;

  /** Call frame information: CFI directives. */
  public boolean unwindTables;

  /** Call frame information for debuggers only: in {@code .debug_frame}, not {@code .eh_frame}. */
  public boolean debugFrame;

  /** {@code -g}: line table and entities; needs {@link #sources}. */
  public boolean debug;

  /** Version of DWARF: 4 or 5. */
  public int dwarfVersion = 5;

  /** The folder that relative names in debug information start from. */
  public String directory = "";

  /** {@code -fdebug-prefix-map}: beginnings of names and what stands for them, last wins. */
  public Map<String, String> prefixMap = Map.of();

  /** What locations in the IR mean; null if no positions are known. */
  public @Nullable SourceMap sources;

  public boolean jumpTables = true;

  /** -fbit-tests: switches may test bits of a mask. */
  public boolean bitTests = true;

  /** Calls at the end of a function may be jumps; from -O2 on. */
  public boolean siblingCalls = true;

  /** The prologue stands where the frame is first needed ({@code -fshrink-wrap}). */
  public boolean shrinkWrap = true;

  /** From -O2 on instructions are ordered for the pipeline ({@code -fschedule-insns2}). */
  public boolean schedule = true;

  /** {@code -msave-restore}: routines of the runtime save and restore registers, for size. */
  public boolean saveRestore;

  /** Runs the symbolic register allocation checker on every function. */
  public boolean checkAllocation;

  /** Sees registers being chosen and code being written; null for none. */
  public @Nullable CodeObserver observer;

  /** XLEN in bytes. */
  public int wordBytes() {
    return abi.wordBytes();
  }

  /** The name of a file or folder as debug information shows it. */
  public String mapPrefix(String name) {
    String result = name;
    for (Map.Entry<String, String> entry : prefixMap.entrySet()) {
      if (name.startsWith(entry.getKey())) {
        result = entry.getValue() + name.substring(entry.getKey().length());
      }
    }
    return result;
  }
}
