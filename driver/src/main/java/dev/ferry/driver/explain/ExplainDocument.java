package dev.ferry.driver.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One compilation, stage by stage. Stages that were not asked for, or not reached because of
 * errors, are empty lists. Everything that has a place in the source carries its span; everything
 * has an id that is unique in the document, so that views can link to each other both ways.
 *
 * @param version of this format; 1
 * @param file the name of the source
 * @param options the compiler's options as given
 * @param isa the architecture that is compiled for, such as {@code rv64gc}
 * @param files names of the files that spans refer to; the source is the first
 * @param failed whether there were errors: then the stages after the tree are empty
 * @param diagnostics what the compiler says of the source
 * @param tokens the tokens after preprocessing
 * @param expansions the macro expansions that tokens refer to
 * @param syntax what was written
 * @param typed what it means, with every conversion
 * @param functions the functions, from their IR to their registers
 * @param summary what each pass did, over all functions
 * @param assembly the assembly text
 * @param words the machine words of the object file
 * @param nanoseconds how long each stage took
 */
public record ExplainDocument(
    int version,
    String file,
    List<String> options,
    String isa,
    List<String> files,
    boolean failed,
    List<Message> diagnostics,
    List<TokenItem> tokens,
    List<Expansion> expansions,
    List<TreeNode> syntax,
    List<TreeNode> typed,
    List<FunctionItem> functions,
    List<PassSummary> summary,
    List<AssemblyLine> assembly,
    List<WordItem> words,
    List<StageTime> nanoseconds) {
  /** The stages that can be asked for. */
  public enum Stage {
    TOKENS,
    SYNTAX,
    TYPED,
    /** The IR as lowered and as optimised. */
    IR,
    /** The IR after each pass, with graphs and remarks. */
    PASSES,
    /** Liveness and register assignment. */
    REGISTERS,
    ASSEMBLY,
    WORDS,
    /** What the linker made of each word. */
    LINKED
  }

  /**
   * A diagnostic.
   *
   * @param id {@code d0} and so on
   * @param code the stable code
   * @param option the warning's option without {@code -W}
   * @param span where the caret stands, to the end of the token
   * @param ranges what is underlined besides
   */
  public record Message(
      String id,
      Severity severity,
      String code,
      @Nullable String option,
      String text,
      @Nullable Span span,
      List<Span> ranges,
      List<Note> notes,
      List<Edit> fixes) {}

  /** How bad it is. */
  public enum Severity {
    NOTE,
    WARNING,
    ERROR
  }

  /**
   * A remark below a diagnostic.
   *
   * @param text what it says
   */
  public record Note(String text, @Nullable Span span) {}

  /**
   * A proposed edit.
   *
   * @param span what is replaced; empty to insert
   * @param text what stands there afterwards
   */
  public record Edit(Span span, String text) {}

  /**
   * A token as the parser gets it.
   *
   * @param id {@code t0} and so on
   * @param text its spelling
   * @param kind identifier, keyword, number, character, string or punctuator
   * @param span in the source; for a token of a macro the outermost use
   * @param expansion id of the innermost expansion that produced it
   * @param spelled where its text really stands, if a macro produced it
   */
  public record TokenItem(
      String id,
      String text,
      String kind,
      @Nullable Span span,
      @Nullable String expansion,
      @Nullable Span spelled) {}

  /**
   * A use of a macro.
   *
   * @param id {@code x0} and so on
   * @param macro its name
   * @param span the name where it is used
   * @param parent the expansion in which the name was found
   */
  public record Expansion(String id, String macro, @Nullable Span span, @Nullable String parent) {}

  /**
   * A node of a tree.
   *
   * @param id {@code s0} in the syntax tree, {@code y0} in the typed tree
   * @param role what it is for its parent: {@code condition}, {@code left}; empty in a list
   * @param kind the node's class
   * @param text names, operators and constants
   * @param type the C type, in the typed tree
   * @param macro the macro that it comes from
   */
  public record TreeNode(
      String id,
      String role,
      String kind,
      String text,
      @Nullable String type,
      @Nullable Span span,
      @Nullable String macro,
      List<TreeNode> children) {}

  /**
   * A function from IR to registers.
   *
   * @param name also its id
   * @param passes the IR as lowered (pass {@code lower}) and after each pass that ran on it
   */
  public record FunctionItem(
      String name, @Nullable Span span, List<IrStage> passes, @Nullable Registers registers) {}

  /**
   * The IR of a function after a pass.
   *
   * @param index number of the pass in this function; 0 is lowering
   * @param pass the pass
   * @param changed whether the text differs from the stage before; if not, the lists are empty
   * @param lines the text
   * @param removed lines of the stage before that are gone
   * @param remarks what the pass says it did
   */
  public record IrStage(
      int index,
      String pass,
      boolean changed,
      List<IrLine> lines,
      List<RemovedLine> removed,
      List<Remark> remarks,
      @Nullable FlowGraph graph) {}

  /**
   * A line of IR.
   *
   * @param id {@code name/%4} for a value, {@code name/loop.2} for a block, or null
   * @param added whether it is new in this stage
   */
  public record IrLine(@Nullable String id, String text, boolean added, @Nullable Span span) {}

  /**
   * A line that a pass removed.
   *
   * @param before index of the line of the new text before which it stood
   */
  public record RemovedLine(int before, String text) {}

  /**
   * What a pass says of itself.
   *
   * @param kind {@code optimized}, {@code missed} or {@code note}
   * @param text what was done, for a rewrite with the rule's name
   * @param count how many times, if the same was said of the same place more than once
   */
  public record Remark(String kind, String text, @Nullable Span span, int count) {}

  /**
   * The control-flow graph.
   *
   * @param blocks in the order of the text; the first is the entry
   */
  public record FlowGraph(List<FlowBlock> blocks, List<FlowEdge> edges) {}

  /**
   * A basic block.
   *
   * @param id {@code name/loop.2}
   * @param firstLine index of its heading in the stage's lines
   * @param lineCount lines with the heading
   * @param dominator id of the block that dominates it immediately
   * @param frontier ids of the blocks of its dominance frontier
   * @param loopDepth number of loops around it
   * @param loopHeader id of the header of its innermost loop
   */
  public record FlowBlock(
      String id,
      String name,
      int firstLine,
      int lineCount,
      @Nullable String dominator,
      List<String> frontier,
      int loopDepth,
      @Nullable String loopHeader) {}

  /**
   * An edge.
   *
   * @param from block id
   * @param to block id
   * @param label {@code true}, {@code false}, a case or empty
   * @param copies what is given to the block's parameters: {@code %5 = %2}
   * @param back whether it goes back to a loop header
   */
  public record FlowEdge(String from, String to, String label, List<String> copies, boolean back) {}

  /**
   * Register allocation of a function.
   *
   * @param method {@code bundles} or, without optimisation, {@code quick}
   * @param code machine IR before allocation
   * @param ranges live range of each virtual register, and where it lives
   * @param interferences pairs of virtual registers that are live at the same time
   * @param saved registers that the function saves for its caller
   * @param frameBytes bytes of its stack frame
   */
  public record Registers(
      String method,
      List<MachineLine> code,
      List<LiveRange> ranges,
      List<Interference> interferences,
      List<String> saved,
      long frameBytes) {}

  /**
   * An instruction before registers are chosen.
   *
   * @param id {@code name/m4}
   * @param block name of its machine block
   */
  public record MachineLine(String id, int index, String block, String text, @Nullable Span span) {}

  /**
   * A virtual register's life.
   *
   * @param name {@code v3}
   * @param pieces each with its place; none if it is never needed in a place
   */
  public record LiveRange(String name, boolean isFloat, List<LivePiece> pieces) {}

  /**
   * A part of a live range in one place.
   *
   * @param from twice the index of the machine line, odd behind its reads
   * @param to exclusive
   * @param place a register, {@code spill3} or {@code recomputed}
   */
  public record LivePiece(int from, int to, String place) {}

  /**
   * Two virtual registers that may not share a register.
   *
   * @param a the one
   * @param b the other
   */
  public record Interference(String a, String b) {}

  /**
   * What a pass did in all functions.
   *
   * @param runs how often it ran
   * @param changes how often it changed a function
   * @param nanoseconds how long it took
   * @param remarks how often it said what
   */
  public record PassSummary(
      String pass, String purpose, int runs, int changes, long nanoseconds, List<Count> remarks) {}

  /**
   * A line of statistics.
   *
   * @param text what happened
   */
  public record Count(String text, int count) {}

  /**
   * A line of assembly.
   *
   * @param id {@code a0} and so on
   * @param text without line end
   * @param kind {@code label}, {@code instruction}, {@code directive} or {@code text}
   * @param function the function it belongs to
   * @param words ids of the machine words it became
   */
  public record AssemblyLine(
      String id,
      String text,
      String kind,
      @Nullable String function,
      @Nullable Span span,
      List<String> words) {}

  /**
   * A machine word in the object file.
   *
   * @param id {@code w0} and so on
   * @param section its section
   * @param offset bytes from the section's start
   * @param length 2 or 4 bytes
   * @param hex its digits
   * @param text its disassembly
   * @param function the function it belongs to
   * @param fields its bits, from the most significant
   * @param sentence what the instruction does
   * @param assembly id of the assembly line it comes from
   * @param linked what the linker made of it
   */
  public record WordItem(
      String id,
      String section,
      long offset,
      int length,
      String hex,
      String text,
      @Nullable String function,
      List<dev.ferry.driver.decode.DecodeDocument.Field> fields,
      String sentence,
      List<RelocationItem> relocations,
      @Nullable String assembly,
      @Nullable Span span,
      @Nullable LinkedWord linked) {}

  /**
   * A relocation: what the linker has to put into the word.
   *
   * @param type the psABI's name
   * @param symbol empty if there is none
   * @param purpose in words
   */
  public record RelocationItem(String type, String symbol, long addend, String purpose) {}

  /**
   * A word of the executable.
   *
   * @param address hexadecimal
   * @param text disassembly with addresses
   */
  public record LinkedWord(String address, String hex, String text) {}

  /**
   * The time of a stage.
   *
   * @param stage its name
   */
  public record StageTime(String stage, long nanoseconds) {}
}
