package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.WarningOptions;
import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.syntax.BlockItem;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * -Wimplicit-fallthrough: a statement before a case label can be left at its end, no attribute says
 * so, and no comment between them speaks of falling through.
 */
final class FallthroughWarnings {
  /** What a comment may say, all of it: the regular expressions of gcc's manual for level 3. */
  private static final Pattern COMMENT =
      Pattern.compile(
          "-fallthrough|@fallthrough@|lint -fallthrough[ \\t]*"
              + "|[ \\t.!]*("
              + "(ELSE,? |INTENTIONAL(LY)? )?FALL(S | |-)?THR(OUGH|U)"
              + "|(Else,? |Intentional(ly)? )?Fall((s | |-)[Tt]|t)hr(ough|u)"
              + "|([Ee]lse,? |[Ii]ntentional(ly)? )?fall(s | |-)?thr(ough|u)"
              + ")[ \\t.!]*(-[^\\n\\r]*)?");

  /** The second level's: a word of it is enough. */
  private static final Pattern MENTION =
      Pattern.compile("falls?[ \\t-]*thr(ough|u)", Pattern.CASE_INSENSITIVE);

  /** The fourth level's. */
  private static final Pattern FORMAL =
      Pattern.compile(
          "-fallthrough|@fallthrough@|lint -fallthrough[ \\t]*|[ \\t]*FALLTHR(OUGH|U)[ \\t]*");

  private final Unit unit;
  private final Completion completion;

  FallthroughWarnings(Unit unit) {
    this.unit = unit;
    this.completion = new Completion(unit);
  }

  /** Looks at the items of one block, and their typed statements in the same order. */
  void check(List<BlockItem> items, List<dev.ferry.c.typed.Statement> body) {
    Statement before = null;
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Statement s)) {
        before = null;
        continue;
      }
      boolean label = s instanceof Statement.Case || s instanceof Statement.Default;
      Statement inner = innermost(s);
      if (label && before != null && !isEmpty(before) && !leavesAtOnce(items, i)) {
        between(before, s);
      }
      if (before == null || !isEmpty(s)) {
        before = inner;
      }
    }
  }

  /** The statement behind labels. */
  private static Statement innermost(Statement s) {
    return switch (s) {
      case Statement.Case c -> innermost(c.body());
      case Statement.Default d -> innermost(d.body());
      case Statement.Labeled l -> innermost(l.body());
      default -> s;
    };
  }

  /**
   * Falling into a label that ends everything is no surprise; gcc says nothing either. The first
   * statement that does something decides, whatever labels and braces stand before it; where there
   * is none, the block's end follows. A loop that begins with its condition begins with a jump
   * there.
   */
  private boolean leavesAtOnce(List<BlockItem> items, int from) {
    BlockItem first = first(items, from);
    return switch (first) {
      case null -> true;
      case Statement.Break x -> true;
      case Statement.Continue x -> true;
      case Statement.Goto x -> true;
      case Statement.Return x -> x.value() == null;
      case Statement.While x -> completion.mayComplete(x);
      case Statement.For x -> x.init() == null && completion.mayComplete(x);
      default -> false;
    };
  }

  /** What is executed first from an item on, or null. */
  private static @Nullable BlockItem first(List<BlockItem> items, int from) {
    for (BlockItem item : items.subList(from, items.size())) {
      BlockItem inner = item instanceof Statement s ? innermost(s) : item;
      if (inner instanceof Statement.Compound block) {
        inner = first(block.items(), 0);
      }
      if (inner != null && !isEmpty(inner)) {
        return inner;
      }
    }
    return null;
  }

  /** Whether no code comes of it: {@code ;}, <code>{ }</code>, {@code (void)0;}. */
  static boolean isEmpty(BlockItem item) {
    return switch (item) {
      case Statement.Null x -> true;
      case Statement.Compound block -> first(block.items(), 0) == null;
      case Statement.Expression e -> isEmpty(e.expr());
      default -> false;
    };
  }

  private static boolean isEmpty(Expr e) {
    return switch (ExpressionChecker.bare(e)) {
      case Expr.Identifier x -> true;
      case Expr.IntegerLiteral x -> true;
      case Expr.Cast cast -> isEmpty(cast.operand());
      default -> false;
    };
  }

  private void between(Statement before, Statement label) {
    if (!completion.mayComplete(before) || isMarked(before, label)) {
      return;
    }
    unit.report(IMPLICIT_FALLTHROUGH, end(last(before))).note(label.loc(), "here");
  }

  /** Where it is left: a loop, by its condition. */
  private static int end(Statement s) {
    return switch (s) {
      case Statement.While loop -> loop.condition().loc();
      case Statement.DoWhile loop -> loop.condition().loc();
      case Statement.For loop when loop.condition() != null -> loop.condition().loc();
      default -> s.loc();
    };
  }

  /** What stands last in it, empty statements apart. */
  private Statement last(Statement s) {
    return switch (s) {
      case Statement.If choice
          when choice.otherwise() != null
              && !isEmpty(choice.otherwise())
              && !completion.mayComplete(choice.then()) ->
          last(choice.otherwise());
      case Statement.DoWhile loop when Completion.isConstant(loop.condition(), false) ->
          last(loop.body());
      case Statement.Compound block -> {
        for (BlockItem item : block.items().reversed()) {
          if (!isEmpty(item)) {
            yield item instanceof Statement inner ? last(inner) : s;
          }
        }
        yield s;
      }
      default -> s;
    };
  }

  /**
   * Whether a comment speaks of falling through right before the label's word, nothing but blanks
   * and other comments between them. A comment before a macro's name does not mark what the macro
   * begins with, one in its body does.
   */
  private boolean isMarked(Statement before, Statement label) {
    SourceMap sources = unit.diagnostics.sources();
    int word = sources.spellingLocation(label.loc());
    SourceFile source = sources.file(word);
    if (source == null) {
      return false; // pasted from pieces
    }
    int to = sources.offset(word);
    if (sources.isMacro(label.loc())) {
      return isMarkedInMacro(source.bytes(), to);
    }
    Position from = sources.position(before.end());
    return from != null && from.source() == source && isMarked(source.bytes(), from.offset(), to);
  }

  /** Reads comments from a token's beginning to another's. */
  private boolean isMarked(byte[] text, int from, int to) {
    boolean marked = false;
    int at = from;
    while (at < to) {
      int end = commentEnd(text, at);
      if (end > at) {
        marked |= speaks(text, at, end);
        at = end;
      } else {
        marked &= isBlank(text[at]);
        at++;
      }
    }
    return marked;
  }

  /** Where a comment ends that begins at an offset; the offset where none does. */
  private static int commentEnd(byte[] text, int start) {
    if (start + 1 >= text.length || text[start] != '/') {
      return start;
    }
    int at = start + 2;
    if (text[start + 1] == '/') {
      while (at < text.length && (text[at] != '\n' || text[at - 1] == '\\')) {
        at++;
      }
      return at;
    }
    if (text[start + 1] != '*') {
      return start;
    }
    while (at + 1 < text.length && !(text[at] == '*' && text[at + 1] == '/')) {
      at++;
    }
    return Math.min(at + 2, text.length);
  }

  /** Reads comments of a macro's body backwards from a word in it. */
  private boolean isMarkedInMacro(byte[] text, int word) {
    int end = beforeBlanks(text, word);
    while (end >= 4 && text[end - 1] == '/' && text[end - 2] == '*') {
      int start = end - 4;
      while (start > 0 && !(text[start] == '/' && text[start + 1] == '*')) {
        start--;
      }
      if (speaks(text, start, end)) {
        return true;
      }
      end = beforeBlanks(text, start);
    }
    return false;
  }

  private static int beforeBlanks(byte[] text, int offset) {
    int at = offset;
    while (at > 0 && isBlank(text[at - 1])) {
      at--;
    }
    return at;
  }

  /** A blank, or what continues a line. */
  private static boolean isBlank(byte c) {
    return c == '\\' || Character.isWhitespace(c);
  }

  private boolean speaks(byte[] text, int from, int to) {
    int end = text[from + 1] == '*' && to - from >= 4 ? to - 2 : to;
    String said = new String(text, from + 2, end - from - 2, StandardCharsets.ISO_8859_1);
    WarningOptions options = unit.diagnostics.current();
    if (options.asksFor("implicit-fallthrough=1")) {
      return true;
    } else if (options.asksFor("implicit-fallthrough=2")) {
      return MENTION.matcher(said).find();
    } else if (options.asksFor("implicit-fallthrough=4")) {
      return FORMAL.matcher(said).matches();
    }
    return !options.asksFor("implicit-fallthrough=5") && COMMENT.matcher(said).matches();
  }
}
