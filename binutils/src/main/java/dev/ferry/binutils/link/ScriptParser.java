package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads linker scripts by recursive descent: the commands, what stands in SECTIONS and in the
 * braces of its output sections.
 */
final class ScriptParser {
  private static final int MAX_INCLUDES = 10;

  private final Script script;
  private final Function<String, String> include;
  private final int includes;
  private final ScriptCursor in;
  private final ScriptExpressionParser expressions;
  private final InputPatternParser inputPatterns;

  /** A parser that adds to {@code script}; {@code includes} says how many INCLUDEs are open. */
  private ScriptParser(
      String file, String text, Script script, Function<String, String> include, int includes) {
    this.script = script;
    this.include = include;
    this.includes = includes;
    this.in = new ScriptCursor(file, text);
    this.expressions = new ScriptExpressionParser(in);
    this.inputPatterns = new InputPatternParser(in);
  }

  /**
   * Parses a script.
   *
   * @param include gives the text of an INCLUDEd file
   * @throws LinkException with file and line for a syntax error
   */
  static Script parse(String file, String text, Function<String, String> include) {
    Script script = new Script();
    new ScriptParser(file, text, script, include, 0).commands();
    return script;
  }

  /** Parses one assignment, as in {@code --defsym}. */
  static Script.Assignment parseAssignment(String text) {
    ScriptCursor in = new ScriptCursor("--defsym", text);
    String name = in.nonEmpty(in.exprName());
    in.expect("=");
    Script.Expr value = new ScriptExpressionParser(in).expression();
    in.space();
    if (!in.atEnd()) {
      throw in.bad("syntax error");
    }
    return new Script.Assignment(name, "=", value, false, false);
  }

  private void commands() {
    in.space();
    while (!in.atEnd()) {
      if (!in.accept(";") && !in.accept(",")) {
        command();
      }
      in.space();
    }
  }

  private void command() {
    int start = in.mark();
    String word = in.patternName();
    switch (word) {
      case "ENTRY" -> script.entry = in.argument();
      case "OUTPUT" -> script.output = in.argument();
      case "OUTPUT_FORMAT",
          "OUTPUT_ARCH",
          "TARGET",
          "NOCROSSREFS",
          "NOCROSSREFS_TO",
          "LD_FEATURE" ->
          skipParentheses();
      case "FORCE_COMMON_ALLOCATION", "INHIBIT_COMMON_ALLOCATION", "FORCE_GROUP_ALLOCATION" -> {}
      case "SEARCH_DIR" -> script.searchDirectories.add(in.argument());
      case "STARTUP" -> script.inputs.addFirst(new Script.Input(in.argument(), false, 0));
      case "INPUT" -> inputs(0);
      case "GROUP" -> inputs(++script.groups);
      case "EXTERN" -> externs();
      case "INCLUDE" -> includeFile((name, included) -> nested(name, included).commands());
      case "MEMORY" -> {
        in.expect("{");
        regions(false);
      }
      case "PHDRS" -> programHeaders();
      case "REGION_ALIAS" -> regionAlias();
      case "VERSION" -> version();
      case "SECTIONS" -> sections();
      default -> {
        in.reset(start);
        script.commands.add(statement());
      }
    }
  }

  private ScriptParser nested(String name, String included) {
    return new ScriptParser(name, included, script, include, includes + 1);
  }

  private interface Included {
    void parse(String name, String text);
  }

  private void includeFile(Included action) {
    if (includes > MAX_INCLUDES) {
      throw in.bad("includes nested too deeply");
    }
    String name = in.patternName();
    action.parse(name, include.apply(name));
  }

  /** An assignment, PROVIDE, HIDDEN or ASSERT, at top level or in SECTIONS. */
  private Script.Command statement() {
    if (in.acceptWord("ASSERT")) {
      return assertion();
    }
    return assignment();
  }

  private Script.Assertion assertion() {
    in.expect("(");
    Script.Expr condition = expressions.expression();
    in.expect(",");
    String message = in.string();
    in.expect(")");
    in.accept(";");
    return new Script.Assertion(condition, message);
  }

  private Script.Assignment assignment() {
    boolean hidden = false;
    boolean provide = false;
    if (in.acceptWord("PROVIDE_HIDDEN")) {
      hidden = true;
      provide = true;
    } else if (in.acceptWord("PROVIDE")) {
      provide = true;
    } else if (in.acceptWord("HIDDEN")) {
      hidden = true;
    }
    boolean wrapped = hidden || provide;
    if (wrapped) {
      in.expect("(");
    }
    String name = in.nonEmpty(in.symbolName());
    String operator = assignmentOperator();
    Script.Expr value = expressions.expression();
    if (wrapped) {
      in.expect(")");
    }
    in.accept(";");
    in.accept(",");
    return new Script.Assignment(name, operator, value, provide, hidden);
  }

  private String assignmentOperator() {
    for (String operator : new String[] {"<<=", ">>=", "+=", "-=", "*=", "/=", "&=", "|=", "^="}) {
      if (in.accept(operator)) {
        return operator;
      }
    }
    in.expect("=");
    return "=";
  }

  private void skipParentheses() {
    in.expect("(");
    in.upToMatching('(', ')', "unexpected end of file");
  }

  private void inputs(int group) {
    in.expect("(");
    while (!in.accept(")")) {
      if (in.accept(",")) {
        continue;
      }
      String name = in.patternName();
      if (name.equals("AS_NEEDED")) {
        in.expect("(");
        while (!in.accept(")")) {
          if (!in.accept(",")) {
            script.inputs.add(new Script.Input(in.nonEmpty(in.patternName()), true, group));
          }
        }
      } else {
        script.inputs.add(new Script.Input(in.nonEmpty(name), false, group));
      }
    }
  }

  private void externs() {
    in.expect("(");
    while (!in.accept(")")) {
      if (!in.accept(",")) {
        script.externs.add(in.nonEmpty(in.patternName()));
      }
    }
  }

  /** Whether a list in braces ends here; in an INCLUDEd file, which has no brace, at its end. */
  private boolean ends(boolean included) {
    in.space();
    return included ? in.atEnd() : in.accept("}");
  }

  private void regions(boolean nested) {
    while (!ends(nested)) {
      if (in.acceptWord("INCLUDE")) {
        includeFile((name, included) -> nested(name, included).regions(true));
        continue;
      }
      String name = in.nonEmpty(in.patternNameWithoutColon());
      String attributes = "";
      if (in.accept("(")) {
        attributes = in.upTo(')').strip();
      }
      in.expect(":");
      in.expectOneOf("ORIGIN", "org", "o");
      in.expect("=");
      Script.Expr origin = expressions.expression();
      in.accept(",");
      in.expectOneOf("LENGTH", "len", "l");
      in.expect("=");
      Script.Expr length = expressions.expression();
      in.accept(",");
      if (isRegion(name)) {
        warn("redeclaration of memory region `" + name + "'");
      }
      script.regions.put(name, new Script.Region(name, attributes, origin, length));
    }
  }

  private boolean isRegion(String name) {
    return script.regions.containsKey(name) || script.regionAliases.containsKey(name);
  }

  private void warn(String message) {
    script.warnings.add(in.place() + ": warning: " + message);
  }

  /** The name of a region; one that nobody declared is, as in ld, all of the memory. */
  private String regionName() {
    String name = in.patternName();
    if (!isRegion(name)) {
      warn("memory region `" + name + "' not declared");
      script.regions.put(
          name, new Script.Region(name, "", new Script.Number(0), new Script.Number(-1)));
    }
    return name;
  }

  private void regionAlias() {
    in.expect("(");
    String alias = in.string();
    in.expect(",");
    String region = in.string();
    in.expect(")");
    if (isRegion(alias)) {
      throw in.bad("error: redefinition of memory region alias `" + alias + "'");
    }
    if (!isRegion(region)) {
      throw in.bad(
          "error: memory region `" + region + "' for alias `" + alias + "' does not exist");
    }
    script.regionAliases.put(alias, script.regionAliases.getOrDefault(region, region));
  }

  private void programHeaders() {
    in.expect("{");
    while (!in.accept("}")) {
      String name = in.nonEmpty(in.exprName());
      int type = segmentType();
      boolean fileHeader = false;
      boolean headers = false;
      Script.Expr address = null;
      Script.Expr flags = null;
      while (!in.accept(";")) {
        if (in.acceptWord("FILEHDR")) {
          fileHeader = true;
        } else if (in.acceptWord("PHDRS")) {
          headers = true;
        } else if (in.acceptWord("AT")) {
          address = expressions.parenthesised();
        } else if (in.acceptWord("FLAGS")) {
          flags = expressions.parenthesised();
        } else {
          throw in.bad("syntax error in PHDRS");
        }
      }
      script.segments.add(new Script.Segment(name, type, fileHeader, headers, address, flags));
    }
  }

  private int segmentType() {
    int start = in.mark();
    String word = in.exprName();
    return switch (word) {
      case "PT_NULL" -> Elf.PT_NULL;
      case "PT_LOAD" -> Elf.PT_LOAD;
      case "PT_DYNAMIC" -> Elf.PT_DYNAMIC;
      case "PT_INTERP" -> Elf.PT_INTERP;
      case "PT_NOTE" -> Elf.PT_NOTE;
      case "PT_SHLIB" -> Elf.PT_SHLIB;
      case "PT_PHDR" -> Elf.PT_PHDR;
      case "PT_TLS" -> Elf.PT_TLS;
      case "PT_GNU_EH_FRAME" -> Elf.PT_GNU_EH_FRAME;
      case "PT_GNU_STACK" -> Elf.PT_GNU_STACK;
      case "PT_GNU_RELRO" -> Elf.PT_GNU_RELRO;
      default -> {
        in.reset(start);
        yield expressions.expression() instanceof Script.Number number ? (int) number.value() : 0;
      }
    };
  }

  private void version() {
    in.expect("{");
    String nodes = in.upToMatching('{', '}', "unterminated VERSION");
    script.versions = VersionScript.parse(in.file(), nodes, script.versions);
  }

  private void sections() {
    script.hasSections = true;
    in.expect("{");
    while (!in.accept("}")) {
      if (!in.accept(";")) {
        sectionsCommand();
      }
    }
  }

  private void sectionsCommand() {
    if (in.acceptWord("INCLUDE")) {
      includeFile((name, included) -> {
        ScriptParser nested = nested(name, included);
        nested.in.space();
        while (!nested.in.atEnd()) {
          nested.sectionsCommand();
          nested.in.space();
        }
      });
      return;
    }
    if (in.acceptWord("ENTRY")) {
      script.entry = in.argument();
      return;
    }
    if (peekStatement()) {
      script.commands.add(statement());
    } else {
      script.commands.add(outputDescription());
    }
  }

  /** Whether an assignment or one of its wrappers stands here, rather than an output section. */
  private boolean peekStatement() {
    int start = in.mark();
    try {
      for (String word : new String[] {"ASSERT", "PROVIDE_HIDDEN", "PROVIDE", "HIDDEN"}) {
        if (in.acceptWord(word)) {
          return true;
        }
      }
      if (in.symbolName().isEmpty()) {
        return false;
      }
      in.space();
      char first = in.ahead(0);
      char second = in.ahead(1);
      if (first == '=') {
        return second != '=' && second != ScriptCursor.END;
      }
      return "+-*/&|^".indexOf(first) >= 0 && second == '='
          || in.startsWith("<<=")
          || in.startsWith(">>=");
    } finally {
      in.reset(start);
    }
  }

  private Script.OutputDescription outputDescription() {
    String name = in.nonEmpty(in.patternNameWithoutColon());
    Script.Expr address = null;
    String type = null;
    in.space();
    if (!in.peek(":")) {
      if (!peekSectionType()) {
        address = expressions.expression();
      }
      if (in.accept("(")) {
        type = in.exprName();
        if (in.accept("=")) {
          expressions.expression();
        }
        in.expect(")");
      }
    }
    in.expect(":");
    // Always in this order.
    Script.Expr load = in.acceptWord("AT") ? expressions.parenthesised() : null;
    Script.Expr align = in.acceptWord("ALIGN") ? expressions.parenthesised() : null;
    boolean alignLoadWithInput = in.acceptWord("ALIGN_WITH_INPUT");
    if (alignLoadWithInput && align != null) {
      throw in.bad("error: align with input and explicit align specified");
    }
    Script.Expr subAlign = in.acceptWord("SUBALIGN") ? expressions.parenthesised() : null;
    Script.Constraint constraint = constraint();
    if (!in.accept("{")) {
      throw in.bad("syntax error in output section " + name);
    }
    List<Script.Item> items = new ArrayList<>();
    items(items, false);
    String region = in.accept(">") ? regionName() : null;
    String loadRegion = null;
    int start = in.mark();
    if (in.acceptWord("AT")) {
      if (in.accept(">")) {
        loadRegion = regionName();
      } else {
        in.reset(start);
      }
    }
    if (region == null && in.accept(">")) {
      region = regionName();
    }
    List<String> segments = new ArrayList<>();
    while (in.accept(":")) {
      segments.add(in.exprName());
    }
    Script.Expr fill = in.accept("=") ? expressions.primary() : null;
    in.accept(",");
    return new Script.OutputDescription(
        name,
        address,
        type,
        load,
        align,
        alignLoadWithInput,
        subAlign,
        constraint,
        items,
        region,
        loadRegion,
        segments,
        fill);
  }

  private Script.Constraint constraint() {
    if (in.acceptWord("ONLY_IF_RO")) {
      return Script.Constraint.ONLY_IF_RO;
    }
    return in.acceptWord("ONLY_IF_RW") ? Script.Constraint.ONLY_IF_RW : Script.Constraint.NONE;
  }

  private boolean peekSectionType() {
    int start = in.mark();
    try {
      if (!in.accept("(")) {
        return false;
      }
      String word = in.exprName();
      return switch (word) {
        case "NOLOAD", "DSECT", "COPY", "INFO", "OVERLAY", "READONLY", "TYPE" -> true;
        default -> false;
      };
    } finally {
      in.reset(start);
    }
  }

  private void items(List<Script.Item> items, boolean included) {
    while (!ends(included)) {
      if (!in.accept(";") && !in.accept(",")) {
        item(items);
      }
    }
  }

  private void item(List<Script.Item> items) {
    int start = in.mark();
    String word = in.exprName();
    switch (word) {
      case "BYTE" -> items.add(new Script.Datum(1, expressions.parenthesised()));
      case "SHORT" -> items.add(new Script.Datum(2, expressions.parenthesised()));
      case "LONG" -> items.add(new Script.Datum(4, expressions.parenthesised()));
      case "QUAD", "SQUAD" -> items.add(new Script.Datum(8, expressions.parenthesised()));
      case "ASCIZ" -> items.add(literal(in.string() + "\0"));
      case "ASCII" -> {
        in.expect("(");
        items.add(literal(in.string()));
        in.expect(")");
      }
      case "FILL" -> items.add(new Script.Fill(expressions.parenthesised()));
      case "ASSERT" -> items.add(assertion());
      case "CONSTRUCTORS" -> {}
      case "CREATE_OBJECT_SYMBOLS" -> {}
      case "INCLUDE" -> includeFile((name, included) -> nested(name, included).items(items, true));
      case "KEEP" -> {
        in.expect("(");
        items.add(inputPatterns.parse(true));
        in.expect(")");
      }
      case "SORT" -> {
        // SORT(CONSTRUCTORS) stands alone; otherwise SORT belongs to a file pattern.
        if (in.accept("(") && in.acceptWord("CONSTRUCTORS")) {
          in.expect(")");
        } else {
          in.reset(start);
          items.add(inputPatterns.parse(false));
        }
      }
      default -> {
        in.reset(start);
        if (peekStatement()) {
          items.add((Script.Item) statement());
        } else {
          items.add(inputPatterns.parse(false));
        }
      }
    }
  }

  private static Script.Literal literal(String value) {
    return new Script.Literal(value.getBytes(StandardCharsets.UTF_8));
  }
}
