package dev.ferry.driver.explain;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.disasm.SectionDisassembler;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.pp.FileProvider;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.TranslationUnit;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.driver.Console;
import dev.ferry.driver.cc.BackEnd;
import dev.ferry.driver.cc.CcCommandLine;
import dev.ferry.driver.cc.CcOptions;
import dev.ferry.driver.cc.DiagnosticText;
import dev.ferry.driver.cc.DirectoryFiles;
import dev.ferry.driver.cc.FrontEnd;
import dev.ferry.driver.cc.Language;
import dev.ferry.driver.cc.Libraries;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.ir.Module;
import dev.ferry.ir.text.IrPrinter;
import dev.ferry.opt.OptOptions;
import dev.ferry.opt.Optimizer;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ferry explain} in the terminal: one section per stage. */
public final class Explain {
  private final Console console;
  private final List<String> stages;
  private final String function;
  private final boolean headers;
  private final SourceMap sources = new SourceMap();
  private final Diagnostics diagnostics = new Diagnostics(sources);

  /**
   * @param stages the stages to show; empty for all
   * @param function from the IR on only this function; empty for all
   * @param headers whether to show what header files contain
   */
  public Explain(Console console, List<String> stages, String function, boolean headers) {
    this.console = console;
    this.stages = stages;
    this.function = function;
    this.headers = headers;
  }

  /** Explains the one C file that the compiler command line names; 0, or 1 after errors. */
  public int run(List<String> line) {
    try {
      CcOptions options = CcCommandLine.parse(line, console.directory());
      List<CcOptions.Item.Input> inputs = options.inputs();
      if (inputs.size() != 1 || inputs.getFirst().language() != Language.C) {
        throw new UsageException("explain takes one C file");
      }
      return explain(options, inputs.getFirst().path());
    } catch (UsageException e) {
      console.err().println("ferry explain: " + e.getMessage());
      return 2;
    } catch (Diagnostics.Abort e) {
      return report();
    }
  }

  private boolean wants(String stage) {
    return stages.isEmpty() || stages.contains(stage);
  }

  private void heading(String title) {
    console.out().println("\n── " + title + " " + "─".repeat(Math.max(3, 76 - title.length())));
  }

  private int report() {
    console.err().print(DiagnosticText.of(diagnostics, new CcOptions(), console));
    return diagnostics.hasErrors() ? 1 : 0;
  }

  private int explain(CcOptions options, String path) throws UsageException {
    FileProvider files = new DirectoryFiles(console.directory());
    byte[] bytes = files.read(path);
    if (bytes == null) {
      throw new UsageException(path + ": No such file or directory");
    }
    diagnostics.options(options.warnings.copy());
    Libraries libraries = Libraries.choose(options, console.environment());
    SourceFile source = new SourceFile(path, bytes);
    FrontEnd frontEnd = new FrontEnd(options);
    if (wants("tokens")) {
      heading("tokens after preprocessing");
      Diagnostics own = new Diagnostics(new SourceMap());
      tokens(frontEnd.preprocessor(Language.C, files, own, libraries), source);
    }
    Preprocessor preprocessor = frontEnd.preprocessor(Language.C, files, diagnostics, libraries);
    TranslationUnit syntax = frontEnd.parse(preprocessor, source);
    if (wants("syntax")) {
      heading("syntax tree: what was written");
      for (Declaration declaration : syntax.declarations()) {
        if (isShown(declaration.loc(), source) && declaration instanceof Record record) {
          console.out().print(new TreeText(sources).print(record));
        }
      }
    }
    TypedUnit typed = frontEnd.check(syntax, diagnostics);
    if (diagnostics.hasErrors()) {
      return report();
    }
    if (wants("typed")) {
      heading("typed tree: what it means, conversions explicit");
      for (FunctionDefinition definition : typed.functions()) {
        if (function.isEmpty() || function.equals(definition.symbol().name)) {
          console.out().println(definition.symbol().name);
          console.out().print(new TreeText(sources).print(definition.body()));
        }
      }
    }
    return backEnd(options, path, source, typed);
  }

  private boolean isShown(int loc, SourceFile main) {
    return headers || sources.file(loc) == main;
  }

  private void tokens(Preprocessor preprocessor, SourceFile source) {
    SourceMap map = preprocessor.sources();
    preprocessor.start(source);
    int line = -1;
    for (Token token = preprocessor.next();
        token.kind != TokenKind.END_OF_FILE;
        token = preprocessor.next()) {
      int loc = token.loc;
      if (!headers && map.file(loc) != source) {
        continue;
      }
      Position position = map.position(loc);
      if (position != null && position.line() != line) {
        line = position.line();
        console.out().printf("%n%4d: ", line);
      }
      console.out().print(token.spelling());
      if (map.isMacro(loc)) {
        console.out().print("‹" + map.macroName(loc) + "›");
      }
      console.out().print(' ');
    }
    console.out().println();
  }

  private int backEnd(CcOptions options, String path, SourceFile source, TypedUnit typed)
      throws UsageException {
    PrintStream out = console.out();
    BackEnd backEnd = new BackEnd(options);
    Module module = backEnd.lower(typed, path, diagnostics);
    if (wants("ir")) {
      heading("IR as lowered");
      print(module);
    }
    OptOptions opt = backEnd.optOptions();
    if (wants("passes")) {
      opt.dumpAfter = Set.of("*");
      Map<String, String> before = new HashMap<>();
      for (var f : module.functions) {
        before.put(f.symbol.name, IrPrinter.print(f));
      }
      opt.dump =
          (pass, name, text) -> {
            String old = before.put(name, text);
            if ((function.isEmpty() || function.equals(name)) && !text.equals(old)) {
              heading("IR of " + name + " after " + pass);
              out.print(LineDiff.of(old == null ? "" : old, text));
            }
          };
    }
    Optimizer.optimize(module, opt, backEnd.costs());
    if (wants("optimised")) {
      heading("IR, optimised at -O" + options.optimize);
      print(module);
    }
    if (wants("assembly")) {
      heading("assembly");
      out.print(backEnd.assembly(module));
    }
    if (wants("words")) {
      heading("machine words");
      ObjectFile object = backEnd.object(module);
      StringBuilder words = new StringBuilder();
      SectionDisassembler disassembler =
          new SectionDisassembler(object, DisassemblerOptions.DEFAULT, true);
      for (Section section : object.sections()) {
        if (section.name().startsWith(".text") && section.contents().size() > 0) {
          disassembler.append(section, words);
        }
      }
      out.print(words);
    }
    return report();
  }

  private void print(Module module) {
    for (var f : module.functions) {
      if (function.isEmpty() || function.equals(f.symbol.name)) {
        console.out().print(IrPrinter.print(f));
      }
    }
  }
}
