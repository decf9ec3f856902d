package dev.ferry.driver.explain;

import dev.ferry.driver.decode.DecodeDocument.Field;
import dev.ferry.driver.explain.ExplainDocument.AssemblyLine;
import dev.ferry.driver.explain.ExplainDocument.Count;
import dev.ferry.driver.explain.ExplainDocument.Expansion;
import dev.ferry.driver.explain.ExplainDocument.FunctionItem;
import dev.ferry.driver.explain.ExplainDocument.IrLine;
import dev.ferry.driver.explain.ExplainDocument.IrStage;
import dev.ferry.driver.explain.ExplainDocument.LinkedWord;
import dev.ferry.driver.explain.ExplainDocument.LivePiece;
import dev.ferry.driver.explain.ExplainDocument.LiveRange;
import dev.ferry.driver.explain.ExplainDocument.MachineLine;
import dev.ferry.driver.explain.ExplainDocument.PassSummary;
import dev.ferry.driver.explain.ExplainDocument.Registers;
import dev.ferry.driver.explain.ExplainDocument.RelocationItem;
import dev.ferry.driver.explain.ExplainDocument.Remark;
import dev.ferry.driver.explain.ExplainDocument.RemovedLine;
import dev.ferry.driver.explain.ExplainDocument.TokenItem;
import dev.ferry.driver.explain.ExplainDocument.TreeNode;
import dev.ferry.driver.explain.ExplainDocument.WordItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document for the terminal: one section per stage. */
final class ExplainText {
  private final ExplainDocument document;
  private final List<String> source;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, Expansion> expansions = new HashMap<>();

  ExplainText(ExplainDocument document, String source) {
    this.document = document;
    this.source = source.lines().toList();
    for (Expansion expansion : document.expansions()) {
      expansions.put(expansion.id(), expansion);
    }
  }

  String print() {
    tokens();
    trees("syntax tree: what was written", document.syntax());
    trees("typed tree: what it means, conversions explicit", document.typed());
    for (FunctionItem function : document.functions()) {
      passes(function);
    }
    summary();
    for (FunctionItem function : document.functions()) {
      registers(function);
    }
    assembly();
    words();
    return out.toString();
  }

  private void heading(String title) {
    out.append("\n── ").append(title).append(' ');
    out.append("─".repeat(Math.max(3, 76 - title.length()))).append('\n');
  }

  private static String place(@Nullable Span span) {
    return span == null ? "" : "  @" + span.line() + ":" + span.column();
  }

  // ---- tokens and trees

  private void tokens() {
    if (document.tokens().isEmpty()) {
      return;
    }
    heading("tokens after preprocessing");
    int line = -1;
    String open = null;
    for (TokenItem token : document.tokens()) {
      Span span = token.span();
      if (span != null && span.line() != line) {
        line = span.line();
        out.append(String.format("%n%4d: ", line));
      }
      open = enter(open, token.expansion());
      out.append(token.text()).append(' ');
    }
    enter(open, null);
    out.append('\n');
  }

  /** Closes the expansions that end and opens those that begin; gives the innermost. */
  private @Nullable String enter(@Nullable String from, @Nullable String to) {
    List<String> inner = chain(from);
    List<String> next = chain(to);
    int same = 0;
    while (same < Math.min(inner.size(), next.size()) && inner.get(same).equals(next.get(same))) {
      same++;
    }
    out.append("› ".repeat(inner.size() - same));
    for (String id : next.subList(same, next.size())) {
      Expansion expansion = expansions.get(id);
      out.append('‹').append(expansion == null ? "" : expansion.macro()).append(": ");
    }
    return to;
  }

  /** The expansions around a token, the outermost first. */
  private List<String> chain(@Nullable String id) {
    List<String> ids = new ArrayList<>();
    for (String at = id; at != null; ) {
      ids.addFirst(at);
      Expansion expansion = expansions.get(at);
      at = expansion == null ? null : expansion.parent();
    }
    return ids;
  }

  private void trees(String title, List<TreeNode> roots) {
    if (roots.isEmpty()) {
      return;
    }
    heading(title);
    for (TreeNode root : roots) {
      tree(root, 0);
    }
  }

  private void tree(TreeNode node, int depth) {
    out.append("  ".repeat(depth));
    out.append(node.role().isEmpty() ? "" : node.role() + ": ").append(node.kind());
    out.append(node.text().isEmpty() ? "" : " " + node.text());
    out.append(node.type() == null ? "" : " ‘" + node.type() + "’").append(place(node.span()));
    out.append(node.macro() == null ? "" : " (macro " + node.macro() + ")").append('\n');
    for (TreeNode child : node.children()) {
      tree(child, depth + 1);
    }
  }

  // ---- IR

  private void passes(FunctionItem function) {
    for (IrStage stage : function.passes()) {
      if (stage.changed()) {
        boolean first = stage.index() == 0;
        heading("IR of " + function.name() + (first ? " as lowered" : " after " + stage.pass()));
        remarks(stage.remarks());
        lines(stage);
      }
    }
  }

  private void remarks(List<Remark> remarks) {
    for (Remark remark : remarks) {
      out.append("# ").append(remark.text());
      out.append(remark.count() > 1 ? " (" + remark.count() + " times)" : "");
      out.append(place(remark.span())).append('\n');
    }
  }

  private void lines(IrStage stage) {
    boolean first = stage.index() == 0;
    List<RemovedLine> removed = stage.removed();
    int next = 0;
    for (int i = 0; i <= stage.lines().size(); i++) {
      while (next < removed.size() && removed.get(next).before() == i) {
        out.append("- ").append(removed.get(next++).text()).append('\n');
      }
      if (i < stage.lines().size()) {
        IrLine line = stage.lines().get(i);
        out.append(first ? "" : line.added() ? "+ " : "  ").append(line.text()).append('\n');
      }
    }
  }

  private void summary() {
    if (document.summary().isEmpty()) {
      return;
    }
    heading("what the passes did");
    for (PassSummary pass : document.summary()) {
      out.append(
          String.format(
              "%-16s %3d of %3d runs changed something; %s%n",
              pass.pass(), pass.changes(), pass.runs(), pass.purpose()));
      for (Count remark : pass.remarks()) {
        out.append(String.format("%16s %5d  %s%n", "", remark.count(), remark.text()));
      }
    }
  }

  // ---- registers

  private void registers(FunctionItem function) {
    Registers registers = function.registers();
    if (registers == null) {
      return;
    }
    heading("registers of " + function.name());
    for (MachineLine line : registers.code()) {
      out.append(String.format("%4d %-5s %-44s", line.index(), line.block(), line.text()));
      out.append(live(registers, line.index())).append('\n');
    }
    out.append('\n');
    for (LiveRange range : registers.ranges()) {
      out.append(String.format("%-6s", range.name()));
      for (LivePiece piece : range.pieces()) {
        out.append(' ').append(piece.from() / 2).append('-').append((piece.to() + 1) / 2);
        out.append(piece.place().isEmpty() ? "" : " in " + piece.place()).append(';');
      }
      out.append('\n');
    }
    out.append(registers.interferences().size()).append(" interferences; frame of ");
    out.append(registers.frameBytes()).append(" bytes; saved: ");
    out.append(registers.saved().isEmpty() ? "none" : String.join(" ", registers.saved()));
    out.append('\n');
  }

  /** What is live in front of an instruction, each with its place. */
  private static String live(Registers registers, int index) {
    StringBuilder text = new StringBuilder();
    for (LiveRange range : registers.ranges()) {
      for (LivePiece piece : range.pieces()) {
        if (piece.from() <= 2 * index && 2 * index < piece.to()) {
          text.append(text.isEmpty() ? "" : " ").append(range.name());
          text.append(piece.place().isEmpty() ? "" : "=" + piece.place());
        }
      }
    }
    return text.toString();
  }

  // ---- code

  private void assembly() {
    if (document.assembly().isEmpty()) {
      return;
    }
    heading("assembly beside its source");
    int shown = 0;
    for (AssemblyLine line : document.assembly()) {
      Span span = line.span();
      if (span != null && span.file() == 0 && span.line() != shown) {
        shown = span.line();
        out.append(String.format("# %d: %s%n", shown, sourceLine(shown).strip()));
      }
      out.append(line.text()).append('\n');
    }
  }

  private String sourceLine(int line) {
    return line <= source.size() ? source.get(line - 1) : "";
  }

  private void words() {
    if (document.words().isEmpty()) {
      return;
    }
    heading("machine words");
    String function = "";
    for (WordItem word : document.words()) {
      String owner = word.function();
      if (owner != null && !owner.equals(function)) {
        function = owner;
        out.append(String.format("%n%s:%n", owner));
      }
      out.append(String.format("%6x: %-8s  %s%n", word.offset(), word.hex(), word.text()));
      fields(word.fields());
      for (RelocationItem relocation : word.relocations()) {
        out.append("        linker: ").append(relocation.type()).append(' ');
        out.append(relocation.symbol());
        out.append(relocation.addend() == 0 ? "" : "+" + relocation.addend());
        out.append(relocation.purpose().isEmpty() ? "" : ": " + relocation.purpose()).append('\n');
      }
      LinkedWord linked = word.linked();
      if (linked != null) {
        out.append(
            String.format(
                "        linked: %s: %s  %s%n", linked.address(), linked.hex(), linked.text()));
      }
    }
  }

  private void fields(List<Field> fields) {
    out.append("        ");
    for (Field field : fields) {
      out.append(' ').append(field.bits()).append(' ').append(field.name());
      out.append(field.value().isEmpty() ? "" : "=" + field.value());
      out.append(" |");
    }
    if (!fields.isEmpty()) {
      out.setLength(out.length() - 2);
    }
    out.append('\n');
  }
}
