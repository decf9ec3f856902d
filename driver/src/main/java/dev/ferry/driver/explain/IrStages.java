package dev.ferry.driver.explain;

import dev.ferry.driver.explain.ExplainDocument.Count;
import dev.ferry.driver.explain.ExplainDocument.IrLine;
import dev.ferry.driver.explain.ExplainDocument.IrStage;
import dev.ferry.driver.explain.ExplainDocument.PassSummary;
import dev.ferry.driver.explain.ExplainDocument.Remark;
import dev.ferry.ir.Function;
import dev.ferry.ir.Module;
import dev.ferry.ir.text.IrPrinter;
import dev.ferry.opt.PassObserver;
import dev.ferry.opt.PassPurposes;
import dev.ferry.opt.Remarks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches the passes: the text of each function after each, and what they say. */
final class IrStages implements PassObserver, Remarks {
  private final Spans spans;
  private final ExplainRequest request;

  /** Whether the text after each pass is wanted, or only the first and the last. */
  private final boolean wantsLines;

  private final Map<String, Track> tracks = new LinkedHashMap<>();
  private final Map<String, Statistics> statistics = new LinkedHashMap<>();

  /** What has been seen of a function. */
  private static final class Track {
    final List<IrStage> stages = new ArrayList<>();
    @Nullable Span span;
    String text = "";
    List<String> lines = List.of();

    /** Remarks by pass, until it is reported to have run, with how often each was made. */
    final Map<String, Map<Remark, Integer>> remarks = new LinkedHashMap<>();
  }

  private static final class Statistics {
    int runs;
    int changes;
    long nanoseconds;
    final Map<String, Integer> remarks = new LinkedHashMap<>();
  }

  IrStages(Spans spans, ExplainRequest request) {
    this.spans = spans;
    this.request = request;
    this.wantsLines = request.wants(ExplainDocument.Stage.PASSES);
  }

  private Track track(String function) {
    return tracks.computeIfAbsent(function, _ -> new Track());
  }

  /** The IR as lowered. */
  void lowered(Module module) {
    for (Function function : module.functions) {
      Track track = track(function.symbol.name);
      track.span = spans.at(function.loc);
      if (request.wantsFunction(function.symbol.name)) {
        add("lower", function, track);
      }
    }
  }

  /** The IR as the passes leave it; needed where the text after each was not wanted. */
  void optimised(Module module) {
    if (!wantsLines) {
      for (Function function : module.functions) {
        if (request.wantsFunction(function.symbol.name)) {
          add("optimised", function, track(function.symbol.name));
        }
      }
    }
  }

  @Override
  public void ran(String pass, Function function, boolean changed, long nanos) {
    Track track = track(function.symbol.name);
    Statistics counts = statistics.computeIfAbsent(pass, _ -> new Statistics());
    counts.runs++;
    counts.nanoseconds += nanos;
    boolean detailed = wantsLines && request.wantsFunction(function.symbol.name);
    if (detailed ? add(pass, function, track) : wantsLines && changed) {
      counts.changes++;
    }
  }

  @Override
  public void remark(Kind kind, String pass, String function, int loc, String message) {
    String name = kind.name().toLowerCase(Locale.ROOT);
    track(function)
        .remarks
        .computeIfAbsent(pass, _ -> new LinkedHashMap<>())
        .merge(new Remark(name, message, spans.at(loc), 1), 1, Integer::sum);
    statistics.computeIfAbsent(pass, _ -> new Statistics()).remarks.merge(message, 1, Integer::sum);
  }

  /** Adds a stage; whether the text is another than before. */
  private boolean add(String pass, Function function, Track track) {
    List<Remark> remarks = remarks(pass, track);
    String text = IrPrinter.printWithLocations(function);
    int index = track.stages.size();
    if (text.equals(track.text)) {
      track.stages.add(new IrStage(index, pass, false, List.of(), List.of(), remarks, null));
      return false;
    }
    List<String> marked = text.lines().toList();
    List<String> plain = new ArrayList<>(marked.size());
    for (String line : marked) {
      plain.add(withoutLocation(line));
    }
    LineDiff diff = new LineDiff(track.lines, plain);
    List<IrLine> lines = new ArrayList<>(plain.size());
    for (int i = 0; i < plain.size(); i++) {
      String line = plain.get(i);
      lines.add(
          new IrLine(
              id(function, line),
              line,
              index > 0 && diff.added[i],
              spans.at(location(marked.get(i), line))));
    }
    track.text = text;
    track.lines = plain;
    boolean changed = index == 0 || !diff.removed.isEmpty() || isAny(diff.added);
    track.stages.add(
        new IrStage(index, pass, changed, lines, diff.removed, remarks, FlowGraphs.of(function)));
    return changed;
  }

  private static List<Remark> remarks(String pass, Track track) {
    List<Remark> all = new ArrayList<>();
    Map<Remark, Integer> counts = track.remarks.remove(pass);
    if (counts != null) {
      counts.forEach((remark, count) ->
          all.add(new Remark(remark.kind(), remark.text(), remark.span(), count)));
    }
    return all;
  }

  private static boolean isAny(boolean[] flags) {
    for (boolean flag : flags) {
      if (flag) {
        return true;
      }
    }
    return false;
  }

  // The mark stands at the end of the line, but for a function's heading, where a brace follows.
  private static String withoutLocation(String line) {
    int mark = line.lastIndexOf(" !");
    if (mark < 0 || line.indexOf('"', mark) >= 0) {
      return line;
    }
    return line.endsWith(" {") ? line.substring(0, mark) + " {" : line.substring(0, mark);
  }

  private static int location(String marked, String plain) {
    if (marked.length() == plain.length()) {
      return 0;
    }
    int mark = marked.lastIndexOf(" !") + 2;
    int end = mark;
    while (end < marked.length() && Character.isDigit(marked.charAt(end))) {
      end++;
    }
    return Integer.parseInt(marked, mark, end, 10);
  }

  private static @Nullable String id(Function function, String line) {
    String name = function.symbol.name;
    if (line.startsWith("  %")) {
      int end = line.indexOf(':');
      return end < 0 ? null : name + "/" + line.substring(2, end);
    }
    if (line.isEmpty() || line.startsWith(" ") || line.startsWith("func ") || line.equals("}")) {
      return null;
    }
    int end = 0;
    while (end < line.length() && "(: ".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    return name + "/" + line.substring(0, end);
  }

  /** The stages of a function; empty if it was never seen. */
  List<IrStage> of(String function) {
    Track track = tracks.get(function);
    return track == null ? List.of() : List.copyOf(track.stages);
  }

  /** Where a function's name stands. */
  @Nullable Span span(String function) {
    Track track = tracks.get(function);
    return track == null ? null : track.span;
  }

  /** Names of all functions, in order of appearance; those that were inlined away too. */
  List<String> functions() {
    return List.copyOf(tracks.keySet());
  }

  List<PassSummary> summary() {
    List<PassSummary> all = new ArrayList<>();
    statistics.forEach((pass, counts) -> {
      List<Count> remarks = new ArrayList<>();
      counts.remarks.entrySet().stream()
          .sorted((a, b) -> b.getValue() - a.getValue())
          .forEach(entry -> remarks.add(new Count(entry.getKey(), entry.getValue())));
      all.add(
          new PassSummary(
              pass,
              PassPurposes.of(pass),
              counts.runs,
              counts.changes,
              counts.nanoseconds,
              remarks));
    });
    return all;
  }
}
