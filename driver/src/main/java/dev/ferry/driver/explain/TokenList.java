package dev.ferry.driver.explain;

import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.driver.explain.ExplainDocument.Expansion;
import dev.ferry.driver.explain.ExplainDocument.TokenItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens after preprocessing, each with the macros that it came through. */
final class TokenList {
  private final Preprocessor preprocessor;
  private final Spans spans;
  private final SourceMap sources;
  final List<TokenItem> tokens = new ArrayList<>();
  final List<Expansion> expansions = new ArrayList<>();

  /** Ids of expansions by the name that was expanded, the macro's name in front. */
  private final Map<String, String> ids = new HashMap<>();

  TokenList(Preprocessor preprocessor, Spans spans) {
    this.preprocessor = preprocessor;
    this.spans = spans;
    this.sources = preprocessor.sources();
  }

  /** Reads the whole source; tokens of headers are left out unless asked for. */
  void read(SourceFile source, boolean headers) {
    preprocessor.start(source);
    for (Token token = preprocessor.next();
        token.kind != TokenKind.END_OF_FILE;
        token = preprocessor.next()) {
      if (headers || spans.isMain(token.loc)) {
        add(token);
      }
    }
  }

  private void add(Token token) {
    int loc = token.loc;
    boolean expanded = sources.isMacro(loc);
    tokens.add(
        new TokenItem(
            "t" + tokens.size(),
            token.spelling(),
            kind(token),
            spans.token(loc),
            expanded ? expansion(loc) : null,
            expanded ? spans.token(sources.spellingLocation(loc)) : null));
  }

  private @Nullable String expansion(int loc) {
    if (!sources.isMacro(loc)) {
      return null;
    }
    String macro = sources.macroName(loc);
    int use = sources.expansion(loc);
    String known = ids.get(macro + "@" + use);
    if (known != null) {
      return known;
    }
    String parent = expansion(use);
    String id = "x" + expansions.size();
    expansions.add(new Expansion(id, macro, spans.token(use), parent));
    ids.put(macro + "@" + use, id);
    return id;
  }

  private static String kind(Token token) {
    String name = token.kind.name();
    if (token.isIdentifier()) {
      return token.kind == TokenKind.IDENTIFIER ? "identifier" : "keyword";
    }
    if (name.contains("STRING")) {
      return "string";
    }
    if (name.contains("CHAR")) {
      return "character";
    }
    return name.contains("NUMBER") ? "number" : "punctuator";
  }
}
