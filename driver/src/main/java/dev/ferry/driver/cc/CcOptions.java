package dev.ferry.driver.cc;

import dev.ferry.base.diag.WarningOptions;
import dev.ferry.c.check.CheckOptions;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.pp.PreprocessorOptions;
import dev.ferry.lower.LoweringOptions;
import dev.ferry.lower.Sanitizing;
import dev.ferry.opt.OptOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a compiler command line says. Filled by {@link CcCommandLine}, then only read. */
public final class CcOptions {
  /** How far to go. */
  public enum Stage {
    PREPROCESS,
    ASSEMBLY,
    OBJECT,
    LINK
  }

  /** One thing on the command line that matters to the linker, in order. */
  public sealed interface Item {
    /** A file; {@code language} says whether it must be compiled first. */
    record Input(String path, Language language) implements Item {}

    /** An option for the linker, as {@code ld} spells it: {@code -lm}, {@code --start-group}. */
    record LinkerOption(String text) implements Item {}
  }

  public Stage stage = Stage.LINK;
  public final List<Item> items = new ArrayList<>();
  public @Nullable String output;

  /** The command line as given, for {@code -MJ}. */
  public List<String> commandLine = List.of();

  // Preprocessor.
  public final PreprocessorOptions preprocessor = new PreprocessorOptions();
  public boolean lineMarkers = true;

  /** {@code -dM}, {@code -dD}, {@code -dN}: the letter, or 0. */
  public char dump;

  public boolean dumpIncludes;
  public boolean noStandardIncludes;
  public @Nullable String sysroot;
  public final Dependencies dependencies = new Dependencies();

  /** The {@code -M} family. */
  public static final class Dependencies {
    /** {@code -M}/{@code -MM}: dependencies instead of preprocessed text. */
    public boolean only;

    /** {@code -MD}/{@code -MMD}: beside compiling. */
    public boolean beside;

    /** {@code -MM}, {@code -MMD}: without system headers. */
    public boolean userOnly;

    /** {@code -MP}. */
    public boolean phony;

    /** {@code -MF}. */
    public @Nullable String file;

    /** {@code -MT} as given, {@code -MQ} escaped for make. */
    public final List<String> targets = new ArrayList<>();

    public boolean wanted() {
      return only || beside;
    }
  }

  // Language.
  public Standard standard = Standard.C17;
  public boolean gnu = true;
  public boolean charUnsigned = true;
  public boolean shortEnums;
  public boolean shortWchar;
  public boolean trigraphs;
  public boolean pedantic;
  public boolean gnu89Inline;
  public boolean noBuiltin;
  public boolean fenvAccess;
  public final List<String> noBuiltinNames = new ArrayList<>();
  public boolean syntaxOnly;
  public boolean permissive;

  // Diagnostics.
  public final WarningOptions warnings = new WarningOptions();

  /** Options that are for C++ or Objective-C only; they are warned about. */
  public final List<String> otherLanguages = new ArrayList<>();

  public int maxErrors;
  public boolean showCaret = true;
  public @Nullable Boolean colour;
  public String diagnosticsFormat = "text";
  public boolean parseableFixIts;

  // Code.
  public int optimize;
  public boolean optimizeSize;
  public boolean optimizeSizeMore;
  public boolean optimizeDebug;
  public boolean debug;
  public int dwarfVersion = 5;

  /** What relative names start from, for debug information. */
  public String directory = "";

  public boolean pic;
  public boolean pie;
  public boolean common;

  /** {@code -fwrapv} and {@code -ftrapv}, of which the last counts. */
  public LoweringOptions.Overflow overflow = LoweringOptions.Overflow.UNDEFINED;

  /** {@code -fno-inline}: only what the source demands is inlined. */
  public boolean inline = true;

  /** Passes that an option of gcc's switches off. */
  public final Set<String> disabledPasses = new TreeSet<>();

  void switchPass(String pass, boolean on) {
    if (on) {
      disabledPasses.remove(pass);
    } else {
      disabledPasses.add(pass);
    }
  }

  /** {@code -foptimize-sibling-calls}: calls at the end of a function may be jumps. */
  public boolean siblingCalls = true;

  /** {@code -fshrink-wrap}: registers are saved where a function first needs it. */
  public boolean shrinkWrap = true;

  /** {@code -fschedule-insns2}: instructions are ordered for the pipeline, from -O2 on. */
  public boolean schedule = true;

  public @Nullable Boolean strictAliasing;
  public boolean keepNullChecks;
  public boolean fastMath;

  /**
   * {@code -ffp-contract=fast}; null for the dialect's default: GNU C contracts, ISO C does not.
   */
  public @Nullable Boolean contractFloats;

  public boolean mathErrno = true;
  public boolean limitedComplexRange;

  /** {@code -funsigned-bitfields}: a bit-field of plain {@code int} is unsigned. */
  public boolean unsignedBitFields;

  public boolean singlePrecisionConstants;

  /** {@code -fpack-struct[=n]}. */
  public CheckOptions.Packing packing = CheckOptions.Packing.NATURAL;

  /** {@code -fms-extensions}, {@code -fplan9-extensions}: tags and typedef names as members. */
  public boolean msExtensions;

  /**
   * {@code -finstrument-functions}: every function tells the profiler when it is entered and left.
   */
  public boolean instrument;

  /** {@code -fsanitize=} and its like. */
  public Sanitizing sanitizing = Sanitizing.NONE;

  /** {@code -ftrivial-auto-var-init}. */
  public LoweringOptions.Filling filling = LoweringOptions.Filling.NONE;

  /** {@code -fstack-protector} and its like. */
  public OptOptions.StackProtector stackProtector = OptOptions.StackProtector.NONE;

  public boolean functionSections;
  public boolean dataSections;
  public @Nullable Boolean framePointer;
  public @Nullable Boolean unwindTables;
  public boolean jumpTables = true;
  public boolean bitTests = true;

  /** -funroll-loops. */
  public boolean unrollLoops;

  public String visibility = "default";
  public String march = "rv64gc";
  public String mabi = "";
  public String codeModel = "medlow";
  public boolean strictAlign = true;
  public boolean relax = true;

  /** {@code -mresolve-branches}: with -mno-relax, no relocations for branches within a section. */
  public boolean resolveBranches;

  public boolean saveRestore;
  public int smallDataLimit = 8;
  public final Map<String, String> prefixMap = new LinkedHashMap<>();

  /** Flags of Ferry's own: {@code -fdump-…}, {@code -ffuel=}. */
  public final Map<String, String> internal = new LinkedHashMap<>();

  // Assembler.
  public final List<String> assemblerOptions = new ArrayList<>();

  // Linker.
  public boolean linkStatic;
  public boolean staticPie;
  public boolean shared;
  public boolean linkPie;

  /** A shared library is among the inputs. */
  public boolean linksShared;

  public boolean relocatable;
  public boolean noStandardLibraries;
  public boolean noStartFiles;
  public boolean noDefaultLibraries;
  public boolean noLibc;
  public boolean pthread;
  public final List<String> libraryPath = new ArrayList<>();
  public String libc = "";

  // The driver itself.
  public boolean verbose;
  public boolean dryRun;
  public boolean saveTemps;
  public boolean timeReport;
  public int jobs = 1;
  public @Nullable String query;
  public final List<String> programPath = new ArrayList<>();

  /** XLEN from {@code -march} or {@code -mabi}. */
  public int xlen() {
    return march.startsWith("rv32") || mabi.startsWith("ilp32") ? 32 : 64;
  }

  /** The ABI: given, or by gcc's rule from the extensions. */
  public String abi() {
    if (!mabi.isEmpty()) {
      return mabi;
    }
    String extensions = march.length() > 4 ? march.substring(4) : "";
    int underscore = extensions.indexOf('_');
    String letters = underscore < 0 ? extensions : extensions.substring(0, underscore);
    String base = march.startsWith("rv32") ? "ilp32" : "lp64";
    if (letters.contains("g") || letters.contains("d")) {
      return base + "d";
    }
    return letters.contains("e") ? base + "e" : base;
  }

  public List<Item.Input> inputs() {
    List<Item.Input> inputs = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Item.Input input) {
        inputs.add(input);
      }
    }
    return inputs;
  }
}
