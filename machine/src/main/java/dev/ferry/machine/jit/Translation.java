package dev.ferry.machine.jit;

import java.util.function.LongPredicate;

/**
 * How regions of an address space are translated. Where guest memory lies is part of the code.
 *
 * @param xlen 32 or 64
 * @param base host address of guest address 0
 * @param rights host address of the rights of page 0
 * @param pages pages of the address space
 * @param counted whether the limit {@code h.stopAt} on instructions is obeyed
 * @param checked whether stores are reported and regions call nothing, see {@link CheckedEngine}
 * @param callsDirectly which functions are called by name rather than through the dispatcher
 * @param isSlow instructions whose fast way has failed before
 */
record Translation(
    int xlen,
    long base,
    long rights,
    long pages,
    boolean counted,
    boolean checked,
    LongPredicate callsDirectly,
    LongPredicate isSlow) {}
