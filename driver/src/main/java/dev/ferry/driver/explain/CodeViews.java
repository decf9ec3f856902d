package dev.ferry.driver.explain;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.Symbol;
import dev.ferry.driver.cc.CcOptions;
import dev.ferry.driver.cc.Libraries;
import dev.ferry.driver.decode.WordFields;
import dev.ferry.driver.explain.ExplainDocument.AssemblyLine;
import dev.ferry.driver.explain.ExplainDocument.RelocationItem;
import dev.ferry.driver.explain.ExplainDocument.WordItem;
import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assembly lines and machine words, linked to each other. */
final class CodeViews {
  private final CodeRecorder recorder;
  private final Spans spans;
  private final int xlen;
  private final ObjectFile object;
  private final Decoder decoder;
  private final Decoded decoded = new Decoded();
  private final List<AssemblyLine> assembly = new ArrayList<>();
  private final List<WordItem> words = new ArrayList<>();
  private @Nullable LinkedProgram linked;

  CodeViews(CodeRecorder recorder, Spans spans, int xlen) {
    this.recorder = recorder;
    this.spans = spans;
    this.xlen = xlen;
    this.object = recorder.finish();
    this.decoder = Decoder.all(xlen);
  }

  List<AssemblyLine> assembly() {
    return assembly;
  }

  List<WordItem> words() {
    return words;
  }

  /** Links the object, so that words can be shown as they end up. */
  void link(CcOptions options, Libraries libraries, Path directory) {
    linked = LinkedProgram.of(object, options, libraries, directory);
  }

  /** Fills both lists. */
  void build(boolean wantsWords) {
    List<List<String>> wordsOf = new ArrayList<>();
    Map<String, List<Integer>> piecesBySection = new HashMap<>();
    List<CodeRecorder.Piece> pieces = recorder.pieces();
    for (int i = 0; i < pieces.size(); i++) {
      var section = pieces.get(i).start().section();
      if (section != null) {
        piecesBySection.computeIfAbsent(section.name(), _ -> new ArrayList<>()).add(i);
      }
      wordsOf.add(new ArrayList<>());
    }
    List<String> lineOf = lines(pieces, wordsOf);
    if (wantsWords) {
      for (Section section : object.sections()) {
        List<Integer> inside = piecesBySection.get(section.name());
        if (section.hasFlag(Elf.SHF_EXECINSTR) && inside != null) {
          words(section, inside, lineOf, wordsOf);
        }
      }
    }
  }

  /** Makes the assembly lines; gives for each piece the id of the line that its words belong to. */
  private List<String> lines(List<CodeRecorder.Piece> pieces, List<List<String>> wordsOf) {
    List<String> lineOf = new ArrayList<>();
    CharSequence text = recorder.text();
    for (int i = 0; i < pieces.size(); i++) {
      CodeRecorder.Piece piece = pieces.get(i);
      String owner = "";
      Span span = spans.at(piece.loc());
      for (String line :
          text.subSequence(piece.textFrom(), piece.textTo()).toString().split("\n")) {
        if (line.isEmpty()) {
          continue;
        }
        String id = "a" + assembly.size();
        String kind = kind(line);
        boolean owns = owner.isEmpty() && kind.equals("instruction");
        owner = owns ? id : owner;
        assembly.add(
            new AssemblyLine(
                id,
                line,
                kind,
                piece.function(),
                kind.equals("directive") ? null : span,
                owns ? wordsOf.get(i) : List.of()));
      }
      lineOf.add(owner);
    }
    return lineOf;
  }

  private static String kind(String line) {
    String text = line.strip();
    if (text.endsWith(":")) {
      return "label";
    }
    // Inline assembly stands as it was written, between #APP and #NO_APP.
    return text.startsWith("#") ? "text" : text.startsWith(".") ? "directive" : "instruction";
  }

  private void words(
      Section section, List<Integer> pieces, List<String> lineOf, List<List<String>> wordsOf) {
    byte[] bytes = section.contents().toByteArray();
    Names names = new Names(object, section);
    Disassembler disassembler = new Disassembler(xlen, DisassemblerOptions.DEFAULT, names::at);
    Relocations relocations = section.relocations();
    int relocation = 0;
    int next = 0;
    for (int at = 0; at + 1 < bytes.length; ) {
      while (next + 1 < pieces.size() && offset(pieces.get(next + 1)) <= at) {
        next++;
      }
      int piece = pieces.get(next);
      int half = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
      int length = (half & 3) == 3 && at + 3 < bytes.length ? 4 : 2;
      int word = length == 2 ? half : half | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
      List<RelocationItem> own = new ArrayList<>();
      while (relocation < relocations.size() && relocations.offset(relocation) < at + length) {
        own.add(relocation(relocations, relocation++));
      }
      String id = "w" + words.size();
      wordsOf.get(piece).add(id);
      words.add(
          word(id, section, at, word, length, disassembler.next(word, at), own, piece, lineOf));
      at += length;
    }
  }

  private long offset(int piece) {
    return recorder.offset(recorder.pieces().get(piece));
  }

  private WordItem word(
      String id,
      Section section,
      int at,
      int word,
      int length,
      String text,
      List<RelocationItem> relocations,
      int pieceIndex,
      List<String> lineOf) {
    CodeRecorder.Piece piece = recorder.pieces().get(pieceIndex);
    boolean known = decoder.decode(word, decoded);
    String line = lineOf.get(pieceIndex);
    LinkedProgram program = linked;
    return new WordItem(
        id,
        section.name(),
        at,
        length,
        hex(word, length),
        text.replace('\t', ' '),
        piece.function(),
        known ? WordFields.of(decoded) : List.of(),
        known ? decoded.opcode.sentence() : "",
        relocations,
        line.isEmpty() ? null : line,
        spans.at(piece.loc()),
        program == null ? null : program.word(object, section, at, length));
  }

  static String hex(int word, int length) {
    String digits = Integer.toHexString(length == 2 ? word & 0xffff : word);
    return "0".repeat(2 * length - digits.length()) + digits;
  }

  private static RelocationItem relocation(Relocations relocations, int i) {
    String type = RelocationType.nameOf(relocations.number(i));
    Symbol symbol = relocations.symbol(i);
    return new RelocationItem(
        type,
        symbol == null ? "" : symbol.toString(),
        relocations.addend(i),
        RelocationPurposes.of(type));
  }

  /** Names of places in one section: the nearest symbol at or before. */
  private static final class Names {
    private final List<Symbol> symbols = new ArrayList<>();

    Names(ObjectFile object, Section section) {
      for (Symbol symbol : object.symbols()) {
        boolean mark = symbol.name().isEmpty() || symbol.name().startsWith("$");
        if (symbol.section() == section && !mark && symbol.type() != Elf.STT_SECTION) {
          symbols.add(symbol);
        }
      }
      symbols.sort((a, b) -> Long.compare(a.value(), b.value()));
    }

    @Nullable String at(long address) {
      Symbol best = null;
      for (Symbol symbol : symbols) {
        if (symbol.value() <= address) {
          best = symbol;
        }
      }
      if (best == null) {
        return null;
      }
      long distance = address - best.value();
      return distance == 0 ? best.name() : best.name() + "+0x" + Long.toHexString(distance);
    }
  }
}
