package dev.ferry.opt.rules;

import dev.ferry.ir.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * The rewrite rules, as data. Each is proved for all values of a model with words of 8 bits or
 * floats of 8, checked at boundary and random values of the real types against {@link
 * dev.ferry.ir.eval.Eval}, and fired by a golden test ({@code tests/opt/simplify/rules.ir}).
 *
 * <p>Terms: a lower-case letter is any value, an upper-case letter an integer constant, {@code W}
 * the width of the root's first operand; {@code (op! …)} asks for (or promises) no signed overflow;
 * {@code (op~ …)} matches where no such promise is lost: sums that cannot overflow in 32 bits are
 * what {@code strength} steps through, in 64 bits it needs no promise. On the right, a term without
 * values is computed. A condition is a term over constants, or one of the predicates: {@code
 * (nonneg x)} the sign bit is zero; {@code (bool x)} x is 0 or 1; {@code (zeros x C)} the bits C of
 * x are zero; {@code (sfits x N)} x is a sign-extended N-bit number; {@code (all p q)} both hold.
 *
 * <p>Rules about rules: never rewrite to more instructions (the matcher refuses when an inner value
 * has other uses and the new term is not smaller); constants stand on the right of commutative ops;
 * the two operands of a commutative op are matched in both orders; constants move outwards.
 */
final class Rules {
  private Rules() {}

  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>(256);
    for (String[] line : TABLE) {
      rules.add(parse(line));
    }
    return rules;
  }

  /** The lines of the table, unparsed, by the ordinal of their root op. */
  static String[][][] linesByOp() {
    List<List<String[]>> lists = new ArrayList<>();
    for (int i = 0; i < Op.values().length; i++) {
      lists.add(new ArrayList<>());
    }
    for (String[] line : TABLE) {
      lists.get(Term.rootOp(line[1]).ordinal()).add(line);
    }
    String[][][] result = new String[lists.size()][][];
    for (int i = 0; i < result.length; i++) {
      result[i] = lists.get(i).toArray(String[][]::new);
    }
    return result;
  }

  static Rule parse(String[] line) {
    Term condition = line.length > 3 ? Term.parse(line[3]) : null;
    return new Rule(line[0], Term.parse(line[1]), Term.parse(line[2]), condition);
  }

  private static final String[][] TABLE = {
    // Sums.
    {"add-0", "(add x 0)", "x"},
    {
      "add-add-nsw",
      "(add! (add! x A) B)",
      "(add! x (add A B))",
      "(and (eq (slt A 0) (slt B 0)) (eq (slt A 0) (slt (add A B) 0)))"
    },
    {"add-add", "(add (add x A) B)", "(add x (add A B))"},
    {"add-sub-const", "(add (sub A x) B)", "(sub (add A B) x)"},
    {"add-sub-same", "(add (sub x y) y)", "x"},
    {"add-neg", "(add x (sub 0 y))", "(sub x y)"},
    {"add-not-1", "(add (xor x -1) 1)", "(sub 0 x)"},
    {"add-and-or", "(add (and x y) (or x y))", "(add x y)"},
    {"add-and-xor", "(add (and x y) (xor x y))", "(or x y)"},
    {"add-const-out", "(add (add x A) y)", "(add (add x y) A)"},
    {"sub-0", "(sub x 0)", "x"},
    {"sub-same", "(sub x x)", "0"},
    {"sub-const-nsw", "(sub! x A)", "(add! x (sub 0 A))", "(ne A (sub 0 A))"},
    {"sub-const", "(sub x A)", "(add x (sub 0 A))"},
    {"sub-from-add", "(sub A (add x B))", "(sub (sub A B) x)"},
    {"sub-from-sub", "(sub A (sub B x))", "(add x (sub A B))"},
    {"sub-add-same", "(sub (add x y) y)", "x"},
    {"sub-self-add", "(sub x (add x y))", "(sub 0 y)"},
    {"sub-self-sub", "(sub x (sub x y))", "y"},
    {"sub-sub-same", "(sub (sub x y) x)", "(sub 0 y)"},
    {"sub-neg", "(sub x (sub 0 y))", "(add x y)"},
    {"neg-sub", "(sub 0 (sub x y))", "(sub y x)"},
    {"sub-not", "(sub -1 x)", "(xor x -1)"},
    {"sub-or-and", "(sub (or x y) (and x y))", "(xor x y)"},
    {"sub-add-const", "(sub (add x A) (add x B))", "(sub A B)"},
    {"sub-add-add", "(sub~ (add x A) (add y B))", "(add (sub x y) (sub A B))"},
    {"sub-const-out", "(sub~ (add x A) y)", "(add (sub x y) A)"},
    {"sub-add-out", "(sub~ x (add y A))", "(add (sub x y) (sub 0 A))"},

    // Products and quotients.
    {"mul-0", "(mul x 0)", "0"},
    {"mul-1", "(mul x 1)", "x"},
    {"mul-minus-1", "(mul x -1)", "(sub 0 x)"},
    {"mul-pow2-nsw", "(mul! x A)", "(shl! x (ctz A))", "(and (eq (popcnt A) 1) (slt 0 A))"},
    {"mul-pow2", "(mul x A)", "(shl x (ctz A))", "(eq (popcnt A) 1)"},
    {"mul-mul", "(mul (mul x A) B)", "(mul x (mul A B))"},
    {"mul-shl", "(mul (shl x A) B)", "(mul x (shl B A))"},
    {"mul-neg", "(mul (sub 0 x) A)", "(mul x (sub 0 A))"},
    {"mul-add-const", "(mul (add x A) B)", "(add (mul x B) (mul A B))"},
    {"mulhu-0", "(mulhu x 0)", "0"},
    {"mulhs-0", "(mulhs x 0)", "0"},
    {"sdiv-1", "(sdiv x 1)", "x"},
    {"sdiv-minus-1", "(sdiv x -1)", "(sub 0 x)"},
    {"udiv-pow2", "(udiv x A)", "(shr x (ctz A))", "(eq (popcnt A) 1)"},
    {
      "sdiv-pow2-nonneg",
      "(sdiv x A)",
      "(shr x (ctz A))",
      "(all (nonneg x) (and (eq (popcnt A) 1) (slt 0 A)))"
    },
    {"srem-1", "(srem x 1)", "0"},
    {"srem-minus-1", "(srem x -1)", "0"},
    {"urem-pow2", "(urem x A)", "(and x (sub A 1))", "(eq (popcnt A) 1)"},
    {
      "srem-pow2-nonneg",
      "(srem x A)",
      "(and x (sub A 1))",
      "(all (nonneg x) (and (eq (popcnt A) 1) (slt 0 A)))"
    },
    {"sdiv-neg-const", "(sdiv (sub! 0 x) A)", "(sdiv x (sub 0 A))"},

    // Bits.
    {"and-0", "(and x 0)", "0"},
    {"and-ones", "(and x -1)", "x"},
    {"and-same", "(and x x)", "x"},
    {"and-and", "(and (and x A) B)", "(and x (and A B))"},
    {"and-and-same", "(and (and x y) y)", "(and x y)"},
    {"and-not-same", "(and x (xor x -1))", "0"},
    {"and-or-absorb", "(and (or x y) x)", "x"},
    {"and-or-const", "(and (or x A) B)", "(and x B)", "(eq (and A B) 0)"},
    {"and-or-covered", "(and (or x A) B)", "B", "(eq (and A B) B)"},
    {"and-or-out", "(and (or x A) B)", "(or (and x B) A)", "(eq (and A B) A)"},
    {"and-xor-const", "(and (xor x A) B)", "(and x B)", "(eq (and A B) 0)"},
    {"and-nots", "(and (xor x -1) (xor y -1))", "(xor (or x y) -1)"},
    {"and-known", "(and x A)", "x", "(zeros x (xor A -1))"},
    {"and-none", "(and x A)", "0", "(zeros x A)"},
    {"and-sext8", "(and (sext8 x) A)", "(and x A)", "(ult A 256)"},
    {"and-sext16", "(and (sext16 x) A)", "(and x A)", "(ult A 65536)"},
    {"and-zext16", "(and (zext16 x) A)", "(and x A)", "(ult A 65536)"},
    {
      "and-sext-narrow", "(and (sext x) A)", "(sext (and x (trunc A)))", "(eq A (and A 2147483647))"
    },
    {"or-0", "(or x 0)", "x"},
    {"or-ones", "(or x -1)", "-1"},
    {"or-same", "(or x x)", "x"},
    {"or-or", "(or (or x A) B)", "(or x (or A B))"},
    {"or-or-same", "(or (or x y) y)", "(or x y)"},
    {"or-not-same", "(or x (xor x -1))", "-1"},
    {"or-and-absorb", "(or (and x y) x)", "x"},
    {"or-and-and", "(or (and x A) (and x B))", "(and x (or A B))"},
    {"or-nots", "(or (xor x -1) (xor y -1))", "(xor (and x y) -1)"},
    {"or-and-const", "(or (and x A) B)", "(or x B)", "(eq (or A B) -1)"},
    {
      "rotl-const",
      "(or (shl x A) (shr x B))",
      "(rotl x A)",
      "(and (eq (add A B) W) (and (ult A W) (ult B W)))"
    },
    {
      "rotl-sum",
      "(add (shl x A) (shr x B))",
      "(rotl x A)",
      "(and (eq (add A B) W) (and (ult A W) (ult B W)))"
    },
    {
      "rotl-xor",
      "(xor (shl x A) (shr x B))",
      "(rotl x A)",
      "(and (eq (add A B) W) (and (ult A W) (ult B W)))"
    },
    {"rotl-neg", "(or (shl x y) (shr x (sub 0 y)))", "(rotl x y)"},
    {"rotr-neg", "(or (shl x (sub 0 y)) (shr x y))", "(rotr x y)"},
    {"rotl-zext-neg", "(or (shl x (zext y)) (shr x (zext (sub 0 y))))", "(rotl x (zext y))"},
    {"rotr-zext-neg", "(or (shl x (zext (sub 0 y))) (shr x (zext y)))", "(rotr x (zext y))"},
    {"rotl-sext-neg", "(or (shl x (sext y)) (shr x (sext (sub 0 y))))", "(rotl x (sext y))"},
    {"rotr-sext-neg", "(or (shl x (sext (sub 0 y))) (shr x (sext y)))", "(rotr x (sext y))"},
    {"xor-0", "(xor x 0)", "x"},
    {"xor-same", "(xor x x)", "0"},
    {"xor-xor", "(xor (xor x A) B)", "(xor x (xor A B))"},
    {"xor-xor-same", "(xor (xor x y) y)", "x"},
    {"xor-and-or", "(xor (and x y) (or x y))", "(xor x y)"},
    {"not-sub-1", "(xor (add x -1) -1)", "(sub 0 x)"},
    {"not-eq", "(xor (eq x y) 1)", "(ne x y)"},
    {"not-ne", "(xor (ne x y) 1)", "(eq x y)"},
    {"not-slt", "(xor (slt x y) 1)", "(sle y x)"},
    {"not-sle", "(xor (sle x y) 1)", "(slt y x)"},
    {"not-ult", "(xor (ult x y) 1)", "(ule y x)"},
    {"not-ule", "(xor (ule x y) 1)", "(ult y x)"},
    {"not-feq", "(xor (feq x y) 1)", "(fne x y)"},
    {"not-fne", "(xor (fne x y) 1)", "(feq x y)"},

    // Shifts.
    {"shl-0", "(shl x 0)", "x"},
    {"shr-0", "(shr x 0)", "x"},
    {"sar-0", "(sar x 0)", "x"},
    {"rotl-0", "(rotl x 0)", "x"},
    {"rotr-0", "(rotr x 0)", "x"},
    {"zero-shl", "(shl 0 x)", "0"},
    {"zero-shr", "(shr 0 x)", "0"},
    {"zero-sar", "(sar 0 x)", "0"},
    {"ones-sar", "(sar -1 x)", "-1"},
    {"shl-wide", "(shl x A)", "(shl x (and A (sub W 1)))", "(ule W A)"},
    {"shr-wide", "(shr x A)", "(shr x (and A (sub W 1)))", "(ule W A)"},
    {"sar-wide", "(sar x A)", "(sar x (and A (sub W 1)))", "(ule W A)"},
    {
      "shl-shl",
      "(shl (shl x A) B)",
      "(shl x (add A B))",
      "(and (ult (add A B) W) (and (ult A W) (ult B W)))"
    },
    {"shl-shl-out", "(shl (shl x A) B)", "0", "(and (ule W (add A B)) (and (ult A W) (ult B W)))"},
    {
      "shr-shr",
      "(shr (shr x A) B)",
      "(shr x (add A B))",
      "(and (ult (add A B) W) (and (ult A W) (ult B W)))"
    },
    {"shr-shr-out", "(shr (shr x A) B)", "0", "(and (ule W (add A B)) (and (ult A W) (ult B W)))"},
    {
      "sar-sar",
      "(sar (sar x A) B)",
      "(sar x (umin (add A B) (sub W 1)))",
      "(and (ult A W) (ult B W))"
    },
    {"sext8-shifts", "(sar (shl x A) A)", "(sext8 x)", "(and (eq A (sub W 8)) (ult A W))"},
    {"sext16-shifts", "(sar (shl x A) A)", "(sext16 x)", "(and (eq A (sub W 16)) (ult A W))"},
    {"zext16-shifts", "(shr (shl x A) A)", "(zext16 x)", "(and (eq A (sub W 16)) (ult A W))"},
    {
      "zext8-shifts",
      "(shr (shl x A) A)",
      "(and x (shr -1 A))",
      "(and (ule (sub W 11) A) (ult A W))"
    },
    {"shl-add-const", "(shl (add x A) B)", "(add (shl x B) (shl A B))"},
    {"shl-mask", "(shl x (and y A))", "(shl x y)", "(eq (and A (sub W 1)) (sub W 1))"},
    {"shr-mask", "(shr x (and y A))", "(shr x y)", "(eq (and A (sub W 1)) (sub W 1))"},
    {"sar-mask", "(sar x (and y A))", "(sar x y)", "(eq (and A (sub W 1)) (sub W 1))"},
    {"rotl-mask", "(rotl x (and y A))", "(rotl x y)", "(eq (and A (sub W 1)) (sub W 1))"},
    {"rotr-mask", "(rotr x (and y A))", "(rotr x y)", "(eq (and A (sub W 1)) (sub W 1))"},
    {
      "shl-zext-sub-width",
      "(shl x (zext (sub A y)))",
      "(shl x (zext (sub 0 y)))",
      "(and (eq A W) 1)"
    },
    {
      "shl-sext-mask",
      "(shl x (sext (and y A)))",
      "(shl x (sext y))",
      "(eq (and A (sub W 1)) (sub W 1))"
    },
    {
      "shl-sext-sub-width",
      "(shl x (sext (sub A y)))",
      "(shl x (sext (sub 0 y)))",
      "(and (eq A W) 1)"
    },
    {
      "shr-zext-sub-width",
      "(shr x (zext (sub A y)))",
      "(shr x (zext (sub 0 y)))",
      "(and (eq A W) 1)"
    },
    {
      "shr-sext-mask",
      "(shr x (sext (and y A)))",
      "(shr x (sext y))",
      "(eq (and A (sub W 1)) (sub W 1))"
    },
    {
      "shr-sext-sub-width",
      "(shr x (sext (sub A y)))",
      "(shr x (sext (sub 0 y)))",
      "(and (eq A W) 1)"
    },
    {
      "sar-zext-sub-width",
      "(sar x (zext (sub A y)))",
      "(sar x (zext (sub 0 y)))",
      "(and (eq A W) 1)"
    },
    {
      "sar-sext-mask",
      "(sar x (sext (and y A)))",
      "(sar x (sext y))",
      "(eq (and A (sub W 1)) (sub W 1))"
    },
    {
      "sar-sext-sub-width",
      "(sar x (sext (sub A y)))",
      "(sar x (sext (sub 0 y)))",
      "(and (eq A W) 1)"
    },
    {
      "shl-neg-mask",
      "(shl x (sub 0 (and y A)))",
      "(shl x (sub 0 y))",
      "(eq (and A (sub W 1)) (sub W 1))"
    },
    {
      "shr-neg-mask",
      "(shr x (sub 0 (and y A)))",
      "(shr x (sub 0 y))",
      "(eq (and A (sub W 1)) (sub W 1))"
    },
    {
      "sar-neg-mask",
      "(sar x (sub 0 (and y A)))",
      "(sar x (sub 0 y))",
      "(eq (and A (sub W 1)) (sub W 1))"
    },
    {"shl-srem", "(shl x (srem y A))", "(shl x y)", "(and (eq (popcnt A) 1) (ule W A))"},
    {"shr-srem", "(shr x (srem y A))", "(shr x y)", "(and (eq (popcnt A) 1) (ule W A))"},
    {"sar-srem", "(sar x (srem y A))", "(sar x y)", "(and (eq (popcnt A) 1) (ule W A))"},
    {
      "shl-sext-srem",
      "(shl x (sext (srem y A)))",
      "(shl x (sext y))",
      "(and (eq (popcnt A) 1) (ule W A))"
    },
    {
      "shr-sext-srem",
      "(shr x (sext (srem y A)))",
      "(shr x (sext y))",
      "(and (eq (popcnt A) 1) (ule W A))"
    },
    {
      "sar-sext-srem",
      "(sar x (sext (srem y A)))",
      "(sar x (sext y))",
      "(and (eq (popcnt A) 1) (ule W A))"
    },
    {
      "shl-zext-srem",
      "(shl x (zext (srem y A)))",
      "(shl x (zext y))",
      "(and (eq (popcnt A) 1) (ule W A))"
    },
    {
      "shr-zext-srem",
      "(shr x (zext (srem y A)))",
      "(shr x (zext y))",
      "(and (eq (popcnt A) 1) (ule W A))"
    },
    {
      "sar-zext-srem",
      "(sar x (zext (srem y A)))",
      "(sar x (zext y))",
      "(and (eq (popcnt A) 1) (ule W A))"
    },
    {"shl-sub-width", "(shl x (sub A y))", "(shl x (sub 0 y))", "(and (eq A W) 1)"},
    {"shr-sub-width", "(shr x (sub A y))", "(shr x (sub 0 y))", "(and (eq A W) 1)"},
    {"sar-sub-width", "(sar x (sub A y))", "(sar x (sub 0 y))", "(and (eq A W) 1)"},
    {"shr-known-0", "(shr x A)", "0", "(all (zeros x (shl -1 A)) (ult A W))"},
    {"sar-nonneg", "(sar x A)", "(shr x A)", "(nonneg x)"},

    // Comparisons.
    {"eq-same", "(eq x x)", "1"},
    {"ne-same", "(ne x x)", "0"},
    {"slt-same", "(slt x x)", "0"},
    {"sle-same", "(sle x x)", "1"},
    {"ult-same", "(ult x x)", "0"},
    {"ule-same", "(ule x x)", "1"},
    {"eq-add", "(eq (add x A) B)", "(eq x (sub B A))"},
    {"ne-add", "(ne (add x A) B)", "(ne x (sub B A))"},
    {"eq-sub-from", "(eq (sub A x) B)", "(eq x (sub A B))"},
    {"ne-sub-from", "(ne (sub A x) B)", "(ne x (sub A B))"},
    {"eq-sub", "(eq (sub x y) 0)", "(eq x y)"},
    {"ne-sub", "(ne (sub x y) 0)", "(ne x y)"},
    {"eq-xor", "(eq (xor x y) 0)", "(eq x y)"},
    {"ne-xor", "(ne (xor x y) 0)", "(ne x y)"},
    {"eq-xor-const", "(eq (xor x A) B)", "(eq x (xor A B))"},
    {"ne-xor-const", "(ne (xor x A) B)", "(ne x (xor A B))"},
    {"eq-add-same", "(eq (add x y) y)", "(eq x 0)"},
    {"ne-add-same", "(ne (add x y) y)", "(ne x 0)"},
    {"ne-bool", "(ne x 0)", "x", "(bool x)"},
    {"eq-bool", "(eq x 0)", "(xor x 1)", "(bool x)"},
    {"eq-bool-1", "(eq x 1)", "x", "(bool x)"},
    {"ne-bool-1", "(ne x 1)", "(xor x 1)", "(bool x)"},
    {"eq-mask", "(eq (and x A) A)", "(ne (and x A) 0)", "(eq (popcnt A) 1)"},
    {"ne-mask", "(ne (and x A) A)", "(eq (and x A) 0)", "(eq (popcnt A) 1)"},
    {"sle-const", "(sle x A)", "(slt x (add A 1))", "(slt A (add A 1))"},
    {"const-sle", "(sle A x)", "(slt (sub A 1) x)", "(slt (sub A 1) A)"},
    {"ule-const", "(ule x A)", "(ult x (add A 1))", "(ne A -1)"},
    {"const-ule", "(ule A x)", "(ult (sub A 1) x)", "(ne A 0)"},
    {"ule-ones", "(ule x -1)", "1"},
    {"zero-ule", "(ule 0 x)", "1"},
    {"ult-0", "(ult x 0)", "0"},
    {"ones-ult", "(ult -1 x)", "0"},
    {"ult-ones-sum", "(ult (add x A) -1)", "(ne x (sub -1 A))"},
    {"minus-2-ult-sum", "(ult -2 (add x A))", "(eq x (sub -1 A))"},
    {"ult-1", "(ult x 1)", "(eq x 0)"},
    {"zero-ult", "(ult 0 x)", "(ne x 0)"},
    {"slt-nonneg", "(slt x A)", "0", "(all (nonneg x) (sle A 0))"},
    {"neg-slt-nonneg", "(slt A x)", "1", "(all (nonneg x) (slt A 0))"},
    {"slt-add", "(slt (add! x A) B)", "(slt x (sub B A))", "(eq (slt (sub B A) B) (slt 0 A))"},
    {"add-slt", "(slt B (add! x A))", "(slt (sub B A) x)", "(eq (slt (sub B A) B) (slt 0 A))"},
    {"slt-add-add", "(slt (add! x z) (add! y z))", "(slt x y)"},
    {"eq-add-add", "(eq (add x z) (add y z))", "(eq x y)"},
    {"ne-add-add", "(ne (add x z) (add y z))", "(ne x y)"},
    {"eq-shl-nsw", "(eq (shl! x A) 0)", "(eq x 0)"},
    {"ne-shl-nsw", "(ne (shl! x A) 0)", "(ne x 0)"},
    {"ult-known", "(ult x A)", "1", "(all (zeros x (sub 0 A)) (eq (popcnt A) 1))"},

    // Comparisons of extended values.
    {"eq-sext", "(eq (sext x) (sext y))", "(eq x y)"},
    {"ne-sext", "(ne (sext x) (sext y))", "(ne x y)"},
    {"slt-sext", "(slt (sext x) (sext y))", "(slt x y)"},
    {"sle-sext", "(sle (sext x) (sext y))", "(sle x y)"},
    {"ult-sext", "(ult (sext x) (sext y))", "(ult x y)"},
    {"ule-sext", "(ule (sext x) (sext y))", "(ule x y)"},
    {"eq-zext", "(eq (zext x) (zext y))", "(eq x y)"},
    {"ne-zext", "(ne (zext x) (zext y))", "(ne x y)"},
    {"slt-zext", "(slt (zext x) (zext y))", "(ult x y)"},
    {"sle-zext", "(sle (zext x) (zext y))", "(ule x y)"},
    {"ult-zext", "(ult (zext x) (zext y))", "(ult x y)"},
    {"ule-zext", "(ule (zext x) (zext y))", "(ule x y)"},
    {"eq-sext-const", "(eq (sext x) A)", "(eq x (trunc A))", "(eq A (sext (trunc A)))"},
    {"ne-sext-const", "(ne (sext x) A)", "(ne x (trunc A))", "(eq A (sext (trunc A)))"},
    {"slt-sext-const", "(slt (sext x) A)", "(slt x (trunc A))", "(eq A (sext (trunc A)))"},
    {"const-slt-sext", "(slt A (sext x))", "(slt (trunc A) x)", "(eq A (sext (trunc A)))"},
    {"ult-sext-const", "(ult (sext x) A)", "(ult x (trunc A))", "(eq A (sext (trunc A)))"},
    {"const-ult-sext", "(ult A (sext x))", "(ult (trunc A) x)", "(eq A (sext (trunc A)))"},
    {"eq-zext-const", "(eq (zext x) A)", "(eq x (trunc A))", "(eq A (zext (trunc A)))"},
    {"ne-zext-const", "(ne (zext x) A)", "(ne x (trunc A))", "(eq A (zext (trunc A)))"},
    {"slt-zext-const", "(slt (zext x) A)", "(ult x (trunc A))", "(eq A (zext (trunc A)))"},
    {"const-slt-zext", "(slt A (zext x))", "(ult (trunc A) x)", "(eq A (zext (trunc A)))"},
    {"ult-zext-const", "(ult (zext x) A)", "(ult x (trunc A))", "(eq A (zext (trunc A)))"},
    {"const-ult-zext", "(ult A (zext x))", "(ult (trunc A) x)", "(eq A (zext (trunc A)))"},

    // Selection.
    {"select-same", "(select c x x)", "x"},
    {"select-1-0", "(select c 1 0)", "(ne c 0)"},
    {"select-0-1", "(select c 0 1)", "(eq c 0)"},
    {"select-1-0-wide", "(select c 1 0)", "(sext (ne c 0))"},
    {"select-0-1-wide", "(select c 0 1)", "(sext (eq c 0))"},
    {"select-eq-0", "(select (eq x 0) y z)", "(select x z y)"},
    {"select-ne-0", "(select (ne x 0) y z)", "(select x y z)"},
    {"select-not", "(select (xor x 1) y z)", "(select x z y)", "(bool x)"},
    {"select-self-0", "(select c c 0)", "c"},
    {"ne-select", "(ne (select c A 0) 0)", "(ne c 0)", "(ne A 0)"},
    {"eq-select", "(eq (select c A 0) 0)", "(eq c 0)", "(ne A 0)"},

    // Extensions and truncations.
    {"zext8-is-and", "(zext8 x)", "(and x 255)"},
    {"sext8-sext8", "(sext8 (sext8 x))", "(sext8 x)"},
    {"sext16-sext8", "(sext16 (sext8 x))", "(sext8 x)"},
    {"sext8-sext16", "(sext8 (sext16 x))", "(sext8 x)"},
    {"sext16-sext16", "(sext16 (sext16 x))", "(sext16 x)"},
    {"sext16-zext16", "(sext16 (zext16 x))", "(sext16 x)"},
    {"sext8-zext16", "(sext8 (zext16 x))", "(sext8 x)"},
    {"zext16-sext16", "(zext16 (sext16 x))", "(zext16 x)"},
    {"sext8-and", "(sext8 (and x A))", "(sext8 x)", "(eq (and A 255) 255)"},
    {"sext16-and", "(sext16 (and x A))", "(sext16 x)", "(eq (and A 65535) 65535)"},
    {"sext8-fits", "(sext8 x)", "x", "(sfits x 8)"},
    {"sext16-fits", "(sext16 x)", "x", "(sfits x 16)"},
    {"zext16-known", "(zext16 x)", "x", "(zeros x -65536)"},
    {"trunc-sext", "(trunc (sext x))", "x"},
    {"trunc-zext", "(trunc (zext x))", "x"},
    {"sext-trunc-fits", "(sext (trunc x))", "x", "(sfits x 32)"},
    {"zext-trunc-known", "(zext (trunc x))", "x", "(zeros x -4294967296)"},
    {"zext-nonneg", "(zext x)", "(sext x)", "(nonneg x)"},
    {"sext-add", "(sext (add! x A))", "(add! (sext x) (sext A))"},
    {"sext-mul", "(sext (mul! x A))", "(mul! (sext x) (sext A))"},
    {"sext-shl", "(sext (shl! x A))", "(shl! (sext x) (sext A))", "(ult A W)"},
    {"trunc-and", "(trunc (and x A))", "(and (trunc x) (trunc A))"},
    {"trunc-add", "(trunc (add x A))", "(add (trunc x) (trunc A))"},
    {"trunc-sext-sum", "(trunc (add (sext x) (sext y)))", "(add x y)"},
    {"trunc-sext-difference", "(trunc (sub (sext x) (sext y)))", "(sub x y)"},
    {"trunc-sext-product", "(trunc (mul (sext x) (sext y)))", "(mul x y)"},
    {"trunc-zext-product", "(trunc (mul (zext x) (zext y)))", "(mul x y)"},
    {"trunc-zext-sum", "(trunc (add (zext x) (zext y)))", "(add x y)"},
    {"bitcast-bitcast", "(bitcast (bitcast x))", "x"},

    // Floats: only what holds for zeros of both signs, infinities and quiet NaNs.
    {"fneg-fneg", "(fneg (fneg x))", "x"},
    {"fabs-fneg", "(fabs (fneg x))", "(fabs x)"},
    {"fabs-fabs", "(fabs (fabs x))", "(fabs x)"},
    {"fadd-fneg", "(fadd x (fneg y))", "(fsub x y)"},
    {"fsub-fneg", "(fsub x (fneg y))", "(fadd x y)"},
    {"fmul-fnegs", "(fmul (fneg x) (fneg y))", "(fmul x y)"},
    {"fdiv-fnegs", "(fdiv (fneg x) (fneg y))", "(fdiv x y)"},
    {"fdemote-fpromote", "(fdemote (fpromote x))", "x"},
    {"fdemote-fadd", "(fdemote (fadd (fpromote x) (fpromote y)))", "(fadd x y)"},
    {"fdemote-fsub", "(fdemote (fsub (fpromote x) (fpromote y)))", "(fsub x y)"},
    {"fdemote-fmul", "(fdemote (fmul (fpromote x) (fpromote y)))", "(fmul x y)"},
    {"fdemote-fdiv", "(fdemote (fdiv (fpromote x) (fpromote y)))", "(fdiv x y)"},
    {"fdemote-fsqrt", "(fdemote (fsqrt (fpromote x)))", "(fsqrt x)"},
    {"fdemote-fneg", "(fdemote (fneg (fpromote x)))", "(fneg x)"},
    {"fdemote-fabs", "(fdemote (fabs (fpromote x)))", "(fabs x)"},
    {"feq-fpromote", "(feq (fpromote x) (fpromote y))", "(feq x y)"},
    {"fne-fpromote", "(fne (fpromote x) (fpromote y))", "(fne x y)"},
    {"flt-fpromote", "(flt (fpromote x) (fpromote y))", "(flt x y)"},
    {"fle-fpromote", "(fle (fpromote x) (fpromote y))", "(fle x y)"},
    {"si2f-sext", "(si2f (sext x))", "(si2f x)"},
    {"si2f-zext", "(si2f (zext x))", "(ui2f x)"},
  };
}
