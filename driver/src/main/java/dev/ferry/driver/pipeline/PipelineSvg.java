package dev.ferry.driver.pipeline;

import dev.ferry.driver.pipeline.PipelineDocument.Forward;
import dev.ferry.driver.pipeline.PipelineDocument.Row;
import dev.ferry.driver.pipeline.PipelineDocument.StageCycles;
import java.util.List;

/** The diagram as a picture: a box a stage, an arrow a forwarded value. */
final class PipelineSvg {
  private static final int CELL = 44;
  private static final int ROW = 26;
  private static final int LEFT = 290;
  private static final int TOP = 34;
  private static final List<String> COLOURS =
      List.of("#cfe2f3", "#d9ead3", "#fff2cc", "#f4cccc", "#d9d2e9");

  private final PipelineDocument document;
  private final StringBuilder out = new StringBuilder();
  private final long first;

  private PipelineSvg(PipelineDocument document) {
    this.document = document;
    this.first =
        document.rows().isEmpty() ? 1 : document.rows().getFirst().stages().getFirst().cycle();
  }

  static String of(PipelineDocument document) {
    return new PipelineSvg(document).draw();
  }

  private String draw() {
    long last = first;
    for (Row row : document.rows()) {
      StageCycles end = row.stages().getLast();
      last = Math.max(last, end.cycle() + end.cycles());
    }
    long width = LEFT + (last - first) * CELL + 20;
    int height = TOP + document.rows().size() * ROW + 16;
    out.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"pipeline diagram\" font-family=\"monospace\" font-size=\"12\">\n"
            .formatted(width, height, width, height));
    out.append(
        "<defs><marker id=\"tip\" markerWidth=\"8\" markerHeight=\"8\" refX=\"7\" refY=\"4\" orient=\"auto\"><path d=\"M0,0 L8,4 L0,8 z\" fill=\"#c00\"/></marker></defs>\n");
    out.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    for (long cycle = first; cycle < last; cycle++) {
      text(x(cycle) + CELL / 2, TOP - 10, "middle", Long.toString(cycle));
    }
    for (int i = 0; i < document.rows().size(); i++) {
      row(document.rows().get(i), y(i));
    }
    for (int i = 0; i < document.rows().size(); i++) {
      for (Forward forward : document.rows().get(i).forwards()) {
        arrow(forward, i);
      }
    }
    return out.append("</svg>\n").toString();
  }

  private long x(long cycle) {
    return LEFT + (cycle - first) * CELL;
  }

  private static int y(int row) {
    return TOP + row * ROW;
  }

  private void text(long x, long y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    out.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n".formatted(x, y, anchor, escaped));
  }

  private void row(Row row, int y) {
    text(
        8,
        y + 16,
        "start",
        row.flushed() ? "      " + row.text() : "#" + row.index() + "  " + row.text());
    for (StageCycles stage : row.stages()) {
      int number = Math.max(0, document.stages().indexOf(stage.stage()));
      out.append(
          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"%s\" stroke=\"#666\"%s/>\n"
              .formatted(
                  x(stage.cycle()) + 1,
                  y + 1,
                  (long) stage.cycles() * CELL - 2,
                  ROW - 4,
                  COLOURS.get(number % COLOURS.size()),
                  row.flushed() ? " opacity=\"0.45\" stroke-dasharray=\"3\"" : ""));
      text(x(stage.cycle()) + CELL / 2, y + 16, "middle", stage.stage());
    }
  }

  private void arrow(Forward forward, int to) {
    for (int i = 0; i < to; i++) {
      Row row = document.rows().get(i);
      if (row.index() == forward.source() && !row.flushed()) {
        long end = x(forward.cycle());
        out.append(
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#c00\" stroke-width=\"1.5\" marker-end=\"url(#tip)\"><title>%s</title></line>\n"
                .formatted(end, y(i) + ROW - 4, end + 6, y(to) + 3, forward.text()));
      }
    }
  }
}
