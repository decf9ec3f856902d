package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.ObjectFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assembles GNU-syntax RISC-V assembly into an object. Messages are collected: one bad statement
 * does not hide the next.
 */
public final class Assembler {
  private static final int ERROR_LIMIT = 1000;

  private final ObjectBuilder builder;
  private final ExpressionParser expressions;
  private final InstructionParser instructions;
  private final InputStack input = new InputStack();
  private final Conditionals conditionals = new Conditionals();
  private final MacroProcessor macros;
  private final Directives directives;
  private boolean ended;

  /**
   * The outcome of an assembly.
   *
   * @param object the object, or null if there were errors
   * @param messages warnings and errors in the order of the source
   */
  public record Result(@Nullable ObjectFile object, List<AsmMessage> messages) {
    /** Whether there were errors. */
    public boolean failed() {
      return object == null;
    }
  }

  private Assembler(ObjectBuilder builder) {
    this.builder = builder;
    this.expressions = new ExpressionParser(builder);
    this.instructions = new InstructionParser(builder, expressions);
    this.macros = new MacroProcessor(input, conditionals, expressions);
    this.directives = new Directives(this, builder, expressions, input);
  }

  /**
   * Assembles a source.
   *
   * @param name the file's name, for messages
   * @param text its bytes
   */
  public static Result assemble(String name, byte[] text, AssemblerOptions options) {
    Assembler assembler = new Assembler(new ObjectBuilder(name, options));
    return assembler.run(name, new String(text, StandardCharsets.ISO_8859_1));
  }

  /** A reader of text that a compiler puts between what it emits itself. */
  static Assembler over(ObjectBuilder builder) {
    return new Assembler(builder);
  }

  /** Assembles {@code text} at the builder's place; errors become its messages. */
  void insert(String text, String file, int line) {
    ended = false;
    input.pushPart(SourceText.withoutComments(text), file, line);
    statements();
  }

  private Result run(String name, String text) {
    input.pushFile(SourceText.withoutComments(text), name, 0);
    defineSymbols();
    statements();
    if (conditionals.depth() > 0 && !ended) {
      builder.error(input.location(), "end of file inside conditional");
    }
    ObjectFile object = builder.finish();
    return new Result(builder.hasErrors() ? null : object, List.copyOf(builder.messages()));
  }

  private void statements() {
    while (!ended && errorCount() < ERROR_LIMIT) {
      String statement;
      try {
        statement = input.statement();
        if (statement == null) {
          break;
        }
        builder.setLocation(input.location());
        statement(statement);
      } catch (AssemblyException e) {
        builder.error(input.location(), String.valueOf(e.getMessage()));
      }
    }
  }

  private int errorCount() {
    int count = 0;
    if (builder.hasErrors()) {
      for (AsmMessage message : builder.messages()) {
        count += message.error() ? 1 : 0;
      }
    }
    return count;
  }

  private void defineSymbols() {
    for (String assignment : builder.options().symbolAssignments()) {
      int equals = assignment.indexOf('=');
      try {
        Expression value = expressions.parse(new Cursor(assignment, equals + 1));
        builder.equate(builder.symbol(assignment.substring(0, Math.max(equals, 0))), value);
      } catch (AssemblyException e) {
        builder.error(AsmLocation.NONE, "bad --defsym: " + assignment);
      }
    }
  }

  void end() {
    ended = true;
  }

  Conditionals conditionals() {
    return conditionals;
  }

  MacroProcessor macros() {
    return macros;
  }

  /** Handles labels, an assignment, a directive, a macro or an instruction. */
  void statement(String text) {
    Cursor in = new Cursor(text, 0);
    while (true) {
      in.skipSpace();
      int start = in.at;
      char first = in.peek();
      if (first >= '0' && first <= '9') {
        if (!conditionals.active()) {
          return;
        }
        numericLabel(in);
        continue;
      }
      String name = first == '"' ? in.string() : in.plainName();
      if (name.isEmpty()) {
        if (in.atEnd() || !conditionals.active()) {
          return;
        }
        throw new AssemblyException(
            "unknown statement, first unrecognized character is `" + in.peek() + "'");
      }
      char next = in.peek();
      if (next == ':') {
        in.at++;
        if (conditionals.active()) {
          label(name);
        }
        continue;
      }
      if (first != '"' && command(name, in, text.substring(start))) {
        return;
      }
      in.skipSpace();
      if (conditionals.active() && assignment(name, in)) {
        return;
      }
      if (in.peek() == ':' && conditionals.active()) {
        in.at++;
        label(name);
        continue;
      }
      if (conditionals.active()) {
        instructions.assemble(name, in, start);
      }
      return;
    }
  }

  private void numericLabel(Cursor in) {
    int start = in.at;
    while (in.peek() >= '0' && in.peek() <= '9') {
      in.at++;
    }
    String digits = in.text.substring(start, in.at);
    in.skipSpace();
    if (in.peek() != ':' || digits.length() > 17) {
      throw new AssemblyException(
          "junk at end of line, first unrecognized character is `" + in.text.charAt(start) + "'");
    }
    in.at++;
    builder.label(expressions.defineNumeric(Long.parseLong(digits)));
  }

  private void label(String name) {
    AsmSymbol symbol = builder.symbol(name);
    builder.label(symbol);
  }

  /** A directive or a macro; false if {@code name} is neither. */
  private boolean command(String name, Cursor in, String statement) {
    char next = in.peek();
    boolean separated =
        next == 0 || Cursor.isSpace(next) || next == '"' || next == '(' || next == '-';
    if (!separated && name.charAt(0) != '.' && macros.find(name) == null) {
      return false;
    }
    if (name.charAt(0) == '.') {
      int start = in.at;
      in.skipSpace();
      boolean assigns = in.peek() == '=';
      in.at = start;
      if (assigns) {
        return false;
      }
      if (directives.run(name, in)) {
        return true;
      }
    }
    Macro macro = macros.find(name);
    if (macro != null) {
      in.skipSpace();
      if (in.peek() == '=' && in.peek(1) != '=') {
        return false;
      }
      if (conditionals.active()) {
        macros.expand(macro, in);
      }
      return true;
    }
    if (name.charAt(0) == '.' && conditionals.active()) {
      throw new AssemblyException("unknown pseudo-op: `" + name + "'");
    }
    return name.charAt(0) == '.' && !conditionals.active();
  }

  private boolean assignment(String name, Cursor in) {
    if (in.peek() != '=') {
      return false;
    }
    in.at++;
    boolean once = in.accept('=');
    Expression value = expressions.parse(in);
    in.expectEnd();
    if (name.equals(".")) {
      builder.org(value, 0);
      return true;
    }
    directives.equate(name, value, once);
    return true;
  }
}
