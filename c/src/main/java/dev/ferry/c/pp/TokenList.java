package dev.ferry.c.pp;

import dev.ferry.c.lex.Token;
import java.util.Arrays;

/** A growing array of tokens. */
final class TokenList {
  Token[] tokens;
  int size;

  TokenList() {
    this(8);
  }

  /**
   * @param room for how many tokens there is room at first
   */
  TokenList(int room) {
    tokens = new Token[Math.max(room, 1)];
  }

  void add(Token token) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, size * 2);
    }
    tokens[size++] = token;
  }

  Token last() {
    return tokens[size - 1];
  }

  Token[] toArray() {
    return Arrays.copyOf(tokens, size);
  }
}
