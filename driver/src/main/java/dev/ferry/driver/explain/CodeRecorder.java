package dev.ferry.driver.explain;

import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmPrinter;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.binutils.asm.ObjectBuilder;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.codegen.CodeGenerator;
import dev.ferry.codegen.CodeObserver;
import dev.ferry.codegen.CodegenOptions;
import dev.ferry.codegen.regalloc.AllocationReport;
import dev.ferry.ir.Module;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Generates code once into assembly text and an object file, and keeps which part of the text
 * became which bytes: every call of the stream goes to both, with a label of the builder's in
 * front.
 */
final class CodeRecorder implements CodeObserver {
  /** A call of the assembly stream: its text, where its bytes begin, what it was made from. */
  record Piece(int textFrom, int textTo, AsmSymbol start, @Nullable String function, int loc) {}

  /** What is known of a function's frame. */
  record Frame(long bytes, long saved) {}

  private final ObjectBuilder builder;
  private final StringBuilder text = new StringBuilder(1 << 14);
  private final AsmPrinter printer;
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<String, AllocationReport> reports = new HashMap<>();
  private final Map<String, Frame> frames = new HashMap<>();
  private @Nullable String function;
  private int loc;
  private int labels;

  private CodeRecorder(Module module, CodegenOptions options) {
    this.builder = new ObjectBuilder(module.name, CodeGenerator.assemblerOptions(options));
    this.printer = new AsmPrinter(text, options.wordBytes() * 8);
  }

  /** Generates code for a module; {@code options} is changed. */
  static CodeRecorder run(Module module, CodegenOptions options) {
    CodeRecorder recorder = new CodeRecorder(module, options);
    options.observer = recorder;
    AsmOutput both =
        (AsmOutput)
            Proxy.newProxyInstance(
                AsmOutput.class.getClassLoader(),
                new Class<?>[] {AsmOutput.class},
                (_, method, arguments) -> recorder.call(method, arguments));
    CodeGenerator.emit(module, options, both);
    return recorder;
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    if (method.getName().equals("symbol")) {
      return invoke(method, builder, arguments);
    }
    int from = text.length();
    AsmSymbol start = builder.symbol(".Lexplained" + labels++);
    if (!method.getName().contains("ection") && !method.getName().equals("text")) {
      builder.label(start);
    }
    invoke(method, printer, arguments);
    Object result = invoke(method, builder, arguments);
    if (!start.isDefined()) {
      builder.label(start);
    }
    pieces.add(new Piece(from, text.length(), start, function, function == null ? 0 : loc));
    return result;
  }

  private static @Nullable Object invoke(
      Method method, Object target, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  // ---- what the code generator tells

  @Override
  public void allocated(AllocationReport report) {
    reports.put(report.function(), report);
  }

  @Override
  public void begin(String name, long frameBytes, long savedRegisters) {
    function = name;
    frames.put(name, new Frame(frameBytes, savedRegisters));
  }

  @Override
  public void end() {
    function = null;
  }

  @Override
  public void at(int place, boolean isEarly) {
    loc = place;
  }

  // ---- the results

  ObjectFile finish() {
    return builder.finish();
  }

  CharSequence text() {
    return text;
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** Where a piece begins, in bytes from its section's start; after {@link #finish}. */
  long offset(Piece piece) {
    return builder.offset(piece.start);
  }

  @Nullable AllocationReport report(String name) {
    return reports.get(name);
  }

  @Nullable Frame frame(String name) {
    return frames.get(name);
  }
}
