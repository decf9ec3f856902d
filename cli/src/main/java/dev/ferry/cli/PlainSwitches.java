package dev.ferry.cli;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites classes so that pattern switches over types start fast. javac compiles such a switch to
 * an {@code invokedynamic} of {@code SwitchBootstraps.typeSwitch}, which spins a hidden class at
 * the first execution; JDK 25's start-up cache keeps lambdas but not those, and a compiler has
 * hundreds. Each call site becomes a call of a private static method of the same class with the
 * chain of {@code instanceof} that the bootstrap would have made (JLS 14.11.3; the same index for
 * the same value).
 */
final class PlainSwitches {
  private static final String BOOTSTRAP_CLASS = "java/lang/runtime/SwitchBootstraps";

  private PlainSwitches() {}

  /** The class with its type switches as plain methods. */
  static byte[] rewrite(byte[] bytes) {
    ClassFile format = ClassFile.of();
    ClassModel model = format.parse(bytes);
    List<TypeSwitch> switches = new ArrayList<>();
    byte[] rewritten =
        format.transformClass(
            model,
            (ClassBuilder builder, ClassElement element) -> {
              if (element instanceof MethodModel method) {
                builder.transformMethod(
                    method,
                    (methodBuilder, part) -> {
                      if (part instanceof CodeModel code) {
                        methodBuilder.transformCode(
                            code,
                            (codeBuilder, instruction) -> {
                              TypeSwitch found = typeSwitch(instruction, switches.size());
                              if (found == null) {
                                codeBuilder.with(instruction);
                              } else {
                                switches.add(found);
                                codeBuilder.invokestatic(
                                    model.thisClass().asSymbol(),
                                    found.name,
                                    found.type,
                                    isInterface(model));
                              }
                            });
                      } else {
                        methodBuilder.with(part);
                      }
                    });
              } else {
                builder.with(element);
              }
            });
    return switches.isEmpty() ? bytes : withMethods(format, rewritten, switches);
  }

  private static boolean isInterface(ClassModel model) {
    return (model.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0;
  }

  private static byte[] withMethods(ClassFile format, byte[] bytes, List<TypeSwitch> switches) {
    return format.transformClass(
        format.parse(bytes),
        new ClassTransform() {
          @Override
          public void accept(ClassBuilder builder, ClassElement element) {
            builder.with(element);
          }

          @Override
          public void atEnd(ClassBuilder builder) {
            for (TypeSwitch each : switches) {
              each.addTo(builder);
            }
          }
        });
  }

  /** The type switch that an instruction calls; null for other instructions and other labels. */
  private static @Nullable TypeSwitch typeSwitch(CodeElement element, int number) {
    if (!(element instanceof InvokeDynamicInstruction call)
        || !call.name().stringValue().equals("typeSwitch")
        || !call.bootstrapMethod().owner().descriptorString().equals("L" + BOOTSTRAP_CLASS + ";")) {
      return null;
    }
    List<ClassDesc> labels = new ArrayList<>();
    for (ConstantDesc label : call.bootstrapArgs()) {
      if (!(label instanceof ClassDesc type)) {
        return null;
      }
      labels.add(type);
    }
    return new TypeSwitch("$typeSwitch$" + number, call.typeSymbol(), labels);
  }

  /**
   * One switch: {@code static int name(T value, int restart)} gives the index of the first label
   * from {@code restart} on that the value is an instance of, -1 for null, else the number of
   * labels.
   */
  private record TypeSwitch(String name, MethodTypeDesc type, List<ClassDesc> labels) {
    void addTo(ClassBuilder builder) {
      builder.withMethodBody(
          name,
          type,
          ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
          code -> {
            code.aload(0)
                .ifThenElse(
                    Opcode.IFNULL,
                    then -> then.loadConstant(-1).return_(TypeKind.INT),
                    otherwise -> {
                      for (int i = 0; i < labels.size(); i++) {
                        var next = otherwise.newLabel();
                        otherwise
                            .iload(1)
                            .loadConstant(i)
                            .if_icmpgt(next)
                            .aload(0)
                            .instanceOf(labels.get(i))
                            .ifeq(next)
                            .loadConstant(i)
                            .return_(TypeKind.INT)
                            .labelBinding(next);
                      }
                      otherwise.loadConstant(labels.size()).return_(TypeKind.INT);
                    });
          });
    }
  }
}
