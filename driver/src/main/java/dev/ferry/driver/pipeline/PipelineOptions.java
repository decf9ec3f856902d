package dev.ferry.driver.pipeline;

import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.json.Json;
import dev.ferry.driver.run.Quantities;
import dev.ferry.machine.timing.CacheGeometry;
import dev.ferry.machine.timing.PipelineConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The switches of a timing model by name, for command lines and pages. */
public final class PipelineOptions {
  private final PipelineConfig config = new PipelineConfig();

  /** The configuration that was put together. */
  public PipelineConfig config() {
    return config;
  }

  /** Whether there is an option of this name. */
  public static boolean knows(String name) {
    return TEXTS.containsKey(name);
  }

  /** The options with a line of help each, in order. */
  public static Map<String, String> texts() {
    return TEXTS;
  }

  private static final Map<String, String> TEXTS =
      texts(
          "model", "single, five-stage or dual",
          "forwarding", "on or off: values go from EX/MEM and MEM/WB to where they are needed",
          "hazard-detection", "on or off: off only counts hazards, nothing waits",
          "branch", "id, ex or mem: where branches are decided",
          "predictor", "stall, not-taken, taken, backward, bimodal or gshare",
          "predictor-entries", "two-bit counters of bimodal and gshare",
          "history", "branches that gshare remembers",
          "targets", "entries of the branch target buffer",
          "return-stack", "return addresses that are remembered; 0 for none",
          "store-data", "ex or mem: where a store needs its data",
          "memory", "split or unified: one port for instructions and data",
          "mul", "cycles of a multiplication in EX",
          "div", "cycles of a division",
          "fadd", "cycles of a floating-point addition, comparison or conversion",
          "fmul", "cycles of a floating-point multiplication",
          "fdiv", "cycles of a floating-point division or square root",
          "icache", "instruction cache: none or SIZE,WAYS,LINE,PENALTY[,lru|fifo|random]",
          "dcache", "data cache: as icache, and [,back|through]");

  private static Map<String, String> texts(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /**
   * Sets an option.
   *
   * @throws UsageException if the value is none for it
   */
  public void set(String name, String value) throws UsageException {
    try {
      apply(name, value);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + name + "=" + value + ": wants " + TEXTS.get(name));
    }
  }

  private void apply(String name, String value) {
    switch (name) {
      case "model" -> config.model = constant(PipelineConfig.Model.class, value);
      case "forwarding" -> config.forwarding = flag(value);
      case "hazard-detection" -> config.hazardDetection = flag(value);
      case "branch" -> config.branchStage = constant(PipelineConfig.BranchStage.class, value);
      case "predictor" -> config.predictor = constant(PipelineConfig.Predictor.class, value);
      case "predictor-entries" -> config.predictorEntries = powerOfTwo(value);
      case "history" -> config.historyBits = number(value, 0, 24);
      case "targets" -> config.targetEntries = powerOfTwo(value);
      case "return-stack" -> config.returnStack = number(value, 0, 1024);
      case "store-data" -> config.lateStoreData = either(value, "mem", "ex");
      case "memory" -> config.unifiedMemory = either(value, "unified", "split");
      case "mul" -> config.multiplyCycles = number(value, 1, 1000);
      case "div" -> config.divideCycles = number(value, 1, 1000);
      case "fadd" -> config.floatAddCycles = number(value, 1, 1000);
      case "fmul" -> config.floatMultiplyCycles = number(value, 1, 1000);
      case "fdiv" -> config.floatDivideCycles = number(value, 1, 1000);
      case "icache" -> config.instructionCache = cache(value);
      case "dcache" -> config.dataCache = cache(value);
      default -> throw new IllegalArgumentException(name);
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String value) {
    return Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static boolean flag(String value) {
    return either(value, "on", "off");
  }

  private static boolean either(String value, String yes, String no) {
    if (!value.equals(yes) && !value.equals(no)) {
      throw new IllegalArgumentException(value);
    }
    return value.equals(yes);
  }

  private static int number(String value, int least, int most) {
    int number = Integer.parseInt(value);
    if (number < least || number > most) {
      throw new IllegalArgumentException(value);
    }
    return number;
  }

  private static int powerOfTwo(String value) {
    int number = number(value, 1, 1 << 20);
    if (Integer.bitCount(number) != 1) {
      throw new IllegalArgumentException(value);
    }
    return number;
  }

  private static @Nullable CacheGeometry cache(String value) {
    if (value.equals("none")) {
      return null;
    }
    String[] parts = value.split(",");
    if (parts.length < 4) {
      throw new IllegalArgumentException(value);
    }
    CacheGeometry.Replacement replacement = CacheGeometry.Replacement.LRU;
    CacheGeometry.Write write = CacheGeometry.Write.BACK;
    for (int i = 4; i < parts.length; i++) {
      if (parts[i].equals("back") || parts[i].equals("through")) {
        write = constant(CacheGeometry.Write.class, parts[i]);
      } else {
        replacement = constant(CacheGeometry.Replacement.class, parts[i]);
      }
    }
    long bytes = bytes(parts[0]);
    if (bytes > 1 << 30) {
      throw new IllegalArgumentException(value);
    }
    return new CacheGeometry(
        (int) bytes,
        number(parts[1], 1, 1 << 16),
        number(parts[2], 4, 1 << 16),
        number(parts[3], 0, 100_000),
        replacement,
        write);
  }

  private static long bytes(String text) {
    try {
      return Quantities.bytes(text);
    } catch (UsageException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The configuration by option name, as a document shows it. */
  static Map<String, String> describe(PipelineConfig c) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("model", Json.name(c.model));
    if (c.model == PipelineConfig.Model.SINGLE) {
      return map;
    }
    map.put("forwarding", c.forwarding ? "on" : "off");
    map.put("hazard-detection", c.hazardDetection ? "on" : "off");
    map.put("branch", Json.name(c.branchStage));
    map.put("predictor", Json.name(c.predictor));
    switch (c.predictor) {
      case GSHARE -> {
        map.put("predictor-entries", Integer.toString(c.predictorEntries));
        map.put("history", Integer.toString(c.historyBits));
      }
      case BIMODAL -> map.put("predictor-entries", Integer.toString(c.predictorEntries));
      default -> {}
    }
    map.put("return-stack", Integer.toString(c.returnStack));
    map.put("store-data", c.lateStoreData ? "mem" : "ex");
    map.put("memory", c.unifiedMemory ? "unified" : "split");
    map.put("mul", Integer.toString(c.multiplyCycles));
    map.put("div", Integer.toString(c.divideCycles));
    map.put("fadd", Integer.toString(c.floatAddCycles));
    map.put("fmul", Integer.toString(c.floatMultiplyCycles));
    map.put("fdiv", Integer.toString(c.floatDivideCycles));
    CacheGeometry instructions = c.instructionCache;
    CacheGeometry data = c.dataCache;
    map.put("icache", instructions == null ? "none" : instructions.text());
    map.put("dcache", data == null ? "none" : data.text());
    return map;
  }
}
