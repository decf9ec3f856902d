package dev.ferry.cli;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * Rewrites classes so that records are compared and hashed by plain code. javac compiles {@code
 * equals} and {@code hashCode} of a record to an {@code invokedynamic} of {@code
 * ObjectMethods.bootstrap}, which builds a tree of method handles at the first call: milliseconds
 * for a record with a few components, and code that HotSpot's first compiler does not inline. The
 * methods here give the same answers (java.lang.Record; {@code 31 * hash + component} from left to
 * right). {@code toString} is left alone: what prints records is not in a hurry.
 */
final class PlainRecords {
  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final MethodTypeDesc EQUALS =
      MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object);
  private static final MethodTypeDesc HASH_CODE = MethodTypeDesc.of(ConstantDescs.CD_int);

  private PlainRecords() {}

  /** The class with such methods as plain code; other classes as they are. */
  static byte[] rewrite(byte[] bytes) {
    ClassFile format = ClassFile.of();
    ClassModel model = format.parse(bytes);
    var attribute = model.findAttribute(Attributes.record());
    if (attribute.isEmpty()) {
      return bytes;
    }
    ClassDesc type = model.thisClass().asSymbol();
    List<RecordComponentInfo> components = attribute.get().components();
    return format.transformClass(
        model,
        (ClassBuilder builder, ClassElement element) -> {
          if (element instanceof MethodModel method && isBootstrapped(method, "equals", EQUALS)) {
            builder.withMethodBody(
                method.methodName(),
                method.methodType(),
                method.flags().flagsMask(),
                code -> equals(code, type, components));
          } else if (element instanceof MethodModel method
              && isBootstrapped(method, "hashCode", HASH_CODE)) {
            builder.withMethodBody(
                method.methodName(),
                method.methodType(),
                method.flags().flagsMask(),
                code -> hashCode(code, type, components));
          } else {
            builder.with(element);
          }
        });
  }

  private static boolean isBootstrapped(MethodModel method, String name, MethodTypeDesc type) {
    return method.methodName().equalsString(name)
        && method.methodTypeSymbol().equals(type)
        && method
            .code()
            .filter(code ->
                code.elementStream()
                    .anyMatch(element ->
                        element instanceof InvokeDynamicInstruction call
                            && call.bootstrapMethod().owner().equals(BOOTSTRAPS)))
            .isPresent();
  }

  private static void equals(
      CodeBuilder code, ClassDesc type, List<RecordComponentInfo> components) {
    Label different = code.newLabel();
    code.aload(1).instanceOf(type).ifeq(different);
    if (!components.isEmpty()) {
      code.aload(1).checkcast(type).astore(2);
    }
    for (RecordComponentInfo each : components) {
      String name = each.name().stringValue();
      ClassDesc of = each.descriptorSymbol();
      code.aload(0).getfield(type, name, of).aload(2).getfield(type, name, of);
      switch (TypeKind.from(of)) {
        case LONG -> code.lcmp().ifne(different);
        case FLOAT, DOUBLE ->
            code.invokestatic(box(of), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, of, of))
                .ifne(different);
        case REFERENCE ->
            code.invokestatic(
                    OBJECTS,
                    "equals",
                    MethodTypeDesc.of(
                        ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                .ifeq(different);
        default -> code.if_icmpne(different);
      }
    }
    code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }

  private static void hashCode(
      CodeBuilder code, ClassDesc type, List<RecordComponentInfo> components) {
    code.iconst_0();
    for (RecordComponentInfo each : components) {
      ClassDesc of = each.descriptorSymbol();
      code.bipush(31).imul().aload(0).getfield(type, each.name().stringValue(), of);
      if (TypeKind.from(of) == TypeKind.REFERENCE) {
        code.invokestatic(
            OBJECTS, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object));
      } else {
        code.invokestatic(box(of), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, of));
      }
      code.iadd();
    }
    code.ireturn();
  }

  /** The class that has a primitive type's static {@code hashCode} and {@code compare}. */
  private static ClassDesc box(ClassDesc primitive) {
    return switch (TypeKind.fromDescriptor(primitive.descriptorString())) {
      case BOOLEAN -> ConstantDescs.CD_Boolean;
      case BYTE -> ConstantDescs.CD_Byte;
      case CHAR -> ConstantDescs.CD_Character;
      case SHORT -> ConstantDescs.CD_Short;
      case INT -> ConstantDescs.CD_Integer;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      case REFERENCE, VOID -> throw new IllegalArgumentException(primitive.descriptorString());
    };
  }
}
