package dev.ferry.c.pp;

import dev.ferry.c.lex.Token;
import java.util.Arrays;

/** A growing array of tokens. */
final class TokenList {
  Token[] tokens = new Token[8];
  int size;

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
