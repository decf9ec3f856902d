package dev.ferry.machine.observe;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Folded stacks as a flame graph (Gregg, "The Flame Graph", CACM 59(6), 2016): a box for each
 * function in each stack, as wide as its share of the samples. The picture stands alone; a browser
 * shows the numbers of a box when the mouse rests on it.
 */
final class FlameGraph {
  private static final int WIDTH = 1200;
  private static final int ROW = 17;
  private static final int MARGIN = 10;
  private static final int TITLE = 34;

  /** Boxes narrower than this many pixels are left out. */
  private static final double THINNEST = 0.3;

  private static final double LETTER = 6.6;

  private static final class Node {
    final TreeMap<String, Node> children = new TreeMap<>();
    long samples;
  }

  private final StringBuilder out = new StringBuilder();
  private final long total;
  private final int height;

  private FlameGraph(Node root) {
    this.total = Math.max(1, root.samples);
    this.height = TITLE + ROW * depth(root) + MARGIN;
  }

  static String svg(Map<String, Long> folded) {
    Node root = new Node();
    folded.forEach((stack, count) -> add(root, stack, count));
    return new FlameGraph(root).draw(root);
  }

  private static void add(Node root, String stack, long count) {
    Node node = root;
    node.samples += count;
    for (String name : stack.split(";")) {
      node = node.children.computeIfAbsent(name, n -> new Node());
      node.samples += count;
    }
  }

  private int depth(Node node) {
    if (width(node.samples) < THINNEST) {
      return 0;
    }
    int deepest = 0;
    for (Node child : node.children.values()) {
      deepest = Math.max(deepest, depth(child));
    }
    return deepest + 1;
  }

  private double width(long samples) {
    return (double) samples / total * (WIDTH - 2 * MARGIN);
  }

  private String draw(Node root) {
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(WIDTH);
    out.append("\" height=\"").append(height).append("\" viewBox=\"0 0 ").append(WIDTH);
    out.append(' ').append(height).append("\" font-family=\"monospace\" font-size=\"11\">\n");
    out.append("<rect width=\"100%\" height=\"100%\" fill=\"#fffdf5\"/>\n");
    out.append("<text x=\"").append(MARGIN).append("\" y=\"20\" font-size=\"14\">");
    out.append(root.samples).append(" samples, one every ").append(Profile.INTERVAL);
    out.append(" retired instructions</text>\n");
    box("all", root, MARGIN, height - MARGIN - ROW);
    return out.append("</svg>\n").toString();
  }

  private void box(String name, Node node, double x, int y) {
    double width = width(node.samples);
    if (width < THINNEST) {
      return;
    }
    double percent = 100.0 * node.samples / total;
    out.append("<g><title>").append(escape(name));
    out.append(String.format(Locale.ROOT, " (%d samples, %.2f %%)", node.samples, percent));
    out.append(
        String.format(
            Locale.ROOT,
            "</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" rx=\"1\"/>",
            x,
            y,
            Math.max(0.2, width - 0.4),
            ROW - 1,
            colour(name)));
    int letters = (int) ((width - 6) / LETTER);
    if (letters >= 3) {
      String text = name.length() <= letters ? name : name.substring(0, letters - 2) + "..";
      out.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">", x + 3, y + 12));
      out.append(escape(text)).append("</text>");
    }
    out.append("</g>\n");
    double at = x;
    for (Map.Entry<String, Node> child : node.children.entrySet()) {
      box(child.getKey(), child.getValue(), at, y - ROW);
      at += width(child.getValue().samples);
    }
  }

  /** A warm colour that depends on the name alone, so that two graphs can be compared. */
  private static String colour(String name) {
    int hash = name.hashCode() * 0x9e3779b1;
    int green = 110 + (hash >>> 25);
    int blue = 40 + (hash >>> 18 & 63);
    return String.format("#%02x%02x%02x", 245, green, blue);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
