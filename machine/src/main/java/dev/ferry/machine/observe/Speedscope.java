package dev.ferry.machine.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Profiles as files of speedscope.app (its file-format-schema.json, a "sampled" profile). */
final class Speedscope {
  private Speedscope() {}

  static String json(Map<String, Long> folded) {
    Map<String, Integer> frames = new LinkedHashMap<>();
    List<String> samples = new ArrayList<>();
    List<String> weights = new ArrayList<>();
    long total = 0;
    for (Map.Entry<String, Long> entry : folded.entrySet()) {
      List<String> indices = new ArrayList<>();
      for (String name : entry.getKey().split(";")) {
        int next = frames.size();
        Integer known = frames.putIfAbsent(name, next);
        indices.add(Integer.toString(known == null ? next : known));
      }
      samples.add("[" + String.join(",", indices) + "]");
      weights.add(Long.toString(entry.getValue() * Profile.INTERVAL));
      total += entry.getValue() * Profile.INTERVAL;
    }
    List<String> names = new ArrayList<>();
    for (String name : frames.keySet()) {
      names.add("{\"name\":\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
    }
    return "{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\","
        + "\"exporter\":\"ferry\",\"shared\":{\"frames\":["
        + String.join(",", names)
        + "]},\"profiles\":[{\"type\":\"sampled\",\"name\":\"retired instructions\",\"unit\":\"none\","
        + "\"startValue\":0,\"endValue\":"
        + total
        + ",\"samples\":["
        + String.join(",", samples)
        + "],\"weights\":["
        + String.join(",", weights)
        + "]}]}\n";
  }
}
