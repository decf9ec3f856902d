package dev.ferry.cli;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fields in the place of calls of methods that only read them: accessors of records and
 * getters. HotSpot inlines such calls too, but Ferry's tools are over before it has: of the four
 * thousand methods that compiling a program has it compile, a sixth are accessors, and each call of
 * one is work for its first compiler and its interpreter.
 *
 * <p>An accessor is replaced where no class of the jar overrides it. Its field becomes public, and
 * so does the class of the field; nothing else of what a class means changes (a null receiver still
 * throws a NullPointerException, JVMS 6.5 getfield).
 */
final class InlinedCalls {
  private static final String OURS = "dev/ferry/";
  private final ClassFile format = ClassFile.of();
  private final Map<String, ClassModel> classes = new HashMap<>();

  /** Accessors by owner, name and descriptor, as {@code owner.name:descriptor}. */
  private final Map<String, FieldInstruction> accessors = new HashMap<>();

  /** Names and descriptors of the instance methods that a class's subclasses have. */
  private final Map<String, Set<String>> below = new HashMap<>();

  private final Set<String> openFields = new HashSet<>();
  private final Set<String> openClasses = new HashSet<>();

  /** Takes all classes of a program, by their names as in {@code java/lang/Object}. */
  InlinedCalls(Iterable<byte[]> program) {
    for (byte[] bytes : program) {
      ClassModel model = format.parse(bytes);
      classes.put(name(model.thisClass()), model);
    }
    for (ClassModel model : classes.values()) {
      noteOverrides(model);
    }
    for (ClassModel model : classes.values()) {
      if (name(model.thisClass()).startsWith(OURS)) {
        findAccessors(model);
      }
    }
    for (FieldInstruction field : accessors.values()) {
      openFields.add(name(field.owner()) + "." + field.name().stringValue());
      openClasses.add(name(field.owner()));
    }
  }

  private static String name(ClassEntry entry) {
    return entry.asInternalName();
  }

  private static String signature(MethodModel method) {
    return method.methodName().stringValue() + ":" + method.methodType().stringValue();
  }

  private void noteOverrides(ClassModel model) {
    for (ClassModel above = superclass(model); above != null; above = superclass(above)) {
      Set<String> methods = below.computeIfAbsent(name(above.thisClass()), key -> new HashSet<>());
      for (MethodModel method : model.methods()) {
        methods.add(signature(method));
      }
    }
  }

  private @Nullable ClassModel superclass(ClassModel model) {
    return model.superclass().map(entry -> classes.get(name(entry))).orElse(null);
  }

  private void findAccessors(ClassModel model) {
    String owner = name(model.thisClass());
    Set<String> overridden = below.getOrDefault(owner, Set.of());
    for (MethodModel method : model.methods()) {
      FieldInstruction field = fieldRead(method);
      if (field != null
          && name(field.owner()).equals(owner)
          && isClosed(model, method)
          && !overridden.contains(signature(method))) {
        accessors.put(owner + "." + signature(method), field);
      }
    }
  }

  /** Whether only classes of the jar can override a method; translated guest code is not there. */
  private static boolean isClosed(ClassModel model, MethodModel method) {
    int type = model.flags().flagsMask();
    int flags = method.flags().flagsMask();
    return ((type | flags) & ClassFile.ACC_FINAL) != 0
        || (type & ClassFile.ACC_PUBLIC) == 0
        || (flags & (ClassFile.ACC_PUBLIC | ClassFile.ACC_PROTECTED)) == 0;
  }

  /** The field of {@code return this.field;}, if that is all the method does; else null. */
  private static @Nullable FieldInstruction fieldRead(MethodModel method) {
    int never = ClassFile.ACC_STATIC | ClassFile.ACC_SYNCHRONIZED | ClassFile.ACC_ABSTRACT;
    if ((method.flags().flagsMask() & never) != 0 || method.code().isEmpty()) {
      return null;
    }
    List<Instruction> body =
        method
            .code()
            .get()
            .elementStream()
            .filter(Instruction.class::isInstance)
            .map(Instruction.class::cast)
            .toList();
    return body.size() == 3
            && body.get(0) instanceof LoadInstruction load
            && load.slot() == 0
            && body.get(1) instanceof FieldInstruction field
            && field.opcode() == Opcode.GETFIELD
            && body.get(2) instanceof ReturnInstruction
            && method.methodType().stringValue().equals("()" + field.type().stringValue())
        ? field
        : null;
  }

  /** The accessor that a call names, in its class or in one above; null for other methods. */
  private @Nullable FieldInstruction accessor(InvokeInstruction call) {
    if (call.opcode() != Opcode.INVOKEVIRTUAL) {
      return null;
    }
    String signature = call.name().stringValue() + ":" + call.type().stringValue();
    for (ClassModel at = classes.get(name(call.owner())); at != null; at = superclass(at)) {
      FieldInstruction field = accessors.get(name(at.thisClass()) + "." + signature);
      if (field != null) {
        return field;
      }
      if (at.methods().stream().anyMatch(method -> signature(method).equals(signature))) {
        return null;
      }
    }
    return null;
  }

  /** A class of the program with its calls of accessors replaced. */
  byte[] rewrite(byte[] bytes) {
    ClassModel model = format.parse(bytes);
    String self = name(model.thisClass());
    if (!self.startsWith(OURS)) {
      return bytes;
    }
    return format.transformClass(model, (builder, element) -> rewrite(self, builder, element));
  }

  private void rewrite(String self, ClassBuilder builder, ClassElement element) {
    switch (element) {
      case AccessFlags flags when openClasses.contains(self) ->
          builder.withFlags(flags.flagsMask() | ClassFile.ACC_PUBLIC);
      case FieldModel field
          when openFields.contains(self + "." + field.fieldName().stringValue()) ->
          builder.transformField(
              field,
              (fieldBuilder, part) -> {
                if (part instanceof AccessFlags flags) {
                  int hidden = ClassFile.ACC_PRIVATE | ClassFile.ACC_PROTECTED;
                  fieldBuilder.withFlags(flags.flagsMask() & ~hidden | ClassFile.ACC_PUBLIC);
                } else {
                  fieldBuilder.with(part);
                }
              });
      case MethodModel method when calls(method) ->
          builder.transformMethod(
              method,
              (methodBuilder, part) -> {
                if (part instanceof CodeModel code) {
                  methodBuilder.transformCode(code, this::rewrite);
                } else {
                  methodBuilder.with(part);
                }
              });
      default -> builder.with(element);
    }
  }

  private boolean calls(MethodModel method) {
    return method
        .code()
        .filter(code ->
            code.elementStream()
                .anyMatch(
                    element -> element instanceof InvokeInstruction call && accessor(call) != null))
        .isPresent();
  }

  private void rewrite(CodeBuilder builder, CodeElement element) {
    FieldInstruction field = element instanceof InvokeInstruction call ? accessor(call) : null;
    if (field == null) {
      builder.with(element);
    } else {
      builder.getfield(field.owner().asSymbol(), field.name().stringValue(), field.typeSymbol());
    }
  }
}
