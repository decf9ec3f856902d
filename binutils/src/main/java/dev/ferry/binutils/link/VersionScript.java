package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version script ({@code --version-script}, {@code --dynamic-list}): nodes with patterns of
 * global and local symbols. An exact name beats a wildcard, a wildcard other than {@code *} beats
 * {@code *}.
 */
final class VersionScript {
  /** A version node; the anonymous one has an empty name. */
  static final class Node {
    final String name;
    final List<String> parents = new ArrayList<>();
    final int number;

    Node(String name, int number) {
      this.name = name;
      this.number = number;
    }
  }

  /** Which node a symbol belongs to, and whether the node hides it. */
  record Match(Node node, boolean local) {}

  private record Wildcard(Glob glob, Match match) {}

  final List<Node> nodes = new ArrayList<>();
  private final Map<String, Match> exact = new HashMap<>();
  private final List<Wildcard> wildcards = new ArrayList<>();
  private @Nullable Match all;

  /** Adds the nodes of {@code text} to {@code base}, or to a new script. */
  static VersionScript parse(String file, String text, @Nullable VersionScript base) {
    VersionScript script = base == null ? new VersionScript() : base;
    new Parser(file, text, script).parse();
    return script;
  }

  /** What the script says about a symbol, or null when no pattern matches. */
  @Nullable Match match(String symbol) {
    Match found = exact.get(symbol);
    if (found != null) {
      return found;
    }
    for (Wildcard wildcard : wildcards) {
      if (wildcard.glob().matches(symbol)) {
        return wildcard.match();
      }
    }
    return all;
  }

  @Nullable Node node(String name) {
    for (Node node : nodes) {
      if (node.name.equals(name)) {
        return node;
      }
    }
    return null;
  }

  private static final class Parser {
    private final String file;
    private final String text;
    private final VersionScript script;
    private int at;

    Parser(String file, String text, VersionScript script) {
      this.file = file;
      this.text = text;
      this.script = script;
    }

    void parse() {
      for (String word = word(); !word.isEmpty(); word = word()) {
        boolean anonymous = word.equals("{");
        Node node = new Node(anonymous ? "" : word, script.nodes.size() + 2);
        script.nodes.add(node);
        if (!anonymous && !word().equals("{")) {
          throw bad();
        }
        body(node, false);
        String next = word();
        while (!next.equals(";")) {
          if (next.isEmpty()) {
            throw bad();
          }
          node.parents.add(next);
          next = word();
        }
      }
    }

    private void body(Node node, boolean startLocal) {
      boolean local = startLocal;
      for (String word = word(); !word.equals("}"); word = word()) {
        if (word.isEmpty()) {
          throw bad();
        }
        if (word.equals(";")) {
          continue;
        }
        if (word.equals("extern")) {
          word();
          if (!word().equals("{")) {
            throw bad();
          }
          body(node, local);
          continue;
        }
        int saved = at;
        if (word().equals(":")) {
          local = word.equals("local");
          continue;
        }
        at = saved;
        add(node, word, local);
      }
    }

    private void add(Node node, String pattern, boolean local) {
      Match match = new Match(node, local);
      Glob glob = new Glob(pattern);
      if (glob.isLiteral()) {
        script.exact.putIfAbsent(pattern, match);
      } else if (glob.matchesAll()) {
        if (script.all == null || script.all.local()) {
          script.all = match;
        }
      } else {
        script.wildcards.add(new Wildcard(glob, match));
      }
    }

    private String word() {
      space();
      if (at >= text.length()) {
        return "";
      }
      char c = text.charAt(at);
      if ("{};:".indexOf(c) >= 0) {
        at++;
        return String.valueOf(c);
      }
      if (c == '"') {
        int end = text.indexOf('"', at + 1);
        if (end < 0) {
          throw bad();
        }
        String word = text.substring(at + 1, end);
        at = end + 1;
        return word;
      }
      int start = at;
      while (at < text.length() && text.charAt(at) > ' ' && "{};".indexOf(text.charAt(at)) < 0) {
        if (text.charAt(at) == ':' && (at + 1 >= text.length() || text.charAt(at + 1) != ':')) {
          break;
        }
        at += text.charAt(at) == ':' ? 2 : 1;
      }
      return text.substring(start, Math.min(at, text.length()));
    }

    private void space() {
      while (at < text.length()) {
        if (text.charAt(at) <= ' ') {
          at++;
        } else if (text.startsWith("/*", at)) {
          int end = text.indexOf("*/", at + 2);
          at = end < 0 ? text.length() : end + 2;
        } else if (text.charAt(at) == '#') {
          int end = text.indexOf('\n', at);
          at = end < 0 ? text.length() : end;
        } else {
          return;
        }
      }
    }

    private LinkException bad() {
      int line =
          1
              + (int)
                  text.substring(0, Math.min(at, text.length()))
                      .chars()
                      .filter(c -> c == '\n')
                      .count();
      return new LinkException(file + ":" + line + ": syntax error in VERSION script");
    }
  }
}
