package dev.ferry.driver.explain;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.TranslationUnit;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.codegen.CodegenOptions;
import dev.ferry.driver.cc.BackEnd;
import dev.ferry.driver.cc.CcCommandLine;
import dev.ferry.driver.cc.CcOptions;
import dev.ferry.driver.cc.FrontEnd;
import dev.ferry.driver.cc.Language;
import dev.ferry.driver.cc.Libraries;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.explain.ExplainDocument.AssemblyLine;
import dev.ferry.driver.explain.ExplainDocument.Expansion;
import dev.ferry.driver.explain.ExplainDocument.FunctionItem;
import dev.ferry.driver.explain.ExplainDocument.Message;
import dev.ferry.driver.explain.ExplainDocument.PassSummary;
import dev.ferry.driver.explain.ExplainDocument.Registers;
import dev.ferry.driver.explain.ExplainDocument.Stage;
import dev.ferry.driver.explain.ExplainDocument.StageTime;
import dev.ferry.driver.explain.ExplainDocument.TokenItem;
import dev.ferry.driver.explain.ExplainDocument.TreeNode;
import dev.ferry.driver.explain.ExplainDocument.WordItem;
import dev.ferry.ir.Module;
import dev.ferry.opt.OptOptions;
import dev.ferry.opt.Optimizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles one source and keeps what every stage made of it. Needs a thread with a deep stack for
 * deeply nested sources; on a shallow one they end with a message.
 */
public final class Explainer {
  private final ExplainRequest request;
  private final CcOptions options;
  private final SourceMap sources = new SourceMap();
  private final Diagnostics diagnostics = new Diagnostics(sources);
  private final SourceFile source;
  private final Spans spans;
  private final List<StageTime> times = new ArrayList<>();
  private long started = System.nanoTime();

  private List<TokenItem> tokens = List.of();
  private List<Expansion> expansions = List.of();
  private final List<TreeNode> syntaxTree = new ArrayList<>();
  private final List<TreeNode> typedTree = new ArrayList<>();
  private final List<FunctionItem> functions = new ArrayList<>();
  private List<PassSummary> summary = List.of();
  private List<AssemblyLine> assembly = List.of();
  private List<WordItem> words = List.of();
  private @Nullable String tooDeep;

  private Explainer(ExplainRequest request) throws UsageException {
    this.request = request;
    List<String> line = new ArrayList<>(request.options());
    line.add("-xc");
    line.add(request.file());
    this.options = CcCommandLine.parse(line, request.directory());
    if (options.inputs().size() != 1 || options.inputs().getFirst().language() != Language.C) {
      throw new UsageException("explain takes one C file");
    }
    this.source = new SourceFile(request.file(), request.source());
    this.spans = new Spans(sources, source);
    diagnostics.options(options.warnings.copy());
  }

  /**
   * The document of a source. Errors in the source are its diagnostics.
   *
   * @throws UsageException for options that mean nothing
   * @throws dev.ferry.base.InternalCompilerError for a bug of Ferry's
   */
  public static ExplainDocument explain(ExplainRequest request) throws UsageException {
    Explainer explainer = new Explainer(request);
    try {
      explainer.run();
    } catch (Diagnostics.Abort e) {
      // What was found until then is in the diagnostics.
    } catch (StackOverflowError e) {
      explainer.tooDeep = "nesting is too deep for the compiler's stack";
    }
    return explainer.document();
  }

  private void lap(String stage) {
    long now = System.nanoTime();
    times.add(new StageTime(stage, now - started));
    started = now;
  }

  private void run() throws UsageException {
    Libraries libraries = Libraries.choose(options, request.environment());
    FrontEnd frontEnd = new FrontEnd(options);
    if (request.wants(Stage.TOKENS)) {
      tokens(frontEnd, libraries);
    }
    Preprocessor preprocessor =
        frontEnd.preprocessor(Language.C, request.files(), diagnostics, libraries);
    TranslationUnit syntax = frontEnd.parse(preprocessor, source);
    lap("parse");
    extents(syntax);
    syntax(syntax);
    TypedUnit typed = frontEnd.check(syntax, preprocessor);
    lap("check");
    if (diagnostics.hasErrors()) {
      return;
    }
    typed(typed);
    if (request.wantsIr()) {
      backEnd(typed, libraries);
    }
  }

  /** Preprocesses on its own: what the parser reads is gone. */
  private void tokens(FrontEnd frontEnd, Libraries libraries) {
    SourceMap map = new SourceMap();
    Diagnostics own = new Diagnostics(map);
    TokenList list =
        new TokenList(
            frontEnd.preprocessor(Language.C, request.files(), own, libraries),
            new Spans(map, source));
    try {
      list.read(source, request.headers());
    } catch (Diagnostics.Abort e) {
      // Said again, and reported, when it is parsed.
    }
    tokens = list.tokens;
    expansions = list.expansions;
    lap("preprocess");
  }

  private boolean isShown(int loc) {
    return request.headers() || spans.isMain(loc);
  }

  private void extents(TranslationUnit syntax) {
    TreeNodes nodes = new TreeNodes(spans, "");
    for (Declaration declaration : syntax.declarations()) {
      if (isShown(declaration.loc()) && declaration instanceof Record record) {
        nodes.extents(record);
      }
    }
  }

  private void syntax(TranslationUnit syntax) {
    if (!request.wants(Stage.SYNTAX)) {
      return;
    }
    TreeNodes nodes = new TreeNodes(spans, "s");
    for (Declaration declaration : syntax.declarations()) {
      if (isShown(declaration.loc()) && declaration instanceof Record record) {
        syntaxTree.add(nodes.syntax(record));
      }
    }
    lap("syntax tree");
  }

  private void typed(TypedUnit typed) {
    if (!request.wants(Stage.TYPED)) {
      return;
    }
    TreeNodes nodes = new TreeNodes(spans, "y");
    for (FunctionDefinition function : typed.functions()) {
      if (isShown(function.loc())) {
        typedTree.add(nodes.function(function));
      }
    }
    lap("typed tree");
  }

  private void backEnd(TypedUnit typed, Libraries libraries) throws UsageException {
    BackEnd backEnd = new BackEnd(options);
    Module module = backEnd.lower(typed, request.file(), diagnostics);
    lap("lower");
    IrStages stages = new IrStages(spans, request);
    OptOptions opt = backEnd.optOptions();
    boolean watched = request.wants(Stage.PASSES) || request.wants(Stage.IR);
    if (watched) {
      stages.lowered(module);
      opt.observer = stages;
      opt.remarks = stages;
    }
    Optimizer.optimize(module, opt, backEnd.costs());
    if (watched) {
      stages.optimised(module);
      summary = request.wants(Stage.PASSES) ? stages.summary() : List.of();
    }
    lap("optimise");
    Map<String, Registers> registers = new HashMap<>();
    if (request.wantsCode()) {
      code(module, backEnd, libraries, registers);
    }
    for (String name : stages.functions()) {
      functions.add(
          new FunctionItem(name, stages.span(name), stages.of(name), registers.remove(name)));
    }
    registers.forEach((name, view) -> functions.add(new FunctionItem(name, null, List.of(), view)));
  }

  private void code(
      Module module, BackEnd backEnd, Libraries libraries, Map<String, Registers> registers)
      throws UsageException {
    CodegenOptions code = backEnd.codegenOptions();
    code.sources = sources;
    // Without the linker's shortening, a word can be followed into the executable.
    code.relax = false;
    CodeRecorder recorder = CodeRecorder.run(module, code);
    CodeViews views = new CodeViews(recorder, spans, options.xlen());
    if (request.wants(Stage.LINKED)) {
      views.link(options, libraries, request.directory());
    }
    views.build(request.wants(Stage.WORDS) || request.wants(Stage.LINKED));
    lap("generate code");
    assembly = views.assembly();
    words = views.words();
    if (request.wants(Stage.REGISTERS)) {
      RegisterViews allocation = new RegisterViews(spans);
      for (var function : module.functions) {
        String name = function.symbol.name;
        var report = recorder.report(name);
        var frame = recorder.frame(name);
        if (report != null && frame != null && request.wantsFunction(name)) {
          registers.put(name, allocation.of(report, frame.bytes(), frame.saved()));
        }
      }
    }
  }

  private ExplainDocument document() {
    List<Message> messages = new Messages(spans).of(diagnostics, tooDeep);
    boolean failed = diagnostics.hasErrors() || tooDeep != null;
    return new ExplainDocument(
        1,
        request.file(),
        request.options(),
        options.march,
        spans.files(),
        failed,
        messages,
        tokens,
        expansions,
        syntaxTree,
        typedTree,
        functions,
        summary,
        assembly,
        words,
        times);
  }
}
