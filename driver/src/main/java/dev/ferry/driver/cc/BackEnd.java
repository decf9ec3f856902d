package dev.ferry.driver.cc;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceMap;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.codegen.CodeGenerator;
import dev.ferry.codegen.CodegenOptions;
import dev.ferry.codegen.RiscvCostModel;
import dev.ferry.codegen.abi.Abi;
import dev.ferry.ir.CostModel;
import dev.ferry.ir.Module;
import dev.ferry.ir.Symbol;
import dev.ferry.isa.IsaString;
import dev.ferry.lower.Lowering;
import dev.ferry.lower.LoweringOptions;
import dev.ferry.opt.OptOptions;
import dev.ferry.opt.Optimizer;
import dev.ferry.opt.Remarks;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Typed tree to IR to object code, as the options say. */
public final class BackEnd {
  private final CcOptions options;
  private final IsaString isa;

  /**
   * @throws UsageException if {@code -march} is no architecture
   */
  public BackEnd(CcOptions options) throws UsageException {
    this.options = options;
    try {
      this.isa = IsaString.parse(options.march);
    } catch (IsaString.FormatException e) {
      throw new UsageException("‘-march=" + options.march + "’: " + e.getMessage());
    }
    if (options.xlen() == 32) {
      throw new UsageException(
          "‘-march=" + options.march + "’: code generation for RV32 is not supported");
    }
  }

  public LoweringOptions loweringOptions(String moduleName) {
    return new LoweringOptions(
        moduleName,
        options.optimize,
        options.overflow,
        options.strictAliasing != null ? options.strictAliasing : options.optimize >= 2,
        options.common,
        options.pic
            ? LoweringOptions.Pic.PIC
            : options.pie ? LoweringOptions.Pic.PIE : LoweringOptions.Pic.NONE,
        options.debug,
        options.limitedComplexRange,
        options.mathErrno,
        options.instrument,
        options.stackProtector != OptOptions.StackProtector.NONE,
        options.filling,
        Symbol.Visibility.valueOf(options.visibility.toUpperCase(Locale.ROOT)),
        options.sanitizing);
  }

  public Module lower(TypedUnit unit, String moduleName, Diagnostics diagnostics) {
    return Lowering.lower(unit, loweringOptions(moduleName), diagnostics);
  }

  public OptOptions optOptions() {
    OptOptions opt = new OptOptions();
    opt.level =
        options.optimizeSizeMore
            ? OptOptions.Level.OZ
            : options.optimizeSize
                ? OptOptions.Level.OS
                : options.optimizeDebug
                    ? OptOptions.Level.OG
                    : switch (options.optimize) {
                      case 0 -> OptOptions.Level.O0;
                      case 1 -> OptOptions.Level.O1;
                      case 2 -> OptOptions.Level.O2;
                      default -> OptOptions.Level.O3;
                    };
    opt.noBuiltin = options.noBuiltin;
    opt.noBuiltinNames = Set.copyOf(options.noBuiltinNames);
    opt.noInline = !options.inline;
    opt.contractFloats = options.contractFloats != null ? options.contractFloats : options.gnu;
    opt.fastMath = options.fastMath;
    opt.keepNullChecks = options.keepNullChecks || options.sanitizing.looksForNull();
    opt.semanticInterposition = options.pic;
    opt.positionIndependent = options.pic || options.pie;
    opt.jumpTables = options.jumpTables;
    opt.bitTests = options.bitTests;
    opt.unrollLoops = options.unrollLoops;
    opt.stackProtector = options.stackProtector;
    String fuel = options.internal.get("fuel");
    if (fuel != null) {
      opt.fuel = Long.parseLong(fuel);
    }
    String seed = options.internal.get("pass-order-seed");
    if (seed != null) {
      opt.orderSeed = Long.parseLong(seed);
    }
    opt.verifyEach = options.internal.containsKey("verify-each");
    opt.stopAfter = options.internal.get("stop-after");
    String disabled = options.internal.get("disable-pass");
    Set<String> without = new HashSet<>(options.disabledPasses);
    if (disabled != null) {
      without.addAll(Set.of(disabled.split(",")));
    }
    if (!options.siblingCalls) {
      without.add("tail-calls");
    }
    opt.disabled = without;
    return opt;
  }

  public CostModel costs() {
    return new RiscvCostModel(codegenOptions());
  }

  public void optimize(Module module) {
    optimize(module, null);
  }

  /**
   * @param remarks gets what was done and what was not, or null
   * @return nanoseconds by pass with {@code -ftime-report}, otherwise empty
   */
  public Map<String, long[]> optimize(Module module, @Nullable Remarks remarks) {
    OptOptions opt = optOptions();
    opt.remarks = remarks;
    opt.timing = options.timeReport;
    return Optimizer.optimize(module, opt, costs());
  }

  public CodegenOptions codegenOptions() {
    CodegenOptions code = new CodegenOptions();
    code.abi = Abi.valueOf(options.abi().toUpperCase(Locale.ROOT));
    code.arch = options.march;
    code.hasM = isa.has("m");
    code.hasA = isa.has("a");
    code.hasF = isa.has("f");
    code.hasD = isa.has("d");
    code.hasC = isa.has("c");
    code.hasZba = isa.has("zba");
    code.hasZbb = isa.has("zbb");
    code.hasZbs = isa.has("zbs");
    code.hasZicond = isa.has("zicond");
    code.hasZfa = isa.has("zfa");
    code.optimise = options.optimize;
    code.forSize = options.optimizeSize;
    code.codeModel =
        options.codeModel.equals("medany")
            ? CodegenOptions.CodeModel.MEDANY
            : CodegenOptions.CodeModel.MEDLOW;
    code.pic = options.pic || options.pie;
    Boolean framePointer = options.framePointer;
    code.framePointer = framePointer != null ? framePointer : options.optimize == 0;
    code.strictAlign = options.strictAlign;
    code.relax = options.relax;
    code.resolveBranches = options.resolveBranches;
    code.smallDataLimit = options.pic || options.pie ? 0 : options.smallDataLimit;
    code.functionSections = options.functionSections;
    code.dataSections = options.dataSections;
    Boolean unwind = options.unwindTables;
    boolean unwinds = unwind != null && unwind;
    code.unwindTables = unwinds || options.debug;
    code.debugFrame = options.debug && !unwinds;
    code.debug = options.debug;
    code.dwarfVersion = options.dwarfVersion;
    code.directory = options.directory;
    code.prefixMap = options.prefixMap;
    code.jumpTables = options.jumpTables;
    code.bitTests = options.bitTests;
    code.siblingCalls = options.siblingCalls;
    code.shrinkWrap = options.shrinkWrap;
    code.schedule = options.schedule;
    code.saveRestore = options.saveRestore;
    code.checkAllocation = options.internal.containsKey("verify-each");
    return code;
  }

  /**
   * @param sources what locations mean, for debug information
   */
  public ObjectFile object(Module module, SourceMap sources) {
    return CodeGenerator.generate(module, codegenOptions(sources));
  }

  public String assembly(Module module, SourceMap sources) {
    return CodeGenerator.assembly(module, codegenOptions(sources));
  }

  public ObjectFile object(Module module) {
    return CodeGenerator.generate(module, codegenOptions());
  }

  public String assembly(Module module) {
    return CodeGenerator.assembly(module, codegenOptions());
  }

  private CodegenOptions codegenOptions(SourceMap sources) {
    CodegenOptions code = codegenOptions();
    code.sources = sources;
    return code;
  }
}
