package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads linker scripts by recursive descent, straight from the characters: the language has two
 * lexical moods (file and section patterns, in which {@code *-/+} belong to names, and
 * expressions), and only the parser knows which one holds.
 */
final class ScriptParser {
  private static final int MAX_DEPTH = 200;
  private static final String[][] BINARY_LEVELS = {
    {"||"},
    {"&&"},
    {"|"},
    {"^"},
    {"&"},
    {"==", "!="},
    {"<=", ">=", "<", ">"},
    {"<<", ">>"},
    {"+", "-"},
    {"*", "/", "%"}
  };

  private final String file;
  private final String text;
  private final Script script;
  private final Function<String, String> include;
  private int at;
  private int depth;

  private ScriptParser(String file, String text, Script script, Function<String, String> include) {
    this.file = file;
    this.text = text;
    this.script = script;
    this.include = include;
  }

  /**
   * Parses a script.
   *
   * @param include gives the text of an INCLUDEd file
   * @throws LinkException with file and line for a syntax error
   */
  static Script parse(String file, String text, Function<String, String> include) {
    Script script = new Script();
    new ScriptParser(file, text, script, include).commands();
    return script;
  }

  /** Parses one assignment, as in {@code --defsym}. */
  static Script.Assignment parseAssignment(String text) {
    ScriptParser parser = new ScriptParser("--defsym", text, new Script(), name -> "");
    String name = parser.exprName();
    if (name.isEmpty()) {
      throw parser.bad("syntax error");
    }
    parser.expect("=");
    Script.Expr value = parser.expression();
    parser.space();
    if (parser.at < text.length()) {
      throw parser.bad("syntax error");
    }
    return new Script.Assignment(name, "=", value, false, false);
  }

  private void commands() {
    space();
    while (at < text.length()) {
      if (!accept(";") && !accept(",")) {
        command();
      }
      space();
    }
  }

  private void command() {
    int start = at;
    String word = patternName();
    switch (word) {
      case "ENTRY" -> script.entry = argument();
      case "OUTPUT" -> script.output = argument();
      case "OUTPUT_FORMAT",
          "OUTPUT_ARCH",
          "TARGET",
          "NOCROSSREFS",
          "NOCROSSREFS_TO",
          "LD_FEATURE" ->
          skipParentheses();
      case "FORCE_COMMON_ALLOCATION", "INHIBIT_COMMON_ALLOCATION", "FORCE_GROUP_ALLOCATION" -> {}
      case "SEARCH_DIR" -> script.searchDirectories.add(argument());
      case "STARTUP" -> script.inputs.addFirst(new Script.Input(argument(), false, 0));
      case "INPUT" -> inputs(0);
      case "GROUP" -> inputs(++script.groups);
      case "EXTERN" -> externs();
      case "INCLUDE" -> includeFile(this::commandsOf);
      case "MEMORY" -> memory();
      case "PHDRS" -> programHeaders();
      case "REGION_ALIAS" -> regionAlias();
      case "VERSION" -> version();
      case "SECTIONS" -> sections();
      default -> {
        at = start;
        script.commands.add(statement());
      }
    }
  }

  private void commandsOf(String name, String included) {
    ScriptParser nested = new ScriptParser(name, included, script, include);
    nested.depth = depth + 1;
    nested.commands();
  }

  private interface Included {
    void parse(String name, String text);
  }

  private void includeFile(Included action) {
    if (depth > 10) {
      throw bad("includes nested too deeply");
    }
    String name = patternName();
    action.parse(name, include.apply(name));
  }

  /** An assignment, PROVIDE, HIDDEN or ASSERT, at top level or in SECTIONS. */
  private Script.Command statement() {
    if (acceptWord("ASSERT")) {
      return assertion();
    }
    return assignment();
  }

  private Script.Assertion assertion() {
    expect("(");
    Script.Expr condition = expression();
    expect(",");
    String message = string();
    expect(")");
    accept(";");
    return new Script.Assertion(condition, message);
  }

  private Script.Assignment assignment() {
    boolean hidden = false;
    boolean provide = false;
    if (acceptWord("PROVIDE_HIDDEN")) {
      hidden = true;
      provide = true;
    } else if (acceptWord("PROVIDE")) {
      provide = true;
    } else if (acceptWord("HIDDEN")) {
      hidden = true;
    }
    boolean wrapped = hidden || provide;
    if (wrapped) {
      expect("(");
    }
    String name = symbolName();
    if (name.isEmpty()) {
      throw bad("syntax error");
    }
    String operator = assignmentOperator();
    Script.Expr value = expression();
    if (wrapped) {
      expect(")");
    }
    accept(";");
    accept(",");
    return new Script.Assignment(name, operator, value, provide, hidden);
  }

  private String assignmentOperator() {
    for (String operator : new String[] {"<<=", ">>=", "+=", "-=", "*=", "/=", "&=", "|=", "^="}) {
      if (accept(operator)) {
        return operator;
      }
    }
    expect("=");
    return "=";
  }

  private void inputs(int group) {
    expect("(");
    while (!accept(")")) {
      if (accept(",")) {
        continue;
      }
      String name = patternName();
      if (name.equals("AS_NEEDED")) {
        expect("(");
        while (!accept(")")) {
          if (!accept(",")) {
            script.inputs.add(new Script.Input(nonEmpty(patternName()), true, group));
          }
        }
      } else {
        script.inputs.add(new Script.Input(nonEmpty(name), false, group));
      }
    }
  }

  private String nonEmpty(String name) {
    if (name.isEmpty()) {
      throw bad("syntax error");
    }
    return name;
  }

  private void externs() {
    expect("(");
    while (!accept(")")) {
      if (!accept(",")) {
        script.externs.add(nonEmpty(patternName()));
      }
    }
  }

  private void memory() {
    expect("{");
    while (!accept("}")) {
      if (acceptWord("INCLUDE")) {
        includeFile((name, included) -> {});
        continue;
      }
      String name = nonEmpty(patternNameWithoutColon());
      String attributes = "";
      if (accept("(")) {
        int close = text.indexOf(')', at);
        if (close < 0) {
          throw bad("syntax error");
        }
        attributes = text.substring(at, close).strip();
        at = close + 1;
      }
      expect(":");
      expectOneOf("ORIGIN", "org", "o");
      expect("=");
      Script.Expr origin = expression();
      accept(",");
      expectOneOf("LENGTH", "len", "l");
      expect("=");
      Script.Expr length = expression();
      accept(",");
      script.regions.put(name, new Script.Region(name, attributes, origin, length));
    }
  }

  private void expectOneOf(String... words) {
    for (String word : words) {
      if (acceptWord(word)) {
        return;
      }
    }
    throw bad("'" + words[0] + "' expected");
  }

  private void regionAlias() {
    expect("(");
    String alias = string();
    expect(",");
    String region = string();
    expect(")");
    script.regionAliases.put(alias, region);
  }

  private void programHeaders() {
    expect("{");
    while (!accept("}")) {
      String name = nonEmpty(exprName());
      int type = segmentType();
      boolean fileHeader = false;
      boolean headers = false;
      Script.Expr address = null;
      Script.Expr flags = null;
      while (!accept(";")) {
        if (acceptWord("FILEHDR")) {
          fileHeader = true;
        } else if (acceptWord("PHDRS")) {
          headers = true;
        } else if (acceptWord("AT")) {
          address = parenthesised();
        } else if (acceptWord("FLAGS")) {
          flags = parenthesised();
        } else {
          throw bad("syntax error in PHDRS");
        }
      }
      script.segments.add(new Script.Segment(name, type, fileHeader, headers, address, flags));
    }
  }

  private int segmentType() {
    int start = at;
    String word = exprName();
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
        at = start;
        yield expression() instanceof Script.Number number ? (int) number.value() : 0;
      }
    };
  }

  private void version() {
    expect("{");
    int start = at;
    int open = 1;
    while (open > 0) {
      if (at >= text.length()) {
        throw bad("unterminated VERSION");
      }
      char c = text.charAt(at++);
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
    }
    script.versions = VersionScript.parse(file, text.substring(start, at - 1), script.versions);
  }

  private void sections() {
    script.hasSections = true;
    expect("{");
    while (!accept("}")) {
      if (!accept(";")) {
        sectionsCommand();
      }
    }
  }

  private void sectionsCommand() {
    if (acceptWord("INCLUDE")) {
      includeFile((name, included) -> {
        ScriptParser nested = new ScriptParser(name, included, script, include);
        nested.depth = depth + 1;
        nested.space();
        while (nested.at < included.length()) {
          nested.sectionsCommand();
          nested.space();
        }
      });
      return;
    }
    if (acceptWord("ENTRY")) {
      script.entry = argument();
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
    int start = at;
    try {
      for (String word : new String[] {"ASSERT", "PROVIDE_HIDDEN", "PROVIDE", "HIDDEN"}) {
        if (acceptWord(word)) {
          return true;
        }
      }
      if (symbolName().isEmpty()) {
        return false;
      }
      space();
      if (at >= text.length()) {
        return false;
      }
      if (text.charAt(at) == '=') {
        return at + 1 < text.length() && text.charAt(at + 1) != '=';
      }
      return at + 1 < text.length()
          && ("+-*/&|^".indexOf(text.charAt(at)) >= 0 && text.charAt(at + 1) == '='
              || text.startsWith("<<=", at)
              || text.startsWith(">>=", at));
    } finally {
      at = start;
    }
  }

  private Script.OutputDescription outputDescription() {
    String name = nonEmpty(patternNameWithoutColon());
    Script.Expr address = null;
    String type = null;
    space();
    if (!peek(":")) {
      if (!peekSectionType()) {
        address = expression();
      }
      if (accept("(")) {
        type = exprName();
        if (accept("=")) {
          expression();
        }
        expect(")");
      }
    }
    expect(":");
    Script.Expr load = null;
    Script.Expr align = null;
    Script.Expr subAlign = null;
    Script.Constraint constraint = Script.Constraint.NONE;
    while (!accept("{")) {
      if (acceptWord("AT")) {
        load = parenthesised();
      } else if (acceptWord("SUBALIGN")) {
        subAlign = parenthesised();
      } else if (acceptWord("ALIGN_WITH_INPUT")) {
        align = null;
      } else if (acceptWord("ALIGN")) {
        align = parenthesised();
      } else if (acceptWord("ONLY_IF_RO")) {
        constraint = Script.Constraint.ONLY_IF_RO;
      } else if (acceptWord("ONLY_IF_RW")) {
        constraint = Script.Constraint.ONLY_IF_RW;
      } else {
        throw bad("syntax error in output section " + name);
      }
    }
    List<Script.Item> items = new ArrayList<>();
    items(items);
    String region = accept(">") ? patternName() : null;
    String loadRegion = null;
    int start = at;
    if (acceptWord("AT")) {
      if (accept(">")) {
        loadRegion = patternName();
      } else {
        at = start;
      }
    }
    if (region == null && accept(">")) {
      region = patternName();
    }
    List<String> segments = new ArrayList<>();
    while (accept(":")) {
      segments.add(exprName());
    }
    Script.Expr fill = accept("=") ? primary() : null;
    accept(",");
    return new Script.OutputDescription(
        name,
        address,
        type,
        load,
        align,
        subAlign,
        constraint,
        items,
        region,
        loadRegion,
        segments,
        fill);
  }

  private boolean peekSectionType() {
    int start = at;
    try {
      if (!accept("(")) {
        return false;
      }
      String word = exprName();
      return switch (word) {
        case "NOLOAD", "DSECT", "COPY", "INFO", "OVERLAY", "READONLY", "TYPE" -> true;
        default -> false;
      };
    } finally {
      at = start;
    }
  }

  private void items(List<Script.Item> items) {
    while (!accept("}")) {
      if (!accept(";") && !accept(",")) {
        item(items);
      }
    }
  }

  private void item(List<Script.Item> items) {
    int start = at;
    String word = exprName();
    switch (word) {
      case "BYTE" -> items.add(new Script.Datum(1, parenthesised()));
      case "SHORT" -> items.add(new Script.Datum(2, parenthesised()));
      case "LONG" -> items.add(new Script.Datum(4, parenthesised()));
      case "QUAD", "SQUAD" -> items.add(new Script.Datum(8, parenthesised()));
      case "ASCIZ" -> items.add(literal(string() + "\0"));
      case "ASCII" -> {
        expect("(");
        items.add(literal(string()));
        expect(")");
      }
      case "FILL" -> items.add(new Script.Fill(parenthesised()));
      case "ASSERT" -> items.add(assertion());
      case "CONSTRUCTORS" -> {}
      case "CREATE_OBJECT_SYMBOLS" -> {}
      case "INCLUDE" ->
          includeFile((name, included) -> {
            ScriptParser nested = new ScriptParser(name, included + "}", script, include);
            nested.depth = depth + 1;
            nested.items(items);
          });
      case "KEEP" -> {
        expect("(");
        items.add(inputPattern(true));
        expect(")");
      }
      case "SORT" -> {
        // SORT(CONSTRUCTORS) stands alone; otherwise SORT belongs to a file pattern.
        int inside = at;
        if (accept("(") && acceptWord("CONSTRUCTORS")) {
          expect(")");
        } else {
          at = inside;
          at = start;
          items.add(inputPattern(false));
        }
      }
      default -> {
        at = start;
        if (peekStatement()) {
          items.add((Script.Item) statement());
        } else {
          items.add(inputPattern(false));
        }
      }
    }
  }

  private static Script.Literal literal(String value) {
    return new Script.Literal(value.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code EXCLUDE_FILE(..) file(patterns)}; a bare file name takes all its sections. */
  private Script.Inputs inputPattern(boolean keep) {
    List<Glob> excluded = new ArrayList<>();
    if (acceptWord("EXCLUDE_FILE")) {
      excludedFiles(excluded);
    }
    boolean sorted = acceptWord("SORT_BY_NAME") || acceptWord("SORT");
    if (sorted) {
      expect("(");
    }
    String filePattern = nonEmpty(patternName());
    if (sorted) {
      expect(")");
    }
    List<Script.SectionPattern> patterns = new ArrayList<>();
    if (!accept("(")) {
      patterns.add(new Script.SectionPattern(new Glob("*"), Script.Sort.NONE, List.of()));
      return new Script.Inputs(keep, new Glob(filePattern), excluded, patterns);
    }
    List<Glob> excludedForNext = new ArrayList<>();
    while (!accept(")")) {
      if (accept(",")) {
        continue;
      }
      if (acceptWord("EXCLUDE_FILE")) {
        excludedForNext = new ArrayList<>();
        excludedFiles(excludedForNext);
        continue;
      }
      int before = patterns.size();
      sectionPatterns(patterns, Script.Sort.NONE, excludedForNext);
      if (patterns.size() == before) {
        throw bad("syntax error in input section pattern");
      }
      excludedForNext = new ArrayList<>();
    }
    return new Script.Inputs(keep, new Glob(filePattern), excluded, patterns);
  }

  private void excludedFiles(List<Glob> excluded) {
    expect("(");
    while (!accept(")")) {
      if (!accept(",")) {
        excluded.add(new Glob(nonEmpty(patternName())));
      }
    }
  }

  private void sectionPatterns(
      List<Script.SectionPattern> patterns, Script.Sort outer, List<Glob> excluded) {
    int start = at;
    String word = patternName();
    Script.Sort sort =
        switch (word) {
          case "SORT", "SORT_BY_NAME" -> Script.Sort.BY_NAME;
          case "SORT_BY_ALIGNMENT" -> Script.Sort.BY_ALIGNMENT;
          case "SORT_BY_INIT_PRIORITY" -> Script.Sort.BY_INIT_PRIORITY;
          default -> Script.Sort.NONE;
        };
    if ((sort != Script.Sort.NONE || word.equals("SORT_NONE") || word.equals("REVERSE"))
        && accept("(")) {
      Script.Sort combined = combine(outer, sort);
      while (!accept(")")) {
        if (acceptWord("EXCLUDE_FILE")) {
          List<Glob> inner = new ArrayList<>();
          excludedFiles(inner);
          sectionPatterns(patterns, combined, inner);
        } else {
          int before = at;
          sectionPatterns(patterns, combined, excluded);
          if (at == before) {
            throw bad("syntax error in input section pattern");
          }
        }
      }
    } else if (word.isEmpty()) {
      at = start;
    } else {
      patterns.add(new Script.SectionPattern(new Glob(word), outer, excluded));
    }
  }

  private static Script.Sort combine(Script.Sort outer, Script.Sort inner) {
    if (outer == Script.Sort.BY_NAME && inner == Script.Sort.BY_ALIGNMENT) {
      return Script.Sort.BY_NAME_ALIGNMENT;
    }
    if (outer == Script.Sort.BY_ALIGNMENT && inner == Script.Sort.BY_NAME) {
      return Script.Sort.BY_ALIGNMENT_NAME;
    }
    return inner == Script.Sort.NONE ? outer : inner;
  }

  // Expressions.

  private Script.Expr parenthesised() {
    expect("(");
    Script.Expr value = expression();
    expect(")");
    return value;
  }

  private Script.Expr expression() {
    if (++depth > MAX_DEPTH) {
      throw bad("expression nested too deeply");
    }
    Script.Expr condition = binary(0);
    if (accept("?")) {
      Script.Expr then = expression();
      expect(":");
      condition = new Script.Conditional(condition, then, expression());
    }
    depth--;
    return condition;
  }

  private Script.Expr binary(int level) {
    if (level == BINARY_LEVELS.length) {
      return unary();
    }
    Script.Expr left = binary(level + 1);
    String operator = binaryOperator(level);
    while (operator != null) {
      left = new Script.Binary(operator, left, binary(level + 1));
      operator = binaryOperator(level);
    }
    return left;
  }

  private @Nullable String binaryOperator(int level) {
    space();
    for (String operator : BINARY_LEVELS[level]) {
      if (text.startsWith(operator, at) && !continues(operator)) {
        at += operator.length();
        return operator;
      }
    }
    return null;
  }

  /** Whether the characters here are a longer operator of another level. */
  private boolean continues(String operator) {
    char next = at + operator.length() < text.length() ? text.charAt(at + operator.length()) : ' ';
    return switch (operator) {
      case "|", "&" -> next == operator.charAt(0) || next == '=';
      case "<", ">" -> next == operator.charAt(0);
      case "<<", ">>", "+", "-", "*", "/", "^" -> next == '=';
      default -> false;
    };
  }

  private Script.Expr unary() {
    if (++depth > MAX_DEPTH) {
      throw bad("expression nested too deeply");
    }
    space();
    Script.Expr result;
    if (at < text.length() && "-~!+".indexOf(text.charAt(at)) >= 0) {
      char operator = text.charAt(at++);
      Script.Expr operand = unary();
      result = operator == '+' ? operand : new Script.Unary(operator, operand);
    } else {
      result = primary();
    }
    depth--;
    return result;
  }

  private Script.Expr primary() {
    space();
    if (accept("(")) {
      Script.Expr value = expression();
      expect(")");
      return value;
    }
    if (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '$')) {
      return number();
    }
    String name = exprName();
    if (name.isEmpty()) {
      name = peek("\"") ? string() : "";
    }
    if (name.isEmpty()) {
      throw bad("syntax error");
    }
    return switch (name) {
      case "ALIGN",
          "ABSOLUTE",
          "NEXT",
          "MIN",
          "MAX",
          "LOG2CEIL",
          "DATA_SEGMENT_ALIGN",
          "DATA_SEGMENT_RELRO_END",
          "DATA_SEGMENT_END",
          "BLOCK",
          "ASSERT" ->
          new Script.Call(name, null, arguments());
      case "ADDR", "SIZEOF", "ALIGNOF", "LOADADDR", "ORIGIN", "LENGTH", "CONSTANT", "DEFINED" ->
          new Script.Call(name, argument(), List.of());
      case "SEGMENT_START" -> {
        expect("(");
        String segment = string();
        expect(",");
        Script.Expr otherwise = expression();
        expect(")");
        yield new Script.Call(name, segment, List.of(otherwise));
      }
      case "SIZEOF_HEADERS", "sizeof_headers" -> new Script.Call("SIZEOF_HEADERS", null, List.of());
      default -> new Script.Name(name);
    };
  }

  private List<Script.Expr> arguments() {
    expect("(");
    List<Script.Expr> arguments = new ArrayList<>();
    do {
      space();
      if (peek("\"")) {
        string();
      } else {
        arguments.add(expression());
      }
    } while (accept(","));
    expect(")");
    return arguments;
  }

  private Script.Number number() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '$')) {
      at++;
    }
    String word = text.substring(start, at);
    try {
      return new Script.Number(parseNumber(word));
    } catch (NumberFormatException e) {
      throw bad("malformed number '" + word + "'");
    }
  }

  /** A number as scripts and ld's options write it: 0x, $ and K, M suffixes. */
  static long parseNumber(String word) {
    String digits = word;
    long scale = 1;
    if (digits.endsWith("K") || digits.endsWith("k")) {
      scale = 1024;
      digits = digits.substring(0, digits.length() - 1);
    } else if (digits.endsWith("M") || digits.endsWith("m")) {
      scale = 1024 * 1024;
      digits = digits.substring(0, digits.length() - 1);
    }
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      return Long.parseUnsignedLong(digits, 2, digits.length(), 16) * scale;
    }
    if (digits.startsWith("$")) {
      return Long.parseUnsignedLong(digits, 1, digits.length(), 16) * scale;
    }
    if (digits.length() > 1 && digits.startsWith("0")) {
      return Long.parseUnsignedLong(digits, 1, digits.length(), 8) * scale;
    }
    return Long.parseUnsignedLong(digits) * scale;
  }

  // Lexical ground.

  private void space() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '/' && text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw bad("unterminated comment");
        }
        at = end + 2;
      } else if (c == '#' && (at == 0 || text.charAt(at - 1) == '\n')) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c <= ' ') {
        at++;
      } else {
        return;
      }
    }
  }

  private boolean peek(String token) {
    space();
    return text.startsWith(token, at);
  }

  private boolean accept(String token) {
    space();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    if (at >= text.length() && (token.equals(")") || token.equals("}") || token.equals("{"))) {
      throw bad("unexpected end of file, '" + token + "' expected");
    }
    return false;
  }

  private boolean acceptWord(String word) {
    space();
    int end = at + word.length();
    if (text.startsWith(word, at) && (end >= text.length() || !isExprChar(text.charAt(end)))) {
      at = end;
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!accept(token)) {
      throw bad("syntax error: '" + token + "' expected");
    }
  }

  private static boolean isExprChar(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$' || c == '~' && false;
  }

  private static boolean isPatternChar(char c) {
    return c > ' ' && "(){};,\"".indexOf(c) < 0;
  }

  private String exprName() {
    space();
    int start = at;
    while (at < text.length() && isExprChar(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String symbolName() {
    return peek("\"") ? string() : exprName();
  }

  private String patternName() {
    if (peek("\"")) {
      return string();
    }
    int start = at;
    while (at < text.length() && isPatternChar(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String patternNameWithoutColon() {
    if (peek("\"")) {
      return string();
    }
    int start = at;
    while (at < text.length() && isPatternChar(text.charAt(at)) && text.charAt(at) != ':') {
      at++;
    }
    return text.substring(start, at);
  }

  private String argument() {
    expect("(");
    String name = nonEmpty(patternName());
    expect(")");
    return name;
  }

  private String string() {
    if (!peek("\"")) {
      return nonEmpty(patternName());
    }
    int end = text.indexOf('"', at + 1);
    if (end < 0) {
      throw bad("unterminated string");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private void skipParentheses() {
    expect("(");
    int open = 1;
    while (open > 0) {
      if (at >= text.length()) {
        throw bad("unexpected end of file");
      }
      char c = text.charAt(at++);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
  }

  private LinkException bad(String message) {
    int line = 1;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return new LinkException(file + ":" + line + ": " + message, true);
  }
}
