package dev.ferry.machine.timing;

import dev.ferry.isa.Extension;
import dev.ferry.isa.Meaning;
import dev.ferry.isa.Opcode;

/** Finds the kind of an instruction from its line in the table. */
final class KindFinder {
  private static final OperationKind[] KINDS = new OperationKind[Opcode.count()];

  static {
    for (int i = 0; i < KINDS.length; i++) {
      Opcode opcode = Opcode.of(i);
      KINDS[i] = opcode.isCompressed() ? OperationKind.ALU : find(opcode);
    }
  }

  private KindFinder() {}

  static OperationKind of(Opcode opcode) {
    return KINDS[opcode.ordinal()];
  }

  private static OperationKind find(Opcode opcode) {
    boolean loads = false;
    for (Meaning.Statement statement : Meaning.of(opcode).statements()) {
      switch (statement) {
        case Meaning.Branch _ -> {
          return OperationKind.BRANCH;
        }
        case Meaning.Goto to -> {
          return mentionsRegister(to.target()) ? OperationKind.JUMP_REGISTER : OperationKind.JUMP;
        }
        case Meaning.Store _ -> {
          return OperationKind.STORE;
        }
        case Meaning.Assign assign -> loads |= isLoad(assign.value());
        case Meaning.Effect _ -> {}
      }
    }
    return loads ? OperationKind.LOAD : byName(opcode);
  }

  private static boolean mentionsRegister(Meaning.Expression expression) {
    return switch (expression) {
      case Meaning.Register _ -> true;
      case Meaning.Binary binary ->
          mentionsRegister(binary.left()) || mentionsRegister(binary.right());
      default -> false;
    };
  }

  private static boolean isLoad(Meaning.Expression expression) {
    return switch (expression) {
      case Meaning.Load _ -> true;
      case Meaning.Extend extend -> isLoad(extend.value());
      case Meaning.Call call -> call.arguments().stream().anyMatch(KindFinder::isLoad);
      default -> false;
    };
  }

  private static OperationKind byName(Opcode opcode) {
    String name = opcode.mnemonic();
    if (opcode.extension() == Extension.A) {
      return OperationKind.ATOMIC;
    }
    if (name.startsWith("mul")) {
      return OperationKind.MULTIPLY;
    }
    if (name.startsWith("div") || name.startsWith("rem")) {
      return OperationKind.DIVIDE;
    }
    if (name.startsWith("csr") || name.startsWith("fence") || name.startsWith("e")) {
      return OperationKind.SYSTEM;
    }
    return name.startsWith("f") ? floating(name) : OperationKind.ALU;
  }

  private static OperationKind floating(String name) {
    if (name.startsWith("fdiv") || name.startsWith("fsqrt")) {
      return OperationKind.FLOAT_DIVIDE;
    }
    if (name.startsWith("fmul")
        || name.startsWith("fm") && name.contains("add")
        || name.startsWith("fmsub")
        || name.startsWith("fnm")) {
      return OperationKind.FLOAT_MULTIPLY;
    }
    boolean simple =
        name.startsWith("fsgnj") || name.startsWith("fmv") || name.startsWith("fclass");
    return simple ? OperationKind.ALU : OperationKind.FLOAT_ADD;
  }
}
