package dev.ferry.explorer.decode;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.disasm.Symbolizer;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.decode.DecodeDocument;
import dev.ferry.driver.decode.DecodeDocument.DecodedWord;
import dev.ferry.driver.decode.DecodeDocument.Instruction;
import dev.ferry.driver.decode.DecodeDocument.Pseudo;
import dev.ferry.driver.decode.WordFields;
import dev.ferry.explorer.http.Exchange;
import dev.ferry.explorer.http.PageServer;
import dev.ferry.explorer.json.JsonReader;
import dev.ferry.explorer.json.Request;
import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Form;
import dev.ferry.isa.Forms;
import dev.ferry.isa.Opcode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a page may ask about machine words: {@code decode}. */
public final class DecodeRoutes {
  private DecodeRoutes() {}

  /** The routes by their names. */
  public static Map<String, PageServer.Route> of() {
    return Map.of("decode", DecodeRoutes::decode);
  }

  private static void decode(Exchange exchange)
      throws IOException, JsonReader.FormatException, UsageException {
    Request request = exchange.request();
    int xlen = request.number("xlen", 64) == 32 ? 32 : 64;
    String input = request.text("input");
    List<DecodedWord> words = new ArrayList<>();
    for (int word : Words.of(input, xlen)) {
      words.add(word(input, word, xlen));
    }
    exchange.json(new DecodeDocument(1, xlen, words));
  }

  private static DecodedWord word(String input, int word, int xlen) {
    Decoded decoded = new Decoded();
    boolean known = Decoder.all(xlen).decode(word, decoded);
    int length = (word & 3) == 3 ? 4 : 2;
    String hex = length == 2 ? String.format("%04x", word & 0xffff) : String.format("%08x", word);
    List<DecodeDocument.Field> fields = known ? WordFields.of(decoded) : List.of();
    return new DecodedWord(
        input,
        null,
        hex,
        fields.stream().map(DecodeDocument.Field::bits).collect(Collectors.joining(" ")),
        length,
        known,
        text(word, xlen, DisassemblerOptions.DEFAULT),
        text(word, xlen, DisassemblerOptions.parse("no-aliases,numeric")),
        known ? instruction(decoded.written, decoded.opcode) : null,
        fields,
        List.of());
  }

  private static String text(int word, int xlen, DisassemblerOptions options) {
    return Disassembler.text(word, 0, xlen, options, Symbolizer.NONE).replace('\t', ' ');
  }

  private static Instruction instruction(Opcode written, Opcode meant) {
    List<Pseudo> pseudo = new ArrayList<>();
    for (Form form : Forms.pseudoInstructions()) {
      if (form.opcode() == written && pseudo.size() < 6) {
        pseudo.add(new Pseudo(form.mnemonic(), form.sentence()));
      }
    }
    return new Instruction(
        written.mnemonic(),
        written.extension().name().toLowerCase(Locale.ROOT),
        written.isCompressed() ? "16 bits" : "32 bits",
        written == meant ? null : written.meaning(),
        null,
        written.sentence(),
        meant.meaning(),
        written.syntax(),
        pseudo,
        List.of());
  }
}
