package dev.ferry.driver.cc;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceFile;
import dev.ferry.c.check.CheckOptions;
import dev.ferry.c.check.Checker;
import dev.ferry.c.lex.Dialect;
import dev.ferry.c.parse.Parser;
import dev.ferry.c.parse.UnmentionedDeclarations;
import dev.ferry.c.pp.FileProvider;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.pp.PreprocessorOptions;
import dev.ferry.c.syntax.TranslationUnit;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.c.types.DataModel;
import dev.ferry.lower.UndefinedCheck;
import java.nio.file.Files;
import java.util.Set;

/** C text to typed tree, as the options say. */
public final class FrontEnd {
  private final CcOptions options;

  public FrontEnd(CcOptions options) {
    this.options = options;
  }

  /** The language as the lexer and preprocessor see it. */
  public Dialect dialect(boolean assembler) {
    Dialect dialect =
        Dialect.gnu17(options.xlen())
            .withStandard(options.standard, options.gnu)
            .withCharUnsigned(options.charUnsigned)
            .withShortWchar(options.shortWchar)
            .withAssembler(assembler);
    return options.trigraphs ? dialect.withTrigraphs(true) : dialect;
  }

  /** A preprocessor for one source. */
  public Preprocessor preprocessor(
      Language language, FileProvider files, Diagnostics diagnostics, Libraries libraries) {
    PreprocessorOptions pp = preprocessorOptions(language, libraries);
    return new Preprocessor(pp, files, diagnostics);
  }

  private PreprocessorOptions preprocessorOptions(Language language, Libraries libraries) {
    PreprocessorOptions pp = options.preprocessor.copy();
    pp.builtins = Checker::knowsBuiltin;
    pp.dialect = dialect(language == Language.ASSEMBLER_WITH_CPP);
    pp.textOutput = options.stage == CcOptions.Stage.PREPROCESS;
    if (language == Language.CPP_OUTPUT) {
      pp.preprocessed = true;
    }
    pp.standardDirectories.clear();
    if (pp.textOutput && Files.isDirectory(Libraries.ownHeaders())) {
      pp.builtinHeaderCopies = Libraries.ownHeaders().toString();
    }
    if (!options.noStandardIncludes) {
      pp.standardDirectories.add(PreprocessorOptions.BUILTIN_HEADERS);
      pp.standardDirectories.addAll(libraries.headerDirectories());
    }
    return pp;
  }

  public DataModel dataModel() {
    return new DataModel(
        options.xlen(), !options.charUnsigned, options.shortEnums, options.shortWchar ? 2 : 4);
  }

  /** What the checker needs to know of the command line. */
  public CheckOptions checkOptions() {
    return new CheckOptions(
        dataModel(),
        options.standard,
        options.gnu,
        options.preprocessor.hosted,
        !options.noBuiltin,
        Set.copyOf(options.noBuiltinNames),
        options.gnu89Inline || !options.standard.atLeast(dev.ferry.c.lex.Standard.C99),
        options.common,
        options.visibility,
        !options.unsignedBitFields,
        options.msExtensions,
        options.optimize,
        options.packing,
        options.singlePrecisionConstants,
        options.sanitizing.checks().contains(UndefinedCheck.SHIFT_BASE));
  }

  /** The syntax tree of a source; errors go to the preprocessor's diagnostics. */
  public TranslationUnit parse(Preprocessor preprocessor, SourceFile source) {
    return Parser.parse(preprocessor, source);
  }

  /**
   * The tree without functions and types of system headers that nothing mentions. Where warnings in
   * such headers are wanted ({@code -Wsystem-headers}) it stays whole.
   */
  public TranslationUnit leaveOutUnmentioned(TranslationUnit unit, Preprocessor preprocessor) {
    return preprocessor.diagnostics().warnsInSystemHeaders()
        ? unit
        : UnmentionedDeclarations.leaveOut(unit, preprocessor);
  }

  /** The typed tree of what a preprocessor gave; of use only if no error was reported. */
  public TypedUnit check(TranslationUnit unit, Preprocessor preprocessor) {
    return Checker.check(
        unit, checkOptions(), preprocessor.diagnostics(), preprocessor::macroNames);
  }
}
