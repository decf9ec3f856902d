package dev.ferry.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A random C program about calls: types, functions that check what they receive and make what they
 * return, and callers. Every value comes from a seed that both sides know, so that sides compiled
 * by different compilers notice when they disagree on a layout or on where an argument travels.
 *
 * <p>{@link #types} is a header, {@link #callees} and {@link #callers} are translation units that
 * include it; both are compiled with {@code -DSIDE=prefix}, the callers with {@code -DOTHER=prefix}
 * of the callees they call. {@code SIDE_run()} does the calls; {@code wrong(function, argument)} is
 * called for each disagreement (argument -1: the result, -2: a layout).
 */
final class CallBorderProgram {
  private static final String PRELUDE =
      """
      typedef unsigned long u64;
      #define NAME2(a, b) a##b
      #define NAME1(a, b) NAME2(a, b)
      void wrong(int function, int argument);
      static inline u64 next(unsigned *r) {
        *r = *r * 1664525u + 1013904223u;
        u64 high = *r >> 4;
        *r = *r * 1664525u + 1013904223u;
        return high << 32 ^ *r;
      }
      static inline double real(unsigned *r) { return (double)((long)next(r) >> 40) / 8; }
      static inline __int128 wide(unsigned *r) {
        __int128 high = (long)next(r);
        return high << 64 | next(r);
      }
      static inline u64 bits4(float x) { unsigned u; __builtin_memcpy(&u, &x, 4); return u; }
      static inline u64 bits8(double x) { u64 u; __builtin_memcpy(&u, &x, 8); return u; }
      static inline u64 bits16(long double x) { u64 u[2]; __builtin_memcpy(u, &x, 16); return u[0] * 5 + u[1]; }
      enum small { SMALL_A, SMALL_B = 77 };
      typedef int int2 __attribute__((vector_size(8)));
      typedef float float2 __attribute__((vector_size(8)));
      typedef short short8 __attribute__((vector_size(16)));
      typedef double double2 __attribute__((vector_size(16)));
      typedef long long4 __attribute__((vector_size(32)));
      """;

  /** A scalar: how it is written, made from {@code r}, and hashed as {@code $}. */
  private record Scalar(String name, String make, String hash, boolean isInteger) {}

  private static final List<Scalar> SCALARS =
      List.of(
          integer("char"),
          integer("signed char"),
          integer("unsigned char"),
          integer("short"),
          integer("unsigned short"),
          integer("int"),
          integer("unsigned"),
          integer("long"),
          integer("unsigned long long"),
          new Scalar("_Bool", "next(r) & 1", "(u64)$", true),
          new Scalar("enum small", "(enum small)(next(r) & 127)", "(u64)$", true),
          new Scalar("void *", "(void *)next(r)", "(u64)$", false),
          new Scalar("float", "(float)real(r)", "bits4($)", false),
          new Scalar("double", "real(r)", "bits8($)", false),
          new Scalar("float", "(float)real(r)", "bits4($)", false),
          new Scalar("double", "real(r)", "bits8($)", false),
          new Scalar("long double", "(long double)real(r) / 3", "bits16($)", false),
          new Scalar("__int128", "wide(r)", "((u64)($) * 3 + (u64)(($) >> 64))", false),
          new Scalar(
              "_Complex float",
              "(float)real(r) + 0.5fi",
              "(bits4(__real__ ($)) * 3 + bits4(__imag__ ($)))",
              false),
          new Scalar(
              "_Complex double",
              "real(r) - 2.5i",
              "(bits8(__real__ ($)) * 3 + bits8(__imag__ ($)))",
              false),
          new Scalar(
              "_Complex long double",
              "(long double)real(r) + 1.25Li",
              "(bits16(__real__ ($)) * 3 + bits16(__imag__ ($)))",
              false),
          complexInteger("short"),
          complexInteger("int"),
          complexInteger("long"),
          new Scalar("int2", "(int2)next(r)", "(u64)($)", false),
          new Scalar("float2", "(float2)next(r)", "(u64)($)", false),
          new Scalar("short8", "(short8)wide(r)", "((u64)(__int128)($) * 3 + ($)[7])", false),
          new Scalar(
              "double2", "(double2)wide(r)", "((u64)(__int128)($) * 3 + bits8(($)[1]))", false),
          new Scalar(
              "long4",
              "(long4){1, 2, 3, 4} * (long)next(r)",
              "(u64)(($)[0] * 3 + ($)[1] * 5 + ($)[2] * 7 + ($)[3])",
              false));

  private static Scalar complexInteger(String part) {
    return new Scalar(
        "_Complex " + part,
        "(_Complex " + part + ")((" + part + ")next(r) + 3i)",
        "((u64)__real__ ($) * 3 + (u64)__imag__ ($))",
        false);
  }

  private static Scalar integer(String name) {
    return new Scalar(name, "(" + name + ")next(r)", "(u64)$", true);
  }

  private final Random random;
  private final List<String> aggregates = new ArrayList<>();

  /** Those without any value inside. */
  private final Set<String> empty = new HashSet<>();

  private final StringBuilder types = new StringBuilder(PRELUDE);
  private final StringBuilder layouts = new StringBuilder();
  private final StringBuilder callees = new StringBuilder("#include \"types.h\"\n");
  private final StringBuilder callers = new StringBuilder("#include \"types.h\"\n");

  CallBorderProgram(long seed, int functions) {
    this.random = new Random(seed);
    for (Scalar scalar : SCALARS) {
      scalarFunctions(scalar);
    }
    for (int i = 0; i < functions / 2 + 4; i++) {
      aggregate("T" + i);
    }
    StringBuilder run = new StringBuilder();
    for (int i = 0; i < functions; i++) {
      function(i, run);
    }
    callers.append("void NAME1(SIDE, run)(void) {\n").append(run).append("}\n");
    String table = "const u64 NAME1(SIDE, layout)[] = {" + layouts + "0};\n";
    callees.append(table);
    callers
        .append("extern const u64 NAME1(OTHER, layout)[];\nstatic ")
        .append(table.replace("layout)", "own)"));
    callers.append(
        "void NAME1(SIDE, compare)(void) {\n  for (int i = 0; i < (int)(sizeof NAME1(SIDE, own) / 8); i++)\n"
            + "    if (NAME1(SIDE, own)[i] != NAME1(OTHER, layout)[i]) wrong(i, -2);\n}\n");
  }

  String types() {
    return types.toString();
  }

  String callees() {
    return callees.toString();
  }

  String callers() {
    return callers.toString();
  }

  // ---- types

  /** The part of a function's name that stands for a type. */
  private static String tag(String type) {
    return type.replace(' ', '_').replace("*", "p");
  }

  private void scalarFunctions(Scalar s) {
    if (types.indexOf(" fill_" + tag(s.name) + "(") < 0) {
      makers(
          s.name,
          "  *p = " + s.make + ";\n",
          "  h = h * 31 + " + s.hash.replace("$", "*p") + ";\n");
    }
  }

  private void makers(String type, String fill, String hash) {
    String name = tag(type);
    types
        .append("static void fill_" + name + "(" + type + " *p, unsigned *r) {\n" + fill + "}\n")
        .append("static u64 hash_" + name + "(const " + type + " *p) {\n  u64 h = 7;\n" + hash)
        .append("  return h;\n}\n");
  }

  private Scalar scalar() {
    return SCALARS.get(random.nextInt(SCALARS.size()));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** A struct or union; members are mostly few, since small ones travel in registers. */
  private void aggregate(String name) {
    boolean isUnion = oneIn(8);
    int members = oneIn(12) ? 0 : 1 + random.nextInt(oneIn(4) ? 9 : 3);
    String type = (isUnion ? "union " : "struct ") + name;
    StringBuilder body = new StringBuilder();
    StringBuilder fill = new StringBuilder();
    StringBuilder hash = new StringBuilder();
    StringBuilder offsets = new StringBuilder();
    for (int i = 0; i < members; i++) {
      // Of a union only the first member is filled.
      member(
          type,
          "m" + i,
          body,
          isUnion && i > 0 ? new StringBuilder() : fill,
          isUnion && i > 0 ? new StringBuilder() : hash,
          offsets);
    }
    String attribute =
        oneIn(8) ? " __attribute__((packed))" : oneIn(10) ? aligned(16 << random.nextInt(2)) : "";
    types.append(type + " {\n" + body + "}" + attribute + ";\n");
    makers(type, fill.toString(), hash.toString());
    layouts.append("sizeof(" + type + "), __alignof__(" + type + "), " + offsets);
    aggregates.add(type);
    if (fill.isEmpty()) {
      empty.add(type);
    }
  }

  private static String aligned(int bytes) {
    return " __attribute__((aligned(" + bytes + ")))";
  }

  private void member(
      String owner,
      String name,
      StringBuilder body,
      StringBuilder fill,
      StringBuilder hash,
      StringBuilder offsets) {
    if (oneIn(4)) {
      bitField(name, body, fill, hash);
      return;
    }
    String type = !aggregates.isEmpty() && oneIn(4) ? pick(aggregates) : scalar().name;
    // Arrays of empty structs are not drawn: gcc then gives up float registers, clang does not.
    int count = oneIn(5) && !empty.contains(type) ? 1 + random.nextInt(3) : 0;
    String attribute =
        oneIn(12) ? aligned(1 << random.nextInt(6)) : oneIn(16) ? " __attribute__((packed))" : "";
    body.append(
        "  " + type + " " + name + (count > 0 ? "[" + count + "]" : "") + attribute + ";\n");
    offsets.append("__builtin_offsetof(" + owner + ", " + name + "), ");
    for (int i = 0; i < Math.max(1, count); i++) {
      String place = "p->" + name + (count > 0 ? "[" + i + "]" : "");
      // Packed members have no address for a plain pointer: they go through a copy.
      if (empty.contains(type)) {
        continue;
      }
      fill.append("  { " + type + " t; fill_" + tag(type) + "(&t, r); " + place + " = t; }\n");
      hash.append(
          "  { " + type + " t = " + place + "; h = h * 31 + hash_" + tag(type) + "(&t); }\n");
    }
  }

  private void bitField(String name, StringBuilder body, StringBuilder fill, StringBuilder hash) {
    Scalar s = scalar();
    while (!s.isInteger) {
      s = scalar();
    }
    int most =
        switch (s.name) {
          case "_Bool" -> 1;
          case "char", "signed char", "unsigned char" -> 8;
          case "short", "unsigned short" -> 16;
          case "long", "unsigned long long" -> 64;
          default -> 32;
        };
    if (oneIn(7)) {
      body.append("  " + s.name + " :" + (oneIn(2) ? 0 : 1 + random.nextInt(most)) + ";\n");
      return;
    }
    int width = s.name.equals("enum small") ? 8 + random.nextInt(25) : 1 + random.nextInt(most);
    body.append("  " + s.name + " " + name + " : " + width + ";\n");
    fill.append("  p->" + name + " = " + s.make + ";\n");
    hash.append("  h = h * 31 + " + s.hash.replace("$", "p->" + name) + ";\n");
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String anyType() {
    return oneIn(2) ? pick(aggregates) : scalar().name;
  }

  // ---- functions

  private void function(int index, StringBuilder run) {
    String result = oneIn(6) ? "void" : anyType();
    List<String> params = new ArrayList<>();
    int count = random.nextInt(oneIn(3) ? 14 : 6);
    for (int i = 0; i < count; i++) {
      params.add(anyType());
    }
    boolean variadic = count > 0 && oneIn(4);
    int named = variadic ? 1 + random.nextInt(count) : count;
    for (int i = named; i < count; i++) {
      // Variadic empty structs are not drawn: gcc's callers align the stack for them, its va_arg
      // does not.
      params.set(i, empty.contains(params.get(i)) ? "int" : promoted(params.get(i)));
    }
    StringBuilder head = new StringBuilder(result + " NAME1($, f" + index + ")(");
    for (int i = 0; i < named; i++) {
      head.append(i > 0 ? ", " : "").append(params.get(i)).append(" a").append(i);
    }
    head.append(variadic ? ", ...)" : count == 0 ? "void)" : ")");
    callee(index, head.toString().replace("$", "SIDE"), result, params, named);
    callers.append(head.toString().replace("$", "OTHER")).append(";\n");
    call(index, result, params, run);
  }

  /** What {@code va_arg} may be asked for: the type after the default argument promotions. */
  private static String promoted(String type) {
    return switch (type) {
      case "char", "signed char", "unsigned char", "short", "unsigned short", "_Bool" -> "int";
      case "float" -> "double";
      default -> type;
    };
  }

  private static int seed(int function, int argument) {
    return function * 1000 + argument * 7 + 1;
  }

  private void callee(int index, String head, String result, List<String> params, int named) {
    StringBuilder out = callees;
    out.append(head).append(" {\n  unsigned r;\n");
    if (named < params.size()) {
      out.append("  __builtin_va_list list;\n  __builtin_va_start(list, a" + (named - 1) + ");\n");
    }
    for (int i = 0; i < params.size(); i++) {
      String type = params.get(i);
      if (i >= named) {
        out.append("  " + type + " a" + i + " = __builtin_va_arg(list, " + type + ");\n");
      }
      out.append(
          "  { r = " + seed(index, i) + "; " + type + " t; fill_" + tag(type) + "(&t, &r); ");
      out.append(
          "if (hash_"
              + tag(type)
              + "(&t) != hash_"
              + tag(type)
              + "(&a"
              + i
              + ")) wrong("
              + index
              + ", "
              + i
              + "); }\n");
    }
    if (!result.equals("void")) {
      out.append(
          "  r = "
              + seed(index, 99)
              + ";\n  "
              + result
              + " t;\n  fill_"
              + tag(result)
              + "(&t, &r);\n  return t;\n");
    }
    out.append("}\n");
  }

  private static void call(int index, String result, List<String> params, StringBuilder out) {
    out.append("  {\n    unsigned r;\n");
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < params.size(); i++) {
      String type = params.get(i);
      out.append(
          "    "
              + type
              + " a"
              + i
              + "; r = "
              + seed(index, i)
              + "; fill_"
              + tag(type)
              + "(&a"
              + i
              + ", &r);\n");
      list.append(i > 0 ? ", a" : "a").append(i);
    }
    String call = "NAME1(OTHER, f" + index + ")(" + list + ");\n";
    if (result.equals("void")) {
      out.append("    " + call);
    } else {
      out.append("    " + result + " got = " + call);
      out.append(
          "    " + result + " t; r = " + seed(index, 99) + "; fill_" + tag(result) + "(&t, &r);\n");
      out.append(
          "    if (hash_"
              + tag(result)
              + "(&t) != hash_"
              + tag(result)
              + "(&got)) wrong("
              + index
              + ", -1);\n");
    }
    out.append("  }\n");
  }
}
