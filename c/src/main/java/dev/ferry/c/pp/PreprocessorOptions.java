package dev.ferry.c.pp;

import dev.ferry.c.lex.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the command line says to the preprocessor. Filled by the driver, then only read. */
public final class PreprocessorOptions {
  /** The directory name that stands for the headers that come with the compiler. */
  public static final String BUILTIN_HEADERS = "<ferry>";

  public Dialect dialect = Dialect.gnu17(64);
  public Target target = new Target();

  /** {@code -iquote}. */
  public final List<String> quoteDirectories = new ArrayList<>();

  /** {@code -I}. */
  public final List<String> includeDirectories = new ArrayList<>();

  /** {@code -isystem}. */
  public final List<String> systemDirectories = new ArrayList<>();

  /** The compiler's own headers and those of the sysroot; empty after {@code -nostdinc}. */
  public final List<String> standardDirectories = new ArrayList<>(List.of(BUILTIN_HEADERS));

  /** The folder that line markers name for the compiler's own headers, if they lie in one. */
  public @Nullable String builtinHeaderCopies;

  /** {@code -idirafter}. */
  public final List<String> afterDirectories = new ArrayList<>();

  /** {@code -D} and {@code -U} in order: {@code "DX=1"}, {@code "UX"}. */
  public final List<String> macros = new ArrayList<>();

  /** {@code -include}. */
  public final List<String> includes = new ArrayList<>();

  /** {@code -imacros}. */
  public final List<String> macroIncludes = new ArrayList<>();

  /** {@code -fmacro-prefix-map}, {@code -ffile-prefix-map}: old to new, for {@code __FILE__}. */
  public final Map<String, String> prefixMap = new LinkedHashMap<>();

  /** {@code -undef}: no predefined macros. */
  public boolean undef;

  /** {@code -fpreprocessed}: line markers and pragmas are the only directives. */
  public boolean preprocessed;

  /** {@code -ffreestanding} clears it. */
  public boolean hosted = true;

  /** {@code -MG}: headers that are not found will be made by the build; they are only listed. */
  public boolean missingHeadersAreMade;

  /** {@code -C}. */
  public boolean keepComments;

  /** {@code -H}: remember the headers in the order in which they are entered. */
  public boolean listIncludes;

  /** The result is text: pragmas are passed on as written. */
  public boolean textOutput;

  /** {@code SOURCE_DATE_EPOCH} in seconds; -1 without it. */
  public long sourceDateEpoch = -1;

  public int maxIncludeDepth = 200;

  /** {@code __BASE_FILE__} and the name of the main file; set when it is entered. */
  public String mainFile = "";

  /** Which names {@code __has_builtin} knows, beside the front end's own operators. */
  public Predicate<String> builtins = name -> name.startsWith("__builtin_");

  /** A copy that shares nothing but the target and the predicate. */
  public PreprocessorOptions copy() {
    PreprocessorOptions copy = new PreprocessorOptions();
    copy.dialect = dialect;
    copy.target = target;
    copy.quoteDirectories.addAll(quoteDirectories);
    copy.includeDirectories.addAll(includeDirectories);
    copy.systemDirectories.addAll(systemDirectories);
    copy.standardDirectories.clear();
    copy.standardDirectories.addAll(standardDirectories);
    copy.builtinHeaderCopies = builtinHeaderCopies;
    copy.afterDirectories.addAll(afterDirectories);
    copy.macros.addAll(macros);
    copy.includes.addAll(includes);
    copy.macroIncludes.addAll(macroIncludes);
    copy.prefixMap.putAll(prefixMap);
    copy.undef = undef;
    copy.preprocessed = preprocessed;
    copy.hosted = hosted;
    copy.missingHeadersAreMade = missingHeadersAreMade;
    copy.keepComments = keepComments;
    copy.listIncludes = listIncludes;
    copy.textOutput = textOutput;
    copy.sourceDateEpoch = sourceDateEpoch;
    copy.maxIncludeDepth = maxIncludeDepth;
    copy.mainFile = mainFile;
    copy.builtins = builtins;
    return copy;
  }

  /** What of the machine and of code generation shows in predefined macros. */
  public static final class Target {
    /** {@code -march=}, lower case, such as {@code rv64gc}. */
    public String march = "rv64gc";

    /** {@code -mabi=}, such as {@code lp64d}. */
    public String mabi = "lp64d";

    /** {@code -mcmodel=}: medlow, medany or large. */
    public String codeModel = "medlow";

    /** {@code -O}: 0 to 3. */
    public int optimize;

    /** {@code -Os}, {@code -Oz}. */
    public boolean optimizeSize;

    /** {@code -fno-inline}. */
    public boolean noInline;

    /** 0, 1 ({@code -fpic}) or 2 ({@code -fPIC}, {@code -fPIE}). */
    public int pic;

    /** 0, 1 or 2. */
    public int pie;

    public boolean fastMath;
    public boolean finiteMathOnly;
    public boolean noSignedZeros;
    public boolean noMathErrno;
    public boolean noTrappingMath;
    public boolean associativeMath;
    public boolean reciprocalMath;
    public boolean roundingMath;

    /** {@code -fcx-limited-range} or {@code -fcx-fortran-rules}. */
    public boolean shortComplexMath;

    /** {@code -fgnu89-inline}. */
    public boolean gnu89Inline;

    /** {@code -pthread}. */
    public boolean pthread;

    public boolean exceptions;
    public boolean openmp;

    /** 0 none, 1 {@code -fstack-protector}, 2 all, 3 strong, 4 explicit. */
    public int stackProtector;

    /** Whether the target is Linux; false for bare metal. */
    public boolean linux = true;

    /** {@code -mno-div} clears it. */
    public boolean divide = true;

    /** {@code -mno-fdiv} clears it. */
    public boolean floatDivide = true;
  }
}
