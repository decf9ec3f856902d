package dev.ferry.explorer.decode;

import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.decode.DecodeDocument;
import dev.ferry.driver.decode.DecodeDocument.DecodedWord;
import dev.ferry.driver.decode.WordDecoder;
import dev.ferry.explorer.http.Exchange;
import dev.ferry.explorer.http.PageServer;
import dev.ferry.explorer.json.JsonReader;
import dev.ferry.explorer.json.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    WordDecoder decoder = new WordDecoder(xlen);
    List<DecodedWord> words = new ArrayList<>();
    for (int word : Words.of(input, xlen)) {
      words.add(decoder.decode(input, word, null));
    }
    exchange.json(new DecodeDocument(1, xlen, words));
  }
}
