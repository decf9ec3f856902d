package dev.ferry.opt.edit;

import dev.ferry.ir.Global;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A read-only array of constants, in the smallest elements that hold them. */
public final class ConstantTable {
  /** How an element is loaded. */
  public final MemType element;

  private final List<@Nullable Value> values;

  /**
   * @param values constants of the type; null for an element that is never read
   */
  public ConstantTable(Type type, List<@Nullable Value> values) {
    this.values = values;
    this.element = smallest(type, values);
  }

  public long size() {
    return (long) values.size() * element.bytes();
  }

  /** Whether addresses stand in it. */
  public boolean hasAddresses() {
    for (Value value : values) {
      if (value instanceof Instruction i && i.op == Op.GLOBAL_ADDR) {
        return true;
      }
    }
    return false;
  }

  private static MemType smallest(Type type, List<@Nullable Value> values) {
    if (!type.isInt()) {
      return MemType.of(type);
    }
    long min = 0;
    long max = 0;
    for (Value value : values) {
      if (value instanceof Instruction i) {
        if (i.op != Op.ICONST) {
          return MemType.of(type);
        }
        min = Math.min(min, i.imm);
        max = Math.max(max, i.imm);
      }
    }
    if (min >= 0 && max <= 0xff) {
      return MemType.I8U;
    }
    if (min >= Byte.MIN_VALUE && max <= Byte.MAX_VALUE) {
      return MemType.I8S;
    }
    if (min >= 0 && max <= 0xffff) {
      return MemType.I16U;
    }
    if (min >= Short.MIN_VALUE && max <= Short.MAX_VALUE) {
      return MemType.I16S;
    }
    return min >= Integer.MIN_VALUE && max <= Integer.MAX_VALUE ? MemType.I32 : MemType.of(type);
  }

  /** Adds the table to the module, named as GCC names what it makes of a switch. */
  public Symbol define(Module module) {
    int number = module.globals.size();
    Symbol symbol = module.symbol("CSWTCH." + number);
    while (symbol.isDefined) {
      symbol = module.symbol("CSWTCH." + ++number);
    }
    symbol.linkage = Symbol.Linkage.LOCAL;
    symbol.isDefined = true;
    int width = element.bytes();
    Global global = new Global(symbol, size(), width);
    global.isReadOnly = true;
    global.bytes = new byte[(int) size()];
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Instruction constant) {
        if (constant.op == Op.GLOBAL_ADDR) {
          global.references.add(
              new Global.Reference((long) i * width, width, constant.symbol(), constant.imm));
        } else {
          for (int b = 0; b < width; b++) {
            global.bytes[i * width + b] = (byte) (constant.imm >> 8 * b);
          }
        }
      }
    }
    module.globals.add(global);
    return symbol;
  }
}
