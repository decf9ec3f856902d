package dev.ferry.codegen;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.binutils.asm.AsmMessage;
import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmPrinter;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.asm.AssemblyException;
import dev.ferry.binutils.asm.ObjectBuilder;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.codegen.emit.BlockLayout;
import dev.ferry.codegen.emit.ModuleEmitter;
import dev.ferry.codegen.frame.FrameLayout;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.regalloc.RegisterAllocation;
import dev.ferry.codegen.schedule.Scheduler;
import dev.ferry.codegen.select.ConstantPool;
import dev.ferry.codegen.select.Selector;
import dev.ferry.ir.Function;
import dev.ferry.ir.Module;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Code generation: a module of IR to an object file, or to any other stream of assembly. The stages
 * of a function are selection, register allocation, block layout, frame layout, emission.
 */
public final class CodeGenerator {
  private CodeGenerator() {}

  /**
   * The module as an object file.
   *
   * @throws InternalCompilerError if code generation fails
   * @throws RejectedAssemblyException for errors in the program's own assembly
   * @throws RejectedOperandException for operands that its own assembly cannot have
   */
  public static ObjectFile generate(Module module, CodegenOptions options) {
    ObjectBuilder builder = new ObjectBuilder(module.name, assemblerOptions(options));
    ObjectFile object;
    try {
      emit(module, options, builder);
      object = builder.finish();
    } catch (AssemblyException e) {
      // A name that is defined twice, by way of asm labels or assembly.
      throw rejected(builder, new AsmMessage(module.name, 0, true, String.valueOf(e.getMessage())));
    }
    if (builder.hasErrors()) {
      throw rejected(builder, null);
    }
    return object;
  }

  private static RejectedAssemblyException rejected(
      ObjectBuilder builder, @Nullable AsmMessage last) {
    List<AsmMessage> messages = new ArrayList<>(builder.messages());
    if (last != null) {
      messages.add(last);
    }
    return new RejectedAssemblyException(messages);
  }

  /** The module as assembly text; assembling it gives the bytes of {@link #generate}. */
  public static String assembly(Module module, CodegenOptions options) {
    StringBuilder text = new StringBuilder(1 << 16);
    text.append(options.pic ? "\t.option pic\n" : "\t.option nopic\n");
    if (!options.relax) {
      text.append("\t.option norelax\n");
    }
    String isa = assemblerOptions(options).isa().canonical();
    text.append("\t.attribute arch, \"").append(isa).append("\"\n");
    emit(module, options, new AsmPrinter(text, options.wordBytes() * 8));
    return text.toString();
  }

  /** The assembler options that go with {@code options}. */
  public static AssemblerOptions assemblerOptions(CodegenOptions options) {
    return AssemblerOptions.forIsa(options.arch)
        .withAbi(options.abi.text())
        .withPic(options.pic)
        .withRelax(options.relax)
        .withResolveBranches(options.resolveBranches);
  }

  /** Writes the module to a stream of assembly. */
  public static void emit(Module module, CodegenOptions options, AsmOutput out) {
    ConstantPool pool = new ConstantPool();
    ModuleEmitter emitter = new ModuleEmitter(module, options, out, pool);
    emitter.begin();
    for (Function function : module.functions) {
      MFunction compiled = compile(function, options, pool);
      emitter.function(compiled, FrameLayout.of(compiled, options.wordBytes()));
    }
    emitter.end();
  }

  /** A function in machine IR, ready for emission but for its frame. */
  public static MFunction compile(Function function, CodegenOptions options, ConstantPool pool) {
    MFunction result = compile(function, options, pool, false);
    if (!result.reservesScratch
        && (!FrameLayout.of(result, options.wordBytes()).isNear() || isHuge(result))) {
      // Offsets beyond 12 bits need a register that allocation leaves alone.
      result = compile(function, options, pool, true);
    }
    return result;
  }

  private static boolean isHuge(MFunction function) {
    return function.blocks.size() > 30_000;
  }

  private static MFunction compile(
      Function function, CodegenOptions options, ConstantPool pool, boolean reservesScratch) {
    try {
      MFunction machine = Selector.select(function, options, pool, reservesScratch);
      machine.callsSaveRoutines = options.saveRestore;
      RegisterAllocation.run(
          machine, options.optimise > 0, options.checkAllocation, options.observer);
      BlockLayout.run(machine, options);
      Scheduler.run(machine, options);
      return machine;
    } catch (InternalCompilerError | RejectedOperandException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InternalCompilerError("codegen", function.symbol.name, e);
    }
  }
}
