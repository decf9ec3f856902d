package dev.ferry.codegen.mir;

import dev.ferry.ir.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * A symbol plus addend and how its address is formed.
 *
 * @param symbol the symbol, or null if {@code local} names an assembler-local label
 * @param local label of the constant pool or of a block, or null
 * @param access how the address is reached
 */
public record SymbolRef(
    @Nullable Symbol symbol, @Nullable String local, long addend, Access access) {
  /** The address forms of the RISC-V psABI (chapters on code models and TLS). */
  public enum Access {
    /** lui %hi, addi %lo. */
    ABSOLUTE,
    /** auipc %pcrel_hi, addi %pcrel_lo. */
    PC_RELATIVE,
    /** auipc %got_pcrel_hi, load %pcrel_lo. */
    GOT,
    /** lui %tprel_hi, add %tprel_add, addi %tprel_lo. */
    TLS_LE,
    /** auipc %tls_ie_pcrel_hi, load %pcrel_lo; then add tp. */
    TLS_IE,
    /** auipc %tls_gd_pcrel_hi, addi %pcrel_lo; then __tls_get_addr. */
    TLS_GD
  }

  /** The assembler name. */
  public String name() {
    Symbol s = symbol;
    String l = local;
    return s != null ? s.name : l == null ? "" : l;
  }

  public SymbolRef plus(long offset) {
    return offset == 0 ? this : new SymbolRef(symbol, local, addend + offset, access);
  }

  /** The assembler's expression. */
  public String expression() {
    if (addend == 0) {
      return name();
    }
    return name() + (addend < 0 ? "" : "+") + addend;
  }
}
