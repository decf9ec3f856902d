package dev.ferry.codegen.mir;

import dev.ferry.ir.AsmInfo;
import java.util.List;

/**
 * Payload of ASM.
 *
 * @param info the source's template and operands
 * @param outputIndex for each output, its index in {@link MInst#regs}
 * @param inputIndex for each input, its index in {@link MInst#regs}, or -1 for a constant
 * @param inputText for each input, the text of a constant input, or empty
 * @param clobbers as a bit set
 * @param labels targets of asm goto
 */
public record AsmCode(
    AsmInfo info,
    int[] outputIndex,
    int[] inputIndex,
    String[] inputText,
    long clobbers,
    List<MBlock> labels) {}
